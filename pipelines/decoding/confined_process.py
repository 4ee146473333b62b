"""Run as a program by confined.py: waits with the readers loaded, and forks once for every file it is asked to read.

The fork sets its own limits, reads, answers and ends. Nothing of the line is known here: a function's name and its values come in, what it
returned or how it refused goes out.
"""

from __future__ import annotations

import importlib
import importlib.abc
import os
import pickle
import resource
import signal
import socket
import struct
import sys
from pathlib import Path
from typing import Any

SIZE = struct.Struct("!Q")
STATUS = struct.Struct("!i")
LAST_WORDS = 1 << 20
# Loaded before any file comes, so that a fork has them without paying for them. Rarer ones are named by the reader's module in NEEDS.
LOADED = ("pipelines.decoding.decode",)


class _Unneeded(importlib.abc.MetaPathFinder):
    """Arrow looks for pandas at its first array, which takes longer than reading most files; no reader needs it."""

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError("not loaded where files are read", name=fullname)


def main() -> None:
    """Fork for every pair of descriptors on the control socket (standard input) until it is closed."""
    control = socket.socket(fileno=os.dup(0))
    sys.meta_path.insert(0, _Unneeded())
    for name in LOADED:
        importlib.import_module(name)
    while True:
        said, handed, _, _ = socket.recv_fds(control, 1, 2)
        if not said:
            return
        child = os.fork()
        if child == 0:
            _read_and_end(*handed)
        for descriptor in handed:
            os.close(descriptor)
        _, status = os.waitpid(child, 0)
        control.sendall(STATUS.pack(status))


def _read_and_end(line: int, words: int) -> None:
    """In the fork. Leaves by _exit, so that nothing of the waiting process is run to its end here."""
    os.dup2(words, 2)
    try:
        with socket.socket(fileno=line) as asked:
            asked.setblocking(True)
            (size,) = SIZE.unpack(_exactly(asked, SIZE.size))
            function, given, bounds = pickle.loads(_exactly(asked, size))
            _answer(asked, _result(function, given, bounds))
    except BaseException as fault:  # whatever it is, it must not reach the loop of the waiting process
        os.write(2, f"{type(fault).__name__}: {fault}".encode(errors="replace")[:4000])
        os._exit(3)
    os._exit(0)


def _exactly(line: socket.socket, size: int) -> bytearray:
    got = bytearray(size)
    view = memoryview(got)
    while view:
        taken = line.recv_into(view)
        if not taken:
            raise EOFError("the question was cut off")
        view = view[taken:]
    return got


def _result(function: str, given: tuple[Any, ...], bounds: dict[str, int]) -> tuple[Any, ...]:
    from pipelines.decoding.grid import DecodingError
    from pipelines.decoding.large import refuse_shape

    module_name, _, name = function.partition(":")
    module = importlib.import_module(module_name)
    for needed in getattr(module, "NEEDS", ()):
        importlib.import_module(needed)
    os.environ.update({name: str(value) for name, value in bounds.items() if name.isupper()})
    _limit(bounds)
    try:
        decoded = getattr(module, name)(*given)
        refuse_shape(decoded)
        return ("decoded", decoded)
    except DecodingError as refusal:
        return ("refused", refusal.reason, refusal.detail)
    except MemoryError:
        return ("memory", "MemoryError")
    except BaseException as fault:  # a panic of a reader written in Rust is no Exception
        return ("fault", f"{type(fault).__name__}: {fault}"[:2000])


def _limit(bounds: dict[str, int]) -> None:
    """From here on: memory beyond what is loaded, processor time, wall time, no core file, no file written."""
    room = _address_space() + bounds["memory"]
    resource.setrlimit(resource.RLIMIT_AS, (room, room))
    resource.setrlimit(resource.RLIMIT_CPU, (bounds["seconds"], bounds["seconds"] + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LAST_WORDS, LAST_WORDS))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, bounds["wall"])


def _address_space() -> int:
    """Bytes mapped now. Where the system does not tell, what the readers are known to map."""
    told = Path("/proc/self/statm")
    return int(told.read_text().split()[0]) * resource.getpagesize() if told.exists() else 512 << 20


def _answer(line: socket.socket, result: tuple[Any, ...]) -> None:
    """Sizes first, then the frame and its buffers as they lie in memory: no second copy of a large table."""
    buffers: list[pickle.PickleBuffer] = []
    frame = pickle.dumps(result, protocol=5, buffer_callback=buffers.append)
    parts = [memoryview(frame), *(buffer.raw() for buffer in buffers)]
    line.sendall(b"".join(SIZE.pack(number) for number in (len(parts), *(part.nbytes for part in parts))))
    for part in parts:
        line.sendall(part)


if __name__ == "__main__":
    main()
