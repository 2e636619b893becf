"""How texts are compared and redacted, and what none may contain: not every engine can store it."""

from collections.abc import Iterable
from typing import Literal

from slt_cli.errors import RefusedError

_ESCAPED_BYTES = range(0xDC80, 0xDD00)  # what "surrogateescape" makes of bytes that are not UTF-8


REDACTED = "[redacted]"
"""What is in the place of a text that was replaced on request."""


Unstorable = Literal[
    "a NUL character", "bytes that are not UTF-8", "half of a character (a lone surrogate)"
]
"""Part of a text that cannot be stored, as a sentence names it."""


def folded(text: str) -> str:
    """Return a text as it is compared with others, in upper or lower case."""
    return text.casefold()


def unstorable(text: str) -> Unstorable | None:
    """Return what a text contains that cannot be stored; None if nothing."""
    if "\0" in text:
        return "a NUL character"
    if text.isascii():
        return None
    try:
        text.encode()
    except UnicodeEncodeError as error:
        is_byte = ord(text[error.start]) in _ESCAPED_BYTES
        return "bytes that are not UTF-8" if is_byte else "half of a character (a lone surrogate)"
    return None


def require_storable(texts: Iterable[str]) -> None:
    """Refuse texts that cannot be stored."""
    found = unstorable("".join(texts))
    if found is not None:
        raise RefusedError(
            f"a text contains {found} and cannot be stored", "correct the text and try again"
        )
