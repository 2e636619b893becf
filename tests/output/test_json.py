"""The JSON contract: an envelope with schema, instant and items, or one item a line."""

import json

from slt_cli.output import Cell, Line, Note, line
from tests.output.samples import ROWS, sheet, written


def test_json_is_one_envelope() -> None:
    assert json.loads(written(sheet(), "json")) == {
        "schema": "slt.sample/1",
        "as_of": "2026-11-23T12:00:00Z",
        "items": ROWS,
    }


def test_an_envelope_without_items_is_an_answer_too() -> None:
    assert written(sheet([]), "json") == (
        '{"schema": "slt.sample/1", "as_of": "2026-11-23T12:00:00Z", "items": []}\n'
    )


def test_notes_are_added_to_the_envelope_with_their_labels() -> None:
    notes = (Note("Hotline", 'open "now"'), Note("Next", "call"))

    for rows in (ROWS, []):
        envelope = json.loads(written(sheet(rows, notes=notes), "json"))
        assert envelope["notes"] == [note._asdict() for note in notes]
        assert envelope["items"] == rows


def test_a_short_answer_is_also_in_json_as_notes_without_hints_and_lines_left_out() -> None:
    told = (
        line("Opened", indented=False),
        Line((Cell("due "), Cell("Thu")), "update   ", aside="(was Wed)", tail=" - 1 h left"),
        line("usa", "Region"),
        line("slt show 1", hint=True),
    )
    answer = sheet(ROWS[:1], notes=(Note("Dry run", "nothing was recorded"),), lines=lambda _: told)

    assert json.loads(written(answer.with_answer_notes(without=["Region"]), "json")) == {
        **json.loads(written(sheet(ROWS[:1]), "json")),
        "notes": [
            {"label": "Dry run", "text": "nothing was recorded"},
            {"label": ROWS[0]["id"], "text": "Opened"},
            {"label": "update", "text": "due Thu (was Wed) - 1 h left"},
        ],
    }
    for form in ("table", "plain", "jsonl"):
        assert written(answer.with_answer_notes(), form) == written(answer, form)


def test_every_item_stands_on_a_line_of_its_own() -> None:
    text = written(sheet(), "json")

    assert [json.loads(line.rstrip(",")) for line in text.splitlines()[1:-1]] == ROWS
    assert text.endswith("\n]}\n")


def test_jsonl_is_one_item_a_line() -> None:
    text = written(sheet(notes=(Note("Hotline", "open"),)), "jsonl")

    assert [json.loads(line) for line in text.splitlines()] == ROWS
    assert text.endswith("\n")


def test_any_text_is_written_in_ascii_and_read_back_as_it_was() -> None:
    hostile = [{"id": "电话\udce9\u2028\x1b\n\"'"}]

    for form in ("json", "jsonl"):
        text = written(sheet(hostile), form)
        assert text.isascii()
        assert "\x1b" not in text

    assert json.loads(text) == hostile[0]
