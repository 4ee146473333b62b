"""What stands in an inbox: files that may be exports, and entries that can't be received, each with its reason.

An inbox is filled by strangers. Nothing is followed out of it, nothing is opened that is no plain file, and what is read of a file is one
state of it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pipelines.decoding.grid import DecodingError
from pipelines.limits import bytes_of, how_to_raise

# Not exports: what people write beside them, and the contracts themselves.
NOT_EXPORTS = re.compile(r"(^|/)(\.|~\$|README|LICEN[CS]E|CATALOG\.csv$|Thumbs\.db$)|\.(md|ya?ml|tmp|part)$", re.IGNORECASE)
# Control characters drive terminals and cut lines of logs; the others turn the direction of writing, so that a name reads as another.
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
KINDS = {stat.S_IFIFO: "a pipe", stat.S_IFCHR: "a device", stat.S_IFBLK: "a device", stat.S_IFSOCK: "a socket"}
TRIES = 3
CHUNK = 4 << 20
# File systems keep times in ticks of a few milliseconds: a file touched within this time may be touched again and look the same.
TICK_SECONDS = 0.02


@dataclass(frozen=True)
class Refused:
    """An entry of the inbox that can't be received: its path there, and why."""

    path: Path
    fault: DecodingError


def exports_in(inbox: Path) -> list[Path]:
    """Every file of the inbox that may be an export, in natural order (v9 before v10)."""
    return [entry for entry in entries(inbox) if isinstance(entry, Path)]


def entries(inbox: Path) -> list[Path | Refused]:
    """Files that may be exports and entries that can't be received, in natural order."""
    return sorted(_walk(inbox, inbox), key=lambda entry: _natural(_path(entry).relative_to(inbox).as_posix()))


def _path(entry: Path | Refused) -> Path:
    return entry.path if isinstance(entry, Refused) else entry


def _natural(text: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() and len(part) < 100 else (-1, part) for part in re.split(r"(\d+)", text)]


def readable(path: Path) -> str:
    """The path as text that can be written anywhere: bytes of a name that are no UTF-8 (an archive packed in GBK) stand as \\xNN, and so do
    characters that are not printed.
    """
    return printable(os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace"))


def printable(text: str) -> str:
    """The text with every character that is not printed written as its escape."""
    return UNPRINTABLE.sub(lambda mark: mark[0].encode("unicode_escape").decode(), text)


def _walk(folder: Path, inbox: Path) -> Iterator[Path | Refused]:
    """Folders are walked whatever they are called; links to folders are not, so that no circle can arise."""
    try:
        with os.scandir(folder) as found:
            names = [Path(entry) for entry in found]
    except OSError as closed:
        yield Refused(folder, DecodingError("unreadable", f"the folder can't be opened ({closed.strerror}); give the account of the run the right to read it"))
        return
    for path in names:
        if NOT_EXPORTS.search(path.relative_to(inbox).as_posix()):
            continue
        with contextlib.suppress(FileNotFoundError):  # it was taken away meanwhile
            mode = path.lstat().st_mode
            if stat.S_ISDIR(mode):
                yield from _walk(path, inbox)
            else:
                yield from _entry(path, mode, inbox)


def _entry(path: Path, mode: int, inbox: Path) -> Iterator[Path | Refused]:
    if stat.S_ISREG(mode):
        yield path
    elif stat.S_ISLNK(mode):
        fault = _link_fault(path, inbox)
        if fault:
            yield Refused(path, fault)
        elif path.is_file():
            yield path
    else:
        kind = KINDS.get(stat.S_IFMT(mode), "no plain file")
        yield Refused(path, DecodingError("not_a_file", f"it is {kind}, and only plain files are read; take it out of the inbox"))


def _link_fault(path: Path, inbox: Path) -> DecodingError | None:
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return DecodingError("broken_link", "it is a link that leads nowhere; put the file itself into the inbox")
    trusted = [Path(folder).resolve() for folder in os.environ.get("CALIBER_TRUSTED_FOLDERS", "").split(os.pathsep) if folder]
    if any(target.is_relative_to(folder) for folder in (inbox.resolve(), *trusted)):
        return None if target.is_file() or target.is_dir() else DecodingError("not_a_file", "it is a link to no plain file; take it out of the inbox")
    return DecodingError(
        "link_leaves_inbox", "it is a link to a place outside the inbox; put the file itself there, or name the folder in CALIBER_TRUSTED_FOLDERS"
    )


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """A plain file for reading; never a pipe that waits for a writer, never a link put there since it was looked at."""
    try:
        handle = os.open(path.resolve(strict=True), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as closed:
        raise DecodingError("unreadable", f"it can't be opened ({closed.strerror}); give the account of the run the right to read it") from closed
    with os.fdopen(handle, "rb", buffering=0) as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise DecodingError("not_a_file", "it is no plain file; take it out of the inbox")
        yield file


def read_once(path: Path) -> bytes:
    """The bytes of one state of a file.

    Raises:
        DecodingError: unreadable, too large, or changing all the time.
    """
    kept: list[bytes] = []
    copy_once(path, kept)
    return b"".join(kept)


def copy_once(path: Path, into: Path | list[bytes] | None) -> tuple[str, int]:
    """sha256 and size of one state of a file, copied `into` a file, or into memory, or nowhere.

    Raises:
        DecodingError: as read_once().
    """
    for number in range(TRIES):
        time.sleep(0.1 * number)
        with _opened(path) as file:
            before = os.fstat(file.fileno())
            _refuse_size(before.st_size)
            # Wait until a change from now on can be told from the last one.
            time.sleep(min(TICK_SECONDS, max(0.0, before.st_mtime + TICK_SECONDS - time.time())))
            digest, size = _copy(file, into, before.st_size)
            if size == before.st_size and _state(before) == _state(os.fstat(file.fileno())) and _same_file(path, before):
                return digest, size
    raise DecodingError("still_changing", f"it changed while it was read, {TRIES} times; the next run takes it once it is whole")


def _copy(file: BinaryIO, into: Path | list[bytes] | None, expected: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    if isinstance(into, list):
        into.clear()
    with into.open("wb") if isinstance(into, Path) else contextlib.nullcontext() as copy:
        while (part := _part(file)) and size <= expected:
            digest.update(part)
            size += len(part)
            if isinstance(into, list):
                into.append(part)
            elif copy is not None:
                copy.write(part)
    return digest.hexdigest(), size


def _part(file: BinaryIO) -> bytes:
    """Only what goes wrong with reading is a fault of the file; a full disk is not."""
    try:
        return file.read(CHUNK)
    except OSError as broken:
        raise DecodingError("unreadable", f"it can't be read to its end ({broken.strerror}); copy it into the inbox again") from broken


def _refuse_size(size: int) -> None:
    if size > bytes_of("CALIBER_MAX_FILE_MB"):
        raise DecodingError("file_too_large", f"{size:,} bytes; {how_to_raise('CALIBER_MAX_FILE_MB')}")


def _state(seen: os.stat_result) -> tuple[int, int, int]:
    return seen.st_size, seen.st_mtime_ns, seen.st_ino


def _same_file(path: Path, before: os.stat_result) -> bool:
    """Programs that write a new file and rename it leave the old one to whoever reads it; then the new one is what stands in the inbox."""
    try:
        now = path.stat()
    except OSError:
        return False
    return (now.st_ino, now.st_dev) == (before.st_ino, before.st_dev)
