"""The rows of a report: what falls into which, in what order, and under which name."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slt_cli.domain.calendar.instant import Zone
from slt_cli.domain.case import Case
from slt_cli.domain.clocks import Clock, Span
from slt_cli.domain.report.dates import UNITS, Part, parts_of
from slt_cli.domain.report.figures import Tally
from slt_cli.domain.report.rows import (
    BY,
    By,
    Counts,
    Cut,
    Fact,
    Rules,
    facts_among,
    facts_of,
    support_in,
)
from slt_cli.domain.texts import REDACTED
from tests.domain.given import moment

UTC_ZONE = Zone(ZoneInfo("UTC"))
START, END = moment("2026-09-28T00:00Z"), moment("2026-11-02T00:00Z")
WEEKS = parts_of(START, END, ["week"], UTC_ZONE)
WHOLE = [Part(START)]


def support_seconds(region: str, start: datetime, end: datetime) -> int:
    """Count every second in Europe, and none elsewhere."""
    return int((end - start).total_seconds()) if region == "europe" else 0


RULES = Rules(lambda _: None, support_seconds, {"priority": ["S1", "S2", "S10"]})


def counted(by: tuple[By, ...], *added: Tally | Cut, parts: Any = WHOLE) -> Counts:
    counts = Counts(by, parts)
    for each in added:
        if isinstance(each, Tally):
            counts.add(each)
        else:
            counts.add_cut(each, support_in(each, parts, END, RULES))
    return counts


def tally(*facts: Any, part: int = 0, outcome: Any = "met", clocks: int = 1) -> Tally:
    """Return clocks with one value for each fact, or several where it is a tuple."""
    values = tuple(each if isinstance(each, tuple) else (each,) for each in facts)
    return Tally(values, part, "premium", outcome, clocks)


def table(counts: Counts) -> list[tuple[Any, ...]]:
    """Return what each row is about, and how many clocks are met in it."""
    return [
        (*counts.values(key), counts.figures(key, RULES, of_cases=True).met)
        for key in counts.keys(RULES.ranked)
    ]


@pytest.mark.parametrize(
    ("by", "tallies", "expected"),
    [
        pytest.param(
            ("priority",),
            [tally("S10"), tally("S2"), tally("old"), tally("S1"), tally("S2", clocks=3)],
            [("S1", 1), ("S2", 4), ("S10", 1), ("old", 1)],
            id="in the order of the configuration, what is no longer configured after it",
        ),
        pytest.param(
            ("owner",),
            [tally(None), tally("zoe"), tally("Ann"), tally("bob")],
            [("Ann", 1), ("bob", 1), ("zoe", 1), (None, 1)],
            id="names by their letters, nobody last",
        ),
        pytest.param(
            ("partner",),
            [tally("acme"), tally("ACME", clocks=2), tally("Acme")],
            [("ACME", 4)],
            id="a name in any letters is one row",
        ),
        pytest.param(
            ("customer",),
            [tally("Straße"), tally("STRASSE")],
            [("STRASSE", 2)],
            id="letters that fold into two",
        ),
        pytest.param(
            ("region",),
            [tally("usa"), tally("USA")],
            [("USA", 1), ("usa", 1)],
            id="keys of the configuration are not folded",
        ),
        pytest.param(
            ("tag",),
            [tally(("vip", "eu")), tally(("VIP",), clocks=2), tally((None,))],
            [("eu", 1), ("VIP", 3), (None, 1)],
            id="a case with several tags is in the row of each",
        ),
        pytest.param(
            ("priority", "owner"),
            [tally("S2", "ann"), tally("S1", None), tally("S1", "bob"), tally("S2", "Ann")],
            [("S1", "bob", 1), ("S1", None, 1), ("S2", "Ann", 2)],
            id="the first field first",
        ),
        pytest.param(
            ("owner", "priority"),
            [tally("ann", "S2"), tally(None, "S1"), tally("bob", "S1")],
            [("ann", "S2", 1), ("bob", "S1", 1), (None, "S1", 1)],
            id="the same the other way round",
        ),
        pytest.param(
            ("tag", "partner"),
            [tally(("b", "a"), "Acme"), tally(("A",), "acme")],
            [("A", "Acme", 2), ("b", "Acme", 1)],
            id="tags and names in mixed letters",
        ),
        pytest.param((), [tally(), tally(clocks=4)], [(5,)], id="no field: one row"),
        pytest.param(("owner",), [], [], id="nothing to count: no row"),
        pytest.param(
            ("owner",),
            [tally("ann", outcome="cancelled")],
            [("ann", 0)],
            id="what is left out has a row, too",
        ),
    ],
)
def test_rows_have_an_order_and_a_name(
    by: tuple[By, ...], tallies: list[Tally], expected: list[tuple[Any, ...]]
) -> None:
    assert table(counted(by, *tallies)) == expected
    assert sorted(table(counted(by, *reversed(tallies))), key=repr) == sorted(expected, key=repr)


def test_the_name_of_a_row_does_not_depend_on_what_is_counted_first() -> None:
    one, other = tally("acme", ("vip",)), tally("Acme", ("VIP",))
    by: tuple[By, ...] = ("partner", "tag")
    assert table(counted(by, one, other)) == table(counted(by, other, one)) == [("Acme", "VIP", 2)]


def test_weeks_come_between_other_fields() -> None:
    by: tuple[By, ...] = ("week", "owner")
    tallies = (tally("ann", part=1), tally("ann", part=0), tally("bob", part=1))
    assert table(counted(by, *tallies, parts=WEEKS)) == [
        ("2026-09-28", "ann", 1),
        ("2026-10-05", "ann", 1),
        ("2026-10-05", "bob", 1),
    ]
    assert table(counted(("owner", "week"), *tallies, parts=WEEKS)) == [
        ("ann", "2026-09-28", 1),
        ("ann", "2026-10-05", 1),
        ("bob", "2026-10-05", 1),
    ]


def test_weeks_and_months_are_the_same_part_seen_twice() -> None:
    parts = parts_of(START, END, UNITS, UTC_ZONE)
    tallies = [tally(part=index) for index in range(len(parts))]
    assert table(counted(("month", "week"), *tallies, parts=parts))[-2:] == [
        ("2026-10", "2026-10-26", 1),
        ("2026-11", "2026-10-26", 1),
    ]


def cut(start: str, end: str | None, *facts: Any, kind: str = "holds", number: int = 1) -> Cut:
    values = tuple(each if isinstance(each, tuple) else (each,) for each in facts)
    return Cut(values, number, "europe", kind, Span(moment(start), end and moment(end)))


HOUR = 3600


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        pytest.param(
            cut("2026-10-06T08:00Z", "2026-10-06T10:00Z"),
            {"2026-10-05": 2 * HOUR},
            id="within a week",
        ),
        pytest.param(
            cut("2026-10-11T23:00Z", "2026-10-12T02:00Z"),
            {"2026-10-05": HOUR, "2026-10-12": 2 * HOUR},
            id="over the border of two weeks",
        ),
        pytest.param(
            cut("2026-10-04T20:00Z", "2026-10-12T01:00Z"),
            {"2026-09-28": 4 * HOUR, "2026-10-05": 7 * 24 * HOUR, "2026-10-12": HOUR},
            id="over a whole week",
        ),
        pytest.param(
            cut("2026-10-05T00:00Z", "2026-10-12T00:00Z"),
            {"2026-10-05": 7 * 24 * HOUR},
            id="exactly a week",
        ),
        pytest.param(
            cut("2026-09-27T23:00Z", "2026-09-28T01:00Z"),
            {"2026-09-28": HOUR},
            id="begun before the period",
        ),
        pytest.param(
            cut("2026-11-01T23:00Z", None), {"2026-10-26": HOUR}, id="it lasts: until the end"
        ),
        pytest.param(
            cut("2026-11-01T23:00Z", "2026-11-05T00:00Z"),
            {"2026-10-26": HOUR},
            id="ended after the end",
        ),
        pytest.param(cut("2026-11-02T00:00Z", None), {}, id="after the end"),
        pytest.param(
            cut("2026-10-06T08:00Z", "2026-10-06T10:00Z")._replace(region="mars"),
            {},
            id="a region that is no longer configured",
        ),
    ],
)
def test_time_on_hold_is_divided_at_the_borders_of_weeks(
    held: Cut, expected: dict[str, int]
) -> None:
    counts = counted(("week",), held, parts=WEEKS)
    found = {key: counts.figures(key, RULES, of_cases=True) for key in counts.keys({})}
    assert {week: figures.held_seconds for (week,), figures in found.items()} == expected
    assert {figures.held_cases for figures in found.values()} <= {1}
    whole = counted((), held).figures((), RULES, of_cases=True)
    assert whole.held_seconds == sum(expected.values())
    assert whole.held_cases == (1 if expected else 0)


def test_a_case_held_twice_is_one_case() -> None:
    counts = counted(
        ("owner",),
        cut("2026-10-06T08:00Z", "2026-10-06T09:00Z", "ann"),
        cut("2026-10-07T08:00Z", "2026-10-07T09:00Z", "Ann"),
        cut("2026-10-07T08:00Z", "2026-10-07T09:00Z", "ANN", number=2),
        cut("2026-10-08T08:00Z", "2026-10-08T09:00Z", "ann", kind="closed"),
    )
    figures = counts.figures(("ann",), RULES, of_cases=True)
    assert (figures.held_seconds, figures.held_cases) == (3 * HOUR, 2)
    assert figures.closed_seconds == HOUR
    assert table(counts) == [("ANN", 0)]


CASE = Case(
    7,
    "Phones are down",
    "certified",
    "S1",
    "usa",
    START,
    partner="Acme",
    owner="desk-1",
    tags=("eu", "vip"),
)
RESPONSE = Clock("response", 1, 0, START, None, None)


@pytest.mark.parametrize(
    ("case", "fact", "expected"),
    [
        pytest.param(CASE, "priority", ("S1",), id="priority"),
        pytest.param(CASE, "region", ("usa",), id="region"),
        pytest.param(CASE, "partner_type", ("certified",), id="partner type"),
        pytest.param(CASE, "partner", ("Acme",), id="partner"),
        pytest.param(CASE, "customer", (None,), id="no customer"),
        pytest.param(CASE._replace(partner=""), "partner", (None,), id="an empty name is none"),
        pytest.param(CASE, "owner", ("desk-1",), id="owner"),
        pytest.param(CASE._replace(owner=REDACTED), "owner", (None,), id="a redacted owner"),
        pytest.param(CASE, "tag", ("eu", "vip"), id="tags"),
        pytest.param(CASE._replace(tags=()), "tag", (None,), id="no tag"),
        pytest.param(CASE, "clock", ("response",), id="clock"),
    ],
)
def test_the_facts_of_a_case(case: Case, fact: Fact, expected: tuple[str | None, ...]) -> None:
    assert facts_of(case, RESPONSE, [fact]) == (expected,)


def test_dates_are_not_facts() -> None:
    assert facts_among(BY) == tuple(field for field in BY if field not in UNITS)


NAMES = st.sampled_from([None, "acme", "Acme", "ACME", "bolt", "Élan", "élan"])
TALLIES = st.lists(
    st.builds(
        tally,
        NAMES,
        st.lists(st.sampled_from(["vip", "VIP", "eu"]), min_size=1, max_size=2).map(tuple),
        part=st.integers(0, len(WEEKS) - 1),
        outcome=st.sampled_from(["met", "missed", "running", "void"]),
        clocks=st.integers(1, 5),
    )
)


@given(tallies=TALLIES)
def test_the_rows_add_up_to_the_report_without_them(tallies: list[Tally]) -> None:
    by: tuple[By, ...] = ("partner", "week")
    of_names = [Tally((each.facts[0],), *each[1:]) for each in tallies]
    counts = counted(by, *of_names, parts=WEEKS)
    rows = [counts.figures(key, RULES, of_cases=True) for key in counts.keys({})]
    of_all = [Tally((), *each[1:]) for each in tallies]
    whole = counted((), *of_all, parts=WEEKS).figures((), RULES, of_cases=True)
    for field in ("met", "missed", "running", "void"):
        assert sum(getattr(row, field) for row in rows) == getattr(whole, field)
