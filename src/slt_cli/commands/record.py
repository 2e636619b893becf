"""What the commands that record on several cases share: how they show what was recorded."""

from collections.abc import Callable, Sequence
from typing import Any

from slt_cli.app import App
from slt_cli.domain.changed import Changed
from slt_cli.domain.events import EventKind
from slt_cli.output import Sheet
from slt_cli.output.streams import discard_stdout
from slt_cli.services.several import Show, record_moment
from slt_cli.views.changes import changes_sheet


def record_and_show(
    app: App,
    given: Sequence[str],
    kind: EventKind,
    at: str | None,
    note: str | None,
    once: str | None,
    *,
    detail: str | None = None,
) -> None:
    """Record a moment on each case named and show what it changed; raise any refusal.

    Where every case refuses nothing is shown.
    """

    def sheet(changes: Sequence[Changed]) -> Sheet[Changed]:
        return changes_sheet(app.policy, changes, app.times())

    record_moment(app, given, kind, at, shown_as(app, sheet), note=note, once=once, detail=detail)


def shown_as(app: App, sheet: Callable[[Sequence[Changed]], Sheet[Any]]) -> Show:
    """Return what shows changes as a sheet of them."""

    def show(changes: Sequence[Changed]) -> None:
        try:
            app.show(sheet(changes))
        except OSError:
            discard_stdout()  # a later flush would raise an error that says less
            raise

    return show
