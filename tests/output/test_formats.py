"""A format says what it is for."""

from pathlib import Path

import pytest

from slt_cli.output import Format


def test_every_format_is_for_people_or_for_programs():
    assert [form for form in Format if form.is_for_people] == [Format.TABLE, Format.PLAIN]
    assert [form for form in Format if form.is_json] == [Format.JSON, Format.JSONL]


@pytest.mark.parametrize(
    ("file", "form"),
    [
        ("a.csv", Format.CSV),
        ("A.CSV", Format.CSV),
        ("a.jsonl", Format.JSONL),
        ("a.b.ndjson", Format.JSONL),
        ("a.json", None),
        ("csv", None),
        ("", None),
    ],
)
def test_a_suffix_names_a_format(file, form):
    assert Format.of_file(Path(file)) is form


def test_no_two_formats_have_a_suffix_in_common():
    suffixes = [suffix for form in Format for suffix in form.suffixes]
    assert len(set(suffixes)) == len(suffixes) > 0
