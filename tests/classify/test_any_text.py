"""Any text gets a suggestion, at a cost that grows no faster than the text."""

import sys
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slt_cli.classify.classifier import classify
from slt_cli.classify.suggestion import Confidence

WORDS = [
    "all",
    "one",
    "user",
    "phones",
    "chat",
    "not",
    "down",
    "slow",
    "how do",
    ",",
    ".",
    "?",
    "\n",
]
UNJUDGED = {
    "empty": "",
    "blank": " \n\t",
    "one unknown word": "xyzzy",
    "control characters": "\x00\x1b[31m\u202e",
    "a number": "12345",
    "no word for what fails": "Failed again, please help",
    "Spanish with a no": "No funciona el teléfono en toda la oficina",
    "German": "Alle Telefone sind seit heute Morgen ausgefallen und niemand kann telefonieren",
    "Spanish": "Los teléfonos no funcionan en ninguna de nuestras oficinas desde esta mañana",
    "Chinese": "所有电话都坏了,客户打不进来",
    "Russian": "Телефоны не работают с утра, никто не может звонить",  # noqa: RUF001 - as written
}
UNITS = {
    "descriptions": "Not all phones are down, but one in five calls to us fails. Why? ",
    "no punctuation": "not a single phone can call ",
    "one character": "x",
    "line breaks": "\n",
    "mail prefixes": "re:",
    "quote marks": "> ",
    "numbers": "1/2 ",
}


@pytest.mark.parametrize("text", UNJUDGED.values(), ids=UNJUDGED)
def test_a_text_that_cannot_be_judged_is_reported_and_is_not_minor(vocabulary, text):
    suggestion = classify(text, vocabulary)
    assert (suggestion.priority, suggestion.confidence) == ("S2", "low")
    assert suggestion.reasons[0].startswith("it cannot be judged")


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text() | st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_any_text_gets_a_priority_a_confidence_and_reasons(vocabulary, text):
    suggestion = classify(text, vocabulary)
    assert suggestion.priority in ("S1", "S2", "S3")
    assert suggestion.confidence in get_args(Confidence)
    assert all(suggestion.reasons)
    if suggestion.confidence == "low":
        assert suggestion.priority != "S3"


def calls_of(text: str, vocabulary) -> int:
    """Return how many Python functions are called for a text."""
    count = 0

    def trace(_frame, event, _argument):
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(trace)
    try:
        classify(text, vocabulary)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("unit", UNITS.values(), ids=UNITS)
def test_twice_the_text_costs_at_most_little_more_than_twice(vocabulary, unit):
    once, twice = (calls_of(unit * (size // len(unit)), vocabulary) for size in (20_000, 40_000))
    assert twice <= 2.3 * once + 1_000


def test_a_megabyte_has_short_reasons(vocabulary):
    suggestion = classify("all phones are down and dead. " * 33_000, vocabulary)
    assert suggestion.priority == "S1"
    assert sum(map(len, suggestion.reasons)) < 2_000
