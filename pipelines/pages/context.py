"""What a page is made with: the release, what the reader asked, and the language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from pipelines.pages.asking import NotFound, Release, Row
from pipelines.pages.charts import draw
from pipelines.pages.texts import Texts

Model = dict[str, Any]
LONGEST = 200


@dataclass(frozen=True)
class Context:
    """One asked page."""

    release: Release
    parameters: Mapping[str, str]
    texts: Texts

    def given(self, name: str) -> str | None:
        """A parameter, or None where it is blank; nobody needs more than a line."""
        return (self.parameters.get(name) or "").strip()[:LONGEST] or None

    def number(self, name: str) -> int | None:
        """A parameter that is a number of up to six digits; anything else counts as blank."""
        text = self.given(name)
        return int(text) if text and text.isascii() and text.isdigit() and len(text) <= 6 else None

    @property
    def id(self) -> str:
        """What the page is about.

        Raises:
            NotFound: the address names nothing.
        """
        wanted = self.given("id")
        if wanted is None:
            raise NotFound("no id")
        return wanted

    def chart(self, name: str, rows: list[Row], title: str) -> Markup:
        """A chart under the text `title`."""
        return draw(name, rows, self.texts.say, self.texts.say(title))
