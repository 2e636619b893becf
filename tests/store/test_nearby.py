"""Which case is suggested for an id or a reference that no case has, in every engine."""

from pathlib import Path
from typing import Any

import pytest

from slt_cli.domain.case import Case
from slt_cli.domain.policy import Policy
from slt_cli.store.nearby import near_case
from slt_cli.store.protocols import Store
from tests.domain.given import moment

pytestmark = pytest.mark.every_engine

OPENED = ("--at", "2026-03-06T12:00:00Z")


@pytest.fixture
def cases(slt, home: Path) -> None:
    """Import cases with numbers far apart, and void one of them."""
    rows = [
        ("CASE-404", "00412299", "Caller ID shows the wrong number"),
        ("CASE-409", "00412355", "All phones are down"),
        ("CASE-411", "00412361", "Call queue drops every third call"),
        ("CASE-412", "ABC-77", "Emergency calls fail"),
        ("CASE-5000", "", "A question"),
    ]
    lines = [f"{case},{ref},2026-03-06T12:00:00Z,S1,{subject}" for case, ref, subject in rows]
    (home / "cases.csv").write_text("\n".join(["id,ref,opened_at,priority,subject", *lines]))
    assert slt("import", str(home / "cases.csv")).code == 0
    assert slt("void", "5000", "--reason", "twice").code == 0


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        pytest.param("CASE-41", "CASE-411 (Call queue", id="a digit typed once"),
        pytest.param("41", "CASE-411 (Call queue", id="without the prefix"),
        pytest.param("4099", "CASE-409 (All phones", id="a digit typed twice"),
        pytest.param("440", "CASE-404 (Caller ID", id="digits swapped"),
        pytest.param("CAES-409", "CASE-409 (All phones", id="the prefix mistyped"),
        pytest.param("case_409", "CASE-409 (All phones", id="another sign between"),
        pytest.param("0041235", "CASE-409 (All phones", id="a digit of a reference left out"),
        pytest.param("00412316", "CASE-411 (Call queue", id="digits of a reference swapped"),
        pytest.param("abc-77", "CASE-412 (Emergency", id="a reference in lower case"),
        pytest.param("ABC77", "CASE-412 (Emergency", id="a sign of a reference left out"),
        pytest.param("77", None, id="a number that is like no other"),
        pytest.param("TICKET-409", None, id="another prefix"),
        pytest.param("500", None, id="a void case"),
        pytest.param("4 0 9", None, id="blanks"),
        pytest.param("9" * 17, None, id="too long"),
        pytest.param("電話-409", None, id="not ASCII"),
        pytest.param("", None, id="nothing"),
    ],
)
@pytest.mark.usefixtures("cases")
def test_what_is_suggested(slt, given, meant):
    result = slt("show", given)
    assert (result.code, result.out) == (4, "")
    fix = result.err.splitlines()[1]
    if meant is None:
        assert fix == "fix: see the cases with: slt list --all"
    else:
        assert fix.startswith(f"fix: did you mean {meant}")


@pytest.mark.usefixtures("cases")
def test_a_long_or_hostile_subject_is_cut_and_escaped(slt):
    slt("update", "409", "--subject", "\x1b[31m" + "very " * 20)
    fix = slt("show", "4099").err.splitlines()[1]
    assert fix.startswith(r"fix: did you mean CASE-409 (\x1b[31mvery very")
    assert fix.endswith("very…)?")
    assert len(fix) < 90


@pytest.mark.parametrize(
    ("given", "meant"), [("CASE-7", None), ("7", None), ("CASE-07", 7), ("case_7", 7)]
)
def test_a_case_that_was_opened_a_moment_ago_is_not_suggested_for_its_own_id(
    policy: Policy, given, meant
):
    """It was not there when it was looked up, and is when those near it are."""

    class Opened:
        def cases_among(self, *_: Any) -> list[Case]:
            return [Case(7, "", "certified", "S1", "usa", moment("2026-03-06T12:00Z"))]

    store: Store = Opened()  # type: ignore[assignment]
    near = near_case(store, policy, given)
    assert (near and near.number) == meant


def test_few_keys_are_looked_up_however_many_cases_there_are(policy: Policy):
    asked: list[int] = []

    class Counting:
        """A store that counts the keys it is asked for."""

        def cases_among(self, numbers: Any, refs: Any) -> list[Any]:
            asked.extend((len(numbers), len(refs)))
            return []

    store: Store = Counting()  # type: ignore[assignment]
    assert near_case(store, policy, "1234567890123456") is None
    assert max(asked) < 500
