"""Labels with what they say: the lines of a record, and of a short answer on a terminal."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from slt_cli.output.grid import style_of
from slt_cli.output.sheet import INDENT, Cell, Line, label_width


def print_lines(console: Console, lines: Sequence[Line]) -> None:
    """Print lines, each wrapped under its own start; a long word is never cut."""
    width = label_width(lines)
    for line in lines:
        console.print(
            Text("\n").join(_wrapped(console, line, width)),
            soft_wrap=True,  # they are wrapped already
        )


def wrapped_lines(
    console: Console, lines: Sequence[Line], safe: Callable[[Cell], Cell]
) -> Iterator[Text]:
    """Yield lines made safe to show, each wrapped under its own start."""
    width = label_width(lines)
    for line in safe_lines(lines, safe):
        yield from _wrapped(console, line, width)


def safe_lines(lines: Iterable[Line], safe: Callable[[Cell], Cell]) -> list[Line]:
    """Return lines with all their texts made safe to show."""
    return [
        line._replace(
            parts=tuple(map(safe, line.parts)),
            label=safe(Cell(line.label)).text,
            aside=safe(Cell(line.aside)).text,
        )
        for line in lines
    ]


def _wrapped(console: Console, line: Line, label_width: int) -> Iterator[Text]:
    indent = INDENT if line.indented else ""
    start = Text(indent)
    if line.label:
        start.append(f"{line.label:<{label_width}}", "" if line.indented else "bold")
    said = _joined([*line.parts, *([Cell(f" {line.aside}")] if line.aside else [])])
    room = console.width - cell_len(start.plain)
    if line.aside and cell_len(said.plain) > room:
        said = _joined(line.parts)
        said.append(f"\n{line.aside}")
    longest = max((cell_len(word) for word in said.plain.split()), default=0)
    if line.label and longest > room:
        yield Text(indent + line.label, "" if line.indented else "bold")
        start = Text(indent + INDENT)
        room = console.width - cell_len(start.plain)
    for number, text in enumerate(said.wrap(console, max(room, longest), overflow="fold")):
        text.rstrip()
        yield (start if number == 0 else Text(" " * cell_len(start.plain))) + text


def _joined(parts: Iterable[Cell]) -> Text:
    text = Text()
    for part in parts:
        text.append(part.text, style_of(part))
    return text
