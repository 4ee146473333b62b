"""Indicator tables: one landed row per indicator, the printed texts beside the figures read from them."""

from __future__ import annotations

import json
from dataclasses import replace

from pipelines.contracts.vocabulary import legal_fields
from pipelines.landing.amounts import declared_year
from pipelines.landing.columns import IndicatorPlace, better_sql, field_sql
from pipelines.landing.indicator_figures import FIGURES, Printed, Reading, Source, figures_of, printed_lines, readings_of
from pipelines.landing.numbers import sql_text
from pipelines.landing.periods import month_sql, months_covered_sql, own_year_sql, period_end_sql, period_year_sql, year_sql
from pipelines.landing.table import LayoutError

# Fields that stay the text they are.
TEXTS = (
    "organisation_name", "programme_code", "programme_name", "objective", "indicator_code", "indicator_name", "level_1", "level_2",
    "target_version", "target_date", "grade", "explanation", "narrative", "proof",
)  # fmt: skip


def indicator_rows(source: Source) -> dict[str, str]:
    """Append the data lines to the table `indicators`; returns the number format of each figure field.

    A text that isn't understood as one figure keeps its text and has no value; targets keep their operator. A line that reports several indicators lands once
    for each of them that prints anything, and once where none does.
    """
    places: list[IndicatorPlace | None] = [*source.mapped.indicators] or [None]
    own = [place.fields if place else {} for place in places]
    blank = [" and ".join(f"c{column + 1} is null" for column, _ in fields.values()) or "false" for fields in own]
    printed = []
    for number, (place, fields) in enumerate(zip(places, own, strict=True), start=1):
        condition = f"not ({blank[number - 1]})" + (f" or ({' and '.join(blank)})" if number == 1 else "")
        here = replace(source, mapped=replace(source.mapped, fields={**source.mapped.fields, **fields}))
        printed.append(printed_lines(here, place, number, _shown(here, place), condition))
    readings = readings_of(printed)
    for number, lines in enumerate(printed, start=1):
        _place_rows(lines, number, readings)
    if source.db.execute("select count(*) from indicators where fiscal_year is null").fetchall()[0][0]:
        raise LayoutError(
            "no_year",
            f"sheet '{source.sheet}': no fiscal year; give the edition one year, write {{year}} into `files`, map the column `year`, "
            "or say in layout.indicators which columns are of which year",
        )
    _refuse_other_years(source)
    return {name: "1.234,56" if reading.marks[1] == "," else "1,234.56" for (_, name), reading in readings.items()}


def _refuse_other_years(source: Source) -> None:
    """A file whose name says no year prints the years of its edition and no others: a year more is a table that has grown, or a slip."""
    fiscal = source.edition.fiscal_year
    years = {place.year: own_year_sql(place.rule, place.year, "null", fiscal) for place in source.mapped.indicators if place.year}
    if not years or "year" in source.captured:
        return
    found = source.db.execute(f"select {', '.join(years.values())}").fetchall()[0]
    other = [printed for printed, year in zip(years, found, strict=True) if year not in source.edition.years]
    if other:
        raise LayoutError(
            "year_outside_edition",
            f"sheet '{source.sheet}': the header names {', '.join(other)}, and the edition has the years {source.edition.years}; "
            "add them to `years`, or list their columns under ignore",
        )


def _shown(source: Source, place: IndicatorPlace | None) -> dict[str, str]:
    """SQL of the text of each field there is: mapped, said by the contract, or null."""
    texts = {name: field_sql(column, own) for name, (column, own) in source.mapped.fields.items()}
    said = {name: sql_text(word) for name, word in {**source.edition.layout.says, **(place.rule.says if place else {})}.items()}
    return {name: texts.get(name, said.get(name, "null")) for name in legal_fields("indicators")}


def _place_rows(lines: Printed, number: int, readings: dict[tuple[int | None, str], Reading]) -> None:
    """The rows of one place of the lines."""
    columns = _texts(lines.source, lines.shown) | _period(lines.source, lines.shown, lines.place) | {"line_place": str(number)} | figures_of(lines, readings)
    select = ", ".join(f"{sql} as {name}" for name, sql in columns.items())
    db = lines.source.db
    db.execute(f"insert into indicators by name select {select} from {lines.table} join (select rn, row_role from roles) using (rn)")
    db.execute(f"drop table {lines.table}")


def _period(source: Source, shown: dict[str, str], place: IndicatorPlace | None) -> dict[str, str]:
    """Fiscal year, end of the period and months it covers; without a month it is the year."""
    edition, stated = source.edition, place.rule.month if place else None
    fiscal, declared = edition.fiscal_year, declared_year(edition, source.captured)
    years = [year_sql(f"{shown['year']}::varchar", fiscal), period_year_sql(f"{shown['period']}::varchar", fiscal), str(declared or "null::int")]
    printed = month_sql(f"{shown['period']}::varchar", fiscal)
    month = str(stated) if stated else f"coalesce({printed}, {int(source.captured['month'])})" if "month" in source.captured else printed
    year = own_year_sql(place.rule if place else None, place.year if place else None, f"coalesce({', '.join(years)})", fiscal)
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
        **{name: shown[name] for name in TEXTS}, "unit_text": shown["unit"], "better": better_sql(shown["better"]),
        **{f"{name}_text": shown[name] for name in FIGURES},
        "unit_scale": f"{edition.unit.scale}::decimal(10, 0)" if edition.unit else "null",
        "currency": sql_text(edition.unit.currency) if edition.unit else "null",
        "columns": sql_text(json.dumps(places, ensure_ascii=False)), "extras": f"json_object({extras})::varchar" if extras else "null",
    }  # fmt: skip
