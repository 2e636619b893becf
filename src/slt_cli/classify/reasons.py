"""Say why: the rule that decided, with the words of the text that it rests on."""

from collections.abc import Iterable, Iterator, Sequence

from slt_cli.classify.deciding import Verdict
from slt_cli.classify.matters import Matter
from slt_cli.classify.reading import Finding
from slt_cli.classify.signals import FUNCTIONS, SIGNALS, STATEMENTS

_TELLING = frozenset({*FUNCTIONS, *STATEMENTS, "lost", "impaired", "negation", "able"})
_SCOPES = ("everyone", "site", "main_number", "part", "number", "one")
_ELSEWHERE = ("works", "over", "holds", "falls_short", "outside", "sole", "not_production")
_WITHOUT_MATTER = ("wish", "request", "minor", "harmless", "planned", "not_production", "over")
_MOST_QUOTES = 4
_NEAR = 6


def reasons_for(verdict: Verdict, findings: Sequence[Finding]) -> Iterator[str]:
    """Yield the reasons of a verdict, each quoting the text where it can."""
    if verdict.matter is None:
        yield quoting(verdict.rule, _quotes(findings, _WITHOUT_MATTER))
        yield from _elsewhere(findings, ("works",))
        return
    yield quoting(verdict.rule, _about(verdict.matter, findings))
    near = findings[max(0, verdict.matter.place - _NEAR) : verdict.matter.place + _NEAR + 1]
    for scope in _SCOPES:
        if scope in verdict.matter.signals and (quotes := _quotes(near, (scope,))):
            yield quoting(SIGNALS[scope], quotes)
    yield from _elsewhere(findings, _ELSEWHERE)


def _about(matter: Matter, findings: Sequence[Finding]) -> list[str]:
    """Return the words of what is wrong, and those of the function it is said of before."""
    own = _quotes(findings[matter.place : matter.place + 1], _TELLING)
    if matter.function is None or matter.function in findings[matter.place].functions:
        return own
    near = findings[max(0, matter.place - _NEAR) : matter.place + _NEAR]
    return [*_quotes(near, (matter.function,))[:1], *own]


def _elsewhere(findings: Sequence[Finding], signals: Iterable[str]) -> Iterator[str]:
    for signal in signals:
        if signal == "works":
            quotes = _quotes([f for f in findings if f.state == signal], (*FUNCTIONS, signal))
        else:
            quotes = _quotes(findings, (signal,))
        if quotes:
            yield quoting(SIGNALS[signal], quotes)


def _quotes(findings: Sequence[Finding], signals: Iterable[str]) -> list[str]:
    wanted = frozenset(signals)
    quotes: dict[str, None] = {}
    for finding in findings:
        for mention in finding.mentions:
            if mention.signal in wanted:
                quotes.setdefault(mention.quote)
        if len(quotes) >= _MOST_QUOTES:
            break
    return list(quotes)[:_MOST_QUOTES]


def quoting(sentence: str, quotes: Sequence[str]) -> str:
    """Return a sentence with the words that it rests on, if any."""
    return f"{sentence}: {', '.join(map(repr, quotes))}" if quotes else sentence
