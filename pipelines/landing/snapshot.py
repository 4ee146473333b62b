"""Take in what stands in the inbox: raw bytes kept for ever under their sha256, and a ledger of who received what when."""

from __future__ import annotations

import getpass
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipelines.decoding.archive import members
from pipelines.decoding.file_type import container_names, is_archive
from pipelines.decoding.grid import DecodingError
from pipelines.decoding.large import refuse_large
from pipelines.landing.inbox import NOT_EXPORTS, Refused, copy_once, entries, read_once, readable
from pipelines.settings import Home

# From here on a file is copied in pieces and not held in memory before it is known to be a table.
LARGE = 64 << 20
ARCHIVE = b"PK\x03\x04"


@dataclass(frozen=True)
class Receipt:
    """One delivery: the path below the inbox, what the bytes were, when they were first seen there and by whom.

    A zip archive is kept as it came, with how many `members` it has; each of them is a delivery of its own below the name of the archive.
    `reason` and `detail` say why an archive or a member was not opened: then the bytes are those of the archive.
    """

    path: str
    sha256: str
    size: int
    received_at: str
    received_by: str
    members: int | None = None
    reason: str | None = None
    detail: str | None = None


def read_receipts(home: Home) -> list[Receipt]:
    """The ledger in the order of delivery. A last line cut off by a crash was never acknowledged and is passed over."""
    if not home.receipts.exists():
        return []
    lines = home.receipts.read_text(encoding="utf-8").split("\n")
    return [Receipt(**json.loads(line)) for line in lines[:-1] if line]


def receive(home: Home, inbox: Path) -> list[Receipt]:
    """Snapshot everything new or changed in the inbox; returns the receipts added to the ledger."""
    known = read_receipts(home)
    latest = {receipt.path: (receipt.sha256, receipt.reason) for receipt in known}
    last_moment = max((datetime.fromisoformat(receipt.received_at) for receipt in known), default=datetime.min.replace(tzinfo=UTC))
    added: list[Receipt] = []
    for entry in entries(inbox):
        for delivery in _arrived(home, inbox, entry, latest):
            sha256, size = delivery.kept or (hashlib.sha256(delivery.data).hexdigest(), len(delivery.data))
            if latest.get(delivery.path) == (sha256, delivery.reason):
                continue
            # Deliveries of one run keep their order: the clock may not tell them apart.
            last_moment = max(datetime.now(UTC), last_moment + timedelta(microseconds=1))
            if delivery.kept is None:
                _keep(home, sha256, delivery.data)
            facts = (delivery.members, delivery.reason, delivery.detail)
            added.append(Receipt(delivery.path, sha256, size, last_moment.isoformat(), _receiver(), *facts))
    _append(home, added)
    return added


@dataclass(frozen=True)
class Delivery:
    """A file, or a member of an archive, as it is to be received; see Receipt. `kept`: sha256 and size of a large one whose snapshot stands."""

    path: str
    data: bytes
    members: int | None = None
    reason: str | None = None
    detail: str | None = None
    kept: tuple[str, int] | None = None


def _arrived(home: Home, inbox: Path, entry: Path | Refused, latest: dict[str, tuple[str, str | None]]) -> Iterator[Delivery]:
    """What an entry of the inbox delivers; nothing where its bytes are the latest known of it."""
    path, fault = (entry.path, entry.fault) if isinstance(entry, Refused) else (entry, None)
    name = readable(path.relative_to(inbox))
    try:
        if fault is not None:
            raise fault
        if path.stat().st_size > LARGE and not _begins_like_archive(path):
            yield from _large(home, path, name, latest.get(name))
            return
        data = read_once(path)
    except FileNotFoundError:
        return  # it was taken away meanwhile
    except DecodingError as refused:
        yield Delivery(name, b"", None, refused.reason, refused.detail)
        return
    if latest.get(name, ("",))[0] != hashlib.sha256(data).hexdigest():
        yield from deliveries(name, data)


def _begins_like_archive(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == ARCHIVE


def _large(home: Home, path: Path, name: str, latest: tuple[str, str | None] | None) -> Iterator[Delivery]:
    """A file that is copied in pieces; it is read a first time to know whether it is new."""
    if latest == (copy_once(path, None)[0], None):
        return
    unfinished = home.snapshots / f"{os.getpid()}.part"
    try:
        sha256, size = copy_once(path, unfinished)
        target = snapshot_path(home, sha256)
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)
    yield Delivery(name, b"", kept=(sha256, size))


def deliveries(path: str, data: bytes) -> Iterator[Delivery]:
    """The file itself and, where it is an archive, what is in it. The archive comes last: a run that breaks off before opens it again."""
    if not _is_archive(data):
        yield Delivery(path, data)
        return
    count = 0
    try:
        for member in members(data):
            if not NOT_EXPORTS.search(member.name):
                count += 1
                why = (None, member.refused.reason, member.refused.detail) if member.refused else ()
                yield Delivery(f"{path}/{member.name}", data if member.refused else member.data, *why)
        yield Delivery(path, data, count)
    except DecodingError as fault:
        yield Delivery(path, data, None, fault.reason, fault.detail)


def _is_archive(data: bytes) -> bool:
    """A container that can't be opened is none: whoever reads it as a workbook says what is wrong with it."""
    try:
        return data.startswith(ARCHIVE) and is_archive(container_names(data))
    except DecodingError:
        return False


def _receiver() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        # A container may run under a number that has no name.
        return f"uid {os.getuid()}"


def snapshot_path(home: Home, sha256: str) -> Path:
    """Where the bytes of a snapshot are."""
    return home.snapshots / sha256[:2] / sha256


def read_snapshot(home: Home, sha256: str) -> bytes:
    """The bytes of a snapshot, for decoding.

    Raises:
        DecodingError: too large to be held in memory, or a large text without lines.
    """
    path = snapshot_path(home, sha256)
    if path.stat().st_size > LARGE:
        refuse_large(path)
    return path.read_bytes()


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
    lines = "".join(
        json.dumps({name: value for name, value in asdict(receipt).items() if value is not None}, ensure_ascii=False) + "\n" for receipt in receipts
    )
    unfinished = home.receipts.with_suffix(".part")
    unfinished.write_text(whole + lines, encoding="utf-8")
    unfinished.replace(home.receipts)
