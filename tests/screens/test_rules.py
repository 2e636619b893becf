"""What section 1 asks of every screen, where no recorded screen shows it."""

import io
import sys

import pytest

from tests.screens.conftest import Screen


@pytest.mark.parametrize("case", ["402", "404", "410"])
def test_facts_and_clocks_fit_above_the_history_on_the_first_screen(
    screen: Screen, case: str
) -> None:
    above = screen("show", case, width=80).out.rpartition("\n\n")[0].splitlines()
    assert len(above) <= 19


def test_in_ascii_signs_are_spelled(screen: Screen, monkeypatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    screen("show", "404", width=80)
    stream.flush()
    shown = stream.buffer.getvalue().decode("ascii")
    assert "Case      CASE-404, ref 00412299\n" in shown
    assert f"\n{'-' * 80}\n" in shown
