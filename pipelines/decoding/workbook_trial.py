"""Run as a program: open the workbook on standard input and touch every cell. Exit 0 it can be read, 3 it can't and why is printed.

A damaged workbook, or one stray cell in the last corner of a sheet, makes the reader ask for more memory than any machine has, and that
ends the process that reads. So a small one, which knows nothing of the line, tries first.
"""

from __future__ import annotations

import contextlib
import io
import sys

from python_calamine import CalamineWorkbook

MEMORY = 8 << 30


def main() -> int:
    """Open, touch every cell, say what is wrong."""
    _limit_memory()
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
        for name in workbook.sheet_names:
            for _ in workbook.get_sheet_by_name(name).iter_rows():
                pass
    except BaseException as fault:  # a panic of the reader is no Exception
        print(type(fault).__name__, fault)
        return 3
    return 0


def _limit_memory() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    sys.exit(main())
