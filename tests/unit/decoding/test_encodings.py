"""An encoding is declared, proven by the bytes, or refused with what to write; never guessed."""

from __future__ import annotations

import pytest

from pipelines.contracts.contract import FileFormat
from pipelines.decoding.decode import decode
from pipelines.decoding.grid import Decoded, DecodingError

CHINESE = "科目编码,科目名称,决算数\n" + "".join(
    f"2{n:02},{name},{n * 7}\n" for n, name in enumerate(["一般公共服务支出", "公共安全支出", "教育支出", "卫生健康支出"])
)
SPANISH = "Código;Descripción;Importe\n" + "".join(f"{n};{name};{n * 7}\n" for n, name in enumerate(["Educación", "Sanidad", "Deuda pública", "Niñez y año"]))
UKRAINIAN = "Код;Найменування;Сума\n" + "".join(f"{n};{name};{n * 7}\n" for n, name in enumerate(["Освіта", "Охорона здоров'я", "Соціальний захист"]))


def read(text: str, encoding: str, declared: str | None = None, words: str | None = None) -> Decoded:
    return decode(text.encode(encoding), FileFormat(encoding=declared), 1, lambda shown: bool(words) and str(words) in shown)


def cells(decoded: Decoded) -> list[list[str]]:
    return [list(row.values()) for row in decoded.grids[0].cells.to_pylist()]


def as_cells(text: str) -> list[list[str]]:
    return [line.split(";" if ";" in line else ",") for line in text.splitlines()]


@pytest.mark.parametrize(
    ("text", "encoding", "declared", "words", "recorded"),
    [
        (CHINESE, "utf-8", None, None, "utf-8"),
        (CHINESE, "utf-8-sig", None, None, "utf-8-sig"),
        (CHINESE, "utf-16", None, None, "utf-16"),
        (CHINESE, "utf-16-be", "utf-16-be", None, "utf-16-be"),
        (CHINESE, "gb18030", "gb18030", None, "gb18030"),
        (CHINESE, "gbk", "gb18030", None, "gb18030"),
        (CHINESE, "gb18030", None, "科目名称", "gb18030"),
        (SPANISH, "latin-1", "latin-1", None, "iso8859-1"),
        (SPANISH, "cp1252", None, "Descripción", "cp1252"),
        (UKRAINIAN, "cp1251", "cp1251", None, "cp1251"),
    ],
)
def test_declared_or_proven(text: str, encoding: str, declared: str | None, words: str | None, recorded: str) -> None:
    decoded = read(text, encoding, declared, words)
    assert cells(decoded) == as_cells(text)
    assert decoded.encoding == recorded
    assert decoded.encoding_evidence, "how the encoding is known is written down"


@pytest.mark.parametrize(
    ("text", "encoding"), [(CHINESE, "gbk"), (CHINESE, "gb18030"), (SPANISH, "cp1252"), (UKRAINIAN, "cp1251"), (CHINESE.replace("科", "科"), "big5hkscs")]
)
def test_neither_declared_nor_provable_is_refused(text: str, encoding: str) -> None:
    with pytest.raises(DecodingError) as refused:
        decode(text.encode(encoding, "replace"), FileFormat(), 1, lambda _: False)
    assert refused.value.reason == "encoding_unproven"
    assert "declare format.encoding" in refused.value.detail


@pytest.mark.parametrize(
    ("text", "encoding", "declared"),
    [
        (SPANISH, "utf-8", "cp1252"),
        (CHINESE, "utf-8", "latin-1"),
        (CHINESE, "utf-8", "gb18030"),
        (CHINESE, "gbk", "latin-1"),
        (CHINESE, "gbk", "cp1252"),
        (CHINESE, "gbk", "utf-8"),
        (SPANISH, "latin-1", "utf-8"),
        (SPANISH, "latin-1", "ascii"),
    ],
)
def test_a_wrong_declaration_is_an_error_and_not_garbled_text(text: str, encoding: str, declared: str) -> None:
    with pytest.raises(DecodingError) as refused:
        read(text, encoding, declared)
    assert refused.value.reason == "wrong_encoding"


def test_the_place_of_the_first_wrong_byte_is_told() -> None:
    with pytest.raises(DecodingError, match="line 1 holds the byte 0xf3"):
        read(SPANISH, "latin-1", "utf-8")


def test_plain_ascii_is_right_under_every_declaration() -> None:
    for declared in ("utf-8", "cp1252", "gb18030", "latin-1"):
        assert read("a;b\n1;2\n", "ascii", declared).encoding


def test_zero_bytes_are_not_text() -> None:
    with pytest.raises(DecodingError, match="not_text"):
        decode(b"a,b\n1,\x002\n", FileFormat(), 0, lambda _: False)
