"""Two shifts on one store, from the first case opened to the log that the next shift reads."""

import json
import shlex
import time
from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any

import pytest

from tests.conftest import Result
from tests.screens.cast import POLICY, READER

pytestmark = pytest.mark.every_engine

BEFORE = (
    (
        "24 00:00",
        "desk-1",
        "open -p S2 -r usa --owner desk-1 --customer 'Harbour Clinic' --tag audio 'One-way audio'",
    ),
    ("24 01:00", "desk-1", "respond 1"),
    ("24 18:30", "desk-1", "hold 1 --reason 'waiting for the call logs'"),
    (
        "25 11:45",
        "desk-2",
        "open -p S2 -r europe --customer 'City Cabs' --tag queue 'Call queue drops every third'",
    ),
    (
        "25 12:30",
        "desk-1",
        "open -p S1 -r europe --owner desk-1 --customer 'City Cabs' --tag vip 'Emergency calls'",
    ),
)
"""What was recorded before the afternoon: the day and time (UTC), who, and the command line."""

AFTERNOON = (
    ("25 13:05", "desk-1", "respond 3"),
    (
        "25 13:20",
        "desk-3",
        "open -p S1 -r usa --owner desk-3 --tag vip --tag Phones 'All phones are down'",
    ),
    ("25 13:50", "desk-2", "open -p S1 -r europe 'Agents cannot log in'"),
    ("25 14:05", "desk-3", "respond 4 --hold"),
    ("25 15:15", "desk-2", "followup 1"),
    ("25 15:20", "cron", "escalate --late"),
    ("25 15:45", "desk-1", "open -p S2 -r usa --owner desk-1 'Voicemail is not sent by e-mail'"),
    ("25 15:55", "desk-2", "note 1 '2nd trace sent' --at 16:40"),
)
"""What the two people and cron recorded from 14:00 to 17:00 in Madrid, the note late."""

STORY = """\
When (CET)   Case    By      Event      What
──────────────────────────────────────────────────────────────────────────────
today 14:05  CASE-3  desk-1  responded  response met with 25 min left
today 14:20  CASE-4  desk-3  opened     S1, response due today 15:20
today 14:50  CASE-5  desk-2  opened     S1, response due today 15:50
today 15:05  CASE-4  desk-3  responded  response met with 15 min left; on hold
today 16:15  CASE-1  desk-2  followup   hold ended; next due today 20:15
today 16:20  CASE-5  cron    escalated  to level 1, answer due Thu 10:20; late
today 16:40  CASE-1  desk-2  noted      2nd trace sent (recorded 16:55)
today 16:45  CASE-6  desk-1  opened     S2, response due today 20:45
8 events in 5 cases. Still running: 2 late, 2 soon: slt due
"""
"""What the next shift reads at 17:10 in Madrid."""

PIPED = """\
When                  Case    By      Event      What
Wed 25 Nov 13:05 GMT  CASE-3  desk-1  responded  response met with 25 min left
Wed 25 Nov 05:20 PST  CASE-4  desk-3  opened     S1, response due Wed 25 Nov 06:20 PST
Wed 25 Nov 13:50 GMT  CASE-5  desk-2  opened     S1, response due Wed 25 Nov 14:50 GMT
Wed 25 Nov 06:05 PST  CASE-4  desk-3  responded  response met with 15 min left; on hold
Wed 25 Nov 07:15 PST  CASE-1  desk-2  followup   hold ended; next due Wed 25 Nov 11:15 PST
Wed 25 Nov 15:20 GMT  CASE-5  cron    escalated  to level 1, answer due Thu 26 Nov 09:20 GMT; late
Wed 25 Nov 07:40 PST  CASE-1  desk-2  noted      2nd trace sent (recorded 07:55)
Wed 25 Nov 07:45 PST  CASE-6  desk-1  opened     S2, response due Wed 25 Nov 11:45 PST
"""

HANDOVER = "25 16:10"

EVENING = (
    ("25 16:12", "desk-4", "take 2 5 --note 'late shift'"),
    ("25 16:14", "desk-4", "take 1"),
    ("25 16:20", "desk-4", "respond 5"),
    ("25 16:24", "desk-4", "undo 5"),
    ("25 16:30", "desk-4", "respond 2"),
    ("25 17:00", "desk-5", "respond 3"),
    ("25 17:20", "cron", "escalate --late"),
    ("25 17:30", "desk-4", "resolve 2 --note 'A queue was renamed'"),
)
"""What the next shift records, with an answer in the wrong case."""

EVENING_STORY = [
    ("17:12", "CASE-2", "desk-4", "updated"),
    ("17:12", "CASE-5", "desk-4", "updated"),
    ("17:14", "CASE-1", "desk-4", "updated"),
    ("17:20", "CASE-5", "desk-4", "responded"),
    ("17:24", "CASE-5", "desk-4", "undone"),
    ("17:30", "CASE-2", "desk-4", "responded"),
    ("18:00", "CASE-3", "desk-5", "responded"),
    ("18:30", "CASE-2", "desk-4", "resolved"),
]

Typed = Callable[..., Result]


@pytest.fixture
def types(slt, monkeypatch) -> Typed:
    """Return what runs a command line in Madrid at a time (UTC) of November 2026, by somebody."""
    monkeypatch.setenv("TZ", READER)
    monkeypatch.setenv("SLT_CONFIG", str(POLICY))
    time.tzset()

    def typed(when: str, who: str, line: str, *, on_terminal: bool = False) -> Result:
        day, at = when.split()
        return slt(
            *shlex.split(line),
            on_terminal=on_terminal,
            now=f"2026-11-{day}T{at}:00Z",
            environment={"SLT_USER": who, "COLUMNS": "80", "TZ": READER, "NO_COLOR": "1"},
        )

    return typed


def live(types: Typed, deeds: Sequence[tuple[str, str, str]]) -> None:
    """Record what happened, one command line after the other."""
    for deed in deeds:
        done = types(*deed)
        assert (done.code, done.err) == (0, ""), (deed, done)


@pytest.fixture
def shift(types) -> Typed:
    """Return what runs a command line after the afternoon."""
    live(types, (*BEFORE, *AFTERNOON))
    return types


@pytest.fixture
def evening(shift) -> Typed:
    """Return what runs a command line after the evening."""
    live(shift, EVENING)
    return shift


def answer(types: Typed, line: str, when: str = HANDOVER, who: str = "desk-4") -> str:
    """Return what a command line prints off a terminal."""
    done = types(when, who, line)
    assert (done.code, done.err) == (0, ""), (line, done)
    return done.out


def events(types: Typed, line: str, when: str = HANDOVER, who: str = "desk-4") -> list[Any]:
    """Return the events that a log has, in JSON."""
    items: list[Any] = json.loads(answer(types, f"{line} --json", when, who))["items"]
    return items


def brief(items: Sequence[dict[str, Any]]) -> list[tuple[str, str, str]]:
    """Return of each event the time (UTC), the case and the kind."""
    return [(item["at"][11:16], item["case"], item["kind"]) for item in items]


def ids(text: str) -> list[str]:
    return text.split()


# --- the afternoon --------------------------------------------------------------------------------


def test_the_next_shift_reads_it_as_a_story(shift):
    assert shift(HANDOVER, "desk-4", "log --since 14:00", on_terminal=True) == (0, STORY, "")


def test_a_pipe_gets_whole_texts_in_the_times_of_the_regions(shift):
    assert shift(HANDOVER, "desk-4", "log --since 14:00") == (0, PIPED, "")


def test_what_still_runs_is_what_due_shows(shift):
    due = json.loads(answer(shift, "due --json"))["items"]
    leading = [(clock["id"], clock["state"]) for clock in due if clock["decides"]]
    assert leading == [
        ("CASE-2", "late"),
        ("CASE-1", "soon"),
        ("CASE-3", "soon"),
        ("CASE-6", "pending"),
        ("CASE-5", "pending"),
        ("CASE-4", "held"),
    ]


@pytest.mark.parametrize("since", ["14:00", "'2026-11-23'", "'mon 00:00'"])
def test_its_events_are_those_that_the_cases_have(shift, since):
    first = "2026-11-25T13:00:00Z" if since == "14:00" else ""
    shown = [json.loads(answer(shift, f"show {number} --json")) for number in range(1, 7)]
    histories = chain.from_iterable(document["items"][0]["events"] for document in shown)
    expected = [event for event in histories if event["recorded_at"] >= first]
    expected.sort(key=lambda each: (each["at"], each["recorded_at"], each["case"], each["id"]))
    assert events(shift, f"log --since {since}") == expected


def test_json_lines_are_the_same_events(shift):
    text = answer(shift, "log --since 14:00 -o jsonl")
    assert [json.loads(line) for line in text.splitlines()] == events(shift, "log --since 14:00")


def test_json_has_its_schema(shift):
    document = json.loads(answer(shift, "log --since 14:00 --json"))
    assert document["schema"] == "slt.event/1"
    late = document["items"][6]
    assert (late["case"], late["kind"], late["who"], late["note"]) == (
        *("CASE-1", "noted", "desk-2"),
        "2nd trace sent",
    )
    assert (late["at"], late["recorded_at"]) == ("2026-11-25T15:40:00Z", "2026-11-25T15:55:00Z")


SPANS = {
    "without a start, the last day": ("log", ["18:30", "11:45", "12:30", "13:05", "13:20"]),
    "a start is in it": ("log --since 16:45", ["15:40", "15:45"]),
    "what is recorded late is in the span of its recording": ("log --since 16:50", ["15:40"]),
    "an end is not in it": ("log --since 15:00 --until 16:15", ["14:05"]),
    "an end alone is that of a day": (
        "log --until 15:00",
        ["18:30", "11:45", "12:30", "13:05", "13:20", "13:50"],
    ),
    "what was recorded later than the end is not in it": (
        "log --since 16:30 --until 16:50",
        ["15:45"],
    ),
    "a whole day": ("log --since 2026-11-24 --until 2026-11-24", ["00:00", "01:00", "18:30"]),
    "yesterday": ("log --since yesterday --until yesterday", ["00:00", "01:00", "18:30"]),
}


@pytest.mark.parametrize(("line", "times"), SPANS.values(), ids=SPANS)
def test_a_span_is_about_when_it_was_recorded(shift, line, times):
    found = [at for at, _, _ in brief(events(shift, line))]
    assert found[: len(times)] == times
    assert len(found) == (11 if line == "log" else len(times))


WHO = {
    "somebody": ("log --since 14:00 --who desk-2", ["CASE-5", "CASE-1", "CASE-1"]),
    "in any case of letters": ("log --since 14:00 --who Desk-2", ["CASE-5", "CASE-1", "CASE-1"]),
    "cron": ("log --since 14:00 --who cron", ["CASE-5"]),
    "a part of a name is nobody": ("log --since 14:00 --who desk", []),
    "me": ("log --since 14:00 --who me", ["CASE-4", "CASE-4"]),
}


@pytest.mark.parametrize(("line", "cases"), WHO.values(), ids=WHO)
def test_who_recorded_it(shift, line, cases):
    assert [item["case"] for item in events(shift, line, who="desk-3")] == cases


FILTERS = {
    "by owner": ("--owner desk-1", ["CASE-3", "CASE-1", "CASE-6"]),
    "without an owner": ("--owner none", ["CASE-5"]),
    "mine": ("--owner me", ["CASE-4"]),
    "by customer": ("--customer 'city cabs'", ["CASE-3"]),
    "by tag": ("--tag VIP", ["CASE-3", "CASE-4"]),
    "by two tags": ("--tag vip --tag phones", ["CASE-4"]),
    "by a note": ("--text TRACE", ["CASE-1"]),
    "by words of two texts": ("--text 'trace audio'", ["CASE-1"]),
    "by region and priority": ("--region europe --priority S1", ["CASE-3", "CASE-5"]),
    "by clock": ("--clock escalation", ["CASE-5"]),
    "by status": ("--status responded", ["CASE-3", "CASE-4", "CASE-1"]),
    "the newest by recording, the oldest first": ("--limit 2", ["CASE-1", "CASE-6"]),
}


@pytest.mark.parametrize(("given", "cases"), FILTERS.values(), ids=FILTERS)
def test_filters_choose_the_cases(shift, given, cases):
    assert ids(answer(shift, f"log --since 14:00 -q {given}", who="desk-3")) == cases


def test_quiet_names_each_case_once(shift):
    told = ids(answer(shift, "log --since 14:00 --quiet"))
    assert told == ["CASE-3", "CASE-4", "CASE-5", "CASE-1", "CASE-6"]


def test_nothing_recorded_is_success(shift):
    assert shift(HANDOVER, "desk-4", "log --since 17:00") == (0, "", "")
    assert events(shift, "log --since 17:00") == []
    told = shift(HANDOVER, "desk-4", "log --since 17:00", on_terminal=True)
    assert (told.code, told.err) == (0, "")
    assert len(told.out.splitlines()) == 1


def test_an_end_before_the_start_is_a_usage_error(shift):
    told = shift(HANDOVER, "desk-4", "log --since 16:00 --until 15:00")
    assert (told.code, told.out) == (2, "")
    assert "fix: " in told.err


# --- the next shift -------------------------------------------------------------------------------


def test_the_next_shift_takes_over(shift):
    assert ids(answer(shift, "list -q --owner desk-1")) == ["CASE-1", "CASE-3", "CASE-6"]
    assert ids(answer(shift, "list -q --owner me")) == []
    assert ids(answer(shift, "due -q --owner none")) == ["CASE-2", "CASE-5"]

    told = answer(shift, "take 2 5 --note 'late shift'")
    assert "Took CASE-2: Call queue drops every third\n" in told
    assert "Took CASE-5: Agents cannot log in\n" in told
    assert [" ".join(line.split()) for line in told.splitlines() if "->" in line] == [
        "owner none -> desk-4",
        "owner none -> desk-4",
    ]
    assert "owner desk-1 -> desk-4" in " ".join(answer(shift, "take 1").split())

    assert ids(answer(shift, "list -q --owner ME")) == ["CASE-1", "CASE-2", "CASE-5"]
    assert ids(answer(shift, "list -q --owner DESK-4")) == ["CASE-1", "CASE-2", "CASE-5"]
    assert ids(answer(shift, "due -q --owner me")) == ["CASE-2", "CASE-1", "CASE-5"]
    assert answer(shift, "due --owner none") == ""


def test_what_is_mine_already_is_not_recorded_again(shift):
    answer(shift, "take 1 --note 'late shift'")
    before = answer(shift, "show 1 --json")
    assert "is yours already" in answer(shift, "take 1")
    assert "is yours already" in answer(shift, "take 1", who="DESK-4")
    assert answer(shift, "show 1 --json") == before


def test_a_second_handover(evening):
    items = events(evening, "log --since 17:10", "25 18:00", "desk-1")
    told = [(item["at"], item["case"], item["who"], item["kind"]) for item in items]
    assert told == [
        (f"2026-11-25T{int(at[:2]) - 1}:{at[3:]}:00Z", *rest) for at, *rest in EVENING_STORY
    ]
    assert items[0]["changes"]["owner"] == {"old": None, "new": "desk-4"}
    assert items[0]["note"] == "late shift"
    assert items[2]["changes"]["owner"] == {"old": "desk-1", "new": "desk-4"}
    assert items[4]["undoes"] == items[3]["id"]
    assert answer(evening, "verify", "25 18:00") == ""


def test_the_second_story_shows_what_was_taken_back(evening):
    told = evening("25 18:00", "desk-1", "log --since 17:10", on_terminal=True)
    assert (told.code, told.err) == (0, "")
    heading, _, *rows, last = told.out.splitlines()
    assert heading.split() == ["When", "(CET)", "Case", "By", "Event", "What"]
    firsts = [row.split()[:5] for row in rows if row.startswith("today")]
    assert [tuple(first) for first in firsts] == [("today", *row) for row in EVENING_STORY]
    text = " ".join(told.out.split())
    assert "updated owner none -> desk-4; late shift today" in text
    assert "updated owner desk-1 -> desk-4 today" in text
    assert "responded" in text[text.index("undone") : text.index("17:30")]
    assert last.startswith("8 events in 4 cases. Still running: ")
    assert max(map(len, told.out.splitlines())) == 80  # what does not fit is cut

    piped = answer(evening, "log --since 17:10", "25 18:00", "desk-1").splitlines()
    assert "responded  taken back: response missed" in piped[4]
    assert [line for line in piped if "taken back" in line] == [piped[4]]
    assert piped[-1].endswith("; A queue was renamed")


def test_filters_choose_cases_as_they_are_now(evening):
    line = "log --since 14:00 --until 17:10 -q --owner desk-4"
    assert ids(answer(evening, line, "25 18:00", "desk-1")) == ["CASE-5", "CASE-1"]


def test_the_log_shows_void_cases_too(evening):
    answer(evening, "void 6 --reason 'The same as CASE-4'", "25 18:10", "desk-1")
    (item,) = events(evening, "log --since 19:10", "25 18:11", "desk-1")
    assert (item["case"], item["kind"], item["note"]) == ("CASE-6", "voided", "The same as CASE-4")
    story = events(evening, "log --since 14:00 --who desk-1", "25 18:11", "desk-1")
    assert [item["case"] for item in story] == ["CASE-3", "CASE-6", "CASE-6"]
