"""A reader that runs wild ends alone: by name, in time, and the next file is read as if nothing had been."""

from __future__ import annotations

import builtins
import os
import pickle
import struct
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from hostile_workbooks import sound_xlsx

from pipelines.contracts.contract import FileFormat
from pipelines.decoding import confined as confinement
from pipelines.decoding.confined import confined
from pipelines.decoding.decode import decode
from pipelines.decoding.grid import DecodingError


def refusal(reader: Callable[..., Any], *given: Any) -> DecodingError:
    with pytest.raises(DecodingError) as refused:
        confined(reader, *given, broken="broken_thing", what="a thing")
    return refused.value


def reads() -> bool:
    return decode(sound_xlsx(), FileFormat(), 0, lambda _: False).grids[0].cells.num_rows == 4


@pytest.mark.parametrize(
    ("reader", "given", "reason", "said"),
    [
        (builtins.sum, (range(10**15),), "too_slow_to_read", "CALIBER_MAX_READ_SECONDS"),
        (time.sleep, (600,), "too_slow_to_read", "CALIBER_MAX_READ_SECONDS"),
        (builtins.bytearray, (4 << 30,), "too_large_to_read", "CALIBER_MAX_READ_MEMORY_MB"),
        (os.abort, (), "broken_thing", "signal 6"),
        (os._exit, (0,), "broken_thing", "can't be read as a thing"),
        (os.kill, (0, 0, 0), "broken_thing", "TypeError"),
        (os.getcwd, (), "broken_thing", "AttributeError"),
        (builtins.open, ("/nowhere/at/all",), "broken_thing", "FileNotFoundError"),
    ],
)
def test_whatever_a_reader_does_ends_in_a_reason(
    reader: Callable[..., Any], given: tuple[Any, ...], reason: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALIBER_MAX_READ_SECONDS", "1")
    started = time.monotonic()
    refused = refusal(reader, *given)
    assert (refused.reason, said in refused.detail) == (reason, True), refused.detail
    assert time.monotonic() - started < 10
    monkeypatch.delenv("CALIBER_MAX_READ_SECONDS")
    assert reads()


def test_the_waiting_process_outlives_the_files_and_is_replaced_when_it_is_gone() -> None:
    assert reads()
    first = confinement._WAITING.process
    refusal(os.abort)
    assert reads()
    assert confinement._WAITING.process is first is not None
    first.kill()
    first.wait()
    assert reads()
    assert confinement._WAITING.process is not first


def test_threads_take_turns() -> None:
    done: list[bool] = []
    threads = [threading.Thread(target=lambda: done.append(reads())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == [True] * 8


class _Runs:
    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, ("false",)


@pytest.mark.parametrize("answer", [("decoded", _Runs()), ("decoded", os.system), ("decoded", getattr)])
def test_an_answer_is_data_and_never_runs(answer: tuple[Any, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "system", os.system)
    frame = pickle.dumps(answer)
    kind, said = confinement._taken_apart(struct.pack("!QQ", 1, len(frame)) + frame)
    assert kind == "ended"
    assert "the reader answered with a" in said


@pytest.mark.parametrize("size", [0, 3, 8, 15, 20])
def test_an_answer_that_is_cut_off_is_none(size: int) -> None:
    frame = pickle.dumps(("decoded", None))
    whole = struct.pack("!QQ", 1, len(frame)) + frame
    assert confinement._taken_apart(whole[:size])[0] == "ended"


def test_a_limit_that_is_no_number_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALIBER_MAX_READ_SECONDS", "soon")
    with pytest.raises(ValueError, match="CALIBER_MAX_READ_SECONDS='soon': a positive whole number of seconds"):
        reads()


def test_a_raised_limit_lets_the_file_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CALIBER_MAX_COLUMNS", "2")
    with pytest.raises(DecodingError, match="^too_many_columns: .* CALIBER_MAX_COLUMNS$"):
        reads()
    monkeypatch.setenv("CALIBER_MAX_COLUMNS", "3")
    assert reads()
