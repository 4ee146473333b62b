"""The ledger of replies: append-only and chained (chain.py). Here: what a line holds. Not here: who may say what about which finding."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from pipelines.decisions.chain import ChainError, Kind, Link, OpenChain, hold_chain, read_chain

ROLES: dict[str, tuple[str, ...]] = {
    "accountable": ("explain", "waive", "correct"),
    "supervisor": ("confirm", "reject", "reopen"),
}
REMEDY = "nothing is published from a broken ledger: put back the file as it was (a backup, or the lines that the last release holds in quality.fct_replies)"


class LedgerError(ChainError):
    """The ledger is not what was written into it; the message names the first line that is wrong and what to do."""


@dataclass(frozen=True)
class Reply(Link):
    """One line. What the finding said when it was replied to is kept with it: the finding itself disappears once it is corrected."""

    finding_id: str
    action: str
    who: str
    role: str
    reason: str
    owner: str | None = None
    expires_on: str | None = None
    corrected_file: str | None = None
    corrected_sha256: str | None = None
    rule_id: str = ""
    rule_version: str = ""
    subject_id: str = ""
    cause_id: str = ""
    region_code: str | None = None
    fiscal_year: int | None = None
    subject: str | None = None
    release: int = 0

    @property
    def about(self) -> tuple[str, str]:
        """What it replies to, whatever the version of the rule."""
        return self.rule_id, self.subject_id

    @property
    def says(self) -> tuple[object, ...]:
        """Its content without number and moment: the same sheet handed in twice says the same."""
        return self.about, self.action, self.who, self.role, self.reason, self.owner, self.expires_on, self.corrected_sha256


def _fault(reply: Reply) -> str | None:
    if reply.action not in ROLES.get(reply.role, ()):
        return f"'{reply.action}' is nothing that '{reply.role}' may say"
    return None if _has_days(reply) else "a day or moment in it is none"


def _has_days(reply: Reply) -> bool:
    try:
        datetime.fromisoformat(reply.at)
        return reply.expires_on is None or bool(date.fromisoformat(reply.expires_on))
    except ValueError:
        return False


REPLIES = Kind(Reply, "a reply", REMEDY, _fault, LedgerError)


def read_ledger(path: Path, anchor: tuple[int, str] | None = None) -> list[Reply]:
    """All replies in order.

    `anchor` is number and hash of a reply that is known to have been there, for example in the last release.

    Raises:
        LedgerError: naming the first line that was changed, taken out, put in or moved.
    """
    replies = read_chain(path, REPLIES)
    _check_anchor(path, replies, anchor)
    return replies


def _check_anchor(path: Path, replies: list[Reply], anchor: tuple[int, str] | None) -> None:
    if anchor is not None and (len(replies) < anchor[0] or replies[anchor[0] - 1].sha256 != anchor[1]):
        told = f"the last release was made with reply {anchor[0]} ({anchor[1][:12]}…), and the ledger "
        told += f"ends at reply {len(replies)}" if len(replies) < anchor[0] else "has another one in its place"
        raise LedgerError(f"{path}:{min(anchor[0], len(replies) + 1)}: {told}; {REMEDY}")


@contextmanager
def hold_ledger(path: Path, anchor: tuple[int, str] | None = None) -> Iterator[OpenChain[Reply]]:
    """The ledger, verified, for one writer at a time; others wait.

    Raises:
        LedgerError: the chain is broken; nothing may be added to it.
    """
    with hold_chain(path, REPLIES) as ledger:
        _check_anchor(path, ledger.lines, anchor)
        yield ledger
