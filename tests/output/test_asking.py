"""Questions at a terminal: wrapped between words, asked again, ended by the end of the input."""

import io
import sys

import pytest

from slt_cli.errors import InterruptionError
from slt_cli.output.asking import NoAnswerError, ask, confirm, explain_choices

UNANSWERED = InterruptionError("no answer", "answer it")


def number(answer: str) -> int:
    if not answer.isdigit():
        raise NoAnswerError("type a number")
    return int(answer)


def typed(monkeypatch: pytest.MonkeyPatch, text: bytes) -> None:
    stream = io.TextIOWrapper(io.BytesIO(text), encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", stream)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param(b"7\n", "How many: ", id="at once"),
        pytest.param(b" 7 ", "How many: ", id="with blanks, without an end of the line"),
        pytest.param(b"x\n\n7\n", "How many: Type a number\n" * 2 + "How many: ", id="again"),
    ],
)
def test_it_asks_until_the_answer_can_be_read(monkeypatch, capsys, text, shown):
    typed(monkeypatch, text)
    assert ask("How many", number, UNANSWERED) == 7
    assert capsys.readouterr() == ("", shown)


@pytest.mark.parametrize("text", [b"", b"x\n", b"\xff\n"])
def test_the_end_of_the_input_is_no_answer(monkeypatch, capsys, text):
    typed(monkeypatch, text)
    with pytest.raises(InterruptionError) as raised:
        ask("How many", number, UNANSWERED)
    assert raised.value is UNANSWERED
    assert capsys.readouterr().err.endswith("How many: \n")


def test_bytes_that_are_not_text_are_no_answer(monkeypatch, capsys):
    typed(monkeypatch, b"\xff\n")
    with pytest.raises(InterruptionError):
        ask("How many", number, UNANSWERED)
    assert "That is not readable text.\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "answer"),
    [(b"y\n", True), (b"YES\n", True), (b"n\n", False), (b"no\n", False), (b"\n", False)],
)
def test_yes_and_no(monkeypatch, capsys, text, answer):
    typed(monkeypatch, text)
    assert confirm("Replace it?", UNANSWERED) is answer
    assert capsys.readouterr().err == "Replace it? [y/N]: "


@pytest.mark.parametrize("columns", ["0", "10", "40", "80", "300"])
def test_no_word_is_broken_and_no_line_is_too_long(monkeypatch, capsys, columns):
    monkeypatch.setenv("COLUMNS", columns)
    meaning = "several people or devices in more than one place but not everyone here"
    explain_choices({"several": meaning, "one": "one of them"})
    lines = capsys.readouterr().err.splitlines()
    assert " ".join(" ".join(lines).split()) == f"several {meaning} one one of them"
    assert max(map(len, lines)) < min(max(int(columns) or 80, 20), 80)


def test_what_a_terminal_would_interpret_is_escaped(monkeypatch, capsys):
    typed(monkeypatch, b"y\n")
    explain_choices({"\x1b[31mone": "a\nb"})
    confirm("Replace \x1b[2J?", UNANSWERED)
    assert capsys.readouterr().err == "  \\x1b[31mone  a\\nb\nReplace \\x1b[2J? [y/N]: "
