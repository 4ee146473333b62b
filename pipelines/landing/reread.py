"""Read single cells again from a stored snapshot, at the address the book gives for them."""

from __future__ import annotations

from typing import Any

import numpy as np

from pipelines.contracts.contract import Edition
from pipelines.landing.land import decode_export
from pipelines.landing.snapshot import snapshot_path
from pipelines.settings import Home


def reread(home: Home, sha256: str, contract_json: str, sheet: str, row: int, columns: list[int]) -> dict[str, Any]:
    """`texts`: the cells as printed; `note` instead where the snapshot is not in this workspace."""
    source = snapshot_path(home, sha256)
    if not source.exists():
        return {"texts": [], "note": f"the raw bytes are not in this workspace ({source.name[:12]}…)"}
    decoded = decode_export(source.read_bytes(), Edition.model_validate_json(contract_json))
    grid = next(grid for grid in decoded.grids if grid.sheet == sheet)
    place = int(np.searchsorted(grid.rows, row))
    cells = grid.cells.slice(place, 1).to_pylist()[0]
    return {"texts": [cells[f"c{column}"] for column in columns], "note": None}
