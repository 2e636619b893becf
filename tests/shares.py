"""Which rows run: what `.ci/run` leaves to the next commits, and what it watches for coverage.

A row is a test with one set of its parameters. Their names decide which shares have them.
"""

import sys
from collections.abc import Iterator
from zlib import crc32

import pytest

KEPT_ON_A_SERVER = 4
"""Of the rows of a test one in so many runs on PostgreSQL, or one; the others are exhaustive."""


UNWATCHED = pytest.StashKey[set[pytest.Item]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let several runs share the tests and their rows."""
    parser.addoption("--tests", metavar="K/N", help="of the tests, run the K-th of N shares")
    parser.addoption(
        "--share", metavar="K/N", help="of the rows of each test, run the K-th of N shares"
    )
    parser.addoption("--part", metavar="K/N", help="of all rows, run the K-th of N parts")
    parser.addoption(
        "--watch", metavar="K/N", help="with --cov, watch this share of the rows of each test"
    )


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Iterator[None]:
    """Leave out what -m and -k leave out, and then what the options of this file leave out."""
    _leave_to_exhaustive_runs(items)
    yield
    kept = set(items)
    if tests := config.getoption("tests"):
        kept = {item for item in kept if _falls_in(_name(item), tests)}
    if share := config.getoption("share"):
        kept &= _share(items, share)
    if part := config.getoption("part"):
        kept = {item for item in kept if _falls_in(item.nodeid, part)}
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = [item for item in items if item in kept]
    if watch := config.getoption("watch"):
        watched = _share(items, watch)
        config.stash[UNWATCHED] = {item for item in items if item not in watched}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Do not watch for coverage the rows that --watch leaves out."""
    if item not in item.config.stash.get(UNWATCHED, ()):
        return (yield)
    watching = sys.gettrace()  # pytest-cov's own pause takes longer than most rows
    sys.settrace(None)
    try:
        return (yield)
    finally:
        sys.settrace(watching)


def _leave_to_exhaustive_runs(items: list[pytest.Item]) -> None:
    """Mark most rows of command lines on PostgreSQL as exhaustive: SQLite has the same rows.

    They differ in what is asked; engines differ in how it is stored.
    """
    on_server = [item for item in items if _runs_on_server(item)]
    kept = _share(on_server, f"0/{KEPT_ON_A_SERVER}")
    for item in on_server:
        if item not in kept:
            item.add_marker(pytest.mark.exhaustive)


def _runs_on_server(item: pytest.Item) -> bool:
    """Return whether it is a row on PostgreSQL of a test that runs on every engine."""
    call = getattr(item, "callspec", None)
    is_for_all = item.get_closest_marker("every_engine") and not item.get_closest_marker("oracle")
    return bool(is_for_all) and call is not None and call.params.get("engine") == "postgres"


def _share(items: list[pytest.Item], share: str) -> set[pytest.Item]:
    """Return the K-th of N shares of the rows of each test, or one if it has fewer.

    Whatever a row is about (an engine, a format), its kind does not decide which share has it.
    """
    number, shares = map(int, share.split("/"))
    named: dict[str, list[pytest.Item]] = {}
    for item in items:
        named.setdefault(_name(item), []).append(item)
    kept: set[pytest.Item] = set()
    for rows in named.values():
        rows.sort(key=lambda each: crc32(each.nodeid.encode()))
        turns = min(len(rows), shares)
        kept.update(rows[number % turns :: turns])
    return kept


def _falls_in(name: str, share: str) -> bool:
    number, shares = map(int, share.split("/"))
    return crc32(name.encode()) % shares == number % shares


def _name(item: pytest.Item) -> str:
    return item.nodeid.partition("[")[0]
