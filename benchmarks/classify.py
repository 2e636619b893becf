"""Measure how often `slt classify` is right, how fast it is, and how alternatives compare.

    python benchmarks/classify.py             every set, authors left out in turn; speed
    python benchmarks/classify.py --on FILE   the shipped classifier on another set: only totals

Weights are judged on authors that they were not fitted to. What the weights are made of, and the
limits of the confidence, were chosen by such figures, so those flatter a little. This needs
scikit-learn, which is also one of the alternatives: its TF-IDF of words and letters is the baseline
of record.
"""

import math
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from fit_classify import (
    AUTHORS,
    HELD_OUT,
    LABELS,
    PLAIN,
    REAL,
    SAME_AUTHOR,
    TIDY,
    Row,
    fit,
    load,
    stated,
)
from slt_cli.classify.classifier import classify
from slt_cli.classify.features import FAMILIES
from slt_cli.classify.scoring import likelihoods
from slt_cli.classify.suggestion import COSTS, Suggestion
from slt_cli.classify.vocabulary import Vocabulary
from slt_cli.classify.weights import Weights
from slt_cli.config import read_layers
from slt_cli.config.vocabulary import load_vocabulary

Guess = Callable[[Row], str]
_SIGMAS = 1.96
GROUPS = 10
"""Of authors, which are left out together."""


class Tally(NamedTuple):
    """Pairs of (label, suggested) and how often each came up."""

    pairs: Counter[tuple[str, str]]

    @classmethod
    def of(cls, rows: Iterable[Row], guess: Guess) -> "Tally":
        return cls(Counter((row.label, guess(row)) for row in rows))

    @property
    def right(self) -> int:
        return sum(count for (label, given), count in self.pairs.items() if label == given)

    @property
    def cost(self) -> float:
        total = sum(
            count * COSTS[LABELS.index(label)][LABELS.index(given)]
            for (label, given), count in self.pairs.items()
        )
        return total / max(1, self.pairs.total())

    @property
    def line(self) -> str:
        n = max(1, self.pairs.total())
        least, most = interval(self.right, n)
        return (
            f"{self.right / n:.3f} ({least:.3f} to {most:.3f}) of {n:4}  "
            f"cost {self.cost:.3f}  S1 called S3 {self.pairs['S1', 'S3']:2}"
        )


def interval(right: int, n: int) -> tuple[float, float]:
    """Return Wilson's interval of 95 % for a share."""
    share, square = right / n, _SIGMAS**2
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = _SIGMAS * math.sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    return middle - half, middle + half


def report(name: str, rows: Sequence[Row], given: Mapping[str, Suggestion]) -> None:
    """Print the totals of a set in a line, and how sure it was in the next."""
    tally = Tally.of(rows, lambda row: given[row.text].priority)
    print(f"{name:22}{tally.line}")
    said = []
    for level in ("high", "medium", "low"):
        sure = [row for row in rows if given[row.text].confidence == level]
        right = sum(given[row.text].priority == row.label for row in sure)
        said.append(f"{level} {right} of {len(sure)}")
    missed = Counter(
        given[row.text].confidence
        for row in rows
        if (row.label, given[row.text].priority) == ("S1", "S3")
    )
    called = ", ".join(f"{count} with {level}" for level, count in missed.items()) or "none"
    print(f"{'':22}right: {', '.join(said)}; S1 called S3: {called}")
    table = (
        f"{label} called {' '.join(f'{tally.pairs[label, g]:4}' for g in LABELS)}"
        for label in LABELS
    )
    print(f"{'':22}{'; '.join(table)}")


def group_of(author: str) -> int:
    """Return the group of an author: tidy and real ones are in each."""
    same = next((sorted(names)[0] for names in SAME_AUTHOR if author in names), author)
    return AUTHORS.index(same) % GROUPS


def left_out(rows: Sequence[Row], families: Sequence[str] = FAMILIES) -> list[Weights]:
    """Return for each group of authors the weights that were fitted to all other groups."""
    return [
        Weights(
            fit([r for r in rows if r.author == PLAIN or group_of(r.author) != group], families)
        )
        for group in range(GROUPS)
    ]


def report_held_out(rows: Sequence[Row], plain: Sequence[Row], vocabulary: Vocabulary) -> None:
    """Print how right the held-out sets are; the shipped weights judge those of new authors."""
    shipped = vocabulary.weights
    for name, by_same in HELD_OUT.items():
        if by_same:
            others = [row for row in rows if row.author not in by_same]
            vocabulary.weights = Weights(fit([*others, *plain]))
        held = load(name, vocabulary)
        report(name, held, {row.text: classify(row.text, vocabulary) for row in held})
        vocabulary.weights = shipped


def report_left_out(rows: Sequence[Row], plain: Sequence[Row], vocabulary: Vocabulary) -> None:
    fitted, shipped = left_out([*rows, *plain]), vocabulary.weights
    given = {}
    for row in rows:
        vocabulary.weights = fitted[group_of(row.author)]
        given[row.text] = classify(row.text, vocabulary)
    vocabulary.weights = shipped
    print(f"\neach author judged by weights of other authors, who were split in {GROUPS} groups")
    groups = {"all tidy ones": TIDY, "all real ones": REAL, **{name: (name,) for name in AUTHORS}}
    for name, group in groups.items():
        report(name, [row for row in rows if row.author in group], given)
    judged = [row for row in rows if row.features is not None]
    print(f"\n{len(rows) - len(judged)} cannot be judged, most in other languages; without them:")
    report("tidy ones", [row for row in judged if row.author in TIDY], given)
    report("real ones", [row for row in judged if row.author in REAL], given)
    print("\nwith and without each part, on those that can be judged: tidy ones, and real ones")
    for name, guess in {
        "everything": lambda row: given[row.text].priority,
        "the likeliest, not the least costly": _by_weights(fitted),
        "... without phrases": _by_weights(left_out([*judged, *plain], ("w",))),
        "... without words": _by_weights(left_out([*judged, *plain], ("p",))),
        "... without plain statements": _by_weights(left_out(judged)),
        "TF-IDF, library": _by_library(judged),
    }.items():
        print(f"  {name}")
        for group in (TIDY, REAL):
            print(f"{'':22}{Tally.of([r for r in judged if r.author in group], guess).line}")


def _by_weights(fitted: Sequence[Weights]) -> Guess:
    def guess(row: Row) -> str:
        likely = likelihoods(row.features or {}, fitted[group_of(row.author)])
        return LABELS[likely.index(max(likely))]

    return guess


def _by_library(rows: Sequence[Row]) -> Guess:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_union

    given: dict[str, str] = {}
    for group in range(GROUPS):
        rest = [row for row in rows if group_of(row.author) != group]
        asked = [row for row in rows if group_of(row.author) == group]
        vectors = make_union(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=3),
        )
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
    print(f"{len(rows) / took:.0f} texts a second; 1 MB in {time.perf_counter() - start:.1f} s")


def main() -> None:
    start = time.perf_counter()
    vocabulary = load_vocabulary(read_layers())
    print(f"vocabulary and weights loaded in {(time.perf_counter() - start) * 1000:.0f} ms")
    if "--on" in sys.argv[1:-1]:
        rows = load(Path(sys.argv[-1]), vocabulary)
        report(rows[0].author, rows, {row.text: classify(row.text, vocabulary) for row in rows})
        return
    rows = [row for author in AUTHORS for row in load(author, vocabulary)]
    report_speed(rows[:2000], vocabulary)
    plain = stated(vocabulary)
    try:
        print("\ntexts to which nothing was fitted, by weights that were fitted to other authors")
        report_held_out(rows, plain, vocabulary)
        report_left_out(rows, plain, vocabulary)
    except ImportError:
        print("scikit-learn is not installed (and is no dependency): nothing is fitted or compared")


if __name__ == "__main__":
    main()
