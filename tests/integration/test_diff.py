"""`caliber diff`: what changed between two releases, by how much and why; every cent of the difference has a cause."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.open_data.editions import publish_edition
from pipelines.settings import Home

CALIBER = (
    "region_code", "fiscal_year", "period_end", "kind", "stage", "recognition", "scope", "account", "line", "basis", "period_basis", "comparison", "netting",
    "source", "source_role", "contract_id", "currency",
)  # fmt: skip


@pytest.fixture(scope="module")
def found(revised: Any, caliber: Any) -> dict[str, Any]:
    answer = caliber("diff", "1", "2", "--json", "--home", str(revised.home))
    assert answer.code == 0, answer.err
    document: dict[str, Any] = answer.json
    return document


def by_cause(found: dict[str, Any], cause: str) -> list[dict[str, Any]]:
    return [row for row in found["changes"] if row["cause"] == cause]


def test_a_restated_file_is_told_with_what_it_changed(found: dict[str, Any]) -> None:
    (restated,) = by_cause(found, "restated")
    assert (restated["region_code"], restated["stage"], restated["account"]) == ("ZZ-990100", "final", "government_fund")
    assert (restated["difference"], restated["n_lines"]) == ("-18600000", 1)
    exports = [(row["file_path"], row["n_lines"]) for row in found["exports"] if row["cause"] == "restated"]
    assert exports == [("临湖市2024年政府性基金支出决算表_v2.csv", 1)]


def test_an_edited_contract_moves_amounts_to_another_caliber(found: dict[str, Any]) -> None:
    moved = {row["stage"]: Decimal(row["difference"]) for row in by_cause(found, "contract_changed")}
    assert {row["n_lines"] for row in by_cause(found, "contract_changed")} == {10}
    assert moved == {"final": Decimal("-1585704200"), "flash": Decimal("1585704200")}
    assert {row["file_path"] for row in found["exports"] if row["cause"] == "contract_changed"} == {"临湖市卫生健康委2024年卫生健康支出执行情况表.csv"}


def test_a_further_export_is_new_with_all_it_brings(found: dict[str, Any]) -> None:
    assert {row["file_path"] for row in found["exports"] if row["cause"] == "new"} == {"临湖市教育局2024年教育支出执行情况表.xls"}
    assert by_cause(found, "new") and all(row["before"] == "0" for row in by_cause(found, "new"))


def test_an_accepted_answer_moves_lines_and_no_money_leaves(found: dict[str, Any]) -> None:
    (move,) = found["moves"]
    assert (move["old_name"], move["old_method"], move["new_code"], move["new_method"]) == ("资源堪探工业信息等支岀", "unmapped", "215", "reviewed")
    assert (move["n_lines"], move["old_amount"], move["new_amount"], move["cause"]) == (3, "41980000", "41980000", "reviewed_answer")
    assert by_cause(found, "reviewed_answer") == []
    (balance,) = found["balance"]
    assert Decimal(balance["unmapped_before"]) - Decimal(balance["unmapped_after"]) == Decimal("41980000")
    assert (balance["lost_before"], balance["lost_after"]) == ("0", "0")


def test_findings_that_came_or_went_say_why(found: dict[str, Any]) -> None:
    told = Counter((row["what"], row["rule_id"], row["cause"]) for row in found["findings"])
    assert told["appeared", "correction_obsolete", "restated"] == 1
    assert told["appeared", "control_total", "new"] == 1
    assert found["rules"] == found["books"] == []


def test_the_causes_add_up_to_the_whole_difference(revised: Any, found: dict[str, Any]) -> None:
    """Counted apart from the command: what each caliber holds in each release file."""
    totals: dict[tuple[str, ...], Decimal] = Counter()
    for number, sign in ((1, -1), (2, 1)):
        with duckdb.connect(str(revised.home / "published" / "releases" / f"{number:04d}.duckdb"), read_only=True) as db:
            query = f"select {', '.join(CALIBER)}, coalesce(sum(amount), 0) from marts.fct_budget_lines where is_current and row_role = 'leaf' group by all"
            for *key, amount in db.execute(query).fetchall():
                totals[tuple(map(str, key))] += sign * amount
    explained: dict[tuple[str, ...], Decimal] = Counter()
    for row in found["changes"]:
        explained[tuple(str(row[name]) for name in CALIBER)] += Decimal(row["difference"])
    assert {key: amount for key, amount in totals.items() if amount} == {key: amount for key, amount in explained.items() if amount}
    sizes = [abs(Decimal(row["difference"])) for row in found["changes"]]
    assert sizes == sorted(sizes, reverse=True), "one currency: the biggest first"


def test_looking_back_gives_the_same_with_the_other_sign(revised: Any, caliber: Any, found: dict[str, Any]) -> None:
    back = caliber("diff", "current", "previous", "--json", "--home", str(revised.home)).json
    signed = [
        {tuple(str(row[name]) for name in CALIBER): sign * Decimal(row["difference"]) for row in part["changes"]} for part, sign in ((found, 1), (back, -1))
    ]
    assert signed[0] == signed[1]
    assert {row["cause"] for row in back["exports"]} >= {"withdrawn", "restated", "contract_changed"}


def test_people_are_told_in_words(revised: Any, caliber: Any) -> None:
    told = " ".join(caliber("diff", "--home", str(revised.home)).out.split())
    for part in (
        "Release 1 → 2",
        "the publisher restated the file",
        "-18,600,000",
        "the same bytes under a changed contract",
        "a reviewer said",
        "difference 0 → 0",
    ):
        assert part in told, told


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [(["1", "9"], 2, "release '9' is not kept; there are 1, 2"), (["current", "2"], 2, "both are release 2"), (["x", "2"], 2, "release 'x' is not kept")],
)  # fmt: skip
def test_releases_that_are_not_there_are_named(revised: Any, caliber: Any, words: list[str], code: int, said: str) -> None:
    answer = caliber("diff", *words, "--home", str(revised.home))
    assert (answer.code, said in answer.err) == (code, True), answer.err


def test_one_release_alone_has_nothing_before_it(first: Any, caliber: Any, tmp_path: Path) -> None:
    answer = caliber("diff", "--home", str(first.home))
    assert answer.code == 1 and "the only one there is" in answer.err
    assert caliber("diff", "--home", str(tmp_path)).code == 1


def test_the_changelog_of_open_data_tells_what_changed_since_the_edition_before(revised: Any, tmp_path: Path) -> None:
    shutil.copytree(revised.home / "published", tmp_path / "home" / "published")
    home = Home(tmp_path / "home")
    kept = home.releases / "0002.duckdb"
    home.published.unlink()
    shutil.copy(home.releases / "0001.duckdb", home.published)
    publish_edition(home, date(2099, 1, 1))
    shutil.copy(kept, home.published)
    text = (publish_edition(home, date(2099, 1, 1)).folder / "changelog.md").read_text(encoding="utf-8")
    assert "Since edition 0001 (release 1)" in text and "the publisher restated the file" in text
