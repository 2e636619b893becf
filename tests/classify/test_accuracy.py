"""The accuracy on the sets that the weights were fitted to, and on `fresh`, which was not used."""

import ast
from functools import cache

import pytest

from slt_cli.classify.classifier import classify
from slt_cli.classify.words import split_words

from .conftest import DATA, labelled

NOT_FITTED = ("fresh", "unseen")
FITTED = sorted({file.stem for file in DATA.glob("*.jsonl")} - set(NOT_FITTED))


@cache
def suggested(name, vocabulary):
    return [(row["label"], classify(row["text"], vocabulary)) for row in labelled(name)]


@pytest.mark.parametrize(
    ("name", "least", "most_missed"),
    [*((name, 0.88, 2) for name in FITTED), ("fresh", 0.90, 1), ("unseen", 0.80, 2)],
)
def test_enough_are_right_and_hardly_any_outage_is_minor(vocabulary, name, least, most_missed):
    given = suggested(name, vocabulary)
    right = sum(label == suggestion.priority for label, suggestion in given)
    assert right >= least * len(given)
    missed = sum((label, suggestion.priority) == ("S1", "S3") for label, suggestion in given)
    assert missed <= most_missed


@pytest.mark.parametrize("name", [*FITTED, *NOT_FITTED])
def test_high_is_right_nineteen_times_of_twenty(vocabulary, name):
    sure = [pair for pair in suggested(name, vocabulary) if pair[1].confidence == "high"]
    assert len(sure) >= len(labelled(name)) / 3
    assert sum(label == suggestion.priority for label, suggestion in sure) >= 0.95 * len(sure)


@pytest.mark.parametrize("name", [*FITTED, *NOT_FITTED])
def test_the_first_reason_quotes_words_that_a_person_would_name(vocabulary, name):
    quoted = 0
    for _, suggestion in suggested(name, vocabulary):
        said, _, quotes = suggestion.reasons[0].partition(": ")
        if quotes and said != "it cannot be judged":
            for quote in ast.literal_eval(f"[{quotes}]"):
                quoted += 1
                words = split_words(quote)
                assert any(word.isalpha() and word not in vocabulary.everyday for word in words)
    assert quoted >= len(labelled(name)) / 2
