"""Bytes to text. An encoding is declared by the contract, proven by the bytes, or refused: it is never guessed silently."""

from __future__ import annotations

import codecs
from collections.abc import Callable

from charset_normalizer import from_bytes

from pipelines.decoding.grid import DecodingError

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
# Multi-byte encodings refuse most wrong bytes; single-byte ones accept nearly anything and need the contract's words as proof.
CANDIDATES = ("gb18030", "big5", "shift_jis", "euc_kr", "cp1251", "cp1252")
SINGLE_BYTE = {"latin-1", "iso8859-1", "cp1252", "cp1251", "cp1250", "iso8859-15", "iso8859-2", "cp850"}


def decode_text(data: bytes, declared: str | None, proves: Callable[[str], bool]) -> tuple[str, str, str]:
    """Text, encoding and the evidence for it.

    `proves` says whether a decoded text shows the words the contract names (its headers); it is asked only where bytes alone can't decide.

    Raises:
        DecodingError: the declared encoding is wrong, or none is declared and none can be proven.
    """
    for bom, name in BOMS:
        if data.startswith(bom):
            return _strict(data, name, "byte order mark"), name, "byte order mark"
    name = codecs.lookup(declared).name if declared is not None else ""
    if b"\x00" in data[:65536] and not name.startswith(("utf-16", "utf-32")):
        raise DecodingError("not_text", "zero bytes inside: neither text nor a workbook; ask the publisher for the file again")
    if declared is not None:
        text = _strict(data, name, f"declared as {declared}")
        _refuse_wrong_declaration(data, text, name, proves)
        return text, name, "declared by the contract"
    try:
        return data.decode("utf-8"), "utf-8", "every byte sequence is valid UTF-8"
    except UnicodeDecodeError:
        return _proven(data, proves)


def _strict(data: bytes, name: str, why: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        remedy = _likely(data)
        raise DecodingError(
            "wrong_encoding", f"{why}, but line {line} holds the byte 0x{data[wrong.start]:02x} which {name} does not allow; {remedy}"
        ) from wrong


def _likely(data: bytes) -> str:
    best = from_bytes(data[:200_000]).best()
    return f"format.encoding may be {best.encoding}" if best else "the content does not look like text in any known encoding"


def _refuse_wrong_declaration(data: bytes, text: str, name: str, proves: Callable[[str], bool]) -> None:
    """Most encodings decode the bytes of others without complaint, so look at what came out."""
    if name.startswith("utf") or data.isascii():
        return
    if _decodes(data, "utf-8") and not proves(text):
        raise DecodingError("wrong_encoding", f"declared as {name}, but every byte sequence is valid UTF-8; write format.encoding: utf-8")
    if name not in SINGLE_BYTE:
        return
    sample = text[:200_000]
    strange = sum(1 for mark in sample if "\x80" <= mark <= "\x9f")
    if strange > len(sample) * 0.001:
        raise DecodingError("wrong_encoding", f"declared as {name}, but {strange} control characters come out; {_likely(data)}")
    if name != "cp1251" and _looks_chinese(data, sample):
        raise DecodingError(
            "wrong_encoding", f"declared as {name}, but accented letters stand in rows as no language writes them; try format.encoding: gb18030"
        )


def _looks_chinese(data: bytes, sample: str) -> bool:
    accented = [position for position, mark in enumerate(sample) if mark > "\x7f"]
    runs = sum(1 for here, following in zip(accented, accented[1:], strict=False) if following == here + 1)
    return len(accented) > 4 and runs > len(accented) * 0.45 and _decodes(data, "gb18030")


def _decodes(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _proven(data: bytes, proves: Callable[[str], bool]) -> tuple[str, str, str]:
    possible = [name for name in CANDIDATES if _decodes(data, name)]
    proven = [name for name in possible if proves(data.decode(name))]
    if proven:
        return data.decode(proven[0]), proven[0], f"not UTF-8; decoded as {proven[0]} the file shows the header words of the contract"
    if not possible:
        raise DecodingError("not_text", "the bytes are not text in any known encoding; ask the publisher for the file again")
    raise DecodingError(
        "encoding_unproven", f"not UTF-8, and the contract's words don't decide between {', '.join(possible)}; declare format.encoding ({_likely(data)})"
    )
