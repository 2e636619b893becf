"""Run a program without a shell, within a time limit, and without a terminal."""

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from errno import EACCES
from pathlib import PurePath
from signal import SIGKILL
from subprocess import DEVNULL, PIPE, Popen, TimeoutExpired

from slt_cli.delivery.message import DeliveryError


def run_program(
    arguments: Sequence[str], text: str, environment: Mapping[str, str], seconds: float
) -> int:
    """Return the exit code of a program that gets a text; negative if a signal ended it.

    What it prints is thrown away: it may repeat a secret of its arguments. It runs in a process
    group of its own, which is killed at the time limit. Raises DeliveryError if it cannot be run.
    """
    program = repr(PurePath(arguments[0]).name)
    try:
        process = Popen(  # noqa: S603 - a list of arguments; no shell reads it
            arguments,
            env=dict(environment),
            stdin=PIPE,
            stdout=DEVNULL,
            stderr=DEVNULL,
            start_new_session=True,
        )
    except FileNotFoundError:
        raise DeliveryError(f"the program {program} was not found") from None
    except OSError as error:
        why = "is not executable" if error.errno == EACCES else f"cannot be run: {error.strerror}"
        raise DeliveryError(f"the program {program} {why}") from None
    except ValueError:  # a NUL character, or half of a character
        raise DeliveryError(f"the program {program} cannot be given its arguments") from None
    try:
        process.communicate(text.encode(errors="replace"), seconds)
    except TimeoutExpired:
        raise DeliveryError(f"{program} did not end within {seconds:g} s") from None
    finally:
        if process.poll() is None:
            _kill(process)
    return process.returncode


def ending(code: int) -> str:
    """Return how a program ended, as a reason says it."""
    return f"ended with exit code {code}" if code >= 0 else f"was ended by signal {-code}"


def _kill(process: Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(process.pid, SIGKILL)
    process.wait()
    if process.stdin:
        with suppress(OSError):
            process.stdin.close()
