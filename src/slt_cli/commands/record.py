"""What the commands that record on several cases share: how they show what was recorded."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from slt_cli.app import App
from slt_cli.domain.case import Case
from slt_cli.domain.events import EventKind
from slt_cli.output import Note, Sheet
from slt_cli.output.streams import discard_stdout
from slt_cli.services.change import Changed
from slt_cli.services.several import Show, record_moment
from slt_cli.views.case_list import changed_cases


def record_and_show(
    app: App,
    given: Sequence[str],
    kind: EventKind,
    at: str | None,
    note: str | None,
    once: str | None,
    *,
    detail: str | None = None,
    notes: Callable[[Iterable[Case]], Iterable[Note]] = lambda _: (),
) -> None:
    """Record a moment on each case named and show those it was recorded on; raise any refusal.

    Where every case refuses nothing is shown. `notes` gives what is said below the cases.
    """

    def sheet(changes: Sequence[Changed]) -> Sheet[Case]:
        cases = [changed.after for changed in changes]
        return changed_cases(app.policy, cases, app.times(), notes(cases))

    show = shown_as(app, sheet)
    record_moment(app, given, kind, at, show, note=note, once=once, detail=detail)


def shown_as(app: App, sheet: Callable[[Sequence[Changed]], Sheet[Any]]) -> Show:
    """Return what shows changes as a sheet of them."""

    def show(changes: Sequence[Changed]) -> None:
        try:
            app.show(sheet(changes))
        except OSError:
            discard_stdout()  # a later flush would raise an error that says less
            raise

    return show
