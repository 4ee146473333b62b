"""Pages of html to Grids: most often a report that a program saved under the name .xls. Nothing a page refers to is ever fetched."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

from pipelines.decoding.documents import Span, SpanTable, narrative_grid, sentences, span_grid
from pipelines.decoding.encoding import BOMS, decode_text
from pipelines.decoding.grid import Decoded, DecodingError

META = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.IGNORECASE)
# Names that pages use for a part of what they really write.
WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "shift-jis": "cp932", "shift_jis": "cp932", "iso-8859-1": "cp1252", "big5": "cp950"}
SILENT = {"script", "style", "title", "template", "noscript"}
BREAKS = {"br", "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "hr"}
# As in the html standard.
MAX_COLUMN_SPAN, MAX_ROW_SPAN = 1000, 65534


def read_html(text: str, encoding: str, evidence: str) -> Decoded:
    """Every table of the page as a sheet `table 1` …, and the text between them as the sheet `text`. `text`: as html_text() gives it.

    Raises:
        DecodingError: no table, spans beyond all measure.
    """
    page = _Page()
    page.feed(text)
    page.close()
    page.finish()
    tables = [table for table in page.tables if any(cell.text for row in table.rows for cell in row)]
    if not tables:
        raise DecodingError("no_table", "the content is html without a table; frames keep theirs in other files: save the report as xlsx or csv")
    grids = [span_grid(f"table {number}", table) for number, table in enumerate(tables, start=1)]
    said = [sentence for line in page.lines for sentence in sentences(line)]
    return Decoded("html", [*grids, *([narrative_grid("text", said)] if said else [])], encoding, evidence)


def html_text(data: bytes, declared: str | None, proves: Callable[[str], bool]) -> tuple[str, str, str]:
    """Text, encoding and evidence: the contract's word first, then bytes that prove themselves, then the page's own word, then the words of the
    contract as proof.

    Raises:
        DecodingError: wrong or unproven encoding.
    """
    meta = META.search(data[:4096])
    if declared is not None or meta is None or data.startswith(tuple(bom for bom, _ in BOMS)) or _valid(data, "utf-8"):
        return decode_text(data, declared, proves)
    name = meta[1].decode("ascii").lower()
    name = WIDER.get(name, name)
    if _valid(data, name):
        return data.decode(name), name, "declared by the page itself"
    return decode_text(data, None, proves)


def _valid(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


class _Page(HTMLParser):
    """Tables in the order in which they begin; a table inside a cell is one of its own, and that cell keeps its other text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[SpanTable] = []
        self.lines: list[str] = []
        self._open: list[tuple[SpanTable, Span | None]] = []
        self._texts: list[str] = []
        self._silent = 0
        self._since = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self._silent += 1
        elif tag == "table":
            self._flush()
            self.tables.append(SpanTable(titles=self.lines[self._since :]))
            self._open.append((self.tables[-1], None))
        elif tag == "tr" and self._open:
            self._end_cell()
            self._open[-1][0].rows.append([])
        elif tag in ("td", "th") and self._open:
            self._end_cell()
            self._begin_cell(dict(attrs))
        elif tag in BREAKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "table" and self._open:
            self._end_cell()
            self._open.pop()
            self._since = len(self.lines)
        elif tag in ("td", "th", "tr") and self._open:
            self._end_cell()
        elif tag in BREAKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._texts.append(data)

    def finish(self) -> None:
        """The last text of a page, also of one that was cut off inside a table."""
        while self._open:
            self.handle_endtag("table")
        self._flush()

    def _begin_cell(self, attrs: dict[str, str | None]) -> None:
        table, _ = self._open[-1]
        if not table.rows:
            table.rows.append([])
        rows = _span(attrs.get("rowspan"), MAX_ROW_SPAN)
        cell = Span("", rows, _span(attrs.get("colspan"), MAX_COLUMN_SPAN))
        table.rows[-1].append(cell)
        self._open[-1] = (table, cell)

    def _end_cell(self) -> None:
        self._flush()
        self._open[-1] = (self._open[-1][0], None)

    def _break(self) -> None:
        if self._open and self._open[-1][1] is not None:
            self._texts.append(" ")
        else:
            self._flush()

    def _flush(self) -> None:
        """Text goes into the cell that is open; outside of cells it is a line of the page."""
        text = "".join(self._texts)
        self._texts = []
        cell = self._open[-1][1] if self._open else None
        if cell is not None:
            cell.text = f"{cell.text} {_one_line(text)}".rstrip() if cell.text else _one_line(text)
        elif text.strip():
            self.lines.append(" ".join(text.split()))


def _one_line(text: str) -> str:
    """Line breaks of the source mean a blank; hard blanks in front are an indent and are kept."""
    front = text[: len(text) - len(text.lstrip())]
    return "".join(mark for mark in front if mark in "\u00a0\u3000") + " ".join(text.split())


def _span(text: str | None, most: int) -> int:
    found = re.match(r"\s*(\d{1,9})", text or "")
    # 0 reaches to the end of the table; what reaches beyond it is cut where the table ends.
    return min(int(found[1]) or most, most) if found else 1
