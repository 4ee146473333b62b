"""What a run says of entries that are no plain files, of files that change, and of files nobody may read."""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
from one_file import contract, editions

from pipelines.intake import land_all, take_in
from pipelines.landing.inbox import copy_once, entries, read_once
from pipelines.landing.matching import assignments
from pipelines.landing.snapshot import read_receipts, receive, snapshot_path
from pipelines.settings import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path / "home")
    home.prepare()
    return home


@contextmanager
def as_nobody() -> Iterator[None]:
    """The rights of an account that owns nothing."""
    before = os.geteuid()
    if before == 0:
        os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(before)


def parked(home: Home) -> dict[str, str]:
    return dict(duckdb.sql(f"select file_path, parked_reason from '{home.landed}/exports/*.parquet' where status = 'parked'").fetchall())


def test_files_and_folders_nobody_may_read_are_told() -> None:
    with tempfile.TemporaryDirectory() as place:
        inbox = Path(place)
        inbox.chmod(0o755)
        (inbox / "closed.csv").write_text("a,b", encoding="utf-8")
        (inbox / "closed.csv").chmod(0)
        (inbox / "folder").mkdir(mode=0)
        (inbox / "open.csv").write_text("a,b", encoding="utf-8")
        with as_nobody():
            found = entries(inbox)
            with pytest.raises(Exception, match="^unreadable: it can't be opened"):
                read_once(inbox / "closed.csv")
        assert [getattr(entry, "fault", None) and entry.fault.reason for entry in found] == [None, "unreadable", None]


def test_a_file_that_changes_all_the_time_waits_for_the_next_run(home: Home, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    file = inbox / "growing.csv"
    file.write_bytes(b"a,b\n" * 4_000_000)
    done = threading.Event()

    def grow() -> None:
        with file.open("ab", buffering=0) as growing:
            while not done.wait(0.001):
                growing.write(b"1,2\n")

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        (receipt,) = receive(home, inbox)
    finally:
        done.set()
        writer.join()
    assert (receipt.reason, receipt.size) == ("still_changing", 0)
    land_all(home, take_in(home, inbox))
    # Once it is whole it is a delivery like any other, and the refusal is history.
    assert parked(home) == {"growing.csv": "no_contract"}
    assert [(one.reason is None) for one in read_receipts(home)] == [False, True]


def test_what_is_kept_is_one_state_of_a_file_that_is_replaced_under_the_reader(home: Home, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    states = [bytes([65 + number]) * (3 << 20) for number in range(2)]
    file, done = inbox / "a.csv", threading.Event()
    file.write_bytes(states[0])

    def replace() -> None:
        number = 0
        while not done.is_set():
            number += 1
            (tmp_path / "new").write_bytes(states[number % 2])
            (tmp_path / "new").replace(file)
            with file.open("r+b") as again:
                again.write(states[(number + 1) % 2])

    writer = threading.Thread(target=replace)
    writer.start()
    try:
        for _ in range(10):
            receive(home, inbox)
    finally:
        done.set()
        writer.join()
    receive(home, inbox)
    kept = {receipt.sha256 for receipt in read_receipts(home) if receipt.reason is None}
    assert kept
    for sha256 in kept:
        data = snapshot_path(home, sha256).read_bytes()
        assert hashlib.sha256(data).hexdigest() == sha256
        assert len(set(data)) == 1, "bytes of two states in one snapshot"


def test_a_link_is_followed_into_a_trusted_folder_only(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox, store = tmp_path / "inbox", tmp_path / "store"
    inbox.mkdir()
    store.mkdir()
    (store / "a.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (inbox / "a.csv").symlink_to(store / "a.csv")
    assert [receipt.reason for receipt in receive(home, inbox)] == ["link_leaves_inbox"]
    assert receive(home, inbox) == [], "a refusal is said once"
    monkeypatch.setenv("CALIBER_TRUSTED_FOLDERS", f"{tmp_path / 'other'}{os.pathsep}{store}")
    (taken,) = receive(home, inbox)
    assert snapshot_path(home, taken.sha256).read_text(encoding="utf-8") == "a,b\n1,2\n"


def test_two_refusals_of_one_path_are_two_facts_of_which_the_last_holds(home: Home, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "x.csv").symlink_to("/etc/passwd")
    land_all(home, take_in(home, inbox))
    assert parked(home) == {"x.csv": "link_leaves_inbox"}
    (inbox / "x.csv").unlink()
    os.mkfifo(inbox / "x.csv")
    land_all(home, take_in(home, inbox))
    assert parked(home) == {"x.csv": "not_a_file"}
    (inbox / "x.csv").unlink()
    (inbox / "x.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    land_all(home, take_in(home, inbox))
    assert parked(home) == {"x.csv": "no_contract"}


def test_large_files_are_copied_in_pieces_and_once(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.landing.snapshot.LARGE", 10)
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "a.csv").write_bytes(b"a,b\n" * 100)
    (receipt,) = receive(home, inbox)
    assert (receipt.sha256, receipt.size) == copy_once(inbox / "a.csv", None) == (hashlib.sha256(b"a,b\n" * 100).hexdigest(), 400)
    assert snapshot_path(home, receipt.sha256).read_bytes() == b"a,b\n" * 100
    assert receive(home, inbox) == []
    assert [path.name for path in home.snapshots.rglob("*") if path.is_file()] == [receipt.sha256]


def test_equal_bytes_under_names_that_read_alike_are_exports_of_their_own() -> None:
    """An export is known by its id in the whole book; two of one id would hold back the release."""
    text = contract("layout: {columns: {item_name: name}, amounts: {final: amount}}", files="**")
    names = ("$(id).csv", "`id`.csv", "-id-.csv", "a/-id-.csv", "b/-id-.csv", "[id].csv")
    ids = [assignment.export_id for name in names for assignment in assignments(name, "0" * 64, editions(text), "inbox")]
    assert len(set(ids)) == len(ids) == len(names)
