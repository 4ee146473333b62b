"""Partitions: which pieces of the landing can be run and retried alone. Not here: which file belongs to which contract (landing)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

import dagster as dg

from pipelines.landing.matching import Assignment

# One key per contract edition and delivered file: `<contract id>|<path below the inbox>`. The version of a file is left out, as in the
# slot it comes from: a restated file is a further delivery of the same partition, which then holds both, as the book does.
deliveries = dg.DynamicPartitionsDefinition(name="deliveries")

LONGEST_KEY = 250
# Dagster marks a range of keys as `[first...last]`.
RANGE_MARK = "..."
RANGE_TAGS = ("dagster/asset_partition_range_start", "dagster/asset_partition_range_end")


def partition_key(assignment: Assignment) -> str:
    """The readable name of the slot; a very long path keeps its end, which tells files apart, behind a digest of the whole."""
    key = assignment.slot.replace(RANGE_MARK, "…")
    if len(key) <= LONGEST_KEY:
        return key
    contract_id = key.partition("|")[0]
    head = f"{contract_id}|{hashlib.sha256(key.encode()).hexdigest()[:12]}…"
    return head + key[len(head) - LONGEST_KEY :]


def partition_keys(assignments: Iterable[Assignment]) -> list[str]:
    """The keys of some deliveries, each once, in the order of delivery."""
    return list(dict.fromkeys(partition_key(assignment) for assignment in assignments))


def range_tags(known: Sequence[str], chosen: Iterable[str]) -> dict[str, str]:
    """Tags that make one run of everything from the first to the last chosen key. What lies between is landed already and costs nothing."""
    places = sorted(known.index(key) for key in chosen)
    return dict(zip(RANGE_TAGS, (known[places[0]], known[places[-1]]), strict=True))
