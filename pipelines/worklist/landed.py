"""Reviewed answers and corrections become landed tables, so that the models read them like everything else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from pipelines.landing.schema import CORRECTIONS, MAPPINGS
from pipelines.settings import Home
from pipelines.worklist.answers import Answer, read_answers
from pipelines.worklist.corrections import Correction, read_corrections
from pipelines.worklist.sheet import AnswerError

TABLES = {"mappings": MAPPINGS, "corrections": CORRECTIONS}


@dataclass(frozen=True)
class Reviews:
    """What people decided about the deliveries of a workspace."""

    answers: Sequence[Answer] = field(default_factory=tuple)
    corrections: Sequence[Correction] = field(default_factory=tuple)


def read_reviews(home: Home) -> Reviews:
    """Everything under <home>/mappings and <home>/corrections.

    Raises:
        AnswerError: with every fault of both.
    """
    faults: list[str] = []
    answers: list[Answer] = []
    corrections: list[Correction] = []
    try:
        answers = read_answers(home.mappings)
    except AnswerError as error:
        faults += error.faults
    try:
        corrections = read_corrections(home.corrections)
    except AnswerError as error:
        faults += error.faults
    if faults:
        raise AnswerError(faults)
    return Reviews(answers, corrections)


def review_tables(home: Home) -> list[Path]:
    """The landed tables of both. A release is known by them and not by the files they were read from, which may change during a run."""
    return [path for name in TABLES if (path := home.landed / name / f"_{name}.parquet").exists()]


def write_reviews(home: Home, reviews: Reviews) -> None:
    """Both tables anew, each put in place by one rename."""
    for name, rows in (("mappings", reviews.answers), ("corrections", reviews.corrections)):
        records: list[dict[str, Any]] = [{key: None if value == "" else value for key, value in asdict(row).items()} for row in rows]
        unfinished = home.landed / name / f"_{name}.part"
        parquet.write_table(pa.Table.from_pylist(records, schema=TABLES[name]), unfinished)
        unfinished.replace(unfinished.with_suffix(".parquet"))
