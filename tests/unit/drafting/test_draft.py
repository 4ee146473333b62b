"""What a user relies on in a draft: it reads the file as it is, proves what can be proven, asks what can't, and never lies about the unit."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.drafting.contract_text import contract_text
from pipelines.drafting.draft import draft
from pipelines.drafting.findings import SURE
from pipelines.drafting.printed_units import printed_unit
from pipelines.drafting.sheets import NoTable
from pipelines.drafting.tryout import try_out
from pipelines.landing.periods import printed_quarter

LINES = [
    ("201", "一般公共服务支出", 8200.5),
    ("205", "教育支出", 15600.25),
    ("208", "社会保障和就业支出", 9400.75),
    ("210", "卫生健康支出", 0.0),
    ("213", "农林水支出", 310.4),
]


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def written(path: Path) -> tuple[dict, str]:
    found = draft(path)
    text = contract_text(found.contract, found.findings, [], found.left_over)
    return yaml.safe_load(text), text


def printed(value: float, mark: str) -> str:
    text = f"{value:,.2f}"
    return text if mark == "." else text.translate(str.maketrans(",.", ".,"))


def final_accounts(unit_line: str = "单位：万元", total: float | None = None) -> str:
    whole = sum(amount for _, _, amount in LINES) if total is None else total
    rows = [f"{code},{name},{amount:.2f},{amount * 2:.2f}" for code, name, amount in LINES]
    return (
        "\n".join(
            ["示例县2025年一般公共预算支出决算表,,,", f",,,{unit_line}", "科目编码,科目名称,年初预算数,决算数", *rows, f",合计,{whole:.2f},{whole * 2:.2f}"]
        )
        + "\n"
    )


def test_final_accounts_with_a_total_that_proves_its_lines(tmp_path):
    path = write(tmp_path, "示例县2025年一般公共预算支出决算表.csv", final_accounts(), "gb18030")
    contract, text = written(path)
    edition = contract["editions"][0]
    assert contract["kind"] == "expenditure"
    assert contract["unit"] == {"currency": "CNY", "scale": 10000, "printed_as": "万元"}
    assert contract["format"]["encoding"] == "gb18030"
    assert contract["classification"]["item"]["system"] == "cn_functional"
    assert contract["caliber"]["account"] == "general"
    assert edition["years"] == [2025] and edition["files"] == "示例县{year}年一般公共预算支出决算表.csv"
    assert edition["layout"]["header_rows"] == [3]
    assert edition["layout"]["columns"] == {"item_code": "科目编码", "item_name": "科目名称"}
    assert edition["layout"]["amounts"] == [
        {"column": "年初预算数", "stage": "adopted", "recognition": "authorised"},
        {"column": "决算数", "stage": "final", "recognition": "cash_paid"},
    ]
    assert edition["layout"]["roles"] == [{"where": {"item_name": "^合计$"}, "role": "grand_total"}]
    assert "2 of 2 printed totals equal the sum of their lines" in text
    assert try_out(text, path)["status"] == "landed"


def test_a_total_within_a_total_is_read_the_way_its_sums_hold(tmp_path):
    text = final_accounts() + ",上解上级支出,0.00,300.00\n,支出总计,33511.50,67323.00\n"
    roles = written(write(tmp_path, "示例县2025年一般公共预算支出决算表.csv", text))[0]["editions"][0]["layout"]["roles"]
    assert roles == [
        {"where": {"item_name": "^合计$"}, "role": "subtotal", "over": "above"},
        {"where": {"item_name": "^支出总计$"}, "role": "grand_total"},
    ]


def test_a_total_that_does_not_hold_is_a_question_with_both_figures(tmp_path):
    path = write(tmp_path, "示例县2025年一般公共预算支出决算表.csv", final_accounts(total=40000))
    found = draft(path)
    rule = found.findings.by_field["layout.roles.0"]
    assert rule.confidence < SURE and rule.question
    assert "80000 against 67023.8" in rule.evidence


@settings(max_examples=12)
@given(unit=st.sampled_from([("单位：元", 1), ("单位：千元", 1000), ("金额单位:万元", 10000), ("单位：亿元", 100000000)]))
def test_a_printed_unit_is_taken_as_printed(tmp_path_factory, unit):
    path = write(tmp_path_factory.mktemp("unit"), "甲县2024年支出决算.csv", final_accounts(unit[0]))
    found = draft(path).findings.by_field["unit"]
    assert found.value["scale"] == unit[1] and found.confidence >= SURE


@settings(max_examples=12)
@given(amounts=st.lists(st.decimals(min_value=0, max_value=10**9, places=2), min_size=3, max_size=8), language=st.sampled_from(["zh", "es", "en", "uk"]))
def test_a_unit_the_file_does_not_print_is_never_sure(tmp_path_factory, amounts, language):
    header = {"zh": "科目编码,科目名称,决算数", "es": "Económico,Descripción,Obligaciones", "en": "Code,Service,Actual", "uk": "Код,Найменування,Виконано"}[
        language
    ]
    text = "\n".join([header, *(f"{100 + i},name {i},{amount}" for i, amount in enumerate(amounts))]) + "\n"
    path = write(tmp_path_factory.mktemp("silent"), "table 2024.csv", text)
    found = draft(path).findings.by_field["unit"]
    assert found.confidence < SURE and found.question


PRINTED_UNITS = {
    "Montants en milliers d'euros": ("EUR", 1000), "Angaben in Mio. €": ("EUR", 1000000), "Beträge in 1.000 Euro": ("EUR", 1000), "Importi in euro": ("EUR", 1),
    "w tys. zł": ("PLN", 1000), "тыс. руб.": ("RUB", 1000), "(Rs. in crore)": ("INR", 10000000), "Valores em R$ milhões": ("BRL", 1000000),
    "en mil millones de euros": ("EUR", 1000000000), "$ in thousands": ("USD", 1000), "k€": ("EUR", 1000),
}  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "quarter"), [("Q1 Actual", 1), ("第三季度支出", 3), ("2º trimestre", 2), ("前三季度", None), ("四季青镇", None), ("Q10", None)]
)
def test_a_quarter_is_told_from_a_run_of_quarters_and_from_a_town(printed, quarter):
    found = printed_quarter(printed)
    assert (found and found[0]) == quarter


@pytest.mark.parametrize("printed", PRINTED_UNITS)
def test_size_and_currency_are_read_in_many_languages(printed):
    assert printed_unit(printed)[:2] == PRINTED_UNITS[printed]


@pytest.mark.parametrize("printed", ["in tusindvis af euros", "Thousand Oaks", "Fund 1000", "(in thousands)", "mil millones de pesos"])
def test_a_size_or_a_currency_nobody_knows_is_no_sure_unit(printed):
    found = printed_unit(printed)
    assert found is None or found.currency is None


def test_quarters_and_a_budget_of_the_year_in_one_row(tmp_path):
    header = "Department,Budget FY2024,Q1 Actual,Q2 Actual,Q3 Actual,Q4 Actual,YTD Actual,Variance"
    rows = [f"D{n},{n}00.50,{n}0.10,{n}1.20,{n}2.30,{n}3.40,{n * 40 + 7}.00,{n}.50" for n in range(1, 9)]
    path = write(tmp_path, "town_spending_2024.csv", "\n".join([header, *rows, ""]))
    amounts = {entry["column"]: entry for entry in written(path)[0]["editions"][0]["layout"]["amounts"]}
    assert (amounts["Budget FY2024"]["stage"], amounts["Budget FY2024"]["period_basis"]) == ("adopted", "year")
    assert [(amounts[f"Q{n} Actual"]["period_basis"], amounts[f"Q{n} Actual"]["stage"]) for n in range(1, 5)] == [("quarter", "flash")] * 4
    assert sorted(amounts[f"Q{n} Actual"]["month"] for n in range(1, 5)) == [3, 6, 9, 12]
    assert amounts["YTD Actual"]["period_basis"] == "cumulative" and "Variance" not in amounts


@settings(max_examples=12)
@given(mark=st.sampled_from([".", ","]), delimiter=st.sampled_from([";", "\t", "|"]), encoding=st.sampled_from(["utf-8", "cp1252", "utf-16"]))
def test_marks_delimiter_and_encoding_are_read_off_the_file(tmp_path_factory, mark, delimiter, encoding):
    rows = [(f"{i}200", f"Educación número {i}", printed(1234.56 * (i + 1), mark), printed(1000.5 * (i + 1), mark)) for i in range(1, 9)]
    lines = [("Económico", "Descripción", "Crédito inicial", "Obligaciones reconocidas"), *rows]
    path = write(tmp_path_factory.mktemp("es"), "gastos-2021.csv", "\n".join(delimiter.join(line) for line in lines) + "\n", encoding)
    contract, text = written(path)
    assert contract["format"]["delimiter"] == delimiter
    assert contract["format"]["encoding"].replace("_", "-") == encoding
    assert contract["format"]["numbers"] == ("1,234.56" if mark == "." else "1.234,56")
    assert [(rule["stage"], rule["recognition"]) for rule in contract["editions"][0]["layout"]["amounts"]] == [("adopted", "authorised"), ("final", "accrued")]
    assert try_out(text, path)["status"] == "landed"


def test_merged_headers_months_and_sheets_of_a_workbook(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "累计"
    for line in [["乙市2024年市本级支出分月累计表"], [None, None, None, None, "单位：万元"], ["科目编码", "科目名称", "1月", "2月", "3月"]]:
        sheet.append(line)
    for place, (code, name, amount) in enumerate(LINES):
        sheet.append([code, name, amount + place, amount * 2 + place + 1, amount * 3 + place + 2])
    book.create_sheet("填表说明").append(["本表由各单位填报"])
    stored = io.BytesIO()
    book.save(stored)
    path = tmp_path / "乙市2024年市本级支出分月累计表.xlsx"
    path.write_bytes(stored.getvalue())
    contract, text = written(path)
    layout = contract["editions"][0]["layout"]
    assert layout["sheet"] == ["累计"] and layout["ignore_sheets"] == ["填表说明"]
    assert layout["amounts"] == [{"column": "*月", "header_is": "month", "stage": "flash", "recognition": "cash_paid"}]
    assert contract["caliber"]["period_basis"] == "cumulative" and contract["caliber"]["scope"] == "own_level"
    assert try_out(text, path)["status"] == "landed"


def test_without_a_header_columns_are_positions_and_every_guess_is_asked(tmp_path):
    rows = [f"2020,{10 + i:03d},{i % 9 + 1}{i % 7}000,Concepto número {i},{1000 + 7 * i}.5,{i}.25,{1000 + 8 * i}.75,{900 + i}.1" for i in range(40)]
    found = draft(write(tmp_path, "2020-ingresos.csv", "\n".join(rows) + "\n"))
    layout = found.contract["editions"][0]["layout"]
    assert layout["header_rows"] == "none"
    assert [rule["column"] for rule in layout["amounts"]] == [5, 6, 7, 8]
    assert [rule.get("measure", rule["stage"]) for rule in layout["amounts"]] == ["adopted", "change", "current_authorised", "final"]
    assert found.findings.by_field["layout.amounts.3"].question


def test_a_file_without_a_table_is_refused_by_name(tmp_path):
    with pytest.raises(NoTable):
        draft(write(tmp_path, "note.csv", "nothing to see here;\n"))
