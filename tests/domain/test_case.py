"""Cases: what an event records, and that a case is the fold of its events."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slt_cli.domain.case import Change, apply, clocks_of, event_between, fold
from slt_cli.domain.escalation import escalate, next_level
from slt_cli.domain.lifecycle import close, respond
from slt_cli.domain.plan import Target
from slt_cli.errors import RefusedError
from tests.domain.given import FRIDAY_EVENING, moment, opened

KINDS = {"respond": "responded", "escalate": "escalated", "close": "closed"}


def step(policy, case, action, at):
    if action == "escalate":
        region = policy.region_of(case)
        return escalate(
            case,
            next_level(case, policy.levels, policy.partner_type_of(case), policy.links),
            region.schedule,
            at,
        )
    return {"respond": respond, "close": close}[action](case, at)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    actions=st.lists(st.tuples(st.sampled_from(sorted(KINDS)), st.integers(0, 40)), max_size=8),
    partner_type=st.sampled_from(["certified", "referral"]),
)
def test_a_case_is_the_fold_of_its_events(policy, actions, partner_type):
    case = opened(policy, partner_type=partner_type, ref="00123456")
    at = case.opened_at
    events = [event_between(None, case, "opened", at, "tester", None)]
    for action, hours in actions:
        at += timedelta(hours=hours)
        with suppress(RefusedError):
            after = step(policy, case, action, at)
            events.append(event_between(case, after, KINDS[action], at, "tester", None))
            case = after
    assert fold(7, events) == case._replace(number=7, rev=len(events))


def test_an_event_says_when_by_whom_and_what_changed_from_what(policy):
    case = opened(policy)
    at = moment("2026-11-23T13:30Z")
    event = event_between(case, respond(case, at), "responded", at, "tester", "Called back")
    assert (event.kind, event.at, event.who, event.note) == (
        "responded",
        at,
        "tester",
        "Called back",
    )
    assert event.changes == {
        "status": Change("open", "responded"),
        "responded_at": Change(None, at),
        "verdict": Change(None, "met"),
    }


def test_the_opening_event_records_the_promise(policy):
    event = event_between(None, opened(policy), "opened", FRIDAY_EVENING, "tester", None)
    assert event.changes["due_at"] == Change(None, moment("2026-11-23T13:30Z"))
    assert event.changes["target_seconds"] == Change(None, 3600)
    assert event.changes["target_clock"] == Change(None, "support-hours")


def test_number_and_revision_are_the_stores_own(policy):
    before = opened(policy)
    event = event_between(
        before, before._replace(number=7, rev=3), "opened", FRIDAY_EVENING, "", ""
    )
    assert event.changes == {}


def test_applying_an_event_counts_it_and_leaves_the_case_before_alone(policy):
    before = opened(policy)._replace(number=7, rev=1)
    event = event_between(before, close(before, FRIDAY_EVENING), "closed", FRIDAY_EVENING, "", None)
    assert apply(before, 7, event).rev == 2
    assert (before.status, before.rev) == ("open", 1)


def test_a_case_without_events_is_none():
    with pytest.raises(ValueError, match="case 7 has no events"):
        fold(7, [])


def test_a_new_case_has_one_clock_that_runs(policy):
    [clock] = opened(policy).clocks()
    assert (clock.kind, clock.level, clock.started_at) == ("response", 0, FRIDAY_EVENING)
    assert clock.due_at == moment("2026-11-23T13:30Z")
    assert clock.target == Target(3600, "support-hours")
    assert clock.running


def test_a_case_without_a_target_has_a_clock_that_does_not_run(policy):
    [clock] = opened(policy, partner_type="referral").clocks()
    assert (clock.due_at, clock.target, clock.running) == (None, None, False)


def test_an_escalated_case_has_the_clock_of_its_level_too(policy):
    case = opened(policy)
    at = moment("2026-11-23T14:00Z")
    response, escalation = step(policy, case, "escalate", at).clocks()
    assert response == case.clocks()[0]
    assert (escalation.kind, escalation.level, escalation.started_at) == ("escalation", 1, at)
    assert escalation.due_at == moment("2026-11-23T18:00Z")
    assert escalation.target == Target(4 * 3600, "support-hours")
    assert escalation.running


def told(clocks):
    """Return what each clock is called and how it ended; None while it runs."""
    return [(clock.name, clock.verdict) for clock in clocks]


LIFE = [
    ("opened", "2026-11-23T13:00Z"),
    ("escalate", "2026-11-23T14:00Z"),
    ("escalate", "2026-11-23T18:00Z"),
    ("escalate", "2026-11-23T22:01Z"),
    ("respond", "2026-11-24T01:00Z"),
    ("close", "2026-11-24T02:00Z"),
]


@pytest.mark.parametrize(
    ("steps", "clocks"),
    [
        pytest.param(0, [], id="before it is opened"),
        pytest.param(1, [("response", None)], id="opened"),
        pytest.param(2, [("response", None), ("level 1", None)], id="at level 1"),
        pytest.param(
            3,
            [("response", None), ("level 1", "met"), ("level 2", None)],
            id="raised exactly when level 1 was due",
        ),
        pytest.param(
            4,
            [("response", None), ("level 1", "met"), ("level 2", "missed"), ("level 3", None)],
            id="raised a minute after level 2 was due",
        ),
        pytest.param(
            5,
            [
                *(("response", "missed"), ("level 1", "met")),
                *(("level 2", "missed"), ("level 3", "met")),
            ],
            id="answered",
        ),
        pytest.param(
            6,
            [
                *(("response", "missed"), ("level 1", "met")),
                *(("level 2", "missed"), ("level 3", "met")),
            ],
            id="closed: nothing ran any more",
        ),
    ],
)
def test_every_clock_that_a_case_ever_had(policy, steps, clocks):
    case, events = None, []
    for action, text in LIFE[:steps]:
        at = moment(text)
        after = opened(policy, at=at) if case is None else step(policy, case, action, at)
        kind = KINDS.get(action, action)
        events.append(event_between(case, after, kind, at, "tester", None))
        case = after
    assert told(clocks_of(1, events)) == clocks
    if case is not None:
        assert clocks_of(1, events)[-1] == case.clocks()[-1]


def test_a_clock_that_an_answer_stopped_stays_met_when_the_case_is_raised_again(policy):
    case, events = opened(policy), []
    events.append(event_between(None, case, "opened", case.opened_at, "tester", None))
    for action, text in (
        ("escalate", "2026-11-23T14:00Z"),
        ("respond", "2026-11-23T15:00Z"),
        ("escalate", "2026-11-30T15:00Z"),
    ):
        after = step(policy, case, action, moment(text))
        events.append(event_between(case, after, KINDS[action], moment(text), "tester", None))
        case = after
    assert told(clocks_of(1, events)) == [
        ("response", "missed"),
        ("level 1", "met"),
        ("level 2", None),
    ]


@pytest.mark.parametrize(
    ("action", "at", "decides"),
    [
        pytest.param(None, None, "response", id="the only one"),
        pytest.param("escalate", "2026-11-23T12:00Z", "response", id="due before the escalation"),
        pytest.param("respond", "2026-11-23T12:00Z", "response", id="none runs"),
    ],
)
def test_the_clock_that_decides_is_the_running_one_that_is_due_first(policy, action, at, decides):
    case = opened(policy)
    after = step(policy, case, action, moment(at)) if action else case
    assert after.deciding_clock.name == decides


def test_an_escalation_decides_where_it_is_due_first_or_runs_alone(policy):
    minor = opened(policy, "S3", moment("2026-11-23T13:00Z"))
    raised = step(policy, minor, "escalate", moment("2026-11-23T13:00Z"))
    assert raised.deciding_clock.name == "level 1"
    answered = respond(opened(policy), moment("2026-11-23T13:00Z"))
    again = step(policy, answered, "escalate", moment("2026-11-23T14:00Z"))
    assert again.deciding_clock.name == "level 1"
