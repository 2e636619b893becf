"""A command on several cases that is stopped: what was recorded is shown, then what remains."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from slt_cli.cli.program import run
from slt_cli.errors import LostTransactionError, OutputError, StoreError
from tests.apps import app_with
from tests.commands.lives import FRIDAY_EVENING, OPEN, at
from tests.commands.stopping import raising, stopping, wrapped_interruption
from tests.conftest import Result

pytestmark = [pytest.mark.usefixtures("whole_life", "cases"), pytest.mark.now(FRIDAY_EVENING)]

CASES = [f"CASE-{number}" for number in range(1, 5)]
HOLD = ("hold", "1", "2", "3", "4", *at("11:00"))
LATE = ("escalate", "--late", *at("17:00"))
APPLY = ("recalc", "--apply")
BUSY = "slt: error: the store is busy\nfix: try again in a moment"
TWO_OF_FOUR = "CASE-1 and CASE-2 were recorded; CASE-3 and CASE-4 remain: repeat the command"
HOLIDAY = '[[regions.europe.exceptions]]\ndate = 2026-11-23\nname = "A holiday"\n'


def busy():
    return StoreError("the store is busy", "try again in a moment")


@pytest.fixture
def cases(slt):
    for minute in range(4):
        slt(*OPEN, *at(f"09:0{minute}"))


@pytest.fixture
def stopped(capsys):
    """Return a function that runs a command line whose n-th transaction is stopped."""

    def call(*line, turn, by, moment="before", reads=None):
        made = stopping(turn, moment, raising(by()), FRIDAY_EVENING, reads)
        capsys.readouterr()
        return Result(run(line, made), *capsys.readouterr())

    return call


@pytest.fixture
def recorded(items):
    """Return a function that gives the ids of the cases with more than their opening."""

    def call():
        found = [case["id"] for case in items("list", "--all", "--sort", "number")]
        return [case for case in found if len(items("show", case)[0]["events"]) > 1]

    return call


@pytest.fixture
def promised_otherwise(home, monkeypatch, cases):
    """Change the configuration once the cases are open, so that every due time would be another."""
    del cases
    own = home / "own.toml"
    monkeypatch.setenv("SLT_CONFIG", str(own))
    own.write_text(HOLIDAY)


@pytest.mark.parametrize("moment", ["before", "within"])
def test_a_store_that_fails_comes_after_what_was_recorded(stopped, recorded, moment):
    result = stopped(*HOLD, "-q", turn=3, by=busy, moment=moment)
    assert result == (5, "CASE-1\nCASE-2\n", f"{BUSY}; {TWO_OF_FOUR} for them\n")
    assert recorded() == ["CASE-1", "CASE-2"]


@pytest.mark.parametrize(
    ("by", "code", "said"),
    [
        pytest.param(KeyboardInterrupt, 130, "slt: interrupted: ", id="interrupted"),
        pytest.param(wrapped_interruption, 130, "slt: interrupted: ", id="in a class body"),
        pytest.param(lambda: RuntimeError("boom"), 70, "slt: error: internal error: ", id="a bug"),
        pytest.param(MemoryError, 1, "slt: error: out of memory\n", id="out of memory"),
        pytest.param(
            lambda: OutputError("a full disk"), 1, "slt: error: a full disk\n", id="no output"
        ),
    ],
)
@pytest.mark.parametrize(
    ("moment", "done", "told"),
    [
        pytest.param("before", 1, "CASE-1 was recorded; CASE-2, CASE-3 and CASE-4 remain", id="1"),
        pytest.param("within", 1, "CASE-1 was recorded; CASE-2, CASE-3 and CASE-4 remain", id="2"),
        pytest.param(
            "after", 2, "CASE-1 and CASE-2 were recorded; CASE-3 and CASE-4 remain", id="3"
        ),
    ],
)
def test_what_it_says_is_true_wherever_it_is_stopped(
    stopped, recorded, by, code, said, moment, done, told
):
    result = stopped(*HOLD, "-q", turn=2, by=by, moment=moment)
    assert (result.code, result.out.split()) == (code, CASES[:done])
    assert result.err.startswith(said)
    assert result.err.endswith(f"{told}: repeat the command for them\n")
    assert "see `slt list --all`" not in result.err
    assert recorded() == CASES[:done]


def test_an_interruption_is_one_line(stopped):
    result = stopped("hold", "1", "2", *at("11:00"), turn=2, by=KeyboardInterrupt)
    told = "CASE-1 was recorded; CASE-2 remains: repeat the command for it"
    assert result.err == f"slt: interrupted: {told}\n"


@pytest.mark.parametrize(
    ("line", "turn", "out", "told"),
    [
        pytest.param("note 1 x", 1, "CASE-1\n", "CASE-1 was recorded", id="the only case"),
        pytest.param(
            "hold 3 4", 2, "CASE-3\nCASE-4\n", "CASE-3 and CASE-4 were recorded", id="the last case"
        ),
    ],
)
def test_what_is_recorded_when_it_is_interrupted_is_shown(stopped, line, turn, out, told):
    result = stopped(*line.split(), "-q", turn=turn, by=KeyboardInterrupt, moment="after")
    assert result == (130, out, f"slt: interrupted: {told}\n")


@pytest.mark.parametrize(
    ("turn", "out", "told"),
    [
        pytest.param(1, "", "CASE-1 may be recorded: see `slt show CASE-1`; ", id="the first"),
        pytest.param(
            2,
            "CASE-1\n",
            "CASE-1 was recorded; CASE-2 may be recorded: see `slt show CASE-2`; ",
            id="another",
        ),
    ],
)
def test_where_nobody_can_look_nothing_is_claimed(stopped, turn, out, told):
    line = ("hold", *CASES[: turn + 1], "-q", *at("11:00"))
    by = KeyboardInterrupt
    result = stopped(*line, turn=turn, by=by, moment="after", reads=0)
    remain = f"CASE-{turn + 1} remains: repeat the command for it"
    assert result == (130, out, f"slt: interrupted: {told}{remain}\n")


@pytest.mark.parametrize(
    ("by", "code", "err"),
    [
        pytest.param(busy, 5, f"{BUSY}\n", id="a store that is busy"),
        pytest.param(KeyboardInterrupt, 130, "\n", id="an interruption"),
    ],
)
@pytest.mark.parametrize("line", [HOLD, LATE, ("note", "1", "x")], ids=lambda line: line[0])
def test_if_nothing_was_recorded_the_error_is_as_it_is(stopped, recorded, line, by, code, err):
    assert stopped(*line, turn=1, by=by) == (code, "", err)
    assert recorded() == []


@pytest.mark.parametrize(
    ("by", "error"),
    [
        pytest.param(
            busy,
            {
                "code": "store",
                "message": "the store is busy",
                "hint": f"try again in a moment; {TWO_OF_FOUR} for them",
                "exit": 5,
            },
            id="a store that is busy",
        ),
        pytest.param(
            KeyboardInterrupt,
            {
                "code": "interrupted",
                "message": "interrupted",
                "hint": f"{TWO_OF_FOUR} for them",
                "exit": 130,
            },
            id="an interruption",
        ),
    ],
)
def test_json_stays_json_on_both_outputs(stopped, by, error):
    result = stopped(*HOLD, "--json", turn=3, by=by)
    assert [case["id"] for case in json.loads(result.out)["items"]] == ["CASE-1", "CASE-2"]
    assert json.loads(result.err) == {"error": error}
    assert result.code == error["exit"]


@pytest.mark.parametrize(
    ("by", "code"),
    [
        pytest.param(busy, 4, id="of the first error"),
        pytest.param(KeyboardInterrupt, 130, id="of an interruption"),
        pytest.param(lambda: RuntimeError("boom"), 70, id="of a bug"),
    ],
)
def test_what_was_refused_before_is_reported_and_gives_the_exit_code(stopped, by, code):
    result = stopped("hold", "77", "1", "2", *at("11:00"), turn=2, by=by)
    assert result.code == code
    assert "CASE-1" in result.out
    lines = result.err.splitlines()
    assert lines[0] == "slt: error: there is no case CASE-77"
    assert lines[-1].endswith("CASE-1 was recorded; CASE-2 remains: repeat the command for it")
    assert result.err.count("recorded") == 1


def test_of_many_cases_five_are_named(slt, stopped):
    for minute in range(10):
        slt(*OPEN, *at(f"09:1{minute}"))
    every = map(str, range(1, 15))
    result = stopped("hold", *every, "-q", *at("11:00"), turn=8, by=KeyboardInterrupt)
    assert result.err == (
        "slt: interrupted: CASE-1, CASE-2, CASE-3, CASE-4, CASE-5 and 2 more were recorded; "
        "CASE-8, CASE-9, CASE-10, CASE-11, CASE-12 and 2 more remain: repeat the command for them\n"
    )


@pytest.mark.usefixtures("promised_otherwise")
@pytest.mark.parametrize("line", [LATE, APPLY], ids=["escalate --late", "recalc --apply"])
def test_cron_shows_what_was_recorded_and_does_the_rest_when_it_runs_again(
    slt, stopped, recorded, line
):
    result = stopped(*line, "-q", turn=3, by=busy)
    assert result == (5, "CASE-1\nCASE-2\n", f"{BUSY}; {TWO_OF_FOUR}\n")
    assert recorded() == ["CASE-1", "CASE-2"]
    assert slt(*line, "-q") == (0, "CASE-3\nCASE-4\n", "")


@pytest.mark.usefixtures("promised_otherwise")
@pytest.mark.parametrize("line", [LATE, APPLY], ids=["escalate --late", "recalc --apply"])
def test_interrupted_at_the_instant_of_recording_cron_shows_that_case_too(stopped, recorded, line):
    whole = stopped(*line, "--json", turn=2, by=KeyboardInterrupt, moment="after")
    shown = json.loads(whole.out)["items"]
    assert list(dict.fromkeys(case["id"] for case in shown)) == ["CASE-1", "CASE-2"]
    assert shown[1].keys() == shown[0].keys()
    assert json.loads(whole.err)["error"]["hint"] == TWO_OF_FOUR
    assert recorded() == ["CASE-1", "CASE-2"]


@pytest.mark.usefixtures("promised_otherwise")
def test_due_times_are_said_to_be_recorded_only_where_they_are(items, slt, stopped):
    shown = items("recalc")
    assert "Recorded" not in slt("recalc").out
    result = stopped(*APPLY, "--json", turn=3, by=KeyboardInterrupt, moment="within")
    answer = json.loads(result.out)
    assert answer["items"] == [each for each in shown if each["id"] in ("CASE-1", "CASE-2")]
    assert answer["notes"] == [{"label": "Recorded", "text": "the new due times of 2 cases"}]
    assert slt("recalc", "-q").out == "CASE-3\nCASE-4\n"
    result = stopped(*APPLY, turn=2, by=KeyboardInterrupt)
    assert result.out.endswith("Recorded: the new due times of 1 case\n")


@pytest.mark.usefixtures("promised_otherwise")
@pytest.mark.parametrize("form", ["json", "plain"])
@pytest.mark.parametrize(
    "line", [[*LATE, "--dry-run"], ["recalc"]], ids=["escalate --late --dry-run", "recalc"]
)
def test_what_records_nothing_says_nothing_of_it(stopped, line, form):
    result = stopped(*line, "-o", form, turn=0, by=busy, reads=2)
    assert (result.code, result.out) == (5, "")
    assert "the store is gone" in result.err
    assert "recorded" not in result.err


@pytest.mark.parametrize(
    "named",
    [
        pytest.param(["1", "CASE-1"], id="by number and by id"),
        pytest.param(["case-1", "00412355", "1"], id="by reference"),
    ],
)
def test_a_case_that_is_named_in_two_ways_has_one_turn(slt, items, named):
    slt("update", "1", "--ref", "00412355", *at("10:00"))
    assert slt("hold", *named, "-q", *at("11:00")) == (0, "CASE-1\n", "")
    assert [event["kind"] for event in items("show", "1")[0]["events"]] == [
        *("opened", "updated", "held")
    ]


def test_unknown_names_are_refused_in_the_order_given(slt):
    slt("close", "2", *at("10:00"))
    result = slt("hold", "77", "1", "CASE-1", "2", "77", "CASE-78", "3", "-q", *at("11:00"))
    assert (result.code, result.out) == (4, "CASE-1\nCASE-3\n")
    told = [line.split(": ")[2] for line in result.err.splitlines() if "slt: error" in line]
    assert told == ["there is no case CASE-77", "2", "there is no case CASE-78"]


@pytest.mark.parametrize(
    ("line", "err"),
    [
        pytest.param("respond 1 2", "CASE-1 and CASE-2 were recorded", id="where all was recorded"),
        pytest.param(
            "respond 1 77 2", "CASE-1 and CASE-2 were recorded", id="where one was refused"
        ),
    ],
)
def test_an_answer_that_cannot_be_written_says_what_was_recorded(line, err):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "slt_cli", *line.split()],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == (4 if "77" in line else 1)
    *before, error, fix = done.stderr.splitlines()
    assert bool(before) is ("77" in line)
    assert error == "slt: error: the answer could not be written: No space left on device"
    assert fix == f"fix: {err}"


def test_a_store_that_is_lost_while_the_answer_is_shown(capsys, recorded):
    lost = LostTransactionError("the connection was lost", "look", may_be_recorded=True)

    def made(options):
        app = app_with(now=FRIDAY_EVENING)(options)
        app.show = lambda _: raising(lost)()
        return app

    capsys.readouterr()
    assert run(("hold", "1", "2", *at("11:00")), made) == 5
    told = "slt: error: the connection was lost\nfix: look; CASE-1 and CASE-2 were recorded\n"
    assert (*capsys.readouterr(),) == ("", told)
    assert recorded() == ["CASE-1", "CASE-2"]
