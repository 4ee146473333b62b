"""The ledger: whatever is changed in it is named by its first line; crashes and writers beside one another do no harm."""

from __future__ import annotations

import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipelines.decisions.ledger import LedgerError, Reply, hold_ledger, read_ledger

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def said(reason: str, subject: str = "s") -> Reply:
    return Reply(finding_id="f", action="explain", who="Zoë", role="accountable", reason=reason, rule_id="r", subject_id=subject)


def written(path: Path, reasons: list[str]) -> list[Reply]:
    with hold_ledger(path) as ledger:
        ledger.append([said(reason) for reason in reasons])
    return read_ledger(path)


@given(st.lists(WORDS, min_size=1, max_size=4), st.data())
def test_any_changed_byte_is_found_in_its_line(reasons: list[str], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.jsonl"
        assert [reply.reason for reply in written(path, reasons)] == reasons
        whole = path.read_bytes()
        place = data.draw(st.integers(0, len(whole) - 2))
        byte = data.draw(st.integers(0, 255))
        assume(byte != whole[place] and byte != ord("\n") and whole[place] != ord("\n"))
        path.write_bytes(whole[:place] + bytes([byte]) + whole[place + 1 :])
        line = len(whole[:place].split(b"\n"))
        with pytest.raises(LedgerError, match=rf"ledger\.jsonl:{line}: "):
            read_ledger(path)


@given(st.permutations(range(4)), st.sets(st.integers(0, 3)))
def test_lines_taken_out_or_moved_are_found_at_the_first_place(order: list[int], kept: set[int]) -> None:
    changed = [number for number in order if number in kept]
    assume(changed != list(range(len(changed))))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.jsonl"
        written(path, ["a", "b", "c", "d"])
        lines = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(b"".join(lines[number] for number in changed))
        first = next(place for place, number in enumerate(changed) if place != number)
        with pytest.raises(LedgerError, match=rf"ledger\.jsonl:{first + 1}: a line before it was changed"):
            read_ledger(path)


def test_an_end_that_the_release_knows_may_not_be_missing(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    replies = written(path, ["a", "b", "c"])
    known = (3, replies[2].sha256)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:2]))
    assert len(read_ledger(path)) == 2
    with pytest.raises(LedgerError, match=r"ledger\.jsonl:3: the last release was made with reply 3 .* ends at reply 2"):
        read_ledger(path, known)
    # A chain written anew from there is whole in itself, and still another one.
    written(path, ["another"])
    with pytest.raises(LedgerError, match=r"ledger\.jsonl:3: .* has another one in its place"):
        read_ledger(path, known)
    path.unlink()
    with pytest.raises(LedgerError, match="ends at reply 0"):
        read_ledger(path, known)


@pytest.mark.parametrize("cut", [1, 10, 100])
def test_a_line_cut_off_by_a_crash_is_passed_over_and_written_over(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "ledger.jsonl"
    written(path, ["a", "b"])
    whole = path.read_bytes()
    path.write_bytes(whole[:-cut])
    kept = 2 if cut == 1 else 1
    assert len(read_ledger(path)) == kept
    assert [reply.reason for reply in written(path, ["c"])] == ["a", "b", "c"][:kept] + ["c"] * 1
    assert path.read_bytes().endswith(b"\n")


def test_writers_beside_one_another_make_one_chain(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"

    def write(number: int) -> None:
        with hold_ledger(path) as ledger:
            ledger.append([said(f"{number}"), said(f"{number} again")])

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(24)))
    replies = read_ledger(path)
    assert [reply.number for reply in replies] == list(range(1, 49))
    assert all(second.reason == f"{first.reason} again" for first, second in zip(replies[::2], replies[1::2], strict=True))
