"""What a file is, judged by its first bytes and never by its extension."""

from __future__ import annotations

import io
import zipfile

from pipelines.decoding.grid import DecodingError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
REFUSED = {b"%PDF": "pdf", b"\x1f\x8b": "gzip", b"Rar!": "rar", b"7z\xbc\xaf": "7z", b"\x89PNG": "png image", b"\xff\xd8\xff": "jpeg image"}


def file_type(data: bytes) -> str:
    """One of text, xlsx, xls (any OLE workbook, encrypted ones too), parquet.

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
    head = data[:2048].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml")):
        raise DecodingError("unsupported_type", "the content is html or xml, whatever the extension says; open it and save it as xlsx or csv")
    return "text"


def _zip_type(data: bytes) -> str:
    try:
        names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as broken:
        raise DecodingError("broken_workbook", f"starts like a zip container but can't be opened ({broken}); probably cut off while copying") from broken
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    kind = "a Word document" if any(name.startswith("word/") for name in names) else "a zip archive"
    raise DecodingError("unsupported_type", f"the content is {kind}; put the tables into the inbox as csv, xlsx, xls or parquet")
