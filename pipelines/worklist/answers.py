"""Reviewed answers: which item or region a printed label means, who said so and when. Kept as CSV files in <home>/mappings."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipelines.settings import DBT_PROJECT
from pipelines.worklist.sheet import AnswerError, Line, csv_files, read_lines

COLUMNS = ("kind", "system", "under", "code", "label", "means", "reviewer", "reviewed_on", "note")
REQUIRED = ("kind", "label", "means", "reviewer", "reviewed_on")
# The economic side is answered like the functional one: its code book tells them apart.
KINDS = ("item", "economic", "region")
SEEDS = DBT_PROJECT / "seeds"


@dataclass(frozen=True)
class Answer:
    """One reviewed label. `under` is the region the contract declares, `system` the code book the label is printed in."""

    kind: str
    system: str
    under: str
    code: str
    label: str
    means: str
    reviewer: str
    reviewed_on: date
    note: str
    place: str

    @property
    def question(self) -> tuple[str, ...]:
        """What was asked: two answers to one question must agree."""
        return ("region", self.under, self.label) if self.kind == "region" else ("item", self.system, self.code, self.label)


def read_answers(folder: Path) -> list[Answer]:
    """Every answer of a workspace; none where it has no folder.

    Raises:
        AnswerError: with every fault of every file; a book is not built on answers of which one can't be read.
    """
    answers: list[Answer] = []
    faults: list[str] = []
    for path in csv_files(folder):
        try:
            answers += [answer for line in read_lines(path, REQUIRED, COLUMNS) if (answer := _answer(line, faults)) is not None]
        except AnswerError as error:
            faults += error.faults
    faults += faults_of(answers)
    if faults:
        raise AnswerError(faults)
    return answers


def faults_of(answers: Sequence[Answer]) -> list[str]:
    """Answers that contradict each other, and those that name something no code book has."""
    return [*_contradictions(answers), *_unknown(answers)]


def _answer(line: Line, faults: list[str]) -> Answer | None:
    cells = line.cells
    own = [line.fault(f"{column} is empty; every answer names {column}") for column in ("means", "reviewer") if not cells[column]]
    if cells["kind"] not in KINDS:
        own.append(line.fault(f"kind is '{cells['kind']}'; it is one of {', '.join(KINDS)}"))
    elif cells["kind"] != "region" and not cells["system"]:
        own.append(line.fault("system is empty: the contract names no code book; declare `classification` in the contract, then answer"))
    if not cells["code"] and not cells["label"]:
        own.append(line.fault("code and label are both empty; copy what is printed from `caliber unmapped --csv`"))
    day, wrong_day = line.day("reviewed_on")
    faults += own + ([wrong_day] if wrong_day else [])
    if own or day is None:
        return None
    text = {name: cells[name] for name in COLUMNS if name != "reviewed_on"}
    return Answer(**text, reviewed_on=day, place=f"{line.path.name}:{line.number}")


def _contradictions(answers: Sequence[Answer]) -> Iterable[str]:
    first: dict[tuple[str, ...], Answer] = {}
    for answer in answers:
        earlier = first.setdefault(answer.question, answer)
        if earlier.means != answer.means:
            yield (
                f"{answer.place}: '{answer.code} {answer.label}' means {answer.means} here and {earlier.means} in {earlier.place}; "
                f"take the answer that no longer holds out of its file in mappings/"
            )


def _unknown(answers: Sequence[Answer]) -> Iterable[str]:
    items = _codes("classification_items.csv", "system", "item_code") if any(answer.kind != "region" for answer in answers) else set()
    regions = _codes("regions.csv", "region_code") if any(answer.kind == "region" for answer in answers) else set()
    systems = {system for system, _ in items}
    for answer in answers:
        if answer.kind == "region" and (answer.means,) not in regions:
            yield f"{answer.place}: no region '{answer.means}' is registered; use a region_code of marts.dim_regions or add it to seeds/regions.csv"
        elif answer.kind != "region" and answer.system not in systems:
            yield f"{answer.place}: there is no code book '{answer.system}'; known are {', '.join(sorted(systems))}"
        elif answer.kind != "region" and (answer.system, answer.means) not in items:
            yield f"{answer.place}: no edition of {answer.system} has an item '{answer.means}'; look it up in marts.dim_items"


def _codes(seed: str, *columns: str) -> set[tuple[str, ...]]:
    with (SEEDS / seed).open(encoding="utf-8", newline="") as file:
        return {tuple(row[column] for column in columns) for row in csv.DictReader(file)}
