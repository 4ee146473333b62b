"""What a file is, judged by its first bytes and never by its extension."""

from __future__ import annotations

import io
import re
import zipfile

from pipelines.decoding.encoding import BOMS
from pipelines.decoding.grid import DecodingError
from pipelines.decoding.read_rdata import is_rdata
from pipelines.limits import how_to_raise, limit

# One entry of a zip directory with a long name.
LONG_ENTRY = 400
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
READ = {b"PAR1": "parquet", OLE: "xls"}
REFUSED = {b"\x1f\x8b": "gzip", b"Rar!": "rar", b"7z\xbc\xaf": "7z", b"\x89PNG": "png image", b"\xff\xd8\xff": "jpeg image"}
# Comments and an xml declaration may come before; programs that save html as .xls often begin in the middle of a page.
HTML = re.compile(rb"(?:<!--.*?-->\s*|<\?xml[^>]*\?>\s*)*<(?:!doctype\s+html|html|head|meta|body|style|table|div|center|font)[\s>]", re.DOTALL)
REFUSED_TEXT = {b"<?xml": "xml", b"mime-version:": "a web archive (mhtml)"}


def file_type(data: bytes) -> str:
    """One of text, html, pdf, docx, xlsx, ods, xls (any OLE workbook, encrypted ones too), parquet, rdata.

    Raises:
        DecodingError: empty files, and kinds that hold no table we read, by name.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise DecodingError("empty_file", f"{len(data)} bytes and no content; ask the publisher for the file again")
    if known := next((kind for magic, kind in READ.items() if data.startswith(magic)), None):
        return known
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_type(data)
    if data[:1024].lstrip(b"\xef\xbb\xbf\x00 \t\r\n").startswith(b"%PDF-"):
        return "pdf"
    if is_rdata(data):
        return "rdata"
    refused = next((name for magic, name in REFUSED.items() if data.startswith(magic)), None)
    if refused:
        raise DecodingError("unsupported_type", f"the content is {refused}, whatever the extension says; export it as csv, xlsx, xls or parquet")
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
    if "word/document.xml" in names:
        return "docx"
    if "content.xml" in names and _mime_type(data) == SPREADSHEET:
        return "ods"
    kind = "an archive" if is_archive(names) else "a document of another program"
    raise DecodingError("unsupported_type", f"the content is {kind}; put the tables into the inbox as csv, xlsx, xls, ods, docx, pdf or parquet")


def _mime_type(data: bytes) -> bytes:
    """What a document says it is; templates are sheets too."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)).open("mimetype") as part:
            return part.read(100).strip().removesuffix(b"-template")
    except (KeyError, zipfile.BadZipFile, OSError, RuntimeError):
        return b""


def container_names(data: bytes) -> list[str]:
    """What a zip container holds.

    Raises:
        DecodingError: it can't be opened.
    """
    _refuse_directory(data)
    try:
        return zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as broken:
        raise DecodingError("broken_workbook", f"starts like a zip container but can't be opened ({broken}); probably cut off while copying") from broken


def _refuse_directory(data: bytes) -> None:
    """A directory is read whole before anything can be said of it, at a few hundred bytes of memory for each entry of 46."""
    end = data.rfind(b"PK\x05\x06")
    size = int.from_bytes(data[end + 12 : end + 16], "little") if end >= 0 else 0
    if size == 0xFFFFFFFF:
        # ZIP64 keeps the real size in a record of its own (APPNOTE 4.3.14).
        longer = data.rfind(b"PK\x06\x06", 0, end)
        size = int.from_bytes(data[longer + 40 : longer + 48], "little") if longer >= 0 else len(data)
    if size > limit("CALIBER_MAX_MEMBERS") * LONG_ENTRY:
        raise DecodingError("archive_too_large", f"a directory of {size:,} bytes; {how_to_raise('CALIBER_MAX_MEMBERS')}")


def is_archive(names: list[str]) -> bool:
    """Whether a container holds files of its own right, not the parts of one document (Office's have a list of types, others a mime type)."""
    return not {"[Content_Types].xml", "mimetype", "META-INF/MANIFEST.MF"} & set(names)
