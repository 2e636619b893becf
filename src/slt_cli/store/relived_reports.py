"""What reports ask of cases that are not read by SQL, such as those of an earlier time."""

from collections.abc import Callable, Iterator
from itertools import islice

from slt_cli.domain.case import Case, CaseClock
from slt_cli.domain.clocks import Clock
from slt_cli.domain.report.dates import part_at
from slt_cli.domain.report.figures import Tally
from slt_cli.domain.report.outcomes import outcomes
from slt_cli.domain.report.rows import Cut, facts_of
from slt_cli.store.filter import Filter
from slt_cli.store.reporting import ReportFilter


class RelivedReports:
    """What reports ask, answered from each case; `cases` yields those that a filter takes."""

    def __init__(self, cases: Callable[[Filter], Iterator[Case]]) -> None:
        self._cases = cases

    def tallies(self, asked: ReportFilter) -> Iterator[Tally]:
        """Yield each clock that counts."""
        for case in self._cases(asked.of_cases):
            for clock in _clocks(case, asked):
                facts = facts_of(case, clock, asked.facts)
                lengths = () if clock.active_seconds is None else (clock.active_seconds,)
                for outcome, at in outcomes(case, clock, asked.period, asked.now):
                    part = len(asked.parts) - 1 if at is None else part_at(asked.parts, at)
                    yield Tally(facts, part, case.plan, outcome, 1, lengths)

    def cuts(self, asked: ReportFilter) -> Iterator[Cut]:
        """Yield the times of the period up to now in which cases were on hold, or had ended."""
        since, end = asked.period.since, asked.period.end(asked.now)
        for case in self._cases(asked.of_cases):
            if case.status == "void":
                continue
            for kind, spans in (("holds", case.holds), ("closed", case.closed)):
                for span in spans:
                    lasts = since is None or span.ended_at is None or span.ended_at > since
                    if span.started_at < end and lasts:
                        facts = facts_of(case, None, asked.facts)
                        yield Cut(facts, case.number, case.region, kind, span)

    def missed(self, asked: ReportFilter) -> Iterator[CaseClock]:
        """Yield the missed clocks by due time, then by priority and number."""
        wanted = asked.of_cases
        rank = {priority: place for place, priority in enumerate(wanted.ranking)}
        found = [
            CaseClock(clock, case)
            for case in self._cases(wanted)
            for clock in _clocks(case, asked)
            for outcome, _ in outcomes(case, clock, asked.period, asked.now)
            if outcome == "missed"
        ]
        found.sort(
            key=lambda each: (
                each.clock.due_at,
                rank.get(each.case.priority, len(rank)),
                each.case.number,
                each.clock.key,
            )
        )
        return islice(iter(found), wanted.limit)


def _clocks(case: Case, asked: ReportFilter) -> list[Clock]:
    return [clock for clock in case.clocks if asked.kind in (None, clock.kind)]
