"""The dashboard as a browser meets it, without a browser: every page, the way down to the printed cell, and a form that only its own session may send."""

from __future__ import annotations

import csv
import re
import shutil
from html import unescape
from html.parser import HTMLParser
from typing import Any

import duckdb
import pytest
from starlette.testclient import TestClient

from pipelines.dashboard.application import application
from pipelines.decisions.ledger import read_ledger
from pipelines.pages.links import MENU, ServerLinks
from pipelines.pages.texts import LANGUAGES
from pipelines.settings import Home

REVENUE = "临湖市2024年全市一般公共预算收入决算表.csv"
TOKEN = re.compile(r'name="token" value="([0-9a-f]+)"')


class References(HTMLParser):
    """Where a page leads, and whether it loads or runs anything."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.loads: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and (given.get("href") or "").startswith("/"):
            self.links.add(given["href"] or "")
        if tag in ("script", "iframe", "object") or any(name.startswith("on") for name in given) or (given.get("src") or "data:")[:5] != "data:":
            self.loads.append(f"<{tag} {given}>")


@pytest.fixture
def home(first: Any, tmp_path: Any) -> Home:
    for part in ("published", "ledger", "sample_inbox"):
        shutil.copytree(first.home / part, tmp_path / "home" / part, dirs_exist_ok=True)
    return Home(tmp_path / "home")


@pytest.fixture
def browser(home: Home) -> TestClient:
    return TestClient(application(home), follow_redirects=False)


def asked(home: Home, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(home.published), read_only=True) as db:
        return db.execute(query).fetchall()


def a_finding(home: Home) -> str:
    """An open one that two printed cells stand behind at least."""
    found: str = asked(home, "select finding_id from quality.fct_findings where rule_id = 'roll_up' order by finding_id")[0][0]
    return found


def address(language: str, finding: str) -> str:
    return ServerLinks().to("finding", language, id=finding)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_opens_loads_nothing_and_every_link_leads_somewhere(browser: TestClient, language: str) -> None:
    waiting, seen = [f"/{language}/{name}" for name in MENU], set()
    kinds: dict[str, int] = {}
    while waiting:
        link = waiting.pop().split("#")[0]
        kind = link.split("?")[0]
        # Two of a kind show whether the kind works; a book has thousands of findings.
        if link in seen or kinds.get(kind, 0) >= 2 or not kind.startswith(f"/{language}/"):
            continue
        seen.add(link)
        kinds[kind] = kinds.get(kind, 0) + 1
        answer = browser.get(link)
        assert answer.status_code == 200, link
        references = References(answer.text)
        assert references.loads == [], link
        waiting += sorted(references.links)
    assert {f"/{language}/{name}" for name in (*MENU, "finding", "region", "programme")} <= set(kinds)


def test_the_way_down_ends_at_the_printed_text(browser: TestClient, home: Home) -> None:
    [(finding, subject)] = asked(
        home, "select finding_id, subject from quality.fct_findings where rule_id = 'roll_up' and subject like '%general_revenue, row 4,%'"
    )
    printed = list(csv.reader((home.root / "sample_inbox" / REVENUE).read_text("gb18030").splitlines()))[3][2]
    html = browser.get(address("en", finding)).text
    assert printed == "1,117,564.00" and f">{printed}<" in html.replace(" ", ""), subject
    assert REVENUE in html and "row 4, column 3" in html


def test_filters_narrow_the_list(browser: TestClient, home: Home) -> None:
    rules = [rule for (rule,) in asked(home, "select distinct rule_id from quality.fct_findings order by 1")]
    everything, some = browser.get("/en/findings").text, browser.get("/en/findings", params={"rule": rules[0]}).text
    listed = [set(re.findall(r"finding\?id=([0-9a-f]{32})", html)) for html in (everything, some)]
    assert listed[1] < listed[0]
    assert listed[1] == {one for (one,) in asked(home, f"select finding_id from quality.fct_findings where rule_id = '{rules[0]}'")}


def test_a_long_list_is_turned_over_page_by_page(browser: TestClient, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.pages.findings.ON_A_PAGE", 8)
    link, seen = "/en/findings?severity=error", list[str]()
    while link:
        html = browser.get(link).text
        seen += re.findall(r'href="/en/finding\?id=([0-9a-f]{32})"', html)
        onward = re.search(r'rel="next" href="([^"]+)"', html)
        link = unescape(onward[1]) if onward else ""
    assert len(seen) > 16 and sorted(seen) == [one for (one,) in asked(home, "select finding_id from quality.fct_findings where severity = 'error' order by 1")]


def test_a_programme_shows_both_sides_and_the_lights_of_the_rule_pack(browser: TestClient, home: Home) -> None:
    query = "select programme_id, sentence_zh, citation from quality.fct_programme_pace where measure = 'gap' and light = 'red'"
    [(programme, sentence, citation)] = asked(home, query)
    html = browser.get(f"/zh/programme?id={programme}").text
    assert sentence in html and citation in html and "红灯" in html
    assert f">{len(asked(home, 'select 1 from quality.fct_programme_years'))}</b>" in browser.get("/en/programmes").text


def test_a_reply_of_the_form_is_a_line_of_the_ledger(browser: TestClient, home: Home) -> None:
    finding = a_finding(home)
    token = TOKEN.search(browser.get(address("en", finding)).text)
    assert token
    said = {
        "token": token[1],
        "role": "accountable",
        "action": "explain",
        "who": "Unit One",
        "reason": "<b>a line</b> was left out",
        "owner": "",
        "until": "",
        "file": "",
    }
    answer = browser.post(address("en", finding), data=said)
    assert answer.status_code == 303, answer.text
    [reply] = read_ledger(home.replies)
    assert reply.finding_id == finding
    assert (reply.who, reply.action, reply.reason) == ("Unit One", "explain", said["reason"])
    again = browser.post(address("en", finding), data={**said, "who": ""})
    assert again.status_code == 422
    assert "&lt;b&gt;a line&lt;/b&gt;" in again.text and "<b>a line</b>" not in again.text, "what strangers write is shown, never run"


@pytest.mark.parametrize("token", ["", "0" * 64])
def test_a_form_without_the_token_of_its_session_is_refused_and_writes_nothing(browser: TestClient, home: Home, token: str) -> None:
    finding = a_finding(home)
    browser.get(address("en", finding))
    answer = browser.post(address("en", finding), data={"token": token, "role": "accountable", "action": "explain", "who": "x", "reason": "y"})
    assert answer.status_code == 403
    assert not home.replies.exists()


@pytest.mark.parametrize("link", ["/en/finding?id=nothing", "/en/finding?id=' or 1=1 --", "/en/../../etc/passwd", "/xx/overview", "/en/nothing"])
def test_what_does_not_exist_is_not_found(browser: TestClient, link: str) -> None:
    assert browser.get(link).status_code == 404


def test_another_name_for_this_machine_is_refused(home: Home) -> None:
    """A site elsewhere that points its name at 127.0.0.1 reads nothing."""
    assert TestClient(application(home), base_url="http://elsewhere.example").get("/en/overview").status_code == 400


def test_off_this_machine_nothing_is_shown_before_the_login(home: Home) -> None:
    stranger = TestClient(application(home, key="k" * 32), base_url="http://board.example", follow_redirects=False)
    assert stranger.get("/en/overview").status_code == 401
    assert stranger.post("/login", data={"key": "wrong"}).status_code == 401
    assert stranger.post("/login", data={"key": "k" * 32}).status_code == 303
    assert stranger.get("/en/overview").status_code == 200
