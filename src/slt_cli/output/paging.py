"""Long answers on a terminal, which go through the user's pager as those of git do."""

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from os import defpath
from shutil import which
from signal import SIG_IGN, SIGINT, signal
from subprocess import PIPE, Popen
from typing import TextIO

_USUAL_PAGER = "less"
_INTERRUPTED = (-SIGINT, 128 + SIGINT)
"""Exit codes of a shell that ended by Ctrl-C, typed to the pager."""


def pager_in(environment: Mapping[str, str]) -> str | None:
    """Return the command line of the pager; None if there is to be none.

    It is that of PAGER, else `less` where it is installed. A screen reader, and a terminal that
    only prints, get none.
    """
    if environment.get("ACCESSIBLE") or environment.get("TERM") == "dumb":
        return None
    if (given := environment.get("PAGER")) is None:
        return which(_USUAL_PAGER, path=environment.get("PATH", defpath))
    return given.strip() if given.strip() not in ("", "cat") else None


@contextmanager
def paged_to(stream: TextIO, lines: int, environment: Mapping[str, str]) -> Iterator[TextIO]:
    """Yield the stream to write an answer to.

    `lines` is the height of the terminal. What does not fit below a prompt goes through the pager,
    all else to the stream; if the height is 0, or there is no pager, that is the stream itself.
    """
    pager = pager_in(environment) if lines else None
    if pager is None:
        yield stream
        return
    content = io.BytesIO()
    answer = io.TextIOWrapper(content, stream.encoding, stream.errors, newline="\n")
    yield answer
    answer.flush()
    text = content.getvalue()
    stream.flush()
    if text.count(b"\n") < lines or not _show(text, pager, environment):
        stream.write(text.decode(answer.encoding))


def _show(text: bytes, pager: str, environment: Mapping[str, str]) -> bool:
    """Show a text in the pager until that ends; return False if it could not start, or failed.

    Ctrl-C is for the pager. A pager that the reader leaves before the end has not failed.
    """
    settings = {"LESS": "FRX", **environment}
    try:
        process = Popen(pager, shell=True, stdin=PIPE, env=settings)  # noqa: S602 - PAGER is the user's own
    except OSError:
        return False
    before = signal(SIGINT, SIG_IGN)  # now: the pager itself must not ignore it
    try:
        process.communicate(text)
    finally:
        signal(SIGINT, before)
    return process.returncode == 0 or process.returncode in _INTERRUPTED
