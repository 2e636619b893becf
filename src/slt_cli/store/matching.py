"""Whether a filter takes a case that is not read by SQL, such as one of an earlier time."""

from collections.abc import Iterable, Sequence

from slt_cli.domain.case import Case
from slt_cli.domain.events import Event, events_that_count
from slt_cli.domain.owners import present_owner
from slt_cli.domain.texts import folded
from slt_cli.store.filter import Filter, searched_facts


def matches(case: Case, wanted: Filter) -> bool:
    """Return whether a filter takes a case; its words are asked with `has_parts`."""
    return (
        wanted.region in (None, case.region)
        and wanted.priority in (None, case.priority)
        and wanted.partner_type in (None, case.partner_type)
        and _is_named(case.partner, wanted.partner)
        and _is_named(case.customer, wanted.customer)
        and _is_named(present_owner(case.owner), wanted.owner)
        and not (wanted.unowned and present_owner(case.owner))
        and {*map(folded, wanted.tags)} <= {*map(folded, case.tags)}
        and (wanted.opened_from is None or case.opened_at >= wanted.opened_from)
        and (wanted.opened_before is None or case.opened_at < wanted.opened_before)
        and (not wanted.held or case.held_since is not None)
        and (not wanted.statuses or case.status in wanted.statuses)
        and _has_clock(case, wanted)
    )


def has_parts(case: Case, events: Sequence[Event], words: Iterable[str]) -> bool:
    """Return whether each word is a part of the texts of a case, or of the notes of its events."""
    texts = [*searched_facts(case), *(event.note for event in events_that_count(events))]
    looked_in = [folded(text) for text in texts if text]
    return all(any(word in text for text in looked_in) for word in map(folded, words))


def _is_named(name: str | None, wanted: str | None) -> bool:
    return wanted is None or (name is not None and folded(name) == folded(wanted))


def _has_clock(case: Case, wanted: Filter) -> bool:
    if not wanted.running:
        return wanted.clock is None or case.clock(wanted.clock) is not None
    before = wanted.due_before
    return any(
        clock.kind == (wanted.clock or clock.kind)
        and (before is None or (clock.due_at is not None and clock.due_at < before))
        for clock in case.running_clocks
    )
