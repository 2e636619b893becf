"""Measure how often `slt classify` is right, how fast it is, and how alternatives compare.

    python benchmarks/classify.py             authors left out in turn, alternatives, speed
    python benchmarks/classify.py --on FILE   the shipped classifier on another set: only totals

All that is fitted is judged on authors that it was not fitted to. This needs scikit-learn, which is
also one of the alternatives. The rules were written against `dev`, `tune` and `practice`, so only
their results on the other authors count.
"""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from fit_classify import AUTHORS, CLEAN, LABELS, VOICES, Row, fit, load
from slt_cli.classify.classifier import classify
from slt_cli.classify.scoring import score
from slt_cli.classify.signals import SEVERITIES
from slt_cli.classify.suggestion import Suggestion
from slt_cli.classify.vocabulary import Vocabulary
from slt_cli.classify.weights import Weights
from slt_cli.config import read_layers
from slt_cli.config.vocabulary import load_vocabulary

Guess = Callable[[Row], str]
SIGNALS_ALONE = ("p", "a", "s", "f")
WORDS_ALONE = ("w", "b", "e")


class Tally(NamedTuple):
    """Pairs of (label, suggested) and how often each came up."""

    pairs: Counter[tuple[str, str]]

    @classmethod
    def of(cls, rows: Iterable[Row], guess: Guess) -> "Tally":
        return cls(Counter((row.label, guess(row)) for row in rows))

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


def report(rows: Sequence[Row], given: Mapping[str, Suggestion]) -> None:
    """Print the totals of a set, without any text or single description."""
    tally = Tally.of(rows, lambda row: given[row.text].priority)
    print(f"{len(rows)} descriptions: {tally.line}")
    for label in LABELS:
        print(f"  {label} " + " ".join(f"{tally.pairs[label, other]:4}" for other in LABELS))
    for level in ("high", "medium", "low"):
        sure = [row for row in rows if given[row.text].confidence == level]
        right = sum(given[row.text].priority == row.label for row in sure)
        print(f"  {level:6} {right} of {len(sure)} right")
    for name in ("kind", "author"):
        groups = Counter(getattr(row, name) for row in rows)
        hits = Counter(getattr(row, name) for row in rows if given[row.text].priority == row.label)
        print("  " + ", ".join(f"{group} {hits[group]}/{groups[group]}" for group in groups))


def left_out(rows: Sequence[Row], families: Sequence[str]) -> dict[str, Weights]:
    """Return for each author the weights that were fitted to all other authors."""
    return {
        author: Weights(fit([row for row in rows if row.author != author], families))
        for author in AUTHORS
    }


def report_left_out(rows: Sequence[Row], vocabulary: Vocabulary) -> None:
    fitted, shipped = left_out(rows, tuple(VOICES)), vocabulary.weights
    given = {}
    for row in rows:
        vocabulary.weights = fitted[row.author]
        given[row.text] = classify(row.text, vocabulary)
    vocabulary.weights = shipped
    print("\nrules and weights, each author judged by weights fitted to all others")
    report(rows, given)
    new = [row for row in rows if row.author in CLEAN]
    print(
        "\nalternatives, judged likewise; on all authors, and on those that the rules had not seen"
    )
    for name, guess in {
        "rules and weights": lambda row: given[row.text].priority,
        "rules alone": lambda row: LABELS[SEVERITIES.index(row.ruling.severity)],
        "weights alone": _by_weights(fitted),
        "weights of signals": _by_weights(left_out(rows, SIGNALS_ALONE)),
        "weights of words": _by_weights(left_out(rows, WORDS_ALONE)),
        "TF-IDF, library": _by_library(rows),
    }.items():
        print(f"  {name:18} all: {Tally.of(rows, guess).line}")
        print(f"  {'':18} new: {Tally.of(new, guess).line}")


def _by_weights(fitted: Mapping[str, Weights]) -> Guess:
    def guess(row: Row) -> str:
        scores = score(row.features, fitted[row.author])
        return LABELS[scores.index(max(scores))]

    return guess


def _by_library(rows: Sequence[Row]) -> Guess:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    given: dict[str, str] = {}
    for author in AUTHORS:
        rest = [row for row in rows if row.author != author]
        asked = [row for row in rows if row.author == author]
        vectors = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
        model = LogisticRegression(C=10, max_iter=1000)
        model.fit(vectors.fit_transform([r.text for r in rest]), [r.label for r in rest])
        guesses = model.predict(vectors.transform([row.text for row in asked]))
        given |= {row.text: str(label) for row, label in zip(asked, guesses, strict=True)}
    return lambda row: given[row.text]


def report_speed(rows: Sequence[Row], vocabulary: Vocabulary) -> None:
    start = time.perf_counter()
    for row in rows:
        classify(row.text, vocabulary)
    took = time.perf_counter() - start
    long = (" ".join(row.text for row in rows) * 20)[:1_000_000]
    start = time.perf_counter()
    classify(long, vocabulary)
    print(f"\n{len(rows) / took:.0f} texts a second; 1 MB in {time.perf_counter() - start:.1f} s")


def main() -> None:
    start = time.perf_counter()
    vocabulary = load_vocabulary(read_layers())
    print(f"vocabulary and weights loaded in {(time.perf_counter() - start) * 1000:.0f} ms")
    if "--on" in sys.argv[1:-1]:
        rows = load(Path(sys.argv[-1]), vocabulary)
        report(rows, {row.text: classify(row.text, vocabulary) for row in rows})
        return
    rows = [row for author in AUTHORS for row in load(author, vocabulary)]
    report_speed(rows, vocabulary)
    try:
        report_left_out(rows, vocabulary)
    except ImportError:
        print("scikit-learn is not installed (and is no dependency): nothing is fitted or compared")


if __name__ == "__main__":
    main()
