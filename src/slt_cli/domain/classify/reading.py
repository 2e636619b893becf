"""Read one clause: the function it names, how that function is, for whom, and when."""

from typing import Literal, NamedTuple

from slt_cli.domain.classify.clauses import Clause, Mention
from slt_cli.domain.classify.vocabulary import CRITICAL

State = Literal["lost", "impaired", "works"]

FUNCTIONS = (*CRITICAL, "major", "minor")
_STATEMENTS = {"silent": "calling", "shut_out": "access"}
_NEGATION_REACH = 7
_NAMED_BY_NEGATION = 3


class Finding(NamedTuple):
    """Hold what a clause says: its functions, the state of them, every signal, and the mentions."""

    sentence: int
    functions: frozenset[str]
    state: State | None
    signals: frozenset[str]
    mentions: tuple[Mention, ...]
    stated: bool
    words: int

    @property
    def function(self) -> str | None:
        """Return the function that counts where the clause names several."""
        order = ("emergency", "minor", "major", *CRITICAL)
        if self.stated:
            order = CRITICAL
        return next((name for name in order if name in self.functions), None)


def read_clause(clause: Clause) -> Finding:
    """Return what a clause says."""
    signals = frozenset(mention.signal for mention in clause.mentions) | _ratio(clause)
    functions = set(signals & set(FUNCTIONS))
    state, stated = _state(clause.mentions)
    if stated:
        functions |= {_STATEMENTS[name] for name in signals & set(_STATEMENTS)}
    if "main_number" in signals:
        functions.add("inbound")
    return Finding(
        clause.sentence,
        frozenset(functions),
        state,
        signals,
        clause.mentions,
        stated,
        len(clause.words),
    )


def _state(mentions: tuple[Mention, ...]) -> tuple[State | None, bool]:
    """Return the state that a clause tells, and whether a whole statement tells it.

    A negation turns what works into a loss and a loss into what works, as far as it reaches; right
    before the name of a function, with nothing said of it, it means that the function is missing.
    """
    found: set[State] = set()
    stated = False
    negation: int | None = None
    open_negation = False
    for mention in mentions:
        signal, place = mention.signal, mention.places[0]
        reached = negation is not None and place - negation <= _NEGATION_REACH
        if signal == "negation":
            negation, open_negation = mention.places[-1], True
        elif signal in _STATEMENTS:
            stated = True
            found.add("lost")
        elif signal in ("works", "able"):
            if reached:
                found.add("lost")
                open_negation = False
            elif signal == "works":
                found.add("works")
        elif signal in ("lost", "impaired"):
            if reached and open_negation:
                open_negation = False
                found.add("works")
            else:
                found.add("lost" if signal == "lost" else "impaired")
                open_negation = False
        elif signal in FUNCTIONS and open_negation and negation is not None:
            open_negation = place - negation <= _NAMED_BY_NEGATION
    if open_negation and not found and set(FUNCTIONS) & {mention.signal for mention in mentions}:
        found.add("lost")
    worst: tuple[State, ...] = ("lost", "impaired", "works")
    return next((state for state in worst if state in found), None), stated


def _ratio(clause: Clause) -> frozenset[str]:
    """Read `60 of 60` as everyone where a phrase took it for a part."""
    for mention in clause.mentions:
        if mention.signal == "part":
            numbers = [
                clause.words[place].form
                for place in mention.places
                if clause.words[place].form.isdigit()
            ]
            if len(numbers) == 2 and numbers[0] == numbers[1]:
                return frozenset({"everyone"})
    return frozenset()
