"""The release as the server holds it: opened read-only, opened again when a run has replaced it, and pages kept while it has not."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

import duckdb

from pipelines.settings import Home

KEPT_PAGES = 512
State = tuple[int, int, int]


class NothingPublished(Exception):
    """There is no release yet."""


class Published:
    """Safe for many threads: each asks through a cursor of its own."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._lock = threading.Lock()
        self._state: State | None = None
        self._db: duckdb.DuckDBPyConnection | None = None
        self._pages: OrderedDict[str, str] = OrderedDict()

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """The release of this moment.

        Raises:
            NothingPublished: there is none.
        """
        return self._now()[1]

    def page(self, address: str, make: Callable[[duckdb.DuckDBPyConnection], str]) -> str:
        """A page, made once for each release."""
        state, cursor = self._now()
        with self._lock:
            if address in self._pages and state == self._state:
                self._pages.move_to_end(address)
                return self._pages[address]
        made = make(cursor)
        with self._lock:
            if state == self._state:
                self._pages[address] = made
                while len(self._pages) > KEPT_PAGES:
                    self._pages.popitem(last=False)
        return made

    def _now(self) -> tuple[State, duckdb.DuckDBPyConnection]:
        try:
            found = self.home.published.stat()
        except FileNotFoundError as error:
            raise NothingPublished from error
        state = (found.st_dev, found.st_ino, found.st_mtime_ns)
        with self._lock:
            if self._db is None or state != self._state:
                # The old one goes when the last cursor on it does.
                self._db = duckdb.connect(str(self.home.published), read_only=True)
                self._db.execute("set enable_external_access = false")
                self._state = state
                self._pages.clear()
            return state, self._db.cursor()
