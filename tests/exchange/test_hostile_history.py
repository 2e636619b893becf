"""A line whose history slt never wrote is a bad row with a sentence, and imports nothing."""

import json
from copy import deepcopy
from random import Random
from typing import Any

import pytest

from slt_cli.errors import SltError
from slt_cli.store.as_of import AsOf
from slt_cli.store.checking import differences
from slt_cli.store.filter import Filter
from slt_cli.store.sqlite.store import SqliteStore
from tests.domain.given import moment
from tests.exchange.hostile import as_text, mangled
from tests.exchange.lives import NOW, exported, lived, taken_in

AT = "2026-11-20T14:00:00Z"
CLOCK = {
    "kind": "response",
    "cycle": 1,
    "level": 0,
    "started_at": AT,
    "due_at": "2026-11-20T15:00:00Z",
    "promised_at": "2026-11-20T15:00:00Z",
    "target_seconds": 3600,
    "target_clock": "support-hours",
}
FACTS = {
    "subject": "x",
    "partner_type": "certified",
    "priority": "S1",
    "region": "usa",
    "opened_at": AT,
    "status": "open",
}
EVENT = {"at": AT, "who": "tester", "recorded_at": AT, "sequence": 0}
OPENED = {
    "kind": "opened",
    **EVENT,
    "command": "a",
    "changes": {
        **{field: {"old": None, "new": value} for field, value in FACTS.items()},
        "clocks": {"old": [], "new": [CLOCK]},
    },
}
NOTED = {**EVENT, "kind": "noted", "command": "b", "changes": {}, "note": "They called"}
REDACTED = {**EVENT, "kind": "redacted", "command": "r", "changes": {}, "note": "Asked for"}
UNDONE = {**EVENT, "kind": "undone", "command": "c", "changes": {}, "undoes": 2}
LINE = {"priority": "S1", "opened_at": AT, "events": [OPENED, NOTED, UNDONE]}


def line(*path: str | int, value: Any = None) -> dict[str, Any]:
    """Return the line with another value at a path into its events."""
    made: dict[str, Any] = deepcopy(LINE)
    place: Any = made["events"]
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return made


def with_events(*events: object) -> dict[str, Any]:
    return {"events": list(events)}


def clock(**values: Any) -> dict[str, Any]:
    part = {key: value for key, value in {**CLOCK, **values}.items() if value is not None}
    return line(0, "changes", "clocks", value={"old": [], "new": [part]})


@pytest.fixture
def store(tmp_path):
    opened = SqliteStore(tmp_path / "cases.db", private=True)
    yield opened
    opened.close()


def test_the_line_is_good_as_it_is(store, policy):
    assert taken_in(store, policy, as_text(LINE)).count == 1
    assert [event.kind for event in store.events(1)] == ["opened", "noted", "undone"]


def test_a_file_of_an_earlier_slt_lacks_fields_of_clocks_that_are_null_now(store, policy):
    assert "missed_due_at" not in CLOCK
    assert taken_in(store, policy, as_text({**LINE, "clocks": [CLOCK]})).count == 1


CHANGES = (0, "changes")
BAD = {
    "a text": {"events": "opened"},
    "no event": {"events": [], "x": 1} and {"events": [None]},
    "a number": {"events": 7},
    "an unknown kind": line(1, "kind", value="exploded"),
    "a list for a kind": line(1, "kind", value=["noted"]),
    "an unknown field": line(1, "severity", value=1),
    "an instant elsewhere": line(1, "at", value="2026-11-20T15:00:00+01:00"),
    "an instant without a zone": line(1, "at", value="2026-11-20T14:00:00"),
    "a part of a second": line(1, "at", value="2026-11-20T14:00:00.5Z"),
    "an instant to come": line(1, "at", value="2050-01-01T00:00:00Z"),
    "recorded in the future": line(1, "recorded_at", value="2050-01-01T00:00:00Z"),
    "a number for an instant": line(1, "at", value=1),
    "nobody": line(1, "who", value=None),
    "NUL": line(1, "who", value="a\0b"),
    "NUL in a subject": line(*CHANGES, "subject", value={"old": None, "new": "a\0b"}),
    "a lone surrogate": line(1, "note", value="\ud800"),
    "an owner who is anybody": line(*CHANGES, "owner", value={"old": None, "new": "Me"}),
    "an owner who is nobody": line(*CHANGES, "owner", value={"old": None, "new": "none"}),
    "an owner without a name": line(*CHANGES, "owner", value={"old": None, "new": ""}),
    "an owner whom no filter finds": line(*CHANGES, "owner", value={"old": None, "new": " ana"}),
    "a tag that nobody sees": line(*CHANGES, "tags", value={"old": [], "new": ["\u200b"]}),
    "a redaction that left texts": with_events(OPENED, NOTED, REDACTED),
    "a redaction of more than texts": with_events(
        OPENED, {**REDACTED, "changes": {"region": {"old": "usa", "new": "apac"}}}
    ),
    "a number for a note": line(1, "note", value=1),
    "half of what recorded it": line(1, "command", value=None),
    "a negative sequence": line(1, "sequence", value=-1),
    "a huge sequence": line(1, "sequence", value=10**40),
    "true for a number": line(1, "sequence", value=True),
    "another id": line(1, "id", value=7),
    "a detail that a note has not": line(1, "detail", value="hold"),
    "a detail that an opening has not": line(0, "detail", value="hold"),
    "a detail of an opening elsewhere": line(0, "detail", value="2026-11-20T15:00:00+01:00"),
    "a row that was changed in the future": line(0, "detail", value="2050-01-01T00:00:00Z"),
    "no changes": line(1, "changes", value=None),
    "a list of changes": line(1, "changes", value=[]),
    "a change that is a pair": line(1, "changes", value={"subject": ["x", "y"]}),
    "a change of an unknown field": line(1, "changes", value={"x": {"old": None, "new": 1}}),
    "a change of the number": line(1, "changes", value={"number": {"old": 0, "new": 1}}),
    "a change of a flat field": line(1, "changes", value={"due_at": {"old": None, "new": AT}}),
    "a change from what was not": line(1, "changes", value={"subject": {"old": "y", "new": "z"}}),
    "the same command and sequence": line(1, "command", value="a"),
    "an undo of nothing": line(2, "undoes", value=None),
    "an undo of the opening": line(2, "undoes", value=1),
    "an undo of itself": line(2, "undoes", value=3),
    "an undo of what is not there": line(2, "undoes", value=9),
    "an undo of a text": line(2, "undoes", value="2"),
    "an undo of a huge number": line(2, "undoes", value=10**40),
    "a note that takes back": line(1, "undoes", value=1),
    "taken back before": with_events(
        OPENED, NOTED, UNDONE, {**UNDONE, "command": "d", "undoes": 2}
    ),
    "an undo taken back": with_events(
        OPENED, NOTED, UNDONE, {**UNDONE, "command": "d", "undoes": 3}
    ),
    "first not opened": with_events(NOTED, OPENED),
    "opened twice": with_events(OPENED, {**OPENED, "command": "d", "changes": {}}),
    "closed twice": with_events(
        *(OPENED, {**NOTED, "kind": "closed", "note": None}),
        {**NOTED, "kind": "closed", "note": None, "command": "d"},
    ),
    "void without a voiding": line(*CHANGES, "status", value={"old": None, "new": "void"}),
    "a voiding of a case that is open": with_events(OPENED, {**NOTED, "kind": "voided"}),
    "a number for a text": line(*CHANGES, "subject", value={"old": None, "new": 1}),
    "an unknown status": line(*CHANGES, "status", value={"old": None, "new": "done"}),
    "no region": line(*CHANGES, "region", value={"old": None, "new": None}),
    "control characters in a name": line(*CHANGES, "plan", value={"old": None, "new": "a\x1fb"}),
    "a region that is not configured": line(*CHANGES, "region", value={"old": None, "new": "mars"}),
    "opened in the future": line(
        *CHANGES, "opened_at", value={"old": None, "new": "2050-01-01T00:00:00Z"}
    ),
    "an unknown verdict": clock(verdict="overrun"),
    "an unknown column": clock(place=1),
    "no start": clock(started_at=None),
    "a start to come": clock(started_at="2050-01-01T00:00:00Z"),
    "a text for a cycle": clock(cycle="1"),
    "no cycle": clock(cycle=0),
    "a huge cycle": clock(cycle=2**63),
    "a level of a response": clock(level=1),
    "a target without a clock": clock(target_clock=None),
    "a target clock that is no name": clock(target_clock="a\x1fb"),
    "a target of no business day": clock(target_clock="0bd of support-hours"),
    "a negative target": clock(target_seconds=-1),
    "a kind that separates values": clock(kind="a\x1fb"),
    "stopped by nothing known": clock(stopped_by="magic"),
    "a missed due time to come": clock(missed_due_at="2050-01-01T00:00:00Z"),
    "a missed due time that is no instant": clock(missed_due_at="yesterday"),
    "a clock that is a list": line(*CHANGES, "clocks", value={"old": [], "new": [[]]}),
    "a hold that ends before it begins": line(
        *CHANGES,
        "holds",
        value={"old": [], "new": [{"started_at": AT, "ended_at": "2026-11-20T13:00:00Z"}]},
    ),
    "another due time": {**LINE, "due_at": "2026-11-20T16:00:00Z"},
    "another status": {**LINE, "status": "closed"},
    "another priority": {**LINE, "priority": "S2"},
    "no clocks": {**LINE, "clocks": []},
    "another clock": {**LINE, "clocks": [{**CLOCK, "cycle": 2}]},
    "a clock with an unknown field": {**LINE, "clocks": [{**CLOCK, "colour": "red"}]},
    "a clock that is a list, beside events": {**LINE, "clocks": [[]]},
    "clocks that are a text": {**LINE, "clocks": "none"},
    "a hold that no event has": {**LINE, "holds": [{"started_at": AT, "ended_at": None}]},
    "clocks without events": {"priority": "S1", "opened_at": AT, "clocks": [CLOCK]},
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_it_is_a_bad_row(store, policy, bad):
    done = taken_in(store, policy, as_text(LINE) + as_text(bad), moment("2026-11-23T12:00Z"))
    assert (done.count, done.bad) == (1, 1)
    assert {fault.line for fault in done.faults} == {2}
    assert all(fault.problem and fault.fix for fault in done.faults)


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        pytest.param(
            line(*CHANGES, "subject", value={"old": None, "new": "a\0b"}),
            r"event 1: subject: 'a\x00b' contains a NUL character",
            id="a fact",
        ),
        pytest.param(
            line(1, "note", value="\ud800"),
            r"event 2: note: '\ud800' contains half of a character (a lone surrogate)",
            id="a note",
        ),
    ],
)
def test_a_text_that_cannot_be_stored_is_named(store, policy, bad, problem):
    done = taken_in(store, policy, as_text(bad))
    assert [(fault.key, fault.problem) for fault in done.faults] == [("events", problem)]
    assert "--map events=" in done.faults[0].fix


def test_a_field_that_disagrees_is_named(store, policy):
    done = taken_in(store, policy, as_text({**LINE, "due_at": AT, "level": 2}))
    assert [(fault.key, fault.problem) for fault in done.faults] == [
        ("due_at", f"it is '{AT}', but the events add up to '2026-11-20T15:00:00Z'"),
        ("level", "it is 2, but the events add up to 0"),
    ]
    assert "--map events=" in done.faults[0].fix


@pytest.mark.exhaustive
@pytest.mark.parametrize("seed", range(8))
def test_whatever_is_mangled_is_bad_or_valid(seed, tmp_path):
    life, _, nows = lived(seed, SqliteStore(tmp_path / "life.db", private=True))
    whole = json.loads(exported(life.store, life.policy))
    rng = Random(seed)
    for place in range(60):
        part = rng.choice((whole, {"events": whole["events"]}))
        store = SqliteStore(tmp_path / f"{place}.db", private=True)
        try:
            taken_in(store, life.policy, as_text(mangled(part, rng)))
        except SltError:  # its first line has unknown columns
            continue
        assert list(differences(store)) == []
        for case in store.cases(Filter()):
            past = AsOf(store, rng.choice([NOW, *nows]), life.policy)
            assert past.case(case.number) is None or past.events(case.number)
        store.close()
