"""Data lines and figure columns become amount cells: one row per printed figure, with everything the file says of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import duckdb

from pipelines.contracts.contract import Edition
from pipelines.contracts.vocabulary import CALIBER_DIMENSIONS, caliber_words, legal_fields, vocabulary
from pipelines.landing.columns import ColumnMap, FigureColumn, field_sql
from pipelines.landing.numbers import sql_text
from pipelines.landing.periods import MONTH_WORD, header_year, month_sql, months_covered_sql, own_year_sql, period_end_sql, period_year_sql, year_sql
from pipelines.landing.schema import AMOUNTS
from pipelines.landing.table import LayoutError

TEXT_FIELDS = (
    "item_code", "item_name", "economic_code", "economic_name", "organisation_code", "organisation_name",
    "programme_code", "programme_name", "fund_code", "fund_name",
)  # fmt: skip


def line_facts(db: duckdb.DuckDBPyConnection, edition: Edition, mapped: ColumnMap, captured: dict[str, str], values: list[str], facts: str) -> None:
    """Make the table `facts`: one row per data line with its fields, period, role, parent and exact values, before figures are taken apart."""
    fields = {name: field_sql(place, rule) for name, (place, rule) in mapped.fields.items()}
    for name, placeholder in (("region", "region"), ("organisation_code", "organisation")):
        if name not in fields and placeholder in captured:
            fields[name] = sql_text(captured[placeholder])
    shown = [f"{sql} as f_{name}" for name, sql in fields.items()]
    shown += [f"null::varchar as f_{name}" for name in legal_fields("expenditure") if name not in fields]
    extras = ", ".join(f"{sql_text(name)}, c{place + 1}" for place, name in mapped.kept.items())
    shown.append(f"json_object({extras})::varchar as f_extras" if extras else "null::varchar as f_extras")
    year, month = _line_period(edition, fields, captured)
    shown += [f"{year} as fiscal_year", f"{month} as month_number"]
    shown += [f"c{place}" for place in sorted({figure.position + 1 for figure in mapped.figures})]
    joined = bool(edition.layout.roles) or edition.layout.hierarchy != "none"
    role = "roles.row_role, roles.row_parent" if joined else f"{sql_text(edition.layout.role)} as row_role, null::int as row_parent"
    source = "sorted_lines" + (" join (select rn, row_role, row_parent from roles) as roles using (rn)" if joined else "")
    db.execute(f"create table {facts} as select rn, {role}, {', '.join(shown + values)} from {source} where fate = 'data'")


def _line_period(edition: Edition, fields: dict[str, str], captured: dict[str, str]) -> tuple[str, str]:
    """Fiscal year and month of a line, from its own columns, else from the file name, else from the edition."""
    fiscal = edition.fiscal_year
    years = [year_sql(fields["year"], fiscal)] if "year" in fields else []
    months = [month_sql(fields[name], fiscal) for name in ("month", "period") if name in fields]
    if "period" in fields:
        years.append(period_year_sql(fields["period"], fiscal))
    if (declared := declared_year(edition, captured)) is not None:
        years.append(str(declared))
    if not months and "month" in captured:
        months.append(str(int(captured["month"])))
    return f"coalesce({', '.join([*years, 'null::int'])})", f"coalesce({', '.join([*months, 'null::int'])})"


def declared_year(edition: Edition, captured: dict[str, str]) -> int | None:
    """The year the file name or a one-year edition declares."""
    if "year" in captured:
        return int(captured["year"])
    return edition.years[0] if len(edition.years) == 1 else None


def amount_queries(edition: Edition, mapped: ColumnMap, table_number: int, sheet: str, facts: str) -> Iterable[str]:
    """One query per figure column over `facts`: every printed figure with its address; blank cells print nothing and are not amounts."""
    for figure in mapped.figures:
        place = figure.position + 1
        columns = {"landed_key": "null", "export_id": "null", **_columns(edition, figure, table_number, sheet)}
        shown = ", ".join(f"({columns[name]})::{_sql_type(name)} as {name}" for name in AMOUNTS.names)
        yield f"select {shown} from {facts} where d{place} is not null"


def _sql_type(name: str) -> str:
    kind = str(AMOUNTS.field(name).type)
    return {"string": "varchar", "int32": "int", "date32[day]": "date"}.get(kind, kind.replace("decimal128", "decimal"))


def _columns(edition: Edition, figure: FigureColumn, table_number: int, sheet: str) -> dict[str, str]:
    place, rule = figure.position + 1, figure.rule
    said = _header_meaning(figure)
    fields = {name: sql_text(said[name]) if name in said else f"f_{name}" for name in TEXT_FIELDS}
    words = {dimension: _caliber_sql(edition, figure, dimension, said) for dimension in CALIBER_DIMENSIONS}
    unit_scale, currency = _unit_sql(edition, figure)
    stages = [*(rule.of or []), "", ""]
    return {
        "sheet": sql_text(sheet), "table_number": str(table_number), "row_number": "rn", "column_number": str(place), "column_name": sql_text(figure.name),
        "kind": sql_text(rule.kind) if rule.kind else f"coalesce(f_kind, {sql_text(edition.kind)})", "measure": sql_text(rule.measure),
        "row_role": "row_role" if rule.role == "leaf" else f"case when row_role = 'leaf' then {sql_text(rule.role)} else row_role end",
        "row_parent": "row_parent", "column_parent": str(figure.parent or "null"),
        "region_declared": sql_text(edition.region), "region_printed": sql_text(said["region"]) if "region" in said else "f_region",
        **_period_sql(edition, figure, said, words["period_basis"]), **fields, **_book_sql(edition), "extras": "f_extras", **words,
        "currency": currency, "unit_scale": unit_scale, "printed_decimals": f"d{place}", "amount_printed": f"c{place}", "amount_reported": f"v{place}",
        "numerator_stage": f"nullif({sql_text(stages[0])}, '')", "denominator_stage": f"nullif({sql_text(stages[1])}, '')",
    }  # fmt: skip


def _header_meaning(figure: FigureColumn) -> dict[str, str]:
    """What the header of a figure column says of its cells, e.g. {item_name: 教育支出} or {month: 3月}."""
    field = figure.rule.header_is
    if field is None:
        return figure.rule.says
    word = header_year(figure.header) if field == "year" else figure.header[-1] if figure.header else ""
    if word is None:
        raise LayoutError("unknown_category", f"header '{figure.name}' names no year, or more than one; map this column by name instead of header_is")
    if field == "month" and not MONTH_WORD.search(word):
        raise LayoutError("unknown_category", f"header '{word}' is no month; map this column by name instead of header_is")
    if field in caliber_words() and word not in caliber_words()[field]:
        raise LayoutError("unknown_category", f"header '{word}' is not a value of {field}; map this column by name instead of header_is")
    return {**figure.rule.says, field: word}


def _caliber_sql(edition: Edition, figure: FigureColumn, dimension: str, said: dict[str, str]) -> str:
    """Column word, then table column, then contract word; what nobody says stays unknown."""
    stated = said.get(dimension) or figure.rule.caliber.get(dimension)
    fallback = stated or edition.caliber.get(dimension) or ("reported" if dimension == "status" else "unknown")
    return sql_text(fallback) if stated or dimension not in edition.layout.columns else f"coalesce(f_{dimension}, {sql_text(fallback)})"


def _unit_sql(edition: Edition, figure: FigureColumn) -> tuple[str, str]:
    """(scale, currency): the unit printed in the line, else the column's scale, else the contract's unit. Rates are percent."""
    if figure.rule.measure in ("rate", "growth"):
        return "1", "'percent'"
    scale = figure.rule.scale or (edition.unit.scale if edition.unit else None)
    fixed = (str(scale or "null"), sql_text(edition.unit.currency) if edition.unit else "null")
    if "unit" not in edition.layout.columns:
        return fixed[0], f"coalesce(f_currency, {fixed[1]})"
    scales = " ".join(f"when {sql_text(name)} then {unit['scale']}" for name, unit in vocabulary()["units"].items())
    currencies = " ".join(f"when {sql_text(name)} then {sql_text(unit['currency'])}" for name, unit in vocabulary()["units"].items())
    # A printed unit nobody knows leaves the scale empty, which is refused by name; only a blank cell falls back to the contract's unit.
    return f"case when f_unit is null then {fixed[0]} else case f_unit {scales} end end", f"coalesce(f_currency, case f_unit {currencies} end, {fixed[1]})"


def _period_sql(edition: Edition, figure: FigureColumn, said: dict[str, str], basis: str) -> dict[str, str]:
    fiscal = edition.fiscal_year
    year = own_year_sql(figure.rule, said.get("year"), "fiscal_year", fiscal)
    month = month_sql(sql_text(said["month"]), fiscal) if "month" in said else str(figure.rule.month or "month_number")
    return {"fiscal_year": year, "period_end": period_end_sql(year, month, fiscal), "period_months": months_covered_sql(basis, month, fiscal)}


def _book_sql(edition: Edition) -> dict[str, str]:
    shown: dict[str, str] = {}
    sides: tuple[Literal["item", "economic"], ...] = ("item", "economic")
    for side in sides:
        book = edition.classification.get(side)
        shown[f"{side}_system"] = sql_text(book.system) if book else "null"
        shown[f"{side}_edition"] = sql_text(book.edition) if book and book.edition else "null"
    return shown
