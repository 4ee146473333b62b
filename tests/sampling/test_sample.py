"""The sample inbox: the same bytes every time, contracts that load and fit, and an answer key that tells the truth about the files."""

import csv
import hashlib
import time
from decimal import Decimal
from pathlib import Path

import pytest

from pipelines.contracts.load import contract_files, load_contracts
from pipelines.landing.dry_run import dry_run
from pipelines.landing.matching import assignments
from pipelines.sampling import ANSWER_KEY, CONTRACTS, departments, evaluation, finance, make_sample, write_answer_key, writers
from pipelines.sampling.sample import exports
from pipelines.sampling.table import FEN, Style
from pipelines.sampling.world import book, by_class, county, world

RULES = {
    "roll_up", "stage_ceiling", "budget_bridge", "cumulative_never_falls", "recomputed_rate", "recomputed_growth", "weight_arithmetic",
    "score_arithmetic", "score_above_formula", "same_figure_two_reports", "content_period", "content_repeats_other_year", "control_total", "caliber_difference",
}  # fmt: skip


@pytest.fixture(scope="module")
def inbox(tmp_path_factory):
    folder = tmp_path_factory.mktemp("inbox")
    make_sample(folder)
    return folder


@pytest.fixture(scope="module")
def reports(inbox):
    return dry_run(load_contracts(contract_files([inbox])), inbox, None)


@pytest.fixture(scope="module")
def key():
    with ANSWER_KEY.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("README"))


def digests(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def test_same_bytes_on_every_call(inbox, tmp_path):
    time.sleep(1.1)  # workbooks carry the second they were written
    make_sample(tmp_path)
    assert digests(tmp_path) == digests(inbox)


def test_says_that_it_is_made_up_and_hides_the_answers(inbox):
    assert "虚构" in (inbox / "README.txt").read_text(encoding="utf-8")
    assert not [path for path in inbox.rglob("*") if "answer" in path.name]
    for resolved in load_contracts(contract_files([inbox])):
        assert "虚构" in resolved.edition.publisher.name


def test_contracts_load_are_short_and_claim_each_file_once(inbox):
    editions = load_contracts(contract_files([inbox]))
    assert len({resolved.edition.contract_id for resolved in editions}) == len(list(CONTRACTS.glob("*.yml"))) >= 14
    assert all(len(path.read_text(encoding="utf-8").splitlines()) < 40 for path in CONTRACTS.glob("*.yml"))
    for path in files_of(inbox):
        assert len(assignments(path.name, "0", editions, inbox.name)) == 1, path.name


def test_at_least_eight_reporters(inbox):
    editions = load_contracts(contract_files([inbox]))
    offices = {resolved.edition.publisher.name for resolved in editions} - {"临湖市各县（市、区）财政局（虚构）"}
    assert len(offices) + len(world()["counties"]) >= 12


def test_all_files_but_the_broken_one_land_with_nothing_left_over(reports):
    parked = {report["file"]: report["reason"] for report in reports if report["status"] == "parked"}
    assert parked == {"临湖市2024年国有资本经营预算支出决算表.xlsx": "broken_workbook"}
    for report in reports:
        if report["status"] == "landed":
            assert report["n_cells"] == report["n_cells_landed"] + report["n_cells_parked"] + report["n_cells_ignored"], report["file"]
    reasons = {(report["file"], lines["reason"]) for report in reports for lines in report.get("parked", [])}
    assert ("临湖市税务局2024年分月税收入库表.csv", "ragged_row") in reasons


def test_file_types_and_encodings_are_as_promised(reports):
    landed = {report["file"]: report for report in reports if report["status"] == "landed"}
    assert {report["encoding"] for report in landed.values()} >= {"gb18030", "utf-8", "utf-8-sig", "utf-16", "workbook"}
    assert {report["file_type"] for report in landed.values()} == {"csv", "xlsx", "xls"}
    assert landed["湖心岛县2024年一般公共预算支出决算表.csv"]["file_type"] == "xlsx"
    assert landed["临湖市教育局2024年教育支出执行情况表.xls"]["file_type"] == "csv"
    assert "1.234,56" in landed["临湖市卫生健康委2024年卫生健康支出执行情况表.csv"]["number_formats"]


def test_answer_key_is_what_the_generator_writes(tmp_path):
    write_answer_key(tmp_path / "key.csv")
    assert (tmp_path / "key.csv").read_bytes() == ANSWER_KEY.read_bytes()


def test_answer_key_has_every_rule_and_unique_ids(key):
    assert {row["rule_id"] for row in key} >= RULES
    assert len({row["defect_id"] for row in key}) == len(key)


def test_answer_key_points_at_what_is_printed(key):
    tables = {table.file: table for table, _ in exports()}
    for row in key:
        if row["row_number"] and row["column"]:
            table = tables[row["file"]]
            cell = table.lines[int(row["row_number"]) - 1][table.columns.index(row["column"])]
            assert table.printed(cell) == row["printed"] != row["true_value"], row


def test_restatement_changes_three_figures():
    first, second = (finance.fund(2024, version) for version in (1, 2))
    assert sum(a != b for one, other in zip(first.lines, second.lines, strict=True) for a, b in zip(one, other, strict=True)) == 3


@pytest.mark.parametrize("year", [2023, 2024])
@pytest.mark.parametrize("unit", ["元", "万元"])
def test_own_level_items_add_up_exactly_as_printed(year, unit):
    items = book("own_level", year)
    for line in by_class(items, "classes"):
        members = [item for item in items if item.code.startswith(line.code)]
        for stage in ("adopted", "adjusted", "final"):
            printed = [finance.money(getattr(item, stage), unit) for item in members]
            assert sum(printed) == finance.money(getattr(line, stage), unit), (line.code, stage)


@pytest.mark.parametrize("year", [2023, 2024])
def test_only_the_planted_line_overspends(year):
    places = [county(place["code"], year) for place in world()["counties"]]
    lines = [line for group in [book("own_level", year), book("fund", year), *places] for line in group]
    assert [line.code for line in lines if line.final > line.adjusted] == (["22401"] if year == 2023 else [])


def test_area_is_own_level_and_counties():
    own = sum(line.final for line in book("own_level", 2024))
    counties = sum(line.final for place in world()["counties"] for line in county(place["code"], 2024))
    shown = finance.general_area(2024)
    total, upward = shown.figure("合计", "2024年决算数"), shown.figure("230", "2024年决算数")
    assert abs(total - upward - Decimal(own + counties) / FEN["亿元"]) <= Decimal("0.01")


def test_cumulative_figures_rise_except_where_planted():
    table = departments.payments(2024)
    falls = []
    for line in table.body:
        months = line[2:]
        falls += [(line[0], n + 1) for n in range(1, 12) if months[n] <= months[n - 1]]
    assert falls == [("208", 8)]


@pytest.mark.parametrize(
    ("sign", "target", "actual", "weight", "points"),
    [("≥", "95", "80", 10, "8.42"), ("≥", "50", "60", 10, "10"), ("≤", "10", "11", 10, "9"), ("≤", "10", "25", 10, "0"),
     ("between", "3-5", "4", 10, "10"), ("between", "3-5", "6", 10, "0"), ("text", "健全", "达成预期指标", 15, "15")],
)  # fmt: skip
def test_scores_follow_the_national_rule(sign, target, actual, weight, points):
    assert evaluation.score(sign, target, actual, weight) == Decimal(points)


def test_weights_and_scores_add_up_except_where_planted():
    table = evaluation.self_evaluation(2024)
    wrong, weights, scores, project = [], Decimal(0), Decimal(0), ""
    for line in table.body:
        project = line[0] or project
        if line[3] == evaluation.TOTAL:
            wrong += [(project[-3:], "weights")] if weights != line[8] else []
            wrong += [(project[-3:], "scores")] if scores != line[9] else []
            weights = scores = Decimal(0)
        else:
            weights, scores = weights + line[8], scores + line[9]
    assert wrong == [("003", "scores"), ("007", "weights")]


@pytest.mark.parametrize(
    ("style", "printed"),
    [(Style(), "-1234.50"), (Style(","), "-1,234.50"), (Style(".", ",", "brackets"), "(1.234,50)"), (Style(",", ".", "trailing"), "1,234.50-")],
)
def test_styles(style, printed):
    assert style.print(Decimal("-1234.50")) == printed


def test_announced_totals_of_the_education_contract_differ_by_the_planted_amount(inbox):
    edition = next(r.edition for r in load_contracts(contract_files([inbox])) if r.edition.contract_id == "zz-linhu.education_execution")
    table = departments.education(2024)
    missed = [control.equals - table.figure("205", str(control.column)) for control in edition.expect.control_totals]
    assert missed == [0, 120_000]


def test_text_that_begins_with_an_equals_sign_is_no_formula():
    data = writers.xlsx_bytes(evaluation.self_evaluation(2024))
    assert b"<f>" not in data
