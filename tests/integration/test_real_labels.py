"""Real exports whose errors are known: what is wrong is read from the raw files here, without the project, and held against the findings."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from real_exports import ABSENT, REAL

pytestmark = [pytest.mark.real, pytest.mark.slow, ABSENT]
MADRID_YEARS = (2014, 2015, 2016, 2017, 2018, 2022, 2023)


@dataclass(frozen=True)
class Mismatch:
    """A line that treasury and court of accounts state differently; `place` is file, sheet and row."""

    place: tuple[str, str, int]
    municipality: int
    label: str
    treasury: float
    court: float | str

    @property
    def line(self) -> tuple[str, str, int, str]:
        return (*self.place[:2], self.municipality, self.label)


def mismatches() -> Iterable[Mismatch]:
    for path in sorted((REAL / "br_tce_siconfi_inconsistencies").glob("*.xlsx")):
        for sheet in openpyxl.load_workbook(path, read_only=True, data_only=True):
            if sheet.title.split(" - ")[-1].isdigit() and not sheet.title.startswith("Histograma"):
                for number, (code, _, label, treasury, court) in enumerate(sheet.iter_rows(min_row=2, max_col=5, values_only=True), start=2):
                    if label is not None:
                        yield Mismatch((path.name, sheet.title, number), code, label, treasury, court)


def ask(caliber: Any, book: Path, query: str) -> Any:
    answer = caliber("sql", "--home", str(book), "--json", query)
    assert answer.code == 0, answer.err
    return answer.json


def test_treasury_and_court_mismatches_are_found(caliber: Any, real_book: Path) -> None:
    labelled = list(mismatches())
    # One figure of the court is a text with a decimal comma; 4,005 are numbers.
    assert (len(labelled), sum(not isinstance(one.court, str) for one in labelled)) == (4006, 4005)
    query = (
        "select export.file_name, line.sheet, line.row_number from quality.fct_findings as finding "
        "join marts.fct_budget_lines as line on finding.about_id = line.budget_line_id join marts.dim_exports as export on line.export_id = export.export_id "
        "where finding.rule_id = 'same_line_two_reports' and line.contract_id like 'br-finbra.%'"
    )
    places = {(row["file_name"], row["sheet"], row["row_number"]) for row in ask(caliber, real_book, query)}
    assert places <= {one.place for one in labelled}
    found = {one.line for one in labelled if one.place in places}
    apart = [one for one in labelled if isinstance(one.court, str) or abs(one.treasury - one.court) > 1e-4 * max(abs(one.treasury), abs(one.court))]
    # The sizes allow 92 % at a ten-thousandth of the figure; the rule goes by the printed digits and so finds the smaller ones too.
    assert len(apart) / len(labelled) == pytest.approx(0.92, abs=0.001)
    assert sum(one.line in found for one in apart) / len(apart) == 1
    # A line the workbook prints twice is one finding.
    assert {one.line for one in labelled} == found
    assert len(labelled) - len(places) == len(labelled) - len(found) == 19


def madrid(year: int) -> list[tuple[int, dict[str, str]]]:
    with (REAL / "es_madrid" / f"{year}-indicadores.csv").open(encoding="utf-8", newline="") as file:
        return list(enumerate(csv.DictReader(file, delimiter=";"), start=2))


def sums_of_women_and_men(year: int) -> dict[int, tuple[float, float, float]]:
    """Row of the total → women, men, all, for three names of one objective that are the same without the words MUJERES and HOMBRES."""
    tables: dict[tuple[str, ...], dict[str, list[tuple[int, str]]]] = defaultdict(lambda: defaultdict(list))
    for row, report in madrid(year):
        words = report["Descripción Indicador"].split()
        bare = " ".join(word for word in words if word not in ("MUJERES", "HOMBRES"))
        whom = "women" if "MUJERES" in words and "HOMBRES" not in words else "men" if "HOMBRES" in words and "MUJERES" not in words else "all"
        if not any(sign in bare for sign in ("%", "MEDIA", "ÍNDICE", "PORCENTAJE")) and report["Unidad de medida"].strip() == "NÚMERO":
            tables[report["CeGe"], report["Prog. Finan."], report["Objetivo"], bare][whom].append((row, report["Realizado"].strip()))
    sums = {}
    for table in tables.values():
        three = [table["women"], table["men"], table["all"]]
        if all(len(rows) == 1 and rows[0][1].isdigit() for rows in three):
            women, men, everybody = (float(rows[0][1]) for rows in three)
            sums[three[2][0][0]] = (women, men, everybody)
    return sums


def test_women_and_men_of_madrid_add_up_or_are_found(caliber: Any, real_book: Path) -> None:
    query = (
        "select result.fiscal_year, report.row_number, result.status, result.observed, result.expected from quality.fct_rule_results as result "
        "join marts.fct_indicators as report on result.about_id = report.indicator_report_id "
        "where result.rule_id = 'women_and_men' and report.contract_id = 'es-madrid.indicators' and result.status <> 'no_data'"
    )
    rows = ask(caliber, real_book, query)
    judged = {(row["fiscal_year"], row["row_number"], float(row["observed"]), float(row["expected"])): row["status"] for row in rows}
    seen: Counter[str] = Counter()
    for year in MADRID_YEARS:
        for row, (women, men, everybody) in sums_of_women_and_men(year).items():
            wanted = "pass" if women + men == everybody else "not_applicable" if min(women, men) <= everybody <= max(women, men) else "fail"
            assert judged[year, row, women + men, everybody] == wanted, (year, row, women, men, everybody)
            seen[wanted] += 1
    assert seen["pass"] > 100 and seen["fail"] > 10, seen


def test_madrids_targets_of_2023_are_those_of_2022_and_no_other_years(caliber: Any, real_book: Path) -> None:
    def targets(year: int) -> dict[tuple[str, ...], str]:
        keys = ("CeGe", "Prog. Finan.", "Objetivo", "Descripción Indicador")
        return {tuple(report[key] for key in keys): report["Presupuestado"].strip() for _, report in madrid(year)}

    repeated = {}
    for earlier, later in zip(MADRID_YEARS, MADRID_YEARS[1:], strict=False):
        before, after = targets(earlier), targets(later)
        telling = [key for key in before.keys() & after.keys() if len(after[key]) >= 3 and not after[key].endswith("0")]
        repeated[later] = sum(before[key] == after[key] for key in telling) / len(telling)
    assert [year for year, share in repeated.items() if share >= 0.95] == [2023]
    query = "select fiscal_year from quality.fct_findings where rule_id = 'content_repeats_other_year' and region_code = 'ES-28079'"
    assert ask(caliber, real_book, query) == [{"fiscal_year": 2023}]


PUBLISHED_SHARES = """
id: zz-emergency.four_hours
publisher: {name: Emergency departments}
kind: indicators
region: "GB"
fiscal_year: {start_month: 4}
caliber: {period_basis: month}
editions:
  - years: 2016-2018
    files: "shares.csv"
    layout:
      columns: {period: month, organisation_code: department, indicator_name: indicator, unit: unit, target: standard, actual: share}
"""


def test_departments_crowd_just_above_the_standard(caliber: Any, real_book: Path, tmp_path: Path) -> None:
    """The export prints attendances and breaches; what is published of them, the share seen within four hours against the standard of 95 %, is judged."""
    query = """
        select strftime(period_end, '%Y-%m') as month, organisation_code as department, 'Seen within four hours' as indicator, '%' as unit, '≥95%' as standard,
            printf('%.2f%%', 100 * (1 - late / seen)) as share from (
            select max(actual_value) filter (indicator_code = 'attendances') as seen, max(actual_value) filter (indicator_code = 'breaches') as late,
                organisation_id, period_end
            from marts.fct_indicators where contract_id = 'gb-nhs.ae_attendances' and level_1 = '1' and is_current group by organisation_id, period_end)
        join marts.dim_organisations using (organisation_id) where seen > 0 order by department, month
    """
    rows = ask(caliber, real_book, query)
    assert len(rows) == 4932
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "four_hours.contract.yml").write_text(PUBLISHED_SHARES, encoding="utf-8")
    with (inbox / "shares.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    answer = caliber("run", "--inbox", str(inbox), "--home", str(tmp_path / "home"), "--json")
    assert answer.code == 0, answer.err[-3000:]
    judged = "select subject, status, observed from quality.fct_rule_results where rule_id = 'bunching_at_target' order by subject"
    results = {row["subject"]: (row["status"], float(row["observed"])) for row in ask(caliber, tmp_path / "home", judged)}
    # Over three years of all departments the crowd is plain; a single year tells too little.
    assert results["zz-emergency.four_hours / Seen within four hours"] == ("fail", 209)
    assert {status for subject, (status, _) in results.items() if "Seen" not in subject} == {"pass"}
