"""The newest text of a description, without mail headers and footers."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise

_QUOTE_MARK = re.compile(r"^[ \t>|]*")
_REPLIED = re.compile(r"\W*original message\W*$", re.IGNORECASE)
_WROTE = re.compile(r"\W*(?:on|am|le) .{5,100} (?:wrote|schrieb.*|a écrit)\s*:\s*$", re.IGNORECASE)
_POINTS_BELOW = re.compile(
    r"\b(?:below|fyi|forward\w*|fwd?|attached|out (?:of|until|till)|auto\w*|on leave|travelling)\b"
    r"|(?:\bam|'m) away\b|(?:\bnot|n't) monitored\b",
    re.IGNORECASE,
)
"""What somebody writes who passes a text on, or a machine for somebody who is not there."""
_RULE = re.compile(r"^\s*[-_=*]{2,}\s*$")
_ESCAPE = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_CONTROL = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160), 65279, 8203, 8288), " ")
_ANSWERED = 3
"""From three parts on, own and quoted in turn, the own ones are answers between quotes."""


def clean(text: str, marks: Mapping[str, tuple[str, ...]]) -> str:
    """Return the newest text without its mail frame, or all of it if nothing else is left."""
    plain = unicodedata.normalize("NFKC", _ESCAPE.sub(" ", text)).translate(_CONTROL)
    kept = "\n".join(_body(_newest(plain.split("\n"), marks), marks))
    return kept if any(map(str.isalnum, kept)) else plain


def _newest(lines: list[str], marks: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return lines without a quoted text above or below them; answers between quotes keep those."""
    parts = [
        (quoted, [line for _, line in some])
        for quoted, some in groupby(_marked(lines, marks), lambda marked: marked[0])
    ]
    if len(parts) == _ANSWERED and all(map(str.istitle, parts[-1][1])):
        parts.pop()  # a name below the quoted text
    own = [line for quoted, part in parts for line in part if not quoted]
    is_whole = own and not any(map(_POINTS_BELOW.search, own))
    return own if len(parts) < _ANSWERED and is_whole else lines


def _marked(
    lines: Sequence[str], marks: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[bool, str]]:
    """Yield whether each line is quoted; below the header of an older mail all are."""
    is_below, is_own = False, False
    for line, following in pairwise([*lines, ""]):
        heads = (line.strip().casefold(), following.strip().casefold())
        is_header = all(head.startswith(marks["headers"]) for head in heads)
        is_below = is_below or bool(_REPLIED.match(line)) or (is_own and is_header)
        quoted = is_below or _is_quoted(line) or bool(_WROTE.match(line))
        is_own = is_own or bool(heads[0] and not (quoted or heads[0].startswith(marks["headers"])))
        if line.strip():
            yield quoted, line


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(">")


def _body(lines: Iterable[str], marks: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """Yield lines without quote marks, rules, mail headers and footers."""
    framing = (*marks["headers"], *marks["footers"])
    for raw in lines:
        line = _QUOTE_MARK.sub("", raw)
        beginning = " ".join(line[:60].casefold().split())
        if not beginning.startswith(framing) and not _RULE.match(line):
            yield line
