"""Which region the file is about: names of the seeds in file name, titles, sheet, folder and in columns of few words."""

from __future__ import annotations

import re

from pipelines.drafting.context import Texts
from pipelines.drafting.findings import Findings
from pipelines.drafting.seeds import Place, place_codes, place_names, places
from pipelines.drafting.tables import Profile, Table
from pipelines.drafting.words import plain

NEARER = {"file name": 0.93, "title": 0.93, "sheet name": 0.8, "body": 0.8, "folder": 0.7}
# Abbreviations of two or three letters stand in any text.
SHORTEST, SHORTEST_LATIN, LONG = 2, 4, 7


def say_region(texts: Texts, tables: list[Table], region_column: Profile | None, findings: Findings) -> None:
    """The region of the contract; above the regions of a column of regions."""
    if region_column is not None:
        _say_above(region_column, findings)
        return
    shown = [*texts.spoken(), *(("body", text) for text in _repeated_texts(tables)), ("folder", plain(texts.folder))]
    for where, text in shown:
        codes = _named(text, exact=where == "body") & _in_country(findings)
        if codes:
            _say(where, text, codes, findings)
            return
    country = findings.value("country")
    findings.say("region", country or "XX", 0.4 if country else 0.0, "no region of the seeds is named", "which region is this? Write its code from regions.csv")


def _say(where: str, text: str, codes: set[str], findings: Findings) -> None:
    # 上海市普陀区: of two regions called alike, the one whose upper region is named as well.
    best = sorted(codes, key=lambda code: (not any(_is_above(other, code) for other in codes), -_depth(code), code))
    if len(best) > 1 and any(_is_above(other, best[0]) for other in codes):
        best = [best[0], *(code for code in best[1:] if _is_above(code, best[0]) or any(_is_above(other, code) for other in codes))]
    if len(best) > 1 and _depth(best[0]) > _depth(best[1]) and all(code == places()[best[0]].parent or _is_above(code, best[0]) for code in best[1:]):
        best = best[:1]
    sure = NEARER[where] if len(best) == 1 else 0.5
    asked = (
        None if len(best) == 1 and sure >= 0.8 else f"which of {', '.join(best[:4])} is it?" if len(best) > 1 else f"is it {best[0]}? Only the {where} says so"
    )
    findings.say("region", best[0], sure, f"{where} '{text[:40]}' names {places()[best[0]].name}", asked)


def _say_above(column: Profile, findings: Findings) -> None:
    """The country, or the region all printed regions lie in."""
    found = [region_of(text) for text in list(column.counts)[:500]]
    codes = [place for place in found if place]
    parents = {place.parent for place in codes if place.parent}
    share = len(codes) / max(len(found), 1)
    countries = {place.code.split("-")[0] for place in codes}
    above = (
        next(iter(parents))
        if len(parents) == 1 and share > 0.5 and len(codes) > 2
        else next(iter(countries))
        if len(countries) == 1
        else findings.value("country")
    )
    asked = None if share > 0.8 else f"{len(found) - len(codes)} of {len(found)} regions in column '{column.name}' are not in the seeds; add aliases"
    findings.say(
        "region",
        above or "XX",
        0.6 + 0.35 * share if above else 0.0,
        f"{len(codes)} of {len(found)} texts of column '{column.name}' are regions of the seeds",
        asked,
    )


def region_of(text: str) -> Place | None:
    """The region a printed name or code stands for, where only one does."""
    codes = place_names().get(plain(text)) or place_codes().get(text) or set()
    return places()[next(iter(codes))] if len(codes) == 1 else None


def _in_country(findings: Findings) -> set[str]:
    country = findings.value("country")
    sure = country and findings.by_field["country"].confidence >= 0.7
    return {code for code in places() if not sure or code.split("-")[0] in (country, "ZZ")}


def _named(text: str, exact: bool) -> set[str]:
    """Regions whose name stands in a plain text; a shorter name inside a longer one that was found is passed over."""
    if exact:
        return set(place_names().get(text, set()))
    found: set[str] = set()
    rest = text
    for name in sorted(place_names(), key=len, reverse=True):
        if len(name) < (SHORTEST if name[0] >= "\u2e80" else SHORTEST_LATIN) or name not in rest:
            continue
        if name[0] < "\u2e80" and not re.search(rf"(?<![^\W\d_]){re.escape(name)}(?![^\W\d_])", rest):
            continue
        found |= place_names()[name]
        rest = rest.replace(name, "·")
    if not found:
        squeezed = re.sub(r"[^\w]", "", text)
        found = {code for name, codes in place_names().items() if len(name) > LONG and re.sub(r"[^\w]", "", name) in squeezed for code in codes}
    return {code for code in found if "-" in code} or found


def _repeated_texts(tables: list[Table]) -> list[str]:
    """Texts of columns with few different words: the publisher's own name stands in many rows."""
    few = [column for column in tables[0].columns if column.filled and column.distinct <= 20 and column.figures < 0.2]
    return [plain(text) for column in few for text, count in column.counts.most_common(3) if count > 0.3 * column.rows]


def _depth(code: str) -> int:
    place, depth = places().get(code), 0
    while place is not None and place.parent:
        place, depth = places().get(place.parent), depth + 1
    return depth


def _is_above(upper: str, lower: str) -> bool:
    place = places().get(lower)
    while place is not None and place.parent:
        if place.parent == upper:
            return True
        place = places().get(place.parent)
    return False
