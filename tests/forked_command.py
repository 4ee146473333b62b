"""The command in a process of its own, forked from one in which everything that takes long to load lies ready: a run saves some five seconds."""

from __future__ import annotations

import multiprocessing
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

LOADED = ["pytest", "pipelines.cli", "pipelines.commands.run", "dbt.cli.main", "dbt.adapters.duckdb"]
processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(LOADED)


def forked_command(words: tuple[str, ...], folder: Path, environment: Mapping[str, str], seconds: float = 600) -> tuple[int, str, str]:
    """`caliber WORDS` in a folder and an environment, to its end: what it returned, printed and complained.

    Raises:
        TimeoutError: it took longer than `seconds`; it was ended.
    """
    with tempfile.TemporaryDirectory() as aside:
        told = [Path(aside) / "out", Path(aside) / "err"]
        process = processes.Process(target=_command, args=(words, folder, dict(environment), told))
        process.start()
        process.join(seconds)
        if process.exitcode is None:
            process.kill()
            raise TimeoutError(f"caliber {' '.join(words)} took longer than {seconds} seconds")
        return (process.exitcode, *(path.read_text(encoding="utf-8") for path in told))  # type: ignore[return-value]


def _command(words: tuple[str, ...], folder: Path, environment: dict[str, str], told: list[Path]) -> None:
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for stream, path in zip((1, 2), told, strict=True):
        file = os.open(path, os.O_WRONLY | os.O_CREAT)
        os.dup2(file, stream)
        os.close(file)
    sys.stdout, sys.stderr = (os.fdopen(os.dup(stream), "w", encoding="utf-8", errors="backslashreplace") for stream in (1, 2))
    from pipelines.cli import main

    sys.exit(main(list(words)))
