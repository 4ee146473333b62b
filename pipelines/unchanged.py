"""Whether anything a release depends on has changed since the last one. Not here: what is done then."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from pipelines.decisions.landed import decision_tables
from pipelines.landing.schema import FOLDERS
from pipelines.publication.release import Release, current_release
from pipelines.settings import DBT_PROJECT, EXPECTATIONS, PROJECT, Home
from pipelines.worklist.landed import review_tables

# Files whose content decides what a release says; caches beside them do not.
MEANING = {".sql", ".yml", ".csv", ".py"}


def landed_fingerprint(home: Home, further: Iterable[Path]) -> str:
    """Digest of everything a release depends on: landed keys, receipts, what people decided, the day, models, seeds, rules, suites."""
    digest = hashlib.sha256()
    for folder in FOLDERS:
        for path in sorted((home.landed / folder).glob("*.parquet")):
            digest.update(f"{folder}/{path.name}\n".encode())
    kept = [*[home.receipts] * home.receipts.exists(), *review_tables(home), *decision_tables(home)]
    for path in [*kept, *sorted(file for place in further for file in place.rglob("*") if file.suffix in MEANING)]:
        digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def inputs_fingerprint(home: Home) -> str:
    """Equal fingerprints mean equal releases."""
    parts = [DBT_PROJECT / name for name in ("models", "macros", "seeds", "tests")]
    return landed_fingerprint(home, [*parts, EXPECTATIONS, *[PROJECT / "pipelines" / room for room in ("publication", "calibers", "detectors")]])


def unchanged_release(home: Home) -> Release | None:
    """The current release, if it was made from exactly today's inputs."""
    current = current_release(home)
    return current if current is not None and current.fingerprint == inputs_fingerprint(home) else None
