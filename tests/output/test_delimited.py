"""Tab- and comma-separated values: what a program reads back is what the sheet says."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slt_cli.output.csv_style import CsvStyle
from slt_cli.output.delimited import guarded, unguarded
from tests.output.samples import ROWS, sheet, written


def test_tsv_has_raw_values_and_no_header() -> None:
    assert written(sheet(), "tsv") == (
        'CASE-1\tPhones are down\t0\ttrue\t["a", "b"]\nCASE-23\t\t12\tfalse\t[]\n'
    )


def test_csv_has_a_header_and_plain_line_ends() -> None:
    assert written(sheet(), "csv") == (
        "id,subject,level,late,tags\n"
        'CASE-1,Phones are down,0,true,"[""a"", ""b""]"\n'
        "CASE-23,,12,false,[]\n"
    )


@pytest.mark.parametrize(
    ("subject", "escaped"),
    [
        pytest.param("a\tb", r"a\tb", id="a tab"),
        pytest.param("a\nb\r\n", r"a\nb\r\n", id="line ends"),
        pytest.param(r"a\tb", r"a\\tb", id="a backslash"),
        pytest.param('"a", b', '"a", b', id="quotes and commas"),
    ],
)
def test_a_tsv_row_is_one_line_with_its_fields(subject: str, escaped: str) -> None:
    line = written(sheet([{**ROWS[0], "subject": subject}]), "tsv")

    assert line.count("\n") == 1
    assert line.split("\t")[1] == escaped
    assert len(line.split("\t")) == 5


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param('"a", b\n\tc', id="quotes, commas and line ends"),
        pytest.param("\r", id="a carriage return"),
        pytest.param("\x1b[31m\u202e[b]\\", id="hostile text"),
    ],
)
def test_csv_is_read_back_as_it_was(subject: str) -> None:
    text = written(sheet([{**ROWS[0], "subject": subject}, ROWS[1]]), "csv")

    rows = list(csv.DictReader(io.StringIO(text, newline="")))

    assert [unguarded(row["subject"]) for row in rows] == [subject, ""]


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        pytest.param("=1+1", "'=1+1", id="a formula"),
        pytest.param("@SUM(1)", "'@SUM(1)", id="an old formula"),
        pytest.param("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0", id="a command"),
        pytest.param("+1+1", "'+1+1", id="a plus"),
        pytest.param("\t=1", "'\t=1", id="a tab"),
        pytest.param("\r=1", "'\r=1", id="a carriage return"),
        pytest.param("'=1", "''=1", id="an apostrophe before a formula"),
        pytest.param("'''+1", "''''+1", id="several apostrophes"),
        pytest.param("+12345", "'+12345", id="too short for a phone number"),
        pytest.param("+1 (408) 956-60.66", "+1 (408) 956-60.66", id="a phone number"),
        pytest.param("'+1 408 956 6066", "''+1 408 956 6066", id="a quoted phone number"),
        pytest.param("'90s music", "'90s music", id="an apostrophe before anything else"),
        pytest.param("a=b", "a=b", id="a sign within"),
        pytest.param("\n=1", "'\n=1", id="a line feed"),
        pytest.param("\nx", "'\nx", id="a line feed before anything"),
        pytest.param("\uff1d1+1", "'\uff1d1+1", id="a fullwidth equals sign"),
        pytest.param("\uff0b1", "'\uff0b1", id="a fullwidth plus"),
        pytest.param("\uff0d1", "'\uff0d1", id="a fullwidth minus"),
        pytest.param("\uff20SUM(1)", "'\uff20SUM(1)", id="a fullwidth at sign"),
        pytest.param("  =1", "'  =1", id="blanks"),
        pytest.param("\xa0=1", "'\xa0=1", id="a no-break space"),
        pytest.param("\u3000\uff1d1", "'\u3000\uff1d1", id="a fullwidth blank"),
        pytest.param("\u2003\x0b@x", "'\u2003\x0b@x", id="other blanks"),
        pytest.param("\u200b\ufeff=1", "'\u200b\ufeff=1", id="blanks without a width"),
        pytest.param("' =1", "'' =1", id="an apostrophe before blanks"),
        pytest.param(" +1 408 956 6066", "' +1 408 956 6066", id="a phone number after a blank"),
        pytest.param("  a", "  a", id="blanks before anything else"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_formula_is_guarded_by_one_apostrophe_more(text: str, cell: str) -> None:
    assert guarded(text) == cell
    assert unguarded(cell) == text


@pytest.mark.parametrize(
    ("subject", "cell"),
    [
        pytest.param("a;=1+1", '"a;=1+1"', id="a semicolon"),
        pytest.param("a\t=1+1", '"a\t=1+1"', id="a tab"),
        pytest.param("a b", "a b", id="neither"),
    ],
)
def test_what_another_separator_would_split_is_quoted(subject: str, cell: str) -> None:
    assert written(sheet([{"id": "1", "subject": subject}]), "csv") == (f"id,subject\n1,{cell}\n")


@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("subject", ["a;b", "a,b", "a\tb", "a\rb", 'a"b', "a\r\nb"])
def test_another_separator_quotes_the_same(subject: str, separator: str) -> None:
    style = CsvStyle(separator)

    text = written(sheet([{"id": "1", "subject": subject}]), "csv", csv=style)

    quoted = subject.replace('"', '""')
    assert text == f'id{separator}subject\n1{separator}"{quoted}"\n'


def test_a_byte_order_mark_comes_once_before_all_and_never_alone() -> None:
    marked = CsvStyle(is_marked=True)

    assert written(sheet(), "csv", csv=marked) == "\ufeff" + written(sheet(), "csv")
    assert written(sheet([]), "csv", csv=marked) == ""


@given(st.text(alphabet="'=+-@\uff1d\uff0b\t\r\n\xa0\u3000\ufeff0123456 a;", max_size=12))
def test_any_text_is_had_back(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not re.match(r"\s*[=@\uff1d\uff0b-]|[\t\r\n]", guarded(text))


def test_whole_numbers_are_no_formulas() -> None:
    assert written(sheet([{"id": "1", "left": -3600}]), "csv") == "id,left\n1,-3600\n"


def test_rows_with_nested_facts_keep_them_as_json() -> None:
    rows = [{"id": "1", "ledger": [{"day": "Mon", "seconds": 60}], "open": {"a": None}, "t": (1,)}]

    assert written(sheet(rows), "tsv") == ('1\t[{"day": "Mon", "seconds": 60}]\t{"a": null}\t[1]\n')
