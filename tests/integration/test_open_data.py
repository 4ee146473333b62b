"""An open data edition of the sample: what strangers get, what they do not get yet, and that nobody can change it unseen."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import frictionless
import pytest

from pipelines.open_data.contents import Wanted, write_contents
from pipelines.open_data.editions import Published, publish_edition
from pipelines.open_data.sums import SUMS
from pipelines.pages.edition import Edition
from pipelines.settings import Home

LONG_AFTER = date(2099, 1, 1)


@pytest.fixture
def home(first, tmp_path) -> Home:
    """A workspace that holds the release of the sample and nothing else."""
    shutil.copytree(first.home / "published", tmp_path / "home" / "published")
    return Home(tmp_path / "home")


@dataclass(frozen=True)
class Editions:
    """The sample on the day its findings were opened, with a page, and long after."""

    home: Home
    early: Published
    late: Published
    told: list[Edition]


@pytest.fixture(scope="module")
def editions(first, tmp_path_factory) -> Editions:
    root = tmp_path_factory.mktemp("editions")
    shutil.copytree(first.home / "published", root / "published")
    home, told = Home(root), []

    def write_site(folder: Path, edition: Edition) -> None:
        told.append(edition)
        (folder / "site").mkdir()
        (folder / "site" / "index.html").write_text("<p>…</p>", encoding="utf-8")

    return Editions(home, publish_edition(home, day_of(home), write_site), publish_edition(home, LONG_AFTER), told)


def asked(home: Home, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(home.published), read_only=True) as db:
        return db.execute(query).fetchall()


def day_of(home: Home) -> date:
    return asked(home, "select max(opened_on) from quality.fct_findings")[0][0]


def rows(folder: Path, table: str) -> int:
    return duckdb.sql(f"select count(*) from '{folder / 'parquet' / f'{table}.parquet'}'").fetchall()[0][0]


def test_the_package_is_a_valid_fiscal_data_package_with_all_rows(caliber, home):
    answer = caliber("publish", "--home", str(home.root), "--json")
    assert answer.code == 0, answer.err
    folder = Path(answer.json["folder"])
    report = frictionless.validate(str(folder / "datapackage.json"), limit_rows=3000)
    assert report.valid, report.flatten(["path", "fieldName", "rowNumber", "message"])[:5]
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    columns = {resource["name"]: {field["name"]: field for field in resource["schema"]["fields"]} for resource in package["resources"]}
    # What the JSON schema of the profile asks of a fiscal package beyond a tabular one.
    assert package["profile"] == "tabular-data-package" and {resource["profile"] for resource in package["resources"]} == {"tabular-data-resource"}
    assert all(set(measure) >= {"source", "currency"} for measure in package["model"]["measures"].values())
    for dimension in package["model"]["dimensions"].values():
        assert dimension["primaryKey"] in dimension["attributes"]
        assert all(attribute["source"] in columns[attribute["resource"]] for attribute in dimension["attributes"].values())
    types = [field["columnType"] for field in columns["fct_budget_lines"].values() if "columnType" in field]
    assert len(types) == len(set(types)) and {"value", "value-currency:code", "date:fiscal-year"} <= set(types)
    assert rows(folder, "fct_budget_lines") == asked(home, "select count(*) from marts.fct_budget_lines")[0][0]
    assert "who" not in columns["fct_replies"] and "reviewer" not in columns["fct_corrections"]


def test_findings_are_public_when_their_reply_period_is_over(editions):
    home, early, late = editions.home, editions.early, editions.late
    secret = [row[0] for row in asked(home, "select finding_id from quality.fct_findings where due_on is not null")]
    said = "".join(path.read_text(encoding="utf-8") for path in sorted(early.folder.rglob("*")) if path.suffix in (".csv", ".md", ".json"))
    assert secret and not [finding for finding in secret if finding in said]
    sentences = asked(home, "select sentence_en from quality.fct_findings where due_on is not null")
    assert not [sentence for (sentence,) in sentences if sentence in said]
    assert f"{len(secret)} findings are left out" in (early.folder / "README.md").read_text(encoding="utf-8")
    assert rows(late.folder, "fct_findings") == asked(home, "select count(*) from quality.fct_findings")[0][0]
    assert (early.event.edition, late.event.edition) == ("0001", f"0001-{LONG_AFTER}")


def test_the_same_release_and_day_give_the_same_bytes(editions, tmp_path):
    told = json.loads((editions.late.folder / "changelog.json").read_text(encoding="utf-8"))["told"]
    write_contents(Wanted(editions.late.event.edition, editions.home.published, LONG_AFTER, None, told), tmp_path / "again")
    assert (tmp_path / "again" / SUMS).read_bytes() == (editions.late.folder / SUMS).read_bytes()


def test_a_site_lies_inside_the_edition_and_knows_what_else_is_in_it(editions):
    sums = (editions.early.folder / SUMS).read_text(encoding="utf-8")
    assert "  site/index.html\n" in sums
    [told] = editions.told
    assert [told.n_withheld] == list(asked(editions.home, "select count(*)::int from quality.fct_findings where due_on is not null")[0])
    assert "".join(f"{file.sha256}  {file.path}\n" for file in told.files) == sums.replace([line for line in sums.splitlines(True) if "site/" in line][0], "")


def test_certify_and_revert_delete_nothing_and_tampering_is_named(caliber, editions, tmp_path):
    shutil.copytree(editions.home.open_data, tmp_path / "home" / "open_data", symlinks=True)
    home, name = Home(tmp_path / "home"), editions.late.event.edition
    place, folder = ("--home", str(home.root)), home.open_data / name
    assert caliber("publish", "--certify", *place).code == 2
    assert caliber("publish", "--certify", "--by", "Reviewer One", "--why", "totals agree", *place, "--json").json["edition"] == name
    assert caliber("publish", "--revert", "0001", "--by", "Reviewer One", "--why", "a name was wrong", *place).code == 0
    assert (home.open_data / "current").resolve().name == "0001" and folder.is_dir()
    listed = {row["edition"]: row for row in caliber("publish", "--list", *place, "--json").json}
    assert (listed["0001"]["current"], listed[name]["certified_by"]) == (True, "Reviewer One")
    assert caliber("publish", "--verify", *place).code == 0

    (folder / "csv" / "fct_findings.csv").write_text("finding_id\n", encoding="utf-8")
    (folder / "extra.txt").touch()
    wrong = caliber("publish", "--verify", *place)
    assert wrong.code == 1 and "fct_findings.csv: changed" in wrong.err and "extra.txt: was not published" in wrong.err
    assert "is not what was published" in caliber("publish", "--revert", name, "--by", "A", "--why", "B", *place).err
    log = home.open_data / "log.jsonl"
    log.write_bytes(log.read_bytes().replace(b"totals agree", b"totals match"))
    assert "log.jsonl:3: the line was changed" in caliber("publish", "--verify", *place).err


def test_a_day_to_come_publishes_nothing(caliber, home):
    answer = caliber("publish", "--as-of", str(LONG_AFTER), "--home", str(home.root))
    assert (answer.code, home.open_data.exists()) == (2, False) and "still to come" in answer.err
