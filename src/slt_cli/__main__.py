"""Run `slt` as a process of its own: as `slt`, or as `python -m slt_cli`."""

import gc
import os
import sys
from _thread import start_new_thread
from contextlib import suppress
from typing import TYPE_CHECKING

from slt_cli.interruption import is_interruption

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

_COLLECT_AFTER = 100_000
"""New objects before garbage is collected: imports make many, and none of them is garbage."""

_INTERRUPTED = 130


def main() -> None:
    """Run the command line of this process and end it.

    The process ends without destroying every object: all output is written, all files are closed,
    and the interpreter would spend an eighth of a short command's time on it.
    """
    gc.set_threshold(_COLLECT_AFTER)
    sys.unraisablehook = _interrupt_again
    try:
        from slt_cli.cli.program import main as run_process  # noqa: PLC0415 - after the line above

        code = run_process()
    except (Exception, KeyboardInterrupt) as error:  # while modules are still being imported
        if not is_interruption(error):
            raise
        code = _INTERRUPTED
    for stream in (sys.stdout, sys.stderr):
        with suppress(
            OSError, ValueError, AttributeError
        ):  # gone or closed: the exit code reports it
            stream.flush()
    os._exit(code)


def _interrupt_again(unraisable: "UnraisableHookArgs") -> None:
    """Send an interruption again if Python could only print it.

    Python cannot raise an exception while it releases an import lock, for one. The interruption
    comes from a thread, after this function has returned.
    """
    if issubclass(unraisable.exc_type, KeyboardInterrupt):
        from signal import SIGINT  # noqa: PLC0415 - slow to import, and rarely needed

        start_new_thread(os.kill, (os.getpid(), SIGINT))
    else:
        sys.__unraisablehook__(unraisable)


if __name__ == "__main__":
    main()
