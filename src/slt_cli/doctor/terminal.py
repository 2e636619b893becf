"""The terminal: whether there is one, its width, its encoding, and whether it shows colour."""

from collections.abc import Mapping
from typing import NamedTuple

from slt_cli.finding import Finding


class Screen(NamedTuple):
    """What is known about standard output; `columns` is None if it is not a terminal."""

    columns: int | None
    encoding: str
    color: bool


def terminal_findings(screen: Screen, environment: Mapping[str, str]) -> list[Finding]:
    """Return what is found about a terminal: its width, its encoding and its colour."""
    return [_width(screen), _encoding(screen), _color(screen, environment)]


def _width(screen: Screen) -> Finding:
    if screen.columns is None:
        return Finding("terminal", "ok", "the output is not a terminal: plain text without colour")
    found = f"{screen.columns} columns"
    if screen.columns >= 60:
        return Finding("terminal", "ok", found)
    return Finding("terminal", "warning", found, "widen it to 60 or more to get lists as tables")


def _encoding(screen: Screen) -> Finding:
    if screen.encoding.lower().replace("-", "") == "utf8":
        return Finding("encoding", "ok", screen.encoding)
    return Finding(
        "encoding",
        "warning",
        f"{screen.encoding or 'unknown'}: characters it lacks are written as codes such as \\u96fb",
        "set LC_ALL=C.UTF-8, or PYTHONIOENCODING=utf-8 if the terminal shows UTF-8",
    )


def _color(screen: Screen, environment: Mapping[str, str]) -> Finding:
    names = ("TERM", "NO_COLOR", "FORCE_COLOR")
    set_to = ", ".join(f"{name}={environment[name]}" for name in names if environment.get(name))
    reason = set_to or "the environment does not set it"
    found = f"{'shown' if screen.color else 'not shown'}; {reason}"
    if environment.get("NO_COLOR") and environment.get("FORCE_COLOR"):
        return Finding("colour", "warning", found, "unset one of the two: NO_COLOR wins")
    return Finding("colour", "ok", found)
