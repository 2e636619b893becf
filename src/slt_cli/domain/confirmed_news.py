"""What a row brings, compared with the history of its case: what is old, was undone, or is new."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from slt_cli.domain.case import Case
from slt_cli.domain.events import Change, Event, events_that_count, taken_back
from slt_cli.domain.imported_news import CHANGEABLE, News, RowFacts, changing, is_same_time
from slt_cli.domain.instants import present_for
from slt_cli.domain.last_known import NOTE, last_known
from slt_cli.domain.moments import moment_of
from slt_cli.domain.tags import in_common, with_tags, without_tags
from slt_cli.errors import RefusedError

_UNTAGGED = Change((), ())
_ENDS = ("resolved", "closed", "voided")


class Confirmed(NamedTuple):
    """What is to be recorded, in order, and the fields of what is left as it is."""

    news: list[News]
    left: list[str]


def confirmed(
    found: Sequence[News], known: Case, events: Sequence[Event], row: RowFacts, now: datetime
) -> Confirmed:
    """Return what of a row's news is new to a case with these events.

    What was recorded before, or is older than what is known, is left out without a word. Facts and
    ends that are older, and what was taken back, are fields that are left. Of a row that is older
    than one that an import took before, only a first answer is new.
    """
    history = _History(known, events)
    is_old = row.updated_at is not None and history.is_known_since(row.updated_at)
    result = Confirmed([], [])
    for news in found:
        kind, at = news.moment.kind, news.moment.at
        if kind == "updated" and is_old:
            result.left.extend(news.fields)
        elif kind == "updated":
            result.news.extend(_new_facts(news, history, row, now, result.left))
        elif history.has(news):
            continue
        elif history.took_back(news):
            result.left.extend(news.fields)
        elif is_old and kind != "responded":
            result.left.extend(news.fields if kind in _ENDS else ())
        elif kind != "held" or not history.knows_more_than(at):
            result.news.append(news)
    return result


class _History:
    """The events of a case that count, and those that were taken back."""

    def __init__(self, known: Case, events: Sequence[Event]) -> None:
        self.case = known
        taken = taken_back(events)
        self._counted = events_that_count(events)
        self._taken = [event for event in events if event.id in taken]
        self._values = [_values_of(event) for event in self._counted]
        self.newest = max(event.at for event in self._counted)
        self._last_known = last_known(events)

    def is_known_since(self, at: datetime) -> bool:
        """Return whether an import took a row that was changed after an instant."""
        return self._last_known is not None and self._last_known > at

    def has(self, news: News) -> bool:
        """Return whether the same happened at the same instant by what is recorded."""
        return any(_is_same(event, news) for event in self._counted)

    def took_back(self, news: News) -> bool:
        """Return whether the same was recorded and taken back; a voiding at any instant."""
        if news.moment.kind == "voided":
            return any(event.kind == "voided" and event.note == NOTE for event in self._taken)
        return any(_is_same(event, news) for event in self._taken)

    def knows_more_than(self, at: datetime) -> bool:
        """Return whether something that clocks follow from happened after an instant."""
        return any(event.at > at and _is_moment(event) for event in self._counted[1:])

    def once_gave(self, field: str, value: str) -> bool:
        """Return whether a change that was taken back had given a fact this value."""
        changes = (event for event in self._taken if event.kind == "updated")
        return any(_values_of(event).get(field) == value for event in changes)

    def may_tag(self, tag: str, updated_at: datetime | None) -> bool:
        """Return whether a row may give a tag that the case does not have.

        Not if it was undone, nor if it was removed: only a row that was changed later may.
        """
        if any(in_common([tag], _tags_of(event).new) for event in self._taken):
            return False
        removed = [e.at for e in self._counted if in_common([tag], _tags_of(e).old)]
        return not removed or (updated_at is not None and updated_at > max(removed))

    def last_change(self, field: str) -> Event | None:
        """Return what gave a fact its value last; None if nothing did, or only as empty."""
        pairs = zip(self._counted, self._values, strict=True)
        changed = [event for event, values in pairs if field in values]
        if not getattr(self.case, field):
            changed = [event for event in changed if event.kind != "opened"]
        changed.sort(key=lambda event: event.at)
        return changed[-1] if changed else None


def _new_facts(
    news: News, history: _History, row: RowFacts, now: datetime, left: list[str]
) -> Iterator[News]:
    """Yield the change of the facts that are new; the others are added to `left`."""
    values: dict[str, Any] = {**news.moment.facts, **news.texts}
    tags = values.pop("tags", ())
    new = {field: value for field, value in values.items() if _is_new(field, value, history, row)}
    left.extend(field for field in values if field not in new)
    more = without_tags(tags, history.case.tags)
    if kept := [tag for tag in more if history.may_tag(tag, row.updated_at)]:
        new["tags"] = with_tags(history.case.tags, kept)
    left.extend(["tags"] if len(kept) < len(more) else ())
    if not new:
        return
    try:
        at = row.updated_at or present_for(now, history.newest, history.case.opened_at)
    except RefusedError:  # the clock of this machine is behind
        left.extend(new)
        return
    yield changing(new, at)


def _is_new(field: str, value: str, history: _History, row: RowFacts) -> bool:
    """Return whether a row knows a fact better: without its time, only what was imported yields."""
    if history.once_gave(field, value):
        return False
    last = history.last_change(field)
    if last is None:
        return True
    return last.note == NOTE if row.updated_at is None else row.updated_at > last.at


def _values_of(event: Event) -> Mapping[str, Any]:
    """Return the facts that an event gave; a late one may have changed nothing in the end."""
    changes = event.changes
    values = {field: changes[field].new for field in CHANGEABLE if field in changes}
    return {**values, **moment_of(event).facts} if event.kind == "updated" else values


def _tags_of(event: Event) -> Change:
    """Return the tags that an event removed, and those that it added."""
    return event.changes.get("tags", _UNTAGGED)


def _is_same(event: Event, news: News) -> bool:
    return event.kind == news.moment.kind and is_same_time(news.moment.at, event.at)


def _is_moment(event: Event) -> bool:
    """Return whether an event is more than a note, a correction or another text."""
    if event.kind == "updated":
        return bool(moment_of(event).facts)
    return event.kind not in ("noted", "voided", "redacted")
