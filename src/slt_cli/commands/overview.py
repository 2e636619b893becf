"""`slt` alone, on a terminal: what is due first, and what can be done about it."""

from slt_cli.app import App
from slt_cli.output import said
from slt_cli.services.due import DueQuestion, rows_at, running_clocks
from slt_cli.store.filter import Filter
from slt_cli.views.case_list import is_empty, nothing_due
from slt_cli.views.overview import help_line, overview_heading, overview_sheet


def show_overview(app: App) -> None:
    """Show the first rows of `slt due`, or that nothing is due, and where to read more."""
    policy, store, times = app.policy, app.store, app.times()
    asked = DueQuestion(wanted=Filter(order="due", ranking=tuple(policy.priorities)))
    running = running_clocks(store, asked.wanted)
    rows = rows_at(policy, running, asked, app.now, every_clock=False)
    live = not app.look.records
    heading = [] if is_empty(store) else [overview_heading(policy, times), ""]
    if rows:
        _say(app, *heading)
        app.show(overview_sheet(policy, rows, times, live=live))
    else:
        _say(app, *heading, nothing_due(store), help_line(live=live))


def _say(app: App, *lines: str) -> None:
    app.show(said(lines, app.now))
