"""One hostile file: its name, its bytes, and what must become of it. Everything is made at test time and is the same on every machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

# Text that must never be found in the book: it stands in a file outside the inbox that hostile files point to.
CANARY = "SECRET-7f3a91"
LANDED, PARKED, EITHER = "landed", "parked", "either"
HEADER = ["code", "name", "amount"]
ROWS: list[list[object]] = [["101", "Schools", 1200.5], ["102", "Roads", 310], ["103", "Parks", 95.25]]


@dataclass(frozen=True)
class Hostile:
    """`fate`: what must become of it; EITHER where a damage may have hit nothing that counts. `reasons`: the only ones it may be parked for
    (empty: any of the closed list). `cells`: reasons for which cells of a landed file must be parked."""

    name: str
    data: bytes | Callable[[Path], None]
    fate: str = PARKED
    reasons: tuple[str, ...] = ()
    cells: tuple[str, ...] = field(default=())

    def write(self, inbox: Path) -> None:
        target = inbox / self.name
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(self.data, bytes):
            target.write_bytes(self.data)
        else:
            self.data(target)


def csv(*rows: str, header: str = "code,name,amount") -> bytes:
    """A small table of text."""
    return "\n".join([header, *rows, ""]).encode()
