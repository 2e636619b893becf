"""A store copied into an empty one of every engine: completely, checked, or not at all."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from slt_cli.domain.event_making import event_between
from slt_cli.domain.events import apply
from slt_cli.domain.policy import Policy
from slt_cli.errors import RefusedError, StoreError
from slt_cli.store.checking import differences
from slt_cli.store.copying import Copied, copy_content
from slt_cli.store.filter import Filter
from slt_cli.store.location import Location, location_of
from slt_cli.store.opening import open_store, open_upkeep
from slt_cli.store.protocols import TABLES, Store
from slt_cli.store.team_policy import TeamPolicy
from tests.domain.given import FRIDAY_EVENING
from tests.store.engines import ENGINES
from tests.store.lives import Step, record
from tests.store.outboxes import NOW, add, changing, claimed, new
from tests.store.samples import MONDAY, after, create, opening, recording

STEPS = [
    (5, Step("followup", 0, 0, "S1", "usa", "certified", None)),
    (9, Step("hold", 0, 0, "S1", "usa", "certified", None)),
    (12, Step("respond", 0, 0, "S1", "usa", "certified", None)),
    (30, Step("escalate", 0, 0, "S1", "usa", "certified", None)),
    (40, Step("update", 0, 0, "S2", "apac", "referral", None)),
    (50, Step("resolve", 0, 0, "S1", "usa", "certified", None)),
    (60, Step("reopen", 0, 0, "S1", "usa", "certified", None)),
]
TEAM = TeamPolicy("[defaults]\nregion = 'apac'\n", FRIDAY_EVENING, "ana", "2025b")


@pytest.fixture
def open_one() -> Iterator[Callable[[Location], Store]]:
    """Return a function that opens a store, which is closed when the test ends."""
    opened: list[Store] = []

    def one(location: Location) -> Store:
        opened.append(open_store(location))
        return opened[-1]

    yield one
    for store in opened:
        store.close()


@pytest.fixture(params=ENGINES)
def source(request, tmp_path: Path, policy: Policy, open_one) -> Store:
    """Return a store with two cases, a life between them, and a policy of the team."""
    (tmp_path / "source").mkdir()
    store = open_one(ENGINES[request.param](tmp_path / "source"))
    record(store, policy, STEPS)
    create(
        store,
        subject="\u202e[b]%s ? \\ ' \x1b[31m 電話",
        ref="A'1",
        partner="Example",
        tags=("VIP",),
    )
    with store.writing() as transaction:
        transaction.set_team_policy(TEAM)
    add(store, new(channel="電話 ' ?"), new(event=1, kind="", cycle=0, moment="opened"))
    claimed(store)
    with changing(store) as outbox:
        outbox.ran(["desk", "chat"], NOW)
    return store


@pytest.fixture(params=ENGINES)
def target(request, tmp_path: Path) -> Location:
    (tmp_path / "target").mkdir()
    return ENGINES[request.param](tmp_path / "target")


def content(store: Store) -> dict[str, list[tuple]]:
    """Return all rows of a store, the same whatever the engine."""
    with store.reading():
        return {table: sorted(map(tuple, store.content(table)), key=repr) for table in TABLES}


def test_everything_is_copied_and_both_go_on(source: Store, target: Location, open_one):
    copied = open_upkeep(target).receive(source)

    store = open_one(target)
    assert copied == Copied(2, source.count("events"))
    assert content(store) == content(source)
    assert list(differences(store)) == []
    assert [store.events(n) for n in (1, 2)] == [source.events(n) for n in (1, 2)]
    assert store.team_policy() == TEAM
    assert create(store).number == create(source).number == 3
    assert add(store, new(case=3))[-1].number == add(source, new(case=3))[-1].number == 3


def test_the_events_of_all_cases_keep_their_order(source: Store, target: Location, open_one):
    open_upkeep(target).receive(source)
    store = open_one(target)
    assert [row[:2] for row in store.content("events")] == [
        row[:2] for row in source.content("events")
    ]


def test_a_history_keeps_its_order_where_a_clock_was_behind(source, target, open_one):
    """A command that waited, or another machine's clock, records earlier than the one before."""
    with source.writing() as transaction:
        case = transaction.case(1)
        for minutes in (50, 20, 40, 10):
            event = event_between(case, case, "noted", MONDAY, recording(), f"{minutes} ago")
            event = event._replace(recorded_at=after(minutes=-minutes))
            case = transaction.record(case, event)
    open_upkeep(target).receive(source)
    store = open_one(target)
    assert store.events(1) == source.events(1)
    assert content(store) == content(source)


def test_what_is_copied_back_is_the_same(source: Store, target: Location, tmp_path, open_one):
    open_upkeep(target).receive(source)
    back = location_of(tmp_path / "back.db")
    open_upkeep(back).receive(open_one(target))
    assert content(open_one(back)) == content(source)


def test_a_store_that_is_not_empty_is_refused(source: Store, target: Location, open_one):
    store = open_one(target)
    create(store, subject="here before")
    before = content(store)
    with pytest.raises(RefusedError, match=r"this one has 1 case$"):
        open_upkeep(target).receive(source)
    assert content(store) == before


def test_a_policy_alone_is_not_overwritten(source: Store, target: Location, open_one):
    store = open_one(target)
    with store.writing() as transaction:
        transaction.set_team_policy(TEAM)
    with pytest.raises(RefusedError, match=r"this one has a policy$"):
        open_upkeep(target).receive(source)


def test_a_store_whose_channels_were_looked_after_is_not_empty(source, target, open_one):
    with changing(open_one(target)) as outbox:
        outbox.ran(["desk"], NOW)
    with pytest.raises(RefusedError, match=r"this one has channels that `slt notify` looked after"):
        open_upkeep(target).receive(source)


def test_a_case_that_its_events_do_not_give_stops_the_copy(tmp_path, target, open_one):
    file = tmp_path / "damaged.db"
    source = open_one(location_of(file))
    for _ in range(3):
        create(source)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE cases SET priority = 'S3' WHERE number = 2")
    with pytest.raises(StoreError, match=r"case 2 is not what its events add up to \(priority\)"):
        open_upkeep(target).receive(source)
    store = open_one(target)
    assert (store.count("cases"), store.count("events"), store.next_number()) == (0, 0, 1)


@pytest.mark.parametrize("counter", ["case", "policy", "notice"])
def test_a_store_that_lacks_a_counter_takes_no_copy(source: Store, tmp_path, counter):
    store = tmp_path / "empty.db"
    with closing(open_store(location_of(store))) as made, made.writing():
        pass
    with closing(sqlite3.connect(store)) as connection, connection:
        connection.execute("DELETE FROM counters WHERE name = ?", (counter,))

    with pytest.raises(StoreError, match=f"has no counter '{counter}', so nothing was copied"):
        open_upkeep(location_of(store)).receive(source)

    with closing(open_store(location_of(store))) as made:
        assert [made.count(name) for name in TABLES if name != "counters"] == [0] * 9


class Cut:
    """A store whose rows end too early."""

    def __init__(self, store: Store, table: str) -> None:
        self._store = store
        self._table = table

    def __getattr__(self, name: str):
        return getattr(self._store, name)

    def content(self, table):
        rows = list(self._store.content(table))
        return iter(rows[:-1] if table == self._table else rows)


@pytest.mark.parametrize("table", [table for table in TABLES if table not in ("counters", "cases")])
def test_a_copy_that_lacks_a_row_is_thrown_away(source: Store, target: Location, open_one, table):
    store = open_one(target)
    with pytest.raises(StoreError):
        copy_content(Cut(source, table), store)
    assert [store.count(name) for name in TABLES if name != "counters"] == [0] * 9


def test_a_copy_with_another_order_is_thrown_away(source: Store, target: Location, open_one):
    class Swapped(Cut):
        def content(self, table):
            rows = list(self._store.content(table))
            if table == "events":
                rows[2], rows[3] = rows[3], rows[2]
            return iter(rows)

    with pytest.raises(StoreError):
        copy_content(Swapped(source, ""), open_one(target))
    assert open_one(target).count("events") == 0


def test_a_new_file_appears_only_when_it_is_complete(source: Store, tmp_path: Path):
    new = tmp_path / "new.db"
    with pytest.raises(StoreError):
        open_upkeep(location_of(new)).receive(Cut(source, "events"))
    assert [path.name for path in tmp_path.iterdir() if "new" in path.name] == []


def test_others_go_on_while_a_store_is_copied(source: Store, target: Location, open_one):
    """What is recorded after the copy began is in the source alone."""

    class Meanwhile(Cut):
        def content(self, table):
            if table == "events":
                create(open_one(source_location), subject="meanwhile")
            return self._store.content(table)

    source_location = source_of(source)
    open_upkeep(target).receive(Meanwhile(source, ""))
    assert open_one(target).count("cases") == 2
    assert sum(1 for _ in source.cases(Filter())) == 3


def source_of(store: Store) -> Location:
    path = getattr(store, "_path", None)
    return store._location if path is None else location_of(path)


def test_more_cases_than_are_read_at_once_are_copied(target: Location, tmp_path, open_one):
    source = open_one(location_of(tmp_path / "many.db"))
    opened = apply(None, opening(), 0, "")
    with source.writing() as transaction:
        transaction.add([(opened._replace(number=n), [opening()]) for n in range(1, 4502)])

    open_upkeep(target).receive(source)

    store = open_one(target)
    assert (store.count("cases"), store.next_number()) == (4501, 4502)
    assert list(differences(store)) == []
