"""Classification: a suggestion with its reasons, whatever the text."""

import re
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slt_cli.domain.classify import Confidence, classify

WORDS = ["all", "one user", "phones", "chat", "down", "slow", "how do"]


def test_an_outage_for_everyone_is_the_most_severe(policy):
    assert classify("All phones are down at every site", policy.vocabulary).priority == "S1"


def test_the_reasons_quote_the_text_as_it_is_written(policy):
    suggestion = classify("ALL Phones are Down since 9 o'clock", policy.vocabulary)
    quotes = re.findall(r"'([^']+)'", " ".join(suggestion.reasons))
    assert "Down" in quotes


@pytest.mark.parametrize("text", ["", " \n\t", "Hello", "\x00\u202e\U0001f4a5"])
def test_a_text_that_does_not_say_is_doubted_and_not_taken_for_minor(policy, text):
    suggestion = classify(text, policy.vocabulary)
    assert suggestion.confidence == "low"
    assert suggestion.priority in ("S1", "S2")
    assert suggestion.reasons


def test_without_a_vocabulary_every_text_is_doubted(policy):
    phrases = dict.fromkeys(policy.vocabulary.phrases, ())
    suggestion = classify("All phones are down", policy.vocabulary._replace(phrases=phrases))
    assert suggestion.confidence == "low"


def test_a_huge_text_has_short_reasons(policy):
    suggestion = classify("all phones are down and dead. " * 20_000, policy.vocabulary)
    assert suggestion.priority == "S1"
    assert sum(map(len, suggestion.reasons)) < 2_000


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text() | st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_any_text_gets_a_configured_priority_a_confidence_and_a_reason(policy, text):
    suggestion = classify(text, policy.vocabulary)
    assert suggestion.priority in policy.priorities
    assert suggestion.confidence in get_args(Confidence)
    assert suggestion.reasons
    assert suggestion == classify(text, policy.vocabulary)
