"""Completion for shells: the words that fit at the cursor."""

import sys
from collections.abc import Sequence
from contextlib import suppress

from typer._click import shell_completion as typers
from typer.core import TyperGroup

from slt_cli.cli.root import app_for
from slt_cli.output.text import is_plain_word, printable

_QUOTES = ("'", '"')


def complete(program: TyperGroup, words: Sequence[str]) -> None:
    """Print the words that fit the last one, one per line; any error gives an empty answer.

    A description follows a word after a tab. Bash splits `--region=a` into three words; other
    shells pass it as one word, and expect the whole word back. The last word may have quotes as it
    was typed. A word that a shell would interpret is left out, but for blanks, which the scripts
    have quoted.
    """
    *before, last = words or [""]
    last = _without_quotes(last)
    before = [word for word in before if word != "="]
    last = "" if last == "=" else last
    option, equals, _ = last.partition("=") if last.startswith("--") else ("", "", "")
    # An option that still has no value would hide the arguments before it.
    whole = before[:-1] if before and before[-1].startswith("--") else before
    with suppress(Exception):
        ctx = typers._resolve_context(program, {"obj": app_for}, "slt", whole)  # noqa: SLF001 - Typer has no other
        asked, incomplete = typers._resolve_incomplete(ctx, before, last)  # noqa: SLF001
        found = [
            f"{option if equals else ''}{equals}{item.value}"
            + (f"\t{printable(item.help)}" if item.help else "")
            for item in asked.shell_complete(ctx, incomplete)
            if all(map(is_plain_word, item.value.lstrip("-").replace("/", " ").split(" ")))
        ]
        sys.stdout.writelines(f"{line}\n" for line in found)
        sys.stdout.flush()


def _without_quotes(typed: str) -> str:
    """Return the word that is meant so far, where nothing but a blank is quoted."""
    option, equals, value = typed.partition("=") if typed.startswith("--") else ("", "", typed)
    opened = value[1:] if value.startswith(_QUOTES) else value.replace("\\ ", " ")
    return f"{option}{equals}{opened}"
