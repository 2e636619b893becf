"""At any width, with any text: Case, State, Due and Left are there, and whole."""

import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from slt_cli.config import load_policy, read_layers
from slt_cli.domain.calendar.instant import Zone
from slt_cli.domain.clocks import Span
from slt_cli.domain.lifecycle import open_case
from slt_cli.output import Look, write
from slt_cli.output.text import printable
from slt_cli.output.times import WHOSE, Times
from slt_cli.views.case_list import case_list
from slt_cli.views.clock_rows import clock_row
from slt_cli.views.clocks import clock_sheet, listed_due
from slt_cli.views.lengths import left_column
from tests.screens.cast import POLICY

NOW = datetime(2026, 11, 25, 16, 10, tzinfo=UTC)
NARROWEST = 45
"""Below this width the terminal itself breaks a due time in full with its label."""

TEXTS = st.text("ab C-電話️é\u0301\u200dかमी😀\u202e\n\x1b", min_size=1, max_size=60).filter(
    lambda text: text.strip()
)


@pytest.fixture(scope="module")
def policy():
    return load_policy(read_layers(POLICY))


@st.composite
def facts(draw):
    return {
        "number": draw(st.integers(1, 10**7)),
        "subject": draw(TEXTS),
        "partner": draw(TEXTS | st.none()),
        "ref": draw(st.text("0123456789", min_size=1, max_size=12) | st.none()),
        "priority": draw(st.sampled_from(["S1", "S2", "S3"])),
        "region": draw(st.sampled_from(["usa", "europe", "apac"])),
        "opened_at": NOW - timedelta(minutes=draw(st.integers(0, 60 * 24 * 20))),
        "held": draw(st.booleans()),
        "others": draw(st.integers(0, 12)),
    }


def case_of(policy, facts):
    named = {**facts, "priority": policy.priorities[facts["priority"]]}
    number, held, _ = (named.pop(fact) for fact in ("number", "held", "others"))
    opened = open_case(
        policy,
        **{**named, "region": policy.regions[facts["region"]]},
        partner_type=policy.partner_type(None),
    )
    case = opened._replace(number=number)
    if not held:
        return case
    paused = (clock._replace(due_at=None, promised_at=clock.due_at) for clock in case.clocks)
    return case._replace(clocks=tuple(paused), holds=(Span(case.opened_at),))


def _line_of(case_id: str, text: str) -> str:
    (line,) = (line for line in text.splitlines() if line.startswith(f"{case_id} "))
    return line


def shown(sheet, width: int) -> str:
    stream = io.StringIO()
    write(sheet, "table", quiet=False, stream=stream, look=Look(width=width))
    return stream.getvalue()


@given(
    st.lists(facts(), min_size=1, max_size=4, unique_by=lambda facts: facts["number"]),
    st.integers(NARROWEST, 220),
    st.sampled_from([None, *WHOSE]),
)
def test_what_decides_is_always_there_and_whole(policy, given, width, whose) -> None:
    times = Times(NOW, Zone(ZoneInfo("Europe/Madrid")), whose, on_screen=True)
    cases = [case_of(policy, each) for each in given]
    rows = [
        clock_row(policy, case, case.leading_clock, NOW).beside(each["others"])
        for case, each in zip(cases, given, strict=True)
    ]

    text = shown(clock_sheet(policy, rows, times), width)

    for header in ("Case", "State", "Due", "Left"):
        assert header in text
    is_record = "State" not in text.splitlines()[0]
    for row in rows:
        facts = (
            policy.case_id(row.case.number),
            row.standing.state,
            listed_due(row, times),
            left_column(row.standing),
        )
        own = text if is_record else _line_of(facts[0], text)
        assert [fact for fact in facts if fact not in own] == []
    assert all(printable(line) == line for line in text.splitlines())
    if width >= 50:
        assert [line for line in text.splitlines() if cell_len(line) > width] == []


@given(st.lists(facts(), min_size=1, max_size=4), st.integers(50, 220))
def test_a_list_never_exceeds_the_width_and_cuts_texts_alone(policy, given, width) -> None:
    times = Times(NOW, Zone(ZoneInfo("Asia/Kolkata")), None, on_screen=True)
    cases = [case_of(policy, each) for each in given]

    text = shown(case_list(policy, cases, times), width)

    assert [line for line in text.splitlines() if cell_len(line) > width] == []
    for case in cases:
        assert policy.case_id(case.number) in text
    refs = [case.ref for case in cases if case.ref]
    if "Ref" in text.splitlines()[0]:
        assert [ref for ref in refs if ref not in text] == []
