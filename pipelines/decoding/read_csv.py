"""Delimited text to a Grid. Physical line numbers are kept; lines that can't become cells are parked with their text."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import csv as arrow_csv

from pipelines.decoding.encoding import decode_text
from pipelines.decoding.grid import Decoded, DecodingError, Grid, ParkedText, column_names

DELIMITERS = (",", ";", "\t", "|")
SAMPLE_LINES = 400
Lines = npt.NDArray[np.int64]


def read_csv(
    data: bytes, encoding: str | None, delimiter: str | None, quote: str | None, padded_rows: int, proves: Callable[[str], bool]
) -> Decoded:
    """A text file as one Grid.

    Lines up to `padded_rows` (titles and headers) may be shorter than the table; below, a line with more or fewer cells is parked.

    Raises:
        DecodingError: wrong or unproven encoding, no delimiter found, a table of no width.
    """
    text, name, evidence = decode_text(data, encoding, proves)
    text = text.removeprefix("\ufeff")
    if "\n" not in text and "\r" in text:
        text = text.replace("\r", "\n")
    mark = delimiter or _find_delimiter(text, quote)
    width = _width(text, mark, quote, padded_rows)
    grid = _grid(text.encode("utf-8"), mark, quote, width, padded_rows)
    return Decoded("csv", [grid], name, evidence, mark)


def _sample(text: str) -> list[str]:
    lines = text[:2_000_000].split("\n")[: SAMPLE_LINES + 1]
    return [line for line in lines if line.strip("\r ,;\t|")][:SAMPLE_LINES]


def _cells(lines: list[str], mark: str, quote: str | None) -> list[list[str]]:
    quoting = csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE
    return [next(csv.reader([line], delimiter=mark, quotechar=quote or None, quoting=quoting), []) for line in lines]


def _records(lines: list[str], mark: str, quote: str | None) -> list[list[str]]:
    """The sample cut line by line or, where cells hold line breaks, as whole records: whichever agrees more on a width."""
    single = _cells(lines, mark, quote)
    whole = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=mark, quotechar=quote)) if quote else single

    def agreement(rows: list[list[str]]) -> float:
        return max(Counter(len(row) for row in rows).values(), default=0) / max(len(rows), 1)

    return whole if agreement(whole) > agreement(single) else single


def _find_delimiter(text: str, quote: str | None) -> str:
    """The mark that cuts most lines into the same number of cells, at least two."""
    lines = _sample(text)
    best, best_score = "", 0.0
    for mark in DELIMITERS:
        rows = _records(lines, mark, quote)
        counts = Counter(len(row) for row in rows)
        width, hits = max(counts.items(), key=lambda item: (item[1] if item[0] > 1 else 0, item[0]))
        score = hits / max(len(rows), 1) * (1 + width / 1000)
        if width > 1 and score > best_score:
            best, best_score = mark, score
    if not best:
        raise DecodingError("no_table", "no line has two cells under any of , ; tab |; declare format.delimiter or check the file")
    return best


def _width(text: str, mark: str, quote: str | None, padded_rows: int) -> int:
    """Cells per line: what most lines have, or the header where the header is wider."""
    lines = _sample(text)
    common = Counter(len(row) for row in _records(lines, mark, quote)).most_common(1)
    if not common:
        raise DecodingError("empty_file", "no line with content")
    header = max((len(row) for row in _cells(lines[:padded_rows], mark, quote)), default=0)
    return max(common[0][0], header) if header <= common[0][0] + 1 else common[0][0]


def _line_bounds(buffer: bytes) -> tuple[Lines, Lines]:
    array = np.frombuffer(buffer, dtype=np.uint8)
    ends = np.flatnonzero(array == 10)
    if len(array) and (not len(ends) or ends[-1] != len(array) - 1):
        ends = np.append(ends, len(array))
    starts = np.concatenate(([0], ends[:-1] + 1)) if len(ends) else ends
    return starts, ends


def _odd_lines(buffer: bytes, quote: str | None, ends: Lines) -> Lines:
    """Lines with an odd number of quotation marks: a cell with a line break inside, or a mark that was never closed."""
    if not quote:
        return np.array([], dtype=np.int64)
    marks = np.flatnonzero(np.frombuffer(buffer, dtype=np.uint8) == ord(quote))
    per_line = np.bincount(np.searchsorted(ends, marks), minlength=len(ends))
    return np.flatnonzero(per_line % 2 == 1)


def _grid(buffer: bytes, mark: str, quote: str | None, width: int, padded_rows: int) -> Grid:
    starts, ends = _line_bounds(buffer)
    taken, extra, parked = _quoted_breaks(buffer, mark, quote, width, starts, ends)
    plain = np.ones(len(ends), dtype=bool)
    plain[sorted(taken)] = False
    kept = np.flatnonzero(plain)
    body = buffer if not taken else b"\n".join(buffer[starts[i] : ends[i]] for i in kept)
    cells, bad = _parse(body, mark, quote, width)
    numbers = kept[~np.isin(np.arange(len(kept)), [index for index, _ in bad])] + 1
    for index, line in bad:
        row = int(kept[index]) + 1
        found = _cells([line], mark, quote)[0]
        if not any(cell.strip() for cell in found):
            continue
        if row <= padded_rows and len(found) < width:
            extra.append((row, found + [""] * (width - len(found))))
        else:
            parked.append(ParkedText(row, line, "ragged_row", f"row {row} has {len(found)} cells where the table has {width}"))
    return _assemble(cells, numbers.astype(np.int32), extra, parked, width)


def _parse(body: bytes, mark: str, quote: str | None, width: int) -> tuple[pa.Table, list[tuple[int, str]]]:
    bad: list[tuple[int, str]] = []

    def keep(row: arrow_csv.InvalidRow) -> str:
        bad.append((row.number - 1, row.text))
        return "skip"

    names = column_names(width)
    table = arrow_csv.read_csv(
        io.BytesIO(body),
        read_options=arrow_csv.ReadOptions(column_names=names, use_threads=False, block_size=64 << 20),
        parse_options=arrow_csv.ParseOptions(
            delimiter=mark, quote_char=quote or False, double_quote=True, ignore_empty_lines=False, invalid_row_handler=keep
        ),
        convert_options=arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
    )
    return table, bad


def _quoted_breaks(
    buffer: bytes, mark: str, quote: str | None, width: int, starts: Lines, ends: Lines
) -> tuple[set[int], list[tuple[int, list[str]]], list[ParkedText]]:
    """Join lines that are one record with a line break in a cell; park a line whose quotation mark is never closed."""
    taken: set[int] = set()
    joined: list[tuple[int, list[str]]] = []
    parked: list[ParkedText] = []
    odd = [int(line) for line in _odd_lines(buffer, quote, ends)]
    while odd:
        first = odd.pop(0)
        record = _record(buffer, mark, quote, width, int(starts[first]), [int(ends[line]) for line in odd[:1]])
        if record is not None and odd[0] - first <= 50:
            last = odd.pop(0)
            joined.append((first + 1, record))
            taken.update(range(first, last + 1))
            continue
        text = buffer[starts[first] : ends[first]].decode("utf-8")
        parked.append(ParkedText(first + 1, text, "unbalanced_quote", f"row {first + 1} opens a quotation mark that no later row closes; it would swallow the rows below"))
        taken.add(first)
    return taken, joined, parked


def _record(buffer: bytes, mark: str, quote: str | None, width: int, start: int, end: list[int]) -> list[str] | None:
    if not end:
        return None
    text = buffer[start : end[0]].decode("utf-8")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, quotechar=quote))
    return rows[0] if len(rows) == 1 and len(rows[0]) == width else None


def _assemble(cells: pa.Table, numbers: npt.NDArray[np.int32], extra: list[tuple[int, list[str]]], parked: list[ParkedText], width: int) -> Grid:
    if extra:
        columns = {name: [row[position] for _, row in extra] for position, name in enumerate(column_names(width))}
        cells = pa.concat_tables([cells, pa.table(columns, schema=cells.schema)])
        numbers = np.concatenate([numbers, np.array([row for row, _ in extra], dtype=np.int32)])
        order = np.argsort(numbers, kind="stable")
        cells, numbers = cells.take(pa.array(order)), numbers[order]
    return Grid("", cells, numbers, parked=sorted(parked, key=lambda text: text.row_number))
