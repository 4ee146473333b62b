"""Merged areas of an OpenDocument spreadsheet, which its reader does not tell. Cells and rows that come many times are written once there, with a count."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from defusedxml import ElementTree

Merges = list[tuple[int, int, int, int]]
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def ods_merges(data: bytes) -> dict[str, Merges]:
    """By sheet: first row, first column, last row, last column, from 1.

    Raises:
        SyntaxError, ValueError: the document is damaged.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        content = ElementTree.fromstring(container.read("content.xml"))
    return {sheet.get(f"{TABLE}name", ""): list(_spans(sheet)) for sheet in content.iter(f"{TABLE}table")}


def _spans(sheet: Element) -> Iterator[tuple[int, int, int, int]]:
    row = 1
    for line in sheet.iter(f"{TABLE}table-row"):
        column = 1
        for cell in line:
            height, width = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
            if height > 1 or width > 1:
                yield row, column, row + height - 1, column + width - 1
            column += _count(cell, "number-columns-repeated")
        row += _count(line, "number-rows-repeated")


def _count(element: Element, name: str) -> int:
    return int(element.get(f"{TABLE}{name}", "1"))
