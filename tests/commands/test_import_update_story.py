"""Monday's export, a day's work with slt, and Tuesday's export read with `slt import --update`."""

import json
import shlex
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.commands.zendesk_days import EVERY_ROW, GONE, STORIES, export, instant, short
from tests.conftest import Result

pytestmark = pytest.mark.every_engine

Rows = list[tuple[int, Mapping[str, str]]]

REFS = {story.name: ref for ref, story in enumerate(STORIES, start=501)}
NEW = (600, {"Created at": "Tue 13:00", "Updated at": "Tue 13:00", "Subject": "A new one"})
MONDAY: Rows = [(REFS[story.name], story.monday) for story in STORIES]
TUESDAY: Rows = [
    *((REFS[s.name], {**s.monday, **s.tuesday}) for s in STORIES if s.tuesday is not GONE),
    NEW,
]
TUESDAY_MORNING = instant("Tue 07:00")
WEDNESDAY_MORNING = instant("Wed 07:00")


@pytest.fixture
def imported(slt, home: Path) -> Callable[..., Result]:
    """Return a function that imports rows of an export, at a time."""

    def call(rows: Rows, *options: str, now: str = WEDNESDAY_MORNING) -> Result:
        (home / "zendesk.csv").write_text(export(rows))
        file = str(home / "zendesk.csv")
        result = slt("import", file, "--timezone", "Europe/London", *options, now=now)
        assert (result.code, result.err) == (0, "")
        return result

    return call


@pytest.fixture
def monday(imported) -> None:
    """Import Monday's export on Tuesday morning."""
    imported(MONDAY, now=TUESDAY_MORNING)


@pytest.fixture
def worked(imported, slt) -> None:
    """Import Monday's export, and work on the cases on Tuesday."""
    live_until_tuesday_evening(imported, slt)


@pytest.fixture
def tuesday(imported, slt) -> list[str]:
    """Import Tuesday's export on Wednesday morning, too; return the lines of the answer."""
    live_until_tuesday_evening(imported, slt)
    return imported(TUESDAY, "--update").out.splitlines()


def live_until_tuesday_evening(imported, slt) -> None:
    imported(MONDAY, now=TUESDAY_MORNING)
    steps = [(instant(step[:9]), step[10:], str(REFS[s.name])) for s in STORIES for step in s.desk]
    for now, line, ref in sorted(steps):
        verb, *rest = shlex.split(line)
        result = slt(verb, ref, *rest, now=now)
        assert (result.code, result.err) == (0, ""), line


@pytest.fixture
def cases(slt) -> Callable[..., dict[str, Any]]:
    """Return a function that returns every case, as an export has it, by its reference."""

    def call(*options: str) -> dict[str, Any]:
        lines = exported(slt, *options).splitlines()
        return {case["ref"]: case for case in map(json.loads, lines)}

    return call


def exported(slt: Callable[..., Result], *options: str) -> str:
    """Return a line for each case, the void ones last."""
    command = ("export", "-", "-o", "jsonl", *options)
    exports = [slt(*command, *which, now=WEDNESDAY_MORNING) for which in ((), ("--status", "void"))]
    assert [(result.code, result.err) for result in exports] == [(0, "")] * 2
    return "".join(result.out for result in exports)


def history(case: Mapping[str, Any]) -> list[str]:
    """Return the events of a case, each such as `Tue 09:10 responded (imported)`."""
    return [
        f"{short(event['at'])} {event['kind']}" + (f" ({event['note']})" if event["note"] else "")
        for event in case["events"]
    ]


def as_json(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields with their times as JSON has them."""
    return {
        name: instant(value) if value and name.endswith(("_at", "_since")) else value
        for name, value in fields.items()
    }


def left_and_reported(lines: Iterable[str]) -> str:
    return next((line for line in lines if line.startswith("Differ")), "")


# --- The story ------------------------------------------------------------------------------------


@pytest.mark.usefixtures("monday")
def test_mondays_export_says_what_each_case_has_been(items):
    for number, story in enumerate(STORIES, start=1):
        (case,) = items("show", str(number), now=TUESDAY_MORNING)
        opened = {**EVERY_ROW, **story.monday}["Created at"]
        assert history(case) == [f"{opened} opened (imported)", *story.known], story.name


@pytest.mark.usefixtures("tuesday")
def test_show_has_what_tuesdays_export_knows_more(items):
    found, wanted = {}, {}
    for number, story in enumerate(STORIES, start=1):
        (case,) = items("show", str(number), now=WEDNESDAY_MORNING)
        since = [event for event in case["events"] if event["recorded_at"] > TUESDAY_MORNING]
        fields = {name: case[name] for name in story.fields}
        found[story.name] = (history({"events": since}), fields)
        wanted[story.name] = (list(story.events), as_json(story.fields))
    assert found == wanted


@pytest.mark.usefixtures("tuesday")
def test_each_event_was_recorded_by_the_import_when_it_ran(cases):
    brought = [
        (event["recorded_at"], event["who"], event["command"])
        for case in cases().values()
        for event in case["events"]
        if event["recorded_at"] > instant("Tue 20:00")
    ]
    assert len(brought) == len(set(TUESDAY_EVENTS)) + 1
    assert {each[:2] for each in brought} == {(WEDNESDAY_MORNING, "tester")}
    assert len({command for _, _, command in brought}) == 1


def test_the_answer_counts_what_changed_and_names_what_was_left(tuesday):
    changed = {name for name, _ in TUESDAY_EVENTS}
    left = [
        f"CASE-{number} ({story.left})" for number, story in enumerate(STORIES, 1) if story.left
    ]
    counts = dict(line.split(None, 1) for line in tuesday if line[:8] in ("Imported", "Updated "))
    assert counts["Imported"] == "1"
    assert counts["Updated"].startswith(f"{len(changed)}: CASE-")
    wanted = f"{len(left)}, which the store keeps as they are: {', '.join(left)}"
    assert left_and_reported(tuesday).split(None, 1) == ["Differ", wanted]


@pytest.mark.usefixtures("tuesday")
def test_the_store_agrees_with_its_history(slt):
    assert slt("verify", now=WEDNESDAY_MORNING) == (0, "", "")


TUESDAY_EVENTS = [
    (story.name, event) for story in STORIES for event in story.events if "(imported)" in event
]


# --- Again, and in another order ------------------------------------------------------------------


def test_the_same_file_again_changes_nothing(tuesday, imported, slt):
    before = exported(slt)
    again = imported(TUESDAY, "--update", now=instant("Wed 08:00")).out.splitlines()
    assert exported(slt) == before
    assert left_and_reported(again) == left_and_reported(tuesday)
    assert "Updated" not in {line.split()[0] for line in again if not line.endswith(" 0")}


@pytest.mark.usefixtures("tuesday")
def test_an_older_file_changes_nothing(imported, slt):
    before = exported(slt)
    imported(MONDAY, "--update", now=instant("Wed 08:00"))
    assert exported(slt) == before


@pytest.mark.usefixtures("worked")
def test_without_update_nothing_is_recorded(imported, cases):
    before = cases()
    imported([row for row in TUESDAY if row[0] != REFS["void in slt, solved in Zendesk"]])
    assert {ref: case for ref, case in cases().items() if ref != str(NEW[0])} == before


def shuffled(rows: Rows, seed: int) -> Rows:
    return Random(seed).sample(rows, len(rows))


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(TUESDAY[::-1], id="reversed"),
        pytest.param(shuffled(TUESDAY, 1), id="at random"),
        pytest.param(shuffled(TUESDAY, 2), id="at random again"),
        pytest.param([*MONDAY, *TUESDAY], id="after Monday's"),
        pytest.param([*TUESDAY, *MONDAY], id="before Monday's"),
        pytest.param(shuffled([*TUESDAY, *MONDAY], 3), id="among Monday's, at random"),
    ],
)
@pytest.mark.usefixtures("worked")
def test_the_order_of_the_rows_does_not_matter(imported, slt, cases, home, another_store, rows):
    copy = another_store()
    (home / "worked.jsonl").write_text(exported(slt))
    assert slt("import", str(home / "worked.jsonl"), *copy, now=WEDNESDAY_MORNING).code == 0
    imported(TUESDAY, "--update")
    imported(rows, "--update", *copy)
    wanted, found = cases(), cases(*copy)
    for case in (*wanted.values(), *found.values()):
        for event in case["events"]:
            del event["command"], event["sequence"]
    assert found == wanted


# --- Taken back -----------------------------------------------------------------------------------


@pytest.mark.usefixtures("tuesday")
def test_what_undo_took_back_is_left_and_reported(imported, slt):
    changed = {number for number, story in enumerate(STORIES, 1) if _brought(story.events)}
    left = {number for number, story in enumerate(STORIES, 1) if story.left}
    for number in sorted(changed):
        assert slt("undo", str(number), now=instant("Wed 08:00")).code == 0
    before = exported(slt)
    again = imported(TUESDAY, "--update", now=instant("Wed 09:00")).out.splitlines()
    assert exported(slt) == before
    assert left_and_reported(again).startswith(f"Differ         {len(changed | left)}, which")


def _brought(events: Iterable[str]) -> bool:
    return any(event.endswith("(imported)") for event in events)


# --- Rows that do not say when they changed -------------------------------------------------------


def test_a_refused_end_is_reported_although_the_facts_of_its_row_come_later(slt, home):
    """The case waits from 09:00 on, so that it was not resolved at 08:45."""
    opened = ("open", "-q", "-p", "S1", "--ref", "7", "--at", instant("Mon 10:00"), "Fax")
    assert slt(*opened, now=instant("Mon 10:00")).code == 0
    assert slt("respond", "7", "--hold", now=instant("Tue 09:00")).code == 0
    columns = "ref,opened_at,priority,partner,status,resolved_at,closed_at"
    times = (instant("Tue 08:45"), instant("Tue 10:15"))
    row = ("7", instant("Mon 10:00"), "S1", "Acme", "closed", *times)
    (home / "cases.csv").write_text(f"{columns}\n{','.join(row)}\n")
    result = slt("import", str(home / "cases.csv"), "--update", now=WEDNESDAY_MORNING)
    wanted = "1, which the store keeps as they are: CASE-1 (resolved_at)"
    assert left_and_reported(result.out.splitlines()).split(None, 1) == ["Differ", wanted]
