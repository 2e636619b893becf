"""Keys and signals while a screen is redrawn, and the terminal as it was afterwards."""

import os
import pty
import signal
import termios
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

import pytest

from slt_cli.output.keyboard import Keyboard, SignalledError, Wake, keyboard

HANDLED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGWINCH)


class Ends(NamedTuple):
    """The two ends of a terminal: the person's, and the program's."""

    person: int
    program: int


@pytest.fixture
def ends() -> Iterator[Ends]:
    made = Ends(*pty.openpty())
    yield made
    for end in made:
        os.close(end)


@pytest.fixture
def keys(ends: Ends) -> Iterator[Keyboard]:
    with keyboard(ends.program) as made:
        yield made


@pytest.mark.parametrize(
    ("typed", "wake"),
    [
        pytest.param(b"q", Wake.QUIT, id="q"),
        pytest.param(b"abQ", Wake.QUIT, id="Q among others"),
        pytest.param(b"x\n", Wake.TICK, id="another key"),
        pytest.param(b"", Wake.TICK, id="nothing"),
    ],
)
def test_a_key(keys, ends, typed, wake):
    os.write(ends.person, typed)
    assert keys.wait(0.05) is wake


@pytest.mark.parametrize(
    ("number", "wake"),
    [(signal.SIGWINCH, Wake.RESIZED), (signal.SIGTSTP, Wake.STOPPED)],
    ids=["resized", "stopped"],
)
def test_a_signal_ends_a_wait(keys, number, wake):
    os.kill(os.getpid(), number)
    assert keys.wait(30) is wake
    assert keys.wait(0.01) is Wake.TICK


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_a_signal_that_ends_the_process_is_raised_at_once(keys, number):  # noqa: ARG001
    with pytest.raises(SignalledError) as raised:
        os.kill(os.getpid(), number)
    assert raised.value.number == number


def test_only_the_first_of_several_is_raised(keys):
    with pytest.raises(SignalledError):
        os.kill(os.getpid(), signal.SIGTERM)
    os.kill(os.getpid(), signal.SIGINT)
    with pytest.raises(SignalledError) as raised:  # again, in case it was raised in vain
        keys.wait(30)
    assert raised.value.number == signal.SIGTERM


def test_nothing_interrupts_while_the_terminal_is_restored(keys):
    keys.is_restoring = True
    os.kill(os.getpid(), signal.SIGTERM)
    assert keys.wait(0.01) is Wake.TICK


def test_a_terminal_that_is_gone_ends_it():
    person, program = pty.openpty()
    with keyboard(program) as keys:
        os.close(person)
        assert keys.wait(30) is Wake.QUIT
    os.close(program)


def test_without_a_keyboard_only_signals_arrive():
    with keyboard(None) as keys:
        assert keys.wait(0.01) is Wake.TICK
        os.kill(os.getpid(), signal.SIGWINCH)
        assert keys.wait(30) is Wake.RESIZED


def test_all_is_as_it_was(ends):
    before = termios.tcgetattr(ends.program), [signal.getsignal(each) for each in HANDLED]
    with suppress(ZeroDivisionError), keyboard(ends.program):
        assert not termios.tcgetattr(ends.program)[3] & (termios.ECHO | termios.ICANON)
        os.write(ends.person, b"typed ahead\n")
        raise ZeroDivisionError
    assert before == (termios.tcgetattr(ends.program), [signal.getsignal(each) for each in HANDLED])
    os.set_blocking(ends.program, False)
    with pytest.raises(BlockingIOError):
        os.read(ends.program, 10)  # no key that was meant for the screen reaches the shell
