"""The numbers that are not a ranking of rows: accusations of honest rows, factors of unit slips, calibration of P(meet), reporters."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from benchmarks.detection.scorer.cases import Scored
from benchmarks.detection.scorer.metrics import auc, threshold
from benchmarks.detection.scorer.release import CLASS_ORDER, Release

ACCUSING = ("E0", "E1")
# Names under which a release may publish how likely a target is met, and how credible a reporter is.
CHANCE, CREDIBILITY = ("p_meet", "probability_met", "chance_of_meeting"), ("credibility", "credibility_score", "score")


def accusations(scored: Scored, findings: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Honest hard rows with a finding that may carry the word exaggeration: E0 or E1, an error or worse."""
    severe = findings[findings.evidence_class.isin(ACCUSING) & findings.severity.isin(["error", "fatal"])]
    hit = links[links.finding_id.isin(set(severe.finding_id))]
    rules = hit.merge(severe[["finding_id", "rule_id"]], on="finding_id").groupby("subject").rule_id.agg(lambda ids: " ".join(sorted(set(ids))))
    return scored.hard.assign(rules=scored.hard.subject.map(rules))[["family", "subject", "rules"]]


def slip_factors(scored: Scored, findings: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Unit slips: was a value proposed, and is it the right one (within 5 %)?"""
    proposed = links.merge(findings[findings.suggested.notna()][["finding_id", "suggested"]], on="finding_id")
    values = proposed.groupby("subject").suggested.agg(list)
    slips = scored.cases[scored.cases.type == 8].copy()
    slips["proposed"] = [[float(v) for subject in group for v in values.get(subject, [])] for group in slips.subjects]
    right = slips.right_value.astype(float)
    slips["is_right"] = [any(abs(v / r - 1) <= 0.05 for v in many) for many, r in zip(slips.proposed, right, strict=True)]
    slips["has_proposal"] = slips.proposed.map(bool)
    return slips[["strength", "has_proposal", "is_right"]]


def chances(release: Release, rows: pd.DataFrame, clean: set[str]) -> pd.DataFrame:
    """P(meet) of clean rows and whether the target was met."""
    table = release.table("quality", "fct_target_difficulty")
    name = next((column for column in CHANCE if table is not None and column in table), None)
    if table is None or name is None or "indicator_report_id" not in table:
        return pd.DataFrame(columns=["said", "met", "years"])
    table = table.merge(rows[rows.is_indicator & rows.subject.isin(clean)][["id"]], left_on="indicator_report_id", right_on="id")
    facts = release.frame(
        "select indicator_report_id, target_operator, target_value::double as target, actual_value::double as actual from marts.fct_indicators"
    )
    table = table.drop(columns=[c for c in ("target_operator", "target", "actual") if c in table]).merge(facts, on="indicator_report_id")
    lower = table.target_operator.isin(["<=", "<"])
    met = np.where(lower, table.actual <= table.target, table.actual >= table.target)
    years = table["n_years"] if "n_years" in table else pd.Series(math.nan, index=table.index)
    said = pd.DataFrame({"said": table[name].astype(float), "met": met.astype(float), "years": years})
    return said[said.said.notna() & table.target.notna() & table.actual.notna()]


def reporters(release: Release, truth: pd.DataFrame, rows: pd.DataFrame, findings: pd.DataFrame, strength: pd.Series) -> pd.DataFrame:
    """One row a unit in the last year: what kind of reporter it is, and how suspicious the release finds it."""
    last = int(truth.fiscal_year.max())
    units = rows[(rows.fiscal_year == last) & rows.is_indicator][["organisation_id", "organisation"]].drop_duplicates()
    faults = truth[(truth.is_hard_negative == 0) & (truth.fiscal_year == last)]
    whole = faults[faults.scope == "unit"].drop_duplicates("organisation").set_index("organisation")
    units["type"] = units.organisation.map(whole.type).fillna(0).astype(int)
    units["variant"] = units.organisation.map(whole.variant)
    units["strength"] = units.organisation.map(whole.strength)
    units["is_clean"] = ~units.organisation.isin(set(faults.organisation))
    return units.assign(found=_suspicion(release, units, rows, findings, strength, last))


def _suspicion(release: Release, units: pd.DataFrame, rows: pd.DataFrame, findings: pd.DataFrame, strength: pd.Series, last: int) -> pd.Series:
    """1 - credibility where it is published; else patterns of the reporter plus the mean strength of its rows."""
    table = release.table("quality", "fct_credibility")
    name = next((column for column in CREDIBILITY if table is not None and column in table), None)
    if table is not None and name and "organisation_id" in table:
        own = table[table.fiscal_year == last] if "fiscal_year" in table else table
        return 1 - units.organisation_id.map(own.groupby("organisation_id")[name].min().astype(float)).fillna(1.0)
    recent = rows[(rows.fiscal_year == last) & rows.is_indicator].assign(found=lambda frame: frame.subject.map(strength).fillna(0.0))
    mean = recent.groupby("organisation_id").found.mean()
    patterns = findings[(findings.evidence_class == "E3") & findings.organisation_id.notna()]
    known = patterns.strength.astype(float).fillna(CLASS_ORDER["E3"]).groupby(patterns.organisation_id).max()
    return units.organisation_id.map(mean).fillna(0.0) + units.organisation_id.map(known).fillna(0.0)


def reporter_table(units: pd.DataFrame) -> pd.DataFrame:
    """AUC and recall at 5 % of clean reporters, per kind of reporter's fault."""
    clean = units[units.is_clean].found
    at, found = threshold(clean, 50), []
    for key, group in units[units.type > 0].fillna({"variant": ""}).groupby(["type", "variant", "strength"]):
        found.append([*key, len(group), auc(group.found, clean), float((group.found >= at).mean())])
    return pd.DataFrame(found, columns=["type", "variant", "strength", "n", "auc", "recall_at_5_percent"])
