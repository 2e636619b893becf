"""How missed clocks are listed: by how much each was late, and whether it was answered."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from slt_cli.domain.clock_rules import ClockRule
from slt_cli.domain.clocks import RESPONSE
from slt_cli.domain.policy import Policy
from slt_cli.domain.report.figures import Figures
from slt_cli.domain.report.outcomes import Answered, answered
from slt_cli.domain.standing import Standing
from slt_cli.output import Cell, Column, Sheet
from slt_cli.output.times import Times
from slt_cli.views.case import linked_id
from slt_cli.views.clock_rows import ClockRow, case_id_of, clock_item
from slt_cli.views.event_words import EventRow
from slt_cli.views.history import event_item
from slt_cli.views.lengths import kind_of_time, left_column
from slt_cli.views.report import ReportForm
from slt_cli.views.report_notes import dates_of_period, nothing_missed

SCHEMA = "slt.miss/1"


class Miss(NamedTuple):
    """A missed clock, and the newest event of its case.

    `late_seconds` is the time on the target's own clock from its due time to its stop, or to now;
    None if its region is no longer configured.
    """

    row: ClockRow
    late_seconds: int | None
    last_event: EventRow

    def answered(self, policy: Policy) -> Answered:
        """Return whether the clock got what it waited for."""
        kind = self.row.clock.kind
        return answered(self.row.clock, policy.clock_rules.get(kind, ClockRule.unknown(kind)))


def miss_sheet(
    form: ReportForm, misses: Iterable[Miss], decided: Callable[[], Figures], times: Times
) -> Sheet[Miss]:
    """Return the sheet that lists the missed clocks of a report.

    `decided` returns the figures of all that were decided, which only a terminal shows.
    """
    policy = form.policy

    def footer(shown: Sequence[Miss]) -> Iterator[str]:
        if shown:
            figures = decided()
            percent = f"{figures.percent} % met"
            yield f"{figures.missed:,} missed of {figures.decided:,} ({percent})."
            yield late_by_is(shown)
            yield from dates_of_period(form)

    return Sheet(
        schema=SCHEMA,
        as_of=times.now,
        rows=misses,
        item=lambda miss: miss_item(policy, miss),
        columns=miss_columns(form, times),
        key=lambda miss: case_id_of(policy, miss.row) or "",
        empty=lambda: nothing_missed(form),
        footer=footer,
    )


def miss_columns(form: ReportForm, times: Times) -> tuple[Column[Miss], ...]:
    """Return the columns of a list of missed clocks."""
    policy = form.policy

    def is_answered(miss: Miss) -> Cell:
        word = miss.answered(policy)
        return Cell(word, "late" if word == "not yet" else "")

    def last_event(miss: Miss) -> str:
        event, _ = miss.last_event
        return f"{event.kind} {times.listed(event.at, miss.row.zone)}"

    return (
        Column("Case", lambda miss: linked_id(policy, miss.row.case)),
        Column("Ref", lambda miss: miss.row.case.ref or "", gives_way=5, from_width=100),
        Column("Pri", lambda miss: miss.row.case.priority, gives_way=2, plain_header="Priority"),
        Column(
            times.heading("Due"),
            lambda miss: times.listed(miss.row.clock.due_at, miss.row.zone),
            right=times.short,
        ),
        Column("Late by", late_by, right=True),
        Column(_awaited(form), is_answered, gives_way=3),
        Column("Clock", lambda miss: miss.row.clock.name, gives_way=4, needless=_of_one_kind),
        Column("Owner", lambda miss: miss.row.case.owner or "", "shortened", 6, least=6),
        Column("Last event", last_event, gives_way=7, from_width=100),
        Column("Subject", lambda miss: miss.row.case.subject, "shortened", 1, least=12),
    )


def miss_item(policy: Policy, miss: Miss) -> dict[str, Any]:
    """Return a missed clock as the JSON contract has it."""
    return {
        **clock_item(policy, miss.row),
        "late_seconds": miss.late_seconds,
        "answered": miss.answered(policy),
        "last_event": event_item(miss.last_event, policy.case_id(miss.row.case.number)),
    }


def _awaited(form: ReportForm) -> str:
    """Return what the column is called that says whether clocks got what they wait for."""
    rule = form.policy.clock_rules.get(form.clock or "")
    return "Answered" if rule is not None and "answer" in rule.stops else "Stopped"


def late_by(miss: Miss) -> str:
    """Return by how much a clock was late, as a list shows it."""
    if miss.late_seconds is None:
        return ""
    return left_column(Standing("late", -miss.late_seconds)).removeprefix("-")


def late_by_is(misses: Sequence[Miss]) -> str:
    """Return what kind of time clocks were late by, and until when."""
    time = kind_of_time(miss.row.clock.target for miss in misses)
    stop = "the answer" if all(miss.row.clock.kind == RESPONSE for miss in misses) else "the stop"
    return f"Late by is {time}, until {stop} or now."


def _of_one_kind(misses: Sequence[Miss]) -> bool:
    return len({miss.row.clock.name for miss in misses}) == 1
