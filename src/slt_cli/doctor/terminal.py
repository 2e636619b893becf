"""The terminal: whether there is one, how wide, in what encoding, and whether it shows colour."""

from collections.abc import Mapping
from typing import NamedTuple

from slt_cli.finding import Finding


class Screen(NamedTuple):
    """Hold what is known of standard output; `columns` is None off a terminal."""

    columns: int | None
    encoding: str
    color: bool


def terminal_findings(screen: Screen, environment: Mapping[str, str]) -> list[Finding]:
    """Return what is found of a terminal."""
    return [_width(screen), _encoding(screen), _color(screen, environment)]


def _width(screen: Screen) -> Finding:
    if screen.columns is None:
        return Finding("terminal", "ok", "output is no terminal: plain text, without colour")
    told = f"{screen.columns} columns"
    if screen.columns >= 60:
        return Finding("terminal", "ok", told)
    return Finding("terminal", "warning", told, "widen it to 60 or more: lists are tables then")


def _encoding(screen: Screen) -> Finding:
    if screen.encoding.lower().replace("-", "") == "utf8":
        return Finding("encoding", "ok", screen.encoding)
    return Finding(
        "encoding",
        "warning",
        f"{screen.encoding or 'unknown'}: what it lacks is spelled out, as in \\u96fb",
        "set LC_ALL=C.UTF-8, or PYTHONIOENCODING=utf-8 where the terminal shows UTF-8",
    )


def _color(screen: Screen, environment: Mapping[str, str]) -> Finding:
    names = ("TERM", "NO_COLOR", "FORCE_COLOR")
    said = ", ".join(f"{name}={environment[name]}" for name in names if environment.get(name))
    told = f"{'shown' if screen.color else 'not shown'}; {said or 'the environment says nothing'}"
    if environment.get("NO_COLOR") and environment.get("FORCE_COLOR"):
        return Finding("colour", "warning", told, "unset one of them: NO_COLOR wins")
    return Finding("colour", "ok", told)
