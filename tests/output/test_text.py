"""What a terminal would obey is written out; all else stays as it is."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slt_cli.output.text import blanked, is_blank, is_visible, printable, width

JOINERS = "\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
SIGNS_OF_NUMBERS = (
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
PERSIAN = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
SINHALA = "\u0dc1\u0dca\u200d\u0dbb\u0dd3"
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
FAMILY = "\U0001f468\u200d\U0001f469\U0001f3fd\u200d\U0001f467"


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
        pytest.param("a\u00adb\u2060c", r"a\xadb\u2060c", id="other invisible formats"),
        pytest.param("\u200e\u200f\u061c", r"\u200e\u200f\u061c", id="marks of direction"),
        pytest.param(PERSIAN, PERSIAN, id="a joiner in Persian"),
        pytest.param(SINHALA, SINHALA, id="a joiner in Sinhala"),
        pytest.param(FAMILY, FAMILY, id="a family of emoji"),
        pytest.param(f"a{ENGLAND}b\x1b", f"a{ENGLAND}b\\x1b", id="the flag of England"),
        pytest.param(
            ENGLAND[:-1],
            ascii(ENGLAND[:-1])[1:-1].replace("\\U0001f3f4", ENGLAND[0]),
            id="tags without their end",
        ),
        pytest.param(ENGLAND[1:], ascii(ENGLAND[1:])[1:-1], id="tags after no flag"),
        pytest.param("\u0647\u200d.\u0634", "\u0647\u200d.\u0634", id="a joiner that shapes alone"),
        pytest.param("\u0600\u0661\u06dd", "\u0600\u0661\u06dd", id="signs of numbers are seen"),
        pytest.param("adm\u200din", r"adm\u200din", id="a joiner that only hides"),
        pytest.param(
            "\u200c\u0647\u200d\u200d", "\\u200c\u0647\u200d\\u200d", id="too many joiners"
        ),
    ],
)
def test_shown_as(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text(st.characters(codec=None, categories=["L", "C", "Z", "M", "N", "P", "S"])))
def test_whatever_is_shown_is_one_harmless_line(text: str) -> None:
    shown = printable(text)

    assert {
        unicodedata.category(character)
        for character in shown
        if character not in (*JOINERS, *SIGNS_OF_NUMBERS)
    }.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})
    assert len(shown.splitlines()) <= 1
    assert printable(shown) == shown


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        pytest.param("abc", 3, id="ASCII"),
        pytest.param("\u96fb\u8a71", 4, id="wide"),
        pytest.param("e\u0301", 1, id="a combining mark"),
        pytest.param(PERSIAN, 7, id="Persian"),
        pytest.param(SINHALA, 2, id="Sinhala"),
        pytest.param(ENGLAND, 2, id="the flag of England"),
        pytest.param("\U0001f468\u200d\U0001f469\u200d\U0001f467", 2, id="a family of emoji"),
    ],
)
def test_how_wide_a_text_is(text: str, columns: int) -> None:
    assert width(text) == columns


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        pytest.param("abc", "abc", id="ASCII"),
        pytest.param(FAMILY, FAMILY, id="emoji that are joined"),
        pytest.param("adm\u200din", "adm in", id="a joiner that only hides"),
        pytest.param("a\x1b[2J\xa0\ue000", "a [2J  ", id="what is not seen"),
        pytest.param(f"{ENGLAND}a{ENGLAND[1:]}", f"{ENGLAND}a      ", id="a flag, tags"),
        pytest.param("\u06dd1", "\u06dd1", id="a sign around a number"),
    ],
)
def test_what_is_seen_of_a_text(text: str, seen: str) -> None:
    assert blanked(text) == seen
    assert is_visible(text) is (text == seen)


@pytest.mark.parametrize(
    "text", ["\u200b", "\u3164", "\u2800 \ufeff", "\u115f\u1160\uffa0", "\u0301", ""]
)
def test_a_text_of_which_nothing_is_seen_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a\u200b", ".", "\u0600", "\u0647\u200d", ENGLAND, "\u96fb"])
def test_a_text_with_one_visible_character_is_not(text: str) -> None:
    assert not is_blank(text)


def test_a_flag_is_visible_and_what_tags_hide_is_not() -> None:
    assert is_visible(ENGLAND)
    assert not is_visible(f"a{ENGLAND[1:]}")
