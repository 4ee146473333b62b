"""What a file is, judged by its first bytes and never by its extension."""

from __future__ import annotations

import io
import re
import zipfile

from pipelines.decoding.encoding import BOMS
from pipelines.decoding.grid import DecodingError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
REFUSED = {b"%PDF": "pdf", b"\x1f\x8b": "gzip", b"Rar!": "rar", b"7z\xbc\xaf": "7z", b"\x89PNG": "png image", b"\xff\xd8\xff": "jpeg image"}
# Comments and an xml declaration may come before; programs that save html as .xls often begin in the middle of a page.
HTML = re.compile(rb"(?:<!--.*?-->\s*|<\?xml[^>]*\?>\s*)*<(?:!doctype\s+html|html|head|meta|body|style|table|div|center|font)[\s>]", re.DOTALL)
REFUSED_TEXT = {b"<?xml": "xml", b"mime-version:": "a web archive (mhtml)"}


def file_type(data: bytes) -> str:
    """One of text, html, xlsx, xls (any OLE workbook, encrypted ones too), parquet.

    Raises:
        DecodingError: empty files, and kinds that hold no table we read, by name.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise DecodingError("empty_file", f"{len(data)} bytes and no content; ask the publisher for the file again")
    if data.startswith(b"PAR1"):
        return "parquet"
    if data.startswith(OLE):
        return "xls"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_type(data)
    for magic, name in REFUSED.items():
        if data.startswith(magic):
            raise DecodingError("unsupported_type", f"the content is {name}, whatever the extension says; export it as csv, xlsx, xls or parquet")
    return _text_type(data)


def _text_type(data: bytes) -> str:
    """Text, or text with a grammar of its own, told by how it begins."""
    head = data[:4096]
    for bom, name in BOMS:
        if head.startswith(bom):
            head = head.decode(name, "ignore").encode()
            break
    head = head.lstrip(b" \r\n\t").lower()
    if HTML.match(head):
        return "html"
    for opening, name in REFUSED_TEXT.items():
        if head.startswith(opening):
            raise DecodingError("unsupported_type", f"the content is {name}, whatever the extension says; open it and save it as xlsx or csv")
    return "text"


def _zip_type(data: bytes) -> str:
    names = container_names(data)
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    kind = "a Word document" if any(name.startswith("word/") for name in names) else "an archive or a document of another program"
    raise DecodingError("unsupported_type", f"the content is {kind}; put the tables into the inbox as csv, xlsx, xls or parquet")


def container_names(data: bytes) -> list[str]:
    """What a zip container holds.

    Raises:
        DecodingError: it can't be opened.
    """
    try:
        return zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as broken:
        raise DecodingError("broken_workbook", f"starts like a zip container but can't be opened ({broken}); probably cut off while copying") from broken


def is_archive(names: list[str]) -> bool:
    """Whether a container holds files of its own right, not the parts of one document (Office's have a list of types, others a mime type)."""
    return not {"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"} & set(names)
