"""Indicator tables: one landed row per indicator, the printed texts beside the figures read from them."""

from __future__ import annotations

import json
from collections.abc import Callable

import duckdb

from pipelines.contracts.contract import Edition
from pipelines.contracts.vocabulary import vocabulary
from pipelines.landing.amounts import declared_year
from pipelines.landing.columns import ColumnMap, field_sql
from pipelines.landing.numbers import Shapes, number_format, number_sql, sql_text
from pipelines.landing.periods import year_sql
from pipelines.landing.table import Block, LayoutError

# SQL of a text -> SQL of the exact figure in it.
FigureSql = Callable[[str], str]
FIGURES = {
    "target": "target_value",
    "actual": "actual_value",
    "weight": "weight",
    "score": "score_claimed",
    "budget": "budget",
    "executed": "executed",
    "rate": "rate_stated",
}
# Signs and words as they stand in real targets, longest first. Source: official self-evaluation forms; K where only usage is the authority.
OPERATORS = {
    ">=": r"^(≥|>=|＞=|大于等于|不低于|不少于|不小于|至少|达到)|(以上|及以上)[。.]?$",
    "<=": r"^(≤|<=|＜=|小于等于|不高于|不超过|不多于|不大于|控制在|至多)|(以内|以下|之内)[。.]?$",
    ">": r"^(>|＞|大于|高于|超过)", "<": r"^(<|＜|小于|低于)", "=": r"^(=|＝|等于)",
}  # fmt: skip
FIGURE = r"[-+]?[0-9][0-9.,]*"
SPAN = rf"({FIGURE})\s*[%％]?\s*[-~～—至到]\s*({FIGURE})"


def indicator_rows(db: duckdb.DuckDBPyConnection, edition: Edition, mapped: ColumnMap, block: Block, sheet: str, captured: dict[str, str]) -> dict[str, str]:
    """Append the data lines to the table `indicators`; returns the number format of each figure field.

    A text without a figure keeps its text and has no value; targets keep their operator.
    """
    texts = {name: field_sql(place, rule) for name, (place, rule) in mapped.fields.items()}
    shown: dict[str, str] = {name: texts.get(name, "null") for name in vocabulary()["indicator_fields"]}
    formats: dict[str, str] = {}
    columns = _texts(edition, mapped, block, shown, captured, sheet)
    for name, value in FIGURES.items():
        if name in texts:
            text = _half_width(texts[name])
            figure, formats[name] = _figure_sql(db, edition, text, name, sheet)
            columns[value] = figure(f"regexp_extract({text}, {sql_text(FIGURE)})")
            if name == "target":
                columns |= _target_sql(text, figure)
    select = ", ".join(f"{sql} as {name}" for name, sql in columns.items())
    source = "(select * from sorted_lines where fate = 'data') join (select rn, row_role from roles) using (rn)"
    db.execute(f"insert into indicators by name select {select} from {source}")
    if db.execute("select count(*) from indicators where fiscal_year is null").fetchall()[0][0]:
        raise LayoutError("no_year", f"sheet '{sheet}': no fiscal year; give the edition one year, write {{year}} into `files`, or map the column `year`")
    return formats


def _texts(edition: Edition, mapped: ColumnMap, block: Block, shown: dict[str, str], captured: dict[str, str], sheet: str) -> dict[str, str]:
    declared = declared_year(edition, captured)
    places = {name: {"column_number": place + 1, "column_name": block.names[place]} for name, (place, _) in mapped.fields.items()}
    extras = ", ".join(f"{sql_text(name)}, c{place + 1}" for place, name in mapped.kept.items())
    same = ("organisation_name", "programme_code", "programme_name", "objective", "indicator_code", "indicator_name", "level_1", "level_2", "target_version")
    organisation = (
        shown["organisation_code"] if shown["organisation_code"] != "null" else sql_text(captured["organisation"]) if "organisation" in captured else "null"
    )
    region = shown["region"] if shown["region"] != "null" else sql_text(captured["region"]) if "region" in captured else "null"
    return {
        "sheet": sql_text(sheet), "table_number": str(block.number), "row_number": "rn", "row_role": "row_role",
        "region_declared": sql_text(edition.region), "region_printed": region, "organisation_code": organisation,
        "fiscal_year": f"coalesce({year_sql(shown['year'] + '::varchar', edition.fiscal_year)}, {declared if declared else 'null'})",
        **{name: shown[name] for name in same}, "unit_text": shown["unit"],
        **{f"{name}_text": shown[name] for name in FIGURES},
        "unit_scale": f"{edition.unit.scale}::decimal(10, 0)" if edition.unit else "null",
        "currency": sql_text(edition.unit.currency) if edition.unit else "null",
        "columns": sql_text(json.dumps(places, ensure_ascii=False)), "extras": f"json_object({extras})::varchar" if extras else "null",
    }  # fmt: skip


def _half_width(text: str) -> str:
    return f"translate({text}, '０１２３４５６７８９．，％　', '0123456789.,% ')"


def _figure_sql(db: duckdb.DuckDBPyConnection, edition: Edition, text: str, name: str, sheet: str) -> tuple[FigureSql, str]:
    """How the figures of one text column are read; shapes are taken from the figures inside the texts."""
    part = f"regexp_extract({text}, {sql_text(FIGURE)})"
    found = db.execute(
        f"select translate({part}, '123456789', '000000000') as shape, min(rn), arg_min({part}, rn) from sorted_lines "
        f"where fate = 'data' and {part} <> '' group by shape"
    ).fetchall()
    shapes = Shapes(name, {shape: (row, example) for shape, row, example in found})
    marks = number_format(shapes, edition.format, sheet)
    return (lambda sql: number_sql(sql, shapes, marks, edition.format)[0]), "1.234,56" if marks[1] == "," else "1,234.56"


def _target_sql(text: str, figure: FigureSql) -> dict[str, str]:
    signs = " ".join(f"when regexp_matches(trim({text}), {sql_text(pattern)}) then {sql_text(sign)}" for sign, pattern in OPERATORS.items())
    span = f"regexp_matches({text}, {sql_text(SPAN)})"
    operator = f"case when {text} is null then null when not regexp_matches({text}, '[0-9]') then 'text' when {span} then 'between' {signs} else null end"
    upper = figure(f"regexp_extract({text}, {sql_text(SPAN)}, 2)")
    return {"target_operator": operator, "target_upper": f"case when {span} then {upper} end"}
