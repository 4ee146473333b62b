"""Programmes: money against results, and targets with the chance that they are met."""

from __future__ import annotations

from pipelines.pages.asking import Row
from pipelines.pages.context import Context, Model

SHOWN = 10
# Labels of neighbours would cover each other: only the largest programme of a cell of this size is named.
CELL = (0.08, 3)


def programmes(context: Context) -> Model:
    """All programmes, and the largest of them in the quadrant of money and results."""
    rows = context.release.ask("programmes")
    return {
        "rows": rows, "n": context.release.one("programmes_count")["n"], "quadrant": context.chart("quadrant", _points(context, rows), "quadrant"),
        "sides": context.release.ask("programme_sides"), "orphans": context.release.ask("programme_orphans"),
    }  # fmt: skip


def _points(context: Context, rows: list[Row]) -> list[Row]:
    named: set[tuple[int, int]] = set()
    points = []
    for row in rows:
        if row["execution_ratio"] is None or row["score_supported"] is None:
            continue
        cell = (int(row["execution_ratio"] / CELL[0]), int(row["score_supported"] / CELL[1]))
        points.append({
            "execution_ratio": row["execution_ratio"], "score_supported": row["score_supported"], "money": float(row["money"] or 0),
            "recommendation": context.texts.word(row["recommendation"]), "label": "" if cell in named else str(row["programme_name"] or ""),
        })  # fmt: skip
        named.add(cell)
    return points


def programme(context: Context) -> Model:
    """One programme: money, scores, recommendation, targets, findings."""
    release, wanted = context.release, context.id
    targets = release.ask("programme_targets", id=wanted)
    assessed = [row for row in targets if row["p_meet"] is not None]
    return {
        "programme": release.one("programme", id=wanted), "budgets": release.ask("programme_budget", id=wanted), "targets": targets,
        "n_targets": targets[0]["n_targets"] if targets else 0,
        "chances": context.chart("targets", assessed, "p_meet"), "findings": release.ask("findings", programme=wanted, limit=SHOWN, offset=0),
        "n_findings": release.one("findings_count", programme=wanted)["n"], "years": release.ask("programme_years", id=wanted),
        "pace": release.ask("programme_pace", id=wanted),
    }  # fmt: skip
