"""Stage and recognition of every figure: header words first, a column of stages, then title and file name, then the order of the columns."""

from __future__ import annotations

from typing import Any

from pipelines.drafting.context import Texts, title_stage
from pipelines.drafting.figures import Figure
from pipelines.drafting.findings import ASK, Findings
from pipelines.drafting.tables import Profile
from pipelines.drafting.uses import Use, Uses
from pipelines.drafting.words import matches, plain, words


def say_stages(uses: Uses, texts: Texts, kind: str, findings: Findings) -> None:
    """Fill in what the headers left open; every figure ends with a stage, be it `unknown`."""
    _from_column(uses, "stage")
    _from_values(uses, "kind", "kind_values")
    _from_values(uses, "account", "account_values")
    _kinds_of_figures(uses, kind)
    _periods(uses, texts, findings)
    _against_title(uses, texts)
    for figure in uses.figures:
        if figure.said.get("recognition") == "unknown" and figure.said.get("measure", "amount") == "amount":
            figure.question = figure.question or f"is '{figure.column.name}' counted when the obligation arises (accrued) or when it is paid (cash_paid)?"
    open_figures = [figure for figure in uses.figures if "stage" not in figure.said and not figure.said.get("measure")]
    if "stage" in uses.fields or not open_figures:
        return
    titled = title_stage(texts)
    for figure in open_figures:
        if titled:
            figure.said |= titled[0]
            figure.evidence += f"; stage: {titled[1]}"
            figure.confidence = min(figure.confidence, titled[2])
            figure.question = "are these executed amounts of the final accounts?" if titled[2] < ASK else figure.question
        else:
            figure.said |= {"stage": "unknown", "recognition": "unknown"}
            figure.question = f"at which stage is '{figure.column.name}': adopted, adjusted, final …?"
            figure.confidence = min(figure.confidence, 0.4)
    if titled and titled[0]["recognition"] == "unknown":
        findings.say("caliber.recognition", "unknown", 0.0, "the file does not say at which step it counts", "obligations (accrued) or payments (cash_paid)?")


def _against_title(uses: Uses, texts: Texts) -> None:
    """One figure called budget in a file of final accounts: `budget` may be the account and not the stage."""
    staged = [figure for figure in uses.figures if "stage" in figure.said]
    titled = title_stage(texts)
    if titled and len(staged) == 1 and staged[0].said["stage"] == "adopted" and titled[0]["stage"] in ("final", "flash"):
        staged[0].confidence = 0.5
        staged[0].question = f"budget or execution? The header says {staged[0].column.name}, but {titled[1]}"


def _from_column(uses: Uses, name: str) -> None:
    """A column of stages: every printed word translated, or the column kept where one is not known."""
    use = uses.fields.get(name)
    if use is None:
        return
    said = {text: entry for text in use.column.counts if (entry := stage_of(text))}
    missing = [text for text in use.column.counts if text not in said]
    if missing or use.column.distinct > 30:
        uses.kept.append(uses.fields.pop(name).column)
        if said:
            uses.questions.append(f"column '{use.column.name}' seems to hold stages; what do {', '.join(missing[:5])} mean?")
        return
    use.rule["values"] = {text: entry["stage"] for text, entry in said.items()}
    recognised = {text: entry["recognition"] for text, entry in said.items()}
    uses.fields["recognition"] = Use(use.column, use.confidence, "the same column says it", {"values": recognised})


def stage_of(text: str) -> dict[str, Any] | None:
    """What the words for figures say of a printed stage."""
    for entry in words()["figures"]:
        if "stage" in entry and matches(entry["words"], plain(text)):
            return dict(entry)
    return None


def _from_values(uses: Uses, name: str, listed: str) -> None:
    """A column of revenue/expenditure or of accounts, translated word by word."""
    use = uses.fields.get(name)
    if use is None or "values" in use.rule:
        return
    known = words()[listed]
    values = {text: known[plain(text)] for text in use.column.counts if plain(text) in known}
    missing = [text for text in use.column.counts if text not in values]
    if values and not missing:
        use.rule["values"] = values
        use.evidence += f"; it prints {', '.join(list(values)[:4])}"
        return
    uses.kept.append(uses.fields.pop(name).column)
    uses.questions.append(f"column '{use.column.name}' may say the {name}; what does {', '.join(missing[:5])} mean?")


def _kinds_of_figures(uses: Uses, kind: str) -> None:
    """Revenue and expenditure in one table: the header of the column says which."""
    kinds = {figure.column.place: _kind_word(figure.column) for figure in uses.figures}
    if {"revenue", "expenditure"} <= set(kinds.values()):
        for figure in uses.figures:
            if (said := kinds[figure.column.place]) and said != kind:
                figure.said["kind"] = said


def _kind_word(column: Profile) -> str | None:
    short = {"rev": "revenue", "exp": "expenditure"}
    found = next((kind for kind in ("revenue", "expenditure") if matches(words()["kinds"][kind], column.key)), None)
    return found or next((short[word] for word in column.key.split() if word in short), None)


def _periods(uses: Uses, texts: Texts, findings: Findings) -> None:
    """In a table by months executed figures are flash figures: the books are not closed yet."""
    _quarters(uses, findings)
    monthly = {"month", "period"} & set(uses.fields) or (uses.wide and uses.wide[0] == "month") or any("month" in figure.said for figure in uses.figures)
    if stock := next((found for _, text in texts.spoken() if (found := matches(words()["stocks"], text))), None):
        findings.say("caliber.period_basis", "stock", 0.8, f"'{stock}' stands at a moment")
        return
    if not monthly:
        findings.say("caliber.period_basis", "year", 0.85, "no column and no header names a month")
        return
    for figure in uses.figures:
        if figure.said.get("period_basis") == "month" and "month" in figure.said:
            figure.said |= {"stage": "flash", "recognition": "cash_paid"}
        executed = figure.said.get("recognition") in ("cash_paid", "accrued", "committed", "pay_ordered")
        if executed and figure.said.get("stage") == "final":
            figure.said["stage"] = "flash"
            figure.evidence += "; by month, so before the books close"
        if figure.said.get("recognition") in ("authorised", "allotted"):
            figure.said.setdefault("period_basis", "year")


def _quarters(uses: Uses, findings: Findings) -> None:
    """The month a quarter ends with, counted from the start of the fiscal year."""
    quarterly = [figure for figure in uses.figures if "quarter" in figure.said]
    start = (findings.value("fiscal_year") or {"start_month": 1})["start_month"]
    for figure in quarterly:
        if figure.said.get("stage") == "final":
            figure.said["stage"] = "flash"
        figure.said["month"] = (start - 2 + 3 * figure.said.pop("quarter")) % 12 + 1
    if quarterly:
        findings.say("caliber.period_basis", "quarter", 0.8, f"'{quarterly[0].column.name}' is a quarter")


def say_order(figures: list[Figure], kind: str, bridge: tuple[int, int, int] | None) -> None:
    """Figures without a header: initial + change = definitive where the sums prove it, and the customary order of the phases for the rest."""
    places = [figure.column.place for figure in figures]
    order = [*bridge] if bridge else places[:1] if len(places) == 2 else places[:2] if len(places) == 3 else []
    said: dict[int, dict[str, Any]] = dict(zip(order, ORDERED if bridge else (ORDERED[0], ORDERED[2]), strict=False))
    rest = [figure for figure in figures if figure.column.place not in said]
    phases = words()["orders"].get(kind, {}).get(len(rest), [])
    for figure in figures:
        place = figure.column.place
        if place in said:
            figure.said |= said[place]
            figure.confidence = 0.8 if bridge else 0.5
            figure.evidence += f"; column {order[0]} + {order[1]} = {order[2]} in every row" if bridge else "; first figures of a line are mostly budgets"
            figure.question = None if bridge else figure.question
        elif order:
            step = phases[rest.index(figure)] if phases else "unknown"
            figure.said |= {"stage": "final", "recognition": step}
            figure.confidence, figure.evidence = 0.5, figure.evidence + "; what follows the budget is its execution, in the customary order"


ORDERED = (
    {"stage": "adopted", "recognition": "authorised"},
    {"measure": "change", "stage": "current_authorised", "recognition": "authorised"},
    {"stage": "current_authorised", "recognition": "authorised"},
)
