"""Completion only answers: an error is an empty answer, and no command runs."""

import json
import os
import subprocess

import pytest

from tests.cli.completion.asking import EVERYWHERE, ask, completed


@EVERYWHERE
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
def test_an_error_is_an_empty_answer(home, shell, line, env):
    (home / "broken.toml").write_text("[regions\n" * 200)
    assert completed(shell, line, **env) == {}
    assert not (home / "none").exists()
    assert not list(home.rglob("traceback-*"))


@pytest.mark.parametrize("shell", ["tcsh", "0", "complete_bash", "$(touch injected)"])
def test_any_other_shell_gets_the_same_answer(slt, home, shell):
    assert ask(shell, "respond", "CASE-1") == (0, "CASE-1\tAll phones are down\n", "")
    assert slt("list", "-q", "--status", "responded").out == ""
    assert not (home / "injected").exists()


def test_the_command_on_the_line_does_not_run(slt):
    for line in (["close", "1", "--note", "x"], ["open", "-p", "S1", "x"], ["escalate", "--late"]):
        code, _, err = ask("bash", *line)
        assert (code, err) == (0, "")
    assert slt("list", "-q").out == "CASE-1\nCASE-3\n"
    assert [item["level"] for item in json.loads(slt("list", "--json").out)["items"]] == [0, 0]


@pytest.mark.parametrize("words", [(), ("=",), ("=", "=")])
def test_no_word_and_an_equals_sign_are_answered_as_an_empty_word(words):
    assert ask("bash", *words) == ask("bash", "")


@pytest.mark.parametrize("words", [("'", '"'), ("\udce9",)])
def test_a_word_that_fits_nothing_gets_an_empty_answer(words):
    assert ask("bash", *words) == (0, "", "")


def test_an_empty_variable_asks_for_no_completion():
    done = subprocess.run(
        ["slt", "show", "77"],
        env={**os.environ, "_SLT_COMPLETE": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr.startswith("slt: error: there is no case CASE-77")
