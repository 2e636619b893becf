"""The completion scripts that slt prints, and what bash itself makes of its own."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.completion.asking import AGO, HOSTILE
from tests.cli.completion.terminal import READY, words_after_tab

BASH = shutil.which("bash")
IN_BASH = """
eval "$(slt completion bash)"
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_slt_completion slt
printf '%s\\n' "${COMPREPLY[@]}"
"""
needs_bash = pytest.mark.skipif(BASH is None, reason="bash is not installed")


def bash(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a script by bash."""
    return subprocess.run(
        [str(BASH), "--norc", "-c", script, "bash", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_script_asks_as_these_tests_do_and_evaluates_nothing(slt, shell):
    script = slt("completion", shell).out
    assert "slt __complete " in script
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


@needs_bash
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (
            ["slt", "re"],
            [
                *("respond", "resume", "resolve", "reopen"),
                *("report", "restore", "recalc", "redact"),
            ],
        ),
        (["slt", "show", ""], ["CASE-3", "CASE-1"]),
        (["slt", "list", "--region", "a"], ["apac"]),
        (["slt", "open", "-p", ""], ["S1", "S2", "S3"]),
        (["slt", "due", "--exp"], ["--explain"]),
        (["slt", "list", "--region", "=", "a"], ["apac"]),
        (["slt", "lst", ""], []),
    ],
    ids=" ".join,
)
def test_bash_offers_the_same(words, offered):
    done = bash(IN_BASH, *words)
    assert done.stderr == ""
    assert [word for word in done.stdout.splitlines() if word] == offered


@needs_bash
@pytest.mark.parametrize("subject", HOSTILE)
def test_bash_runs_no_command_in_a_subject(slt, home, subject):
    slt("open", "-p", "S1", *AGO, subject)
    done = bash(IN_BASH, "slt", "show", "")
    assert (done.stdout, done.stderr) == ("CASE-4\nCASE-3\nCASE-1\n", "")
    assert not (home / "injected").exists()


@needs_bash
def test_bash_finds_the_function():
    done = bash('eval "$(slt completion bash)"; complete -p slt')
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split()[-3:] == ["-F", "_slt_completion", "slt"]


TYPED = [r"Acme\ T", '"Acme T', "'Acme T", "Ac"]


@needs_bash
@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("option", ["--partner ", "--partner=", "-q --customer "])
def test_bash_quotes_a_name_with_a_blank(slt, home, option, typed):
    name = ("--partner", "Acme Telecom", "--customer", "Acme Telecom")
    slt("open", "-p", "S1", *AGO, *name, "A subject")
    (home / "rc").write_text(READY + slt("completion", "bash").out)
    shell = [str(BASH), "--noprofile", "--rcfile", str(home / "rc"), "-i"]
    *_, last = words_after_tab(shell, f"slt list {option}{typed}", str(home))
    assert last.removeprefix("--partner=") == "Acme Telecom"


ZSH = shutil.which("zsh")
needs_zsh = pytest.mark.skipif(ZSH is None, reason="zsh is not installed")


def zsh(home: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run a script by an interactive zsh that reads the .zshrc of the home."""
    return subprocess.run(
        [str(ZSH), "-d", "-i", "-c", script],
        env={**os.environ, "ZDOTDIR": str(home), "TERM": "dumb"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_zsh_gets_its_own_completion_started_where_nothing_has(slt):
    script = slt("completion", "zsh").out
    start = "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i }"
    assert script.index(start) < script.index("compdef _slt_completion slt\n")


@needs_zsh
@pytest.mark.parametrize("before", ["", "autoload -Uz compinit && compinit -i\n"])
def test_the_script_at_the_end_of_a_zshrc_completes_slt(slt, home, before):
    (home / ".zshrc").write_text(before + slt("completion", "zsh").out)
    done = zsh(home, "print -r -- $_comps[slt]")
    assert (done.stdout, done.stderr) == ("_slt_completion\n", "")


@needs_zsh
def test_the_script_may_be_a_file_that_zsh_finds_itself(slt, home):
    (home / "functions").mkdir()
    (home / "functions" / "_slt").write_text(slt("completion", "zsh").out)
    (home / ".zshrc").write_text(
        f"fpath=({home}/functions $fpath)\nautoload -Uz compinit && compinit -u\n"
    )
    offered = "_describe() { print -rl -- ${(P)2} }\nwords=(slt list -r a) CURRENT=4\n"
    done = zsh(home, f"print -r -- $_comps[slt]\n{offered}$_comps[slt]")
    assert (done.stdout, done.stderr) == ("_slt\napac:APAC\n", "")


@needs_zsh
@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("option", ["--partner ", "--partner=", "-q --customer "])
def test_zsh_quotes_a_name_with_a_blank(slt, home, option, typed):
    name = ("--partner", "Acme Telecom", "--customer", "Acme Telecom")
    slt("open", "-p", "S1", *AGO, *name, "A subject")
    (home / ".zshrc").write_text(f"bindkey -e\n{slt('completion', 'zsh').out}\n{READY}")
    *_, last = words_after_tab([str(ZSH), "-d", "-i"], f"slt list {option}{typed}", str(home))
    assert last.removeprefix("--partner=") == "Acme Telecom"
