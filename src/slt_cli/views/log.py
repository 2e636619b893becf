"""What was recorded in many cases, as a story: a line for each event."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from slt_cli.domain.case import Case
from slt_cli.domain.events import Event
from slt_cli.domain.policy import Policy
from slt_cli.output import Cell, Column, Sheet
from slt_cli.output.times import Times
from slt_cli.views.case import linked_id
from slt_cli.views.case_list import counted, number_of
from slt_cli.views.event_words import EventRow, Telling
from slt_cli.views.history import event_item, what_happened

EMPTY = "No event matches."


class LogEntry(NamedTuple):
    """An event with its case as it is now.

    `kinds` are those of all events of the case by their ids, `taken` the ids of those that were
    taken back, with the id of what did it.
    """

    case: Case
    row: EventRow
    kinds: Mapping[int | None, str]
    taken: Mapping[int, int | None]

    @property
    def event(self) -> Event:
        """Return the event itself."""
        return self.row[0]


def log_sheet(
    policy: Policy,
    entries: Iterable[LogEntry],
    times: Times,
    still_running: Callable[[], str] = str,
) -> Sheet[LogEntry]:
    """Return the sheet that lists events of many cases; `still_running` is said below it."""

    def when(entry: LogEntry) -> str:
        return times.listed(entry.event.at, policy.zone_of(entry.case))

    def what(entry: LogEntry) -> Cell:
        telling = Telling(policy, entry.case, times, entry.kinds, in_log=True)
        return what_happened(entry.row, entry.taken, telling)

    def footer(rows: Sequence[LogEntry]) -> Iterator[str]:
        cases = number_of(len({entry.case.number for entry in rows}), "case")
        yield f"{number_of(len(rows), 'event')} in {cases}. {still_running()}".rstrip()

    def nothing() -> str:
        return f"{EMPTY} {still_running()}".rstrip()

    return Sheet(
        schema="slt.event/1",
        as_of=times.now,
        rows=entries,
        item=lambda entry: event_item(entry.row, policy.case_id(entry.case.number)),
        columns=(
            Column(times.heading("When"), when),
            Column("Case", lambda entry: linked_id(policy, entry.case)),
            Column("By", lambda entry: entry.event.who, gives_way=1),
            Column("Event", lambda entry: entry.event.kind),
            Column("What", what, "shortened", least=12),
        ),
        key=lambda entry: policy.case_id(entry.case.number),
        empty=nothing,
        footer=footer,
    )


def what_still_runs(states: Iterable[str], *, filtered: bool) -> str:
    """Return how many cases are late and soon due, with the command that shows them.

    Of cases that filters chose no command is named: --since is about something else in `slt due`.
    """
    found = counted(state for state in states if state in ("late", "soon"))
    if filtered:
        return f"With these filters: {found or 'nothing is late or soon due'}."
    return f"Still running: {found}: slt due" if found else "Nothing is late or soon due."
