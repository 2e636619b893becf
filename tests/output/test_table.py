"""Tables: they fit the terminal, columns that always stay are whole, and colour is never alone."""

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slt_cli.output import Cell, Column, Line, Look, Note, Tone, line, write
from slt_cli.output.text import width as width_of_text
from tests.output.samples import COLUMNS, ROWS, sheet, written

SHORTENED = (
    Column("Id", lambda row: row["id"]),
    Column("Subject", lambda row: row["subject"] or "", "shortened"),
)
LONG = [{**ROWS[0], "subject": "The phones of the whole office are down since this morning"}]
WHOLE = 60  # columns at which that text fits beside an id and a state
NOTES = (Note("Hotline", "open [red]now[/] :phone:"),)


def lines(given: Any, width: int = 80, **look: Any) -> list[str]:
    """Return the lines of a table on a terminal of a width."""
    return written(given, "table", width=width, **look).splitlines()


def test_a_table_has_headers_a_rule_and_rows() -> None:
    assert lines(sheet()) == [
        "Id       State    Level  Subject",
        "─" * 40,
        "CASE-1   late     -      Phones are down",
        "CASE-23  pending  12     -",
    ]


def test_numbers_and_what_is_left_are_right_aligned() -> None:
    columns = (COLUMNS[0], Column("Level", lambda row: str(row["level"]), right=True))

    assert lines(sheet(columns=columns)) == [
        "Id       Level",
        "─" * 14,
        "CASE-1       0",
        "CASE-23     12",
    ]


WIDE = (
    Column("Id", lambda row: row["id"]),
    Column("Level", lambda row: f"level {row['level']}", gives_way=1),
    Column(
        "Tags",
        lambda row: f"tags {len(row['tags'])} of very many",
        gives_way=3,
        brief=lambda row: str(len(row["tags"])),
        brief_gives_way=4,
    ),
    Column("From 90", lambda row: row["id"], gives_way=5, from_width=90),
    Column("Subject", lambda _: "a" * 30, "shortened", gives_way=2, least=12),
)


@pytest.mark.parametrize(
    ("width", "headers", "first"),
    [
        pytest.param(90, "Id Level Tags From 90 Subject", "CASE-1   level 0", id="all of it"),
        pytest.param(89, "Id Level Tags Subject", "aaaaaaaaaaaaaaa", id="one needs more width"),
        pytest.param(54, "Id Level Tags Subject", "tags 2 of very many", id="text is cut first"),
        pytest.param(50, "Id Level Tags Subject", "level 0   2     aaaaa", id="then shortened"),
    ],
)
def test_columns_give_way_by_their_number(width: int, headers: str, first: str) -> None:
    header, _, row, *_ = lines(sheet(columns=WIDE), width)

    assert " ".join(header.split()) == headers
    assert first in row
    assert len(row) <= width


@pytest.mark.parametrize(
    ("taken", "headers"),
    [
        pytest.param(17, ["Name", "Id", "Level", "Subject"], id="what fits stays"),
        pytest.param(31, ["Name", "Id", "Level"], id="the highest number goes first"),
        pytest.param(36, ["Name", "Id"], id="then the next one"),
    ],
)
def test_the_highest_number_goes_first(taken: int, headers: list[str]) -> None:
    columns = (Column("Name", lambda _: "x" * taken), *WIDE[:2], WIDE[4])

    assert lines(sheet(columns=columns), 50)[0].split() == headers


def test_a_column_that_is_empty_in_every_row_goes_and_one_that_always_stays_does_not() -> None:
    columns = (COLUMNS[0], Column("Due", lambda _: ""), Column("Ref", lambda _: "", gives_way=1))

    assert lines(sheet(columns=columns))[0].split() == ["Id", "Due"]


def test_a_column_goes_where_the_rows_do_not_need_it() -> None:
    clock = Column("Clock", lambda row: row["id"], needless=lambda rows: len(rows) == 1)

    assert "Clock" in lines(sheet(columns=(*COLUMNS, clock)))[0]
    assert "Clock" not in lines(sheet(ROWS[:1], columns=(*COLUMNS, clock)))[0]


def test_text_that_wraps_is_not_cut() -> None:
    text = "\n".join(lines(sheet(LONG), 50))

    assert [word for word in LONG[0]["subject"].split() if word not in text] == []
    assert len(text.splitlines()) > 3


def test_text_that_is_shortened_says_so() -> None:
    *_, row = lines(sheet(LONG, columns=SHORTENED), 50)

    assert row == "CASE-1  The phones of the whole office are down s…"


@pytest.mark.parametrize("width", range(50, 70))
def test_the_end_that_stays_is_not_cut(width: int) -> None:
    end = "(recorded today 16:55)"
    cell = Cell(f"The phones are down {end}", tail=end)
    given = sheet(columns=(*COLUMNS[:2], Column("What", lambda _: cell, "shortened", least=12)))
    row = lines(given, width)[2]

    assert row.endswith(f"… {end}" if width < WHOLE else f"The phones are down {end}")
    assert width_of_text(row) <= width


def test_text_is_not_shortened_where_there_is_room() -> None:
    *_, row = lines(sheet(LONG, columns=SHORTENED))

    assert row.endswith(LONG[0]["subject"])


RECORDS = [
    "Id        CASE-1",
    "State     late",
    "Subject   Phones are",
    "          down",
    "",
    "Id        CASE-23",
    "State     pending",
    "Level     12",
]


def test_below_50_columns_every_row_is_a_record() -> None:
    assert lines(sheet(), 50)[0] == "Id       State    Level  Subject"
    assert lines(sheet(), 20) == RECORDS


def test_where_nothing_fits_every_row_is_a_record() -> None:
    wide = (*COLUMNS[:3], Column("Name", lambda _: "x" * 60))

    assert lines(sheet(columns=wide), 50)[:2] == ["Id        CASE-1", "State     late"]


def test_a_screen_reader_gets_records_at_any_width() -> None:
    assert lines(sheet(), 20, records=True) == RECORDS
    assert lines(sheet(), 200, records=True)[:3] == [
        "Id        CASE-1",
        "State     late",
        "Subject   Phones are down",
    ]


def test_a_record_has_a_line_for_each_fact_and_note() -> None:
    assert lines(sheet(ROWS[:1], record=True, notes=NOTES)) == [
        "Id        CASE-1",
        "State     late",
        "Subject   Phones are down",
        "Hotline   open [red]now[/] :phone:",
    ]


def test_notes_and_a_summary_follow_the_rows() -> None:
    summed = sheet(notes=NOTES, footer=lambda rows: [f"{len(rows)} cases."])

    assert lines(summed)[-2:] == ["Hotline: open [red]now[/] :phone:", "2 cases."]
    assert "2 cases." not in written(summed, "plain")


ANSWER = [
    line("Held CASE-1: Phones are down", indented=False),
    Line((Cell("due today -> "), Cell("held", "soon"), Cell(", 1 h left")), "response"),
    Line((Cell("held -> due Thu 09:35"),), "workaround", aside="(was today 18:05)"),
    line("1 other clock unchanged: slt show 1", hint=True),
]


def test_a_short_answer_is_shown_in_place_of_the_columns() -> None:
    answered = sheet(ROWS[:1], lines=lambda _: ANSWER)

    assert lines(answered) == [
        "Held CASE-1: Phones are down",
        "  response    due today -> held, 1 h left",
        "  workaround  held -> due Thu 09:35 (was today 18:05)",
        "  1 other clock unchanged: slt show 1",
    ]
    assert written(answered, "plain").splitlines() == lines(answered)[:3]
    assert "\x1b[33mheld" in written(answered, "table", color=True)


def test_on_a_narrow_terminal_what_stands_aside_has_a_line_of_its_own() -> None:
    assert lines(sheet(ROWS[:1], lines=lambda _: ANSWER), 42)[2:4] == [
        "  workaround  held -> due Thu 09:35",
        "              (was today 18:05)",
    ]


@pytest.mark.parametrize(
    "text", ["電話がつながりません" * 4, "see 電話がつながりません電話がつながりません", "é" * 70]
)
def test_a_text_without_blanks_is_folded(text: str) -> None:
    answer = sheet(ROWS[:1], record=True, columns=(Column("Subject", lambda _: text),))
    shown = lines(answer, 30)
    assert max(map(width_of_text, shown)) <= 30
    assert "".join(shown).replace(" ", "") == f"Subject{text}".replace(" ", "")


def test_a_word_that_is_too_long_is_never_cut_and_its_label_stands_alone() -> None:
    address = "https://example.com/partners/exchange"

    assert lines(sheet(ROWS[:1], lines=lambda _: [line(address, "Contact")]), 42) == [
        "  Contact",
        f"    {address}",
    ]


@pytest.mark.parametrize(
    ("tone", "style"),
    [
        pytest.param("ok", "32", id="what is well is green"),
        pytest.param("soon", "33", id="what is soon due is yellow"),
        pytest.param("late", "1;31", id="what is late is red"),
    ],
)
def test_tones(tone: Tone, style: str) -> None:
    toned = (Column("State", lambda _: Cell("word", tone)),)

    assert f"\x1b[{style}mword" in written(sheet(columns=toned), "table", color=True)


def test_without_colour_the_word_is_left() -> None:
    assert "\x1b" in written(sheet(), "table", color=True)
    assert "\x1b" not in written(sheet(), "table", color=False)
    assert "late" in written(sheet(), "table", color=False)


def test_an_id_is_a_link_only_where_links_are_shown() -> None:
    address = "https://example.com/case/1"
    linked = sheet(columns=(Column("Id", lambda _: Cell("CASE-1", link=address)),))

    assert address in written(linked, "table", color=True, links=True)
    assert address not in written(linked, "table", color=True)


def test_an_ascii_locale_has_other_signs() -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    told = sheet(LONG, columns=SHORTENED, footer=lambda _: ["One · two"])
    write(told, "table", quiet=False, stream=stream, look=Look(width=50))
    stream.seek(0)

    assert stream.read().splitlines() == [
        "Id      Subject",
        "-" * 50,
        "CASE-1  The phones of the whole office are down..",
        "One, two",
    ]


@given(width=st.integers(1, 220), subject=st.text("ab 电\u0301é", max_size=60))
def test_at_any_width_what_always_stays_is_whole(width: int, subject: str) -> None:
    rows = [{**ROWS[0], "subject": subject}, ROWS[1]]

    shown = lines(sheet(rows, columns=COLUMNS), width)

    for fact in ("CASE-1", "late", "CASE-23", "pending"):
        assert any(fact in text for text in shown)
    if width >= 50:
        assert [text for text in shown if width_of_text(text) > width] == []
