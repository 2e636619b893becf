"""Applications whose terminal and clock a test chooses."""

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial

from slt_cli.app import App, Options, system_clock
from slt_cli.output.streams import Terminal


def app_with(
    *,
    on_terminal: bool = False,
    now: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> Callable[[Options], App]:
    """Return what makes an application on or off a terminal, at an instant or by the real clock.

    Without an environment it has that of the process.
    """
    terminal = Terminal(stdin=on_terminal, stdout=on_terminal, stderr=on_terminal)
    instant = None if now is None else datetime.fromisoformat(now)
    clock = system_clock if instant is None else lambda: instant
    given = os.environ if environment is None else environment
    return partial(App, terminal=terminal, clock=clock, environment=given)
