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
