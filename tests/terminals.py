"""A terminal of a test's own, for a program that is to believe that somebody looks."""

import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
from collections.abc import Mapping, Sequence
from time import monotonic

LIMIT = 60
"""The seconds after which a program hangs."""


def run_on_terminal(
    command: Sequence[str], rows: int, columns: int, env: Mapping[str, str]
) -> "subprocess.CompletedProcess[bytes]":
    """Run a program on a terminal of this size; its `stdout` is all that the terminal was sent.

    The terminal stays open here until the program has ended and nothing more comes: what is under
    way to a terminal is lost with the last who holds it.
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    sent = b""
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=env) as process:
        until, is_over = monotonic() + LIMIT, False
        try:
            while not is_over:
                assert monotonic() < until, sent
                has_ended = process.poll() is not None
                if select.select([ours], [], [], 0.1)[0]:
                    sent += os.read(ours, 65536)
                else:
                    is_over = has_ended
        finally:
            process.kill()
    os.close(theirs)
    os.close(ours)
    return subprocess.CompletedProcess(command, process.returncode, sent)
