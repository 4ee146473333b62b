"""All pages by name, and the one function that makes one: release in, HTML out. It needs no server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import resources
from typing import Any

import duckdb
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from pipelines.pages import figures
from pipelines.pages.asking import NotFound, Release
from pipelines.pages.calibers import calibers
from pipelines.pages.changes import changes
from pipelines.pages.context import Context, Model
from pipelines.pages.findings import finding, findings
from pipelines.pages.links import Links
from pipelines.pages.overview import overview
from pipelines.pages.places import organisation, organisations, region, regions
from pipelines.pages.programmes import programme, programmes
from pipelines.pages.rectification import rectification
from pipelines.pages.rules import rules
from pipelines.pages.texts import LANGUAGES, Texts

PAGES: dict[str, Callable[[Context], Model]] = {
    "overview": overview, "calibers": calibers, "findings": findings, "finding": finding, "regions": regions, "region": region,
    "organisations": organisations, "organisation": organisation, "programmes": programmes, "programme": programme,
    "rectification": rectification, "rules": rules, "changes": changes,
}  # fmt: skip
# The entry of the menu a page without one belongs to.
UNDER = {"finding": "findings", "region": "regions", "organisation": "organisations", "programme": "programmes"}


def page(
    connection: duckdb.DuckDBPyConnection, name: str, parameters: Mapping[str, str], language: str, links: Links, form: Mapping[str, Any] | None = None
) -> str:
    """One page as HTML. `form` is what a server gives so that the page of a finding can be answered: token, faults, what was filed.

    Raises:
        NotFound: there is no such page, language, or thing in the release.
    """
    if name not in PAGES or language not in LANGUAGES:
        raise NotFound(name)
    texts = Texts(language)
    release = Release(connection)
    model = PAGES[name](Context(release, parameters, texts))
    return render(f"{name}.html", name, parameters, language, links, {**model, "release": release.one("release"), "form": form})


def render(template: str, name: str, parameters: Mapping[str, str], language: str, links: Links, model: Model) -> str:
    """A template with what all of them use."""
    texts = Texts(language)
    address: dict[str, object] = dict(parameters)

    def to(page_name: str, /, **values: object) -> str:
        return links.to(page_name, language, **values)

    def in_language(other: str) -> str:
        return links.to(name, other, **address)

    def money(value: Any, currency: str | None = None) -> Markup | str:
        return figures.money(value, language, currency)

    return environment().get_template(template).render(
        model, t=texts.say, word=texts.word, of=texts.of, name_of=texts.name, to=to, in_language=in_language, language=language, languages=LANGUAGES,
        page_name=name, menu=links.menu, current=UNDER.get(name, name), is_live=links.is_live, edition=links.edition, money=money, address=address,
    )  # fmt: skip


@cache
def environment() -> Environment:
    """Everything is escaped: labels and indicator texts come from strangers."""
    made = Environment(
        loader=PackageLoader("pipelines.pages"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, auto_reload=False
    )
    made.filters |= {"exact": figures.exact, "share": figures.share, "plain": figures.plain}
    style = resources.files("pipelines.pages").joinpath("templates", "style.css").read_text(encoding="utf-8")
    made.globals["style"] = Markup(style)
    return made
