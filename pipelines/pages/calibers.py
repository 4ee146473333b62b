"""Calibers: which series may stand beside the chosen one, which may not and why; units; money that found no item."""

from __future__ import annotations

from collections import Counter, defaultdict

from pipelines.pages.asking import NotFound, Row
from pipelines.pages.context import Context, Model

# From the best answer to the worst; a caliber is as comparable as its worst dimension.
OUTCOMES = ("same", "exact", "estimate", "derivable", "unknown", "no_rule", "impossible")


def calibers(context: Context) -> Model:
    """Every caliber held against one of them: the one asked for, else the one most lines have."""
    release = context.release
    held = release.ask("calibers", target=context.given("id"))
    target = _target(context, held)
    steps: dict[str, list[Row]] = defaultdict(list)
    for step in release.ask("caliber_steps", target=target["caliber_id"]) if target else []:
        steps[step["caliber_id"]].append(step)
    others = [_judged(row, steps[row["caliber_id"]]) for row in held if row is not target]
    refusing = Counter((step["dimension"], step["outcome"]) for row in others for step in row["refusing"])
    chart = [{"dimension": context.texts.word(name), "outcome": context.texts.word(outcome), "n": n} for (name, outcome), n in refusing.items()]
    return {
        "target": target, "others": sorted(others, key=lambda row: (row["comparable"], -row["n_lines"])), "held": held,
        "n_refused": sum(not row["comparable"] for row in others), "why": context.chart("calibers", chart, "why_refused"),
        "units": release.ask("units"), "unmapped": release.ask("unmapped"), "mis_scales": release.ask("mis_scales"),
    }  # fmt: skip


def _target(context: Context, held: list[Row]) -> Row | None:
    wanted = context.given("id")
    if wanted is None:
        return held[0] if held else None
    found = next((row for row in held if row["caliber_id"] == wanted), None)
    if found is None:
        raise NotFound(wanted)
    return found


def _judged(row: Row, steps: list[Row]) -> Row:
    refusing = [step for step in steps if step["outcome"] not in ("same", "exact") or not step["stands_alone"]]
    worst = max((step["outcome"] for step in steps), key=OUTCOMES.index, default="same")
    return {**row, "steps": steps, "refusing": refusing, "comparable": not refusing, "outcome": worst}
