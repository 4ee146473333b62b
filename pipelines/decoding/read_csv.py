"""Delimited text to a Grid. Physical line numbers are kept; lines that can't become cells are parked with their text."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, deque
from collections.abc import Callable
from typing import Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import csv as arrow_csv

from pipelines.decoding.encoding import decode_text
from pipelines.decoding.grid import Decoded, DecodingError, Grid, ParkedText, column_names
from pipelines.decoding.large import pieces, refuse_long_lines
from pipelines.limits import how_to_raise, limit

# The comma comes last: it may as well be the decimal mark of a table cut by one of the others.
DELIMITERS = (";", "\t", "|", ",")
CLEAR_SHARE = 0.95
SAMPLE_LINES = 400
# A record may run over this many physical lines; a mark that closes later was rather never closed.
RECORD_LINES = 50
Lines = npt.NDArray[np.int64]
# An unclosed quotation mark may make one cell of a whole sample.
csv.field_size_limit(1 << 30)


def read_csv(data: bytes, encoding: str | None, delimiter: str | None, quote: str | None, padded_rows: int, proves: Callable[[str], bool]) -> Decoded:
    """A text file as one Grid.

    Lines up to `padded_rows` (titles and headers) may be shorter than the table; below, a line with more or fewer cells is parked.

    Raises:
        DecodingError: wrong or unproven encoding, no delimiter found, a table of no width, a line or a table beyond the limits.
    """
    refuse_long_lines(pieces(data))
    text, name, evidence = decode_text(data, encoding, proves)
    text = text.lstrip("\ufeff")
    if text.count("\r") != text.count("\r\n"):
        text = re.sub("\r(?!\n)", "\n", text)
    mark = delimiter or _find_delimiter(text, quote)
    width = _width(text, mark, quote, padded_rows)
    if width > limit("CALIBER_MAX_COLUMNS"):
        raise DecodingError("too_many_columns", f"{width:,} columns; {how_to_raise('CALIBER_MAX_COLUMNS')}")
    grid = _grid(text.encode("utf-8"), mark, quote, width, padded_rows)
    return Decoded("csv", [grid], name, evidence, mark)


def _sample(text: str) -> list[str]:
    lines = text[:2_000_000].split("\n")[: SAMPLE_LINES + 1]
    return [line for line in lines if line.strip("\r ,;\t|")][:SAMPLE_LINES]


def _cells(lines: list[str], mark: str, quote: str | None) -> list[list[str]]:
    if quote is None:
        return [line.split(mark) for line in lines]
    return [next(csv.reader([line], delimiter=mark, quotechar=quote), []) for line in lines]


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
    best, best_share = "", 0.0
    for mark in DELIMITERS if lines else ():
        width, hits = max(Counter(len(row) for row in _records(lines, mark, quote)).items(), key=lambda item: (item[1] if item[0] > 1 else 0, item[0]))
        share = hits / len(lines)
        if width > 1 and share > best_share:
            best, best_share = mark, share
        if best_share > CLEAR_SHARE:
            break
    if not best:
        raise DecodingError("no_table", "no line has two cells under any of ; tab | ,; declare format.delimiter or check the file")
    return best


def _width(text: str, mark: str, quote: str | None, padded_rows: int) -> int:
    """Cells per line: what most lines have, or the header where the header is wider."""
    lines = _sample(text)
    widths = Counter(len(row) for row in _records(lines, mark, quote))
    if not widths:
        raise DecodingError("empty_file", "no line with content")
    # Titles and notes of one cell have no say where other lines have more.
    common = max(({width: count for width, count in widths.items() if width > 1} or widths).items(), key=lambda item: (item[1], item[0]))[0]
    header = max((len(_without_end(row)) for row in _cells(lines[:padded_rows], mark, quote)), default=0)
    return max(common, header) if header <= common + 1 else common


def _without_end(row: list[str]) -> list[str]:
    """The cells of a title or header line up to its last filled one."""
    filled = [position for position, cell in enumerate(row) if cell.strip()]
    return row[: filled[-1] + 1] if filled else []


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
    suspects = _odd_lines(buffer, quote, ends)
    taken, extra, parked = _quoted_breaks(buffer, mark, quote, width, starts, ends, suspects)
    kept, cells, bad = _plain_lines(buffer, mark, quote, width, starts, ends, taken)
    if cells.num_rows + len(bad) != len(kept):
        # A line with an even number of marks left one open, as in `5" pipe,"x`, and swallowed the next.
        suspects = _open_lines(buffer, mark, quote, starts, ends, suspects)
        taken, extra, parked = _quoted_breaks(buffer, mark, quote, width, starts, ends, suspects)
        kept, cells, bad = _plain_lines(buffer, mark, quote, width, starts, ends, taken)
    numbers = kept[~np.isin(np.arange(len(kept)), [index for index, _ in bad])] + 1
    for index, line in bad:
        row = int(kept[index]) + 1
        found = _cells([line], mark, quote)[0]
        if not any(cell.strip() for cell in found):
            continue
        head = _without_end(found)
        if row <= padded_rows and len(head) <= width:
            extra.append((row, head + [""] * (width - len(head))))
        else:
            parked.append(ParkedText(row, line, "ragged_row", f"row {row} has {len(found)} cells where the table has {width}"))
    return _assemble(cells, numbers.astype(np.int32), extra, parked, width)


def _plain_lines(
    buffer: bytes, mark: str, quote: str | None, width: int, starts: Lines, ends: Lines, taken: set[int]
) -> tuple[Lines, pa.Table, list[tuple[int, str]]]:
    """Lines that are one record each: their positions, their cells, and those of another width (position among the kept, text)."""
    plain = np.ones(len(ends), dtype=bool)
    plain[sorted(taken)] = False
    kept = np.flatnonzero(plain)
    body = buffer if not taken else b"".join(buffer[starts[i] : ends[i]] + b"\n" for i in kept)
    if not body.strip(b"\xef\xbb\xbf \t\r\n"):
        return kept, pa.table({name: pa.array([], pa.string()) for name in column_names(width)}), [(index, "") for index in range(len(kept))]
    return kept, *_parse(body, mark, quote, width)


def _parse(body: bytes, mark: str, quote: str | None, width: int) -> tuple[pa.Table, list[tuple[int, str]]]:
    bad: list[tuple[int, str]] = []

    def keep(row: arrow_csv.InvalidRow) -> Literal["skip", "error"]:
        # Physical numbers are given because the file is read by one thread.
        bad.append(((row.number or 0) - 1, row.text))
        return "skip"

    names = column_names(width)
    table = arrow_csv.read_csv(
        io.BytesIO(body),
        read_options=arrow_csv.ReadOptions(column_names=names, use_threads=False, block_size=64 << 20),
        parse_options=arrow_csv.ParseOptions(delimiter=mark, quote_char=quote or False, double_quote=True, ignore_empty_lines=False, invalid_row_handler=keep),
        convert_options=arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
    )
    return table, bad


def _leaves_open(line: str, mark: str, quote: str | None) -> bool:
    """Whether a quotation mark is still open where the line ends. A mark inside an unquoted cell (12" pipe) opens nothing."""
    return sum(1 for _ in csv.reader([line, "next"], delimiter=mark, quotechar=quote)) == 1


def _open_lines(buffer: bytes, mark: str, quote: str | None, starts: Lines, ends: Lines, odd: Lines) -> Lines:
    """The odd lines and all others that leave a mark open."""
    quoted = [i for i in range(len(ends)) if quote and quote.encode() in buffer[starts[i] : ends[i]]]
    wrong = [i for i in quoted if _leaves_open(buffer[starts[i] : ends[i]].decode("utf-8"), mark, quote)]
    return np.union1d(odd, np.array(wrong, dtype=np.int64))


def _quoted_breaks(
    buffer: bytes, mark: str, quote: str | None, width: int, starts: Lines, ends: Lines, suspects: Lines
) -> tuple[set[int], list[tuple[int, list[str]]], list[ParkedText]]:
    """Join lines that are one record with a line break in a cell; park a line whose quotation mark is never closed."""
    taken: set[int] = set()
    joined: list[tuple[int, list[str]]] = []
    parked: list[ParkedText] = []
    odd = deque(int(line) for line in suspects)
    while odd:
        first = odd.popleft()
        text = buffer[starts[first] : ends[first]].decode("utf-8")
        if not _leaves_open(text, mark, quote):
            continue
        record = _record(buffer[starts[first] : ends[odd[0]]], mark, quote, width) if odd and odd[0] - first <= RECORD_LINES else None
        if record is not None:
            last = odd.popleft()
            joined.append((first + 1, record))
            taken.update(range(first, last + 1))
            continue
        parked.append(
            ParkedText(first + 1, text, "unbalanced_quote", f"row {first + 1} opens a quotation mark that no later row closes; it would swallow the rows below")
        )
        taken.add(first)
    return taken, joined, parked


def _record(lines: bytes, mark: str, quote: str | None, width: int) -> list[str] | None:
    try:
        rows = list(csv.reader(io.StringIO(lines.decode("utf-8"), newline=""), delimiter=mark, quotechar=quote, strict=True))
    except csv.Error:
        # The mark that seemed to close it opens a cell of its own.
        return None
    return rows[0] if len(rows) == 1 and len(rows[0]) == width else None


def _assemble(cells: pa.Table, numbers: npt.NDArray[np.int32], extra: list[tuple[int, list[str]]], parked: list[ParkedText], width: int) -> Grid:
    if extra:
        columns = {name: [row[position] for _, row in extra] for position, name in enumerate(column_names(width))}
        cells = pa.concat_tables([cells, pa.table(columns, schema=cells.schema)])
        numbers = np.concatenate([numbers, np.array([row for row, _ in extra], dtype=np.int32)])
        order = np.argsort(numbers, kind="stable")
        cells, numbers = cells.take(order), numbers[order]
    return Grid("", cells, numbers, parked=sorted(parked, key=lambda text: text.row_number))
