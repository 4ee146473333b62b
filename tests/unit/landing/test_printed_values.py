"""A result or a target is a figure only where its whole text is understood; anything else says its form and has no value."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from one_file import HEAD, contract, land

from pipelines.landing.labels import stated_years

LAYOUT = 'format: {{delimiter: "\\t", encoding: utf-8{further}}}\nlayout:\n  columns: {{indicator_name: 指标, unit: 单位, target: 指标值, actual: 完成值}}'
ANGLO, GERMAN, SWISS = (f', numbers: "{numbers}"' for numbers in ("1,234.56", "1.234,56", "1'234.56"))

FIGURES = {
    "3000平方米": "3000", "95%": "95", "9.5分": "9.5", "1,234人次": "1234", "30 days": "30", "100% (12/12)": "100", "100%（30家）": "100", "99.9 %": "99.9",
    "12 000": "12000", "1\u00a0234": "1234", "12\u2009345\u202f678.5": "12345678.5", "(12)": "-12", "（1,234.5）": "-1234.5", "12-": "-12", "−3": "-3", "△4": "-4",
    "-5": "-5", "-$4": "-4", "$ 3.5": "3.5", "１２人": "12", "0": "0", "15元/平方米": "15", "12.5 per 100 000 inhabitants": "12.5", "98 % of requests": "98",
    "20 horas de formación": "20", "已完成3000平方米": "3000", "12个月": "12", "1.1万元": "1.1", "1.2 million": "1200000", "3 mn EUR": "3000000", "5k": "5000",
    "2 bn": "2000000000", "5 km": "5", "5 m²": "5", "95.": "95",
}  # fmt: skip
MARKED = {"12*": "12", "12.5 (prov.)": "12.5", "5 (est.)": "5", "12¹": "12", "7 [1]": "7", "512 (r)": "512", "40% (预计)": "40"}
NO_FIGURES = {
    "range": ["20-25", "5–7 %", "1-3个", "10%～20%", "between 5 and 10"], "ratio": ["5/7", "3 out of 4", "3 of 4 reports", "1:15"],
    "bound": ["<5", "≥95%", "100+", "90%以上", "3天以内", "no more than 30 days", "30 jours au plus", "满意度≥90%"],
    "approximate": ["about 300", "~40", "约5", "300余人", "90%左右"],
    "date": ["done on 14 June", "2024-06-30", "30.06.2024", "2024年6月", "Q2", "6月底完成"], "missing": ["n.a.", "..", "—", "无"], "text": ["c", "Yes", "达成预期指标"],
    "unparsable": ["1.2m", "1.2 M", "r 512", "3 of the 4 reports", "2个项目未完成", "≥1000人，≥95%", "14th", "1.2 billones", "12 34", "12,34,567.5", "5 ?"],
}  # fmt: skip
TARGETS = {
    ">=": ["at least {} persons", "no less than {}", "not less than {}", "minimum {}", "≥{}%", ">={}", "{} or more", "al menos {}", "{} días como mínimo",
           "au moins {}", "mindestens {} %", "pelo menos {}", "不低于{}", "{}分及以上", "满意度≥{}%"],
    "<=": ["up to {}", "at most {}", "no more than {} days", "not exceeding {}", "maximum {}", "within {} days", "≤{}万元", "no más de {}", "hasta {}",
           "máximo {}", "{} jours au plus", "höchstens {} Tage", "no máximo {} dias", "{}个工作日以内", "不超过{}"],
    ">": ["more than {}", ">{}", "超过{}人", "mehr als {}"], "<": ["under {}", "below {} %", "fewer than {} cases", "＜{}", "menos de {}"], "=": ["={}%", "等于{}"],
}  # fmt: skip
SPANS = ["between {} and {} days", "from {} to {}", "entre {} y {}", "entre {} et {} %", "zwischen {} und {}", "de {} a {}", "{}-{}", "{}%-{}%", "{}至{}人"]
DATES = [
    "by 30 June",
    "done on 14 June",
    "June 2024",
    "2024-06-30",
    "Q2",
    "end of 2024",
    "6月底前",
    "2023年12月31日前",
    "30 de junio",
    "fin 2024",
    "Ende Juni",
    "30/6/24",
]


def rows(texts: list[str], unit: str = "", further: str = ANGLO) -> list[dict[str, Any]]:
    """The landed rows of a table that prints each text as target and as result."""
    lines = "".join(f"名\t{unit}\t{text}\t{text}\n" for text in texts)
    landed = land(contract(LAYOUT.format(further=further), head=HEAD.replace("expenditure", "indicators")), "指标\t单位\t指标值\t完成值\n" + lines)
    assert landed.export["status"] == "landed", landed.reason
    return landed.indicators


def test_what_is_wholly_understood_is_a_figure() -> None:
    for (text, value), row in zip(FIGURES.items(), rows(list(FIGURES)), strict=True):
        assert (row["actual_state"], row["actual_value"], row["actual_text"]) == ("number", Decimal(value), text)
        assert (row["target_operator"], row["target_value"]) == (None, Decimal(value)), text


def test_a_mark_beside_a_figure_is_named() -> None:
    for (text, value), row in zip(MARKED.items(), rows(list(MARKED)), strict=True):
        assert (row["actual_state"], row["actual_value"]) == ("marked", Decimal(value)), text


@pytest.mark.parametrize("state", list(NO_FIGURES))
def test_anything_else_names_its_form_and_has_no_value(state: str) -> None:
    for text, row in zip(NO_FIGURES[state], rows(NO_FIGURES[state]), strict=True):
        assert (row["actual_state"], row["actual_value"], row["actual_text"]) == (state, None, text)


@pytest.mark.parametrize("operator", list(TARGETS))
def test_operators_in_words_and_signs(operator: str) -> None:
    for pattern, row in zip(TARGETS[operator], rows([pattern.format("1,150") for pattern in TARGETS[operator]]), strict=True):
        assert (row["target_operator"], row["target_value"], row["target_upper"]) == (operator, Decimal(1150), None), pattern


def test_ranges_have_two_ends() -> None:
    for pattern, row in zip(SPANS, rows([pattern.format("5", "1,000") for pattern in SPANS]), strict=True):
        assert (row["target_operator"], row["target_value"], row["target_upper"]) == ("between", Decimal(5), Decimal(1000)), pattern


def test_dates_are_no_figures() -> None:
    for text, row in zip(DATES, rows(DATES), strict=True):
        assert (row["target_operator"], row["target_value"], row["actual_state"], row["actual_value"]) == ("date", None, "date", None), text


def test_a_number_in_a_sentence_is_no_target() -> None:
    texts = ["3 of the 4 reports", "2个项目未完成", "about 30", "5 pending and 3 done", "科目调整次数≤10次 22.5"]
    for text, row in zip(texts, rows(texts), strict=True):
        assert (row["target_operator"], row["target_value"], row["target_upper"]) == (None, None, None), text


@pytest.mark.parametrize(
    ("text", "unit", "further", "value"),
    [
        ("1.2 million", "thousand persons", ANGLO, "1200"), ("1.2 million", "million €", ANGLO, "1.2"), ("3,5 Mio. €", "", GERMAN, "3500000"), ("30 m", "m", ANGLO, "30"),
        ("30 m", "persons", ANGLO, None), ("1'234.5", "", SWISS, "1234.5"), ("1.234 Tage", "", GERMAN, "1234"), ("2 bn", "Mrd. €", ANGLO, "2"), ("5k", "persons", ANGLO, "5000"),
    ],
)  # fmt: skip
def test_magnitudes_count_in_the_unit_of_the_column(text: str, unit: str, further: str, value: str | None) -> None:
    (row,) = rows([text], unit, further)
    assert row["actual_value"] == row["target_value"] == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("performance 2019-2024", range(2019, 2025)),
        ("2019–2021年", range(2019, 2022)),
        ("2022年至2023年", [2022, 2023]),
        ("2024-06", [2024]),
        ("2019, 2024", [2019, 2024]),
    ],
)
def test_a_span_of_years_in_a_title_names_them_all(title: str, years: range | list[int]) -> None:
    assert stated_years([title]) == list(years)
