"""Errors are printed in one place: to standard error, as sentences or as JSON, always harmless."""

import json
import stat
import sys
from pathlib import Path

import pytest

from slt_cli.cli.reporting import Style, report, report_bug, report_interruption, style_of
from slt_cli.errors import (
    BadRowsError,
    ConfigError,
    Fault,
    RefusedError,
    SltError,
    StoreError,
    UsageError,
    add_left,
)

FAULTS = ConfigError(
    [Fault("a.toml", "x", "is unknown", "drop it"), Fault("a.toml", "y", "is missing", "add it")]
)
FAULT = {"file": "a.toml", "line": None}
BAD_ROWS = BadRowsError(
    "a.csv",
    [Fault("a.csv", "level", "is no level", "0 to 3", 2), Fault("a.csv", "", "is short", "", 2)],
    2,
    "correct them",
)


def test_on_a_terminal_the_label_is_red(capsys) -> None:
    error = UsageError("no such thing", "look up")
    terminal = {"TERM": "xterm"}
    assert style_of(["list"], terminal, on_terminal=True) == "colored"
    assert style_of(["--color", "never", "list"], terminal, on_terminal=True) == "text"
    assert style_of(["--color=always", "list"], terminal) == "colored"
    assert style_of(["list"], {**terminal, "NO_COLOR": "1"}, on_terminal=True) == "text"
    assert style_of(["list"], {"TERM": "dumb"}, on_terminal=True) == "text"
    assert style_of(["list", "--json"], terminal, on_terminal=True) == "json"

    report(error, "colored")

    text = "\x1b[1;31mslt: error:\x1b[0m no such thing\nfix: look up\n"
    assert capsys.readouterr().err == text


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        pytest.param(["list", "--json"], "json", id="--json"),
        pytest.param(["-o", "json", "list"], "json", id="-o json"),
        pytest.param(["--output", "json"], "json", id="--output json"),
        pytest.param(["--output=json"], "json", id="--output=json"),
        pytest.param(["list", "-ojson"], "json", id="-ojson"),
        pytest.param(["list", "-qojson"], "json", id="-qojson, two short options in one word"),
        pytest.param(["--nonsense", "--json"], "json", id="with what cannot be understood"),
        pytest.param(["due", "--nagios"], "nagios", id="--nagios"),
        pytest.param([], "text", id="nothing"),
        pytest.param(["list"], "text", id="no format"),
        pytest.param(["-o", "jsonl"], "text", id="another format"),
        pytest.param(["note", "1", "json"], "text", id="the word alone"),
        pytest.param(["json", "-o"], "text", id="the word before the option"),
        pytest.param(["classify", "--", "--json"], "text", id="what stands after -- is text"),
    ],
)
def test_the_style_of_errors(arguments: list[str], wanted: Style) -> None:
    assert style_of(arguments) is wanted


def test_for_nagios_any_error_is_unknown_on_standard_output(capsys) -> None:
    assert report(UsageError("no | pipe", "look up"), "nagios") == 3
    assert capsys.readouterr() == ("SLT UNKNOWN - no / pipe\n", "")


@pytest.mark.parametrize(
    ("error", "printed"),
    [
        pytest.param(
            RefusedError("the case is closed", "reopen it"),
            "slt: error: the case is closed\nfix: reopen it\n",
            id="a sentence and its fix",
        ),
        pytest.param(
            RefusedError("the case is closed"),
            "slt: error: the case is closed\n",
            id="a sentence without a fix",
        ),
        pytest.param(
            FAULTS,
            "slt: error: a.toml: x: is unknown\nfix: drop it\n"
            "slt: error: a.toml: y: is missing\nfix: add it\n",
            id="every fault with its fix",
        ),
        pytest.param(
            BAD_ROWS,
            "slt: error: a.csv:2: level: is no level\nfix: 0 to 3\n"
            "slt: error: a.csv:2: is short\n"
            "slt: error: and 1 more bad row\n"
            "slt: error: 2 rows of a.csv are bad, nothing was imported\n"
            "fix: correct them\n",
            id="bad rows, and how many more",
        ),
        pytest.param(
            UsageError("a\x1b[31m\nb", "\u202ec\udce9"),
            "slt: error: a\\x1b[31m\\nb\nfix: \\u202ec\\udce9\n",
            id="hostile text is written out",
        ),
    ],
)
def test_sentences_go_to_standard_error(capsys, error, printed: str) -> None:
    report(error, "text")

    assert capsys.readouterr() == ("", printed)


@pytest.mark.parametrize(
    ("error", "body"),
    [
        pytest.param(
            UsageError("unknown \x1b", "look\nup"),
            {"code": "usage", "message": "unknown \x1b", "hint": "look\nup", "exit": 2},
            id="a usage error",
        ),
        pytest.param(
            FAULTS,
            {
                "code": "configuration",
                "message": "a.toml: x: is unknown\na.toml: y: is missing",
                "hint": "drop it",
                "exit": 3,
                "faults": [
                    {**FAULT, "key": "x", "problem": "is unknown", "fix": "drop it"},
                    {**FAULT, "key": "y", "problem": "is missing", "fix": "add it"},
                ],
            },
            id="every fault of the configuration",
        ),
        pytest.param(
            BAD_ROWS,
            {
                "code": "bad-rows",
                "message": "2 rows of a.csv are bad, nothing was imported",
                "hint": "correct them",
                "exit": 1,
                "faults": [fault._asdict() for fault in BAD_ROWS.faults],
            },
            id="bad rows",
        ),
    ],
)
def test_json_is_one_object_on_standard_error(capsys, error, body: dict) -> None:
    report(error, "json")

    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err.isascii()
    assert json.loads(err) == {"error": body}


@pytest.mark.parametrize(
    ("error", "printed"),
    [
        pytest.param(
            StoreError("it fails", "free some space; nothing was changed"),
            "slt: error: it fails\nfix: free some space; CASE-1 was recorded\n",
            id="after its fix, which does not say the contrary",
        ),
        pytest.param(
            RefusedError("the case is closed"),
            "slt: error: the case is closed\nfix: CASE-1 was recorded\n",
            id="where there is no fix",
        ),
        pytest.param(
            ConfigError([Fault("a.toml", "x", "is unknown", "drop it")]),
            "slt: error: a.toml: x: is unknown\nfix: drop it\nslt: CASE-1 was recorded\n",
            id="below the faults of a file",
        ),
    ],
)
def test_what_was_recorded_before_an_error_is_said_once(capsys, error, printed: str) -> None:
    report(error, "text", "CASE-1 was recorded")

    assert capsys.readouterr() == ("", printed)


def test_a_file_that_was_left_behind_is_named_wherever_its_note_is(capsys) -> None:
    cause = OSError("the first")
    cause.add_note("any other note")
    add_left(cause, "/data/.cases.db.new")
    error = SltError("it failed", "try again; nothing was changed")
    error.__context__ = cause
    assert report(error, "text") == 1
    assert capsys.readouterr().err == (
        "slt: error: it failed\n"
        "fix: try again; remove /data/.cases.db.new, which could not be removed\n"
    )


@pytest.mark.parametrize("style", ["text", "json"])
def test_a_plain_interruption_only_ends_the_line(capsys, style) -> None:
    assert report_interruption(style) == 130
    assert capsys.readouterr() == ("", "\n")


def test_without_standard_error_nothing_is_printed_anywhere(capsys, monkeypatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", None)
        report(RefusedError("the case is closed"), "text")

    assert capsys.readouterr() == ("", "")


def raised(message: str) -> Exception:
    """Return an error with a traceback."""
    with pytest.raises(LookupError) as caught:
        fail(message)
    return caught.value


def fail(message: str) -> None:
    raise LookupError(message)


def kept(home: Path) -> list[Path]:
    return list(home.rglob("traceback-*.txt"))


def test_a_bug_is_one_line_and_its_traceback_is_kept_for_its_owner_alone(capsys, home) -> None:
    report_bug(raised("lost\nlines"), "text")

    (file,) = kept(home)
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        r"slt: error: internal error: LookupError: lost\nlines",
        f"fix: please report it; the traceback is in {file}",
    ]
    assert "in fail\n" in file.read_text(encoding="utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_bug_in_json_has_its_own_code_and_exit_code(capsys) -> None:
    report_bug(raised("lost"), "json")

    error = json.loads(capsys.readouterr().err)["error"]
    assert (error["code"], error["exit"]) == ("bug", 70)
    assert error["message"] == "internal error: LookupError: lost"


def test_a_bug_is_reported_even_where_no_file_can_be_written(capsys, home, monkeypatch) -> None:
    (home / "state").write_text("a file in place of the directory")
    monkeypatch.setenv("XDG_STATE_HOME", str(home / "state"))

    report_bug(raised("lost"), "text")

    err = capsys.readouterr().err
    assert "LookupError: lost" in err
    assert "the traceback could not be saved in the state directory" in err


def test_a_bug_whose_text_is_no_unicode_is_reported_and_kept(capsys, home) -> None:
    report_bug(raised("caf\udce9"), "text")

    (file,) = kept(home)
    assert r"LookupError: caf\udce9" in capsys.readouterr().err
    assert r"LookupError: caf\udce9" in file.read_text(encoding="utf-8")


def test_two_bugs_keep_two_tracebacks(home) -> None:
    report_bug(raised("one"), "text")
    report_bug(raised("two"), "text")

    assert len(kept(home)) == 2
