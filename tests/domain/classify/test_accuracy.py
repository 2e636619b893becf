"""What the engine reaches on the sets it was developed against, and on `held`, which it was not."""

import pytest

from slt_cli.domain.classify import classify

from .conftest import labelled


def suggested(name, vocabulary):
    return [(row["label"], classify(row["text"], vocabulary)) for row in labelled(name)]


@pytest.mark.parametrize(
    ("name", "least", "most_missed"),
    [("dev", 143, 0), ("tune", 114, 0), ("practice", 640, 3), ("held", 84, 3)],
)
def test_enough_are_right_and_hardly_an_outage_is_called_minor(
    vocabulary, name, least, most_missed
):
    given = suggested(name, vocabulary)
    assert sum(label == suggestion.priority for label, suggestion in given) >= least
    missed = sum((label, suggestion.priority) == ("S1", "S3") for label, suggestion in given)
    assert missed <= most_missed


@pytest.mark.parametrize("name", ["dev", "tune", "practice"])
def test_high_is_right_nine_times_of_ten(vocabulary, name):
    sure = [pair for pair in suggested(name, vocabulary) if pair[1].confidence == "high"]
    assert len(sure) >= len(labelled(name)) / 2
    assert sum(label == suggestion.priority for label, suggestion in sure) >= 0.9 * len(sure)
