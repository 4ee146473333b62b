"""Read risky formats in a process that may fail: bounded memory, bounded time, and an end of its own.

Office files, archives, PDF and parquet are programs for their readers: a few kilobytes can ask for all memory, run for ever, or end the process
that reads. So a small process which knows nothing of the line (confined_process.py) waits with the readers loaded, and forks once for every
file. What comes back is taken apart as data, never as code. One file is read at a time: the limit holds for the whole run.
"""

from __future__ import annotations

import atexit
import io
import os
import pickle
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from typing import Any, NamedTuple

from pipelines.decoding.grid import Decoded, DecodingError
from pipelines.limits import LIMITS, bytes_of, how_to_raise, limit
from pipelines.settings import PROJECT

STATUS = struct.Struct("!i")
SIZE = struct.Struct("!Q")
# A loaded machine stretches a second of processor time; a process that only waits is ended after this many times as long.
WAITING = 3
OUT_OF_MEMORY = ("memory allocation", "bad_alloc", "out of memory", "MemoryError", "malloc")
# What the answer of a reader may be made of. Anything else in it is refused: a damaged process must not speak for this one.
ANSWERS = {
    "pipelines.decoding.grid": {"Decoded", "Grid", "ParkedText"},
    "pyarrow.lib": {"_reconstruct_table", "_restore_array", "py_buffer", "type_for_alias", "chunked_array", "schema", "field"},
    "numpy": {"ndarray", "dtype"},
    "numpy._core.multiarray": {"_reconstruct"},
    "numpy._core.numeric": {"_frombuffer"},
    "decimal": {"Decimal"},
}


class _Answer(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if name not in ANSWERS.get(module, set()):
            raise pickle.UnpicklingError(f"the reader answered with a {module}.{name}")
        return super().find_class(module, name)


class Ended(NamedTuple):
    """How a reading ended: its answer (empty where it gave none), its exit status as of waitpid, and its last words."""

    answer: bytes
    status: int
    words: str


class _Waiting:
    """The waiting process and the line to it; a new one where there is none, or where this process was forked."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.control: socket.socket | None = None
        self.owner = 0

    def line(self) -> socket.socket:
        """The control socket of a living process."""
        if self.control is not None and self.process is not None and self.owner == os.getpid() and self.process.poll() is None:
            return self.control
        self.control, theirs = socket.socketpair()
        known = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT")}
        # Threads of numeric libraries would not survive the fork, and nothing here needs them.
        environment = {**known, "PYTHONPATH": str(PROJECT), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        command = [sys.executable, "-P", "-m", "pipelines.decoding.confined_process"]
        with theirs:
            self.process = subprocess.Popen(command, stdin=theirs.fileno(), stdout=subprocess.DEVNULL, env=environment)
        self.owner = os.getpid()
        return self.control

    def end(self) -> None:
        """Let the process go."""
        if self.process is not None and self.owner == os.getpid():
            self.process.kill()
            self.process.wait()
        if self.control is not None:
            self.control.close()
        self.process = self.control = None


_WAITING = _Waiting()
atexit.register(_WAITING.end)


def confined(reader: Callable[..., Decoded], *given: Any, broken: str, what: str) -> Decoded:
    """What `reader(*given)` returns, read within limits. `reader` is a function of a module below pipelines, `given` are plain values.

    `broken` is the reason, `what` the kind of file of a refusal where the reader fails in a way it does not name itself.

    Raises:
        DecodingError: as the reader does, or for the limit that was passed.
    """
    ended = _ask(pickle.dumps((f"{reader.__module__}:{reader.__qualname__}", given, _bounds())))
    stopped = os.WTERMSIG(ended.status) if os.WIFSIGNALED(ended.status) else 0
    if stopped in (signal.SIGALRM, signal.SIGXCPU):
        raise DecodingError("too_slow_to_read", f"reading it as {what} was stopped; {how_to_raise('CALIBER_MAX_READ_SECONDS')}")
    kind, *rest = _taken_apart(ended.answer) if not stopped and ended.answer else ("ended", ended.words)
    if kind == "decoded":
        decoded: Decoded = rest[0]
        return decoded
    if kind == "refused":
        raise DecodingError(*rest)
    said = " ".join(str(rest[-1]).split())[:200]
    if kind == "memory" or any(word in said for word in OUT_OF_MEMORY):
        raise DecodingError("too_large_to_read", f"reading it as {what} takes too much memory; {how_to_raise('CALIBER_MAX_READ_MEMORY_MB')}")
    told = said or f"the reader was ended by signal {stopped}"
    raise DecodingError(broken, f"can't be read as {what} ({told}); probably cut off or damaged, ask for it again")


def _bounds() -> dict[str, int]:
    """All limits in force, by name; and what the process limits itself to."""
    seconds = limit("CALIBER_MAX_READ_SECONDS")
    own = {"memory": bytes_of("CALIBER_MAX_READ_MEMORY_MB"), "seconds": seconds, "wall": seconds * WAITING}
    return {**{name: limit(name) for name in LIMITS}, **own}


def _ask(request: bytes) -> Ended:
    """One file to the waiting process and its answer back; a process that does not even answer is replaced."""
    with _WAITING.lock, tempfile.TemporaryFile() as words:
        try:
            control = _WAITING.line()
            ours, theirs = socket.socketpair()
            with ours:
                with theirs:
                    socket.send_fds(control, [b"."], [theirs.fileno(), words.fileno()])
                ours.settimeout(limit("CALIBER_MAX_READ_SECONDS") * WAITING + 5)
                answer = _exchange(ours, request)
            control.settimeout(5)
            (status,) = STATUS.unpack(_exactly(control, STATUS.size))
        except OSError as gone:
            _WAITING.end()
            return Ended(b"", signal.SIGKILL, f"the process that reads is gone ({gone})")
        words.seek(0)
        return Ended(answer, status, words.read(4000).decode("utf-8", "replace"))


def _exchange(line: socket.socket, request: bytes) -> bytes:
    try:
        line.sendall(SIZE.pack(len(request)))
        line.sendall(request)
    except (BrokenPipeError, ConnectionResetError):
        # It ended before it had read everything; the status says how.
        return b""
    answer = io.BytesIO()
    try:
        while part := line.recv(1 << 20):
            answer.write(part)
    except ConnectionResetError:
        return b""
    return answer.getvalue()


def _exactly(line: socket.socket, size: int) -> bytes:
    got = b""
    while len(got) < size:
        part = line.recv(size - len(got))
        if not part:
            raise ConnectionResetError("closed")
        got += part
    return got


def _taken_apart(answer: bytes) -> tuple[Any, ...]:
    """Sizes, the pickled frame, then its buffers; a cut-off answer is one that was never given."""
    view = memoryview(answer)
    try:
        (count,) = SIZE.unpack_from(view)
        sizes = [SIZE.unpack_from(view, SIZE.size * (1 + place))[0] for place in range(count)]
        parts, start = [], SIZE.size * (1 + count)
        for size in sizes:
            parts.append(view[start : start + size])
            start += size
        if start != len(view):
            return ("ended", "its answer was cut off")
        loaded: tuple[Any, ...] = _Answer(io.BytesIO(parts[0]), buffers=parts[1:]).load()
    except (struct.error, pickle.UnpicklingError, IndexError, EOFError) as wrong:
        return ("ended", f"its answer can't be understood: {wrong}")
    return loaded
