"""Find each key in a valid TOML text: its line, and where its value begins and ends.

The standard parser keeps no positions. This scan follows `[tables]`, `[[lists]]` and keys, and
expects a text that the parser has accepted. It runs only when a fault is reported or a file edited.
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from slt_cli.config.files import KeyPath

_TOKEN = re.compile(
    r'''(?P<string>"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?'{3,5}|"(?:\\.|[^"\\])*"|'[^']*')'''
    r"""|(?P<space>(?:[ \t\r]|\#[^\n]*)+)|(?P<newline>\n)"""
    r"""|(?P<mark>[\[\]{}=,.])|(?P<bare>[^\s\[\]{}=,."'\#]+)""",
    re.DOTALL,
)
_BRACKETS = re.compile(
    r'''"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?'{3,5}|"(?:\\.|[^"\\])*"|'[^']*'|\#[^\n]*|[\[\]{}]''',
    re.DOTALL,
)


class Position(NamedTuple):
    """The position of a key: its line, counted from 1, and offsets into the text.

    Its statement begins at `start`, its value is in [value, end). For a table with a header `value`
    is None and `end` is the end of its last statement; for a table without a header `end` is 0.
    """

    line: int
    start: int
    value: int | None
    end: int


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    line: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def positions(
    text: str, is_wanted: Callable[[KeyPath], bool] = lambda _: True
) -> dict[KeyPath, Position]:
    """Return the position of every key and table; entries of a list count from 1.

    The keys of tables that are not wanted are left out: to read them takes most of the time.
    """
    scan = _Scan(text, is_wanted)
    try:
        scan.run()
    except RecursionError:  # nested so deeply that the parser just managed it
        return {}
    return scan.positions


def line_of(path: KeyPath, found: dict[KeyPath, Position]) -> int | None:
    """Return the line of a key, or of the nearest table above it."""
    for end in range(len(path), 0, -1):
        if (position := found.get(path[:end])) is not None:
            return position.line
    return None


class _Scan:
    def __init__(self, text: str, is_wanted: Callable[[KeyPath], bool]) -> None:
        self.positions: dict[KeyPath, Position] = {}
        self._text = text
        self._is_wanted = is_wanted
        self._tokens: list[_Token] = []
        self._at = 0
        self._entries: dict[KeyPath, int] = {}
        self._headers: dict[str, tuple[list[str], bool, int]] = {}

    def run(self) -> None:
        starts = [0, *_headers(self._text), len(self._text)]
        line = 1
        for number, (start, end) in enumerate(pairwise(starts)):
            table, begins = self._header(start, line) if number else ((), start)
            if self._is_wanted(table):
                self._pairs(table, _tokens(self._text, begins, end, line))
            line += self._text.count("\n", start, end)

    def _pairs(self, table: KeyPath, tokens: Iterator[_Token]) -> None:
        self._tokens, self._at = list(tokens), 0
        while self._skip(lines=True).kind != "end":
            end = self._pair(table)
            if table in self.positions:
                self.positions[table] = self.positions[table]._replace(end=end)

    def _header(self, start: int, line: int) -> tuple[KeyPath, int]:
        """Return the table of the header at an offset, and where the header ends."""
        ends = self._text.find("\n", start)
        written = self._text[start : ends if ends >= 0 else None]
        if written not in self._headers:
            self._headers[written] = self._read_header(written)
        (*above, last), is_entry, length = self._headers[written]
        path = *self._within_entries(above), last
        if is_entry:
            self._entries[path] = self._entries.get(path, 0) + 1
            path = *path, str(self._entries[path])
        self._note_above(path, _Token("mark", "[", start, line))
        self.positions[path] = Position(line, start, None, start + length)
        return path, start + length

    def _read_header(self, written: str) -> tuple[list[str], bool, int]:
        self._tokens, self._at = list(_tokens(written, 0, len(written), 1)), 1
        is_entry = self._tokens[1].text == "["
        self._at += is_entry
        parts = self._key()
        return parts, is_entry, self._tokens[self._at + is_entry].end

    def _within_entries(self, parts: list[str]) -> KeyPath:
        path: KeyPath = ()
        for part in parts:
            path = *path, part
            if path in self._entries:
                path = *path, str(self._entries[path])
        return path

    def _pair(self, table: KeyPath) -> int:
        first = self._tokens[self._at]
        path = (*table, *self._key())
        self._at += 1  # the equals sign
        self._note_above(path, first)
        return self._value(path, first)

    def _note_above(self, path: KeyPath, token: _Token) -> None:
        for end in range(1, len(path)):
            if path[:end] not in self.positions:
                self.positions[path[:end]] = Position(token.line, token.start, None, 0)

    def _key(self) -> list[str]:
        parts = [_part(self._skip())]
        self._at += 1
        while self._skip().text == ".":
            self._at += 1
            parts.append(_part(self._skip()))
            self._at += 1
        return parts

    def _value(self, path: KeyPath, first: _Token) -> int:
        opening = self._skip()
        if opening.text == "[":
            end = self._list(path)
        elif opening.text == "{":
            end = self._inline_table(path)
        else:
            end = self._plain_value()
        self.positions[path] = Position(first.line, first.start, opening.start, end)
        return end

    def _list(self, path: KeyPath) -> int:
        self._at += 1
        number = 0
        while (token := self._skip(lines=True)).text != "]":
            if token.text == ",":
                self._at += 1
                continue
            number += 1
            self._value((*path, str(number)), token)
        self._at += 1
        return token.end

    def _inline_table(self, path: KeyPath) -> int:
        self._at += 1
        while (token := self._skip(lines=True)).text != "}":
            if token.text == ",":
                self._at += 1
            else:
                self._pair(path)
        self._at += 1
        return token.end

    def _plain_value(self) -> int:
        end = self._tokens[self._at].end
        while True:
            token = self._tokens[self._at]
            if token.kind in ("newline", "end") or token.text in (",", "]", "}"):
                return end
            if token.kind != "space":
                end = token.end
            self._at += 1

    def _skip(self, *, lines: bool = False) -> _Token:
        while (token := self._tokens[self._at]).kind == "space" or (
            lines and token.kind == "newline"
        ):
            self._at += 1
        return token


def _headers(text: str) -> Iterator[int]:
    """Yield the offset of each header."""
    depth = 0
    for found in _BRACKETS.finditer(text):
        bracket, at = found[0], found.start()
        if bracket in ("[", "{"):
            if depth == 0 and not text[text.rfind("\n", 0, at) + 1 : at].strip():
                yield at
            depth += 1
        elif bracket in ("]", "}"):
            depth -= 1


def _tokens(text: str, start: int, end: int, line: int) -> Iterator[_Token]:
    for found in _TOKEN.finditer(text, start, end):
        yield _Token(found.lastgroup or "", found[0], found.start(), line)
        line += found[0].count("\n")
    yield _Token("end", "", end, line)


def _part(token: _Token) -> str:
    if token.kind != "string":
        return token.text
    decoded: str = tomllib.loads(f"part = {token.text}")["part"]
    return decoded
