"""A contract in the making landed in memory, so that arithmetic can be asked of exact figures; a contract that does not land proves nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
from pydantic import ValidationError

from pipelines.contracts.contract import Edition
from pipelines.contracts.load import ResolvedEdition
from pipelines.decoding.grid import DecodingError
from pipelines.landing.land import land, open_workbench
from pipelines.landing.matching import Assignment
from pipelines.landing.table import LayoutError


def edition_of(contract: dict[str, Any]) -> Edition:
    """The one edition of a draft, validated.

    Raises:
        ValidationError: the draft is no contract yet.
    """
    return Edition.model_validate({"contract_id": contract["id"], **_flat(contract)})


@contextmanager
def landed(contract: dict[str, Any], data: bytes, name: str) -> Iterator[tuple[duckdb.DuckDBPyConnection | None, str]]:
    """A database with the view `amounts`, or None and the reason why the contract does not land the file."""
    with open_workbench() as db:
        try:
            resolved = ResolvedEdition(edition_of(contract), Path("draft"), 1)
            land(data, Assignment(resolved, name, hashlib.sha256(data).hexdigest(), {}, name), db)
        except (DecodingError, LayoutError) as fault:
            yield None, f"{fault.reason}: {fault.detail}"
            return
        except ValidationError as fault:
            yield None, f"{fault.errors()[0]['loc']}: {fault.errors()[0]['msg']}"
            return
        yield db, ""


def _flat(contract: dict[str, Any]) -> dict[str, Any]:
    """The one edition with everything above it merged in."""
    own = contract["editions"][0]
    shared = {key: value for key, value in contract.items() if key not in ("id", "editions")}
    return {
        **shared,
        **{key: {**shared[key], **value} if isinstance(value, dict) and isinstance(shared.get(key), dict) else value for key, value in own.items()},
    }
