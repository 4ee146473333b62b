"""From what somebody wants to say to lines of the ledger: the finding is looked up, the rules are held, all is written or nothing."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from pipelines.decisions.landed import anchor
from pipelines.decisions.ledger import Reply, hold_ledger
from pipelines.decisions.replying import Finding, faults_of
from pipelines.settings import Home

SHORTEST_PREFIX = 4
COLUMNS = ", ".join(field.name for field in fields(Finding))
NAMED = f"select {COLUMNS} from quality.fct_findings where finding_id in (select unnest(?))"
BEGUN = f"select {COLUMNS} from quality.fct_findings where starts_with(finding_id, ?) order by finding_id limit 2"
CLOSED = "select finding_id, outcome, closed_on from quality.fct_finding_history where starts_with(finding_id, ?) and closed_on is not null"
FULL = 32


class ReplyError(Exception):
    """Replies are at fault and nothing was written; `faults` holds one sentence each, with place and remedy."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Filed:
    """What became of replies: written, or known before."""

    added: list[Reply]
    known: int


def file_replies(home: Home, release: duckdb.DuckDBPyConnection, asked: Sequence[tuple[str, Reply]], today: date) -> Filed:
    """Write the replies into the ledger, all or none. Each comes with the place it was said in, '' for the command line.

    Raises:
        ReplyError: a finding is not there, or a rule forbids the reply.
        LedgerError: the chain is broken.
    """
    number = int(release.execute("select number from quality.release").fetchall()[0][0])
    findings, faults = _findings(release, asked)
    with hold_ledger(home.replies, anchor(home)) as ledger:
        earlier: dict[tuple[str, str], list[Reply]] = defaultdict(list)
        for reply in ledger.lines:
            earlier[reply.about].append(reply)
        new: list[Reply] = []
        known = 0
        for place, wanted in asked:
            finding = findings.get(wanted.finding_id)
            if finding is None:
                continue
            reply = _about(wanted, finding, number)
            before = earlier[reply.about]
            if before and before[-1].says == reply.says:
                known += 1
                continue
            faults += [_placed(place, fault) for fault in faults_of(reply, before, today)]
            new.append(reply)
            before.append(replace(reply, at=datetime.now(UTC).isoformat()))
        if faults:
            raise ReplyError(faults)
        return Filed(ledger.append(new) if new else [], known)


def _about(reply: Reply, finding: Finding, release: int) -> Reply:
    """The reply with what its finding said: the ledger stays readable when the finding is gone."""
    return replace(reply, **{field.name: getattr(finding, field.name) for field in fields(Finding)}, release=release)


def _placed(place: str, fault: str) -> str:
    return f"{place}: {fault}" if place else fault


def _findings(release: duckdb.DuckDBPyConnection, asked: Iterable[tuple[str, Reply]]) -> tuple[dict[str, Finding], list[str]]:
    """The finding of each id that was written, and what is wrong with the other ids."""
    places = {reply.finding_id: place for place, reply in reversed(list(asked))}
    whole = [wanted for wanted in places if len(wanted) == FULL]
    found = {row[0]: Finding(*row) for row in release.execute(NAMED, [whole]).fetchall()} if whole else {}
    faults: list[str] = []
    for wanted, place in places.items():
        if wanted not in found:
            outcome = _begun(release, wanted)
            if isinstance(outcome, Finding):
                found[wanted] = outcome
            else:
                faults.append(_placed(place, outcome))
        if wanted in found and found[wanted].rule_id == "rectification_overdue":
            faults.append(_placed(place, f"{wanted} says that another finding is overdue; reply to that one, its id stands in the sentence"))
    return found, faults


def _begun(release: duckdb.DuckDBPyConnection, wanted: str) -> Finding | str:
    if len(wanted) < SHORTEST_PREFIX:
        return f"'{wanted}' is too short for the id of a finding; give at least {SHORTEST_PREFIX} characters"
    rows = release.execute(BEGUN, [wanted]).fetchall()
    if len(rows) == 1:
        return Finding(*rows[0])
    if rows:
        return f"'{wanted}' begins several ids: {', '.join(row[0] for row in rows)}, …; give more of it"
    if closed := release.execute(CLOSED, [wanted]).fetchall():
        finding_id, outcome, day = closed[0]
        return f"finding {finding_id} is closed since {day} ({outcome}); there is nothing to answer"
    return f"no finding of the release has the id '{wanted}'; list them with `caliber findings`"


def sha256_of(path: Path) -> str:
    """Of the corrected export: by it the next runs know whether it has come."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
