"""`caliber compare A B`: may two series stand beside each other, by which rules, and if not, what forbids it and what would be needed."""

from __future__ import annotations

import argparse
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import duckdb

from pipelines.calibers.algebra import DIMENSIONS, Algebra, standard_algebra
from pipelines.calibers.paths import Comparison, Path
from pipelines.calibers.rules import Outcome
from pipelines.commands.faults import CommandFault
from pipelines.commands.reading import console, print_json, records, released, table
from pipelines.settings import Home

NOT_COMPARABLE, WRONG_USE = 1, 2
ID_LENGTH = 8
BY_ID = "select * from marts.dim_calibers where starts_with(caliber_id, ?) order by caliber_id"
BY_SERIES = """
select * from marts.dim_calibers where caliber_id in (
    select caliber_id from marts.fct_budget_lines
    where is_current and row_role = 'leaf' and contract_id = ? and (? = '' or stage = ?) and (? = '' or scope = ?)
) order by caliber_id
"""
HELD = "select distinct conditions from marts.lines_with_conditions where caliber_id = ? and is_current and row_role = 'leaf' and (? = '' or contract_id = ?)"
VERDICTS = {
    Outcome.SAME: "one caliber: they may be compared and added up",
    Outcome.EXACT: "comparable by exact rules",
    Outcome.DERIVABLE: "not as they stand: further figures are needed",
    Outcome.ESTIMATE: "only as an estimate, with its interval",
    Outcome.NO_RULE: "not comparable: no rule leads there",
    Outcome.IMPOSSIBLE: "not comparable: a rule says it is impossible",
    Outcome.UNKNOWN: "not comparable: a word is unknown, and unknown equals nothing",
}


@dataclass(frozen=True)
class Side:
    """One caliber of a series: its words and the conditions that all and that some of its lines meet."""

    caliber: dict[str, str]
    held_by_all: frozenset[str]
    held_by_some: frozenset[str]

    @property
    def name(self) -> str:
        return self.caliber["caliber_id"][:ID_LENGTH]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    series = "caliber id (an unambiguous beginning is enough), or a series: contract_id[:stage[:scope]]"
    parser.add_argument("a", metavar="A", help=series)
    parser.add_argument("b", metavar="B", help=series)
    parser.add_argument("--across", default="", metavar="DIMENSIONS", help="dimensions the question aggregates over or sets aside, separated by commas")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(args: argparse.Namespace, home: Home) -> int:
    across = _dimensions(args.across)
    with released(home) as db:
        try:
            sides = [_sides(db, wanted) for wanted in (args.a, args.b)]
        except duckdb.CatalogException as error:
            raise CommandFault("this release knows no conditions of rules yet; make a new one with `caliber run`") from error
    algebra = standard_algebra()
    pairs = [_pair(algebra, one, other, across) for one in sides[0] for other in sides[1]]
    facts = {"a": args.a, "b": args.b, "across": across, "comparable": all(pair["comparable"] for pair in pairs), "pairs": pairs}
    if args.json:
        print_json(facts)
    else:
        _print(facts)
    return 0 if facts["comparable"] else NOT_COMPARABLE


def _dimensions(text: str) -> list[str]:
    named = [part.strip() for part in text.split(",") if part.strip()]
    if strangers := [name for name in named if name not in DIMENSIONS]:
        raise CommandFault(f"--across {strangers[0]}: no dimension of the caliber; they are {', '.join(DIMENSIONS)}", WRONG_USE)
    return named


def _sides(db: duckdb.DuckDBPyConnection, wanted: str) -> list[Side]:
    found = records(db, BY_ID, [wanted])
    if len(found) > 1:
        raise CommandFault(f"'{wanted}' begins several caliber ids: {', '.join(row['caliber_id'] for row in found)}", WRONG_USE)
    contract = ""
    if not found:
        contract, stage, scope = (*wanted.split(":"), "", "")[:3]
        found = records(db, BY_SERIES, [contract, stage, stage, scope, scope])
    if not found:
        listed = 'caliber sql "select distinct contract_id, stage, scope, caliber_id from marts.fct_budget_lines"'
        raise CommandFault(f"'{wanted}' is neither a caliber id nor a series of the release; list them with `{listed}`", WRONG_USE)
    return [_side(db, row, contract) for row in found]


def _side(db: duckdb.DuckDBPyConnection, row: dict[str, Any], contract: str) -> Side:
    held = [set(line["conditions"].split("|")) for line in records(db, HELD, [row["caliber_id"], contract, contract])]
    every, some = (set.intersection(*held), set.union(*held)) if held else (set(), set())
    return Side(row, frozenset(every - {""}), frozenset(some - {""}))


def _pair(algebra: Algebra, one: Side, other: Side, across: Collection[str]) -> dict[str, Any]:
    """Facts of one pair. Conditions are those of the lines of A, which are to be turned into B."""
    comparison = algebra.compare(one.caliber, other.caliber, across, one.held_by_all)
    partly = algebra.compare(one.caliber, other.caliber, across, one.held_by_some)
    back = algebra.compare(other.caliber, one.caliber, across, other.held_by_all)
    return {
        "a": one.caliber["caliber_id"], "b": other.caliber["caliber_id"], "comparable": comparison.is_exact,
        "outcome": comparison.outcome.word, "verdict": verdict(comparison), "rule_ids": list(comparison.rule_ids),
        "forbidden_by": [path.dimension for path in comparison.paths if not path.stands_alone], "inputs": list(comparison.inputs),
        "dimensions": [_dimension(*paths) for paths in zip(comparison.paths, partly.paths, strict=True)],
        "reverse": {"comparable": back.is_exact, "verdict": verdict(back), "rule_ids": list(back.rule_ids)},
    }  # fmt: skip


def verdict(comparison: Comparison) -> str:
    """The answer in one sentence part."""
    if comparison.outcome is Outcome.EXACT and not comparison.stands_alone:
        return "exact, but only with further figures"
    return VERDICTS[comparison.outcome]


def _dimension(path: Path, partly: Path) -> dict[str, Any]:
    rules = [step.rule for step in path.steps] or ([path.refusing_rule] if path.refusing_rule else [])
    fact: dict[str, Any] = {
        "dimension": path.dimension, "a": path.source, "b": path.target, "outcome": path.outcome.word, "stands_alone": path.stands_alone,
        "rule_ids": list(path.rule_ids), "inputs": list(path.inputs), "sentences": [rule.sentence for rule in rules],
        "needed": [rule.needed for rule in rules if not path.stands_alone], "interval": None if path.interval is None else [str(end) for end in path.interval],
        "some_lines": None,
    }  # fmt: skip
    if path.outcome is Outcome.UNKNOWN:
        fact["needed"] = ["the word itself, from the publisher, written into the contract"]
    if partly.stands_alone and not path.stands_alone:
        fact["some_lines"] = {"condition": list(partly.conditions), "rule_ids": list(partly.rule_ids), "outcome": partly.outcome.word}
    return fact


def _print(facts: dict[str, Any]) -> None:
    out = console()
    if facts["across"]:
        out.print(f"set aside, because the question aggregates over it: {', '.join(facts['across'])}", style="dim")
    if len(facts["pairs"]) > 1:
        out.print(f"[bold]{len(facts['pairs'])} pairs of calibers[/]: narrow a series with contract_id:stage:scope\n")
        out.print(table([_line(pair) for pair in facts["pairs"]]))
        return
    pair = facts["pairs"][0]
    out.print(f"[bold]{facts['a']}[/] ({pair['a'][:ID_LENGTH]})  and  [bold]{facts['b']}[/] ({pair['b'][:ID_LENGTH]}):  {pair['verdict']}\n")
    out.print(table([_row(fact) for fact in pair["dimensions"] if fact["outcome"] != "same"] or [{"every dimension": "the same word"}]))
    for fact in pair["dimensions"]:
        _print_reason(out, fact)
    if not pair["comparable"] and pair["reverse"]["comparable"]:
        out.print(f"\nthe other way round: {pair['reverse']['verdict']} {', '.join(pair['reverse']['rule_ids'])}")


def _line(pair: dict[str, Any]) -> dict[str, Any]:
    return {
        "A": pair["a"][:ID_LENGTH], "B": pair["b"][:ID_LENGTH], "verdict": pair["verdict"], "rules": ", ".join(pair["rule_ids"]),
        "stands against it": ", ".join(pair["forbidden_by"]),
    }  # fmt: skip


def _row(fact: dict[str, Any]) -> dict[str, Any]:
    return {"dimension": fact["dimension"], "A": fact["a"], "B": fact["b"], "outcome": fact["outcome"].replace("_", " "), "rules": " > ".join(fact["rule_ids"])}


def _print_reason(out: Any, fact: dict[str, Any]) -> None:
    for rule_id, sentence in zip(fact["rule_ids"], fact["sentences"], strict=True):
        out.print(f"  {rule_id}  {sentence}".replace("[", "\\["))
    if fact["needed"]:
        out.print(f"       {fact['dimension']}, needed: {'; '.join(fact['needed'])}".replace("[", "\\["))
    if fact["some_lines"]:
        some = fact["some_lines"]
        out.print(f"       lines with {', '.join(some['condition'])}: {some['outcome']} by {' > '.join(some['rule_ids'])}")
