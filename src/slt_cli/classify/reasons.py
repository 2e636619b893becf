"""The reasons of a suggestion: the rule that decided, and the words of the text it is based on."""

from collections.abc import Iterable, Iterator, Sequence

from slt_cli.classify.issues import Issue
from slt_cli.classify.meaning import ClauseMeaning
from slt_cli.classify.ruling import Ruling
from slt_cli.classify.signals import FUNCTIONS, OUTAGES, SIGNALS

_OF_ISSUE = frozenset({*FUNCTIONS, *OUTAGES, "lost", "impaired", "negation", "able"})
_SCOPES = ("everyone", "site", "main_number", "part", "number", "one")
_OF_WHOLE_TEXT = ("works", "over", "holds", "falls_short", "outside", "sole", "not_production")
_WITHOUT_ISSUE = ("wish", "request", "minor", "harmless", "planned", "not_production", "over")
_MOST_QUOTES = 4
_NEAR = 6


def reasons_for(ruling: Ruling, meanings: Sequence[ClauseMeaning]) -> Iterator[str]:
    """Yield the reasons of a ruling, each with quotes from the text if there are any."""
    if ruling.issue is None:
        yield with_quotes(ruling.rule, _quotes(meanings, _WITHOUT_ISSUE))
        yield from _of_whole_text(meanings, ("works",))
        return
    yield with_quotes(ruling.rule, _issue_quotes(ruling.issue, meanings))
    index = ruling.issue.clause
    near = meanings[max(0, index - _NEAR) : index + _NEAR + 1]
    for scope in _SCOPES:
        if scope in ruling.issue.signals and (quotes := _quotes(near, (scope,))):
            yield with_quotes(SIGNALS[scope], quotes)
    yield from _of_whole_text(meanings, _OF_WHOLE_TEXT)


def with_quotes(sentence: str, quotes: Sequence[str]) -> str:
    """Return a sentence with the words that it is based on, if any."""
    return f"{sentence}: {', '.join(map(repr, quotes))}" if quotes else sentence


def _issue_quotes(issue: Issue, meanings: Sequence[ClauseMeaning]) -> list[str]:
    """Return the words of an issue, after those that name its function in an earlier clause."""
    own = _quotes(meanings[issue.clause : issue.clause + 1], _OF_ISSUE)
    if issue.function is None or issue.function in meanings[issue.clause].functions:
        return own
    near = meanings[max(0, issue.clause - _NEAR) : issue.clause + _NEAR]
    return [*_quotes(near, (issue.function,))[:1], *own]


def _of_whole_text(meanings: Sequence[ClauseMeaning], signals: Iterable[str]) -> Iterator[str]:
    for signal in signals:
        if signal == "works":
            working = [meaning for meaning in meanings if meaning.state == signal]
            quotes = _quotes(working, (*FUNCTIONS, signal))
        else:
            quotes = _quotes(meanings, (signal,))
        if quotes:
            yield with_quotes(SIGNALS[signal], quotes)


def _quotes(meanings: Sequence[ClauseMeaning], signals: Iterable[str]) -> list[str]:
    wanted = frozenset(signals)
    quotes: dict[str, None] = {}
    for meaning in meanings:
        for mention in meaning.mentions:
            if mention.signal in wanted:
                quotes.setdefault(mention.quote)
        if len(quotes) >= _MOST_QUOTES:
            break
    return list(quotes)[:_MOST_QUOTES]
