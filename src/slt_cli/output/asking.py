"""Questions at a terminal: asked on standard error, wrapped between words, answered in a line."""

import sys
from collections.abc import Callable, Mapping
from shutil import get_terminal_size
from textwrap import wrap
from typing import TypeVar

from slt_cli.errors import InterruptionError
from slt_cli.output.messages import print_line
from slt_cli.output.text import printable

Answer = TypeVar("Answer")

YES = frozenset({"y", "yes"})
NO = frozenset({"n", "no"})

_WIDEST = 80
_NARROWEST = 20


class NoAnswerError(Exception):
    """An answer that is not one of the choices; the question is asked again after its sentence."""


def ask(question: str, read: Callable[[str], Answer], unanswered: InterruptionError) -> Answer:
    """Ask until an answer can be read, and return what was read.

    `read` gets the answer without blanks around it, and raises NoAnswerError for one that it does
    not know. Raises `unanswered` at the end of the input.
    """
    while True:
        _show_question(question)
        try:
            line = sys.stdin.readline()
        except UnicodeDecodeError:
            explain("That is not readable text.")
            continue
        if not line:
            print_line("")  # the question gets its own line
            raise unanswered
        try:
            return read(line.strip())
        except NoAnswerError as again:
            said = str(again)
            explain(f"{said[:1].upper()}{said[1:]}")


def confirm(question: str, unanswered: InterruptionError) -> bool:
    """Ask a question whose answer is yes or no; Enter answers no."""

    def read(answer: str) -> bool:
        if answer.casefold() in YES:
            return True
        if answer and answer.casefold() not in NO:
            raise NoAnswerError("Answer y for yes or n for no; Enter is no.")
        return False

    return ask(f"{question} [y/N]", read, unanswered)


def explain(text: str) -> None:
    """Print a sentence about a question, wrapped between words."""
    for line in _wrapped(text):
        print_line(line)


def explain_choices(choices: Mapping[str, str]) -> None:
    """Print what can be answered, each choice with what it means."""
    column = max(map(len, map(printable, choices))) + 4
    for choice, meaning in choices.items():
        for line in _wrapped(f"{printable(choice):<{column - 2}}{meaning}", "  ", " " * column):
            print_line(line)


def _show_question(question: str) -> None:
    sys.stderr.write("\n".join(_wrapped(f"{question}:")) + " ")
    sys.stderr.flush()


def _wrapped(text: str, first: str = "", others: str = "") -> list[str]:
    """Return the lines of a text on this terminal; no word is broken."""
    columns = min(max(get_terminal_size().columns, _NARROWEST), _WIDEST)
    return wrap(
        printable(text),
        columns - 1,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )
