"""Checksums of an edition: written once, held against the files ever after. The file is one that `sha256sum -c` reads."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipelines.pages.edition import EditionFile

SUMS = "SHA256SUMS"


def write_sums(folder: Path) -> None:
    """One line a file, by path."""
    lines = [f"{file.sha256}  {file.path}\n" for file in files_of(folder)]
    (folder / SUMS).write_text("".join(lines), encoding="utf-8")


def files_of(folder: Path) -> tuple[EditionFile, ...]:
    """Every file of the folder but the checksums, by path."""
    return tuple(EditionFile(path.relative_to(folder).as_posix(), path.stat().st_size, _sha256(path)) for path in _files(folder))


def sums_sha256(folder: Path) -> str:
    """The hash that fixes the whole edition."""
    return _sha256(folder / SUMS)


def faults(folder: Path, known: str) -> list[str]:
    """What is not as it was published, file by file; `known` is the hash of the checksums in the log."""
    if not folder.is_dir():
        return [f"{folder}: the edition is gone"]
    if not (folder / SUMS).is_file():
        return [f"{folder / SUMS}: missing"]
    found = [] if sums_sha256(folder) == known else [f"{folder / SUMS}: changed after publication (the log has another hash)"]
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    wanted = {path: digest for digest, _, path in (line.partition("  ") for line in lines)}
    there = {path.relative_to(folder).as_posix(): path for path in _files(folder)}
    found += [f"{folder / path}: missing" for path in sorted(wanted.keys() - there.keys())]
    found += [f"{folder / path}: was not published" for path in sorted(there.keys() - wanted.keys())]
    return found + [f"{there[path]}: changed after publication" for path in sorted(wanted.keys() & there.keys()) if _sha256(there[path]) != wanted[path]]


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if (path.is_file() or path.is_symlink()) and path != folder / SUMS)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
