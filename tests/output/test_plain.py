"""Plain text: aligned, never cut, without colour or boxes."""

from slt_cli.output import Column, Note
from tests.output.samples import ROWS, sheet, written


def test_columns_are_aligned_under_their_headers() -> None:
    assert written(sheet(), "plain") == (
        "Id       State    Level  Subject\n"
        "CASE-1   late     -      Phones are down\n"
        "CASE-23  pending  12     -\n"
    )


def test_notes_follow_the_rows() -> None:
    notes = (Note("Note", "one"), Note("Also", "two\nlines"))

    assert written(sheet(notes=notes), "plain").splitlines()[-2:] == [
        "Note: one",
        r"Also: two\nlines",
    ]


def test_a_record_has_a_line_for_each_of_its_facts_and_none_for_what_is_empty() -> None:
    record = sheet(ROWS[1:], record=True, notes=(Note("Hotline", "open"),))

    assert written(record, "plain") == (
        "Id        CASE-23\nState     pending\nLevel     12\nHotline   open\n"
    )


def test_a_record_without_facts_writes_nothing() -> None:
    assert written(sheet(columns=(Column("Id", lambda _: ""),), record=True), "plain") == ""


def test_nothing_is_cut_however_long_and_narrow(monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "10")
    monkeypatch.setenv("FORCE_COLOR", "1")
    long = {**ROWS[0], "subject": "word " * 99 + "end"}

    assert written(sheet([long]), "plain").endswith("word " * 99 + "end\n")
