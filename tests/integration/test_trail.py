"""A made-up book of targets and reports: a target lowered after the fact is found, its look-alikes are not; a slip found is corrected from the command line."""

from __future__ import annotations

import csv
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

YEARS = range(2019, 2025)
CONTRACTS = """
id: zz-trail.{kind}
publisher: {{name: "Made up"}}
kind: indicators
region: "ZZ-990100"
editions:
  - years: [2019, 2020, 2021, 2022, 2023, 2024]
    files: "{kind}-{{year}}.csv"
    format: {{encoding: utf-8}}
    layout:
      columns: {{organisation_code: unit, programme_code: programme, indicator_name: indicator, unit: measure, target: target, {more}}}
"""
# The same claim of two units; one contract names the scoring rules of another jurisdiction.
SCORED = """
id: zz-trail.{kind}
publisher: {{name: "Made up"}}
kind: indicators
region: "ZZ-990100"
{pack}
editions:
  - years: [2024]
    files: "{kind}-{{year}}.csv"
    format: {{encoding: utf-8}}
    layout: {{columns: {{organisation_code: unit, indicator_name: indicator, target: target, actual: actual, weight: weight, score: score}}}}
"""
HEADER = ("unit", "programme", "indicator", "measure", "target")
# Files of one name for the reports: 2024 as it should be but for what a case plants.
MOVED, SHIFTED, SLIP = ("0003", "Visits 2"), "0005", ("0002", "Visits 4")


@dataclass(frozen=True)
class Cell:
    """One indicator of one unit in one year."""

    unit: str
    indicator: str
    year: int
    target: int
    actual: int


def cells() -> list[Cell]:
    """Eight units with six indicators over six years: each grows by chance, each target is a little above the last result."""
    drawn = random.Random(20240101)
    made = []
    for unit in range(1, 9):
        for indicator in range(6):
            level = drawn.uniform(1100, 9900)
            for year in YEARS:
                target, level = round(level * 1.03), level * drawn.lognormvariate(0.03, 0.05)
                made.append(Cell(f"{unit:04d}", f"Visits {indicator}", year, target, round(level)))
    return made


def rows_of(year: int, made: list[Cell]) -> Iterator[list[str]]:
    """The report of a year. 2024 has one lowered target, one unit with all targets a row too low, and one slip of a thousand."""
    above: dict[str, int] = {}
    for cell in (cell for cell in made if cell.year == year):
        key, target = (cell.unit, cell.indicator), str(cell.target)
        if year == 2024 and key == MOVED:
            target = str(round(cell.target * 0.7))
        if year == 2024 and cell.unit == SHIFTED:
            target = str(above.get(cell.unit, ""))
        above[cell.unit] = cell.target
        actual = cell.actual * 1000 if year == 2024 and key == SLIP else cell.actual
        yield [cell.unit, "01", cell.indicator, "visits", target, str(actual)]


def write(path: Path, header: tuple[str, ...], rows: Any) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])


def make(inbox: Path, made: list[Cell]) -> None:
    (inbox / "contracts").mkdir(parents=True)
    for kind, more in (("reports", "actual: actual"), ("targets", "target_version: version, target_date: decided")):
        (inbox / "contracts" / f"{kind}.yml").write_text(CONTRACTS.format(kind=kind, more=more), encoding="utf-8")
    packs = {"general": "score_pack: cn_self_evaluation", "other": "score_pack: cn_ratio_of_target", "elsewhere": ""}
    for unit, (kind, pack) in enumerate(packs.items(), 21):
        (inbox / "contracts" / f"{kind}.yml").write_text(SCORED.format(kind=kind, pack=pack), encoding="utf-8")
        claim = [f"00{unit}", "Cost of a visit", "≤100", "125", "10", "8"]
        write(inbox / f"{kind}-2024.csv", ("unit", "indicator", "target", "actual", "weight", "score"), [claim])
    for year in YEARS:
        write(inbox / f"reports-{year}.csv", (*HEADER, "actual"), rows_of(year, made))
        approved = ([cell.unit, "01", cell.indicator, "visits", cell.target, "1", f"{year}-01-15"] for cell in made if cell.year == year)
        write(inbox / f"targets-{year}.csv", (*HEADER, "version", "decided"), approved)


@pytest.fixture(scope="module")
def book(caliber: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trail")
    make(folder / "inbox", cells())
    answer = caliber("run", "--inbox", str(folder / "inbox"), "--home", str(folder / "home"))
    assert answer.code == 0, answer.err[-3000:]
    return folder


def again(caliber: Any, book: Path, folder: Path) -> Path:
    """The same book, to be delivered to."""
    shutil.copytree(book, folder / "book")
    return folder / "book"


def deliver(caliber: Any, place: Path) -> None:
    answer = caliber("run", "--inbox", str(place / "inbox"), "--home", str(place / "home"))
    assert answer.code == 0, answer.err[-3000:]


def judged(caliber: Any, place: Path, rule: str, year: int = 2024) -> dict[str, int]:
    query = f"select status, count(*) as n from quality.fct_rule_results where rule_id = '{rule}' and fiscal_year = {year} and about_id in (select "
    query += "indicator_report_id from marts.fct_indicators where contract_id = 'zz-trail.reports' and is_current) group by all"
    return {row["status"]: row["n"] for row in caliber("sql", "--home", str(place / "home"), "--json", query).json}


def found(caliber: Any, place: Path, rule: str) -> Any:
    return caliber("findings", "--rule", rule, "--json", "--home", str(place / "home")).json


def test_a_target_lowered_after_the_fact_is_found_and_a_row_shift_is_none(caliber: Any, book: Path) -> None:
    (finding,) = found(caliber, book, "moved_target")
    assert finding["subject"] == "0003 / 01 / Visits 2 / 2024"
    assert finding["suggested"] == finding["expected"] and "2024-01-15" in finding["sentence_en"]
    assert judged(caliber, book, "moved_target") == {"fail": 1, "not_applicable": 6, "pass": 41}
    told = caliber("explain", finding["finding_id"], "--home", str(book / "home")).out
    assert "next step" in told and "Ask for the decision that changed the target." in told
    assert told.count("history ") >= 6 and "could also be" in told and "'Visits 2'" in told


def test_codes_that_lost_their_zeros_are_no_moved_targets(caliber: Any, book: Path, tmp_path: Path) -> None:
    place = again(caliber, book, tmp_path)
    write(place / "inbox" / "reports-2024.csv", (*HEADER, "actual"), ([row[0].lstrip("0"), *row[1:]] for row in rows_of(2024, cells())))
    deliver(caliber, place)
    assert found(caliber, place, "moved_target") == []
    # Nobody can say by which target they are judged, and the book says so.
    assert judged(caliber, place, "moved_target") == {"no_data": 47, "not_applicable": 1}


def test_a_file_of_another_year_is_one_finding_and_no_moved_targets(caliber: Any, book: Path, tmp_path: Path) -> None:
    place = again(caliber, book, tmp_path)
    shutil.copy(place / "inbox" / "reports-2022.csv", place / "inbox" / "reports-2024.csv")
    deliver(caliber, place)
    (copied,) = [one for one in found(caliber, place, "content_repeats_other_year") if one["fiscal_year"] == 2024]
    assert "zz-trail.reports" in copied["subject"] and "exactly those of 2022" in copied["sentence_en"]
    assert judged(caliber, place, "moved_target") == {"not_applicable": 48}


def test_a_slip_becomes_a_guarded_correction_and_the_printed_figure_stays(caliber: Any, book: Path, tmp_path: Path) -> None:
    place = again(caliber, book, tmp_path)
    home = ("--home", str(place / "home"))
    (slip,) = found(caliber, place, "unit_slip")
    assert slip["subject"].startswith(" / ".join((SLIP[0], "01", SLIP[1])))
    written = caliber("correct", slip["finding_id"], "--as", "Reviewer One", "--json", *home).json["written"]
    actual = next(cell.actual for cell in cells() if (cell.unit, cell.indicator, cell.year) == (*SLIP, 2024))
    assert (written["printed"], float(written["believed_right"]), written["column_number"]) == (str(actual * 1000), actual, 6)
    refused = caliber("correct", slip["finding_id"], "--as", "Reviewer One", *home)
    assert refused.code == 2 and "is taken by accepted.csv:2" in refused.err
    deliver(caliber, place)
    query = "select actual_value, corrected_actual from marts.indicators_with_corrections() where actual_correction_id is not null"
    (both,) = caliber("sql", "--json", query, *home).json
    assert (float(both["actual_value"]), float(both["corrected_actual"])) == (actual * 1000, actual)
    # Detected, never silently mended: the finding stays until the source prints something else, and then the guard speaks.
    assert len(found(caliber, place, "unit_slip")) == 1 and found(caliber, place, "correction_obsolete") == []
    mended = (place / "inbox" / "reports-2024.csv").read_text(encoding="utf-8").replace(str(actual * 1000), str(actual))
    (place / "inbox" / "reports-2024.csv").write_text(mended, encoding="utf-8")
    deliver(caliber, place)
    assert found(caliber, place, "unit_slip") == []
    (obsolete,) = found(caliber, place, "correction_obsolete")
    assert obsolete["difference"] == "0" and f'now prints "{actual}"' in obsolete["sentence_en"]


def test_one_claim_is_right_or_wrong_by_the_scoring_rules_in_force(caliber: Any, book: Path) -> None:
    def above(*words: str) -> dict[str, float]:
        rows = caliber("scores", "--json", *words, "--home", str(book / "home")).json
        return {row["contract_id"]: float(row["points_above"]) for row in rows}

    # Beyond a ceiling of 100 the general rules leave 7.5 of 10 points for 125; target over actual leaves the 8 that are claimed.
    assert above() == {"zz-trail.general": 0.5, "zz-trail.other": 0, "zz-trail.elsewhere": 0.5}
    assert above("--pack", "cn_self_evaluation") == {"zz-trail.general": 0.5, "zz-trail.other": 0.5, "zz-trail.elsewhere": 0.5}
    assert above("--pack", "cn_ratio_of_target", "--year", "2024") == {"zz-trail.general": 0, "zz-trail.other": 0, "zz-trail.elsewhere": 0}
    # Where nobody says whose rules are in force, a table with weights and claimed points is held against the general ones.
    said = [finding["sentence_en"] for finding in found(caliber, book, "score_above_formula")]
    assert len(said) == 2 and all("give 7.50 under the scoring rules cn_self_evaluation" in sentence for sentence in said)
    told = caliber("scores", "--home", str(book / "home")).out
    assert "0.50 points above" in told and "2 of 3 reports claim more than the pack in force gives" in told
    packs = caliber("scores", "--packs", "--home", str(book / "home")).out
    assert "target over actual" in packs and "certainty K" in packs
    wrong = caliber("scores", "--pack", "cn_atlantis", "--home", str(book / "home"))
    assert wrong.code == 2 and "no pack is called 'cn_atlantis'; there are cn_execution_in_bands" in wrong.err


def test_what_nobody_proposes_has_to_be_said(caliber: Any, first: Any) -> None:
    (total,) = [one for one in found_of(caliber, first.home, "roll_up") if "parts add up" in one["sentence_en"]][:1]
    answer = caliber("correct", total["finding_id"], "--as", "Reviewer One", "--home", str(first.home))
    assert answer.code == 2 and "--right NUMBER in the printed unit, or --unknown" in answer.err
    assert not (first.home / "corrections").exists()


def found_of(caliber: Any, home: Path, rule: str) -> Any:
    return caliber("findings", "--rule", rule, "--json", "--home", str(home)).json
