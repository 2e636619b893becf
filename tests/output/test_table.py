"""Tables: they fit the terminal, columns that always stay are whole, and colour is never alone."""

import io
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slt_cli.output import Cell, Column, Flex, Format, Note, Tone, write
from tests.output.samples import COLUMNS, ROWS, sheet, written

SHORTENED = (
    Column("Id", lambda row: row["id"]),
    Column("Subject", lambda row: row["subject"] or "", Flex.SHORTENED),
)
LONG = [{**ROWS[0], "subject": "The phones of the whole office are down since this morning"}]
NOTES = (Note("Hotline", "open [red]now[/] :phone:"),)


@pytest.fixture
def width(monkeypatch: pytest.MonkeyPatch):
    """Return a function that sets the width of the terminal."""
    return lambda columns: monkeypatch.setenv("COLUMNS", str(columns))


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines()]


def test_a_table_has_headers_a_rule_and_rows(width) -> None:
    width(80)

    header, rule, first, second = lines(written(sheet(), Format.TABLE))

    assert header.split() == ["Id", "State", "Level", "Subject"]
    assert set(rule) <= {"─", " "}
    assert first.split() == ["CASE-1", "late", "Phones", "are", "down"]
    assert second.split() == ["CASE-23", "pending", "12"]


def test_a_column_that_gives_way_goes_first(width) -> None:
    width(32)

    assert lines(written(sheet(), Format.TABLE))[0].split() == ["Id", "State", "Subject"]


def test_text_that_wraps_is_not_cut(width) -> None:
    width(40)

    text = written(sheet(LONG), Format.TABLE)

    assert [word for word in LONG[0]["subject"].split() if word not in text] == []
    assert len(text.splitlines()) > 3


def test_text_that_is_shortened_says_so(width) -> None:
    width(30)

    *_, row = lines(written(sheet(LONG, columns=SHORTENED), Format.TABLE))

    assert row.startswith("CASE-1")
    assert row.endswith("…")


def test_text_is_not_shortened_where_there_is_room(width) -> None:
    width(80)

    *_, row = lines(written(sheet(LONG, columns=SHORTENED), Format.TABLE))

    assert row.endswith(LONG[0]["subject"])


def test_where_nothing_fits_every_row_is_a_record(width) -> None:
    width(20)

    assert lines(written(sheet(notes=NOTES[:0]), Format.TABLE)) == [
        "Id       CASE-1",
        "State    late",
        "Subject  Phones are",
        "         down",
        "",
        "Id       CASE-23",
        "State    pending",
        "Level    12",
    ]


def test_a_record_has_a_line_for_each_fact_and_note(width) -> None:
    width(80)

    assert lines(written(sheet(ROWS[:1], record=True, notes=NOTES), Format.TABLE)) == [
        "Id       CASE-1",
        "State    late",
        "Subject  Phones are down",
        "Hotline  open [red]now[/] :phone:",
    ]


def test_notes_follow_the_rows(width) -> None:
    width(80)

    assert lines(written(sheet(notes=NOTES), Format.TABLE))[-1] == (
        "Hotline: open [red]now[/] :phone:"
    )


@pytest.mark.parametrize(
    ("tone", "style"),
    [
        pytest.param(Tone.OK, "32", id="what is well is green"),
        pytest.param(Tone.SOON, "1;33", id="what is soon due is yellow"),
        pytest.param(Tone.LATE, "1;31", id="what is late is red"),
    ],
)
def test_tones(monkeypatch: pytest.MonkeyPatch, tone: Tone, style: str) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    toned = (Column("State", lambda _: Cell("word", tone)),)

    assert f"\x1b[{style}mword" in written(sheet(columns=toned), Format.TABLE)


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_no_color_takes_the_colour_and_leaves_the_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    shown = {}
    for name in ("colour", "no colour"):
        stream = Terminal()
        write(sheet(), Format.TABLE, quiet=False, stream=stream)
        shown[name] = stream.getvalue()
        monkeypatch.setenv("NO_COLOR", "1")

    assert "\x1b[1;31mlate" in shown["colour"]
    assert re.search(r"\x1b\[[\d;]*3\dm", shown["no colour"]) is None
    assert "late" in shown["no colour"]


def test_what_is_no_terminal_gets_no_colour() -> None:
    assert "\x1b" not in written(sheet(), Format.TABLE)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(columns=st.integers(17, 120), subject=st.text("ab 电", max_size=60))
def test_at_any_width_what_always_stays_is_whole(width, columns: int, subject: str) -> None:
    width(columns)
    rows = [{**ROWS[0], "subject": subject}, ROWS[1]]

    text = written(sheet(rows, columns=COLUMNS), Format.TABLE)

    assert [fact for fact in ("CASE-1", "late", "CASE-23", "pending") if fact not in text] == []
    assert [line for line in lines(text) if len(line) > columns] == []
