"""The command line as a whole: global options, errors as exit codes, and streams that fail."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest
import typer

from slt_cli import __version__
from slt_cli.cli import program

COMMAND = [sys.executable, "-m", "slt_cli"]
SHORT = ["hotline", "-q"]
LONG = ["config", "show", "-o", "jsonl"]  # more than a pipe's or a file's buffer of 8 KiB
AT = ("--at", "2026-03-06T00:00")
TARGETS = "slt_cli.commands.targets.targets_command"
BUFFERED = {"PYTHONUNBUFFERED": ""}


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]], ids=["nothing", "--help", "-h"])
def test_without_a_command_it_shows_help(slt, arguments):
    result = slt(*arguments)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("Usage: slt [OPTIONS] COMMAND\n")


def test_version(slt):
    assert slt("--version") == (0, f"slt {__version__}\n", "")


@pytest.mark.parametrize(
    ("arguments", "message", "fix"),
    [
        pytest.param(["lst"], "unknown command 'lst'", "did you mean 'list'?", id="command"),
        pytest.param(["lis"], "unknown command 'lis'", "did you mean 'list'?", id="a prefix"),
        pytest.param(["x"], "unknown command 'x'", "`slt help commands` lists them", id="no word"),
        pytest.param(
            ["config", "shw"], "unknown command 'shw'", "One of: path, show, get", id="inner"
        ),
        pytest.param(["config"], "missing command", "`slt config --help`", id="no inner command"),
        pytest.param(["show"], "missing argument 'CASE'", "`slt show --help`", id="argument"),
        pytest.param(
            ["show", "1", "2"],
            "got more than it takes: 2",
            "it takes one case: repeat it for each; see `slt show --help`",
            id="too many cases",
        ),
        pytest.param(
            ["list", "Customer", "A"],
            "got more than it takes: Customer A",
            "--text WORD finds the cases with a word; see `slt list --help`",
            id="a word that is searched",
        ),
        pytest.param(
            ["list", "-r", "eu", "--region=usa"],
            "--region is given twice, and only one can be meant",
            "leave one out, or run the command for each",
            id="a filter given twice",
        ),
        pytest.param(
            ["hotline", "eu"],
            "got more than it takes: eu",
            "give a region with --region; see `slt hotline --help`",
            id="a region without its option",
        ),
        pytest.param(
            ["doctor", "now"], "got more than it takes: now", "`slt doctor --help`", id="anything"
        ),
        pytest.param(
            ["update", "1", "-r"],
            "option '-r' requires an argument",
            "see `slt update --help`",
            id="an option without its value",
        ),
        pytest.param(
            ["void", "1"],
            "missing option '--reason'",
            "add --reason TEXT; see `slt void --help`",
            id="a missing option",
        ),
        pytest.param(
            ["list", "--loud"], "no such option: --loud", "`slt list --help`", id="option"
        ),
        pytest.param(
            ["list", "--prioriti", "S1"],
            "no such option: --prioriti",
            "did you mean '--priority'? See `slt list --help`",
            id="a mistyped option",
        ),
        pytest.param(
            ["open", "-p", "S1", "-5 dB"],
            "no such option: -5",
            "a text that begins with - comes after all options and --; see `slt open --help`",
            id="a text like an option",
        ),
        pytest.param(
            ["redact", "1", "--customer", "A"],
            "no such option: --customer",
            "fix: see `slt redact --help`",
            id="an option of a command that takes no text",
        ),
        pytest.param(["--loud"], "no such option: --loud", "`slt --help`", id="global option"),
        pytest.param(["list", "-o", "xml"], "format 'xml'", "One of: table", id="format"),
    ],
)
def test_usage_errors(slt, arguments, message, fix):
    result = slt(*arguments)
    assert (result.code, result.out) == (2, "")
    error, fixed = result.err.splitlines()
    assert error.startswith("slt: error: ")
    assert message in error
    assert fixed.startswith("fix: ")
    assert fix in fixed


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("list --tag a --tag b", id="a case may have several"),
        pytest.param("list --text a --text b", id="several words"),
        pytest.param("list --sort due --sort number", id="no filter"),
        pytest.param("list --times utc --times local", id="a global option"),
        pytest.param("update 1 -p S1 -p S2", id="a command without filters"),
    ],
)
def test_what_else_is_given_twice_is_no_error(slt, line):
    slt("open", "-p", "S3", "A question")
    assert slt(*line.split()).code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["--json", "list"], id="before the command"),
        pytest.param(["list", "--json"], id="after the command"),
        pytest.param(["list", "-o", "json"], id="-o json"),
        pytest.param(["list", "-ojson"], id="-ojson"),
        pytest.param(["list", "--output=json"], id="--output=json"),
        pytest.param(["list", "--output", "json"], id="--output json"),
    ],
)
def test_with_json_an_error_is_json(slt, arguments):
    result = slt(*arguments, "--region", "apca")
    assert (result.code, result.out) == (2, "")
    assert list(json.loads(result.err)["error"].items()) == [
        ("code", "unknown-name"),
        ("message", "unknown region 'apca'"),
        ("hint", "did you mean 'apac'? One of: usa, europe, apac"),
        ("exit", 2),
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        pytest.param(["lst"], "unknown-name", 2, id="unknown command"),
        pytest.param(["show"], "usage", 2, id="usage"),
        pytest.param(["show", "7"], "no-such-case", 4, id="no such case"),
        pytest.param(["list", "--db", "."], "store", 5, id="store"),
        pytest.param(["open", "-p", "S1", "--at", "+1h", "x"], "refused", 1, id="refused"),
    ],
)
def test_every_kind_of_error_has_its_code(slt, arguments, code, exit_code):
    result = slt(*arguments, "--json")
    error = json.loads(result.err)["error"]
    assert result.code == error["exit"] == exit_code
    assert error["code"] == code


def test_two_formats_contradict_each_other(slt):
    result = slt("list", "--json", "-o", "csv")
    assert (result.code, result.out) == (2, "")
    assert "--json and --output csv contradict" in json.loads(result.err)["error"]["message"]
    assert slt("list", "--json", "-o", "json").code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["open", "-p", "S1", *AT, "caf\udce9"], id="a subject that is not UTF-8"),
        pytest.param(["show", "caf\udce9"], id="a case that is not UTF-8"),
        pytest.param(["list", "--partner", "caf\udce9"], id="a partner that is not UTF-8"),
        pytest.param(["classify", "caf\udce9"], id="a text that is not UTF-8"),
        pytest.param(["list", "--limit", "9" * 25], id="a limit beyond 64 bits"),
        pytest.param(["show", "9" * 25], id="a number beyond 64 bits"),
        pytest.param(["open", "-p", "S1", *AT, "a\0b"], id="a subject with NUL"),
    ],
)
def test_no_input_is_a_bug(slt, arguments):
    slt("open", "-p", "S1", *AT, "x")
    assert slt(*arguments).code in {0, 1, 2, 4}


def test_what_an_error_quotes_is_harmless(slt):
    result = slt("show", "\x1b[31mred\n[b]x[/b]")
    assert result.err.splitlines()[0] == r"slt: error: there is no case '\x1b[31mred\n[b]x[/b]'"


def test_global_options_go_before_or_after_the_command(slt, home):
    db, config = str(home / "my.db"), home / "my.toml"
    config.write_text('[defaults]\ncase_prefix = "T"\n')
    own = ("--db", db, "--config", str(config))
    assert slt(*own, "-q", "open", "-p", "S1", *AT, "x").out == "T-1\n"
    assert slt("list", "-q", *own).out == "T-1\n"
    assert slt("--db", db, "list", "-q", "--config", str(config)).out == "T-1\n"
    assert slt("list", "-q") == (0, "", "")


def test_an_option_after_the_command_wins(slt, home):
    one, two = str(home / "one.db"), str(home / "two.db")
    slt("open", "-p", "S1", *AT, "--db", two, "x")
    assert slt("--db", one, "list", "-q", "--db", two).out == "CASE-1\n"
    assert slt("--db", two, "list", "-q", "--db", one).out == ""


def test_the_environment_names_the_files(slt, home, monkeypatch):
    config = home / "my.toml"
    config.write_text('[defaults]\ncase_prefix = "T"\n')
    monkeypatch.setenv("SLT_CONFIG", str(config))
    monkeypatch.setenv("SLT_DB", str(home / "my.db"))
    assert slt("open", "-q", "-p", "S1", *AT, "x").out == "T-1\n"
    assert (home / "my.db").exists()
    assert slt("list", "--db", str(home / "other.db")) == (0, "", "")


def broken() -> None:
    """Stand in for a command with a fault."""
    raise RuntimeError("boom\nand more")


def test_a_bug_is_one_line_and_a_traceback_in_a_file(slt, home, monkeypatch):
    monkeypatch.setattr(TARGETS, broken)
    result = slt("targets")
    assert (result.code, result.out) == (70, "")
    error, fix = result.err.splitlines()
    assert error == r"slt: error: internal error: RuntimeError: boom\nand more"
    (file,) = home.rglob("traceback-*.txt")
    assert fix.endswith(f"the traceback is in {file}")
    assert file.read_text().startswith("Traceback (most recent call last):")
    assert file.stat().st_mode & 0o077 == 0


def test_a_bug_as_json(slt, monkeypatch):
    monkeypatch.setattr(TARGETS, broken)
    result = slt("targets", "--json")
    error = json.loads(result.err)["error"]
    assert (result.code, error["code"], error["exit"]) == (70, "bug", 70)
    assert Path(error["hint"].rpartition(" is in ")[2]).exists()


def test_a_bug_is_told_even_where_no_file_can_be_written(slt, home, monkeypatch):
    monkeypatch.setattr(TARGETS, broken)
    monkeypatch.setenv("HOME", str(home / "file"))
    (home / "file").touch()
    result = slt("targets")
    assert result.code == 70
    assert "the traceback could not be saved in the state directory" in result.err


@pytest.mark.parametrize(
    ("error", "message"),
    [
        pytest.param(OSError(errno.EMFILE, "x", "x"), "too many open files", id="open files"),
        pytest.param(
            OSError(errno.ENFILE, "x"), "too many open files on this machine", id="of all programs"
        ),
        pytest.param(OSError(errno.ENOMEM, "x"), "out of memory", id="memory"),
        pytest.param(MemoryError(), "out of memory", id="Python's own memory"),
        pytest.param(
            ImportError("x.so: failed to map segment from shared object"),
            "out of memory",
            id="memory for a library",
        ),
    ],
)
def test_a_machine_without_memory_or_files_is_no_bug(slt, home, monkeypatch, error, message):
    def refused() -> None:
        """Stand in for a command that runs out of something."""
        raise error

    monkeypatch.setattr(TARGETS, refused)
    result = slt("targets")
    assert (result.code, result.out) == (1, "")
    told, fix = result.err.splitlines()
    assert told == f"slt: error: {message}"
    assert fix.startswith("fix: see `ulimit -a`")
    assert not list(home.rglob("traceback-*"))


@pytest.mark.parametrize("error", [KeyboardInterrupt, typer.Abort])
def test_interrupted(slt, monkeypatch, error):
    def interrupted() -> None:
        """Stand in for a command that is interrupted."""
        raise error

    monkeypatch.setattr(TARGETS, interrupted)
    assert slt("targets") == (130, "", "\n")


_SET_NAME = """
class Interrupting:
    def __set_name__(self, owner, name):
        raise KeyboardInterrupt
"""
_CLASS = "class Name:\n    member = Interrupting()\n"


def test_an_interruption_in_the_body_of_a_class_is_no_bug(slt, home, monkeypatch):
    def interrupted() -> None:
        """Stand in for a command that is interrupted while it imports a module."""
        exec(_SET_NAME + _CLASS, {})

    monkeypatch.setattr(TARGETS, interrupted)
    assert slt("targets") == (130, "", "\n")
    assert not list(home.rglob("traceback-*"))


def test_a_process_interrupted_in_the_body_of_a_class_at_its_start_ends_quietly():
    stopped = f"""
import sys
from slt_cli import __main__
{_SET_NAME}
class Finder:
    def find_spec(self, name, *_):
        if name == "slt_cli.cli.program":
            class Name:
                member = Interrupting()

sys.meta_path.insert(0, Finder())
__main__.main()
"""
    done = subprocess.run([sys.executable, "-c", stopped], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_a_process_ends_with_the_exit_code(process):
    assert process("show", "7").code == 4
    assert process(*SHORT).out.splitlines()[0] == "usa"


def test_nothing_reads_standard_input_unasked():
    with subprocess.Popen(
        [*COMMAND, "classify"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.wait(timeout=60) == 2  # while its input is open and silent


@pytest.mark.parametrize("arguments", [SHORT, LONG, ["--help"]], ids=["short", "long", "help"])
@pytest.mark.parametrize("env", [{}, BUFFERED], ids=["as it is", "buffered"])
def test_a_closed_pipe_ends_quietly(arguments, env):
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [*COMMAND, *arguments],
        stdout=writing,
        stderr=subprocess.PIPE,
        env={**os.environ, **env},
        timeout=60,
        check=False,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("arguments", [SHORT, LONG, ["--help"]], ids=["short", "long", "help"])
@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
def test_a_full_output_device_is_told_in_a_sentence(home, arguments, unbuffered):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*COMMAND, *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 1, done.stderr
    assert done.stderr.startswith("slt: error: the answer could not be written: ")
    assert not list(home.rglob("traceback-*"))


def test_the_exit_code_stands_where_the_error_cannot_be_written():
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*COMMAND, "lst"], stderr=full, timeout=60, check=False)
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("redirection", "code", "said"),
    [
        pytest.param("<&-", 0, "", id="input"),
        pytest.param(">&-", 1, "slt: error: standard output is closed", id="output"),
        pytest.param("<&- >&-", 1, "slt: error: standard output is closed", id="both"),
        pytest.param("2>&-", 0, "", id="error"),
    ],
)
def test_closed_streams(redirection, code, said):
    done = subprocess.run(
        ["/bin/sh", "-c", f'"$@" {redirection}', "sh", *COMMAND, *SHORT],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == code
    assert done.stderr.startswith(said)
    assert bool(done.stderr) is bool(said)


def test_an_error_with_standard_error_closed_keeps_its_exit_code():
    done = subprocess.run(
        ["/bin/sh", "-c", '"$@" 2>&-', "sh", *COMMAND, "lst"],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, b"")


def test_cron_gives_hardly_any_environment(home):
    bare = {"PATH": os.environ["PATH"], "HOME": str(home)}
    for arguments, code in ((["list"], 0), (["open", "-p", "S1", *AT, "x"], 0), (["due"], 0)):
        done = subprocess.run(
            [*COMMAND, *arguments],
            env=bare,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stderr) == (code, "")
    assert "CASE-1" in done.stdout


def test_what_the_terminal_cannot_encode_is_escaped(process):
    result = process("open", "-p", "S1", *AT, "Größe 電話", env={"PYTHONIOENCODING": "ascii"})
    assert (result.code, result.err) == (0, "")
    assert r"Gr\xf6\xdfe \u96fb\u8a71" in result.out


def test_nothing_is_recorded_where_nothing_could_be_said(slt):
    opening = [*COMMAND, "open", "-p", "S1", *AT, "x"]
    done = subprocess.run(
        ["/bin/sh", "-c", '"$@" >&-', "sh", *opening], capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert slt("list", "--all") == (0, "", "")


def test_a_reader_that_stops_does_not_change_the_exit_code(slt):
    for _ in range(400):
        slt("open", "-p", "S1", *AT, "a subject that is long enough to fill a pipe in the end" * 8)
    script = '{ "$@" due --exit-code; echo "code $?" >&2; } | head -n 1'
    done = subprocess.run(
        ["/bin/sh", "-c", script, "sh", *COMMAND],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == "code 11\n"
    assert done.stdout.startswith("Case")


def test_where_there_is_no_memory_to_say_so_it_is_said_all_the_same(monkeypatch, capfd):
    def no_memory(*_: object) -> NoReturn:
        raise MemoryError

    monkeypatch.setattr(program, "_invoke", no_memory)
    monkeypatch.setattr(program, "report", no_memory)

    assert program.run(["list"]) == 1

    told, fix = capfd.readouterr().err.splitlines()
    assert told == "slt: error: out of memory"
    assert fix.startswith("fix: see `ulimit -a`")
