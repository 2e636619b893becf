"""Elements are what they were made from, whatever their texts contain."""

import pytest

from slt_cli.output.html.elements import element, markup
from slt_cli.output.text import printable
from tests.output.html.hostile import HOSTILE
from tests.output.html.reading import read_element

HOSTILE_TEXTS = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())


@HOSTILE_TEXTS
def test_a_text_stays_a_text(text: str) -> None:
    written = markup(element("p", "before ", element("b", text), text))
    read = read_element(written)
    assert [node.tag for node in read.all()] == ["p", "b"]
    assert read.text.removesuffix("\n") == f"before {printable(text)}{printable(text)}"


@HOSTILE_TEXTS
def test_an_attribute_stays_an_attribute(text: str) -> None:
    read = read_element(markup(element("td", "1", data_label=text)))
    assert read.attributes == {"data-label": printable(text)}


@HOSTILE_TEXTS
def test_a_page_has_no_character_that_hides(text: str) -> None:
    written = markup(element("td", text, data_label=text))
    assert all(character.isprintable() or character in "\u200d\ufffe" for character in written)
    written.encode("utf-8")


def test_names_of_attributes_that_python_cannot_have() -> None:
    made = element("p", class_="note", data_label="x", aria_labelledby="y")
    assert markup(made) == '<p class="note" data-label="x" aria-labelledby="y"></p>\n'


def test_a_line_ends_after_what_is_on_lines_of_its_own() -> None:
    assert markup(element("tr", element("td", "1"), element("td", "2"))) == (
        "<tr><td>1</td><td>2</td></tr>\n"
    )
