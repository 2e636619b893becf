"""Read how what a clause speaks of is: lost, impaired or working, with negations resolved."""

from collections.abc import Sequence

from slt_cli.classify.clauses import Clause
from slt_cli.classify.phrases import Mention
from slt_cli.classify.signals import FUNCTIONS, STATEMENTS, State

_NEGATION_REACH = 7
_NAMED_BY_NEGATION = 5
_DENIED_WITHIN = 2
_NOT, _WITHOUT, _AND = "not", "without", "and"
_WORST_FIRST: tuple[State, ...] = ("lost", "impaired", "works")


def read_state(clause: Clause) -> tuple[State | None, bool]:
    """Return the state that a clause tells, and whether a whole statement tells it."""
    reader = _Reader(clause)
    for mention in clause.mentions:
        reader.take(mention)
    return reader.state(), reader.stated


def denied(mentions: Sequence[Mention], phrase: Mention) -> bool:
    """Tell whether a phrase is negated, right before it or between its words."""
    first, last = phrase.places[0] - _DENIED_WITHIN, phrase.places[-1]
    return any(
        mention.signal == "negation" and first <= mention.places[-1] < last for mention in mentions
    )


class _Reader:
    """Take the mentions of a clause one by one.

    A negation turns what works into a loss and a loss into what works, as far as it reaches; right
    before the name of a function, with nothing said of it, it means that the function is missing.
    """

    def __init__(self, clause: Clause) -> None:
        self._clause = clause
        self._found: set[State] = set()
        self._negation: int | None = None
        self._waits = False
        self._names = False
        self._firm = False
        self.stated = False

    def take(self, mention: Mention) -> None:
        """Take the next mention."""
        if mention.signal == "negation":
            self._negate(mention)
        elif mention.signal in STATEMENTS:
            self._state(mention)
        elif mention.signal in ("works", "able"):
            self._succeed(mention)
        elif mention.signal == "lost":
            self._fail(mention, "lost")
        elif mention.signal == "impaired":
            self._fail(mention, "impaired")
        elif mention.signal in FUNCTIONS:
            self._name(mention)

    def state(self) -> State | None:
        """Return the worst state found."""
        found = set(self._found)
        if self._waits and (self._names or _ends_in_nothing(self._clause)):
            found.add("lost")
        if "impaired" in found and not self._firm:
            found.discard("lost")
        return next((state for state in _WORST_FIRST if state in found), None)

    def _negate(self, mention: Mention) -> None:
        if self._waits and self._form(mention.places[0]) == _WITHOUT:
            self._waits = False
            self._found.add("works")
        else:
            self._negation, self._waits, self._names = mention.places[-1], True, False

    def _state(self, mention: Mention) -> None:
        if denied(self._clause.mentions, mention):
            self._waits = False
            self._found.add("works")
        else:
            self._firm = self.stated = True
            self._found.add("lost")

    def _succeed(self, mention: Mention) -> None:
        if self._is_reached(mention):
            self._found.add("lost")
            self._firm, self._waits = True, False
        elif mention.signal == "works":
            self._found.add("works")

    def _fail(self, mention: Mention, state: State) -> None:
        self._found.add("works" if self._waits and self._is_reached(mention) else state)
        self._waits = False

    def _name(self, mention: Mention) -> None:
        if self._waits and self._negation is not None:
            bare = self._form(self._negation) != _NOT
            reach = _NAMED_BY_NEGATION if bare else 1
            self._names = self._names or mention.places[0] - self._negation <= reach

    def _is_reached(self, mention: Mention) -> bool:
        if self._negation is None or mention.places[0] - self._negation > _NEGATION_REACH:
            return False
        return _AND not in map(self._form, range(self._negation + 1, mention.places[0]))

    def _form(self, place: int) -> str:
        return self._clause.words[place].form


def _ends_in_nothing(clause: Clause) -> bool:
    """Tell whether a negation is the last thing said, of a function or of what it should do."""
    telling = {*FUNCTIONS, "able", "negation", "lost", "works"}
    said = [mention for mention in clause.mentions if mention.signal in telling]
    if len(said) < 2 or said[-1].signal != "negation":
        return False
    bare = clause.words[said[-1].places[-1]].form != _NOT
    return bare and said[-2].signal in {*FUNCTIONS, "able"}
