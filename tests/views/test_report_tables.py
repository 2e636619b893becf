"""The tables of a report, with any name: they fit, and Met, Share and the latest weeks stay."""

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from slt_cli.config import load_policy, read_layers
from slt_cli.domain.calendar.instant import Zone
from slt_cli.domain.plan import Objective
from slt_cli.domain.policy import Policy
from slt_cli.domain.report.figures import Count, Figures, Tally
from slt_cli.domain.report.outcomes import Period
from slt_cli.domain.report.rows import Row
from slt_cli.output import Look, Sheet, write
from slt_cli.output.text import printable
from slt_cli.views.report import ReportForm, report_table
from slt_cli.views.trend import first_that_fits, left_out_before, trend_sheet

NOW = datetime(2026, 11, 25, 16, 10, tzinfo=UTC)
NAMES = st.text("ab C-電話️é\u0301\u200dかمी😀\u202e\n\x1b", min_size=1, max_size=4) | st.none()


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(read_layers())


def figures_of(met: int, missed: int, seconds: int = 4200) -> Figures:
    count = Count()
    count.add(Tally((), 0, None, "met", met, [seconds] * min(met, 3)))
    count.add(Tally((), 0, None, "missed", missed))
    return count.figures(lambda _: Objective(95_000), of_cases=True)


COUNTS = st.builds(figures_of, st.integers(0, 10**6), st.integers(0, 10**5))
WEEKS = [(date(2025, 12, 1) + timedelta(weeks=week)).isoformat() for week in range(52)]


@st.composite
def reports(draw: st.DrawFn, named: st.SearchStrategy[str | None] = NAMES) -> tuple[list[Row], Row]:
    """Return the rows of a report by partner and owner, and that of all, with the same trend."""
    share = draw(COUNTS)
    trend = tuple((week, share) for week in WEEKS[draw(st.integers(0, 51)) :])

    def row(values: tuple[Any, ...]) -> Row:
        return Row(values, draw(COUNTS), trend)

    names = draw(st.lists(st.tuples(named, named), min_size=1, max_size=4))
    return [row(values) for values in names], row(())


def lines_of(sheet: Sheet[Any], width: int) -> list[str]:
    stream = io.StringIO()
    write(sheet, "table", quiet=False, stream=stream, look=Look(width=width))
    return stream.getvalue().splitlines()


def form_of(policy: Policy) -> ReportForm:
    zone = Zone(UTC)
    by = ("partner", "owner")
    return ReportForm(policy, NOW, Period(), "response", zone, "UTC", by, "week")


@given(report=reports(), width=st.integers(100, 220))
def test_a_table_fits_and_met_and_share_stay(
    policy: Policy, report: tuple[list[Row], Row], width: int
) -> None:
    rows, total = report
    shown = lines_of(report_table(form_of(policy), rows, total), width)
    assert max(map(cell_len, shown)) <= width
    assert {"Met", "Share", "Missed"} <= set(shown[0].split())
    lines, left_out = shown[2 : len(rows) + 3], shown[len(rows) + 3 :]
    for row, line in zip([*rows, total], lines, strict=True):
        assert f"{row.figures.met:,} of {row.figures.decided:,}" in line
    assert all("--json" in line for line in left_out), left_out


@given(report=reports(st.text("ab é電\n\x1b", min_size=1, max_size=8)), width=st.integers(120, 220))
def test_the_latest_weeks_that_fit_are_shown(
    policy: Policy, report: tuple[list[Row], Row], width: int
) -> None:
    rows, total = report
    form = form_of(policy)
    first = first_that_fits(form, [*rows, total], total, width, printable)
    shown = lines_of(trend_sheet(form, [*rows, total], total, first=first, with_line=True), width)
    assert max(map(cell_len, shown)) <= width
    assert "23 Nov" in shown[0]
    if first:
        wider = trend_sheet(form, [*rows, total], total, first=first - 1)
        assert lines_of(wider, width)[0] != lines_of(wider, 1000)[0]


@pytest.mark.parametrize(
    ("weeks", "first", "said"),
    [
        pytest.param(5, 0, [], id="all fit"),
        pytest.param(
            5,
            1,
            ["The week before 8 Dec 2025 does not fit here; --json has all."],
            id="but one",
        ),
        pytest.param(
            5, 4, ["4 weeks before 29 Dec 2025 do not fit here; --json has all."], id="one fits"
        ),
    ],
)
def test_what_does_not_fit_is_said(policy: Policy, weeks: int, first: int, said: list[str]) -> None:
    trend = tuple((week, figures_of(1, 0)) for week in WEEKS[:weeks])
    assert list(left_out_before(form_of(policy), Row((), figures_of(1, 0), trend), first)) == said


@pytest.mark.parametrize(
    ("missed", "heading", "bar"),
    [
        pytest.param(19, "Missed", "19 " + 19 * "█", id="a block each"),
        pytest.param(20, "Missed (█ = 2)", "20 " + 10 * "█", id="from 20 on two"),
        pytest.param(21, "Missed (█ = 2)", "21 " + 11 * "█", id="a part of a block is one"),
        pytest.param(40, "Missed (█ = 5)", "40 " + 8 * "█", id="five"),
        pytest.param(12_480, "Missed (█ = 1,000)", "12,480 " + 13 * "█", id="thousands"),
    ],
)
def test_a_block_stands_for_more_from_twenty_on(
    policy: Policy, missed: int, heading: str, bar: str
) -> None:
    form = form_of(policy)._replace(by=("partner",), trend=None)
    rows, total = [Row(("Acme",), figures_of(1, missed))], Row((), figures_of(1, missed))
    shown = lines_of(report_table(form, rows, total), 120)
    assert f"  {heading}  " in shown[0]
    assert f"  {bar} " in shown[2]
    assert "█" not in shown[3]
