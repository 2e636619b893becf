"""Random stores with texts in many scripts, and random questions about what is in them."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from tests.commands.naive_filters import REGIONS, Case, Filters, notes, number, written
from tests.conftest import Result

BEGIN = datetime(2026, 11, 2, 7, tzinfo=UTC)
STEPS = (1, 7, 61, 600, 3_000, 9_000, 20_000)

# Spellings of one word are side by side: Python folds some of them alike and some not.
WORDS = (
    *("Straße", "STRASSE", "strasse", "STRAẞE"),  # sharp s folds to two letters
    *("İzmir", "izmir", "IZMIR", "\u0131zmir"),  # a dotted I folds to i and a dot
    *("Σίσυφος", "ΣΊΣΥΦΟΣ", "σίσυφοσ", "ς"),  # a final sigma
    *("Ёлка", "ЁЛКА", "елка", "日本語", "本", "\uff46\uff41\uff58", "\uff26\uff21\uff38"),
    *("🙂", "👩\u200d🚒", "𐐀𐐁", "𐐨𐐩"),  # beyond the first 65,536 characters, one with cases
    *("caf\u00e9", "cafe\u0301", "CAF\u00c9", "cafe"),  # nothing is normalised
    *("ﬁsh", "FISH", "ǆ", "Ǆ", "ŉ", "\u017f", "S", "\u212a", "k", "\u00b5", "\u03bc"),
    *("\u1fb3", "\u0391\u0399", "\uab70", "\u13a0"),  # Greek iota below, Cherokee
    *("100%", "%", "50%off", "a_b", "axb", "_", "*", "a*b", "?", "[a-z]", "\\", "\\%", "\\_"),
    *("O'Brien", "'", '"', '"fax"', "''", "--", "-x", ";", "a,b", "$$", "NULL", "fax", "Fax"),
)  # fmt: skip
BLANKS = (" ", " ", " ", " ", "\n", "\t", "  ", "\u00a0", "\u3000")
NAMES = (
    *("Straße AG", "STRASSE AG", "İstanbul", "istanbul", "I\u0307stanbul", "Σίσυφος", "ΣΊΣΥΦΟΣ"),
    *("Ёлка", "ёлка", "日本", "100%", "a_b", "axb", "*", "O'Brien", "o'brien", '"quoted"', "🙂 Co"),
    *("caf\u00e9", "cafe\u0301", "ﬁsh", "fish", "Acme", "ACME", "acme ", "none of them", "-x"),
)
OWNERS = ("desk-1", "DESK-1", "Desk-2", "Straße", "STRASSE", "Ölaf", "ölaf", "a_b", "İ", "%")
CUSTOMERS = (*NAMES, "none", "me", "None")
TAGS = ("vip", "VIP", "Straße", "STRASSE", "日本", "🙂", "50%", "a_b", "axb", "*", "#1", "ς", "Σ")
KINDS = ("response", "next", "update", "workaround", "resolution", "diagnosis", "escalation")

ACTS = {
    "note": 22, "update": 20, "undo": 13, "respond": 8, "respond --hold": 3, "followup": 5,
    "hold": 6, "resume": 2, "mark": 3, "escalate": 5, "resolve": 3, "close": 4, "reopen": 2,
    "void": 2, "take": 7, "undo EVENT": 5,
}  # fmt: skip


def text(rng: Random, words: int = 4) -> str:
    """Return a text of a few words, with blanks of several kinds between them."""
    first, *rest = rng.choices(WORDS, k=rng.randint(1, words))
    return first + "".join(rng.choice(BLANKS) + word for word in rest)


# --- the lives ------------------------------------------------------------------------------------


class Desk:
    """A store that several people use, at the present time of a test."""

    def __init__(self, slt: Callable[..., Result]) -> None:
        self.slt = slt
        self.now = BEGIN
        self.db: list[str] = []  # the store that commands use without an option

    def run(self, verb: str, *line: str, me: str = "tester") -> Result:
        now, environment = self.now.isoformat(), {"SLT_USER": me}
        return self.slt(verb, *self.db, *line, now=now, environment=environment)

    def record(self, rng: Random, *line: str) -> None:
        """Run a command that may be refused, some time after the one before it."""
        self.now += timedelta(seconds=rng.choice(STEPS))
        result = self.run(*line, me=rng.choice(OWNERS))
        assert result.code in (0, 1), (line, result)


def live(rng: Random, desk: Desk, cases: int, acts: int) -> None:
    """Open some cases, and let something happen to them; what a case refuses is left out."""
    for case in range(1, cases + 1):
        desk.record(rng, *_opening(rng, desk.now, case))
        for _ in range(rng.randint(acts - 1, acts + 1)):
            desk.record(rng, *_act(rng, desk.now, str(rng.randint(1, case))))


def _opening(rng: Random, now: datetime, case: int) -> list[str]:
    line = ["open", "-q", "-p", rng.choice(("S1", "S2", "S3"))]
    line += ["-r", rng.choice(("usa", "europe", "apac"))]
    if rng.random() < 0.1:
        line += ["--partner-type", "referral"]
    if rng.random() < 0.3:
        ago = timedelta(days=rng.choice((0, 1, 3, 20)), seconds=rng.choice(STEPS))
        line += ["--at", written(now - ago)]
    for field, values in _texts(case).items():
        if rng.random() < 0.5:
            line.append(f"--{field}={rng.choice(values)}")
    line += [f"--tag={tag}" for tag in rng.sample(TAGS, rng.choice((0, 0, 1, 2, 3)))]
    return [*line, "--", text(rng)]


def _texts(case: int) -> Mapping[str, Sequence[str]]:
    refs = (f"R-{case}", f"ß{case}", f"№{case}", f"%{case}_", f"Ёж-{case}", f"I\u0307-{case}")
    return {
        "ref": refs,
        "partner": NAMES,
        "customer": CUSTOMERS,
        "owner": (*OWNERS, "me", "none"),
    }


def _act(rng: Random, now: datetime, case: str) -> list[str]:
    verb, *more = rng.choices(list(ACTS), list(ACTS.values()))[0].split()
    line = [verb, "-q"]
    if verb not in ("undo", "void") and rng.random() < 0.25:
        line += ["--at", written(now - timedelta(seconds=rng.choice(STEPS)))]
    match verb:
        case "note":
            return [*line, "--", case, text(rng)]
        case "undo":
            return [*line, "--yes", case, *(str(rng.randint(2, 6)) for _ in more)]
        case "update":
            return [*line, case, *_update(rng, int(case))]
        case "mark":
            return [*line, case, rng.choice(("workaround", "diagnosis"))]
        case "void":
            return [*line, case, f"--reason={text(rng)}"]
    if rng.random() < 0.4:
        line.append(f"--{'reason' if verb in ('hold', 'escalate') else 'note'}={text(rng)}")
    return [*line, *more, case]


def _update(rng: Random, case: int) -> list[str]:
    """Return what is changed: some texts, perhaps to nothing, tags, and what clocks follow from."""
    line = []
    for field, values in _texts(case).items():
        if rng.random() < 0.3:
            given = [value for value in values if field == "owner" or value.lower() != "none"]
            line.append(f"--{field}={rng.choice((*given, ''))}")
    if rng.random() < 0.3:
        line.append(f"--subject={text(rng)}")
    drawn = rng.sample(sorted({tag.casefold() for tag in TAGS}), 4)
    line += [f"--tag={tag.upper()}" for tag in drawn[:2] if rng.random() < 0.4]
    line += [f"--untag={tag}" for tag in drawn[2:] if rng.random() < 0.4]
    if rng.random() < 0.2:
        line.append(f"--priority={rng.choice(('S1', 'S2', 'S3'))}")
    if rng.random() < 0.2:
        line.append(f"--region={rng.choice(('usa', 'europe', 'apac'))}")
    if rng.random() < 0.1:
        line.append(f"--partner-type={rng.choice(('certified', 'referral'))}")
    return line or ["--subject=Fax"]


def exported(desk: Desk) -> list[str]:
    """Return what `slt export` says of each case, by their numbers."""
    lines = []
    for which in ((), ("--status", "void")):
        result = desk.run("export", "-", "-o", "jsonl", *which)
        assert (result.code, result.err) == (0, "")
        lines += result.out.splitlines()
    return sorted(lines, key=lambda line: number(json.loads(line)))


# --- the questions --------------------------------------------------------------------------------


def filters(rng: Random, cases: Sequence[Case]) -> Filters:
    """Return a few filters, most of which some case fits."""
    case = rng.choice(cases)  # all of them can be about one case, so that they find something
    count = rng.choice((1, 1, 1, 2, 2, 3, 4))
    drawn = rng.choices(list(_VALUES), k=count)
    once = {option: option for option in drawn if option not in ("--tag", "--text")}
    options = [*once, *(option for option in drawn if option in ("--tag", "--text"))]
    return tuple(
        (option, _VALUES[option](rng, case if rng.random() < 0.8 else rng.choice(cases)))
        for option in options
    )


def spelled(rng: Random, value: str) -> str:
    """Return a text in upper or lower case letters, or as it is."""
    ways = (str, str.upper, str.lower, str.swapcase, str.casefold, str.title)
    return rng.choice(ways)(value)


def _some(field: str, pool: Sequence[str]) -> Callable[[Random, Case], str]:
    def value(rng: Random, case: Case) -> str:
        return spelled(rng, (rng.random() < 0.8 and case[field]) or rng.choice(pool)).strip()

    return value


def _owner(rng: Random, case: Case) -> str:
    return rng.choice(("me", "none", _some("owner", OWNERS)(rng, case)))


def _tag(rng: Random, case: Case) -> str:
    return spelled(rng, rng.choice(case["tags"] or TAGS))


def _words(rng: Random, case: Case) -> str:
    """Return one to three words: parts of the texts of a case, and of its notes of once."""
    fields = [case[field] for field in ("subject", "partner", "customer", "ref")]
    once = [event["note"] for event in case["events"]]
    texts = [each for each in (*fields, *notes(case), rng.choice(once), text(rng, 1)) if each]
    return " ".join(_part(rng, rng.choice(texts)) for _ in range(rng.choice((1, 1, 2, 3))))


def _part(rng: Random, whole: str) -> str:
    start = rng.randrange(len(whole))
    part = whole[start : start + rng.choice((1, 2, 3, 5, 9))]
    return spelled(rng, part if part.strip() else whole)


def _time(rng: Random, case: Case) -> str:
    """Return an instant at or beside one of a case, or its day or month."""
    event = rng.choice(case["events"])
    instant = datetime.fromisoformat(rng.choice((case["opened_at"], event["recorded_at"])))
    near = written(instant + timedelta(seconds=rng.choice((-1, 0, 0, 1, 86_400, -86_400))))
    return near[: rng.choice((20, 20, 10, 10, 7))]


_VALUES: dict[str, Callable[[Random, Case], str]] = {
    "--region": lambda rng, _: rng.choice(list(REGIONS)),
    "--priority": lambda rng, case: rng.choice((case["priority"], "s1", "S2")),
    "--partner-type": lambda rng, case: rng.choice((case["partner_type"], "Referral")),
    "--status": lambda rng, case: rng.choice((case["status"], "void", "closed", "open")),
    "--partner": _some("partner", NAMES),
    "--customer": _some("customer", CUSTOMERS),
    "--owner": _owner,
    "--tag": _tag,
    "--text": _words,
    "--since": _time,
    "--until": _time,
    "--clock": lambda rng, _: rng.choice(KINDS),
}


def options(given: Filters) -> list[str]:
    """Return filters as they are written on a command line."""
    return [f"{option}={value}" for option, value in given]


def identity(clock: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what identifies a clock of `slt due`."""
    return clock["id"], clock["kind"], clock["cycle"]
