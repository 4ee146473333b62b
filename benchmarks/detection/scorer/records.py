"""How each rule did: recall on the faults it is there for, false alarms per 1000 clean rows, precision of its findings."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from benchmarks.detection.scorer.cases import Scored
from benchmarks.detection.scorer.remit import is_in_remit

BENCHMARK_VERSION = "1"
COLUMNS = [
    "rule_id", "rule_version", "benchmark_version", "measured_on", "seeds", "n_subjects", "n_positives", "recall", "false_alarms_per_1000", "precision",
]  # fmt: skip


def rule_counts(scored: Scored, findings: pd.DataFrame, links: pd.DataFrame, judged: pd.DataFrame) -> pd.DataFrame:
    """Counts of one seed, to be added up over seeds. `judged` has the rules that ran, with version and number of subjects."""
    shown = links.merge(findings[["finding_id", "rule_id"]], on="finding_id").groupby("rule_id").subject.agg(set)
    clean = set(scored.clean.subject)
    faulty = set().union(*scored.cases.subjects) if len(scored.cases) else set()
    found = []
    for rule in judged.itertuples():
        flagged = shown.get(rule.rule_id, set())
        own = [is_in_remit(rule.rule_id, kind, str(variant)) for kind, variant in zip(scored.cases.type, scored.cases.variant, strict=True)]
        groups = scored.cases.subjects[own]
        hits = sum(bool(group & flagged) for group in groups)
        counts = {"n_positives": len(groups), "hits": hits, "alarms": len(flagged & clean), "clean": len(clean), "true": len(flagged & faulty)}
        found.append({"rule_id": rule.rule_id, "rule_version": rule.rule_version, "n_subjects": int(rule.n_subjects), **counts})
    return pd.DataFrame(found)


def rule_records(counts: pd.DataFrame, seeds: list[int]) -> pd.DataFrame:
    """One row a rule over all seeds, as it goes into the seed file."""
    total = counts.groupby(["rule_id", "rule_version"], sort=True).sum().reset_index()
    total["recall"] = (total.hits / total.n_positives.where(total.n_positives > 0)).round(4)
    total["false_alarms_per_1000"] = (1000 * total.alarms / total.clean).round(3)
    flagged = total.true + total.alarms
    total["precision"] = (total.true / flagged.where(flagged > 0)).round(4)
    shown = f"{min(seeds)}-{max(seeds)}"
    return total.assign(benchmark_version=BENCHMARK_VERSION, measured_on=date.today().isoformat(), seeds=shown)[COLUMNS]


def write_records(records: pd.DataFrame, file: Path) -> None:
    records.to_csv(file, index=False, lineterminator="\n")
