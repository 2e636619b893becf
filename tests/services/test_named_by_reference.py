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
    """An application in whose store two cases swap references after the first was found."""

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


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_it_is_refused_if_another_case_has_the_reference_by_then(slt, items, capsys, line) -> None:
    for ref in ("4711", "4712", "4713"):
        assert slt("open", "-p", "S1", "-r", "usa", "--ref", ref, *AT, ref).code == 0
        assert slt("note", ref, "x", *AT).code == 0
    where = slt("store", "path").out.strip()
    before = [items("show", case)[0]["events"] for case in ("1", "2")]

    def swap() -> None:
        connection = connection_to(location_of(where))
        connection.cursor().execute(
            "UPDATE cases SET ref = CASE number WHEN 1 THEN '4712' ELSE '4711' END WHERE number < 3"
        )
        connection.commit()
        connection.close()

    SwappedMeanwhile.swap = staticmethod(swap)
    code = run(line.split(), SwappedMeanwhile)

    _, err = capsys.readouterr()
    assert code == 1
    assert "'4711' is no longer the reference of CASE-1: the store was changed" in err
    assert [items("show", case)[0]["events"] for case in ("1", "2")] == before
    (third,) = items("show", "3")
    assert (third["status"] == "closed") == ("CASE-3" in line)
