"""The unit of the figures: only what the file prints is said with confidence; everything else is a question."""

from __future__ import annotations

import re
from typing import Any

from pipelines.drafting.context import Texts
from pipelines.drafting.findings import Findings
from pipelines.drafting.printed_units import printed_unit
from pipelines.drafting.seeds import units
from pipelines.drafting.tables import Profile
from pipelines.drafting.words import words

PRINTED = 0.97


def say_unit(texts: Texts, unit_column: Profile | None, figures: list[Profile], findings: Findings) -> None:
    """Currency and scale from a column of units, titles, headers or short texts; else the currency of the country and a question."""
    if unit_column is not None and _say_column(unit_column, findings):
        return
    shown = [("title", line) for line in texts.titles] + [("header", column.name) for column in figures] + [("header", header) for header in texts.headers]
    shown += [("sheet name", texts.sheet), ("file name", texts.name)]
    found = [(where, line, unit) for where, line in shown if (unit := printed_unit(line))]
    if not found:
        _ask(figures, findings, asked=findings.value("kind") != "indicators")
        return
    where, line, unit = found[0]
    others = sorted({other.printed for _, _, other in found if other[:2] != unit[:2]})
    currency = unit.currency or _country(findings).get("currency")
    sure = PRINTED if not others and unit.currency else 0.6
    question = f"the file prints {unit.printed} and also {', '.join(others)}; which holds for which figures?" if others else None
    if not unit.currency:
        question = question or f"the file prints {unit.printed} and no currency; is it {currency or 'XXX'}?"
    said = {"currency": currency or "XXX", "scale": unit.scale, "printed_as": unit.printed}
    findings.say("unit", said, sure, f"{where} '{' '.join(line.split())[:50]}' prints {unit.printed}", question)


def _country(findings: Findings) -> dict[str, Any]:
    found: dict[str, Any] = words()["countries"].get(findings.value("country") or "", {})
    return found


def _say_column(column: Profile, findings: Findings) -> bool:
    known = {text: count for text, count in column.counts.items() if text in units()}
    if not known:
        return False
    name = max(known, key=lambda text: known[text])
    share = sum(known.values()) / max(column.filled, 1)
    findings.say("unit", _unit(name), PRINTED if share > 0.99 else 0.6, f"column '{column.name}' prints {name} in {known[name]:,} of {column.filled:,} rows")
    return True


def _unit(name: str) -> dict[str, object]:
    currency, scale = units()[name]
    return {"currency": currency, "scale": scale, "printed_as": name}


def _ask(figures: list[Profile], findings: Findings, asked: bool) -> None:
    """Nothing is printed: the country's currency and the base unit, far from sure. More than two decimals can't be the base unit of money."""
    currency = _country(findings).get("currency")
    fine = sum(column.share(lambda text: bool(re.search(r"[.,]\d{4,}$", text))) > 0.1 for column in figures)
    scale, why = (10000, "four decimals and more can't be a base unit") if fine and currency == "CNY" else (1, "no unit is printed")
    shown = f"; {findings.value('country')} pays in {currency}" if currency else "; no word names a country"
    question = (
        f"in which unit are the figures? The file does not say; {currency or 'a currency'} × {scale:,} is only assumed, compare one figure with a known total"
    )
    findings.say("unit", {"currency": currency or "XXX", "scale": scale}, 0.45 if currency and not fine else 0.2, why + shown, question if asked else None)
