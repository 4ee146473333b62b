"""Rules compiled to SQL text: the table of paths between words, one scalar macro a rule, and the test of conditions. No database is opened.

What comes out runs in DuckDB from 1.1 on, so that every client of the release has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import chain, combinations

from pipelines.calibers.algebra import Algebra
from pipelines.calibers.paths import Path
from pipelines.calibers.rules import OPEN_DIMENSIONS, Outcome, Rule, SeedFault

# What a row must be like for a conditional rule to hold, over the columns that marts.lines_with_conditions gives.
CONDITIONS = {
    "period_ends_year": "period_basis = 'year' or period_months = 12",
    "item_is_no_transfer": "tells_transfers_apart and not is_transfer",
    "own_source_flow": "line in ('own_source', 'current_expenditure')",
}
MONEY = "decimal(28, 4)"
# SQL of one operation; {0}, {1} … are the inputs of the rule in their order. An input that is null leaves the result null.
ARITHMETIC = {
    "keep": "cast(amount as {money})",
    "add": "cast(amount + {0} as {money})",
    "subtract": "cast(amount - {0} as {money})",
    "divide": "cast(cast(amount as double) / nullif({0}, 0) as {money})",
}
BRIDGE_COLUMNS = (
    "dimension", "from_word", "to_word", "outcome", "rule_ids", "inputs", "conditions", "stands_alone", "low_share", "high_share", "sentence", "needed",
    "place",
)  # fmt: skip
Value = str | bool | int | Fraction | None


def statements(algebra: Algebra, rules: Iterable[Rule]) -> list[str]:
    """Everything the release gets from the rules, one SQL statement each."""
    return [bridges(algebra), conditions_held(algebra), *filter(None, map(rule_macro, rules))]


def bridges(algebra: Algebra) -> str:
    """Table marts.caliber_bridges: every path between two words and every pair a rule calls impossible; what is not there has no rule."""
    rows = ",\n".join(f"({', '.join(map(_literal, row))})" for row in bridge_rows(algebra))
    return f"create or replace table marts.caliber_bridges as\nselect * from (values\n{rows}\n) as bridge ({', '.join(BRIDGE_COLUMNS)})"


def bridge_rows(algebra: Algebra) -> Iterator[tuple[Value, ...]]:
    """One row per dimension, pair of words and set of conditions, best first."""
    for dimension, source, target in _pairs(algebra):
        found = {path.rule_ids: path for path in _alternatives(algebra, dimension, source, target)}
        for place, path in enumerate(sorted(found.values(), key=lambda path: (path.outcome, len(path.steps), path.rule_ids)), 1):
            yield _bridge(path, place)


def _alternatives(algebra: Algebra, dimension: str, source: str, target: str) -> Iterator[Path]:
    named = dict.fromkeys(rule.condition for rule in algebra.rules if rule.dimension == dimension and rule.condition)
    for holding in chain.from_iterable(combinations(named, size) for size in range(len(named) + 1)):
        path = algebra.stand_in_path(dimension, source, target, holding)
        if path.outcome is not Outcome.NO_RULE:
            yield path


def _pairs(algebra: Algebra) -> list[tuple[str, str, str]]:
    ends: dict[str, dict[str, None]] = {}
    for rule in algebra.rules:
        ends.setdefault(rule.dimension, {}).update(dict.fromkeys((*rule.sources, *rule.targets)))
    stand_ins = {word for standing in OPEN_DIMENSIONS.values() for word in standing}
    return [(dimension, a, b) for dimension, words in ends.items() for a in words for b in words if (a in stand_ins) == (b in stand_ins) == (a == b)]


def _bridge(path: Path, place: int) -> tuple[Value, ...]:
    rules = [step.rule for step in path.steps] or ([path.refusing_rule] if path.refusing_rule else [])
    return (
        path.dimension, path.source, path.target, path.outcome.word, " > ".join(path.rule_ids), "|".join(path.inputs), "|".join(path.conditions) or None,
        path.stands_alone, *(path.interval or (None, None)), "; ".join(rule.sentence for rule in rules), "; ".join(rule.needed for rule in rules), place,
    )  # fmt: skip


def conditions_held(algebra: Algebra) -> str:
    """Scalar macro over one line's columns: the names of the conditions that hold, separated by |.

    Raises:
        SeedFault: a rule names a condition nobody can test.
    """
    if strangers := [name for name in algebra.conditions if name not in CONDITIONS]:
        raise SeedFault(f"the condition '{strangers[0]}' has no test; known: {', '.join(CONDITIONS)}")
    cases = ", ".join(f"case when {CONDITIONS[name]} then '{name}' end" for name in sorted(algebra.conditions))
    return (
        "create or replace macro marts.conditions_held(period_basis, period_months, line, tells_transfers_apart, is_transfer) as "
        f"concat_ws('|', {cases or 'null'})"
    )


def rule_macro(rule: Rule) -> str | None:
    """Scalar macro marts.x01(amount, …) of one rule; None where no formula turns an amount into another (a table of its own does)."""
    name = f"create or replace macro marts.{rule.rule_id.lower()}"
    if rule.operation == "refuse":
        told = f"{rule.rule_id} {rule.dimension}: impossible. {rule.sentence}. Needed: {rule.needed}"
        return f"{name}(amount) as error({_literal(told)})"
    if rule.operation in ("grow", "shrink"):
        return _growth(name, rule)
    if rule.operation == "share":
        parts = ", ".join(f"cast(amount * {float(share):g} as {MONEY})" for share in (rule.low, rule.factor, rule.high) if share is not None)
        return f"{name}(amount) as list_sort([{parts}])"
    if rule.operation not in ARITHMETIC:
        return None
    return f"{name}({', '.join(('amount', *rule.inputs))}) as {ARITHMETIC[rule.operation].format(*rule.inputs, money=MONEY)}"


def _growth(name: str, rule: Rule) -> str:
    """[low, best, high]: the printed digits of growth (percent) and value say how far both may move."""
    growth, growth_half, value_half = rule.inputs

    def bound(value: str, percent: str) -> str:
        ratio = f"(1 + cast({percent} as double) / 100)"
        return f"cast(({value}) {'* ' + ratio if rule.operation == 'grow' else f'/ nullif({ratio}, 0)'} as {MONEY})"

    values = [f"cast(amount as double) {move} {value_half}" for move in "-+"]
    percents = [f"{growth} {move} {growth_half}" for move in "-+"]
    corners = ", ".join(bound(value, percent) for value in values for percent in percents)
    best = bound("cast(amount as double)", growth)
    inputs = ", ".join(("amount", *rule.inputs))
    return f"{name}({inputs}) as [least({corners}), {best}, greatest({corners})]"


def _literal(value: Value) -> str:
    if value is None:
        return "null"
    if isinstance(value, Fraction):
        return f"cast({value.numerator} as decimal(12, 6)) / {value.denominator}" if value.denominator > 1 else f"cast({value.numerator} as decimal(12, 6))"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return str(value).lower()
