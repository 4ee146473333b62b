"""Which mark is the decimal point of the file, by the same evidence as the landing asks for, and by the weight of many cells where that is silent."""

from __future__ import annotations

from pipelines.contracts.contract import FileFormat
from pipelines.drafting.cells import is_figure
from pipelines.drafting.findings import Findings
from pipelines.drafting.tables import Profile
from pipelines.landing.numbers import Shapes, bare, number_format
from pipelines.landing.table import LayoutError

MANY = 20


def say_numbers(figures: list[Profile], findings: Findings) -> None:
    """`format.numbers`, or nothing where no figure prints a mark."""
    proofs: dict[str, list[tuple[str, int]]] = {",": [], ".": []}
    silent: dict[str, list[tuple[str, int]]] = {",": [], ".": []}
    for column in figures:
        for text, count in column.counts.items():
            shape = bare(text)
            if is_figure(text) and ("." in shape or "," in shape):
                decimal = _decimal(shape, text)
                (proofs[decimal] if decimal else silent["." if "." in shape else ","]).append((text, count))
    weights = {mark: sum(count for _, count in found) for mark, found in proofs.items()}
    if weights[","] or weights["."]:
        _say_proven(proofs, weights, findings)
    elif silent["."] or silent[","]:
        _say_silent(silent, findings)
    else:
        findings.say("format.numbers", None, 0.9, "no figure prints a mark, so none can be misread")


def _decimal(shape: str, text: str) -> str | None:
    try:
        return number_format(Shapes("", {shape: (1, text)}), FileFormat(), "")[1]
    except LayoutError:
        return None


def _say_proven(proofs: dict[str, list[tuple[str, int]]], weights: dict[str, int], findings: Findings) -> None:
    mark = max(weights, key=lambda name: weights[name])
    other = "," if mark == "." else "."
    example = proofs[mark][0][0]
    said = f"{weights[mark]:,} figures such as '{example}' can only be read with a decimal {_called(mark)}"
    if not weights[other]:
        findings.say("format.numbers", _format(mark), 0.98, said)
        return
    share = weights[mark] / (weights[mark] + weights[other])
    findings.say(
        "format.numbers",
        None,
        share - 0.3,
        f"{said}, {weights[other]:,} such as '{proofs[other][0][0]}' only with the other mark",
        "the file mixes two number formats; which is right?",
    )


def _say_silent(silent: dict[str, list[tuple[str, int]]], findings: Findings) -> None:
    """Exactly three digits behind every mark: hardly any money is printed with three decimals, so many such cells are thousands."""
    mark = max(silent, key=lambda name: sum(count for _, count in silent[name]))
    cells = sum(count for _, count in silent[mark])
    decimal = "," if mark == "." else "."
    sure = 0.9 if cells >= MANY else 0.6
    asked = None if cells >= MANY else f"is '{silent[mark][0][0]}' in thousands, or has it three decimals?"
    findings.say(
        "format.numbers", _format(decimal), sure, f"all {cells:,} marks such as '{silent[mark][0][0]}' have exactly three digits behind: thousands", asked
    )


def _format(decimal: str) -> str:
    return "1,234.56" if decimal == "." else "1.234,56"


def _called(mark: str) -> str:
    return "point" if mark == "." else "comma"
