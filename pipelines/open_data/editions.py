"""Editions in a workspace: publish, certify, make an earlier one current again, verify. An edition is a folder that is never written again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipelines.decisions.chain import OpenChain, hold_chain, read_chain
from pipelines.open_data.contents import Wanted, WriteSite, write_contents
from pipelines.open_data.log import LOG, Event, current, published
from pipelines.open_data.sums import faults, sums_sha256
from pipelines.publication.release import current_release, kept_releases
from pipelines.settings import Home

CURRENT = "current"


class EditionError(Exception):
    """What is wanted of an edition can't be done; the message says why and what to do."""


@dataclass(frozen=True)
class Published:
    """An edition and whether it was made just now."""

    event: Event
    folder: Path
    is_new: bool


def read_log(home: Home) -> list[Event]:
    """All events.

    Raises:
        LogError: naming the first line that is not what was written.
    """
    return read_chain(_log(home), LOG)


def _log(home: Home) -> Path:
    return home.open_data / "log.jsonl"


def publish_edition(home: Home, day: date, write_site: WriteSite | None = None) -> Published:
    """Make an open data edition of the current release, as it may be known on a day, and make it the current one.

    Raises:
        EditionError: there is no release, or a folder of that name is there that the log does not know.
        LogError, UndescribedError, ReleasesDiffer.
    """
    release = current_release(home)
    if release is None:
        raise EditionError(f"nothing is published in {home.root} yet; start with `caliber run`")
    with _held(home) as log:
        for event in published(log.lines).values():
            if (event.release, event.day) == (release.number, day.isoformat()):
                return Published(event, home.open_data / event.edition, is_new=False)
        # The first edition of a release bears its number; one that may say more, on a later day, the day too.
        plain = f"{release.number:04d}"
        name = plain if plain not in published(log.lines) else f"{plain}-{day}"
        before = _release_before(home, log.lines, release.number)
        _write(home, Wanted(name, release.path, day, *before, write_site))
        event = Event(event="published", edition=name, release=release.number, day=day.isoformat(), sums_sha256=sums_sha256(home.open_data / name))
        return Published(_append(home, log, event), home.open_data / name, is_new=True)


def _release_before(home: Home, events: Sequence[Event], number: int) -> tuple[Path | None, str]:
    last = current(events)
    if last is None:
        return None, "The first edition; there is none to compare it with. 首期，无可比较的前期。"
    if last.release == number:
        return None, f"The same release as edition {last.edition}; only more of it may be known by now. 与{last.edition}期数据相同，仅公开范围有变。"
    kept = kept_releases(home).get(last.release)
    if kept is None:
        return None, f"Release {last.release} of edition {last.edition} is not kept any more; hold the two folders against each other. 前期数据库已不再保留。"
    return kept, f"Since edition {last.edition} (release {last.release}). 与{last.edition}期相比。"


def _write(home: Home, wanted: Wanted) -> None:
    target = home.open_data / wanted.name
    if target.exists():
        raise EditionError(f"{target} is there, but the log knows no such edition; move it elsewhere and publish again")
    unfinished = home.open_data / f".{wanted.name}.{os.getpid()}.part"
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    try:
        write_contents(wanted, unfinished)
        unfinished.rename(target)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


def certify(home: Home, edition: str | None, by: str, why: str) -> Event:
    """Say of an edition, the current one unless another is named, that it was looked through; its files must be as published.

    Raises:
        EditionError: there is no such edition, or it is not what was published.
    """
    return _say(home, "certified", edition, by, why)


def revert(home: Home, edition: str, by: str, why: str) -> Event:
    """Make an earlier edition current again; nothing is deleted.

    Raises:
        EditionError: there is no such edition, it is current already, or it is not what was published.
    """
    return _say(home, "reverted", edition, by, why)


def _say(home: Home, what: str, edition: str | None, by: str, why: str) -> Event:
    with _held(home) as log:
        now = current(log.lines)
        name = edition or (now.edition if now else "")
        known = published(log.lines).get(name)
        if known is None:
            there = ", ".join(published(log.lines)) or "none yet, make one with `caliber publish`"
            raise EditionError(f"there is no edition '{name}'; there are: {there}")
        if what == "reverted" and now is not None and now.edition == name:
            raise EditionError(f"edition {name} is the current one already")
        if wrong := faults(home.open_data / name, known.sums_sha256):
            raise EditionError("\n".join([f"edition {name} is not what was published:", *wrong]))
        return _append(home, log, Event(what, name, known.release, known.day, known.sums_sha256, by, why))


def verify(home: Home) -> list[str]:
    """Everything that is not as it was published, in any edition, by file.

    Raises:
        LogError: the log itself is broken.
    """
    return [fault for name, event in published(read_log(home)).items() for fault in faults(home.open_data / name, event.sums_sha256)]


@contextmanager
def _held(home: Home) -> Iterator[OpenChain[Event]]:
    home.open_data.mkdir(parents=True, exist_ok=True)
    with hold_chain(_log(home), LOG) as log:
        yield log


def _append(home: Home, log: OpenChain[Event], event: Event) -> Event:
    added = log.append([event])[0]
    if added.event != "certified":
        _point(home.open_data / CURRENT, added.edition)
    return added


def _point(link: Path, edition: str) -> None:
    """A name that web servers can follow; the log is what counts."""
    beside = link.with_name(f".{link.name}.{os.getpid()}.part")
    beside.unlink(missing_ok=True)
    beside.symlink_to(edition, target_is_directory=True)
    beside.replace(link)
