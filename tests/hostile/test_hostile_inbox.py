"""Some four hundred hostile or corrupted files in one inbox: each is parked for a reason of the closed list, or landed with every cell accounted
for; none ends the run, takes long, or takes much memory; the sound file beside them lands.

`CALIBER_HOSTILE=all` makes the large ones larger and reads with the limits a run has (some three minutes).
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hostile_documents import hostile_documents
from hostile_entries import hostile_entries
from hostile_file import CANARY, EITHER, Hostile, csv
from hostile_texts import SOUND, hostile_texts
from hostile_workbooks import hostile_workbooks

from pipelines.landing.inbox import readable
from pipelines.settings import PROJECT

EVERYTHING = os.environ.get("CALIBER_HOSTILE") == "all"
SECONDS, MEMORY_MB = 10, 1024
CONTRACT = """
id: zz-hostile.all
publisher: {name: made up}
kind: expenditure
region: "ZZ-1"
unit: {currency: CNY}
editions:
  - years: [2024]
    files: ["**"]
    layout: {columns: {item_code: code, item_name: name}, amounts: {final: amount}}
"""


@pytest.fixture(scope="module")
def listener() -> Iterator[socket.socket]:
    """A port of this machine that hostile files point to."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.01)
        yield server


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, listener: socket.socket) -> tuple[Path, list[Hostile]]:
    """The inbox, and what lies in it."""
    base = tmp_path_factory.mktemp("hostile")
    (base / "outside").mkdir()
    secret, port = base / "outside" / "secret.txt", listener.getsockname()[1]
    secret.write_text(CANARY, encoding="utf-8")
    (base / "inbox").mkdir()
    (base / "inbox" / "sound.csv").write_bytes(csv(*SOUND))
    (base / "inbox" / "all.contract.yml").write_text(CONTRACT, encoding="utf-8")
    makers = (hostile_texts(), hostile_workbooks(str(secret), port), hostile_documents(str(secret), port), hostile_entries(str(secret)))
    files = []
    for made in (file for maker in makers for file in maker):
        made.write(base / "inbox")
        # The bytes are on the disk; what the test still needs is small.
        files.append(Hostile(made.name, b"", made.fate, made.reasons, made.cells))
    return base, files


@pytest.fixture(scope="module")
def done(hostile: tuple[Path, list[Hostile]]) -> dict[str, Any]:
    """What a run made of the inbox, with the peak of memory of its processes together."""
    base, _ = hostile
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), **({} if EVERYTHING else {"CALIBER_MAX_READ_SECONDS": "2"})}
    command = [sys.executable, str(Path(__file__).with_name("run_inbox.py")), str(base / "home"), str(base / "inbox")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        peaks: list[int] = []
        threading.Thread(target=partial(_watch, process, peaks), daemon=True).start()
        said, complaint = process.communicate()
    assert process.returncode == 0, complaint.decode()[-3000:]
    return {**json.loads(said), "peak": max(peaks, default=0)}


def _watch(process: subprocess.Popen[bytes], peaks: list[int]) -> None:
    while process.poll() is None:
        peaks.append(sum(map(_resident_mb, _family(process.pid))))
        time.sleep(0.02)


def _family(parent: int) -> Iterator[int]:
    yield parent
    for task in Path(f"/proc/{parent}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _family(int(child))


def _resident_mb(process: int) -> int:
    """Its own memory: pages it shares with the process it was forked from are counted there."""
    try:
        found = re.search(r"RssAnon:\s+(\d+)", Path(f"/proc/{process}/status").read_text())
    except OSError:
        return 0
    return int(found[1]) // 1024 if found else 0


def _outcomes(done: dict[str, Any], file: Hostile) -> list[dict[str, Any]]:
    """Of the file, or of the members of an archive."""
    name = readable(Path(file.name))
    return [outcome for outcome in done["outcomes"] if outcome["path"] == name or outcome["path"].startswith(f"{name}/")]


def _legal_reasons() -> set[str]:
    """The closed list is the one that people read."""
    return set(re.findall(r"^\| `(\w+)` \|", (PROJECT / "docs" / "hostile_input.md").read_text(encoding="utf-8"), re.MULTILINE))


def test_there_are_enough_of_them(hostile: tuple[Path, list[Hostile]]) -> None:
    assert len({file.name for file in hostile[1]}) == len(hostile[1]) >= 300


def test_each_becomes_what_it_must(hostile: tuple[Path, list[Hostile]], done: dict[str, Any]) -> None:
    wrong = []
    for file in hostile[1]:
        outcomes = _outcomes(done, file)
        parked = [outcome for outcome in outcomes if outcome["status"] == "parked"]
        fates = {outcome["status"] for outcome in outcomes}
        if not outcomes or (file.fate != EITHER and fates != {file.fate}) or any(file.reasons and one["reason"] not in file.reasons for one in parked):
            wrong.append((file.name, file.fate, file.reasons, outcomes))
    assert not wrong, "\n".join(map(str, wrong))


def test_every_reason_is_of_the_closed_list_and_says_what_to_do(done: dict[str, Any]) -> None:
    parked = [outcome for outcome in done["outcomes"] if outcome["status"] == "parked"]
    assert {outcome["reason"] for outcome in parked} <= _legal_reasons()
    assert [outcome for outcome in parked if len(outcome["detail"]) < 20 or not outcome["detail"].isprintable()] == []
    limited = [outcome for outcome in parked if re.search(r"^too_|_too_|^unpacks_", outcome["reason"])]
    assert limited
    assert [outcome for outcome in limited if "CALIBER_MAX_" not in outcome["detail"]] == [], "the limit is named, and how to raise it"


def test_every_cell_of_a_landed_file_is_accounted_for(hostile: tuple[Path, list[Hostile]], done: dict[str, Any]) -> None:
    landed = hostile[0] / "home" / "landed"
    with duckdb.connect() as db:
        lost = db.execute(
            f"select file_path from '{landed}/exports/*.parquet' where status = 'landed' and n_cells <> n_cells_landed + n_cells_ignored + n_cells_parked"
        ).fetchall()
        cells = db.execute(
            f"select file_path, list(distinct reason) from '{landed}/exports/*.parquet' join '{landed}/parked/*.parquet' using (landed_key) group by all"
        ).fetchall()
    assert lost == []
    found = {path: set(reasons) for path, reasons in cells}
    assert [file.name for file in hostile[1] if not set(file.cells) <= found.get(readable(Path(file.name)), set())] == []


def test_no_file_takes_long_and_all_together_little_memory(done: dict[str, Any]) -> None:
    assert [outcome for outcome in done["outcomes"] if outcome["seconds"] >= SECONDS] == []
    assert done["peak"] < MEMORY_MB, f"{done['peak']} MB at the peak"


def test_the_sound_file_beside_them_lands(hostile: tuple[Path, list[Hostile]], done: dict[str, Any]) -> None:
    assert {outcome["status"] for outcome in done["outcomes"] if outcome["path"] == "sound.csv"} == {"landed"}
    with duckdb.connect() as db:
        landed = hostile[0] / "home" / "landed"
        (total,) = db.execute(
            f"select sum(amount_reported) from '{landed}/exports/*.parquet' join '{landed}/amounts/*.parquet' using (landed_key) where file_path = 'sound.csv'"
        ).fetchall()[0]
    assert total == Decimal("1606")


def test_nothing_outside_the_inbox_is_read_or_called(hostile: tuple[Path, list[Hostile]], done: dict[str, Any], listener: socket.socket) -> None:
    with duckdb.connect() as db:
        for table in ("amounts", "parked", "exports"):
            found = db.execute(f"select count(*) from '{hostile[0]}/home/landed/{table}/*.parquet' as t where t::varchar like ?", [f"%{CANARY}%"]).fetchall()
            assert found == [(0,)], table
    with pytest.raises(TimeoutError):
        listener.accept()
