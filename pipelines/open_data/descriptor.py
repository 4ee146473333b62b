"""datapackage.json: a Tabular Data Package that is a Fiscal Data Package too. Its `model` is that of the published JSON schema (0.3), whose
profile must read `tabular-data-package`; the `columnType` of each field follows the taxonomy of budgets of version 1.0."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.open_data.dictionary import ESCAPING, description, unit
from pipelines.open_data.tables import Table

TYPES = {"VARCHAR": "string", "DATE": "date", "TIMESTAMP": "datetime", "BOOLEAN": "boolean", "INTEGER": "integer", "BIGINT": "integer", "DOUBLE": "number"}
BUDGET = "fct_budget_lines"
COLUMN_TYPES = {
    "budget_line_id": "budget-line-id",
    "amount": "value",
    "currency": "value-currency:code",
    "fiscal_year": "date:fiscal-year",
    "kind": "direction",
    "stage": "phase:id",
    "region_code": "geo:target:code",
    "item_code_printed": "functional-classification:generic:code",
    "item_name_printed": "functional-classification:generic:label",
    "economic_code_printed": "economic-classification:generic:code",
    "economic_name_printed": "economic-classification:generic:label",
    "organisation_id": "administrative-classification:generic:code",
    "programme_id": "activity:generic:program:code",
    "fund_code": "fin-source:generic:code",
    "fund_name": "fin-source:generic:label",
}
# Dimensions of the budget lines: their kind in the specification, the key, further columns.
DIMENSIONS = {
    "date": ("datetime", "fiscal_year", ("period_end",)),
    "location": ("location", "region_code", ("region_printed",)),
    "classification": ("classification", "item_id", ("item_code_printed", "item_name_printed")),
    "economic_classification": ("classification", "economic_item_id", ("economic_code_printed", "economic_name_printed")),
    "administrator": ("entity", "organisation_id", ()),
    "programme": ("activity", "programme_id", ()),
    "phase": ("other", "stage", ("recognition",)),
    "caliber": ("other", "caliber_id", ()),
}


@dataclass(frozen=True)
class About:
    """What the package says of itself beside its tables."""

    edition: str
    release: int
    created: str
    day: date
    publishers: Sequence[tuple[str, str | None]]
    currencies: Sequence[str]
    countries: Sequence[str]
    years: tuple[int, int]


def write_descriptor(folder: Path, about: About, tables: Sequence[Table]) -> None:
    """Describe the CSV files; each names its Parquet twin."""
    text = json.dumps(_package(folder, about, tables), ensure_ascii=False, indent=1)
    (folder / "datapackage.json").write_text(text + "\n", encoding="utf-8")


def _package(folder: Path, about: About, tables: Sequence[Table]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-package",
        "name": "caliber-open-data",
        "title": "Regional budgets, execution and performance 地方预算、执行与绩效",
        "description": f"Edition {about.edition} of release {about.release}. Findings are signals, not verdicts; those still within their reply period "
        f"on {about.day} are left out. 疑点仅为提示，不作结论；截至该日仍在答复期内的不予公开。\n\n{ESCAPING}",
        "version": about.edition,
        "created": about.created,
        "keywords": ["budget", "execution", "performance", "fiscal"],
        "sources": [{"title": title, **({"path": url} if url else {})} for title, url in about.publishers],
        "countryCode": list(about.countries),
        "granularity": "aggregated",
        "fiscalPeriod": {"start": f"{about.years[0]}-01-01", "end": f"{about.years[1]}-12-31"},
        "model": _model(about.currencies),
        "resources": [_resource(folder, table) for table in tables],
    }


def _model(currencies: Sequence[str]) -> dict[str, Any]:
    """One measure a currency, over the lines that are in it: a measure has one currency, and amounts of two are never added up."""
    measures = {f"amount_{currency.lower()}": {"source": "amount", "resource": BUDGET, "currency": currency} for currency in currencies}
    return {"measures": measures, "dimensions": {name: _dimension(*parts) for name, parts in DIMENSIONS.items()}}


def _dimension(kind: str, key: str, further: Sequence[str]) -> dict[str, Any]:
    attributes = {name: {"source": name, "resource": BUDGET} for name in (key, *further)}
    return {"dimensionType": kind, "primaryKey": key, "attributes": attributes}


def _resource(folder: Path, table: Table) -> dict[str, Any]:
    data = (folder / "csv" / f"{table.name}.csv").read_bytes()
    return {
        "profile": "tabular-data-resource", "name": table.name, "path": f"csv/{table.name}.csv", "parquet": f"parquet/{table.name}.parquet",
        "title": table.title, "description": description(table.name), "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
        "bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": {"fields": [_field(table, *column) for column in ((column.name, column.type) for column in table.columns)], "missingValues": [""]},
    }  # fmt: skip


def _field(table: Table, name: str, kind: str) -> dict[str, Any]:
    field = {"name": name, "type": "number" if kind.startswith("DECIMAL") else TYPES[kind], "description": description(table.name, name)}
    if measured := unit(name, kind):
        field["unit"] = measured
    if table.name == BUDGET and name in COLUMN_TYPES:
        field["columnType"] = COLUMN_TYPES[name]
    return field
