"""What a text says without its frame: no mail headers, signatures, footers or quote marks."""

import re
import unicodedata
from collections.abc import Mapping

_QUOTE_MARK = re.compile(r"^[ \t>|]*")
_DASHES = re.compile(r"^\s*[-_=*]{2,}\s*$")
_CONTROL = dict.fromkeys((*range(9), *range(11, 32), *range(127, 160), 65279, 8203, 8288), " ")


def clean(text: str, marks: Mapping[str, tuple[str, ...]]) -> str:
    """Return the text without its frame, or whole where nothing but a frame is left."""
    plain = unicodedata.normalize("NFKC", text).translate(_CONTROL)
    kept = "\n".join(_body(plain.split("\n"), marks))
    return kept if any(map(str.isalnum, kept)) else plain


def _body(lines: list[str], marks: Mapping[str, tuple[str, ...]]) -> list[str]:
    prefixes = re.compile(
        rf"(?:\s*(?:{'|'.join(map(re.escape, marks['prefixes']))}))+", re.IGNORECASE
    )
    body: list[str] = []
    signing = False
    for raw in lines:
        line = _QUOTE_MARK.sub("", raw)
        begins = " ".join(line[:60].casefold().split())
        if begins.startswith(marks["headers"]):
            signing = False
            continue
        if raw.lstrip().startswith(">"):
            signing = False
        if begins.startswith(marks["footers"]):
            continue
        if _DASHES.match(line) or begins.rstrip(" ,.!") in marks["closings"]:
            signing = signing or any(map(str.strip, body))
            continue
        if not signing:
            body.append(prefixes.sub("", line, 1) if prefixes.match(line) else line)
    return body
