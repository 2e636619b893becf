"""How much work a calendar file may ask for."""

from collections.abc import Callable
from pathlib import Path

from slt_cli.errors import SltError

MOST_DATES = 300_000
"""Dates of events that are looked at: 800 years of them, about two seconds."""

MOST_SERIES = 5000
LONGEST_SEARCH = 20.0
"""Seconds for all rules together: a rule with few dates is searched until the year 9999."""


class Work:
    """Counts the dates and rules of a file; raises SltError when there are too many.

    `clock` returns seconds.
    """

    def __init__(self, file: Path, clock: Callable[[], float]) -> None:
        self._file = file
        self._clock = clock
        self._dates = self._series = 0
        self._end = clock() + LONGEST_SEARCH

    def rule(self) -> None:
        """Count a rule, or an event that is on several dates."""
        self._series += 1
        if self._series > MOST_SERIES:
            raise self._too_much(f"has over {MOST_SERIES:,} events that repeat")
        if self._clock() > self._end:
            raise self._too_much(f"has rules that take over {LONGEST_SEARCH:.0f} seconds")

    def dates(self, number: int = 1) -> None:
        """Count dates."""
        self._dates += number
        if self._dates > MOST_DATES:
            raise self._too_much(f"has over {MOST_DATES:,} dates")

    def _too_much(self, problem: str) -> SltError:
        fix = "export only the holidays, or ask for fewer years with --years"
        return SltError(f"{self._file} {problem}", fix)
