"""OpenDocument spreadsheets written by hand: no library of the project writes them."""

from __future__ import annotations

import io
import zipfile

SPACES = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text"))
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
MIME = "application/vnd.oasis.opendocument.spreadsheet"


def words(text: str, span: tuple[int, int] = (1, 1)) -> str:
    spans = f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"' if span != (1, 1) else ""
    return f'<table:table-cell office:value-type="string"{spans}><text:p>{text}</text:p></table:table-cell>'


def number(value: object) -> str:
    return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>shown otherwise</text:p></table:table-cell>'


def covered(times: int = 1) -> str:
    return f'<table:covered-table-cell table:number-columns-repeated="{times}"/>'


def table_row(*cells: str, times: int = 1) -> str:
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def empty(rows: int, columns: int = 1024) -> str:
    """What every program writes below the last row: the rest of the sheet."""
    return table_row(f'<table:table-cell table:number-columns-repeated="{columns}"/>', times=rows)


def ods(*rows: str, sheet: str = "Sheet1", before: str = "", mime: str = MIME) -> bytes:
    """A spreadsheet of one sheet; `before` stands in front of the document element."""
    table = f'<table:table table:name="{sheet}">{"".join(rows)}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(zipfile.ZipInfo("mimetype"), mime)
        packed.writestr(zipfile.ZipInfo("META-INF/manifest.xml"), f'<manifest xmlns="{MANIFEST}"/>')
        packed.writestr(zipfile.ZipInfo("content.xml"), f'<?xml version="1.0"?>{before}<office:document-content {SPACES}>{body}</office:document-content>')
    return out.getvalue()
