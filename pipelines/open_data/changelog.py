"""What changed since the edition before, from the comparison behind `caliber diff`. Not here: the comparison."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipelines.publication.changes import CAUSES, Changes, compare

SHOWN = 50
TITLES = {
    "changes": ("Amounts 金额", ("region_code", "fiscal_year", "kind", "stage", "before", "after", "difference", "currency")),
    "moves": ("Lines under another item or region 归类变化", ("kind", "old_code", "old_name", "new_code", "new_name", "n_lines", "new_amount")),
    "exports": ("Exports 来源文件", ("contract_id", "file_path", "n_lines")),
    "rules": ("Rules 规则", ("rule_id", "old_version", "new_version")),
    "books": ("Code books 科目与区划", ("what", "book", "edition", "n_new", "n_gone", "n_changed")),
    "findings": ("Findings 疑点", ("what", "finding_id", "rule_id", "region_code", "fiscal_year", "subject")),
}


def write_changelog(folder: Path, before: Path | None, after: Path, secret: Collection[str], told: str) -> None:
    """Both forms; `told` says which editions are held against each other, `secret` are ids of findings that are not public yet."""
    found = compare(before, after) if before else None
    parts = {name: rows for name, rows in found.parts.items() if name in TITLES} if found else {}
    if "findings" in parts:
        parts["findings"] = [row for row in parts["findings"] if row["finding_id"] not in secret]
    text = json.dumps({"told": told, **_releases(found), "parts": parts}, ensure_ascii=False, indent=1, default=_plain)
    (folder / "changelog.json").write_text(text + "\n", encoding="utf-8")
    lines = ["# Changelog 更新记录", "", told, ""]
    for name, rows in parts.items():
        lines += _section(name, rows)
    (folder / "changelog.md").write_text("\n".join(lines), encoding="utf-8")


def _releases(found: Changes | None) -> dict[str, Any]:
    return {"before": found.before, "after": found.after} if found else {"before": None, "after": None}


def _section(name: str, rows: list[dict[str, Any]]) -> list[str]:
    title, columns = TITLES[name]
    lines = [f"## {title}: {len(rows)}", ""]
    if not rows:
        return lines
    has_cause = "cause" in rows[0]
    heads = [*columns, *(["why 原因"] if has_cause else [])]
    lines += [f"| {' | '.join(heads)} |", "|" + "---|" * len(heads)]
    for row in rows[:SHOWN]:
        cells = [_cell(row[column]) for column in columns] + ([CAUSES[row["cause"]]] if has_cause else [])
        lines.append(f"| {' | '.join(cells)} |")
    left = len(rows) - SHOWN
    return [*lines, *([f"\n{left} more in changelog.json 其余见changelog.json"] if left > 0 else []), ""]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = f"{value.normalize():,f}" if isinstance(value, Decimal) and value else str(value)
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value else "0"
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a changelog")
