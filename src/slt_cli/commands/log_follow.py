"""`slt log --follow`: what was recorded, then every new event until somebody ends it."""

import sys
from collections.abc import Callable, Iterable

from slt_cli.app import App
from slt_cli.errors import StoreError
from slt_cli.output.json import write_jsonl
from slt_cli.output.line_by_line import LineByLine
from slt_cli.output.waiting import wait_while_read
from slt_cli.services.following import PACE_SECONDS, Following
from slt_cli.services.log import LogQuestion
from slt_cli.store.batches import in_batches
from slt_cli.views.log import LogEntry, log_sheet

Wait = Callable[[float], bool]
"""Waits for a number of seconds; returns False if nobody reads any more."""


def follow_log(app: App, asked: LogQuestion, wait: Wait = wait_while_read) -> None:
    """Write what is asked for, and what is new every two seconds, until Ctrl-C."""
    following = Following(app, asked)
    lines = LineByLine(sys.stdout)
    is_read = True
    try:
        _write(app, following.first(), lines)
        while wait(PACE_SECONDS):
            try:
                _write(app, following.news(), lines)
                is_read = True
            except StoreError as error:
                if is_read:
                    app.note(f"{error.message}; it is asked again every two seconds", error.fix)
                is_read = False
    except KeyboardInterrupt:
        return


def _write(app: App, entries: Iterable[LogEntry], lines: LineByLine) -> None:
    """Write events as they come, few at a time, and let the reader see them at once."""
    for batch in in_batches(entries):
        sheet = log_sheet(app.policy, batch, app.times(app.clock()))
        if app.format == "jsonl":
            write_jsonl(sheet, sys.stdout)
            sys.stdout.flush()
        else:
            lines.add(sheet)
