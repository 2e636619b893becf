"""Completion: what the printed scripts ask of the program, and what bash itself makes of it."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from slt_cli.cli.table import COMMANDS
from slt_cli.output.text import printable

AGO = ("--at", "2026-03-06")
BASH = shutil.which("bash")
SHELLS = ("bash", "zsh", "fish")
NAMES = [name for table in COMMANDS.values() for name in table]


@pytest.fixture(scope="module")
def recorded() -> dict[str, bytes]:
    """Keep the store of the first test for the others: it is always the same."""
    return {}


@pytest.fixture(autouse=True)
def cases(slt, home: Path, monkeypatch: pytest.MonkeyPatch, recorded: dict[str, bytes]) -> None:
    """Have three cases, one of them closed, and `slt` on the path."""
    monkeypatch.chdir(home)
    store = home / "cases.db"
    monkeypatch.setenv("SLT_DB", str(store))
    if not recorded:
        for subject in ("All phones are down", "Recordings are missing", "The trunk is down"):
            assert slt("open", "-p", "S1", *AGO, subject, "-q").code == 0
        assert slt("close", "2").code == 0
        recorded["store"] = store.read_bytes()
    store.write_bytes(recorded["store"])
    programs = home / "bin"
    programs.mkdir()
    program = programs / "slt"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m slt_cli "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")


def ended(
    shell: str, *words: str, env: Mapping[str, str] = MappingProxyType({})
) -> tuple[int, str, str]:
    """Return how the program ends when a shell's script hands it the words up to the cursor."""
    done = subprocess.run(
        ["slt", *words],
        env={**os.environ, "_SLT_COMPLETE": shell, **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def completed(shell: str, line: str, **env: str) -> dict[str, str]:
    """Return the words that a shell would offer, each with what it shows beside it."""
    code, out, err = ended(shell, *re.split(r" +", line)[1:], env=env)
    assert (code, err) == (0, "")
    pairs = (each.partition("\t") for each in out.split("\n")[:-1])
    return {word: shown for word, _, shown in pairs}


EVERYWHERE = pytest.mark.parametrize("shell", SHELLS)


@EVERYWHERE
def test_commands(shell):
    assert list(completed(shell, "slt ")) == NAMES
    assert list(completed(shell, "slt re")) == [name for name in NAMES if name.startswith("re")]
    assert list(completed(shell, "slt config ")) == list(COMMANDS["Setup"]["config"])


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
        ("slt list --status ", ["open", "responded", "closed"]),
        ("slt due --sort n", ["number", "newest"]),
        ("slt list -o ", ["table", "plain", "tsv", "csv", "json", "jsonl"]),
        ("slt -o j", ["json", "jsonl"]),
        ("slt --color ", ["auto", "always", "never"]),
        ("slt completion ", ["bash", "zsh", "fish"]),
        ("slt list --region x", []),
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
    "command", ["respond", "note", "close", "update", "due", "escalate", "show --json"]
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
    assert completed(shell, "slt ")["due"] == "Show what is due, the nearest first."


@EVERYWHERE
def test_the_options_on_the_line_name_the_files(slt, shell, home):
    (home / "my.toml").write_text('[defaults]\ncase_prefix = "T"\n')
    for number in range(4):
        slt("open", "-p", "S1", "--db", "my.db", f"x{number}")
    own = "--config my.toml --db my.db"
    assert list(completed(shell, f"slt {own} show ")) == ["T-4", "T-3", "T-2", "T-1"]
    assert list(completed(shell, f"slt show {own} ")) == ["T-4", "T-3", "T-2", "T-1"]
    assert list(completed(shell, "slt show ")) == ["CASE-3", "CASE-1"]


HOSTILE = [
    pytest.param("a [bold]b[/bold] c", id="markup"),
    pytest.param("a [/b] c", id="markup that closes nothing"),
    pytest.param("one two three " * 20, id="wider than any terminal"),
    pytest.param("one\ntwo\tthree", id="line end and tab"),
    pytest.param('it\'s "quoted" :smile: a:b', id="quotes and colons"),
    pytest.param(r"\$(touch injected) $(touch injected) `touch injected`", id="commands"),
    pytest.param(r"\"; touch injected; \"", id="an end of quotes"),
    pytest.param("');touch injected;('", id="an end of the other quotes"),
    pytest.param("\x1b[31mred", id="an escape sequence"),
    pytest.param("電話 📞", id="wide"),
]


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


# --- Faults ---------------------------------------------------------------------------------------


@EVERYWHERE
@pytest.mark.parametrize(
    ("line", "env"),
    [
        pytest.param("slt show ", {"SLT_CONFIG": "broken.toml"}, id="a broken configuration"),
        pytest.param("slt list -r ", {"SLT_CONFIG": "broken.toml"}, id="and of regions"),
        pytest.param("slt list -r ", {"SLT_CONFIG": "none.toml"}, id="no such configuration"),
        pytest.param("slt show ", {"SLT_DB": "."}, id="a store that is a directory"),
        pytest.param("slt show ", {"SLT_DB": "broken.toml"}, id="a store that is none"),
        pytest.param("slt show ", {"SLT_DB": "none/cases.db"}, id="no store"),
        pytest.param("slt show --db . ", {}, id="a directory named on the line"),
        pytest.param("slt lst ", {}, id="no such command"),
        pytest.param("slt config pth ", {}, id="no such inner command"),
        pytest.param("slt due --at ", {}, id="a value that nobody can complete"),
    ],
)
def test_a_fault_is_an_empty_answer(home, shell, line, env):
    (home / "broken.toml").write_text("[regions\n" * 200)
    assert completed(shell, line, **env) == {}
    assert not (home / "none").exists()
    assert not list(home.rglob("traceback-*"))


@pytest.mark.parametrize("shell", ["tcsh", "0", "complete_bash", "$(touch injected)"])
def test_an_instruction_for_another_shell_does_no_harm(home, shell):
    code, out, err = ended(shell, "respond", "1")
    assert (code, err) == (0, "")
    assert out in ("", "CASE-1\n", "CASE-1\tAll phones are down\n")
    assert not (home / "injected").exists()


def test_while_a_line_is_completed_nothing_is_done(slt):
    for line in (["close", "1", "--note", "x"], ["open", "-p", "S1", "x"], ["escalate", "--late"]):
        code, _, err = ended("bash", *line)
        assert (code, err) == (0, "")
    assert slt("list", "-q").out == "CASE-1\nCASE-3\n"
    assert [item["level"] for item in json.loads(slt("list", "--json").out)["items"]] == [0, 0]


@pytest.mark.parametrize("words", [(), ("",), ("=",), ("=", "="), ("'", '"'), ("\udce9",)])
def test_no_words_are_a_fault(words):
    code, _, err = ended("bash", *words)
    assert (code, err) == (0, "")


def test_an_empty_instruction_is_none():
    done = subprocess.run(
        ["slt", "show", "77"],
        env={**os.environ, "_SLT_COMPLETE": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr.startswith("slt: error: no such case")


# --- The scripts ----------------------------------------------------------------------------------


@EVERYWHERE
def test_a_script_asks_as_these_tests_do_and_evaluates_nothing(slt, shell):
    script = slt("completion", shell).out
    assert f"_SLT_COMPLETE={shell} slt " in script
    assert "eval" not in script


@pytest.mark.parametrize(
    ("shell", "files"),
    [("bash", "complete -o default "), ("zsh", "_files"), ("fish", "__fish_complete_path")],
)
def test_where_slt_offers_nothing_the_shell_offers_files(slt, shell, files):
    assert files in slt("completion", shell).out


def test_an_unknown_shell_is_an_error_with_a_suggestion(slt):
    result = slt("completion", "fsh")
    assert (result.code, result.out) == (2, "")
    assert "did you mean 'fish'? One of: bash, zsh, fish" in result.err


IN_BASH = """
eval "$(slt completion bash)"
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_slt_completion slt
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.mark.skipif(BASH is None, reason="bash is not installed")
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["slt", "re"], ["respond", "reopen", "recalc", "restore"]),
        (["slt", "show", ""], ["CASE-3", "CASE-1"]),
        (["slt", "list", "--region", "a"], ["apac"]),
        (["slt", "open", "-p", ""], ["S1", "S2", "S3"]),
        (["slt", "due", "--exp"], ["--explain"]),
        (["slt", "list", "--region", "=", "a"], ["apac"]),
        (["slt", "lst", ""], []),
    ],
    ids=" ".join,
)
def test_bash_completes_for_real(words, offered):
    done = subprocess.run(
        [str(BASH), "--norc", "-c", IN_BASH, "bash", *words],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    assert [word for word in done.stdout.splitlines() if word] == offered


@pytest.mark.skipif(BASH is None, reason="bash is not installed")
@pytest.mark.parametrize("subject", HOSTILE)
def test_bash_runs_nothing_of_a_subject(slt, home, subject):
    slt("open", "-p", "S1", *AGO, subject)
    done = subprocess.run(
        [str(BASH), "--norc", "-c", IN_BASH, "bash", "slt", "show", ""],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("CASE-4\nCASE-3\nCASE-1\n", "")
    assert not (home / "injected").exists()


@pytest.mark.skipif(BASH is None, reason="bash is not installed")
def test_bash_itself_finds_the_function():
    script = 'eval "$(slt completion bash)"; complete -p slt'
    done = subprocess.run(
        [str(BASH), "--norc", "-c", script], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.split()[-3:] == ["-F", "_slt_completion", "slt"]
