"""Read one clause: the function it names, how that function is, for whom, and when."""

from collections.abc import Container
from typing import NamedTuple

from slt_cli.classify.clauses import Clause
from slt_cli.classify.phrases import Mention
from slt_cli.classify.signals import CRITICAL, FUNCTIONS, STATEMENTS, State
from slt_cli.classify.states import read_state

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
        order: tuple[str, ...] = ("emergency", "minor", "major", *CRITICAL)
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
    state, stated = read_state(clause)
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


def _subject(clause: Clause) -> str | None:
    """Return the function named last before a whole statement."""
    subject = None
    for mention in clause.mentions:
        if mention.signal in STATEMENTS:
            return subject
        if mention.signal in FUNCTIONS:
            subject = mention.signal
    return None


def _is_whole(clause: Clause, mention: Mention) -> bool:
    """Tell whether what reads as a part is all or none: `60 of 60`, `0 of 24`."""
    forms = [clause.words[place].form for place in mention.places]
    numbers = [form for form in forms if form.isdigit()]
    return (
        mention.signal == "part"
        and bool(numbers)
        and (numbers[0] == "0" or (len(numbers) == 2 and numbers[0] == numbers[1]))
    )
