"""Reports of the sample: what a supervisor of one region reads, as a page and as a document; and who owes a file."""

from __future__ import annotations

import io
from html.parser import HTMLParser
from pathlib import Path

import dagster as dg
import docx
import duckdb
import pytest

from pipelines.orchestration.asset_checks import duty_check
from pipelines.orchestration.jobs import reports
from pipelines.orchestration.resources import Workspace
from pipelines.reports.facts import gather, period_of
from pipelines.reports.formats import as_docx, as_html

REGION = "ZZ-990100"


class Cells(HTMLParser):
    """The texts of all table cells, and every address the page would load."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.loads: list[str] = []
        self.inside = False
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.inside = tag == "td"
        self.cells += [""] * self.inside
        self.loads += [value for name, value in attrs if name in ("src", "href")]

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "td"

    def handle_data(self, data):
        if self.inside:
            self.cells[-1] += data


def test_page_and_document_say_the_same_of_a_year(caliber, first, tmp_path):
    asked = ("report", "--region", REGION, "--period", "2024", "--home", str(first.home), "--json")
    page = Path(caliber(*asked, "--out", str(tmp_path / "r.html")).json["report"]).read_text(encoding="utf-8")
    document = docx.Document(caliber(*asked, "--format", "docx", "--out", str(tmp_path / "r.docx")).json["report"])
    read = Cells(page)
    assert read.loads == [] and "<script" not in page
    assert read.cells == [cell.text for table in document.tables for row in table.rows[1:] for cell in row.cells]
    with duckdb.connect(str(first.home / "published" / "warehouse.duckdb"), read_only=True) as db:
        total = db.execute(
            "select sum(amount) from marts.fct_budget_lines where contract_id = 'zz-linhu.general_final' and stage = 'final' and row_role = 'leaf' "
            "and fiscal_year = 2024 and is_current"
        ).fetchall()[0][0]
    assert f"{total:,.2f}" in read.cells
    assert any("Growth of 7.8 % is stated" in cell for cell in read.cells) and "优先保障 favour" in read.cells


def test_a_month_tells_of_that_month_only(first):
    with duckdb.connect(str(first.home / "published" / "warehouse.duckdb"), read_only=True) as db:
        facts = gather(db, REGION, period_of("2024-08"))
    assert {str(row["period_end"]) for row in facts.answers["money"]} == {"2024-08-31"}
    assert [row["rule_id"] for row in facts.answers["telling"]] == ["cumulative_never_falls"]


def test_labels_of_strangers_are_only_text(first):
    with duckdb.connect(str(first.home / "published" / "warehouse.duckdb"), read_only=True) as db:
        facts = gather(db, REGION, period_of("2024"))
    facts.answers["telling"][0]["subject"] = "<script>alert(1)</script>\x07"
    assert b"<script>" not in as_html(facts)
    tables = docx.Document(io.BytesIO(as_docx(facts))).tables
    assert any(cell.text == "<script>alert(1)</script>�" for table in tables for cell in table.rows[1].cells)


@pytest.mark.parametrize(("region", "period", "said"), [(REGION, "2024-13", "is no period"), ("../x", "2024", "there is no region")])
def test_what_is_not_there_is_named(caliber, first, region, period, said):
    answer = caliber("report", "--region", region, "--period", period, "--home", str(first.home))
    assert answer.code == 2 and said in answer.err


def test_status_and_dagster_say_alike_who_owes_a_file(caliber, first):
    duties = caliber("status", "--home", str(first.home), "--json").json["duties"]
    missing = {(row["contract_id"], row["region_code"]) for row in duties if row["status"] == "missing"}
    assert ("zz-linhu.county_final", "ZZ-990101") in missing
    workspace = Workspace(home_folder=str(first.home), inbox_folder=str(first.inbox))

    @dg.asset
    def published_release() -> None: ...

    ran = dg.materialize([published_release, duty_check()], resources={"workspace": workspace})
    (judged,) = ran.get_asset_check_evaluations()
    assert (judged.passed, judged.severity, judged.metadata["missing"].value) == (False, dg.AssetCheckSeverity.WARN, len(missing))


def test_dagster_writes_the_reports_of_all_regions(first, tmp_path):
    (tmp_path / "published").symlink_to(first.home / "published")
    workspace = Workspace(home_folder=str(tmp_path), inbox_folder=str(first.inbox))
    config = dg.RunConfig(ops={"write_reports": {"config": {"period": "2024"}}})
    assert reports.execute_in_process(resources={"workspace": workspace}, run_config=config).success
    assert (tmp_path / "reports" / f"{REGION}_2024.html").is_file() and len(list((tmp_path / "reports").iterdir())) > 1
