"""What the engine reaches on the labelled sets; `held` alone was not looked at in the making."""

import pytest

from slt_cli.domain.classify import classify

from .conftest import labelled


def suggested(name, vocabulary):
    return [(row["label"], classify(row["text"], vocabulary)) for row in labelled(name)]


@pytest.mark.parametrize(("name", "least"), [("dev", 143), ("tune", 112), ("practice", 540)])
def test_enough_are_right_and_no_outage_is_called_minor(vocabulary, name, least):
    given = suggested(name, vocabulary)
    assert sum(label == suggestion.priority for label, suggestion in given) >= least
    missed = sum((label, suggestion.priority) == ("S1", "S3") for label, suggestion in given)
    assert missed <= (1 if name in ("practice", "held") else 0)


@pytest.mark.parametrize("name", ["dev", "tune", "practice"])
def test_high_is_right_nine_times_of_ten(vocabulary, name):
    sure = [pair for pair in suggested(name, vocabulary) if pair[1].confidence == "high"]
    assert len(sure) >= len(labelled(name)) / 2
    assert sum(label == suggestion.priority for label, suggestion in sure) >= 0.9 * len(sure)
