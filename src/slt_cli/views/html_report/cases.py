"""The sections that list cases: at risk now, missed, on hold now, and how old open ones are."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from slt_cli.domain.case import Case
from slt_cli.domain.policy import Policy
from slt_cli.domain.report.ages import AGES
from slt_cli.output import Column
from slt_cli.output.html.bars import Bar, bars
from slt_cli.output.html.chart import Chart
from slt_cli.output.html.elements import element
from slt_cli.output.html.tables import table
from slt_cli.output.times import Times
from slt_cli.views.clocks import clock_sheet, left_is
from slt_cli.views.html_report.contents import Contents, beside, more, paragraph, section
from slt_cli.views.html_report.figures import on_hold_by_partner
from slt_cli.views.misses import late_by_is, miss_columns

_AGES_CAPTION = "Open cases, by age"


def at_risk(contents: Contents) -> Element:
    """Return the clocks that are late or soon due now."""
    listed, form = contents.at_risk, contents.form
    if not listed.total:
        return section("at-risk", "At risk now", paragraph("Nothing is late or soon due."))
    columns = clock_sheet(form.policy, listed.rows, contents.times).columns
    shown = table("at-risk-table", "Late and soon due", columns, listed.rows)
    note = paragraph(left_is(listed.rows), "note")
    return section("at-risk", "At risk now", shown, *more(listed), note)


def missed(contents: Contents) -> Element:
    """Return each clock that was missed, with the last event of its case."""
    listed, form = contents.missed, contents.form
    if not listed.total:
        return section("missed", "Missed", paragraph("No clock was missed in the period."))
    columns = miss_columns(form, contents.times)
    shown = table("missed-table", "Missed clocks, by due time", columns, listed.rows)
    note = paragraph(late_by_is(listed.rows), "note")
    return section("missed", "Missed", shown, *more(listed), note)


def on_hold(contents: Contents) -> Element:
    """Return how long cases were on hold by partner, and which are on hold now."""
    held = _held_now(contents)
    return section("on-hold", "On hold", *on_hold_by_partner(contents), *held)


def _held_now(contents: Contents) -> Iterator[Element]:
    listed = contents.held
    if not listed.total:
        yield paragraph("No case is on hold now.")
        return
    columns = _held_columns(contents.form.policy, contents.times)
    yield table("held-table", "On hold now, the longest first", columns, listed.rows)
    yield from more(listed)


def _held_columns(policy: Policy, times: Times) -> tuple[Column[Case], ...]:
    return (
        Column("Case", lambda case: policy.case_id(case.number)),
        Column("Priority", lambda case: case.priority),
        Column("On hold since", lambda case: times.of_case(case.held_since, policy.zone_of(case))),
        Column("Owner", lambda case: case.owner or "", "shortened", gives_way=2),
        Column("Partner", lambda case: case.partner or "", "shortened", gives_way=1),
        Column("Subject", lambda case: case.subject, "shortened"),
    )


def ages(contents: Contents) -> Element:
    """Return how old open cases are, as bars and as a table."""
    counts = contents.ages
    if not any(counts):
        return section("ages", "Open cases by age", paragraph("No case is open."))
    rows = list(zip(_age_names(), counts, strict=True))
    drawn = [Bar(name, count, f"{count:,}") for name, count in rows]
    described = f"The figures are in the table “{_AGES_CAPTION}”."
    chart = bars(Chart("ages-chart", "Open cases by age", described), drawn)
    columns: tuple[Column[tuple[str, int]], ...] = (
        Column("Age", lambda row: row[0]),
        Column("Cases", lambda row: f"{row[1]:,}", right=True),
    )
    shown = table("ages-table", _AGES_CAPTION, columns, rows)
    note = paragraph(
        "Neither resolved nor closed. A day is 24 hours since a case was opened.", "note"
    )
    both = beside(element("figure", chart), shown)
    return section("ages", "Open cases by age", both, note)


def _age_names() -> Iterator[str]:
    first, *others = AGES
    yield f"up to {first} day"
    before = first
    for days in others:
        yield f"{before + 1} to {days} days"
        before = days
    yield f"over {before} days"
