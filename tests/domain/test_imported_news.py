"""What a row knows more about a case that is known: each rule, and what is left and reported."""

from datetime import datetime
from typing import Any, NamedTuple

import pytest

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import Span
from slt_cli.domain.confirmed_news import confirmed
from slt_cli.domain.event_making import Recording, event_between
from slt_cli.domain.events import Event, EventKind, numbered
from slt_cli.domain.imported_news import RowFacts, contradicted, following, news_in
from slt_cli.domain.moments import Moment, detail_of
from slt_cli.domain.policy import Policy
from slt_cli.domain.recording import record
from tests.domain.given import moment, opened


def at(time: str) -> datetime:
    """Return an instant on the Monday of the case."""
    return moment(f"2026-11-23T{time}Z")


NOW = at("20:00")


class Was(NamedTuple):
    """One thing that is recorded: when, what, the facts that it changes, and its note."""

    time: str
    kind: EventKind
    facts: dict[str, str] = {}  # noqa: RUF012 - never changed
    note: str | None = None
    undone: bool = False


class Known:
    """A case that was opened at 15:00 by an import, and its events."""

    def __init__(self, policy: Policy, note: str | None, *happened: Was) -> None:
        self.case = opened(policy, at=at("15:00"))._replace(number=1)
        self.events: list[Event] = []
        self._add(None, self.case, "opened", "15:00", note)
        for was in happened:
            texts = {name: text for name, text in was.facts.items() if name in Case._fields}
            terms = {name: texts.pop(name) for name in ("priority", "region") if name in texts}
            step = Moment(was.kind, at(was.time), facts=terms)
            before = self.case
            after = record(before, self.events, step, policy)._replace(**texts)
            self._add(before, after, was.kind, was.time, was.note, detail_of(step))
            if was.undone:
                taken = len(self.events)
                self._add(after, before, "undone", was.time, None, undoes=taken)

    def _add(
        self,
        before: Case | None,
        after: Case,
        kind: EventKind,
        time: str,
        note: str | None,
        detail: str | None = None,
        undoes: int | None = None,
    ) -> None:
        recording = Recording("tester", NOW, f"command {len(self.events)}")
        event = event_between(
            before, after, kind, at(time), recording, note, detail=detail, undoes=undoes
        )
        self.events = numbered([*self.events, event])
        self.case = after


def row(known: Known, updated: str | None = "18:00", **given: Any) -> RowFacts:
    """Return a row about a case: what it gives, each time as HH:MM, and when it was changed."""
    values = {
        name: at(value) if name.endswith("_at") else value
        for name, value in given.items()
        if name != "held"
    }
    holds = (Span(at(given["held"])),) if "held" in given else ()
    opening = known.events[0]
    case = opened_as(opening)._replace(holds=holds, **values)
    if case.ended_at is None and case.responded_at is not None:
        case = case._replace(status="responded")
    fields = {*given, "priority", "opened_at"} - {"held"}
    return RowFacts(case, None if updated is None else at(updated), fields)


def opened_as(opening: Event) -> Case:
    return Case(**{"number": 0, **{name: change.new for name, change in opening.changes.items()}})


def told(known: Known, given: RowFacts) -> tuple[list[Any], list[str]]:
    """Return what a row brings, and the fields that are left."""
    found = news_in(known.case, given, NOW)
    new, left = confirmed(found, known.case, known.events, given, NOW)
    brought = []
    for news in new:
        values = {**news.moment.facts, **news.texts}
        brought.append((news.moment.kind, f"{news.moment.at:%H:%M}", *([values] if values else [])))
    return brought, left


OPEN = {"status": "open"}
RESOLVED = {"status": "resolved", "resolved_at": "17:00"}
CLOSED = {"status": "closed", "closed_at": "17:30"}


@pytest.mark.parametrize(
    ("happened", "updated", "given", "brought", "left"),
    [
        # 1
        pytest.param(
            [], "18:00", {**OPEN, "responded_at": "16:00"}, [("responded", "16:00")], [],
            id="1: an answer",
        ),
        pytest.param(
            [Was("16:10", "responded")], "18:00", {**OPEN, "responded_at": "16:00"}, [], [],
            id="1: it was answered before",
        ),
        # 2
        pytest.param([], "18:00", RESOLVED, [("resolved", "17:00")], [], id="2: resolved"),
        pytest.param([], "18:00", CLOSED, [("closed", "17:30")], [], id="2: closed"),
        pytest.param(
            [], "18:00", {**CLOSED, "resolved_at": "17:00", "responded_at": "17:00"},
            [("responded", "17:00"), ("resolved", "17:00"), ("closed", "17:30")], [],
            id="2: answered and resolved at one instant, then closed",
        ),
        pytest.param(
            [Was("17:00", "resolved")], "18:00", {**CLOSED, "resolved_at": "17:00"},
            [("closed", "17:30")], [],
            id="2: closed, after it was resolved",
        ),
        pytest.param(
            [Was("17:00", "resolved"), Was("17:10", "reopened")], "17:00", RESOLVED, [], [],
            id="2: resolved before it was reopened: recorded already",
        ),
        # 3
        pytest.param([], "18:00", {**OPEN, "held": "18:00"}, [("held", "18:00")], [], id="3: held"),
        pytest.param(
            [], None, {**OPEN, "held": "15:00"}, [("held", "15:00")], [],
            id="3: held since the opening",
        ),
        pytest.param(
            [], "18:00", {**OPEN, "responded_at": "16:00", "held": "16:00"},
            [("responded", "16:00"), ("held", "16:00")], [],
            id="3: answered and held at one instant",
        ),
        pytest.param(
            [Was("16:00", "held"), Was("16:30", "resumed")], "16:00", {**OPEN, "held": "16:00"},
            [], [],
            id="3: it was resumed since",
        ),
        pytest.param(
            [Was("16:30", "followup")], "16:00", {**OPEN, "held": "16:00"}, [], [],
            id="3: the partner wrote since",
        ),
        pytest.param(
            [Was("16:30", "noted", note="Seen"), Was("16:40", "updated", {"subject": "Other"})],
            "16:00", {**OPEN, "held": "16:00"}, [("held", "16:00")], [],
            id="3: notes and texts say nothing of a hold",
        ),
        pytest.param(
            [Was("16:00", "held")], "18:00", {**OPEN, "held": "18:00"}, [], [],
            id="3: it is held already",
        ),
        pytest.param(
            [Was("16:00", "held")], "18:00",
            {**OPEN, "responded_at": "17:00", "held": "18:00"},
            [("responded", "17:00"), ("held", "18:00")], [],
            id="3: held again after the answer",
        ),
        # 4
        pytest.param(
            [Was("16:00", "held")], "18:00", OPEN, [("resumed", "18:00")], [], id="4: resumed"
        ),
        pytest.param([Was("16:00", "held")], "16:00", OPEN, [], [], id="4: not after its start"),
        pytest.param([Was("16:00", "held")], None, OPEN, [], [], id="4: nobody knows when"),
        pytest.param(
            [Was("16:00", "held")], "18:00", {}, [], [], id="4: a row without a status says nothing"
        ),
        pytest.param(
            [Was("16:00", "held")], "18:00", {**OPEN, "responded_at": "17:00"},
            [("responded", "17:00")], [],
            id="4: the answer ends it",
        ),
        pytest.param(
            [Was("16:00", "held")], "18:00", {**OPEN, "responded_at": "15:30"},
            [("responded", "15:30"), ("resumed", "18:00")], [],
            id="4: an answer before the hold does not end it",
        ),
        pytest.param(
            [Was("16:00", "held")], "18:00", RESOLVED, [("resolved", "17:00")], [],
            id="4: the resolution ends it",
        ),
        # 5
        pytest.param(
            [Was("17:00", "resolved")], "18:00", OPEN, [("reopened", "18:00")], [],
            id="5: reopened",
        ),
        pytest.param(
            [Was("17:00", "closed")], "18:00", {**OPEN, "held": "18:00"},
            [("reopened", "18:00"), ("held", "18:00")], [],
            id="5: reopened, and held",
        ),
        pytest.param(
            [Was("17:00", "closed")], "18:00", {**OPEN, "held": "17:30"},
            [("reopened", "18:00"), ("held", "18:00")], [],
            id="5: held before anybody knows that it was reopened",
        ),
        pytest.param([Was("17:00", "closed")], "17:00", OPEN, [], [], id="5: old news"),
        pytest.param(
            [Was("17:00", "resolved"), Was("18:30", "closed")], "18:00", OPEN, [], [],
            id="5: it was closed since",
        ),
        pytest.param([Was("17:00", "closed")], None, OPEN, [], [], id="5: nobody knows when"),
        pytest.param(
            [Was("17:00", "closed")], "18:00", {}, [], [],
            id="5: a row without a status says nothing",
        ),
        # 6
        pytest.param([], "18:00", {"status": "void"}, [("voided", "18:00")], [], id="6: void"),
        pytest.param(
            [], None, {"status": "void", "closed_at": "17:30"}, [("voided", "17:30")], [],
            id="6: void since its end",
        ),
        pytest.param([], None, {"status": "void"}, [("voided", "20:00")], [], id="6: void by now"),
        # 7
        pytest.param(
            [], "18:00", {"priority": "S2", "region": "apac", "partner": "Example"},
            [("updated", "18:00", {"priority": "S2", "region": "apac", "partner": "Example"})], [],
            id="7: other facts",
        ),
        pytest.param(
            [], None, {"priority": "S2"}, [("updated", "20:00", {"priority": "S2"})], [],
            id="7: only an import had said otherwise",
        ),
        pytest.param(
            [Was("17:00", "updated", {"priority": "S3"})], None, {"priority": "S2"},
            [], ["priority"],
            id="7: somebody had said otherwise",
        ),
        pytest.param(
            [Was("17:00", "updated", {"priority": "S3"}, "imported")], None, {"priority": "S2"},
            [("updated", "20:00", {"priority": "S2"})], [],
            id="7: an import had said otherwise last",
        ),
        pytest.param(
            [Was("18:00", "updated", {"priority": "S3"})], "18:00", {"priority": "S2"},
            [], ["priority"],
            id="7: not after the last change",
        ),
        pytest.param(
            [Was("17:00", "updated", {"priority": "S3"})], "18:00", {"priority": "S2"},
            [("updated", "18:00", {"priority": "S2"})], [],
            id="7: after the last change",
        ),
        pytest.param(
            [Was("18:30", "updated", {"region": "apac"})], "18:00",
            {"priority": "S2", "region": "europe"},
            [("updated", "18:00", {"priority": "S2"})], ["region"],
            id="7: one fact is newer, the other is not",
        ),
        pytest.param(
            [], "15:00", {"partner": "Example"}, [("updated", "15:00", {"partner": "Example"})], [],
            id="7: filled in",
        ),
        pytest.param(
            [Was("16:00", "updated", {"partner": "X"}), Was("18:30", "updated", {"partner": None})],
            "18:00", {"partner": "X"}, [], ["partner"],
            id="7: removed since",
        ),
        pytest.param(
            [], "18:00", {"responded_at": "18:00", "priority": "S2"},
            [("responded", "18:00"), ("updated", "18:00", {"priority": "S2"})], [],
            id="7: a priority that came with the answer does not decide it",
        ),
        # 8
        pytest.param(
            [Was("16:00", "responded", undone=True)], "18:00", {**OPEN, "responded_at": "16:00"},
            [], ["responded_at"],
            id="8: an answer that was undone",
        ),
        pytest.param(
            [Was("16:00", "responded", undone=True)], "18:00", {**OPEN, "responded_at": "16:01"},
            [("responded", "16:01")], [],
            id="8: another answer than the one that was undone",
        ),
        pytest.param(
            [Was("17:00", "resolved"), Was("18:00", "reopened", undone=True)], "18:00", OPEN,
            [], ["status"],
            id="8: a reopening that was undone",
        ),
        pytest.param(
            [Was("18:00", "held", undone=True)], "18:00", {**OPEN, "held": "18:00"},
            [], ["held_since"],
            id="8: a hold that was undone",
        ),
        pytest.param(
            [Was("17:00", "updated", {"priority": "S2"}, "imported", undone=True)], "18:00",
            {"priority": "S2", "subject": "Other"},
            [("updated", "18:00", {"subject": "Other"})], ["priority"],
            id="8: a priority that was undone, at whatever time",
        ),
    ],
)  # fmt: skip
def test_what_a_row_brings(policy, happened, updated, given, brought, left):
    known = Known(policy, "imported", *happened)
    assert told(known, row(known, updated, **given)) == (brought, left)


def test_a_row_before_the_newest_one_of_an_import_brings_only_a_first_answer(policy):
    known = Known(policy, "imported", Was("17:00", "updated", {"priority": "S3"}, "imported"))
    older = row(known, "16:59", priority="S2", responded_at="16:00", closed_at="16:30")
    assert told(known, older) == ([("responded", "16:00")], ["closed_at", "priority"])
    held = {**OPEN, "priority": "S3", "held": "17:00"}
    assert told(known, row(known, "16:59", **held)) == ([], [])
    assert told(known, row(known, "17:00", **held)) == ([("held", "17:00")], [])


def test_a_change_without_the_time_of_its_row_makes_no_row_older(policy):
    change = Was("17:00", "updated", {"priority": "S3"}, "imported")
    known = Known(policy, "imported", change)
    known.events[1] = known.events[1]._replace(recorded_at=at("17:00"))
    assert told(known, row(known, "16:59", responded_at="16:00", **RESOLVED)) == (
        [("responded", "16:00"), ("resolved", "17:00")],
        ["priority"],
    )


def test_7_a_case_that_somebody_opened_keeps_its_facts_without_a_time(policy):
    known = Known(policy, None)
    assert told(known, row(known, None, priority="S2")) == ([], ["priority"])
    brought = [("updated", "18:00", {"priority": "S2"})]
    assert told(known, row(known, "18:00", priority="S2")) == (brought, [])


def test_7_what_happens_by_now_is_not_before_the_newest_event(policy):
    known = Known(policy, "imported", Was("20:01", "responded"))
    given = row(known, None, priority="S2", responded_at="20:01")
    assert told(known, given) == ([("updated", "20:01", {"priority": "S2"})], [])


def test_7_a_clock_that_is_behind_leaves_facts(policy):
    known = Known(policy, "imported", Was("20:02", "responded"))
    given = row(known, None, priority="S2", responded_at="20:02")
    assert told(known, given) == ([], ["priority"])


@pytest.mark.parametrize(
    ("happened", "given", "fields"),
    [
        pytest.param([], {"opened_at": "14:00"}, ["opened_at"], id="another opening"),
        pytest.param(
            [Was("16:00", "responded")], {"responded_at": "16:01"}, ["responded_at"],
            id="another answer",
        ),
        pytest.param([Was("17:00", "resolved")], RESOLVED, [], id="the same end"),
        pytest.param(
            [Was("17:01", "resolved")], RESOLVED, ["resolved_at"], id="another resolution"
        ),
        pytest.param([Was("17:01", "closed")], CLOSED, ["closed_at"], id="another closing"),
        pytest.param([Was("17:01", "closed")], RESOLVED, [], id="no resolution is recorded"),
        pytest.param(
            [Was("17:00", "resolved"), Was("17:10", "reopened"), Was("17:20", "resolved")],
            RESOLVED, [],
            id="an end before a reopening is recorded",
        ),
    ],
)  # fmt: skip
def test_8_what_contradicts_a_recorded_event(policy, happened, given, fields):
    known = Known(policy, "imported", *happened)
    assert [*contradicted(known.case, row(known, **given), known.events)] == fields


def test_8_a_time_that_follows_from_another_contradicts_nothing(policy):
    known = Known(policy, "imported", Was("17:01", "closed"))
    derived = row(known, **CLOSED)._replace(given={"status"})
    assert [*contradicted(known.case, derived, known.events)] == []


@pytest.mark.parametrize("status", ["open", "void"])
def test_9_a_void_case_stays_as_it_is(policy, status):
    known = Known(policy, "imported")
    void = known.case._replace(status="void")
    assert news_in(void, row(known, status=status, priority="S2"), NOW) == []


def test_11_the_events_that_follow_those_of_a_case(policy):
    events = Known(policy, None, Was("16:00", "responded"), Was("17:00", "resolved")).events
    assert following(events, events[:1]) == events[1:]
    assert following(events, events) == []
    assert following(events[:1], events) is None
    assert following(events, [events[0], events[2]]) is None
