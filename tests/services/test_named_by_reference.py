"""A case that is named by a reference is the one that has it when the transaction changes it."""

from collections.abc import Callable
from functools import cached_property

import pytest

from slt_cli.cli.program import run
from slt_cli.store.location import location_of
from slt_cli.store.protocols import Store
from tests.apps import RememberingApp
from tests.store.engines import connection_to

pytestmark = pytest.mark.every_engine

AT = ("--at", "2026-11-20T17:00:00Z")
LINES = {
    "respond": "respond 4711",
    "close": "close 4711",
    "hold": "hold 4711",
    "note": "note 4711 x",
    "update": "update 4711 --priority S2",
    "escalate": "escalate 4711",
    "void": "void 4711 --reason twice",
    "undo": "undo 4711 --yes",
    "several": "close 4711 CASE-3",
}


class SwappedMeanwhile(RememberingApp):
    """An application in whose store cases swap references after one was found by its own."""

    swap: Callable[[], None]

    @cached_property
    def store(self) -> Store:
        """Return the store; once a case was found by its reference, others have it."""
        store = super().store
        find = store.cases_by_ref

        def found(ref: str) -> list:
            cases = find(ref)
            type(self).swap()
            return cases

        store.cases_by_ref = found  # type: ignore[method-assign]
        return store


@pytest.fixture
def swap(slt) -> Callable[[], None]:
    """Open three cases with references; return what gives that of the first to the second."""
    for ref in ("4711", "4712", "4713"):
        assert slt("open", "-p", "S1", "-r", "usa", "--ref", ref, *AT, ref).code == 0
        assert slt("note", ref, "x", *AT).code == 0
    where = slt("store", "path").out.strip()

    def swap() -> None:
        connection = connection_to(location_of(where))
        connection.cursor().execute(
            "UPDATE cases SET ref = CASE number WHEN 1 THEN 'R-1' ELSE '4711' END WHERE number < 3"
        )
        connection.commit()
        connection.close()

    return swap


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_the_case_that_has_it_by_then_is_changed(items, capsys, line, swap) -> None:
    before = [items("show", case)[0]["events"] for case in ("1", "2")]
    SwappedMeanwhile.swap = staticmethod(swap)

    assert run(line.split(), SwappedMeanwhile) == 0

    out = capsys.readouterr().out
    after = [items("show", case)[0]["events"] for case in ("1", "2")]
    assert after[0] == before[0]
    assert len(after[1]) == len(before[1]) + 1
    assert "CASE-2" in out
    assert "CASE-1" not in out
    (third,) = items("show", "3")
    assert (third["status"] == "closed") == ("CASE-3" in line)


def test_a_case_that_two_names_name_by_then_is_changed_once(items, capsys, swap) -> None:
    SwappedMeanwhile.swap = staticmethod(swap)

    assert run(["close", "4711", "CASE-2"], SwappedMeanwhile) == 0

    assert capsys.readouterr().out.count("CASE-2") == 1
    (case,) = items("show", "2")
    assert [event["kind"] for event in case["events"]] == ["opened", "noted", "closed"]


def test_nothing_is_recorded_if_no_case_has_the_reference_by_then(slt, items, capsys) -> None:
    assert slt("open", "-p", "S1", "-r", "usa", "--ref", "R-1", *AT, "x").code == 0
    SwappedMeanwhile.swap = staticmethod(lambda: slt("update", "1", "--ref", "other"))

    assert run(["close", "R-1"], SwappedMeanwhile) == 4

    assert "there is no case 'R-1'" in capsys.readouterr().err
    (case,) = items("show", "1")
    assert case["status"] == "open"
