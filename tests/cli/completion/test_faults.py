"""Completion only answers: an error is an empty answer, and no command runs."""

import json
import os
import subprocess

import pytest

from tests.cli.completion.asking import ask, completed


@pytest.mark.parametrize(
    ("line", "env"),
    [
        pytest.param("slt show ", {"SLT_CONFIG": "broken.toml"}, id="a broken configuration"),
        pytest.param(
            "slt list -r ", {"SLT_CONFIG": "broken.toml"}, id="a broken configuration, for a region"
        ),
        pytest.param("slt list -r ", {"SLT_CONFIG": "none.toml"}, id="no such configuration"),
        pytest.param("slt show ", {"SLT_DB": "."}, id="a store that is a directory"),
        pytest.param("slt show ", {"SLT_DB": "broken.toml"}, id="a store that is not one"),
        pytest.param("slt show ", {"SLT_DB": "none/cases.db"}, id="no store"),
        pytest.param("slt show --db . ", {}, id="a directory named on the line"),
        pytest.param("slt lst ", {}, id="no such command"),
        pytest.param("slt config pth ", {}, id="no such command of a group"),
        pytest.param("slt due --at ", {}, id="a value that nobody can complete"),
    ],
)
def test_an_error_is_an_empty_answer(home, line, env):
    (home / "broken.toml").write_text("[regions\n" * 200)
    assert completed(line, **env) == {}
    assert not (home / "none").exists()
    assert not list(home.rglob("traceback-*"))


def test_the_command_on_the_line_does_not_run(slt):
    for line in (["close", "1", "--note", "x"], ["open", "-p", "S1", "x"], ["escalate", "--late"]):
        code, _, err = ask(*line)
        assert (code, err) == (0, "")
    assert slt("list", "-q").out == "CASE-1\nCASE-3\n"
    assert [item["level"] for item in json.loads(slt("list", "--json").out)["items"]] == [0, 0]


@pytest.mark.parametrize("words", [(), ("=",), ("=", "=")])
def test_no_word_and_an_equals_sign_are_answered_as_an_empty_word(words):
    assert ask(*words) == ask("")


@pytest.mark.parametrize("words", [("'", '"'), ("\udce9",)])
def test_a_word_that_fits_nothing_gets_an_empty_answer(words):
    assert ask(*words) == (0, "", "")


def with_variable(value: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Run `slt` as a completion script of 0.1.0 did, which had the shell's name as the value."""
    return subprocess.run(
        ["slt", *words],
        env={**os.environ, "_SLT_COMPLETE": value},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(
    "line", [["close", "1"], ["open", "-p", "S1", "x"], ["escalate", "--late"], ["--version"], []]
)
def test_a_completion_script_of_an_earlier_release_runs_no_command(slt, shell, line):
    done = with_variable(shell, *line)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"`env -u _SLT_COMPLETE slt completion {shell}`" in done.stderr
    assert slt("list", "-q").out == "CASE-1\nCASE-3\n"
    assert [item["level"] for item in json.loads(slt("list", "--json").out)["items"]] == [0, 0]


@pytest.mark.parametrize("value", ["", "1", "bash_source", "complete_zsh"])
def test_no_other_variable_keeps_a_command_from_running(slt, value):
    done = with_variable(value, "open", "-q", "-p", "S1", "x")
    assert (done.returncode, done.stdout, done.stderr) == (0, "CASE-4\n", "")
    assert slt("list", "-q").out == "CASE-1\nCASE-3\nCASE-4\n"


@pytest.mark.parametrize("line", ["show __complete", "-q __complete", "help __complete"])
def test_the_request_is_one_only_as_the_first_word(slt, line):
    code, out, err = slt(*line.split())
    assert (code in (2, 4), out, err.startswith("slt: error: ")) == (True, "", True)
