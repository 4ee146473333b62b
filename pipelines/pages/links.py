"""Where a page is: one function, for a server or for files that lie beside each other."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlencode

from pipelines.pages.edition import Edition

MENU = ("overview", "findings", "rectification", "calibers", "regions", "organisations", "programmes", "rules", "changes")
SOUND = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
# What a written page is told apart by; other filters need a server.
KEPT = ("rule", "id", "page")
# How many files of a kind are written in each language; a kind that is not named has one. A book can have millions of findings and a
# folder should not: what is linked to first is written, and the tables of the edition hold all of it.
LARGEST = {"finding": 1000, "findings": 200, "calibers": 30, "programme": 300, "organisation": 300, "region": 300}
Asked = tuple[str, tuple[tuple[str, str], ...]]


class Links(Protocol):
    """`is_live`: filters and forms are answered. `edition`: what the pages are frozen with. A protocol: its methods have no bodies."""

    @property
    def is_live(self) -> bool: ...

    @property
    def menu(self) -> tuple[str, ...]: ...

    @property
    def edition(self) -> Edition | None: ...

    def to(self, page: str, language: str, /, **parameters: object) -> str:
        """The address of a page."""
        ...


@dataclass(frozen=True)
class ServerLinks:
    """Addresses of the dashboard."""

    is_live: bool = True
    menu: tuple[str, ...] = MENU
    edition: None = None

    def to(self, page: str, language: str, /, **parameters: object) -> str:
        given = {name: value for name, value in parameters.items() if value not in (None, "")}
        return f"/{language}/{page}" + (f"?{urlencode(given)}" if given else "")


@dataclass(frozen=True)
class FileLinks:
    """Relative addresses from any page of a written site, <language>/<page>.html. What is linked to is to be written: `waiting` says what
    still is. A link to what is not written, since there are too many of its kind or it needs a server, leads to where that is said."""

    edition: Edition
    is_live: bool = False
    menu: tuple[str, ...] = (*MENU, "downloads")
    waiting: deque[Asked] = field(default_factory=deque)
    _known: set[Asked] = field(default_factory=set)
    _of_kind: Counter[str] = field(default_factory=Counter)

    def to(self, page: str, language: str, /, **parameters: object) -> str:
        given = {name: str(value) for name, value in parameters.items() if value not in (None, "") and (name, str(value)) != ("page", "1")}
        asked = (page, tuple(sorted(given.items())))
        if not (given.keys() <= set(KEPT) and self._is_written(asked)):
            return f"../{language}/downloads.html#not-here"
        return f"../{language}/{file_name(page, given)}"

    def _is_written(self, asked: Asked) -> bool:
        page = asked[0]
        if asked in self._known:
            return True
        if self._of_kind[page] >= LARGEST.get(page, 1):
            return False
        self._of_kind[page] += 1
        self._known.add(asked)
        self.waiting.append(asked)
        return True


def file_name(page: str, parameters: dict[str, str]) -> str:
    """The file a written page lies in. A name from outside that is no plain word is replaced by its hash."""
    return "-".join([page, *(_plain(parameters[key]) for key in KEPT if key in parameters)]) + ".html"


def _plain(part: str) -> str:
    return part if SOUND.fullmatch(part) else hashlib.sha256(part.encode()).hexdigest()[:16]
