"""The team's policy in a store of every engine: the newest counts, and none is ever lost."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from slt_cli.app import system_clock
from slt_cli.store.location import Location
from slt_cli.store.opening import open_store, open_upkeep
from slt_cli.store.protocols import Store
from slt_cli.store.team_policy import TeamPolicy
from tests.store.samples import create

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
POLICY = TeamPolicy('[defaults]\nregion = "apac" # 電話\r\n', NOON, "ana", "2025b")


of_files = pytest.mark.parametrize("location", ["sqlite"], indirect=True)
"""The tests get a database that is a store already."""


def put(store: Store, policy: TeamPolicy) -> None:
    with store.writing() as transaction:
        transaction.set_team_policy(policy)


@of_files
def test_where_there_is_no_store_there_is_no_policy_and_none_is_made(
    store: Store, location
) -> None:
    assert store.team_policy() is None
    assert not open_upkeep(location).exists()


def test_a_store_without_a_policy_has_none(store: Store) -> None:
    create(store)
    assert store.team_policy() is None


def test_a_policy_comes_back_as_it_was_set(store: Store) -> None:
    put(store, POLICY)
    assert store.team_policy() == POLICY


def test_the_version_of_the_zones_may_be_unknown(store: Store) -> None:
    put(store, POLICY._replace(zones=None))
    assert store.team_policy() == POLICY._replace(zones=None)


def test_the_one_that_was_set_last_counts_whatever_its_time(store: Store) -> None:
    put(store, POLICY)
    put(store, POLICY._replace(text="", set_at=NOON - timedelta(days=1)))
    assert store.team_policy() == POLICY._replace(text="", set_at=NOON - timedelta(days=1))


def test_one_without_a_text_clears_it_and_another_can_be_set(store: Store) -> None:
    put(store, POLICY)
    put(store, POLICY._replace(text=None, zones=None))
    assert store.team_policy() is None
    put(store, POLICY)
    assert store.team_policy() == POLICY


def test_what_raises_sets_none(store: Store) -> None:
    def set_and_fail() -> None:
        with store.writing() as transaction:
            transaction.set_team_policy(POLICY)
            raise KeyError

    with pytest.raises(KeyError):
        set_and_fail()
    assert store.team_policy() is None


def test_another_process_sees_it_at_once(store: Store, location: Location) -> None:
    with closing(open_store(location)) as other:
        assert other.team_policy() is None
        put(store, POLICY)
        assert other.team_policy() == POLICY


def test_the_numbers_of_cases_go_on(store: Store) -> None:
    create(store)
    put(store, POLICY)
    assert create(store).number == 2


def test_all_that_are_set_at_once_are_kept(store: Store, location: Location) -> None:
    create(store)

    def put_ten(name: str) -> None:
        with closing(open_store(location)) as own:
            for number in range(10):
                put(own, POLICY._replace(text=f"# {number}", who=name))

    threads = [Thread(target=put_ten, args=(name,)) for name in ("ana", "ben", "cho")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    last = store.team_policy()
    assert last is not None
    assert last.text == "# 9"


# --- Upkeep ---------------------------------------------------------------------------------------


@of_files
def test_a_store_is_made_once(location: Location, store: Store) -> None:
    upkeep = open_upkeep(location)
    assert [upkeep.init(), upkeep.init()] == [True, False]
    assert upkeep.exists()
    assert create(store).number == 1


def test_a_store_that_is_up_to_date_stays(location: Location, store: Store) -> None:
    create(store)
    done = open_upkeep(location).upgrade()
    assert (done.before, list(done.made)) == (done.after, [])


def test_health_has_the_policy(location: Location, store: Store) -> None:
    create(store)
    assert (open_upkeep(location).health(system_clock).policy, store.team_policy()) == (None, None)
    put(store, POLICY)
    health = open_upkeep(location).health(system_clock)
    assert (health.policy, health.is_readable) == (POLICY, True)
