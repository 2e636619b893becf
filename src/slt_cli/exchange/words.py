"""The words of other systems for a status, a priority, a region or a partner type."""

import shlex
from collections.abc import Sequence

from slt_cli.config.import_keys import WORDS_OF_STATUS
from slt_cli.config.import_profiles import WORD_FIELDS, Meanings, folded
from slt_cli.domain.policy import Policy
from slt_cli.errors import UnknownNameError, UsageError
from slt_cli.exchange.given import READ, Problem

_LONGEST_KEPT, _MOST_NAMED = 40, 20
_EXAMPLE = "--map-value priority:urgent=S1"


def parse_values(options: Sequence[str], policy: Policy) -> dict[str, dict[str, str]]:
    """Return what words mean, by field, in --map-value FIELD:WORD=VALUE."""
    tables: dict[str, dict[str, str]] = {}
    for option in options:
        left, equals, value = option.rpartition("=")
        field, colon, word = left.partition(":")
        field = field.strip().casefold()
        if not equals or not colon:
            raise UsageError(f"--map-value {option!r} is not FIELD:WORD=VALUE", _EXAMPLE)
        if field not in WORD_FIELDS:
            raise UnknownNameError("field with words", field, WORD_FIELDS)
        table = tables.setdefault(field, {})
        if folded(word) in table:
            raise UsageError(f"--map-value names '{field}:{word.strip()}' twice", "name it once")
        if not value.strip():
            raise UsageError(f"--map-value {option!r} has nothing after the =", _EXAMPLE)
        try:
            table[folded(word)] = _value(field, value.strip(), policy)
        except UnknownNameError as error:
            raise UsageError(f"--map-value {option!r}: {error.message}", error.fix) from None
    return tables


class Words:
    """Put slt's own words in the place of another system's, in rows of texts."""

    def __init__(self, policy: Policy, profile: Meanings, given: Meanings) -> None:
        """Take what words mean: those of a profile, and before them those that are given.

        What a profile calls by a name that the configuration does not have is unknown.
        """
        self._choices: dict[str, list[str]] = {
            "status": [*WORDS_OF_STATUS],
            "priority": [*policy.priorities],
            "region": [*policy.regions],
            "partner_type": [*policy.partner_types],
        }
        self._tables: dict[str, dict[str, str]] = {}
        for field in {**profile, **given}:
            known = profile.get(field, {})
            table = {w: v for w, v in known.items() if _is_known(field, v, policy)}
            self._tables[field] = {**table, **given.get(field, {})}
        self._exact = [
            (READ.index(field), {**table}, table) for field, table in self._tables.items()
        ]

    @property
    def decide_status(self) -> bool:
        """Return whether another system's word says the status, and not the times."""
        return "status" in self._tables

    def meanings(self, field: str) -> str:
        """Return what words for a field mean: `urgent=S1, normal and low=S3`; not of slt's own."""
        by_value: dict[str, list[str]] = {}
        for word, value in self._tables.get(field, {}).items():
            if word == value:
                continue
            by_value.setdefault(value, []).append(word)
        return ", ".join(f"{_joined(words)}={value}" for value, words in by_value.items())

    def own(self, texts: Sequence[str]) -> Sequence[str]:
        """Return the texts of a row with slt's words; an unknown word stays as it is."""
        if not self._exact:
            return texts
        changed = list(texts)
        for index, exact, table in self._exact:
            word = changed[index]
            value = exact.get(word)
            if value is None and word:
                value = table.get(folded(word))
                if value is not None and len(word) <= _LONGEST_KEPT:
                    exact[word] = value  # spelled like this, it is most likely there again
            if value is not None:
                changed[index] = value
        return changed

    def problem(self, field: str, word: str, problem: str, fix: str) -> Problem:
        """Return the problem of an unknown word, with the option that says what it means."""
        option = f"{field}:{word}={self._choices[field][0]}"
        says = f"--map-value {shlex.quote(option)}"
        if not word:
            return Problem(field, problem, f"{fix}; {says} says what an empty one is")
        if field in self._tables:
            others = ", ".join(self._choices[field][1:])
            fix = f"say what it is: {says}{f' (or {others})' if others else ''}"
            return Problem("", f'{field} "{word}" is not known', fix)
        return Problem(field, problem, f"{fix}; {says} says what it means")


def _joined(words: Sequence[str]) -> str:
    more = len(words) - _MOST_NAMED
    if more > 0:
        words = [*words[:_MOST_NAMED], f"{more:,} more"]
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _value(field: str, value: str, policy: Policy) -> str:
    """Return the key of a value; raises UnknownNameError."""
    match field:
        case "status":
            if value.casefold() in WORDS_OF_STATUS:
                return value.casefold()
            raise UnknownNameError("status", value, WORDS_OF_STATUS)
        case "priority":
            return policy.priority(value).key
        case "region":
            return policy.region(value).key
        case _:
            return policy.partner_type(value).key


def _is_known(field: str, value: str, policy: Policy) -> bool:
    try:
        return bool(_value(field, value, policy))
    except UnknownNameError:
        return False
