"""The completion scripts that slt prints, and what bash itself makes of its own."""

import shutil
import subprocess

import pytest

from tests.cli.completion.asking import AGO, EVERYWHERE, HOSTILE

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


@needs_bash
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (["slt", "re"], ["respond", "resume", "resolve", "reopen", "restore", "recalc"]),
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
