"""A finding becomes an entry of the corrections ledger: the cell it judged, what that prints, and what is believed right. Decided by a person, never here."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipelines.settings import Home
from pipelines.worklist.corrections import COLUMNS, Correction, faults_of, read_corrections
from pipelines.worklist.sheet import AnswerError, as_text, delimiter_of

ACCEPTED = "accepted.csv"
# Fields of an indicator report that can be corrected, with the number read from each.
FIELDS = {"actual": "actual_value", "target": "target_value", "score": "score_claimed", "weight": "weight"}


class AcceptError(Exception):
    """The finding can't become a correction as it was asked; says what to do."""


def judged_field(row: dict[str, Any], observed: Decimal | None, wanted: str | None) -> str:
    """Which field of an indicator report a finding is about: the one that holds the judged value, else the one a person names."""
    if wanted is not None:
        return wanted
    values = {"actual": (row["actual_in_target_unit"], row["actual_value"]), **{name: (row[column],) for name, column in FIELDS.items() if name != "actual"}}
    held = [name for name, numbers in values.items() if observed is not None and observed in numbers]
    if not held:
        raise AcceptError(f"no field of this report holds the judged value; name it with --field ({', '.join(FIELDS)})")
    return held[0]


def column_of(row: dict[str, Any], field: str) -> int:
    """The column in which a field of an indicator report is printed."""
    places = json.loads(row["columns"])
    if field not in places:
        raise AcceptError(f"the contract of this report reads no {field}; it reads {', '.join(places)}")
    return int(places[field]["column_number"])


def in_printed_unit(row: dict[str, Any], field: str | None, suggested: Decimal | None, observed: Decimal | None) -> Decimal | None:
    """What a rule proposes, in the unit in which the cell is printed; None where it proposes nothing for this very cell."""
    if suggested is None:
        return None
    if field is None:
        return _short(suggested / row["unit_scale"]) if observed == row["amount"] else None
    if field == "actual" and row["actual_in_target_unit"]:
        return _short(suggested * row["actual_value"] / row["actual_in_target_unit"])
    return _short(suggested)


def keep(home: Home, correction: Correction) -> Path:
    """Add the correction to the accepted ones of the workspace.

    Raises:
        AnswerError: the ledger is at fault, or holds this name or cell; nothing is written then.
    """
    path = home.corrections / ACCEPTED
    if faults := faults_of(replace(correction, place="this correction"), read_corrections(home.corrections)):
        raise AnswerError(faults)
    before = path.read_text(encoding="utf-8-sig") if path.exists() else ",".join(COLUMNS) + "\n"
    added = io.StringIO()
    values = {name: value.isoformat() if isinstance(value, date) else value for name, value in asdict(correction).items()}
    columns = [name.strip() for name in before.split("\n", 1)[0].split(delimiter_of(before))]
    csv.writer(added, delimiter=delimiter_of(before), lineterminator="\n").writerow([as_text(_plain(values[name])) for name in columns])
    home.corrections.mkdir(parents=True, exist_ok=True)
    # Other files of the folder would be read as ledgers; those that begin with a dot are not.
    aside = path.with_name(f".{ACCEPTED}")
    aside.write_text(before.removesuffix("\n") + "\n" + added.getvalue(), encoding="utf-8")
    aside.replace(path)
    return path


def _short(number: Decimal) -> Decimal:
    """Without zeros that nobody prints, and no finer than the ledger holds."""
    return round(number, 10).normalize()


def _plain(value: object) -> object:
    return format(value, "f") if isinstance(value, Decimal) else value
