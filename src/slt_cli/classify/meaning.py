"""Read what a clause means: the function it names, its state, who is affected, and when."""

from collections.abc import Container
from typing import NamedTuple

from slt_cli.classify.clauses import Clause
from slt_cli.classify.function_state import read_state
from slt_cli.classify.phrases import Mention
from slt_cli.classify.signals import CRITICAL, FUNCTIONS, OUTAGES, FunctionState

_CONDITIONS = ("when", "whenever", "if", "unless")
_WIDE = frozenset({"everyone", "site", *CRITICAL})


class ClauseMeaning(NamedTuple):
    """What a clause means; `sentence` is the index of the sentence that it is part of.

    `subject` is the function that is named last before a stated outage.
    """

    sentence: int
    functions: frozenset[str]
    state: FunctionState | None
    signals: frozenset[str]
    mentions: tuple[Mention, ...]
    states_outage: bool
    is_question: bool
    starts_with_conjunction: bool
    is_condition: bool
    subject: str | None

    @property
    def function(self) -> str | None:
        """Return the function that counts if the clause names several."""
        order: tuple[str, ...] = ("emergency", "minor", "major", *CRITICAL)
        if self.states_outage and self.subject == "major":
            order = ("emergency", "major")
        elif self.states_outage and ("minor" not in self.functions or self.signals & _WIDE):
            order = CRITICAL
        return next((name for name in order if name in self.functions), None)


def read_meaning(clause: Clause, conjunctions: Container[str]) -> ClauseMeaning:
    """Return what a clause means."""
    signals = frozenset(
        "everyone" if _is_everyone(mention, clause) else mention.signal
        for mention in clause.mentions
    )
    functions = set(signals & set(FUNCTIONS))
    state, states_outage = read_state(clause)
    if states_outage:
        functions |= {OUTAGES[signal] for signal in signals & set(OUTAGES)}
    if "main_number" in signals:
        functions.add("inbound")
    return ClauseMeaning(
        sentence=clause.sentence,
        functions=frozenset(functions),
        state=state,
        signals=signals,
        mentions=clause.mentions,
        states_outage=states_outage,
        is_question=clause.is_question,
        starts_with_conjunction=clause.words[0].form in conjunctions,
        is_condition=clause.words[0].form in _CONDITIONS,
        subject=_subject(clause),
    )


def _subject(clause: Clause) -> str | None:
    subject = None
    for mention in clause.mentions:
        if mention.signal in OUTAGES:
            return subject
        if mention.signal in FUNCTIONS:
            subject = mention.signal
    return None


def _is_everyone(mention: Mention, clause: Clause) -> bool:
    """Return whether a part is in fact all or none: `60 of 60`, `0 of 24`."""
    forms = [clause.words[index].form for index in mention.indexes]
    numbers = [form for form in forms if form.isdigit()]
    return (
        mention.signal == "part"
        and bool(numbers)
        and (numbers[0] == "0" or (len(numbers) == 2 and numbers[0] == numbers[1]))
    )
