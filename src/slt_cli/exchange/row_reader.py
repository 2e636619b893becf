"""From a row of a file to a case: every fact is checked, what is missing is computed."""

import shlex
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache, partial
from typing import NamedTuple

from slt_cli.config.import_keys import WORDS_OF_STATUS
from slt_cli.config.import_profiles import WORD_FIELDS
from slt_cli.domain.calendar.written_dates import DateFormats
from slt_cli.domain.case import MOST_DIGITS, Case, Status
from slt_cli.domain.clocks import RESPONSE, Clock, Span
from slt_cli.domain.events import Event
from slt_cli.domain.imported_history import known_until
from slt_cli.domain.plan import Target
from slt_cli.domain.policy import Policy
from slt_cli.domain.region import Region
from slt_cli.errors import ScheduleError, in_utc
from slt_cli.exchange.checks import require_storable_texts, status_of, verdict_of
from slt_cli.exchange.ended_clock import ended_clock, voided_clock
from slt_cli.exchange.escalation import escalation_of
from slt_cli.exchange.free_facts import free_facts
from slt_cli.exchange.given import READ, BadRowError, Given, Problem, Recorded, given_of
from slt_cli.exchange.history_reader import HistoryReader
from slt_cli.exchange.promises import promise_of
from slt_cli.exchange.terms import Terms, terms_of
from slt_cli.exchange.times import Localize, LocalTimes, Note, Tell, Times, times_of
from slt_cli.exchange.told_times import completed
from slt_cli.exchange.words import Words

_MOST_TERMS = 4096
_DEFAULTED = {field: READ.index(field) for field in ("partner_type", "region")}
_ESCALATION = ("escalated_at", "escalation_due_at", "escalation_verdict")


class Form(NamedTuple):
    """How the rows of a file are written.

    `localize` returns what makes naive times aware in the rows of a region, `note` is called with
    each naive time as it was read, with its field and text. `in_utf_8` is the fix for bytes that
    are not text. `columns` has the column of each field that a column of the file gives.
    `defaulted` counts the new cases whose row is empty in such a column that has a default.
    """

    localize: Callable[[Region | None], Localize]
    dates: DateFormats
    words: Words
    note: Note | None = None
    in_utf_8: str = "save the file as UTF-8"
    columns: Mapping[str, str] = {}
    defaulted: Counter[str] | None = None


class CaseRead(NamedTuple):
    """The case in a row, and when the row was last changed, if it says so."""

    case: Case
    updated_at: datetime | None = None


class RowReader:
    """Turn the texts of a row into the case that would result if slt had recorded it.

    `tell` shows instants in what is wrong. Only due times may be after `now`.
    """

    def __init__(self, policy: Policy, now: datetime, form: Form, tell: Tell = in_utc) -> None:
        self._policy = policy
        self._now = now
        self._form = form
        self.tell = tell
        self._histories = HistoryReader(policy, now, self._number, tell)
        self._terms = lru_cache(_MOST_TERMS)(partial(terms_of, policy))

    def read(self, texts: Sequence[str]) -> CaseRead:
        """Return the case in a row's texts, in the order of READ; number 0 if it has no id.

        Blanks around a text are kept only in the subject. Raises BadRowError with everything that
        is wrong with the row.
        """
        given = given_of(self._form.words.own(texts))
        try:
            return self._read(given)
        except BadRowError:
            texts = [text.strip() for text in (*given[:-1], *given.texts)]
            again = given_of(texts)._replace(subject=given.subject)
            if again == given:
                raise
        return self._read(again)

    def count_defaulted(self, row: Sequence[str] | Recorded) -> None:
        """Count a row that becomes a new case, for each column in which the default fills it."""
        if self._form.defaulted is None or isinstance(row, Recorded):
            return
        for field, place in _DEFAULTED.items():
            if field in self._form.columns and not row[place].strip():
                given = given_of(self._form.words.own(row))
                self._form.defaulted.update([] if getattr(given, field).strip() else [field])

    def with_history(self, row: Recorded) -> tuple[Case, list[Event]]:
        """Return the case in a row that has its history, and its events; raises BadRowError."""
        return self._histories.case(row)

    def in_file(self, problem: Problem) -> Problem:
        """Return a problem whose fix leaves out the column of the file, not the field."""
        field, columns = problem.field, self._form.columns
        option = f"--map {field}="
        is_there = not columns or columns.get(field, "").strip().casefold() == field
        if is_there or option not in problem.fix:
            return problem
        named = shlex.quote(f"{columns[field]}=") if field in columns else "COLUMN="
        return problem._replace(fix=problem.fix.replace(option, f"--map {named}"))

    def _read(self, given: Given) -> CaseRead:
        found: list[Problem] = []
        unknown: list[Problem] = []
        terms = self._known_terms(given, unknown)
        times = self._times(given, terms, found)
        status = self._status(given, times, found)
        found += unknown
        escalation = None
        if given.level not in ("", "0") or any(getattr(given, field) for field in _ESCALATION):
            escalation = escalation_of(self._policy, terms, given, times, found)
        number = self._number(given.id, found) if given.id else 0
        require_storable_texts(given, found, self._form.in_utf_8)
        facts = free_facts(given, found)
        response = _response(terms, given, times, found)
        if found or terms is None or times.opened_at is None:
            raise BadRowError(found)
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
            **facts,
        )
        case = _voided(case, terms) if status == "void" else case
        return CaseRead(case, times.updated_at)

    def _times(self, given: Given, terms: Terms | None, found: list[Problem]) -> Times:
        localize, dates, words, note, *_ = self._form
        local = LocalTimes(localize(terms.region if terms else None), dates, note)
        decides = words.decide_status

        def complete(times: Times) -> Times:
            return completed(given, times, found, status_decides=decides)

        return times_of(given, self._now, local, complete, found, self.tell)

    def _status(self, given: Given, times: Times, found: list[Problem]) -> Status:
        if found:
            return "open"
        words, problems = self._form.words, list[Problem]()
        status = status_of(given.status, times, problems, decides=words.decide_status)
        for field, problem, fix in problems:
            is_unknown = given.status.strip().casefold() not in WORDS_OF_STATUS
            named = words.problem(field, given.status.strip(), problem, fix)
            found.append(named if is_unknown else Problem(field, problem, fix))
        return status

    def _known_terms(self, given: Given, found: list[Problem]) -> Terms | None:
        try:
            return self._terms(given.partner_type, given.plan, given.priority, given.region)
        except BadRowError as bad:
            for field, problem, fix in bad.problems:
                word = getattr(given, field).strip()
                if field in WORD_FIELDS:
                    found.append(self._form.words.problem(field, word, problem, fix))
                else:
                    found.append(Problem(field, problem, fix))
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
