"""Read the state of the function that a clause is about: lost, impaired or working."""

from collections.abc import Sequence

from slt_cli.classify.clauses import Clause
from slt_cli.classify.phrases import Mention
from slt_cli.classify.signals import FUNCTIONS, OUTAGES, FunctionState

_NEGATION_REACH = 7
_NAMED_BY_NEGATION = 5
_NEGATED_WITHIN = 2
_NOT, _WITHOUT, _AND = "not", "without", "and"
_WORST_FIRST: tuple[FunctionState, ...] = ("lost", "impaired", "works")


def read_state(clause: Clause) -> tuple[FunctionState | None, bool]:
    """Return the state that a clause states, and whether it states an outage by itself."""
    reader = _StateReader(clause)
    for mention in clause.mentions:
        reader.take(mention)
    return reader.state(), reader.states_outage


def is_negated(phrase: Mention, mentions: Sequence[Mention]) -> bool:
    """Return whether a phrase is negated, right before it or between its words."""
    first, last = phrase.indexes[0] - _NEGATED_WITHIN, phrase.indexes[-1]
    return any(
        mention.signal == "negation" and first <= mention.indexes[-1] < last for mention in mentions
    )


class _StateReader:
    """Reads the mentions of a clause one by one, and resolves negations.

    A negation turns "works" into "lost" and "lost" into "works", as far as it reaches. If it is
    right before the name of a function, and nothing else is said about that, the function is lost.
    """

    def __init__(self, clause: Clause) -> None:
        self._clause = clause
        self._found: set[FunctionState] = set()
        self._negation: int | None = None  # the index of its last word
        self._negation_is_open = False
        self._negation_has_function = False
        self._loss_is_certain = False
        self.states_outage = False

    def take(self, mention: Mention) -> None:
        """Take the next mention."""
        if mention.signal == "negation":
            self._take_negation(mention)
        elif mention.signal in OUTAGES:
            self._take_outage(mention)
        elif mention.signal in ("works", "able"):
            self._take_success(mention)
        elif mention.signal == "lost":
            self._take_failure(mention, "lost")
        elif mention.signal == "impaired":
            self._take_failure(mention, "impaired")
        elif mention.signal in FUNCTIONS:
            self._take_function(mention)

    def state(self) -> FunctionState | None:
        """Return the worst state found."""
        found = set(self._found)
        if self._negation_is_open and (self._negation_has_function or _ends_negated(self._clause)):
            found.add("lost")
        if "impaired" in found and not self._loss_is_certain:
            found.discard("lost")
        return next((state for state in _WORST_FIRST if state in found), None)

    def _take_negation(self, mention: Mention) -> None:
        if self._negation_is_open and self._form(mention.indexes[0]) == _WITHOUT:
            self._negation_is_open = False
            self._found.add("works")
        else:
            self._negation = mention.indexes[-1]
            self._negation_is_open, self._negation_has_function = True, False

    def _take_outage(self, mention: Mention) -> None:
        if is_negated(mention, self._clause.mentions):
            self._negation_is_open = False
            self._found.add("works")
        else:
            self._loss_is_certain = self.states_outage = True
            self._found.add("lost")

    def _take_success(self, mention: Mention) -> None:
        if self._is_reached(mention):
            self._found.add("lost")
            self._loss_is_certain, self._negation_is_open = True, False
        elif mention.signal == "works":
            self._found.add("works")

    def _take_failure(self, mention: Mention, state: FunctionState) -> None:
        is_denied = self._negation_is_open and self._is_reached(mention)
        self._found.add("works" if is_denied else state)
        self._negation_is_open = False

    def _take_function(self, mention: Mention) -> None:
        if self._negation_is_open and self._negation is not None:
            is_not = self._form(self._negation) == _NOT
            reach = 1 if is_not else _NAMED_BY_NEGATION
            is_near = mention.indexes[0] - self._negation <= reach
            self._negation_has_function = self._negation_has_function or is_near

    def _is_reached(self, mention: Mention) -> bool:
        if self._negation is None or mention.indexes[0] - self._negation > _NEGATION_REACH:
            return False
        return _AND not in map(self._form, range(self._negation + 1, mention.indexes[0]))

    def _form(self, index: int) -> str:
        return self._clause.words[index].form


def _ends_negated(clause: Clause) -> bool:
    """Return whether a negation comes last, after a function or what it should do."""
    telling = {*FUNCTIONS, "able", "negation", "lost", "works"}
    said = [mention for mention in clause.mentions if mention.signal in telling]
    if len(said) < 2 or said[-1].signal != "negation":
        return False
    is_not = clause.words[said[-1].indexes[-1]].form == _NOT
    return not is_not and said[-2].signal in {*FUNCTIONS, "able"}
