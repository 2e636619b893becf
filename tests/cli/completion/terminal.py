"""Type a line into a shell on a terminal, press Tab, and see which words the shell makes of it."""

import os
import pty
import re
import select
import signal
from collections.abc import Sequence

LONGEST = 60
"""Seconds that a shell may say nothing."""

READY = "PS1='ready> '\nwords() { printf '<%s>' \"$@\"; printf ' end\\n'; }\n"
"""What a shell runs first, after which it shows that it is ready and has `words`."""

_TO_START = "\x01"


def words_after_tab(shell: Sequence[str], line: str, home: str) -> list[str]:
    """Return the words of a line, as a shell takes them, after its last word was completed."""
    child, terminal = pty.fork()
    if child == 0:  # pragma: no cover - it becomes the shell
        os.environ.update(TERM="dumb", ZDOTDIR=home)
        os.execvp(shell[0], shell)
    try:
        _until(terminal, b"ready> ")
        os.write(terminal, f"{line}\t{_TO_START}words \n".encode())
        answer = _until(terminal, b"> end")
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(terminal)
    return re.findall(r"<(.*?)>", answer.rpartition("<slt>")[2])


def _until(terminal: int, end: bytes) -> str:
    """Return what a terminal shows until something; raises TimeoutError if it stays silent."""
    shown = b""
    while end not in shown:
        if not select.select([terminal], [], [], LONGEST)[0]:
            raise TimeoutError(shown)
        shown += os.read(terminal, 4096)
    return shown.decode()
