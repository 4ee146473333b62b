"""One door for all formats: bytes and what the contract says of them in, Grids out."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from pipelines.contracts.contract import FileFormat
from pipelines.decoding.confined import confined
from pipelines.decoding.file_type import file_type
from pipelines.decoding.grid import Decoded
from pipelines.decoding.read_csv import read_csv
from pipelines.decoding.read_docx import read_docx
from pipelines.decoding.read_excel import read_excel
from pipelines.decoding.read_html import html_text, read_html
from pipelines.decoding.read_parquet import read_parquet
from pipelines.decoding.read_pdf import read_pdf
from pipelines.decoding.read_rdata import read_rdata


def decode(data: bytes, form: FileFormat, padded_rows: int, proves: Callable[[str], bool]) -> Decoded:
    """The file as Grids.

    Raises:
        DecodingError: with a short reason, the place and the remedy.
    """
    kind = file_type(data)
    if kind == "text":
        return read_csv(data, form.encoding, form.delimiter, form.quote, padded_rows, proves)
    if kind == "html":
        return confined(read_html, *html_text(data, form.encoding, proves), broken="broken_html", what="a page of html")
    if kind in ("pdf", "docx"):
        return _document(kind, data)
    if kind == "rdata":
        return confined(read_rdata, data, broken="broken_rdata", what="R data")
    if kind == "parquet":
        return confined(read_parquet, data, broken="broken_parquet", what="parquet")
    return confined(read_excel, data, kind, broken="broken_workbook", what="a workbook")


@lru_cache(maxsize=2)
def _document(kind: str, data: bytes) -> Decoded:
    """A report holds many tables, and each is read under a contract of its own: the report is read once for all that follow one another."""
    if kind == "pdf":
        return confined(read_pdf, data, broken="broken_pdf", what="a pdf")
    return confined(read_docx, data, broken="broken_document", what="a Word document")
