"""The worklist as a file for reviewers, and back: filled in, its answers become a file in <home>/mappings that the next run reads."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from pipelines.settings import Home
from pipelines.worklist.answers import COLUMNS, KINDS, Answer, faults_of, read_answers
from pipelines.worklist.sheet import AnswerError, Line, as_text, read_lines, unquoted
from pipelines.worklist.unmapped import OpenLabel

PROPOSALS = 3
SHEET = [
    "kind", "system", "under", "code", "label", "n_amounts", "first_year", "last_year", "contracts", "money", "obstacle",
    *(f"{name}_{place}" for place in range(1, PROPOSALS + 1) for name in ("proposal", "name", "score", "why")), "means", "note",
]  # fmt: skip


@dataclass(frozen=True)
class Accepted:
    """What became of a reviewed file."""

    answers: list[Answer]
    unanswered: int
    known: int
    path: Path | None


def write_sheet(path: Path, labels: Sequence[OpenLabel]) -> None:
    """One line a label, the column `means` left empty for the reviewer: nothing is decided by a proposal."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, SHEET, lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: as_text(value) for name, value in _sheet_row(label).items()} for label in labels)


def _sheet_row(label: OpenLabel) -> dict[str, object]:
    row: dict[str, object] = {name: getattr(label, name) for name in ("kind", "system", "under", "code", "label", "n_amounts", "first_year", "last_year")}
    row |= {"contracts": " ".join(label.contracts), "obstacle": label.obstacle}
    row["money"] = "; ".join(f"{part['currency'] or '?'} {part['amount']:,f} {part['source_role']}" for part in label.money if part["amount"] is not None)
    for place, proposal in enumerate(label.proposals[:PROPOSALS], start=1):
        row |= {f"proposal_{place}": proposal["means"], **{f"{name}_{place}": proposal[name] for name in ("name", "score", "why")}}
    return row


def accept(home: Home, path: Path, reviewer: str, reviewed_on: date, labels: Sequence[OpenLabel], editions: dict[tuple[str, date], set[str]]) -> Accepted:
    """Turn the answered lines of a reviewed file into a new file of <home>/mappings; lines without an answer are left out.

    `editions` holds the item codes of each edition in force for an open label.

    Raises:
        AnswerError: with every fault; nothing is written then.
    """
    lines = [unquoted(line) for line in read_lines(path, ("kind", "label", "means"), COLUMNS, others_allowed=True)]
    answered = [line for line in lines if line.cells["means"]]
    faults = [line.fault(f"kind is '{line.cells['kind']}'; it is one of {', '.join(KINDS)}") for line in answered if line.cells["kind"] not in KINDS]
    if faults:
        raise AnswerError(faults)
    answers = [_answer(line, reviewer, reviewed_on) for line in answered]
    earlier = read_answers(home.mappings)
    faults = faults_of([*earlier, *answers]) or _not_in_force(answers, labels, editions)
    if faults:
        raise AnswerError(faults)
    taken = {answer.question for answer in earlier}
    new = list({answer.question: answer for answer in answers if answer.question not in taken}.values())
    return Accepted(new, len(lines) - len(answered), len(answers) - len(new), _write(home, new, reviewer, reviewed_on) if new else None)


def _answer(line: Line, reviewer: str, reviewed_on: date) -> Answer:
    text = {name: line.cells[name] for name in ("kind", "system", "under", "code", "label", "means", "note")}
    return Answer(**text, reviewer=reviewer, reviewed_on=reviewed_on, place=f"{line.path.name}:{line.number}")


def _not_in_force(answers: Sequence[Answer], labels: Sequence[OpenLabel], editions: dict[tuple[str, date], set[str]]) -> list[str]:
    """An item of another edition would change nothing, so the answer is refused rather than kept without effect."""
    asked = {label.question: label for label in labels}
    faults = []
    for answer in answers:
        label = asked.get(answer.question)
        if label is not None and label.kind != "region" and label.edition_date is not None:
            edition = (answer.system, label.edition_date)
            if answer.means not in editions.get(edition, set()):
                faults.append(
                    f"{answer.place}: the edition of {answer.system} in force for '{answer.code} {answer.label}' is {label.edition_date}, "
                    f"and it has no item '{answer.means}'; choose one of that edition in marts.dim_items"
                )
    return faults


def _write(home: Home, answers: Sequence[Answer], reviewer: str, reviewed_on: date) -> Path:
    home.mappings.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"\W+", "-", reviewer).strip("-") or "reviewer"
    stem = f"{reviewed_on}-{name}"
    target = home.mappings / f"{stem}.csv"
    number = 1
    while target.exists():
        number += 1
        target = home.mappings / f"{stem}-{number}.csv"
    unfinished = target.with_name(f".{target.name}.part")
    with unfinished.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows({name: value for name, value in asdict(answer).items() if name in COLUMNS} for answer in answers)
    unfinished.replace(target)
    return target
