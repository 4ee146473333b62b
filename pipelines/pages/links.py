"""Where a page is: one function, for a server or for files that lie beside each other."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote, urlencode

SOUND = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
# What a written page is told apart by; filters need a server.
KEPT = ("id", "page")


class Links(Protocol):
    """`is_live`: filters and forms are answered. A protocol: its methods have no bodies."""

    @property
    def is_live(self) -> bool: ...

    def to(self, page: str, language: str, **parameters: object) -> str:
        """The address of a page."""
        ...


@dataclass(frozen=True)
class ServerLinks:
    """Addresses of the dashboard."""

    is_live: bool = True

    def to(self, page: str, language: str, **parameters: object) -> str:
        given = {name: value for name, value in parameters.items() if value not in (None, "")}
        return f"/{language}/{page}" + (f"?{urlencode(given)}" if given else "")


@dataclass(frozen=True)
class FileLinks:
    """Relative addresses from any page of a written site: <language>/<page>.html."""

    is_live: bool = False

    def to(self, page: str, language: str, **parameters: object) -> str:
        return f"../{language}/{file_name(page, parameters)}"


def file_name(page: str, parameters: dict[str, object] | dict[str, str]) -> str:
    """The file a written page lies in. A name from outside that is no plain word is replaced by its hash."""
    parts = [str(parameters[key]) for key in KEPT if parameters.get(key) not in (None, "") and (key, str(parameters[key])) != ("page", "1")]
    return quote("-".join([page, *(_plain(part) for part in parts)]) + ".html")


def _plain(part: str) -> str:
    return part if SOUND.fullmatch(part) else hashlib.sha256(part.encode()).hexdigest()[:16]
