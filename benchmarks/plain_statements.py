"""Plain statements, labelled by the definitions: what fails, how, and for whom.

Few people write so plainly, so the labelled descriptions lack what everybody takes for granted, as
"the phones are down for all users". Half of the statements name a thing by a word that is in no
description: what slt says of it follows from the list in which a user adds that word.
"""

import itertools
from collections.abc import Iterator
from itertools import product
from random import Random
from typing import NamedTuple

_EACH = 60
"""How many statements of a kind are made."""
_UNKNOWN_SHARE = 0.5
UNKNOWN = "zq"
"""How a word begins that is in no description; each such word is used once."""

_CRITICAL = (
    *("calls", "calling", "telephony", "the phones", "all phones", "the phone system", "the lines"),
    *("inbound calls", "incoming calls", "outbound calls", "outgoing calls", "emergency calls"),
    *("the IVR", "the main menu", "call routing", "the queues", "login", "agent login"),
    *("the softphone", "the agent desktop", "the platform", "the whole system", "the service"),
)
_MAJOR = (
    *("voicemail", "call recording", "the chat", "SMS", "fax", "reports", "the admin portal"),
    *("transfers", "video meetings", "the CRM integration", "wallboards", "the reporting API"),
    *("the email queue", "conference calls", "the call log", "text messages"),
)
_MINOR = (
    *("the logo", "the ring tone", "the button colour", "the date format", "the tooltip"),
    *("the hold music", "the profile picture", "the translation", "the sort order", "the invoice"),
)
_LOST = (
    *("is down", "is broken", "does not work", "has stopped working", "is dead", "fails", "is out"),
    *("is unavailable", "is not working", "stopped", "broken", "down", "cannot be used", "is gone"),
)
_DEAD = ("down", "are down", "dead", "are dead", "do not work", "not working", "stopped working")
_BAD = (
    *("is slow", "is delayed", "is choppy", "works badly", "is very slow", "keeps dropping"),
    *("lags", "is unstable", "cuts out"),
)
_WRONG = ("is wrong", "looks wrong", "is not right", "is misaligned", "is blurry", "is missing")
_OVER = (
    *("was down yesterday, works again", "was down this morning but is resolved", "is back"),
    *("has been fixed, please close", "was broken last week, solved now, what was the cause"),
)
_EVERYONE = (
    *("for everyone", "for all users", "for all agents", "in the whole office", "at all sites"),
    *(
        "company wide",
        "for the whole company",
        "everywhere",
        "for all of us",
        "at any of our sites",
    ),
)
_SOME = (
    *("for some users", "for 3 of 40 agents", "now and then", "at times", "intermittently"),
    *("for a few agents", "sometimes", "for part of the team", "for several people"),
)
_ONE = (
    *("for one user", "for a single user, others are fine", "on my phone only", "just for me"),
    *("for one agent, the others work", "on one device, the rest is fine", "for one colleague"),
)
_ELSEWHERE = ("in our test tenant", "in the sandbox", "on the staging system only", "in the trial")
_ASKED = (
    *("how do I change", "where can I configure", "can you send a quote for", "question about"),
    *("we would like to order", "please add a user to"),
)
_NOBODY = (
    *("nobody can", "no one can", "none of the agents can", "agents cannot", "users are unable to"),
    *("all users cannot", "no agent can", "we cannot", "none of us can", "users unable to"),
)
_NOT_ALL = (
    *("some agents cannot", "3 of 40 users cannot", "several people are unable to"),
    *(
        "a few of our users cannot",
        "not all agents can",
        "not everyone can",
        "sometimes agents cannot",
    ),
)
_NOT_ONE = ("one user cannot", "a single agent cannot", "only one person cannot")
_CALL = (
    *(
        "make calls",
        "receive calls",
        "log in",
        "place any calls",
        "dial out",
        "take calls",
        "login",
    ),
    *("log in to the softphone", "answer calls", "call out", "reach emergency services"),
)
_USE = (
    *("use the chat", "send SMS", "listen to recordings", "send faxes", "open the reports"),
    *("join video meetings", "transfer calls", "open voicemail", "export reports"),
)
_DECORATE = ("change the ring tone", "change the profile picture", "sort the list", "set a logo")

_WHY = ("why were", "what was the reason that", "please explain why", "what happened when")
_THEN = (
    *("down last Tuesday", "down yesterday", "unavailable on Monday", "not working last week"),
    *("down for two hours on Friday", "dead the day before yesterday"),
)
_ALL = (
    *("all phones", "all our phones", "every phone", "all lines", "all our lines", "all calls"),
    *("all extensions", "the phones of all sites", "all handsets", "both lines", "all softphones"),
)
_FEW = (
    *("some phones", "a few phones", "3 of 40 phones", "some of our lines", "half of the phones"),
    *("several extensions", "some calls", "not all phones"),
)
_SINGLE = ("one phone", "my phone", "a single handset", "one extension", "the spare phone")
_SINCE = ("", "since 9", "since this morning", "for an hour", "now", "since the update", "again")
_WE = ("we are", "we're completely", "everything is", "the whole office is", "all sites are")
_OFF = ("down", "offline", "unreachable by phone", "cut off", "without phones")
_TROUBLE = ("problem with", "trouble with", "issue with", "something is wrong with", "error in")
_BESIDE = (
    *(". Please call me back.", ". How do we get it back?", ". What can we do?", ". Any news?"),
    *(
        ". It was fixed yesterday but is back.",
        ". On our test tenant it works.",
        ". Impact: 1 site.",
    ),
)
_IS_IT = ("is there an outage?", "is it down?", "are you aware?", "is this a known issue?")
_ONLY = ("one agent got in, but", "only my phone works,", "the spare phone works, but")
_AGAIN = (
    *(
        ". Everything works again.",
        ". It's fixed now.",
        " - solved",
        ". Is back now, please close.",
    ),
    *(". Sent in error.", ". Update: resolved."),
)
_NOBODY_USES = ("nobody can use", "we cannot use", "none of us can use", "no one can get into")

_OF_THINGS = (
    *(("S1", _CRITICAL, _LOST, _EVERYONE),) * 7,
    ("S2", _CRITICAL, _LOST + _BAD, _SOME),
    ("S2", _CRITICAL, _BAD, _EVERYONE),
    ("S1", _CRITICAL, _LOST, _SINCE),
    *(("S2", _MAJOR, _LOST, _EVERYONE),) * 3,
    ("S2", _MAJOR, _LOST, _SINCE),
    ("S3", _CRITICAL + _MAJOR, _LOST + _BAD, _ONE),
    *(("S3", _MINOR, _LOST + _WRONG, _EVERYONE + _SOME + _ONE),) * 2,
    ("S3", _CRITICAL + _MAJOR, _OVER, ("",)),
    ("S3", _CRITICAL + _MAJOR, _LOST, _ELSEWHERE),
)
_OF_PEOPLE = (
    *(("S1", _ALL, _DEAD, _SINCE),) * 2,
    ("S1", _WE, _OFF, _SINCE),
    ("S2", _FEW, _DEAD, _SINCE),
    ("S3", _SINGLE, _DEAD, ("", "others work", "the rest is fine", "we use another one")),
    *(("S1", _NOBODY, _CALL, ("",)),) * 2,
    ("S1", _NOBODY_USES, _CRITICAL),
    ("S1", _IS_IT, _NOBODY, _CALL),
    ("S1", _NOBODY, _CALL, _BESIDE),
    ("S1", _ALL, _DEAD, _BESIDE),
    ("S1", _ONLY, ("all the others are", "the other 119 are"), ("dead", "down", "locked out")),
    ("S3", _ALL, _DEAD, _AGAIN),
    ("S3", _NOBODY, _CALL, _AGAIN),
    ("S2", _NOBODY_USES, _MAJOR),
    ("S2", _TROUBLE, _CRITICAL + _MAJOR),
    ("S2", _NOT_ALL, _CALL + _USE, ("",)),
    ("S2", _NOBODY, _USE, ("",)),
    ("S3", _NOT_ONE, _CALL + _USE, (", the others can",)),
    ("S3", _NOBODY + _NOT_ALL + _NOT_ONE, _DECORATE, ("",)),
    ("S3", ("yesterday", "last week"), _NOBODY, _CALL, (", it works again",)),
    ("S3", _WHY, _CRITICAL + _MAJOR, _THEN),
    ("S3", _ASKED, _CRITICAL + _MAJOR + _MINOR, ("",)),
)


class Statement(NamedTuple):
    """A statement and its label, and the same with an unknown word, if it names a thing."""

    text: str
    label: str
    unknown: str | None


def statements() -> Iterator[Statement]:
    """Yield the statements, always the same ones."""
    random, count = Random(1), itertools.count()
    for label, things, *parts in _OF_THINGS:
        for thing, *rest in random.sample(list(product(things, *parts)), _EACH):
            said = " ".join(rest).strip()
            unknown = (
                f"the {UNKNOWN}{next(count)}x {said}" if random.random() < _UNKNOWN_SHARE else None
            )
            yield Statement(f"{thing} {_agreeing(thing, said)}", label, unknown)
    for label, *parts in _OF_PEOPLE:
        every = list(product(*parts))
        for some in random.sample(every, min(_EACH, len(every))):
            yield Statement(" ".join(some).replace(" .", ".").strip(), label, None)


_PLURAL = {
    "is": "are",
    "was": "were",
    "does": "do",
    "has": "have",
    "fails": "fail",
    "keeps": "keep",
    "looks": "look",
    "works": "work",
    "lags": "lag",
    "cuts": "cut",
}


def _agreeing(thing: str, said: str) -> str:
    verb, _, rest = said.partition(" ")
    return f"{_PLURAL.get(verb, verb)} {rest}" if thing.endswith("s") else said
