"""Lines that are added as they come stay aligned, and are made safe to show."""

from io import StringIO

from slt_cli.output.line_by_line import LineByLine
from tests.output.samples import ROWS, sheet


def test_each_column_stays_as_wide_as_it_was() -> None:
    stream = StringIO()
    lines = LineByLine(stream)
    lines.add(sheet(ROWS[1:]))
    lines.add(sheet(ROWS[:1]))
    lines.add(sheet([{**ROWS[0], "id": "CASE-12345"}]))
    lines.add(sheet(ROWS[:1]))
    assert stream.getvalue() == (
        "Id       State    Level  Subject\n"
        "CASE-23  pending  12     -\n"
        "CASE-1   late     -      Phones are down\n"
        "CASE-12345  late     -      Phones are down\n"
        "CASE-1      late     -      Phones are down\n"
    )


def test_wide_characters_count_twice_and_hostile_ones_do_nothing() -> None:
    stream = StringIO()
    lines = LineByLine(stream)
    lines.add(sheet([{**ROWS[0], "id": "電話"}]))
    lines.add(sheet([{**ROWS[0], "subject": "\x1b[31mred\nnext"}]))
    assert stream.getvalue().splitlines()[1:] == [
        "電話  late   -      Phones are down",
        r"CASE-1  late   -      \x1b[31mred\nnext",
    ]
