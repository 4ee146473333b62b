"""What a finding is seen against: the history of its own figure, its peers, and how hard its target was."""

from __future__ import annotations

from typing import Any

import duckdb

from pipelines.commands.reading import money, records

SHOWN_YEARS = 12
OWN_REPORTS = """
select fiscal_year, period_end, target_text, actual_text, target_version from marts.fct_indicators
where indicator_id = ? and row_role = 'leaf' and is_current order by fiscal_year desc, period_end desc nulls first, row_number limit ?
"""
PEERS = """
with own as (from marts.fct_indicators where indicator_report_id = ?)
select count(*) as n, quantile_cont(other.actual_in_target_unit, 0.25) as low, median(other.actual_in_target_unit) as middle,
    quantile_cont(other.actual_in_target_unit, 0.75) as high
from marts.fct_indicators as other join own using (peer_key)
where other.is_current and other.row_role = 'leaf' and other.indicator_id <> own.indicator_id and other.fiscal_year = own.fiscal_year
    and other.period_end is not distinct from own.period_end and other.actual_in_target_unit is not null
"""
DIFFICULTY = "select grade, p_meet, expected_value, n_years, n_peer_years from quality.fct_target_difficulty where indicator_report_id = ?"
# The money of the programme where the reporting body runs it, as the last period of each year knows it.
MONEY = """
with lines as (
    select *, max(period_end) over (partition by reporter, fiscal_year, currency) as last_period_end from marts.fct_execution
    where kind = 'expenditure' and source_role = 'primary' and programme_id = ? and (organisation_id = ? or organisation_id is null)
)
select fiscal_year, reporter, currency, sum(denominator) as budget, sum(executed) as executed from lines
where period_end = last_period_end group by all order by fiscal_year desc, reporter limit ?
"""
OWN_AMOUNTS = """
with own as (from marts.fct_budget_lines where budget_line_id = ?)
select other.fiscal_year, other.period_end, other.period_basis, sum(other.amount) as amount, any_value(other.currency) as currency
from marts.fct_budget_lines as other join own using (line_id, stage, recognition, row_role, contract_id)
where other.is_current group by all order by other.period_end desc limit ?
"""


def background(db: duckdb.DuckDBPyConnection, kind: str, row_id: str, row: dict[str, Any]) -> dict[str, Any]:
    """History and peers of an amount or an indicator report: what the same line or indicator said at other times, and what others said."""
    if kind == "amount":
        return {"kind": kind, "history": records(db, OWN_AMOUNTS, [row_id, SHOWN_YEARS])}
    peers = records(db, PEERS, [row_id])[0]
    hard = records(db, DIFFICULTY, [row_id])
    history = records(db, OWN_REPORTS, [row["indicator_id"], SHOWN_YEARS])
    spent = records(db, MONEY, [row["programme_id"], row["organisation_id"], SHOWN_YEARS])
    return {"kind": kind, "history": history, "money": spent, "peers": peers if peers["n"] else None, "difficulty": hard[0] if hard else None}


def background_lines(facts: dict[str, Any]) -> list[tuple[str, str]]:
    """One line each, for people; oldest first."""
    told = _amount if facts["kind"] == "amount" else _report
    lines = [("history", told(row)) for row in reversed(facts["history"])]
    lines += [("money", _money(row)) for row in reversed(facts.get("money", []))]
    if peers := facts.get("peers"):
        spread = f"half of them between {_rounded(peers['low'])} and {_rounded(peers['high'])}, median {_rounded(peers['middle'])}"
        lines.append(("peers", f"{peers['n']} others report it under the same words and unit: {spread}"))
    if hard := facts.get("difficulty"):
        lines.append(("target", _difficulty(hard)))
    return lines


def _amount(row: dict[str, Any]) -> str:
    return f"{row['period_end']} ({row['period_basis']}): {money(row['amount'])} {row['currency']}"


def _money(row: dict[str, Any]) -> str:
    return f"{row['fiscal_year']}: {money(row['executed'])} of {money(row['budget'])} {row['currency']} of the programme spent ({row['reporter']})"


def _report(row: dict[str, Any]) -> str:
    version = f", version {row['target_version']}" if row["target_version"] else ""
    when = row["period_end"] or row["fiscal_year"]
    return f"{when}: target {row['target_text'] or '–'}{version}, achieved {row['actual_text'] or '–'}"


def _difficulty(hard: dict[str, Any]) -> str:
    known = f"from {hard['n_years'] or 0} years of its own and {hard['n_peer_years'] or 0} of peers"
    if hard["p_meet"] is None:
        return f"not assessable {known}"
    return f"{hard['grade']}: met with a chance of {100 * hard['p_meet']:.0f} %, {_rounded(hard['expected_value'])} was to be expected, {known}"


def _rounded(value: Any) -> str:
    return f"{float(value):,.4g}" if abs(float(value)) < 1000 else f"{float(value):,.0f}"
