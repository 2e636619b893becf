"""Labels with what they say: the lines of a record, and of a short answer on a terminal."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from slt_cli.output.grid import style_of
from slt_cli.output.sheet import INDENT, Cell, Line, label_width

_BEFORE_A_PHRASE = re.compile(r" (?=-> |· |\()|   (?=\S)")
"""Where a line that is too long is broken first: before an arrow, a dot or a bracket."""

_WIDEST_LETTER = 2


def print_lines(console: Console, lines: Sequence[Line]) -> None:
    """Print lines, each wrapped under its own start.

    A long ASCII word, such as an id or an address, is never cut.
    """
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
            tail=safe(Cell(line.tail)).text,
        )
        for line in lines
    ]


def _wrapped(console: Console, line: Line, label_width: int) -> Iterator[Text]:
    indent = INDENT if line.indented else ""
    start = Text(indent)
    if line.label:
        start.append(f"{line.label:<{label_width}}", "" if line.indented else "bold")
    aside = Cell(f" {line.aside}" if line.aside else "")
    said = _joined([*line.parts, aside, Cell(line.tail)])
    room = console.width - cell_len(start.plain)
    if line.aside and cell_len(said.plain) > room:
        said = _joined([*line.parts, Cell(line.tail)])
        said.append(f"\n{line.aside}")
    longest = max((len(word) for word in said.plain.split() if word.isascii()), default=0)
    longest = max(longest, _WIDEST_LETTER)
    if line.label and longest > room:
        yield Text(indent + line.label, "" if line.indented else "bold")
        start = Text(indent + INDENT)
        room = console.width - cell_len(start.plain)
    phrases = [phrase for each in said.split("\n") for phrase in _in_phrases(each, room)]
    lines = [phrase.wrap(console, max(room, longest), overflow="fold") for phrase in phrases]
    for number, text in enumerate(chain.from_iterable(lines)):
        text.rstrip()
        yield (start if number == 0 else Text(" " * cell_len(start.plain))) + text


def _in_phrases(said: Text, room: int) -> Iterator[Text]:
    """Yield what fits on each line, broken where a phrase begins, so that a time stays whole."""
    line = Text()
    for phrase in said.divide(found.start() for found in _BEFORE_A_PHRASE.finditer(said.plain)):
        if line.plain and cell_len(line.plain + phrase.plain.rstrip()) > room:
            yield line
            line = phrase[len(phrase) - len(phrase.plain.lstrip()) :]
        else:
            line.append_text(phrase)
    yield line


def _joined(parts: Iterable[Cell]) -> Text:
    text = Text()
    for part in parts:
        text.append(part.text, style_of(part))
    return text
