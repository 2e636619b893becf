"""Find each key in a valid TOML text: its line, and where its value begins and ends.

The standard parser keeps no positions. This scan follows `[tables]`, `[[lists]]` and keys, and
expects a text that the parser has accepted. It runs only when a fault is reported or a file edited.
"""

import re
import tomllib
from collections.abc import Iterator
from typing import NamedTuple

from slt_cli.config.files import KeyPath

_TOKEN = re.compile(
    r'''(?P<string>"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?'{3,5}|"(?:\\.|[^"\\])*"|'[^']*')'''
    r"""|(?P<space>(?:[ \t\r]|\#[^\n]*)+)|(?P<newline>\n)"""
    r"""|(?P<mark>[\[\]{}=,.])|(?P<bare>[^\s\[\]{}=,."'\#]+)""",
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


def positions(text: str) -> dict[KeyPath, Position]:
    """Return the position of every key and table; entries of a list count from 1."""
    scan = _Scan(text)
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
    def __init__(self, text: str) -> None:
        self.positions: dict[KeyPath, Position] = {}
        self._tokens = list(_tokens(text))
        self._at = 0
        self._entries: dict[KeyPath, int] = {}

    def run(self) -> None:
        table: KeyPath = ()
        while (token := self._skip(lines=True)).kind != "end":
            if token.text == "[":
                table = self._header(token)
                continue
            end = self._pair(table)
            if table in self.positions:
                self.positions[table] = self.positions[table]._replace(end=end)

    def _header(self, first: _Token) -> KeyPath:
        self._at += 1
        is_entry = self._tokens[self._at].text == "["
        self._at += is_entry
        *above, last = self._key()
        path = *self._within_entries(above), last
        if is_entry:
            self._entries[path] = self._entries.get(path, 0) + 1
            path = *path, str(self._entries[path])
        self._at += 1 + is_entry
        end = self._tokens[self._at - 1].end
        self._note_above(path, first)
        self.positions[path] = Position(first.line, first.start, None, end)
        return path

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
            self.positions.setdefault(path[:end], Position(token.line, token.start, None, 0))

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


def _tokens(text: str) -> Iterator[_Token]:
    line = 1
    for found in _TOKEN.finditer(text):
        yield _Token(found.lastgroup or "", found[0], found.start(), line)
        line += found[0].count("\n")
    yield _Token("end", "", len(text), line)


def _part(token: _Token) -> str:
    if token.kind != "string":
        return token.text
    decoded: str = tomllib.loads(f"part = {token.text}")["part"]
    return decoded
