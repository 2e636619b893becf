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

from plain_statements import statements
from slt_cli.classify.classifier import features_of, read
from slt_cli.classify.features import FAMILIES, Features, gather_features
from slt_cli.classify.vocabulary import Vocabulary
from slt_cli.classify.weights import BIAS, UNIT
from slt_cli.config import read_layers
from slt_cli.config.files import VOCABULARY_FILE, weights_file
from slt_cli.config.vocabulary import load_vocabulary

DATA = Path(__file__).parents[1] / "tests" / "data" / "classify"
TIDY = (
    *("dev", "tune", "practice", "held", "shops", "public", "centers", "technical", "sideways"),
    *("prose", "careful", "web_forms", "institutions", "small_firms", "hard_prose", "many_trades"),
    *("partners", "more_partners", "features", "critical_functions"),
)
REAL = (
    *("real", "trackers", "forums", "trades", "posts", "alarms", "vague", "mails", "threads"),
    *("centers_and_partners", "more_trades", "admins", "firms", "services", "developers"),
    *("remote", "desk", "public_wording", "titles", "laymen", "between", "over_or_not"),
    *("half_reports", "hand_overs", "monitoring", "templates", "integrators", "communities"),
    *("floor", "several_matters", "fragments", "half_sentences", "probes", "mixed", "aftermath"),
    *("public_posts", "tracker_posts", "lists", "mailbox", "all_styles"),
)
AUTHORS = (*TIDY, *REAL)
"""The sets: those of tidy prose, and those in the manner of real cases."""
SAME_AUTHOR = ({"dev", "tune", "practice"},)
"""Sets of one author; each other set has an author of its own."""
PLAIN = "plain statements"
HELD_OUT: dict[str, tuple[str, ...]] = {"fresh": (), "unseen": ("trackers", "forums", "trades")}
"""Tidy and real texts to which nothing is fitted, and the fitted sets by the same authors."""

LABELS = ("S1", "S2", "S3")
RAREST = 2
"""The least count of a feature."""
MOST = 22_000
"""How many features are kept, the strongest."""
FREEDOM = 0.2
"""The inverse of the regularization."""
RARITY = 1.5
"""The power to which the rarity of a feature counts."""
TRUST = {"w": 1.0, "p": 0.7}
"""How much the features of a family count."""
STATED = 0.2
"""How much a plain statement counts beside a description.

These were chosen by the texts of authors left out, as were the limits of the confidence.
"""


class Row(NamedTuple):
    """A labelled description, and what is weighed of it: None if it cannot be judged."""

    author: str
    text: str
    label: str
    kind: str
    features: Features | None


def load(named: str | Path, vocabulary: Vocabulary) -> list[Row]:
    """Return the descriptions of an author or in a file."""
    file = named if isinstance(named, Path) else DATA / f"{named}.jsonl"
    lines = file.read_text(encoding="utf-8").splitlines()
    return [
        Row(
            file.stem,
            row["text"],
            row["label"],
            row.get("kind") or row.get("style", ""),
            features_of(row["text"], vocabulary),
        )
        for row in map(json.loads, lines)
    ]


def stated(vocabulary: Vocabulary) -> list[Row]:
    """Return the plain statements; half of them name a thing by a word of no description."""
    rows = []
    for text, label, unknown in statements():
        features = dict(features_of(text, vocabulary) or {})
        if unknown is not None:
            features["w"] = gather_features(read(unknown, vocabulary))["w"]
        rows.append(Row(PLAIN, text, label, "", features))
    return rows


def fit(rows: Sequence[Row], families: Sequence[str] = FAMILIES) -> str:
    """Return the lines of a file of weights, fitted by a multinomial logistic regression.

    Of the words as phrases only those with a signal are weighed: the others are words already. The
    rarest and the weakest features are left out.
    """
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    weighed = [(row.label, row.features) for row in rows if row.features is not None]
    counted = [STATED if row.author == PLAIN else 1.0 for row in rows if row.features is not None]
    count = Counter(f for _, features in weighed for name in families for f in features[name])
    known = sorted(f for f, times in count.items() if times >= RAREST and (f[0] != "p" or "<" in f))
    column = {feature: place for place, feature in enumerate(known)}
    scale = [
        TRUST[f[0]] * (math.log((1 + len(weighed)) / (1 + count[f])) + 1) ** RARITY for f in known
    ]
    cells = [
        (number, column[f], scale[column[f]] / math.sqrt(len(features[name])))
        for number, (_, features) in enumerate(weighed)
        for name in families
        for f in sorted(features[name])
        if f in column
    ]
    places, columns, values = zip(*cells, strict=True)
    matrix = csr_matrix((values, (places, columns)), shape=(len(weighed), len(known)))
    model = LogisticRegression(C=FREEDOM, max_iter=1000, tol=1e-3)
    model.fit(matrix, [LABELS.index(label) for label, _ in weighed], sample_weight=counted)
    size = matrix.multiply(matrix).sum(axis=0).A1 ** 0.5
    strength = size * abs(model.coef_).max(axis=0)
    kept = sorted(range(len(known)), key=lambda place: -strength[place])[:MOST]
    lines = [_line(known[p], [c * scale[p] for c in model.coef_[:, p]]) for p in sorted(kept)]
    return "\n".join([_line(BIAS, list(model.intercept_)), *filter(None, lines)]) + "\n"


def _line(feature: str, weights: Sequence[float]) -> str:
    middle = sum(weights) / len(weights)
    written = [round((weight - middle) * UNIT) for weight in weights[:-1]]
    return f"{feature}\t{' '.join(map(str, written))}" if any(written) else ""


def fingerprint() -> str:
    """Return a text that identifies the vocabulary."""
    return sha256(weights_file().with_name(VOCABULARY_FILE).read_bytes()).hexdigest()[:16]


def main() -> None:
    vocabulary = load_vocabulary(read_layers(None))
    rows = [row for author in AUTHORS for row in load(author, vocabulary)]
    lines = fit([*rows, *stated(vocabulary)])
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
