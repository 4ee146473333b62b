"""Suites as data: what the files in expectations/ may say, read and refused by name. Nothing here knows how a suite is judged."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Self, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipelines.contracts.vocabulary import vocabulary
from pipelines.landing.schema import FOLDERS

Border = Literal["landed", "marts"]
Severity = Literal["critical", "warning"]


class SuiteError(Exception):
    """A suite says something it may not; the message names file and place."""


@dataclass(frozen=True)
class Check:
    """One expectation about one column, or about the table where `column` is None."""

    type: str
    column: str | None
    kwargs: dict[str, Any]
    severity: Severity
    why: str


class Expectation(BaseModel):
    """One entry of a suite; `columns` repeats it for each of them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    type: str
    columns: list[str] = []
    kwargs: dict[str, Any] = {}
    severity: Severity
    why: str

    def checks(self) -> list[Check]:
        """One check per column; a single one about the table where none is named."""
        named: list[str | None] = list(self.columns) or [self.kwargs.get("column")]
        return [Check(self.type, column, self._resolved(column), self.severity, self.why) for column in named]

    def _resolved(self, column: str | None) -> dict[str, Any]:
        own = {"column": column} if self.columns else {}
        return {**own, **{name: _words(value, column) for name, value in self.kwargs.items()}}


def _words(value: Any, column: str | None) -> Any:
    """Lists that are kept elsewhere are named in a suite, not copied: {vocabulary: row_roles}, {landed_schema: amounts}."""
    if not isinstance(value, dict):
        return value
    match value:
        case {"vocabulary": str(name)} if len(value) == 1:
            words = vocabulary()[name]
            return words[column] if isinstance(words, dict) else words
        case {"landed_schema": str(name)} if len(value) == 1:
            return list(FOLDERS[name].names)
    raise KeyError(f"{value} is neither {{vocabulary: NAME}} nor {{landed_schema: FOLDER}}")


class Suite(BaseModel):
    """What holds for one table (or one query) at one border. `identified_by` are the columns that address a row."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    border: Border
    table: str | None = Field(default=None, pattern=r"^[a-z_]+(\.[a-z_]+)?$")
    query: str | None = None
    identified_by: list[str] = Field(min_length=1)
    remedy: str
    expectations: list[Expectation] = Field(min_length=1)

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.table is None) == (self.query is None):
            raise ValueError("a suite names either a table or a query")
        for expectation in self.expectations:
            expectation.checks()
        return self

    @property
    def file(self) -> str:
        """Where a reader finds the suite."""
        return f"expectations/{self.name}.yml"

    @property
    def rows(self) -> str:
        """The SELECT that gives the rows to be judged."""
        return self.query or f"select * from {self.table}"

    def checks(self) -> list[Check]:
        """All expectations, one per column."""
        return [check for expectation in self.expectations for check in expectation.checks()]


def load_suites(border: Border, folder: Path) -> list[Suite]:
    """The suites of one border, by name.

    Raises:
        SuiteError: a file is not a suite, or the border has none (silence would look like a pass).
    """
    paths = sorted(folder.glob("*.yml"))
    for path in paths:
        if not path.stem.startswith(tuple(f"{known}_" for known in get_args(Border))):
            raise SuiteError(f"{path}: the name of a suite begins with its border, landed_ or marts_")
    suites = [_load(path) for path in paths if path.stem.startswith(f"{border}_")]
    if not suites:
        raise SuiteError(f"{folder}: no suite for the border '{border}'; every border needs at least one")
    return suites


def _load(path: Path) -> Suite:
    try:
        suite = Suite.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except yaml.YAMLError as fault:
        raise SuiteError(f"{path}: not YAML: {' '.join(str(fault).split())}") from fault
    except KeyError as fault:
        raise SuiteError(f"{path}: no such list: {fault.args[0]}") from fault
    except ValidationError as fault:
        places = "; ".join(f"{'.'.join(str(part) for part in error['loc']) or 'suite'}: {error['msg']}" for error in fault.errors())
        raise SuiteError(f"{path}: {places}") from fault
    if suite.name != path.stem or not suite.name.startswith(f"{suite.border}_"):
        raise SuiteError(f"{path}: name '{suite.name}', border '{suite.border}'; a suite bears the name of its file, which begins with its border")
    return suite
