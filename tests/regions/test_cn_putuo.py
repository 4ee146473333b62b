"""The department final accounts of Putuo district, Shanghai, 2024: what their tables and their text are known to say.

The reports are not part of the repository: put them beside it (../shared/data) or name their folder in CALIBER_REAL_EXPORTS.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from decimal import Decimal as D
from pathlib import Path

import duckdb
import pytest

from pipelines.contracts.load import load_contract
from pipelines.intake import land_all, take_in
from pipelines.landing.dry_run import dry_run
from pipelines.settings import BUILT_IN_CONTRACTS, PROJECT, Home

REAL = Path(os.environ.get("CALIBER_REAL_EXPORTS", PROJECT.parent / "shared" / "data")) / "cn_putuo_final_accounts_pdf"
ABSENT = pytest.mark.skipif(not REAL.is_dir(), reason=f"no reports in {REAL}; set CALIBER_REAL_EXPORTS")
pytestmark = [pytest.mark.real, pytest.mark.slow, ABSENT]
DOCTORED, GENUINE, OTHER = (
    "24年普陀区财政局（测试问题版本）.pdf",
    "上海市普陀区财政局2024年度部门决算.pdf",
    "中共上海市普陀区委社会工作部 2024 年度部门决算.pdf",
)
TABLES = ["basic_goods", "basic_staff", "expenditure_by_function", "fiscal_expenditure", "fiscal_revenue", "general_expenditure", "overview_expenditure"]
TABLES += ["overview_revenue", "revenue_by_function"]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    place = tmp_path_factory.mktemp("putuo")
    shutil.copytree(REAL, place / "inbox")
    home = Home(place / "home")
    land_all(home, take_in(home, place / "inbox"))
    with duckdb.connect() as db:
        for table in ("exports", "amounts", "controls"):
            db.execute(f"create view {table}_ as select * from read_parquet('{home.landed}/{table}/*.parquet')")
        for table in ("amounts", "controls"):
            shown = "x.* , e.file_name, split_part(e.contract_id, '.', 2) as contract"
            db.execute(f"create view {table} as select {shown} from {table}_ as x join exports_ as e using (landed_key)")
        db.execute("create view exports as select *, split_part(contract_id, '.', 2) as contract from exports_")
        yield db


def test_every_table_of_every_report_lands_and_the_blank_form_is_no_export(book: duckdb.DuckDBPyConnection) -> None:
    landed = book.execute("select file_name, list(contract order by contract) from exports where status = 'landed' group by all").fetchall()
    assert dict(landed) == {GENUINE: TABLES, OTHER: TABLES, DOCTORED: [name for name in TABLES if name != "expenditure_by_function"]}
    assert book.execute("select file_name, status, n_amounts from exports where status <> 'landed'").fetchall() == [
        ("附件2：部门决算模板.pdf", "reference", None)
    ]
    assert book.execute("select count(*) from exports where n_cells <> n_cells_landed + n_cells_ignored + n_cells_parked").fetchone() == (0,)


def test_the_blank_form_lands_nothing_under_the_contract_of_a_report() -> None:
    editions = load_contract(BUILT_IN_CONTRACTS / "cn-putuo.overview_expenditure.yml")[:1]
    (result,) = dry_run(editions, REAL, REAL / "附件2：部门决算模板.pdf")
    assert (result["status"], result["reason"]) == ("parked", "no_rows")


def test_every_figure_is_in_units_of_ten_thousand_as_each_table_prints(book: duckdb.DuckDBPyConnection) -> None:
    assert book.execute("select distinct unit_scale, currency from amounts").fetchall() == [(D(10000), "CNY")]


@pytest.mark.parametrize(
    ("file", "contract", "total", "expected"),
    [
        (DOCTORED, "overview_expenditure", "^总计$", "2995.39"),
        (GENUINE, "overview_expenditure", "^总计$", "2995.39"),
        (GENUINE, "overview_revenue", "^本年收入合计$", "2946.25"),
        (DOCTORED, "fiscal_revenue", "^总计$", "2961.68"),
        (OTHER, "overview_expenditure", "^总计$", "307.82"),
    ],
)
def test_totals_of_the_tables(book: duckdb.DuckDBPyConnection, file: str, contract: str, total: str, expected: str) -> None:
    query = "select amount_reported from amounts where file_name = ? and contract = ? and regexp_matches(item_name, ?)"
    assert book.execute(query, [file, contract, total]).fetchall() == [(D(expected),)]


@pytest.mark.parametrize("contract", ["general_expenditure", "expenditure_by_function", "revenue_by_function", "overview_expenditure", "fiscal_expenditure"])
def test_leaves_add_up_to_the_printed_total_within_the_rounding_of_their_lines(book: duckdb.DuckDBPyConnection, contract: str) -> None:
    """Column by column: the printed total of the year beside the sum of the lines without parts."""
    query = """
        select abs(sum(amount_reported) filter (row_role = 'leaf')
            - sum(amount_reported) filter (row_role = 'grand_total' or item_name like '本年%合计')) as difference, count(*) filter (row_role = 'leaf') as lines
        from amounts where contract = ? and file_name = ? and item_name is distinct from '总计' group by column_number having lines > 0
    """
    differences = book.execute(query, [contract, GENUINE]).fetchall()
    assert differences
    assert all(difference <= D("0.005") * (lines + 1) for difference, lines in differences)


CONTRADICTED = """
select contract, control_name, observed, expected from controls
where file_name = ? and source = 'narrative' and bridge is null and abs(observed - expected) > tolerance order by all
"""
TAILS = ("fiscal_expenditure", "一般公共预算财政拨款支出（类）: 社会保障和就业支出", D("326.71"), D("326.72"))


def test_what_the_genuine_report_contradicts_itself_in(book: duckdb.DuckDBPyConnection) -> None:
    """Its text copies 326.72 from one table where the other prints 326.71, and gives its whole treasury money as 0.3."""
    assert book.execute(CONTRADICTED, [GENUINE]).fetchall() == [
        TAILS,
        ("fiscal_expenditure", "财政拨款支出总计", D("2961.68"), D("0.3")),
        ("fiscal_expenditure", "财政拨款支出总计与本年支出合计", D("2940.05"), D("0.3")),
        ("fiscal_revenue", "财政拨款收入总计", D("2961.68"), D("0.3")),
    ]


def test_what_the_doctored_report_contradicts_itself_in(book: duckdb.DuckDBPyConnection) -> None:
    assert book.execute(CONTRADICTED, [DOCTORED]).fetchall() == [
        TAILS,
        ("overview_expenditure", "支出总计", D("2995.39"), D("0")),
        ("overview_revenue", "收入总计", D("2995.39"), D("0")),
    ]


def test_the_doctored_total_of_the_text_against_the_table_is_found_with_what_stands_between(book: duckdb.DuckDBPyConnection) -> None:
    """2,961.68 with the balance carried over, 2,940.05 without: counted differently, and the balance is the whole difference."""
    query = "select expected, observed, bridge, sheet, table_sheet from controls where file_name = ? and bridge is not null"
    assert book.execute(query, [DOCTORED]).fetchall() == [(D("2961.68"), D("2940.05"), D("21.63"), "page 18 text", "page 10-11 table 1")]


def test_a_report_without_contradictions_has_none(book: duckdb.DuckDBPyConnection) -> None:
    assert book.execute(CONTRADICTED, [OTHER]).fetchall() == []
    judged = book.execute("select count(*) from controls where file_name = ? and observed is not null and expected is not null", [OTHER]).fetchone()
    assert judged is not None
    assert judged[0] >= 18
