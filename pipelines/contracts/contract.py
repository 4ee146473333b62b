"""The shape of a contract. One contract describes one regional export in all its editions.

Only shape belongs here: which file, which cell, which word. No reading of exports, no arithmetic.
"""

from __future__ import annotations

import codecs
import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from pipelines.contracts.layout import Layout
from pipelines.contracts.meanings import refuse_open_words
from pipelines.contracts.statement import Statement
from pipelines.contracts.vocabulary import legal_fields, vocabulary
from pipelines.contracts.words import (
    PLACEHOLDER_NAMES,
    REFERENCE,
    Column,
    Kind,
    Mark,
    NumberFormat,
    Pattern,
    Repair,
    Role,
    Strict,
    as_list,
    checked_word,
)

# What Python can decode, and no publisher writes: names of hosts and literals of programs. Some take quadratic time.
NO_ENCODINGS = {"idna", "punycode", "raw_unicode_escape", "raw-unicode-escape", "unicode_escape", "unicode-escape", "undefined", "mbcs", "oem", "utf-7"}


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
                known = codecs.lookup(value).name not in NO_ENCODINGS and isinstance("".encode(value), bytes)
            except (LookupError, ValueError):
                known = False
            if not known:
                raise ValueError(f"no encoding is called '{value}'; write for example utf-8, gb18030, cp1252")
        return value


class Unit(Strict):
    """Currency and power of ten of the printed figures. `printed`: each table states its own above it, and one that does not is refused."""

    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    scale: Annotated[int, Field(ge=1, le=1_000_000_000)] | Literal["printed"] = 1
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


class ControlTotal(Strict):
    """An independent total: the figures chosen by `column`, `where` and `role` must add up to `equals`."""

    name: str
    column: Column | None = None
    where: dict[str, Pattern] = {}
    role: Role = "leaf"
    equals: Annotated[Decimal, Field(max_digits=28, decimal_places=10)]
    tolerance: Annotated[Decimal, Field(ge=0, max_digits=28, decimal_places=10)] = Decimal("0")


class Expectation(Strict):
    """What a sound file must show; outside `rows` the file is parked, a missed control total is a finding."""

    rows: tuple[int, int] | None = None
    control_totals: list[ControlTotal] = []


class Ceiling(Strict):
    """The level at which an authorised amount binds by law, where that is not the printed line.

    `item_digits` and `economic_digits`: how many digits of each code belong to the level, 0 for none. `accounts`: only these have a ceiling.
    """

    item_digits: Annotated[int, Field(ge=0, le=12)] | None = None
    economic_digits: Annotated[int, Field(ge=0, le=12)] | None = None
    accounts: list[str] = []

    @field_validator("accounts")
    @classmethod
    def _known_accounts(cls, value: list[str]) -> list[str]:
        return [checked_word("account", word) for word in value]


class FiscalYear(Strict):
    """First month of the fiscal year, and whether a double label such as FY14-15 names it by its start or its end."""

    start_month: Annotated[int, Field(ge=1, le=12)] = 1
    named_by: Literal["start", "end"] = "start"


class Edition(Strict):
    """One edition, resolved: contract-wide settings already merged in.

    An edition of the kind `reference` says of files that they are known and are no export, with the `reason`; it reads nothing of them.
    """

    contract_id: str
    kind: Literal[Kind, "reference"]
    reason: str | None = None
    title: dict[str, str] = {}
    publisher: Publisher
    source: Source = Source()
    region: Annotated[str, Field(pattern=r"^[A-Z]{2}(-[0-9A-Za-z]+)?$")]
    fiscal_year: FiscalYear = FiscalYear()
    years: list[Annotated[int, Field(ge=1900, le=2100)]] = []
    files: Annotated[list[str], BeforeValidator(as_list), Field(min_length=1)]
    format: FileFormat = FileFormat()
    unit: Unit | None = None
    caliber: dict[str, str] = {}
    classification: dict[Literal["item", "economic"], Classification] = {}
    layout: Layout = Layout()
    ignore: list[Column] = []
    repairs: list[Repair] = []
    ceiling: Ceiling = Ceiling()
    score_pack: str | None = None
    expect: Expectation = Expectation()
    statements: list[Statement] = []

    @field_validator("caliber")
    @classmethod
    def _closed_words(cls, value: dict[str, str]) -> dict[str, str]:
        return {dimension: checked_word(dimension, word) for dimension, word in value.items()}

    @field_validator("score_pack")
    @classmethod
    def _known_pack(cls, value: str | None) -> str | None:
        if value is not None and value not in vocabulary()["score_packs"]:
            raise ValueError(f"'{value}' is not a pack of scoring rules; use one of {', '.join(vocabulary()['score_packs'])}")
        return value

    @field_validator("classification", mode="before")
    @classmethod
    def _one_means_item(cls, value: Any) -> Any:
        return {"item": value} if isinstance(value, dict) and "system" in value else value

    @field_validator("years", mode="before")
    @classmethod
    def _year_ranges(cls, value: Any) -> Any:
        if isinstance(value, str) and (span := re.fullmatch(r"(\d{4})-(\d{4})", value)):
            first, last = int(span[1]), int(span[2])
            if last < first:
                raise ValueError(f"{value} runs backwards; write the earlier year first")
            if last - first > 200:
                raise ValueError(f"{value} spans {last - first + 1} years; no export does")
            return list(range(first, last + 1))
        return as_list(value)

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
    def _reference_or_export(self) -> Edition:
        if (self.kind == REFERENCE) != (self.reason is not None):
            raise ValueError("reason: belongs to `kind: reference`, and is required there: why the files are no export")
        for key in ("years", "layout"):
            if self.kind != REFERENCE and (key not in self.model_fields_set or not self.years):
                raise ValueError(f"{key}: this key is required")
        return self

    @model_validator(mode="after")
    def _fields_fit_kind(self) -> Edition:
        if self.kind == REFERENCE:
            return self
        legal = legal_fields(self.kind)
        for name in self.layout.columns:
            if name not in legal:
                raise ValueError(f"layout.columns: '{name}' is not a field of {self.kind}; use one of {', '.join(legal)}")
        refuse_open_words(self.kind, self.layout, legal)
        return self

    @model_validator(mode="after")
    def _layout_is_whole(self) -> Edition:
        for name in [*self.layout.fill_down, *(name for rule in self.layout.roles if isinstance(rule.over, list) for name in rule.over)]:
            if name not in self.layout.columns:
                raise ValueError(f"layout: `fill_down` and `over` of roles name fields of `columns`, and '{name}' is none of them")
        if self.kind in ("indicators", REFERENCE):
            return self
        if self.layout.indicators:
            raise ValueError("layout.indicators: belongs to `kind: indicators`; figures of a budget stand under layout.amounts")
        if not self.layout.amounts:
            raise ValueError("layout.amounts: at least one column of figures is needed")
        if self.unit is None and "unit" not in self.layout.columns:
            raise ValueError("unit: say currency and scale, or name the column that prints the unit")
        return self
