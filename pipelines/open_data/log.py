"""The log of editions: published, certified, made current again. Append-only and chained. Not here: what an edition holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.decisions.chain import ChainError, Kind, Link

REMEDY = "put the log back as it was (a backup); the folders of the editions are not touched by it"
EVENTS = ("published", "certified", "reverted")


class LogError(ChainError):
    """The log is not what was written into it."""


@dataclass(frozen=True)
class Event(Link):
    """One line: what was done with which edition. `sums_sha256` is the hash of its SHA256SUMS at that moment, which fixes every file of it."""

    event: str
    edition: str
    release: int
    day: str
    sums_sha256: str
    by: str = ""
    why: str = ""


def _fault(event: Event) -> str | None:
    return None if event.event in EVENTS else f"'{event.event}' is nothing that can be done with an edition"


LOG = Kind(Event, "an event", REMEDY, _fault, LogError)


def current(events: Sequence[Event]) -> Event | None:
    """The event that made the current edition current."""
    return next((event for event in reversed(events) if event.event != "certified"), None)


def certified(events: Sequence[Event], edition: str) -> Event | None:
    """The last certificate of an edition."""
    return next((event for event in reversed(events) if event.event == "certified" and event.edition == edition), None)


def published(events: Sequence[Event]) -> dict[str, Event]:
    """Every edition there ever was, by name."""
    return {event.edition: event for event in events if event.event == "published"}
