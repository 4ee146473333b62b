"""Receive and land: what lies in the inbox becomes landed rows. Not here: what is built from them (line.py)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from pipelines.contracts.load import ResolvedEdition, contract_files, load_contracts
from pipelines.decisions.landed import falls_due, judge_by, judged_by, read_replies, remember, write_replies
from pipelines.decisions.ledger import Reply
from pipelines.decoding.grid import DecodingError
from pipelines.landing.matching import Assignment, assignments
from pipelines.landing.schema import FOLDERS, RECEIPTS, prepare_landed
from pipelines.landing.snapshot import Receipt, read_receipts, read_snapshot, receive, snapshot_path
from pipelines.landing.write import Outcome, is_landed, land_file, park_file, park_unclaimed
from pipelines.settings import BUILT_IN_CONTRACTS, Home
from pipelines.unchanged import unchanged_release
from pipelines.worklist.landed import Reviews, read_reviews, write_reviews

Progress = Callable[[str], None]
# Every file lands in a private in-memory database; DuckDB and the readers let other threads work meanwhile.
LANDING_THREADS = 2


@dataclass
class Intake:
    """What the inbox held: new deliveries, the work they mean, and what is known already."""

    received: list[Receipt] = field(default_factory=list)
    wanted: list[Assignment] = field(default_factory=list)
    unclaimed: list[Receipt] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    unchanged: int = 0
    reviews: Reviews = field(default_factory=Reviews)
    replies: list[Reply] = field(default_factory=list)


def contract_folders(home: Home, inbox: Path) -> list[Path]:
    """Contracts of the project, of the workspace and those lying in the inbox."""
    return [folder for folder in (BUILT_IN_CONTRACTS, home.root / "contracts", inbox) if folder.exists()]


def known_editions(home: Home, inbox: Path) -> list[ResolvedEdition]:
    """All editions of all contracts in reach; a contract of the inbox or the workspace replaces a built-in one of the same id.

    Raises:
        ContractError: with every fault of every contract.
    """
    own = load_contracts(contract_files(contract_folders(home, inbox)[1:]))
    taken = {resolved.edition.contract_id for resolved in own}
    built_in = load_contracts(contract_files([BUILT_IN_CONTRACTS])) if BUILT_IN_CONTRACTS.exists() else []
    return own + [resolved for resolved in built_in if resolved.edition.contract_id not in taken]


def take_in(home: Home, inbox: Path) -> Intake:
    """Snapshot the inbox and work out what every delivery ever received means under today's contracts.

    Raises:
        ContractError, AnswerError: contracts, reviewed answers or corrections are at fault; nothing was received.
        LedgerError: the ledger of replies is not what was written into it; nothing was received.
    """
    home.prepare()
    editions = known_editions(home, inbox)
    reviews = read_reviews(home)
    replies = read_replies(home)
    intake = Intake(received=receive(home, inbox), reviews=reviews, replies=replies)
    receipts = read_receipts(home)
    latest = {receipt.path: receipt for receipt in receipts}
    for receipt in receipts:
        if receipt.members is not None or (receipt.reason and latest[receipt.path] is not receipt):
            # An archive that was opened: what it holds are deliveries of their own. A refusal ends with the next delivery of its path.
            continue
        found = [] if receipt.reason else assignments(receipt.path, receipt.sha256, editions, inbox.name)
        intake.wanted += found
        if not found:
            intake.unclaimed.append(receipt)
    return intake


def land_all(home: Home, intake: Intake, progress: Progress = lambda _: None, as_of: date | None = None) -> None:
    """Land what is not landed yet; retire landed rows that no contract asks for any more; write the tables of receipts and decisions.

    `as_of` is the day by which deadlines and waivers are judged, today where none is given.
    """
    prepare_landed(home.landed)
    todo = to_land(home, intake)
    intake.unchanged = len({a.landed_key for a in intake.wanted}) - len(todo)
    with ThreadPoolExecutor(LANDING_THREADS) as pool:
        for number, outcome in enumerate(pool.map(lambda assignment: land_one(home, assignment), todo.values()), start=1):
            progress(f"[{number}/{len(todo)}] {outcome.path}")
            intake.outcomes.append(outcome)
    unclaimed = [_park_unclaimed(home, receipt) for receipt in intake.unclaimed]
    _retire(home, {a.landed_key for a in intake.wanted} | set(unclaimed))
    _write_receipts(home, intake)
    write_reviews(home, intake.reviews)
    write_replies(home, intake.replies)
    remember(home)
    _set_day(home, as_of or datetime.now(UTC).date())


def _set_day(home: Home, today: date) -> None:
    """A new day alone is nothing new: the day stays until a deadline or waiver ends, or something else makes a new release anyway."""
    if judged_by(home) is None or unchanged_release(home) is None or falls_due(home, today):
        judge_by(home, today)


def to_land(home: Home, intake: Intake) -> dict[str, Assignment]:
    """What is wanted and not landed yet, by key."""
    return {a.landed_key: a for a in intake.wanted if not is_landed(home.landed, a.landed_key)}


def land_one(home: Home, assignment: Assignment) -> Outcome:
    """Land one delivery from its snapshot. Faults of the file end in a parked outcome, never in an exception."""
    prepare_landed(home.landed)
    try:
        data = read_snapshot(home, assignment.sha256)
    except DecodingError as fault:
        return park_file(home.landed, assignment, snapshot_path(home, assignment.sha256).stat().st_size, fault.reason, fault.detail)
    return land_file(home.landed, assignment, data)


def _unclaimed_key(receipt: Receipt) -> str:
    # The bytes of what could not be opened say nothing of why.
    parts = ["no-contract", receipt.path, receipt.sha256, *([receipt.reason] if receipt.reason else [])]
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:24]


def _park_unclaimed(home: Home, receipt: Receipt) -> str:
    key = _unclaimed_key(receipt)
    if not is_landed(home.landed, key):
        detail = receipt.detail or "no contract names this file; write one (docs/add_a_region.md) or take the file out of the inbox"
        park_unclaimed(home.landed, key, receipt.path, receipt.sha256, receipt.size, receipt.reason or "no_contract", detail)
    return key


def _retire(home: Home, active: set[str]) -> None:
    """Landed rows of an older contract or decoder leave the book; the bytes and the new landing stay."""
    for folder in FOLDERS:
        for path in (home.landed / folder).glob("*.parquet"):
            if path.stem not in active and not path.name.startswith("_"):
                path.unlink()


def _write_receipts(home: Home, intake: Intake) -> None:
    by_file: dict[tuple[str, str], list[str]] = {}
    for assignment in intake.wanted:
        by_file.setdefault((assignment.path, assignment.sha256), []).append(assignment.landed_key)
    rows = [
        _receipt_row(receipt, key)
        for receipt in read_receipts(home)
        if receipt.members is None
        for key in dict.fromkeys(by_file.get((receipt.path, receipt.sha256), [_unclaimed_key(receipt)]))
    ]
    columns = {name: [row[name] for row in rows] for name in RECEIPTS.names}
    moments = pa.array(columns["received_at"]).cast(pa.timestamp("us", tz="UTC")).cast(pa.timestamp("us")) if rows else pa.array([], pa.timestamp("us"))
    table = pa.table({**columns, "received_at": moments}, schema=RECEIPTS)
    unfinished = home.landed / "receipts" / "_receipts.part"
    parquet.write_table(table, unfinished)
    unfinished.replace(home.landed / "receipts" / "_receipts.parquet")


def _receipt_row(receipt: Receipt, landed_key: str) -> dict[str, str]:
    return {
        "file_path": receipt.path, "file_sha256": receipt.sha256, "received_at": receipt.received_at, "received_by": receipt.received_by,
        "landed_key": landed_key,
    }  # fmt: skip
