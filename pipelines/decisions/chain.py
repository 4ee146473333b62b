"""Append-only files in which each line is bound to the one before it by a hash: bytes and chain. Not here: what the lines say."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Generic, TypeVar

# What the first line is bound to.
BEGINNING = "0" * 64


class ChainError(Exception):
    """The file is not what was written into it; the message names the first line that is wrong and what to do."""


@dataclass(frozen=True, kw_only=True)
class Link:
    """The place of a line in its chain; filled in when it is written."""

    number: int = 0
    at: str = ""
    previous_sha256: str = ""
    sha256: str = ""


Line = TypeVar("Line", bound=Link)


@dataclass(frozen=True)
class Kind(Generic[Line]):
    """What the lines of one file are. `fault` says what else is wrong with a line, or None."""

    of: type[Line]
    name: str
    remedy: str
    fault: Callable[[Line], str | None] = lambda _: None
    error: type[ChainError] = ChainError


def canonical(line: Link) -> str:
    """The one text of a line."""
    return json.dumps(asdict(line), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sealed(line: Line, number: int, at: str, previous_sha256: str) -> Line:
    """The line with its place in the chain and the hash over everything else."""
    placed = replace(line, number=number, at=at, previous_sha256=previous_sha256, sha256="")
    return replace(placed, sha256=_digest(placed))


def _digest(line: Link) -> str:
    return hashlib.sha256(canonical(replace(line, sha256="")).encode()).hexdigest()


def read_chain(path: Path, kind: Kind[Line]) -> list[Line]:
    """All lines in order. A last line cut off by a crash was never acknowledged and is passed over.

    Raises:
        ChainError (the `error` of the kind): naming the first line that was changed, taken out, put in or moved.
    """
    lines: list[Line] = []
    for text in _lines(path.read_bytes()) if path.exists() else []:
        lines.append(_line(path, kind, text, len(lines) + 1, lines[-1].sha256 if lines else BEGINNING))
    return lines


def _lines(data: bytes) -> list[bytes]:
    *whole, rest = data.split(b"\n")
    return [*whole, rest] if _is_whole(rest) else whole


def _is_whole(rest: bytes) -> bool:
    try:
        return bool(rest) and isinstance(json.loads(rest), dict)
    except ValueError:
        return False


def _line(path: Path, kind: Kind[Line], text: bytes, number: int, previous: str) -> Line:
    def broken(what: str) -> ChainError:
        return kind.error(f"{path}:{number}: {what}; {kind.remedy}")

    try:
        found = json.loads(text.decode())
        line = kind.of(**found) if isinstance(found, dict) and set(found) == {field.name for field in fields(kind.of)} else None
    except ValueError as error:
        raise broken(f"the line can't be read as {kind.name}") from error
    if line is None:
        raise broken(f"the line has not the fields of {kind.name}")
    if line.sha256 != _digest(line) or canonical(line).encode() != text:
        raise broken("the line was changed after it was written (its hash is another one)")
    if line.number != number or line.previous_sha256 != previous:
        raise broken("a line before it was changed, taken out, put in or moved (it is bound to another one)")
    if (fault := kind.fault(line)) is not None:
        raise broken(fault)
    return line


@dataclass
class OpenChain(Generic[Line]):
    """The file while one process holds it."""

    path: Path
    lines: list[Line]

    def append(self, lines: Sequence[Line]) -> list[Line]:
        """Seal and write them, on the disk before this returns."""
        added: list[Line] = []
        for line in lines:
            last = added[-1] if added else self.lines[-1] if self.lines else None
            at = datetime.now(UTC).isoformat(timespec="microseconds")
            added.append(sealed(line, last.number + 1 if last else 1, at, last.sha256 if last else BEGINNING))
        with self.path.open("r+b") as file:
            _mend_end(file)
            file.write("".join(canonical(line) + "\n" for line in added).encode())
            file.flush()
            os.fsync(file.fileno())
        self.lines += added
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
def hold_chain(path: Path, kind: Kind[Line]) -> Iterator[OpenChain[Line]]:
    """The file, verified, for one writer at a time; others wait.

    Raises:
        ChainError (the `error` of the kind): the chain is broken; nothing may be added to it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield OpenChain(path, read_chain(path, kind))
