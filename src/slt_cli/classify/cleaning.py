"""The text of a description without mail headers, signatures, footers and quote marks."""

import re
import unicodedata
from collections.abc import Mapping

_QUOTE_MARK = re.compile(r"^[ \t>|]*")
_DASHES = re.compile(r"^\s*[-_=*]{2,}\s*$")
_CONTROL = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160), 65279, 8203, 8288), " ")


def clean(text: str, marks: Mapping[str, tuple[str, ...]]) -> str:
    """Return a text without its mail frame, or all of it if nothing else is left."""
    plain = unicodedata.normalize("NFKC", text).translate(_CONTROL)
    kept = "\n".join(_body(plain.split("\n"), marks))
    return kept if any(map(str.isalnum, kept)) else plain


def _body(lines: list[str], marks: Mapping[str, tuple[str, ...]]) -> list[str]:
    prefixes = re.compile(
        rf"(?:\s*(?:{'|'.join(map(re.escape, marks['prefixes']))}))+", re.IGNORECASE
    )
    body: list[str] = []
    in_signature = False
    for raw in lines:
        line = _QUOTE_MARK.sub("", raw)
        beginning = " ".join(line[:60].casefold().split())
        if beginning.startswith(marks["headers"]):
            in_signature = False
            continue
        if raw.lstrip().startswith(">"):
            in_signature = False
        if beginning.startswith(marks["footers"]):
            continue
        if _DASHES.match(line) or beginning.rstrip(" ,.!") in marks["closings"]:
            in_signature = in_signature or any(map(str.strip, body))
            continue
        if not in_signature:
            body.append(prefixes.sub("", line, 1) if prefixes.match(line) else line)
    return body
