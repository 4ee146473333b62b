"""Exports of the prefecture's finance bureau: final accounts of the own level and the area, revenue, adjustments, funds, counties. Made up."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from pipelines.sampling.table import Cell, Style, Table, growth, money, rate
from pipelines.sampling.world import WAN, YI, Line, area, book, by_class, place_total, total, world

HOME = "ZZ-990100"
# What the first delivery of the fund accounts had too much.
RESTATED = 1_860 * WAN
STAGE_NAMES = {"adopted": "年初预算数", "adjusted": "调整预算数", "final": "决算数"}


def figures(line: Line, unit: str, decimals: int = 2) -> list[Cell]:
    """Adopted, adjusted and final as printed; a line that was not in the adopted budget shows a dash."""
    return [money(fen, unit, decimals) if fen else "—" for fen in (line.adopted, line.adjusted, line.final)]


def with_classes(items: list[Line], names: str) -> list[Line]:
    """Each class followed by its items."""
    return sorted([*by_class(items, names), *items], key=lambda line: line.code)


def general_final(year: int) -> Table:
    """Own-level expenditure by class and item, 万元, with two-line headers."""
    body: list[list[Cell]] = []
    items = book("own_level", year)
    for line in [*with_classes(items, "classes"), total(items, "", "合计")]:
        rose: Cell = growth(line.final, line.prior) if line.prior else "—"
        note = "按规定动用预备费，未调整预算" if (year, line.code) == (2023, "22401") else None
        body.append([line.code, line.name, *figures(line, "万元"), rate(line.final, line.adjusted), rose, note])
    table = Table(
        f"临湖市{year}年市本级一般公共预算支出决算表.xlsx", HOME, year,
        [
            [f"临湖市{year}年度市本级一般公共预算支出决算表（虚构样例）"],
            ["编制单位：临湖市财政局", None, None, None, None, None, None, "单位：万元"],
            ["科目编码", "科目名称", "预算数", None, "决算数", "完成调整预算%", "比上年增长%", "备注"],
            [None, None, "年初预算数", "调整预算数"],
        ],
        ["科目编码", "科目名称", "年初预算数", "调整预算数", "决算数", "完成调整预算%", "比上年增长%", "备注"],
        body, "决算表", merges=["A1:H1", "C3:D3", "A3:A4", "B3:B4", "E3:E4", "F3:F4", "G3:G4", "H3:H4"],
    )  # fmt: skip
    return _plant_general(table)


def _plant_general(table: Table) -> Table:
    if table.fiscal_year == 2023:
        ceiling = f"{table.figure('22401', '调整预算数')}"
        table.note(("D03", "stage_ceiling", "22401"), ("22401", "决算数"), f"<={ceiling}", "应急管理事务决算数大于调整预算数（备注给出理由，可作为解释）")
        return table
    true_rate, true_growth = table.figure("211", "完成调整预算%"), table.figure("21303", "比上年增长%")
    table.plant(("D06", "recomputed_rate", "211"), ("211", "完成调整预算%"), true_rate - 9, "节能环保支出的完成率与所列决算数、调整预算数不符")
    table.plant(("D07", "recomputed_growth", "21303"), ("21303", "比上年增长%"), true_growth + 10, "水利支出的增长率与两年决算数不符")
    return table


def general_area(year: int) -> Table:
    """Expenditure of the whole area by class, this year and last, 亿元: rounded totals differ from the sum of rounded classes, as they may."""
    classes = area(year)
    body: list[list[Cell]] = [
        [line.code, line.name, money(line.prior, "亿元"), money(line.final, "亿元"), growth(line.final, line.prior)]
        for line in [*classes, total(classes, "", "合计")]
    ]
    columns = ["科目编码", "科目名称", f"{year - 1}年决算数", f"{year}年决算数", "比上年增长%"]
    title = f"临湖市{year}年全市一般公共预算支出决算表（虚构样例）"
    table = Table(f"临湖市{year}年全市一般公共预算支出决算表.xls", HOME, year, [[title], ["单位：亿元"], [*columns]], columns, body, "全市")
    wrong = table.figure("207", "比上年增长%") + 8
    table.plant(("D08", "recomputed_growth", "207"), ("207", "比上年增长%"), wrong, "文化旅游体育与传媒支出的增长率与同表两年决算数不符")
    return table


def _with_total(items: list[Line], names: str) -> list[list[Cell]]:
    lines = [*with_classes(items, names), total(items, "", "合计")]
    return [[line.code, line.name, *figures(line, "万元")] for line in lines]


def revenue(year: int) -> Table:
    """Revenue of the whole area with tax and non-tax subtotals, 万元."""
    body = _with_total(book("revenue", year), "revenue_classes")
    columns = ["预算科目编码", "项目", *STAGE_NAMES.values()]
    head: list[list[Cell]] = [[f"临湖市{year}年度全市一般公共预算收入决算表（虚构样例）"], ["单位：万元"], [*columns]]
    table = Table(f"临湖市{year}年全市一般公共预算收入决算表.csv", HOME, year, head, columns, body, style=Style(thousands=","))
    if year == 2024:
        wrong = table.figure("10119", "年初预算数") + 9000
        table.plant(("D01", "roll_up", "101"), ("10119", "年初预算数"), wrong, "税收收入小计不等于其下各税种之和：契税年初预算数多列9000万元")
    return table


def adjustment(year: int) -> Table:
    """Adopted budget, change and adjusted budget of the own level by class, 万元; falls carry a trailing minus."""
    body: list[list[Cell]] = []
    for line in by_class(book("own_level", year), "classes"):
        before, after = money(line.adopted, "万元"), money(line.adjusted, "万元")
        body.append([line.code, line.name, before, after - before, after])
    columns = ["科目编码", "科目名称", "年初预算数", "增减变动", "调整预算数"]
    head: list[list[Cell]] = [[f"临湖市{year}年市本级一般公共预算支出调整表（虚构样例）"], ["单位：万元"], [*columns]]
    file = f"临湖市{year}年市本级一般公共预算支出调整表.csv"
    table = Table(file, HOME, year, head, columns, body, style=Style(thousands=",", negative="trailing"))
    wrong = table.figure("213", "增减变动") + 2700
    table.plant(("D04", "budget_bridge", "213"), ("213", "增减变动"), wrong, "农林水支出的年初预算数加增减变动不等于调整预算数")
    return table


def fund(year: int, version: int) -> Table:
    """Government funds of the own level; version 2 restates three figures: an item, its class and the total."""
    items = book("fund", year)
    if version == 1:
        items = [replace(line, final=line.final + RESTATED) if line.code == "21208" else line for line in items]
    body = _with_total(items, "fund_classes")
    columns = ["科目编码", "科目名称", *STAGE_NAMES.values()]
    head: list[list[Cell]] = [[f"临湖市{year}年度市本级政府性基金预算支出决算表（虚构样例）"], ["单位：万元"], [*columns]]
    table = Table(f"临湖市{year}年政府性基金支出决算表_v{version}.csv", HOME, year, head, columns, body, style=Style())
    if version == 1:
        for number, key in enumerate(("21208", "212", "合计"), start=1):
            true = f"{table.figure(key, '决算数') - money(RESTATED, '万元')}"
            table.note((f"V{number:02}", "version:restated", key), (key, "决算数"), true, f"{key}的决算数在第二版中更正")
    return table


def county_summary(year: int) -> Table:
    """Totals of the counties in 亿元. The development zone is part of the own level and has no region code: it stays unmapped."""
    places = [*world()["counties"], world()["development_zone"]]
    body: list[list[Cell]] = []
    for place in places:
        cells: list[Cell] = [place["name"] if "code" in place else f"其中：{place['name']}"]
        for what in ("earns", "spends"):
            now, before = place_total(place, year, what), place_total(place, year - 1, what)
            cells += [money(now, "亿元"), growth(now, before)]
        body.append(cells)
    columns = ["地区", "收入决算数", "收入增长%", "支出决算数", "支出增长%"]
    head: list[list[Cell]] = [[f"临湖市{year}年各县（市、区）一般公共预算收支决算表（虚构样例）"], ["单位：亿元"], [*columns]]
    table = Table(f"临湖市{year}年各县区收支决算表.xls", HOME, year, head, columns, body, "分县区")
    zone = str(body[-1][0])
    table.note(("U01", "unmapped:region", zone), (zone, "支出决算数"), "", "功能区没有行政区划代码，金额保留在“未对应”成员下")
    return table


def soe_capital(year: int) -> Table:
    """State capital operations; its file arrives cut off."""
    lines = [("22301", "解决历史遗留问题及改革成本支出", 1250), ("22302", "国有企业资本金注入", 4800), ("22399", "其他国有资本经营预算支出", 310)]
    body: list[list[Cell]] = [[code, name, Decimal(figure)] for code, name, figure in lines]
    columns = ["科目编码", "科目名称", "决算数"]
    head: list[list[Cell]] = [[f"临湖市{year}年国有资本经营预算支出决算表（虚构样例）"], ["单位：万元"], [*columns]]
    table = Table(f"临湖市{year}年国有资本经营预算支出决算表.xlsx", HOME, year, head, columns, body, "决算表")
    table.remark(("P01", "parked:broken_workbook", table.file), "", "", "文件传输中被截断，无法打开：应整份搁置并说明原因")
    return table


def gross_of_province(year: int) -> Table:
    """The provincial department's figure of the prefecture: transfers down to its counties are counted in."""
    classes = area(year)
    net = classes[-1]
    lines = [*classes[:-1], replace(net, final=net.final + sum(line.final for line in classes) * 27 // 100 // YI * YI)]
    body: list[list[Cell]] = [[line.code, line.name, money(line.final, "亿元")] for line in [*lines, total(lines, "", "合计")]]
    columns = ["科目编码", "科目名称", "支出决算数"]
    head: list[list[Cell]] = [[f"{year}年云泽省各市一般公共预算支出（含对下转移支付）：临湖市（虚构样例）"], ["单位：亿元"], [*columns]]
    table = Table(f"云泽省{year}年各市支出汇总表_临湖市.csv", HOME, year, head, columns, body, style=Style())
    sentence = "省汇总数含市对县转移支付，全市决算数已抵消：属口径差异，不是错误"
    table.note(("C01", "caliber_difference", "230"), ("230", "支出决算数"), f"{money(net.final, '亿元')}", sentence)
    return table
