"""How much one delivery may cost, in one place: every limit with its reason and the name under which the environment overrides it.

Only numbers and the sentence a refusal ends with belong here; what is measured against them is measured where it arises.
"""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Limit:
    """A bound, its unit, and why it stands where it does."""

    default: int
    unit: str
    why: str


LIMITS = {
    "CALIBER_MAX_FILE_MB": Limit(1024, "MB", "text costs memory in proportion to its bytes; larger deliveries come in parts"),
    "CALIBER_MAX_CONTAINER_MB": Limit(256, "MB", "workbooks, archives and other binary files are held in memory whole; real ones have a few"),
    "CALIBER_MAX_LINE_KB": Limit(4096, "KB", "a thousand cells of four kilobytes; a longer line is a mark that was never closed, or no table"),
    "CALIBER_MAX_READ_SECONDS": Limit(8, "seconds", "a workbook of 100,000 lines takes one; time is processor time of the process that reads"),
    "CALIBER_MAX_READ_MEMORY_MB": Limit(512, "MB", "a workbook of 100,000 lines by 12 columns takes 150; with the rest of the run it stays below 1 GB"),
    "CALIBER_MAX_UNPACKED_MB": Limit(512, "MB", "what a container says it unpacks to; sheets of real exports unpack to less than 100"),
    "CALIBER_MAX_MEMBERS": Limit(5000, "files", "a workbook has some ten parts and one for each sheet"),
    "CALIBER_MAX_SHEETS": Limit(2000, "sheets", "a report of 500 pages has some 1,000 tables, each a sheet of its own"),
    "CALIBER_MAX_COLUMNS": Limit(400, "columns", "landing takes time with their square: 300 take 4 seconds, 1,000 take 40; the widest real export has 130"),
    "CALIBER_MAX_CELLS": Limit(30_000_000, "cells", "a parquet file of a few kilobytes can hold a billion equal cells"),
    "CALIBER_MAX_CELL_KB": Limit(1024, "KB", "a workbook cell holds 32 KB; a longer text is none that a table prints"),
    "CALIBER_MAX_MERGES": Limit(50_000, "merged areas", "a sheet merges a few cells a line where it merges at all"),
    "CALIBER_MAX_CONTRACT_KB": Limit(256, "KB", "the longest contract has 10"),
}  # fmt: skip


class LimitError(ValueError):
    """The environment sets a limit to something else than a positive whole number."""


def check_limits() -> None:
    """Raises:
    LimitError: before anything is done under a limit that is none.
    """
    for name in LIMITS:
        limit(name)


def limit(name: str) -> int:
    """The value in force, from the environment or by default.

    Raises:
        LimitError: as check_limits().
    """
    given = os.environ.get(name, "").strip()
    if not given:
        return LIMITS[name].default
    if not given.isascii() or not given.isdigit() or int(given) == 0:
        raise LimitError(f"{name}={given!r}: a positive whole number of {LIMITS[name].unit} is needed")
    return int(given)


def bytes_of(name: str) -> int:
    """A limit in MB or KB as bytes."""
    return limit(name) * {"MB": 1 << 20, "KB": 1 << 10}[LIMITS[name].unit]


def how_to_raise(name: str) -> str:
    """The end of a refusal: which limit, and what to do if the file is sound."""
    return f"the limit is {limit(name):,} {LIMITS[name].unit}; for a sound file raise it with {name}"
