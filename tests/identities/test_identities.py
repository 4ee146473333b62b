"""Identities of published budgets, and statements that are known to be wrong, through the whole line in one book: those that must hold hold, those
that must be caught are caught, and nothing else is said. `identities.csv` has one of them in each row; `inbox/` the figures, typed from the sources
that the contracts name, and copies with one figure altered. A further identity is a row, and figures for it; no code.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from forked_command import forked_command

HERE = Path(__file__).parent
with (HERE / "identities.csv").open(encoding="utf-8", newline="") as file:
    IDENTITIES = list(csv.DictReader(file))


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    home = tmp_path_factory.mktemp("identities")
    code, out, err = forked_command(("run", "--inbox", str(HERE / "inbox"), "--home", str(home)), HERE.parents[1], os.environ)
    assert code == 0, out[-3000:] + err[-3000:]
    with duckdb.connect(str(home / "published" / "warehouse.duckdb"), read_only=True) as db:
        yield db


def _near(value: Decimal | None, text: str) -> bool:
    return text == "" or (value is not None and abs(Decimal(value) - Decimal(text)) < Decimal("0.000001"))


@pytest.mark.parametrize("identity", IDENTITIES, ids=lambda identity: identity["identity"])
def test_what_must_hold_holds_and_what_must_be_caught_is_caught(book: duckdb.DuckDBPyConnection, identity: dict[str, str]) -> None:
    rows = book.execute(
        "select status, observed, expected from quality.fct_rule_results where rule_id = ? and regexp_matches(subject, ?) and status = ?",
        [identity["rule_id"], identity["subject"], identity["status"]],
    ).fetchall()
    assert len(rows) == int(identity["n"]), f"{identity['statement']} ({identity['source']}): {rows}"
    assert all(_near(observed, identity["observed"]) and _near(expected, identity["expected"]) for _, observed, expected in rows), rows


def test_nothing_else_is_found(book: duckdb.DuckDBPyConnection) -> None:
    """That a contract leaves a word open contradicts no figure."""
    expected = sum(int(identity["n"]) for identity in IDENTITIES if identity["status"] == "fail")
    assert book.execute("select count(*) from quality.fct_findings where rule_id <> 'undeclared_caliber'").fetchall() == [(expected,)]


def test_first_and_final_figures_stand_apart_and_accuse_nobody(book: duckdb.DuckDBPyConnection) -> None:
    """Xuancheng 2022 in 亿元: 27.6 and 27.7, 42.1 and 42.6, 56.1 and 53.0, 0.8 and 0.7. Two stages of one figure are no contradiction."""
    stages = book.execute(
        "select caliber.account, line.kind, list(line.amount / 1e8 order by caliber.stage desc) from marts.fct_budget_lines as line "
        "join marts.dim_calibers as caliber using (caliber_id) where line.contract_id in ('cn-xuancheng.flash_2022', 'cn-xuancheng.final_2022') "
        "group by all order by all"
    ).fetchall()
    assert stages == [
        ("general", "revenue", [27.6, 27.7]), ("government_fund", "expenditure", [56.1, 53.0]), ("government_fund", "revenue", [42.1, 42.6]),
        ("soe_capital", "expenditure", [0.8, 0.7]),
    ]  # fmt: skip
    compared = "rule_id in ('same_figure_two_reports', 'caliber_difference') and status <> 'not_applicable'"
    assert book.execute(f"select count(*) from quality.fct_rule_results where {compared}").fetchall() == [(0,)]


def test_a_growth_says_over_which_figure_it_was_counted(book: duckdb.DuckDBPyConnection) -> None:
    """Two documents print two growths for one figure: one over the final, the other over the first figure of the year before."""
    bases = book.execute(
        "select growth.contract_id, other.contract_id from quality.fct_rule_results as result join marts.dim_exports as growth using (export_id) "
        "join marts.dim_exports as other on result.other_export_id = other.export_id "
        "where result.rule_id = 'growth_against_prior_publication' and result.status = 'pass' order by all"
    ).fetchall()
    assert bases == [("cn-xuancheng.budget_2023_report", "cn-xuancheng.final_2022"), ("cn-xuancheng.budget_2023_speech", "cn-xuancheng.flash_2022")]
