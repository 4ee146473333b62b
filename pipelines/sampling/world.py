"""The true figures behind the sample, before anybody prints or distorts them. All made up, all whole fen (1/100 元).

Every draw hangs on the seed and its own key alone, so that figures stay the same when others are added, and on every machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from itertools import groupby
from typing import Any

import yaml

HUNDRED_YUAN = 10_000
WAN = 1_000_000
YI = 10_000 * WAN
# One line that truly overspent its budget, in permille: the plant of stage_ceiling, consistent in every report.
OVERSPENT = {("own_level", 2023, "22401"): 1032}
# Final as a share of adjusted, in permille. Revenue may exceed its budget without breaking any rule.
SPENT = {"revenue": (955, 1045)}


@dataclass(frozen=True)
class Line:
    """A line of a book: the year's adopted and adjusted budget, its final figure and last year's."""

    code: str
    name: str
    adopted: int
    adjusted: int
    final: int
    prior: int


@cache
def world() -> dict[str, Any]:
    """Names and starting points, read once."""
    text = resources.files("pipelines.sampling").joinpath("world.yml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def draw(low: int, high: int, *key: object) -> int:
    """A whole number in [low, high], always the same for the same key."""
    text = "|".join(map(str, (world()["seed"], *key)))
    number = int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")
    return low + number % (high - low + 1)


def final_of(book: str, code: str, year: int, base: int, step: int, since: int = 2022) -> int:
    """Final figure of a line: `base` (万元, of 2022 or of its first year) grown year by year, in whole steps of fen."""
    figure = base * WAN + draw(-40, 40, book, code, "start") * HUNDRED_YUAN
    for grown in range(max(since, 2022) + 1, year + 1):
        figure = figure * (1000 + draw(-60, 120, book, code, grown)) // 1000
    return figure // step * step


def line(book: str, code: str, year: int, said: dict[str, Any], step: int) -> Line:
    """One line of a book in whole steps of fen. A line opened this year was not in the adopted budget (0)."""
    since = said.get("since", 2022)
    final = final_of(book, code, year, said["base"], step, since)
    prior = final_of(book, code, year - 1, said["base"], step, since) if year > since else 0
    share = OVERSPENT.get((book, year, code), draw(*SPENT.get(book, (905, 996)), book, code, year, "spent"))
    adjusted = -(-final * 1000 // (share * step)) * step + (step if share < 1000 else 0)
    adopted = prior * draw(950, 1070, book, code, year, "adopted") // 1000 // WAN * WAN
    return Line(code, said["name"], adopted, adjusted, final, prior)


def total(lines: Iterable[Line], code: str, name: str) -> Line:
    """The sum of lines."""
    figures = [(line.adopted, line.adjusted, line.final, line.prior) for line in lines]
    return Line(code, name, *(sum(column) for column in zip(*figures, strict=True)))


def _with_cents(items: list[Line]) -> list[Line]:
    """Cents below 100 元 that cancel out within a class, so that figures add up exactly in 元 and in rounded 万元 alike."""
    reach = 4900 // len(items)
    cents = {stage: [draw(-reach, reach, stage, item.code, item.final) for item in items[1:]] for stage in ("adjusted", "final")}
    last = [Line("", "", 0, -sum(cents["adjusted"]), -sum(cents["final"]), 0)]
    added = last + [Line("", "", 0, *pair, 0) for pair in zip(cents["adjusted"], cents["final"], strict=True)]
    return [replace(item, adjusted=item.adjusted + more.adjusted, final=item.final + more.final) for item, more in zip(items, added, strict=True)]


def book(name: str, year: int) -> list[Line]:
    """The items of one of own_level, revenue, fund."""
    items = [line(name, code, year, said, HUNDRED_YUAN) for code, said in world()[name].items() if said.get("since", 0) <= year]
    return [item for _, members in groupby(items, key=lambda item: item.code[:3]) for item in _with_cents(list(members))]


def by_class(items: list[Line], names: str) -> list[Line]:
    """Items added up to their classes; `names` says which list of world.yml names them."""
    return [total(members, code, world()[names][code]["name"]) for code, members in groupby(items, key=lambda item: item.code[:3])]


def county(code: str, year: int) -> list[Line]:
    """A county area by class, in whole 万元; classes it does not have are left out."""
    spends = next(place["spends"] for place in world()["counties"] if place["code"] == code)
    shares = {key: said for key, said in world()["classes"].items() if said["county_share"]}
    bases = {key: spends * said["county_share"] * draw(880, 1120, code, key) // 1000 for key, said in shares.items()}
    return [line(code, key, year, {"name": said["name"], "base": bases[key]}, WAN) for key, said in shares.items()]


def area(year: int) -> list[Line]:
    """The whole prefecture by class: its own level, all counties and what it hands up (230); transfers within it are taken out."""
    parts = by_class(book("own_level", year), "classes")
    for place in world()["counties"]:
        parts += county(place["code"], year)
    parts.sort(key=lambda part: part.code)
    upward = line("upward", "230", year, world()["upward"], HUNDRED_YUAN)
    return [*by_class(parts, "classes"), upward]


def place_total(place: dict[str, Any], year: int, what: str) -> int:
    """What a county or zone spends or earns in a year."""
    if what == "spends" and "code" in place:
        return sum(line.final for line in county(place["code"], year))
    return final_of(place["name"], what, year, place[what] * 10_000, WAN)


def cumulative(final: int, *key: object) -> list[int]:
    """Twelve figures from the start of the year that rise to `final`, slow in spring and fast in December."""
    pace = (55, 110, 215, 290, 365, 480, 550, 620, 715, 780, 860)
    early = [final * (share + draw(-12, 12, *key, month)) // 1000 // HUNDRED_YUAN * HUNDRED_YUAN for month, share in enumerate(pace)]
    return [*early, final]
