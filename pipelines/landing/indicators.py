"""Indicator tables: one landed row per indicator, the printed texts beside the figures read from them."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

import duckdb

from pipelines.contracts.contract import Edition
from pipelines.contracts.layout import IndicatorColumns
from pipelines.contracts.vocabulary import vocabulary
from pipelines.landing.amounts import declared_year
from pipelines.landing.columns import ColumnMap, field_sql
from pipelines.landing.numbers import Shapes, number_format, number_sql, sql_text
from pipelines.landing.periods import month_sql, months_covered_sql, period_end_sql, period_year_sql, year_sql
from pipelines.landing.printed_values import is_plain, plain_columns, plain_state, printed_columns, scaled, target_operator, value_state
from pipelines.landing.table import Block, LayoutError

FIGURES = {
    "target": "target_value",
    "actual": "actual_value",
    "weight": "weight",
    "score": "score_claimed",
    "budget": "budget",
    "executed": "executed",
    "rate": "rate_stated",
    "sample_size": "sample_size",
    "review_score": "review_score",
    "verified": "verified_value",
    "maximum": "maximum_value",
    "denominator": "denominator_value",
}
# Fields that stay the text they are.
TEXTS = (
    "organisation_name", "programme_code", "programme_name", "objective", "indicator_code", "indicator_name", "level_1", "level_2",
    "target_version", "target_date", "grade", "explanation", "narrative", "proof",
)  # fmt: skip


@dataclass(frozen=True)
class Source:
    """Where indicators are read from: the lines of one table, and what contract, header and file name say of them."""

    db: duckdb.DuckDBPyConnection
    edition: Edition
    mapped: ColumnMap
    block: Block
    sheet: str
    captured: dict[str, str]


def indicator_rows(source: Source) -> dict[str, str]:
    """Append the data lines to the table `indicators`; returns the number format of each figure field.

    A text that isn't understood as one figure keeps its text and has no value; targets keep their operator. A line that reports several indicators lands once
    for each of them that prints anything, and once where none does.
    """
    formats: dict[str, str] = {}
    own = source.mapped.indicators or [{}]
    blank = [" and ".join(f"c{place + 1} is null" for place, _ in fields.values()) or "false" for fields in own]
    for number, fields in enumerate(own, start=1):
        printed = f"not ({blank[number - 1]})" + (f" or ({' and '.join(blank)})" if number == 1 else "")
        here = replace(source, mapped=replace(source.mapped, fields={**source.mapped.fields, **fields}))
        rule = source.edition.layout.indicators[number - 1] if source.mapped.indicators else None
        formats |= _place_rows(here, number, rule, printed)
    if source.db.execute("select count(*) from indicators where fiscal_year is null").fetchall()[0][0]:
        raise LayoutError(
            "no_year", f"sheet '{source.sheet}': no fiscal year; give the edition one year, write {{year}} into `files`, or map the column `year`"
        )
    return formats


def _place_rows(source: Source, number: int, rule: IndicatorColumns | None, printed: str) -> dict[str, str]:
    """The rows of one place of the lines; `printed` is true for the lines that land there."""
    texts = {name: field_sql(place, own) for name, (place, own) in source.mapped.fields.items()}
    said = {name: sql_text(word) for name, word in rule.says.items()} if rule else {}
    shown: dict[str, str] = {name: texts.get(name, said.get(name, "null")) for name in vocabulary()["indicator_fields"]}
    columns = _texts(source, shown) | _period(source, shown, rule.month if rule else None) | {"line_place": str(number)}
    formats: dict[str, str] = {}
    unit = f"{shown['unit']}::varchar"
    understood = _load_printed(source.db, {name: texts[name] for name in FIGURES if name in texts}, unit, printed)
    for name, plain in understood.items():
        values, formats[name] = _values(source, name, unit, plain)
        columns |= values
    select = ", ".join(f"{sql} as {name}" for name, sql in columns.items())
    source.db.execute(f"insert into indicators by name select {select} from printed join (select rn, row_role from roles) using (rn)")
    return formats


def _load_printed(db: duckdb.DuckDBPyConnection, texts: dict[str, str], unit: str, printed: str) -> dict[str, bool]:
    """Make the table `printed`: the data lines and what their texts state. Returns for each field whether all its texts are plain figures."""
    lines = f"from sorted_lines where fate = 'data' and ({printed})"
    tests = ", ".join(f"coalesce(bool_and({is_plain(text)}), true)" for text in texts.values()) or "true"
    plain = dict(zip(texts, db.execute(f"select {tests} {lines}").fetchall()[0], strict=False))
    parts = [column for name, text in texts.items() for column in (plain_columns(name, text) if plain[name] else printed_columns(name, text, unit))]
    db.execute(f"create or replace temp table printed as select {', '.join(['*', *parts])} {lines}")
    return plain


def _values(source: Source, name: str, unit: str, plain: bool) -> tuple[dict[str, str], str]:
    """SQL of what is read from one field, and its number format; shapes are taken from the figures that the texts state."""
    parts = [f"p_{name}", f"u_{name}"] if name == "target" and not plain else [f"p_{name}"]
    found = source.db.execute(
        f"with parts as (select rn, unnest([{', '.join(parts)}]) as part from printed) "
        "select translate(part, '123456789', '000000000') as shape, min(rn), arg_min(part, rn) from parts where part <> '' group by shape"
    ).fetchall()
    shapes = Shapes(name, {shape: (row, example) for shape, row, example in found})
    marks = number_format(shapes, source.edition.format, source.sheet)
    value, *upper = [number_sql(part, shapes, marks, source.edition.format)[0] for part in parts]
    value = value if plain else scaled(name, value, unit)
    columns = {FIGURES[name]: value}
    if upper:
        columns |= {"target_upper": f"case when u_{name} <> '' then {upper[0]} end", "target_operator": target_operator(name)}
    if name == "actual":
        columns["actual_state"] = plain_state(name, value) if plain else value_state(name, value)
    return columns, "1.234,56" if marks[1] == "," else "1,234.56"


def _period(source: Source, shown: dict[str, str], stated: int | None) -> dict[str, str]:
    """Fiscal year, end of the period and months it covers; without a month it is the year."""
    edition = source.edition
    fiscal, declared = edition.fiscal_year, declared_year(edition, source.captured)
    years = [year_sql(f"{shown['year']}::varchar", fiscal), period_year_sql(f"{shown['period']}::varchar", fiscal), str(declared or "null::int")]
    printed = month_sql(f"{shown['period']}::varchar", fiscal)
    month = str(stated) if stated else f"coalesce({printed}, {int(source.captured['month'])})" if "month" in source.captured else printed
    year = f"coalesce({', '.join(years)})"
    covered = months_covered_sql(sql_text(edition.caliber.get("period_basis", "unknown")), month, fiscal)
    months = f"case when ({month}) is null then 12 else {covered} end"
    return {"fiscal_year": year, "period_end": period_end_sql(year, f"({month})", fiscal), "period_months": f"({months})::int"}


def _texts(source: Source, shown: dict[str, str]) -> dict[str, str]:
    edition, mapped, block, captured, sheet = source.edition, source.mapped, source.block, source.captured, source.sheet
    places = {name: {"column_number": place + 1, "column_name": block.names[place]} for name, (place, _) in mapped.fields.items()}
    extras = ", ".join(f"{sql_text(name)}, c{place + 1}" for place, name in mapped.kept.items())
    organisation = (
        shown["organisation_code"] if shown["organisation_code"] != "null" else sql_text(captured["organisation"]) if "organisation" in captured else "null"
    )
    region = shown["region"] if shown["region"] != "null" else sql_text(captured["region"]) if "region" in captured else "null"
    return {
        "sheet": sql_text(sheet), "table_number": str(block.number), "row_number": "rn", "row_role": "row_role",
        "region_declared": sql_text(edition.region), "region_printed": region, "organisation_code": organisation,
        **{name: shown[name] for name in TEXTS}, "unit_text": shown["unit"],
        **{f"{name}_text": shown[name] for name in FIGURES},
        "unit_scale": f"{edition.unit.scale}::decimal(10, 0)" if edition.unit else "null",
        "currency": sql_text(edition.unit.currency) if edition.unit else "null",
        "columns": sql_text(json.dumps(places, ensure_ascii=False)), "extras": f"json_object({extras})::varchar" if extras else "null",
    }  # fmt: skip
