"""What may become of a caliber: exact there and back is the same, unknown stays unknown, impossible never gives a number."""

from __future__ import annotations

import csv
import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.calibers.algebra import DIMENSIONS, Algebra, Caliber, standard_algebra
from pipelines.calibers.rules import CONVERSIONS, Outcome, SeedFault, load_rules, words
from pipelines.contracts.vocabulary import caliber_words

ALGEBRA = standard_algebra()
WORDS = {
    **words(),
    "unit": ("CNY e4 p2", "CNY e8 p1", "CNY e0 p2", "EUR e0 p2", "unknown"),
    "classification": ("cn_functional 2019-01-01", "cn_functional 2024-03-29", "cofog", "cn_economic_dept", "cn_economic_gov", "unknown"),
}
CALIBERS = st.fixed_dictionaries({dimension: st.sampled_from(WORDS[dimension]) for dimension in DIMENSIONS})
CONDITIONS = st.sets(st.sampled_from(ALGEBRA.conditions))


def impossible_pairs() -> set[tuple[str, str, str]]:
    """What the seed itself calls impossible, read without the algebra."""
    with CONVERSIONS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["class"] == "impossible" and row["level"] == "caliber"]
    return {(row["dimension"], source, target) for row in rows for source in row["from_words"].split("|") for target in row["to_words"].split("|")}


def chance_caliber(chance: random.Random) -> Caliber:
    return {dimension: chance.choice(WORDS[dimension]) for dimension in DIMENSIONS}


def test_no_path_turns_an_impossible_conversion_into_a_number_over_ten_thousand_pairs():
    chance, forbidden, judged = random.Random(20261123), impossible_pairs(), 0
    for _ in range(10_000):
        source, target = chance_caliber(chance), chance_caliber(chance)
        holding = chance.sample(ALGEBRA.conditions, chance.randint(0, len(ALGEBRA.conditions)))
        never = {dimension for dimension in DIMENSIONS if (dimension, source[dimension].split(" ")[0], target[dimension].split(" ")[0]) in forbidden}
        direct = ALGEBRA.compare(source, target, holding=holding)
        over = chance_caliber(chance)
        around = ALGEBRA.compare(source, over, holding=holding).then(ALGEBRA.compare(over, target, holding=holding))
        for path in (*direct.paths, *around.paths):
            if path.dimension in never:
                judged += 1
                assert path.outcome.refuses and path.factor is None and not path.stands_alone and not path.steps
        assert never <= set(direct.forbidden_by) & set(around.forbidden_by)
        assert not (never and (direct.stands_alone or around.stands_alone))
    assert judged > 1_000


@given(CALIBERS, CALIBERS, CONDITIONS)
def test_unknown_is_never_comparable_with_anything_itself_included(one, other, holding):
    comparison = ALGEBRA.compare(one, other, holding=holding)
    for path in comparison.paths:
        assert (path.outcome is Outcome.UNKNOWN) == ("unknown" in (one[path.dimension], other[path.dimension]))
    itself = ALGEBRA.compare(one, one, holding=holding)
    assert itself.outcome is (Outcome.UNKNOWN if "unknown" in one.values() else Outcome.SAME)


@given(CALIBERS, st.sampled_from(DIMENSIONS))
def test_a_word_nobody_stated_is_unknown_and_not_defaulted(caliber, dimension):
    partial = {name: word for name, word in caliber.items() if name != dimension}
    assert dimension in ALGEBRA.compare(partial, caliber).forbidden_by
    assert dimension not in {path.dimension for path in ALGEBRA.compare(partial, caliber, across=[dimension]).paths}


@given(CALIBERS, CALIBERS, CALIBERS, CALIBERS, CONDITIONS)
def test_composition_is_associative(a, b, c, d, holding):
    ab, bc, cd = (ALGEBRA.compare(*pair, holding=holding) for pair in ((a, b), (b, c), (c, d)))
    assert ab.then(bc).then(cd) == ab.then(bc.then(cd))


@given(CALIBERS, CALIBERS, CONDITIONS)
def test_exact_there_and_exact_back_is_the_same_caliber(one, other, holding):
    for there, back in zip(ALGEBRA.compare(one, other, holding=holding).paths, ALGEBRA.compare(other, one, holding=holding).paths, strict=True):
        if there.outcome is back.outcome is Outcome.EXACT:
            round_trip = there.then(back)
            assert (round_trip.outcome, round_trip.steps, round_trip.factor, round_trip.inputs) == (Outcome.SAME, (), Fraction(1), ())


@pytest.mark.parametrize(
    ("dimension", "source", "target", "holding", "outcome", "rule_ids", "inputs"),
    [
        ("period_basis", "cumulative", "month", (), Outcome.EXACT, ("X02",), ("previous_cumulative",)),
        ("period_basis", "cumulative", "year", (), Outcome.NO_RULE, (), ()),
        ("period_basis", "cumulative", "year", ("period_ends_year",), Outcome.EXACT, ("X45",), ()),
        ("period_basis", "month", "year", ("period_ends_year",), Outcome.EXACT, ("X03", "X45"), ("earlier_months",)),
        ("period_basis", "quarter", "year", ("period_ends_year",), Outcome.EXACT, ("X57", "X45"), ("earlier_quarters",)),
        ("period_basis", "quarter", "month", (), Outcome.EXACT, ("X57", "X02"), ("earlier_quarters", "previous_cumulative")),
        ("stage", "flash", "final", (), Outcome.IMPOSSIBLE, ("X10",), ()),
        ("stage", "final", "flash", (), Outcome.NO_RULE, (), ()),
        ("account", "general", "four_net", (), Outcome.DERIVABLE, ("X55", "X17"), ("other_three_accounts", "transfers_between_accounts")),
        ("netting", "gross", "net_of_internal_transfers", (), Outcome.DERIVABLE, ("X44",), ("internal_transfers",)),
        ("netting", "gross", "net_of_internal_transfers", ("item_is_no_transfer",), Outcome.EXACT, ("X52",), ()),
        ("unit", "CNY e4 p2", "CNY e8 p1", (), Outcome.EXACT, ("X01",), ()),
        ("unit", "CNY e4 p2", "EUR e0 p2", (), Outcome.DERIVABLE, ("X40",), ("exchange_rate",)),
        ("classification", "cn_functional 2019-01-01", "cn_functional 2024-03-29", (), Outcome.DERIVABLE, ("X54",), ("item_crosswalk",)),
        ("classification", "cn_functional 2019-01-01", "cofog", (), Outcome.ESTIMATE, ("X28",), ()),
        ("classification", "cn_economic_gov", "cn_economic_dept", (), Outcome.IMPOSSIBLE, ("X27",), ()),
        ("line", "grand_total", "own_source", (), Outcome.IMPOSSIBLE, ("X20",), ()),
    ],
)
def test_known_paths(dimension, source, target, holding, outcome, rule_ids, inputs):
    path = ALGEBRA.between(dimension, source, target, holding)
    assert (path.outcome, path.rule_ids, path.inputs) == (outcome, rule_ids, inputs)


def test_an_estimate_carries_its_interval():
    path = ALGEBRA.between("classification", "cn_functional 2019-01-01", "cofog")
    assert (path.interval, path.factor) == ((Fraction(0), Fraction(1)), Fraction(1))


def test_a_seed_whose_legal_rules_lead_around_an_impossible_one_is_refused():
    rules = load_rules()
    exact = next(rule for rule in rules if rule.rule_id == "X47")
    bypass = [
        replace(exact, rule_id=f"Y{place}", dimension="stage", sources=(a,), targets=(b,))
        for place, (a, b) in enumerate([("flash", "audited"), ("audited", "final")])
    ]
    with pytest.raises(SeedFault, match="X10 says that stage flash never becomes final, but Y0 > Y1 would get there"):
        Algebra([*rules, *bypass])


def test_a_seed_with_two_exact_rules_for_one_step_is_refused():
    rules = load_rules()
    twin = replace(next(rule for rule in rules if rule.rule_id == "X47"), rule_id="Y1")
    with pytest.raises(SeedFault, match="X47 and Y1 both turn status derived_exact exactly into reported"):
        Algebra([*rules, twin])


@pytest.mark.parametrize(
    ("conversion", "column", "text", "told"),
    [
        ("X02", "to_words", "fortnight", "X02: 'fortnight' is no word of period_basis"),
        ("X02", "operation", "guess", "X02: operation 'guess' is none of keep"),
        ("X10", "operation", "keep", "X10: 'impossible' and the operation 'refuse' go together"),
        ("X17", "inputs", "", "X17: derivable without inputs"),
        ("X28", "low", "little", "X28: low 'little' is no number"),
        ("X01", "from_words", "", "X01: a rule of level caliber needs from_words"),
    ],
)
def test_a_broken_row_of_the_seed_is_refused_by_name(tmp_path, conversion, column, text, told):
    with CONVERSIONS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    next(row for row in rows if row["conversion_id"] == conversion)[column] = text
    broken = tmp_path / "broken.csv"
    with broken.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    with pytest.raises(SeedFault, match=told):
        load_rules(broken)


def test_every_word_a_contract_may_use_is_defined_in_the_vocabulary():
    defined = words()
    assert {dimension: sorted(set(legal) - set(defined[dimension])) for dimension, legal in caliber_words().items()} == dict.fromkeys(caliber_words(), [])
