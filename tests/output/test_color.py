"""Colour: --color decides, then NO_COLOR, then FORCE_COLOR, then the terminal; never off it."""

import io
import re

import pytest

from slt_cli.output import FORMATS, Look, write
from tests.output.samples import sheet

AGO = ("--at", "2026-03-06T00:00")
TONED = re.compile(r"\x1b\[[\d;]*3\dm")


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _environment(slt, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have one case that is late, and a terminal that can show colour."""
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    assert slt("open", "-p", "S1", *AGO, "-q", "x").code == 0


@pytest.mark.parametrize(
    ("option", "environment", "terminal", "pipe"),
    [
        pytest.param("", {}, True, False, id="by default: on a terminal"),
        pytest.param("auto", {}, True, False, id="auto: on a terminal"),
        pytest.param("AUTO", {}, True, False, id="in any case of letters"),
        pytest.param("always", {}, True, True, id="always"),
        pytest.param("never", {}, False, False, id="never"),
        pytest.param("", {"NO_COLOR": "1"}, False, False, id="NO_COLOR"),
        pytest.param("", {"NO_COLOR": "0"}, False, False, id="NO_COLOR of any value"),
        pytest.param("", {"NO_COLOR": ""}, True, False, id="an empty NO_COLOR is none"),
        pytest.param("", {"FORCE_COLOR": "1"}, True, True, id="FORCE_COLOR"),
        pytest.param("", {"FORCE_COLOR": ""}, True, False, id="an empty FORCE_COLOR is none"),
        pytest.param(
            "", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, False, id="NO_COLOR before FORCE"
        ),
        pytest.param("always", {"NO_COLOR": "1"}, True, True, id="the option before NO_COLOR"),
        pytest.param("never", {"FORCE_COLOR": "1"}, False, False, id="the option before FORCE"),
        pytest.param("", {"TERM": "dumb"}, False, False, id="a dumb terminal"),
        pytest.param("", {"TERM": "unknown"}, False, False, id="an unknown terminal"),
        pytest.param("always", {"TERM": "dumb"}, True, True, id="always, even if it is dumb"),
        pytest.param("", {"TERM": "dumb", "FORCE_COLOR": "1"}, True, True, id="dumb, but forced"),
    ],
)
@pytest.mark.parametrize("command", ["list", "due", "show 1"])
def test_who_decides(slt, monkeypatch, option, environment, terminal, pipe, command):
    arguments = [*command.split(), *(["--color", option] if option else [])]
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    piped = slt(*arguments, "-o", "table").out
    shown = slt(*arguments, on_terminal=True).out
    assert "late" in piped
    assert "late" in shown
    assert (TONED.search(shown) is not None, TONED.search(piped) is not None) == (terminal, pipe)
    assert (("\x1b" in shown), ("\x1b" in piped)) == (terminal, pipe)


@pytest.mark.parametrize("option", ["always", "auto"])
@pytest.mark.parametrize("form", [form for form in FORMATS if form != "table"])
def test_what_programs_read_is_never_coloured(slt, monkeypatch, form, option):
    monkeypatch.setenv("FORCE_COLOR", "1")
    result = slt("list", "-o", form, "--color", option)
    assert result.code == 0
    assert "CASE-1" in result.out
    assert "\x1b" not in result.out


def test_ids_and_help_are_never_coloured(slt):
    for arguments in (["list", "-q"], ["--help"], ["due", "--help"]):
        result = slt("--color", "always", *arguments)
        assert "\x1b" not in result.out + result.err
        assert result.out or result.err


def test_of_an_error_only_the_label_is_coloured(slt):
    result = slt("--color", "always", "show", "77")
    label, _, rest = result.err.partition(" there is no case CASE-77\n")
    assert label == "\x1b[1;31mslt: error:\x1b[0m"
    assert "\x1b" not in rest
    assert slt("show", "77").err.startswith("slt: error: there is no case")


def test_an_unknown_value_is_an_error_with_a_suggestion(slt):
    result = slt("list", "--color", "alwys")
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        "slt: error: unknown value of --color 'alwys'\n"
        "fix: did you mean 'always'? One of: auto, always, never\n"
    )


def test_colour_changes_nothing_but_colour(slt):
    for command in ("list", "due", "show 1", "hotline", "targets"):
        coloured = slt(*command.split(), "-o", "table", "--color", "always").out
        plain = slt(*command.split(), "-o", "table", "--color", "never").out
        assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain
        assert coloured != plain


@pytest.mark.parametrize("color", [True, False])
def test_the_table_itself_asks_no_environment(monkeypatch, color):
    monkeypatch.setenv("NO_COLOR" if color else "FORCE_COLOR", "1")
    stream = io.StringIO() if color else Terminal()
    write(sheet(), "table", quiet=False, stream=stream, look=Look(color=color))
    assert (TONED.search(stream.getvalue()) is not None) is color


def test_what_a_subject_says_of_colour_is_shown_and_not_obeyed(slt, monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")
    slt("open", "-p", "S1", *AGO, "\x1b[31mred\x1b[0m [bold]x[/bold]")
    for form in ("table", "plain"):
        out = slt("list", "-o", form, "--color", "never").out
        assert "\x1b" not in out
        assert r"\x1b[31mred\x1b[0m [bold]x[/bold]" in out
