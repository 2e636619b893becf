"""When notices arise: what a clock has reached, what filters take, quiet hours, and retries."""

from datetime import datetime, timedelta
from typing import NamedTuple

import pytest

from slt_cli.domain.calendar.hours import Interval
from slt_cli.domain.calendar.schedule import Schedule
from slt_cli.domain.channels import Channel, Command, NoticeRule
from slt_cli.domain.clocks import ESCALATION, RESPONSE
from slt_cli.domain.notice_moments import parse_moment
from slt_cli.domain.notices import (
    delayed_until,
    due_before,
    has_reached,
    least_seconds_left,
    may_have_reached,
    news_since,
    next_try,
    silent_channels,
    unowned_since,
    wanted_moments,
)
from slt_cli.domain.policy import Policy
from tests.domain.given import after, moment, opened, raised

MONDAY = moment("2026-11-23T09:00-08:00")
"""An hour of S2 is 4 hours of support: due at 13:00, 75 % at 12:00."""

REACHED = {
    "a second before three quarters": ("75%", "11:59:59", False),
    "three quarters": ("75%", "12:00", True),
    "a second before 30 minutes are left": ("30m left", "12:29:59", False),
    "30 minutes are left": ("30m left", "12:30", True),
    "more is left than the target has": ("5h left", "09:00", True),
    "a second before it is due": ("due", "12:59:59", False),
    "due": ("due", "13:00", True),
    "an hour late, a second before": ("1h late", "13:59:59", False),
    "an hour late": ("1h late", "14:00", True),
    "a share after it is due": ("75%", "15:00", True),
    "what is left after it is due": ("30m left", "15:00", True),
}


@pytest.mark.parametrize(("text", "at", "expected"), REACHED.values(), ids=REACHED)
def test_what_a_clock_has_reached(policy: Policy, text: str, at: str, *, expected: bool):
    case = opened(policy, "S2", MONDAY)
    clock = case.clock(RESPONSE)
    assert clock is not None
    assert clock.target is not None
    assert clock.due_at is not None
    now, wanted = moment(f"2026-11-23T{at}-08:00"), parse_moment(text)
    assert has_reached(wanted, clock, case, policy, now) is expected
    schedule, target = policy.schedule_of(case), clock.target
    left = least_seconds_left(schedule, target.seconds, target.clock, clock.due_at, now)
    assert may_have_reached(wanted, target.seconds, left, clock.due_at, now) is expected


def test_late_is_counted_in_support_time(policy: Policy):
    case = opened(policy, "S2", moment("2026-11-20T13:30-08:00"))  # due 17:30, support until 18:00
    clock = case.clock(RESPONSE)
    assert clock is not None
    late = parse_moment("1h late")
    assert not has_reached(late, clock, case, policy, moment("2026-11-23T05:29:59-08:00"))
    assert has_reached(late, clock, case, policy, moment("2026-11-23T05:30-08:00"))


def test_what_is_on_hold_or_answered_reaches_nothing(policy: Policy):
    case = opened(policy, "S2", MONDAY)
    clock = case.clock(RESPONSE)
    assert clock is not None
    held, answered = clock._replace(due_at=None), clock._replace(verdict="met")
    for stopped in (held, answered):
        assert not has_reached(
            parse_moment("due"), stopped, case, policy, moment("2027-01-01T00:00Z")
        )


def test_the_last_level_is_late_when_there_is_none_above(policy: Policy):
    case, late = (
        raised(policy, opened(policy, "S1", MONDAY), MONDAY),
        parse_moment("last level late"),
    )
    next_week = moment("2026-12-01T12:00Z")
    for level in range(1, len(policy.levels) + 1):
        clock = case.clock(ESCALATION)
        assert clock is not None
        assert has_reached(late, clock, case, policy, next_week) is (level == len(policy.levels))
        if level < len(policy.levels):
            case = raised(policy, case, MONDAY + timedelta(minutes=level))
    response = case.clock(RESPONSE)
    assert response is not None
    assert not has_reached(late, response, case, policy, next_week)


class Facts(NamedTuple):
    """What filters look at."""

    priority: str = "S1"
    region: str = "usa"
    owner: str | None = None


AT = (parse_moment("due"), parse_moment("opened"))
FILTERS = {
    "without filters": (NoticeRule(AT, ("desk",)), Facts(), True),
    "another channel": (NoticeRule(AT, ("chat",)), Facts(), False),
    "its clock": (NoticeRule(AT, ("desk",), clocks=("response",)), Facts(), True),
    "another clock": (NoticeRule(AT, ("desk",), clocks=("update",)), Facts(), False),
    "its priority": (NoticeRule(AT, ("desk",), priorities=("S2", "S1")), Facts(), True),
    "another priority": (NoticeRule(AT, ("desk",), priorities=("S2",)), Facts(), False),
    "another region": (NoticeRule(AT, ("desk",), regions=("europe",)), Facts(), False),
    "its owner": (NoticeRule(AT, ("desk",), owners=("Desk-1",)), Facts(owner="desk-1"), True),
    "another owner": (NoticeRule(AT, ("desk",), owners=("desk-1",)), Facts(owner="x"), False),
    "no owner": (NoticeRule(AT, ("desk",), owners=("none",)), Facts(), True),
    "an owner where none is wanted": (
        NoticeRule(AT, ("desk",), owners=("none",)),
        Facts(owner="x"),
        False,
    ),
    "a redacted owner": (
        NoticeRule(AT, ("desk",), owners=("none",)),
        Facts(owner="[redacted]"),
        True,
    ),
}


@pytest.mark.parametrize(("rule", "facts", "expected"), FILTERS.values(), ids=FILTERS)
def test_filters(rule: NoticeRule, facts: Facts, *, expected: bool):
    found = list(wanted_moments([rule], "desk", facts, "response"))
    assert found == ([parse_moment("due")] if expected else [])


def test_a_clock_filter_leaves_events_alone():
    rule = NoticeRule(AT, ("desk",), clocks=("update",))
    assert list(wanted_moments([rule], "desk", Facts(), None)) == [parse_moment("opened")]


def test_clocks_are_looked_for_as_far_ahead_as_a_moment_can_be(policy: Policy):
    now = moment("2026-11-20T17:30-08:00")  # Friday; support in the USA closes at 18:00
    found = due_before([parse_moment("75%")], 4 * 3600, [policy.regions["usa"]], now)
    assert found == moment("2026-11-23T05:30:01-08:00")
    assert due_before([parse_moment("opened")], 4 * 3600, policy.regions.values(), now) is None
    usa, late = [policy.regions["usa"]], [parse_moment("1h late")]
    assert due_before(late, 4 * 3600, usa, now) == now + timedelta(seconds=1)


def test_a_case_is_unowned_since_it_lost_its_owner(policy: Policy):
    case = opened(policy, "S1", MONDAY)
    assert unowned_since(case._replace(owner="desk-1"), []) is None
    assert unowned_since(after(policy, case, "closed", MONDAY), []) is None


QUIET = Channel(
    "desk",
    Command(("true",)),
    Schedule(moment("2026-01-01T00:00Z").tzinfo, ((Interval(22 * 3600, 31 * 3600),),) * 7),
    urgent=("S1",),
)
DELAYS = {
    "in quiet hours": ("75%", "S2", "2026-11-25T23:00Z", "2026-11-26T07:00Z"),
    "after midnight": ("opened", "S2", "2026-11-26T03:00Z", "2026-11-26T07:00Z"),
    "as they begin": ("75%", "S2", "2026-11-25T22:00Z", "2026-11-26T07:00Z"),
    "as they end": ("75%", "S2", "2026-11-26T07:00Z", None),
    "by day": ("75%", "S2", "2026-11-25T12:00Z", None),
    "what is due": ("due", "S2", "2026-11-25T23:00Z", None),
    "what is late": ("1h late", "S2", "2026-11-25T23:00Z", None),
    "an urgent one": ("75%", "S1", "2026-11-25T23:00Z", None),
}


@pytest.mark.parametrize(("text", "priority", "now", "until"), DELAYS.values(), ids=DELAYS)
def test_quiet_hours(text: str, priority: str, now: str, until: str | None):
    expected = None if until is None else moment(until)
    assert delayed_until(QUIET, parse_moment(text), priority, moment(now)) == expected


def test_a_message_is_tried_again_for_a_day():
    since = now = moment("2026-11-25T12:00Z")
    waits: list[timedelta] = []
    attempts = 1
    while (again := next_try(attempts, since, now)) is not None:
        waits.append(again - now)
        now, attempts = again, attempts + 1
    minutes = [wait.total_seconds() / 60 for wait in waits]
    assert minutes[:6] == [1, 5, 15, 60, 60, 60]
    assert now - since >= timedelta(hours=24)
    assert now - since < timedelta(hours=25)


def test_a_machine_that_was_off_for_days_tries_a_few_times():
    since, now = moment("2026-11-20T12:00Z"), moment("2026-11-25T12:00Z")
    waits = [next_try(attempts, since, now) for attempts in range(1, 6)]
    minutes = [wait and (wait - now).total_seconds() / 60 for wait in waits]
    assert minutes == [1, 5, 15, 60, None]


ASKED = {"sooner": (10, 60), "later": (600, 600), "for years": (10**9, 24 * 3600)}


@pytest.mark.parametrize(("retry_after", "seconds"), ASKED.values(), ids=ASKED)
def test_the_other_side_asks_to_be_left_alone(retry_after: int, seconds: int):
    now = moment("2026-11-25T12:00Z")
    assert next_try(1, now, now, retry_after) == now + timedelta(seconds=seconds)


NOW = moment("2026-11-25T12:00Z")
RULES = [NoticeRule(AT, ("desk", "chat")), NoticeRule(AT, ("desk",))]
SILENT = {
    "three minutes ago": ({"desk": NOW - timedelta(minutes=3), "chat": NOW}, {}),
    "longer ago": (
        {"desk": NOW - timedelta(minutes=3, seconds=1), "chat": NOW},
        {"desk": NOW - timedelta(minutes=3, seconds=1)},
    ),
    "never": ({"desk": NOW}, {"chat": None}),
    "a clock that was ahead": ({"desk": NOW + timedelta(hours=1), "chat": NOW}, {}),
    "one that nobody asks for": ({"desk": NOW, "chat": NOW, "old": NOW - timedelta(days=9)}, {}),
}


@pytest.mark.parametrize(("runs", "expected"), SILENT.values(), ids=SILENT)
def test_channels_that_nobody_looks_after(
    runs: dict[str, datetime], expected: dict[str, datetime | None]
):
    assert silent_channels(RULES, runs, 60, NOW) == expected


@pytest.mark.parametrize(
    ("first", "last", "since"),
    [
        pytest.param("06:00", "11:59", "09:59", id="two hours before the last run"),
        pytest.param("11:00", "11:59", "11:00", id="not before the first run"),
        pytest.param("12:01", "12:01", "12:01", id="a clock that is a minute ahead"),
        pytest.param("06:00", "13:00", "10:00", id="the last run is still to come"),
        pytest.param("13:00", "13:00", "10:00", id="the first run is still to come"),
    ],
)
def test_since_when_events_are_news(first: str, last: str, since: str):
    at = {time: moment(f"2026-11-25T{time}Z") for time in (first, last, since)}
    assert news_since(at[first], at[last], NOW) == at[since]


@pytest.mark.parametrize("first", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_a_damaged_last_run_makes_all_events_news(first: str):
    year_one = moment("0001-01-01T00:00:00Z")
    assert news_since(moment(first), year_one, NOW) == year_one
