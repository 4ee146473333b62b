"""The pages in a real browser: `make test-browser`. What needs no browser is tested in test_dashboard.py and test_site.py."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pytest
import uvicorn

from pipelines.dashboard.application import application
from pipelines.decisions.ledger import read_ledger
from pipelines.open_data.editions import publish_edition
from pipelines.pages.links import MENU
from pipelines.pages.texts import LANGUAGES
from pipelines.settings import Home
from pipelines.site.write import write_site

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not os.environ.get("CALIBER_BROWSER"), reason="drives a browser; `make test-browser` finds or installs one and runs this"),
]
WIDTHS = (1280, 390)
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# The sample prints this total in row 4, column 3 of its revenue accounts; the parts add up to something else.
PRINTED = "1,117,564.00"


@dataclass(frozen=True)
class Board:
    """A running dashboard over the sample."""

    home: Home
    url: str

    def asked(self, query: str) -> list[str]:
        with duckdb.connect(str(self.home.published), read_only=True) as db:
            return [str(row[0]) for row in db.execute(query).fetchall()]

    def addresses(self) -> list[str]:
        """Every page of the menu and one of each kind of thing."""
        of = {
            "finding": "select finding_id from quality.fct_findings where rule_id = 'roll_up' order by 1",
            "region": "select region_code from quality.fct_findings order by 1",
            "organisation": "select organisation_id from quality.fct_findings where organisation_id is not null order by 1",
            "programme": "select programme_id from quality.fct_budget_recommendations order by 1",
        }
        return [*MENU, *(f"{page}?id={self.asked(query)[0]}" for page, query in of.items())]


@pytest.fixture(scope="module")
def board(first, tmp_path_factory) -> Iterator[Board]:
    root = tmp_path_factory.mktemp("board")
    for part in ("published", "ledger", "sample_inbox"):
        shutil.copytree(first.home / part, root / part)
    server = uvicorn.Server(uvicorn.Config(application(Home(root)), host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield Board(Home(root), f"http://127.0.0.1:{port}")
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def site(first, tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("site")
    shutil.copytree(first.home / "published", root / "published")
    return publish_edition(Home(root), date(2099, 1, 1), write_site).folder / "site"


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Empty: the browser that Playwright itself installed.
        browser = playwright.chromium.launch(executable_path=os.environ.get("CALIBER_CHROMIUM") or None)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium):
    """A tab that notes what it complains about and every address it asks."""
    tab = chromium.new_page(viewport={"width": WIDTHS[0], "height": 900})
    tab.set_default_timeout(20_000)
    tab.told, tab.asked = [], []
    tab.on("console", lambda message: tab.told.append(message.text) if message.type in ("error", "warning") else None)
    tab.on("pageerror", lambda error: tab.told.append(str(error)))
    tab.on("request", lambda request: tab.asked.append(request.url))
    yield tab
    tab.close()


def violations(page) -> list[str]:
    """What axe calls serious or critical."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {[node['html'][:120] for node in one['nodes'][:3]]}" for one in found if one["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_fits_its_window_and_is_accessible(board, page, language, width):
    page.set_viewport_size({"width": width, "height": 900})
    faults = []
    for address in board.addresses():
        page.goto(f"{board.url}/{language}/{address}")
        if over := page.evaluate(TOO_WIDE):
            faults.append(f"{address} is {over} pixels too wide")
        faults += [f"{address}: {one}" for one in violations(page)]
    assert faults == []
    assert page.told == [] and all(url.startswith((board.url, "data:")) for url in page.asked)


def test_filters_narrow_the_list(board, page):
    page.goto(f"{board.url}/en/findings")
    everything = page.locator(".list > li").count()
    page.get_by_label("Rule", exact=True).select_option("roll_up")
    page.get_by_role("button", name="Filter").click()
    assert "rule=roll_up" in page.url
    shown = page.locator(".list > li").count()
    assert shown == len(board.asked("select finding_id from quality.fct_findings where rule_id = 'roll_up'")) < everything
    page.get_by_role("link", name="中文").click()
    assert "rule=roll_up" in page.url and page.locator(".list > li").count() == shown


def test_the_way_from_the_overview_ends_at_the_printed_cell(board, page):
    page.goto(f"{board.url}/en/overview")
    page.locator("section", has=page.get_by_role("heading", name="By class of evidence")).locator("tbody a").first.click()
    page.get_by_label("Rule", exact=True).select_option("roll_up")
    page.get_by_role("button", name="Filter").click()
    page.locator(".list a", has_text="general_revenue, row 4").click()
    cell = page.locator("#cells tr", has_text=PRINTED)
    assert cell.count() == 1
    assert "row 4, column 3" in cell.inner_text() and "sha256" in cell.inner_text()


def test_the_form_writes_into_the_ledger_and_says_so(board, page):
    [finding, *_] = board.asked("select finding_id from quality.fct_findings where rule_id = 'roll_up' order by 1")
    page.goto(f"{board.url}/en/finding?id={finding}")
    page.get_by_label("Name", exact=True).fill("Unit One")
    page.get_by_label("Reason").fill("<img src=x onerror=alert(1)> a line was left out")
    page.get_by_role("button", name="Write into the ledger").click()
    assert "Written into the ledger as reply 1" in page.get_by_role("status").inner_text()
    [reply] = read_ledger(board.home.replies)
    assert (reply.finding_id, reply.who, reply.action) == (finding, "Unit One", "explain")
    page.get_by_label("Name", exact=True).fill("Unit One")
    page.get_by_label("Answer", exact=True).select_option("confirm")
    page.get_by_label("Reason").fill("<img src=x onerror=alert(1)>")
    page.get_by_role("button", name="Write into the ledger").click()
    assert page.get_by_role("alert").count() and page.locator("main img").count() == 0
    assert len(read_ledger(board.home.replies)) == 1


def test_the_keyboard_is_enough(board, page):
    page.goto(f"{board.url}/en/findings")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    seen: list[str] = []
    while "Filter" not in seen and len(seen) < 40:
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.id || document.activeElement.innerText"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid", seen
    assert [one for one in seen if one.startswith("f-")] == ["f-class", "f-rule", "f-region", "f-year", "f-severity", "f-state", "f-text"]
    page.keyboard.press("Enter")
    page.wait_for_url("**/findings?**")


def test_on_paper_there_is_no_menu_and_no_form(board, page):
    page.emulate_media(media="print")
    page.goto(f"{board.url}/en/{board.addresses()[len(MENU)]}")
    assert not page.locator(".menu").is_visible() and not page.locator("form.form").is_visible()
    assert page.locator("#cells").is_visible()


def test_the_site_opens_from_the_file_system(site, page):
    page.goto((site / "index.html").as_uri())
    page.get_by_role("link", name="English").click()
    for entry in page.locator(".menu a").all_inner_texts():
        page.locator(".menu").get_by_role("link", name=entry, exact=True).click()
        assert page.get_by_role("heading", level=1).inner_text() == entry
    page.locator(".menu").get_by_role("link", name="Findings").click()
    page.locator(".list a", has_text="general_revenue, row 4").click()
    assert page.locator("#cells tr", has_text=PRINTED).count() == 1 and page.locator("form").count() == 0
    page.get_by_role("link", name="中文").click()
    assert "/zh/finding-" in page.url and page.locator("#cells tr", has_text=PRINTED).count() == 1
    assert page.told == [] and all(url.startswith(("file:", "data:")) for url in page.asked)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_kind_of_page_of_the_site_fits_and_is_accessible(site, page, width):
    page.set_viewport_size({"width": width, "height": 900})
    kinds = {(language, path.stem.split("-")[0]): path for language in LANGUAGES for path in sorted((site / language).glob("*.html"))}
    faults = []
    for path in (site / "index.html", *kinds.values()):
        page.goto(path.as_uri())
        faults += [f"{path.name} is too wide"] if page.evaluate(TOO_WIDE) else []
        faults += [f"{path.name}: {one}" for one in violations(page)]
    assert faults == []
