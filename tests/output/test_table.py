"""Tables: they fit the terminal, columns that always stay are whole, and colour is never alone."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slt_cli.output import Cell, Column, Flex, Format, Note, Tone
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
    width(36)

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
def test_tones(tone: Tone, style: str) -> None:
    toned = (Column("State", lambda _: Cell("word", tone)),)

    assert f"\x1b[{style}mword" in written(sheet(columns=toned), Format.TABLE, color=True)


def test_without_colour_the_word_is_left() -> None:
    assert "\x1b" in written(sheet(), Format.TABLE, color=True)
    assert "\x1b" not in written(sheet(), Format.TABLE, color=False)
    assert "late" in written(sheet(), Format.TABLE, color=False)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(columns=st.integers(17, 120), subject=st.text("ab 电", max_size=60))
def test_at_any_width_what_always_stays_is_whole(width, columns: int, subject: str) -> None:
    width(columns)
    rows = [{**ROWS[0], "subject": subject}, ROWS[1]]

    text = written(sheet(rows, columns=COLUMNS), Format.TABLE)

    assert [fact for fact in ("CASE-1", "late", "CASE-23", "pending") if fact not in text] == []
    assert [line for line in lines(text) if len(line) > columns] == []
