"""What arithmetic proves of a trial landing: totals and their lines, codes within codes, budget plus change, months that cumulate."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

# Printed figures are rounded: a sum of n of them may be off by n half digits; one in ten thousand is generous to both.
NEAR = "abs(stated - added) <= greatest(0.0001 * abs(stated), 0.02, 0.51 * parts * scale)"
TOTALS = f"""
with stated as (
    select sheet, table_number, row_number, column_number, amount_reported as stated, printed_decimals from amounts
    where row_role in ({{roles}}) and measure = 'amount' and amount_reported is not null),
parts as (select sheet, table_number, row_parent as row_number, column_number, sum(amount_reported) as added, count(*) as parts from amounts
    where row_parent is not null and measure = 'amount' group by all),
judged as (
    select row_number, stated, added, parts, power(10, -printed_decimals) as scale
    from stated join parts using (sheet, table_number, row_number, column_number))
select count(*), count(*) filter (where {NEAR}), coalesce(max(parts), 0),
    arg_max(rtrim(rtrim(stated::varchar, '0'), '.') || ' against ' || rtrim(rtrim(added::varchar, '0'), '.'), abs(stated - added))
from judged
"""
COLUMNS = f"""
with parts as (select sheet, table_number, row_number, sum(amount_reported) filter (where column_number = $total) as stated,
    sum(amount_reported) filter (where column_number <> $total) as added, count(*) as parts, 0.01 as scale from amounts group by all)
select count(*), count(*) filter (where {NEAR}) from parts where stated is not null and added is not null
"""
BRIDGE = """
with lines as (
    select sheet, row_number, coalesce(sum(amount_reported) filter (where column_number = $one), 0) as one,
        coalesce(sum(amount_reported) filter (where column_number = $two), 0) as two,
        coalesce(sum(amount_reported) filter (where column_number = $three), 0) as three
    from amounts group by all)
select count(*), count(*) filter (where abs(one + two - three) < 0.05), count(*) filter (where two <> 0) from lines
"""
STEPS = "count(*) filter (where before > 0), count(*) filter (where before > 0 and amount_reported >= before - 0.01)"
DOUBLED = """
with sums as (select sheet, table_number, column_number, sum(amount_reported) as whole, count(*) as n from amounts where measure = 'amount' group by all),
wanted as (select sheet, table_number, count(*) as columns from sums where whole <> 0 and n > 3 group by all),
hits as (select sheet, table_number, row_number, count(*) as proven from amounts join sums using (sheet, table_number, column_number)
    where n > 3 and amount_reported <> 0 and abs(2 * amount_reported - whole) < greatest(0.02, abs(whole) * 0.000001) group by all)
select sheet, row_number, proven from hits join wanted using (sheet, table_number) where proven = columns order by all
"""


@dataclass(frozen=True)
class Proof:
    """How many sums were looked at, how many hold, over at most how many parts, and the worst one."""

    judged: int
    held: int
    parts: int = 0
    worst: str = ""

    @property
    def share(self) -> float:
        return self.held / self.judged if self.judged else 0.0


def totals(db: duckdb.DuckDBPyConnection, roles: tuple[str, ...]) -> Proof:
    """Do the rows with these roles equal the lines linked below them?"""
    listed = ", ".join(f"'{role}'" for role in roles)
    judged, held, parts, worst = db.execute(TOTALS.format(roles=listed)).fetchall()[0]
    return Proof(judged, held, parts, worst or "")


def total_column(db: duckdb.DuckDBPyConnection, place: int) -> Proof:
    """Does this column equal the sum of all other figure columns, row by row?"""
    judged, held = db.execute(COLUMNS, {"total": place}).fetchall()[0]
    return Proof(judged, held)


def bridge(db: duckdb.DuckDBPyConnection, places: list[int]) -> tuple[int, int, int] | None:
    """Three neighbouring columns with first + second = third in nearly every row."""
    for one, two, three in zip(places, places[1:], places[2:], strict=False):
        judged, held, telling = db.execute(BRIDGE, {"one": one, "two": two, "three": three}).fetchall()[0]
        if telling > 2 and held >= 0.98 * judged:
            return one, two, three
    return None


def hidden_totals(db: duckdb.DuckDBPyConnection) -> list[tuple[str, int, int]]:
    """Rows that are half of everything in every column: totals that no word announces. (sheet, row, columns)"""
    return list(db.execute(DOUBLED).fetchall())


def cumulates(db: duckdb.DuckDBPyConnection, place: int) -> Proof:
    """Do the figures of a column never fall from one month to the next within a line and a year?"""
    query = f"""
    with steps as (
        select amount_reported, lag(amount_reported) over (
            partition by fiscal_year, region_printed, item_code, item_name, economic_code, organisation_code, account, row_role order by period_end) as before
        from amounts where column_number = $place and amount_reported is not null)
    select {STEPS} from steps
    """
    judged, held = db.execute(query, {"place": place}).fetchall()[0]
    return Proof(judged, held)


def cumulates_across(db: duckdb.DuckDBPyConnection) -> Proof:
    """The same where every month has a column."""
    query = f"""
    with steps as (
        select amount_reported, lag(amount_reported) over (partition by sheet, row_number, fiscal_year order by period_end) as before
        from amounts where amount_reported is not null)
    select {STEPS} from steps
    """
    judged, held = db.execute(query).fetchall()[0]
    return Proof(judged, held)
