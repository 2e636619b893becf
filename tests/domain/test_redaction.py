"""What a redaction makes of a case and its events: the texts go, and nothing else changes."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slt_cli.domain.case import Case, FreeText
from slt_cli.domain.corrections import to_take_back, without
from slt_cli.domain.event_making import Recording, changes_between, event_between
from slt_cli.domain.events import Event, EventKind, fold, numbered
from slt_cli.domain.last_known import NOTE
from slt_cli.domain.policy import Policy
from slt_cli.domain.recording import case_as_of, history_of
from slt_cli.domain.redaction import TEXTS, redaction_of, was_redacted
from slt_cli.domain.texts import REDACTED
from slt_cli.errors import RefusedError

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
OPENED = Case(7, "Phones are down", "certified", "S1", "usa", MONDAY, uid="u")


def life(*steps: tuple[EventKind, str | None, dict[str, Any]]) -> list[Event]:
    """Return events, the opening first: the kind, the note and the changed fields of each."""
    events: list[Event] = []
    before = None
    for number, (kind, note, fields) in enumerate(steps):
        after = (before or OPENED)._replace(**fields)
        at = MONDAY + timedelta(hours=number)
        recording = Recording("ana", at, f"command {number}")
        events.append(event_between(before, after, kind, at, recording, note))
        before = after
    return numbered(events)


def folded(events: list[Event]) -> Case:
    return fold(events, 7, "u")


FACTS = {"ref": "EXT-9", "partner": "Acme", "customer": "Beta", "owner": "ana", "tags": ("vip",)}
LIVED = life(
    ("opened", None, FACTS),
    ("noted", "They called", {}),
    ("updated", None, {"subject": "Phones are up", "ref": None, "priority": "S2"}),
    ("updated", "moved", {"partner": None, "tags": ("fax", "vip")}),
    ("updated", None, {"tags": ("fax",)}),
)


def test_every_text_of_the_case_and_its_events_goes():
    redaction = redaction_of(folded(LIVED), LIVED, REASON)
    assert redaction is not None
    case = redaction.case
    assert (case.subject, case.ref, case.partner) == (REDACTED, None, None)
    assert (case.customer, case.owner, case.tags) == (REDACTED, REDACTED, (REDACTED,))
    assert (redaction.texts, redaction.changed_events) == (4, 5)
    assert [event.note for event in redaction.events] == [None, REDACTED, None, REDACTED, None]
    text = repr(redaction).replace(REDACTED, "")
    assert [word for word in ("Phones", "EXT", "Acme", "Beta", "vip", "fax") if word in text] == []


def test_all_else_stays():
    case, redaction = folded(LIVED), redaction_of(folded(LIVED), LIVED, REASON)
    assert redaction is not None
    gone = {*TEXTS, "tags"}
    others = [field for field in Case._fields if field not in gone]
    assert [getattr(redaction.case, f) for f in others] == [getattr(case, f) for f in others]
    for before, after in zip(LIVED, redaction.events, strict=True):
        assert after._replace(changes={}, note=None) == before._replace(changes={}, note=None)
        assert after.changes.keys() == before.changes.keys()
        kept = before.changes.keys() - gone
        assert {f: after.changes[f] for f in kept} == {f: before.changes[f] for f in kept}


def test_the_texts_are_those_of_the_type():
    texts = {field for field, kind in Case.__annotations__.items() if kind is FreeText}
    assert {*TEXTS} == texts | {"subject"}


def test_what_a_text_was_not_it_does_not_become():
    redaction = redaction_of(folded(LIVED), LIVED, REASON)
    assert redaction is not None
    assert redaction.events[2].changes["ref"] == (REDACTED, None)
    assert redaction.events[0].changes["ref"] == (None, REDACTED)


REASON = "Asked for"


def with_redaction(events: list[Event], reason: str = REASON) -> list[Event]:
    redaction = redaction_of(folded(events), events, reason)
    assert redaction is not None
    at = MONDAY + timedelta(days=1)
    event = event_between(
        redaction.case, redaction.case, "redacted", at, Recording("ben", at, "r"), reason
    )
    return numbered([*redaction.events, event])


def test_again_nothing_is_left_but_what_came_since():
    once = with_redaction(LIVED)
    assert was_redacted(once)
    assert redaction_of(folded(once), once, REASON) is None
    since = numbered([*once, once[1]._replace(note="Called back", command="later")])
    redaction = redaction_of(folded(since), since, REASON)
    assert redaction is not None
    assert (redaction.texts, redaction.changed_events) == (0, 1)
    assert {event.note for event in redaction.events} == {None, REDACTED}


def test_another_reason_replaces_an_earlier_one():
    once = with_redaction(LIVED)
    redaction = redaction_of(folded(once), once, "Another reason")
    assert redaction is not None
    assert (redaction.texts, redaction.changed_events) == (0, 1)
    assert redaction.events[-1].note == REDACTED


def test_the_mark_of_an_import_is_no_text():
    imported = life(("opened", NOTE, {"subject": REDACTED}))
    assert redaction_of(folded(imported), imported, REASON) is None


TAGS = st.sets(st.sampled_from(["a", "b", "c"])).map(lambda tags: tuple(sorted(tags)))
OWN = st.sampled_from([None, "one", "two"])
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["updated", "noted"]),
        OWN,
        st.fixed_dictionaries({}, optional={"tags": TAGS, "partner": OWN, "ref": OWN}),
    ),
    max_size=6,
)


@given(STEPS)
def test_redacted_events_add_up_to_the_redacted_case_at_any_time(steps):
    events = life(("opened", None, {}), *steps)
    for end in range(1, len(events) + 1):
        case = folded(events[:end])
        redaction = redaction_of(folded(events), events, REASON)
        assert redaction is not None
        so_far = redaction_of(case, events[:end], REASON)
        assert so_far is not None
        assert folded(redaction.events[:end]) == so_far.case


# --- What it is in the life of a case -------------------------------------------------------------


def test_it_is_no_moment(policy: Policy):
    events = with_redaction(LIVED)
    _, moments = history_of(folded(events), events, policy)
    assert "redacted" not in {moment.kind for moment in moments}


def test_before_it_the_case_is_as_it_was_without_its_texts(policy: Policy):
    events = with_redaction(LIVED)
    seen = case_as_of(folded(events), events, MONDAY + timedelta(minutes=90), policy)
    assert seen is not None
    assert (seen.priority, seen.subject, seen.partner) == ("S1", REDACTED, REDACTED)


@pytest.mark.parametrize("wanted", [None, 6])
def test_it_is_not_taken_back(wanted):
    with pytest.raises(RefusedError, match="event 6 is a redaction") as refused:
        to_take_back(with_redaction(LIVED), wanted)
    assert refused.value.reason == "no such event"


def test_an_earlier_event_is_taken_back_to_the_letter(policy: Policy):
    events = with_redaction(LIVED)
    case = folded(events)
    after = without(case, events, events[4], policy)
    assert changes_between(case, after) == {}
    after = without(case, events[:3] + events[5:], events[2], policy)
    assert (after.priority, after.ref, after.subject) == ("S1", REDACTED, REDACTED)
