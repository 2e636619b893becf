"""Wait for the server in a way that an interruption ends."""

import select
from time import monotonic


def wait_for(file: int, until: float | None, *, to_read: bool) -> None:
    """Wait until a file can be read or written; after `until` raise KeyboardInterrupt."""
    poll = select.poll()
    poll.register(file, select.POLLIN if to_read else select.POLLOUT)
    if until is None:
        poll.poll()
    elif not poll.poll(max(0, until - monotonic()) * 1000):
        raise KeyboardInterrupt
