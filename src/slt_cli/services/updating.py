"""Change cases that are known by what the rows of a file know more."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from slt_cli.domain.case import Case
from slt_cli.domain.confirmed_news import confirmed
from slt_cli.domain.event_making import Recording, event_between
from slt_cli.domain.events import Event, events_that_count
from slt_cli.domain.imported_news import (
    CHANGEABLE,
    TIMES,
    News,
    RowFacts,
    contradicted,
    following,
    news_in,
)
from slt_cli.domain.last_known import NOTE, detail_in
from slt_cli.domain.moments import Moment, detail_of
from slt_cli.domain.policy import Policy
from slt_cli.domain.recording import record, voided
from slt_cli.domain.redaction import TEXTS, was_redacted
from slt_cli.domain.references import names_no_case
from slt_cli.domain.texts import REDACTED
from slt_cli.errors import RefusedError, ScheduleError, SltError
from slt_cli.exchange.given import COLUMNS
from slt_cli.services.known_cases import Read, given_fields, is_alike, other_facts
from slt_cli.store.protocols import Adding
from slt_cli.views.fields import ITEM, flat_item

_RECORDED = {"ref", "status", "held_since", "tags", *CHANGEABLE, *dict(TIMES)}
_ONLY_COMPARED = tuple(field for field in ITEM if field not in _RECORDED)
"""The fields that a row may give and that it never changes, such as a due time or a level."""


class Updated(NamedTuple):
    """A case after a row, the fields of the row that it has otherwise, and what changed it."""

    after: Case
    unlike: list[str]
    changed: Sequence[str] = ()


class Updating:
    """Record what rows know more about cases.

    `last` is what was recorded last: the number of its case, and the event.
    """

    def __init__(self, adding: Adding, policy: Policy, now: datetime, recording: Recording) -> None:
        self._adding = adding
        self._policy = policy
        self._now = now
        self._recording = recording
        self._newest: dict[int, datetime] = {}
        self._waiting: dict[int, RowFacts] = {}
        self._left: dict[int, list[str]] = {}  # by the rows that wait, before their facts
        self.last: tuple[int, Event] | None = None

    def is_newest(self, number: int, updated_at: datetime | None) -> bool:
        """Return whether no row so far that is about a case was changed later than this one."""
        if updated_at is None:
            return True
        newest = self._newest.setdefault(number, updated_at)
        if updated_at > newest:
            self._newest[number] = updated_at
        return updated_at >= newest

    def take(self, read: Read, known: Case) -> Updated:
        """Record what a row knows more about its case."""
        case, fields = read.case, other_facts(read.row, read.case, known)
        if read.events is not None:
            return self._take_history(known, read.events) if fields else Updated(known, [])
        if known.status == "void":
            return Updated(known, [] if case.status == "void" else ["status"])
        self._waiting.pop(known.number, None)
        self._left.pop(known.number, None)
        if not fields and not _has_other_moments(case, known):
            return Updated(known, [])
        return self._take(known, RowFacts(case, read.updated_at, given_fields(read.row)))

    def finish(self) -> Iterator[Updated]:
        """Record the facts of rows that do not say when they changed, by the last row of a case."""
        for number, row in self._waiting.items():
            known = self._adding.case(number)
            if known is not None:
                yield self._take(known, row, is_last=True)

    def _take(self, known: Case, row: RowFacts, *, is_last: bool = False) -> Updated:
        """Record what a row brings that the history of its case does not say otherwise.

        A later row may say otherwise, too: without times of their own its facts wait for it.
        """
        found = news_in(known, row, self._now)
        waits = not is_last and row.updated_at is None
        if waits and any(map(_is_of_facts, found)):
            self._waiting[known.number] = row
            found = [news for news in found if not _is_of_facts(news)]
        if not found and not any(contradicted(known, row)):
            # Its history does not matter, and reading it would take most of the time.
            return Updated(known, _in_order([*_unsaid(known, row), *_compared(known, row)]))
        before = self._adding.case(known.number) or known
        events = self._adding.events(known.number)
        row, kept = _without_texts(before, row) if was_redacted(events) else (row, [])
        found = news_in(before, row, self._now)  # others may have changed it meanwhile
        found = [news for news in found if not (waits and _is_of_facts(news))]
        new, left = confirmed(found, before, events, row, self._now)
        left.extend((*kept, *self._left.pop(known.number, ())))
        after, changed = before, list[str]()
        for news in new:
            try:
                first = after is before
                after = self._record(after, events, news, row.updated_at if first else None)
                changed.extend(news.fields)
            except (RefusedError, ScheduleError) as error:
                if not _is_needless(error):
                    left.extend(news.fields)
        if waits and left:
            self._left[known.number] = list(left)
        if after.status != "void":
            left += [*contradicted(after, row, events_that_count(events)), *_compared(after, row)]
            left += _unsaid(after, row)
        return Updated(after, _in_order(left), _in_order(changed))

    def _take_history(self, known: Case, history: Sequence[Event]) -> Updated:
        """Record the events of a row that follow those of its case, as they are."""
        before = after = self._adding.case(known.number) or known
        rest = following(history, self._adding.events(known.number))
        if rest is None:
            return Updated(before, ["events"])
        for event in rest:
            after = self._keep(after, event)
        return Updated(after, [], ["events"] if rest else [])

    def _record(
        self, before: Case, events: list[Event], news: News, updated_at: datetime | None
    ) -> Case:
        """Record one thing, add its event to those of the case, and return the case after it.

        The first event of a row keeps when the row was last changed.
        """
        moment = news.moment
        if moment.kind == "voided":
            after = voided(before, moment.at, self._policy)
        else:
            _require_configured(self._policy, before, moment)
            after = record(before, events, moment, self._policy)._replace(**news.texts)
        sequence = sum(event.command == self._recording.command for event in events)
        event = event_between(
            before,
            after,
            moment.kind,
            moment.at,
            self._recording,
            NOTE,
            sequence,
            detail_of(moment) or detail_in(moment.kind, updated_at),
        )
        recorded = self._keep(before, event)
        events.append(event._replace(id=len(events) + 1))
        return recorded

    def _keep(self, before: Case, event: Event) -> Case:
        after = self._adding.record(before, event)
        self.last = before.number, event._replace(id=None)
        return after


def _require_configured(policy: Policy, case: Case, moment: Moment) -> None:
    """Refuse other facts where the due times that they give cannot be counted."""
    for fact, names in (
        ("priority", policy.priorities),
        ("region", policy.regions),
        ("partner_type", policy.partner_types),
    ):
        name = moment.facts.get(fact, getattr(case, fact))
        if moment.facts and name not in names:
            raise RefusedError(f"the {fact.replace('_', ' ')} {name} is no longer configured")


def _has_other_moments(case: Case, known: Case) -> bool:
    """Return whether a row differs in what follows from its other fields: its answer, its hold."""
    answered = case.responded_at is not None and case.responded_at != known.responded_at
    return answered or (case.held_since is None) != (known.held_since is None)


def _is_of_facts(news: News) -> bool:
    return news.moment.kind == "updated"


def _is_needless(error: SltError) -> bool:
    """Return whether a hold does not end because an answer of the same row has ended it."""
    return isinstance(error, RefusedError) and error.reason == "not on hold"


def _unsaid(known: Case, row: RowFacts) -> list[str]:
    """Return where a row without its time has a case going on that has ended, or is on hold."""
    says_nothing = row.updated_at is not None or "status" not in row.given
    if says_nothing or row.case.ended_at is not None or row.case.status == "void":
        return []
    if known.ended_at is not None:
        return ["status"]
    is_held = known.held_since is not None and row.case.held_since is None
    return ["held_since"] if is_held else []


def _compared(known: Case, row: RowFacts) -> list[str]:
    """Return the fields that a row gives, that a case has otherwise, and that no row changes."""
    ours, theirs = flat_item(row.case), flat_item(known)
    fields = (*_ONLY_COMPARED, *(["ref"] if known.ref == REDACTED else []))
    given = (field for field in fields if field in row.given)
    return [field for field in given if not is_alike(field, ours[field], theirs[field])]


def _without_texts(known: Case, row: RowFacts) -> tuple[RowFacts, list[str]]:
    """Return a row without its texts, which a redacted case does not get back, and those it gave.

    Only those are named that the case has otherwise.
    """
    texts = [field for field in (*TEXTS, "tags") if field in row.given]
    others = [field for field in texts if getattr(row.case, field) != getattr(known, field)]
    given = [field for field in row.given if field not in texts]
    return row._replace(case=row.case._replace(tags=()), given=given), others


def _in_order(fields: Iterable[str]) -> list[str]:
    """Return fields once each, in the order of the JSON contract."""
    return sorted(set(fields), key=COLUMNS.index)


def in_order_of_change(batch: Sequence[Read]) -> list[Read]:
    """Return rows with those of one case in the order of their changes, in the same places."""
    places: dict[str | int, list[int]] = {}
    for place, read in enumerate(batch):
        key = read.case.number if names_no_case(read.case.ref) else read.case.ref
        if key and read.updated_at is not None:
            places.setdefault(key, []).append(place)
    ordered = list(batch)
    for several in places.values():
        if len(several) > 1:
            reads = sorted((batch[place] for place in several), key=_changed_at)
            for place, read in zip(several, reads, strict=True):
                ordered[place] = read
    return ordered


def _changed_at(read: Read) -> datetime:
    return read.updated_at or read.case.opened_at
