"""Copy all of a store into an empty one, whatever the engines: completely or not at all."""

from typing import NamedTuple

from slt_cli.errors import RefusedError, StoreError
from slt_cli.store.batches import in_batches
from slt_cli.store.checking import differences_now
from slt_cli.store.counters import right_counters
from slt_cli.store.protocols import TABLES, Store

ROWS = tuple(table for table in TABLES if table != "counters")

EMPTY_ONE = "name a new file, or a database that `slt store init` has just made ready"


class Copied(NamedTuple):
    """How many cases and events were copied."""

    cases: int
    events: int


def copy_content(source: Store, target: Store) -> Copied:
    """Copy all rows in one transaction, as of one moment of the source, and check the copy.

    A team's policy is copied by the owner of the target alone.
    Raises RefusedError if there is anything in the target, and StoreError where the copy has other
    counts, or a case is not what its events add up to: then the target stays empty.
    """
    with source.reading(), target.writing() as transaction:
        if source.count("policies"):
            transaction.require_owner("copy a team's policy")
        transaction.alone()
        require_empty(target)
        counters = right_counters(source)
        transaction.put("counters", counters)
        for table in ROWS:
            transaction.put(table, source.content(table))
        for table in ROWS:
            there, here = source.count(table), target.count(table)
            if there != here:
                raise StoreError(
                    f"the copy is not complete: it has {here} {table}, not {there}",
                    "report this; the copy was thrown away",
                )
        _require_counters(target, dict(counters))
        _require_same_histories(source, target)
        for found in differences_now(target):
            raise StoreError(
                f"case {found.number} is not what its events add up to ({found.field}), so nothing "
                "was copied",
                "`slt verify` shows all that is wrong with the store that you copy from",
            )
        return Copied(target.count("cases"), target.count("events"))


def _require_counters(target: Store, right: dict[str, int]) -> None:
    """Raise StoreError unless the target has each counter, which a copy sets and does not make."""
    there = {str(name): int(value) for name, value in target.content("counters")}
    for name, value in right.items():
        if there.get(name) != value:
            raise StoreError(
                f"the store that was to take the copy has no counter {name!r}, so nothing was "
                "copied",
                EMPTY_ONE,
            )


def _require_same_histories(source: Store, target: Store) -> None:
    """Raise StoreError unless each case has the same events in the same order in both stores."""
    for batch in in_batches(source.recorded()):
        there, here = source.histories(batch), target.histories(batch)
        if there != here:
            differing = next(number for number in batch if there[number] != here[number])
            raise StoreError(
                f"the copy is not complete: case {differing} has another history in it",
                "report this; the copy was thrown away",
            )


def require_empty(target: Store) -> None:
    """Refuse a store that contains anything."""
    if cases := target.count("cases"):
        held = f"{cases} case{'' if cases == 1 else 's'}"
    elif target.count("policies"):
        held = "a policy"
    elif target.count("channels"):
        held = "channels that `slt notify` looked after"
    else:
        return
    raise RefusedError(f"a store is copied into an empty one, and this one has {held}", EMPTY_ONE)
