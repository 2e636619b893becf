"""A clock that was late when its target was changed keeps the due time that it missed."""

from datetime import datetime, timedelta

import pytest

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import Clock, is_late
from slt_cli.domain.corrections import to_take_back, without
from slt_cli.domain.life_clock import ENDS
from slt_cli.domain.moments import RECALCULATED, Moment
from slt_cli.domain.policy import Policy
from slt_cli.domain.recording import record
from slt_cli.errors import RefusedError
from tests.domain.life_comparison import Lived, policy_of
from tests.domain.oracle import life_oracle as oracle
from tests.domain.oracle.example_stories import instant, text
from tests.domain.telling import POLICY, lived, look, told_policy

OPENED = "Mon 09:00 opened S1"


def told_policy_with(minutes: int | None) -> Policy:
    """Return the policy of the examples with another response target of an S1, or none."""
    response = {} if minutes is None else {"response": (minutes, "support-hours")}
    targets = {"S1": response, "S2": {"response": (120, "support-hours")}}
    return told_policy(targets={"certified": targets, "gold": {}, "referral": None})


@pytest.mark.parametrize(
    ("told", "clock", "due", "missed"),
    [
        pytest.param(
            "Mon 10:30 changed priority=S2", "response", "Mon 11:00", "Mon 10:00",
            id="late, then lowered",
        ),
        pytest.param(
            "Mon 09:30 changed priority=S2", "response", "Mon 11:00", "-",
            id="in time, then lowered",
        ),
        pytest.param(
            "Mon 10:00 changed priority=S2", "response", "Mon 11:00", "-",
            id="lowered exactly at its due time",
        ),
        pytest.param(
            "Mon 09:10 changed priority=S2; Mon 11:30 changed priority=S1", "response",
            "Mon 10:00", "Mon 11:00", id="late, then raised",
        ),
        pytest.param(
            "Mon 09:10 changed priority=S2; Mon 10:30 changed priority=S1", "response",
            "Mon 10:00", "-", id="in time, then raised, and late since",
        ),
        pytest.param(
            "Mon 10:30 changed partner_type=referral", "response", "Mon 10:00", "Mon 10:00",
            id="late, and its target went away",
        ),
        pytest.param(
            "Mon 09:30 changed partner_type=referral", "response", "Mon 10:00", "-",
            id="in time, and its target went away",
        ),
        pytest.param(
            "Mon 10:30 changed partner_type=referral; Mon 11:30 changed partner_type=certified",
            "response", "Mon 10:00", "Mon 10:00", id="its target went away and came back",
        ),
        pytest.param(
            "Mon 09:30 changed partner_type=referral; Mon 11:30 changed partner_type=certified;"
            "Mon 11:40 changed priority=S1", "response", "Mon 10:00", "-",
            id="nothing was due while its target was away",
        ),
        pytest.param(
            "Mon 11:30 changed region=singapore", "diagnosis", "Tue 01:00", "Mon 11:00",
            id="late, then moved to another region",
        ),
        pytest.param(
            "Mon 10:30 changed region=singapore", "response", "Mon 10:00", "-",
            id="another region with the same due time",
        ),
        pytest.param(
            "Mon 10:30 changed priority=S2; Mon 11:30 changed priority=S3", "response",
            "Mon 17:00", "Mon 10:00", id="changed twice when late: the first due time",
        ),
        pytest.param(
            "Mon 10:30 changed priority=S1", "response", "Mon 10:00", "-",
            id="to the priority that it has",
        ),
        pytest.param(
            "Mon 10:30 answered; Mon 10:40 changed priority=S2", "response", "Mon 10:00", "-",
            id="changed after it stopped",
        ),
        pytest.param(
            "Mon 10:30 changed priority=S2; Mon 10:45 answered", "response", "Mon 11:00",
            "Mon 10:00", id="it is met in the end",
        ),
        pytest.param(
            "Mon 10:30 changed priority=S2; Mon 11:45 answered", "response", "Mon 11:00",
            "Mon 10:00", id="it is missed in the end",
        ),
        pytest.param(
            "Mon 11:30 held; Mon 12:00 changed priority=S3", "diagnosis", "Mon 11:00",
            "Mon 11:00", id="held when it was late, and its target went away",
        ),
        pytest.param(
            "Mon 10:30 held; Mon 12:00 changed priority=S2", "diagnosis", "-", "-",
            id="paused in time: nothing was due",
        ),
        pytest.param(
            "Mon 10:30 held; Mon 11:10 resumed; Mon 11:30 changed priority=S2", "diagnosis",
            "Mon 11:40", "-", id="a hold moved the due time on",
        ),
        pytest.param(
            "Mon 09:30 raised 1; Mon 15:00 changed region=singapore", "escalation", "Tue 03:30",
            "Mon 13:30", id="the level that was late",
        ),
        pytest.param(
            "Mon 10:30 closed; Mon 10:40 changed priority=S2; Mon 10:50 reopened", "response",
            "Mon 11:20", "Mon 10:00", id="closed late, reopened on other targets",
        ),
        pytest.param(
            "Mon 09:30 closed; Mon 10:40 changed priority=S2; Mon 10:50 reopened", "response",
            "Mon 12:20", "-", id="closed in time, reopened on other targets",
        ),
        pytest.param(
            "Mon 10:00 closed; Mon 10:40 changed priority=S2; Mon 10:50 reopened", "response",
            "Mon 11:50", "Mon 10:00", id="closed exactly at its due time: nothing is left of it",
        ),
        pytest.param(
            "Mon 10:30 closed; Mon 10:50 reopened", "response", "Mon 10:00", "-",
            id="closed late, reopened on the same targets",
        ),
        pytest.param(
            "Mon 10:30 closed; Mon 10:40 changed partner_type=referral; Mon 10:50 reopened",
            "response", "Mon 10:00", "Mon 10:00", id="closed late, reopened without a target",
        ),
        pytest.param(
            "Mon 10:30 changed priority=S2; Mon 09:20 answered", "response", "Mon 10:00", "-",
            id="the answer before the change was entered late",
        ),
        pytest.param(
            "Mon 11:30 changed priority=S2; Mon 09:20 changed priority=S3", "response",
            "Mon 11:00", "-", id="in time by a change that was entered late",
        ),
        pytest.param(
            "Mon 12:00 changed priority=S3; Mon 11:30 changed priority=S2", "response",
            "Mon 17:00", "Mon 10:00", id="an earlier change was entered late",
        ),
    ],
)  # fmt: skip
def test_it_keeps_the_due_time_that_had_passed(told, clock, due, missed):
    case = lived(f"{OPENED}; {told}").case
    found = case.clock(clock)
    assert found is not None
    assert (text(found.due_at), text(found.missed_due_at)) == (due, missed)


def test_at_an_earlier_instant_it_was_missed_by_nothing_yet():
    told = f"{OPENED}; Mon 10:30 changed priority=S2; Mon 12:00 held"
    seen = [look(told, now).clock("response") for now in ("Mon 10:29", "Mon 10:30")]
    assert [text(clock.missed_due_at) for clock in seen if clock] == ["-", "Mon 10:00"]


def test_a_count_from_the_change_on_changes_the_due_time_too():
    case = lived(f"{OPENED}; Mon 10:30 changed priority=S2", told_policy(on_change="restart")).case
    response = case.clock("response")
    assert response is not None
    assert (text(response.due_at), text(response.missed_due_at)) == ("Mon 12:30", "Mon 10:00")


# --- What the present configuration promises ------------------------------------------------------


@pytest.mark.parametrize(
    ("minutes", "at", "due", "missed"),
    [
        pytest.param(180, "Mon 10:30", "Mon 12:00", "Mon 10:00", id="late, then longer"),
        pytest.param(180, "Mon 09:30", "Mon 12:00", "-", id="in time, then longer"),
        pytest.param(30, "Mon 10:30", "Mon 09:30", "Mon 10:00", id="late, then shorter"),
        pytest.param(60, "Mon 10:30", "Mon 10:00", "-", id="late, the same again"),
        pytest.param(None, "Mon 10:30", "Mon 10:00", "Mon 10:00", id="late, then without one"),
        pytest.param(None, "Mon 09:30", "Mon 10:00", "-", id="in time, then without one"),
    ],
)
def test_a_recalculation_is_a_change_of_the_target(minutes, at, due, missed):
    story = lived(OPENED)
    moment = Moment("updated", instant(at), RECALCULATED)
    case = record(story.case, story.events, moment, told_policy_with(minutes))
    response = case.clock("response")
    assert response is not None
    assert (text(response.due_at), text(response.missed_due_at)) == (due, missed)


# --- Corrections ----------------------------------------------------------------------------------


def undone(told: str, event: int) -> Case:
    """Return the case of a story after one of its events was taken back."""
    story = lived(told)
    return without(story.case, story.events, to_take_back(story.events, event), POLICY)


@pytest.mark.parametrize(
    ("told", "event", "missed"),
    [
        pytest.param("Mon 10:30 changed priority=S2", 2, "-", id="the change, the last event"),
        pytest.param(
            "Mon 10:30 changed priority=S2; Mon 10:40 answered", 2, "-",
            id="the change, and then came more",
        ),
        pytest.param(
            "Mon 10:30 changed priority=S2; Mon 11:30 changed priority=S3", 2, "Mon 10:00",
            id="the first change: it was late at the second one, too",
        ),
        pytest.param(
            "Mon 10:30 changed priority=S2; Mon 11:30 changed priority=S3", 3, "Mon 10:00",
            id="the second change",
        ),
        pytest.param(
            "Mon 09:20 changed priority=S3; Mon 10:30 changed priority=S2", 2, "Mon 10:00",
            id="what had kept it in time",
        ),
    ],
)  # fmt: skip
def test_an_undone_change_leaves_none(told, event, missed):
    response = undone(f"{OPENED}; {told}", event).clock("response")
    assert response is not None
    assert text(response.missed_due_at) == missed


@pytest.mark.parametrize(
    ("told", "opened_at", "due", "missed"),
    [
        pytest.param("", "Mon 08:00", "Mon 09:00", "-", id="it changes no target"),
        pytest.param(
            "; Mon 10:30 changed priority=S2", "Mon 08:30", "Mon 10:30", "Mon 09:30",
            id="the due time was an earlier one",
        ),
        pytest.param(
            "; Mon 10:30 changed priority=S2", "Mon 09:40", "Mon 11:40", "-",
            id="it was in time after all",
        ),
        pytest.param(
            "; Mon 10:30 changed priority=S2", "Mon 09:00", "Mon 11:00", "Mon 10:00",
            id="to the instant that it was",
        ),
    ],
)  # fmt: skip
def test_a_corrected_opening_changes_no_target(told, opened_at, due, missed):
    story = lived(f"{OPENED}{told}")
    moment = Moment("updated", instant("Mon 12:00"))
    case = record(story.case, story.events, moment, POLICY, instant(opened_at))
    response = case.clock("response")
    assert response is not None
    assert (text(response.due_at), text(response.missed_due_at)) == (due, missed)


# --- What is true of every life -------------------------------------------------------------------


def missed_by(life: Lived) -> dict[tuple[str, int, datetime], datetime]:
    """Return what each clock of a case had missed at a change, as the case was around each one."""
    found: dict[tuple[str, int, datetime], datetime] = {}
    changes = [event for event in life.events if event.kind in ("updated", "reopened")]
    for at in sorted(event.at for event in changes):
        before, after = life.at(at - timedelta(seconds=1)), life.at(at)
        later = {key(clock): clock for clock in after.clocks}
        for clock in before.clocks:
            due_at, now = clock.due_at, later[key(clock)]
            if due_at is None or not is_late(due_at, at):
                continue
            stopped_at, by_the_end = clock.stopped_at, clock.stopped_by in ENDS
            if clock.verdict is None or (by_the_end and stopped_at and stopped_at >= due_at):
                gone = now.verdict == "cancelled" and now.stopped_at == at
                if gone or (now.verdict is None and now.due_at != due_at):
                    found.setdefault(key(clock), due_at)
    return found


def key(clock: Clock) -> tuple[str, int, datetime]:
    """Return what tells clocks apart: a target that comes later changes the cycles of others."""
    return clock.kind, clock.level, clock.started_at


def random_life(seed: int) -> Lived:
    """Return a case after a random life, of which no two moments share a minute."""
    theirs, (opening, *others), _ = oracle.random_life(seed)
    life, taken = Lived(policy_of(theirs), opening), {opening.at}
    for moment in others:
        if moment.at not in taken:
            try:
                life.record(moment)
            except RefusedError:
                continue
            taken.add(moment.at)
    return life


@pytest.mark.exhaustive
@pytest.mark.parametrize("first", range(0, 200, 20))
def test_it_is_what_the_case_showed_before_and_after_each_change(first):
    for seed in range(first, first + 20):
        life = random_life(seed)
        kept = {key(clock): clock.missed_due_at for clock in life.case.clocks}
        assert {name: due for name, due in kept.items() if due} == missed_by(life), seed
