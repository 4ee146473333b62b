"""Which contract editions govern a file, told by its path; what the path itself says (year, region …); and the slot a restatement replaces."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from pipelines.contracts.load import ResolvedEdition
from pipelines.decoding.grid import DECODER_VERSION

PLACEHOLDERS = {
    "year": r"(?P<year>(?:19|20)\d{2})", "month": r"(?P<month>1[0-2]|0?[1-9])", "region": r"(?P<region>[^/]+?)",
    "organisation": r"(?P<organisation>[^/]+?)", "version": r"(?P<version>[^/]*?)", "part": r"(?P<part>[^/]+?)",
}  # fmt: skip


@dataclass(frozen=True)
class Assignment:
    """One file governed by one edition. `landed_key` changes exactly when the landed rows may change."""

    resolved: ResolvedEdition
    path: str
    sha256: str
    captured: dict[str, str]
    slot: str

    @property
    def landed_key(self) -> str:
        parts = (self.sha256, self.resolved.sha256, DECODER_VERSION, self.slot)
        return hashlib.sha256("|".join(parts).encode()).hexdigest()[:24]

    @property
    def export_id(self) -> str:
        stem = self.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        readable = re.sub(r"[^\w.-]+", "-", stem)
        return f"{self.resolved.edition.contract_id}:{readable}@{self.sha256[:8]}"


def assignments(path: str, sha256: str, editions: list[ResolvedEdition], inbox_name: str) -> list[Assignment]:
    """Every edition whose `files` fits the path. Patterns are matched against the end of the path, folder by folder."""
    found: list[Assignment] = []
    for resolved in editions:
        for pattern in resolved.edition.files:
            match = _match(pattern, f"{inbox_name}/{path}")
            if match is None:
                continue
            captured = {name: text for name, text in match.groupdict().items() if text is not None}
            years = resolved.edition.years
            if "year" in captured and years and int(captured["year"]) not in years:
                continue
            found.append(Assignment(resolved, path, sha256, captured, f"{resolved.edition.contract_id}|{_slot(match)}"))
            break
    return found


def said_by_name(pattern: str, name: str) -> dict[str, str] | None:
    """What the placeholders of a pattern say of a name (of a sheet), or None where the pattern is another one's."""
    match = _regex(pattern).fullmatch(name)
    return None if match is None else {key: text for key, text in match.groupdict().items() if text is not None}


def _match(pattern: str, path: str) -> re.Match[str] | None:
    parts = path.split("/")
    depth = pattern.count("/") + 1
    if "**" in pattern:
        return next((m for n in range(len(parts)) if (m := _regex(pattern).fullmatch("/".join(parts[n:])))), None)
    return _regex(pattern).fullmatch("/".join(parts[-depth:])) if len(parts) >= depth else None


def _regex(pattern: str) -> re.Pattern[str]:
    out = ""
    for piece in re.split(r"(\{\w+\}|\*\*|\*|\?)", pattern):
        if piece.startswith("{"):
            out += PLACEHOLDERS[piece[1:-1]]
        else:
            out += {"**": ".*", "*": "[^/]*", "?": "[^/]"}.get(piece, re.escape(piece))
    return re.compile(out)


def _slot(match: re.Match[str]) -> str:
    """The matched path without its version: later deliveries to the same slot restate it."""
    text = match[0]
    if "version" in match.re.groupindex:
        start, end = match.span("version")
        text = text[:start] + text[end:]
    return text
