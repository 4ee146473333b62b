"""Ruled tables of a pdf to Grids, and the text between them as sentences. Tables without lines are text; pictures are not read at all."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipelines.decoding.documents import TITLE_LINES, PageTable, narrative_grid, page_grid, sentences, tight
from pipelines.decoding.grid import Decoded, DecodingError, Grid
from pipelines.decoding.pdf_lines import Line, as_lines, cell_text, page_furniture, paragraphs

# Loaded before the limits of a reading process begin to count.
NEEDS = ("pdfplumber",)
# A frame around one cell is no table.
LEAST_CELLS = 2
# How far the edges of a table may move from one page to the next, in points.
SAME_EDGE = 4.0
PAGE_NUMBER = re.compile(r"[-—–－\s第页共/of0-9]+", re.IGNORECASE)


@dataclass
class Page:
    """One page: its number, tables from top to bottom, and the lines of text outside of their cells."""

    number: int
    tables: list[PageTable]
    lines: list[Line]
    is_picture: bool = False
    furniture: list[Line] = field(default_factory=list)


def read_pdf(data: bytes) -> Decoded:
    """Every ruled table as a sheet `page 5 table 1` (`page 8-9 table 1` where it goes on overleaf), and the text as sheets `page 18 text`.

    Raises:
        DecodingError: damaged or locked files, scans, documents without a ruled table.
    """
    pages = _pages(data)
    pictures = [page.number for page in pages if page.is_picture]
    tables = [table for page in pages for table in page.tables]
    if pictures and not tables:
        raise DecodingError(
            "scanned_document",
            f"{len(pictures)} of {len(pages)} pages are pictures without text (first: page {pictures[0]}), and no page has a ruled table; "
            "ask for the file it was printed from, or for a version with recognised text that someone has checked",
        )
    if not tables:
        raise DecodingError("no_table", f"{len(pages)} pages without a ruled table; figures in running text are not read: ask for the tables as xlsx or csv")
    page_furniture(PAGE_NUMBER, [(page.lines, page.furniture) for page in pages])
    grids = [page_grid(table) for table in _joined(pages)]
    missing = f"; pages {', '.join(map(str, pictures))} are pictures and were not read" if pictures else ""
    return Decoded("pdf", [*grids, *_text_grids(pages)], "pdf", f"characters and ruled lines of {len(pages)} pages{missing}")


def _pages(data: bytes) -> list[Page]:
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            return [_page(page) for page in document.pages]
    except (PDFException, PSException, PdfminerException, MalformedPDFException, ValueError, KeyError, TypeError, AttributeError, IndexError) as broken:
        # pdfplumber wraps the cause of what it can't open.
        if isinstance(broken, PDFPasswordIncorrect) or any(isinstance(cause, PDFPasswordIncorrect) for cause in broken.args):
            raise DecodingError("encrypted", "the pdf asks for a password; ask the publisher for an open copy") from broken
        said = " ".join(str(broken).split())[:120] or type(broken).__name__
        raise DecodingError("broken_pdf", f"can't be read as a pdf ({said}); probably cut off or damaged, ask for it again") from broken


def _page(page: Any) -> Page:
    """Characters go to the cell their middle is in; the others are lines of text, some of them titles of the table below."""
    characters = [char for char in page.chars if char["text"].strip() or char["text"] == " "]
    ruled = [table for table in page.find_tables() if len(table.cells) >= LEAST_CELLS] if page.edges else []
    cells = [(table, cell) for table in ruled for cell in table.cells]
    held: dict[int, list[Any]] = {}
    free: list[Any] = []
    for char in characters:
        middle = ((char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2)
        place = next((i for i, (_, (x0, top, x1, bottom)) in enumerate(cells) if x0 <= middle[0] < x1 and top <= middle[1] < bottom), None)
        (free if place is None else held.setdefault(place, [])).append(char)
    lines = as_lines(free, page.rotation)
    texts = {place: cell_text(as_lines(chars, page.rotation)) for place, chars in held.items()}
    tables = []
    for number, table in enumerate(sorted(ruled, key=lambda table: (table.bbox[1], table.bbox[0])), start=1):
        own = {cell: texts.get(i, "") for i, (owner, cell) in enumerate(cells) if owner is table}
        tables.append(PageTable([page.page_number], number, own, table.bbox))
    picture = not any(char["text"].strip() for char in characters) and bool(page.images)
    page.close()
    return Page(page.page_number, tables, lines, picture)


def _joined(pages: list[Page]) -> Iterator[PageTable]:
    """Tables with their titles; a table that goes on overleaf is one table."""
    open_table: PageTable | None = None
    for page in pages:
        above = 0.0
        for table in page.tables:
            table.titles = [line.text for line in page.lines if above <= line.top < table.bbox[1]][-TITLE_LINES:]
            above = table.bbox[3]
            if open_table is not None and table is page.tables[0] and not table.titles and _same_columns(open_table, table):
                open_table.go_on(table)
                continue
            if open_table is not None:
                yield open_table
            open_table = table
        ends_below = any(line.top >= above for line in page.lines)
        if open_table is not None and (ends_below or not page.tables):
            yield open_table
            open_table = None
    if open_table is not None:
        yield open_table


def _same_columns(one: PageTable, other: PageTable) -> bool:
    ours, theirs = one.edges(), other.edges()
    return len(ours) == len(theirs) and all(abs(a - b) <= SAME_EDGE for a, b in zip(ours, theirs, strict=True))


def _text_grids(pages: list[Page]) -> Iterator[Grid]:
    """One sheet for each page with text. A sentence that runs over the end of a page belongs to the page where it begins."""
    said: dict[int, list[str]] = {page.number: [] for page in pages}
    breaks = [(page.number, page.lines, [table.bbox for table in page.tables]) for page in pages]
    for paragraph in paragraphs(breaks):
        text, starts = paragraph.joined()
        at = 0
        for sentence in sentences(text):
            at = text.index(sentence, at)
            said[next(number for begins, number in reversed(starts) if begins <= at)].append(sentence)
            at += len(sentence)
    for page in pages:
        shown = [*said[page.number], *(tight(line.text) for line in page.furniture)]
        if shown:
            yield narrative_grid(f"page {page.number} text", shown)
