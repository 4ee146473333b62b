"""Money through editions, codes and territories: nothing is lost on the way, and the known turns are taken.

The SQL of the models is what dbt compiled for the sample; here it stands over made-up books of items and regions.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.settings import DBT_PROJECT

SEEDS = DBT_PROJECT / "seeds"
EDITIONS = ("2001-01-01", "2002-01-01", "2003-01-01")
CODES = ("1", "11", "111", "112", "12", "2", "21", "3")
REGIONS = ("R1", "R2", "R3", "R4", "R5")
MODELS = (
    "intermediate/int_item_ancestors", "intermediate/int_item_steps", "intermediate/int_item_paths", "marts/fct_item_crosswalks",
    "marts/fct_region_crosswalks", "marts/fct_harmonised_lines",
)  # fmt: skip
TABLES = """
attach ':memory:' as warehouse;
create schema warehouse.seeds; create schema warehouse.intermediate; create schema warehouse.marts;
create table warehouse.seeds.classification_items (
    system varchar, edition_date varchar, item_code varchar, name_local varchar, level int, parent_code varchar, is_transfer varchar);
create table warehouse.seeds.classification_crosswalks (from_system varchar, from_edition varchar, until_edition varchar, from_code varchar,
    to_system varchar, to_edition varchar, to_code varchar, share decimal(13, 12), method varchar, condition varchar);
create table warehouse.seeds.region_successors (
    from_code varchar, to_code varchar, effective_date date, kind varchar, share decimal(13, 12), method varchar);
create table warehouse.seeds.region_territories (
    contract_id varchar, territory_code varchar, region_code varchar, without_region_code varchar, valid_from date);
create table warehouse.marts.fct_budget_lines (budget_line_id varchar, contract_id varchar, source_role varchar, kind varchar, fiscal_year int,
    period_end date, caliber_id varchar, currency varchar, region_code varchar, item_id varchar, mapping_method varchar, row_role varchar,
    is_current boolean, amount decimal(28, 4));
"""


def compiled(home: Path, name: str) -> str:
    return (home / "work" / "dbt" / "compiled" / "caliber" / f"{name}.sql").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def models(first):
    """The models of crosswalks and harmonised lines over empty seeds, and the SQL of the test that dbt runs over them."""
    with duckdb.connect() as db:
        db.execute(TABLES)
        built = [f"create or replace table warehouse.{model.replace('/', '.')} as {compiled(first.home, f'models/{model}')}" for model in MODELS]
        yield db, built, compiled(first.home, "tests/crosswalks_conserve_money")


def shares(parts: list[int]) -> list[Decimal]:
    """Exact shares of twelve decimals that add up to 1; the last one takes what is left."""
    total = sum(parts)
    cut = [Decimal(part * 10**12 // total).scaleb(-12) for part in parts[:-1]]
    return [*cut, 1 - sum(cut, Decimal(0))]


@st.composite
def crosswalks(draw: st.DrawFn) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Items of three editions, what becomes of some of them, and successors of some regions."""
    known = {edition: draw(st.sets(st.sampled_from(CODES), min_size=1)) | {"1"} for edition in EDITIONS}
    items = [
        ("b", edition, code, f"{code}{draw(st.sampled_from('xy'))}", len(code), code[:-1] or None, "false")
        for edition in EDITIONS
        for code in sorted(known[edition])
    ]
    steps: list[tuple[object, ...]] = []
    for before, after in pairwise(EDITIONS):
        for code in sorted(draw(st.sets(st.sampled_from(sorted(known[before]))))):
            targets = sorted(draw(st.sets(st.sampled_from(sorted(known[after])), max_size=3)))
            cut = shares(draw(st.lists(st.integers(1, 10**6), min_size=len(targets), max_size=len(targets)))) if targets else []
            steps += [("b", before, None, code, "b", after, target, share, "weight", None) for target, share in zip(targets, cut, strict=True)]
            if not targets:
                steps.append(("b", before, None, code, "b", after, None, None, "unmapped", None))
    moves: list[tuple[object, ...]] = []
    for place, region in enumerate(REGIONS[:-1]):
        targets = sorted(draw(st.sets(st.sampled_from(REGIONS[place + 1 :]), max_size=2)))
        cut = shares(draw(st.lists(st.integers(1, 999), min_size=len(targets), max_size=len(targets)))) if targets else []
        moves += [(region, target, "2002-01-01", "split", share, "weight") for target, share in zip(targets, cut, strict=True)]
        if not targets and draw(st.booleans()):
            moves.append((region, None, "2002-01-01", "split", None, "unmapped"))
    return items, steps, moves


def insert(db: duckdb.DuckDBPyConnection, table: str, rows: list[tuple[object, ...]]) -> None:
    db.execute(f"delete from warehouse.{table}")
    if rows:
        one = f"({', '.join('?' * len(rows[0]))})"
        db.execute(f"insert into warehouse.{table} values {', '.join([one] * len(rows))}", [value for row in rows for value in row])


def build(models, items, steps, moves, amounts) -> list[tuple[object, ...]]:
    """The models over one book with a leaf line per amount, items and regions in turn; what the test of dbt finds wrong."""
    db, built, faults = models
    insert(db, "seeds.classification_items", items)
    insert(db, "seeds.classification_crosswalks", steps)
    insert(db, "seeds.region_successors", moves)
    for statement in built[:-1]:
        db.execute(statement)
    sources = [row[0] for row in db.execute("select distinct from_item_id from warehouse.marts.fct_item_crosswalks order by 1").fetchall()]
    lines = [
        (
            f"l{place}",
            "c",
            "primary",
            "expenditure",
            2001,
            None,
            "k",
            "CNY",
            REGIONS[place % 5],
            sources[place % len(sources)],
            "exact_code",
            "leaf",
            True,
            amount,
        )
        for place, amount in enumerate(amounts)
    ]
    insert(db, "marts.fct_budget_lines", lines)
    db.execute(built[-1])
    return db.execute(faults).fetchall()


AMOUNTS = st.lists(st.decimals(-(10**14), 10**14, places=4), min_size=1, max_size=30)


@settings(max_examples=100)
@given(book=crosswalks(), amounts=AMOUNTS)
def test_any_crosswalk_keeps_every_line_to_the_last_digit(models, book, amounts):
    assert build(models, *book, amounts) == []
    query = (
        "select line.budget_line_id, line.amount, sum(part.amount) as arrived from warehouse.marts.fct_budget_lines as line "
        "left join warehouse.marts.fct_harmonised_lines as part using (budget_line_id) group by all having arrived is distinct from line.amount"
    )
    assert models[0].execute(query).fetchall() == []


def test_shares_that_hand_out_more_than_there_is_are_refused(models):
    items = [("b", edition, code, code, 1, None, "false") for edition in EDITIONS for code in ("1", "2")]
    steps = [("b", EDITIONS[0], None, "1", "b", EDITIONS[1], code, Decimal("0.6"), "weight", None) for code in ("1", "2")]
    assert build(models, items, steps, [], [Decimal(100)])


def test_what_shares_leave_over_stays_where_it_was_as_unmapped(models):
    items = [("b", edition, "1", "1", 1, None, "false") for edition in EDITIONS]
    assert build(models, items, [("b", EDITIONS[0], None, "1", "b", EDITIONS[1], "1", Decimal("0.6"), "weight", None)], [], [Decimal(1)]) == []
    found = (
        models[0]
        .execute("select to_code, share, method from warehouse.marts.fct_item_crosswalks where from_edition = '2001-01-01' and is_latest order by share")
        .fetchall()
    )
    assert found == [("1", Decimal("0.4"), "unmapped"), ("1", Decimal("0.6"), "weight")]


def read(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_no_chinese_code_changes_its_words_or_ends_unsaid():
    """A code that means something else in the next edition would carry its series over silently."""
    listed = {(row["from_system"], row["from_edition"], row["from_code"]) for row in read("classification_crosswalks")}
    editions: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    levels = {}
    for row in read("classification_items"):
        if row["system"] in ("cn_functional", "cn_revenue", "cn_economic_dept", "cn_economic_gov"):
            editions[row["system"]][row["edition_date"]][row["item_code"]] = row["name_local"]
            levels[row["system"], row["item_code"]] = int(row["level"])
    unsaid = [
        (system, before, code)
        for system, books in editions.items()
        for before, after in pairwise(sorted(books))
        for code, name in books[before].items()
        if books[after].get(code, name if levels[system, code] > 2 else None) != name and (system, before, code) not in listed
    ]
    assert unsaid == []


WAYS = (
    ("cn_functional", "2009-01-01", "20112", [("21007", "1", "direct")]),
    ("cn_functional", "2012-01-01", "201", [("201", "0.929", "weight"), ("210", "0.071", "weight")]),
    ("cn_functional", "2009-01-01", "20118", [("22001", "1", "direct")]),
    ("cn_functional", "2010-01-01", "21009", [("21017", "1", "direct")]),
    ("cn_functional", "2014-01-01", "20819", [("22101", "1", "direct")]),
    ("cn_functional", "2018-01-01", "22004", [("22405", "1", "direct")]),
    ("cn_functional", "2009-01-01", "216", [("216", "1", "unmapped")]),
    ("cn_revenue", "2015-01-01", "10103", [("10101", "1", "direct")]),
)


@pytest.mark.parametrize(("system", "edition", "code", "expected"), WAYS)
def test_known_turns_of_the_editions(caliber, first, system, edition, code, expected):
    query = (
        f"select to_code, share, method from marts.fct_item_crosswalks where is_latest and to_system = '{system}' and from_system = '{system}' "
        f"and from_edition = '{edition}' and from_code = '{code}' order by to_code"
    )
    found = caliber("sql", "--home", str(first.home), "--json", query).json
    assert [(row["to_code"], Decimal(row["share"]), row["method"]) for row in found] == [(to, Decimal(share), method) for to, share, method in expected]


def test_known_turns_of_the_territories(caliber, first):
    query = (
        "select from_region_code as region, to_region_code as became, share, method from marts.fct_region_crosswalks "
        "where contract_id is null and region in ('CN-341400', 'CN-371200', 'CN-371203', 'CN-110103', 'CN-341500') order by all"
    )
    found = [(row["region"], row["became"], Decimal(row["share"]), row["method"]) for row in caliber("sql", "--home", str(first.home), "--json", query).json]
    assert found == [
        ("CN-110103", "CN-110101", 1, "direct"),
        ("CN-341400", "CN-340100", Decimal("0.4525"), "weight"),
        ("CN-341400", "CN-340200", Decimal("0.3069"), "weight"),
        ("CN-341400", "CN-340500", Decimal("0.2406"), "weight"),
        ("CN-341500", "CN-341500", 1, "predominance"),
        ("CN-371200", "CN-370100", 1, "direct"),
        ("CN-371203", "CN-370117", 1, "direct"),
    ]


CONTRACT = """
id: zz-through.years
publisher: {name: 编年（虚构）}
kind: expenditure
region: "CN"
unit: {currency: CNY, scale: 10000}
caliber: {scope: area_total, account: general, stage: final, recognition: cash_paid, period_basis: year, netting: gross}
classification: {system: cn_functional}
editions:
  - years: [2009, 2013, 2014, 2024]
    files: "{year}.csv"
    format: {encoding: utf-8, delimiter: ","}
    layout:
      columns: {region: 地区, item_name: 项目}
      amounts: {final: 决算数}
      hierarchy: indent
"""
YEARS = {
    2009: "341400,公共安全,100.01\n341400,人大事务,10\n341400,　行政运行,6\n341400,　人大会议,4\n341400,政协事务,20\n341400,　行政运行,20\n",
    2013: "340100,一般公共服务,1000\n340100,医疗卫生,300\n",
    2014: "340100,一般公共服务支出,940\n340100,医疗卫生与计划生育支出,380\n",
    2024: "340100,（廿一）卫生健康支出（类）,500\n340100,其中：教育　支出,50\n340100,行政运行,5\n",
}


@pytest.fixture(scope="module")
def through_the_years(caliber, tmp_path_factory):
    """Four made-up years of one prefecture: three editions, a territory that ended, words below two parents, odd numbering."""
    inbox = tmp_path_factory.mktemp("years") / "inbox"
    (inbox / "contracts").mkdir(parents=True)
    (inbox / "contracts" / "years.yml").write_text(CONTRACT, encoding="utf-8")
    for year, lines in YEARS.items():
        (inbox / f"{year}.csv").write_text("地区,项目,决算数\n" + lines, encoding="utf-8")
    answer = caliber("run", "--inbox", str(inbox), "--home", str(inbox.parent / "home"), "--json")
    assert answer.code == 0, answer.err[-3000:]
    return inbox.parent / "home"


def ask(caliber, home: Path, query: str):
    return caliber("sql", "--home", str(home), "--json", query).json


def test_the_same_words_below_two_items_are_two_items_and_without_a_row_above_none(caliber, through_the_years):
    query = (
        "select fiscal_year, item.item_code, line.mapping_method, line.amount, count(*) over (partition by line_id) as lines "
        "from marts.fct_budget_lines as line join marts.dim_items as item using (item_id) where item_name_printed like '%行政运行' order by 1, 2"
    )
    assert [tuple(row.values()) for row in ask(caliber, through_the_years, query)] == [
        (2009, "2010101", "label_below", "60000", 1),
        (2009, "2010201", "label_below", "200000", 1),
        (2024, None, "unmapped", "50000", 1),
    ]


def test_a_series_goes_on_through_editions_and_territories(caliber, through_the_years):
    """A fourteenth of 201 moves to 210 in 2014; of a prefecture that ended in 2011 a share lives on in each of three."""
    query = "select fiscal_year, amount, methods, break_note like '%Family planning%' as breaks, break_size from marts.series('210', 'CN-340100') order by 1"
    assert [tuple(row.values()) for row in ask(caliber, through_the_years, query)] == [
        (2013, "3710000", "predominance, weight", None, None),
        (2014, "3800000", "predominance", True, "97700000000"),
        (2024, "5000000", "direct", False, None),
    ]
    query = (
        "select region_code, sum(amount) as amount from marts.fct_harmonised_lines join marts.dim_items as item using (item_id) "
        "where fiscal_year = 2009 and item.item_code = '204' group by 1 order by 1"
    )
    parts = {row["region_code"]: Decimal(row["amount"]) for row in ask(caliber, through_the_years, query)}
    assert parts == {"CN-340100": Decimal("452545.25"), "CN-340200": Decimal("306930.69"), "CN-340500": Decimal("240624.06")}
    assert sum(parts.values()) == Decimal("1000100")
