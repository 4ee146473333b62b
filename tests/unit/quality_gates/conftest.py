"""A small landed folder that every suite of border 1 accepts, to be broken one way a test."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from pipelines.landing.schema import FOLDERS, prepare_landed
from pipelines.settings import Home

KEY, EXPORT_ID = "a" * 24, "cn-example.final:2023@1a2b3c4d"
EXPORT = {
    "landed_key": KEY, "export_id": EXPORT_ID, "slot": "cn-example.final|2023.csv", "contract_id": "cn-example.final", "contract_json": "{}",
    "file_path": "2023.csv", "file_name": "2023.csv", "file_sha256": "0" * 64, "kind": "expenditure", "source_role": "primary", "status": "landed",
    "n_cells": 4, "n_amounts": 2, "money_in": Decimal(3), "money_parked": Decimal(0),
}  # fmt: skip
RECEIPT = {"landed_key": KEY, "file_path": "2023.csv", "file_sha256": "0" * 64, "received_by": "test", "received_at": datetime.datetime(2024, 1, 2)}
AMOUNT = {
    "landed_key": KEY, "export_id": EXPORT_ID, "sheet": "", "table_number": 1, "row_number": 2, "column_number": 3, "column_name": "决算数",
    "kind": "expenditure", "measure": "amount", "row_role": "leaf", "fiscal_year": 2023, "period_end": datetime.date(2023, 12, 31), "period_months": 12,
    "scope": "area_total", "account": "general", "line": "unknown", "stage": "final", "recognition": "cash_paid", "basis": "cash",
    "period_basis": "year", "comparison": "natural", "netting": "unknown", "source": "all_sources", "status": "reported",
    "currency": "CNY", "unit_scale": Decimal(10000), "printed_decimals": 0, "amount_printed": "1", "amount_reported": Decimal(1),
}  # fmt: skip
INDICATOR = {
    "landed_key": KEY, "export_id": EXPORT_ID, "sheet": "", "row_number": 9, "row_role": "leaf", "fiscal_year": 2023, "indicator_name": "培训人次",
    "target_text": "≥100", "target_operator": ">=", "target_value": Decimal(100), "weight_text": "10", "weight": Decimal(10),
}  # fmt: skip


@dataclass
class Landed:
    """Rows of the landed folders; `write` puts them where the gate looks."""

    home: Home
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def write(self) -> Home:
        prepare_landed(self.home.landed)
        for name, rows in self.rows.items():
            parquet.write_table(pa.Table.from_pylist(rows, schema=FOLDERS[name]), self.home.landed / name / f"{KEY}.parquet")
        return self.home


@pytest.fixture
def landed(tmp_path: Path) -> Landed:
    amounts = [AMOUNT, {**AMOUNT, "row_number": 3, "amount_printed": "2", "amount_reported": Decimal(2)}]
    return Landed(Home(tmp_path), {"exports": [EXPORT], "receipts": [RECEIPT], "amounts": amounts, "indicators": [INDICATOR]})
