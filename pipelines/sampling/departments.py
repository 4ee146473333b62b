"""Exports of other departments: education, health, treasury payments by month, taxes by month. Made up."""

from __future__ import annotations

from decimal import Decimal

from pipelines.sampling.finance import HOME, figures, with_classes
from pipelines.sampling.table import Cell, Style, Table, money, rate
from pipelines.sampling.world import Line, book, by_class, cumulative

MONTHS = [f"{month}月" for month in range(1, 13)]
WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


def _class_and_items(code: str, year: int) -> list[Line]:
    return [line for line in with_classes(book("own_level", year), "classes") if line.code.startswith(code)]


def education(year: int) -> Table:
    """Education expenditure of the own level in 元, as the education bureau sees it: it counts more than the finance bureau."""
    lines = _class_and_items("205", year)
    columns = ["支出功能分类编码", "支出功能分类名称", "调整预算数", "决算数", "完成调整预算%"]
    head: list[list[Cell]] = [[f"临湖市教育局{year}年度教育支出执行情况表（虚构样例）"], ["单位：元"], [*columns]]
    body: list[list[Cell]] = [[line.code, line.name, *figures(line, "元")[1:], None] for line in lines]
    table = Table(f"临湖市教育局{year}年教育支出执行情况表.xls", HOME, year, head, columns, body, style=Style(thousands=","))
    more = money(next(line.adjusted - line.final for line in lines if line.code == "20502") // 2, "元")
    table.put("205", "决算数", table.figure("205", "决算数") + more)
    sentence = "教育局所列普通教育决算数（连同教育支出合计）大于市财政局决算表的同一数字"
    table.plant(("D13", "same_figure_two_reports", "205"), ("20502", "决算数"), table.figure("20502", "决算数") + more, sentence)
    for cells in table.body:
        if isinstance(cells[2], Decimal) and isinstance(cells[3], Decimal):
            cells[4] = rate(cells[3], cells[2], 2)
    announced = table.figure("205", "决算数") + 120_000
    table.note(("D20", "control_total", "205"), ("205", "决算数"), f"{announced}", "读入的决算数之和与教育局公布的总数相差12万元")
    return table


def health(year: int) -> Table:
    """Health expenditure of the own level in 万元 with decimal comma; a report without defects."""
    body: list[list[Cell]] = []
    for line in _class_and_items("210", year):
        adopted, adjusted, final = figures(line, "万元")
        changed = money(line.adjusted, "万元") - money(line.adopted, "万元")
        body.append([line.code, line.name, adopted, changed, adjusted, final, rate(line.final, line.adjusted)])
    columns = ["科目编码", "科目名称", "年初预算数", "增减变动", "调整预算数", "决算数", "完成调整预算%"]
    head: list[list[Cell]] = [[f"临湖市卫生健康委员会{year}年度卫生健康支出执行情况表（虚构样例）"], ["单位：万元"], [*columns]]
    file = f"临湖市卫生健康委{year}年卫生健康支出执行情况表.csv"
    return Table(file, HOME, year, head, columns, body, style=Style(".", ",", "brackets"))


def payments(year: int) -> Table:
    """Treasury payments of the own level by class: twelve columns that run from the start of the year, 万元."""
    classes = by_class(book("own_level", year), "classes")
    body: list[list[Cell]] = [[line.code, line.name, *(money(fen, "万元") for fen in cumulative(line.final, "payments", year, line.code))] for line in classes]
    columns = ["科目编码", "科目名称", *MONTHS]
    head: list[list[Cell]] = [[f"临湖市{year}年市本级一般公共预算支出累计执行情况表（虚构样例）"], ["单位：万元"], [*columns]]
    file = f"临湖市{year}年市本级支出分月累计表.xlsx"
    table = Table(file, HOME, year, head, columns, body, "累计", merges=["A1:N1"])
    wrong = (table.figure("208", "7月") * Decimal("0.97")).quantize(Decimal("0.01"))
    table.plant(("D05", "cumulative_never_falls", "208"), ("208", "8月"), wrong, "社会保障和就业支出8月累计数小于7月累计数")
    table.body.append([None, "合计", *(table.column_sum(month) for month in MONTHS)])
    return table


def taxes(year: int) -> Table:
    """Taxes by month in 元, one line per month and tax; June is typed in full width, and one line has unquoted thousands marks."""
    items = [line for line in book("revenue", year) if line.code.startswith("101")]
    body: list[list[Cell]] = []
    for month in range(1, 13):
        for line in items:
            running = cumulative(line.final, "taxes", year, line.code)
            since = running[month - 1]
            of_month = since - (running[month - 2] if month > 1 else 0)
            cells: list[Cell] = [money(of_month, "元"), money(since, "元")]
            if month == 6:
                cells = [str(cell).translate(WIDE) for cell in cells]
            body.append([str(year), str(month), line.code, line.name, *cells])
    columns = ["年份", "月份", "科目编码", "科目名称", "本月数", "累计数"]
    table = Table(f"临湖市税务局{year}年分月税收入库表.csv", HOME, year, [[*columns]], columns, body, style=Style())
    _unquoted_thousands(table)
    return table


def _unquoted_thousands(table: Table) -> None:
    """May, 契税: `12,345.60` without quotation marks falls apart into too many cells."""
    place = next(n for n, cells in enumerate(table.body) if cells[1:3] == ["5", "10119"])
    cells = table.body[place]
    split = [part for cell in cells[4:] for part in f"{cell:,}".split(",")]
    table.body[place] = [*cells[:4], *split]
    about = ("P02", "parked:ragged_row", "10119")
    sentence = "5月契税一行的千分位逗号未加引号，单元格多于表头：整行搁置"
    table.enter(about, len(table.head) + place + 1, "", ",".join(split), ",".join(map(str, cells[4:])), sentence)
