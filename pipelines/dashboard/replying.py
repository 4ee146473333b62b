"""The form of a finding's page: what it says becomes a reply, by the same code as `caliber respond`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import duckdb

from pipelines.decisions.filing import Filed, ReplyError, file_replies, sha256_of
from pipelines.decisions.ledger import ROLES, LedgerError, Reply
from pipelines.settings import Home

FIELDS = ("role", "action", "who", "reason", "owner", "until", "file")
SHOWN_FILES = 500


def blank_form(home: Home, token: str) -> dict[str, Any]:
    """What the template needs for an empty form."""
    return {"token": token, "roles": ROLES, "files": list(inbox_files(home)), "faults": [], "message": "", "said": dict.fromkeys(FIELDS, "")}


def inbox_files(home: Home) -> list[str]:
    """Exports in the inbox, by name. Only these can be filed as a correction: no other path is ever opened for the browser."""
    found = (path for path in home.inbox.rglob("*") if path.is_file() and not path.is_symlink() and path.resolve().is_relative_to(home.inbox.resolve()))
    return sorted(str(path.relative_to(home.inbox)) for path in found)[:SHOWN_FILES]


def file_form(home: Home, release: duckdb.DuckDBPyConnection, finding_id: str, said: Mapping[str, str]) -> Filed | list[str]:
    """What was filed, or what is wrong with it."""
    try:
        return file_replies(home, release, [("", _reply(home, finding_id, said))], datetime.now(UTC).date())
    except ReplyError as error:
        return error.faults
    except LedgerError as error:
        return [str(error)]


def _reply(home: Home, finding_id: str, said: Mapping[str, str]) -> Reply:
    name = said["file"] if said["action"] == "correct" else ""
    if name and name not in inbox_files(home):
        raise ReplyError([f"'{name}' is not in the inbox; put the corrected export there first"])
    return Reply(
        finding_id=finding_id, action=said["action"], who=said["who"], role=said["role"], reason=said["reason"], owner=said["owner"] or None,
        expires_on=_day(said["until"]), corrected_file=name.rsplit("/", 1)[-1] or None, corrected_sha256=sha256_of(home.inbox / name) if name else None,
    )  # fmt: skip


def _day(text: str) -> str | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise ReplyError([f"'{text}' is no day; write it as YYYY-MM-DD"]) from error
