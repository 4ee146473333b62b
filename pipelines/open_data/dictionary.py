"""The data dictionary: names, types, units and descriptions, from where the models are described. Not here: what the words mean."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from pipelines.open_data.tables import MARK, RISKY, Table
from pipelines.settings import DBT_PROJECT

DOC_BLOCK = re.compile(r"{% docs (\w+) %}(.*?){% enddocs %}", re.DOTALL)
DOC_CALL = re.compile(r"{{ *doc\(['\"](\w+)['\"]\) *}}")
ESCAPING = f"""In the CSV files a text that begins with one of = + - @, one of their full-width forms, a tab, a line break or {MARK} has one {MARK}
put before it, so that no spreadsheet takes it for a formula. To get the text back, take one leading {MARK} away. Numbers, days and
true/false are never changed. The Parquet files hold every text as it is. An empty cell is a missing value; a text without characters is
written as \"\".
CSV文件中以= + - @（含全角）、制表符、换行或{MARK}开头的文本前加一个{MARK}，以免被当作公式；去掉开头的一个{MARK}即得原文。数字、日期不变；Parquet文件为原文。"""


class UndescribedError(Exception):
    """A table or column is about to be published that nobody has described."""


@dataclass(frozen=True)
class Entry:
    """One line of the dictionary."""

    table: str
    column: str
    type: str
    unit: str
    description: str


@cache
def _words() -> dict[str, Any]:
    words: dict[str, Any] = yaml.safe_load(resources.files("pipelines.open_data").joinpath("words.yml").read_text(encoding="utf-8"))
    return words


@cache
def _described() -> dict[str, dict[str, str]]:
    """Descriptions by table and column, that of the table under ''."""
    blocks = {name: text for path in sorted((DBT_PROJECT / "docs").glob("*.md")) for name, text in DOC_BLOCK.findall(path.read_text(encoding="utf-8"))}
    found: dict[str, dict[str, str]] = {}
    for path in sorted(DBT_PROJECT.glob("*/**/_*.yml")):
        read = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for node in [*(read.get("models") or []), *(read.get("seeds") or [])]:
            texts = {"": node.get("description", ""), **{column["name"]: column.get("description", "") for column in node.get("columns", [])}}
            if any(texts.values()):
                found[node["name"]] = {name: _plain(text, blocks) for name, text in texts.items()}
    own = {name: {"": table["description"], **table["columns"]} for name, table in _words()["tables"].items()}
    return found | own


def _plain(text: str, blocks: dict[str, str]) -> str:
    return " ".join(DOC_CALL.sub(lambda call: blocks[call.group(1)], text).split())


def description(table: str, column: str = "") -> str:
    """What a table, or a column of it, holds.

    Raises:
        UndescribedError: nobody has said.
    """
    text = _described().get(_words()["seeds"].get(table, table), {}).get(column)
    if not text:
        what = f"column {column} of {table}" if column else f"table {table}"
        raise UndescribedError(f"{what} is published but described nowhere; describe it in the YAML file beside its model")
    return text


def unit(column: str, kind: str) -> str:
    """The unit by the name of the column; texts, days and truth values have none."""
    if kind in ("VARCHAR", "DATE", "TIMESTAMP", "BOOLEAN") and not column.endswith("_sha256"):
        return ""
    return next((str(entry["unit"]) for entry in _words()["units"] if re.search(entry["columns"], column)), "")


def entries(tables: Sequence[Table]) -> list[Entry]:
    """All lines, in the order of tables and columns."""
    return [
        Entry(table.title, column.name, column.type, unit(column.name, column.type), description(table.name, column.name))
        for table in tables
        for column in table.columns
    ]


def write_dictionary(folder: Path, tables: Sequence[Table]) -> None:
    """As CSV for scripts and as Markdown for people."""
    lines = entries(tables)
    with (folder / "dictionary.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["table", "column", "type", "unit", "description"])
        writer.writerows([line.table, line.column, line.type, line.unit, _marked(line.description)] for line in lines)
    parts = ["# Data dictionary 数据字典", "", "## How texts are written in CSV 文本转义", "", ESCAPING, ""]
    for table in tables:
        parts += [f"## {table.title}", "", f"{description(table.name)} ({table.n_rows:,} rows 行)", ""]
        parts += ["| column 字段 | type 类型 | unit 单位 | description 说明 |", "|---|---|---|---|"]
        parts += [f"| {line.column} | {line.type} | {line.unit} | {_in_table(line.description)} |" for line in lines if line.table == table.title]
        parts.append("")
    (folder / "dictionary.md").write_text("\n".join(parts), encoding="utf-8")


def _in_table(text: str) -> str:
    return text.replace("|", "\\|")


def _marked(text: str) -> str:
    return MARK + text if text.startswith(RISKY) else text
