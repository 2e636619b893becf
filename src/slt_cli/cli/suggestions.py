"""What may be meant by a word that is no command or option: nothing that does more than it says."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from enum import IntEnum
from itertools import takewhile

WORDS: Mapping[str, str] = {
    "due": "status late next soon todo timers",
    "open": "new create add ticket",
    "respond": "reply answer answered",
    "followup": "reply",
    "hold": "pause wait suspend snooze pending",
    "resume": "unhold unpause continue",
    "escalate": "raise bump",
    "note": "comment remark",
    "resolve": "solve solved fix fixed finish done",
    "list": "ls all cases find search query",
    "show": "view get cat info describe details history",
    "log": "history journal activity events audit tail feed handover timeline",
    "hotline": "phone call number telephone",
    "contacts": "who whom portals links",
    "message": "mail email",
    "targets": "priorities policy",
    "classify": "suggest priority triage",
    "update": "edit modify change set label tag",
    "undo": "revert rollback",
    "void": "delete del rm remove discard cancel",
    "close": "end",
    "mark": "milestone",
    "take": "assign ack acknowledge claim own mine",
    "redact": "anonymize anonymise anonymization pseudonymize gdpr forget erase",
    "report": "stats statistics summary metrics figures",
    "notify": "remind reminder alert notice notices",
    "outbox": "queue mailq sent unsent",
    "config": "settings configure options holidays",
    "doctor": "check diagnose health",
    "help": "man usage commands",
    "config show": "list ls view",
    "config set": "edit add change",
    "config unset": "delete rm remove",
    "config check": "validate verify lint",
    "store copy": "migrate clone",
    "store grant": "permit allow roles rights",
    "store policy show": "list ls view get",
    "store policy clear": "delete rm remove unset",
}
"""Words of other tools that mean a command, by its name; a word may mean more than one."""


class Harm(IntEnum):
    """What a command that was not meant could do."""

    READS = 0
    RECORDS = 1
    REPLACES = 2


READING = frozenset(
    {
        *("due", "list", "show", "log", "hotline", "contacts", "message", "targets", "classify"),
        *("export", "doctor", "verify", "schema", "completion", "help", "config", "store"),
        *("report", "config path", "config show", "config get", "config check", "store path"),
        *("store policy", "store policy show", "commands", "exit-codes"),
    }
)
"""Commands, families and topics of help that change nothing."""

REPLACING = frozenset(
    {
        *("restore", "void", "undo", "import", "recalc", "redact"),
        *("config set", "config unset", "config init", "config holidays"),
        *("store init", "store upgrade", "store copy", "store grant"),
        *("store policy set", "store policy clear"),
    }
)
"""Commands that replace data or settings, or take something back."""

_LIKENESS: Mapping[Harm, float] = {Harm.READS: 0.7, Harm.RECORDS: 0.8}
"""How like a command a word is that is more than one slip away from it, from 0 to 1."""

_RISKY_OPTIONS = frozenset({"--apply", "--force", "--yes", "--skip-bad"})
_OPTIONS_BY_OTHER_NAMES = {"--by": "--who", "--author": "--who", "--user": "--who"}


def meant_commands(word: str, names: Iterable[str], family: str = "") -> list[str]:
    """Return the commands of a family that an unknown word may mean; mostly one or none.

    Words of other tools lead to their commands. Of the commands that are one slip away from the
    word, the least harmful is meant; one that replaces something only if it is the only one.
    """
    before = f"{family} " if family else ""
    given = word.strip().casefold()
    known = list(names)
    if said := [name for name in known if given in WORDS.get(before + name, "").split()]:
        return said
    return _meant(given, {name: harm(before + name) for name in known})


def meant_options(given: str, options: Iterable[str]) -> list[str]:
    """Return the option that an unknown one may mean, or none."""
    harms = {name: Harm.REPLACES if name in _RISKY_OPTIONS else Harm.READS for name in options}
    other = _OPTIONS_BY_OTHER_NAMES.get(given)
    return [other] if other in harms else _meant(given, harms)


def harm(command: str) -> Harm:
    """Return what a command could do if it was not meant."""
    if command in READING:
        return Harm.READS
    return Harm.REPLACES if command in REPLACING else Harm.RECORDS


def one_slip(given: str, name: str) -> bool:
    """Return whether a letter was left out, added, changed, or swapped with the next one."""
    pairs = zip(given, name, strict=False)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    rest, wanted = given[same:], name[same:]
    return (
        rest[1:] in (wanted, wanted[1:])
        or rest == wanted[1:]
        or (rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:])
    )


def _alike(given: str, harms: Mapping[str, Harm], does: Harm) -> list[str]:
    names = [name for name in harms if harms[name] == does]
    return get_close_matches(given, names, n=1, cutoff=_LIKENESS[does])


def _meant(given: str, harms: Mapping[str, Harm]) -> list[str]:
    slips = [name for name in harms if one_slip(given, name)]
    if not slips:
        like = [name for does in _LIKENESS for name in _alike(given, harms, does)]
        return get_close_matches(given, like, n=1, cutoff=0)
    least = min(harms[name] for name in slips)
    mildest = [name for name in slips if harms[name] == least]
    if least == Harm.REPLACES and len(mildest) > 1:
        return []
    return get_close_matches(given, mildest, n=1, cutoff=0)
