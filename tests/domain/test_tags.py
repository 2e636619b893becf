"""Tags: words that are the same in upper and in lower case."""

import pytest

from slt_cli.domain.tags import in_common, with_tags, without_tags, words_in


@pytest.mark.parametrize(
    ("tags", "more", "together"),
    [
        pytest.param((), (), (), id="none"),
        pytest.param(("b",), ("a",), ("a", "b"), id="in the order of letters"),
        pytest.param(("Fax",), ("FAX", "fax"), ("Fax",), id="the first one stays"),
        pytest.param((), ("B", "a", "b"), ("a", "B"), id="as first written"),
        pytest.param(("Straße",), ("STRASSE",), ("Straße",), id="in any script"),
    ],
)
def test_more_tags(tags, more, together):
    assert with_tags(tags, more) == together


def test_fewer_tags():
    assert without_tags(("Fax", "vip"), ("FAX", "x")) == ("vip",)


def test_tags_in_common():
    assert in_common(["Fax", "vip"], ["FAX", "new"]) == ["Fax"]


def test_words_are_separated_by_blanks_commas_and_semicolons():
    assert words_in(" a, b;c\td ,;\n") == ["a", "b", "c", "d"]
