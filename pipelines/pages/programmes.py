"""Programmes: money against results, and targets with the chance that they are met."""

from __future__ import annotations

from pipelines.pages.asking import Row
from pipelines.pages.context import Context, Model

SHOWN = 10
LABELLED = 12


def programmes(context: Context) -> Model:
    """All programmes, and the largest of them in the quadrant of money and results."""
    rows = context.release.ask("programmes")
    return {"rows": rows, "quadrant": context.chart("quadrant", _points(context, rows), "quadrant")}


def _points(context: Context, rows: list[Row]) -> list[Row]:
    known = [row for row in rows if row["execution_ratio"] is not None and row["score_supported"] is not None]
    return [
        {
            "execution_ratio": row["execution_ratio"], "score_supported": row["score_supported"], "money": float(row["money"] or 0),
            "recommendation": context.texts.word(row["recommendation"]), "label": str(row["programme_name"] or "") if place < LABELLED else "",
        }
        for place, row in enumerate(known)
    ]  # fmt: skip


def programme(context: Context) -> Model:
    """One programme: money, scores, recommendation, targets, findings."""
    release, wanted = context.release, context.id
    targets = release.ask("programme_targets", id=wanted)
    assessed = [row for row in targets if row["p_meet"] is not None]
    return {
        "programme": release.one("programme", id=wanted), "budgets": release.ask("programme_budget", id=wanted), "targets": targets,
        "chances": context.chart("targets", assessed, "p_meet"), "findings": release.ask("findings", programme=wanted, limit=SHOWN, offset=0),
        "n_findings": release.one("findings_count", programme=wanted)["n"], "years": release.further("programme_years", wanted),
    }  # fmt: skip
