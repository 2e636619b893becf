"""From a row of a file to a case: every fact is checked, what is missing is computed."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import RESPONSE, Clock, Span
from slt_cli.domain.events import Event
from slt_cli.domain.imported_history import known_until
from slt_cli.domain.numbers import MOST_DIGITS
from slt_cli.domain.plan import Target
from slt_cli.domain.policy import Policy
from slt_cli.errors import ScheduleError, in_utc
from slt_cli.exchange.checks import require_storable_texts, status_of, verdict_of
from slt_cli.exchange.ended_clock import ended_clock, voided_clock
from slt_cli.exchange.escalation import escalation_of
from slt_cli.exchange.given import TEXTS, BadRowError, Given, Problem, Recorded, given_of
from slt_cli.exchange.history_reader import HistoryReader
from slt_cli.exchange.promises import promise_of
from slt_cli.exchange.terms import Terms, terms_of
from slt_cli.exchange.times import Localize, LocalTimes, Note, Tell, Times, times_of

_MOST_TERMS = 4096
_ESCALATION = ("escalated_at", "escalation_due_at", "escalation_verdict")


class RowReader:
    """Turn the texts of a row into the case that would result if slt had recorded it.

    `localize` turns naive times into aware ones, `tell` shows instants in what is wrong, and `note`
    is called with each naive time as it was read, with its field and text. Only
    due times may be after `now`. `in_utf_8` is the fix for bytes that are not UTF-8.
    """

    def __init__(
        self,
        policy: Policy,
        now: datetime,
        localize: Localize,
        tell: Tell = in_utc,
        note: Note | None = None,
        in_utf_8: str = "save the file as UTF-8",
    ) -> None:
        self._policy = policy
        self._now = now
        self._localize = LocalTimes(localize, note)
        self.tell = tell
        self._in_utf_8 = in_utf_8
        self._histories = HistoryReader(policy, now, self._number, tell)
        self._terms = lru_cache(_MOST_TERMS)(partial(terms_of, policy))

    def case(self, texts: Sequence[str]) -> Case:
        """Return the case in a row's texts, in the order of READ; number 0 if it has no id.

        Blanks around a text are kept only in the subject. Raises BadRowError with everything that
        is wrong with the row.
        """
        given = given_of(texts)
        try:
            return self._case(given)
        except BadRowError:
            stripped = given_of([text.strip() for text in texts])._replace(subject=given.subject)
            if stripped == given:
                raise
        return self._case(stripped)

    def with_history(self, row: Recorded) -> tuple[Case, list[Event]]:
        """Return the case in a row that has its history, and its events; raises BadRowError."""
        return self._histories.case(row)

    def _case(self, given: Given) -> Case:
        found: list[Problem] = []
        times = times_of(given, self._now, self._localize, found, self.tell)
        status = "open" if found else status_of(given.status, times, found)
        terms = self._known_terms(given, found)
        escalation = None
        if given.level not in ("", "0") or any(getattr(given, field) for field in _ESCALATION):
            escalation = escalation_of(self._policy, terms, given, times, found)
        number = self._number(given.id, found) if given.id else 0
        require_storable_texts(given, found, self._in_utf_8)
        response = _response(terms, given, times, found)
        if found or terms is None or times.opened_at is None:
            raise BadRowError(found)
        texts: dict[str, Any] = dict(
            zip(TEXTS, (text.strip() or None for text in given.texts), strict=True)
        )
        case = Case(
            number=number,
            subject=given.subject,
            partner_type=terms.partner_type,
            priority=terms.priority,
            region=terms.region.key,
            opened_at=times.opened_at,
            plan=terms.plan,
            status=status,
            responded_at=times.responded_at,
            resolved_at=times.resolved_at,
            closed_at=times.closed_at,
            holds=(Span(times.held_since),) if times.held_since and not times.ended_at else (),
            clocks=tuple(clock for clock in (response, escalation) if clock is not None),
            **texts,
        )
        return _voided(case, terms) if status == "void" else case

    def _known_terms(self, given: Given, found: list[Problem]) -> Terms | None:
        try:
            return self._terms(given.partner_type, given.plan, given.priority, given.region)
        except BadRowError as bad:
            found += bad.problems
            return None

    def _number(self, given: str, found: list[Problem]) -> int:
        number = self._policy.case_number(given)
        if number is not None and not given.strip().isdigit():
            return number
        problem = f"{given!r} is not an id such as {self._policy.case_id(42)}"
        fix = "--map id=ref takes it as the provider's number, --map id= leaves it out"
        prefix, dash, digits = given.strip().rpartition("-")
        if dash and digits.isdigit() and self._policy.case_number(f"{prefix}-{digits[:1]}"):
            problem = f"{given!r} has more than {MOST_DIGITS} digits: ids end there"
        found.append(Problem("id", problem, fix))
        return 0


def _voided(case: Case, terms: Terms) -> Case:
    """Return a void case; when it was voided is not known, so the latest known time counts."""
    at = known_until(case)
    clocks = tuple(voided_clock(clock, at, terms) for clock in case.clocks)
    return case._replace(holds=(), clocks=clocks)


def _response(
    terms: Terms | None, given: Given, times: Times, found: list[Problem]
) -> Clock | None:
    """Return the response clock of a row; None if the plan has no target for it."""
    target, due_at = _promise(terms, given, times, found)
    stopped_at = times.answered(times.opened_at)
    ended = verdict_of("verdict", given.verdict, due_at, stopped_at, found)
    if terms is None or target is None or times.opened_at is None:
        return None
    clock = Clock(RESPONSE, 1, 0, times.opened_at, due_at, target, promised_at=due_at)
    return ended_clock(clock, ended, stopped_at, times, terms)


def _promise(
    terms: Terms | None, given: Given, times: Times, found: list[Problem]
) -> tuple[Target | None, datetime | None]:
    """Return the target, and the due time that is given, for it is a promise; else the plan's."""
    if terms is None or times.opened_at is None:
        return None, times.due_at
    if terms.target is None:
        wrong = [field for field in ("due_at", "verdict") if getattr(given, field)]
        found += [Problem(field, terms.why_no_target, "leave it empty") for field in wrong]
        return None, None
    if given.due_at and times.due_at is None:  # it is not a time
        return terms.target, None
    try:
        return promise_of(terms.target, times.opened_at, terms.region, times.due_at)
    except ScheduleError as error:
        found.append(Problem("due_at", error.message, error.fix))
        return terms.target, None
