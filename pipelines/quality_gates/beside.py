"""The judge of the borders in a process of its own, so that it gets ready while files land and judges while models are built.

What belongs here: starting it, asking it, hearing it. What does not: judging (gate.py).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import cast

from pipelines.quality_gates.gate import GateReport, GateResult, check_border
from pipelines.quality_gates.suites import Border, SuiteError
from pipelines.settings import Home


class JudgeBeside:
    """One judge for one run. It ends with the process that started it, however that one ends: nothing more comes in then."""

    def __init__(self, home: Home) -> None:
        command = [sys.executable, "-m", "pipelines.quality_gates.beside", str(home.root)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")

    def __enter__(self) -> JudgeBeside:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._process.kill()
        self._process.communicate()

    def ask(self, border: Border) -> None:
        """Have a border judged; `report` tells the outcome."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{border}\n")
        self._process.stdin.flush()

    def report(self) -> GateReport:
        """The report of the border asked for first and not told yet; waits for it.

        Raises:
            SuiteError: a suite is at fault, not the data, or the judge ended without a word.
        """
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        told = json.loads(line) if line else {"fault": "the judge of the borders ended before it could say anything; run again"}
        if "fault" in told:
            raise SuiteError(told["fault"])
        return GateReport(told["border"], [GateResult(**result) for result in told["results"]])


def _judge(home: Home, border: Border) -> dict[str, object]:
    try:
        return asdict(check_border(border, home))
    except SuiteError as fault:
        return {"fault": str(fault)}


def main() -> None:
    """Judge the borders named on the standard input, a line each; a line of JSON each comes back."""
    # What libraries print goes where people look for it, and not between the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    import pipelines.quality_gates.validation  # noqa: F401  (the slow import is what a head start is for)

    for line in sys.stdin:
        answers.write(json.dumps(_judge(Home(Path(sys.argv[1])), cast(Border, line.strip())), ensure_ascii=False, default=str) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
