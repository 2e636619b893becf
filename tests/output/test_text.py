"""What a terminal would obey is written out; all else stays as it is."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slt_cli.output.text import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("Phones are down", "Phones are down", id="plain text"),
        pytest.param("", "", id="nothing"),
        pytest.param("Télé 电话 📞", "Télé 电话 📞", id="any script"),
        pytest.param("a\N{NO-BREAK SPACE}b\x1b", "a\N{NO-BREAK SPACE}b\\x1b", id="other blanks"),
        pytest.param("[bold]a[/]", "[bold]a[/]", id="markup is text"),
        pytest.param("\x1b[31mred", r"\x1b[31mred", id="ANSI"),
        pytest.param("\x9b31m\x07", r"\x9b31m\x07", id="one-byte controls"),
        pytest.param("a\nb\r\tc\0", r"a\nb\r\tc\x00", id="line ends, tab and NUL"),
        pytest.param("a\u2028b\u2029c", r"a\u2028b\u2029c", id="line and paragraph separators"),
        pytest.param("\u202eabc\u2066", r"\u202eabc\u2066", id="bidi overrides"),
        pytest.param("a\u200bb\ufeff", r"a\u200bb\ufeff", id="invisible characters"),
        pytest.param("caf\udce9", r"caf\udce9", id="half a character"),
        pytest.param("\U000e0041", r"\U000e0041", id="an invisible tag"),
    ],
)
def test_shown_as(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text(st.characters(codec=None, categories=["L", "C", "Z", "M", "N", "P", "S"])))
def test_whatever_is_shown_is_one_harmless_line(text: str) -> None:
    shown = printable(text)

    assert {unicodedata.category(character) for character in shown}.isdisjoint(
        {"Cc", "Cf", "Cs", "Zl", "Zp"}
    )
    assert len(shown.splitlines()) <= 1
    assert printable(shown) == shown
