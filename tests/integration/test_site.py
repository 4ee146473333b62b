"""The public site of an edition: it stands on its own, every link resolves, and nothing that is withheld is in it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import duckdb
import pytest

from pipelines.open_data.editions import Published, publish_edition
from pipelines.pages import links
from pipelines.pages.texts import LANGUAGES
from pipelines.settings import Home
from pipelines.site.write import write_site

LONG_AFTER = date(2099, 1, 1)
STRANGE = "<script>alert('甲')</script><img src=https://elsewhere.example/a.png onerror=alert(1)>"
# What a page could load or send by; a link that is followed is none of them.
LOADING = {"src", "srcset", "data", "poster", "background", "action", "formaction", "ping", "manifest"}


class References(HTMLParser):
    """Links, anchors, and everything that would load or run."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.loads: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.anchors |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a":
            self.links.append(given.get("href", ""))
        outside = [name for name in LOADING & given.keys() if not given[name].startswith("data:")]
        outside += ["href"] if tag != "a" and not given.get("href", "#").startswith(("#", "data:")) else []
        if tag in ("script", "iframe", "object", "embed", "base", "form") or outside or any(name.startswith("on") for name in given):
            self.loads.append(f"<{tag} {given}>")


@dataclass(frozen=True)
class Sites:
    """Editions of the sample, in which one reporter wrote markup: on the day its findings were opened, and long after."""

    home: Home
    early: Published
    late: Published


@pytest.fixture(scope="module")
def sites(first, tmp_path_factory) -> Sites:
    root = tmp_path_factory.mktemp("sites")
    shutil.copytree(first.home / "published", root / "published")
    home = Home(root)
    with duckdb.connect(str(home.published)) as db:
        db.execute("update quality.fct_findings set subject = subject || ? where severity <> 'info'", [STRANGE])
        [(opened,)] = db.execute("select max(opened_on) from quality.fct_findings").fetchall()
    return Sites(home, publish_edition(home, opened, write_site), publish_edition(home, LONG_AFTER, write_site))


def pages(edition: Published) -> list[Path]:
    return sorted((edition.folder / "site").rglob("*.html"))


def broken(edition: Path) -> Iterator[str]:
    """Every link of every page that leads nowhere within the edition, and everything a page would load."""
    read = {path.resolve(): References(path) for path in (edition / "site").rglob("*.html")}
    for path, found in read.items():
        yield from (f"{path.name} loads {one}" for one in found.loads)
        for link in found.links:
            parts = urlsplit(link)
            target = path if not parts.path else (path.parent / unquote(parts.path)).resolve()
            if parts.scheme or parts.netloc or not target.is_relative_to(edition.resolve()) or not target.is_file():
                yield f"{path.name} leads to {link}"
            elif parts.fragment and parts.fragment not in read[target].anchors:
                yield f"{path.name} leads to {link}: no such place"


def asked(home: Home, query: str) -> list[str]:
    with duckdb.connect(str(home.published), read_only=True) as db:
        return [row[0] for row in db.execute(query).fetchall()]


def test_every_link_resolves_and_nothing_is_loaded(sites):
    for edition in (sites.early, sites.late):
        assert list(broken(edition.folder)) == []
        assert {path.parent.name for path in pages(edition)} == {"site", *LANGUAGES}


def test_both_languages_hold_the_same_pages_and_each_finding_its_printed_cell(sites):
    names = [{path.name for path in pages(sites.late) if path.parent.name == language} for language in LANGUAGES]
    assert names[0] == names[1]
    assert {f"finding-{one}.html" for one in asked(sites.home, "select finding_id from quality.fct_findings")} <= names[0]
    assert {f"{name}.html" for name in (*links.MENU, "downloads")} <= names[0]
    query = "select finding_id from quality.fct_findings where rule_id = 'roll_up' and subject like '%general_revenue, row 4,%'"
    [finding] = asked(sites.home, query)
    html = (sites.late.folder / "site" / "en" / f"finding-{finding}.html").read_text(encoding="utf-8")
    assert ">1,117,564.00<" in html.replace(" ", "") and "row 4, column 3" in html


def test_what_is_within_its_reply_period_is_nowhere_in_the_site(sites):
    secret = asked(sites.home, "select finding_id from quality.fct_findings where due_on is not null")
    sentences = asked(sites.home, "select unnest([sentence_en, sentence_zh]) from quality.fct_findings where due_on is not null")
    said = {path: path.read_text(encoding="utf-8") for path in pages(sites.early)}
    assert secret and not [(path.name, one) for path, text in said.items() for one in (*secret, *sentences) if one in text or one in path.name]
    assert f"{len(secret)} further findings are still within their reply period" in said[sites.early.folder / "site" / "en" / "overview.html"]
    assert "further findings" not in (sites.late.folder / "site" / "en" / "overview.html").read_text(encoding="utf-8")


def test_texts_of_strangers_are_shown_and_never_run(sites):
    shown = [path for path in pages(sites.late) if "&lt;script&gt;alert" in path.read_text(encoding="utf-8")]
    assert shown and not [path for path in pages(sites.late) if "<script" in path.read_text(encoding="utf-8")]


def test_the_site_is_frozen_with_its_edition_and_made_again_the_same(sites, tmp_path):
    sums = (sites.late.folder / "SHA256SUMS").read_text(encoding="utf-8")
    assert all(f"  {path.relative_to(sites.late.folder).as_posix()}\n" in sums for path in pages(sites.late))
    first = (sites.early.folder / "site" / "en" / "downloads.html").read_text(encoding="utf-8")
    for line in (sites.early.folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, _, path = line.partition("  ")
        assert path.startswith("site/") or (digest in first and path in first), path
    again = tmp_path / "home"
    shutil.copytree(sites.home.root / "published", again / "published")
    made = publish_edition(Home(again), date.fromisoformat(sites.early.event.day), write_site)
    assert (made.folder / "SHA256SUMS").read_bytes() == (sites.early.folder / "SHA256SUMS").read_bytes()


def test_a_book_with_more_findings_than_pages_says_so_and_breaks_no_link(sites, tmp_path, monkeypatch):
    monkeypatch.setattr(links, "LARGEST", {**links.LARGEST, "finding": 3, "findings": 1})
    shutil.copytree(sites.home.root / "published", tmp_path / "published")
    edition = publish_edition(Home(tmp_path), LONG_AFTER, write_site).folder
    assert list(broken(edition)) == []
    assert len(list((edition / "site" / "en").glob("finding-*.html"))) == 3
    assert "downloads.html#not-here" in (edition / "site" / "en" / "findings.html").read_text(encoding="utf-8")
    assert json.loads((edition / "datapackage.json").read_text(encoding="utf-8"))["version"] == edition.name


def test_a_long_list_goes_on_in_further_files(sites, tmp_path, monkeypatch):
    monkeypatch.setattr("pipelines.pages.findings.ON_A_PAGE", 8)
    shutil.copytree(sites.home.root / "published", tmp_path / "published")
    edition = publish_edition(Home(tmp_path), LONG_AFTER, write_site).folder
    pages = [
        path
        for path in (edition / "site" / "en").glob("findings*.html")
        if path.stem.removeprefix("findings").lstrip("-").isdecimal() or path.stem == "findings"
    ]
    assert len(pages) > 2
    listed = [References(page).links for page in pages]
    found = {link for links_of in listed for link in links_of if "/finding-" in link}
    assert len(found) == len(asked(sites.home, "select finding_id from quality.fct_findings")) and list(broken(edition)) == []


def test_the_command_writes_the_site(caliber, first, tmp_path):
    shutil.copytree(first.home / "published", tmp_path / "published")
    folder = Path(caliber("publish", "--home", str(tmp_path), "--json").json["folder"])
    assert (folder / "site" / "index.html").is_file()
    (folder / "site" / "en" / "overview.html").write_text("changed", encoding="utf-8")
    answer = caliber("publish", "--verify", "--home", str(tmp_path))
    assert answer.code == 1 and "site/en/overview.html: changed after publication" in answer.err
