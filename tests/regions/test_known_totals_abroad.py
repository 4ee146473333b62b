"""What is known of the real exports of Brazil, Britain, Japan, South Africa, Taiwan and of Chinese universities must come out of their landed rows.

The exports are not part of the repository: put them beside it (../shared/data) or name their folder in CALIBER_REAL_EXPORTS.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal as D
from typing import Any

import duckdb
import pytest
from real_exports import ABSENT, REAL

from pipelines.intake import land_all, take_in
from pipelines.settings import Home

SETS = ["br_siconfi_states", "br_tce_siconfi_inconsistencies", "uk_nhs_ae_4h_target", "jp_municipal_cofog", "tw_central_budget",
    "za_municipal_money", "za_eqprs_performance", "cn_university_budgets"]  # fmt: skip
pytestmark = [pytest.mark.real, ABSENT]

# Months of one full emergency department by the share of patients seen within four hours: they crowd just above the standard of 95 %.
BINS = """
with months as (
    select organisation_code, period_end, level_1, max(actual_value) filter (indicator_code = 'attendances') as seen,
        max(actual_value) filter (indicator_code = 'breaches') as late
    from indicators where contract = 'gb-nhs.ae_attendances' group by all
)
select count(*), count(*) filter (level_1 = '1' and within >= 0.945 and within < 0.95), count(*) filter (level_1 = '1' and within >= 0.95 and within < 0.955),
    count(*) filter (level_1 = '1' and within >= 0.955 and within < 0.96)
from (select *, 1 - late / seen as within from months)
"""
# Every line of the two Brazilian reports is there because they differ.
PAIRS = """
select contract, count(*), count(*) filter (finbra.amount_reported = tce.amount_reported)
from (from amounts where contract like 'br-finbra.%') as finbra
join (select replace(contract, 'br-tce', 'br-finbra') as contract, sheet, row_number, file_sha256, amount_reported from amounts
    where contract like 'br-tce.%' and scope = 'own_level') as tce using (contract, sheet, row_number, file_sha256)
group by contract order by contract
"""
QUARTERS = """
select line_place, period_end::varchar, target_text, actual_text from indicators
where contract = 'za-dpme.performance' and export_id like '%:performance__tests__static__correct_data@%' and indicator_name like '9.1.2%' order by line_place
"""
SCORES = """
select count(*), count(distinct region_printed), count(*) filter (score_claimed = 1), count(*) filter (score_claimed = 0)
from indicators where contract = 'br-siconfi.state_ranking' and score_claimed is not null
"""
QUARTER_SUMS = "select count(*) from amounts where contract = 'za-vulekamali.in_year_spending' and column_parent is not null"
TRUTHS: list[tuple[str, str, list[tuple[Any, ...]]]] = [
    ("britain, bins around the standard", BINS, [(12765, 74, 98, 59)]),
    ("brazil, scores", SCORES, [(19521, 27, 17216, 1445)]),
    ("brazil, two reports", PAIRS, [("br-finbra.balance", 2261, 0), ("br-finbra.revenue", 769, 0), ("br-finbra.spending", 976, 0)]),
    ("south africa, quarters and the year", QUARTERS, [
        (1, "2021-06-30", "0", "0"), (2, "2021-09-30", "1", "2"), (3, "2021-12-31", "2", "2"), (4, "2022-03-31", "5", "8"), (5, "2022-03-31", "8", "8")]),
    ("south africa, months of quarters", QUARTER_SUMS, [(36,)]),
    ("south africa, projects",
        "select stage, sum(amount_reported) from amounts where contract = 'za-vulekamali.infrastructure' group by 1 order by 1",
        [("adjusted", D(5346763000)), ("audited", D(12174488000)), ("proposed", D(20216204000))]),
    ("japan, general accounts",
        "select contract, fiscal_year, sum(amount_reported) from amounts where contract like 'jp-%' group by all order by 1",
        [("jp-abiko.budget", 2021, D(46380000000)), ("jp-tsukuba.budget", 2021, D(89713000000))]),
    ("taiwan, proposed and adopted",
        "select fiscal_year, stage, sum(amount_reported) from amounts where contract = 'tw-dgbas.budget' group by all order by all",
        [(2012, "adopted", D(1673522993000)), (2013, "adopted", D(1730833547000)), (2013, "proposed", D(1944608461000)),
            (2017, "adopted", D(1663645032000))]),
    ("universities, one budget in two lists",
        "select fiscal_year, sum(amount_reported) filter (contract like '%budgets'), sum(amount_reported) filter (contract like '%short') from amounts "
        "where contract like 'cn-eol.university_budgets%' and stage = 'adopted' and measure = 'amount' and row_role = 'leaf' and fiscal_year in (2017, 2018) "
        "group by 1 order by 1",
        [(2017, D("3568.03"), D("3568.03")), (2018, D("3805.43"), D("3794.45"))]),
    ("files without a place in the book", "select file_path, parked_reason from exports where status = 'parked'", []),
    ("filled cells unaccounted for", "select count(*) from exports where n_cells <> n_cells_landed + n_cells_ignored + n_cells_parked", [(0,)]),
]  # fmt: skip


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """The landed rows of the real exports, with the contract of each."""
    home, inbox = Home(tmp_path_factory.mktemp("home")), tmp_path_factory.mktemp("inbox")
    for name in SETS:
        for file in (file for file in (REAL / name).rglob("*") if file.is_file()):
            copy = inbox / file.relative_to(REAL)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(file.read_bytes())
    land_all(home, take_in(home, inbox))
    with duckdb.connect() as db:
        db.execute(f"create view exports as from '{home.landed}/exports/*.parquet'")
        for name in ("amounts", "indicators"):
            keys = "(select landed_key, contract_id as contract, file_sha256 from exports)"
            db.execute(f"create view {name} as from '{home.landed}/{name}/*.parquet' join {keys} using (landed_key)")
        yield db


@pytest.mark.parametrize(("sql", "expected"), [truth[1:] for truth in TRUTHS], ids=[truth[0] for truth in TRUTHS])
def test_known_truth(book: duckdb.DuckDBPyConnection, sql: str, expected: list[tuple[Any, ...]]) -> None:
    assert book.execute(sql).fetchall() == expected
