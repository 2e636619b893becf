"""Cases and their clocks as the happenings make them, told anew whenever somebody asks."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from tests.notices.scenario import ESCALATION, REGIONS, Happening, Target, Week
from tests.notices.walking import Cuts, walk

LAST_LEVEL = 3
PAUSING = ("update", "resolution")


class Clock(NamedTuple):
    """A clock that runs, with its length in minutes; `promised` is its due time without holds."""

    kind: str
    cycle: int
    started: datetime
    target: int
    week: Week | None
    cuts: Cuts
    promised: datetime
    is_paused: bool
    is_last_level: bool


@dataclass
class Case:
    """A case, with what matters of its history."""

    number: int
    opened: datetime
    priority: str
    region: str
    owner: str | None
    ownerless_since: datetime | None
    answers: list[datetime] = field(default_factory=list)
    raises: list[datetime] = field(default_factory=list)
    is_raise_answered: bool = False
    holds: list[tuple[datetime, datetime]] = field(default_factory=list)
    held_since: datetime | None = None
    is_closed: bool = False
    is_void: bool = False

    def state_since(self, state: str) -> datetime | None:
        """Return since when a case is `unowned` or `held`; None if it is not.

        Choice: a case on hold is open or responded as before, so it can be without an owner.
        """
        if self.is_closed or self.is_void:
            return None
        return {"unowned": self.ownerless_since, "held": self.held_since}.get(state)


def case_of(number: int, known: list[Happening]) -> Case:
    """Return a case as it is by what is known: in the order of instants, then of recording."""
    counting = [known[index] for index in counting_of(number, known)]
    opened, *later = sorted(counting, key=lambda one: one.at)
    if opened.what != "opened":
        raise ValueError(f"case {number} begins with {opened.what}")
    unowned = None if opened.owner else opened.at
    case = Case(number, opened.at, opened.value, opened.region, opened.owner, unowned)
    for happening in later:
        _happen(case, happening)
    return case


def counting_of(number: int, known: list[Happening]) -> list[int]:
    """Return where a case's happenings are that count: each `undone` takes the last one back."""
    found: list[int] = []
    for index, one in enumerate(known):
        if one.case == number and one.what == "undone":
            found.pop()
        elif one.case == number:
            found.append(index)
    return found


def _happen(case: Case, happening: Happening) -> None:
    at = happening.at
    match happening.what:
        case "answered":
            case.answers.append(at)
            case.is_raise_answered = True
            _end_hold(case, at)
        case "held":
            case.held_since = at
        case "resumed":
            _end_hold(case, at)
        case "changed":
            case.priority = happening.value
        case "escalated":
            case.raises.append(at)
            case.is_raise_answered = False
        case "closed":
            case.is_closed = True
            _end_hold(case, at)
        case "void":
            case.is_void = True
        case "taken":
            case.owner, case.ownerless_since = happening.value, None
        case "released":
            case.owner, case.ownerless_since = None, at
        case _:
            raise ValueError(f"{happening.what} is no happening of an open case")


def _end_hold(case: Case, at: datetime) -> None:
    if case.held_since is not None:
        case.holds.append((case.held_since, at))
        case.held_since = None


def clocks_of(case: Case, targets: tuple[Target, ...]) -> list[Clock]:
    """Return the clocks of a case that run, paused ones too."""
    if case.is_closed or case.is_void:
        return []
    found = []
    for target in (*targets, ESCALATION):
        start = _start(case, target.clock)
        minutes = target.minutes(case.priority)
        if start and minutes:
            found.append(_clock(case, target, start, minutes))
    return found


def _start(case: Case, kind: str) -> tuple[int, datetime] | None:
    """Return the cycle of a clock that runs, and its start."""
    match kind:
        case "response":
            return None if case.answers else (1, case.opened)
        case "resolution":
            return 1, case.opened
        case "update":
            return (len(case.answers), case.answers[-1]) if case.answers else None
        case "escalation":
            runs = case.raises and not case.is_raise_answered
            return (len(case.raises), case.raises[-1]) if runs else None
        case _:
            raise ValueError(f"{kind} is no clock of the scenarios")


def _clock(case: Case, target: Target, start: tuple[int, datetime], minutes: int) -> Clock:
    cycle, started = start
    week = None if target.around_the_clock else REGIONS[case.region]
    ended: Cuts = tuple(case.holds) if target.clock in PAUSING else ()
    is_held = target.clock in PAUSING and case.held_since is not None
    due = walk(week, started, minutes, ended)
    promised = walk(week, started, minutes, ())
    if due is None or promised is None:
        raise ValueError(f"case {case.number}: {target.clock} is due beyond the horizon")
    # Choice: a hold that begins at or after the due time does not pause a clock, so people are told
    # of it; but the time on hold does not count as late.
    is_paused = is_held and case.held_since is not None and case.held_since < due
    cuts = (*ended, (case.held_since, None)) if is_held and case.held_since else ended
    return Clock(
        target.clock,
        cycle,
        started,
        minutes,
        week,
        cuts,
        promised,
        is_paused,
        target.clock == "escalation" and len(case.raises) == LAST_LEVEL,
    )
