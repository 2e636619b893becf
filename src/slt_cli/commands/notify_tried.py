"""`slt notify` for those who try it: a test message, and what would be sent."""

from datetime import datetime

from slt_cli.app import App
from slt_cli.errors import RefusedError
from slt_cli.services.notify import channels_told
from slt_cli.services.notify_test import send_test
from slt_cli.services.planned_notices import last_run, planned_notices
from slt_cli.views.planned_notices import planned_sheet


def send_test_to(app: App, given: str) -> None:
    """Send a test to a channel, and say so on a terminal."""
    channel = send_test(app, given)
    app.inform(f"the channel {channel.key!r} took the test")


def show_planned(app: App, at: str | None) -> None:
    """Show what would be sent now, or at a time that is still to come."""
    now = _coming(app, at)
    channels = channels_told(app)
    app.require_store()
    planned = list(planned_notices(app, channels, now))
    sheet = planned_sheet(app.policy, planned, app.times(now), last_run(app, channels))
    app.show(sheet, paged=True)


def _coming(app: App, at: str | None) -> datetime:
    """Return the instant of a dry run; raises RefusedError for the past, which had its own runs."""
    instant = app.at(at)
    if instant < app.now:
        raise RefusedError(
            "what would have been sent at a past time is not known", "`slt outbox` shows what was"
        )
    return instant
