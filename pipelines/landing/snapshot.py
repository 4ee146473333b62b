"""Take in what stands in the inbox: raw bytes kept for ever under their sha256, and a ledger of who received what when."""

from __future__ import annotations

import getpass
import hashlib
import json
import os
import re
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipelines.settings import Home

# Not exports: what people write beside them, and the contracts themselves.
NOT_EXPORTS = re.compile(r"(^|/)(\.|~\$|README|LICEN[CS]E|CATALOG\.csv$|Thumbs\.db$)|\.(md|ya?ml|tmp|part)$", re.IGNORECASE)


@dataclass(frozen=True)
class Receipt:
    """One delivery: the path below the inbox, what the bytes were, when they were first seen there and by whom."""

    path: str
    sha256: str
    size: int
    received_at: str
    received_by: str


def read_receipts(home: Home) -> list[Receipt]:
    """The ledger in the order of delivery. A last line cut off by a crash was never acknowledged and is passed over."""
    if not home.receipts.exists():
        return []
    lines = home.receipts.read_text(encoding="utf-8").split("\n")
    return [Receipt(**json.loads(line)) for line in lines[:-1] if line]


def exports_in(inbox: Path) -> list[Path]:
    """Every file of the inbox that may be an export, in natural order (v9 before v10)."""
    found = (path for path in inbox.rglob("*") if path.is_file() and not NOT_EXPORTS.search(path.relative_to(inbox).as_posix()))
    return sorted(found, key=lambda path: _natural(path.relative_to(inbox).as_posix()))


def _readable(path: Path) -> str:
    """The path as text that can be written anywhere: bytes of a name that are no UTF-8 (an archive packed in GBK) stand as \\xNN."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def _natural(text: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", text)]


def receive(home: Home, inbox: Path) -> list[Receipt]:
    """Snapshot everything new or changed in the inbox; returns the receipts added to the ledger."""
    known = read_receipts(home)
    latest = {receipt.path: receipt.sha256 for receipt in known}
    last_moment = max((datetime.fromisoformat(receipt.received_at) for receipt in known), default=datetime.min.replace(tzinfo=UTC))
    added: list[Receipt] = []
    for path in exports_in(inbox):
        name = _readable(path.relative_to(inbox))
        data = path.read_bytes()
        sha256 = hashlib.sha256(data).hexdigest()
        if latest.get(name) == sha256:
            continue
        # Deliveries of one run keep their order: the clock may not tell them apart.
        last_moment = max(datetime.now(UTC), last_moment + timedelta(microseconds=1))
        _keep(home, sha256, data)
        added.append(Receipt(name, sha256, len(data), last_moment.isoformat(), _receiver()))
    _append(home, added)
    return added


def _receiver() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # A container may run under a number that has no name.
        return f"uid {os.getuid()}"


def snapshot_path(home: Home, sha256: str) -> Path:
    """Where the bytes of a snapshot are."""
    return home.snapshots / sha256[:2] / sha256


def _keep(home: Home, sha256: str, data: bytes) -> None:
    target = snapshot_path(home, sha256)
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_suffix(f".{os.getpid()}.part")
    unfinished.write_bytes(data)
    unfinished.replace(target)


def _append(home: Home, receipts: list[Receipt]) -> None:
    if not receipts:
        return
    text = home.receipts.read_text(encoding="utf-8") if home.receipts.exists() else ""
    whole = text[: text.rfind("\n") + 1]
    lines = "".join(json.dumps(asdict(receipt), ensure_ascii=False) + "\n" for receipt in receipts)
    unfinished = home.receipts.with_suffix(".part")
    unfinished.write_text(whole + lines, encoding="utf-8")
    unfinished.replace(home.receipts)
