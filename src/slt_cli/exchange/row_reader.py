"""What a row of another file says of a case: every fact checked, what is absent computed."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache, partial

from slt_cli.domain.case import Case
from slt_cli.domain.policy import Policy
from slt_cli.domain.standing import counted_on
from slt_cli.errors import ScheduleError
from slt_cli.exchange.checks import require_unicode, status_of, verdict_of
from slt_cli.exchange.escalation import Escalation, escalation_of
from slt_cli.exchange.given import BadRowError, Given, Problem
from slt_cli.exchange.terms import Terms, terms_of
from slt_cli.exchange.times import Localize, Times, times_of

__all__ = ["BadRowError", "Given", "Problem", "RowReader"]

_MOST_TERMS = 4096
_MOST_DIGITS = 9
_NOT_ESCALATED = Escalation()


class RowReader:
    """Turn the texts of a row into the case that it would be had it been kept here all along.

    `localize` turns naive times into aware ones. Nothing may lie after `now` but due times.
    """

    def __init__(self, policy: Policy, now: datetime, localize: Localize) -> None:
        self._policy = policy
        self._now = now
        self._localize = localize
        self._terms = lru_cache(_MOST_TERMS)(partial(terms_of, policy))

    def case(self, texts: Sequence[str]) -> Case:
        """Return the case in the texts of Given; number 0 where it has no id of its own.

        Blanks around a text count for the subject alone. Raises BadRowError with all that is wrong
        with the row.
        """
        given = Given._make(texts)
        try:
            return self._case(given)
        except BadRowError:
            stripped = Given._make(map(str.strip, given))._replace(subject=given.subject)
            if stripped == given:
                raise
        return self._case(stripped)

    def _case(self, given: Given) -> Case:
        found: list[Problem] = []
        times = times_of(given, self._now, self._localize, found)
        status = "open" if found else status_of(given.status, times, found)
        terms = self._known_terms(given, found)
        escalation = _NOT_ESCALATED
        if given.escalated_at or given.level not in ("", "0") or any(given[-2:]):
            escalation = escalation_of(self._policy, terms, given, times, found)
        number = self._number(given.id, found) if given.id else 0
        require_unicode(given, found)
        due_at = _due_at(terms, given, times, found)
        stopped = times.responded_at or times.closed_at
        ended = verdict_of("verdict", given.verdict, due_at, stopped, found)
        if found or terms is None or times.opened_at is None:
            raise BadRowError(found)
        target = terms.target
        return Case(
            number,
            given.subject,
            terms.partner_type,
            terms.priority,
            terms.region.key,
            times.opened_at,
            given.ref.strip() or None,
            given.partner.strip() or None,
            terms.plan,
            status,
            due_at,
            target.seconds if target else None,
            target.clock if target else None,
            times.responded_at,
            times.closed_at,
            ended,
            *escalation,
        )

    def _known_terms(self, given: Given, found: list[Problem]) -> Terms | None:
        try:
            return self._terms(given.partner_type, given.plan, given.priority, given.region)
        except BadRowError as bad:
            found += bad.problems
            return None

    def _number(self, given: str, found: list[Problem]) -> int:
        number = self._policy.case_number(given)
        if number is None or given.strip().isdigit():
            problem = f"{given!r} is not an id such as {self._policy.case_id(42)}"
            fix = "--map id=ref takes it as the provider's number, --map id= leaves it out"
            found.append(Problem("id", problem, fix))
        elif number >= 10**_MOST_DIGITS:
            problem = f"{given!r} has more than {_MOST_DIGITS} digits"
            found.append(Problem("id", problem, "--map id= leaves it out"))
        return number or 0


def _due_at(
    terms: Terms | None, given: Given, times: Times, found: list[Problem]
) -> datetime | None:
    """Return the due time that is given, a promise; else the one that the plan would promise."""
    if terms is None or times.opened_at is None:
        return times.due_at
    if terms.target is None:
        wrong = [field for field in ("due_at", "verdict") if getattr(given, field)]
        found += [Problem(field, terms.why_no_target, "leave it empty") for field in wrong]
        return None
    if times.due_at is not None or given.due_at:
        return times.due_at
    clock = counted_on(terms.region.schedule, terms.target)
    try:
        return clock.due(times.opened_at, terms.target.seconds)
    except ScheduleError as error:
        found.append(Problem("due_at", error.message, error.fix))
        return None
