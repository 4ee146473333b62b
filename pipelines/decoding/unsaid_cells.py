"""Cells of a workbook whose text calamine leaves out: error values, and formulas that were never computed.

An empty cell means "nothing was printed". A formula that the writing program did not compute and #REF! are something else: they come out as
their formula and as their error, which no later step takes for a figure. Authorities: ECMA-376 18.3.1.4 and 18.18.11, MS-XLS 2.4.127 and 2.4.25.
"""

from __future__ import annotations

import html
import io
import posixpath
import re
import struct
import zipfile
from collections.abc import Iterator

import olefile
from defusedxml import ElementTree

from pipelines.decoding.grid import DecodingError

# (row, column), 1-based -> text.
Unsaid = dict[tuple[int, int], str]
TELLING = re.compile(rb"""\bt\s*=\s*["']e["']|<(?:\w+:)?f[\s/>]""")
CELL = re.compile(rb"<(?:\w+:)?c\b([^<>]*)(?<!/)>(.*?)</(?:\w+:)?c\s*>", re.DOTALL)
FORMULA = re.compile(rb"<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>(.*?)</(?:\w+:)?f\s*>)", re.DOTALL)
VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>(.*?)</(?:\w+:)?v\s*>", re.DOTALL)
KIND = re.compile(rb"""\bt\s*=\s*["'](\w+)["']""")
ADDRESS = re.compile(rb"""\br\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']""")
ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA"}
BOUNDSHEET, BOOLERR, FORMULA_RECORD, EOF = 0x85, 0x205, 0x06, 0x0A


def unsaid_xlsx(data: bytes) -> dict[str, Unsaid]:
    """By sheet. A binary sheet (.xlsb) tells none.

    Raises:
        DecodingError: a part the workbook names is missing or damaged, or such a cell does not say where it stands.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        return {name: found for name, part in _sheets(container) if (found := _in_sheet(name, container.read(part)))}


def _sheets(container: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    """Name and part of every sheet that is XML."""
    names = set(container.namelist())
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        return
    links = ElementTree.fromstring(container.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): posixpath.normpath(posixpath.join("xl", link.get("Target", ""))).lstrip("/") for link in links}
    for element in ElementTree.fromstring(container.read("xl/workbook.xml")).iter():
        if element.tag.rpartition("}")[2] == "sheet":
            link = next((value for key, value in element.attrib.items() if key.endswith("}id")), None)
            part = targets.get(link, "")
            if part in names and part.endswith(".xml"):
                yield element.get("name", ""), part


def _in_sheet(sheet: str, xml: bytes) -> Unsaid:
    found: Unsaid = {}
    if not TELLING.search(xml):
        return found
    for cell in CELL.finditer(xml):
        attributes, content = cell.groups()
        kind = said[1] if (said := KIND.search(attributes)) else b"n"
        text = _unsaid_text(kind, content)
        if text is None:
            continue
        place = ADDRESS.search(attributes)
        if place is None:
            raise DecodingError("cell_without_address", f"sheet '{sheet}': a cell with '{text[:60]}' does not say where it stands; save the workbook again")
        found[int(place[2]), _column(place[1])] = text
    return found


def _unsaid_text(kind: bytes, content: bytes) -> str | None:
    """The error, or the formula where no result stands beside it. An empty text is a result (t="str")."""
    value = VALUE.search(content)
    if kind == b"e":
        return _plain(value[1]) if value and value[1].strip() else "#VALUE!"
    formula = FORMULA.search(content)
    if formula is None or kind in (b"str", b"inlineStr") or (value and value[1].strip()):
        return None
    return f"={_plain(formula[1] or b'')}" if formula[1] else "=(formula shared with another cell)"


def _plain(xml: bytes) -> str:
    return html.unescape(xml.decode("utf-8", "replace")).strip()


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def unsaid_xls(data: bytes) -> dict[str, Unsaid]:
    """Error values by sheet. An .xls formula always has a result beside it; an empty text is one."""
    if not olefile.isOleFile(data):
        return {}
    with olefile.OleFileIO(io.BytesIO(data)) as container:
        stream = next((name for name in ("Workbook", "Book") if container.exists(name)), None)
        records = container.openstream(stream).read() if stream else b""
    starts = dict(_bound_sheets(records))
    return {name: found for start, name in starts.items() if (found := dict(_error_records(records, start)))}


def _records(stream: bytes, start: int) -> Iterator[tuple[int, int, int]]:
    """Number, offset and size of every record from `start` to the end of its part."""
    place, end = start, len(stream) - 4
    while place <= end:
        number, size = struct.unpack_from("<HH", stream, place)
        yield number, place + 4, size
        if number == EOF:
            return
        place += 4 + size


def _bound_sheets(stream: bytes) -> Iterator[tuple[int, str]]:
    for number, place, size in _records(stream, 0):
        if number == BOUNDSHEET and size > 8:
            (start,) = struct.unpack_from("<I", stream, place)
            length, wide = stream[place + 6], stream[place + 7] & 1
            text = stream[place + 8 : place + 8 + length * (1 + wide)]
            yield start, text.decode("utf-16-le" if wide else "latin-1", "replace")


def _error_records(stream: bytes, start: int) -> Iterator[tuple[tuple[int, int], str]]:
    for number, place, size in _records(stream, start):
        code = None
        if number == BOOLERR and size >= 8 and stream[place + 7] == 1:
            code = stream[place + 6]
        elif number == FORMULA_RECORD and size >= 14 and stream[place + 12 : place + 14] == b"\xff\xff" and stream[place + 6] == 2:
            code = stream[place + 8]
        if code is not None:
            row, column = struct.unpack_from("<HH", stream, place)
            yield (row + 1, column + 1), ERRORS.get(code, "#ERROR!")
