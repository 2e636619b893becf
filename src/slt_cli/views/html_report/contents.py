"""What the page of a report is made from, and what its sections share."""

from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar
from xml.etree.ElementTree import Element

from slt_cli.domain.case import Case
from slt_cli.domain.report.dates import Unit
from slt_cli.domain.report.rows import Row
from slt_cli.output.html.elements import Content, element
from slt_cli.output.times import Times
from slt_cli.views.clock_rows import ClockRow
from slt_cli.views.misses import Miss
from slt_cli.views.report import ReportForm

Each = TypeVar("Each")


class Division(NamedTuple):
    """A report that is divided by one field: its rows, the row of all, and the rows to show."""

    form: ReportForm
    rows: Sequence[Row]
    total: Row
    shown: Sequence[Row]


class Listed(NamedTuple, Generic[Each]):
    """The first rows of a list, how many there are, and the command that shows all of them."""

    rows: Sequence[Each]
    total: int
    command: str


class Contents(NamedTuple):
    """All that is on the page, as the commands for the same figures show it.

    `form` and `total` are the report as a whole, with its trend by a unit; `divided` has it by each
    field that was asked for. `filters` are the options that choose cases. `ages` has how many open
    cases are in each group of ages.
    """

    form: ReportForm
    times: Times
    filters: Sequence[str]
    total: Row
    unit: Unit
    divided: Sequence[Division]
    by_clock: Division
    by_partner: Division
    missed: Listed[Miss]
    at_risk: Listed[ClockRow]
    held: Listed[Case]
    ages: Sequence[int]


def section(name: str, heading: str, *content: Content) -> Element:
    """Return a section with its heading."""
    title = element("h2", heading, id=name)
    return element("section", title, *content, aria_labelledby=name)


def paragraph(text: str, kind: str = "") -> Element:
    """Return a paragraph; no line of it begins with a percent sign."""
    kept = text.replace(" %", "\N{NO-BREAK SPACE}%")
    return element("p", kept, class_=kind) if kind else element("p", kept)


def beside(*content: Element) -> Element:
    """Return a chart and its table, side by side where there is room."""
    return element("div", *content, class_="beside")


def more(listed: Listed[Each]) -> Iterable[Element]:
    """Yield a sentence on the rows that are left out, if there are any."""
    left_out = listed.total - len(listed.rows)
    if left_out > 0:
        yield paragraph(f"{left_out:,} more: {listed.command}", "note")
