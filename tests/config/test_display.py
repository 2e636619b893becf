"""Values are shown as TOML writes them, and read back as the same."""

import tomllib
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slt_cli.config.display import brief, dotted, toml

VALUES = st.recursive(
    st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(st.characters(codec="utf-8"))
    | st.dates()
    | st.times().map(lambda value: value.replace(fold=0))
    | st.datetimes(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(VALUES)
def test_what_is_shown_reads_back_as_the_same(value: object) -> None:
    assert tomllib.loads(f"value = {toml(value)}")["value"] == value


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param("a", '"a"', id="a text"),
        pytest.param(True, "true", id="a flag"),
        pytest.param(float("nan"), "nan", id="no number"),
        pytest.param(date(2026, 12, 25), "2026-12-25", id="a date"),
        pytest.param(datetime(2026, 1, 2, 3, tzinfo=UTC), "2026-01-02T03:00:00+00:00", id="moment"),
        pytest.param(time(9), "09:00:00", id="a time of day"),
        pytest.param({}, "{}", id="an empty table"),
        pytest.param({"a": 1, "b c": 2}, 'a table of a, "b c"', id="a table"),
        pytest.param([{"a": 1}, {}], "a list of 2 tables", id="tables"),
        pytest.param([[1], [2], 3], "a list of 3 lists", id="lists"),
        pytest.param(["a", 1], '["a", 1]', id="a list"),
        pytest.param("x" * 99, f'"{"x" * 59}...', id="a long text"),
    ],
)
def test_in_a_sentence(value: object, shown: str) -> None:
    assert brief(value) == shown


def test_keys_are_quoted_where_they_need_it() -> None:
    assert dotted(("regions", "north america", "a.b", "x-1", "")) == (
        'regions."north america"."a.b".x-1.""'
    )
