"""What every engine must do for the cases of a store: `engines.py` has a row for each."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slt_cli.domain.calendar.instant import format_utc
from slt_cli.domain.case import Case, Change, Event, fold
from slt_cli.errors import SltError
from slt_cli.store.opening import open_store
from slt_cli.store.protocols import Adding, Filter, RunningClock, Store, Writing
from tests.store.engines import ENGINES
from tests.store.samples import MONDAY, after, change, create, opening

EVERYTHING = Filter()
FULL = {
    "ref": "00123456",
    "partner": "A partner",
    "plan": "partner",
    "status": "closed",
    "due_at": after(hours=1),
    "target_seconds": 3600,
    "target_clock": "support-hours",
    "responded_at": after(minutes=30),
    "closed_at": after(hours=2),
    "verdict": "met",
    "level": 2,
    "escalated_at": after(minutes=40),
    "escalation_due_at": after(hours=4),
    "escalation_seconds": 14400,
    "escalation_clock": "24x7",
    "escalation_verdict": "missed",
}


@pytest.fixture(params=ENGINES)
def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Store]]:
    """Return a function that opens the same place once more."""
    opened: list[Store] = []

    def again() -> Store:
        opened.append(open_store(ENGINES[request.param](tmp_path)))
        return opened[-1]

    yield again
    for store in opened:
        store.close()


@pytest.fixture
def store(reopen: Callable[[], Store]) -> Store:
    """Return a store that holds nothing yet."""
    return reopen()


def numbers(found: Iterator[Case]) -> list[int]:
    return [case.number for case in found]


def running(store: Store, wanted: Filter = EVERYTHING, due_before: str | None = None) -> list:
    return [(clock.kind, clock.case.number) for clock in store.running(wanted, due_before)]


def test_a_new_store_holds_nothing(store: Store) -> None:
    assert store.case(1) is None
    assert store.cases_by_ref("00123456") == []
    assert list(store.cases(EVERYTHING)) == []
    assert list(store.running(EVERYTHING)) == []
    assert store.events(1) == []


def test_a_transaction_without_changes_leaves_nothing(store: Store) -> None:
    with store.writing() as transaction:
        assert transaction.case(1) is None

    assert list(store.cases(EVERYTHING)) == []


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({}, id="what every case has"),
        pytest.param(FULL, id="all that a case can have"),
        pytest.param({"subject": "", "ref": "", "partner": ""}, id="empty texts"),
        pytest.param({"subject": "\u202e[b]\x1b[31m\n\t';--\0"}, id="hostile text"),
        pytest.param({"subject": "Телефоны 📞 电话"}, id="any script"),
    ],
)
def test_a_case_comes_back_as_it_was_written(store: Store, reopen, fields: dict) -> None:
    written = create(store, **fields)

    assert written._asdict() == {**written._asdict(), **fields, "number": 1, "rev": 1}
    assert reopen().case(1) == written
    assert list(reopen().cases(EVERYTHING)) == [written]


def test_text_that_is_no_unicode_is_kept_or_refused_with_a_sentence(store: Store) -> None:
    # What a shell hands over as bytes that are not UTF-8 arrives as halves of characters.
    written = None
    with suppress(SltError):
        written = create(store, subject="caf\udce9")

    assert list(store.cases(EVERYTHING)) == ([] if written is None else [written])


def test_numbers_are_consecutive_from_one(store: Store, reopen) -> None:
    assert [create(store).number, create(reopen()).number, create(store).number] == [1, 2, 3]


def test_a_transaction_sees_what_it_has_written(store: Store) -> None:
    with store.writing() as transaction:
        first, second = transaction.create(opening()), transaction.create(opening())
        assert transaction.case(second.number) == second

    assert list(store.cases(EVERYTHING)) == [first, second]


def test_a_change_is_recorded_in_the_case_and_in_its_events(store: Store, reopen) -> None:
    case = create(store, due_at=after(hours=1), ref="7")

    changed = change(
        store, case, note="Called back", status="responded", responded_at=after(hours=1), ref=None
    )

    assert changed == case._replace(
        status="responded", responded_at=after(hours=1), ref=None, rev=2
    )
    assert reopen().case(1) == changed
    assert reopen().events(1) == [
        opening(due_at=after(hours=1), ref="7"),
        Event(
            "responded",
            after(hours=1),
            "tester",
            {
                "ref": Change("7", None),
                "status": Change("open", "responded"),
                "responded_at": Change(None, after(hours=1)),
            },
            "Called back",
        ),
    ]


def test_events_belong_to_their_case_alone(store: Store) -> None:
    one, two = create(store, subject="one"), create(store, subject="two")
    change(store, one, level=1)
    change(store, two, level=2)

    assert [event.changes["level"].new for event in store.events(1)] == [0, 1]
    assert [event.changes["level"].new for event in store.events(2)] == [0, 2]
    assert store.events(3) == []


class StopError(Exception):
    """What goes wrong in the middle of a transaction."""


def fail(transaction: Writing, case: Case, cause: type[BaseException]) -> None:
    transaction.create(opening(subject="undone"))
    transaction.record(case, opening(subject="undone"))
    raise cause


@pytest.mark.parametrize("cause", [StopError, KeyboardInterrupt])
def test_a_block_that_raises_changes_nothing(store: Store, reopen, cause) -> None:
    case = create(store)

    with pytest.raises(cause), store.writing() as transaction:
        fail(transaction, case, cause)

    assert list(reopen().cases(EVERYTHING)) == [case]
    assert store.events(1) == [opening()]
    assert create(store).number == 2


def test_a_change_of_a_case_that_has_moved_on_is_never_half_recorded(store: Store) -> None:
    stale = create(store)
    change(store, stale, priority="S2")

    with suppress(SltError):
        change(store, stale, region="apac")

    assert store.case(1) == fold(1, store.events(1))


def test_a_store_can_be_used_again_after_it_was_closed(store: Store) -> None:
    case = create(store)
    store.close()
    store.close()

    assert store.case(1) == case


@pytest.fixture
def filled(store: Store) -> Store:
    """Return a store with four cases that differ in all that a filter knows."""
    create(store, region="usa", priority="S1", partner="Alpha", ref="A")
    create(store, region="apac", priority="S1", partner="Beta", ref="B", status="responded")
    create(store, region="apac", priority="S2", partner="alpha", ref="B", status="closed")
    create(store, region="europe", priority="S3")
    return store


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        pytest.param(EVERYTHING, [1, 2, 3, 4], id="everything, the oldest first"),
        pytest.param(Filter(region="apac"), [2, 3], id="a region"),
        pytest.param(Filter(region="APAC"), [], id="a region is its exact key"),
        pytest.param(Filter(priority="S1"), [1, 2], id="a priority"),
        pytest.param(Filter(partner="ALPHA"), [1, 3], id="a partner in any case of letters"),
        pytest.param(Filter(partner="alph"), [], id="no part of a partner's name"),
        pytest.param(Filter(partner="%"), [], id="no wildcard"),
        pytest.param(Filter(statuses=("open",)), [1, 4], id="a status"),
        pytest.param(Filter(statuses=("responded", "closed")), [2, 3], id="several statuses"),
        pytest.param(Filter(region="apac", priority="S1"), [2], id="all that is named must fit"),
        pytest.param(Filter(limit=2), [1, 2], id="the first two"),
        pytest.param(Filter(region="apac", limit=1), [2], id="the first of those that fit"),
        pytest.param(Filter(limit=0), [], id="none at all"),
        pytest.param(Filter(limit=99), [1, 2, 3, 4], id="a limit beyond the last"),
    ],
)
def test_filters(filled: Store, wanted: Filter, found: list[int]) -> None:
    assert numbers(filled.cases(wanted)) == found


@pytest.mark.parametrize(
    ("ref", "found"),
    [
        pytest.param("A", [1], id="one case"),
        pytest.param("B", [2, 3], id="several cases"),
        pytest.param("C", [], id="no case"),
        pytest.param("", [], id="a case without a number has none"),
    ],
)
def test_cases_by_the_providers_number(filled: Store, ref: str, found: list[int]) -> None:
    assert numbers(filled.cases_by_ref(ref)) == found


@pytest.fixture
def ticking(store: Store) -> Store:
    """Return a store with running and stopped clocks of both kinds."""
    create(store, due_at=after(hours=3), region="apac")
    create(store, due_at=after(hours=1), verdict="met", responded_at=MONDAY)
    create(store, due_at=after(hours=1), escalation_due_at=after(hours=4), priority="S2")
    create(store, region="apac")
    create(
        store,
        due_at=after(hours=2),
        verdict="missed",
        escalation_due_at=after(hours=2),
        region="apac",
    )
    create(store, due_at=after(hours=4), escalation_due_at=after(hours=3), status="closed")
    return store


RESPONSE, ESCALATION = "response", "escalation"


@pytest.mark.parametrize(
    ("wanted", "due_before", "found"),
    [
        pytest.param(
            EVERYTHING,
            None,
            [
                (RESPONSE, 3),
                (ESCALATION, 5),
                (RESPONSE, 1),
                (ESCALATION, 6),
                (ESCALATION, 3),
                (RESPONSE, 6),
            ],
            id="all that run, the nearest first, then by number",
        ),
        pytest.param(
            EVERYTHING,
            format_utc(after(hours=2)),
            [(RESPONSE, 3)],
            id="those due before an instant, not at it",
        ),
        pytest.param(
            EVERYTHING,
            format_utc(after(hours=2, seconds=1)),
            [(RESPONSE, 3), (ESCALATION, 5)],
            id="those due before the next second",
        ),
        pytest.param(Filter(limit=2), None, [(RESPONSE, 3), (ESCALATION, 5)], id="the first two"),
        pytest.param(
            Filter(region="apac"), None, [(ESCALATION, 5), (RESPONSE, 1)], id="of one region"
        ),
        pytest.param(
            Filter(priority="S2", region="usa"),
            format_utc(after(hours=2)),
            [(RESPONSE, 3)],
            id="of one priority and region before an instant",
        ),
        pytest.param(
            Filter(statuses=("closed",)), None, [(ESCALATION, 6), (RESPONSE, 6)], id="of a status"
        ),
    ],
)
def test_running_clocks(
    ticking: Store, wanted: Filter, due_before: str | None, found: list[tuple[str, int]]
) -> None:
    assert running(ticking, wanted, due_before) == found


def test_both_clocks_of_a_case_due_at_once_start_with_the_response(store: Store) -> None:
    case = create(store, due_at=after(hours=1), escalation_due_at=after(hours=1))

    assert list(store.running(EVERYTHING)) == [
        RunningClock("response", case),
        RunningClock("escalation", case),
    ]


def test_cases_may_be_changed_while_they_are_listed(filled: Store) -> None:
    seen = []
    for case in filled.cases(EVERYTHING):
        seen.append(case.number)
        change(filled, case, status="closed")

    assert seen == [1, 2, 3, 4]
    assert {case.status for case in filled.cases(EVERYTHING)} == {"closed"}


SOME_TEXT = st.none() | st.text(st.characters(codec="utf-8"), max_size=8)
SOME_TIME = st.none() | st.integers(0, 10**6).map(lambda seconds: after(seconds=seconds))
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "subject": st.text(st.characters(codec="utf-8"), max_size=8),
        "ref": SOME_TEXT,
        "partner": SOME_TEXT,
        "level": st.integers(0, 9),
        "due_at": SOME_TIME,
        "responded_at": SOME_TIME,
        "verdict": st.sampled_from([None, "met", "missed"]),
    },
)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(history=st.lists(CHANGES, max_size=4))
def test_a_case_is_always_the_fold_of_its_events(store: Store, history: list[dict]) -> None:
    case = create(store)
    for fields in history:
        case = change(store, case, **fields)

    assert store.case(case.number) == case == fold(case.number, store.events(case.number))
    assert case.rev == 1 + len(history)


# --- Many cases at once ---------------------------------------------------------------------------


def adding_to(transaction: Writing) -> AbstractContextManager[Adding]:
    return transaction.adding("tester", "imported")


def test_cases_are_added_under_their_numbers_with_a_history_that_adds_up_to_them(store: Store):
    full = Case(7, "Phones are down", "certified", "S1", "usa", MONDAY, **FULL)
    plain = Case(3, "", "referral", "S2", "apac", after(hours=3))
    with store.writing() as transaction, adding_to(transaction) as adding:
        adding.add([full, plain])
    assert [case.number for case in store.cases(EVERYTHING)] == [3, 7]
    for case in (full, plain):
        stored = store.case(case.number)
        events = store.events(case.number)
        assert stored == case._replace(rev=len(events))
        assert fold(case.number, events) == stored
        assert (events[0].kind, events[0].note, events[0].who) == ("opened", "imported", "tester")


def test_a_number_that_is_taken_adds_nothing(store: Store):
    create(store)
    taken = Case(1, "Another", "certified", "S1", "usa", MONDAY)
    with pytest.raises(SltError), store.writing() as transaction, adding_to(transaction) as adding:
        adding.add([taken._replace(number=2), taken])
    assert [case.subject for case in store.cases(EVERYTHING)] == ["Phones are down"]


def test_the_next_number_follows_the_largest(store: Store):
    with store.writing() as transaction:
        assert transaction.next_number() == 1
        with adding_to(transaction) as adding:
            adding.add([Case(41, "", "certified", "S1", "usa", MONDAY)])
        assert transaction.next_number() == 42
        assert transaction.create(opening()).number == 42


@pytest.mark.parametrize(
    ("numbers", "refs", "found"),
    [
        pytest.param([], [], [], id="nothing asked"),
        pytest.param([2, 9], [], [2], id="by number"),
        pytest.param([], ["a", "z"], [1, 3], id="by reference, which several may bear"),
        pytest.param([1, 2], ["a"], [1, 2, 3], id="by either, each once"),
    ],
)
def test_cases_among_numbers_and_references(store: Store, numbers, refs, found):
    for ref in ("a", None, "a"):
        create(store, ref=ref)
    with store.writing() as transaction:
        with adding_to(transaction) as adding:
            known = adding.cases_among(numbers, refs)
        assert sorted(case.number for case in known) == found
        assert all(case == transaction.case(case.number) for case in known)
