"""One door for all formats: bytes and what the contract says of them in, Grids out."""

from __future__ import annotations

from collections.abc import Callable

from pipelines.contracts.contract import FileFormat
from pipelines.decoding.file_type import file_type
from pipelines.decoding.grid import Decoded
from pipelines.decoding.read_csv import read_csv
from pipelines.decoding.read_excel import read_excel
from pipelines.decoding.read_html import read_html
from pipelines.decoding.read_parquet import read_parquet


def decode(data: bytes, form: FileFormat, padded_rows: int, proves: Callable[[str], bool]) -> Decoded:
    """The file as Grids.

    Raises:
        DecodingError: with a short reason, the place and the remedy.
    """
    kind = file_type(data)
    if kind == "text":
        return read_csv(data, form.encoding, form.delimiter, form.quote, padded_rows, proves)
    if kind == "html":
        return read_html(data, form.encoding, proves)
    return read_parquet(data) if kind == "parquet" else read_excel(data, kind)
