"""`caliber sql QUERY`: any question to the release, read-only."""

from __future__ import annotations

import argparse
import csv
import sys

import duckdb

from pipelines.commands.faults import CommandFault
from pipelines.commands.reading import console, plain, print_json, records, released, table
from pipelines.settings import Home


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("query", help="SQL; schemas marts and quality (- reads it from standard input)")
    parser.add_argument("--json", action="store_true", help="print JSON, decimals as exact text")
    parser.add_argument("--csv", action="store_true", help="print CSV")


def run(args: argparse.Namespace, home: Home) -> int:
    query = sys.stdin.read() if args.query == "-" else args.query
    with released(home) as db:
        try:
            rows = records(db, query)
        except duckdb.Error as error:
            raise CommandFault(f'{error}\nTables: `caliber sql "from duckdb_tables() select schema_name, table_name"`') from error
    if args.json:
        print_json(rows)
    elif args.csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(rows[0] if rows else [])
        writer.writerows([plain(value) for value in row.values()] for row in rows)
    else:
        console().print(table(rows) if rows else "no rows")
    return 0
