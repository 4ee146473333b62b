"""The whole line over real exports: own books beside the ministry's figures, asked through the command as a user asks."""

from __future__ import annotations

from decimal import Decimal

import pytest
from real_exports import ABSENT

pytestmark = [pytest.mark.real, pytest.mark.slow, ABSENT]
BUDGET = "select sum(amount) as total from marts.comparable('expenditure', 'adopted') where region_code = '{region}' and fiscal_year = {year}"
DIFFERENCES = (
    "select region_code, fiscal_year, round(difference_money, 2) as difference from quality.fct_findings "
    "where rule_id = 'caliber_difference' and subject like '%adopted%' and subject not like '% total' order by all"
)


# General expenditure of provinces with a city that settles with the centre, 100 million yuan: China Statistical Yearbook 2016 and 2017.
YEARBOOK = {
    2015: {"CN-210000": "4481.61", "CN-330000": "6645.98", "CN-350000": "4001.58", "CN-370000": "8250.01", "CN-440000": "12827.80"},
    2016: {"CN-210000": "4577.47", "CN-330000": "6974.26", "CN-350000": "4275.40", "CN-370000": "8755.21", "CN-440000": "13446.09"},
}


def ask(caliber, home, query):
    return caliber("sql", "--home", str(home), "--json", query).json


def test_published_budgets_are_the_known_totals(caliber, real_book):
    for region, year, total in (("ES-15", 2016, "4005305026"), ("ES-15", 2018, "4164135407")):
        assert ask(caliber, real_book, BUDGET.format(region=region, year=year)) == [{"total": total}]


def test_the_printed_grand_total_equals_its_leaves_and_is_not_among_them(caliber, real_book):
    query = (
        "select row_role, sum(amount) as total from marts.fct_budget_lines where contract_id = 'es-castillalamancha.execution_spending' "
        "and row_role in ('leaf', 'grand_total') group by all order by 1"
    )
    assert ask(caliber, real_book, query) == [{"row_role": "grand_total", "total": "7915038776.41"}, {"row_role": "leaf", "total": "7915038776.41"}]


def test_consolidation_shows_as_a_caliber_difference_and_not_as_an_error(caliber, real_book):
    found = {(row["region_code"], row["fiscal_year"], Decimal(row["difference"])) for row in ask(caliber, real_book, DIFFERENCES)}
    known = {
        ("ES-08", 2016, "744145560"), ("ES-08", 2016, "111506320"), ("ES-04", 2016, "1322774390"), ("ES-04", 2016, "27778322"),
        ("ES-02", 2014, "442350000"), ("ES-02", 2014, "220000"),
    }  # fmt: skip
    assert {(region, year, Decimal(difference)) for region, year, difference in known} <= found
    severities = ask(caliber, real_book, "select distinct severity from quality.fct_findings where rule_id = 'caliber_difference'")
    assert severities == [{"severity": "info"}]


def test_navarra_and_the_ministry_agree_in_every_chapter(caliber, real_book):
    query = (
        "select count(*) as chapters, count(*) filter (status = 'pass') as equal from quality.fct_rule_results "
        "where rule_id = 'same_figure_two_reports' and region_code = 'ES-15' and subject like '% adopted %' and subject not like '% total'"
    )
    assert ask(caliber, real_book, query) == [{"chapters": 18, "equal": 18}]


def test_totals_from_outside_are_equal_explained_or_named(caliber, real_book):
    """Region by year and stage: the book beside the ministry; what netting explains, and the rest that nothing explains."""
    query = (
        "select region_code as region, fiscal_year as year, stage, difference, unexplained_difference as rest, differing_dimensions as dimension, status "
        "from quality.fct_discrepancies where other_source_role = 'yardstick' and kind = 'expenditure'"
    )
    found = {
        (row["region"], row["year"], row["stage"]): (row["difference"], row["rest"], row["dimension"], row["status"]) for row in ask(caliber, real_book, query)
    }
    known = {
        ("ES-15", 2016, "adopted"): ("0", "0", None, "equal"), ("ES-15", 2018, "adopted"): ("0", "0", None, "equal"),
        ("ES-15", 2016, "final"): ("0.01", "0.01", None, "equal"), ("ES-15", 2018, "final"): ("38.46", "38.46", None, "equal"),
        ("ES-08", 2016, "adopted"): ("855651880", "0", "netting", "explained"), ("ES-04", 2016, "adopted"): ("1350552712", "0", "netting", "explained"),
        ("ES-02", 2013, "adopted"): ("441207623.46", "-0.01", "netting", "explained"), ("ES-02", 2014, "adopted"): ("442570000", "0", "netting", "explained"),
        # Current goods and services differ by this much, and no caliber says why.
        ("ES-08", 2016, "final"): ("774438242.24", "806942.77", "netting", "unexplained"),
    }  # fmt: skip
    assert {key: found.get(key) for key in known} == known
    assert found["ES-04", 2016, "final"][2:] == ("recognition", "not_comparable")


def test_a_published_amount_leads_back_to_its_printed_cell(caliber, real_book):
    key = ask(caliber, real_book, "select budget_line_id as id from marts.fct_budget_lines where amount_printed = '168929,91' and column_number = 8")[0]["id"]
    told = caliber("explain", "--home", str(real_book), key, "--json").json
    assert told["cell"]["texts"] == ["168929,91"]
    assert told["row"]["amount"] == "168929.91"


def test_a_province_and_its_separately_planned_city_make_the_figure_of_the_yearbook(caliber, real_book):
    query = "select fiscal_year, '{region}' as region, amount, regions from marts.series(null, '{region}', whole_territory := true) where account = 'general'"
    union = " union all ".join(query.format(region=region) for region in YEARBOOK[2015])
    found = {(row["fiscal_year"], row["region"]): row for row in ask(caliber, real_book, union)}
    for year, provinces in YEARBOOK.items():
        for region, printed in provinces.items():
            assert abs(Decimal(found[year, region]["amount"]) / 10**8 - Decimal(printed)) <= Decimal("0.01"), (year, region)
            assert len(found[year, region]["regions"].split(", ")) == 2
