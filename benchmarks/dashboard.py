"""How fast is the dashboard over a large book? `make bench-dashboard` (or: python benchmarks/dashboard.py --lines 10000000 --findings 1000000)

The book is the release of the sample, copied many times by SQL: lines, findings and judgements under ids of their own, spread over as many
more regions, reporters, programmes and exports. A server of its own answers over HTTP on this machine; every page is asked at addresses
that were not asked before, so nothing comes from the pages it keeps, and then again.
"""

from __future__ import annotations

import argparse
import http.client
import random
import re
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

import duckdb

from pipelines.publication.release import write_indexes

PROJECT = Path(__file__).resolve().parent.parent
MODELS = PROJECT / "dbt_project" / "models"
# How many of each thing the book has for one of the sample's. Names of the same thing agree in all tables.
SPREAD = {
    "region_code": 250, "parent_code": 250, "organisation_id": 1000, "programme_id": 5000, "export_id": 2500, "other_export_id": 2500, "contract_id": 50,
    "caliber_id": 10,
}  # fmt: skip
OWN = ("budget_line_id", "line_id", "finding_id", "cause_id", "subject_id", "indicator_report_id")
COPIES = {
    "dim_regions": 250, "dim_organisations": 1000, "dim_programmes": 5000, "dim_exports": 2500, "dim_calibers": 10, "fct_coverage": 250,
    "fct_credibility": 1000, "fct_discrepancies": 5000, "fct_budget_recommendations": 5000, "fct_programme_years": 5000, "fct_programme_pace": 5000,
    "fct_target_difficulty": 5000, "fct_indicators": 5000,
    "fct_stated_figures": 1000, "fct_rule_results": 1000,
}  # fmt: skip
# Summaries are made anew from the copied tables, by the SQL of their models.
SUMMARIES = (("marts", "fct_caliber_use"), ("quality", "fct_unmapped_labels"))
# A copied finding rests on the copied cells of its own export.
EVIDENCE = f"""case when i % {SPREAD["export_id"]} = 0 then evidence else json_merge_patch(evidence, json_object('cells', [
    case when json_type(cell) = 'VARCHAR' then to_json(md5((cell ->> '$') || i % {SPREAD["export_id"]})) else cell end
    for cell in cast(json_extract(evidence, '$.cells') as json[])
]))::varchar end as evidence"""
TRIES = 20


@dataclass(frozen=True)
class Sizes:
    """What is wanted."""

    lines: int
    findings: int


def make_book(sample: Path, target: Path, sizes: Sizes) -> None:
    """The large release."""
    with duckdb.connect(str(target)) as db:
        db.execute("set preserve_insertion_order = false")
        db.execute(f"attach '{sample}' as sample (read_only)")
        counts = dict(db.execute("select table_name, estimated_size from duckdb_tables() where database_name = 'sample'").fetchall())
        copies = COPIES | {"fct_budget_lines": -(-sizes.lines // counts["fct_budget_lines"])}
        copies |= {table: -(-sizes.findings // counts["fct_findings"]) for table in ("fct_findings", "fct_finding_history")}
        for schema in ("marts", "quality"):
            db.execute(f"create schema {schema}")
        query = "select schema_name, table_name from duckdb_tables() where database_name = 'sample' order by all"
        for schema, table in db.execute(query).fetchall():
            db.execute(_copied(db, schema, table, copies.get(table, 1)))
        db.execute((PROJECT / "pipelines" / "publication" / "caliber_words.sql").read_text(encoding="utf-8"))
        for schema, name in SUMMARIES:
            model = next(MODELS.rglob(f"{name}.sql")).read_text(encoding="utf-8")
            db.execute(f"create or replace table {schema}.{name} as {re.sub(REFERENCE, _relation, model)}")
        write_indexes(db)
        db.execute("detach sample")


REFERENCE = re.compile(r"\{\{ ref\('(\w+)'\) \}\}")


def _relation(found: re.Match[str]) -> str:
    schema = next(path for path in MODELS.rglob(f"{found[1]}.sql")).relative_to(MODELS).parts[0]
    return f"{schema}.{found[1]}"


def _copied(db: duckdb.DuckDBPyConnection, schema: str, table: str, n: int) -> str:
    described = "select column_name from duckdb_columns() where database_name = 'sample' and schema_name = ? and table_name = ?"
    columns = [row[0] for row in db.execute(described, [schema, table]).fetchall()]
    new = [f"case when i % {SPREAD[name]} = 0 then {name} else {name} || '-' || i % {SPREAD[name]} end as {name}" for name in columns if name in SPREAD]
    new += [f"case when i = 0 then {name} else md5({name} || i) end as {name}" for name in columns if name in OWN]
    new += ["difference_money * (1 + i % 997) as difference_money", EVIDENCE] if table == "fct_findings" else []
    # Books of regions nobody reports for would only make the list of regions long.
    where = "where i = 0 or region_code like 'ZZ%'" if table == "dim_regions" else ""
    replaced = f"replace ({', '.join(new)})" if new and n > 1 else ""
    return f"create table {schema}.{table} as select * exclude (i) {replaced} from sample.{schema}.{table}, range({n}) as copy(i) {where}"


def addresses(book: Path) -> dict[str, list[str]]:
    """Addresses of every page, none twice."""
    draw = random.Random(7)
    with duckdb.connect(str(book), read_only=True) as db:

        def some(query: str) -> list[str]:
            found = sorted(str(row[0]) for row in db.execute(query).fetchall())
            return draw.sample(found, min(TRIES, len(found)))

        found = {
            "finding": some("select finding_id from quality.fct_findings using sample 1000 rows (reservoir, 7)"),
            "region": some("select distinct region_code from quality.fct_findings where region_code is not null"),
            "organisation": some("select distinct organisation_id from quality.fct_findings where organisation_id is not null"),
            "programme": some("select programme_id from quality.fct_budget_recommendations"),
            "calibers": some("select caliber_id from marts.dim_calibers"),
        }
        filters = some("select distinct 'region=' || region_code || '&rule=' || rule_id from quality.fct_findings where region_code is not null")
    asked = {page: [f"/en/{page}?id={one}" for one in ids] for page, ids in found.items()}
    asked["findings, filtered"] = [f"/en/findings?{one}" for one in filters]
    asked["findings, by text"] = [f"/en/findings?text={draw.randrange(1000)}" for _ in range(5)]
    plain = ("overview", "findings", "rectification", "regions", "organisations", "programmes", "rules", "changes")
    return asked | {page: [f"/en/{page}?try={number}" for number in range(TRIES)] for page in plain}


class Server:
    """`caliber dashboard` over a home, in a process of its own."""

    def __init__(self, home: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        began = time.monotonic()
        self.process = subprocess.Popen([sys.executable, "-m", "pipelines.cli", "dashboard", "--home", str(home), "--port", str(self.port)], cwd=PROJECT)
        while True:
            try:
                self.ask("/en/overview")
                break
            except ConnectionRefusedError:
                time.sleep(0.05)
        self.started = time.monotonic() - began

    def ask(self, address: str) -> float:
        """Seconds to the last byte."""
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request("GET", address)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        if answer.status != 200:
            raise SystemExit(f"{address}: {answer.status}")
        return time.monotonic() - began

    def memory(self) -> float:
        """Most memory held so far, in MB; nothing where the system does not tell."""
        status = Path(f"/proc/{self.process.pid}/status")
        found = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.exists() else None
        return int(found[1]) / 1024 if found else float("nan")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--lines", type=int, default=10_000_000)
    arguments.add_argument("--findings", type=int, default=1_000_000)
    arguments.add_argument("--book", type=Path, help="folder to keep the large book in, and to find it in the next time")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.book or Path(scratch) / "book"
        book = folder / "published" / "warehouse.duckdb"
        if not book.exists():
            book.parent.mkdir(parents=True)
            run = [sys.executable, "-m", "pipelines.cli", "run", "--sample", "--home", f"{scratch}/sample", "--json"]
            subprocess.run(run, cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)
            make_book(Path(scratch) / "sample" / "published" / "warehouse.duckdb", book, Sizes(given.lines, given.findings))
        report(folder, book)


def report(home: Path, book: Path) -> None:
    """Ask and print."""
    asked, server = addresses(book), Server(home)
    try:
        print(f"book: {book.stat().st_size / 1e9:.1f} GB; first page {server.started:.1f} s after the start\n")
        print("| page | asked | p50 ms | p95 ms | again p95 ms |\n|---|---:|---:|---:|---:|")
        everything: list[float] = []
        for page, links in asked.items():
            new, again = ([server.ask(link) for link in links] for _ in range(2))
            everything += new
            print(f"| {page} | {len(new)} | {median(new) * 1000:.0f} | {_p95(new) * 1000:.0f} | {_p95(again) * 1000:.0f} |", flush=True)
        print(f"| all | {len(everything)} | {median(everything) * 1000:.0f} | {_p95(everything) * 1000:.0f} | |\n\nmost memory: {server.memory():,.0f} MB")
    finally:
        server.stop()


def _p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20, method="inclusive")[-1]


if __name__ == "__main__":
    main()
