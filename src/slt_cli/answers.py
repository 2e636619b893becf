"""How a command answers: in which format, in whose time, and where to."""

import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from slt_cli.config.files import Source, read_own
from slt_cli.config.preferences import Preferences, preferences_in
from slt_cli.errors import ConfigError, UsageError
from slt_cli.options import Options
from slt_cli.output import FOR_PEOPLE, Format, Look, Sheet, write
from slt_cli.output.look import shows_color, shows_links, wants_records, width_of
from slt_cli.output.messages import print_information, print_message, print_note
from slt_cli.output.streams import Terminal, while_read, write_utf_8
from slt_cli.output.times import Whose
from slt_cli.store.waiting import WATCHED_CONNECTING_SECONDS, Waiting
from slt_cli.user_directories import path_in

if TYPE_CHECKING:
    from slt_cli.file_remarks import Remark
    from slt_cli.output.csv_style import CsvStyle


class Answers:
    """How a command answers: as its options, the user's own files and the terminal say."""

    def __init__(
        self, options: Options, terminal: Terminal, environment: Mapping[str, str]
    ) -> None:
        self.options = options
        self.terminal = terminal
        self.environment = environment

    @cached_property
    def config_file(self) -> Path | None:
        """Return the file given with --config or SLT_CONFIG."""
        return self.options.config or path_in(self.environment.get("SLT_CONFIG"))

    @cached_property
    def own_files(self) -> list[Source]:
        """Return the user's own configuration files as they were read."""
        return read_own(self.config_file)

    @cached_property
    def preferences(self) -> Preferences:
        """Return what the user prefers; a configuration that cannot be read prefers nothing."""
        with suppress(ConfigError):
            return preferences_in(self.own_files)
        return Preferences()

    @property
    def format(self) -> Format:
        """Return the format asked for, else the preferred one, else a table or plain text."""
        if self.options.output or self.options.quiet:
            return self.options.output or self.usual_format
        return self.preferences.output or self.usual_format

    @property
    def usual_format(self) -> Format:
        """Return the format where nobody asks for one: a table on a terminal, else plain text."""
        return "table" if self.terminal.stdout else "plain"

    @property
    def whose_time(self) -> Whose | None:
        """Return whose time to show; None is the reader's in tables, the region's elsewhere."""
        return self.options.times or self.preferences.times

    def show(
        self,
        sheet: Sheet[Any],
        form: Format | None = None,
        *,
        paged: bool = False,
        csv: "CsvStyle | None" = None,
    ) -> None:
        """Write the answer to standard output in the format asked for, or the one given here.

        What is for programs is UTF-8 in a file or a pipe. With `paged`, a table that is longer than
        the terminal goes through the pager.
        """
        form, quiet = form or self.format, self.options.quiet
        paged = paged and form == "table" and not (quiet or self.options.no_pager)
        lines = self.terminal.lines if paged else 0
        if (quiet or form not in FOR_PEOPLE) and not self.terminal.stdout:
            write_utf_8()
        with while_read(), self._paged(lines) as stream:
            write(sheet, form, quiet=quiet, look=self.look, stream=stream, csv=csv)

    def _paged(self, lines: int) -> AbstractContextManager[TextIO]:
        """Return what gives the stream to write to, through the pager if the height is not 0."""
        if not lines:
            return nullcontext(sys.stdout)
        from slt_cli.output.paging import paged_to  # noqa: PLC0415 - only on a terminal

        return paged_to(sys.stdout, lines, self.environment)

    def note(self, text: str, fix: str) -> None:
        """Print a note and its fix to standard error, unless that is parsed too, as for JSON."""
        if self.options.output not in ("json", "jsonl"):
            print_note(text, fix)

    def remark(self, found: "Remark | None") -> None:
        """Print a note on a file, if there is anything to say of it."""
        if found is not None:
            self.note(*found)

    def require_no_format(self, what: str) -> None:
        """Raise UsageError if an option asks for a format of what has one of its own."""
        if self.options.output or self.options.quiet:
            fix = "leave out --output, --json, --quiet"
            raise UsageError(f"{what} has a format of its own", fix)

    def write(self, text: str) -> None:
        """Write a text that has a format of its own to standard output."""
        with while_read():
            sys.stdout.write(text)

    def inform(self, text: str) -> None:
        """Print an informational message to standard error, on a terminal only."""
        if self.terminal.stderr:
            print_information(text)

    @cached_property
    def waiting(self) -> Waiting:
        """Return how long a server is waited for; a person at a terminal gets a note."""
        if not self.terminal.stderr:
            return Waiting()
        tell = partial(print_message, "note")
        return Waiting(tell, connecting_seconds=WATCHED_CONNECTING_SECONDS)

    @property
    def interactive(self) -> bool:
        """Return whether questions can be asked: they are read and answered on a terminal."""
        terminal = self.terminal
        return terminal.stdin and terminal.stdout and terminal.stderr

    @property
    def look(self) -> Look:
        """Return how a table looks here: its colour, width and links, and records for some."""
        on_terminal, environment = self.terminal.stdout, self.environment
        color = shows_color(self.options.color, environment, on_terminal=on_terminal)
        return Look(
            color=color,
            width=width_of(environment),
            records=wants_records(environment, on_terminal=on_terminal),
            links=self.options.color != "never"
            and shows_links(environment, on_terminal=on_terminal),
            on_terminal=on_terminal,
        )
