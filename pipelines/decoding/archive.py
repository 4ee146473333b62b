"""Zip archives of exports: each member is a delivery of its own. What may harm whoever unpacks it is refused by name, never unpacked."""

from __future__ import annotations

import contextlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.decoding.file_type import container_names, is_archive
from pipelines.decoding.grid import DecodingError
from pipelines.limits import bytes_of, how_to_raise, limit

# Tables shrink 5 to 50 times; deflate itself ends at 1032.
MAX_RATIO = 200
# Below this size no ratio can harm.
SMALL = 1 << 20
UNSAFE = re.compile(r"(?:^|(?<=/))\.\.(?=/|$)|^/+|^[A-Za-z]:|[\x00-\x1f\x7f]")


@dataclass(frozen=True)
class Member:
    """One member: its name inside the archive, and its bytes, or why there are none."""

    name: str
    data: bytes = b""
    refused: DecodingError | None = None


def members(data: bytes) -> Iterator[Member]:
    """The files of an archive, one after the other, in the order in which the archive lists them. Folders are passed over.

    Raises:
        DecodingError: the archive as a whole is refused; nothing of it was unpacked.
    """
    archive = zipfile.ZipFile(io.BytesIO(data))
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    _refuse_bomb(entries)
    seen: set[str] = set()
    for entry in entries:
        name = _name(entry)
        try:
            _refuse_name(name, seen)
            yield Member(name, _unpacked(archive, entry, name))
        except DecodingError as fault:
            yield Member(UNSAFE.sub("_", name), refused=fault)
        seen.add(name)


def _refuse_bomb(entries: list[zipfile.ZipInfo]) -> None:
    total = sum(entry.file_size for entry in entries)
    if not entries:
        raise DecodingError("empty_archive", "the archive holds no file; ask the publisher for it again")
    if len(entries) > limit("CALIBER_MAX_MEMBERS"):
        raise DecodingError("archive_too_large", f"{len(entries):,} members; {how_to_raise('CALIBER_MAX_MEMBERS')}, or put what is needed into the inbox")
    if total > bytes_of("CALIBER_MAX_UNPACKED_MB"):
        raise DecodingError("archive_too_large", f"{total:,} bytes unpacked; {how_to_raise('CALIBER_MAX_UNPACKED_MB')}, or put what is needed into the inbox")
    starts = [entry.header_offset for entry in entries]
    if len(set(starts)) < len(starts):
        raise DecodingError("zip_bomb", "several members share the same bytes, as only a bomb does; do not unpack it, ask the publisher for the files")


def _name(entry: zipfile.ZipInfo) -> str:
    """The name as it was meant: archives packed on Chinese systems write GBK without saying so."""
    if not entry.flag_bits & 0x800:
        raw = entry.orig_filename.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            with contextlib.suppress(UnicodeDecodeError):
                return raw.decode(encoding).replace("\\", "/")
    return entry.orig_filename.replace("\\", "/")


def _refuse_name(name: str, seen: set[str]) -> None:
    if UNSAFE.search(name) or not name.strip("/. "):
        raise DecodingError("unsafe_path", f"the member {name!r} wants to be written outside its archive; take it out and put the file itself into the inbox")
    if name in seen:
        raise DecodingError("name_twice", f"the member {name!r} stands in the archive twice; only the first one is read")


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    """The bytes of one member; never more of them than it may have, whatever the archive says of its size.

    Raises:
        DecodingError: encrypted, damaged, too large, or an archive again.
    """
    if entry.flag_bits & 0x1:
        raise DecodingError("encrypted", f"the member {name!r} asks for a password; ask the publisher for an open copy")
    _refuse_size(entry.file_size, entry.compress_size, name)
    try:
        with archive.open(entry) as opened:
            unpacked = opened.read(bytes_of("CALIBER_MAX_UNPACKED_MB") + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, OSError, EOFError, ValueError, RuntimeError) as broken:
        raise DecodingError("broken_archive", f"the member {name!r} can't be unpacked ({broken}); ask for the archive again") from broken
    _refuse_size(len(unpacked), entry.compress_size, name)
    if unpacked.startswith(b"PK\x03\x04") and is_archive(container_names(unpacked)):
        raise DecodingError("nested_archive", f"the member {name!r} is an archive itself; unpack it and put its files into the inbox")
    return unpacked


def _refuse_size(size: int, packed: int, name: str) -> None:
    if size > bytes_of("CALIBER_MAX_UNPACKED_MB"):
        raise DecodingError("archive_too_large", f"the member {name!r} is too large unpacked; {how_to_raise('CALIBER_MAX_UNPACKED_MB')}")
    if size > SMALL and size > packed * MAX_RATIO:
        raise DecodingError("zip_bomb", f"the member {name!r} unpacks {packed:,} bytes to {size:,}, as only a bomb does; ask the publisher for the file")
