"""The ledger of replies: append-only, each line bound to the one before it by a hash. Here: bytes and chain. Not here: who may say what."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import BinaryIO

ROLES: dict[str, tuple[str, ...]] = {
    "accountable": ("explain", "waive", "correct"),
    "supervisor": ("confirm", "reject", "reopen"),
}
# What the first line is bound to.
BEGINNING = "0" * 64


class LedgerError(Exception):
    """The ledger is not what was written into it; the message names the first line that is wrong and what to do."""


@dataclass(frozen=True)
class Reply:
    """One line. What the finding said when it was replied to is kept with it: the finding itself disappears once it is corrected."""

    finding_id: str
    action: str
    who: str
    role: str
    reason: str
    owner: str | None = None
    expires_on: str | None = None
    corrected_file: str | None = None
    corrected_sha256: str | None = None
    rule_id: str = ""
    rule_version: str = ""
    subject_id: str = ""
    cause_id: str = ""
    region_code: str | None = None
    fiscal_year: int | None = None
    subject: str | None = None
    release: int = 0
    number: int = 0
    at: str = ""
    previous_sha256: str = ""
    sha256: str = ""

    @property
    def about(self) -> tuple[str, str]:
        """What it replies to, whatever the version of the rule."""
        return self.rule_id, self.subject_id

    @property
    def says(self) -> tuple[object, ...]:
        """Its content without number and moment: the same sheet handed in twice says the same."""
        return self.about, self.action, self.who, self.role, self.reason, self.owner, self.expires_on, self.corrected_sha256


NAMES = {field.name for field in fields(Reply)}


def canonical(reply: Reply) -> str:
    """The one text of a line."""
    return json.dumps(asdict(reply), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sealed(reply: Reply, number: int, at: str, previous_sha256: str) -> Reply:
    """The reply with its place in the chain and the hash over everything else."""
    placed = replace(reply, number=number, at=at, previous_sha256=previous_sha256, sha256="")
    return replace(placed, sha256=_digest(placed))


def _digest(reply: Reply) -> str:
    return hashlib.sha256(canonical(replace(reply, sha256="")).encode()).hexdigest()


def read_ledger(path: Path, anchor: tuple[int, str] | None = None) -> list[Reply]:
    """All replies in order. A last line cut off by a crash was never acknowledged and is passed over.

    `anchor` is number and hash of a reply that is known to have been there, for example in the last release.

    Raises:
        LedgerError: naming the first line that was changed, taken out, put in or moved.
    """
    lines = _lines(path.read_bytes()) if path.exists() else []
    replies: list[Reply] = []
    for line in lines:
        replies.append(_reply(path, line, len(replies) + 1, replies[-1].sha256 if replies else BEGINNING))
    if anchor is not None and (len(replies) < anchor[0] or replies[anchor[0] - 1].sha256 != anchor[1]):
        told = f"the last release was made with reply {anchor[0]} ({anchor[1][:12]}…), and the ledger "
        told += f"ends at reply {len(replies)}" if len(replies) < anchor[0] else "has another one in its place"
        raise LedgerError(f"{path}:{min(anchor[0], len(replies) + 1)}: {told}; {REMEDY}")
    return replies


REMEDY = "nothing is published from a broken ledger: put back the file as it was (a backup, or the lines that the last release holds in quality.fct_replies)"


def _lines(data: bytes) -> list[bytes]:
    *whole, rest = data.split(b"\n")
    return [*whole, rest] if _is_whole(rest) else whole


def _is_whole(rest: bytes) -> bool:
    try:
        return bool(rest) and isinstance(json.loads(rest), dict)
    except ValueError:
        return False


def _reply(path: Path, line: bytes, number: int, previous: str) -> Reply:
    def broken(what: str) -> LedgerError:
        return LedgerError(f"{path}:{number}: {what}; {REMEDY}")

    try:
        found = json.loads(line.decode())
        reply = Reply(**found) if isinstance(found, dict) and set(found) == NAMES else None
    except ValueError as error:
        raise broken("the line can't be read as a reply") from error
    if reply is None:
        raise broken("the line has not the fields of a reply")
    if reply.sha256 != _digest(reply) or canonical(reply).encode() != line:
        raise broken("the line was changed after it was written (its hash is another one)")
    if reply.number != number or reply.previous_sha256 != previous:
        raise broken("a line before it was changed, taken out, put in or moved (it is bound to another one)")
    if reply.action not in ROLES.get(reply.role, ()):
        raise broken(f"'{reply.action}' is nothing that '{reply.role}' may say")
    if not _has_days(reply):
        raise broken("a day or moment in it is none")
    return reply


def _has_days(reply: Reply) -> bool:
    try:
        datetime.fromisoformat(reply.at)
        return reply.expires_on is None or bool(date.fromisoformat(reply.expires_on))
    except ValueError:
        return False


@dataclass
class OpenLedger:
    """The ledger while one process holds it."""

    path: Path
    replies: list[Reply]

    def append(self, replies: Sequence[Reply]) -> list[Reply]:
        """Seal and write them, on the disk before this returns."""
        added: list[Reply] = []
        for reply in replies:
            last = added[-1] if added else self.replies[-1] if self.replies else None
            at = datetime.now(UTC).isoformat(timespec="microseconds")
            added.append(sealed(reply, last.number + 1 if last else 1, at, last.sha256 if last else BEGINNING))
        with self.path.open("r+b") as file:
            _mend_end(file)
            file.write("".join(canonical(reply) + "\n" for reply in added).encode())
            file.flush()
            os.fsync(file.fileno())
        self.replies += added
        return added


def _mend_end(file: BinaryIO) -> None:
    """To the end of the last whole line; what a crash left behind it goes."""
    data = file.read()
    rest = data.rsplit(b"\n", 1)[-1]
    if _is_whole(rest):
        file.write(b"\n")
    elif rest:
        file.truncate(len(data) - len(rest))
        file.seek(len(data) - len(rest))


@contextmanager
def hold_ledger(path: Path, anchor: tuple[int, str] | None = None) -> Iterator[OpenLedger]:
    """The ledger, verified, for one writer at a time; others wait.

    Raises:
        LedgerError: the chain is broken; nothing may be added to it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield OpenLedger(path, read_ledger(path, anchor))
