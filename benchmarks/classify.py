"""How well `slt classify` does on the labelled descriptions, how fast, and what else was weighed.

    python benchmarks/classify.py            report on every set in tests/data/classify
    python benchmarks/classify.py --fit      print the weights fitted to the sets developed against

`dev`, `tune` and `practice` were looked at while the vocabulary was written, so what they reach
says little; `held` was not. What is fitted is cross-validated: not judged on what it was fitted to.
"""

import json
import math
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from slt_cli.config import read_layers
from slt_cli.config.words import load_vocabulary
from slt_cli.domain.classify import Vocabulary, classify, read
from slt_cli.domain.classify.weighing import BIAS, features, weigh
from slt_cli.domain.signals import SEVERITIES

DATA = Path(__file__).parents[1] / "tests" / "data" / "classify"
DEVELOPED = ("dev", "tune", "practice")
LABELS = ("S1", "S2", "S3")
FOLDS = 5
RAREST, SHRINKING, ROUNDS = 4, 3e-3, 15

Row = dict[str, str]
Weights = dict[str, tuple[float, ...]]
Guess = Callable[[Row], str]


class Tally(NamedTuple):
    """Pairs of (label, suggested) and how often each came up."""

    pairs: Counter[tuple[str, str]]

    @classmethod
    def of(cls, rows: Iterable[Row], guess: Guess) -> "Tally":
        return cls(Counter((row["label"], guess(row)) for row in rows))

    @property
    def accuracy(self) -> float:
        right = sum(count for (label, given), count in self.pairs.items() if label == given)
        return right / max(1, self.pairs.total())

    @property
    def macro_f1(self) -> float:
        def f1(label: str) -> float:
            hit = self.pairs[label, label]
            named = sum(self.pairs[label, other] + self.pairs[other, label] for other in LABELS)
            return 2 * hit / max(1, named)

        return sum(map(f1, LABELS)) / len(LABELS)

    @property
    def line(self) -> str:
        missed = self.pairs["S1", "S3"]
        return f"accuracy {self.accuracy:.3f}  macro-F1 {self.macro_f1:.3f}  S1 called S3: {missed}"


def load(name: str) -> list[Row]:
    lines = (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def fit(rows: Sequence[tuple[frozenset[str], str]]) -> Weights:
    """Fit a multinomial logistic regression on what the clauses say; deterministic."""
    count = Counter(feature for found, _ in rows for feature in found)
    weights = {name: [0.0, 0.0, 0.0] for name in sorted(count) if count[name] >= RAREST}
    bias, order = [0.0, 0.0, 0.0], random.Random(0)
    known = [([n for n in sorted(found) if n in weights], LABELS.index(at)) for found, at in rows]
    for turn in range(ROUNDS):
        order.shuffle(known)
        step = 3 / (1 + 0.15 * turn)
        for names, label in known:
            scale = 1 / (math.sqrt(len(names)) or 1)
            given = {**weights, BIAS: bias}
            shares = weigh(names, given)  # type: ignore[arg-type]
            for place in range(3):
                pull = step * ((place == label) - shares[place])
                bias[place] += 0.05 * pull
                for name in names:
                    weight = weights[name]
                    weight[place] += pull * scale - step * SHRINKING * weight[place]
    fitted = {name: tuple(round(value, 2) for value in given) for name, given in weights.items()}
    return {**fitted, BIAS: tuple(round(value, 2) for value in bias)}


def with_weights(vocabulary: Vocabulary, weights: Mapping[str, tuple[float, ...]]) -> Vocabulary:
    vocabulary.weights = weights  # type: ignore[assignment]
    return vocabulary


def seen(rows: Sequence[Row], vocabulary: Vocabulary) -> list[tuple[frozenset[str], str]]:
    return [(features(read(row["text"], vocabulary)), row["label"]) for row in rows]


def report_engine(vocabulary: Vocabulary) -> None:
    for name in (*DEVELOPED, "held"):
        rows = load(name)
        given = {row["id"]: classify(row["text"], vocabulary) for row in rows}
        tally = Tally.of(rows, lambda row, given=given: given[row["id"]].priority)  # type: ignore[misc]
        print(f"\n{name} ({len(rows)}): {tally.line}")
        for label in LABELS:
            print(f"  {label} " + " ".join(f"{tally.pairs[label, other]:4}" for other in LABELS))
        for level in ("high", "medium", "low"):
            sure = [row for row in rows if given[row["id"]].confidence == level]
            right = sum(given[row["id"]].priority == row["label"] for row in sure)
            print(f"  {level:6} {right} of {len(sure)} right")
        kinds = Counter(row["kind"] for row in rows)
        hits = Counter(r["kind"] for r in rows if given[r["id"]].priority == r["label"])
        print("  " + ", ".join(f"{kind} {hits[kind]}/{kinds[kind]}" for kind in sorted(kinds)))


def report_alternatives(vocabulary: Vocabulary) -> None:
    print(f"\nalternatives on held; those fitted, to {', '.join(DEVELOPED)}")
    rows, held = [row for name in DEVELOPED for row in load(name)], load("held")
    fitted = vocabulary.weights

    def joined(row: Row) -> str:
        return classify(row["text"], vocabulary).priority

    def weights_alone(row: Row) -> str:
        shares = weigh(features(read(row["text"], vocabulary)), vocabulary.weights)
        return LABELS[shares.index(max(shares))]

    print(f"  rules and weights  {Tally.of(held, joined).line}")
    print(f"  weights alone      {Tally.of(held, weights_alone).line}")
    with_weights(vocabulary, {})
    print(f"  rules alone        {Tally.of(held, joined).line}")
    print(f"  words alone        {tf_idf(rows, held)}")
    print(f"{FOLDS}-fold cross-validation over {len(rows)} developed against (rules know them all)")
    pairs: dict[str, Counter[tuple[str, str]]] = {"weights": Counter(), "joined": Counter()}
    for fold in range(FOLDS):
        rest = [row for place, row in enumerate(rows) if place % FOLDS != fold]
        with_weights(vocabulary, fit(seen(rest, vocabulary)))
        pairs["weights"] += Tally.of(rows[fold::FOLDS], weights_alone).pairs
        pairs["joined"] += Tally.of(rows[fold::FOLDS], joined).pairs
    print(f"  weights alone      {Tally(pairs['weights']).line}")
    print(f"  rules and weights  {Tally(pairs['joined']).line}")
    with_weights(vocabulary, fitted)


def tf_idf(rows: Sequence[Row], held: Sequence[Row]) -> str:
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
    except ImportError:
        return "skipped: scikit-learn is not installed (and is no dependency)"
    vectors = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
    model = LogisticRegression(C=10, max_iter=1000)
    model.fit(vectors.fit_transform([r["text"] for r in rows]), [r["label"] for r in rows])
    given = model.predict(vectors.transform([row["text"] for row in held]))
    by_id = {row["id"]: str(label) for row, label in zip(held, given, strict=True)}
    return Tally.of(held, lambda row: by_id[row["id"]]).line


def report_speed(vocabulary: Vocabulary) -> None:
    texts = [row["text"] for name in ("dev", "tune") for row in load(name)]
    start = time.perf_counter()
    for text in texts:
        classify(text, vocabulary)
    took = time.perf_counter() - start
    long = (" ".join(texts) * 20)[:1_000_000]
    start = time.perf_counter()
    classify(long, vocabulary)
    print(f"\n{len(texts) / took:.0f} texts a second; 1 MB in {time.perf_counter() - start:.1f} s")


def main() -> None:
    start = time.perf_counter()
    vocabulary = load_vocabulary(read_layers())
    print(f"vocabulary loaded in {(time.perf_counter() - start) * 1000:.0f} ms")
    assert len(LABELS) == len(SEVERITIES)
    if "--fit" in sys.argv[1:]:
        rows = [row for name in DEVELOPED for row in load(name)]
        for name, weights in sorted(fit(seen(rows, vocabulary)).items()):
            print(f'"{name}" = [{", ".join(map(str, weights))}]')
        return
    report_engine(vocabulary)
    report_alternatives(vocabulary)
    report_speed(vocabulary)


if __name__ == "__main__":
    main()
