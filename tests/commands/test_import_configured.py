"""`slt import` by the profiles of a configuration, and who reports what is wrong in them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from slt_cli.config.files import user_file

pytestmark = pytest.mark.usefixtures("on_monday")

ANDES = (Path(__file__).parents[1] / "data" / "policies" / "andes.toml").read_text("utf-8")
DESK = """
[imports.desk]
name = "Our desk"
timezone = "Europe/Madrid"
dates = ["%d %b %Y at %H:%M"]
[imports.desk.columns]
"Ticket" = "ref"
"Opened on" = "opened_at"
"Touched" = "updated_at"
"Severity" = "priority"
"State" = "status"
"Where" = "region"
"Kind" = "partner_type"
[imports.desk.priority]
"very high" = "S1"
[imports.desk.region]
"emea" = "europe"
[imports.desk.partner_type]
"gold" = "referral"
[imports.desk.status]
"waiting for them" = "held"
"""
DESKS_FILE = (
    "Opened on;Ticket;Severity;State;Where;Kind;Owner\n"
    "20 Nov 2026 at 14:00;7;Very  High;Waiting for them;EMEA;gold;Ada\n"
)
ZENDESK = "Id,Requester,Created at,Updated at,Priority,Status,Organization\n"
ROW = "7,A,2026-11-20T14:00Z,2026-11-20T15:00Z,{},Open,Example\n"
FAULTS = '[imports.zendesk.columns]\n"Group" = "team"\n[imports.jira]\ndates = ["soon"]\n'
SAID = ("imports.zendesk.columns.Group: unknown field 'team'", "imports.jira.dates: 'soon' is not")


@pytest.fixture
def configure() -> Callable[[str], None]:
    """Return a function that writes the user's configuration."""

    def write(toml: str) -> None:
        user_file().parent.mkdir(parents=True, exist_ok=True)
        user_file().write_text(toml, encoding="utf-8")

    return write


def test_a_profile_of_ones_own_is_recognised_and_read(slt, items, write, configure):
    configure(DESK)
    file = write(DESKS_FILE.replace("Owner", "Touched").replace("Ada", "20 Nov 2026 at 16:00"))
    result = slt("import", file)
    assert (result.code, result.err) == (0, "")
    assert "an Our desk export" in result.out
    (case,) = items("list")
    facts = ("ref", "priority", "region", "partner_type", "opened_at", "held_since")
    assert [case[fact] for fact in facts] == [
        *("7", "S1", "europe", "referral"),
        *("2026-11-20T13:00:00Z", "2026-11-20T15:00:00Z"),
    ]


def test_without_a_header_it_is_recognised_by_all_of_its_columns(slt, write, configure):
    configure(DESK)
    refused = slt("import", write(DESKS_FILE))
    assert (refused.code, "'Opened on', 'Ticket'" in refused.err) == (2, True)
    assert slt("import", write(DESKS_FILE), "--from", "Desk", "-q") == (0, "CASE-1\n", "")
    configure(DESK.replace("timezone", 'header = ["Ticket", "opened on"]\ntimezone'))
    assert slt("import", write(DESKS_FILE.replace(";7;", ";8;")), "-q") == (0, "CASE-2\n", "")


def test_two_profiles_that_fit_have_to_be_told_apart(slt, write, configure):
    configure('[imports.desk]\nheader = ["Id"]\n' + DESK.partition("dates")[2].join(["dates", ""]))
    refused = slt("import", write(ZENDESK + ROW.format("High")))
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == (
        "slt: error: the columns are those of a Zendesk export and of a desk export\n"
        "fix: say which it is: --from zendesk or --from desk\n"
    )
    assert slt("import", write(ZENDESK + ROW.format("High")), "--from", "zendesk").code == 0


def test_a_system_that_is_not_known_is_a_usage_error(slt, write):
    refused = slt("import", write(ZENDESK), "--from", "zendsk")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == (
        "slt: error: unknown profile 'zendsk'\nfix: did you mean 'zendesk'? "
        "One of: zendesk, salesforce, servicenow, jira, freshdesk\n"
    )


def test_a_word_is_laid_over_a_shipped_profile(slt, items, write, configure):
    file = write(ZENDESK + ROW.format("Blocker"))
    refused = slt("import", file)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith(
        'slt: error: cases.csv:2: priority "Blocker" is not known\n'
        "fix: say what it is: --map-value priority:Blocker=S1 (or S2, S3)\n"
    )
    configure('[imports.zendesk.priority]\nblocker = "S2"\n')
    assert slt("import", file, "-q").code == 0
    (case,) = items("list")
    assert case["priority"] == "S2"


def test_a_column_may_be_left_out_of_a_shipped_profile(slt, items, write, configure):
    file = write(ZENDESK + ROW.format("High"))
    configure('[imports.zendesk.columns]\norganization = ""\n')
    assert slt("import", file, "-q").code == 0
    assert [case["partner"] for case in items("list")] == [None]


def test_a_profile_names_words_that_another_policy_does_not_have(slt, items, write, configure):
    configure(ANDES)
    file = write(
        "number,short_description,opened_at,priority\n7,x,2026-11-20T14:00Z,1 - Critical\n"
    )
    refused = slt("import", file)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith(
        'slt: error: cases.csv:2: priority "1 - Critical" is not known\n'
        "fix: say what it is: --map-value 'priority:1 - Critical=P1' (or P2, P3, P4)\n"
    )
    assert slt("import", file, "-q", "--map-value", "priority:1 - critical=P2").code == 0
    assert [case["priority"] for case in items("list")] == ["P2"]
    assert slt("config", "check").code == 0


def test_a_word_that_the_policy_has_itself_needs_no_profile(slt, items, write, configure):
    configure(ANDES)
    assert slt("import", write(ZENDESK + ROW.format("Urgent")), "-q").code == 0
    assert [case["priority"] for case in items("list")] == ["P1"]


@pytest.mark.parametrize("policy", ["", ANDES], ids=["the shipped policy", "inherit = false"])
@pytest.mark.parametrize(
    ("command", "code"),
    [
        pytest.param(["config", "check"], 3, id="config check"),
        pytest.param(["config", "check", "own.toml"], 3, id="config check of a file"),
        pytest.param(["store", "policy", "set", "own.toml"], 3, id="store policy set"),
        pytest.param(["import", "cases.csv"], 3, id="import"),
        pytest.param(["import", "own.csv", "--from", "jira"], 3, id="import --from"),
    ],
)
def test_faults_are_reported_with_file_key_and_fix(slt, write, configure, policy, command, code):
    named = "own.toml" in command
    file = "own.toml" if named else str(user_file())
    if named:
        write(policy + FAULTS, file)
    else:
        configure(policy + FAULTS)
    write(ZENDESK + ROW.format("High"))
    write(ZENDESK + ROW.format("High"), "own.csv")
    result = slt(*command)
    assert (result.code, result.out) == (code, "")
    lines = result.err.splitlines()
    assert len(lines) == 4
    for line, said in zip(lines[::2], SAID, strict=True):
        assert line.startswith(f"slt: error: {file}:")
        assert said in line
    assert lines[1].startswith("fix: One of: id, ref, subject, ")
    assert lines[3].startswith("fix: write DD/MM/YYYY or MM/DD/YYYY, or strptime's codes")


@pytest.mark.parametrize("policy", ["", ANDES], ids=["the shipped policy", "inherit = false"])
def test_doctor_reports_them_too(slt, configure, policy):
    configure(policy + FAULTS)
    result = slt("doctor", "-o", "tsv")
    found = [line for line in result.out.splitlines() if line.startswith("configuration\t")]
    assert result.code == 1
    assert [said in line for said, line in zip(SAID, found, strict=True)] == [True, True]
    assert all(line.split("\t")[1] == "problem" for line in found)


def test_other_commands_do_without_the_profiles(slt, configure):
    configure(FAULTS)
    assert slt("open", "-p", "S1", "x", "-q").code == 0
    assert slt("list", "-q").out == "CASE-1\n"


# --- Footers --------------------------------------------------------------------------------------

REPORT = "Case Number,Date/Time Opened,Priority,Status,Subject\n"
LINE = "{},2026-11-20T14:00Z,{},New,x\n"


@pytest.mark.parametrize(
    "footer",
    [
        pytest.param("", id="none"),
        pytest.param("\n\nTotal\n", id="a text"),
        pytest.param("\n,,,,\nConfidential Information\nCopyright (c)\n", id="several lines"),
        pytest.param(',,,,\n"Total, of all",,,,\n', id="filled up with separators"),
        pytest.param("\nTotal,,\n", id="filled up with others"),
    ],
)
def test_what_follows_an_empty_line_with_a_single_text_is_no_case(slt, write, footer):
    text = REPORT + LINE.format(1, "High") + LINE.format(2, "Low") + footer
    assert slt("import", write(text), "-q") == (0, "CASE-1\nCASE-2\n", "")


def test_a_row_with_more_texts_is_a_case_also_after_an_empty_line(slt, write):
    text = f"{REPORT}{LINE.format(1, 'High')}\nTotal\n{LINE.format(2, 'Huge')}\n\n9,,,,x\n"
    result = slt("import", write(text))
    assert result.code == 1
    lines = result.err.splitlines()
    assert [line.removeprefix("slt: error: ") for line in lines if ".csv:" in line] == [
        'cases.csv:5: priority "Huge" is not known',
        "cases.csv:8: opened_at: is missing",
        "cases.csv:8: priority: is missing",
    ]


def test_a_single_text_without_an_empty_line_before_it_is_a_bad_row(slt, write):
    result = slt("import", write(REPORT + LINE.format(1, "High") + "Total\n"))
    assert (result.code, "cases.csv:3: it has 1 cell, the header 5" in result.err) == (1, True)


def test_a_file_without_footers_has_bad_rows_there(slt, write):
    result = slt("import", write(ZENDESK + ROW.format("High") + "\nTotal\n"))
    assert (result.code, "cases.csv:4: it has 1 cell, the header 7" in result.err) == (1, True)


# --- Options beside a profile ---------------------------------------------------------------------


def test_an_order_of_dates_leaves_a_profile_its_own_formats(slt, items, write):
    text = "Issue key,Summary,Created,Priority,Resolved\nA-1,x,20/Nov/26 2:00 PM,High,11/12/2026\n"
    options = ("--date-format", "MM/DD/YYYY", "--timezone", "UTC", "--map", "Resolved=")
    assert slt("import", write(text), "-q", *options).code == 0
    (case,) = items("list")
    assert case["opened_at"] == "2026-11-20T14:00:00Z"


def test_the_zone_of_each_region_is_named_in_any_case_of_letters(slt, items, write):
    file = write(ZENDESK + ROW.format("High").replace("Z,", ","))
    assert slt("import", file, "-q", "--timezone", "Region").code == 0
    assert len(items("list")) == 1


def test_a_value_of_a_word_must_not_be_empty(slt, write):
    refused = slt("import", write(ZENDESK + ROW.format("High")), "--map-value", "priority:High=")
    assert (refused.code, refused.out) == (2, "")
    assert "--map-value 'priority:High=' has nothing after the =" in refused.err
