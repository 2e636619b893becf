"""[imports]: the shipped profiles, the user's own over them, and every fault with its fix."""

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from slt_cli.config import load_policy, parse_policy, read_layers
from slt_cli.config.files import user_file
from slt_cli.config.import_keys import WORDS_OF_STATUS
from slt_cli.config.import_profiles import WORD_FIELDS, folded
from slt_cli.config.validation import all_loaded
from slt_cli.errors import ConfigError
from slt_cli.exchange.given import FIELDS
from slt_cli.exchange.profiles import profiles_in

ANDES = (Path(__file__).parents[1] / "data" / "policies" / "andes.toml").read_text("utf-8")
OURS = """
[imports.ours]
name = "Our desk"
timezone = "Asia/Kolkata"
dates = ["%d %b %Y %H:%M", "DD/MM/YYYY"]
footer = true
[imports.ours.columns]
"Number" = "ref"
"Opened  on" = "opened_at"
"Severity" = "priority"
"Team" = ""
[imports.ours.priority]
"Very  High" = "S1"
[imports.ours.region]
"EMEA" = "europe"
[imports.ours.partner_type]
"gold" = "certified"
[imports.ours.status]
"Waiting" = "held"
"""


def profiles(layers, toml):
    return profiles_in(layers(toml))


def test_the_shipped_profiles_are_sound() -> None:
    policy = load_policy(read_layers())
    for key, profile in profiles_in(read_layers()).items():
        assert folded(profile.name) == key
        assert {*map(folded, profile.header)} <= {*profile.columns, "requester"}
        assert {*profile.columns.values()} <= {*FIELDS}
        assert {*profile.words["priority"].values()} <= {*policy.priorities}
        assert {*profile.words["status"].values()} <= {*WORDS_OF_STATUS}
        assert profile.words.keys() == {"priority", "status"}
        assert profile.timezone is None


def test_a_profile_of_the_users_own(layers) -> None:
    ours = profiles(layers, OURS)["ours"]

    assert (ours.key, ours.name, ours.export) == ("ours", "Our desk", "an Our desk export")
    assert ours.header == ("Number", "Opened  on", "Severity")  # each column with a field
    assert ours.columns == {
        "number": "ref",
        "opened on": "opened_at",
        "severity": "priority",
        "team": "",
    }
    assert ours.dates == ("%d %b %Y %H:%M", "DD/MM/YYYY")
    assert ours.timezone == ZoneInfo("Asia/Kolkata")
    assert ours.footer is True
    assert ours.words == {
        "status": {"waiting": "held"},
        "priority": {"very high": "S1"},
        "region": {"emea": "europe"},
        "partner_type": {"gold": "certified"},
    }


def test_without_a_name_a_profile_has_that_of_its_table(layers) -> None:
    toml = '[imports.desk.columns]\n"A" = "opened_at"\n"B" = "priority"\n'
    assert profiles(layers, toml)["desk"].export == "a desk export"


@pytest.mark.parametrize(
    ("toml", "field", "value"),
    [
        pytest.param('timezone = "region"', "timezone", "region", id="a zone"),
        pytest.param("footer = true", "footer", True, id="a footer"),
        pytest.param('name = "Desk"', "name", "Desk", id="a name"),
        pytest.param('header = ["Id"]', "header", ("Id",), id="a header"),
        pytest.param('dates = ["%d.%m.%y"]', "dates", ("%d.%m.%y",), id="dates"),
    ],
)
def test_a_key_is_laid_over_a_shipped_profile(layers, toml, field, value) -> None:
    shipped = profiles_in(read_layers())["zendesk"]
    laid_over = profiles(layers, f"[imports.zendesk]\n{toml}\n")["zendesk"]

    assert getattr(laid_over, field) == value
    assert laid_over == shipped._replace(**{field: value})


@pytest.mark.parametrize("word", ["blocker", "urgent", "Urgent", " URGENT "])
def test_a_word_is_laid_over_those_of_a_shipped_profile(layers, word) -> None:
    shipped = profiles_in(read_layers())["zendesk"].words
    words = profiles(layers, f'[imports.zendesk.priority]\n"{word}" = "S2"\n')["zendesk"].words

    assert words == {**shipped, "priority": {**shipped["priority"], folded(word): "S2"}}


@pytest.mark.parametrize("column", ["Organization", "organization"])
def test_a_column_of_a_shipped_profile_is_left_out(layers, column) -> None:
    shipped = profiles_in(read_layers())["zendesk"].columns
    columns = profiles(layers, f'[imports.zendesk.columns]\n"{column}" = ""\n')["zendesk"].columns

    assert columns == {**shipped, "organization": ""}


def test_a_column_that_is_added_comes_after_the_shipped_ones_of_its_field(layers) -> None:
    toml = '[imports.zendesk.columns]\n"Last touched" = "updated_at"\n'
    columns = profiles(layers, toml)["zendesk"].columns

    assert [column for column, field in columns.items() if field == "updated_at"] == [
        "updated at",
        "last touched",
    ]


ONE_FAULT = {
    "an unknown field": (
        '[imports.zendesk.columns]\n"Group" = "priorty"\n',
        "imports.zendesk.columns.Group",
        2,
        "unknown field 'priorty'",
        "did you mean 'priority'? One of: id, ref,",
    ),
    "no opened_at": (
        '[imports.desk.columns]\n"B" = "priority"\n',
        "imports.desk.columns",
        1,
        "no column is opened_at",
        'write under [imports.desk.columns]: "COLUMN" = "opened_at"',
    ),
    "the shipped one is left out": (
        '[imports.zendesk.columns]\n"created at" = ""\n',
        "imports.zendesk.columns",
        1,
        "no column is opened_at",
        'write under [imports.zendesk.columns]: "COLUMN" = "opened_at"',
    ),
    "a date without a year": (
        '[imports.jira]\ndates = ["%d/%b"]\n',
        "imports.jira.dates",
        2,
        "'%d/%b' does not read a whole date",
        "write DD/MM/YYYY or MM/DD/YYYY, or strptime's codes for a whole date",
    ),
    "dates of two readings": (
        '[imports.jira]\ndates = ["%d/%m/%Y", "%m/%d/%Y"]\n',
        "imports.jira.dates",
        2,
        "'%m/%d/%Y' and '%d/%m/%Y' read '11/12/2026' as two dates",
        "write DD/MM/YYYY or MM/DD/YYYY",
    ),
    "a date without codes": (
        '[imports.jira]\ndates = ["DD/MM/YYYY", "day first"]\n',
        "imports.jira.dates",
        2,
        "'day first' is not a format of dates",
        "write DD/MM/YYYY",
    ),
    "a zone": (
        '[imports.jira]\ntimezone = "Europe/Lodnon"\n',
        "imports.jira.timezone",
        2,
        'unknown time zone "Europe/Lodnon"',
        'write timezone = "Europe/London"',
    ),
    "a word for the status": (
        '[imports.jira.status]\n"Blocked" = "waiting"\n',
        "imports.jira.status.Blocked",
        2,
        "must be ",
        "write Blocked = ",
    ),
    "an unknown key": (
        '[imports.jira]\nheaders = ["A"]\n',
        "imports.jira.headers",
        2,
        "unknown key",
        "did you mean 'header'?",
    ),
    "no table": ("imports = 3\n", "imports", 1, "must be a table", "write [imports]"),
    "no table of a system": (
        "[imports]\njira = false\n",
        "imports.jira",
        2,
        "must be a table, not false",
        "write [imports.jira]",
    ),
    "no table of columns": (
        '[imports.jira]\ncolumns = "A"\n',
        "imports.jira.columns",
        2,
        "must be a table",
        "write [imports.jira.columns]",
    ),
    "a field that is not a text": (
        '[imports.jira.columns]\n"A" = 3\n',
        "imports.jira.columns.A",
        2,
        "must be text in quotes, not 3",
        "write A = ",
    ),
}


@pytest.mark.parametrize(
    ("toml", "key", "line", "problem", "fix"), ONE_FAULT.values(), ids=ONE_FAULT
)
def test_a_fault_is_reported_once_with_file_key_and_fix(
    layers, overlay, toml, key, line, problem, fix
) -> None:
    with pytest.raises(ConfigError) as refused:
        all_loaded(layers(toml), parse_policy, profiles_in)

    (fault,) = refused.value.faults
    assert (fault.file, fault.key, fault.line) == (str(overlay(toml)), key, line)
    assert fault.problem.startswith(problem)
    assert fault.fix.startswith(fix)


@pytest.mark.parametrize("toml", [toml for toml, *_ in ONE_FAULT.values()], ids=ONE_FAULT)
def test_the_profiles_alone_are_refused_too(layers, toml) -> None:
    with pytest.raises(ConfigError) as refused:
        profiles_in(layers(toml))
    assert len(refused.value.faults) == 1


def test_faults_of_several_profiles_and_of_the_policy_are_reported_at_once(layers) -> None:
    toml = "".join(toml for toml, *_ in (ONE_FAULT["no opened_at"], ONE_FAULT["a zone"]))
    with pytest.raises(ConfigError) as refused:
        all_loaded(layers(f"{toml}[links]\nacademy = 3\n"), parse_policy, profiles_in)
    assert [fault.key for fault in refused.value.faults] == [
        "imports.jira.timezone",
        "links.academy",
        "imports.desk.columns",
    ]


def test_a_fault_names_the_file_that_has_it(layers) -> None:
    file = user_file()
    file.parent.mkdir(parents=True)
    file.write_text('[imports.jira.columns]\n"A" = "x"\n')
    with pytest.raises(ConfigError) as refused:
        profiles_in(layers('[imports.jira.columns]\n"B" = "y"\n[imports.zendesk]\nname = "Z"\n'))
    assert [(fault.file == str(file), fault.key) for fault in refused.value.faults] == [
        (True, "imports.jira.columns.A"),
        (False, "imports.jira.columns.B"),
    ]


def test_the_profiles_stay_where_the_policy_is_not_inherited(layers) -> None:
    found = profiles(layers, ANDES)

    assert found == profiles_in(read_layers())


def test_a_fault_is_found_where_the_policy_is_not_inherited(layers) -> None:
    with pytest.raises(ConfigError) as refused:
        profiles(layers, f'{ANDES}\n[imports.desk.columns]\n"A" = "opened_at"\n')
    assert [fault.problem for fault in refused.value.faults] == ["no column is priority"]


def test_an_own_word_for_what_the_policy_does_not_have_is_a_fault(layers) -> None:
    toml = '[imports.jira.priority]\n"Blocker" = "S0"\n[imports.jira.region]\n"x" = "moon"\n'
    with pytest.raises(ConfigError) as refused:
        profiles(layers, toml)
    assert [(fault.key, fault.problem) for fault in refused.value.faults] == [
        ("imports.jira.priority.Blocker", "unknown priority 'S0'"),
        ("imports.jira.region.x", "unknown region 'moon'"),
    ]


def test_each_field_with_words_has_a_key() -> None:
    assert WORD_FIELDS == ("status", "priority", "region", "partner_type")
    assert {*WORD_FIELDS} < {*FIELDS}
