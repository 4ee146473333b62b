"""Indicator tables: every text stays as printed, and the figure in it is read where there is one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from one_file import HEAD, contract, land

INDICATORS = HEAD.replace("expenditure", "indicators")
LAYOUT = """
ignore: [说明]
layout:
  columns:
    {programme_code: 编码, programme_name: 项目, level_1: 一级, indicator_name: 指标, target: 指标值, actual: 完成值, weight: 分值, score: 得分,
     budget: 预算, executed: 执行, rate: 执行率}
  fill_down: [programme_code, programme_name]
  roles: [{where: {level_1: ^总分$}, role: grand_total, over: above}]
"""
HEADER = "编码,项目,一级,指标,指标值,完成值,分值,得分,预算,执行,执行率,说明\n"


def test_one_row_for_each_indicator_with_texts_and_figures() -> None:
    lines = 'P1,修路,资金,执行率,,,10,9.5,"1,000.00",950,95%,\n,,数量,里程,≥12.5公里,13,"50",50,,,,多修了\n,,总分,,,,100,99.5,,,,\n'
    landed = land(contract(LAYOUT, head=INDICATORS), HEADER + lines)
    first, second, total = landed.indicators
    assert (first["budget"], first["executed"], first["rate_stated"], first["rate_text"]) == (Decimal(1000), Decimal(950), Decimal(95), "95%")
    assert (second["programme_code"], second["indicator_name"]) == ("P1", "里程")
    assert (second["target_text"], second["target_operator"], second["target_value"], second["actual_value"]) == (
        "≥12.5公里",
        ">=",
        Decimal("12.5"),
        Decimal(13),
    )
    assert (second["budget"], second["budget_text"]) == (None, None), "blank is missing, not zero"
    assert (total["row_role"], total["score_claimed"], total["row_number"]) == ("grand_total", Decimal("99.5"), 4)
    assert [row["row_role"] for row in landed.indicators] == ["leaf", "leaf", "grand_total"]
    assert landed.export["n_cells"] == 12 + 9 + 7 + 3
    assert landed.export["n_cells_ignored"] == 1


@pytest.mark.parametrize(
    ("text", "operator", "value", "upper"),
    [
        ("≥95%", ">=", "95", None), (">=95", ">=", "95", None), ("不低于95%", ">=", "95", None), ("95%以上", ">=", "95", None), ("≤3天", "<=", "3", None),
        ("不超过1,200.5元", "<=", "1200.5", None), ("3天以内", "<=", "3", None), ("＜５", "<", "5", None), (">0", ">", "0", None), ("=100", "=", "100", None),
        ("100", None, "100", None), ("10-20%", "between", "10", "20"), ("10%～20%", "between", "10", "20"), ("有效提升", "text", None, None), ("", None, None, None),
    ],
)  # fmt: skip
def test_targets_keep_their_sign(text: str, operator: str | None, value: str | None, upper: str | None) -> None:
    landed = land(contract(LAYOUT, head=INDICATORS), HEADER + f'P1,修路,数量,里程,"{text}",1,,,,,,\n')
    (row,) = landed.indicators
    shown = (row["target_operator"], row["target_value"], row["target_upper"])
    assert shown == (operator, Decimal(value) if value else None, Decimal(upper) if upper else None)
    assert row["target_text"] == (text or None)


def test_blank_rows_stay_blank_though_columns_are_filled_down() -> None:
    landed = land(contract(LAYOUT, head=INDICATORS), HEADER + "P1,修路,数量,里程,5,5,,,,,,\n,,,,,,,,,,,\n,,质量,合格率,90%,95%,,,,,,\n")
    assert [row["row_number"] for row in landed.indicators] == [2, 4]


WAYS = "layout:\n  columns: {{indicator_name: 指标, target: 指标值, actual: 完成值, better: {better}}}\n{more}"


def ways(text: str, lines: str, head: str = "指标,指标值,完成值,方向\n") -> dict[str, str | None]:
    landed = land(contract(text, head=INDICATORS), head + lines)
    return {row["indicator_name"]: row["better"] for row in landed.indicators}


def test_which_way_is_better_is_read_from_the_words_people_write() -> None:
    words = {"higher": ["higher", "HIGHER is better", "↑", "正向", "越高越好", "Mayor", "ascending", "positive", "≥"],
             "lower": ["lower", "Down", "↓", "逆指标", "越低越好", "menor", "descending", "negative"],
             "neither": ["neither", "中性"], "unknown": ["unknown"], None: ["", "—", "/"]}  # fmt: skip
    wanted = {f"{way}{number}": way for way, listed in words.items() for number in range(len(listed))}
    lines = "".join(f"{way}{number},10,9,{word}\n" for way, listed in words.items() for number, word in enumerate(listed))
    assert ways(WAYS.format(better="方向", more=""), lines) == wanted


def test_a_way_nobody_knows_parks_its_line() -> None:
    landed = land(contract(WAYS.format(better="方向", more=""), head=INDICATORS), "指标,指标值,完成值,方向\n投诉,10,9,lower\n里程,10,9,sideways\n")
    assert [row["indicator_name"] for row in landed.indicators] == ["投诉"]
    assert {row["reason"] for row in landed.parked} == {"unknown_category"}
    assert any("sideways" in row["text"] for row in landed.parked)


def test_a_contract_translates_the_names_of_indicators_into_a_way() -> None:
    named = WAYS.format(better='{column: 指标, values: {投诉: lower, 人口: neither, "*": higher}}', more="ignore: [方向]\n")
    assert ways(named, "投诉,10,9,\n人口,10,9,\n里程,10,9,\n") == {"投诉": "lower", "人口": "neither", "里程": "higher"}


def test_a_contract_says_a_way_for_the_whole_table_and_for_a_place_of_its_lines() -> None:
    text = """
layout:
  columns: {indicator_name: 指标}
  says: {better: 逆指标}
  indicators:
    - {target: 指标值, actual: 完成值}
    - {target: 指标值2, actual: 完成值2, says: {better: higher}}
"""
    landed = land(contract(text, head=INDICATORS), "指标,指标值,完成值,指标值2,完成值2\n投诉,10,9,8,7\n")
    assert [(row["line_place"], row["better"]) for row in landed.indicators] == [(1, "lower"), (2, "higher")]


def test_a_place_of_a_line_with_a_word_nobody_lists_parks_the_line() -> None:
    text = """
layout:
  columns: {indicator_name: 指标}
  indicators: [{target: 指标值, actual: 完成值, better: {column: 方向, values: {好: higher}}}]
"""
    landed = land(contract(text, head=INDICATORS), "指标,指标值,完成值,方向\n投诉,10,9,好\n里程,10,9,坏\n")
    assert [(row["indicator_name"], row["better"]) for row in landed.indicators] == [("投诉", "higher")]
    assert {row["reason"] for row in landed.parked} == {"unknown_category"}
