"""What a written site says of the edition it belongs to. Not here: how an edition is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class EditionFile:
    """A file of the edition beside the site: path within the edition, size in bytes, sha256 in hex."""

    path: str
    n_bytes: int
    sha256: str


@dataclass(frozen=True)
class Edition:
    """`n_withheld`: findings that are not public on `day` because their reply period is not over."""

    name: str
    release: int
    day: date
    n_withheld: int
    files: tuple[EditionFile, ...] = ()
