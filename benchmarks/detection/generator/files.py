"""Tables into CSV files, and where each row stands in them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.detection.generator.form import figure
from benchmarks.detection.generator.money import MONTHS, fiscal
from benchmarks.detection.words import SATISFACTION

IDENTITY = {"region": "地区编码", "unit_code": "单位编码", "unit_name": "单位名称", "programme_code": "项目编码", "programme_name": "项目名称"}
LEVEL = {"level_1": "一级指标", "level_2": "二级指标", "indicator": "三级指标", "measure": "计量单位"}
FORM = {
    **IDENTITY, **LEVEL, "target_text": "年度指标值", "actual_text": "实际完成值", "weight_text": "分值", "score_text": "得分", "budget": "全年预算数",
    "executed": "全年执行数", "sample_text": "样本量", "capacity_text": "最大服务能力", "population_text": "应服务总数", "review": "复核得分", "grade": "等级",
    "explanation": "偏差原因及改进措施", "proof": "佐证材料", "narrative": "项目总结",
}  # fmt: skip
UNIT = ["地区编码", "单位编码", "单位名称"]
LINE = [*UNIT, "项目编码", "项目名称", "科目编码", "科目名称"]
FIRST_ROW = 2
VERSION_YEARS = 3


def write_evaluations(inbox: Path, rows: pd.DataFrame, totals: pd.DataFrame, texts: pd.DataFrame) -> pd.DataFrame:
    """The forms of each year, the last years also in an earlier version; returns the rows with file and row number."""
    narrative = (texts.opening + texts.body).rename("narrative")
    said = texts[["programme", "year"]].assign(narrative=narrative, slot=0)
    graded = totals[["programme", "year", "grade"]]
    full = rows.merge(said, on=["programme", "year", "slot"], how="left").merge(graded, on=["programme", "year"], how="left")
    full["order"] = full.slot
    bottom = totals.assign(order=99).merge(full[full.slot == 0].drop(columns=["grade", "weight", "score", "order"]), on=["programme", "year"])
    blank = [name for name in FORM if name not in (*IDENTITY, "grade", "budget", "executed")]
    bottom = bottom.assign(**{**dict.fromkeys(blank, ""), "level_1": "总分"}, slot=-2, early_text="")
    bottom["weight_text"], bottom["score_text"] = bottom.weight.map(figure), bottom.score.map(figure)
    full = pd.concat([full, bottom]).sort_values(["year", "region", "programme", "order"], kind="stable").reset_index(drop=True)
    full["row_number"] = full.groupby("year").cumcount() + FIRST_ROW
    last = full.year.max()
    full["file"] = [f"evaluation-{fiscal(year)}{'_v2' if year > last - VERSION_YEARS else ''}.csv" for year in full.year]
    for year, part in full.groupby("year"):
        _write(inbox / part.file.iloc[0], _money_texts(part)[list(FORM)].rename(columns=FORM))
        if year > last - VERSION_YEARS:
            first = _money_texts(part).assign(actual_text=part.early_text)
            _write(inbox / f"evaluation-{fiscal(int(str(year)))}_v1.csv", first[list(FORM)].rename(columns=FORM))
    return full[full.slot >= 0].reset_index(drop=True)


def write_targets(inbox: Path, rows: pd.DataFrame) -> None:
    """The approved targets, but for those that were never published."""
    columns = {**IDENTITY, **LEVEL, "approved_text": "年度指标值"}
    for year, part in rows[~rows.no_trail].groupby("year"):
        year = fiscal(int(str(year)))
        table = part[list(columns)].rename(columns=columns).assign(版本="年初批复", 批复日期=f"{year}-02-20")
        _write(inbox / f"targets-{year}.csv", table)


def write_registers(inbox: Path, rows: pd.DataFrame) -> None:
    """Independent values; surveys state how many were asked."""
    columns = {**IDENTITY, "indicator": "三级指标", "measure": "计量单位", "shown": "登记数", "asked": "样本量"}
    known = rows[rows.register.notna()]
    known = known.assign(shown=[figure(value) for value in known.register], asked=np.where(known.slot == SATISFACTION, "400", ""))
    for year, part in known.groupby("year"):
        _write(inbox / f"register-{fiscal(int(str(year)))}.csv", part[list(columns)].rename(columns=columns))


def write_money(inbox: Path, tables: dict[str, pd.DataFrame], totals: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """All tables of money and months; returns table name -> rows with file and row number."""
    budget = pd.concat([tables["budget"].assign(order=0), totals.assign(order=1, 科目名称="单位合计", programme=np.iinfo(np.int64).max)])
    budget = budget.sort_values(["year", "地区编码", "unit", "order"], kind="stable").fillna("")
    transfers = tables["transfers"]
    paid = transfers.assign(科目编码=transfers["支出科目"], 拨付数=transfers.paid)
    received = transfers.assign(科目编码=transfers["收入科目"], 收到数=transfers.received)
    written = {
        "budget": _yearly(inbox, "budget", budget, [*LINE, "年初预算数", "预算调整数", "调整预算数", "决算数"]),
        "ledger": _yearly(inbox, "ledger", tables["ledger"], [*LINE, "国库支付数"]),
        "monthly": _yearly(inbox, "monthly", tables["monthly"], [*LINE, *MONTHS]),
        "outputs": _yearly(inbox, "outputs", tables["outputs"], [*UNIT, "项目编码", "项目名称", "三级指标", "计量单位", *MONTHS], decimals=0),
        "calibers": _yearly(inbox, "calibers", tables["calibers"], [*UNIT, "本级支出", "全辖支出"]),
        "transfers_out": _yearly(inbox, "transfers-out", paid, [*UNIT, "科目编码", "科目名称", "拨付数"]),
        "transfers_in": _yearly(inbox, "transfers-in", received, [*UNIT, "科目编码", "科目名称", "收到数"]),
    }
    written["budget_total"] = written["budget"][written["budget"].order == 1]
    written["budget"] = written["budget"][written["budget"].order == 0]
    return written


def _yearly(inbox: Path, name: str, table: pd.DataFrame, columns: list[str], decimals: int = 2) -> pd.DataFrame:
    table = table.reset_index(drop=True)
    table["row_number"] = table.groupby("year").cumcount() + FIRST_ROW
    table["file"] = [f"{name}-{fiscal(year)}.csv" for year in table.year]
    for file, part in table.groupby("file"):
        shown = part[columns].copy()
        for column in shown.select_dtypes("number"):
            shown[column] = [f"{value:.{decimals}f}" for value in shown[column]]
        _write(inbox / str(file), shown)
    return table


def _money_texts(part: pd.DataFrame) -> pd.DataFrame:
    return part.assign(budget=[f"{v:.2f}" for v in part.budget], executed=[f"{v:.2f}" for v in part.executed])


def _write(path: Path, table: pd.DataFrame) -> None:
    table.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")
