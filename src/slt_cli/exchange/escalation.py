"""The escalation in a row: its fields must agree, a missing due time is computed."""

from slt_cli.domain.clocks import ESCALATION, Clock, counted_on
from slt_cli.domain.policy import Policy
from slt_cli.errors import ScheduleError
from slt_cli.exchange.checks import verdict_of
from slt_cli.exchange.ended_clock import ended_clock
from slt_cli.exchange.given import Given, Problem
from slt_cli.exchange.terms import Terms
from slt_cli.exchange.times import Times


def escalation_of(
    policy: Policy, terms: Terms | None, given: Given, times: Times, found: list[Problem]
) -> Clock | None:
    """Return the clock of a case's latest escalation; without terms no due time is computed.

    A level needs the time of its escalation, and the other fields of an escalation need a level.
    """
    level = _level(given.level, len(policy.levels), found)
    if level == 0:
        for field in ("escalated_at", "escalation_due_at", "escalation_verdict"):
            if getattr(given, field):
                fix = "add the level, or leave it empty"
                found.append(Problem(field, "is given without a level", fix))
    elif level and not given.escalated_at:
        problem = f"is {level}, but escalated_at is missing"
        found.append(Problem("level", problem, "add when it was escalated, or write level 0"))
    if not level or times.escalated_at is None:
        return None
    target = policy.levels[level - 1].target
    due_at = times.escalation_due_at
    if due_at is None and terms is not None:
        try:
            counted = counted_on(terms.region.schedule, target)
            due_at = counted.due(times.escalated_at, target.seconds)
        except ScheduleError as error:
            found.append(Problem("escalation_due_at", error.message, error.fix))
    stopped = times.answered(times.escalated_at)
    ended = verdict_of("escalation_verdict", given.escalation_verdict, due_at, stopped, found)
    clock = Clock(ESCALATION, 1, level, times.escalated_at, due_at, target, promised_at=due_at)
    return ended_clock(clock, ended, stopped, times, terms)


def _level(given: str, most: int, found: list[Problem]) -> int | None:
    """Return the level; None, with a problem, if there is no such level."""
    text = given.strip()
    if not text:
        return 0
    if text.isascii() and text.isdigit() and len(text) < 10 and int(text) <= most:
        return int(text)
    found.append(Problem("level", f"{given!r} is not a level", f"levels run from 0 to {most}"))
    return None
