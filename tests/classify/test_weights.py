"""The shipped weights: they belong to the shipped vocabulary, and every line can be read."""

import re
from hashlib import sha256

from slt_cli.classify.classifier import features_of
from slt_cli.classify.signals import SIGNALS
from slt_cli.classify.weights import BIAS, Weights
from slt_cli.config.files import weights_file

REFIT = "run: python benchmarks/fit_classify.py"


def test_they_were_fitted_to_the_vocabulary_that_ships():
    vocabulary = weights_file().with_name("classify.toml").read_bytes()
    named = re.search(r"^# vocabulary (\w+)$", weights_file().read_text("utf-8"), re.MULTILINE)
    assert named is not None
    assert named[1] == sha256(vocabulary).hexdigest()[:16], REFIT


def test_every_line_is_a_possible_feature_with_two_whole_numbers(vocabulary):
    features = features_of("All phones are down.", vocabulary)
    lines = [line for line in vocabulary.weights.lines if line and not line.startswith("# ")]
    assert len(lines) > 10_000
    assert not any("zq" in line for line in lines)
    for line in lines:
        feature, _, weight = line.partition("\t")
        assert feature == BIAS or feature.partition(":")[0] in features, REFIT
        assert set(re.findall(r"<(\w+)>", feature)) <= set(SIGNALS), REFIT
        assert re.fullmatch(r"-?\d+ -?\d+", weight)


def test_words_and_weights_are_small():
    files = (weights_file(), weights_file().with_name("classify.toml"))
    assert sum(file.stat().st_size for file in files) < 500_000


def test_the_weights_of_a_feature_add_up_to_0_and_an_unknown_feature_has_none():
    weights = Weights("# a comment\nw:down\t120 -50\nw:slow\t-10 30\n")
    assert weights.of(["w:down"]) == (120, -50, -70)
    assert weights.of(["w:down", "w:slow", "w:unknown"]) == (110, -20, -90)
    assert weights.of(["w:unknown"]) == (0, 0, 0)
