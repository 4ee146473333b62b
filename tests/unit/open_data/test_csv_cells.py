"""No text of a CSV file is a formula to a spreadsheet, and every text can be got back."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from pipelines.open_data.tables import MARK, RISKY, public_tables, write_table

TEXTS = st.lists(st.one_of(st.sampled_from(RISKY).flatmap(lambda sign: st.text(max_size=6).map(lambda text: sign + text)), st.text(max_size=6)), max_size=8)


def written(texts: list[str | None], folder: Path) -> tuple[list[list[str]], list[tuple[object, ...]]]:
    with duckdb.connect() as db:
        db.execute("create schema marts; create table marts.dim_mappings (place integer, said varchar, amount decimal(10, 2), reviewer varchar)")
        if texts:
            db.executemany("insert into marts.dim_mappings values (?, ?, -1.5, 'a person')", list(enumerate(texts)))
        for kind in ("csv", "parquet"):
            (folder / kind).mkdir()
        table = write_table(db, public_tables(db)[0], folder)
        assert table.n_rows == len(texts)
        with (folder / "csv" / "dim_mappings.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        return rows, db.execute(f"select said from '{folder / 'parquet' / 'dim_mappings.parquet'}' order by place").fetchall()


@given(TEXTS.map(lambda texts: [text.replace("\x00", "") for text in texts]))
def test_texts_are_marked_and_come_back(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (header, *rows), kept = written(list(texts), Path(folder))
    assert header == ["place", "said", "amount"]
    assert not any(row[1].startswith(tuple(sign for sign in RISKY if sign != MARK)) for row in rows)
    assert [row[1].removeprefix(MARK) for row in rows] == texts
    assert [row[0] for row in kept] == texts
    assert {row[2] for row in rows} <= {"-1.50"}
