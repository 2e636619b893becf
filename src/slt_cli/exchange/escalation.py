"""The escalation in a row: its fields must agree, a missing due time is computed."""

from slt_cli.domain.clocks import ESCALATION, Clock
from slt_cli.domain.escalation import target_of_level
from slt_cli.domain.policy import Policy
from slt_cli.errors import ScheduleError
from slt_cli.exchange.checks import verdict_of
from slt_cli.exchange.ended_clock import ended_clock
from slt_cli.exchange.given import Given, Problem
from slt_cli.exchange.promises import promise_of
from slt_cli.exchange.terms import Terms
from slt_cli.exchange.times import Times


def escalation_of(
    policy: Policy, terms: Terms | None, given: Given, times: Times, found: list[Problem]
) -> Clock | None:
    """Return the clock of a case's latest escalation; without terms no due time is computed.

    A level needs the time of its escalation, and the other fields of an escalation need a level.
    """
    its_type = policy.partner_types.get(terms.partner_type) if terms else None
    most = len(policy.levels)
    if its_type is not None and its_type.escalation == "portal":
        most = max(most, 1)  # a portal needs no level
    level = _level(given.level, most, found)
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
    target = target_of_level(level, policy.levels, None, terms.priority if terms else "")
    due_at = times.escalation_due_at
    if terms is not None:
        try:
            target, due_at = promise_of(target, times.escalated_at, terms.region, due_at)
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
    fix = f"levels run from 0 to {most}" if most else "no escalation level is configured: write 0"
    found.append(Problem("level", f"{given!r} is not a level", fix))
    return None
