"""Who may reply what: every rule, and that a verdict stands until a supervisor takes it back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pipelines.decisions.ledger import ROLES, Reply
from pipelines.decisions.replying import faults_of

TODAY = date(2026, 3, 10)
UNIT, SUPERVISOR = {"who": "Town", "role": "accountable"}, {"who": "Audit", "role": "supervisor"}


def reply(action: str, **given: str) -> Reply:
    own = {"waive": {"owner": "Ms Quay", "expires_on": "2026-06-30"}, "correct": {"corrected_sha256": "00"}}.get(action, {})
    who = UNIT if action in ROLES["accountable"] else SUPERVISOR
    return Reply(**{"finding_id": "f", "action": action, "reason": "so", "at": "2026-03-01T08:00:00+00:00", **who, **own, **given})


def test_each_role_may_say_its_own_and_nothing_of_the_other() -> None:
    settled = [reply("explain", who="Somebody")]
    for role, actions in ROLES.items():
        for action in (action for others in ROLES.values() for action in others):
            faults = faults_of(reply(action, who="N", role=role), settled, TODAY)
            assert bool(faults) != (action in actions), (role, action, faults)
            assert action in actions or "may" in faults[0]


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (reply("explain", who="  "), "who is empty"),
        (reply("explain", reason=""), "reason is empty"),
        (reply("waive", owner=""), "owner is empty"),
        (reply("waive", expires_on=""), "a waiver ends on a day"),
        (reply("waive", expires_on=TODAY.isoformat()), "give a later day"),
        (reply("waive", expires_on=(TODAY + timedelta(367)).isoformat()), "waive for a year at most"),
        (reply("explain", owner="Ms Quay"), "owner belongs to a waiver"),
        (reply("correct", corrected_sha256=""), "name the corrected export"),
        (reply("forgive"), "there is no action 'forgive'"),
        (reply("explain", role="mayor"), "role is 'mayor'"),
    ],
)
def test_what_a_reply_must_hold(wanted: Reply, said: str) -> None:
    assert said in " ".join(faults_of(wanted, [], TODAY))


@pytest.mark.parametrize(
    ("before", "wanted", "said"),
    [
        (["explain", "confirm"], "explain", "confirmed by Audit on 2026-03-01"),
        (["confirm"], "correct", ""),
        (["confirm"], "waive", ""),
        (["confirm", "correct"], "explain", "confirmed by Audit"),
        (["confirm", "reopen"], "explain", ""),
        (["reject"], "correct", "nothing is left to answer"),
        (["reject"], "reopen", ""),
        (["explain"], "reopen", ""),
        ([], "reopen", "nothing was settled"),
        (["explain", "reopen"], "reopen", "nothing was settled"),
        (["confirm"], "reject", ""),
    ],
)
def test_what_may_follow_what(before: list[str], wanted: str, said: str) -> None:
    faults = faults_of(reply(wanted), [reply(action) for action in before], TODAY)
    assert (said in " ".join(faults)) if said else not faults


def test_nobody_supervises_an_answer_of_their_own() -> None:
    assert "in the other role" in faults_of(reply("reject", who=" town"), [reply("explain")], TODAY)[0]
    assert "in the other role" in faults_of(reply("explain", who="AUDIT"), [reply("confirm"), reply("reopen")], TODAY)[0]
