"""Parquet, html, archives, Word and PDF: what their own grammars make possible."""

from __future__ import annotations

import io
import random
import zipfile
import zlib
from collections.abc import Iterator
from decimal import Decimal
from functools import cache

import pyarrow as pa
from hostile_file import EITHER, HEADER, LANDED, PARKED, ROWS, Hostile, csv
from hostile_texts import SOUND
from hostile_workbooks import container, lying, sound_xls, sound_xlsx
from pyarrow import parquet

AMOUNTS = pa.array([5.0, 6.0])
BASE = {"code": pa.array(["101", "102"]), "name": pa.array(["a", "b"])}


def sound_parquet(**columns: pa.Array) -> bytes:
    out = io.BytesIO()
    parquet.write_table(pa.table({**BASE, "amount": AMOUNTS, **columns}), out)
    return out.getvalue()


@cache
def sound_html() -> bytes:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line)}</tr>" for line in (HEADER, *ROWS))
    return f"<html><body><table>{rows}</table></body></html>".encode()


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as packed:
        for name, data in members.items():
            packed.writestr(zipfile.ZipInfo(name), data, method, 1 if method else None)
    return out.getvalue()


def hostile_documents(secret: str, port: int) -> Iterator[Hostile]:
    yield from _parquet()
    yield from _html(secret, port)
    yield from _archives()
    yield from _word(secret)
    yield from _pdf()
    yield from _damaged()
    yield from _mislabelled()


def _parquet() -> Iterator[Hostile]:
    nested = {"list": pa.array([[1], [2]]), "struct": pa.array([{"a": 1}, {"a": 2}]), "map": pa.array([[("a", 1)], []], pa.map_(pa.string(), pa.int64()))}
    for name, column in nested.items():
        yield Hostile(f"nested_{name}.parquet", sound_parquet(amount=column), PARKED, ("nested_columns",))
    deep = pa.array([None, None], _deep(60))
    yield Hostile("nested_deep.parquet", sound_parquet(amount=deep), PARKED)
    yield Hostile("infinite.parquet", sound_parquet(amount=pa.array([float("inf"), 5.0])), LANDED, cells=("not_a_number",))
    yield Hostile("not_numbers.parquet", sound_parquet(amount=pa.array([float("nan"), 5.0])), LANDED)
    yield Hostile("huge_numbers.parquet", sound_parquet(amount=pa.array([1e300, 5.0])), LANDED, cells=("not_a_number",))
    yield Hostile("bytes.parquet", sound_parquet(name=pa.array([b"\xff\xfe", b"b"])), PARKED, ("broken_parquet",))
    yield Hostile("wide_decimals.parquet", sound_parquet(amount=pa.array([Decimal("9" * 60), Decimal(1)], pa.decimal256(60, 0))), EITHER)
    yield Hostile("far_dates.parquet", sound_parquet(amount=pa.array([2**62, 0], pa.timestamp("us"))), EITHER)
    yield Hostile("no_rows.parquet", _written(pa.table({**BASE, "amount": AMOUNTS}).slice(0, 0)), PARKED, ("no_rows",))
    yield Hostile("no_columns.parquet", _written(pa.table({})), PARKED)
    yield Hostile("billion_rows.parquet", _repeated(), PARKED, ("too_many_cells", "too_large_to_read"))
    yield Hostile("many_columns.parquet", _written(pa.table({f"c{n}": AMOUNTS for n in range(3000)})), PARKED, ("too_many_columns",))
    yield Hostile("long_cell.parquet", sound_parquet(name=pa.array(["x" * (20 << 20), "b"])), PARKED, ("cell_too_long",))
    table = pa.table({**BASE, "amount": AMOUNTS})
    yield Hostile("long_metadata.parquet", _written(table.replace_schema_metadata({"k": "x" * (20 << 20)})), EITHER)
    yield Hostile("many_groups.parquet", _written(pa.concat_tables([table] * 2000), row_group_size=1), LANDED)
    for number, name in enumerate(("amount'); drop table amounts; --", "amount\n", "amount\x00", "name", "x" * 100_000, "\u202eamount")):
        yield Hostile(f"column_name_{number}.parquet", _written(pa.Table.from_arrays([*BASE.values(), AMOUNTS], names=["code", "name", name])), EITHER)
    yield Hostile("footer_lies.parquet", sound_parquet()[:-8] + b"\xff\xff\xff\x7fPAR1", PARKED, ("broken_parquet",))
    yield Hostile("magic_only.parquet", b"PAR1PAR1", PARKED, ("broken_parquet",))


def _deep(levels: int) -> pa.DataType:
    return pa.list_(_deep(levels - 1)) if levels else pa.int64()


def _written(table: pa.Table, **how: object) -> bytes:
    out = io.BytesIO()
    parquet.write_table(table, out, **how)
    return out.getvalue()


@cache
def _repeated() -> bytes:
    """Forty million times the same three cells in a few kilobytes."""
    rows = 1_000_000
    part = pa.table({name: pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int8()), pa.array(["x" * 30])) for name in HEADER})
    out = io.BytesIO()
    with parquet.ParquetWriter(out, part.schema) as writer:
        for _ in range(40):
            writer.write_table(part)
    return out.getvalue()


def _html(secret: str, port: int) -> Iterator[Hostile]:
    whole = sound_html()
    yield Hostile("page.xls", whole, LANDED)
    yield Hostile("span_columns.html", whole.replace(b"<td>", b'<td colspan="999999999">', 3), PARKED)
    yield Hostile("span_rows.html", whole.replace(b"<td>", b'<td rowspan="999999999">', 4), EITHER)
    yield Hostile("nested_tables.html", b"<html>" + b"<table><tr><td>" * 50_000, PARKED)
    yield Hostile("open_comment.html", b"<html><table>" + b"<!--" * 100_000, PARKED)
    yield Hostile("open_declarations.html", b"<html>" + b"<![" * 100_000, PARKED)
    yield Hostile("open_tags.html", b"<html>" + b"<a " * 200_000, PARKED)
    yield Hostile("entities.html", whole.replace(b"Schools", b"&#xffffffff;&#0;&bogus;" + b"&lt;" * 10_000), EITHER)
    yield Hostile(
        "scripts.html", whole.replace(b"<table>", f'<script src="http://127.0.0.1:{port}/"></script><img src="file://{secret}"><table>'.encode()), LANDED
    )
    yield Hostile("frames.html", f'<html><frameset><frame src="file://{secret}"></frameset></html>'.encode(), PARKED, ("no_table",))
    yield Hostile("two_encodings.html", whole.replace(b"<body>", b'<meta charset="utf-7"><body>').replace(b"Parks", b"\xff\xfe"), PARKED)
    yield Hostile("many_tables.html", b"<html>" + b"<table><tr><td>1</td></tr></table>" * 20_000, PARKED)


def _archives() -> Iterator[Hostile]:
    table = csv(*SOUND)
    yield Hostile("good.zip", zipped({"inside/table.csv": table}), EITHER)
    for number, name in enumerate(("../up.csv", "/root.csv", "C:\\x.csv", "..\\up.csv", "a/../../up.csv", "line\nbreak.csv", "\x1b[2J.csv")):
        yield Hostile(f"path_{number}.zip", zipped({name: table}), PARKED, ("unsafe_path",))
    bomb = zipped({"zeros.csv": bytes(64 << 20)})
    yield Hostile("bomb.zip", bomb, PARKED, ("zip_bomb",))
    yield Hostile("bomb_that_lies_small.zip", lying(bomb, 1000), PARKED, ("zip_bomb", "broken_archive"))
    yield Hostile("bomb_that_lies_large.zip", lying(bomb, 0x7FFFFFFF), PARKED, ("archive_too_large",))
    yield Hostile("long_directory.zip", _long_directory(), PARKED, ("archive_too_large",))
    inner = zipped({"table.csv": table})
    for _ in range(5):
        inner = zipped({"inner.zip": inner})
    yield Hostile("nested.zip", inner, PARKED, ("nested_archive",))
    yield Hostile("many.zip", zipped({f"{n}.csv": b"" for n in range(6000)}), PARKED, ("archive_too_large", "too_many_members"))
    yield Hostile("empty.zip", zipped({}), PARKED)
    yield Hostile("folder_only.zip", zipped({"a/": b""}), PARKED)
    yield Hostile("overlapping.zip", _overlapping(table), PARKED, ("zip_bomb", "broken_archive"))
    encrypted = bytearray(zipped({"table.csv": table}))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        encrypted[encrypted.find(magic) + offset] |= 1
    yield Hostile("encrypted.zip", bytes(encrypted), PARKED, ("encrypted",))
    wrong = bytearray(zipped({"table.csv": table}, zipfile.ZIP_STORED))
    wrong[45] ^= 0xFF
    yield Hostile("wrong_sum.zip", bytes(wrong), PARKED, ("broken_archive",))
    yield Hostile("link.zip", _with_link(), PARKED)


def _overlapping(table: bytes) -> bytes:
    """Two entries of the directory that share the bytes of one member."""
    packed = zipped({"a.csv": table})
    start = packed.find(b"PK\x01\x02")
    end = packed.find(b"PK\x05\x06")
    entry = packed[start:end]
    tail = bytearray(packed[end:])
    tail[8:12] = (2).to_bytes(2, "little") * 2
    tail[12:16] = (2 * len(entry)).to_bytes(4, "little")
    return packed[:end] + entry.replace(b"a.csv", b"b.csv") + bytes(tail)


def _long_directory() -> bytes:
    """A hundred thousand entries that the end of the directory says nothing of."""
    packed = zipped({"a.csv": b""})
    start, end = packed.find(b"PK\x01\x02"), packed.find(b"PK\x05\x06")
    tail = bytearray(packed[end:])
    tail[12:16] = (100_000 * (end - start)).to_bytes(4, "little")
    return packed[:start] + packed[start:end] * 100_000 + bytes(tail)


def _with_link() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        entry = zipfile.ZipInfo("link.csv")
        entry.external_attr = 0o120777 << 16
        packed.writestr(entry, "/etc/passwd")
    return out.getvalue()


def _word(secret: str) -> Iterator[Hostile]:
    kinds = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bodies = {
        "entity": f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]><w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>',
        "laughs": f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]><w:document xmlns:w="{word}">&l11;</w:document>',
        "deep": f'<w:document xmlns:w="{word}"><w:body>' + "<w:tbl><w:tr><w:tc>" * 30_000,
        "empty": "", "no_body": f'<w:document xmlns:w="{word}"/>', "spans": f'<w:document xmlns:w="{word}"><w:body><w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl></w:body></w:document>',
    }  # fmt: skip
    for name, body in bodies.items():
        yield Hostile(f"{name}.docx", container({"[Content_Types].xml": kinds, "word/document.xml": body}), PARKED)
    yield Hostile("bomb.docx", container({"[Content_Types].xml": kinds, "word/document.xml": b" " * (520 << 20)}), PARKED)


def _pdf() -> Iterator[Hostile]:
    bomb = zlib.compress(bytes(100 << 20))
    streams = {
        "bomb": b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(bomb), bomb), "twice": b"<</Length 9/Filter[/FlateDecode/FlateDecode]>>stream\nxxxxxxxxx\nendstream",
        "no_end": b"<</Length 999999999>>stream\n", "negative": b"<</Length -5>>stream\n\nendstream",
    }  # fmt: skip
    for name, stream in streams.items():
        yield Hostile(f"stream_{name}.pdf", _page(stream), PARKED)
    yield Hostile(
        "pages_circle.pdf",
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
        PARKED,
    )
    yield Hostile("deep_arrays.pdf", b"%PDF-1.4\n1 0 obj" + b"[" * 100_000 + b"endobj\ntrailer<</Root 1 0 R>>\n%%EOF", PARKED)
    yield Hostile("no_objects.pdf", b"%PDF-1.7\n%%EOF", PARKED)
    yield Hostile("xref_circle.pdf", b"%PDF-1.4\nxref\n0 1\n0000000000 65535 f \ntrailer<</Size 1/Prev 9/Root 1 0 R>>\nstartxref\n9\n%%EOF", PARKED)
    yield Hostile(
        "many_pages.pdf",
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids["
        + b"3 0 R " * 200_000
        + b"]/Count 200000>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
        PARKED,
    )


def _page(stream: bytes) -> bytes:
    start = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj\n"
    return start + b"4 0 obj" + stream + b"endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


def _damaged() -> Iterator[Hostile]:
    """Sound files cut off while copying, and with a few bytes changed."""
    sound = {
        "xlsx": sound_xlsx(),
        "xls": sound_xls(),
        "parquet": sound_parquet(),
        "html": sound_html(),
        "zip": zipped({"table.csv": csv(*SOUND)}),
        "csv": csv(*SOUND),
    }
    for kind, whole in sound.items():
        for percent in (1, 10, 30, 50, 70, 90, 99):
            yield Hostile(f"cut_{percent}.{kind}", whole[: len(whole) * percent // 100], EITHER)
        noise = random.Random(kind)
        for number in range(6):
            changed = bytearray(whole)
            for _ in range(1 + number):
                changed[noise.randrange(len(changed))] = noise.randrange(256)
            yield Hostile(f"changed_{number}.{kind}", bytes(changed), EITHER)


def _mislabelled() -> Iterator[Hostile]:
    kinds = {
        "gzip": b"\x1f\x8b\x08\x00", "rar": b"Rar!\x1a\x07\x00", "seven": b"7z\xbc\xaf\x27\x1c", "png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff\xe0", "xml": b"<?xml version='1.0'?><a/>",
        "mhtml": b"MIME-Version: 1.0\n", "elf": b"\x7fELF\x02\x01\x01\x00", "sqlite": b"SQLite format 3\x00", "pickle": b"\x80\x04\x95cos\nsystem\n(S'id'\ntR.", "bzip": b"BZh91AY&SY", "xz": b"\xfd7zXZ\x00",
        "gif": b"GIF89a\x01\x00", "rtf": b"{\\rtf1 hello}", "pdf": b"%PDF-1.4\n", "arrow": b"ARROW1\x00\x00", "duckdb": bytes(8) + b"DUCK", "shell": b"#!/bin/sh\nrm -rf /\n",
    }  # fmt: skip
    for name, magic in kinds.items():
        yield Hostile(f"really_{name}.csv", magic + random.Random(name).randbytes(600), PARKED)
