"""The rule book: what is checked, on whose authority, and how often the rule was right."""

from __future__ import annotations

from pipelines.pages.context import Context, Model


def rules(context: Context) -> Model:
    """All rules in force, with precision in the field and against planted faults."""
    rows = context.release.ask("rules")
    told = [{**row, "rule_id": context.texts.word(row["rule_id"])} for row in rows if row["precision"] is not None]
    return {"rows": rows, "precision": context.chart("precision", told, "precision")}
