"""Workbooks: bombs, entities, links, formulas nobody computed, cells where none can be, merged areas that clash."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache

import openpyxl
import xlwt
from hostile_file import EITHER, HEADER, LANDED, PARKED, ROWS, Hostile
from made_ods import empty, ods, table_row, words

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEAD = f'<?xml version="1.0"?><worksheet xmlns="{MAIN}">'
SHEET = "xl/worksheets/sheet1.xml"


@cache
def sound_xlsx() -> bytes:
    book = openpyxl.Workbook()
    for line in (HEADER, *ROWS):
        book.active.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@cache
def sound_xls() -> bytes:
    book = xlwt.Workbook()
    sheet = book.add_sheet("t")
    for row, line in enumerate((HEADER, *ROWS)):
        for column, cell in enumerate(line):
            sheet.write(row, column, cell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_parts(**parts: bytes | str | None) -> bytes:
    """The sound workbook with parts replaced, added, or taken out (None). `__` in a name stands for /, a trailing `_xml` for .xml."""
    named = {name.replace("__", "/").replace("_xml", ".xml").replace("_rels", ".rels"): value for name, value in parts.items()}
    return container({**_parts(), **named})


def _parts() -> dict[str, bytes | str | None]:
    with zipfile.ZipFile(io.BytesIO(sound_xlsx())) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def container(parts: dict[str, bytes | str | None]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, value in parts.items():
            if value is not None:
                packed.writestr(zipfile.ZipInfo(name), value, zipfile.ZIP_DEFLATED, 1)
    return out.getvalue()


def sheet(cells: str, after: str = "", before: str = "") -> bytes:
    """The sound workbook with other rows below its header."""
    head = "".join(f'<c r="{letter}1" t="inlineStr"><is><t>{text}</t></is></c>' for letter, text in zip("ABC", HEADER, strict=True))
    return container({**_parts(), SHEET: f'{HEAD}{before}<sheetData><row r="1">{head}</row>{cells}</sheetData>{after}</worksheet>'})


def line(number: int, amount: str, name: str = "x") -> str:
    text = f'<c r="A{number}"><v>{number}</v></c><c r="B{number}" t="inlineStr"><is><t>{name}</t></is></c>'
    return f'<row r="{number}">{text}{amount}</row>'


def hostile_workbooks(secret: str, port: int) -> Iterator[Hostile]:
    yield from _values()
    yield from _places()
    yield from _merges()
    yield from _entities(secret, port)
    yield from _bombs()
    yield from _parts_missing()
    yield from _opendocument(secret)
    yield from _old_workbooks()


def _values() -> Iterator[Hostile]:
    uncomputed = {
        "no_result": '<c r="C2"><f>SUM(A1:A9)</f></c>', "empty_result": '<c r="C2"><f>1,5*2</f><v></v></c>', "result_closed": '<c r="C2"><f>A1</f><v/></c>',
        "shared": '<c r="C2"><f t="shared" si="0"/></c>', "dde": '<c r="C2"><f>cmd|\' /C calc\'!A0</f></c>', "webservice": '<c r="C2"><f>WEBSERVICE("http://x")</f></c>',
        "error": '<c r="C2" t="e"><v>#REF!</v></c>', "error_of_formula": '<c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c>', "inf": '<c r="C2"><v>inf</v></c>',
        "overflow": '<c r="C2"><v>1e400</v></c>', "text_formula": '<c r="C2" t="inlineStr"><is><t>=1+1</t></is></c>', "bool": '<c r="C2" t="b"><v>1</v></c>',
    }  # fmt: skip
    for name, cell in uncomputed.items():
        yield Hostile(f"cell_{name}.xlsx", sheet(line(2, cell) + line(3, '<c r="C3"><v>5</v></c>')), LANDED, cells=("not_a_number",))
    odd = {
        "nan": '<c r="C2"><v>NaN</v></c>', "words": '<c r="C2"><v>abc</v></c>', "unknown_kind": '<c r="C2" t="zz"><v>5</v></c>',
        "string_nowhere": '<c r="C2" t="s"><v>99999999</v></c>', "string_negative": '<c r="C2" t="s"><v>-1</v></c>', "style_nowhere": '<c r="C2" s="99999"><v>5</v></c>',
        "date_far": '<c r="C2" t="d"><v>99999-99-99</v></c>', "hex": '<c r="C2"><v>0x10</v></c>', "long_number": f'<c r="C2"><v>{"9" * 5000}</v></c>',
        "computed": '<c r="C2"><f>2+3</f><v>5</v></c>', "two_values": '<c r="C2"><v>5</v><v>6</v></c>', "nested": '<c r="C2"><c r="C3"><v>5</v></c></c>',
    }  # fmt: skip
    for name, cell in odd.items():
        yield Hostile(f"odd_{name}.xlsx", sheet(line(2, cell) + line(3, '<c r="C3"><v>5</v></c>')), EITHER)


def _places() -> Iterator[Hostile]:
    yield Hostile("last_corner.xlsx", sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), PARKED)
    yield Hostile("last_column.xlsx", sheet('<row r="2"><c r="XFD2"><v>1</v></c></row>'), PARKED, ("too_many_columns",))
    yield Hostile("last_row.xlsx", sheet('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), EITHER)
    for name, place in {"beyond": "ZZZZZ9999999", "zero": "A0", "words": "hello", "empty": "", "negative": "A-1", "huge": "A99999999999999999999"}.items():
        yield Hostile(f"place_{name}.xlsx", sheet(f'<row r="2"><c r="{place}"><v>1</v></c></row>'), EITHER)
    yield Hostile("place_unsaid.xlsx", sheet('<row r="2"><c><f>1+1</f></c></row>'), PARKED, ("cell_without_address",))
    yield Hostile("place_twice.xlsx", sheet(line(2, '<c r="C2"><v>5</v></c>') * 2), EITHER)
    yield Hostile("rows_backwards.xlsx", sheet(line(9, '<c r="C9"><v>5</v></c>') + line(2, '<c r="C2"><v>5</v></c>')), EITHER)
    yield Hostile("dimension_lies.xlsx", sheet(line(2, '<c r="C2"><v>5</v></c>'), before='<dimension ref="A1:XFD1048576"/>'), EITHER)


def _merges() -> Iterator[Hostile]:
    rows = "".join(line(number, f'<c r="C{number}"><v>5</v></c>') for number in range(2, 40))
    clash = {"overlapping": ["B2:B9", "B5:B12"], "twice": ["B2:B9", "B2:B9"], "crossing": ["A5:C5", "B2:B9"], "around": ["A2:C9", "B3:B4"]}
    for name, areas in clash.items():
        yield Hostile(f"merged_{name}.xlsx", sheet(rows, _merged(areas)), PARKED, ("impossible_merges",))
    for name, areas in {"backwards": ["B9:B2"], "nowhere": ["XFE1:ZZZ9"], "words": ["hello"], "one": ["B2"], "whole": ["A1:XFD1048576"], "empty": [""]}.items():
        yield Hostile(f"merged_{name}.xlsx", sheet(rows, _merged(areas)), EITHER)
    many = [f"B{row}:B{row + 1}" for row in range(2, 120_000, 2)]
    yield Hostile("merged_many.xlsx", sheet(rows, _merged(many)), PARKED, ("too_many_merges",))
    yield Hostile(
        "merged_often.xlsx", sheet("".join(line(n, f'<c r="C{n}"><v>5</v></c>', "" if n % 2 else "x") for n in range(2, 4000)), _merged(many[:1900])), LANDED
    )


def _merged(areas: list[str]) -> str:
    return f"<mergeCells>{''.join(f'<mergeCell ref={chr(34)}{area}{chr(34)}/>' for area in areas)}</mergeCells>"


def _entities(secret: str, port: int) -> Iterator[Hostile]:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    doctypes = {
        "file": f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>', "net": f'<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:{port}/x">]>',
        "parameter": f'<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:{port}/p.dtd"> %p;]>', "laughs": f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}<!ENTITY e "&l11;">]>',
        "outside": f'<!DOCTYPE x SYSTEM "file://{secret}">', "long": f'<!DOCTYPE x [<!ENTITY e "{"x" * 100_000}">]>',
    }  # fmt: skip
    for name, doctype in doctypes.items():
        body = f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&e;</t></is></c></row></sheetData></worksheet>'
        yield Hostile(f"entity_{name}_sheet.xlsx", container({**_parts(), SHEET: doctype + body}), PARKED)
        strings = f'<sst xmlns="{MAIN}"><si><t>&e;</t></si></sst>'
        yield Hostile(f"entity_{name}_strings.xlsx", container({**_parts(), "xl/sharedStrings.xml": doctype + strings}), EITHER)
        book = _parts()["xl/workbook.xml"]
        assert isinstance(book, bytes)
        yield Hostile(f"entity_{name}_book.xlsx", container({**_parts(), "xl/workbook.xml": doctype.encode() + book.replace(b"Sheet", b"&e;", 1)}), EITHER)
    link = f'<Relationships xmlns="x"><Relationship Id="rId1" Type="externalLinkPath" Target="file://{secret}" TargetMode="External"/></Relationships>'
    outside = {"xl/externalLinks/externalLink1.xml": "<externalLink/>", "xl/externalLinks/_rels/externalLink1.xml.rels": link}
    yield Hostile("external_link.xlsx", container({**_parts(), **outside}), LANDED)
    targets = _parts()["xl/_rels/workbook.xml.rels"]
    assert isinstance(targets, bytes)
    for number, target in enumerate(
        (f"file://{secret}", f"../../../../..{secret}", f"http://127.0.0.1:{port}/s.xml", "/xl/workbook.xml", "worksheets/../workbook.xml")
    ):
        aimed = targets.replace(b"/xl/worksheets/sheet1.xml", target.encode())
        yield Hostile(f"sheet_elsewhere_{number}.xlsx", container({**_parts(), "xl/_rels/workbook.xml.rels": aimed}), PARKED)


def _bombs() -> Iterator[Hostile]:
    yield Hostile("bomb_sheet.xlsx", container({**_parts(), SHEET: b" " * (520 << 20)}), PARKED, ("unpacks_too_large",))
    yield Hostile("bomb_that_lies.xlsx", lying(container({**_parts(), SHEET: HEAD + "<row>" * 4_000_000}), 1000), PARKED)
    yield Hostile("bomb_deep.xlsx", container({**_parts(), SHEET: HEAD + "<a>" * 2_000_000}), PARKED)
    strings = f'<sst xmlns="{MAIN}"><si><t>{"x" * 32_000}</t></si></sst>'
    shared = "".join(f'<row r="{n}"><c r="B{n}" t="s"><v>0</v></c></row>' for n in range(2, 40_000))
    yield Hostile(
        "bomb_shared_string.xlsx", container({**_parts(), "xl/sharedStrings.xml": strings, SHEET: f"{HEAD}<sheetData>{shared}</sheetData></worksheet>"}), PARKED
    )
    long = f'<c r="C2" t="inlineStr"><is><t>{"x" * (30 << 20)}</t></is></c>'
    yield Hostile("bomb_cell.xlsx", sheet(line(2, long)), PARKED, ("cell_too_long", "too_large_to_read"))
    yield Hostile("many_parts.xlsx", container({**_parts(), **{f"xl/media/{n}.png": b"" for n in range(6000)}}), PARKED, ("too_many_members",))
    attributes = " ".join(f'a{n}="1"' for n in range(200_000))
    yield Hostile("attributes.xlsx", container({**_parts(), SHEET: f"{HEAD}<sheetData {attributes}></sheetData></worksheet>"}), PARKED)


def lying(packed: bytes, size: int) -> bytes:
    """Every unpacked size of the directory replaced by a small one."""
    out, place = bytearray(packed), 0
    while (place := out.find(b"PK\x01\x02", place)) >= 0:
        struct.pack_into("<I", out, place + 24, size)
        place += 46
    return bytes(out)


def _parts_missing() -> Iterator[Hostile]:
    for part in ("[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", SHEET, "xl/styles.xml", "xl/sharedStrings.xml"):
        name = part.strip("[]").replace("/", "_")
        yield Hostile(f"without_{name}.xlsx", container({**_parts(), part: None}), EITHER)
        yield Hostile(f"empty_{name}.xlsx", container({**_parts(), part: b""}), EITHER)
        yield Hostile(f"noise_{name}.xlsx", container({**_parts(), part: zlib.compress(part.encode()) * 20}), EITHER)


def _old_workbooks() -> Iterator[Hostile]:
    whole = sound_xls()
    yield Hostile("ole_only.xls", whole[:512], PARKED)
    yield Hostile("ole_zeros.xls", whole[:8] + bytes(4096), PARKED)
    chain = bytearray(whole)
    for place in range(512, 1024, 4):
        struct.pack_into("<I", chain, place, 0)
    yield Hostile("ole_circle.xls", bytes(chain), EITHER)
    for name, offset, value in (
        ("sector_size", 30, 0xFFFF),
        ("fat_count", 44, 0xFFFFFF),
        ("directory", 48, 0),
        ("mini_fat", 60, 7),
        ("difat", 68, 0),
        ("difat_count", 72, 0x7FFFFFFF),
    ):
        broken = bytearray(whole)
        struct.pack_into("<I" if value > 0xFFFF or offset > 40 else "<H", broken, offset, value)
        yield Hostile(f"ole_{name}.xls", bytes(broken), EITHER)
    book = xlwt.Workbook()
    page = book.add_sheet("x'); drop table amounts; --")
    for column, text in enumerate(HEADER):
        page.write(0, column, text)
    for row, cell in enumerate(("5", xlwt.Formula("1/0"), xlwt.Formula('HYPERLINK("http://x")')), start=1):
        page.write(row, 0, str(row))
        page.write(row, 2, cell)
    out = io.BytesIO()
    book.save(out)
    yield Hostile("formulas.xls", out.getvalue(), EITHER)


def _opendocument(secret: str) -> Iterator[Hostile]:
    lines = [table_row(*map(words, HEADER)), *(table_row(*(words(str(cell)) for cell in line)) for line in ROWS)]
    sound = ods(*lines, empty(1048570))
    yield Hostile("ods/sound.ods", sound, LANDED)
    yield Hostile("ods/named otherwise.csv", sound, LANDED)
    yield Hostile("ods/cut.ods", sound[: len(sound) // 2])
    yield Hostile("ods/a text document.ods", ods(*lines, mime="application/vnd.oasis.opendocument.text"), reasons=("unsupported_type",))
    yield Hostile("ods/a row a million times.ods", ods(*lines, table_row(*(words("x"),) * 300, times=1000000)))
    yield Hostile(
        "ods/a cell a billion times.ods",
        ods(*lines, table_row(words("x").replace("<table:table-cell", '<table:table-cell table:number-columns-repeated="999999999"'))),
    )
    yield Hostile("ods/merged to the end.ods", ods(table_row(words("code", (1048576, 1024)), *map(words, HEADER[1:])), *lines[1:]))
    yield Hostile("ods/counts no number.ods", ods(*lines, '<table:table-row table:number-rows-repeated="many"/>'))
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'
    yield Hostile("ods/entity.ods", ods(*lines, table_row(words("104"), words("&e;"), words("1")), before=entity))
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    yield Hostile("ods/laughs.ods", ods(*lines, table_row(words("104"), words("&l9;"), words("1")), before=f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>'))
