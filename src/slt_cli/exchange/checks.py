"""Checks of a row: status and verdicts agree with its times, texts can be stored."""

from datetime import datetime
from typing import assert_never

from slt_cli.domain.case import STATUSES, Status
from slt_cli.domain.clocks import Verdict, verdict
from slt_cli.domain.texts import Unstorable, unstorable
from slt_cli.exchange.given import COLUMNS, TEXTS, Given, Problem
from slt_cli.exchange.times import Times

_MOMENTS = {"responded": "responded_at", "resolved": "resolved_at", "closed": "closed_at"}
_VERDICTS: tuple[Verdict, ...] = ("met", "missed", "superseded", "cancelled")


def status_of(given: str, times: Times, found: list[Problem], *, decides: bool = False) -> Status:
    """Return the status that the times imply; it is a problem if another one is given.

    Nothing but the status says that a case is void. Where it `decides`, the times were made to fit
    it as far as they are there.
    """
    implied: Status = "responded" if times.responded_at else "open"
    if times.ended_at:
        implied = "closed" if times.closed_at else "resolved"
    word = given.strip().casefold()
    if word == "void":
        return "void"
    may_be_answered = word == "held" or (decides and word == "open")
    if not word or word == implied or (may_be_answered and not times.ended_at):
        return implied
    problem = f"unknown status {given!r}: one of {', '.join((*STATUSES, 'held'))}"
    fix = "--map status= leaves it to the times"
    if word in (*STATUSES, "held"):
        problem = f"{given!r} does not agree with the times, which say {implied}"
    if decides and word in _MOMENTS:
        problem = f"the case is {word}, but its row does not say since when"
        fix = f"add the time, or --map COLUMN={_MOMENTS[word]} takes a column as that time"
    found.append(Problem("status", problem, fix))
    return implied


def verdict_of(
    field: str, given: str, due_at: datetime | None, stopped: datetime | None, found: list[Problem]
) -> Verdict | None:
    """Return the verdict that is given, else that of a clock stopped at an instant."""
    if not given:
        return None if stopped is None else verdict(due_at, stopped)
    for known in _VERDICTS:
        if given == known or given.strip().casefold() == known:
            return known
    problem = f"unknown verdict {given!r}: one of {', '.join(_VERDICTS)}"
    found.append(Problem(field, problem, f"--map {field}= leaves it to the times"))
    return None


def require_storable_texts(given: Given, found: list[Problem], in_utf_8: str) -> None:
    """Add a problem for each text that cannot be stored; `in_utf_8` is the fix for its bytes."""
    if unstorable("".join((given.subject, given.tags, *given.texts))) is None:
        return
    texts = {"subject": given.subject, "tags": given.tags}
    texts |= dict(zip(TEXTS, given.texts, strict=True))
    for field in filter(texts.__contains__, COLUMNS):
        part = unstorable(texts[field])
        if part is not None:
            found.append(Problem(field, f"contains {part}", _fix_of(part, field, in_utf_8)))


def _fix_of(part: Unstorable, field: str, in_utf_8: str) -> str:
    match part:
        case "bytes that are not UTF-8":
            return in_utf_8
        case "a NUL character" | "half of a character (a lone surrogate)":
            return f"remove it from the text, or --map {field}= leaves the column out"
        case unknown:
            assert_never(unknown)
