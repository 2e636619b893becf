"""Find what can match no word of any text, in phrases and in groups."""

from collections.abc import Iterable, Iterator

from slt_cli.classify.vocabulary import DIGITS, parts_of
from slt_cli.classify.words import split_words

_ANY_WORDS = ("..", "_", "[_]", DIGITS)
_NO_WORD = "it has no word"
_TOO_SHORT = "the beginning of a word needs two letters or more"


def dead_in_phrase(phrase: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of a phrase that match no word, each with the reason."""
    for part in parts_of(phrase):
        if part in _ANY_WORDS:
            continue
        if part.startswith("[") and not part.endswith("]"):
            yield part, "its bracket is not closed"
        elif part.startswith("["):
            yield from dead_in_choice(part[1:-1].split("|"))
        elif "|" in part or part.startswith("<"):
            yield from dead_in_choice(part.split("|"))
        elif not (words := split_words(part)):
            yield part, _NO_WORD
        elif part.endswith("*") and len(words[-1]) == 1:
            yield part, _TOO_SHORT


def dead_in_choice(alternatives: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield those of some alternatives that match no word, each with the reason."""
    for alternative in alternatives:
        if reason := _reason(alternative):
            yield alternative, reason


def _reason(alternative: str) -> str:
    if alternative in ("", DIGITS):
        return ""
    if alternative.startswith("<"):
        return "" if alternative.endswith(">") else "nothing may follow the name of a group"
    beginning = alternative.endswith("*")
    word = alternative.removesuffix("*").casefold()
    forms = split_words(word)
    if len(forms) > 1:
        return "it can be one word only"
    if forms != [word]:
        return f"what is read is {forms[0]}" if forms else _NO_WORD
    return _TOO_SHORT if beginning and len(word) == 1 else ""
