"""Bars show a number each, and their texts can be read whatever they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slt_cli.output.html.bars import Bar, Key, Shape, bars
from slt_cli.output.html.chart import WIDTH, Chart
from slt_cli.output.html.elements import markup
from tests.output.html.drawing import require_readable
from tests.output.html.hostile import HOSTILE
from tests.output.html.reading import Node, read_element

CHART = Chart("misses", "Misses by priority", "The figures are in the table below.")
NAMES = ("title", "desc")
KEYS = (Key(Shape.HATCHED, "reached"), Key(None, "the line"))


def drawn(given_bars: list[Bar], keys: tuple[Key, ...] = ()) -> Node:
    return read_element(markup(bars(CHART, given_bars, keys)))


def numbers(read: Node, tag: str, attribute: str) -> list[float]:
    return [float(each.attributes[attribute]) for each in read.all(tag)]


def test_a_chart_is_an_image_with_a_name() -> None:
    read = drawn([Bar("S1", 2, "2 of 46")])
    assert read.attributes["role"] == "img"
    named = {each.attributes["id"]: each.text.strip() for each in read.all() if each.tag in NAMES}
    assert [named[name] for name in read.attributes["aria-labelledby"].split()] == [
        CHART.title,
        CHART.described,
    ]


def test_lengths_are_in_proportion() -> None:
    read = drawn([Bar("S1", 2, "2"), Bar("S2", 8, "8"), Bar("S3", 0, "0")])
    first, second = numbers(read, "rect", "width")
    assert second == pytest.approx(4 * first, abs=0.02)
    assert 0.9 * WIDTH < second < WIDTH


def test_a_line_shows_the_limit_on_the_same_scale() -> None:
    read = drawn([Bar("S1", 2, "2 of 46", Shape.HATCHED, 4, "95 % reached")])
    (length,), (limit,) = numbers(read, "rect", "width"), numbers(read, "line", "x1")[1:]
    assert limit == pytest.approx(2 * length, abs=0.02)


def test_a_hatched_bar_names_the_pattern_of_its_own_chart() -> None:
    read = drawn([Bar("S1", 2, "2", Shape.HATCHED), Bar("S2", 2, "2", Shape.FILLED)])
    hatched, filled = read.all("rect")
    assert hatched.attributes["fill"] == f"url(#{read.one('pattern').attributes['id']})"
    assert "fill" not in filled.attributes
    assert [each.attributes["class"] for each in (hatched, filled)] == ["bar-hatched", "bar-filled"]


def test_nothing_missed_is_a_chart_of_zeros() -> None:
    read = drawn([Bar("S1", 0, "0 of 4"), Bar("S2", 0, "0 of 0")])
    assert list(read.all("rect")) == []
    assert [each.text for each in read.all("text")] == ["S1", "0 of 4", "S2", "0 of 0"]


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_names_are_texts(name: str) -> None:
    bar = Bar(name, 3, "3 of 5", Shape.HATCHED, 1.5, "95 % missed")
    read = drawn([bar, Bar("S1", 1, "1 of 1")], KEYS)
    require_readable(read)
    assert {each.tag for each in read.all()} == {
        *("svg", "title", "desc", "defs", "pattern", "rect", "line", "text")
    }


@given(
    st.lists(
        st.builds(
            Bar,
            name=st.text(),
            length=st.integers(0, 10**7),
            shown=st.integers(0, 10**7).map(lambda each: f"{each:,} of {each:,}"),
            shape=st.sampled_from(Shape),
            limit=st.none() | st.floats(0, 10**7),
            word=st.sampled_from(["", "95 % reached", "99.999 % missed"]),
        ),
        max_size=8,
    )
)
def test_no_text_is_over_another_or_cut_off(given_bars: list[Bar]) -> None:
    require_readable(drawn(given_bars, KEYS))
