"""Where the table stands in a file and what its rows and columns mean. Shape only: no file is read here."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from pipelines.contracts.vocabulary import caliber_words, legal_fields
from pipelines.contracts.words import SHEET_PLACEHOLDERS, Column, Kind, Mark, Measure, Pattern, Role, Strict, as_list, checked_word, is_pattern

# As many rows as a workbook has.
Row = Annotated[int, Field(ge=1, le=1_048_576)]


class ColumnRule(Strict):
    """A column with the little shape it may need: translation of its words, one part of a composed key, zero-padding.

    `extract` is a pattern with one group, for keys composed without a mark: `^(\\d{4})` of 2015AUDA is 2015.

    `within` names the column whose code stands in front of a code that is unique only below it: section 100 of centre 001 is 001100.
    A list of columns is a code written level by level, of which the lower levels may be blank: 类 201, 款 06, 项 blank is 20106.
    """

    column: Column
    within: Column | list[Column] | None = None
    values: dict[str, str] | None = None
    split: Mark | None = None
    take: Annotated[int, Field(ge=1, le=100)] | None = None
    extract: Pattern | None = None
    pad: Annotated[int, Field(ge=1, le=20)] | None = None
    prefix: Mark | None = None

    @model_validator(mode="after")
    def _split_and_take(self) -> ColumnRule:
        if (self.split is None) != (self.take is None):
            raise ValueError('`split` and `take` belong together: `split: "/"`, `take: 3` is the third part')
        if self.extract is not None and re.compile(self.extract).groups != 1:
            raise ValueError(f"extract: '{self.extract}' needs one group in parentheses: the part that is meant")
        return self


def _column_rule(value: Any) -> Any:
    return {"column": value} if isinstance(value, int | str) and not isinstance(value, bool) else value


FieldColumn = Annotated[ColumnRule, BeforeValidator(_column_rule)]


class OwnPeriod(Strict):
    """Columns that may be of another period than their line: said outright, counted from the year of the line, or named by their header."""

    header_is: str | None = None
    month: Annotated[int, Field(ge=1, le=12)] | None = None
    year: Annotated[int, Field(ge=1900, le=2100)] | None = None
    # 上年决算数, ejercicio anterior, t-1: figures of another year than the line's own, counted from it.
    year_offset: Annotated[int, Field(ge=-20, le=20)] = 0

    @model_validator(mode="after")
    def _one_year(self) -> OwnPeriod:
        if self.year is not None and (self.year_offset or self.header_is == "year"):
            raise ValueError("year: the year is said twice; keep one of year, year_offset and `header_is: year`")
        return self


class AmountColumns(OwnPeriod):
    """One or more columns of figures and what sets them apart: caliber words, measure, role, or a meaning taken from the header."""

    columns: Annotated[list[Column], BeforeValidator(as_list), Field(alias="column")]
    measure: Measure = "amount"
    kind: Kind | None = None
    role: Role = "leaf"
    total_of: Annotated[list[Column], BeforeValidator(as_list)] | None = None
    scale: Annotated[int, Field(ge=1, le=1_000_000_000_000)] | None = None
    of: Annotated[list[str], BeforeValidator(as_list)] | None = None
    # What the header means and no cell prints: {item_code: "205", item_name: 教育支出} of the column education_expense.
    says: dict[str, str] = {}
    caliber: dict[str, str] = {}

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    @model_validator(mode="before")
    @classmethod
    def _gather_caliber(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        own = {k: v for k, v in data.items() if k not in caliber_words() and k not in {"caliber", "columns"}}
        if "columns" in data:
            own["column"] = data["columns"]
        if not isinstance(data.get("caliber", {}), dict):
            raise ValueError("caliber: a mapping of dimension and word is needed, for example {stage: final}")
        words = {**data.get("caliber", {}), **{k: v for k, v in data.items() if k in caliber_words()}}
        return {**own, "caliber": {k: checked_word(k, v) for k, v in words.items()}}

    @model_validator(mode="after")
    def _legal_header_meaning(self) -> AmountColumns:
        legal = [name for name in legal_fields("expenditure") if name not in {"kind", "period", "unit", "currency"}]
        if self.header_is is not None and self.header_is not in legal:
            raise ValueError(f"header_is: '{self.header_is}' is not a field; use one of {', '.join(legal)}")
        for name in self.says:
            if name not in legal or name in {"year", "month", *caliber_words()}:
                raise ValueError(f"says: '{name}' has a key of its own or is no field; use one of item_code, item_name, economic_code, …")
        if self.measure == "rate" and len(self.of or []) != 2:
            raise ValueError("a rate needs `of: [stage above, stage below]`, for example [final, adjusted]")
        return self


def _amount_list(value: Any) -> Any:
    """Short form `{final: 决算数}` is the long form `[{column: 决算数, stage: final}]`."""
    return [{"column": col, "stage": stage} for stage, col in value.items()] if isinstance(value, dict) else value


# Fields that tell the lines of a table apart: neither a place of a line nor the whole table has one of its own.
OF_THE_LINE = {"year", "period", "region"}


class IndicatorColumns(OwnPeriod):
    """One of several indicators of a line, or one of several periods of the same: the columns of its own, and what sets it apart.

    `says` holds what no cell prints but the header means, field by field: {indicator_code: breaches, unit: patients}.
    With `header_is: year` a pattern such as `*/Plan` stands for a column of each year, and the entry for each of these years.
    """

    columns: dict[str, FieldColumn] = {}
    says: dict[str, str] = {}

    @model_validator(mode="before")
    @classmethod
    def _gather_columns(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        own = {key: value for key, value in data.items() if key in {"columns", "says", *OwnPeriod.model_fields}}
        return {**own, "columns": {**own.get("columns", {}), **{key: value for key, value in data.items() if key not in own}}}

    @model_validator(mode="after")
    def _legal_fields(self) -> IndicatorColumns:
        legal = [name for name in legal_fields("indicators") if name not in OF_THE_LINE]
        for name in [*self.columns, *self.says]:
            if name not in legal:
                known = ", ".join([*legal, "says", *OwnPeriod.model_fields])
                raise ValueError(f"indicators: '{name}' is not a field that differs within a line; use one of {known}")
        if not self.columns:
            raise ValueError("indicators: name at least one column, for example {target: Target_Q1, actual: Actual_Q1, month: 6}")
        if self.header_is not in (None, "year"):
            raise ValueError("indicators: the header of an indicator can only name its year: `header_is: year`")
        if self.header_is and not any(is_pattern(rule.column) for rule in self.columns.values()):
            raise ValueError(
                "indicators: `header_is: year` needs a pattern that fits a header of each year, for example {target: '*/Plan', actual: '*/Actual'}"
            )
        return self


class RoleRule(Strict):
    """Rows that are not plain lines. `where` holds field or header -> regular expression; `over` says what a total runs over.

    `elsewhere`: its parts are not, or not all, in this table, so that nothing here has to add up to it.
    """

    where: dict[str, Pattern]
    role: Role
    over: list[str] | Literal["table", "above", "elsewhere"] = "table"


class RowRule(Strict):
    """Rows left out by name, with the reason that is kept beside them."""

    where: dict[str, Pattern]
    reason: str


class Titled(Strict):
    """A table of a document, chosen by a line printed above it."""

    title: Pattern


class Layout(Strict):
    """Where the table stands and what its columns mean. Rows are counted as the file shows them, from 1."""

    sheet: Annotated[list[int | str | Titled], BeforeValidator(as_list)] = [0]
    ignore_sheets: list[str] = []
    header_rows: Annotated[list[Row], BeforeValidator(as_list)] | Literal["none"] = [1]
    header_find: str | None = None
    header_height: Annotated[int, Field(ge=1, le=6)] = 1
    header_join: Mark = "/"
    columns: dict[str, FieldColumn] = {}
    amounts: Annotated[list[AmountColumns], BeforeValidator(_amount_list)] = []
    indicators: list[IndicatorColumns] = []
    # What holds for every indicator of the table and no cell prints: {better: lower}. What a place of the line says goes before it.
    says: dict[str, str] = {}
    keep: list[Column] = []
    fill_down: list[str] = []
    role: Role = "leaf"
    roles: list[RoleRule] = []
    hierarchy: Literal["item_code", "economic_code", "indent", "outline", "none"] = "none"
    footnotes: Pattern | None = None
    ignore_rows: list[RowRule] = []

    @model_validator(mode="after")
    def _known_placeholders(self) -> Layout:
        for name in (name for sheet in self.sheet if isinstance(sheet, str) for name in re.findall(r"\{(.*?)\}", sheet)):
            if name not in SHEET_PLACEHOLDERS:
                raise ValueError(f"sheet: '{{{name}}}' can't stand here; use {', '.join(SHEET_PLACEHOLDERS)}")
        return self
