"""Wait between two parts of an answer, while somebody reads it."""

import sys
from select import POLLERR, POLLHUP, poll
from time import sleep

from slt_cli.output.streams import is_terminal


def wait_while_read(seconds: float) -> bool:
    """Wait so long and return True; return False at once if the reader has closed the pipe."""
    if is_terminal(sys.stdout):  # which some systems cannot poll
        sleep(seconds)
        return True
    reader = poll()
    reader.register(sys.stdout.fileno(), 0)
    return not any(found & (POLLERR | POLLHUP) for _, found in reader.poll(seconds * 1000))
