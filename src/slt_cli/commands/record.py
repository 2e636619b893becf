"""What the commands that record a moment have in common: record it, show the cases, say why not."""

from collections.abc import Callable, Iterable, Sequence

from slt_cli.app import App
from slt_cli.domain.case import Case
from slt_cli.domain.events import EventKind
from slt_cli.output import Note
from slt_cli.services.change import record_moment
from slt_cli.views.case import changed_cases


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
    cases, error = record_moment(app, given, kind, at, note, once, detail)
    if cases:
        app.show(changed_cases(app.policy, cases, app.now, notes(cases)))
    if error is not None:
        raise error
