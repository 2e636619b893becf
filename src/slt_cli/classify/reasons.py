"""The reasons of a suggestion: the clauses that count most for it, and what limits it."""

from collections.abc import Container, Iterator, Sequence

from slt_cli.classify.clauses import Clause
from slt_cli.classify.scoring import how_telling
from slt_cli.classify.signals import SEVERITIES, SIGNALS, Severity
from slt_cli.classify.vocabulary import Vocabulary
from slt_cli.classify.words import split_words

_MEANINGS: dict[Severity, str] = {
    "down": "something critical is down",
    "impaired": "a major function is impaired",
    "minor": "the issue is minor",
}
_SPEAKS_FOR: dict[Severity, tuple[str, ...]] = {
    "down": ("everyone", "site"),
    "impaired": ("part", "recurring", "falls_short"),
    "minor": ("over", "one", "not_production", "planned", "holds", "request"),
}
"""The signals that explain a severity beside the words themselves."""

_MOST_WEIGHED = 200
_MOST_QUOTES = 2


def reasons_for(
    severity: Severity, clauses: Sequence[Clause], vocabulary: Vocabulary
) -> Iterator[str]:
    """Yield what the severity means with the clauses that say so, then what else speaks for it."""
    yield _quoted(_MEANINGS[severity], _telling(severity, clauses, vocabulary))
    mentions = [mention for clause in clauses for mention in clause.mentions]
    for signal in _SPEAKS_FOR[severity]:
        if quotes := [mention.quote for mention in mentions if mention.signal == signal]:
            yield _quoted(SIGNALS[signal], list(dict.fromkeys(quotes))[:_MOST_QUOTES])


def _telling(severity: Severity, clauses: Sequence[Clause], vocabulary: Vocabulary) -> list[str]:
    """Return the clauses that count most for a severity, in their order.

    A clause that counts against it is only quoted if no other says anything, and one that says
    nothing known, such as the name below a mail, only if none does.
    """
    index = SEVERITIES.index(severity)
    named = [
        number
        for number, clause in enumerate(clauses[:_MOST_WEIGHED])
        if _would_be_named(clause.quote, vocabulary.everyday)
    ]
    saying = [number for number in named if _has_known_word(clauses[number], vocabulary)]
    weighed = [
        (how_telling(clauses[number], vocabulary.weights, index), number)
        for number in saying or named
    ]
    if len(weighed) > 1:
        weighed = sorted((each for each in weighed if each[0] > 0), key=lambda each: -each[0])
    best = sorted(number for _, number in weighed[:_MOST_QUOTES])
    return list(dict.fromkeys(clauses[number].quote for number in best))


def _has_known_word(clause: Clause, vocabulary: Vocabulary) -> bool:
    return any(vocabulary.choices(word.form) for word in clause.words)


def _would_be_named(quote: str, everyday: Container[str]) -> bool:
    """Return whether a person would name a word of a quote: not only numbers and pronouns."""
    return any(form.isalpha() and form not in everyday for form in split_words(quote))


def _quoted(sentence: str, quotes: Sequence[str]) -> str:
    """Return a sentence with the words that it is based on, if any."""
    return f"{sentence}: {', '.join(map(repr, quotes))}" if quotes else sentence
