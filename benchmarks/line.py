"""How much does the whole line cost over the bare job? `make bench` (or: python benchmarks/line.py --lines 1000000 --runs 3)

The bare job: read one CSV of budget lines, bring 元 and 万元 to one unit, join codes to items, add up leaves by region and class.
It is done by DuckDB SQL (the floor) and by pandas; the line does the same and everything else (contract, caliber and address of every
figure, star schema, rules, gates, release). Every contender runs as a process of its own, in turn, on the same file, in one go.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

PROJECT = Path(__file__).resolve().parent.parent
ITEMS = PROJECT / "dbt_project" / "seeds" / "classification_items.csv"

GENERATE = """
copy (
    select 'ZZ-9901' || lpad((1 + i % 5)::varchar, 2, '0') as region_code, 2020 + i % 5 as fiscal_year,
        ['20101', '20502', '20801', '21001', '21301', '22101'][1 + i % 6] || lpad((1 + i % 40)::varchar, 2, '0') as item_code,
        'unit ' || i % 900 as organisation, 'line ' || i as item_name,
        case when i % 3 = 0 then '万元' else '元' end as unit,
        printf('%.2f', (i * 7919 % 100000000) / 100.0) as amount
    from range({lines}) as numbers(i)
) to '{file}' (format csv, header true)
"""
DUCKDB = """
create table items as select distinct item_code, left(item_code, 3) as class_code from read_csv('{items}', all_varchar = true)
    where system = 'cn_functional' and edition_date = '2019-01-01';
create table result as
select source.region_code, source.fiscal_year, coalesce(items.class_code, left(source.item_code, 3)) as class_code,
    sum(source.amount::decimal(28, 2) * case source.unit when '万元' then 10000 else 1 end) as amount
from read_csv('{file}', all_varchar = true) as source left join items on items.item_code = left(source.item_code, 5) group by all;
"""
PANDAS = """
import pandas as pd
items = pd.read_csv({items!r}, dtype=str).query("system == 'cn_functional' and edition_date == '2019-01-01'")[["item_code"]].drop_duplicates()
items["class_code"] = items.item_code.str[:3]
lines = pd.read_csv({file!r}, dtype={{"region_code": str, "item_code": str, "unit": str, "amount": float}})
lines["amount"] *= lines.unit.map({{"元": 1, "万元": 10000}})
lines["key"] = lines.item_code.str[:5]
merged = lines.merge(items, left_on="key", right_on="item_code", how="left", suffixes=("", "_item"))
merged["class_code"] = merged.class_code.fillna(merged.item_code.str[:3])
merged.groupby(["region_code", "fiscal_year", "class_code"]).amount.sum()
"""
CONTRACT = """
id: zz-bench.spending
publisher: {name: benchmark (made up)}
kind: expenditure
region: "ZZ"
caliber: {scope: own_level, account: general, stage: final, recognition: cash_paid, period_basis: year}
unit: {currency: CNY, scale: 1}
format: {encoding: utf-8, delimiter: ","}
classification: {item: {system: cn_functional}}
editions:
  - years: 2020-2024
    files: "lines.csv"
    layout:
      columns: {region: region_code, year: fiscal_year, item_code: item_code, organisation_name: organisation, item_name: item_name, unit: unit}
      amounts: {final: amount}
"""


def measure(command: list[str], environment: dict[str, str] | None = None) -> tuple[float, float]:
    """Wall seconds and peak memory in MB of one process."""
    before = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
    _, message = child.communicate()
    if child.returncode != 0:
        raise SystemExit(f"{command[:3]} failed:\n{message.decode()[-2000:]}")
    return time.monotonic() - before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def contenders(file: Path, scratch: Path, number: int) -> dict[str, list[str]]:
    """Name -> command. Each line run gets a fresh workspace, so that nothing is already landed."""
    floor = f"import duckdb; duckdb.connect().execute({DUCKDB.format(items=ITEMS, file=file)!r})"
    home = scratch / f"home{number}"
    return {
        "DuckDB SQL (floor)": [sys.executable, "-c", floor],
        "pandas": [sys.executable, "-c", PANDAS.format(items=str(ITEMS), file=str(file))],
        "Caliber, whole line": [sys.executable, "-m", "pipelines.cli", "run", "--home", str(home), "--inbox", str(file.parent)],
    }


def main() -> None:
    """Print a table: seconds (median of the runs), ratio to the floor, peak memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results = _race(Path(folder), args.lines, args.runs)
    floor = results["DuckDB SQL (floor)"]["seconds"]
    for row in results.values():
        row["ratio"] = row["seconds"] / floor
    if args.json:
        print(json.dumps(results, indent=2))
        return
    print(f"{args.lines:,} lines, median of {args.runs} runs, {os.cpu_count()} cores")
    for name, row in results.items():
        print(f"  {name:<22} {row['seconds']:7.2f} s   {row['ratio']:5.1f} × floor")


def _race(scratch: Path, lines: int, runs: int) -> dict[str, dict[str, float]]:
    inbox = scratch / "inbox"
    inbox.mkdir()
    file = inbox / "lines.csv"
    subprocess.run([sys.executable, "-c", f"import duckdb; duckdb.connect().execute({GENERATE.format(lines=lines, file=file)!r})"], check=True)
    (inbox / "bench.contract.yml").write_text(CONTRACT, encoding="utf-8")
    seconds: dict[str, list[float]] = {}
    for number in range(runs):
        for name, command in contenders(file, scratch, number).items():
            seconds.setdefault(name, []).append(measure(command)[0])
    return {name: {"seconds": median(values)} for name, values in seconds.items()}


if __name__ == "__main__":
    main()
