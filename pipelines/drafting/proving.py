"""The draft tried on its own file: what arithmetic confirms rises, what it contradicts becomes a question, and what it finds is added."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pipelines.drafting import proofs
from pipelines.drafting.assembly import amounts
from pipelines.drafting.findings import Findings
from pipelines.drafting.roles import RoleRule, hierarchy_candidates, role_rules
from pipelines.drafting.stages import say_order
from pipelines.drafting.tables import Table
from pipelines.drafting.trial import landed
from pipelines.drafting.uses import Uses

HOLDS = 0.8


def prove(contract: dict[str, Any], data: bytes, name: str, tables: list[Table], uses: Uses, kind: str, findings: Findings, left_over: list[str]) -> None:
    """Add roles, hierarchy, totals of columns, stages by arithmetic and cumulation to the contract, each with its proof."""
    layout = contract["editions"][0]["layout"]
    if kind != "indicators" and not uses.figures:
        left_over.append("no column holds figures: is it a list of codes? Then an edition with `kind: reference` and a `reason` names it as no export")
    if kind == "indicators" or not uses.figures:
        totals = [rule for rule in role_rules(tables, uses) if rule.role == "grand_total"]
        _roles_by_word(layout, [replace(rule, over="above" if rule.count > 1 else None) for rule in totals], findings)
        with landed(contract, data, name) as (db, why):
            if db is None and kind == "indicators":
                left_over.append(f"the draft does not land yet: {why}")
        return
    with landed(contract, data, name) as (db, why):
        if db is None:
            left_over.append(f"the draft does not land yet: {why}")
        else:
            _columns(db, layout, tables, uses, kind, findings)
            _months(db, contract, uses, findings)
    _rows(contract, data, name, tables, uses, findings)


def _columns(db: Any, layout: dict[str, Any], tables: list[Table], uses: Uses, kind: str, findings: Findings) -> None:
    if not tables[0].block.headers:
        found = proofs.bridge(db, [figure.column.place for figure in uses.figures])
        if len(uses.figures) > 1:
            say_order(uses.figures, kind, found)
    for figure in uses.figures:
        if figure.said.get("role") == "grand_total" and uses.wide:
            proof = proofs.total_column(db, figure.column.place)
            if proof.share > HOLDS:
                figure.said["total_of"] = ["*"]
                figure.evidence += f"; it equals the other columns in {proof.held:,} of {proof.judged:,} rows"
    layout["amounts"] = amounts(uses, tables, findings)


def _months(db: Any, contract: dict[str, Any], uses: Uses, findings: Findings) -> None:
    """Cumulative or monthly, by whether figures fall."""
    if uses.wide and uses.wide[0] == "month":
        _basis(proofs.cumulates_across(db), contract, findings)
    elif {"month", "period"} & set(uses.fields):
        open_figures = [figure for figure in uses.figures if "period_basis" not in figure.said]
        for figure in open_figures:
            proof = proofs.cumulates(db, figure.column.place)
            if proof.judged > 5:
                basis = "cumulative" if proof.share > 0.9 else "month"
                figure.said["period_basis"] = basis
                figure.evidence += f"; {basis}: not below the month before in {proof.held:,} of {proof.judged:,} steps"


def _basis(proof: proofs.Proof, contract: dict[str, Any], findings: Findings) -> None:
    basis = "cumulative" if proof.share > 0.9 else "month"
    contract["caliber"]["period_basis"] = basis
    findings.say("caliber.period_basis", basis, 0.9, f"figures are not below those of the month before in {proof.held:,} of {proof.judged:,} steps")


def _rows(contract: dict[str, Any], data: bytes, name: str, tables: list[Table], uses: Uses, findings: Findings) -> None:
    """Roles by words, then each way of nesting; the way whose sums hold is taken."""
    layout = contract["editions"][0]["layout"]
    _roles_by_word(layout, role_rules(tables, uses), findings)
    _accounts(contract, data, name, uses, findings)
    for way in hierarchy_candidates(tables, uses):
        with landed({**contract, "editions": [{**contract["editions"][0], "layout": {**layout, "hierarchy": way}}]}, data, name) as (db, _):
            proof = proofs.totals(db, ("subtotal",)) if db else proofs.Proof(0, 0)
        if proof.judged and proof.share > HOLDS:
            layout["hierarchy"] = way
            findings.say(
                "layout.hierarchy", way, 0.6 + 0.38 * proof.share, f"{proof.held:,} of {proof.judged:,} containing lines equal the sum of what they contain"
            )
            break
    _above(contract, data, name)
    with landed(contract, data, name) as (db, _):
        if db is not None:
            _judge_totals(db, layout, findings)
            if not layout.get("roles"):
                _hidden(db, layout, findings)


def _accounts(contract: dict[str, Any], data: bytes, name: str, uses: Uses, findings: Findings) -> None:
    """Lines of all accounts beside lines of each: a subtotal, where the sums prove it."""
    use = uses.fields.get("account")
    if use is None or "all_sources" not in use.rule.get("values", {}).values() or len(use.rule["values"]) < 3:
        return
    layout = contract["editions"][0]["layout"]
    rule = {"where": {"account": "^all_sources$"}, "role": "subtotal", "over": ["account"]}
    roles = [*layout.get("roles", []), rule]
    with landed({**contract, "editions": [{**contract["editions"][0], "layout": {**layout, "roles": roles}}]}, data, name) as (db, _):
        proof = proofs.totals(db, ("subtotal",)) if db else proofs.Proof(0, 0)
    if proof.judged and proof.share > HOLDS:
        layout["roles"] = roles
        findings.say(
            f"layout.roles.{len(roles) - 1}", rule, 0.98, f"{proof.held:,} of {proof.judged:,} figures of all accounts equal the sum of the single ones"
        )


def _above(contract: dict[str, Any], data: bytes, name: str) -> None:
    """Totals that stand several times, or one within another: the reading whose sums hold."""
    layout = contract["editions"][0]["layout"]
    best, most = layout.get("roles", []), HOLDS
    for number, roles in enumerate(_readings(layout.get("roles", []))):
        with landed({**contract, "editions": [{**contract["editions"][0], "layout": {**layout, "roles": roles}}]}, data, name) as (db, _):
            share = proofs.totals(db, ("grand_total", "subtotal")).share if db else 0.0
        if share > most or number == 0:
            best, most = roles, max(share, HOLDS)
    if best:
        layout["roles"] = best


def _readings(roles: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """As it is; totals over the lines since the one before instead of over lines alike; one total around the others (合计 within 总计)."""
    several = [rule for rule in roles if isinstance(rule.get("over"), list) and rule["role"] in ("grand_total", "subtotal")]
    several = [] if several and "account" in several[0]["over"] else several
    wholes = [rule for rule in roles if rule["role"] == "grand_total" and "over" not in rule]
    wholes = wholes if len(wholes) > 1 else []
    if several or wholes:
        yield roles
    if several:
        yield [{**rule, "over": "above"} if rule in several else rule for rule in roles]
    for around in wholes:
        yield [{**rule, "role": "subtotal", "over": "above"} if rule in wholes and rule is not around else rule for rule in roles]


def _roles_by_word(layout: dict[str, Any], rules: list[RoleRule], findings: Findings) -> None:
    if not rules:
        return
    layout["roles"] = [rule.written() for rule in rules]
    for number, rule in enumerate(rules):
        findings.say(f"layout.roles.{number}", rule.written(), 0.8, f"{rule.count} row(s) print '{rule.word}'")


def _judge_totals(db: Any, layout: dict[str, Any], findings: Findings) -> None:
    proof = proofs.totals(db, ("grand_total", "subtotal") if any(rule.get("over") == "above" for rule in layout.get("roles", [])) else ("grand_total",))
    for number, rule in enumerate(layout.get("roles", [])):
        within = rule["role"] == "subtotal" and rule.get("over") == "above"
        if not (rule["role"] == "grand_total" or within) or not proof.judged:
            continue
        said = findings.by_field[f"layout.roles.{number}"].evidence
        if proof.share > HOLDS:
            findings.say(
                f"layout.roles.{number}",
                rule,
                0.98,
                f"{said}; {proof.held} of {proof.judged} printed totals equal the sum of their lines (up to {proof.parts:,} lines)",
            )
        else:
            asked = "what does this total cover? See `over` in the reference"
            if isinstance(rule.get("over"), list):
                rule["over"] = []
            findings.say(
                f"layout.roles.{number}", rule, 0.65, f"{said}; only {proof.held} of {proof.judged} totals equal their lines, worst {proof.worst}", asked
            )


def _hidden(db: Any, layout: dict[str, Any], findings: Findings) -> None:
    """A row that equals all others together, though no word says so, is a question: its rule needs a word."""
    for sheet, row, columns in proofs.hidden_totals(db)[:3]:
        findings.say(
            "layout.roles",
            None,
            0.7,
            f"row {row} equals all other rows together in {columns} columns",
            f"is row {row} of sheet '{sheet}' a total? Write a rule for it",
        )
