"""Rules as SQL: published identities come out, impossible rules are errors, a missing input is no number."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.calibers.algebra import Algebra, standard_algebra
from pipelines.calibers.compiler import conditions_held, statements
from pipelines.calibers.rules import Outcome, SeedFault, load_rules

RULES = load_rules()
MONEY = st.decimals(min_value=-(10**15), max_value=10**15, places=2)


@pytest.fixture(scope="module")
def sql():
    with duckdb.connect() as db:
        db.execute("create schema marts")
        for statement in statements(standard_algebra(), RULES):
            db.execute(statement)
        yield lambda expression, *values: db.execute(f"select {expression}", list(values)).fetchall()[0][0]


@pytest.mark.parametrize(
    ("expression", "known"),
    [
        pytest.param("marts.x14(48323, 73602 - 32350)", "89575", id="national expenditure 2010: central with transfers, local, less transfers"),
        pytest.param("marts.x12(1368002, 208801 + 399526 + 671103 + 390839 + 158106 + 144324 + 643511)", "3984212", id="debt of Xuancheng 2022 by county"),
        pytest.param("marts.x34(100, -8)", "92", id="a refund line is negative"),
        pytest.param("marts.x30(120, 100)", "20", id="accrued and not yet paid"),
    ],
)
def test_published_identities_come_out_of_their_rule(sql, expression, known):
    assert sql(expression) == Decimal(known)


@pytest.mark.parametrize(
    ("value", "growth", "restated", "published"),
    [pytest.param(10086, 9.8, 9186, 8209, id="health, China 2014"), pytest.param(172567, 7.4, 160677, 159552, id="general budget revenue, China 2017")],
)
def test_growth_on_a_restated_base_gives_the_base_with_its_interval(sql, value, growth, restated, published):
    low, best, high = sql("marts.x06(?, ?, 0.05, 0.5)", value, growth)
    assert low < best < high and round(best) == restated
    assert low > published, "the published base lies outside: it was restated"


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.outcome is Outcome.IMPOSSIBLE], ids=lambda rule: rule.rule_id)
def test_an_impossible_rule_is_an_error_that_names_what_is_needed(sql, rule):
    with pytest.raises(duckdb.Error, match=f"{rule.rule_id} {rule.dimension}: impossible.*Needed: "):
        sql(f"marts.{rule.rule_id.lower()}(56.1)")


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.inputs and rule.operation != "look_up"], ids=lambda rule: rule.rule_id)
def test_a_rule_without_its_inputs_gives_no_number(sql, rule):
    told = sql(f"marts.{rule.rule_id.lower()}(56.1{', null' * len(rule.inputs)})")
    assert told is None or told == [None, None, None]


@given(MONEY, MONEY)
def test_a_month_and_its_cumulative_figure_give_each_other_back(sql, cumulative, earlier):
    assert sql("marts.x03(marts.x02(?, ?), ?)", cumulative, earlier, earlier) == cumulative


@given(MONEY)
def test_what_is_exact_and_needs_nothing_leaves_the_amount_as_it_is(sql, amount):
    for rule in RULES:
        if rule.outcome is Outcome.EXACT and not rule.inputs and rule.operation == "keep":
            assert sql(f"marts.{rule.rule_id.lower()}(?)", amount) == amount


def test_a_condition_nobody_can_test_is_refused():
    strange = replace(next(rule for rule in RULES if rule.rule_id == "X45"), condition="moon_is_full")
    with pytest.raises(SeedFault, match="'moon_is_full' has no test"):
        conditions_held(Algebra([strange]))
