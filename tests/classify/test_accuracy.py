"""The accuracy on the sets that the weights were fitted to, and on `fresh`, which was not used."""

import pytest

from slt_cli.classify.classifier import classify

from .conftest import labelled

FITTED = ("dev", "tune", "practice", "held", "shops", "public", "centers", "technical", "sideways")


def suggested(name, vocabulary):
    return [(row["label"], classify(row["text"], vocabulary)) for row in labelled(name)]


@pytest.mark.parametrize(
    ("name", "least", "most_missed"),
    [
        ("dev", 0.95, 0),
        *((name, 0.88, 2) for name in FITTED[1:]),
        ("fresh", 0.90, 0),
    ],
)
def test_enough_are_right_and_hardly_any_outage_is_minor(vocabulary, name, least, most_missed):
    given = suggested(name, vocabulary)
    right = sum(label == suggestion.priority for label, suggestion in given)
    assert right >= least * len(given)
    missed = sum((label, suggestion.priority) == ("S1", "S3") for label, suggestion in given)
    assert missed <= most_missed


@pytest.mark.parametrize("name", [*FITTED, "fresh"])
def test_high_is_right_nine_times_of_ten(vocabulary, name):
    sure = [pair for pair in suggested(name, vocabulary) if pair[1].confidence == "high"]
    assert len(sure) >= len(labelled(name)) / 2
    assert sum(label == suggestion.priority for label, suggestion in sure) >= 0.9 * len(sure)
