"""`caliber findings --attention`: the cases most worth a visit, with what speaks about each."""

from __future__ import annotations

import argparse
import json

from pipelines.commands.reading import console, money, print_json, records, released
from pipelines.settings import Home

FILTERS = ("evidence_class", "rule_id", "region_code", "fiscal_year", "severity")


def show_attention(home: Home, args: argparse.Namespace) -> int:
    """The first cases of quality.fct_attention; the filters choose by the surest finding of a case."""
    wanted = {column: getattr(args, column) for column in FILTERS if getattr(args, column) is not None}
    where = " and ".join(f"{column} = ?" for column in wanted) or "true"
    query = f"select * from quality.fct_attention where {where} order by place limit ?"
    with released(home) as db:
        rows = records(db, query, [*wanted.values(), max(args.attention, 0)])
    reasons = f"reasons_{args.lang}"
    if args.json:
        print_json([{**row, "reasons_en": json.loads(row["reasons_en"]), "reasons_zh": json.loads(row["reasons_zh"])} for row in rows])
        return 0
    out = console()
    for row in rows:
        stake = f"  money at stake {money(row['money_at_stake'])}" if row["money_at_stake"] else ""
        judged = f"{row['rule_id']}  {row['evidence_class']}/{row['severity']}  strength {row['strength']:.2f}"
        out.print(f"[bold]{row['place']}[/]  {row['finding_id']}  {judged}{stake}")
        out.print(f"    {row['subject']}".replace("[", "\\["))
        for sentence in json.loads(row[reasons]):
            out.print(f"      - {sentence}".replace("[", "\\["))
    out.print(f"{len(rows)} cases. Where to look first, not what to find there; `caliber explain` with the id shows the cells.")
    return 0
