"""Bytes to Grids before any contract exists: the encoding is chosen by what comes out, the rest by the readers themselves."""

from __future__ import annotations

import codecs

from pipelines.contracts.contract import FileFormat
from pipelines.decoding.decode import decode
from pipelines.decoding.encoding import BOMS, CANDIDATES
from pipelines.decoding.grid import Decoded, DecodingError
from pipelines.decoding.read_csv import DELIMITERS
from pipelines.drafting.findings import Findings
from pipelines.drafting.seeds import common_signs

# Titles above a table have fewer cells than the table; so many lines may.
PADDED_ROWS = 40
SAMPLE = 200_000
LATIN = set("áéíóúüñçàèìòùâêîôûäëïöãõåøæßÁÉÍÓÚÜÑÇÀÈÌÒÙÂÊÎÔÛÄËÏÖÃÕÅØÆºª¿¡€´·’‘“”–—«»°£")
WEAK = 0.6
WIDE_ENOUGH = 12


def read(data: bytes, findings: Findings) -> Decoded:
    """The file as Grids, and what it took to read it.

    Raises:
        DecodingError: as decode(); also where no encoding gives text that looks like any language.
    """
    chosen = _encoding(data)

    def proves(text: str) -> bool:
        return chosen is not None and text == data.decode(chosen[0])

    decoded = decode(data, FileFormat(), PADDED_ROWS, proves)
    if decoded.delimiter:
        mark = _delimiter(data, chosen[0] if chosen else decoded.encoding, decoded.delimiter)
        if mark != decoded.delimiter:
            decoded = decode(data, FileFormat(delimiter=mark), PADDED_ROWS, proves)
        _say_text(decoded, chosen, findings)
    return decoded


def _delimiter(data: bytes, encoding: str, found: str) -> str:
    """The mark under which most lines agree on many columns: a semicolon inside a remark cuts lines alike too, but into two cells only."""
    sample = data[:SAMPLE].rsplit(b"\n", 1)[0]
    best, best_score = found, 0.0
    for mark in (found, *(other for other in DELIMITERS if other != found)):
        try:
            grid = decode(sample, FileFormat(delimiter=mark, encoding=encoding), PADDED_ROWS, lambda _: True).grids[0]
        except DecodingError:
            continue
        score = (1 - len(grid.parked) / max(len(grid.rows) + len(grid.parked), 1)) * min(grid.width, WIDE_ENOUGH) if grid.width > 1 else 0.0
        if score > best_score * 1.1:
            best, best_score = mark, score
    return best


def _say_text(decoded: Decoded, chosen: tuple[str, float] | None, findings: Findings) -> None:
    name = decoded.encoding
    if chosen is None:
        findings.say("format.encoding", name.removesuffix("-sig"), 0.99, decoded.encoding_evidence)
    else:
        question = None if chosen[1] >= WEAK else f"is the text right when it is read as {name}? Look at words with accents or in another script"
        findings.say(
            "format.encoding", name, 0.5 + chosen[1] / 2, f"not UTF-8; {chosen[1]:.0%} of the other signs stand as in real words under {name}", question
        )
    grid = decoded.grids[0]
    rows, odd = len(grid.rows), sum(1 for text in grid.parked if text.reason == "ragged_row")
    findings.say("format.delimiter", decoded.delimiter, 0.99 - min(0.5, odd / max(rows, 1)), f"{rows:,} lines have {grid.width} cells, {odd:,} others")


def _encoding(data: bytes) -> tuple[str, float] | None:
    """The most likely encoding of bytes that say nothing themselves, and the share of non-ASCII signs that make sense under it."""
    if b"\x00" in data[:65536] or any(data.startswith(bom) for bom, _ in BOMS) or _decodes(data, "utf-8"):
        return None
    scored = sorted(((_sense(data.decode(name)[:SAMPLE]), -place, name) for place, name in enumerate(CANDIDATES) if _decodes(data, name)), reverse=True)
    if not scored:
        raise DecodingError("not_text", "the bytes are not text in any known encoding; ask the publisher for the file again")
    return codecs.lookup(scored[0][2]).name, scored[0][0]


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _sense(text: str) -> float:
    """Share of non-ASCII signs that stand as they do in real words: Latin ones beside letters, Cyrillic and Chinese ones in company."""
    common = common_signs()
    others = [place for place, sign in enumerate(text) if sign > "\x7f"]
    good = sum(1 for place in others if _fits(text[place - 1 : place] + text[place : place + 2], text[place], common))
    return good / max(len(others), 1)


def _fits(around: str, sign: str, common: frozenset[str]) -> bool:
    if "\u0400" <= sign <= "\u04ff":
        return sum(1 for other in around if "\u0400" <= other <= "\u04ff") > 1 and not any(other.isascii() and other.isalpha() for other in around)
    if sign in LATIN:
        return any(other.isascii() and (other.isalpha() or other == " ") for other in around)
    return sign in common or "\u3040" <= sign <= "\u30ff" or "\uac00" <= sign <= "\ud7a3" or sign in "，。、（）：；　％"
