"""`slt list` shows the cases that match, in every format."""

import csv
import io
import json
import re

import pytest

pytestmark = pytest.mark.every_engine

AT = ("--at", "2026-03-06T17:00:00-08:00")
HOSTILE = "[red]x[/red] \x1b[31mred\x1b[0m\nnext \u202e line"
CASE_FIELDS = [
    "id",
    "ref",
    "subject",
    "partner",
    "partner_type",
    "plan",
    "priority",
    "region",
    "status",
    "opened_at",
    "due_at",
    "responded_at",
    "closed_at",
    "verdict",
    "level",
    "escalated_at",
    "escalation_due_at",
    "escalation_verdict",
    "resolved_at",
    "held_since",
    "owner",
    "customer",
    "tags",
]
ESCALATION_FIELDS = ["raised", "dry_run", "channel", "contact", "url"]


@pytest.fixture
def cases(slt):
    slt("open", "-p", "S1", *AT, "--partner", "Example", "First")
    slt("open", "-p", "S2", *AT, "-r", "apac", "Second")
    slt("open", "-p", "S1", *AT, "-r", "apac", "Third")
    slt("respond", "2", "--at", "2026-03-09T04:00:00Z")
    slt("close", "3", "--at", "2026-03-09T08:00:00Z")


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        pytest.param([], [1, 2], id="not closed"),
        pytest.param(["--all"], [1, 2, 3], id="all"),
        pytest.param(["--status", "Closed"], [3], id="by status in any letter case"),
        pytest.param(["--status", "responded"], [2], id="responded"),
        pytest.param(["--all", "--region", "Asia"], [2, 3], id="by an alias of the region"),
        pytest.param(["--all", "--region", "apac", "--priority", "s1"], [3], id="by two filters"),
        pytest.param(["--partner", "example"], [1], id="by partner in any letter case"),
        pytest.param(["--all", "--limit", "2"], [1, 2], id="at most two"),
        pytest.param(["--limit", "0"], [], id="at most none"),
        pytest.param(
            ["--all", "--limit", "9" * 20], [1, 2, 3], id="at most more than can be counted"
        ),
    ],
)
@pytest.mark.usefixtures("cases")
def test_filters(slt, filters, ids):
    result = slt("list", "-q", *filters)
    assert (result.code, result.err) == (0, "")
    assert result.out == "".join(f"CASE-{number}\n" for number in ids)


@pytest.mark.parametrize(
    ("arguments", "message", "fix"),
    [
        pytest.param(
            ["--region", "apca"],
            "unknown region 'apca'",
            "did you mean 'apac'? One of: usa, europe, apac",
            id="region",
        ),
        pytest.param(
            ["--priority", "S4"], "unknown priority 'S4'", "One of: S1, S2, S3", id="priority"
        ),
        pytest.param(
            ["--status", "close"],
            "unknown status 'close'",
            "did you mean 'closed'? One of: open, responded, resolved, closed",
            id="status",
        ),
        pytest.param(["--limit", "-1"], "'--limit'", "`slt list --help`", id="negative limit"),
    ],
)
def test_unknown_names_are_usage_errors(slt, arguments, message, fix):
    result = slt("list", *arguments)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert fix in result.err


@pytest.mark.parametrize("form", ["plain", "tsv", "csv", "jsonl"])
def test_an_empty_list_prints_nothing(slt, form):
    assert slt("list", "-o", form) == (0, "", "")


def test_an_empty_list_is_silent_by_default_off_a_terminal(slt):
    assert slt("list") == (0, "", "")


def test_an_empty_list_as_json_is_an_envelope(slt):
    result = slt("list", "--json", "--at", "2026-11-23T10:00:00Z")
    assert json.loads(result.out) == {
        "schema": "slt.case/1",
        "as_of": "2026-11-23T10:00:00Z",
        "items": [],
    }


def test_an_empty_list_on_a_terminal_is_one_friendly_line(slt):
    assert slt("list", on_terminal=True) == (
        0,
        'No cases yet. Open one: slt open "All phones are down"\n',
        "",
    )


@pytest.mark.usefixtures("cases")
def test_a_terminal_says_whether_no_case_is_open_or_none_matches(slt):
    def shown(*options):
        return slt("list", *options, on_terminal=True).out

    assert shown("--priority", "S3") == "No case matches.\n"
    for number in ("1", "2"):
        slt("close", number)
    assert shown() == "No case is open. Closed ones too: slt list --all\n"


@pytest.mark.parametrize("line", ["list --customer nord", "list --partner nord", "due --partner x"])
@pytest.mark.usefixtures("cases")
def test_a_name_that_no_case_has_is_said_to_be_a_whole_one(slt, line):
    assert slt(*line.split(), on_terminal=True).out.partition(". ")[2] == (
        "Names have to be whole; --text finds parts of them.\n"
    )


@pytest.mark.usefixtures("cases")
def test_where_no_clock_is_held_the_cases_on_hold_are_elsewhere(slt):
    slt("hold", "1")
    told = slt("due", "--held", on_terminal=True).out
    assert told == "No running clock matches. Cases on hold: slt list --held\n"
    assert "CASE-1" in slt("list", "--held").out


@pytest.mark.parametrize(
    ("arguments", "more"),
    [
        pytest.param(["open", "-p", "S1", *AT, "x"], [], id="open"),
        pytest.param(["list"], [], id="list"),
        pytest.param(["show", "1"], ["events", "clocks"], id="show"),
        pytest.param(["respond", "1"], [], id="respond"),
        pytest.param(["escalate", "1"], ESCALATION_FIELDS, id="escalate"),
        pytest.param(["close", "1"], [], id="close"),
        pytest.param(["update", "1", "-p", "S3"], [], id="update"),
        pytest.param(["note", "1", "A remark"], [], id="note"),
        pytest.param(["reopen", "3"], [], id="reopen"),
        pytest.param(["escalate", "--late"], ESCALATION_FIELDS, id="escalate --late"),
    ],
)
@pytest.mark.usefixtures("cases")
def test_every_command_shows_a_case_with_the_fields_of_the_contract(slt, arguments, more):
    document = json.loads(slt(*arguments, "--json").out)
    assert document["schema"] == "slt.case/1"
    assert list(document["items"][0]) == CASE_FIELDS + more


@pytest.mark.usefixtures("cases")
def test_shows_state_and_due_time_in_the_zone_of_the_region(slt):
    lines = slt("list", "--all", "--at", "2026-03-09T12:00:00Z").out.splitlines()
    assert [line.split()[:6] for line in lines] == [
        ["Case", "Ref", "Priority", "Status", "Level", "State"],
        ["CASE-1", "-", "S1", "open", "-", "late"],
        ["CASE-2", "-", "S2", "responded", "-", "met"],
        ["CASE-3", "-", "S1", "closed", "-", "missed"],
    ]
    assert "  Fri 6 Mar 18:00 PST  " in lines[1]
    assert re.search("  met +-  ", lines[2])  # nothing is due any more


@pytest.mark.usefixtures("cases")
def test_only_a_table_has_colour_and_only_if_wanted(slt, monkeypatch):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1;31mlate" in slt("list", "-o", "table").out
    assert "\x1b" not in slt("list").out
    monkeypatch.setenv("NO_COLOR", "1")
    out = slt("list", "-o", "table").out
    assert "late" in out
    assert "31m" not in out


@pytest.mark.usefixtures("cases")
def test_a_table_is_at_most_as_wide_as_the_terminal(slt, monkeypatch):
    for width in (60, 100):
        monkeypatch.setenv("COLUMNS", str(width))
        lines = slt("list", "--all", "-o", "table").out.splitlines()
        assert max(map(len, lines)) <= width
        assert any("CASE-3" in line for line in lines)


@pytest.fixture
def hostile(slt):
    slt("open", "-p", "S1", *AT, HOSTILE)


@pytest.mark.parametrize("command", ["list", "due", "show 1"])
@pytest.mark.parametrize("form", ["table", "plain", "json", "jsonl"])
@pytest.mark.usefixtures("hostile")
def test_a_hostile_subject_does_no_harm(slt, monkeypatch, form, command):
    monkeypatch.setenv("COLUMNS", "300")
    result = slt(*command.split(), "-o", form)
    assert result.code == 0
    assert "[red]x[/red]" in result.out
    assert not {"\x1b", "\u202e"} & set(result.out)
    assert "\nnext" not in result.out


@pytest.mark.usefixtures("hostile")
def test_tsv_is_raw_but_keeps_one_line_for_a_case(slt):
    (line,) = slt("list", "-o", "tsv").out.split("\n")[:-1]
    assert line.split("\t")[2] == HOSTILE.replace("\n", r"\n")


@pytest.mark.usefixtures("hostile")
def test_csv_keeps_the_subject_as_it_is(slt):
    header, row = csv.reader(io.StringIO(slt("list", "-o", "csv").out))
    assert header == CASE_FIELDS
    assert row[2] == HOSTILE


@pytest.mark.usefixtures("cases")
def test_lists_the_cases_as_they_were_at_a_time(slt, items):
    def then(at):
        return [(case["id"], case["status"]) for case in items("list", "--all", "--at", at)]

    assert then("2026-03-07T00:59:59Z") == []
    three = ["CASE-1", "CASE-2", "CASE-3"]
    assert then("2026-03-07T01:00:00Z") == [(number, "open") for number in three]
    assert then("2026-03-09T04:00:00Z")[1] == ("CASE-2", "responded")
    assert slt("list", "-q", "--at", "2026-03-09T07:59:59Z").out.split() == three


def test_shows_the_running_clock_that_is_due_first(slt):
    def line(at):
        (_, row) = slt("list", "--at", at).out.splitlines()
        return [part.strip() for part in row.split("  ") if part][5:7]

    slt("open", "-p", "S3", "--at", "2026-03-06T17:00:00Z", "First")
    slt("escalate", "1", "--at", "2026-03-06T18:00:00Z")
    assert line("2026-03-06T18:00:00Z") == ["pending", "Fri 6 Mar 14:00 PST"]
    slt("escalate", "1", "--level", "2", "--at", "2026-03-06T22:00:01Z")
    assert line("2026-03-06T22:00:01Z") == ["pending", "Mon 9 Mar 05:00 PDT"]
    slt("respond", "1", "--at", "2026-03-06T22:30:00Z")
    assert line("2026-03-06T22:30:00Z") == ["met", "-"]
    slt("escalate", "1", "--at", "2026-03-07T00:00:00Z")
    assert line("2026-03-07T00:00:00Z") == ["pending", "Mon 9 Mar 07:00 PDT"]


@pytest.mark.sqlite("names a file")
@pytest.mark.parametrize("command", ["list", "due", "show 1", "verify", "recalc"])
def test_a_named_store_in_a_missing_directory_ends_with_5(slt, home, command):
    file = home / "absent" / "cases.db"
    result = slt(*command.split(), "--db", str(file))
    assert (result.code, result.out) == (5, "")
    assert str(file) in result.err
    assert not file.parent.exists()
