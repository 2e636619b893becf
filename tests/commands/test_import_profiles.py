"""`slt import` reads other systems' exports as they are, and says what it cannot know."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.imported_cases import (
    FILES,
    JIRA,
    NOW,
    SALESFORCE_EUROPE,
    ZENDESK,
    ZENDESK_43,
    Expected,
    case,
)

EXPORTS = Path(__file__).parents[1] / "data" / "imports"
MADRID = ("--timezone", "Europe/Madrid")

pytestmark = pytest.mark.now(NOW)


@pytest.fixture
def configure(home: Path) -> Callable[[str], None]:
    """Return a function that writes the user's own configuration."""

    def written(text: str) -> None:
        file = home / ".config" / "slt" / "config.toml"
        file.parent.mkdir(parents=True)
        file.write_text(text, encoding="utf-8")

    return written


def path(name: str) -> str:
    return str(EXPORTS / name)


def numbered(expected: Expected) -> list[dict]:
    """Return the cases of a file as a new store has them."""
    return [{"id": f"CASE-{number}", **each} for number, each in enumerate(expected.cases, 1)]


def by_number(cases: list[dict]) -> list[dict]:
    return sorted(cases, key=lambda each: int(each["id"].removeprefix("CASE-")))


def notes(err: str) -> list[str]:
    return [line for line in err.splitlines() if line.startswith("slt: note: ")]


@pytest.mark.parametrize(("name", "expected"), FILES.values(), ids=FILES)
def test_every_field_of_every_case(slt, items, name, expected):
    wanted = numbered(expected)
    tried = slt("import", path(name), "--dry-run", "--json", *expected.options)
    assert json.loads(tried.out)["items"] == wanted
    result = slt("import", path(name), *expected.options)
    assert (result.code, f"Imported  {len(wanted)}" in result.out) == (0, True)
    assert [part in note for part, note in zip(expected.notes, notes(result.err), strict=True)] == [
        True for _ in expected.notes
    ]
    assert by_number(items("list", "--all")) == [c for c in wanted if c["status"] != "void"]
    assert items("list", "--status", "void") == [c for c in wanted if c["status"] == "void"]
    assert slt("verify") == (0, "", "")


@pytest.mark.every_engine
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("zendesk-43.csv", ZENDESK_43),
        ("jira.csv", JIRA),
        ("salesforce-europe.csv", SALESFORCE_EUROPE),
    ],
)
def test_the_same_in_every_store(slt, items, name, expected):
    count = len(expected.cases)
    told = slt("import", path(name), "-q", *expected.options)
    assert told.out == "".join(f"CASE-{number}\n" for number in range(1, count + 1))
    listed = by_number(items("list", "--all"))
    assert listed == numbered(expected)
    again = slt("import", path(name), *expected.options)
    assert (again.code, f"Already there  {count}" in again.out) == (0, True)
    assert by_number(items("list", "--all")) == listed
    assert slt("verify") == (0, "", "")


@pytest.mark.parametrize(("name", "expected"), FILES.values(), ids=FILES)
def test_the_same_file_again_changes_nothing(slt, home, name, expected):
    slt("import", path(name), *expected.options)
    slt("export", str(home / "before.jsonl"))
    for again in ([], ["--update"]):
        result = slt("import", path(name), *expected.options, *again)
        assert (result.code, "Differ" in result.out) == (0, False)
        assert f"Already there  {len(expected.cases)}" in result.out
    slt("export", str(home / "after.jsonl"))
    assert (home / "after.jsonl").read_bytes() == (home / "before.jsonl").read_bytes()


@pytest.mark.parametrize(("name", "expected"), FILES.values(), ids=FILES)
@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_what_was_imported_comes_back_from_an_export(
    slt, items, another_store, home, form, name, expected
):
    copy = another_store()
    slt("import", path(name), *expected.options)
    for status in ([], ["--status", "void"]):
        file = str(home / f"cases{len(status)}.{form}")
        assert slt("export", file, *status).code == 0
        assert slt("import", file, *copy).code == 0
        assert by_number(items("list", *(status or ["--all"]), *copy)) == by_number(
            items("list", *(status or ["--all"]))
        )
    shown = [[items("show", str(n), *where) for where in ([], copy)] for n in (1, 2)]
    assert [one == two for one, two in shown] == [True, True]
    assert slt("verify", *copy) == (0, "", "")


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("zendesk.csv", "Zendesk"),
        ("salesforce.csv", "Salesforce"),
        ("servicenow.csv", "ServiceNow"),
        ("jira.csv", "Jira"),
        ("freshdesk.csv", "Freshdesk"),
    ],
)
def test_the_answer_names_the_profile(slt, name, called):
    result = slt("import", path(name), *MADRID)
    assert result.code == 0
    assert called in result.out + result.err


# --- What a row has beside the words of the profile -----------------------------------------------

ZENDESK_HEADER = "Id,Requester,Subject,Priority,Status,Created at,Updated at,Solved at\n"


def zendesk(*rows: str) -> str:
    """Return an export of Zendesk: each row is its id, priority, status and times."""
    lines = []
    for row in rows:
        ref, *rest = row.split(",")
        lines.append(",".join((ref, "Requester One", "A fault", *rest)) + "\n")
    return ZENDESK_HEADER + "".join(lines)


def jira(*rows: str) -> str:
    return "Issue key,Summary,Priority,Status,Created,Updated,Resolved\n" + "".join(
        f"{row}\n" for row in rows
    )


BAD_ROWS = {
    "a priority that is not known": (
        zendesk("1,Blocker,Open,2026-11-16 09:10,2026-11-16 09:10,"),
        [],
        [":2: ", 'priority "Blocker" is not known', "--map-value priority:Blocker=S1"],
    ),
    "a status that is not known": (
        zendesk("1,High,Open,2026-11-16 09:10,,", "2,High,Parked,2026-11-16 09:10,,"),
        [],
        [":3: ", 'status "Parked" is not known', "--map-value status:Parked="],
    ),
    "a date of two readings": (
        jira("A-1,A fault,High,Open,11/12/2026 9:10 AM,,"),
        [],
        ["can be 11 Dec or 12 Nov", "--date-format DD/MM/YYYY or --date-format MM/DD/YYYY"],
    ),
    "a two digit year": (
        jira("A-1,A fault,High,Open,16/11/26 9:10 AM,,"),
        [],
        [":2: opened_at", "16/11/26 9:10 AM", "--date-format"],
    ),
    "a day that does not exist": (
        jira("A-1,A fault,High,Open,31/11/2026 9:10 AM,,"),
        [],
        [":2: opened_at", "31/11/2026 9:10 AM"],
    ),
    "resolved, and no time says when": (
        zendesk("1,High,Solved,2026-11-16 09:10,,"),
        [],
        [":2: ", "resolved_at"],
    ),
    "closed, and no time says when": (
        zendesk("1,High,Closed,2026-11-16 09:10,,"),
        [],
        [":2: ", "closed_at"],
    ),
    "solved before it was opened": (
        zendesk("1,High,Solved,2026-11-16 09:10,2026-11-16 09:10,2026-11-16 09:09"),
        [],
        [":2: resolved_at", "or --map 'Solved at=' leaves it out"],
    ),
    "closed at a last update before it was opened": (
        zendesk("1,High,Closed,2026-11-16 09:10,2026-11-16 09:09,"),
        [],
        [":2: closed_at", "or --map COLUMN= leaves it out"],
    ),
    "a number that two rows have": (
        zendesk("1,High,New,2026-11-16 09:10,,", "1,High,New,2026-11-16 09:11,,"),
        [],
        [":3: ref", "--update takes the rows of a case together"],
    ),
    "solved in the future": (
        zendesk("1,High,Solved,2026-11-16 09:10,2026-11-16 09:10,2026-11-25 13:01"),
        [],
        [":2: resolved_at"],
    ),
}


@pytest.mark.parametrize(("text", "options", "said"), BAD_ROWS.values(), ids=BAD_ROWS)
def test_a_bad_row_says_what_settles_it(slt, items, home, text, options, said):
    (home / "cases.csv").write_text(text)
    result = slt("import", str(home / "cases.csv"), *MADRID, *options)
    assert (result.code, result.out) == (1, "")
    assert [part for part in said if part not in result.err] == []
    assert items("list", "--all") == []


def test_a_file_of_ambiguous_dates_reports_each_row_of_two_readings(slt):
    result = slt("import", path("salesforce-ambiguous.csv"), *MADRID)
    assert (result.code, result.out) == (1, "")
    assert "can be 11 Oct or 10 Nov" in result.err
    assert "can be 10 Nov or 11 Oct" in result.err
    assert "csv:4:" not in result.err  # 5 May, whatever comes first
    assert "say which: --date-format DD/MM/YYYY or --date-format MM/DD/YYYY" in result.err


def test_dates_of_both_orders_are_refused_naming_a_row_of_each(slt, items, home):
    rows = (
        *(
            "A-1,A fault,High,Open,01/02/2026 9:10 AM,,",
            "A-2,A fault,High,Open,16/11/2026 9:10 AM,,",
        ),
        "A-3,A fault,High,Open,11/17/2026 9:10 AM,,",
    )
    (home / "cases.csv").write_text(jira(*rows))
    result = slt("import", str(home / "cases.csv"), *MADRID)
    assert (result.code, result.out) == (2, "")
    assert "'16/11/2026 9:10 AM' in line 3 is DD/MM/YYYY" in result.err
    assert "'11/17/2026 9:10 AM' in line 4 is MM/DD/YYYY" in result.err
    assert items("list", "--all") == []


def test_a_date_and_its_hour_may_have_any_blank_between_them(slt, items, home):
    rows = (
        "A-1,A fault,High,Open,16/11/2026\N{NO-BREAK SPACE}09:10,,",
        "A-2,A fault,High,Open,03/11/2026\N{NO-BREAK SPACE}09:10,,",
    )
    (home / "cases.csv").write_text(jira(*rows), encoding="utf-8")
    result = slt("import", str(home / "cases.csv"), *MADRID)
    assert (result.code, result.err) == (0, "")
    opened = [each["opened_at"] for each in items("list")]
    assert sorted(opened) == ["2026-11-03T08:10:00Z", "2026-11-16T08:10:00Z"]


def test_one_day_above_12_settles_every_date_of_the_file(items, home):
    rows = ("A-1,A fault,High,Done,03/11/2026 15:00,,04/11/2026 10:00",)
    settling = "A-2,A fault,High,Open,16/11/2026 09:10,,"
    (home / "cases.csv").write_text(jira(*rows, settling))
    first, second = items("import", str(home / "cases.csv"), *MADRID)
    times = (first["opened_at"], first["resolved_at"], second["opened_at"])
    assert times == ("2026-11-03T14:00:00Z", "2026-11-04T09:00:00Z", "2026-11-16T08:10:00Z")


@pytest.mark.parametrize(
    ("written", "options", "opened"),
    [
        ("2026/11/06", [], "11-05T23:00"),
        ("2026/11/06 9:10", [], "11-06T08:10"),
        ("2026-11-06T09:10:30", [], "11-06T08:10:30"),
        ("06.11.2026 09:10", [], "11-06T08:10"),
        ("06.11.2026, 09:10:05", [], "11-06T08:10:05"),
        ("16-11-2026 09:10", [], "11-16T08:10"),
        ("16/11/2026 9:10 pm", [], "11-16T20:10"),
        ("11/16/2026 12:10 AM", [], "11-15T23:10"),
        ("11/16/2026, 12:10 PM", [], "11-16T11:10"),
        ("16/11/2026 9:10 p. m.", [], "11-16T20:10"),
        ("11/16/2026, 9:10\N{NARROW NO-BREAK SPACE}AM", [], "11-16T08:10"),
        ("11/16/2026\N{NO-BREAK SPACE}9:10 PM", [], "11-16T20:10"),
        ("16/11/2026 09:10 +0530", [], "11-16T03:40"),
        ("16/11/2026 09:10:00Z", [], "11-16T09:10"),
        ("06/11/26 09:10", ["--date-format", "DD/MM/YY"], "11-06T08:10"),
        ("11/06/26 9:10 AM", ["--date-format", "MM/DD/YY"], "11-06T08:10"),
        ("06.11.26 09:10", ["--date-format", "DD.MM.YY"], "11-06T08:10"),
        ("6 Nov 2026 at 09h10", ["--date-format", "%d %b %Y at %Hh%M"], "11-06T08:10"),
        ("2026-11-06 09:10", ["--date-format", "%d %b %Y"], "11-06T08:10"),
        ("6/Nov/26 9:10 AM", [], "11-06T08:10"),
    ],
)
def test_forms_of_dates(slt, items, home, written, options, opened):
    cell = f'"{written}"'
    (home / "cases.csv").write_text(jira(f"A-1,A fault,High,Open,{cell},,"))
    result = slt("import", str(home / "cases.csv"), *MADRID, *options)
    assert result.code == 0, result.err
    (read,) = items("list")
    seconds = opened if opened.count(":") == 2 else f"{opened}:00"
    assert read["opened_at"] == f"2026-{seconds}Z"


ANSWERED = {
    "at once": ("0", "11-16T08:10:00"),
    "decimals": ("0.5", "11-16T08:10:30"),
    "decimals after a comma": ("22,5", "11-16T08:32:30"),
    "hours and minutes": ("1:30", "11-16T09:40:00"),
    "hours, minutes and seconds": ("25:00:01", "11-17T09:10:01"),
}
ANSWER_HEADER = "Id,Requester,Priority,Status,Created at,Updated at,First reply time in minutes\n"
ANSWER_ROW = "1,Requester One,Low,Open,2026-11-16 09:10,2026-11-16 09:10"


@pytest.mark.parametrize(("after", "at"), ANSWERED.values(), ids=ANSWERED)
def test_an_answer_as_a_time_after_the_opening(items, home, after, at):
    (home / "cases.csv").write_text(f'{ANSWER_HEADER}{ANSWER_ROW},"{after}"\n')
    (read,) = items("import", str(home / "cases.csv"), *MADRID)
    assert (read["status"], read["responded_at"]) == ("responded", f"2026-{at}Z")


@pytest.mark.parametrize(
    ("after", "at"), [(22, "08:32:00"), (22.5, "08:32:30"), ("1:30", "09:40:00")]
)
def test_json_lines_of_a_profile_may_have_numbers_with_decimals(items, home, after, at):
    line = dict.fromkeys(ANSWER_HEADER.strip().split(","))
    line |= {"Id": 1, "Requester": "Requester One", "Priority": "Low", "Status": "Open"}
    line |= {"Created at": "2026-11-16 09:10", "First reply time in minutes": after}
    (home / "cases.jsonl").write_text(json.dumps(line))
    (read,) = items("import", str(home / "cases.jsonl"), *MADRID)
    assert (read["ref"], read["responded_at"]) == ("1", f"2026-11-16T{at}Z")


@pytest.mark.parametrize("after", ["-5", "1,234", "1h", "1:2", "."])
def test_what_is_not_a_length_of_one_reading_is_a_bad_row(slt, items, home, after):
    (home / "cases.csv").write_text(f'{ANSWER_HEADER}{ANSWER_ROW},"{after}"\n')
    result = slt("import", str(home / "cases.csv"), *MADRID)
    assert (result.code, result.out) == (1, "")
    assert f":2: responded_after_minutes: '{after}' is not a length such as 22" in result.err
    assert items("list", "--all") == []


FOOTERS = {
    "lines of one cell after an empty line": ("\n", "Confidential\n", 1),
    "such lines with separators": ("\n", "Confidential,,,\n,,,\n", 1),
    "a line of separators before them": (",,,\n", "Confidential,,,\n", 1),
    "cases after an empty line": ("\n", "2,High,New,11/17/2026 9:10 AM\n", 2),
}


@pytest.mark.parametrize(("before", "after", "count"), FOOTERS.values(), ids=FOOTERS)
def test_after_an_empty_line_rows_of_one_cell_are_not_cases(items, home, before, after, count):
    header = "Case Number,Priority,Status,Date/Time Opened\n"
    row = "1,High,New,11/16/2026 9:10 AM\n"
    (home / "cases.csv").write_text(header + row + before + after)
    read = items("import", str(home / "cases.csv"), *MADRID)
    assert [each["ref"] for each in read] == [str(number) for number in range(1, count + 1)]


def test_a_row_of_one_cell_with_no_empty_line_before_it_is_bad(slt, home):
    header = "Case Number,Priority,Status,Date/Time Opened\n"
    row = "1,High,New,11/16/2026 9:10 AM\n"
    (home / "cases.csv").write_text(header + row + "2,,,\n")
    result = slt("import", str(home / "cases.csv"), *MADRID)
    assert (result.code, ":3: " in result.err) == (1, True)


# --- What the file cannot know --------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["zendesk.csv", "salesforce.csv", "servicenow.csv", "jira.csv", "freshdesk.csv"]
)
def test_without_a_zone_there_is_one_error_that_names_a_time_and_the_option(slt, items, name):
    result = slt("import", path(name))
    assert (result.code, result.out) == (2, "")
    assert result.err.count("slt: error:") == 1
    assert "--timezone" in result.err
    assert any(
        time in result.err for time in ("2026-11-16 09:10", "16/2026 9:10", "16/Nov/26 9:10")
    )
    assert items("list", "--all") == []


def test_own_columns_are_read_in_the_local_zone_and_a_note_names_it(slt, items, home):
    (home / "cases.csv").write_text("ref,opened_at,priority\n1,2026-11-16 09:10,S1\n")
    result = slt("import", str(home / "cases.csv"))
    assert result.code == 0
    (note,) = notes(result.err)
    assert "UTC" in note
    assert [each["opened_at"] for each in items("list")] == ["2026-11-16T09:10:00Z"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--from", "zendesc", *MADRID], ["zendesc", "zendesk"]),
        (["--timezone", "Europe/Madrit"], ["Europe/Madrit"]),
        ([*MADRID, "--date-format", "DD/YYYY"], ["DD/YYYY"]),
        *(
            ([*MADRID, "--encoding", name], [f"unknown encoding '{name}'"])
            for name in ("utf-9", "rot13", "hex", "undefined")
        ),
        ([*MADRID, "--map-value", "priority:Urgent=S9"], ["S9", "S1"]),
        ([*MADRID, "--map-value", "status:Open=opened"], ["opened"]),
        ([*MADRID, "--map-value", "subject:a=b"], ["subject"]),
        ([*MADRID, "--map-value", "Urgent=S1"], ["Urgent=S1"]),
    ],
)
def test_an_option_that_cannot_be_meant_is_a_usage_error(slt, items, options, said):
    result = slt("import", path("zendesk.csv"), *options)
    assert (result.code, result.out) == (2, "")
    assert [part for part in said if part not in result.err] == []
    assert items("list", "--all") == []


def test_a_file_that_is_not_in_the_encoding_given_is_an_error(slt, items):
    result = slt("import", path("zendesk.csv"), *MADRID, "--encoding", "utf-16")
    assert (result.code, result.out) == (1, "")
    assert "has bytes that are not utf-16\nfix: name another encoding" in result.err
    assert items("list", "--all") == []


# --- Options over a profile, and one's own configuration ------------------------------------------


def test_options_are_laid_over_the_profile(items, home):
    text = zendesk("1,Blocker,Parked,2026-11-16 09:10,2026-11-16 10:10,").replace(
        "Id,", "No,Id,", 1
    )
    (home / "cases.csv").write_text(text.replace("\n1,", "\nX-1,1,"))
    (read,) = items(
        *("import", str(home / "cases.csv"), *MADRID, "--map", "No=ref", "--map", "Id="),
        *("--map-value", "priority:blocker=S1", "--map-value", "status:PARKED=held"),
    )
    wanted = case(
        *("X-1", "A fault", None, "S1", "11-16 08:10", "11-16 14:00"), held_since="11-16 09:10"
    )
    assert read == {"id": "CASE-1", **wanted}


@pytest.mark.parametrize("word", ["urgent", "Urgent"])
def test_ones_own_configuration_is_laid_over_a_profile_key_by_key(items, configure, word):
    configure(
        '[imports.zendesk]\ntimezone = "Europe/Madrid"\n'
        f'[imports.zendesk.priority]\n{word} = "S2"\n'
    )
    first, second = items("import", path("zendesk.csv"))
    assert (first["priority"], first["due_at"]) == ("S2", "2026-11-16T17:00:00Z")
    assert second == {"id": "CASE-2", **ZENDESK.cases[1]}


OWN = """
[imports.own]
name = "Own desk"
header = ["Id", "Requester", "Voice site"]
timezone = "Europe/Madrid"

[imports.own.columns]
Id = "ref"
"Created at" = "opened_at"
Urgency = "priority"
Site = "region"

[imports.own.priority]
now = "S1"
later = "S3"

[imports.own.region]
Cork = "europe"
"""
OWN_HEADER = "Id,Requester,Voice site,Created at,Urgency,Site\n"


def test_a_profile_of_ones_own_needs_no_option(slt, items, home, configure):
    configure(OWN)
    (home / "cases.csv").write_text(OWN_HEADER + "7,Requester One,2,2026-11-16 10:10,Now,cork\n")
    result = slt("import", str(home / "cases.csv"))
    assert result.code == 0, result.err
    assert items("list") == [
        {
            "id": "CASE-1",
            **case("7", None, None, "S1", "11-16 09:10", "11-16 10:10", region="europe"),
        }
    ]


def test_of_several_columns_of_a_field_the_first_that_is_not_empty_counts(items, home, configure):
    columns = '[imports.own.columns]\nTicket = "ref"\nId = "ref"\n'
    configure(OWN.replace('[imports.own.columns]\nId = "ref"\n', columns))
    rows = (
        "7,Requester One,2,2026-11-16 10:10,now,eu,A-7\n",
        "8,Requester One,2,2026-11-16 10:10,now,eu,\n",
    )
    (home / "cases.csv").write_text(OWN_HEADER.replace("\n", ",Ticket\n") + "".join(rows))
    read = items("import", str(home / "cases.csv"))
    assert [(each["ref"], each["region"]) for each in read] == [("A-7", "europe"), ("8", "europe")]


BOTH = OWN_HEADER.replace("Created at", "Created at,Updated at")
BOTH_ROW = "7,Requester One,2,2026-11-16 10:10,2026-11-16 10:10,now,cork\n"


def test_two_profiles_that_fit_are_a_usage_error_that_from_settles(slt, items, home, configure):
    configure(OWN)
    (home / "cases.csv").write_text(BOTH + BOTH_ROW)
    result = slt("import", str(home / "cases.csv"))
    assert (result.code, result.out) == (2, "")
    assert [part for part in ("--from", "own", "zendesk") if part not in result.err] == []
    assert slt("import", str(home / "cases.csv"), "--from", "own").code == 0
    (read,) = items("list")
    assert (read["ref"], read["priority"], read["region"]) == ("7", "S1", "europe")


def test_a_profile_is_named_in_any_case_of_letters(slt, home, configure):
    configure(OWN.replace("imports.own", "imports.OurDesk"))
    (home / "cases.csv").write_text(BOTH + BOTH_ROW)
    for named in ("OurDesk", "ourdesk"):
        result = slt("import", str(home / "cases.csv"), "--from", named, "--dry-run")
        assert (result.code, result.err) == (0, "")


def test_a_dash_in_a_column_of_times_is_an_empty_cell(items, home):
    """As the reports of Zendesk have it; other texts stay as they are."""
    text = (
        "Id,Requester,Created at,Updated at,Solved at,First reply time in minutes,Priority,Status,"
        "Subject\n7,-,2026-11-16 09:10,-,-,-,Urgent,Open,-\n"
    )
    (home / "cases.csv").write_text(text)
    (read,) = items("import", str(home / "cases.csv"), "--timezone", "UTC")
    assert (read["status"], read["responded_at"], read["subject"]) == ("open", None, "-")


def test_a_file_of_ones_own_columns_is_not_an_export_of_another_system(slt, items, home):
    """ServiceNow has a column named as one of slt's, too."""
    text = "number,short_description,opened_at,priority\n1,A fault,2026-11-16T09:10Z,S1\n"
    (home / "cases.csv").write_text(text.replace("number,short_description", "ref,subject"))
    assert "ServiceNow" not in slt("import", str(home / "cases.csv"), "--dry-run").out
    (read,) = items("import", str(home / "cases.csv"))
    assert read == {
        "id": "CASE-1",
        **case("1", "A fault", None, "S1", "11-16 09:10", "11-16 14:00"),
    }


def test_updated_at_and_held_count_in_ones_own_columns_too(items, home):
    header = "ref,opened_at,priority,status,responded_after_minutes,updated_at,held_since\n"
    rows = (
        "1,2026-11-16T14:00Z,S1,held,30,2026-11-16T15:00Z,\n",
        "2,2026-11-16T14:00Z,S1,held,30,2026-11-16T15:00Z,2026-11-16T14:45Z\n",
        "3,2026-11-16T14:00Z,S1,held,,,\n",
        "4,2026-11-16T14:00Z,S1,responded,0:05,2026-11-16T15:00Z,\n",
    )
    (home / "cases.csv").write_text(header + "".join(rows))
    read = items("import", str(home / "cases.csv"))
    told = [(each["status"], each["responded_at"], each["held_since"]) for each in read]
    assert told == [
        ("responded", "2026-11-16T14:30:00Z", "2026-11-16T15:00:00Z"),
        ("responded", "2026-11-16T14:30:00Z", "2026-11-16T14:45:00Z"),
        ("open", None, "2026-11-16T14:00:00Z"),
        ("responded", "2026-11-16T14:05:00Z", None),
    ]
