"""Data lines and figure columns become amount cells: one row per printed figure, with everything the file says of it."""

from __future__ import annotations

import duckdb

from pipelines.contracts.contract import Edition
from pipelines.contracts.vocabulary import CALIBER_DIMENSIONS, caliber_words, vocabulary
from pipelines.landing.columns import ColumnMap, FigureColumn, field_sql
from pipelines.landing.numbers import sql_text
from pipelines.landing.periods import month_sql, months_covered_sql, period_end_sql, period_year_sql, year_sql
from pipelines.landing.table import LayoutError

TEXT_FIELDS = (
    "item_code", "item_name", "economic_code", "economic_name", "organisation_code", "organisation_name",
    "programme_code", "programme_name", "fund_code", "fund_name",
)  # fmt: skip


def line_facts(db: duckdb.DuckDBPyConnection, edition: Edition, mapped: ColumnMap, captured: dict[str, str]) -> None:
    """Make `facts`: one row per data line with its fields, role and parent, before figures are taken apart."""
    fields = {name: field_sql(place, rule) for name, (place, rule) in mapped.fields.items()}
    if "region" not in fields and "region" in captured:
        fields["region"] = sql_text(captured["region"])
    if "organisation_code" not in fields and "organisation" in captured:
        fields["organisation_code"] = sql_text(captured["organisation"])
    if "month" not in fields and "period" not in fields and "month" in captured:
        fields["month"] = sql_text(captured["month"])
    extras = ", ".join(f"{sql_text(name)}, c{place + 1}" for place, name in mapped.kept.items())
    shown = [f"{sql} as f_{name}" for name, sql in fields.items()]
    shown += [f"null::varchar as f_{name}" for name in (*vocabulary()["budget_fields"], *CALIBER_DIMENSIONS) if name not in fields]
    shown.append(f"json_object({extras})::varchar as f_extras" if extras else "null::varchar as f_extras")
    figures = sorted({figure.position for figure in mapped.figures})
    cells = [f"lines.c{place + 1}" for place in figures] + [f"lines.v{place + 1}, lines.d{place + 1}" for place in figures]
    db.execute(
        f"create or replace table facts as select lines.rn, roles.row_role, roles.row_parent, {', '.join(shown + cells)} "
        "from values_of_lines as lines join (select rn, row_role, row_parent from roles) as roles using (rn)"
    )


def amount_cells(db: duckdb.DuckDBPyConnection, edition: Edition, mapped: ColumnMap, table_number: int, sheet: str, captured: dict[str, str]) -> None:
    """Append every printed figure of `facts` to the table `amounts`; blank cells print nothing and are not amounts."""
    for figure in mapped.figures:
        place = figure.position + 1
        columns = _columns(edition, figure, table_number, sheet, captured)
        shown = ", ".join(f"{sql} as {name}" for name, sql in columns.items())
        db.execute(f"insert into amounts by name select {shown} from facts where c{place} is not null and (v{place} is not null or d{place} is not null)")


def _columns(edition: Edition, figure: FigureColumn, table_number: int, sheet: str, captured: dict[str, str]) -> dict[str, str]:
    place, rule = figure.position + 1, figure.rule
    said = _header_meaning(figure)
    fields = {name: sql_text(said[name]) if name in said else f"f_{name}" for name in TEXT_FIELDS}
    words = {dimension: _caliber_sql(edition, figure, dimension, said) for dimension in CALIBER_DIMENSIONS}
    unit_scale, currency = _unit_sql(edition, figure)
    stages = list(rule.of or [])
    return {
        "sheet": sql_text(sheet), "table_number": str(table_number), "row_number": "rn", "column_number": str(place), "column_name": sql_text(figure.name),
        "kind": sql_text(rule.kind) if rule.kind else f"coalesce(f_kind, {sql_text(edition.kind)})", "measure": sql_text(rule.measure),
        "row_role": "row_role" if rule.role == "leaf" else f"case when row_role = 'leaf' then {sql_text(rule.role)} else row_role end",
        "row_parent": "row_parent", "column_parent": str(figure.parent or "null"),
        "region_declared": sql_text(edition.region), "region_printed": sql_text(said["region"]) if "region" in said else "f_region",
        **_period_sql(edition, figure, said, words["period_basis"], captured), **fields, **_book_sql(edition), "extras": "f_extras", **words,
        "currency": currency, "unit_scale": unit_scale, "printed_decimals": f"d{place}", "amount_printed": f"c{place}", "amount_reported": f"v{place}",
        "numerator_stage": sql_text(stages[0]) if stages else "null", "denominator_stage": sql_text(stages[1]) if len(stages) > 1 else "null",
    }  # fmt: skip


def _header_meaning(figure: FigureColumn) -> dict[str, str]:
    """What the header of a figure column says of its cells, e.g. {item_name: 教育支出} or {month: 3月}."""
    field = figure.rule.header_is
    if field is None:
        return {}
    word = figure.name.split("/")[-1]
    if field in caliber_words() and word not in caliber_words()[field]:
        raise LayoutError("unknown_category", f"header '{word}' is not a value of {field}; map this column by name instead of header_is")
    return {field: word}


def _caliber_sql(edition: Edition, figure: FigureColumn, dimension: str, said: dict[str, str]) -> str:
    """Column word, then table column, then contract word; what nobody says stays unknown."""
    stated = said.get(dimension) or figure.rule.caliber.get(dimension)
    fallback = stated or edition.caliber.get(dimension) or ("reported" if dimension == "status" else "unknown")
    return sql_text(fallback) if stated else f"coalesce(f_{dimension}, {sql_text(fallback)})"


def _unit_sql(edition: Edition, figure: FigureColumn) -> tuple[str, str]:
    """(scale, currency): the unit printed in the line, else the column's scale, else the contract's unit. Rates are percent."""
    if figure.rule.measure in ("rate", "growth"):
        return "1::decimal(10, 0)", "'percent'"
    scale = figure.rule.scale or (edition.unit.scale if edition.unit else None)
    currency = edition.unit.currency if edition.unit else None
    fixed = (f"{scale}::decimal(10, 0)" if scale else "null", sql_text(currency) if currency else "null")
    if "unit" not in edition.layout.columns:
        return fixed[0], f"coalesce(f_currency, {fixed[1]})"
    scales = " ".join(f"when {sql_text(name)} then {unit['scale']}" for name, unit in vocabulary()["units"].items())
    currencies = " ".join(f"when {sql_text(name)} then {sql_text(unit['currency'])}" for name, unit in vocabulary()["units"].items())
    return f"coalesce(case f_unit {scales} end, {fixed[0]})", f"coalesce(f_currency, case f_unit {currencies} end, {fixed[1]})"


def _period_sql(edition: Edition, figure: FigureColumn, said: dict[str, str], basis: str, captured: dict[str, str]) -> dict[str, str]:
    fiscal = edition.fiscal_year
    period = "f_period"
    month = month_sql(sql_text(said["month"])) if "month" in said else f"coalesce({month_sql('f_month')}, {month_sql(period)})"
    if figure.rule.month is not None:
        month = str(figure.rule.month)
    years = [year_sql("f_year", fiscal), period_year_sql(period, fiscal)]
    if "year" in said or figure.rule.year:
        years.insert(0, year_sql(sql_text(said.get("year") or str(figure.rule.year)), fiscal))
    if (declared := declared_year(edition, captured)) is not None:
        years.append(str(declared))
    year = f"coalesce({', '.join(years)})"
    return {"fiscal_year": year, "period_end": period_end_sql(year, month, fiscal), "period_months": months_covered_sql(basis, month, fiscal)}


def declared_year(edition: Edition, captured: dict[str, str]) -> int | None:
    """The year the file name or a one-year edition declares."""
    if "year" in captured:
        return int(captured["year"])
    return edition.years[0] if len(edition.years) == 1 else None


def _book_sql(edition: Edition) -> dict[str, str]:
    shown: dict[str, str] = {}
    for side in ("item", "economic"):
        book = edition.classification.get(side)  # type: ignore[call-overload]
        shown[f"{side}_system"] = sql_text(book.system) if book else "null"
        shown[f"{side}_edition"] = sql_text(book.edition) if book and book.edition else "null"
    return shown
