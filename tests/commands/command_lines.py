"""Recorded command lines and their answers: the same on every engine that can keep cases."""

import re
import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.conftest import Result

DATA = Path(__file__).parents[1] / "data"
DIRECTORY = DATA / "command_lines"
STORY, ANSWERS = DIRECTORY / "story.txt", DIRECTORY / "answers.txt"

_SIGNS = {"␛": "\x1b", "␇": "\a", "␍": "\r", "␉": "\t", "␤": "\n"}
_TYPED = str.maketrans(_SIGNS)
_SHOWN = str.maketrans({char: sign for sign, char in _SIGNS.items() if char not in "\t\n"})
_LONG = " ".join(["a text as long as a page"] * 80)
_RANDOM = (
    (re.compile(r"\b[0-9a-f]{32}\b"), "{command}"),
    (re.compile(r"<(\w+-\d+)\.[0-9a-f]{8}\."), r"<\1.{uid}."),
)
_SETTING = re.compile(r"[A-Z_]+=")


class CommandLine(NamedTuple):
    """A line of the story: as it is written, when it is run, its environment and its words."""

    text: str
    now: str
    environment: dict[str, str]
    words: list[str]


def story() -> list[CommandLine]:
    """Return the command lines in their order."""
    return [*map(_command_line, _lines_of(STORY.read_text(encoding="utf-8")))]


def files() -> Iterator[Path]:
    """Yield the files that the command lines name."""
    for directory in (DIRECTORY, DATA / "policies"):
        yield from (file for file in directory.iterdir() if file.suffix != ".txt")


def answer(line: CommandLine, result: Result, location: str) -> str:
    """Return a line with what it gave; fixed words stand for what is random and for the store.

    Standard output follows `> `, standard error `! `, and the exit code `= `.
    """
    told = [
        f"$ {line.text}",
        *_marked("> ", _fixed(result.out, location)),
        *_marked("! ", _fixed(result.err, location)),
        f"= {result.code}",
    ]
    return "\n".join(told)


def recorded() -> list[str]:
    """Return the answers that were recorded, one for each line."""
    return ANSWERS.read_text(encoding="utf-8").removesuffix("\n").split("\n\n")


def record(answers: Iterable[str]) -> None:
    """Write answers to the file of those that were recorded."""
    ANSWERS.write_text("\n\n".join(answers) + "\n", encoding="utf-8")


def _lines_of(text: str) -> Iterator[str]:
    return (line for line in text.splitlines() if line and not line.startswith("#"))


def _command_line(text: str) -> CommandLine:
    now, *words = shlex.split(text.translate(_TYPED))
    environment = {}
    while _SETTING.match(words[0]):
        name, _, value = words.pop(0).partition("=")
        environment[name] = value
    return CommandLine(text, now, environment, [word.replace("LONGTEXT", _LONG) for word in words])


def _fixed(text: str, location: str) -> str:
    for pattern, word in _RANDOM:
        text = pattern.sub(word, text)
    text = text.replace(location, "{store}").replace(_LONG, "LONGTEXT")
    return text.translate(_SHOWN)


def _marked(mark: str, text: str) -> Iterator[str]:
    """Yield the lines of a text, each after a mark; the last one says if it does not end."""
    *lines, last = text.split("\n")
    yield from (f"{mark}{line}" for line in lines)
    if last:
        yield f"{mark}{last}{{no end of line}}"
