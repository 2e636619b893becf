"""What `slt report` takes and refuses, and what it shows of texts and keys of any kind."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Result

Slt = Callable[..., Result]
Items = Callable[..., list[dict[str, Any]]]

pytestmark = [pytest.mark.every_engine, pytest.mark.now("2026-11-26T12:00:00Z")]


@pytest.fixture
def cases(slt: Slt) -> None:
    """Open two S1 cases that are late, and an S2 that was answered in time."""
    for line in (
        "open -p S1 --owner Ann --partner Acme --tag vip --at 2026-11-23T14:00:00Z one",
        "open -p S1 --owner ann --partner ACME --tag VIP --tag eu --at 2026-11-23T15:00:00Z two",
        "open -p S2 -r europe --owner bob --at 2026-11-24T09:00:00Z three",
        "respond 3 --at 2026-11-24T10:00:00Z",
    ):
        assert slt(*line.split()).code == 0


EMPTY = "--by: a field is empty", "name one, or leave it out"
FIELDS = "One of: priority, region, partner, partner-type, customer, owner, tag, clock, week, month"
TIMES = '{0} -90m, {0} "yesterday 14:00", {0} 2026-11-25T17:30'


@pytest.mark.parametrize(
    ("options", "message", "fix"),
    [
        pytest.param(["--by", "bogus"], "unknown field 'bogus'", FIELDS, id="an unknown field"),
        pytest.param(["--by", ""], *EMPTY, id="an empty field"),
        pytest.param(["--by", "owner,"], *EMPTY, id="an empty second field"),
        pytest.param(["--by", "owner", "--by", " "], *EMPTY, id="a blank one"),
        pytest.param(
            ["--by", "plan"],
            "--by: unknown field 'plan'",
            "a plan is for partner types: partner-type",
            id="a plan",
        ),
        pytest.param(
            ["--by", "prority"],
            "unknown field 'prority'",
            f"did you mean 'priority'? {FIELDS}",
            id="a field that is misspelt",
        ),
        pytest.param(
            ["--by", "\x1b[31m"], r"unknown field '\x1b[31m'", FIELDS, id="a hostile field"
        ),
        pytest.param(["--trend", "day"], "unknown trend 'day'", "One of: week, month", id="a unit"),
        pytest.param(["--trend", ""], "unknown trend ''", "One of: week, month", id="no unit"),
        pytest.param(
            ["--clock", "first"],
            "unknown clock 'first'",
            "One of: response, next, update, workaround, resolution, escalation",
            id="an unknown clock",
        ),
        pytest.param(
            ["--since", ""],
            "--since: the time is empty",
            TIMES.format("--since"),
            id="an empty time",
        ),
        pytest.param(
            ["--until", " "],
            "--until: the time is empty",
            TIMES.format("--until"),
            id="a blank time",
        ),
        pytest.param(
            ["--since", "2026-11", "--until", "2026-10"],
            "--until 2026-10 is before --since 2026-11",
            "give the earlier time with --since",
            id="a reversed period",
        ),
        pytest.param(
            ["--misses", "--by", "owner"],
            "--misses and --by exclude each other",
            "leave one out",
            id="misses by a field",
        ),
        pytest.param(
            ["--misses", "--trend", "week"],
            "--misses and --trend exclude each other",
            "leave one out",
            id="misses with a trend",
        ),
        pytest.param(
            ["--partner", ""],
            "--partner is empty, which would mean all",
            "name one, or leave it out",
            id="an empty filter",
        ),
        pytest.param(
            ["--limit", "-1"],
            "invalid value for '--limit' / '-n': -1 is not in the range x>=0",
            "see `slt report --help`",
            id="a negative limit",
        ),
    ],
)
@pytest.mark.parametrize("form", [(), ("--json",)], ids=["for people", "JSON"])
@pytest.mark.sqlite("nothing is read of a store")
def test_a_wrong_use_is_refused(
    slt: Slt, options: list[str], message: str, fix: str, form: tuple[str, ...]
) -> None:
    result = slt("report", *options, *form)
    assert (result.code, result.out) == (2, "")
    if form:
        error = json.loads(result.err)["error"]
        assert (error["message"], error["hint"], error["exit"]) == (message, fix, 2)
    else:
        assert result.err == f"slt: error: {message}\nfix: {fix}\n"


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        pytest.param(["--by", "priority,region"], ["priority", "region"], id="with a comma"),
        pytest.param(["--by", "Region , PRIORITY"], ["region", "priority"], id="blanks and case"),
        pytest.param(["--by", "region", "--by", "region"], ["region"], id="the same one twice"),
        pytest.param(["--by", "partner_type"], ["partner_type"], id="as in JSON"),
        pytest.param(["--by", "partner-type"], ["partner_type"], id="as an option is written"),
    ],
)
@pytest.mark.usefixtures("cases")
def test_fields_are_given_once_or_several_times(
    items: Items, given: list[str], fields: list[str]
) -> None:
    found = items("report", *given)
    assert {tuple(item)[: len(fields) + 1] for item in found} == {(*fields, "met")}


@pytest.mark.usefixtures("cases")
def test_priority_and_region_have_a_row_for_each_combination(slt: Slt) -> None:
    assert slt("report", "--by", "priority,region").out == (
        "Priority  Region  Met  Missed  Share  Objective  Median  90 % within\n"
        "S1        USA       0       2    0 %  -               -            -\n"
        "S2        Europe    1       0  100 %  -             1 h          1 h\n"
    )


@pytest.mark.parametrize(
    ("limit", "owners"), [("0", []), ("1", ["Ann"]), ("2", ["Ann", "bob"]), ("9", ["Ann", "bob"])]
)
@pytest.mark.usefixtures("cases")
def test_a_limit_is_for_rows(items: Items, limit: str, owners: list[str]) -> None:
    assert [item["owner"] for item in items("report", "--by", "owner", "--limit", limit)] == owners


@pytest.mark.usefixtures("cases")
def test_totals_stay_whole_whatever_the_limit_is(slt: Slt, items: Items) -> None:
    shown = slt("report", "--by", "owner", "--limit", "1", on_terminal=True).out
    assert "\nAll    1 of 3   33 %" in shown
    assert "\nbob" not in shown
    shown = slt("report", "--misses", "--limit", "1", on_terminal=True).out
    assert "\n2 missed of 3 (33 % met).\n" in shown
    assert "CASE-2" not in shown
    assert [item["id"] for item in items("report", "--misses", "--limit", "1")] == ["CASE-1"]
    assert items("report", "--misses", "--limit", "0") == []


@pytest.mark.parametrize(
    ("options", "printed"),
    [
        pytest.param([], "All\n", id="the report"),
        pytest.param(["--by", "region"], "usa\neurope\n", id="keys, not their names"),
        pytest.param(["--by", "month,priority"], "2026-11 S1\n2026-11 S2\n", id="two fields"),
        pytest.param(["--by", "tag,owner"], "eu ann\nVIP Ann\n- bob\n", id="nothing is a dash"),
        pytest.param(["--by", "owner", "--priority", "S3"], "", id="no row"),
        pytest.param(["--misses"], "CASE-1\nCASE-2\n", id="misses"),
        pytest.param(["--by", "owner", "--trend", "week"], "Ann\nbob\n", id="a trend"),
    ],
)
@pytest.mark.usefixtures("cases")
def test_quiet_prints_what_each_row_is_about(slt: Slt, options: list[str], printed: str) -> None:
    for on_terminal in (False, True):
        assert slt("report", "-q", *options, on_terminal=on_terminal) == (0, printed, "")


@pytest.mark.usefixtures("cases")
def test_every_format_has_the_same_items(slt: Slt, items: Items) -> None:
    asked = ("report", "--by", "tag", "--trend", "week", "--since", "2026-11-16")
    expected = items(*asked)
    lines = slt(*asked, "-o", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == expected
    head, *rows = csv.reader(io.StringIO(slt(*asked, "-o", "csv").out))
    assert head == list(expected[0])
    assert [row[:4] for row in rows] == [
        ["eu", "0", "1", "0.0"],
        ["VIP", "0", "2", "0.0"],
        ["", "1", "0", "1.0"],
    ]
    assert [json.loads(row[-1]) for row in rows] == [item["trend"] for item in expected]
    tsv = slt(*asked, "-o", "tsv").out.splitlines()
    assert [line.split("\t")[:3] for line in tsv] == [row[:3] for row in rows]


@pytest.mark.usefixtures("cases")
def test_a_report_of_an_earlier_time_knows_cases_as_they_were(slt: Slt, items: Items) -> None:
    slt("update", "1", "-p", "S2", "--at", "2026-11-25T09:00:00Z")
    (item,) = items("report", "--at", "2026-11-24T09:30:00Z", "--priority", "S1")
    assert (item["met"], item["missed"], item["running"]) == (0, 2, 0)
    (item,) = items("report", "--at", "2026-11-24T09:30:00Z", "--priority", "S2")
    assert (item["met"], item["missed"], item["running"]) == (0, 0, 1)
    (item,) = items("report", "--priority", "S1")
    assert (item["missed"], item["retargeted"]) == (1, 0)
    (item,) = items("report", "--priority", "S2")
    assert (item["met"], item["retargeted"]) == (1, 1)


def test_a_report_of_a_time_to_come_has_missed_what_still_runs(slt: Slt, items: Items) -> None:
    slt("open", "-p", "S1", "-r", "europe", "--at", "2026-11-26T11:30:00Z", "one")
    counts = [
        (item["missed"], item["running"])
        for at in ("2026-11-26T12:30:00Z", "2026-11-26T12:30:01Z")
        for item in items("report", "--at", at)
    ]
    assert counts == [(0, 1), (1, 0)]
    (miss,) = items("report", "--misses", "--at", "2026-11-26T14:30:00Z")
    assert (miss["late_seconds"], miss["answered"], miss["state"]) == (7200, "not yet", "late")


def test_a_miss_of_an_earlier_time_has_the_last_event_of_that_time(slt: Slt, items: Items) -> None:
    slt("open", "-p", "S1", "-r", "europe", "--at", "2026-11-23T09:00:00Z", "one")
    slt("respond", "1", "--at", "2026-11-23T12:00:00Z")
    asked = ("report", "--misses", "--at", "2026-11-23T11:00:00Z")
    (then,), (now,) = items(*asked), items("report", "--misses")
    assert (then["answered"], then["last_event"]["kind"]) == ("not yet", "opened")
    assert (now["answered"], now["last_event"]["kind"]) == ("late", "responded")
    assert (then["late_seconds"], now["late_seconds"]) == (3600, 7200)


def test_without_a_case_a_report_is_all_zero(slt: Slt, items: Items) -> None:
    (item,) = items("report")
    assert (item["met"], item["missed"], item["attainment"]) == (0, 0, None)
    assert items("report", "--by", "owner") == items("report", "--misses") == []
    assert slt("report", on_terminal=True).out == "No response clock was decided so far.\n"
    missed = slt("report", "--misses", on_terminal=True).out
    assert missed == "No response clock was missed so far.\n"


@pytest.mark.sqlite("the path of a file")
@pytest.mark.parametrize("options", [(), ("--misses",), ("--by", "week")], ids=" ".join)
def test_a_store_that_cannot_be_read_is_an_error(
    slt: Slt, home: Path, options: tuple[str, ...]
) -> None:
    letters = home / "letters.db"
    letters.write_text("Dear all,\n" * 200)
    result = slt("report", *options, "--db", str(letters))
    assert (result.code, result.out) == (5, "")
    assert "letters.db is not a store of slt" in result.err
    result = slt("report", *options, "--db", str(home / "nowhere" / "cases.db"))
    assert (result.code, result.out) == (5, "")
    assert "its directory does not exist" in result.err


OTHER = """
[clocks.diagnosis]
name = "Diagnosis"
starts = "opened"
stops = "marked"
[plans.gold]
name = "Gold"
applies_to = ["golden"]
objective = "90%"
[plans.partner.targets]
P1 = false
[plans.gold.targets]
S1 = false
S2 = false
S3 = false
[plans.gold.targets.P1]
response = "1h"
diagnosis = "1h"
[priorities.P1]
name = "Urgent"
definition = "It is urgent."
[regions.moon]
name = "Moon"
timezone = "UTC"
hotline = "+44 20 7946 0000"
[regions.moon.hours]
mon-sun = "00:00-24:00"
[partner_types.golden]
name = "Golden"
hotline = true
escalation = "levels"
note = "Golden."
"""


@pytest.fixture
def of_old(slt: Slt, home: Path) -> str:
    """Return a configuration by which a case was opened, held, and answered late."""
    file = str(home / "other.toml")
    Path(file).write_text(OTHER, encoding="utf-8")
    for line in (
        "open -p P1 -r moon --partner-type golden --at 2026-11-23T09:00:00Z one",
        "hold 1 --at 2026-11-23T09:30:00Z",
        "respond 1 --at 2026-11-23T11:00:00Z",
    ):
        assert slt(*line.split(), "--config", file).code == 0, line
    return file


def test_what_is_no_longer_configured_is_named_by_its_key(
    slt: Slt, items: Items, of_old: str
) -> None:
    asked = ("report", "--by", "priority,region,partner-type,clock")
    response, diagnosis = items(*asked)
    keys = ("priority", "region", "partner_type")
    assert [diagnosis[key] for key in keys] == ["P1", "moon", "golden"]
    assert (diagnosis["clock"], response["clock"]) == ("diagnosis", "response")
    assert (response["missed"], response["objective"]) == (1, None)
    assert "P1        moon    golden        diagnosis" in slt(*asked).out
    shown = slt(*asked, "--config", of_old).out
    assert "P1        Moon    Golden        Diagnosis" in shown
    assert "90 % missed" in shown


def test_a_region_that_is_no_longer_configured_adds_no_time_on_hold(
    items: Items, of_old: str
) -> None:
    (now,), (then,) = items("report"), items("report", "--config", of_old)
    assert (now["held_seconds"], now["held_cases"]) == (0, 0)
    assert (then["held_seconds"], then["held_cases"]) == (90 * 60, 1)


def test_how_late_a_miss_was_is_not_known_without_its_region(
    slt: Slt, items: Items, of_old: str
) -> None:
    (miss,), (then,) = items("report", "--misses"), items("report", "--misses", "--config", of_old)
    assert (miss["late_seconds"], then["late_seconds"]) == (None, 3600)
    assert (miss["region"], miss["timezone"], miss["answered"]) == ("moon", None, "late")
    shown = slt("report", "--misses", on_terminal=True)
    assert (shown.code, shown.err) == (0, "")
    assert "CASE-1" in shown.out


@pytest.mark.usefixtures("of_old")
def test_a_clock_that_is_no_longer_configured_cannot_be_asked_for(slt: Slt) -> None:
    result = slt("report", "--clock", "diagnosis")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("slt: error: unknown clock 'diagnosis'\n")


@pytest.mark.usefixtures("cases")
def test_a_redacted_case_belongs_to_nobody(slt: Slt, items: Items) -> None:
    assert slt("redact", "1", "--reason", "Asked for", "--yes").code == 0
    owners = [(item["owner"], item["missed"]) for item in items("report", "--by", "owner")]
    assert owners == [("ann", 1), ("bob", 0), (None, 1)]
    partners = [(item["partner"], item["missed"]) for item in items("report", "--by", "partner")]
    assert partners == [("[redacted]", 1), ("ACME", 1), (None, 0)]
    (unowned,) = items("report", "--owner", "none")
    assert unowned["missed"] == 1
    then = items("report", "--by", "owner", "--at", "2026-11-25T00:00:00Z")
    assert [(item["owner"], item["missed"]) for item in then] == owners


HOSTILE = ("=cmd()\n[b]x\x1b[31m", "@SUM(A1)", "[bold]\u202e\t", "a\r\nb", "-q")


@pytest.fixture
def hostile(slt: Slt) -> None:
    """Open a case for each text that means something to a terminal, a table or a sheet."""
    for text in HOSTILE:
        named = ("--partner", text, f"--owner={text}", "--customer", text)
        opened = slt("open", "-p", "S1", *named, "--at", "2026-11-23T14:00:00Z", text)
        assert (opened.code, opened.err) == (0, "")


@pytest.mark.parametrize("field", ["partner", "owner", "customer"])
@pytest.mark.usefixtures("hostile")
def test_no_name_reaches_a_terminal_as_a_command(slt: Slt, items: Items, field: str) -> None:
    named = {item[field] for item in items("report", "--by", field)}
    assert {name.strip() for name in named} == {text.strip() for text in HOSTILE}
    for options in ([], ["-q"], ["--trend", "week"]):
        for on_terminal in (False, True):
            asked = ("report", "--by", field, *options, "--color", "never")
            shown = slt(*asked, on_terminal=on_terminal).out
            assert [line for line in shown.split("\n") if not line.isprintable()] == []
            assert r"=cmd()\n[b]x\x1b[31m" in shown
            assert r"[bold]\u202e" in shown


@pytest.mark.usefixtures("hostile")
def test_no_name_is_a_formula_in_a_sheet(slt: Slt) -> None:
    for asked, column in ((("--by", "partner"), 0), (("--misses",), 4)):
        _, *rows = csv.reader(io.StringIO(slt("report", *asked, "-o", "csv").out))
        assert len(rows) == len(HOSTILE)
        assert not any(row[column].startswith(("=", "@", "+", "-", "\t", "\r")) for row in rows)


@pytest.mark.usefixtures("hostile")
def test_what_is_to_be_typed_next_is_quoted(slt: Slt) -> None:
    shown = slt("report", "--partner", "@SUM(A1)", "--text", "a b", on_terminal=True).out
    assert "No response clock was decided so far.\n" in shown
    shown = slt("report", "--partner", "@SUM(A1)", on_terminal=True).out
    assert shown.endswith("See what was missed: slt report --partner '@SUM(A1)' --misses\n")
    shown = slt("report", "--partner-type", "Certified partner", on_terminal=True).out
    assert shown.endswith("slt report --partner-type 'Certified partner' --misses\n")
    shown = slt("report", "--customer", HOSTILE[0], "--color", "never", on_terminal=True).out
    assert [line for line in shown.split("\n") if not line.isprintable()] == []


@pytest.mark.usefixtures("cases")
def test_dates_are_those_of_the_zone_that_is_configured(
    slt: Slt, items: Items, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (reader,) = items("report", "--since", "2026-11-24")
    (home / "slt.toml").write_text('defaults.report_timezone = "Asia/Manila"\n')
    monkeypatch.setenv("SLT_CONFIG", str(home / "slt.toml"))
    (team,) = items("report", "--since", "2026-11-24")
    # The first case was due at 15:00 UTC, which is 23:00 in Manila, the second one on the next day.
    assert (reader["since"], reader["missed"]) == ("2026-11-24T00:00:00Z", 0)
    assert (team["since"], team["missed"]) == ("2026-11-23T16:00:00Z", 1)
    assert team["timezone"] == "Asia/Manila"
    weeks = items("report", "--by", "month", "--since", "2026-11-24")
    assert [item["month"] for item in weeks] == ["2026-11"]
    assert "\nDates in Asia/Manila.\n" in slt("report", on_terminal=True).out


@pytest.mark.usefixtures("cases")
def test_an_empty_period_has_decided_nothing(items: Items) -> None:
    (item,) = items("report", "--since", "2026-11-24T00:00Z", "--until", "2026-11-24T00:00Z")
    assert (item["met"], item["missed"], item["held_seconds"]) == (0, 0, 0)
    asked = ("report", "--since", "2026-12-01", "--by", "week", "--trend", "week")
    assert items(*asked) == []


@pytest.mark.usefixtures("cases")
def test_a_void_case_counts_apart_and_is_no_miss(slt: Slt, items: Items) -> None:
    assert slt("void", "1", "--reason", "opened twice", "--at", "2026-11-25T09:00:00Z").code == 0
    counts = [
        (item["met"], item["missed"], item["void"])
        for options in ((), ("--status", "void"), ("--status", "open"))
        for item in items("report", *options)
    ]
    assert counts == [(1, 1, 1), (0, 0, 1), (0, 1, 0)]
    assert [item["id"] for item in items("report", "--misses")] == ["CASE-2"]
    assert items("report", "--misses", "--status", "void") == []
    (then,) = items("report", "--at", "2026-11-25T10:00:00Z")
    assert (then["met"], then["missed"], then["void"]) == (1, 1, 0)  # as a void case never was
    shown = slt("report", on_terminal=True).out
    assert "\nLeft out: 1 void.\n" in shown
