"""Random scenarios: lives of cases that the product accepts, rules, channels and gaps of cron."""

from datetime import datetime, timedelta

from hypothesis import strategies as st

from tests.notices.cases import LAST_LEVEL, Case, case_of, counting_of
from tests.notices.oracle import KINDS, kind_of
from tests.notices.scenario import (
    MINUTE,
    RESPONSE,
    Channel,
    Happening,
    Rule,
    Scenario,
    Target,
    instant_of,
    text_of,
    words_of,
)

STARTS = (
    "Fri 2026-11-20 14:07",
    "Mon 2026-11-23 08:30",
    "Mon 2026-11-23 20:00",
    "Fri 2026-03-27 16:00",
    "Sat 2026-10-24 19:30",
)
PRIORITIES = ("S1", "S2", "S3")
LENGTHS = ("S1 1h S2 4h S3 6h", "S1 20m S2 1h S3 2h", "S1 1h S2 4h")
MOMENTS = (
    *("25%", "50%", "75%", "30m left", "1h left", "due", "30m late", "1h late", "last level late"),
    *("opened", "escalated", "unowned 15m", "unowned 1h", "held 30m", "held 3h"),
)
OWNERS = ("desk-1", "desk-2")
MOST_CASES = 3


def _listed(words: tuple[str, ...], least: int = 0) -> st.SearchStrategy[str]:
    """Return lists of some words, often none where none is allowed."""
    some = st.lists(st.sampled_from(words), min_size=1, max_size=3, unique=True).map(", ".join)
    return some if least else st.just("") | some


TARGETS = st.lists(
    st.builds(Target, st.sampled_from(("update", "resolution")), st.sampled_from(LENGTHS)),
    max_size=2,
    unique_by=lambda target: target.clock,
)
CHANNEL = st.builds(
    Channel,
    st.just(""),
    st.sampled_from(("", "22:00-07:00", "09:00-10:15", "00:00-12:00")),
    st.sampled_from(("Europe/Berlin", "America/Los_Angeles")),
    st.sampled_from(("", "S1", "S1, S2")),
)


@st.composite
def rules(draw, channels: tuple[str, ...]) -> Rule:
    at = draw(_listed(MOMENTS, 1))
    has_clocks = any(kind_of(moment) in KINDS for moment in words_of(at))
    clocks = _listed(("response", "update", "resolution", "escalation"))
    return Rule(
        at,
        draw(_listed(channels, 1)),
        draw(clocks) if has_clocks else "",
        draw(_listed(PRIORITIES)),
        draw(_listed(("europe", "usa", "night"))),
        draw(_listed(("none", "DESK-1", "desk-2"))),
    )


@st.composite
def scenarios(draw) -> Scenario:
    keys = ("desk", "chat")[: draw(st.integers(1, 2))]
    around_the_clock = draw(st.booleans())
    targets = (RESPONSE, *draw(TARGETS))
    start = instant_of(draw(st.sampled_from(STARTS)))
    happenings = draw(lives(start))
    last = max(happening.recorded_at for happening in happenings)
    return Scenario(
        "a random life",
        tuple(draw(st.lists(rules(keys), min_size=1, max_size=5))),
        "\n".join(map(_line, happenings)),
        draw(cron(start, last)),
        channels=tuple(draw(CHANNEL)._replace(key=key) for key in keys),
        targets=tuple(target._replace(around_the_clock=around_the_clock) for target in targets),
    )


@st.composite
def lives(draw, start: datetime) -> list[Happening]:
    """Draw happenings in the order of recording; each is one that the product accepts."""
    known: list[Happening] = []
    now = start
    for _ in range(draw(st.integers(2, 12))):
        count = sum(one.what == "opened" for one in known)
        number = draw(st.integers(1, min(count + 1, MOST_CASES)))
        case = case_of(number, known) if number <= count else None
        known.append(_next(draw, number, case, known, now))
        now += draw(st.sampled_from((0, 1, 5, 12, 20, 30, 60, 61, 110, 240, 600))) * MINUTE
    return known


def _next(draw, number: int, case: Case | None, known: list[Happening], now: datetime) -> Happening:
    late = draw(st.sampled_from((0, 0, 0, 1, 20, 60, 200, 1440, 1441))) * MINUTE
    if case is None:
        priority, region = draw(st.sampled_from(PRIORITIES)), draw(REGION)
        owner = draw(st.sampled_from((None, *OWNERS)))
        return Happening(now - late, now, number, "opened", priority, region, owner)
    possible = _possible(case)
    if len(counting_of(number, known)) > 1:
        possible += [("undone", "")] * 3
    what, value = draw(st.sampled_from(possible))
    if what == "undone":
        return Happening(now, now, number, what)
    # An answer may be recorded behind an escalation; all else behind what happened to the case.
    binding = ("held", "resumed", "changed", "opened", "answered")
    of_case = [one for one in known if one.case == number]
    earliest = max(one.at for one in of_case if what != "answered" or one.what in binding)
    return Happening(max(now - late, earliest), now, number, what, value)


REGION = st.sampled_from(("europe", "europe", "usa", "night"))


def _possible(case: Case) -> list[tuple[str, str]]:
    """Return what can happen to a case, likelier things more often."""
    if case.is_void:
        return []
    if case.is_closed:
        return [("void", "")]
    found = [("answered", ""), ("answered", ""), ("closed", ""), ("void", "")]
    found += [("resumed" if case.held_since else "held", "")] * 3
    found += [("changed", each) for each in PRIORITIES if each != case.priority]
    found += [("taken", each) for each in OWNERS if each != case.owner]
    if case.owner:
        found.append(("released", ""))
    if len(case.raises) < LAST_LEVEL:
        found += [("escalated", "")] * 3
    return found


@st.composite
def cron(draw, start: datetime, last: datetime) -> str:
    """Draw the runs of cron: each minute for some time, then a gap, until hours after the end."""
    at = start + draw(st.sampled_from((-10, 0, 3, 45))) * MINUTE
    end = last + timedelta(hours=draw(st.sampled_from((2, 8, 16))))
    lines = []
    while at <= end:
        until = at + draw(st.sampled_from((0, 0, 5, 30, 90))) * MINUTE
        lines.append(f"{text_of(at)} - {text_of(until)}")
        at = until + draw(st.sampled_from((1, 2, 15, 40, 100, 300, 800))) * MINUTE
    return "\n".join(lines)


def _line(one: Happening) -> str:
    words = [text_of(one.at), str(one.case), one.what, one.value, one.region]
    words += [f"owner={one.owner}"] if one.owner else []
    words += [f"recorded={one.recorded_at:%Y-%m-%dT%H:%M}"] if one.at != one.recorded_at else []
    return " ".join(word for word in words if word)
