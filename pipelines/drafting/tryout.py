"""The draft as written, read back and tried on its file: the same dry run as `caliber check`."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from pipelines.contracts.load import ContractError, load_contract
from pipelines.landing.dry_run import dry_run


def try_out(text: str, export: Path) -> dict[str, Any]:
    """One report of the dry run; status `incomplete` with the faults where the draft is no contract yet."""
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "draft.contract.yml"
        written.write_text(text, encoding="utf-8")
        try:
            editions = load_contract(written)
        except ContractError as error:
            faults = [fault.replace(f"{written}:", "line ") for fault in error.faults]
            return {"file": export.name, "status": "incomplete", "reason": "no_contract_yet", "detail": "; ".join(faults)}
    return dry_run(editions, export.resolve().parent, export.resolve())[0]
