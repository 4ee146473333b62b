"""The straight line, step by step: receive, land, build, check, publish. The command and Dagster call the same steps."""

from __future__ import annotations

import fcntl
import hashlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
from pyarrow import parquet

from pipelines.contracts.load import ResolvedEdition, contract_files, load_contracts
from pipelines.decisions.landed import decision_tables, falls_due, judge_by, judged_by, read_replies, remember, write_replies
from pipelines.decisions.ledger import Reply
from pipelines.decoding.grid import DecodingError
from pipelines.landing.matching import Assignment, assignments
from pipelines.landing.schema import FOLDERS, RECEIPTS, prepare_landed
from pipelines.landing.snapshot import Receipt, read_receipts, read_snapshot, receive, snapshot_path
from pipelines.landing.write import Outcome, is_landed, land_file, park_file, park_unclaimed
from pipelines.publication.build import build
from pipelines.publication.parsed_project import BuildError, parsed_ahead
from pipelines.publication.release import Release, current_release, publish
from pipelines.quality_gates.beside import JudgeBeside
from pipelines.quality_gates.gate import GateReport, check_border
from pipelines.settings import BUILT_IN_CONTRACTS, DBT_PROJECT, EXPECTATIONS, PROJECT, Home
from pipelines.worklist.landed import Reviews, read_reviews, review_tables, write_reviews

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

Progress = Callable[[str], None]
# Every file lands in a private in-memory database; DuckDB and the readers let other threads work meanwhile.
LANDING_THREADS = 2
# Files whose content decides what a release says; caches beside them do not.
MEANING = {".sql", ".yml", ".csv", ".py"}


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


@dataclass
class RunReport:
    """What one run did: deliveries, gates, build and release; `release` is None when nothing was new or something blocked."""

    intake: Intake
    release: Release | None = None
    nothing_new: bool = False
    blocked: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


class AlreadyRunning(Exception):
    """Another run holds the workspace; readers are not affected."""


@contextmanager
def only_run(home: Home) -> Iterator[None]:
    """One run a workspace: DuckDB has one writer. A killed run leaves no lock behind."""
    home.prepare()
    with (home.root / "work" / "run.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as held:
            raise AlreadyRunning(f"another run is going on in {home.root}; wait for it to end") from held
        yield


def check_landed(home: Home) -> GateReport:
    """Border 1: landed rows before anything is built from them."""
    return check_border("landed", home)


def check_marts(home: Home) -> GateReport:
    """Border 2: marts before anyone sees them."""
    return check_border("marts", home)


def inputs_fingerprint(home: Home) -> str:
    """Equal fingerprints mean equal releases."""
    parts = [DBT_PROJECT / name for name in ("models", "macros", "seeds", "tests")]
    return landed_fingerprint(home, [*parts, EXPECTATIONS, *[PROJECT / "pipelines" / room for room in ("publication", "calibers", "detectors")]])


def unchanged_release(home: Home) -> Release | None:
    """The current release, if it was made from exactly today's inputs."""
    current = current_release(home)
    return current if current is not None and current.fingerprint == inputs_fingerprint(home) else None


def release(home: Home) -> Release:
    """Publish the working database in one step."""
    return publish(home, inputs_fingerprint(home))


def run(home: Home, inbox: Path, progress: Progress = lambda _: None, as_of: date | None = None) -> RunReport:
    """The main job: everything new in the inbox becomes a published release.

    Raises:
        ContractError, AnswerError: a contract, a reviewed answer or a correction is at fault; nothing was landed.
        LedgerError: a line of the ledger of replies was changed, taken out or put in; nothing was landed.
        BuildError: the models or their tests failed; the last release stays.
        AlreadyRunning: another run holds the workspace.
    """
    with only_run(home), ExitStack() as beside:
        progress("receiving")
        intake = take_in(home, inbox)
        project, judge = _get_ready(home, intake, beside)
        land_all(home, intake, progress, as_of)
        report = RunReport(intake)
        if (current := unchanged_release(home)) is not None:
            report.nothing_new, report.release = True, current
            return report
        judge = judge or beside.enter_context(JudgeBeside(home))
        judge.ask("landed")
        progress("checking landed rows and building the star schema")
        if _built(home, project, judge, report):
            progress("checking marts")
            judge.ask("marts")
            _take(judge.report(), report)
        if not report.blocked:
            progress("publishing")
            report.release = release(home)
        return report


def _get_ready(home: Home, intake: Intake, beside: ExitStack) -> tuple[Future[Manifest] | None, JudgeBeside | None]:
    """Where files are to land, dbt and its project are loaded and the judge of the borders starts meanwhile: landing leaves a core idle."""
    if not to_land(home, intake):
        return None, None
    loader = ThreadPoolExecutor(1)
    beside.callback(loader.shutdown)
    return loader.submit(parsed_ahead), beside.enter_context(JudgeBeside(home))


def _built(home: Home, project: Future[Manifest] | None, judge: JudgeBeside, report: RunReport) -> bool:
    """Build the models while border 1 is judged; whether both went well. What was built from rows that fail is never used."""
    try:
        outcome = build(home, project=project.result() if project else None)
    except BuildError:
        _take(judge.report(), report)
        if report.blocked:
            return False
        raise
    report.warnings += outcome.warnings
    _take(judge.report(), report)
    return not report.blocked


def _take(gate: GateReport, report: RunReport) -> None:
    report.blocked += [failure.sentence for failure in gate.blocking_failures]
