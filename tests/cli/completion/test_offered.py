"""Completion: the words that a shell offers, and what it shows beside them."""

import json

import pytest

from slt_cli.cli.table import COMMANDS
from slt_cli.commands.schema import SCHEMAS
from slt_cli.config.files import user_file
from slt_cli.output.text import printable
from tests.cli.completion.asking import AGO, HOSTILE, completed

NAMES = [name for table in COMMANDS.values() for name in table]


def test_commands():
    assert list(completed("slt ")) == NAMES
    assert list(completed("slt re")) == [name for name in NAMES if name.startswith("re")]
    assert list(completed("slt config ")) == list(COMMANDS["Keep"]["config"])
    assert list(completed("slt store ")) == list(COMMANDS["Keep"]["store"])
    assert list(completed("slt store policy ")) == ["set", "show", "clear"]


@pytest.mark.parametrize(
    ("line", "some"),
    [
        ("slt --", ["--json", "--color", "--version"]),
        ("slt due --", ["--late", "--if-opened", "--nagios", "--json", "--color"]),
        ("slt due --l", ["--late", "--limit"]),
        ("slt config show --", ["--origin", "--json"]),
    ],
)
def test_options(line, some):
    offered = completed(line)
    assert [option for option in some if option not in offered] == []
    assert [word for word in offered if not word.startswith(line.split()[-1])] == []


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("slt list --region ", ["usa", "europe", "apac"]),
        ("slt list -r a", ["apac"]),
        ("slt open --priority ", ["S1", "S2", "S3"]),
        ("slt open -p S", ["S1", "S2", "S3"]),
        ("slt open --partner-type ", ["certified", "referral"]),
        ("slt list --status ", ["open", "responded", "resolved", "closed", "void"]),
        ("slt due --sort n", ["number", "newest"]),
        ("slt list -o ", ["table", "plain", "tsv", "csv", "json", "jsonl"]),
        ("slt -o j", ["json", "jsonl"]),
        ("slt --color ", ["auto", "always", "never"]),
        ("slt export --for ", ["excel"]),
        (
            "slt import --from ",
            ["zendesk", "salesforce", "servicenow", "jira", "freshdesk"],
        ),
        ("slt import --from s", ["salesforce", "servicenow"]),
        ("slt due --times ", ["region", "local", "utc"]),
        ("slt completion ", ["bash", "zsh", "fish"]),
        ("slt list --region x", []),
        ("slt log --who ", ["me", "tester"]),
        ("slt log --who t", ["tester"]),
        ("slt schema slt.config-c", ["slt.config-change/1", "slt.config-check/1"]),
        ("slt config get defaults.c", ["defaults.case_prefix"]),
        (
            "slt config get plans.partner.targets.S2.",
            ["plans.partner.targets.S2.clock", "plans.partner.targets.S2.response"],
        ),
        ("slt config set defaults.o", ["defaults.output"]),
        ("slt config unset ", []),
        ("slt help re", [name for name in NAMES if name.startswith("re")]),
        ("slt help ex", ["export", "exit-codes"]),
        ("slt help config s", ["show", "set"]),
        ("slt help store policy ", ["set", "show", "clear"]),
        ("slt help due ", []),
    ],
)
def test_values(line, words):
    assert list(completed(line)) == words


def test_the_systems_of_an_import_are_shown_with_what_they_are_called():
    shown = completed("slt import --from ")
    assert shown["zendesk"] == "Zendesk"
    file = user_file()
    file.parent.mkdir(parents=True)
    file.write_text(
        '[imports.ours]\nname = "Our desk"\n'
        '[imports.ours.columns]\n"A" = "opened_at"\n"B" = "priority"\n'
    )
    assert completed("slt import --from o") == {"ours": "Our desk"}


def test_a_schema_is_shown_with_what_it_describes():
    file = SCHEMAS / "slt.verify-1.json"
    assert completed("slt schema slt.verify") == {
        "slt.verify/1": json.loads(file.read_text())["title"]
    }


def test_keys_to_remove_are_those_of_the_file_that_is_changed(home):
    (home / "desk.toml").write_text(
        'defaults.warn = "30m"\n[[escalation.levels]]\nname = "Desk"\n[links."a b"]\nurl = "x"\n'
    )
    assert list(completed("slt config unset --config desk.toml ")) == [
        "defaults",
        "defaults.warn",
        "escalation",
        "escalation.levels",
        "escalation.levels.1",
        "escalation.levels.1.name",
        "links",
    ]


@pytest.mark.parametrize(
    "command",
    ["respond", "note", "close", "update", "due", "escalate", "message", "show --json"],
)
def test_ids_of_open_cases(command):
    assert list(completed(f"slt {command} ")) == ["CASE-3", "CASE-1"]


def test_ids_the_newest_first():
    assert list(completed("slt show ")) == ["CASE-3", "CASE-1"]
    assert list(completed("slt show CASE-1")) == ["CASE-1"]
    assert list(completed("slt show CASE-2")) == []


def test_subjects_and_names_stand_beside():
    assert completed("slt show ") == {
        "CASE-3": "The trunk is down",
        "CASE-1": "All phones are down",
    }
    assert completed("slt list --region ")["apac"] == "APAC"
    assert completed("slt open --priority ")["S2"] == "Production impaired"
    assert completed("slt ")["due"] == "Show what is due, the earliest first."


def test_the_options_on_the_line_name_the_files(slt, home):
    (home / "my.toml").write_text('[defaults]\ncase_prefix = "T"\n')
    for number in range(4):
        slt("open", "-p", "S1", "--db", "my.db", f"x{number}")
    own = "--config my.toml --db my.db"
    assert list(completed(f"slt {own} show ")) == ["T-4", "T-3", "T-2", "T-1"]
    assert list(completed(f"slt show {own} ")) == ["T-4", "T-3", "T-2", "T-1"]
    assert list(completed("slt show ")) == ["CASE-3", "CASE-1"]


@pytest.mark.parametrize("subject", HOSTILE)
def test_no_subject_spoils_the_answer(slt, subject):
    slt("open", "-p", "S1", *AGO, subject)
    offered = completed("slt show ")
    assert list(offered) == ["CASE-4", "CASE-3", "CASE-1"]
    assert offered["CASE-4"] == printable(subject)


def test_no_encoding_spoils_the_answer(slt):
    slt("open", "-p", "S1", *AGO, "電話 📞")
    offered = completed("slt show ", PYTHONIOENCODING="ascii")
    assert list(offered) == ["CASE-4", "CASE-3", "CASE-1"]


def test_a_value_may_stand_behind_an_equals_sign():
    assert list(completed("slt list --region = a")) == ["apac"]  # bash splits it like this
    assert list(completed("slt list --region =")) == ["usa", "europe", "apac"]
    # Other shells offer what fits the whole word.
    assert list(completed("slt list --region=a")) == ["--region=apac"]


def test_completion_of_shared_lists_and_regions():
    assert "europe" in completed("slt config holidays eu")
    user_file().parent.mkdir(parents=True)
    user_file().write_text("[regions.usa]\nholidays = ['us']\n[holidays]\nus = []\nuk = []\n")
    lists = completed("slt config holidays --into holidays.u")
    assert set(lists) == {"holidays.us", "holidays.uk"}
