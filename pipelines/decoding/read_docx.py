"""Tables of Word documents (.docx) to Grids, and the text between them as sentences. Only word/document.xml is read, and nothing it refers to."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from pipelines.decoding.documents import Span, SpanTable, narrative_grid, sentences, span_grid
from pipelines.decoding.grid import Decoded, DecodingError
from pipelines.limits import bytes_of, how_to_raise

BODY = "word/document.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# The same part in its ISO "strict" dialect.
STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
# Text that was struck out by a tracked change, and the second of two versions of one drawing.
PASSED_OVER = {f"{W}del", f"{W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
BLANKS = {f"{W}tab", f"{W}br", f"{W}cr"}


def read_docx(data: bytes) -> Decoded:
    """Every table as a sheet `table 1` …, in the order in which they begin; the paragraphs between them as the sheet `text`.

    Raises:
        DecodingError: damaged documents, entities in the xml, no table.
    """
    tables: list[SpanTable] = []
    lines: list[str] = []
    _read(_body(data), tables, lines)
    filled = [table for table in tables if any(cell.text for row in table.rows for cell in row)]
    if not filled:
        raise DecodingError("no_table", "the Word document holds no table; figures in running text are not read: ask for the tables as xlsx or csv")
    grids = [span_grid(f"table {number}", table) for number, table in enumerate(filled, start=1)]
    said = [sentence for line in lines for sentence in sentences(line)]
    return Decoded("docx", [*grids, *([narrative_grid("text", said)] if said else [])], "docx", "paragraphs and tables of the document")


def _body(data: bytes) -> Any:
    try:
        with zipfile.ZipFile(io.BytesIO(data)).open(BODY) as part:
            text = part.read(bytes_of("CALIBER_MAX_UNPACKED_MB") + 1)
        if len(text) > bytes_of("CALIBER_MAX_UNPACKED_MB"):
            raise DecodingError("unpacks_too_large", f"the text of the Word document is too large; {how_to_raise('CALIBER_MAX_UNPACKED_MB')}")
        root = fromstring(text.replace(STRICT, W[1:-1].encode()), forbid_dtd=True)
    except DefusedXmlException as trap:
        raise DecodingError("unsafe_xml", f"the Word document defines entities ({type(trap).__name__}), which Word never writes; ask for it again") from trap
    except (zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, OSError, EOFError, RuntimeError, ValueError, ParseError) as broken:
        raise DecodingError("broken_document", f"can't be read as a Word document ({str(broken)[:120]}); cut off or damaged, ask for it again") from broken
    body = root.find(f"{W}body")
    if body is None:
        raise DecodingError("broken_document", f"{BODY} has no body; cut off or damaged, ask for it again")
    return body


def _read(container: Any, tables: list[SpanTable], lines: list[str]) -> None:
    """Paragraphs and tables in order, also those inside content controls."""
    since = len(lines)
    for element in _blocks(container):
        if element.tag == f"{W}p":
            text = _text(element)
            lines += [text.strip()] if text.strip() else []
            continue
        table = SpanTable(titles=lines[since:])
        tables.append(table)
        inner: list[Any] = []
        table.rows = _rows(element, inner)
        for cell in inner:
            _read_inner(cell, tables, lines)
        since = len(lines)


def _read_inner(cell: Any, tables: list[SpanTable], lines: list[str]) -> None:
    """Tables inside a cell are tables of their own; the cell keeps its other text."""
    for element in _blocks(cell):
        if element.tag == f"{W}tbl":
            inner: list[Any] = []
            tables.append(SpanTable(_rows(element, inner)))
            for deeper in inner:
                _read_inner(deeper, tables, lines)


def _blocks(container: Any) -> Iterator[Any]:
    for element in container:
        if element.tag in (f"{W}p", f"{W}tbl"):
            yield element
        elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}moveTo"):
            yield from _blocks(element)


def _rows(table: Any, nested: list[Any]) -> list[list[Span]]:
    """The cells of a table. A cell that goes on downwards is written once in each row: here it becomes one that reaches over them."""
    rows: list[list[Span]] = []
    open_cells: dict[int, Span] = {}
    for line in (row for row in _descend(table, "tr")):
        row: list[Span] = []
        position = _number(line.find(f"{W}trPr/{W}gridBefore"), 0)
        row += [Span("", 1, position)] if position else []
        for cell in _descend(line, "tc"):
            width = max(1, _number(cell.find(f"{W}tcPr/{W}gridSpan"), 1))
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            goes_on = merge is not None and merge.get(f"{W}val", "continue") == "continue" and position in open_cells
            if goes_on:
                open_cells[position].rows += 1
            else:
                row.append(Span(_cell_text(cell), 1, width))
                open_cells.pop(position, None)
                open_cells |= {position: row[-1]} if merge is not None else {}
                nested += [cell] if cell.find(f".//{W}tbl") is not None else []
            position += width
        rows.append(row)
    return rows


def _descend(parent: Any, name: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, also where a content control or a tracked change wraps them."""
    for element in parent:
        if element.tag == f"{W}{name}":
            yield element
        elif element.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
            yield from _descend(element, name)


def _number(element: Any, default: int) -> int:
    text = "" if element is None else element.get(f"{W}val", "")
    return min(int(text), 1000) if text.isascii() and text.isdigit() else default


def _cell_text(cell: Any) -> str:
    return " ".join(filter(None, (_text(element).rstrip() for element in _blocks(cell) if element.tag == f"{W}p")))


def _text(paragraph: Any) -> str:
    """Everything a paragraph shows. Blanks in front are kept: they may be an indent."""
    shown = ""
    for element in paragraph:
        if element.tag == f"{W}t":
            shown += element.text or ""
        elif element.tag in BLANKS:
            shown += " "
        elif element.tag not in PASSED_OVER and element.tag != f"{W}pPr":
            shown += _text(element)
    return shown
