"""The job: what is new and material goes out over every channel once, and is remembered only when it has gone."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import resources
from typing import Any

import duckdb

from pipelines.alerts.channels import ChannelError, send
from pipelines.alerts.letter import Letter
from pipelines.alerts.memory import SENT, Sent
from pipelines.alerts.settings import AlertSettings
from pipelines.decisions.chain import hold_chain
from pipelines.publication.rows import records
from pipelines.settings import Home


@dataclass
class Alerted:
    """What one alert did, by channel: how much was told and where; what failed is told again next time."""

    told: dict[str, int] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    letters: dict[str, Letter] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def alert(home: Home, settings: AlertSettings, dry_run: bool = False) -> Alerted:
    """Tell every channel what it has not been told yet. A channel that fails does not keep the others from being told.

    Raises:
        MemoryFault: the memory of what was sent is broken; nothing was sent.
    """
    release, events = material_events(home, settings)
    done = Alerted()
    with hold_chain(home.alerts / "sent.jsonl", SENT) as memory:
        for channel in settings.channels:
            known = {key for sent in memory.lines if sent.channel == channel.name for key in sent.event_keys}
            letter = Letter(release, [event for event in events if event["event_key"] not in known])
            done.told[channel.name], done.letters[channel.name] = len(letter.events), letter
            if not letter.events or dry_run:
                continue
            try:
                done.places[channel.name] = send(home, channel, letter)
            except ChannelError as error:
                done.faults.append(str(error))
                done.told[channel.name] = 0
            else:
                memory.append([Sent(channel=channel.name, release=release, event_keys=letter.keys)])
    return done


def material_events(home: Home, settings: AlertSettings) -> tuple[int, list[dict[str, Any]]]:
    """Number of the release and everything in it that is material."""
    wanted = settings.material
    values = {
        "severities": wanted.severities, "classes": wanted.classes, "minimum_money": wanted.minimum_money, "events": wanted.events, "regions": wanted.regions,
    }  # fmt: skip
    with duckdb.connect(str(home.published), read_only=True) as db:
        query = resources.files("pipelines.alerts").joinpath("events.sql").read_text(encoding="utf-8")
        return int(records(db, "select number from quality.release")[0]["number"]), records(db, query, values)
