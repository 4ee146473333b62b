"""Write the site of an edition: every page that is linked to from the menu on, in both languages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import duckdb

from pipelines.pages.asking import NotFound, Release
from pipelines.pages.book import environment, page, render
from pipelines.pages.context import Model
from pipelines.pages.edition import Edition
from pipelines.pages.links import LARGEST, FileLinks, file_name
from pipelines.pages.texts import LANGUAGES, Texts
from pipelines.site.tables import open_tables

SHOWN_CHANGES = 25


def write_site(folder: Path, edition: Edition) -> None:
    """Fill `site` in the folder of an edition, from the tables that lie in it. The same edition gives the same bytes."""
    site, links = folder / "site", FileLinks(edition)
    for language in LANGUAGES:
        (site / language).mkdir(parents=True)
    with open_tables(folder) as db:
        for name in links.menu:
            links.to(name, LANGUAGES[0])
        while links.waiting:
            name, parameters = links.waiting.popleft()
            for language in LANGUAGES:
                html = _page(db, folder, name, dict(parameters), language, links)
                (site / language / file_name(name, dict(parameters))).write_text(html, encoding="utf-8")
    entrance = environment().get_template("site.html").render(edition=edition, languages=[Texts(language) for language in LANGUAGES])
    (site / "index.html").write_text(entrance, encoding="utf-8")


def _page(db: duckdb.DuckDBPyConnection, folder: Path, name: str, parameters: Mapping[str, str], language: str, links: FileLinks) -> str:
    """A page of the dashboard, or one that only a site has."""
    try:
        if name == "changes":
            return _rendered(db, name, language, links, _changes(folder))
        if name == "downloads":
            return _rendered(db, name, language, links, {"largest": LARGEST})
        return page(db, name, parameters, language, links)
    except NotFound:
        texts = Texts(language)
        return render("message.html", name, parameters, language, links, _missing(texts))


def _rendered(db: duckdb.DuckDBPyConnection, name: str, language: str, links: FileLinks, model: Model) -> str:
    return render(f"{name}.html", name, {}, language, links, {**model, "release": Release(db).one("release")})


def _missing(texts: Texts) -> Model:
    return {"title": texts.say("not_found"), "sentence": texts.say("not_found_sentence"), "release": None, "login": False}


def _changes(folder: Path) -> Model:
    """The changelog of the edition, which leaves out what is withheld."""
    told = json.loads((folder / "changelog.json").read_text(encoding="utf-8"))
    if told["before"] is None:
        return {"parts": None, "why_not": told["told"]}
    parts = {part: (len(rows), rows[:SHOWN_CHANGES]) for part, rows in told["parts"].items()}
    return {"parts": parts, "order": list(parts), "before": told["before"], "after": told["after"], "told": told["told"]}
