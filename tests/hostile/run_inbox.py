"""Run as a program: receive and land an inbox as a run does, and say of each file what became of it and how long it took, as JSON."""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from pipelines.intake import LANDING_THREADS, land_all, land_one, take_in, to_land
from pipelines.landing.matching import Assignment
from pipelines.landing.schema import prepare_landed
from pipelines.settings import Home


def main() -> None:
    """HOME INBOX."""
    home, inbox = Home(Path(sys.argv[1])), Path(sys.argv[2])
    started = time.monotonic()
    intake = take_in(home, inbox)
    received = time.monotonic() - started
    prepare_landed(home.landed)

    def timed(assignment: Assignment) -> dict[str, Any]:
        begun = time.monotonic()
        outcome = land_one(home, assignment)
        return {"path": outcome.path, "status": outcome.status, "reason": outcome.reason, "detail": outcome.detail, "seconds": time.monotonic() - begun}

    with ThreadPoolExecutor(LANDING_THREADS) as pool:
        outcomes = list(pool.map(timed, to_land(home, intake).values()))
    # What is landed already is left alone; entries that were not received are parked here.
    land_all(home, intake)
    refused = [{"path": r.path, "status": "parked", "reason": r.reason, "detail": r.detail, "seconds": 0.0} for r in intake.unclaimed]
    json.dump({"outcomes": outcomes + refused, "received": received}, sys.stdout)


if __name__ == "__main__":
    main()
