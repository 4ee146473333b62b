"""Two releases held against each other: whatever changed, the causes add up to the difference, and equal releases differ in nothing."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any, NamedTuple

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.publication.changes import CAUSES, Changes, compare_attached

TABLES = """
create schema {name}.marts; create schema {name}.quality;
create table {name}.marts.dim_exports (export_id text, landed_key text, slot text, file_sha256 text, contract_sha256 text, contract_id text, file_path text,
    status text, is_current bool, version_number int, parked_reason text, parked_detail text);
create table {name}.marts.fct_budget_lines (landed_key text, sheet text, table_number int, row_number int, column_number int, kind text, region_code text,
    fiscal_year int, period_end date, stage text, recognition text, scope text, account text, line text, basis text, period_basis text, comparison text,
    netting text, source text, source_role text, currency text, item_id text, economic_item_id text, mapping_method text, economic_mapping_method text,
    region_mapping_method text, region_printed text, amount decimal(28, 4), is_current bool, row_role text);
create table {name}.marts.dim_items (item_id text, system text, item_code text, name_local text, edition_date date, parent_code text, is_unmapped bool);
create table {name}.marts.dim_rules (rule_id text, rule_version int);
create table {name}.quality.fct_findings (finding_id text, rule_id text, rule_version int, evidence_class text, severity text, region_code text,
    fiscal_year int, subject text, difference_money decimal(38, 4), export_id text, other_export_id text);
create table {name}.quality.fct_reconciliation (step text, currency text, money_in decimal(38, 4), money_unmapped decimal(38, 4), rows_unmapped bigint,
    money_difference decimal(38, 4));
create table {name}.quality.release as select 1 as number, timestamp '2025-01-01' as published_at, '1' as caliber_version;
"""


class File(NamedTuple):
    """One export as a release holds it: rows of (row number, region, item, amount, is leaf)."""

    slot: str
    bytes: str
    contract: str
    decoder: str
    status: str
    rows: tuple[tuple[int, str, str, Decimal | None, bool], ...]


def write(db: duckdb.DuckDBPyConnection, name: str, files: list[File]) -> None:
    db.execute(f"attach ':memory:' as {name}")
    db.execute(TABLES.format(name=name))
    for file in files:
        key = "|".join(file[:4])
        export = (key, key, file.slot, file.bytes, file.contract, "c", file.slot, file.status, file.status == "landed", 1, None, None)
        db.execute(f"insert into {name}.marts.dim_exports values ({', '.join('?' * 12)})", export)
        for row, region, item, amount, is_leaf in file.rows if file.status == "landed" else ():
            values = {
                "landed_key": key, "sheet": None, "table_number": 1, "row_number": row, "column_number": 1, "kind": "expenditure", "region_code": region,
                "fiscal_year": 2024, "stage": "final", "currency": "EUR", "item_id": item, "mapping_method": "label", "amount": amount, "is_current": True,
                "row_role": "leaf" if is_leaf else "subtotal", "source_role": "primary",
            }  # fmt: skip
            db.execute(f"insert into {name}.marts.fct_budget_lines ({', '.join(values)}) values ({', '.join('?' * len(values))})", list(values.values()))


def compared(before: list[File], after: list[File]) -> Changes:
    with duckdb.connect() as db:
        write(db, "before", before)
        write(db, "after", after)
        return compare_attached(db)


def totals(files: list[File]) -> Counter[str]:
    found: Counter[str] = Counter()
    for file in files:
        for _, region, _, amount, is_leaf in file.rows:
            found[region] += amount or 0 if is_leaf and file.status == "landed" else 0
    return found


AMOUNTS = st.one_of(st.none(), st.just(Decimal(0)), st.decimals(-10000, 10000, places=2))
ROWS = st.lists(
    st.tuples(st.integers(1, 5), st.sampled_from(["A", "B"]), st.sampled_from(["i", "j"]), AMOUNTS, st.booleans()), max_size=5, unique_by=lambda row: row[0]
)
FILES = st.lists(
    st.builds(File, st.sampled_from("stu"), st.sampled_from("xy"), st.sampled_from("cd"), st.sampled_from("12"), st.sampled_from(["landed", "landed", "parked"]), ROWS.map(tuple)),
    max_size=3, unique_by=lambda file: file.slot,
)  # fmt: skip


@settings(max_examples=40)
@given(before=FILES, after=FILES)
def test_the_causes_add_up_to_the_difference_whatever_changed(before: list[File], after: list[File]) -> None:
    found = compared(before, after)
    explained: Counter[str] = Counter()
    for row in found.parts["changes"]:
        explained[row["region_code"]] += row["difference"]
        assert row["cause"] in CAUSES
    was, now = totals(before), totals(after)
    difference = {region: now[region] - was[region] for region in {*was, *now} if now[region] != was[region]}
    assert {region: amount for region, amount in explained.items() if amount} == difference
    assert {row["cause"] for row in found.parts["exports"]} <= CAUSES.keys()


@settings(max_examples=10)
@given(files=FILES)
def test_a_release_differs_from_itself_in_nothing(files: list[File]) -> None:
    assert not any(rows for part, rows in compared(files, files).parts.items() if part != "balance")


def row(region: str = "A", item: str = "i", amount: int = 10, leaf: bool = True) -> tuple[Any, ...]:
    return (1, region, item, Decimal(amount), leaf)


def cause(before: list[File], after: list[File]) -> set[tuple[str, Decimal]]:
    return {(change["cause"], change["difference"]) for change in compared(before, after).parts["changes"]}


def test_every_cause_has_its_name() -> None:
    old = File("s", "x", "c", "1", "landed", (row(),))
    assert cause([old], [old._replace(bytes="y", rows=(row(amount=12),))]) == {("restated", Decimal(2))}
    assert cause([old], [old._replace(contract="d", rows=(row(amount=1000),))]) == {("contract_changed", Decimal(990))}
    assert cause([old], [old._replace(contract="d", rows=(row(leaf=False),))]) == {("contract_changed", Decimal(-10))}
    assert cause([old], [old._replace(decoder="2", rows=(row(amount=11),))]) == {("decoder_changed", Decimal(1))}
    assert cause([old], [old._replace(rows=(row(amount=11),))]) == {("model_changed", Decimal(1))}
    assert cause([old], [old._replace(rows=(row(region="B"),))]) == {("mapping_changed", Decimal(-10)), ("mapping_changed", Decimal(10))}
    assert cause([old], []) == {("withdrawn", Decimal(-10))}
    assert cause([], [old]) == {("new", Decimal(10))}
    assert cause([old], [old._replace(status="parked")]) == {("set_aside", Decimal(-10))}
    assert cause([old._replace(status="parked")], [old]) == {("readable_now", Decimal(10))}
    # The same bytes under another contract id are another slot, not another delivery.
    assert cause([old], [old._replace(slot="t", contract="d")]) == {("contract_changed", Decimal(0))}


def test_another_item_moves_money_and_changes_none() -> None:
    found = compared([File("s", "x", "c", "1", "landed", (row(),))], [File("s", "x", "c", "1", "landed", (row(item="j"),))])
    assert found.parts["changes"] == []
    (move,) = found.parts["moves"]
    assert (move["n_lines"], move["old_amount"], move["new_amount"], move["cause"]) == (1, Decimal(10), Decimal(10), "mapping_changed")


def test_code_books_and_crosswalks_that_say_something_else_are_counted() -> None:
    item = "insert into {}.marts.dim_items values (?, 'cn', ?, ?, date '2024-01-01', null, false)"
    steps = (
        "create table {0}.marts.fct_item_crosswalks as select 'cn' as from_system, date '2024-01-01' as from_edition, '201' as from_code, 'cofog' as "
        "to_system, date '1999-01-01' as to_edition, '01' as to_code, null as condition, ?::decimal(13, 12) as share, 'direct' as method; "
    )
    regions = (
        "create table {0}.marts.fct_region_crosswalks as select 'CN-1' as from_region_code, 'CN-2' as to_region_code, 'c' as contract_id, "
        "null::date as changed_on, 1.0 as share, 'direct' as method"
    )
    with duckdb.connect() as db:
        for name, items, share in (("before", {"201": "a", "202": "b"}, "1"), ("after", {"201": "A", "203": "c", "204": "d"}, "0.5")):
            write(db, name, [])
            for code, words in items.items():
                db.execute(item.format(name), [code, code, words])
            db.execute(steps.format(name), [share])
            db.execute(regions.format(name))
        found = [(row["what"], row["book"], row["n_new"], row["n_gone"], row["n_changed"]) for row in compare_attached(db).parts["books"]]
    assert found == [("crosswalk", "cn → cofog", 0, 0, 1), ("items", "cn", 2, 1, 1)]
