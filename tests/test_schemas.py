"""The JSON Schemas that ship: they describe every field of what is printed."""

import csv
import io
import json
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from jsonschema import Draft202012Validator, ValidationError

import slt_cli
from slt_cli import errors
from tests.command_names import ALL_COMMANDS, OF_SERVERS

SOURCE = Path(slt_cli.__file__).parent
FILES = {
    f"{file.stem.rpartition('-')[0]}/{file.stem.rpartition('-')[2]}": file
    for file in sorted(SOURCE.glob("schemas/*.json"))
}
SCHEMAS: dict[str, Any] = {name: json.loads(file.read_text()) for name, file in FILES.items()}
PARTS = {"slt.ledger/1": "slt.due/1"}
"""Schemas of what is only ever printed inside an answer, each with the schema of that answer."""
ON_STDERR = "slt.error/1"
OF_A_LINE = "slt.export/1"
ANSWERS = SCHEMAS.keys() - PARTS - {ON_STDERR, OF_A_LINE}

MONDAY_NOON_IN_LOS_ANGELES = "2026-11-23T20:00:00Z"
pytestmark = pytest.mark.now(MONDAY_NOON_IN_LOS_ANGELES)
POLICY = Path(__file__).parent / "data" / "policies" / "whole-life.toml"
LIVED = "--db life.db --config life.toml"
ZONES = {"usa": "America/Los_Angeles", "europe": "Europe/London", "apac": "Asia/Singapore"}
CLOSED = (Path(__file__).parent / "data" / "closed-for-years.toml").read_text()
OTHER_HOURS = """
[regions.usa.hours]
mon-fri = "08:00-16:00"
[[regions.usa.exceptions]]
date = 2026-11-23
name = "Inventory"
hours = "10:00-12:00"
[[regions.usa.exceptions]]
date = 2026-11-26
name = "Thanksgiving Day"
"""

NOTICES = """
[channels.desk]
kind = "command"
command = ["true"]
[channels.pager]
kind = "command"
command = ["false"]
[channels.night]
kind = "command"
command = ["true"]
quiet = "00:00-23:00"
urgent = []
[[notices]]
at = ["25%", "due", "last level late", "escalated", "unowned 15m"]
to = ["desk", "pager", "night"]
[[notices]]
at = "held 1h"
to = "desk"
"""
MORE_NOTICES = """
[channels.board]
kind = "command"
command = ["true"]
[[notices]]
at = ["due", "50%"]
to = "board"
"""
CASES = """opened_at,priority,ref,responded_at
2026-11-20T08:00:00Z,S1,9001,2026-11-20T08:30:00Z
2026-11-23T10:00:00Z,S3,9002,
"""
DAYS = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
DTSTART;VALUE=DATE:20261126
SUMMARY:Thanksgiving Day
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20261225
SUMMARY:Christmas Day
END:VEVENT
END:VCALENDAR
"""
LIFE = """
open -p S2 --at 11:30 --region usa --ref 00123456 --partner "Example Ltd" "Calls drop, sometimes"
open -p S1 --at 2026-11-20T17:30 --region usa "All phones are down"
open -p S2 --at 2026-11-20T09:00 --region europe --partner-type referral "Recordings are missing"
open -p S1 --at 2026-11-20T08:00 --region usa "No calls come in"
open -p S3 --at 2026-11-20T08:00 --region apac --tag voice --tag Fax "One ring tone is wrong"
open -p S1 --at 2026-11-19T08:00 --region europe "The trunk is down"
open -p S1 --at 11:10 --region usa "Nobody can log in"
open -p S2 --at 2026-11-19T12:00 --region apac
open -p S1 --at 2026-11-20T05:00 --region usa "電話 📞 'quoted' \\"twice\\", a\\ttab, é"
escalate 4 --at 2026-11-20T10:00 --reason "Customer is offline"
close 5 --at 2026-11-20T10:00
respond 6 --at 2026-11-20T12:00 --note "Engineer called back"
close 8 --at 2026-11-20T12:00
reopen 8 --at 2026-11-21T12:00 --note "The fault is back"
note 9 "The customer called" --at 2026-11-20T12:00
escalate 9 --at 2026-11-20T13:00
escalate 9 --at 2026-11-20T14:00 --level 3
update 9 --priority S2 --at 2026-11-20T15:00
update 5 --owner desk-2 --customer "Acme Ltd" --tag vip --untag fax --at 2026-11-20T16:00
"""
"""What happened before: cases pending, soon, late, with no target, escalated, closed, reopened."""

WHOLE_LIFE = """
open -p S1 --at 2026-11-20T08:00 --region usa --ref 4711 "No calls come in"
respond 1 --at 2026-11-20T08:30 --hold --note "Asked for a trace"
followup 1 --at 2026-11-20T09:00
mark 1 diagnosis --at 2026-11-20T10:00
hold 1 --at 2026-11-20T11:00
resume 1 --at 2026-11-20T12:00
hold 1 --at 2026-11-20T13:00 --reason "Asked for another trace"
open -p S1 --at 2026-11-20T09:00 --region usa "The trunk is down"
escalate 2 --at 2026-11-20T09:10
escalate 2 --at 2026-11-20T09:20
resolve 2 --at 2026-11-20T09:30
open -p S2 --at 2026-11-20T09:00 --region europe "Recordings are missing"
update 3 --partner-type referral --at 2026-11-20T09:30
open -p S1 --at 11:40 --region usa "Nobody can log in"
close 4 --at 11:45
reopen 4 --at 11:50
note 4 "A slip" --at 11:51
undo 4 --at 11:52
open -p S3 --at 11:40 --region usa "Opened twice"
void 5 --at 11:53 --reason "The same as CASE-4"
redact 5 --reason "Asked for" --yes
"""
"""A second store, with every kind of clock: held, marked, resolved, superseded, cancelled.

It has a case that is void and redacted, and a note that was taken back.
"""


def words(line: str) -> list[str]:
    """Return the words of a line, quotes taken off, `\\t` a tab."""
    found = re.findall(r'"((?:\\.|[^"\\])*)"|(\S+)', line)
    return [(quoted or word).replace('\\"', '"').replace("\\t", "\t") for quoted, word in found]


@pytest.fixture(autouse=True)
def _at_home_in_los_angeles(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    time.tzset()
    monkeypatch.chdir(home)


@pytest.fixture(scope="module")
def recorded() -> dict[str, bytes]:
    """Keep the store of the first test that needs it for the others: it is always the same."""
    return {}


@pytest.fixture
def cases(slt, home: Path, monkeypatch: pytest.MonkeyPatch, recorded: dict[str, bytes]) -> None:
    """Record what happened before."""
    (home / "other.toml").write_text(OTHER_HOURS)
    (home / "warned.toml").write_text('[regions.usa]\nhotline = "4711"\n[plans]\npartner = false\n')
    (home / "closed.toml").write_text(CLOSED)
    (home / "days.ics").write_text(DAYS)
    (home / "cases.csv").write_text(CASES)
    (home / "life.toml").write_bytes(POLICY.read_bytes())
    (home / "told.toml").write_text(NOTICES)
    (home / "telling.toml").write_text(MORE_NOTICES)
    store = home / "cases.db"
    monkeypatch.setenv("SLT_DB", str(store))
    if not recorded:
        lines = LIFE.strip().splitlines()
        lines += [f"{line} {LIVED}" for line in WHOLE_LIFE.strip().splitlines()]
        for line in (*lines, "notify --config told.toml"):
            result = slt(*words(line))
            assert (result.code, result.err) == (0, ""), line
        recorded["store"] = store.read_bytes()
        recorded["life"] = (home / "life.db").read_bytes()
    store.write_bytes(recorded["store"])
    (home / "life.db").write_bytes(recorded["life"])
    (home / "old.db").write_bytes(recorded["store"])


READS = [
    ("list", 8),
    ("list --all", 9),
    ("list --status closed", 1),
    ("list --status responded", 1),
    ("list --region apac --priority S1", 0),
    ("list --at 2026-11-20T12:00 --all", 6),
    *((f"show {number}", 1) for number in range(1, 10)),
    ("show 9 --at 2026-11-20T13:30", 1),
    ("log --since 2026-01-01", None),
    (f"log --since 2026-01-01 --status void {LIVED}", None),
    ("log --until 2026-01-01", 0),
    ("report", 1),
    ("report --by priority --by region --by week --trend month", 7),
    ("report --by partner,partner-type,customer,owner,tag", None),
    ("report --since 2025-01 --until 2025-02", 1),
    ("report --since 2025-01 --until 2025-02 --by month", 0),
    ("report --misses", None),
    ("report --misses --since 2025-01 --until 2025-02", 0),
    (f"report --trend week {LIVED}", 1),
    (f"report --by clock {LIVED}", None),
    (f"report --by clock --by month --trend week {LIVED}", None),
    ("due", 8),
    ("due --late", 6),
    ("due --soon", 1),
    ("due --within 4h", 8),
    ("due --region europe", 0),
    ("due --explain", 8),
    ("due --explain --config other.toml", 8),
    ("due 3", 1),
    ("due 3 --explain", 1),
    ("due 5", 1),
    ("due 6", 1),
    ("due 9 --explain", 2),
    *((f"show {number} {LIVED}", 1) for number in range(1, 6)),
    (f"list --status void {LIVED}", 1),
    (f"list --status resolved {LIVED}", 1),
    (f"due {LIVED}", 8),
    (f"due --held --explain {LIVED}", 3),
    (f"due 2 {LIVED}", 2),
    (f"due 3 {LIVED}", 1),
    (f"due 4 --explain {LIVED}", 4),
    (f"due --if-opened 11:10 --priority S1 --explain {LIVED}", 4),
    ("due --if-opened 2026-11-25T17:30 --priority S2 --explain --config other.toml", 1),
    ("due --if-opened 11:10 --priority S1", 1),
    ("due --if-opened 11:10 --priority S1 --partner-type referral --explain", 1),
    ("due --late --exit-code", 6),
    ("escalate --late --dry-run", 3),
    ("escalate 1 --dry-run", 1),
    ("escalate 3 --dry-run", 1),
    ("message 4 --who", 1),
    ("message 9 --who", 1),
    ("message 9 --who --at 2026-11-20T13:30", 1),
    ("recalc", 0),
    ("recalc --config other.toml", 5),
    ("verify", 0),
    ("doctor", None),
    ("backup copy.db --force", 1),
    ("notify --dry-run --config telling.toml", None),
    ("notify --dry-run --config told.toml", None),
    ("notify --dry-run --config told.toml --at 2026-11-24T20:00Z", None),
    ("outbox", None),
    ("outbox --failed", None),
    ("outbox --since 2026-11-24", 0),
    ("hotline", 3),
    ("hotline --at 2026-11-21T12:00", 3),
    ("hotline --config closed.toml", 3),
    ("config check closed.toml", 1),
    ("hotline --open", 1),
    ("hotline --open --at 2026-11-21T12:00", 0),
    ("hotline --region apac --partner-type referral", 1),
    ('classify "all phones are down"', 1),
    ('classify "one user cannot change the ring tone"', 1),
    ("classify hm", 1),
    ("targets", 6),
    ("targets --clocks", 3),
    ("targets --clocks --config life.toml", None),
    ("contacts", 10),
    ("config path", 3),
    ("config path --config other.toml", 4),
    ("config show", None),
    ("config show --origin --config other.toml", None),
    ("config get regions.usa", None),
    ("config get defaults.warn", 1),
    ("config get escalation.levels", None),
    ("config check", 0),
    ("config check other.toml", 1),
    ("config check warned.toml", 2),
    ("config holidays usa --from days.ics --years 2026 --dry-run", 2),
    ("config holidays usa --from days.ics --years 2026 --dry-run --config other.toml", 2),
    ("schema", len(FILES)),
    ("store path", 1),
    ("store init", 1),
    ("store upgrade", 1),
    ("store policy show", 0),
]
"""Lines that change nothing, each with the number of items (None: any)."""

CHANGES = [
    ('open -p S2 -r apac --ref 77 "Recordings are missing"', 1),
    ("open -p S1", 1),
    ("store copy life.db copied.db", 1),
    ('open -p auto "all phones are down"', 1),
    ("open -p S3 --partner-type referral", 1),
    ("update 1 --priority S1 --note sooner", 1),
    ("update 1 --partner '' --ref ''", 1),
    ("update 5 --owner none --customer '' --untag voice --untag vip", 1),
    ("take 1 5", 2),
    ("open -p S1 --owner me --customer Acme --tag a --tag b", 1),
    ('note 2 "They called"', 1),
    ('note 2 "They called again" --shared', 1),
    ("respond 1", 1),
    ("respond 9", 1),
    ("respond 2 7 --hold", 2),
    ("followup 4", 1),
    ('hold 1 2 --reason "Asked"', 2),
    (f"resume 1 {LIVED}", 1),
    (f"mark 1 workaround {LIVED}", 1),
    (f"resolve 1 4 {LIVED}", 2),
    (f"recalc {LIVED}", 0),
    ("close 2", 1),
    ("close 3", 1),
    ("reopen 5", 1),
    ("undo 9", 1),
    ("undo 9 --dry-run", 1),
    ("void 1 --reason twice", 1),
    ('redact 2 --reason "Asked for" --yes', 1),
    ("update 1 --opened 2026-03-01T00:00", 1),
    ("escalate 1 --reason offline", 1),
    ("escalate 3", 1),
    ("escalate --late", 3),
    ("escalate --late --notify --config telling.toml", 3),
    ("outbox --retry 2", 1),
    ("outbox --drop 2", 1),
    ("import cases.csv", 2),
    ("import cases.csv --dry-run", 2),
    ("recalc --apply --config other.toml", 5),
    ("restore old.db --yes", 1),
    ("config set defaults.warn 30m", 1),
    ("config set defaults.warn 25% --config other.toml", 1),
    ('config set regions.usa.aliases "[\\"us\\"]"', 1),
    (
        'config set regions.usa.exceptions "[{ date = 2026-12-25, name = \\"Christmas Day\\" }]"',
        1,
    ),
    ("config unset regions.usa.hours --config other.toml", 1),
    ("config init", 1),
    ("config holidays usa --from days.ics --years 2026", 2),
    ("store policy set other.toml", 1),
    ("store policy clear", 0),
]
LINES = [*READS, *CHANGES]
LISTS = [line for line, items in READS if items != 0 and not line.startswith("show")]


def answer_of(slt: Callable[..., Any], line: str, *options: str) -> str:
    result = slt(*words(line.replace("''", '""')), *options)
    assert result.err == ""
    assert result.code in ({0, 11} if "--exit-code" in line else {0})
    return result.out


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def item_validator(name: str) -> Draft202012Validator:
    """Return what checks one item of an answer, a line of jsonl."""
    definitions = SCHEMAS[name]["$defs"]
    return validator({"$ref": "#/$defs/item", "$defs": definitions})


def strict(schema: Any) -> Any:
    """Return a schema that allows no field but those it describes."""
    if isinstance(schema, dict):
        return {
            key: False if key == "additionalProperties" and value is True else strict(value)
            for key, value in schema.items()
        }
    return [strict(entry) for entry in schema] if isinstance(schema, list) else schema


def places(schema: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every object that a schema describes, with its place; conditions describe nothing."""
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield path, schema
        for key, value in schema.items():
            if key not in ("if", "then", "else", "allOf"):
                yield from places(value, f"{path}/{key}")


# --- The files -----------------------------------------------------------------------------------


def test_every_name_in_the_source_has_a_file_and_every_file_a_name():
    source = "".join(file.read_text() for file in SOURCE.rglob("*.py"))
    assert set(re.findall(r'"(slt\.[a-z-]+/\d+)"', source)) | {ON_STDERR} == FILES.keys()


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_valid_and_says_whose_it_is(name):
    schema = SCHEMAS[name]
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:{name.replace('/', ':')}"
    assert schema["title"]
    if name in ANSWERS:
        assert schema["properties"]["schema"]["const"] == name


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_field_is_described_and_more_fields_are_allowed(name):
    found = dict(places(SCHEMAS[name]))
    assert found
    for place, described in found.items():
        assert described["additionalProperties"] is not False, place
        assert set(described.get("required", ())) <= described.get("properties", {}).keys(), place
        for field, facts in described.get("properties", {}).items():
            assert facts.get("description", "").endswith("."), f"{place}: {field}"


@pytest.mark.parametrize(("part", "whole"), PARTS.items())
def test_a_part_is_described_alike_on_its_own_and_in_its_answer(part, whole):
    alone = {key: value for key, value in SCHEMAS[part].items() if key[0] != "$" and key != "title"}
    assert SCHEMAS[whole]["$defs"][part.removeprefix("slt.").removesuffix("/1")] == alone


def test_an_event_is_described_alike_wherever_it_is():
    event = SCHEMAS["slt.event/1"]["$defs"]["item"]
    assert event == SCHEMAS["slt.case/1"]["$defs"]["event"]
    assert event == SCHEMAS["slt.miss/1"]["$defs"]["event"]


@pytest.mark.parametrize("name", SCHEMAS)
def test_slt_schema_prints_it(slt, name):
    result = slt("schema", name)
    assert (result.code, json.loads(result.out), result.err) == (0, SCHEMAS[name], "")


def test_an_unknown_schema_is_an_error_with_a_suggestion(slt):
    result = slt("schema", "slt.dew/1")
    assert (result.code, result.out) == (2, "")
    assert "did you mean 'slt.due/1'?" in result.err


# --- What is printed ------------------------------------------------------------------------------


def test_every_command_is_among_the_lines():
    for name in ALL_COMMANDS:
        without_json = name in ("completion", "export", "help", *OF_SERVERS)
        assert any(f"{line} ".startswith(f"{name} ") for line, _ in LINES) is not without_json


@pytest.mark.parametrize(("line", "count"), LINES, ids=[line for line, _ in LINES])
@pytest.mark.usefixtures("cases")
def test_an_answer_fits_its_schema_and_has_no_other_field(slt, line, count):
    answer = json.loads(answer_of(slt, line, "--json"))
    validator(SCHEMAS[answer["schema"]]).validate(answer)
    validator(strict(SCHEMAS[answer["schema"]])).validate(answer)
    assert count in (None, len(answer["items"]))


@pytest.mark.parametrize("line", [line for line, _ in READS])
@pytest.mark.usefixtures("cases")
def test_every_line_of_jsonl_is_an_item_of_the_json_answer(slt, line):
    answer = json.loads(answer_of(slt, line, "--json"))
    lines = [json.loads(entry) for entry in answer_of(slt, line, "-o", "jsonl").splitlines()]
    assert lines == answer["items"]
    for entry in lines:
        item_validator(answer["schema"]).validate(entry)


@pytest.mark.usefixtures("cases")
def test_every_line_of_an_import_is_a_case(slt):
    lines = answer_of(slt, "import cases.csv", "-o", "jsonl").splitlines()
    assert len(lines) == 2
    for entry in lines:
        item_validator("slt.case/1").validate(json.loads(entry))


@pytest.mark.parametrize("line", ["export", f"export {LIVED}"])
@pytest.mark.usefixtures("cases")
def test_every_line_of_an_export_is_a_case_with_its_history_and_nothing_else(slt, line):
    lines = [json.loads(entry) for entry in answer_of(slt, line, "-o", "jsonl").splitlines()]
    assert lines
    for entry in lines:
        validator(SCHEMAS[OF_A_LINE]).validate(entry)
        validator(strict(SCHEMAS[OF_A_LINE])).validate(entry)


@pytest.mark.usefixtures("cases")
def test_a_damaged_case_fits_its_schema(slt):
    slt("open", "-p", "S1", "--db", "damaged.db", "x")
    slt("open", "-p", "S1", "--db", "damaged.db", "y")
    with closing(sqlite3.connect("damaged.db", isolation_level=None)) as db:
        db.execute("UPDATE cases SET subject = 'z' WHERE number = 1")
        db.execute("UPDATE clocks SET due_at = NULL, active_seconds = 7 WHERE case_number = 1")
        db.execute(
            "INSERT INTO clocks (case_number, kind, cycle, level, started_at) "
            "VALUES (1, 'escalation', 1, 2, '2026-11-23T10:00:00Z')"
        )
        db.execute("INSERT INTO holds VALUES (1, 'holds', '2026-11-23T10:00:00Z', NULL)")
    result = slt("verify", "--json", "--db", "damaged.db")
    answer = json.loads(result.out)
    assert result.code == 1
    assert {item["field"] for item in answer["items"]} == {
        *("subject", "due_at", "level", "escalated_at"),
        *("clocks.response.1.active_seconds", "clocks.escalation.1"),
        "holds.2026-11-23T10:00:00Z",
    }
    validator(strict(SCHEMAS["slt.verify/1"])).validate(answer)


def test_the_line_of_an_export_has_the_fields_of_a_case_as_an_answer_has_them():
    case, line = SCHEMAS["slt.case/1"]["$defs"]["item"], SCHEMAS[OF_A_LINE]
    history = ["clocks", "holds", "closed", "events"]
    assert line["required"] == [*case["required"], *history]
    assert all(line["properties"][f] == case["properties"][f] for f in case["required"])
    assert line["allOf"] == case["allOf"]


@pytest.mark.usefixtures("cases")
def test_every_schema_of_an_answer_is_seen_with_items(slt):
    seen = {
        "slt.verify/1",  # by the test above
        "slt.config-change/1",  # by the changes
        "slt.restore/1",
        "slt.store-policy/1",  # by the changes
        "slt.store-copy/1",
        "slt.store-grant/1",  # by tests/faults/postgres/test_rights.py
    }
    for line, count in READS:
        if count != 0:
            seen.add(json.loads(answer_of(slt, line, "--json"))["schema"])
    assert seen == ANSWERS


@pytest.mark.usefixtures("cases")
def test_every_word_of_an_enumeration_is_seen(slt):
    kinds = ("state", "status", "verdict", "raised", "clock", "event")
    seen: dict[str, set[Any]] = {kind: set() for kind in kinds}
    own = ("doctor", "config check", "outbox")  # their states are of another kind
    for line in (line for line, _ in READS if not line.startswith(own)):
        for item in json.loads(answer_of(slt, line, "--json"))["items"]:
            for field in ("state", "status", "verdict"):
                seen[field] |= {item[field]} if field in item else set()
            for clock in item.get("clocks", ()):
                seen["state"].add(clock["state"])
                seen["clock"].add(clock["verdict"])
            seen["raised"].add(item.get("escalation_verdict"))
            seen["event"] |= {event["kind"] for event in item.get("events", ())}
    definitions = SCHEMAS["slt.case/1"]["$defs"]
    assert seen["state"] == set(
        SCHEMAS["slt.due/1"]["$defs"]["item"]["properties"]["state"]["enum"]
    )
    assert seen["status"] == set(definitions["item"]["properties"]["status"]["enum"])
    assert seen["verdict"] == set(definitions["item"]["properties"]["verdict"]["enum"])
    assert seen["raised"] - {None} <= seen["clock"]
    assert seen["clock"] == set(definitions["clock"]["properties"]["verdict"]["enum"])
    assert seen["event"] == set(definitions["event"]["properties"]["kind"]["enum"])


@pytest.mark.usefixtures("cases")
def test_every_state_of_a_notice_is_seen(slt):
    seen = set()
    for line in ("outbox", "outbox --drop 2"):
        seen |= {item["state"] for item in json.loads(answer_of(slt, line, "--json"))["items"]}
    states = SCHEMAS["slt.outbox/1"]["$defs"]["item"]["properties"]["state"]["enum"]
    assert seen == set(states) - {"failed"}  # a channel fails for a day before


# --- A schema refuses what is wrong ---------------------------------------------------------------


@pytest.mark.parametrize("line", ["show 4", "due --explain", "hotline", "contacts", "targets"])
@pytest.mark.usefixtures("cases")
def test_a_missing_field_is_refused(slt, line):
    answer = json.loads(answer_of(slt, line, "--json"))
    item = answer["items"][0]
    checks = item_validator(answer["schema"])
    for field in set(item) - {"events", "clocks", "ledger"}:
        without = {key: value for key, value in item.items() if key != field}
        with pytest.raises(ValidationError, match=f"'{field}' is a required property"):
            checks.validate(without)


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        pytest.param("due 1", "due_at", "2026-11-23T20:00:00", id="an instant without a zone"),
        pytest.param("due 1", "due_at", "2026-11-23T20:00:00+00:00", id="an instant without Z"),
        pytest.param("due 1", "due_at", "2026-11-23T20:00:00.5Z", id="a part of a second"),
        pytest.param("due 1", "state", "overdue", id="an unknown state"),
        pytest.param("due 1", "state", "none", id="no target, and yet a due time"),
        pytest.param("due 1", "remaining_seconds", 1.5, id="half a second left"),
        pytest.param("due 1", "remaining_seconds", -1, id="pending, and less than nothing left"),
        pytest.param("due 1", "level", 1, id="a response clock with a level"),
        pytest.param("due 1", "id", "1", id="a number for an id"),
        pytest.param("due 1", "subject", "", id="an empty subject"),
        pytest.param("show 1", "status", "done", id="an unknown status"),
        pytest.param("show 1", "status", "closed", id="closed at no time"),
        pytest.param("show 1", "level", 1, id="escalated at no time"),
        pytest.param("show 3", "verdict", "met", id="a verdict without a target"),
        pytest.param("show 1", "raised", True, id="raised to nobody"),
        pytest.param("show 1", "events", [], id="no history"),
        pytest.param("hotline", "opens_at", "2026-11-24T13:00:00Z", id="open and yet to open"),
        pytest.param("hotline", "local_time", "2026-11-23T12:00:00", id="no offset"),
        pytest.param("contacts", "level", None, id="an escalation to no level"),
    ],
)
@pytest.mark.usefixtures("cases")
def test_a_wrong_value_is_refused(slt, line, field, value):
    answer = json.loads(answer_of(slt, line, "--json"))
    item = answer["items"][0]
    checks = item_validator(answer["schema"])
    assert checks.is_valid(item)
    assert not checks.is_valid({**item, field: value})


# --- Errors --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("lst", "unknown-name"),
        ("show", "usage"),
        ("due --region apca", "unknown-name"),
        ("show 77", "no-such-case"),
        ("list --db .", "store"),
        ("open -p S1 --at +1h x", "refused"),
        ("list --config broken.toml", "configuration"),
        ("due --if-opened 12:00 -p S1 --config closed.toml", "schedule"),
        ("import bad.csv", "bad-rows"),
        ("targets", "bug"),
    ],
)
def test_an_error_fits_its_schema(slt, home, monkeypatch, line, code):
    (home / "broken.toml").write_text("[defaults]\nregoin = 1\nwarn = 2\n")
    (home / "bad.csv").write_text("opened_at,priority\nnever,S9\n,S1\n")
    closed = "\n".join(f"{day} = '09:00-09:01'" for day in ["mon"])
    (home / "closed.toml").write_text(
        f"[plans.partner.targets.S1]\nresponse = '999d'\n[regions.usa.hours]\n{closed}\n"
    )
    if code == "bug":
        monkeypatch.setattr("slt_cli.commands.targets.targets_command", lambda: 1 / 0)
    result = slt(*words(line), "--json")
    error = json.loads(result.err)
    validator(strict(SCHEMAS[ON_STDERR])).validate(error)
    assert (error["error"]["code"], error["error"]["exit"], result.out) == (code, result.code, "")


def test_every_kind_of_error_is_in_the_schema():
    kinds = [errors.SltError, *all_below(errors.SltError)]
    described = SCHEMAS[ON_STDERR]["properties"]["error"]["properties"]
    assert {kind.code for kind in kinds} | {"bug"} == set(described["code"]["enum"])
    assert {kind.exit_code for kind in kinds} | {70} == set(described["exit"]["enum"])


def all_below(kind: type) -> Iterator[Any]:
    for below in kind.__subclasses__():
        yield below
        yield from all_below(below)


# --- The same facts in every format ---------------------------------------------------------------


def as_text(value: Any, field: str) -> str:
    """Return a fact as tsv and csv write it."""
    if value is None:
        return ""
    if field == "tags":
        return " ".join(value)
    return json.dumps(value) if isinstance(value, bool | list | dict) else str(value)


def without_escapes(field: str) -> str:
    escapes = {r"\\": "\\", r"\t": "\t", r"\n": "\n", r"\r": "\r"}
    return re.sub(r"\\[\\tnr]", lambda found: escapes[found[0]], field)


@pytest.mark.parametrize("line", [line for line, items in READS if items != 0])
@pytest.mark.usefixtures("cases")
def test_csv_and_tsv_tell_the_facts_of_json(slt, line):
    items = json.loads(answer_of(slt, line, "--json"))["items"]
    facts = [{field: as_text(value, field) for field, value in item.items()} for item in items]
    table = csv.reader(io.StringIO(answer_of(slt, line, "-o", "csv"), newline=""))
    header, *rows = table
    assert [header] * len(facts) == [list(fact) for fact in facts]
    assert [dict(zip(header, row, strict=True)) for row in rows] == facts
    tsv = answer_of(slt, line, "-o", "tsv").removesuffix("\n").split("\n")
    rows = [[without_escapes(field) for field in entry.split("\t")] for entry in tsv]
    assert rows == [list(fact.values()) for fact in facts]


def shown(instant: str, region: str) -> str:
    """Return an instant as people read it, in the time of a region."""
    local = datetime.fromisoformat(instant).astimezone(ZoneInfo(ZONES[region]))
    zone = "SGT" if region == "apac" else local.tzname()
    return f"{local:%a} {local.day} {local:%b %H:%M} {zone}"


@pytest.mark.parametrize("form", ["plain", "table"])
@pytest.mark.parametrize(
    "line",
    [
        "due --clocks",
        "due --late --clocks",
        "due --soon",
        "due 3",
        "due 9",
    ],
)
@pytest.mark.usefixtures("cases")
def test_plain_and_table_tell_ids_states_and_due_times_of_json(slt, monkeypatch, line, form):
    monkeypatch.setenv("COLUMNS", "200")
    items = json.loads(answer_of(slt, line, "--json"))["items"]
    text = answer_of(slt, f"{line} --times region", "-o", form)
    assert items
    for item in items:
        clock = f"level {item['level']}" if item["level"] else "response"
        rows = rows_of(text, item["id"])
        (row,) = [row for row in rows if len(rows) == 1 or f"  {clock}  " in row]
        assert_told(row, item["state"], item["due_at"], item)


@pytest.mark.parametrize("form", ["plain", "table"])
@pytest.mark.usefixtures("cases")
def test_an_explanation_tells_ids_states_and_due_times_of_json(slt, monkeypatch, form):
    monkeypatch.setenv("COLUMNS", "200")
    items = json.loads(answer_of(slt, "due --explain --clocks", "--json"))["items"]
    records = re.split(r"\n\n(?=CASE-)", answer_of(slt, "due --explain --clocks", "-o", form))
    assert len(records) == len(items) > 1
    for item, record in zip(items, records, strict=True):
        clock = f"level {item['level']}" if item["level"] else item["kind"]
        named, facts = record.split("\n", 1)
        assert named.split()[0] == item["id"]
        assert f"\nClock     {clock}, " in f"\n{facts}"
        assert f"\nState     {item['state']} " in f"\n{facts}"
        due = item["due_at"] and shown(item["due_at"], item["region"])
        assert f"\nDue       {due or 'none: on hold since '}" in f"\n{facts}"


@pytest.mark.parametrize("form", ["plain", "table"])
@pytest.mark.parametrize("line", ["list", "list --all", "list --region apac"])
@pytest.mark.usefixtures("cases")
def test_a_list_tells_of_each_case_the_clock_that_is_due_first(slt, monkeypatch, line, form):
    monkeypatch.setenv("COLUMNS", "200")
    items = json.loads(answer_of(slt, line, "--json"))["items"]
    text = answer_of(slt, f"{line} --times region", "-o", form)
    assert items
    for item in items:
        clocks = json.loads(answer_of(slt, f"due {item['id']}", "--json"))["items"]
        first = next((clock for clock in clocks if clock["decides"]), clocks[0])
        (row,) = rows_of(text, item["id"])
        due_at = first["due_at"] if first["state"] in ("pending", "soon", "late") else None
        assert_told(row, first["state"], due_at, item)
        assert {item["status"], item["priority"]} <= set(row.split())


def rows_of(text: str, case_id: str) -> list[str]:
    return [row for row in text.splitlines() if row.split()[:1] == [case_id]]


def assert_told(row: str, state: str, due_at: str | None, item: dict[str, Any]) -> None:
    assert state in row.split()
    assert due_at is None or shown(due_at, item["region"]) in row
    assert (item["subject"] or "").replace("\t", r"\t") in row


@pytest.mark.parametrize("number", range(1, 10))
@pytest.mark.usefixtures("cases")
def test_plain_and_table_show_a_case_with_the_facts_of_json(slt, monkeypatch, number):
    monkeypatch.setenv("COLUMNS", "200")
    (item,) = json.loads(answer_of(slt, f"show {number}", "--json"))["items"]
    for form in ("plain", "table"):
        text = answer_of(slt, f"show {number}", "-o", form)
        told = [item["id"], item["priority"], item["status"], item["partner"], item["ref"]]
        instants = [item[field] for field in item if field.endswith("_at") and item[field]]
        told += [shown(instant, item["region"]) for instant in instants]
        told += [event["kind"] for event in item["events"]]
        told += [event["note"] for event in item["events"]]
        assert [fact for fact in told if fact and fact not in text] == []


@pytest.mark.parametrize("line", LISTS)
@pytest.mark.usefixtures("cases")
def test_quiet_prints_the_ids_of_json_in_its_order(slt, line):
    items = json.loads(answer_of(slt, line, "--json"))["items"]
    ids = answer_of(slt, line, "-q").splitlines()
    assert ids
    if items[0].get("id"):  # the id of an event counts within its case
        of_case = "case" if line.startswith("log") else "id"
        assert ids == list(dict.fromkeys(item[of_case] for item in items))
