"""The self-evaluation table of twelve projects, with honest scores except where planted. Made up."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any

import yaml

from pipelines.sampling.finance import HOME
from pipelines.sampling.table import Cell, Table, rate, rounded

COLUMNS = [
    "项目编码", "项目名称", "主管部门", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分",
    "全年预算数", "全年执行数", "偏差原因分析及改进措施",
]  # fmt: skip
LEVEL_1 = {"数量指标": "产出指标", "质量指标": "产出指标", "时效指标": "产出指标", "成本指标": "产出指标", "服务对象满意度指标": "满意度指标"}
GRADES = {"达成预期指标": Decimal(1), "部分达成预期指标并具有一定效果": Decimal("0.75")}
AT_MOST = ("≤", "不超过")
TOTAL = "总分"


@cache
def projects() -> list[dict[str, Any]]:
    """The projects and their indicators, read once."""
    text = resources.files("pipelines.sampling").joinpath("projects.yml").read_text(encoding="utf-8")
    loaded: list[dict[str, Any]] = yaml.safe_load(text)
    return loaded


def score(sign: str, target: str, actual: str, weight: int) -> Decimal:
    """Points by the national self-evaluation rule: full when met, in proportion to the shortfall otherwise, a share for grades in words."""
    if sign == "text":
        return rounded(GRADES[actual] * weight, 2)
    if sign == "between":
        low, high = map(Decimal, target.split("-"))
        share = Decimal(1) if low <= Decimal(actual) <= high else Decimal(0)
    elif sign in AT_MOST:
        share = 1 - (Decimal(actual) - Decimal(target)) / Decimal(target)
    else:
        share = Decimal(actual) / Decimal(target)
    return rounded(max(Decimal(0), min(Decimal(1), share)) * weight, 2)


def _indicator(said: list[Any]) -> list[Cell]:
    level_2, name, sign, target, unit, actual, weight = said
    aimed = f"{target}{unit}" if sign in ("text", "between") else f"{sign}{target}{unit}"
    points = score(sign, str(target), str(actual), weight)
    level_1 = LEVEL_1.get(level_2, "效益指标")
    reason = "受施工和采购进度影响，未完成年度指标" if points < weight else None
    return [level_1, level_2, name, aimed, f"{actual}{unit}", Decimal(weight), points, None, None, reason]


def _execution(project: dict[str, str]) -> list[Cell]:
    budget, executed = Decimal(project["budget"]), Decimal(project["executed"])
    share = rate(executed, budget)
    return ["预算执行", "预算执行率", "预算执行率", "=100%", f"{share}%", Decimal(10), rounded(share / 10, 2), budget, executed, None]


def self_evaluation(year: int) -> Table:
    """All projects below each other; code, name and department stand merged on the first line of each."""
    table = Table(f"临湖市{year}年项目支出绩效自评表.xlsx", HOME, year, [], COLUMNS, [], "自评表")
    table.head = [[f"临湖市{year}年度项目支出绩效自评表（虚构样例）"], ["单位：万元"], [*COLUMNS]]
    table.merges = ["A1:M1"]
    for entry in projects():
        project = entry["project"]
        lines = [_execution(project), *map(_indicator, entry["indicators"])]
        first = len(table.head) + len(table.body) + 1
        table.body += [[None, None, None, *line] for line in lines]
        table.body.append([None, None, None, TOTAL, None, None, None, None, Decimal(100), _points(lines)])
        table.body[first - len(table.head) - 1][:3] = [project["code"], project["name"], project["department"]]
        table.merges += [f"{column}{first}:{column}{first + len(lines)}" for column in "ABC"]
    _plant_scores(table)
    return table


def _points(lines: list[list[Cell]]) -> Decimal:
    return sum((cell for line in lines if isinstance(cell := line[6], Decimal)), Decimal(0))


def _row_number(table: Table, project: str, label: str) -> int:
    """Row of an indicator, by its name, or of the total within a project."""
    start = table.row_number(project)
    return next(row for row in range(start, start + 12) if label in _line(table, row)[3:6])


def _line(table: Table, row: int) -> list[Cell]:
    return table.body[row - len(table.head) - 1]


def _plant_scores(table: Table) -> None:
    row = _row_number(table, "990100-24-007", "水质公众开放日次数")
    about = ("D09", "weight_arithmetic", "990100-24-007")
    table.enter(about, row, "分值", "5", "0", "年中增列指标而未调整其他分值：各项分值之和为105分，总分行仍为100分")
    _misprint(table, ("D10", "score_arithmetic"), "990100-24-003", TOTAL, "98", "总分98分，而各项得分之和为93分")
    _misprint(table, ("D11", "score_above_formula"), "990100-24-009", "设施完好率", "10", "目标≥95%，实际80%，却得满分")
    _misprint(table, ("D12", "score_above_formula"), "990100-24-005", "预算执行率", "10", "预算执行率62.0%，却得满分10分")
    total = _row_number(table, "990100-24-003", TOTAL)
    about = ("D40", "also:grade_despite_contradiction", "990100-24-003")
    table.enter(about, total, "得分", "98", "93", "D09至D12的后果：四个项目总分在80分以上，而其得分、分值仍有矛盾")
    words = ("D41", "also:not_assessable_target", "基层服务能力")
    row = next(row for row in range(len(table.head) + 1, len(table.lines) + 1) if "基层服务能力" in table.lines[row - 1])
    table.enter(words, row, "年度指标值", "显著提升", "可衡量的数值或有标准的等次", "三个项目的可持续影响指标以无标准的文字为目标")


def _misprint(table: Table, about: tuple[str, str], project: str, label: str, wrong: str, sentence: str) -> None:
    """Print a wrong score. An indicator's also runs into the total of its project, so that only one statement is false."""
    row, place = _row_number(table, project, label), COLUMNS.index("得分")
    true = _line(table, row)[place]
    _line(table, row)[place] = Decimal(wrong)
    if label != TOTAL:
        total = _row_number(table, project, TOTAL)
        lines = [_line(table, n)[3:] for n in range(table.row_number(project), total)]
        _line(table, total)[place] = _points(lines)
    table.enter((*about, project), row, "得分", wrong, table.printed(true), sentence)
