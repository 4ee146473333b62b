"""The end of a run in words: what came in, what became of it, what contradicts what, and what to try next."""

from __future__ import annotations

from typing import Any

from rich.markup import escape

from pipelines.commands.reading import console, money, records, released, table
from pipelines.line import RunReport
from pipelines.settings import Home

EXPORTS = """
select count(*) as received, count(*) filter (status = 'landed') as landed, count(*) filter (status = 'parked') as parked,
    count(*) filter (status = 'landed' and not is_current) as restated, count(*) filter (status = 'reference') as reference
from marts.dim_exports
"""
PARKED = """
select file_path, parked_reason as reason, parked_detail as detail from marts.dim_exports
where status = 'parked' and parked_reason <> 'no_contract' order by file_path
"""
UNCLAIMED = "select count(*) from marts.dim_exports where parked_reason = 'no_contract'"
# The caliber of money in the balance is its currency; figures of different measures are never added.
BALANCE = """
select currency, sum(rows_in)::bigint as rows_in, sum(rows_mapped)::bigint as rows_mapped, sum(rows_unmapped)::bigint as rows_unmapped,
    sum(rows_parked)::bigint as rows_parked, sum(money_in) as money_in, sum(money_mapped) as money_mapped, sum(money_unmapped) as money_unmapped,
    sum(money_parked) as money_parked, sum(money_difference) as difference
from quality.fct_reconciliation where step = 'harmonised' group by currency order by currency
"""
CELLS = """
select sum(rows_in)::bigint as read, sum(rows_mapped)::bigint as landed, sum(rows_ignored)::bigint as ignored, sum(rows_parked)::bigint as parked
from quality.fct_reconciliation where step = 'landing'
"""
CALIBERS = """
select export.publisher, line.kind, caliber.scope, caliber.account, caliber.stage, caliber.recognition, caliber.period_basis, caliber.netting,
    caliber.unit, count(*) as amounts
from marts.fct_budget_lines as line join marts.dim_calibers as caliber using (caliber_id) join marts.dim_exports as export using (export_id)
group by all order by amounts desc, publisher, kind, scope, account, stage, recognition, period_basis, netting, unit
"""
FINDINGS = """
select evidence_class, severity, rule_id, count(*) as findings from quality.fct_findings group by all order by evidence_class, findings desc, rule_id, severity
"""
OWED = """
select count(*) filter (state = 'open' and severity <> 'info') as open, count(*) filter (severity = 'info') as "for information",
    count(*) filter (state = 'explained') as explained, count(*) filter (state = 'waived') as waived,
    count(*) filter (state = 'confirmed') as confirmed, count(*) filter (is_overdue) as overdue, count(*) filter (is_repeat) as repeat,
    (select count(*) from quality.fct_finding_history where outcome = 'corrected') as corrected
from quality.fct_findings
"""
JUDGED = "select status, count(*) as judged from quality.fct_rule_results group by status order by judged desc, status"
# The most telling: one per rule and cause, contradictions before information, the most serious and then the largest money first.
TELLING = """
with ranked as (
    select finding.finding_id, finding.rule_id, finding.evidence_class, finding.severity, finding.fiscal_year, finding.subject,
        json_extract_string(finding.evidence, '$.sentence_en') as sentence, abs(coalesce(finding.difference_money, 0)) as weight,
        case finding.severity when 'fatal' then 0 when 'error' then 1 when 'warning' then 2 else 3 end as rank
    from quality.fct_findings as finding
),
firsts as (select *, row_number() over (partition by rule_id order by weight desc, finding_id) as place from ranked)
select finding_id, rule_id, evidence_class, severity, subject, sentence from firsts where place = 1 order by rank, weight desc, rule_id limit 5
"""


def summary(home: Home, report: RunReport) -> dict[str, Any]:
    """Everything the end of a run says, as one document."""
    with released(home) as db:
        return {
            "nothing_new": report.nothing_new,
            "release": {"number": report.release.number if report.release else None, "file": str(home.published)},
            "this_run": {
                "received": len(report.intake.received),
                "landed": sum(1 for outcome in report.intake.outcomes if outcome.status == "landed"),
                "parked": sum(1 for outcome in report.intake.outcomes if outcome.status == "parked"),
                "unchanged": report.intake.unchanged,
            },
            "exports": records(db, EXPORTS)[0],
            "parked": records(db, PARKED),
            "without_contract": db.execute(UNCLAIMED).fetchall()[0][0],
            "cells": records(db, CELLS)[0],
            "balance": records(db, BALANCE),
            "calibers": records(db, CALIBERS),
            "findings": records(db, FINDINGS),
            "judged": records(db, JUDGED),
            "owed": records(db, OWED)[0],
            "telling": records(db, TELLING),
            "warnings": report.warnings,
        }


def print_summary(facts: dict[str, Any], home: Home, seconds: float) -> None:
    """The summary on the screen."""
    out = console()
    if facts["nothing_new"]:
        out.print(
            f"[bold]Nothing new.[/] Every export, contract and rule is as in release {facts['release']['number']}, which stays in place ({seconds:.1f} s)."
        )
        return
    _print_intake(out, facts)
    _print_balance(out, facts)
    _print_calibers(out, facts)
    _print_findings(out, facts)
    for warning in facts["warnings"]:
        out.print(f"[yellow]warning[/] {warning}")
    out.print(f"\n[bold]Release {facts['release']['number']}[/] is at {facts['release']['file']} ({seconds:.1f} s). Any DuckDB client from 1.1 on can open it.")
    _print_next(out, facts, home)


def _print_intake(out: Any, facts: dict[str, Any]) -> None:
    exports, run = facts["exports"], facts["this_run"]
    out.print(
        f"\n[bold]Exports[/]  {exports['received']} in the book: {exports['landed']} landed, {exports['parked']} parked, "
        f"{exports['restated']} replaced by a restatement{f', {reference} known to be no exports' if (reference := exports['reference']) else ''}"
    )
    out.print(f"  this run: {run['received']} received, {run['landed']} landed, {run['parked']} parked, {run['unchanged']} unchanged")
    for row in facts["parked"]:
        out.print(f"  [red]parked[/] {escape(row['file_path'])}: {row['reason']}: {escape(row['detail'])}")
    if facts["without_contract"]:
        out.print(f"  [red]parked[/] {facts['without_contract']} files no contract names; list: caliber status")


def _print_balance(out: Any, facts: dict[str, Any]) -> None:
    cells = facts["cells"]
    out.print("\n[bold]Nothing is lost[/]  every cell and every figure in is accounted for")
    out.print(
        f"  cells       {cells['read']:,} read = {cells['landed']:,} landed + {cells['ignored']:,} ignored by name + {cells['parked']:,} parked with a reason"
    )
    for row in facts["balance"]:
        out.print(
            f"  figures     {row['rows_in']:,} in = {row['rows_mapped']:,} mapped + {row['rows_unmapped']:,} unmapped "
            f"+ {row['rows_parked']:,} parked   ({row['currency']})"
        )
        out.print(f"  money       {money(row['money_in'])} = {money(row['money_mapped'])} + {money(row['money_unmapped'])} + {money(row['money_parked'])}")
        out.print(f"  difference  {money(row['difference'])}   (totals and leaves together: a check of loss, not a sum of spending)")


def _print_calibers(out: Any, facts: dict[str, Any]) -> None:
    shown = facts["calibers"][:12]
    out.print(f"\n[bold]Calibers found[/]  {len(facts['calibers'])}, never added up without a named rule")
    out.print(table(shown))
    if len(facts["calibers"]) > len(shown):
        out.print(f'  and {len(facts["calibers"]) - len(shown)} more: caliber sql "from marts.dim_calibers"')


def _print_findings(out: Any, facts: dict[str, Any]) -> None:
    judged = ", ".join(f"{row['judged']:,} {row['status'].replace('_', ' ')}" for row in facts["judged"])
    out.print(f"\n[bold]Findings[/]  signals, not verdicts. Judged: {judged}")
    if facts["findings"]:
        out.print(table(facts["findings"]))
    out.print("  " + ", ".join(f"{count:,} {state}" for state, count in facts["owed"].items() if count or state == "open"))
    out.print("\n[bold]Most telling[/]")
    for row in facts["telling"]:
        out.print(f"  [bold]{row['rule_id']}[/] ({row['evidence_class']}, {row['severity']})  " + f"{row['subject']}: {row['sentence']}".replace("[", "\\["))
        out.print(f"      caliber explain {row['finding_id']}", style="dim")


def _print_next(out: Any, facts: dict[str, Any], home: Home) -> None:
    from pipelines.settings import default_home

    where = "" if home == default_home() else f" --home {home.root}"
    first = f"caliber explain {facts['telling'][0]['finding_id']}{where}" if facts["telling"] else f"caliber status{where}"
    out.print("\n[bold]Try next[/]")
    out.print(f"  {first}")
    out.print(f"  caliber findings --class E0{where}")
    sums = "select region_code, fiscal_year, scope, account, sum(amount) from marts.comparable('expenditure', 'final') group by all order by all"
    out.print(f'  caliber sql{where} "{sums}"')
    if any(row["rows_unmapped"] for row in facts["balance"]):
        out.print(f"  caliber unmapped{where}")
