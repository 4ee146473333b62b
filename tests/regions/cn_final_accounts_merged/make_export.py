"""Writes the made-up workbook beside this file. The city does not exist."""

from __future__ import annotations

from pathlib import Path

import openpyxl

LINES = [
    ["示例市2024年一般公共预算支出决算表"], [None, None, None, None, None, None, "单位：万元"],
    ["科目编码", "科目名称", "预算数", None, "决算数", "比上年增长%", "备注"], [None, None, "年初预算数", "调整预算数", None, None, None],
    ["205", "教育支出", 1200.5, 1300, 1250.25, 3.1, None], ["20502", "普通教育", 1000.5, 1100, 1060.25, "-0.5", "含补助"],
    ["2050201", "学前教育", 400, 450, 420.2, "—", None], ["2050202", "小学教育", 600.5, 650, 640.05, "-", None],
    ["20503", "职业教育", 200, 200, 190, None, None], ["208", "社会保障和就业支出", "（5.5）", 0, 0.1 + 0.2, None, None],
    [None, "合　计", 1195, 1300, 1250.55, None, None], ["注：均为虚构。"],
]  # fmt: skip
MERGES = ["A1:G1", "A3:A4", "B3:B4", "C3:D3", "E3:E4", "F3:F4", "G3:G4"]


def main() -> None:
    book = openpyxl.Workbook()
    for line in LINES:
        book.active.append(line)
    for span in MERGES:
        book.active.merge_cells(span)
    book.save(Path(__file__).with_name("示例市2024年一般公共预算支出决算表.xlsx"))


if __name__ == "__main__":
    main()
