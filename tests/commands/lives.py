"""What the tests of a case's life share: instants of a week in London, and the clocks of a case.

On these days London's time is UTC, and support is open from 08:00 to 18:00.
"""

from collections.abc import Callable
from typing import Any

Items = Callable[..., list[dict[str, Any]]]

FRIDAY_EVENING = "2026-11-27T18:00:00Z"
OPEN = ("open", "-r", "europe", "-p", "S1", "No calls come in")


def at(time: str, day: int = 23) -> tuple[str, str]:
    """Return the option for a time of Monday, or of another day of November."""
    return "--at", instant(time, day)


def instant(time: str, day: int = 23) -> str:
    return f"2026-11-{day}T{time}:00Z"


def live(items: Items, *moments: str) -> None:
    """Record moments on case 1, each as its time on Monday and its command line."""
    for moment in moments:
        time, verb, *rest = moment.split()
        items(verb, "1", *rest, *at(time))


def clocks(items: Items, time: str, day: int = 23) -> dict[str, dict[str, Any]]:
    """Return every clock of case 1 at a time, by kind and cycle."""
    (case,) = items("show", "1", *at(time, day))
    return {f"{clock['kind']} {clock['cycle']}": clock for clock in case["clocks"]}


def states(items: Items, time: str, day: int = 23) -> dict[str, str]:
    """Return the state of every clock of case 1 at a time, by kind and cycle."""
    return {name: clock["state"] for name, clock in clocks(items, time, day).items()}
