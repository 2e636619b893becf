"""Applications whose terminal and clock a test chooses."""

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path

from slt_cli.app import App, Options, system_clock
from slt_cli.config.files import default_file, user_file
from slt_cli.domain.policy import Policy
from slt_cli.output.streams import Terminal

_POLICIES: dict[tuple[tuple[Path, bytes], ...], Policy] = {}


class RememberingApp(App):
    """An application that builds the policy of the same files with the same bytes only once.

    A policy is a value, and building it is 40 % of the time of a command in a test.
    """

    @cached_property
    def policy(self) -> Policy:
        """Return the validated configuration."""
        if self.team_policy is not None:
            return super().policy
        files = (default_file(), user_file(), self.config_file)
        try:
            key = tuple((file, file.read_bytes()) for file in files if file and file.exists())
        except OSError:
            return super().policy
        if self.config_file not in (None, *(file for file, _ in key)):
            return super().policy  # which says that the file is missing
        if key not in _POLICIES:
            _POLICIES[key] = super().policy
        return _POLICIES[key]


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
    return partial(RememberingApp, terminal=terminal, clock=clock, environment=given)
