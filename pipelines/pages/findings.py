"""The list of findings, with filters, and one finding down to the printed cells."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from pipelines.pages.asking import Row
from pipelines.pages.context import Context, Model

FILTERS = ("class", "rule", "region", "year", "severity", "state")
BESIDE = ("organisation", "programme", "text")
ON_A_PAGE = 25
SHOWN_CELLS = 25


def findings(context: Context) -> Model:
    """One page of the findings the filters let through, gravest and largest first."""
    asked: dict[str, Any] = {name: context.given(name) for name in (*FILTERS, *BESIDE)}
    asked["year"] = context.number("year")
    n = context.release.one("findings_count", **asked)["n"]
    last = max(1, -(-n // ON_A_PAGE))
    page = min(max(context.number("page") or 1, 1), last)
    choices: dict[str, list[Row]] = defaultdict(list)
    for row in context.release.ask("findings_choices"):
        choices[row["filter"]].append(row)
    rows = context.release.ask("findings", **asked, limit=ON_A_PAGE, offset=(page - 1) * ON_A_PAGE)
    return {"rows": rows, "n": n, "number": page, "last": last, "choices": choices, "filters": FILTERS, "asked": asked}


def finding(context: Context) -> Model:
    """Sentence, values, printed cells, other explanations, next step, replies and memory of one finding."""
    row = context.release.one("finding", id=context.id)
    evidence = json.loads(row["evidence"])
    addresses = [cell for cell in evidence.get("cells") or [] if cell]
    alternatives = evidence.get(f"alternatives_{context.texts.language}") or evidence.get("alternatives") or []
    return {
        "finding": row, "values": evidence.get("values") or {}, "alternatives": alternatives, "n_cells": len(addresses),
        "cells": _cells(context, addresses[:SHOWN_CELLS]), "replies": context.release.ask("finding_replies", id=context.id),
        "history": context.release.ask("finding_history", id=context.id, cause=row["cause_id"]),
    }  # fmt: skip


def _cells(context: Context, addresses: list[Any]) -> list[Row]:
    """The printed cells in the order of the evidence."""
    ids = [cell for cell in addresses if isinstance(cell, str)]
    found: dict[str, Row] = {}
    for kind, question in (("amount", "cells_amounts"), ("indicator", "cells_indicators")):
        if left := [one for one in ids if one not in found]:
            found |= {row["id"]: {**row, "kind": kind} for row in context.release.ask(question, ids=left)}
    return [found[cell] if isinstance(cell, str) else _place(context, cell) for cell in addresses if not isinstance(cell, str) or cell in found]


def _place(context: Context, cell: Row) -> Row:
    """A printed figure that is no amount of its own, or a file as a whole."""
    place: Row = {name: cell.get(name) for name in ("sheet", "row_number", "column_number")}
    rows = context.release.ask("cells_stated", export=cell["export_id"], **place)
    return {**place, **(rows[0] if rows else {"id": cell["export_id"]}), "kind": "stated_figure" if place["row_number"] else "file"}
