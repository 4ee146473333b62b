"""Exports of the six county finance bureaus: one form, six ways to save a file. Made up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from pipelines.sampling.finance import STAGE_NAMES, figures
from pipelines.sampling.table import Cell, Style, Table, money, rate
from pipelines.sampling.world import WAN, Line, county, draw, total, world

COLUMNS = ["科目编码", "科目名称", *STAGE_NAMES.values(), "完成调整预算%"]


@dataclass(frozen=True)
class Saved:
    """How a county's file is written: encoding (xlsx: a workbook named .csv), delimiter, sign for missing, thousands mark."""

    encoding: str
    missing: str
    delimiter: str = ","
    thousands: str = ""


SAVED = {
    "东汀区": Saved("gb18030", "—"),
    "西汀区": Saved("utf-8-sig", "-"),
    "南苇县": Saved("gb18030", "无", thousands=","),
    "北苇县": Saved("utf-8", "—"),
    "湖心岛县": Saved("xlsx", "-"),
    "芦川市": Saved("utf-16", "", delimiter="\t"),
}
# 2023 arrived from two counties only; coverage shows the others as missing.
REPORTED = [("南苇县", 2023), ("北苇县", 2023), *((name, 2024) for name in SAVED)]


def county_final(name: str, year: int) -> Table:
    """A county's expenditure by class in whole 万元, with the defects of that file."""
    code = next(place["code"] for place in world()["counties"] if place["name"] == name)
    lines = county(code, year)
    if (name, year) == ("芦川市", 2024):
        lines = [replace(line, final=line.final * draw(690, 740, name, line.code) // 1000 // WAN * WAN) for line in lines]
    known = {line.code: line for line in [*lines, total(lines, "", "合计")]}
    body = [_cells(key, known, SAVED[name].missing) for key in [*world()["classes"], ""]]
    title = f"{name}{year}年度一般公共预算支出决算表（虚构样例）"
    file = f"{name}{year}年一般公共预算支出决算表.csv"
    style = None if SAVED[name].encoding == "xlsx" else Style(SAVED[name].thousands)
    table = Table(file, code, year, [[title], ["单位：万元"], [*COLUMNS]], COLUMNS, body, _sheet(name), style)
    PLANTS.get((name, year), lambda _: None)(table)
    for line in table.body:
        if isinstance(line[4], Decimal) and isinstance(line[3], Decimal):
            line[5] = rate(line[4], line[3], 2)
    return table


def _sheet(name: str) -> str:
    return "Sheet1" if SAVED[name].encoding == "xlsx" else ""


def _cells(code: str, known: dict[str, Line], missing: str) -> list[Cell]:
    if code not in known:
        return [code, world()["classes"][code]["name"], *[missing] * 4]
    return [code, known[code].name, *figures(known[code], "万元", 0), None]


def _wrong_total(table: Table) -> None:
    wrong = table.figure("合计", "调整预算数") + 1000
    table.plant(("D02", "roll_up", "合计"), ("合计", "调整预算数"), wrong, "合计的调整预算数比各类之和多1000万元")


def _wrong_year(table: Table) -> None:
    table.head[0] = ["西汀区2023年度一般公共预算支出决算表（虚构样例）"]
    table.remark(("D15", "content_period", table.file), "2023年度", "2024年度", "文件按2024年报送，表头写的是2023年度")


def _part_of_year(table: Table) -> None:
    table.head[0] = ["芦川市2024年1-9月一般公共预算支出执行情况表（虚构样例）"]
    table.remark(("D16", "content_period", table.file), "1-9月", "全年", "文件按全年决算报送，表头写的是1-9月")
    true = money(total(county(table.region_code, 2024), "", "").final, "万元", 0)
    table.note(("D17", "also:same_figure_two_reports", "合计"), ("合计", "决算数"), f"{true}", "D16的后果：支出合计只有九个月，与市财政局分县区表不符")


def _repeat(table: Table) -> None:
    true = table.figure("合计", "决算数")
    table.body = county_final("北苇县", 2023).body
    table.remark(("D18", "content_repeats_other_year", table.file), "2023年数据", "2024年数据", "2024年文件的全部数据与2023年文件相同")
    table.note(("D19", "also:same_figure_two_reports", "合计"), ("合计", "决算数"), f"{true}", "D18的后果：支出合计是上年数，与市财政局分县区表不符")


def _misspelt(table: Table) -> None:
    name = "资源堪探工业信息等支岀"
    next(line for line in table.body if line[0] == "215")[:2] = ["", name]
    table.note(("U02", "unmapped:item", name), (name, "决算数"), "215", "名称有错别字且无编码，金额保留在“未对应”成员下")


PLANTS = {
    ("东汀区", 2024): _wrong_total,
    ("西汀区", 2024): _wrong_year,
    ("芦川市", 2024): _part_of_year,
    ("北苇县", 2024): _repeat,
    ("湖心岛县", 2024): _misspelt,
}
