"""Writes the made-up report beside this file: a table of two blocks that goes on overleaf, another one in another unit. The bureau does not exist."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from made_pdf import Sheet, made_pdf  # noqa: E402

FIRST = [
    ["收入", None, "支出", None], ["项目", "决算数", "项目", "决算数"],
    ["一、一般公共预算财政拨款收入", "2,500.00", "一、一般公共服务支出", "1,800.25"], ["二、事业收入", "", "二、教育支出", ""],
    ["三、其他收入", "6.20", "三、社会保障和就业支出", "701.10"],
]  # fmt: skip
OVERLEAF = [
    ["本年收入合计", "2,506.20", "本年支出合计", "2,501.35"], ["年初结转和结余", "10.00", "年末结转和结余", "14.85"], ["总计", "2,516.20", "总计", "2,516.20"],
]  # fmt: skip
VEHICLES = [["项目", "年末数"], ["车辆", "98,000.00"]]


def main() -> None:
    first = Sheet().text("临湖市财政局2024年度部门决算表").text("收入支出决算总表").text("单位：万元").table(FIRST, [140, 80, 150, 80])
    second = Sheet().table(OVERLEAF, [140, 80, 150, 80]).text("资产情况表").text("单位：元").table(VEHICLES, [140, 80])
    third = Sheet().text("临湖市财政局2024年度收入支出总计2516.20万元。与2023年度相比增加1.00万元。本年支出合计2501.25万元。")
    Path(__file__).with_name("临湖市财政局2024年度部门决算.pdf").write_bytes(made_pdf(first, second, third))


if __name__ == "__main__":
    main()
