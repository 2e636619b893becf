"""Fit the weights of `slt classify` to the labelled descriptions, and write them.

    pip install scikit-learn && python benchmarks/fit_classify.py

Run it again when the vocabulary, the features or the descriptions have changed. The same input
gives the same file. `python benchmarks/classify.py` shows how right such weights are on authors
that they were not fitted to.
"""

import json
import math
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from slt_cli.classify.classifier import read
from slt_cli.classify.features import Features
from slt_cli.classify.ruling import Ruling
from slt_cli.classify.vocabulary import Vocabulary
from slt_cli.classify.weights import BIAS, UNIT, Weights
from slt_cli.config import read_layers
from slt_cli.config.files import VOCABULARY_FILE, weights_file
from slt_cli.config.vocabulary import load_vocabulary

DATA = Path(__file__).parents[1] / "tests" / "data" / "classify"
CLEAN = ("held", "shops", "public", "centers", "technical", "sideways")
AUTHORS = ("dev", "tune", "practice", *CLEAN)
"""The sets, one for each author; the rules were written before anybody saw those in CLEAN."""

LABELS = ("S1", "S2", "S3")
RAREST, MOST, FREEDOM, SHARPNESS = 3, 20_000, 5.0, 1.8
"""The least count of a feature; how many features are kept, the strongest; the inverse of the
regularization; and a factor for all weights afterwards, because regularized weights are too small
to give probabilities. All four were chosen by the texts of authors left out.
"""

VOICES = {"w": 1.0, "p": 1.0, "s": 0.7, "b": 0.7, "a": 0.6, "e": 0.5, "f": 0.5}
"""The strength of each family of features, relative to words."""


class Row(NamedTuple):
    """A labelled description, and what the engine reads in it."""

    author: str
    text: str
    label: str
    kind: str
    ruling: Ruling
    features: Features


def load(named: str | Path, vocabulary: Vocabulary) -> list[Row]:
    """Return the descriptions of an author or in a file."""
    file = named if isinstance(named, Path) else DATA / f"{named}.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines()
    return [
        Row(file.stem, row["text"], row["label"], row["kind"], *read(row["text"], vocabulary))
        for row in map(json.loads, lines)
    ]


def fit(rows: Sequence[Row], families: Sequence[str] = tuple(VOICES)) -> str:
    """Return the lines of a file of weights, fitted by a multinomial logistic regression.

    The rarest and the weakest features are left out.
    """
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    count = Counter(f for row in rows for name in families for f in row.features[name])
    known = sorted(feature for feature, times in count.items() if times >= RAREST)
    column = {feature: place for place, feature in enumerate(known)}
    rarity = [VOICES[f[0]] * (math.log((1 + len(rows)) / (1 + count[f])) + 1) / 5 for f in known]
    cells = [
        (number, column[f], rarity[column[f]] / math.sqrt(len(row.features[name])))
        for number, row in enumerate(rows)
        for name in families
        for f in sorted(row.features[name])
        if f in column
    ]
    places, columns, values = zip(*cells, strict=True)
    matrix = csr_matrix((values, (places, columns)), shape=(len(rows), len(known)))
    model = LogisticRegression(C=FREEDOM, max_iter=300, tol=1e-3)
    model.fit(matrix, [LABELS.index(row.label) for row in rows])
    loudest = matrix.max(axis=0).toarray()[0] * abs(model.coef_).max(axis=0)
    told = sorted(range(len(known)), key=lambda place: -loudest[place])[:MOST]
    lines = [_line(known[p], [c * rarity[p] for c in model.coef_[:, p]]) for p in sorted(told)]
    return "\n".join([_line(BIAS, list(model.intercept_)), *filter(None, lines)]) + "\n"


def _line(feature: str, weights: Sequence[float]) -> str:
    middle = sum(weights) / len(weights)
    written = [round((weight - middle) * SHARPNESS * UNIT) for weight in weights[:-1]]
    return f"{feature}\t{' '.join(map(str, written))}" if any(written) else ""


def fingerprint() -> str:
    """Return a text that identifies the vocabulary."""
    return sha256(weights_file().with_name(VOCABULARY_FILE).read_bytes()).hexdigest()[:16]


def main() -> None:
    vocabulary = load_vocabulary(read_layers(None))
    rows = [row for author in AUTHORS for row in load(author, vocabulary)]
    lines = fit(rows)
    Weights(lines)
    head = (
        "# How much each feature of a text counts for S1 and S2, in hundredths; with the weight\n"
        "# for S3 they add up to 0. Written by `python benchmarks/fit_classify.py`; do not edit.\n"
        "# Features are explained in src/slt_cli/classify/features.py.\n"
        f"# vocabulary {fingerprint()}\n"
    )
    weights_file().write_text(head + lines, encoding="utf-8")
    size = weights_file().stat().st_size
    print(f"{lines.count(chr(10))} weights from {len(rows)} descriptions, {size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
