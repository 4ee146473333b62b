"""The scorer on tables small enough to count by hand."""

import ast
import math
from pathlib import Path

import pandas as pd
import pytest

from benchmarks.detection.scorer.cases import score_cases
from benchmarks.detection.scorer.metrics import auc, average_precision, calibration_error, precision_at, recall, recall_table, threshold, wilson
from benchmarks.detection.scorer.records import rule_counts, rule_records
from benchmarks.detection.scorer.special import accusations, slip_factors

PROJECT = Path(__file__).resolve().parents[3]


def truth_row(case_id: str, kind: int, scope: str, row: int | None, **more: object) -> dict[str, object]:
    place = {"file": "evaluation-2024.csv" if row else None, "row_number": row}
    who = {"organisation": "U1", "programme": "P1", "fiscal_year": 2024, "table": "evaluation", "indicator": "places"}
    rest = {"variant": "", "strength": 2, "counterpart": None, "is_hard_negative": 0, "family": None, "right_value": "10", "wrong_value": "100"}
    return {"case_id": case_id, "type": kind, "scope": scope, **place, **who, **rest, **more}


def judged_row(row: int, organisation: str, programme: str, **more: object) -> dict[str, object]:
    own = {"subject": f"evaluation-2024.csv:{row}", "file": "evaluation-2024.csv", "row_number": row, "id": f"id{row}", "name": "places"}
    return {**own, "organisation": organisation, "programme": programme, "fiscal_year": 2024, "row_role": "leaf", "is_indicator": True, **more}


ROWS = pd.DataFrame(
    [
        judged_row(2, "U1", "P1"),
        judged_row(3, "U1", "P1"),
        judged_row(4, "U2", "P2"),
        judged_row(5, "U2", "P2"),
        judged_row(6, "U3", "P3"),
        judged_row(7, "U4", "P4"),
        judged_row(8, "U4", "P4", fiscal_year=2020),
    ]
)
TRUTH = pd.DataFrame(
    [
        truth_row("F1", 8, "row", 2),
        truth_row("F2", 16, "programme", 4, organisation="U2", programme="P2"),
        truth_row("F3", 2, "unit", None, organisation="U3", programme=""),
        truth_row("H1", 0, "row", 7, organisation="U4", programme="P4", is_hard_negative=1, family="merger"),
    ]
)


def test_the_border_lets_through_as_many_false_alarms_as_allowed_and_no_row_without_strength() -> None:
    clean = [0.9, 0.8, 0.5] + [0.0] * 997
    assert recall([0.95, 0.85, 0.6, 0.1, 0.0], threshold(clean, 1)) == (2, 5)
    assert recall([0.95, 0.85, 0.6, 0.1, 0.0], threshold(clean, 2)) == (3, 5)
    assert recall([0.95, 0.85, 0.6, 0.1, 0.0], threshold(clean, 100)) == (4, 5)


def test_rows_of_equal_strength_pass_the_border_together_or_not_at_all() -> None:
    clean = [0.7] * 6 + [0.0] * 994
    assert recall([0.7, 0.8], threshold(clean, 5)) == (1, 2)
    assert recall([0.7, 0.8], threshold(clean, 6)) == (2, 2)


def test_areas_and_precision() -> None:
    assert average_precision([0.9, 0.8], [0.1, 0.0]) == 1.0
    assert average_precision([0.9, 0.3], [0.5, 0.0]) == pytest.approx(0.5 * 1 + 0.5 * 2 / 3)
    assert average_precision([0.5], [0.5, 0.5, 0.5]) == 0.25
    assert precision_at([0.9, 0.3], [0.5, 0.0], 2) == 0.5
    assert precision_at([0.9, 0.9], [0.9, 0.9], 2) == 0.5
    assert precision_at([0.9], [0.0], 100) == 1.0
    assert auc([3, 1], [2, 1]) == 0.625
    assert math.isnan(auc([], [1]))


def test_intervals_and_calibration() -> None:
    low, high = wilson(8, 10)
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)
    assert calibration_error([0.95, 0.95, 0.15, 0.15], [1, 1, 0, 1]) == pytest.approx(0.5 * 0.05 + 0.5 * 0.35)


def test_cases_take_the_best_strength_of_the_rows_that_show_them() -> None:
    strength = pd.Series({"evaluation-2024.csv:2": 0.9, "evaluation-2024.csv:5": 0.4, "evaluation-2024.csv:7": 0.2})
    scored = score_cases(TRUTH, ROWS, strength, first_year=2022)
    assert dict(zip(scored.cases.case_id, scored.cases.found, strict=True)) == {"F1": 0.9, "F2": 0.4, "F3": 0.0}
    # Row 3 stands beside a fault, row 8 is of a year nobody judges; the honest hard row is clean.
    assert scored.clean.subject.tolist() == ["evaluation-2024.csv:7"]
    assert scored.hard.family.tolist() == ["merger"]


def test_recall_is_given_per_type_with_its_interval() -> None:
    cases = pd.DataFrame({"type": [1, 1, 2], "found": [0.9, 0.0, 0.9]})
    table = recall_table(cases, [0.5] + [0.0] * 999, ["type"]).set_index("type")
    assert table.recall_at_1.to_dict() == {1: 0.5, 2: 1.0}
    assert table.low[1] < 0.5 < table.high[1]


def test_only_errors_of_contradiction_or_corroboration_accuse() -> None:
    scored = score_cases(TRUTH, ROWS, pd.Series(dtype=float), first_year=2022)
    findings = pd.DataFrame(
        {
            "finding_id": ["a", "b", "c"],
            "evidence_class": ["E1", "E2", "E0"],
            "severity": ["error", "error", "warning"],
            "rule_id": ["unit_cost", "unlike_peers", "grade_band"],
        }
    )
    links = pd.DataFrame({"finding_id": ["a", "b", "c"], "subject": ["evaluation-2024.csv:7"] * 3})
    assert accusations(scored, findings, links).rules.tolist() == ["unit_cost"]
    assert accusations(scored, findings[1:], links).rules.isna().all()


def test_a_slip_is_repaired_only_by_the_right_value() -> None:
    scored = score_cases(TRUTH, ROWS, pd.Series(dtype=float), first_year=2022)
    links = pd.DataFrame({"finding_id": ["a"], "subject": ["evaluation-2024.csv:2"]})
    for value, is_right in ((10.2, True), (1.0, False)):
        findings = pd.DataFrame({"finding_id": ["a"], "suggested": [value]})
        assert slip_factors(scored, findings, links).is_right.tolist() == [is_right]


def test_records_of_rules_count_hits_alarms_and_precision_over_seeds() -> None:
    strength = pd.Series({"evaluation-2024.csv:2": 0.9})
    scored = score_cases(TRUTH, ROWS, strength, first_year=2022)
    findings = pd.DataFrame({"finding_id": ["a", "b"], "rule_id": ["unit_slip", "unit_slip"]})
    links = pd.DataFrame({"finding_id": ["a", "b"], "subject": ["evaluation-2024.csv:2", "evaluation-2024.csv:7"]})
    judged = pd.DataFrame({"rule_id": ["unit_slip"], "rule_version": ["1"], "n_subjects": [6]})
    counts = rule_counts(scored, findings, links, judged)
    record = rule_records(pd.concat([counts, counts]), [1000, 1001]).iloc[0]
    assert (record.n_subjects, record.n_positives, record.recall, record.precision) == (12, 2, 1.0, 0.5)
    assert record.false_alarms_per_1000 == 1000.0
    assert record.seeds == "1000-1001"


def test_benchmark_and_rules_share_no_code() -> None:
    for folder, foreign in (("benchmarks/detection", "pipelines"), ("pipelines", "benchmarks")):
        for file in (PROJECT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names] if isinstance(node, ast.Import) else []
                assert not [name for name in names if name.split(".")[0] == foreign], file
