"""What is true of every life: of holds, of the order of recording, and of replaying its events."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from slt_cli.domain.case import Case
from slt_cli.domain.events import fold
from slt_cli.domain.life import live
from slt_cli.domain.moments import Moment
from slt_cli.errors import RefusedError
from tests.domain.life_comparison import Lived
from tests.domain.oracle.example_stories import MONDAY, story
from tests.domain.oracle.life_oracle import Moment as Told
from tests.domain.telling import POLICY

OPENED = story("Mon 09:00 opened S1")[0]
WEEK = 7 * 24 * 60
MINUTES = st.integers(0, 2 * WEEK)
SCHEDULE = POLICY.regions["london"].schedule
PAUSED = ("workaround", "resolution", "diagnosis", "update")
KINDS = ("answered", "followup", "held", "resumed", "marked", "raised", "changed", "resolved")


def at(minutes: int) -> datetime:
    """Return the instant so many minutes after Monday morning."""
    return MONDAY + timedelta(hours=9, minutes=minutes)


def held(*spans: tuple[int, int]) -> Case:
    """Return an answered case after holds, each from so many minutes to so many."""
    moments = [Moment("responded", at(0))]
    for starts, ends in spans:
        moments += [Moment("held", at(starts)), Moment("resumed", at(ends))]
    return live(Lived(POLICY, OPENED).case, moments, POLICY)


def dues(case: Case) -> dict[str, datetime | None]:
    return {clock.kind: clock.due_at for clock in case.running_clocks}


@settings(max_examples=50)
@given(day=st.integers(0, 12), starts=st.integers(0, 14 * 60), length=st.integers(0, 14 * 60))
def test_a_hold_of_closed_hours_moves_nothing(day, starts, length):
    """Support is closed for the fourteen hours from nine hours after nine o'clock."""
    first = day * 24 * 60 + 9 * 60 + starts
    last = min(first + length, day * 24 * 60 + 23 * 60)
    assert SCHEDULE.elapsed(at(first), at(last)) == 0
    assert dues(held((first, last))) == dues(held())


@settings(max_examples=50)
@given(points=st.lists(MINUTES, min_size=3, max_size=3, unique=True).map(sorted))
def test_two_adjoining_holds_are_one(points):
    first, middle, last = points
    assert dues(held((first, middle), (middle, last))) == dues(held((first, last)))


@settings(max_examples=50)
@given(points=st.lists(MINUTES, min_size=2, max_size=6, unique=True).map(sorted))
def test_a_hold_never_moves_a_due_time_earlier(points):
    assume(len(points) % 2 == 0)
    spans = list(pairwise(points))[::2]
    for count in range(len(spans)):
        before, then = dues(held(*spans[:count])), dues(held(*spans[: count + 1]))
        assert all(then[kind] >= before[kind] for kind in PAUSED)
        assert then["response"] == before["response"] if "response" in before else True


def told(kind: str, minutes: int, pick: int) -> Told:
    """Return a moment of a kind; `pick` chooses among its variants."""
    variants = {
        "answered": {"hold": pick == 0},
        "marked": {"name": ("workaround", "diagnosis", "workaround")[pick]},
        "raised": {"level": pick + 1},
        "changed": {"priority": ("S1", "S2", "S3")[pick]},
    }
    return Told(at(minutes), kind, variants.get(kind, {}))


LIVES = st.lists(
    st.builds(told, st.sampled_from([*KINDS, "closed", "reopened"]), MINUTES, st.integers(0, 2)),
    max_size=12,
)


def lived(moments: list[Told]) -> Lived:
    """Return a case after those of the moments that are not refused."""
    case = Lived(POLICY, OPENED)
    for moment in moments:
        try:
            case.record(moment)
        except RefusedError:
            continue
    return case


@settings(max_examples=50)
@given(moments=LIVES)
def test_replaying_the_events_of_a_case_gives_the_case_as_it_was_decided(moments):
    case = Lived(POLICY, OPENED)
    for moment in moments:
        try:
            decided = case.record(moment)
        except RefusedError:
            continue
        rev = len(case.events)
        assert fold(case.events, 0, "") == decided._replace(rev=rev)
        newest = max(event.at for event in case.events)
        assert case.at(newest) == decided._replace(rev=rev)


INDEPENDENT = st.lists(
    st.builds(
        told,
        st.sampled_from(["answered", "followup", "marked", "changed"]),
        MINUTES,
        st.integers(0, 2),
    ),
    max_size=6,
    unique_by=lambda moment: moment.at,
)


@settings(max_examples=50)
@given(moments=INDEPENDENT, order=st.randoms(use_true_random=False))
def test_the_order_of_recording_does_not_matter_where_instants_differ(moments, order):
    """None of these moments can be refused, in whatever order they are recorded."""
    shuffled = list(moments)
    order.shuffle(shuffled)
    in_turn, otherwise = lived(sorted(moments, key=lambda moment: moment.at)), lived(shuffled)
    assert len(in_turn.events) == len(otherwise.events) == len(moments) + 1
    assert in_turn.case == otherwise.case


@pytest.mark.parametrize("kind", PAUSED)
def test_the_properties_are_about_clocks_that_a_hold_pauses(kind):
    assert dues(held((60, 120)))[kind] > dues(held())[kind]
