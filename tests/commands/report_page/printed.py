"""The text of a PDF that Chromium printed, and the size of its pages in pixels of the page."""

import re
import zlib
from collections.abc import Iterator, Mapping

Glyphs = Mapping[int, str]

_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\n(.*?)endobj", re.DOTALL)
_FONT = re.compile(rb"/(F\d+) (\d+) 0 R")
_LIGATURE = rb"/Span<</ActualText \((\w+)\) >> BDC.*?\nEMC"
_SHOWN = re.compile(rb"/(F\d+) [\d.]+ Tf|" + _LIGATURE + rb"|<([0-9A-Fa-f]+)> Tj", re.DOTALL)


class Printed:
    """A PDF: its text without blanks, in the order in which it was printed."""

    def __init__(self, content: bytes) -> None:
        self._objects = {int(number): body for number, body in _OBJECT.findall(content)}
        fonts = {name: int(number) for name, number in _FONT.findall(content)}
        self._glyphs = {name.decode(): self._letters(number) for name, number in fonts.items()}
        self.pages = [
            self._stream(int(found[1]))
            for body in self._objects.values()
            if (found := re.search(rb"/Type /Page\n.*?/Contents (\d+) 0 R", body, re.DOTALL))
        ]

    @property
    def text(self) -> str:
        """Return all letters, without blanks."""
        return "".join(letter for page in self.pages for letter in self._shown(page))

    @property
    def widths(self) -> set[int]:
        """Return how wide the pages are: wider than the paper where something did not fit."""
        sizes = (re.search(rb"\n0 0 (\d+) \d+ re\n", page) for page in self.pages)
        return {int(size[1]) for size in sizes if size}

    def _shown(self, page: bytes) -> Iterator[str]:
        font = ""
        for name, ligature, glyphs in _SHOWN.findall(page):
            if name:
                font = name.decode()
            yield from ligature.decode()
            step = 4 if len(glyphs) % 4 == 0 else 2
            for at in range(0, len(glyphs), step):
                yield self._glyphs[font].get(int(glyphs[at : at + step], 16), "").strip()

    def _letters(self, font: int) -> Glyphs:
        """Return the letters of the glyphs of a font."""
        named = re.search(rb"/ToUnicode (\d+) 0 R", self._objects[font])
        return {} if named is None else dict(_mapped(self._stream(int(named[1]))))

    def _stream(self, number: int) -> bytes:
        head, _, rest = self._objects[number].partition(b"stream\n")
        length = re.search(rb"/Length (\d+)", head)
        assert length is not None
        content = rest[: int(length[1])]
        return zlib.decompress(content) if b"/FlateDecode" in head else content


def _mapped(table: bytes) -> Iterator[tuple[int, str]]:
    """Yield the glyphs of a table with their letters, each alone or several in a row."""
    for block in re.findall(rb"beginbfchar\n(.*?)endbfchar", table, re.DOTALL):
        for glyph, letters in re.findall(rb"<(\w+)> <(\w+)>", block):
            yield int(glyph, 16), _decoded(letters)
    for block in re.findall(rb"beginbfrange\n(.*?)endbfrange", table, re.DOTALL):
        for first, last, letters in re.findall(rb"<(\w+)> <(\w+)> <(\w+)>", block):
            for glyph in range(int(first, 16), int(last, 16) + 1):
                yield glyph, chr(ord(_decoded(letters)) + glyph - int(first, 16))


def _decoded(letters: bytes) -> str:
    return bytes.fromhex(letters.decode()).decode("utf-16-be")
