"""Stores that earlier releases wrote come forward with nothing lost."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from freezegun import freeze_time

from slt_cli.domain.case import STATUSES
from slt_cli.store.sqlite import file
from tests.store.sqlite.upgrades import (
    ADDED_BY_SCHEMA_6,
    STORES,
    contents,
    facts_of,
    texts_as_made_now,
    version_of,
)

KINDS = {"opened", "updated", "responded", "escalated", "noted", "closed", "reopened"}
NEW_FIELDS = ("resolved_at", "held_since", "owner", "customer", "tags", "clocks")
SHOWN_AT = "2026-12-01T12:00:00Z"  # after all that is in the stores
EVENT = "id, case_number, kind, at, who, changes, note"  # what it had before schema 3

CLOCKS = {
    "response": {
        "started_at": "opened_at",
        **{name: name for name in ("due_at", "target_seconds", "target_clock", "verdict")},
    },
    "escalation": {
        "level": "level",
        "started_at": "escalated_at",
        "due_at": "escalation_due_at",
        "target_seconds": "escalation_seconds",
        "target_clock": "escalation_clock",
        "verdict": "escalation_verdict",
    },
}
"""The columns of each kind of clock, with those of a case that were its own before schema 3."""


class Holds(NamedTuple):
    """What a store of an earlier schema holds."""

    cases: int
    events: int
    levels: set[int]
    last: int


HELD = {
    "schema-1": Holds(10, 20, {0, 2}, 10),
    "schema-2": Holds(46, 166, {0, 1, 2, 3}, 94),
}
EVERY_SCHEMA = pytest.mark.parametrize(
    "kept", [STORES / f"{name}.db" for name in HELD], ids=lambda kept: kept.stem
)
"""Those in which a clock was a few fields of its case."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the store of a test is, in a directory of its own."""
    (tmp_path / "data").mkdir()
    return tmp_path / "data" / "cases.db"


@pytest.fixture
def upgraded(slt, kept: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of a store that was read, and so brought up to date; --db names it."""
    shutil.copyfile(kept, path)
    monkeypatch.setenv("SLT_DB", str(path))
    assert slt("list", "-q").code == 0
    assert version_of(path) == file.SCHEMA_VERSION
    return path


def rows(path: Path, sql: str) -> list[dict[str, Any]]:
    """Return what another SQLite tool reads from a store, by the names of the columns."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(sql)]


def shown(slt) -> str:
    """Return what `slt show` says of every case, one after the other."""
    cases = slt("list", "--all", "-q").out.split()
    return "".join(without_new_fields(slt("show", case, "--json").out) for case in cases)


def without_new_fields(printed: str) -> str:
    """Return what `slt show` printed without the fields that this release adds."""
    head, item, *rest = printed.splitlines(keepends=True)
    case = json.loads(item)
    for field in NEW_FIELDS:
        del case[field]
    for event in case["events"]:
        assert {event.pop(field) for field in ("recorded_at", "detail", "undoes")} == {None}
        del event["id"], event["case"]
    return "".join([head, f"  {json.dumps(case)}\n", *rest])


# --- What is kept here ----------------------------------------------------------------------------


def test_there_is_a_store_of_every_earlier_schema() -> None:
    kept = {int(name.stem.removeprefix("schema-")) for name in STORES.glob("schema-*.db")}
    assert kept == set(range(1, file.SCHEMA_VERSION))


@EVERY_SCHEMA
def test_it_holds_cases_in_every_state_and_events_of_every_kind(kept: Path) -> None:
    held = HELD[kept.stem]
    cases, events = rows(kept, "SELECT * FROM cases"), rows(kept, "SELECT * FROM events")

    assert (len(cases), len(events)) == (held.cases, held.events)
    assert {case["status"] for case in cases} == set(STATUSES) - {"resolved", "void"}
    assert {case["level"] for case in cases} == held.levels
    assert {event["kind"] for event in events} == KINDS
    assert any("\x1b" in case["subject"] for case in cases)
    assert version_of(kept) == int(kept.stem.removeprefix("schema-"))


# --- What comes forward ---------------------------------------------------------------------------


@freeze_time(SHOWN_AT)
@EVERY_SCHEMA
@pytest.mark.usefixtures("upgraded")
def test_every_case_is_shown_as_by_the_release_that_wrote_it(slt, kept: Path) -> None:
    before = kept.with_suffix(".shown").read_text(encoding="ascii")
    assert facts_of(shown(slt)) == facts_of(before) != []


@EVERY_SCHEMA
def test_every_fact_of_a_case_comes_forward(kept: Path, upgraded: Path) -> None:
    flat = {column for columns in CLOCKS.values() for column in columns.values()} - {"opened_at"}
    before = rows(kept, "SELECT * FROM cases ORDER BY number")
    after = rows(upgraded, "SELECT * FROM cases ORDER BY number")

    facts = [{name: case[name] for name in case if name not in flat} for case in before]
    added = {"uid", "resolved_at", "leads_due_at", *ADDED_BY_SCHEMA_6}
    assert [{name: case[name] for name in case if name not in added} for case in after] == facts


@EVERY_SCHEMA
def test_every_clock_and_verdict_comes_forward(kept: Path, upgraded: Path) -> None:
    before = rows(kept, "SELECT * FROM cases ORDER BY number")
    last = "SELECT *, max(cycle) FROM clocks GROUP BY case_number, kind"
    clocks = {(clock["case_number"], clock["kind"]): clock for clock in rows(upgraded, last)}

    for case in before:
        for kind, columns in CLOCKS.items():
            known = case["due_at"] or case["verdict"] if kind == "response" else case["level"]
            clock = clocks.pop((case["number"], kind), None)
            assert (clock is not None) == bool(known)
            if clock is not None:
                assert {name: clock[name] for name in columns} == {
                    name: case[column] for name, column in columns.items()
                }
    assert clocks == {}


@EVERY_SCHEMA
def test_every_escalation_that_was_recorded_has_its_clock(kept: Path, upgraded: Path) -> None:
    raised = "SELECT case_number, at FROM events WHERE kind = 'escalated' ORDER BY case_number, id"
    started = (
        "SELECT case_number, started_at AS at FROM clocks WHERE kind = 'escalation' "
        "ORDER BY case_number, cycle"
    )

    assert rows(upgraded, started) == rows(kept, raised)


@EVERY_SCHEMA
def test_a_clock_that_an_event_stopped_stopped_when_it_says(kept: Path, upgraded: Path) -> None:
    ended = "SELECT case_number, at FROM events WHERE json_extract(changes, '$.verdict[1]') <> ''"
    answered = "SELECT case_number, stopped_at FROM clocks WHERE kind = 'response'"

    stops = {clock["case_number"]: clock["stopped_at"] for clock in rows(upgraded, answered)}
    opened = {row["number"]: row["opened_at"] for row in rows(kept, "SELECT * FROM cases")}
    for event in rows(kept, ended):
        number, at = event["case_number"], event["at"]
        imported_with_its_verdict = at == opened[number]
        assert stops.pop(number) == (None if imported_with_its_verdict else at)
    assert set(stops.values()) <= {None}


@EVERY_SCHEMA
def test_the_history_is_not_touched(slt, kept: Path, upgraded: Path) -> None:
    shown(slt)
    new = "SELECT DISTINCT recorded_at, command, sequence FROM events"

    recorded = f"SELECT {EVENT} FROM events ORDER BY id"
    assert rows(upgraded, recorded) == rows(kept, recorded)
    assert rows(upgraded, new) == [{"recorded_at": None, "command": None, "sequence": None}]


@EVERY_SCHEMA
@pytest.mark.usefixtures("upgraded")
def test_slt_verify_finds_nothing(slt, kept: Path) -> None:
    assert slt("verify") == (0, "", "")
    assert slt("list", "--all", "-q").out.split()[-1] == f"CASE-{HELD[kept.stem].last}"


@EVERY_SCHEMA
def test_every_case_and_the_store_have_an_id_that_nothing_else_has(upgraded: Path) -> None:
    ids = "SELECT uid AS id FROM cases UNION ALL SELECT id FROM store"
    found = [row["id"] for row in rows(upgraded, ids)]

    assert len(set(found)) == len(found)
    assert all(len(each) == 32 and int(each, 16) for each in found)


@EVERY_SCHEMA
def test_the_store_as_it_was_stays_beside_it(kept: Path, upgraded: Path) -> None:
    copy = upgraded.with_name(f"cases.db.before-schema-{file.SCHEMA_VERSION}")

    assert sorted(upgraded.parent.glob("cases.db.*")) == [copy]
    assert version_of(copy) == int(kept.stem.removeprefix("schema-"))
    assert contents(copy) == contents(kept)


@EVERY_SCHEMA
def test_what_texts_are_found_in_is_what_the_present_release_writes(upgraded: Path) -> None:
    assert contents(upgraded)["texts"] == texts_as_made_now(upgraded) != []


# --- What goes on ---------------------------------------------------------------------------------


@freeze_time(SHOWN_AT)
@EVERY_SCHEMA
@pytest.mark.usefixtures("upgraded")
def test_the_next_case_gets_the_next_number(slt, kept: Path) -> None:
    last = HELD[kept.stem].last
    assert slt("open", "-p", "S1", "-q", "x").out == f"CASE-{last + 1}\n"
    assert slt("open", "-p", "S1", "-q", "x").out == f"CASE-{last + 2}\n"


@freeze_time(SHOWN_AT)
@EVERY_SCHEMA
def test_every_case_can_be_changed(slt, items, kept: Path, upgraded: Path) -> None:
    for case in items("list", "--all"):
        if case["status"] == "closed":
            assert slt("reopen", case["id"]).code == 0
        elif case["level"] < (1 if case["partner_type"] == "referral" else 3):
            (raised,) = items("escalate", case["id"])
            assert raised["level"] == case["level"] + 1
            assert slt("respond", case["id"]).code == 0
        else:
            assert slt("close", case["id"]).code == 0

    assert slt("verify") == (0, "", "")
    old = HELD[kept.stem].events
    assert rows(upgraded, f"SELECT {EVENT} FROM events WHERE id <= {old}") == rows(
        kept, f"SELECT {EVENT} FROM events"
    )
    new = "SELECT DISTINCT recorded_at FROM events"
    assert rows(upgraded, f"{new} WHERE id > {old}") == [{"recorded_at": SHOWN_AT}]


@freeze_time(SHOWN_AT)
@pytest.mark.parametrize("kept", [STORES / "schema-2.db"], ids=["schema-2"])
@pytest.mark.usefixtures("upgraded")
def test_two_cases_with_one_reference_both_stay(slt, items) -> None:
    alike = [case["id"] for case in items("list", "--all") if case["ref"] == "4711"]
    refused = slt("show", "4711")

    assert alike == ["CASE-19", "CASE-20"]
    assert refused.code == 4
    assert "CASE-19 or CASE-20" in refused.err
    for number in alike:
        assert slt("note", number, "Still here").code == 0
