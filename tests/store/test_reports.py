"""Reports by SQL, which say what the rules of the domain say of the same cases."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slt_cli.config import load_policy, read_layers
from slt_cli.domain.calendar.instant import Zone
from slt_cli.domain.case import STATUSES, Case
from slt_cli.domain.clocks import Clock, Span
from slt_cli.domain.plan import Target
from slt_cli.domain.report.dates import UNITS, Part, parts_of
from slt_cli.domain.report.outcomes import DECIDED, Period
from slt_cli.domain.report.rows import By, Counts, Fact, Rules, support_in
from slt_cli.domain.texts import REDACTED, folded
from slt_cli.store.filter import Filter
from slt_cli.store.matching import has_parts, matches
from slt_cli.store.opening import open_store
from slt_cli.store.protocols import Store
from slt_cli.store.relived_reports import RelivedReports
from slt_cli.store.reporting import ReportFilter, Reports
from slt_cli.store.sql.queries import Query
from slt_cli.store.sql.reports import SqlReports, select_clocks
from slt_cli.store.sqlite.dialect import SQLITE
from tests.store.engines import ENGINES
from tests.store.lives import Step, past_of, play
from tests.store.samples import create, opening
from tests.store.test_as_of import STEPS as LIVES

FIRST, STEPS = datetime(2026, 10, 26, tzinfo=UTC), 4 * 21
"""The Monday on which everything begins, and the quarters of days after it in which it happens."""

FACTS: tuple[Fact, ...] = (
    *("priority", "region", "partner", "partner_type", "customer", "owner", "tag", "clock"),
)
RANKING = ("S1", "S2", "S3")
RULES = Rules(
    lambda _: None,
    lambda _, start, end: int((end - start).total_seconds()),
    {"priority": RANKING},
)

INSTANTS = st.integers(0, STEPS).map(lambda step: FIRST + timedelta(hours=6 * step))
MAYBE = st.none() | INSTANTS
NAMES = st.sampled_from([None, "Acme", "acme", "ACME", "Élan", "élan", "Straße", "strasse", ""])
TARGETS = st.sampled_from([Target(3600, "24x7"), Target(3600, "24x7"), None])
CLOCKS = st.builds(
    Clock,
    st.sampled_from(["response", "response", "update", "escalation"]),
    st.integers(1, 2),
    st.just(0),
    started_at=INSTANTS,
    due_at=MAYBE,
    target=TARGETS,
    stopped_at=MAYBE,
    verdict=st.sampled_from([None, None, "met", "met", "missed", "superseded", "cancelled"]),
    active_seconds=st.sampled_from([None, 0, 60, 3600]),
    promised_at=st.none(),
    counted_from=st.none(),
    stopped_by=st.sampled_from([None, "responded", "resolved", "closed", "updated"]),
    missed_due_at=st.none() | st.none() | INSTANTS,
).filter(lambda clock: clock.verdict != "missed" or clock.due_at is not None)
SPANS = st.lists(st.builds(Span, INSTANTS, MAYBE), max_size=2, unique_by=lambda span: span.key)


def voided(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a case without running clocks if it is void: that stops each."""
    if fields["status"] != "void":
        return fields
    return {**fields, "clocks": tuple(clock for clock in fields["clocks"] if clock.verdict)}


CASES = st.fixed_dictionaries(
    {
        "priority": st.sampled_from([*RANKING, "old"]),
        "region": st.sampled_from(["usa", "apac"]),
        "partner_type": st.sampled_from(["certified", "referral"]),
        "opened_at": INSTANTS,
        "partner": NAMES,
        "customer": NAMES,
        "owner": NAMES.map(lambda name: name or REDACTED) | st.none(),
        "tags": st.lists(st.sampled_from(["eu", "vip", "VIP"]), max_size=2, unique_by=folded).map(
            lambda tags: tuple(sorted(tags))
        ),
        "plan": st.sampled_from([None, "partner", "gold"]),
        "status": st.sampled_from([*STATUSES, "open"]),
        "clocks": st.lists(CLOCKS, max_size=4, unique_by=lambda clock: clock.key).map(
            lambda clocks: tuple(sorted(clocks, key=lambda clock: clock.order))
        ),
        "holds": SPANS.map(tuple),
        "closed": SPANS.map(tuple),
    }
).map(voided)
FILTERS = st.fixed_dictionaries(
    {
        "region": st.sampled_from([None, None, "usa"]),
        "priority": st.sampled_from([None, None, "S1"]),
        "partner": st.sampled_from([None, None, None, "ACME", "élan", "STRASSE"]),
        "owner": st.sampled_from([None, None, None, "Acme"]),
        "unowned": st.sampled_from([False, False, False, True]),
        "tags": st.sampled_from([(), (), (), ("Vip",)]),
        "words": st.sampled_from([(), (), (), ("phones", "ac"), ("nowhere",)]),
        "statuses": st.sampled_from([(), (), (), ("open", "responded"), ("void",)]),
        "limit": st.sampled_from([None, None, 2]),
    }
).map(lambda given: Filter(ranking=RANKING, **given))
ANY = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@st.composite
def questions(draw: st.DrawFn) -> ReportFilter:
    """Return what a report asks: a period may be open or empty, and have borders within it."""
    limits = sorted([draw(INSTANTS), draw(INSTANTS)])
    since, until = (draw(st.sampled_from([None, limit])) for limit in limits)
    period, now = Period(since, until), draw(INSTANTS)
    units = draw(st.lists(st.sampled_from(UNITS), unique=True))
    start = FIRST if since is None else since
    return ReportFilter(
        draw(FILTERS),
        draw(st.sampled_from([None, "response", "update"])),
        period,
        now,
        tuple(draw(st.lists(st.sampled_from(FACTS), unique=True, max_size=3))),
        tuple(parts_of(start, period.end(now), units, Zone(UTC))),
    )


@pytest.fixture(params=ENGINES)
def new_store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], Store]:
    """Return a function that makes a store of its own for each example."""
    return lambda: open_store(ENGINES[request.param](tmp_path_factory.mktemp("store")))


def relived(store: Store) -> RelivedReports:
    """Return what the rules of the domain say of each case of a store."""

    def cases(wanted: Filter) -> Iterator[Case]:
        for case in store.cases(Filter()):
            if matches(case, wanted) and has_parts(case, store.events(case.number), wanted.words):
                yield case

    return RelivedReports(cases)


def tallies(reports: Reports, asked: ReportFilter) -> Counter[Any]:
    """Return how many clocks count alike, with names as they are compared, and each length."""
    counted: Counter[Any] = Counter()
    for tally in reports.tallies(asked):
        facts = tuple(
            tuple(value and folded(value) for value in values) if fact in NAMED else values
            for fact, values in zip(asked.facts, tally.facts, strict=True)
        )
        alike = (facts, tally.part, tally.plan, tally.outcome)
        counted[alike, "clocks"] += tally.clocks
        if tally.outcome in DECIDED:
            counted.update((alike, length) for length in tally.lengths)
    return counted


NAMED = ("partner", "customer", "owner")


def rows(reports: Reports, asked: ReportFilter) -> list[Any]:
    """Return the rows of a report by all that it asks: what each is about, and its figures."""
    units = [unit for unit in UNITS if asked.parts[0].name(unit)]
    by: tuple[By, ...] = (*asked.facts, *units)
    counts, end = Counts(by, asked.parts), asked.period.end(asked.now)
    for tally in reports.tallies(asked):
        counts.add(tally)
    for cut in reports.cuts(asked):
        counts.add_cut(cut, support_in(cut, asked.parts, end, RULES))
    keys = counts.keys(RULES.ranked)
    return [(counts.values(key), counts.figures(key, RULES, of_cases=True)) for key in keys]


@pytest.mark.exhaustive
@ANY
@given(
    cases=st.lists(CASES, min_size=1, max_size=12),
    asked=st.lists(questions(), min_size=5, max_size=10),
)
def test_sql_says_what_the_rules_say(
    new_store: Callable[[], Store], cases: list[dict[str, Any]], asked: list[ReportFilter]
) -> None:
    with closing(new_store()) as store:
        with store.writing() as transaction:
            for fields in cases:
                transaction.create(opening(**fields))
        for each in asked:
            by_sql, by_rules = store.reports(), relived(store)
            assert tallies(by_sql, each) == tallies(by_rules, each)
            assert sorted(by_sql.cuts(each), key=repr) == sorted(by_rules.cuts(each), key=repr)
            assert list(by_sql.missed(each)) == list(by_rules.missed(each))
            assert rows(by_sql, each) == rows(by_rules, each)


def test_an_engine_is_not_asked_about_each_week() -> None:
    few, many = (
        select_clocks(ReportFilter(Filter(), None, Period(since), FIRST, parts=parts), SQLITE)
        for since in (FIRST - timedelta(14), datetime(1900, 1, 1, tzinfo=UTC))
        for parts in [tuple(parts_of(since, FIRST, ["week"], Zone(UTC)))]
    )
    assert few.sql == many.sql
    assert len(few.values) == len(many.values)


OF_OLD = Clock(
    "response",
    1,
    0,
    FIRST,
    FIRST + timedelta(days=2),
    Target(3600, "24x7"),
    verdict="met",
)
"""A clock that met its target, of a store that does not know when it was stopped."""


@pytest.mark.parametrize("verdict", ["met", "superseded", "cancelled"])
@pytest.mark.parametrize(("since", "counts"), [(0, 0), (1, 0), (2, 1), (3, 0)])
def test_where_a_stop_is_not_known_the_due_time_stands_for_it(
    store: Store, verdict: Any, since: int, counts: int
) -> None:
    create(store, clocks=(OF_OLD._replace(verdict=verdict),))
    start = FIRST + timedelta(days=since)
    period = Period(start, start + timedelta(days=1))
    asked = ReportFilter(Filter(), None, period, FIRST + timedelta(days=9), (), (Part(start),))
    for reports in (store.reports(), relived(store)):
        found = [(each.outcome, each.clocks, list(each.lengths)) for each in reports.tallies(asked)]
        assert found == [(verdict, 1, [])] * counts


def test_each_question_is_one_statement_and_no_more_cases_are_read_than_are_wanted(
    store: Any,
) -> None:
    with store.writing() as transaction:
        for number in range(50):
            due = FIRST + timedelta(hours=number % 7)
            transaction.create(opening(clocks=(OF_OLD._replace(due_at=due, verdict=None),)))
    read: list[list[Any]] = []

    def counted(query: Query) -> list[Any]:
        read.append(list(store.whole(query)))
        return read[-1]

    reports = SqlReports(counted, store.dialect)
    now = FIRST + timedelta(days=9)
    asked = ReportFilter(Filter(limit=20), None, Period(), now, ("partner",), (Part(FIRST),))
    assert sum(tally.clocks for tally in reports.tallies(asked)) == 50
    assert list(reports.cuts(asked)) == []
    assert len(read) == 2
    found = [(clock.due_at, case.number) for clock, case in reports.missed(asked)]
    in_order = sorted((number % 7, number + 1) for number in range(50))
    assert found == [(FIRST + timedelta(hours=hour), number) for hour, number in in_order[:20]]
    assert len(read) == 3
    assert len(read[-1]) == 20


WHOLE_LIFE = Path(__file__).parents[1] / "data" / "policies" / "whole-life.toml"
KINDS_ASKED = (None, "response", "update", "escalation")


def answers(reports: Reports, now: datetime) -> list[Any]:
    """Return all that reports say of three periods: until now, and beside a border in the past."""
    border = now - timedelta(hours=6)
    found: list[Any] = []
    for since, until in ((None, None), (None, border), (border, None)):
        for kind in KINDS_ASKED:
            parts = (Part(since or FIRST),)
            asked = ReportFilter(Filter(), kind, Period(since, until), now, FACTS, parts)
            found += [tallies(reports, asked), sorted(reports.cuts(asked), key=repr)]
            found.append([(case.number, clock.key) for clock, case in reports.missed(asked)])
    return found


@pytest.mark.exhaustive
@ANY
@given(steps=LIVES)
def test_reports_of_the_past_say_what_those_of_the_present_said(
    new_store: Callable[[], Store], steps: list[Step]
) -> None:
    policy = load_policy(read_layers(WHOLE_LIFE))
    with closing(new_store()) as store:
        was = {at: answers(store.reports(), at) for at in play(policy, store, steps)}
        for at, said in was.items():
            assert answers(past_of(policy, store, at).reports(), at) == said
