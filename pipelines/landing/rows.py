"""Which lines of a table are data, which are titles, footnotes or repeats, and what each data line stands for.

Works on the DuckDB table `lines` (rn, c1..cN: trimmed text, null where empty; i1..: printed indent) of one block.
"""

from __future__ import annotations

import re

import duckdb

from pipelines.contracts.layout import Layout, RoleRule
from pipelines.landing.columns import ColumnMap, field_sql, unknown_words_sql
from pipelines.landing.numbers import sql_text
from pipelines.landing.table import Block, LayoutError

OUTLINE = (r"^[一二三四五六七八九十百]+、", r"^[（(][一二三四五六七八九十]+[）)]", r"^\d+[、.．]", r"^[（(]\d+[）)]", r"^[①-⑳]")
TWINS = {
    "item_code": "item_name",
    "economic_code": "economic_name",
    "organisation_code": "organisation_name",
    "programme_code": "programme_name",
    "fund_code": "fund_name",
}
NOT_PARTS = ("of_which", "elimination", "balance")


def classify(db: duckdb.DuckDBPyConnection, layout: Layout, mapped: ColumnMap, block: Block, width: int, basis: str | None = None) -> None:
    """Make `sorted_lines`: every line with a `fate`: data, or the reason why it is none. `basis`: the contract's period basis."""
    cells = [f"c{i + 1}" for i in range(width)]
    first = f"coalesce({', '.join(cells)})"
    # As printed, before merged cells and `fill_down` repeated their text.
    filled = "(n_spoken + n_unspoken)"
    figures = " or ".join(f"c{figure.position + 1} is not null" for figure in mapped.figures) or "true"
    cases = [f"when {filled} = 0 then 'blank_row'"]
    if block.headers:
        same = " and ".join(f"({cell} is null or {cell} = {sql_text(name)})" for cell, name in zip(cells, block.names, strict=True))
        cases.append(f"when {filled} > 1 and {same} then 'repeated_header'")
    if layout.footnotes is not None:
        cases.append(f"when regexp_matches({first}, {sql_text(layout.footnotes)}) then 'footnote'")
    for rule in layout.ignore_rows:
        cases.append(f"when {where_sql(rule.where, mapped, block)} then {sql_text('ignored: ' + rule.reason)}")
    if mapped.ignored:
        # The other one of two blocks beside each other. A lonely text stays where units and years are looked for.
        others = [f"c{i + 1} is not null" for i in range(width) if i not in mapped.ignored]
        cases.append(f"when n_unspoken > 1 and not ({' or '.join(others) or 'false'}) then 'ignored: printed only in columns left out by name'")
    cases.append(f"when not ({figures}) then 'no_figures'")
    cases.append(f"when {unknown_words_sql(mapped, basis)} then 'unknown_category'")
    db.execute(f"create or replace table sorted_lines as select *, case {' '.join(cases)} else 'data' end as fate from lines")


def where_sql(where: dict[str, str], mapped: ColumnMap, block: Block) -> str:
    """All patterns of a rule hold; each is looked for in a field or in a printed header."""
    tests = []
    for name, pattern in where.items():
        if name in mapped.fields:
            text = field_sql(*mapped.fields[name])
        else:
            place = block.position_of(int(name) if name.isdecimal() and len(name) < 10 else name, "")
            text = f"c{place + 1}"
        # `\s` knows ASCII blanks only, and 合　计 is mostly set apart with a wide one.
        plain = f"translate({text}, '\u3000\u00a0\u2009\u202f', '    ')"
        tests.append(f"coalesce(regexp_matches({plain}, {sql_text(pattern)}), false)")
    return "(" + " and ".join(tests) + ")"


def assign_roles(db: duckdb.DuckDBPyConnection, layout: Layout, mapped: ColumnMap, block: Block) -> None:
    """Make `roles`: rn, row_role, row_parent for every data line."""
    cases = " ".join(f"when {where_sql(rule.where, mapped, block)} then {position}" for position, rule in enumerate(layout.roles))
    matched = f"case {cases} end" if cases else "null"
    if not layout.roles and layout.hierarchy == "none":
        # Every line is alike: no table of roles.
        db.execute(
            f"create or replace view roles as select rn, {sql_text(layout.role)} as row_role, null::int as row_parent from sorted_lines where fate = 'data'"
        )
        return
    keys = ", ".join(f"{field_sql(place, rule)} as {name}" for name, (place, rule) in mapped.fields.items())
    db.execute(
        f"create or replace table roles as select rn, {matched}::int as rule, {sql_text(layout.role)} as row_role, null::int as row_parent"
        f"{', ' + keys if keys else ''} from sorted_lines where fate = 'data'"
    )
    for position, rule in enumerate(layout.roles):
        db.execute(f"update roles set row_role = {sql_text(rule.role)} where rule = {position}")
    if layout.hierarchy in ("item_code", "economic_code"):
        _link_by_code(db, layout.hierarchy, mapped)
    elif layout.hierarchy != "none":
        _link_by_depth(db, layout.hierarchy, mapped)
    # A total of the whole table takes what is left: the subtotals, and the lines that are under none.
    for position, rule in sorted(enumerate(layout.roles), key=lambda numbered: numbered[1].over == "table"):
        if rule.role in ("subtotal", "grand_total"):
            _link_total(db, position, rule, mapped)


def _others(mapped: ColumnMap, without: set[str]) -> str:
    """Join condition: all other fields equal, null to null."""
    skip = without | {TWINS[name] for name in without if name in TWINS}
    same = [f"child.{name} is not distinct from parent.{name}" for name in mapped.fields if name not in skip]
    return " and ".join(same) or "true"


def _link_by_code(db: duckdb.DuckDBPyConnection, code: str, mapped: ColumnMap) -> None:
    lengths = [n for (n,) in db.execute(f"select distinct length({code}) from roles where {code} is not null order by 1 desc").fetchall()]
    plain = f"rule is null and {code} is not null"
    for length in lengths:
        db.execute(
            f"update roles set row_parent = parent.rn from (select * from roles where {plain} and length({code}) = {length}) parent "
            f"where roles.rule is null and roles.row_parent is null and length(roles.{code}) > {length} "
            f"and left(roles.{code}, {length}) = parent.{code} and {_others(mapped, {code}).replace('child.', 'roles.')}"
        )
    db.execute("update roles set row_role = 'subtotal' where rule is null and rn in (select row_parent from roles where row_parent is not null)")


def _link_by_depth(db: duckdb.DuckDBPyConnection, how: str, mapped: ColumnMap) -> None:
    """Depth from the indent or from the numbering 一、（一）1. of the item name; the parent is the last line above that is less deep."""
    if "item_name" not in mapped.fields:
        raise LayoutError("no_item_name", f"layout.hierarchy: {how} needs the field item_name")
    place = mapped.fields["item_name"][0] + 1
    indent = f"i{place}" if how == "indent" else "0"
    lines = db.execute(
        f"select rn, c{place}, {indent} from sorted_lines where fate = 'data' and rn in (select rn from roles where rule is null) order by rn"
    ).fetchall()
    open_lines: list[tuple[int, int]] = []
    links: list[tuple[int, int]] = []
    for rn, name, blanks in lines:
        depth = blanks if how == "indent" else _outline_depth(name or "", open_lines)
        while open_lines and open_lines[-1][0] >= depth:
            open_lines.pop()
        if open_lines:
            links.append((open_lines[-1][1], rn))
        open_lines.append((depth, rn))
    if links:
        db.executemany("update roles set row_parent = ? where rn = ?", links)
    db.execute("update roles set row_role = 'subtotal' where rule is null and rn in (select row_parent from roles where row_parent is not null)")


def _outline_depth(name: str, open_lines: list[tuple[int, int]]) -> int:
    for depth, pattern in enumerate(OUTLINE):
        if re.match(pattern, name):
            return depth
    return len(OUTLINE) if open_lines else 0


def _link_total(db: duckdb.DuckDBPyConnection, position: int, rule: RoleRule, mapped: ColumnMap) -> None:
    if rule.over == "elsewhere":
        return
    free = f"child.row_parent is null and child.rule is distinct from {position} and child.row_role not in {NOT_PARTS}"
    totals = [rn for (rn,) in db.execute(f"select rn from roles where rule = {position} order by rn").fetchall()]
    if rule.over == "table":
        if len(totals) > 1:
            raise LayoutError(
                "several_totals", f"rows {totals[:5]} all match the total {rule.where}; say what each covers with `over: [fields]` or `over: above`"
            )
        if totals:
            db.execute(f"update roles as child set row_parent = {totals[0]} where {free}")
        return
    if rule.over == "above":
        for previous, total in zip([0, *totals], totals, strict=False):
            db.execute(f"update roles as child set row_parent = {total} where {free} and child.rn > {previous} and child.rn < {total}")
        return
    db.execute(
        f"update roles as child set row_parent = parent.rn from (select * from roles where rule = {position}) parent "
        f"where {free} and {_others(mapped, set(rule.over))}"
    )
