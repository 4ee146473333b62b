"""Writes the sample inbox and its answer key. The answer key never lies in the inbox: the line must find the defects by itself."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from dataclasses import astuple, fields
from pathlib import Path

from pipelines.sampling import counties, departments, evaluation, finance
from pipelines.sampling.table import Defect, Table
from pipelines.sampling.writers import csv_bytes, xls_bytes, xlsx_bytes

CONTRACTS = Path(__file__).parent / "contracts"
ANSWER_KEY = Path(__file__).parent / "answer_key.csv"
FOOTNOTE = "注：本表数据均为虚构，只作样例。"
README = """本文件夹中的一切均为虚构：云泽省、临湖市及其区县、各部门、全部金额和绩效指标都不存在，其中的错误是有意埋设的。
contracts/ 说明每一种报表的形状。可用 caliber run --sample 重新生成本文件夹。

Everything in this folder is made up: the province, the prefecture 临湖市 and its counties, the offices, all money and all
performance indicators. The errors in it were put there on purpose. contracts/ says what each kind of file looks like.
`caliber run --sample` writes this folder again, byte for byte.
"""
Written = tuple[Table, bytes]


def _finance() -> Iterator[Written]:
    for year in (2023, 2024):
        table = finance.general_final(year)
        yield table, xlsx_bytes(table)
        table = finance.revenue(year)
        yield table, csv_bytes(table, "gb18030", footnote=FOOTNOTE)
    for table in (finance.general_area(2024), finance.county_summary(2024)):
        yield table, xls_bytes(table)
    table = finance.adjustment(2024)
    yield table, csv_bytes(table, "gb18030", footnote=FOOTNOTE)
    for version in (1, 2):
        table = finance.fund(2024, version)
        yield table, csv_bytes(table, "utf-8-sig")
    table = finance.soe_capital(2024)
    whole = xlsx_bytes(table)
    yield table, whole[: len(whole) * 3 // 5]
    table = finance.gross_of_province(2024)
    yield table, csv_bytes(table, "utf-8")


def _counties() -> Iterator[Written]:
    for name, year in counties.REPORTED:
        table, saved = counties.county_final(name, year), counties.SAVED[name]
        yield table, xlsx_bytes(table) if saved.encoding == "xlsx" else csv_bytes(table, saved.encoding, saved.delimiter)


def _departments() -> Iterator[Written]:
    table = departments.education(2024)
    yield table, csv_bytes(table, "utf-8-sig")
    table = departments.health(2024)
    yield table, csv_bytes(table, "utf-8-sig", ";", FOOTNOTE)
    table = departments.payments(2024)
    yield table, xlsx_bytes(table)
    table = departments.taxes(2024)
    yield table, csv_bytes(table, "gb18030")
    table = evaluation.self_evaluation(2024)
    yield table, xlsx_bytes(table, {"填表说明": ["一、得分按完成比例计算。", "二、本表为虚构样例。"]})


def exports() -> Iterator[Written]:
    """Every table of the sample with the bytes of its file."""
    yield from _finance()
    yield from _counties()
    yield from _departments()


def make_sample(inbox: Path) -> None:
    """Fill `inbox` with the sample's exports and contracts; the same bytes on every call, other files stay untouched."""
    (inbox / "contracts").mkdir(parents=True, exist_ok=True)
    for contract in sorted(CONTRACTS.glob("*.yml")):
        shutil.copyfile(contract, inbox / "contracts" / contract.name)
    for table, data in exports():
        (inbox / table.file).write_bytes(data)
    (inbox / "README.txt").write_bytes(README.encode())


def write_answer_key(path: Path) -> None:
    """Every planted defect with its address, what is printed there and what is true."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.name for column in fields(Defect)])
    defects = (defect for table, _ in exports() for defect in table.defects)
    writer.writerows(astuple(defect) for defect in sorted(defects, key=lambda defect: defect.defect_id))
    path.write_bytes(out.getvalue().encode())
