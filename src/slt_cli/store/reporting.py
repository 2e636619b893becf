"""What a report asks a store: how many clocks count as what, and which were missed."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple, Protocol

from slt_cli.domain.case import CaseClock
from slt_cli.domain.report.dates import Part
from slt_cli.domain.report.figures import Tally
from slt_cli.domain.report.outcomes import Period
from slt_cli.domain.report.rows import Cut, Fact
from slt_cli.store.filter import Filter


class ReportFilter(NamedTuple):
    """Which clocks a report is about: of one kind, or of all, of the cases that a filter takes.

    `facts` are what the clocks are divided by, beside the `parts` of the period. A filter without
    statuses takes void cases too, which count apart.
    """

    of_cases: Filter
    kind: str | None
    period: Period
    now: datetime
    facts: tuple[Fact, ...] = ()
    parts: tuple[Part, ...] = ()


class Reports(Protocol):
    """What reports ask a store, or a store as it was at an instant."""

    def tallies(self, asked: ReportFilter) -> Iterator[Tally]:
        """Yield how many clocks count alike."""

    def cuts(self, asked: ReportFilter) -> Iterator[Cut]:
        """Yield the times of the period up to now in which cases were on hold, or had ended."""

    def missed(self, asked: ReportFilter) -> Iterator[CaseClock]:
        """Yield the missed clocks by due time, then by priority and number."""
