"""Which contract editions govern a file, told by its path; what the path itself says (year, region …); and the slot a restatement replaces."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.contracts.load import ResolvedEdition
from pipelines.contracts.words import REFERENCE
from pipelines.decoding.grid import DECODER_VERSION

PLACEHOLDERS = {
    "year": r"(?P<year>(?:19|20)\d{2})", "month": r"(?P<month>1[0-2]|0?[1-9])", "region": r"(?P<region>[^/]+?)",
    "organisation": r"(?P<organisation>[^/]+?)", "version": r"(?P<version>[^/]*?)", "part": r"(?P<part>[^/]+?)",
}  # fmt: skip


@dataclass(frozen=True)
class Assignment:
    """One file governed by one edition. `landed_key` changes exactly when the landed rows may change.

    `reading`: the years of the edition, where several editions of its contract read the file; each of them is an export of its own.
    """

    resolved: ResolvedEdition
    path: str
    sha256: str
    captured: dict[str, str]
    slot: str
    reading: str = ""

    @property
    def landed_key(self) -> str:
        parts = (self.sha256, self.resolved.sha256, DECODER_VERSION, self.slot)
        return hashlib.sha256("|".join(parts).encode()).hexdigest()[:24]

    @property
    def export_id(self) -> str:
        stem = self.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        readable = re.sub(r"[^\w.-]+", "-", stem)
        # The same bytes under names that read alike, or in two folders, are two exports where the contract says so.
        slot = self.slot.partition("|")[2]
        told_apart = "" if readable == stem and "/" not in slot else f"-{hashlib.sha256(slot.encode()).hexdigest()[:6]}"
        return f"{self.resolved.edition.contract_id}:{readable}@{self.sha256[:8]}{told_apart}{self.reading}"


def assignments(path: str, sha256: str, editions: list[ResolvedEdition], inbox_name: str) -> list[Assignment]:
    """Every edition whose `files` fits the path. Patterns are matched against the end of the path, folder by folder."""
    found: list[Assignment] = []
    for resolved in editions:
        for pattern in resolved.edition.files:
            match = _match(pattern, f"{inbox_name}/{path}")
            if match is None:
                continue
            captured, slot = match
            years = resolved.edition.years
            if "year" in captured and years and int(captured["year"]) not in years:
                continue
            found.append(Assignment(resolved, path, sha256, captured, f"{resolved.edition.contract_id}|{slot}"))
            break
    return list(_told_apart(found))


def _told_apart(found: list[Assignment]) -> Iterator[Assignment]:
    """Readings of one file by several editions of a contract, each with a slot of its own: `#2019`, and `#2019.2` for a second one of these years."""
    contracts = Counter(one.resolved.edition.contract_id for one in found)
    readings: Counter[tuple[str, str]] = Counter()
    for one in found:
        name = one.resolved.edition.contract_id
        if contracts[name] == 1:
            yield one
            continue
        years = _span(one.resolved.edition.years)
        readings[name, years] += 1
        number = readings[name, years]
        reading = f"#{years}" + (f".{number}" if number > 1 else "")
        yield replace(one, slot=one.slot + reading, reading=reading)


def _span(years: list[int]) -> str:
    """The years of an edition in short; a reference has none."""
    if not years:
        return REFERENCE
    return str(years[0]) if min(years) == max(years) else f"{min(years)}-{max(years)}"


def said_by_name(pattern: str, name: str) -> dict[str, str] | None:
    """What the placeholders of a pattern say of a name (of a sheet), or None where the pattern is another one's."""
    match = _whole(pattern, name)
    return None if match is None else match[0]


def _match(pattern: str, path: str) -> tuple[dict[str, str], str] | None:
    """What the placeholders say of a path, and its slot."""
    parts = path.split("/")
    depth = pattern.count("/") + 1
    if "**" in pattern:
        return next((match for n in range(len(parts)) if (match := _whole(pattern, "/".join(parts[n:])))), None)
    return _whole(pattern, "/".join(parts[-depth:])) if len(parts) >= depth else None


def _whole(pattern: str, text: str) -> tuple[dict[str, str], str] | None:
    """RE2, as for all patterns of contracts: its time grows with the text, however many stars a pattern has.

    The slot is the text without its version: later deliveries to the same slot restate it.
    """
    found = pc.extract_regex_span(pa.array([text]), _regex(pattern))[0].as_py()
    if found is None:
        return None
    data = text.encode()
    captured = {name: data[start : start + length].decode() for name, (start, length) in found.items() if name != "whole"}
    if "version" not in found:
        return captured, text
    start, length = found["version"]
    return captured, (data[:start] + data[start + length :]).decode()


@cache
def _regex(pattern: str) -> str:
    out = ""
    for piece in re.split(r"(\{\w+\}|\*\*|\*|\?)", pattern):
        if piece.startswith("{"):
            out += PLACEHOLDERS[piece[1:-1]]
        else:
            out += {"**": ".*", "*": "[^/]*", "?": "[^/]"}.get(piece, re.escape(piece))
    return rf"\A(?P<whole>{out})\z"
