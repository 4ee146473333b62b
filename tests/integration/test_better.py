"""Which way is better, declared in a column, by the name of the indicator and for a whole table: what rules then say of a low figure that is good."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

CONTRACT = """\
id: zz-{kind}.reports
publisher: {{name: made up}}
kind: indicators
region: "ZZ"
unit: {{currency: CNY, scale: 1}}
format: {{numbers: "1,234.56"}}
editions:
  - years: [2024]
    files: "{kind}-2024.csv"
    layout:
      columns:
        {{organisation_code: unit, programme_code: programme, indicator_name: indicator, target: target, actual: actual, weight: weight, score: score,
         explanation: why, budget: budget, executed: spent{more}}}
      {says}
"""
KINDS = {
    "column": (", better: way", ""),
    "names": (', better: {column: indicator, values: {Queue: lower, Share of green: neither, "*": higher}}', ""),
    "table": ("", "says: {better: lower}"),
    "silent": ("", ""),
}
HEADER = "unit,programme,indicator,target,actual,weight,score,why,budget,spent,way\n"
# A queue that is short, one that is too long, visits, and what is nobody's aim; a reason stands once, so that the form has a place for reasons.
ROWS = {
    "Queue": ("20", "12", "10", "10", "", "↓"),
    "Queue at the gate": ("20", "31", "10", "10", "", "越低越好"),
    "Visits": ("20", "12", "10", "6", "", "higher is better"),
    "Share of green": ("20", "12", "10", "10", "", "neither"),
    "Meetings": ("20", "12", "10", "6", "a fire", "mayor"),
}


@pytest.fixture(scope="module")
def book(caliber: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("better")
    (folder / "inbox" / "contracts").mkdir(parents=True)
    for kind, (more, says) in KINDS.items():
        text = CONTRACT.format(kind=kind, more=more, says=says)
        text += "ignore: [way]\n" if kind != "column" else ""
        (folder / "inbox" / "contracts" / f"{kind}.yml").write_text(text, encoding="utf-8")
        lines = [f"{kind},{kind}-mixed,{name},{','.join(cells[:5])},1000,200,{cells[5]}\n" for name, cells in ROWS.items()]
        lines += [f"{kind},{kind}-queues,Queue {n},20,{n + 10},10,10,,1000,100,↓\n" for n in range(3)]
        (folder / "inbox" / f"{kind}-2024.csv").write_text(HEADER + "".join(lines), encoding="utf-8")
    answer = caliber("run", "--inbox", str(folder / "inbox"), "--home", str(folder / "home"))
    assert answer.code == 0, answer.err[-3000:]
    return folder


def asked(caliber: Any, book: Path, query: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = caliber("sql", "--home", str(book / "home"), "--json", query).json
    return rows


def told(caliber: Any, book: Path, kind: str, rule: str) -> dict[str, str]:
    """Indicator -> what became of the rule, for the first programme."""
    query = f"""
        select indicator_name, status from quality.fct_rule_results as results
        inner join marts.fct_indicators as reports on results.about_id = reports.indicator_report_id
        where results.rule_id = '{rule}' and reports.contract_id = 'zz-{kind}.reports' and indicator_name not like 'Queue _'
    """
    return {row["indicator_name"]: row["status"] for row in asked(caliber, book, query)}


@pytest.mark.parametrize(
    ("kind", "ways"),
    [
        ("column", ["lower", "lower", "higher", "neither", "higher"]),
        ("names", ["lower", "higher", "higher", "neither", "higher"]),
        ("table", ["lower", "lower", "lower", "lower", "lower"]),
        ("silent", ["higher", "higher", "higher", "higher", "higher"]),
    ],
)
def test_the_way_is_what_the_contract_says(caliber: Any, book: Path, kind: str, ways: list[str]) -> None:
    query = f"select indicator_name, direction from marts.fct_indicators where contract_id = 'zz-{kind}.reports' and indicator_name not like 'Queue _'"
    assert {row["indicator_name"]: row["direction"] for row in asked(caliber, book, query)} == dict(zip(ROWS, ways, strict=True))


def test_a_ceiling_that_is_kept_needs_no_reason(caliber: Any, book: Path) -> None:
    declared = told(caliber, book, "column", "missing_explanation")
    assert declared.pop("Share of green", "not_applicable") == "not_applicable"
    assert declared == {"Queue": "pass", "Queue at the gate": "fail", "Visits": "fail", "Meetings": "pass"}
    assert told(caliber, book, "silent", "missing_explanation")["Queue"] == "fail"
    assert told(caliber, book, "table", "missing_explanation")["Visits"] == "pass"


def test_what_is_best_low_is_never_overshot(caliber: Any, book: Path) -> None:
    assert told(caliber, book, "column", "overshoot").get("Queue at the gate", "not_applicable") == "not_applicable"
    assert told(caliber, book, "silent", "overshoot")["Queue at the gate"] == "fail"


def test_a_bare_number_is_scored_where_the_contract_says_which_way(caliber: Any, book: Path) -> None:
    query = "select contract_id, indicator_name, score_recomputed from marts.fct_indicators where indicator_name in ('Queue', 'Queue at the gate', 'Visits')"
    scores = {(row["contract_id"].split("-")[1].split(".")[0], row["indicator_name"]): row["score_recomputed"] for row in asked(caliber, book, query)}
    assert {name: float(scores["column", name]) for name in ("Queue", "Queue at the gate", "Visits")} == {"Queue": 10, "Queue at the gate": 4.5, "Visits": 6}
    assert all(scores["silent", name] is None for name in ("Queue", "Queue at the gate", "Visits"))


def test_all_ceilings_kept_with_the_money_unspent_are_found(caliber: Any, book: Path) -> None:
    query = "select contract_id from quality.fct_findings inner join marts.dim_exports using (export_id) where rule_id = 'full_output_unspent'"
    assert {row["contract_id"] for row in asked(caliber, book, query)} == {"zz-column.reports", "zz-table.reports"}


def test_what_is_best_low_is_no_output_of_money(caliber: Any, book: Path) -> None:
    query = "select programme_code, n_targets, n_met, n_outputs from quality.fct_programme_years inner join marts.dim_programmes using (programme_id)"
    counted = {row["programme_code"]: (row["n_targets"], row["n_met"], row["n_outputs"]) for row in asked(caliber, book, query)}
    assert counted["column-queues"] == (3, 3, 0)
    assert counted["silent-queues"] == (3, 0, 3)
    assert counted["column-mixed"] == (4, 1, 2)
