"""Whose clock was wrong, as the newest events show it: the order on a case against their times."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from slt_cli.domain.event_making import Recording, event_between
from slt_cli.store.opening import open_store
from slt_cli.store.protocols import Store
from slt_cli.store.sql.transaction import random_id
from slt_cli.store.sql.writers import NEWEST, NO_SHARED_CLOCK, clocks_ahead, writer_findings
from tests.store.engines import ENGINES
from tests.store.samples import after, create

NOW = 120
"""The server's clock, in minutes; the opening of each case is recorded at 60."""

Told = list[tuple[str, float]]
"""Who recorded on a case in turn, and at which minute by their clock."""

SHOWN = {
    "all in order": ([[("ada", 61), ("ben", 62)]], set()),
    "one dated earlier than the one ahead of it": (
        [[("ada", 70), ("ben", 65)]],
        {("ada", "ben", 5, 1)},
    ),
    "less than a minute earlier: it waited for others": ([[("ada", 70), ("ben", 69.5)]], set()),
    "a minute earlier": ([[("ada", 70), ("ben", 69)]], {("ada", "ben", 1, 1)}),
    "each pair by what shows it best": (
        [[("ada", 70), ("ben", 65)], [("ada", 80), ("ben", 71)], [("ada", 90), ("ben", 89)]],
        {("ada", "ben", 9, 2)},
    ),
    "two pairs": (
        [[("ada", 70), ("ben", 65)], [("ben", 80), ("eva", 78)]],
        {("ada", "ben", 5, 1), ("ben", "eva", 2, 2)},
    ),
    "two machines of one person": ([[("ada", 70), ("ada", 65)]], {("ada", "ada", 5, 1)}),
    "times of different cases say nothing": ([[("ada", 90)], [("ben", 70)]], set()),
    "later than the server's clock": ([[("ada", 180)]], {("ada", "", 60, 1)}),
    "who is ahead of the server is compared with nobody": (
        [[("ada", 180), ("ben", 110)]],
        {("ada", "", 60, 1)},
    ),
}
"""What was recorded on each case, and who was ahead of whom by how many minutes, in which case."""


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest, tmp_path) -> Iterator[Store]:
    """Return a new store of each engine."""
    with closing(open_store(ENGINES[request.param](tmp_path))) as opened:
        yield opened


def record(store: Store, told: Told) -> None:
    """Open a case and change it in turn."""
    number = create(store).number
    with store.writing() as writing:
        for turn, (who, minute) in enumerate(told):
            case = writing.case(number)
            changed = case._replace(subject=f"change {turn}")
            by = Recording(who, after(minutes=minute), random_id())
            writing.record(case, event_between(case, changed, "updated", after(minutes=0), by))


@pytest.mark.parametrize(("cases", "shown"), SHOWN.values(), ids=SHOWN)
def test_clocks_ahead(store, cases, shown):
    for told in cases:
        record(store, told)

    found = clocks_ahead(store.read, after(minutes=NOW))

    assert {
        (each.who, each.other, each.by.total_seconds() / 60, each.case) for each in found
    } == shown


def test_without_a_shared_clock_events_are_compared_with_each_other_alone(store):
    record(store, [("ada", 180), ("ben", 110)])

    (found,) = clocks_ahead(store.read, NO_SHARED_CLOCK)

    assert (found.who, found.other) == ("ada", "ben")


def test_what_is_older_than_the_newest_events_is_left_out(store):
    record(store, [("ada", 70), ("ben", 65)])
    record(store, [("eva", 71 + number / 60) for number in range(NEWEST - 2)])
    assert len(clocks_ahead(store.read, after(minutes=NOW))) == 1

    record(store, [("eva", 90), ("eva", 91)])
    assert clocks_ahead(store.read, after(minutes=NOW)) == []


def test_the_furthest_are_told_first_and_five_at_most(store):
    record(store, [(f"w{minute}", minute) for minute in (100, 91, 83, 76, 70, 65, 61)])

    found = [each.found for each in writer_findings(store.read, after(minutes=NOW))]

    assert len(found) == 5
    assert found[0] == (
        "w100 recorded case 1 at 2026-11-23T11:40:00Z, at least 9 min ahead of w91, "
        "who recorded it next: one of the two clocks was wrong"
    )
    for minutes, told in zip("98765", found, strict=True):
        assert f"at least {minutes} min ahead of" in told


@pytest.mark.parametrize(
    ("minute", "state", "told"),
    [(120 + 1 / 60, "warning", "at least 1 s"), (121, "problem", "at least 1 min")],
)
def test_how_far_it_is_ahead_of_the_server_is_told(store, minute, state, told):
    record(store, [("ada", minute)])

    (found,) = writer_findings(store.read, after(minutes=NOW))

    assert (found.check, found.state) == ("clocks of writers", state)
    assert found.found.endswith(f"{told} ahead of the server")
    assert found.fix.startswith("set that clock")
