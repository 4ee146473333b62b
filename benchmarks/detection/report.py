"""The results as a page: what was run, what was wanted, what came out, and where it fell short."""

from __future__ import annotations

import math
import os
import platform
from collections import Counter
from collections.abc import Iterable
from datetime import date
from importlib.metadata import version

import pandas as pd

from benchmarks.detection.goals import Goal, Pool, goals, mean_recall, row_cases
from benchmarks.detection.scorer.metrics import average_precision, precision_at, recall_table, wilson
from benchmarks.detection.scorer.special import reporter_table
from benchmarks.detection.seed_result import OWN
from benchmarks.detection.settings import DEV_SEEDS

NAMES = {
    1: "inflated actual", 2: "reporter inflates", 3: "made up to meet the target", 4: "target moved afterwards", 5: "easy target", 6: "copied from last year",
    7: "copied from another unit", 8: "unit slip", 9: "caliber switch", 10: "cumulative and monthly", 11: "part and whole", 12: "two reports differ",
    13: "transfer mirror", 14: "score, weight, grade, band", 15: "satisfaction of few", 16: "full output, money unspent", 17: "money gone, output missing",
    18: "year-end rush", 19: "months too smooth", 20: "one-sided revisions", 21: "denominator shrunk", 22: "heaped figures", 23: "pasted text",
    24: "text against table",
}  # fmt: skip
OF_ANY_SIZE, SIZES = (1, 3, 9), (0.05, 0.1, 0.2, 0.5)
SIZE_WORDS = ["to 5 %", "5 to 10 %", "10 to 20 %", "20 to 50 %", "above 50 %"]
HEAD = """# How often the findings are right

Written by `make bench-detection`{seeds_said} on {today}. Made-up countries with planted faults and honest hard cases: what was planted is known, so
recall, false alarms and accusations of honest reporters can be counted. {n_seeds} seeds ({seeds}), profile {profile}: {rows:,} judged rows without a
fault, {faults:,} planted faults, {hard:,} honest hard rows; {seconds:.0f} seconds a seed for the line.

- A fault is found when a finding is about its row, or about one of the rows in which it shows. A clean row is one of a judged year (the third on)
  that no fault touches; honest hard rows are clean rows.
- "At 5 per 1000" sets one border of strength for all findings, at which 5 of 1000 clean rows are flagged. Intervals are Wilson's, 95 %.
- Generator and rules share no code and have different authors. Tuning uses other seeds (dev: {dev_seeds}); test seeds judge.
- A fault that shows in several rows takes the strongest of them, which helps every method, also drawing lots.
- Faults of whole reporters (types 2, 20, 22) are counted among reporters, not among rows.
- It is a synthetic world: the numbers compare rules and methods. They do not say how many real findings are right.

Versions: caliber {caliber}, Python {python}, duckdb {duckdb}, numpy {numpy}, pandas {pandas}, pyod {pyod}; {cores} cores.
"""


def page(pool: Pool, methods: list[str], seeds: list[int], about: dict[str, object]) -> str:
    """The whole page in Markdown."""
    wanted = goals(pool, [name for name in methods if name != OWN])
    parts = [
        HEAD.format(**_facts(pool, seeds), **about),
        "## Goals\n\n" + _table(["goal", "wanted", "measured", "interval", ""], (_goal(goal) for goal in wanted)),
        "## Methods on the same rows\n\n" + _methods(pool, methods),
        "## Types of fault\n\n" + _types(pool),
        "## How large a fault has to be\n\n" + _sizes(pool),
        "## Honest hard cases\n\nAccused: a finding of class E0 or E1 with severity error or fatal.\n\n" + _families(pool),
        "## Reporters\n\nAgainst reporters without any fault in the last year.\n\n" + _reporters(pool),
        "## Slips of the unit\n\n" + _slips(pool),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _facts(pool: Pool, seeds: list[int]) -> dict[str, object]:
    return {
        "dev_seeds": f"{min(DEV_SEEDS)} to {max(DEV_SEEDS)}",
        "today": date.today().isoformat(), "n_seeds": len(seeds), "seeds": f"{min(seeds)} to {max(seeds)}", "rows": len(pool.clean), "faults": len(pool.cases),
        "hard": len(pool.accusations), "caliber": version("caliber"), "python": platform.python_version(), "duckdb": version("duckdb"),
        "numpy": version("numpy"), "pandas": version("pandas"), "pyod": version("pyod"), "cores": os.cpu_count(),
    }  # fmt: skip


def _goal(goal: Goal) -> list[str]:
    sign = "≤" if goal.at_most else "≥"
    return [goal.words, f"{sign} {goal.wanted:g}", _number(goal.measured), _interval(goal.low, goal.high), goal.verdict]


def _methods(pool: Pool, methods: list[str]) -> str:
    head = ["method", "recall at 1", "at 5", "at 10", "PR-AUC", "precision@50", "@100", "@500"]
    rows = []
    for name in methods:
        recalls = [mean_recall(pool, name, rate) for rate in (1, 5, 10)]
        area = average_precision(row_cases(pool)[name], pool.clean[name])
        rows.append([name, *map(_number, (*recalls, area, *(_precision(pool, name, k) for k in (50, 100, 500))))])
    note = "Recall is the mean over types at so many false alarms per 1000; precision@k is the mean over seeds of the k strongest.\n\n"
    return note + _table(head, rows)


def _precision(pool: Pool, method: str, k: int) -> float:
    """Mean over seeds; seeds in which nothing is flagged don't count."""
    cases = row_cases(pool)
    each = [precision_at(part[method], pool.clean[pool.clean.seed == seed][method], k) for seed, part in cases.groupby("seed")]
    known = [value for value in each if not math.isnan(value)]
    return sum(known) / len(known) if known else math.nan


def _types(pool: Pool) -> str:
    cases = row_cases(pool).rename(columns={OWN: "found"})
    clean = pool.clean[OWN]
    areas = {kind: average_precision(part.found, clean) for kind, part in cases.groupby("type")}
    rows = []
    for row in recall_table(cases, clean, ["type", "variant", "strength"]).itertuples():
        interval = _interval(row.low, row.high)
        words = f"{row.type} {NAMES[row.type]}"
        recalls = map(_number, (row.recall_at_1, row.recall_at_5, row.recall_at_10))
        rows.append([words, row.variant, str(row.strength), str(row.n), *recalls, interval, _number(areas[row.type])])
    return _table(["type", "variant", "strength", "n", "recall at 1", "at 5", "at 10", "interval at 5", "PR-AUC of the type"], rows)


def _sizes(pool: Pool) -> str:
    """Recall by how far the fault moved the figure, for the types that move one as far as they like."""
    cases = row_cases(pool).rename(columns={OWN: "found"})
    cases = cases[cases.type.isin(OF_ANY_SIZE) & cases["size"].notna()]
    cases = cases.assign(moved=pd.cut(cases["size"].abs(), [0, *SIZES, math.inf], labels=SIZE_WORDS, include_lowest=True))
    table = recall_table(cases, pool.clean[OWN], ["type", "variant", "moved"])
    rows = [
        [f"{row.type} {NAMES[row.type]}", row.variant, str(row.moved), str(row.n), _number(row.recall_at_5), _interval(row.low, row.high)]
        for row in table.itertuples()
    ]
    note = "An honest figure lies some percent off what history, programme and money let expect; what moves it by less can't be seen in it.\n\n"
    return note + _table(["type", "variant", "moved the figure by", "n", "recall at 5", "interval"], rows)


def _families(pool: Pool) -> str:
    rows = []
    for family, part in pool.accusations.groupby("family"):
        accused = part.rules.dropna()
        names = Counter(name for rules in accused for name in str(rules).split())
        shown = ", ".join(f"{rule} {n}" for rule, n in names.most_common())
        interval = _interval(*wilson(len(accused), len(part)))
        rows.append([str(family), str(len(part)), str(len(accused)), _number(len(accused) / len(part)), interval, shown])
    return _table(["family", "rows", "accused", "share", "interval", "by"], rows)


def _reporters(pool: Pool) -> str:
    table = reporter_table(pool.reporters)
    rows = [
        [f"{row.type} {NAMES[row.type]}", row.variant, f"{row.strength:g}", str(row.n), _number(row.auc), _number(row.recall_at_5_percent)]
        for row in table.itertuples()
    ]
    shown = _table(["type", "variant", "strength", "n", "AUC", "recall at 5 % of clean reporters"], rows)
    return f"{int(pool.reporters.is_clean.sum())} clean reporters.\n\n{shown}"


def _slips(pool: Pool) -> str:
    rows = [
        [str(strength), str(len(part)), _number(float(part.has_proposal.mean())), _number(float(part.is_right.mean()))]
        for strength, part in pool.slips.groupby("strength")
    ]
    return _table(["strength", "n", "with a proposed value", "right value (within 5 %)"], rows)


def rules_section(records: pd.DataFrame) -> str:
    """The record of each rule, as it stands in the seed file."""
    columns = ["rule_id", "rule_version", "n_subjects", "n_positives", "recall", "false_alarms_per_1000", "precision"]
    rows = [[_plain(value) for value in row] for row in records[columns].itertuples(index=False)]
    note = "Recall on the faults a rule is there for (none: not planted here); precision counts any fault in a flagged row.\n\n"
    return "## Rules\n\n" + note + _table(columns, rows) + "\n"


def _plain(value: object) -> str:
    return "" if isinstance(value, float) and math.isnan(value) else str(value)


def _number(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.3f}"


def _interval(low: float, high: float) -> str:
    return "" if math.isnan(low) else f"{low:.3f}–{high:.3f}"


def _table(head: list[str], rows: Iterable[list[str]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])
