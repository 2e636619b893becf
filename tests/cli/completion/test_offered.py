"""Completion: the words that a shell offers, and what it shows beside them."""

import pytest

from slt_cli.cli.table import COMMANDS
from slt_cli.config.files import user_file
from slt_cli.output.text import printable
from tests.cli.completion.asking import AGO, EVERYWHERE, HOSTILE, completed

NAMES = [name for table in COMMANDS.values() for name in table]


@EVERYWHERE
def test_commands(shell):
    assert list(completed(shell, "slt ")) == NAMES
    assert list(completed(shell, "slt re")) == [name for name in NAMES if name.startswith("re")]
    assert list(completed(shell, "slt config ")) == list(COMMANDS["Keep"]["config"])
    assert list(completed(shell, "slt store ")) == list(COMMANDS["Keep"]["store"])
    assert list(completed(shell, "slt store policy ")) == ["set", "show", "clear"]


@EVERYWHERE
@pytest.mark.parametrize(
    ("line", "some"),
    [
        ("slt --", ["--json", "--color", "--version"]),
        ("slt due --", ["--late", "--if-opened", "--nagios", "--json", "--color"]),
        ("slt due --l", ["--late", "--limit"]),
        ("slt config show --", ["--origin", "--json"]),
    ],
)
def test_options(shell, line, some):
    offered = completed(shell, line)
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
        ("slt due --times ", ["region", "local", "utc"]),
        ("slt completion ", ["bash", "zsh", "fish"]),
        ("slt list --region x", []),
        ("slt help re", [name for name in NAMES if name.startswith("re")]),
        ("slt help ex", ["export", "exit-codes"]),
        ("slt help config s", ["show", "set"]),
        ("slt help store policy ", ["set", "show", "clear"]),
        ("slt help due ", []),
    ],
)
def test_values(line, words):
    assert list(completed("fish", line)) == words


@EVERYWHERE
def test_values_in_every_shell(shell):
    assert list(completed(shell, "slt list --region ")) == ["usa", "europe", "apac"]
    assert list(completed(shell, "slt open -p S")) == ["S1", "S2", "S3"]
    assert list(completed(shell, "slt list --region x")) == []


@pytest.mark.parametrize(
    "command",
    ["respond", "note", "close", "update", "due", "escalate", "message", "show --json"],
)
def test_ids_of_open_cases(command):
    assert list(completed("fish", f"slt {command} ")) == ["CASE-3", "CASE-1"]


@EVERYWHERE
def test_ids_the_newest_first(shell):
    assert list(completed(shell, "slt show ")) == ["CASE-3", "CASE-1"]
    assert list(completed(shell, "slt show CASE-1")) == ["CASE-1"]
    assert list(completed(shell, "slt show CASE-2")) == []


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_subjects_and_names_stand_beside_where_the_shell_shows_them(shell):
    assert completed(shell, "slt show ") == {
        "CASE-3": "The trunk is down",
        "CASE-1": "All phones are down",
    }
    assert completed(shell, "slt list --region ")["apac"] == "APAC"
    assert completed(shell, "slt open --priority ")["S2"] == "Production impaired"
    assert completed(shell, "slt ")["due"] == "Show what is due, the earliest first."


@EVERYWHERE
def test_the_options_on_the_line_name_the_files(slt, shell, home):
    (home / "my.toml").write_text('[defaults]\ncase_prefix = "T"\n')
    for number in range(4):
        slt("open", "-p", "S1", "--db", "my.db", f"x{number}")
    own = "--config my.toml --db my.db"
    assert list(completed(shell, f"slt {own} show ")) == ["T-4", "T-3", "T-2", "T-1"]
    assert list(completed(shell, f"slt show {own} ")) == ["T-4", "T-3", "T-2", "T-1"]
    assert list(completed(shell, "slt show ")) == ["CASE-3", "CASE-1"]


@pytest.mark.parametrize("subject", HOSTILE)
def test_no_subject_spoils_the_answer(slt, subject):
    slt("open", "-p", "S1", *AGO, subject)
    offered = completed("zsh", "slt show ")
    assert list(offered) == ["CASE-4", "CASE-3", "CASE-1"]
    assert offered["CASE-4"] == printable(subject)


@EVERYWHERE
def test_no_encoding_spoils_the_answer(slt, shell):
    slt("open", "-p", "S1", *AGO, "電話 📞")
    offered = completed(shell, "slt show ", PYTHONIOENCODING="ascii")
    assert list(offered) == ["CASE-4", "CASE-3", "CASE-1"]


def test_a_value_may_stand_behind_an_equals_sign():
    assert list(completed("bash", "slt list --region = a")) == ["apac"]  # bash splits it like this
    assert list(completed("bash", "slt list --region =")) == ["usa", "europe", "apac"]
    for shell in ("zsh", "fish"):  # which offer what fits the whole word
        assert list(completed(shell, "slt list --region=a")) == ["--region=apac"]


def test_completion_of_shared_lists_and_regions():
    assert "europe" in completed("bash", "slt config holidays eu")
    user_file().parent.mkdir(parents=True)
    user_file().write_text("[regions.usa]\nholidays = ['us']\n[holidays]\nus = []\nuk = []\n")
    lists = completed("bash", "slt config holidays --into holidays.u")
    assert set(lists) == {"holidays.us", "holidays.uk"}
