"""Read one clause: the function it names, how that function is, for whom, and when."""

from collections.abc import Container, Sequence
from typing import NamedTuple

from slt_cli.domain.classify.clauses import Clause
from slt_cli.domain.classify.phrases import Mention
from slt_cli.domain.classify.signals import CRITICAL, FUNCTIONS, STATEMENTS, State

_NEGATION_REACH = 7
_NAMED_BY_NEGATION = 5
_DENIED_WITHIN = 2
_NOT = "not"
_WITHOUT = "without"
_AND = "and"
_CONDITIONS = ("when", "whenever", "if", "unless")
_WIDE = frozenset({"everyone", "site", *CRITICAL})


class Finding(NamedTuple):
    """Hold what a clause says: its functions, the state of them, every signal, and the mentions."""

    sentence: int
    functions: frozenset[str]
    state: State | None
    signals: frozenset[str]
    mentions: tuple[Mention, ...]
    stated: bool
    question: bool
    joined: bool
    condition: bool
    subject: str | None

    @property
    def function(self) -> str | None:
        """Return the function that counts where the clause names several."""
        order = ("emergency", "minor", "major", *CRITICAL)
        if self.stated and self.subject == "major":
            order = ("emergency", "major")
        elif self.stated and ("minor" not in self.functions or self.signals & _WIDE):
            order = CRITICAL
        return next((name for name in order if name in self.functions), None)


def read_clause(clause: Clause, conjunctions: Container[str]) -> Finding:
    """Return what a clause says."""
    signals = frozenset(
        "everyone" if _is_whole(clause, mention) else mention.signal for mention in clause.mentions
    )
    functions = set(signals & set(FUNCTIONS))
    state, stated = _state(clause)
    if stated:
        functions |= {STATEMENTS[name] for name in signals & set(STATEMENTS)}
    if "main_number" in signals:
        functions.add("inbound")
    return Finding(
        clause.sentence,
        frozenset(functions),
        state,
        signals,
        clause.mentions,
        stated,
        clause.question,
        clause.words[0].form in conjunctions,
        clause.words[0].form in _CONDITIONS,
        _subject(clause),
    )


def denied(mentions: Sequence[Mention], phrase: Mention) -> bool:
    """Tell whether a phrase is negated, right before it or between its words."""
    first, last = phrase.places[0] - _DENIED_WITHIN, phrase.places[-1]
    return any(
        mention.signal == "negation" and first <= mention.places[-1] < last for mention in mentions
    )


def _subject(clause: Clause) -> str | None:
    """Return the function named last before a whole statement."""
    subject = None
    for mention in clause.mentions:
        if mention.signal in STATEMENTS:
            return subject
        if mention.signal in FUNCTIONS:
            subject = mention.signal
    return None


def _state(clause: Clause) -> tuple[State | None, bool]:
    """Return the state that a clause tells, and whether a whole statement tells it.

    A negation turns what works into a loss and a loss into what works, as far as it reaches; right
    before the name of a function, with nothing said of it, it means that the function is missing.
    """
    found: set[State] = set()
    firm = False
    negation: int | None = None
    waiting = False
    named = False
    for mention in clause.mentions:
        signal, place = mention.signal, mention.places[0]
        reached = negation is not None and _reaches(clause, negation, place)
        if signal == "negation" and waiting and clause.words[place].form == _WITHOUT:
            waiting = False
            found.add("works")
        elif signal == "negation":
            negation, waiting, named = mention.places[-1], True, False
        elif signal in STATEMENTS:
            if denied(clause.mentions, mention):
                waiting = False
                found.add("works")
            else:
                firm = True
                found.add("lost")
        elif signal in ("works", "able"):
            if reached:
                found.add("lost")
                firm, waiting = True, False
            elif signal == "works":
                found.add("works")
        elif signal in ("lost", "impaired"):
            state: State = "lost" if signal == "lost" else "impaired"
            found.add("works" if reached and waiting else state)
            waiting = False
        elif signal in FUNCTIONS and waiting and negation is not None:
            bare = clause.words[negation].form != _NOT
            reach = _NAMED_BY_NEGATION if bare else 1
            named = named or place - negation <= reach
    if waiting and (named or _ends_in_nothing(clause)):
        found.add("lost")
    if "impaired" in found and not firm:
        found.discard("lost")
    worst: tuple[State, ...] = ("lost", "impaired", "works")
    stated = firm and any(mention.signal in STATEMENTS for mention in clause.mentions)
    return next((state for state in worst if state in found), None), stated


def _reaches(clause: Clause, negation: int, place: int) -> bool:
    between = (word.form for word in clause.words[negation + 1 : place])
    return place - negation <= _NEGATION_REACH and _AND not in between


def _ends_in_nothing(clause: Clause) -> bool:
    """Tell whether a negation is the last thing said, of a function or of what it should do."""
    telling = {*FUNCTIONS, "able", "negation", "lost", "works"}
    said = (mention for mention in clause.mentions if mention.signal in telling)
    *_, before, last = (None, None, *said)
    if before is None or last is None or last.signal != "negation":
        return False
    bare = clause.words[last.places[-1]].form != _NOT
    return bare and before.signal in {*FUNCTIONS, "able"}


def _is_whole(clause: Clause, mention: Mention) -> bool:
    """Tell whether what reads as a part is all or none: `60 of 60`, `0 of 24`."""
    forms = (clause.words[place].form for place in mention.places)
    first, last, *_ = (*(form for form in forms if form.isdigit()), None, None)
    return mention.signal == "part" and first is not None and first in (last, "0")
