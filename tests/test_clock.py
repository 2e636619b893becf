"""The machine's clock and its zones can be wrong: nothing is recorded wrongly, and it is told."""

import json
import os
import subprocess
import sys
import time
from datetime import datetime
from functools import partial

import pytest

from slt_cli.app import App
from slt_cli.cli.program import run

NOON = "2026-11-23T12:00:00Z"
HOUR_BEFORE = "2026-11-23T11:00:00Z"
WITHOUT_ZONE_DATA = """
import sys
sys.modules["tzdata"] = None  # as if it were not installed
from slt_cli.cli.program import run
sys.exit(run(sys.argv[1:]))
"""


@pytest.fixture
def noted_at_noon(slt) -> None:
    """Open two cases, the last event of which is recorded at noon."""
    for line in (
        ["open", "-p", "S1", "--at", "-2h", "one"],
        ["open", "-p", "S1", "--at", "-3h", "closed"],
        ["close", "2", "--at", "-2h"],
        ["note", "1", "at noon"],
        ["note", "1", "late entry", "--at", "-90m"],
    ):
        assert slt(*line, "-q", now=NOON).code == 0


WRITES = {
    "update": ["update", "1", "--priority", "S2"],
    "note": ["note", "1", "text"],
    "respond": ["respond", "1"],
    "close": ["close", "1"],
    "escalate": ["escalate", "1"],
    "followup": ["followup", "1"],
    "hold": ["hold", "1"],
    "mark": ["mark", "1", "workaround"],
    "take": ["take", "1"],
    "resolve": ["resolve", "1"],
    "recalc --apply": ["recalc", "--apply"],
}
OTHERS = {
    "open": ["open", "-p", "S1", "two"],
    "reopen": ["reopen", "2"],
    "note": ["note", "2", "text"],
}


@pytest.mark.parametrize("line", WRITES.values(), ids=WRITES)
@pytest.mark.usefixtures("noted_at_noon")
@pytest.mark.now(HOUR_BEFORE)
def test_nothing_is_recorded_as_now_while_the_clock_is_behind(slt, line):
    before = history(slt)
    result = slt(*line)
    assert (result.code, result.out) == (1, "")
    wrong = (
        "this machine's clock says Mon 23 Nov 11:00 UTC, but the newest event of the case is of "
        "Mon 23 Nov 12:00 UTC"
    )
    assert wrong in result.err
    assert "\nfix: set the clock (`slt doctor` checks it)" in result.err
    assert history(slt) == before


@pytest.mark.parametrize("line", OTHERS.values(), ids=OTHERS)
@pytest.mark.usefixtures("noted_at_noon")
@pytest.mark.now(HOUR_BEFORE)
def test_other_cases_are_not_concerned(slt, line):
    assert slt(*line, "-q").code == 0


@pytest.mark.parametrize(
    ("behind", "code"),
    [pytest.param("11:59:00", 0, id="a minute"), pytest.param("11:58:59", 1, id="more")],
)
@pytest.mark.usefixtures("noted_at_noon")
def test_hosts_may_differ_by_a_minute(slt, items, behind, code):
    assert slt("respond", "1", "-q", now=f"2026-11-23T{behind}Z").code == code
    (case,) = items("show", "1", now=NOON)
    assert case["responded_at"] == (None if code else NOON)


def history(slt) -> list[str]:
    shown = [slt("show", number, "--json", "--at", "2026-12-31T00:00").out for number in ("1", "2")]
    return [json.dumps(json.loads(each)["items"][0]["events"]) for each in shown]


@pytest.mark.parametrize("line", [OTHERS["open"], WRITES["note"], WRITES["respond"]])
@pytest.mark.usefixtures("noted_at_noon")
@pytest.mark.now(HOUR_BEFORE)
def test_a_time_that_somebody_names_is_recorded(slt, line):
    assert slt(*line, "-q", "--at", "2026-11-23T10:30:00Z").code == 0


@pytest.mark.parametrize("line", ["list", "show 1", "due", "escalate 1 --dry-run --at -30m"])
@pytest.mark.usefixtures("noted_at_noon")
@pytest.mark.now(HOUR_BEFORE)
def test_reading_goes_on(slt, line):
    result = slt(*line.split(), "-q")
    assert (result.code, result.err) == (0, "")
    assert "CASE-1" in result.out


@pytest.mark.usefixtures("noted_at_noon")
@pytest.mark.now(HOUR_BEFORE)
def test_doctor_tells(slt):
    result = slt("doctor", "-o", "tsv")
    assert result.code == 1
    assert f"clock\tproblem\tthe clock says {HOUR_BEFORE}" in result.out


@pytest.fixture
def ahead_among_many(slt) -> None:
    """Open a case, answer another a day ahead of the clock, and then record much more."""
    for subject in ("one", "ahead"):
        assert slt("open", "-p", "S1", "--at", "-2h", subject, now=NOON).code == 0
    assert slt("respond", "2", now="2026-11-24T12:00:00Z").code == 0
    for number in range(110):
        assert slt("note", "1", f"note {number}", now=NOON).code == 0


@pytest.mark.usefixtures("ahead_among_many")
@pytest.mark.now(NOON)
def test_what_is_ahead_is_found_behind_whatever_was_recorded_since(slt):
    """The refusal is the case's own, and the check of the store is of all of it."""
    assert slt("note", "1", "goes on").code == 0
    refused = slt("note", "2", "does not")
    assert refused.code == 1
    assert "the newest event of the case is of Tue 24 Nov 12:00 UTC" in refused.err
    doctor = slt("doctor", "-o", "tsv")
    assert doctor.code == 1
    assert "something was recorded at 2026-11-24T12:00:00Z" in doctor.out
    assert slt("undo", "2").code == 0
    assert "something was recorded" not in slt("doctor", "-o", "tsv").out


@pytest.mark.usefixtures("noted_at_noon")
def test_the_same_second_and_later_are_recorded(slt):
    for instant in (NOON, NOON, "2026-11-23T12:00:01Z"):
        assert slt("note", "1", "-q", "x", now=instant).code == 0


def test_an_instant_in_the_future_is_refused(slt):
    result = slt("open", "-p", "S1", "--at", "+1h", "x")
    assert (result.code, "has not come yet" in result.err) == (1, True)
    assert slt("list", "--all", "-q").out == ""


# --- TZ -------------------------------------------------------------------------------------------


def in_zone(process, tz: str, *line: str):
    return process(*line, env={"TZ": tz})


UNKNOWN = ["UTC+24", "Mars/Olympus", ":Mars/Olympus", "/usr/share/zoneinfo/Mars", "PST", "nonsense"]
TIMES = ["2026-03-06T12:00", "12:00", "fri 9:00"]


@pytest.mark.parametrize("tz", UNKNOWN)
@pytest.mark.parametrize("given", TIMES)
def test_a_local_time_in_no_zone_is_refused(process, tz, given):
    result = in_zone(process, tz, "due", "--if-opened", given, "-p", "S1")
    assert (result.code, result.out) == (2, "")
    assert f"a time without an offset cannot be read: TZ is {tz!r}" in result.err
    assert "\nfix: set TZ to a zone such as" in result.err


@pytest.mark.parametrize("skip", [[], ["--skip-bad"]], ids=["all rows", "--skip-bad"])
def test_nor_is_it_imported(process, home, skip):
    (home / "a.csv").write_text("opened_at,priority\n2026-03-06T12:00,S1\n")
    result = in_zone(process, "Mars/Olympus", "import", str(home / "a.csv"), *skip)
    assert (result.code, result.out) == (2, "")
    assert "a time without an offset cannot be read: TZ is 'Mars/Olympus'" in result.err
    assert process("list", "--all").out == ""


@pytest.mark.parametrize("given", ["2026-03-06T12:00Z", "2026-03-06T12:00+05:30", "-90m", "+2h"])
def test_a_time_that_needs_no_zone_is_read(process, given):
    result = in_zone(process, "Mars/Olympus", "due", "--if-opened", given, "-p", "S1")
    assert (result.code, result.err) == (0, "")


KNOWN = {
    "a zone": ("America/Los_Angeles", "2026-07-01T19:00:00Z"),
    "a zone after a colon": (":Asia/Kolkata", "2026-07-01T06:30:00Z"),
    "rules": ("CET-1CEST,M3.5.0,M10.5.0/3", "2026-07-01T10:00:00Z"),
    "an offset": ("<+0330>-3:30", "2026-07-01T08:30:00Z"),
    "UTC": ("UTC", "2026-07-01T12:00:00Z"),
    "UTC as rules": ("UTC0", "2026-07-01T12:00:00Z"),
    "a zone at UTC": ("Africa/Abidjan", "2026-07-01T12:00:00Z"),
    "nothing": ("", "2026-07-01T12:00:00Z"),
}


@pytest.mark.parametrize(("tz", "instant"), KNOWN.values(), ids=KNOWN)
def test_a_local_time_in_a_zone_is_read(process, tz, instant):
    line = ("due", "--if-opened", "2026-07-01T12:00", "-p", "S1", "-o", "tsv")
    result = in_zone(process, tz, *line)
    assert (result.code, result.err) == (0, "")
    assert result.out.split("\t")[7] == instant


def test_a_zone_that_the_system_lacks_is_not_taken_for_utc(slt, monkeypatch):
    """The C library reads the system's zones alone; Python knows more, from a package."""
    monkeypatch.setenv("TZ", "Europe/Berlin")  # and no tzset: local time stays UTC, as there
    result = slt("due", "--if-opened", "2026-07-01T12:00", "-p", "S1")
    assert (result.code, "TZ is 'Europe/Berlin'" in result.err) == (2, True)
    time.tzset()
    assert slt("due", "--if-opened", "2026-07-01T12:00", "-p", "S1").code == 0


def test_doctor_names_a_zone_that_is_none(process):
    result = in_zone(process, "Mars/Olympus", "doctor", "-o", "tsv")
    assert result.code == 1
    assert (
        "local time\tproblem\tTZ is 'Mars/Olympus', which this machine does not know" in result.out
    )


# --- No zone database -----------------------------------------------------------------------------


def without_zone_data(*line: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WITHOUT_ZONE_DATA, *line],
        env={**os.environ, "PYTHONTZPATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("line", ["list", "open -p S1 x", "hotline", "config check"])
def test_without_zone_data_the_configuration_cannot_be_used(home, line):
    done = without_zone_data(*line.split())
    assert (done.returncode, done.stdout) == (3, "")
    assert 'regions.apac.timezone: this machine has no data for the time zone "Asia/Singapore"' in (
        done.stderr
    )
    assert "fix: install it where slt runs: pip install tzdata" in done.stderr
    assert not list(home.rglob("*.db")), "nothing was recorded"


@pytest.mark.parametrize("line", ["config path", "schema", "verify", "--help", "completion bash"])
def test_what_needs_no_zone_goes_on(line):
    done = without_zone_data(*line.split())
    assert (done.returncode, done.stderr) == (0, "")


def test_doctor_goes_on_too():
    done = without_zone_data("doctor", "-o", "tsv")
    assert (done.returncode, done.stderr) == (1, "")
    assert "pip install tzdata" in done.stdout
    assert "version\tok\tslt " in done.stdout


def test_a_misspelt_zone_is_still_a_misspelt_zone(slt, home):
    (home / "my.toml").write_text('[regions.usa]\ntimezone = "Europe/Lodnon"\n')
    result = slt("list", "--config", str(home / "my.toml"))
    assert (result.code, "did you mean 'Europe/London'?" in result.err) == (3, True)


def test_the_clock_is_read_again_after_a_wait(slt):
    """A clock is not behind because others recorded something during a question or a lock."""
    assert slt("open", "-q", "-p", "S1", "x", now=NOON).code == 0
    instants = iter([datetime.fromisoformat(HOUR_BEFORE), datetime.fromisoformat(NOON)])
    waited = partial(App, clock=lambda: next(instants))
    assert run(["note", "1", "-q", "y"], waited) == 0


@pytest.mark.parametrize("command", [["escalate", "--late"], ["recalc", "--apply"]])
def test_a_case_that_is_ahead_of_the_clock_does_not_stop_the_others(slt, command):
    for subject in ("behind", "ahead", "behind"):
        slt("open", "-p", "S1", "-r", "usa", "--at", "2026-11-20T16:00:00Z", subject, now=NOON)
    slt("note", "2", "from a machine whose clock is ahead", now="2026-11-24T20:00:00Z")
    done = slt(*command, "-q", now="2026-11-23T20:00:00Z")
    assert done.code == 1
    assert done.err.startswith("slt: error: CASE-2: this machine's clock says")
    assert done.out.split() == (["CASE-1", "CASE-3"] if command[0] == "escalate" else [])
