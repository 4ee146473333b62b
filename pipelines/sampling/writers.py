"""Tables to bytes: text files, .xlsx and .xls workbooks, the same bytes on every call."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from decimal import Decimal

import openpyxl
import xlwt
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font

from pipelines.sampling.table import Table

# Workbooks carry the time of writing; a fixed one keeps the bytes the same.
WRITTEN = (2025, 3, 14, 9, 0, 0)
WRITTEN_ISO = b"2025-03-14T09:00:00Z"


def csv_bytes(table: Table, encoding: str, delimiter: str = ",", footnote: str | None = None) -> bytes:
    """A text file with Windows line ends. Title lines are as short as they are, all others as wide as the table."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    for line in table.head[:-1]:
        writer.writerow([table.printed(cell) for cell in line])
    for line in table.lines[len(table.head) - 1 :]:
        writer.writerow([table.printed(cell) for cell in line])
    if footnote:
        writer.writerow([footnote] + [""] * (len(table.columns) - 1))
    return out.getvalue().encode(encoding)


def xlsx_bytes(table: Table, notes: dict[str, list[str]] | None = None) -> bytes:
    """A workbook with one sheet for the table and one for each of `notes`."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = table.sheet
    for line in table.lines:
        sheet.append([None if cell == "" else cell for cell in line])
    for row in sheet.iter_rows():
        for cell in row:
            _dress(cell)
    for span in table.merges:
        sheet.merge_cells(span)
        sheet[span.split(":")[0]].alignment = Alignment(horizontal="center", vertical="center")
    sheet["A1"].font = Font(bold=True, size=14)
    for title, lines in (notes or {}).items():
        page = workbook.create_sheet(title)
        for text in lines:
            page.append([text])
    out = io.BytesIO()
    workbook.save(out)
    return _timeless(out.getvalue())


def _dress(cell: Cell) -> None:
    if isinstance(cell.value, Decimal):
        cell.number_format = "#,##0.00"
    elif isinstance(cell.value, str):
        cell.data_type = "s"  # `=100%` is a target, not a formula


def _timeless(data: bytes) -> bytes:
    """The same workbook with fixed times, uncompressed so that no version of zlib matters."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in sorted(source.namelist()):
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+Z", WRITTEN_ISO, content)
            target.writestr(zipfile.ZipInfo(name, WRITTEN), content)
    return out.getvalue()


def xls_bytes(table: Table) -> bytes:
    """A workbook of the format before 2007."""
    workbook = xlwt.Workbook(encoding="utf-8")
    sheet = workbook.add_sheet(table.sheet)
    figures = xlwt.easyxf(num_format_str="#,##0.00")
    for row, line in enumerate(table.lines):
        for column, cell in enumerate(line):
            if isinstance(cell, Decimal):
                sheet.write(row, column, cell, figures)
            elif cell:
                sheet.write(row, column, cell)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()
