"""A change of priority, region or partner type, or of the configuration: what becomes of clocks."""

import pytest

from slt_cli.domain.life import live
from slt_cli.domain.moments import RECALCULATED, Moment
from tests.domain.oracle.example_stories import instant, text
from tests.domain.telling import POLICY, look, told_policy

OPENED = "Mon 09:00 opened S1"
ANSWERED = f"{OPENED}; Mon 09:30 answered"


@pytest.mark.parametrize(
    ("told", "now", "kind", "row"),
    [
        pytest.param(
            f"{OPENED}; Mon 09:30 changed priority=S2", "Mon 09:30", "response",
            "pending due Mon 11:00 active 30 left 90",
            id="a longer target, from the clock's own start",
        ),
        pytest.param(
            f"{OPENED}; Mon 09:30 changed region=singapore priority=S2", "Mon 09:30", "response",
            "pending due Tue 01:00 active 30 left 90",
            id="another region's hours",
        ),
        pytest.param(
            f"{OPENED}; Mon 09:30 changed partner_type=gold", "Mon 09:30", "resolution",
            "pending due Tue 09:00 active 30 left 1410",
            id="another type's target, 24x7",
        ),
        pytest.param(
            f"{OPENED}; Mon 10:00 held; Mon 11:00 resumed; Mon 12:00 changed priority=S2",
            "Mon 12:00", "resolution", "pending due Fri 10:00 active 120 left 2280",
            id="with the same holds",
        ),
        pytest.param(
            f"{OPENED}; Mon 10:00 held; Mon 11:00 changed priority=S2", "Mon 11:00", "resolution",
            "held due - active 60 left 2340",
            id="while it is paused",
        ),
        pytest.param(
            f"{OPENED}; Mon 09:30 raised 1; Mon 10:00 changed region=singapore", "Mon 10:00",
            "escalation", "pending due Tue 03:30 active 30 left 210",
            id="an escalation, in another region's hours",
        ),
        pytest.param(
            f"{OPENED}; Mon 09:30 changed priority=S1", "Mon 09:30", "response",
            "pending due Mon 10:00 active 30 left 30",
            id="not what changes nothing",
        ),
    ],
)  # fmt: skip
def test_a_change_recomputes_a_running_clock(told, now, kind, row):
    assert look(told, now).row(kind) == row


@pytest.mark.parametrize(
    ("told", "row"),
    [
        pytest.param(
            "Mon 09:00 opened S2; Mon 10:30 answered; Mon 11:00 changed priority=S1",
            "met due Mon 11:00 active 90",
            id="met, though an S1 would have been due before",
        ),
        pytest.param(
            f"{OPENED}; Mon 10:30 answered; Mon 11:00 changed priority=S2",
            "missed due Mon 10:00 active 90",
            id="missed, though an S2 would not have been",
        ),
        pytest.param(
            f"{OPENED}; Mon 10:30 answered; Mon 11:00 changed partner_type=referral",
            "missed due Mon 10:00 active 90",
            id="missed, though a referral has no target",
        ),
    ],
)  # fmt: skip
def test_what_stopped_stays(told, row):
    assert look(told, "Mon 12:00").row("response") == row


@pytest.mark.parametrize(
    ("told", "row"),
    [
        pytest.param(
            f"{OPENED}; Mon 10:00 changed priority=S3", "cancelled due Wed 09:00 active 60",
            id="in time, with its due time",
        ),
        pytest.param(
            f"{OPENED}; Wed 09:30 changed priority=S3", "cancelled due Wed 09:00 active 1230",
            id="late, cancelled too",
        ),
        pytest.param(
            f"{OPENED}; Mon 10:00 held; Mon 11:00 changed priority=S3",
            "cancelled due - active 60",
            id="paused, without a due time",
        ),
    ],
)  # fmt: skip
def test_a_clock_whose_target_is_gone_is_cancelled(told, row):
    assert look(told, "Thu 12:00").row("resolution") == row


@pytest.mark.parametrize(
    ("told", "kind", "row"),
    [
        pytest.param(
            "Mon 09:00 opened S2; Mon 09:30 answered; Mon 10:00 answered", "update",
            "pending due Mon 14:00 active 60 left 180",
            id="at the last answer",
        ),
        pytest.param(
            "Mon 09:00 opened S2", "workaround", "pending due Mon 17:00 active 120 left 360",
            id="at the opening",
        ),
        pytest.param(
            "Mon 09:00 opened S3; Mon 09:30 answered; Mon 10:00 followup", "next",
            "pending due Mon 12:00 active 60 left 60",
            id="at the partner's message",
        ),
        pytest.param(
            "Mon 09:00 opened S2; Mon 10:00 marked workaround", "workaround", "none",
            id="not when it was marked already",
        ),
        pytest.param(
            "Mon 09:00 opened S1 london referral; Mon 09:30 answered", "response", "none",
            id="not when it was answered already",
        ),
    ],
)  # fmt: skip
def test_a_clock_that_is_added_starts_where_it_would_have_started(told, kind, row):
    seen = look(f"{told}; Mon 11:00 changed priority=S1 partner_type=certified", "Mon 11:00")
    assert seen.row(kind) == row


def test_a_clock_that_gets_a_target_again_runs_on_as_if_it_had_never_lost_it():
    told = f"{OPENED}; Mon 09:20 changed partner_type=referral"
    assert look(told, "Mon 09:25").row("response") == "cancelled due Mon 10:00 active 20"
    seen = look(f"{told}; Mon 09:30 changed partner_type=certified", "Mon 09:30")
    assert seen.row("response") == "pending due Mon 10:00 active 30 left 30"
    assert seen.clock("response", 2) is None


@pytest.mark.parametrize(
    ("told", "row"),
    [
        pytest.param(
            "Mon 09:00 opened S1; Mon 10:30 changed priority=S2",
            "soon due Mon 11:00 active 90 left 30",
            id="what was late is in time again",
        ),
        pytest.param(
            "Mon 09:00 opened S2; Mon 10:30 changed priority=S1",
            "late due Mon 10:00 active 90 left -30",
            id="what was in time is late since the new due time",
        ),
    ],
)  # fmt: skip
def test_its_verdict_follows_the_new_due_time(told, row):
    assert look(told, "Mon 10:30").row("response") == row


@pytest.mark.parametrize(
    ("on_change", "row"),
    [
        ("keep", "pending due Mon 11:00 active 60 left 60"),
        ("restart", "pending due Mon 11:30 active 60 left 90"),
    ],
)
def test_a_plan_says_whether_the_new_length_counts_from_the_change(on_change, row):
    policy = told_policy(on_change=on_change)
    seen = look(f"{OPENED}; Mon 09:30 changed priority=S2", "Mon 10:00", policy)
    assert seen.row("response") == row
    assert text(seen.clock("response").started_at) == "Mon 09:00"


def test_under_restart_what_changes_nothing_restarts_nothing():
    policy = told_policy(on_change="restart")
    seen = look(f"{OPENED}; Mon 09:30 changed priority=S1", "Mon 10:00", policy)
    assert seen.row("response") == "soon due Mon 10:00 active 60 left 0"


def test_a_change_after_the_end_takes_effect_when_the_case_is_reopened():
    told = f"{OPENED}; Mon 09:20 closed; Mon 09:30 changed priority=S2"
    assert look(told, "Mon 10:00").row("response") == "met due Mon 10:00 active 20"
    seen = look(f"{told}; Mon 10:20 reopened", "Mon 10:20")
    assert seen.row("response") == "pending due Mon 12:00 active 20 left 100"


@pytest.mark.parametrize(
    ("told", "clock", "row"),
    [
        pytest.param(
            "Mon 10:00 raised 1; Mon 11:00 changed priority=S2; Mon 10:00 raised 2",
            ("escalation", 2), "pending due Mon 12:00 active 80 left 40",
            id="another level that started at the same instant keeps its own length",
        ),
        pytest.param(
            "Mon 09:40 resolved; Mon 09:50 changed priority=S1; Mon 11:00 reopened; "
            "Mon 09:30 changed priority=S2",
            ("response", 1), "pending due Mon 12:00 active 60 left 40",
            id="a reopening restarts what was promised from an earlier start",
        ),
    ],
)  # fmt: skip
def test_under_restart_a_late_entry_takes_no_promise_of_another_count(told, clock, row):
    seen = look(f"{OPENED}; {told}", "Mon 11:20", told_policy(on_change="restart"))
    assert seen.row(*clock) == row


# --- A due time is a promise ----------------------------------------------------------------------

TWICE = {
    "certified": {
        "S1": {"response": (120, "support-hours"), "resolution": (2400, "support-hours")},
    },
}
OTHER = told_policy(targets=TWICE)


@pytest.mark.parametrize(
    "later",
    [
        Moment("noted", instant("Mon 09:30")),
        Moment("followup", instant("Mon 09:30")),
        Moment("escalated", instant("Mon 09:30"), level=1),
        Moment("marked", instant("Mon 09:30"), "diagnosis"),
    ],
    ids=lambda moment: moment.kind,
)
def test_a_change_of_the_configuration_moves_no_promised_due_time(later):
    case = look(OPENED, "Mon 09:00").case
    for kind in ("response", "resolution"):
        assert live(case, [later], OTHER).clock(kind) == case.clock(kind)


def test_recalculating_promises_what_the_configuration_gives_now():
    case = look(ANSWERED, "Mon 10:00").case
    anew = live(case, [Moment("updated", instant("Mon 10:00"), RECALCULATED)], OTHER)
    assert anew.clock("response") == case.clock("response")
    assert text(anew.clock("resolution").due_at) == "Fri 09:00"
    update = anew.clock("update")
    assert (update.verdict, text(update.due_at)) == ("cancelled", "Mon 13:30")
    assert live(anew, [Moment("updated", instant("Mon 10:00"), RECALCULATED)], OTHER) == anew


def test_recalculating_under_the_same_configuration_changes_nothing():
    case = look(f"{ANSWERED}; Mon 10:00 held; Mon 11:00 resumed", "Mon 12:00").case
    assert live(case, [Moment("updated", instant("Mon 12:00"), RECALCULATED)], POLICY) == case
