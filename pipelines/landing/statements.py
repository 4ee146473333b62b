"""Figures that the text of a report states, held beside the figures of the table they must equal: rows of `controls` with both addresses."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import duckdb
import pyarrow as pa

from pipelines.contracts.contract import Edition, FileFormat
from pipelines.contracts.statement import GROUPS, PATTERNS, Selection, Statement
from pipelines.contracts.vocabulary import vocabulary
from pipelines.decoding.grid import Grid
from pipelines.landing.numbers import FORMATS, Shapes, number_format, number_sql, sql_text
from pipelines.landing.table import LayoutError

STATED = "stated"
# 八、社会保障和就业支出 of a table is 社会保障和就业支出 of the text.
ORDINAL = r"^[（(]?[一二三四五六七八九十百]+[、）)]|\s"


def statement_controls(db: duckdb.DuckDBPyConnection, edition: Edition, grids: list[Grid], formats: dict[str, str]) -> list[dict[str, Any]]:
    """One row of `controls` for every figure the text states, and one for each statement that the text does not make.

    Raises:
        LayoutError: a figure of the text can be read in two ways.
    """
    if not edition.statements:
        return []
    _load_narrative(db, grids)
    form = _text_format(edition.format, formats)
    found = [row for statement in edition.statements for row in _judge(db, statement, form)]
    names = [row["control_name"] for row in found]
    for position, row in enumerate(found):
        times = names[: position + 1].count(names[position])
        row["control_name"] += f" ({times})" if times > 1 else ""
    return found


def _load_narrative(db: duckdb.DuckDBPyConnection, grids: list[Grid]) -> None:
    tables = [
        pa.table({"place": pa.repeat(number, len(grid.rows)), "sheet": pa.repeat(grid.sheet, len(grid.rows)), "rn": grid.rows, "sentence": grid.cells["c1"]})
        for number, grid in enumerate(grids)
        if grid.narrative
    ]
    empty = pa.schema([("place", pa.int64()), ("sheet", pa.string()), ("rn", pa.int32()), ("sentence", pa.string())]).empty_table()
    db.register("narrative", pa.concat_tables([empty, *(table.cast(empty.schema) for table in tables)]))


def _text_format(form: FileFormat, formats: dict[str, str]) -> FileFormat:
    """A report writes its text as it writes its tables, where these agree."""
    used = set(formats.values())
    numbers = form.numbers or (used.pop() if len(used) == 1 else None)
    return form if numbers not in FORMATS else form.model_copy(update={"numbers": numbers})


def _judge(db: duckdb.DuckDBPyConnection, statement: Statement, form: FileFormat) -> list[dict[str, Any]]:
    _find(db, statement, form)
    bridge = f"(select sum(amount_reported * unit_scale) from amounts where {_where(statement.bridge)})" if statement.bridge else "null"
    cursor = db.execute(
        f"select stated.*, figures.*, {bridge} as bridge from {STATED} as stated left join lateral ("
        "select sum(amount_reported * unit_scale) as base, count(*) as n_figures, max(unit_scale) as table_scale, max(printed_decimals) as table_decimals, "
        "any_value(sheet) as table_sheet, min(row_number) as table_row, min(column_number) as table_column "
        f"from amounts where {_where(statement)} and {_same_item(statement)}) as figures on true order by place, rn, position"
    )
    names = [column[0] for column in cursor.description or []]
    return [_control(statement, dict(zip(names, row, strict=True))) for row in cursor.fetchall()]


def _find(db: duckdb.DuckDBPyConnection, statement: Statement, form: FileFormat) -> None:
    """Make the table `stated`: every match with its address; a single empty one where the text does not make the statement."""
    pattern = sql_text(statement.find)
    groups = {name: statement.group(name) for name in GROUPS}
    said = {name: f"unnest(regexp_extract_all(sentence, {pattern}, {number}))" for name, number in groups.items() if number}
    parts = ", ".join(f"{sql} as {name}" for name, sql in ({name: "''" for name in GROUPS} | {"unit": sql_text(statement.unit or "")} | said).items())
    db.execute(
        f"create or replace temp table matches as select place, sheet, rn, sentence, {parts}, "
        f"generate_subscripts(regexp_extract_all(sentence, {pattern}), 1) as position from narrative where regexp_matches(sentence, {pattern})"
    )
    found = db.execute(
        "select translate(figure, '123456789', '000000000') as shape, min(rn), arg_min(figure, rn) from matches where figure <> '' group by shape"
    ).fetchall()
    shapes = Shapes(statement.name, {shape: (row, text) for shape, row, text in found})
    value, decimals, _ = number_sql("figure", shapes, number_format(shapes, form, "the text between the tables"), form)
    scales = " ".join(f"when {sql_text(name)} then {unit['scale']}" for name, unit in vocabulary()["units"].items())
    db.execute(
        f"create or replace temp table {STATED} as select *, {value} as stated, {decimals} as text_decimals, "
        f"(case unit {scales} end)::decimal(10, 0) as text_scale from matches"
    )
    if not found and not groups["item_name"] and not groups["item_code"]:
        db.execute(f"insert into {STATED} by name select 0 as place, '' as item_name, '' as item_code")


def _where(selection: Selection) -> str:
    """SQL over `amounts`; words by equality, codes and names by pattern."""
    tests = ["measure = 'amount'"]
    if isinstance(selection.column, int):
        tests.append(f"column_number = {selection.column}")
    elif selection.column is not None:
        tests.append(f"column_name = {sql_text(selection.column)}")
    for name, word in selection.of.items():
        column = "row_role" if name == "role" else name
        tests.append(f"regexp_matches({column}, {sql_text(word)})" if name in PATTERNS else f"{column} = {sql_text(word)}")
    return " and ".join(tests)


def _same_item(statement: Statement) -> str:
    tests = []
    if statement.group("item_name"):
        plain = [f"regexp_replace({text}, {sql_text(ORDINAL)}, '', 'g')" for text in ("amounts.item_name", "stated.item_name")]
        tests.append(f"{plain[0]} = {plain[1]}")
    if statement.group("item_code"):
        tests.append("amounts.item_code = stated.item_code")
    return " and ".join(tests) or "true"


def _control(statement: Statement, row: dict[str, Any]) -> dict[str, Any]:
    """Both sides in the unit the table is printed in; a missing side stays empty."""
    about = row["item_name"] or row["item_code"]
    if row["stated"] is not None and row["text_scale"] is None:
        raise LayoutError("no_unit", f"statement '{statement.name}': '{row['unit']}' in '{row['sentence'][:60]}' is no unit that is known; correct `find`")
    unit = row["table_scale"] or row["text_scale"] or Decimal(1)
    observed, bridge = (None if row[name] is None else row[name] / unit for name in ("base", "bridge"))
    expected: Any = None if row["stated"] is None else row["stated"] * row["text_scale"] / unit
    tolerance = None if expected is None else _tolerance(row, row["text_scale"] / unit)
    bridged = None not in (expected, observed, bridge) and abs(expected - observed - bridge) <= tolerance
    return {
        "control_name": f"{statement.name}: {about}" if about else statement.name, "control_sentence": (row["sentence"] or statement.find)[:200],
        "source": "narrative", "bridge": bridge if bridged else None, "observed": observed, "expected": expected, "tolerance": tolerance,
        "sheet": row["sheet"], "row_number": row["rn"], "column_number": None if row["rn"] is None else 1,
        "table_sheet": row["table_sheet"], "table_row": row["table_row"], "table_column": row["table_column"],
    }  # fmt: skip


def _tolerance(row: dict[str, Any], ratio: Decimal) -> Decimal:
    """Two roundings of one figure differ by less than half of both last printed digits together: at equal precision not at all."""
    text_half = Decimal("0.5").scaleb(-row["text_decimals"]) * ratio
    table_half = Decimal("0.5").scaleb(-(row["table_decimals"] or 0))
    figures = Decimal(max(row["n_figures"], 1))
    return text_half + figures * table_half - min(text_half, table_half)
