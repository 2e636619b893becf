"""Every format tells the same facts, an empty sheet is silent, and no text does harm."""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterator

import pytest

from slt_cli.output import FOR_PEOPLE, FORMATS, Cell, Column, Format, Note, Sheet, write
from tests.output.samples import COLUMNS, ROWS, sheet, written

PEOPLE = ("table", "plain")
PROGRAMS = ("tsv", "csv", "json", "jsonl")
FIELDS = list(ROWS[0])


def as_text(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value)


FOR_WHOM = {
    "table": "people",
    "plain": "people",
    "tsv": "programs",
    "csv": "programs",
    "json": "programs",
    "jsonl": "programs",
}


def test_every_format_is_for_people_or_for_programs() -> None:
    assert list(FOR_WHOM) == list(FORMATS)
    assert [form for form in FORMATS if FOR_WHOM[form] == "people"] == list(FOR_PEOPLE)


def read(text: str, form: Format) -> list[dict[str, str]]:
    """Return the facts that a program reads from a format, each as text."""
    match form:
        case "json":
            items = json.loads(text)["items"]
        case "jsonl":
            items = [json.loads(line) for line in text.splitlines()]
        case "csv":
            items = list(csv.DictReader(io.StringIO(text)))
        case _:
            rows = [line.split("\t") for line in text.splitlines()]
            items = [dict(zip(FIELDS, row, strict=True)) for row in rows]
    return [{field: as_text(value) for field, value in item.items()} for item in items]


@pytest.mark.parametrize("form", PROGRAMS)
def test_programs_read_identical_facts_from_every_format(form: Format) -> None:
    facts = [{field: as_text(value) for field, value in row.items()} for row in ROWS]

    assert read(written(sheet(), form), form) == facts


@pytest.mark.parametrize("record", [True, False], ids=["a record", "rows"])
@pytest.mark.parametrize("form", PEOPLE)
def test_people_read_every_cell_and_note_in_either_format(form: Format, record: bool) -> None:
    text = written(sheet(record=record, notes=(Note("Hotline", "open now"),)), form)

    facts = [cell.text for row in ROWS for cell in sheet().cells(row)]
    assert [fact for fact in (*facts, "Hotline", "open now") if fact not in text] == []


@pytest.mark.parametrize("form", FORMATS)
def test_rows_are_taken_one_by_one_and_once(form: Format) -> None:
    assert written(sheet(iter(ROWS)), form) == written(sheet(), form)


@pytest.mark.parametrize("form", FORMATS)
def test_quiet_is_the_ids_alone_in_any_format(form: Format) -> None:
    noted = sheet(notes=(Note("Hotline", "open"),))

    assert written(noted, form, quiet=True) == "CASE-1\nCASE-23\n"


@pytest.mark.parametrize(
    ("form", "text"),
    [
        pytest.param("table", "Nothing matches.\n", id="a table: one friendly line"),
        pytest.param("plain", "", id="plain: nothing"),
        pytest.param("tsv", "", id="tsv: nothing"),
        pytest.param("csv", "", id="csv: nothing, not even a header"),
        pytest.param(
            "json",
            '{"schema": "slt.sample/1", "as_of": "2026-11-23T12:00:00Z", "items": []}\n',
            id="json: an envelope",
        ),
        pytest.param("jsonl", "", id="jsonl: nothing"),
    ],
)
def test_an_empty_sheet(form: Format, text: str) -> None:
    assert written(sheet(iter(())), form) == text
    assert written(sheet([]), form, quiet=True) == ""


def test_a_table_without_rows_and_without_a_friendly_line_is_silent() -> None:
    assert written(sheet([], empty=""), "table") == ""


def test_a_sheet_that_fails_at_its_first_row_has_written_nothing() -> None:
    def rows() -> Iterator[dict]:
        raise OSError
        yield

    stream = io.StringIO()
    with pytest.raises(OSError):  # noqa: PT011 - any error of the rows will do
        write(sheet(rows()), "json", quiet=False, stream=stream)

    assert stream.getvalue() == ""


HOSTILE = [
    pytest.param("[red]a[/] [link=x]b[/link] [/]", id="markup"),
    pytest.param(":warning: :phone:", id="emoji names"),
    pytest.param("\x1b[2J\x1b]0;title\x07\x9b31m", id="ANSI"),
    pytest.param("a\nCASE-9  late\r\nb\x0bc\x0cd\x85e\u2028f", id="line ends"),
    pytest.param("\u202eabc\u2066\u200b", id="bidi overrides and invisible characters"),
    pytest.param("caf\udce9 \ud83d", id="lone surrogates"),
    pytest.param("\0\t\b\x7f", id="NUL, tab, backspace, delete"),
]


@pytest.mark.parametrize("record", [True, False], ids=["in a record", "in rows"])
@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("form", PEOPLE)
def test_hostile_text_is_shown_and_not_obeyed(
    form: Format, text: str, record: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    hostile = sheet([{**ROWS[0], "subject": text}], record=record, notes=(Note("Note", text),))
    harmless = sheet([{**ROWS[0], "subject": "x"}], record=record, notes=(Note("Note", "x"),))

    shown = written(hostile, form)

    assert len(shown.splitlines()) == len(written(harmless, form).splitlines())
    assert all(line.isprintable() for line in shown.split("\n"))
    assert shown.encode()
    if text.isprintable():
        assert shown.count(text) == 2


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("form", ["csv", "json", "jsonl"])
def test_hostile_text_reaches_a_program_as_it_is(form: Format, text: str) -> None:
    rows = [{**ROWS[0], "subject": text}]
    stream = io.StringIO(newline="")
    write(sheet(rows), form, quiet=False, stream=stream)
    raw = stream.getvalue()

    if form == "csv":
        (found,) = csv.DictReader(io.StringIO(raw, newline=""))
    else:
        found = json.loads(raw)
        found = found["items"][0] if form == "json" else found

    assert found["subject"] == text


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_in_its_tsv_field(text: str) -> None:
    raw = written(sheet([{**ROWS[0], "subject": text}]), "tsv")

    (line,) = raw.removesuffix("\n").split("\n")
    assert len(line.split("\t")) == len(FIELDS)


@pytest.mark.parametrize("form", FORMATS)
def test_only_a_table_loads_rich(form: Format) -> None:
    code = (
        "import sys; from tests.output.samples import *;"
        "written(sheet(), sys.argv[1]); print('rich' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, form],
        capture_output=True,
        text=True,
        check=True,
        cwd=__file__.partition("/tests/output/")[0],
    )

    assert done.stdout == f"{form == 'table'}\n"


def test_a_cell_of_text_alone_has_no_tone() -> None:
    (cell,) = sheet(columns=(Column("Id", lambda _: "x"),)).cells(ROWS[0])

    assert cell == Cell("x")
    assert [cell.tone for cell in sheet(columns=COLUMNS).cells(ROWS[0])] == ["", "late", "", ""]


def history(row: dict) -> list[Sheet[dict]]:
    """Return sheets that tell more of a row: one of its tags, and one that is always empty."""
    tags = [{"id": row["id"], "tag": tag} for tag in row["tags"]]
    columns = (Column("Tag", lambda entry: entry["tag"]),)
    return [sheet([], columns=columns), sheet(tags, columns=columns)]


def test_people_read_the_detail_of_each_row_below_it() -> None:
    rows = [ROWS[0], {**ROWS[1], "tags": ["c"]}]
    detailed = sheet(rows, record=True, detail=history, columns=COLUMNS[:2])

    assert written(detailed, "plain") == (
        "Id        CASE-1\nState     late\n\nTag\na\nb\n\n"
        "Id        CASE-23\nState     pending\n\nTag\nc\n"
    )
    assert written(detailed, "table").count("Tag") == 2


@pytest.mark.parametrize("form", PROGRAMS)
def test_programs_read_the_facts_without_the_detail(form: Format) -> None:
    assert written(sheet(detail=history), form) == written(sheet(), form)


@pytest.mark.parametrize("form", FORMATS)
def test_the_ids_alone_have_no_detail(form: Format) -> None:
    assert written(sheet(detail=history), form, quiet=True) == "CASE-1\nCASE-23\n"
