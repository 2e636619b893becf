"""A screen that is redrawn, by Rich's live display; imported only when one is shown."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, TextIO

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType
from rich.live import Live
from rich.segment import Segment
from rich.text import Text

from slt_cli.output.facts import wrapped_lines
from slt_cli.output.frame import Frame
from slt_cli.output.grid import Grid, style_of
from slt_cli.output.keyboard import Keyboard, Wake, keyboard
from slt_cli.output.layout import laid_out
from slt_cli.output.look import NARROWEST, height_of, width_of
from slt_cli.output.sheet import Cell
from slt_cli.output.text import has_signs, shown_on

_GAP = "  "
_HEADER_AND_RULE = 2
_MOST_WARNING_LINES = 3


class Screen(Protocol):
    """A terminal that shows frames, one after the other."""

    def show(self, frame: Frame) -> None:
        """Draw a frame in place of the one before it, at the present size of the terminal."""

    def wait(self, seconds: float) -> Wake:
        """Wait so long, or until a person does something."""


class LiveScreen:
    """The alternate screen of a terminal."""

    def __init__(
        self, live: Live, keys: Keyboard, environment: Mapping[str, str], stream: TextIO
    ) -> None:
        self._live, self._keys, self._environment = live, keys, environment
        self._shown, self._ascii_only = shown_on(stream), not has_signs(stream)

    def show(self, frame: Frame) -> None:
        """Draw a frame in place of the one before it, at the present size of the terminal."""
        size = width_of(self._environment), height_of()
        self._live.console.size = size
        drawn = Drawn(frame, *size, self._shown, ascii_only=self._ascii_only)
        self._live.update(drawn, refresh=True)

    def wait(self, seconds: float) -> Wake:
        """Wait so long, or until a person does something."""
        return self._keys.wait(seconds)


@contextmanager
def live_screen(
    environment: Mapping[str, str], *, color: bool, keys: int | None
) -> Iterator[LiveScreen]:
    """Show frames on the alternate screen while the block runs, then leave the terminal as it was.

    `keys` is the descriptor of the terminal's keyboard, None without one.
    Raises SignalledError for a signal that ends the process, after the terminal is restored.
    """
    stream = sys.stdout
    console = Console(
        file=stream,
        color_system="standard" if color else None,
        force_terminal=True,
        no_color=not color,
        highlight=False,
        markup=False,
        emoji=False,
    )
    live = Live(
        console=console,
        screen=True,
        auto_refresh=False,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    with keyboard(keys) as pressed:
        try:
            live.start()
            yield LiveScreen(live, pressed, environment, stream)
        finally:
            try:
                pressed.is_restoring = True
            finally:  # even if a signal came just before
                live.stop()


class Drawn:
    """A frame at a size: as many rows as fit, and how many do not."""

    def __init__(
        self,
        frame: Frame,
        width: int,
        height: int,
        shown: Callable[[str], str],
        *,
        ascii_only: bool,
    ) -> None:
        self._frame, self._width, self._height = frame, width, height
        self._shown, self._ascii_only = shown, ascii_only

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterator[RenderableType | Segment]:
        """Yield the heading, the warning and the rows."""
        head = [*self._heading(), *self._facts(), *self._warning(console), Text("")]
        for line in head:
            yield from _printed(line, console)
        room = self._height - len(head)
        if not self._frame.rows:
            yield from _printed(Text(self._shown(self._frame.empty)), console)
        elif (table := self._table(room)) is not None:
            yield from table
        else:
            yield from self._records(console, room)

    def _heading(self) -> Iterator[Text]:
        title = Text(self._shown(self._frame.title), "bold")
        counts = Text(_GAP).join(
            Text(self._shown(each.text), style_of(each) or "") for each in self._frame.counts
        )
        space = self._width - cell_len(title.plain) - cell_len(counts.plain)
        if space >= len(_GAP):
            yield Text.assemble(title, " " * space, counts)
        else:
            yield from (title, counts)

    def _facts(self) -> Iterator[Text]:
        """Yield the facts, as many on a line as fit."""
        line = ""
        for fact in map(self._shown, self._frame.facts):
            joined = f"{line}{_GAP}{fact}" if line else fact
            if line and cell_len(joined) > self._width:
                yield Text(line)
                joined = fact
            line = joined
        if line:
            yield Text(line)

    def _warning(self, console: Console) -> Sequence[Text]:
        text = Text(self._shown(self._frame.warning), style_of(Cell("", "late")) or "")
        if not text:
            return ()
        lines = text.wrap(console, self._width)
        shown = lines[:_MOST_WARNING_LINES]
        if len(lines) > len(shown):
            cut = ".." if self._ascii_only else "…"
            shown[-1].truncate(self._width - len(cut))
            shown[-1].append(cut)
        return shown

    def _table(self, room: int) -> Iterator[RenderableType | Segment] | None:
        if self._width < NARROWEST:
            return None
        rows, more = _fitting(self._frame.rows, room - _HEADER_AND_RULE)
        columns = laid_out(self._frame.sheet, rows, self._width, self._safe)
        if columns is None:
            return None
        table: list[RenderableType | Segment] = [Grid(columns, ascii_only=self._ascii_only)]
        return iter([*table, *([Segment(f"and {more:,} more\n")] if more else [])])

    def _records(self, console: Console, room: int) -> Iterator[Segment]:
        """Yield each row as a record, with an empty line between two."""
        records = [
            [
                *([Text("")] if number else []),
                *wrapped_lines(console, self._frame.sheet.facts(row), self._safe),
            ]
            for number, row in enumerate(self._frame.rows[: max(room, 1)])
        ]
        fits = 0
        while fits < len(records) and sum(map(len, records[: fits + 1])) < room:
            fits += 1
        for line in [line for record in records[:fits] for line in record]:
            yield from _printed(line, console)
        if more := len(self._frame.rows) - fits:
            yield Segment(f"and {more:,} more\n")

    def _safe(self, cell: Cell) -> Cell:
        return Cell(self._shown(cell.text), cell.tone)


def _fitting(rows: Sequence[Any], room: int) -> tuple[Sequence[Any], int]:
    """Return the rows that fit, and how many do not, which takes a line to say."""
    if len(rows) <= room:
        return rows, 0
    fits = max(room - 1, 1)
    return rows[:fits], len(rows) - fits


def _printed(text: Text, console: Console) -> Iterator[Segment]:
    """Yield a line that is cut at the edge of the screen."""
    text.end = ""
    yield from text.render(console)
    yield Segment("\n")
