"""A report as one HTML page that needs nothing else, or as a Word document."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import datetime
from importlib import resources

import jinja2
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import _Cell

from pipelines.reports.facts import Facts
from pipelines.reports.sections import CAUTION, heading, sections

FIGURE = re.compile(r"-?[\d,]+(\.\d+)?")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# What an XML document can't hold; labels come from strangers.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _is_figure(text: str) -> bool:
    return FIGURE.fullmatch(text) is not None


def as_html(facts: Facts) -> bytes:
    """Texts are escaped: they come from files of strangers."""
    rules = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    rules.tests["figure"] = _is_figure
    rules.tests["day"] = lambda text: DAY.fullmatch(text) is not None
    template = rules.from_string(resources.files("pipelines.reports").joinpath("report.html").read_text(encoding="utf-8"))
    title, told = heading(facts)
    text = template.render(title=title, told=told, caution=CAUTION, sections=sections(facts))
    return text.encode("utf-8", "replace")


def as_docx(facts: Facts) -> bytes:
    """The same on landscape pages."""
    document = Document()
    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, page.page_height, page.page_width
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(9)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "Microsoft YaHei")
    moment = datetime.fromisoformat(facts.release["published_at"])
    document.core_properties.created = document.core_properties.modified = moment
    title, told = heading(facts)
    document.core_properties.title, document.core_properties.author = _printable(title), "Caliber"
    document.add_heading(_printable(title), 0)
    document.add_paragraph(told)
    document.add_paragraph(CAUTION)
    for section in sections(facts):
        document.add_heading(section.title, 1)
        document.add_paragraph(section.note if section.rows else section.empty)
        if section.rows:
            table = document.add_table(1 + len(section.rows), len(section.columns), style="Light Grid Accent 1")
            for cells, texts in zip((row.cells for row in table.rows), [section.columns, *section.rows], strict=True):
                for cell, text in zip(cells, texts, strict=True):
                    _fill(cell, text)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _fill(cell: _Cell, text: str) -> None:
    cell.text = _printable(text)
    if _is_figure(text):
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _printable(text: str) -> str:
    return UNPRINTABLE.sub("�", text)


FORMATS: dict[str, Callable[[Facts], bytes]] = {"html": as_html, "docx": as_docx}
