"""The options that every command takes, as values, and a word out of those that an option takes."""

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from slt_cli.errors import UnknownNameError
from slt_cli.output import Color, Format
from slt_cli.output.times import Whose
from slt_cli.store.location import Location

Word = TypeVar("Word", bound=str)


class Options:
    """The options that every command takes; None where nothing was asked for."""

    def __init__(
        self,
        *,
        config: Path | None = None,
        db: Location | None = None,
        output: Format | None = None,
        quiet: bool = False,
        color: Color = "auto",
        times: Whose | None = None,
        no_pager: bool = False,
    ) -> None:
        self.config, self.db = config, db
        self.output, self.quiet, self.color = output, quiet, color
        self.times, self.no_pager = times, no_pager


def word_of(kind: str, given: str, words: Sequence[Word]) -> Word:
    """Return the word that was given, in upper or lower case; raises UnknownNameError."""
    for word in words:
        if given.strip().casefold() == word:
            return word
    raise UnknownNameError(kind, given, words)
