"""Who may reply what to which finding: the rules, one sentence each. Not here: where replies are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pipelines.decisions.ledger import ROLES, Reply

# A waiver without an end is none; what takes longer is waived again, by someone who looks again.
LONGEST_WAIVER = timedelta(days=366)
SETTLED = ("explain", "waive", "confirm", "reject")


@dataclass(frozen=True)
class Finding:
    """What a reply needs to know of the finding, from the last release."""

    finding_id: str
    rule_id: str
    rule_version: str
    subject_id: str
    cause_id: str
    region_code: str | None
    fiscal_year: int | None
    subject: str | None


def faults_of(reply: Reply, earlier: Sequence[Reply], today: date) -> list[str]:
    """Everything that forbids the reply, each with what to do. `earlier` are the replies to the same finding, in order."""
    faults = [f"{name} is empty; {why}" for name, why in _missing(reply)]
    if reply.role not in ROLES:
        return [*faults, f"role is '{reply.role}'; it is one of {', '.join(ROLES)}"]
    if reply.action not in ROLES[reply.role]:
        owner = next((role for role, actions in ROLES.items() if reply.action in actions), None)
        may = f"only a {owner} may {reply.action}" if owner else f"there is no action '{reply.action}'"
        return [*faults, f"{may}; a {reply.role} may {', '.join(ROLES[reply.role])}"]
    return [*faults, *_waiver_faults(reply, today), *_four_eyes(reply, earlier), *_order_faults(reply, earlier)]


def _missing(reply: Reply) -> list[tuple[str, str]]:
    wanted = {"who": "a reply without a name can't be asked about later (--as NAME)"}
    if reply.action != "correct":
        wanted["reason"] = "say why"
    if reply.action == "waive":
        wanted |= {"owner": "a waiver names who answers for it (--owner NAME)", "expires_on": "a waiver ends on a day (--until YYYY-MM-DD)"}
    if reply.action == "correct":
        wanted["corrected_sha256"] = "name the corrected export (--corrected FILE)"
    return [(name, why) for name, why in wanted.items() if not (getattr(reply, name) or "").strip()]


def _waiver_faults(reply: Reply, today: date) -> list[str]:
    if reply.action != "waive":
        return [f"{name} belongs to a waiver; leave it out" for name in ("owner", "expires_on") if getattr(reply, name)]
    if not reply.expires_on:
        return []
    until = date.fromisoformat(reply.expires_on)
    if until <= today:
        return [f"the waiver would end on {until}, which is not after {today}; give a later day"]
    if until > today + LONGEST_WAIVER:
        return [f"the waiver would end on {until}, more than {LONGEST_WAIVER.days} days from {today}; waive for a year at most, then look again"]
    return []


def _four_eyes(reply: Reply, earlier: Sequence[Reply]) -> list[str]:
    others = {_plain(one.who) for one in earlier if one.role != reply.role}
    if _plain(reply.who) in others:
        return [f"'{reply.who}' has replied to this finding in the other role; nobody supervises an answer of their own: let someone else reply"]
    return []


def _order_faults(reply: Reply, earlier: Sequence[Reply]) -> list[str]:
    last = earlier[-1] if earlier else None
    if reply.action == "reopen":
        return [] if last and last.action in SETTLED else ["nothing was settled that could be reopened; the finding is open"]
    verdict = _verdict(earlier)
    if verdict is None or reply.role == "supervisor":
        return []
    given = f"{verdict.who} on {verdict.at[:10]}"
    if verdict.action == "reject":
        return [f"the finding was rejected by {given}: nothing is left to answer"]
    if reply.action == "explain":
        return [f"the finding was confirmed by {given}; file a correction, ask for a waiver, or ask the supervisor to reopen it"]
    return []


def _verdict(earlier: Sequence[Reply]) -> Reply | None:
    """The verdict in force, if there is one."""
    last = next((one for one in reversed(earlier) if one.role == "supervisor"), None)
    return last if last is not None and last.action != "reopen" else None


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
