"""Land one made-up file under one contract and read back what was written. Shared by the tests of contracts, decoding and landing."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pyarrow import parquet

from pipelines.contracts.load import ResolvedEdition, load_contract
from pipelines.landing.matching import Assignment, assignments
from pipelines.landing.schema import FOLDERS, prepare_landed
from pipelines.landing.write import land_file

HEAD = """
id: zz-made.up
publisher: {name: Made up}
kind: expenditure
region: "ZZ-1"
unit: {currency: CNY}
"""


@dataclass
class Landed:
    """One landed or parked file: its line of `exports` and its rows, as plain mappings."""

    export: dict[str, Any]
    amounts: list[dict[str, Any]]
    indicators: list[dict[str, Any]]
    parked: list[dict[str, Any]]
    controls: list[dict[str, Any]]

    @property
    def reason(self) -> str:
        return f"{self.export['parked_reason']}: {self.export['parked_detail']}"

    def figures(self, *names: str) -> list[tuple[Any, ...]]:
        """Chosen columns of every amount, in the order of the file."""
        return [tuple(row[name] for name in names) for row in self.amounts]

    def parked_as(self, reason: str) -> list[str]:
        """Texts parked for one reason."""
        return [row["text"] for row in self.parked if row["reason"] == reason]


def contract(layout: str, head: str = HEAD, years: str = "[2024]", files: str = "made_up.csv") -> str:
    """A contract text with one edition around the lines of `layout`, which are indented below the edition."""
    lines = "\n".join(f"    {line}" for line in layout.strip("\n").splitlines())
    return f'{head}editions:\n  - years: {years}\n    files: "{files}"\n{lines}\n'


@cache
def editions(text: str) -> list[ResolvedEdition]:
    """The editions of a contract text."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made_up.contract.yml"
        path.write_text(text, encoding="utf-8")
        return load_contract(path)


def assign(text: str, data: bytes, name: str) -> Assignment:
    """The file under the first edition that names it."""
    return assignments(name, hashlib.sha256(data).hexdigest(), editions(text), "inbox")[0]


def land(text: str, content: str | bytes, name: str = "made_up.csv") -> Landed:
    """Land `content` as the line does, and read the written parquet again."""
    data = content.encode() if isinstance(content, str) else content
    return land_as(assign(text, data, name), data)


def land_as(assignment: Assignment, data: bytes) -> Landed:
    """Land the bytes under one edition."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        prepare_landed(folder)
        land_file(folder, assignment, data)
        rows = {table: _rows(folder / table / f"{assignment.landed_key}.parquet") for table in FOLDERS if table != "receipts"}
    return Landed(rows["exports"][0], rows["amounts"], rows["indicators"], rows["parked"], rows["controls"])


def _rows(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    rows: list[dict[str, Any]] = parquet.read_table(path).to_pylist()
    return sorted(rows, key=lambda row: (row.get("sheet") or "", row.get("row_number") or 0, row.get("column_number") or 0))
