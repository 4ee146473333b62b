"""Calibers in the released file: no silent mixture, no number out of an impossible conversion, months with their proof, and choices that say why."""

from __future__ import annotations

import csv
import random
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.calibers.algebra import DIMENSIONS, standard_algebra
from pipelines.calibers.rules import CONVERSIONS, words

WORDS = {
    **words(),
    "unit": ("CNY e4 p2", "CNY e8 p1", "EUR e0 p2", "unknown"),
    "classification": ("cn_functional 2019-01-01", "cn_functional 2024-03-29", "cofog", "cn_economic_gov", "cn_economic_dept", "unknown"),
}
LINE = {
    "budget_line_id": "b", "line_id": "l", "export_id": "e", "contract_id": "zz-a.book", "source_role": "primary", "kind": "expenditure",
    "region_code": "ZZ-1", "fiscal_year": 2024, "period_end": "2024-12-31", "period_months": 12, "caliber_id": "c", "stage": "final",
    "recognition": "cash_paid", "scope": "own_level", "account": "general", "line": "current_expenditure", "basis": "cash", "period_basis": "year",
    "comparison": "natural", "netting": "gross", "source": "all_sources", "status": "reported", "item_id": "i", "row_role": "leaf",
    "unit_scale": 1, "currency": "CNY", "display_unit": 1, "amount": 100, "landed_key": "f", "column_number": 1, "is_current": True,
    "known_from": "2025-01-01",
}  # fmt: skip
Book = duckdb.DuckDBPyConnection


@pytest.fixture(scope="module")
def release(first: Any) -> Iterator[Book]:
    """The sample release as it is."""
    with duckdb.connect(str(first.home / "published" / "warehouse.duckdb"), read_only=True) as db:
        yield db


@pytest.fixture
def book(first: Any, tmp_path: Path) -> Iterator[Book]:
    """A copy of the sample release whose lines are to be written by the test."""
    copy = tmp_path / "book.duckdb"
    shutil.copy(first.home / "published" / "warehouse.duckdb", copy)
    with duckdb.connect(str(copy)) as db:
        for name in ("fct_budget_lines", "dim_calibers", "fct_stated_figures", "dim_regions"):
            db.execute(f"delete from marts.{name}")
        db.execute("insert into marts.dim_items (item_id, system, item_code, is_transfer, is_unmapped) values ('i', 'zz', '1', false, false)")
        yield db


def write(book: Book, table: str, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        book.execute(f"insert into marts.{table} ({', '.join(row)}) values ({', '.join('?' * len(row))})", list(row.values()))


def lines(book: Book, *changes: dict[str, Any]) -> None:
    write(book, "fct_budget_lines", [{**LINE, "budget_line_id": f"b{place}", "row_number": place, **change} for place, change in enumerate(changes)])


def months(book: Book, amounts: dict[int, int | None], **change: Any) -> None:
    """Cumulative figures of one line by month."""
    ends = {month: f"2024-{month:02d}-{(31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]}" for month in range(1, 13)}
    given = [{"period_basis": "cumulative", "period_months": month, "period_end": ends[month], "amount": amount} for month, amount in amounts.items()]
    lines(book, *({**row, **change} for row in given))


def monthly(book: Book) -> list[tuple[Any, ...]]:
    return book.execute("select period_months, month_amount, flag, is_proven from marts.fct_monthly order by line_id, period_end, contract_id").fetchall()


def test_a_month_is_the_step_of_two_cumulative_figures_and_adds_up_again(book: Book) -> None:
    months(book, {1: 100, 2: 250, 3: 250, 4: 400})
    assert monthly(book) == [(1, 100, "ok", True), (2, 150, "ok", True), (3, 0, "ok", True), (4, 150, "ok", True)]


@pytest.mark.parametrize(
    ("amounts", "change", "told"),
    [
        pytest.param({2: 30, 3: 50}, {}, [(2, None, "missing_january"), (3, 20, "ok")], id="January and February together"),
        pytest.param({1: 10, 3: 50, 4: 60}, {}, [(1, 10, "ok"), (3, None, "gap"), (4, 10, "ok")], id="a month is missing"),
        pytest.param({5: 70, 6: 90}, {}, [(5, None, "gap"), (6, 20, "ok")], id="the series begins late"),
        pytest.param({1: 100, 2: 210, 3: 90, 4: 170}, {}, [(1, 100, "ok"), (2, 110, "ok"), (3, None, "reset"), (4, 80, "ok")], id="the counter began anew"),
        pytest.param({1: 100, 2: 200, 3: 180}, {}, [(1, 100, "ok"), (2, 100, "ok"), (3, -20, "revision")], id="an earlier month was revised"),
        pytest.param({1: 100, 2: 90}, {"netting": "net_of_refunds"}, [(1, 100, "ok"), (2, -10, "negative_flow")], id="net flows may fall"),
        pytest.param({1: 0, 2: 0, 3: 40}, {}, [(1, 0, "ok"), (2, 0, "ok"), (3, 40, "ok")], id="zero is a figure"),
        pytest.param({1: 10, 2: None, 3: 40}, {}, [(1, 10, "ok"), (2, None, "no_amount"), (3, None, "gap")], id="nothing printed is no zero"),
        pytest.param({12: 500}, {"period_months": 13}, [(13, None, "thirteenth_period")], id="a period after the twelfth"),
    ],
)
def test_a_step_that_is_no_month_says_why(book: Book, amounts: dict[int, int | None], change: dict[str, Any], told: list[tuple[Any, ...]]) -> None:
    months(book, amounts, **change)
    assert [row[:3] for row in monthly(book)] == told
    assert all(proven for _, _, flag, proven in monthly(book) if flag not in ("no_amount", "thirteenth_period"))


def test_two_columns_for_december_and_a_new_edition_give_no_month(book: Book) -> None:
    months(book, {11: 90})
    months(book, {12: 100}, column_number=1)
    months(book, {12: 120}, column_number=2)
    months(book, {1: 5}, line_id="m")
    months(book, {2: 9}, line_id="m", item_id="another edition")
    assert [(month, flag) for month, amount, flag, _ in monthly(book) if amount is None] == [(11, "gap"), (12, "thirteenth_period"), (2, "edition_changed")]


def test_flash_and_final_and_two_contracts_are_never_subtracted_from_each_other(book: Book) -> None:
    months(book, {1: 100}, stage="flash")
    months(book, {2: 300}, stage="final")
    months(book, {2: 500}, stage="flash", contract_id="zz-b.book")
    assert [(amount, flag) for _, amount, flag, _ in monthly(book)] == [(100, "ok"), (None, "missing_january"), (None, "missing_january")]


def test_printed_months_and_derived_months_of_the_sample_agree(release: Book) -> None:
    count, equal, unproven = release.execute(
        "select count(*), count(*) filter (month_amount = printed_month), count(*) filter (not is_proven) from marts.fct_monthly "
        "where printed_month is not null and month_amount is not null"
    ).fetchall()[0]
    assert count == equal > 100 and unproven == 0


def test_added_months_stop_where_one_is_missing(book: Book) -> None:
    month = {"period_basis": "month", "period_months": 1}
    lines(book, {}, *({**month, "period_end": end, "amount": amount} for end, amount in (("2024-01-31", 10), ("2024-02-29", 5), ("2024-04-30", 7))))
    found = book.execute("select cumulative_amount, flag from marts.fct_cumulated order by period_end").fetchall()
    assert found == [(10, "ok"), (15, "ok"), (None, "missing_month")]


def test_quarters_add_up_like_months_and_the_two_are_never_mixed(book: Book) -> None:
    quarter, month = {"period_basis": "quarter", "period_months": 3}, {"period_basis": "month", "period_months": 1}
    given = [{**quarter, "period_end": end, "amount": amount} for end, amount in (("2024-03-31", 10), ("2024-06-30", 0), ("2024-12-31", 7))]
    lines(book, {}, *given, {**month, "period_end": "2024-01-31", "amount": 4})
    found = book.execute("select period_basis, cumulative_amount, flag, rule_id from marts.fct_cumulated order by period_end").fetchall()
    assert found == [("month", 4, "ok", "X03"), ("quarter", 10, "ok", "X57"), ("quarter", 10, "ok", "X57"), ("quarter", None, "missing_month", "X57")]


def test_months_of_chance_flows_are_those_flows_and_add_up_again(book: Book) -> None:
    chance = random.Random(3)
    flows = {f"l{place}": [chance.choice([0, chance.randint(0, 10**9)]) for _ in range(12)] for place in range(30)}
    for key, amounts in flows.items():
        months(book, {month: sum(amounts[:month]) for month in range(1, 13)}, line_id=key)
    derived = "line_id, period_months, cumulative_amount, month_amount, recumulated"
    found = book.execute(f"select {derived} from marts.fct_monthly where flag = 'ok' and is_proven").fetchall()
    assert len(found) == 12 * len(flows)
    for key, month, cumulative, amount, recumulated in found:
        assert (amount, cumulative) == (flows[key][month - 1], recumulated) == (flows[key][month - 1], sum(flows[key][:month]))
    book.execute("update marts.fct_budget_lines set period_basis = 'month', period_months = 1, amount = m.month_amount from marts.fct_monthly as m "
                 "where fct_budget_lines.line_id = m.line_id and fct_budget_lines.period_end = m.period_end")  # fmt: skip
    lines(book, {})
    again = book.execute("select line_id, month(period_end), cumulative_amount from marts.fct_cumulated where flag = 'ok'").fetchall()
    assert {(key, month, int(amount)) for key, month, amount in again} == {(key, month, int(cumulative)) for key, month, cumulative, *_ in found}


def chance_caliber(chance: random.Random, key: str) -> dict[str, str]:
    """Mostly known words, so that a good part of the pairs is not refused for an unknown one alone."""
    few = {dimension: chance.choice([*WORDS[dimension]] if chance.random() < 0.25 else [WORDS[dimension][0]]) for dimension in DIMENSIONS}
    return {"caliber_id": key, **few}


def test_no_impossible_conversion_becomes_a_number_over_ten_thousand_pairs_and_sql_agrees_with_the_algebra(book: Book) -> None:
    chance, algebra = random.Random(7), standard_algebra()
    calibers = [chance_caliber(chance, f"{place:03d}") for place in range(100)]
    write(book, "dim_calibers", calibers)
    lines(
        book,
        *(
            {"caliber_id": row["caliber_id"], "period_basis": row["period_basis"], "line": row["line"], "period_months": chance.choice([3, 12])}
            for row in calibers
        ),
    )
    held = dict(book.execute("select caliber_id, string_split(conditions, '|') from marts.lines_with_conditions").fetchall())
    with CONVERSIONS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["class"] == "impossible" and row["level"] == "caliber"]
    never = {(row["dimension"], a, b) for row in rows for a in row["from_words"].split("|") for b in row["to_words"].split("|")}
    judged = 0
    for target in calibers:
        given = {row[0] for row in book.execute("select caliber_id from marts.comparable_to(?)", [target["caliber_id"]]).fetchall()}
        refused = {row[0] for row in book.execute("select caliber_id from marts.refused(?)", [target["caliber_id"]]).fetchall()}
        assert given | refused == set(held) and not given & refused
        for source in calibers:
            heads = {(name, source[name].split(" ")[0], target[name].split(" ")[0]) for name in DIMENSIONS}
            judged += bool(heads & never)
            assert not (source["caliber_id"] in given and heads & never)
            assert (source["caliber_id"] in given) == algebra.compare(source, target, holding=held[source["caliber_id"]]).is_exact
    assert judged > 1000


def test_an_impossible_rule_asked_by_name_gives_an_error_and_a_missing_input_gives_null(book: Book) -> None:
    with pytest.raises(duckdb.Error, match="X10 stage: impossible"):
        book.execute("select marts.x10(56.1)").fetchall()
    assert book.execute("select marts.x02(30, 10), marts.x02(30, null), marts.x17(30, null)").fetchall() == [(20, None, None)]
    low, base, high = book.execute("select marts.x06(10086, 9.8, 0.05, 0.5)").fetchall()[0][0]
    assert low < base < high and round(base) == 9186


def test_rows_of_a_question_name_what_would_be_mixed(release: Book) -> None:
    told = release.execute(
        "select distinct caliber_mix from marts.comparable('expenditure', 'final') where region_code = 'ZZ-990100' and fiscal_year = 2024"
    ).fetchall()
    assert told == [("account: general, government_fund; scope: area_total, own_level",)]
    whole = "marts.comparable('expenditure', 'final', 'own_level', 'general') where region_code = 'ZZ-990100' and fiscal_year = 2024"
    assert release.execute(f"select distinct caliber_mix, caliber_unknown from {whole}").fetchall() == [(None, None)]
    assert release.execute(f"select marts.add_up(amount, caliber) from {whole}").fetchall() == [(Decimal("11583527400"),)]
    with pytest.raises(duckdb.Error, match="amounts of different calibers are not added up"):
        release.execute("select region_code, marts.add_up(amount, caliber) from marts.comparable('expenditure', 'final') group by all").fetchall()


def test_regions_counted_in_different_ways_are_told_apart(book: Book) -> None:
    known = {name: WORDS[name][0] for name in DIMENSIONS}
    write(book, "dim_calibers", [{"caliber_id": "c", **known}, {"caliber_id": "d", **known, "netting": "net_of_refunds"}])
    lines(book, {}, {"region_code": "ZZ-2", "caliber_id": "d", "netting": "net_of_refunds"})
    assert book.execute("select distinct caliber_mix, answer_mix from marts.comparable('expenditure', 'final')").fetchall() == [(None, "netting")]
    assert book.execute("select distinct answer_mix from marts.comparable('expenditure', 'final', wanted_netting := 'gross')").fetchall() == [(None,)]


def test_unknown_words_of_two_reporters_are_not_one_word(book: Book) -> None:
    write(book, "dim_calibers", [{"caliber_id": "c", **{name: WORDS[name][0] for name in DIMENSIONS}, "netting": "unknown"}])
    lines(book, {}, {"contract_id": "zz-b.book"})
    told = book.execute("select distinct caliber_mix, caliber_unknown from marts.comparable('expenditure', 'final')").fetchall()
    assert told == [("netting: unknown in zz-a.book, unknown in zz-b.book", "netting")]


def test_transfer_items_are_refused_where_other_items_pass(release: Book) -> None:
    target = release.execute("select any_value(caliber_id) from marts.fct_budget_lines where contract_id = 'zz-yunze.city_expenditure_gross'").fetchall()[0][0]
    passed = release.execute("select contract_id, comparison_path, count(*) from marts.comparable_to(?) group by all order by all", [target]).fetchall()
    assert ("zz-linhu.general_area", "X53", 46) in passed
    refused = release.execute("select forbidden_by, why from marts.refused(?) where contract_id = 'zz-linhu.general_area'", [target]).fetchall()
    assert len(refused) == 2 and all(dimension == "netting" for dimension, _ in refused)


def test_year_to_date_is_the_year_only_at_its_end(book: Book) -> None:
    known = {name: WORDS[name][0] for name in DIMENSIONS}
    write(book, "dim_calibers", [{"caliber_id": basis, **known, "period_basis": basis} for basis in ("year", "cumulative")])
    lines(book, *({"caliber_id": "cumulative", "period_basis": "cumulative", "period_months": months} for months in (9, 12)))
    assert book.execute("select period_months, comparison_path, amount_low, amount_high from marts.comparable_to('year')").fetchall() == [
        (12, "X45", Decimal("99.5"), Decimal("100.5"))
    ]
    assert book.execute("select period_months, forbidden_by, comparison_outcome from marts.refused('year')").fetchall() == [(9, "period_basis", "no_rule")]


def test_a_wrong_caliber_or_dimension_is_refused_by_name(release: Book) -> None:
    for question, told in (
        ("marts.comparable_to('zz')", "no caliber begins with"),
        ("marts.comparable_to('')", "several calibers"),
        ("marts.refused('6dbefd09', across := 'colour')", "no dimension"),
    ):
        with pytest.raises(duckdb.Error, match=told):
            release.execute(f"from {question}").fetchall()


def test_own_tier_and_lower_tiers_make_the_territory_only_where_all_are_there(book: Book) -> None:
    write(
        book,
        "dim_regions",
        [{"region_code": code, "parent_code": above, "is_unmapped": False} for code, above in (("ZZ-1", None), ("ZZ-11", "ZZ-1"), ("ZZ-12", "ZZ-1"))],
    )
    book.execute("insert into marts.dim_items (item_id, system, item_code, is_transfer, is_unmapped, level) values ('t', 'zz', '9', true, false, 1)")
    whole = {"scope": "area_total", "item_system": "zz"}
    lines(
        book,
        {"item_system": "zz"},
        {"item_system": "zz", "item_id": "t", "amount": 60},
        {**whole, "amount": 350},
        {**whole, "region_code": "ZZ-11", "amount": 200},
    )
    asked = "select own_level, derived_area_total, difference, left_out_own, outcome from marts.own_and_lower_tiers('expenditure', 'final')"
    assert book.execute(asked).fetchall() == [(100, None, None, 60, "refused: CHILD_MISSING ZZ-12")]
    lines(book, {**whole, "region_code": "ZZ-12", "amount": 40})
    assert book.execute(asked).fetchall() == [(100, 340, 10, 60, "X12")]


def test_four_accounts_are_consolidated_only_with_the_lines_moved_between_them(book: Book) -> None:
    asked = "select four_gross, four_net, outcome from marts.four_accounts('expenditure', 'final', 'own_level')"
    lines(book, *({"account": name} for name in ("general", "government_fund", "soe_capital")))
    assert book.execute(asked).fetchall()[0][:2] == (None, None)
    lines(book, {"account": "social_insurance"})
    gross, net, outcome = book.execute(asked).fetchall()[0]
    assert (gross, net) == (400, None) and outcome.startswith("X55; refused: INTERACCOUNT_UNMATCHED")
    lines(book, {"account": "government_fund", "line": "inter_account", "amount": 12})
    assert book.execute(asked).fetchall() == [(412, 400, "X55; X17")]


@pytest.mark.parametrize(
    ("comparison", "side", "bridge", "moved"),
    [
        ("natural", "none", "as published", None),
        ("base_restated", "base", "X06: the base was restated", 1000),
        ("current_adjusted", "current", "X07: the current value was adjusted", -1100),
        ("unknown", "unknown", "refused: nobody says which side was restated (SIDE_UNKNOWN)", None),
    ],
)
def test_growth_on_a_comparable_base_names_the_restated_side(book: Book, comparison: str, side: str, bridge: str, moved: int | None) -> None:
    lines(book, {"amount": 12100}, {"amount": 10000, "fiscal_year": 2023, "period_end": "2023-12-31"})
    figure = {
        name: LINE[name] for name in ("line_id", "export_id", "contract_id", "fiscal_year", "period_end", "row_role", "stage", "is_current", "region_code")
    }
    write(
        book,
        "fct_stated_figures",
        [{**figure, "stated_figure_id": "s", "measure": "growth", "comparison": comparison, "stated_percent": 10, "printed_decimals": 1}],
    )
    told = book.execute(
        "select restated_side, bridge, moved_amount, natural_percent, restated_low < restated_amount and restated_amount < restated_high from marts.growth_bridges"
    )
    assert told.fetchall() == [(side, bridge, moved, 21, None if moved is None else True)]


def test_of_several_sources_a_named_rule_chooses_and_an_undecided_conflict_stays_one(book: Book) -> None:
    asked = "select contract_id, is_chosen, choice, conflict_spread from marts.chosen(?, 'expenditure', 'final') order by contract_id"
    lines(book, {}, {"contract_id": "zz-m.yardstick", "source_role": "yardstick", "amount": 90})
    assert [row[:2] for row in book.execute(asked, ["own_book"]).fetchall()] == [("zz-a.book", True), ("zz-m.yardstick", False)]
    assert [row[:2] for row in book.execute(asked, ["across_regions"]).fetchall()] == [("zz-a.book", False), ("zz-m.yardstick", True)]
    lines(book, {"contract_id": "zz-b.book", "amount": 130})
    conflict = "conflict: no rule prefers one of zz-a.book and zz-b.book"
    assert book.execute(asked, ["own_book"]).fetchall()[:2] == [("zz-a.book", False, conflict, 30), ("zz-b.book", False, conflict, 30)]
    with pytest.raises(duckdb.Error, match="no source is preferred for the question"):
        book.execute(asked, ["whatever"]).fetchall()


def test_a_question_can_be_asked_as_of_a_moment(book: Book) -> None:
    lines(book, {"amount": 80, "is_current": False, "known_to": "2025-06-01"}, {"known_from": "2025-06-01"})
    asked = "select sum(amount) from marts.comparable('expenditure', 'final', known_at := ?)"
    assert [book.execute(asked, [moment]).fetchall()[0][0] for moment in (None, "2025-02-01", "2025-06-01", "2024-01-01")] == [100, 80, 100, None]


def test_what_was_known_at_a_moment(release: Book) -> None:
    early, late = "2000-01-01", "2100-01-01"
    counted = "select (select count(*) from quality.findings_as_of(?)), (select count(*) from marts.as_of(?)), (select count(*) from marts.rules_as_of(?))"
    rules = release.execute("select count(*) from marts.dim_rules where valid_from is null or valid_from <= date '2000-01-01'").fetchall()[0][0]
    assert release.execute(counted, [early] * 3).fetchall() == [(0, 0, rules)]
    findings = release.execute("select count(*) from quality.fct_findings").fetchall()[0][0]
    assert release.execute(counted, [late] * 3).fetchall()[0][0] == findings
    in_force = release.execute("select count(distinct edition_date) from marts.items_as_of('2024-06-30') where system = 'cn_functional'").fetchall()
    assert in_force == [(1,)]


@pytest.mark.parametrize(
    ("one", "other", "code", "said"),
    [
        ("zz-linhu.general_area", "zz-linhu.county_final:final", 0, "comparable by exact rules"),
        ("zz-linhu.monthly_payments", "zz-linhu.general_final:final", 1, "X10"),
        ("zz-yunze.city_expenditure_gross", "zz-linhu.general_area", 1, "internal transfers"),
        ("zz-linhu.general_final", "zz-linhu.general_area", 1, "pairs of calibers"),
    ],
)
def test_compare_answers_with_rule_and_exit_code(caliber: Any, first: Any, one: str, other: str, code: int, said: str) -> None:
    answer = caliber("compare", one, other, "--home", str(first.home))
    assert answer.code == code and said in answer.out, answer.err
    facts = caliber("compare", one, other, "--home", str(first.home), "--json").json
    assert facts["comparable"] == (code == 0)
    for pair in facts["pairs"]:
        assert pair["comparable"] == (not pair["forbidden_by"])


def test_compare_refuses_what_it_does_not_know(caliber: Any, first: Any) -> None:
    for words_, said in (
        (["nope", "nope"], "neither a caliber id nor a series"),
        (["zz-linhu.general_area"] * 2 + ["--across", "colour"], "no dimension of the caliber"),
    ):
        answer = caliber("compare", *words_, "--home", str(first.home))
        assert answer.code == 2 and said in answer.err
