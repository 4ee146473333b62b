"""What was sent over which channel: append-only and chained, so that nothing is told twice and nothing is forgotten unseen."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.decisions.chain import ChainError, Kind, Link

REMEDY = "nothing is sent: put the file back as it was (a backup), or move it away and everything still open is told once more"


class MemoryFault(ChainError):
    """The file is not what was written into it."""


@dataclass(frozen=True)
class Sent(Link):
    """One alert over one channel."""

    channel: str
    release: int
    event_keys: list[str]


SENT = Kind(Sent, "a sent alert", REMEDY, error=MemoryFault)
