"""`caliber scores`: every claimed score recomputed under a pack of scoring rules, and who claimed more than it gives."""

from __future__ import annotations

import argparse
from typing import Any

import duckdb
from rich.markup import escape

from pipelines.commands.faults import CommandFault
from pipelines.commands.reading import console, money, print_json, records, released
from pipelines.settings import Home

PACKS = "select * from marts.dim_score_packs order by is_default desc, pack, valid_from"
CLAIMS = """
select score.*, coalesce(organisation.organisation_name, organisation.organisation_code) as organisation,
    coalesce(programme.programme_name, programme.programme_code) as programme, indicator.indicator_name as furthest_indicator,
    indicator.target_text, indicator.actual_text, indicator.score_claimed as furthest_claimed
from quality.fct_claimed_scores as score
left join marts.dim_organisations as organisation using (organisation_id)
left join marts.dim_programme_names as programme
    on programme.programme_id = score.programme_id and programme.organisation_id is not distinct from score.organisation_id
left join marts.fct_indicators as indicator on indicator.indicator_report_id = score.furthest_report_id
where {where} order by score.points_above desc, score.claimed_score_id
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--pack", help="the scoring rules of a jurisdiction (default: for each report those in force where it comes from)")
    parser.add_argument("--packs", action="store_true", help="list the packs with formulas, citations and validity")
    parser.add_argument("--region", dest="region_code", help="region code, for example ZZ-990100")
    parser.add_argument("--year", dest="fiscal_year", type=int, help="fiscal year")
    parser.add_argument("--limit", type=int, default=50, help="how many to print (default 50)")
    parser.add_argument("--json", action="store_true", help="print all of them as JSON")


def run(args: argparse.Namespace, home: Home) -> int:
    with released(home) as db:
        packs = records(db, PACKS)
        rows = packs if args.packs else _claims(db, args, {pack["pack"] for pack in packs})
    if args.json:
        print_json(rows)
    elif args.packs:
        _print_packs(rows)
    else:
        _print_claims(rows, args)
    return 0


def _claims(db: duckdb.DuckDBPyConnection, args: argparse.Namespace, known: set[str]) -> list[dict[str, Any]]:
    if args.pack is not None and args.pack not in known:
        raise CommandFault(f"no pack is called '{args.pack}'; there are {', '.join(sorted(known))} (caliber scores --packs)", 2)
    wanted = {column: value for column in ("pack", "region_code", "fiscal_year") if (value := getattr(args, column)) is not None}
    conditions = [f"score.{column} = ?" for column in wanted] + (["score.is_in_force"] if args.pack is None else [])
    return records(db, CLAIMS.format(where=" and ".join(conditions)), list(wanted.values()))


def _print_packs(packs: list[dict[str, Any]]) -> None:
    out = console()
    for pack in packs:
        where = pack["region_code"] or "only where a contract names it"
        where += "; elsewhere where a row prints a weight and the points claimed" if pack["is_default"] else ""
        dates = f"{pack['valid_from'] or '…'} to {pack['valid_to'] or '…'}"
        out.print(f"[bold]{pack['pack']}[/]  {escape(pack['title_en'])} / {escape(pack['title_zh'])}   {where}; {dates}")
        out.print(f"    {escape(pack['formulas_en'])}")
        out.print(f"    {escape(pack['citation'])} (certainty {pack['certainty']})")


def _print_claims(rows: list[dict[str, Any]], args: argparse.Namespace) -> None:
    out = console()
    above = [row for row in rows if row["n_above"]]
    for row in above[: args.limit]:
        who = " / ".join(part for part in (row["organisation"] or row["contract_id"], row["programme"], str(row["fiscal_year"])) if part)
        out.print(f"[bold]{money(row['points_above'])}[/] points above  {escape(who)}   [dim]{row['pack']}[/]")
        out.print(
            f"    claimed {money(row['score_claimed'])}, recomputed {money(row['score_recomputed'])} over {row['n_recomputed']} of {row['n_claimed']} "
            f"indicators; {row['n_above']} above"
        )
        furthest = f"{row['furthest_indicator']}: target {row['target_text']}, achieved {row['actual_text']}, {money(row['furthest_claimed'])} points claimed"
        out.print(f"    furthest: {escape(furthest)}   caliber explain {row['furthest_report_id'][:8]}")
    left = len(above) - args.limit
    out.print(
        f"{len(above)} of {len(rows)} reports claim more than {args.pack or 'the pack in force'} gives"
        + (f"; {left} not shown (--limit)" if left > 0 else "")
        + ". Indicators without figures can't be recomputed and count on neither side."
    )
