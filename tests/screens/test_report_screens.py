"""The screens of reports, as recorded: of a month of cases, and of a year of them."""

import io
import shlex
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from slt_cli.cli.program import run
from tests.apps import app_with
from tests.screens import october
from tests.screens.cast import NOW, POLICY
from tests.screens.conftest import Screen
from tests.screens.test_screens import require_recorded

OCTOBER = "--since 2026-10 --until 2026-10"

SCREENS: dict[str, tuple[str, ...]] = {
    "report": ("slt report",),
    "report-priority": (f"slt report {OCTOBER} --by priority --trend week",),
    "report-two-fields": (f"slt report {OCTOBER} --by owner --by partner",),
    "report-clocks": ("slt report --by clock",),
    "report-misses": ("slt report --misses --since 2026-10-15",),
    "report-misses-clock": ("slt report --misses --clock resolution",),
    "report-nothing": (
        "slt report --since 2026-12 --by priority",
        "slt report --misses --since 2026-11 --until 2026-11-24",
    ),
}
"""What is typed about the month, by the name of the file that has the screens."""

OF_A_YEAR: dict[str, tuple[str, ...]] = {
    "report-year-weeks": ("slt report --by priority --trend week",),
    "report-year-months": ("slt report --since 2025-11 --until 2026-12 --by month",),
}
"""What is typed about the year."""


@pytest.fixture(scope="session")
def month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with the cases of October 2026, and a few of this day."""
    return _filled(tmp_path_factory.mktemp("month"), october.month(), october.LATER)


@pytest.fixture(scope="session")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store with the cases of sixty weeks."""
    return _filled(tmp_path_factory.mktemp("year"), october.year())


def _filled(directory: Path, lines: Iterable[str], later: Iterable[tuple[str, str]] = ()) -> Path:
    file, store = directory / "cases.csv", directory / "cases.db"
    file.write_text("\n".join(lines), encoding="utf-8")
    common = ["--db", str(store), "--config", str(POLICY), "-q"]
    loaded = run(["import", str(file), "--timezone", "Europe/London", *common], app_with(now=NOW))
    assert loaded == 0
    for at, typed in later:
        assert run([*shlex.split(typed), *common], app_with(now=at)) == 0, typed
    return store


@pytest.mark.parametrize("name", SCREENS)
def test_screen_of_a_month(name: str, month: Path, screen_of: Callable[[Path], Screen]) -> None:
    require_recorded(name, SCREENS[name], lambda: screen_of(month))


@pytest.mark.parametrize("name", OF_A_YEAR)
def test_screen_of_a_year(name: str, year: Path, screen_of: Callable[[Path], Screen]) -> None:
    require_recorded(name, OF_A_YEAR[name], lambda: screen_of(year))


@pytest.fixture
def in_ascii(
    month: Path, screen_of: Callable[[Path], Screen], monkeypatch: pytest.MonkeyPatch
) -> str:
    """Return what a terminal shows of the month whose locale has no other characters."""
    screen = screen_of(month)
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    screen("report", *OCTOBER.split(), "--by", "priority", "--trend", "week", width=80)
    stream.flush()
    return stream.buffer.getvalue().decode("ascii")


def test_in_ascii_a_bar_is_made_of_hashes(in_ascii: str) -> None:
    assert "\nS1        17 of 22   77 %  95 % missed   5 #####      30 min   2 h 35 min" in in_ascii


def test_in_ascii_there_is_no_line_of_blocks_and_its_numbers_stay(in_ascii: str) -> None:
    trend = in_ascii.partition("28 Sep")[2].splitlines()
    assert trend[0] == "  5 Oct  12 Oct  19 Oct  26 Oct"
    assert trend[2] == "S1          50 %   60 %    80 %   100 %    80 %"
    assert trend[5] == "All         87 %   85 %    95 %    95 %    95 %"


def test_in_ascii_the_heading_says_what_a_hash_stands_for(
    year: Path, screen_of: Callable[[Path], Screen], monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = screen_of(year)
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    monkeypatch.setattr(sys, "stdout", stream)
    screen("report", "--by", "priority", width=120)
    stream.flush()
    shown = stream.buffer.getvalue().decode("ascii")
    assert "  Missed (# = 2)  " in shown
    assert "  20 ##########  " in shown


def test_what_was_missed_is_red_and_what_was_reached_green(
    month: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = f"report {OCTOBER} --by priority --color always --db {month} --config {POLICY}"
    assert run(typed.split(), app_with(on_terminal=True, now=NOW)) == 0
    shown = capsys.readouterr().out
    assert "\x1b[1;31m95 % missed" in shown
    assert "\x1b[32m95 % reached" in shown
    assert "\x1b[1;31m5 █████" in shown
