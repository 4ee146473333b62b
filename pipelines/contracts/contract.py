"""The shape of a contract. One contract describes one regional export in all its editions.

Only shape belongs here: which file, which cell, which word. No reading of exports, no arithmetic.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Any, Literal

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, field_validator, model_validator

from pipelines.contracts.vocabulary import caliber_words, vocabulary

Kind = Literal["expenditure", "revenue", "balance", "indicators"]
BUDGET_KINDS = ("expenditure", "revenue", "balance")
Role = Literal["leaf", "subtotal", "grand_total", "of_which", "elimination", "balance"]
Measure = Literal["amount", "change", "rate", "growth"]
NumberFormat = Literal["1,234.56", "1.234,56", "1 234,56", "1 234.56", "1'234.56"]
Repair = Literal["cjk_part_of_headers"]

PLACEHOLDER_NAMES = ("year", "month", "region", "organisation", "version", "part")

Column = int | str  # a position counted from 1, or the printed header


def _checked_word(dimension: str, word: str) -> str:
    legal = caliber_words().get(dimension)
    if legal is None:
        raise ValueError(f"'{dimension}' is not a caliber dimension; use one of {', '.join(caliber_words())}")
    if word not in legal:
        raise ValueError(f"'{word}' is not a value of {dimension}; use one of {', '.join(legal)}")
    return word


def _checked_meaning(field: str, word: str) -> None:
    """A word that a column's own words are translated to must be one of a closed list where the field has one."""
    if field in caliber_words():
        _checked_word(field, word)
    elif field == "kind" and word not in BUDGET_KINDS:
        raise ValueError(f"layout.columns.kind: '{word}' is not a kind of amount; use one of {', '.join(BUDGET_KINDS)}")


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list) or value is None else [value]


def _pattern(value: str) -> str:
    """A regular expression as the engine that will run it understands it (RE2: no look-ahead, no back-reference)."""
    try:
        pc.match_substring_regex(pa.array([""]), value)
    except pa.ArrowInvalid as broken:
        raise ValueError(f"'{value}' is not a regular expression: {str(broken).removeprefix('Invalid regular expression: ')}") from broken
    return value


Pattern = Annotated[str, AfterValidator(_pattern)]
# A tab or a blank may be all there is to say.
Mark = Annotated[str, StringConstraints(strip_whitespace=False)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Publisher(Strict):
    """Who publishes, under which licence, how often and until when. `due` is MM-DD after the period, or YYYY-MM-DD."""

    name: str
    url: str | None = None
    licence: str | None = None
    cadence: Literal["monthly", "quarterly", "yearly", "once"] | None = None
    due: Annotated[str, Field(pattern=r"^(\d{4}-)?\d{2}-\d{2}$")] | None = None


class Source(Strict):
    """`primary`: the book itself. `twin`: the same export in another file format. `yardstick`: an independent publisher of the same facts."""

    role: Literal["primary", "twin", "yardstick"] = "primary"
    of: str | None = None


class FileFormat(Strict):
    """How bytes become cells. What is not said is detected and must be proven by the file."""

    encoding: str | None = None
    delimiter: Annotated[Mark, Field(pattern=r"^[ -~\t]$")] | None = None
    quote: Annotated[Mark, Field(pattern=r"^[!-~]$")] | None = '"'
    numbers: NumberFormat | None = None
    missing: list[str] = []
    zero: list[str] = []

    @field_validator("encoding")
    @classmethod
    def _known_encoding(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                "".encode(value)
            except LookupError as unknown:
                raise ValueError(f"no encoding is called '{value}'; write for example utf-8, gb18030, cp1252") from unknown
        return value


class Unit(Strict):
    """Currency and power of ten of the printed figures."""

    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    scale: Annotated[int, Field(ge=1, le=1_000_000_000)] = 1
    printed_as: str | None = None

    @model_validator(mode="after")
    def _printed_matches_scale(self) -> Unit:
        known = vocabulary()["units"].get(self.printed_as)
        if known and (known["scale"] != self.scale or known["currency"] != self.currency):
            raise ValueError(f"{self.printed_as} means {known['currency']} x {known['scale']}, not {self.currency} x {self.scale}")
        return self


class Classification(Strict):
    """Which code book a code column follows; without an edition the newest one in force in the period is used."""

    system: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    edition: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")] | None = None


class ColumnRule(Strict):
    """A column with the little shape it may need: translation of its words, one part of a composed key, zero-padding.

    `within` names the column whose code stands in front of a code that is unique only below it: section 100 of centre 001 is 001100.
    """

    column: Column
    within: Column | None = None
    values: dict[str, str] | None = None
    split: Mark | None = None
    take: int | None = None
    pad: Annotated[int, Field(ge=1, le=20)] | None = None
    prefix: Mark | None = None

    @model_validator(mode="after")
    def _split_and_take(self) -> ColumnRule:
        if (self.split is None) != (self.take is None):
            raise ValueError("`split` and `take` belong together: `split: \"/\"`, `take: 3` is the third part")
        return self


def _column_rule(value: Any) -> Any:
    return {"column": value} if isinstance(value, int | str) and not isinstance(value, bool) else value


FieldColumn = Annotated[ColumnRule, BeforeValidator(_column_rule)]


class AmountColumns(Strict):
    """One or more columns of figures and what sets them apart: caliber words, measure, role, or a meaning taken from the header."""

    columns: Annotated[list[Column], BeforeValidator(_as_list), Field(alias="column")]
    measure: Measure = "amount"
    header_is: str | None = None
    kind: Kind | None = None
    role: Role = "leaf"
    total_of: Annotated[list[Column], BeforeValidator(_as_list)] | None = None
    month: Annotated[int, Field(ge=1, le=12)] | None = None
    year: int | None = None
    # 上年决算数, ejercicio anterior: figures of another year than the line's own, counted from it.
    year_offset: Annotated[int, Field(ge=-20, le=20)] = 0
    scale: int | None = None
    of: Annotated[list[str], BeforeValidator(_as_list)] | None = None
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
        return {**own, "caliber": {k: _checked_word(k, v) for k, v in words.items()}}

    @model_validator(mode="after")
    def _legal_header_meaning(self) -> AmountColumns:
        legal = [name for name in (*vocabulary()["budget_fields"], *caliber_words()) if name not in {"kind", "period", "unit", "currency"}]
        if self.header_is is not None and self.header_is not in legal:
            raise ValueError(f"header_is: '{self.header_is}' is not a field; use one of {', '.join(legal)}")
        if self.measure == "rate" and len(self.of or []) != 2:
            raise ValueError("a rate needs `of: [stage above, stage below]`, for example [final, adjusted]")
        return self


def _amount_list(value: Any) -> Any:
    """Short form `{final: 决算数}` is the long form `[{column: 决算数, stage: final}]`."""
    return [{"column": col, "stage": stage} for stage, col in value.items()] if isinstance(value, dict) else value


class RoleRule(Strict):
    """Rows that are not plain lines. `where` holds field or header -> regular expression; `over` says what a total runs over."""

    where: dict[str, Pattern]
    role: Role
    over: list[str] | Literal["table", "above"] = "table"


class RowRule(Strict):
    """Rows left out by name, with the reason that is kept beside them."""

    where: dict[str, Pattern]
    reason: str


class Layout(Strict):
    """Where the table stands and what its columns mean. Rows are counted as the file shows them, from 1."""

    sheet: Annotated[list[int | str], BeforeValidator(_as_list)] = [0]
    ignore_sheets: list[str] = []
    header_rows: Annotated[list[int], BeforeValidator(_as_list)] | Literal["none"] = [1]
    header_find: str | None = None
    header_height: Annotated[int, Field(ge=1, le=6)] = 1
    header_join: Mark = "/"
    columns: dict[str, FieldColumn] = {}
    amounts: Annotated[list[AmountColumns], BeforeValidator(_amount_list)] = []
    keep: list[Column] = []
    fill_down: list[str] = []
    role: Role = "leaf"
    roles: list[RoleRule] = []
    hierarchy: Literal["item_code", "economic_code", "indent", "outline", "none"] = "none"
    footnotes: Pattern | None = None
    ignore_rows: list[RowRule] = []


class ControlTotal(Strict):
    """An independent total: the figures chosen by `column`, `where` and `role` must add up to `equals`."""

    name: str
    column: Column | None = None
    where: dict[str, Pattern] = {}
    role: Role = "leaf"
    equals: Decimal
    tolerance: Decimal = Decimal("0")


class Expectation(Strict):
    """What a sound file must show; outside `rows` the file is parked, a missed control total is a finding."""

    rows: tuple[int, int] | None = None
    control_totals: list[ControlTotal] = []


class FiscalYear(Strict):
    """First month of the fiscal year, and whether a double label such as FY14-15 names it by its start or its end."""

    start_month: Annotated[int, Field(ge=1, le=12)] = 1
    named_by: Literal["start", "end"] = "start"


class Edition(Strict):
    """One edition, resolved: contract-wide settings already merged in."""

    contract_id: str
    kind: Kind
    title: dict[str, str] = {}
    publisher: Publisher
    source: Source = Source()
    region: Annotated[str, Field(pattern=r"^[A-Z]{2}(-[0-9A-Za-z]+)?$")]
    fiscal_year: FiscalYear = FiscalYear()
    years: Annotated[list[Annotated[int, Field(ge=1900, le=2100)]], Field(min_length=1)]
    files: Annotated[list[str], BeforeValidator(_as_list), Field(min_length=1)]
    format: FileFormat = FileFormat()
    unit: Unit | None = None
    caliber: dict[str, str] = {}
    classification: dict[Literal["item", "economic"], Classification] = {}
    layout: Layout
    ignore: list[Column] = []
    repairs: list[Repair] = []
    expect: Expectation = Expectation()

    @field_validator("caliber")
    @classmethod
    def _closed_words(cls, value: dict[str, str]) -> dict[str, str]:
        return {dimension: _checked_word(dimension, word) for dimension, word in value.items()}

    @field_validator("classification", mode="before")
    @classmethod
    def _one_means_item(cls, value: Any) -> Any:
        return {"item": value} if isinstance(value, dict) and "system" in value else value

    @field_validator("years", mode="before")
    @classmethod
    def _year_ranges(cls, value: Any) -> Any:
        if isinstance(value, str) and (span := re.fullmatch(r"(\d{4})-(\d{4})", value)):
            return list(range(int(span[1]), int(span[2]) + 1))
        return _as_list(value)

    @field_validator("files")
    @classmethod
    def _stays_inside(cls, value: list[str]) -> list[str]:
        for pattern in value:
            if pattern.startswith("/") or ".." in pattern.split("/"):
                raise ValueError(f"'{pattern}' leaves the inbox; write a path below it")
            for name in re.findall(r"\{(.*?)\}", pattern):
                if name not in PLACEHOLDER_NAMES or pattern.count(f"{{{name}}}") > 1:
                    raise ValueError(f"'{{{name}}}' can't stand here; use {', '.join(PLACEHOLDER_NAMES)} once each")
        return value

    @model_validator(mode="after")
    def _fields_fit_kind(self) -> Edition:
        indicators = self.kind == "indicators"
        legal = vocabulary()["indicator_fields"] if indicators else [*vocabulary()["budget_fields"], *caliber_words()]
        for name in self.layout.columns:
            if name not in legal:
                raise ValueError(f"layout.columns: '{name}' is not a field of {self.kind}; use one of {', '.join(legal)}")
        for name in [*self.layout.fill_down, *(name for rule in self.layout.roles if isinstance(rule.over, list) for name in rule.over)]:
            if name not in self.layout.columns:
                raise ValueError(f"layout: `fill_down` and `over` of roles name fields of `columns`, and '{name}' is none of them")
        for name, rule in self.layout.columns.items():
            for word in (rule.values or {}).values():
                _checked_meaning(name, word)
        if not indicators and not self.layout.amounts:
            raise ValueError("layout.amounts: at least one column of figures is needed")
        if not indicators and self.unit is None and "unit" not in self.layout.columns:
            raise ValueError("unit: say currency and scale, or name the column that prints the unit")
        return self
