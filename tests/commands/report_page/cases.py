"""A store for pages of reports: forty cases of eight weeks, some of them late or on hold now."""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

from slt_cli.cli.program import run
from tests.apps import app_with
from tests.screens.cast import POLICY

NOW = "2026-11-25T16:10:00+00:00"
_CASES = 40
_FIRST = datetime(2026, 10, 1, 8, tzinfo=UTC)
_SUBJECTS = (
    *("One-way audio on conference calls", "Caller ID shows the wrong number"),
    *("All phones are down at the head office", "Voicemail is not sent by e-mail"),
    *("Call queue drops every third call", "Hold music is too loud", "Tone is missing"),
)
_PARTNERS = ("Customer A", "Customer B", "Customer C", "Customer D GmbH & Co. KG")


class Deed(NamedTuple):
    """A command line and when it was run."""

    now: datetime
    arguments: Sequence[str]


def deeds(texts: Sequence[str] = ()) -> list[Deed]:
    """Return what happened, in the order of time; with texts, every text is one of these."""
    random = Random(24)
    opened = sorted(_FIRST + timedelta(minutes=random.randrange(55 * 1440)) for _ in range(_CASES))
    life = [
        deed for number, at in enumerate(opened, 1) for deed in _life(random, number, at, texts)
    ]
    end = datetime.fromisoformat(NOW)
    return sorted((deed for deed in life if deed.now <= end), key=lambda deed: deed.now)


def _life(random: Random, number: int, at: datetime, texts: Sequence[str]) -> Iterator[Deed]:
    case, text = str(number), texts[number % len(texts)] if texts else ""
    region, priority = random.choice(("usa", "europe", "apac")), random.choice(("S1", "S2", "S3"))
    asked = ["open", "-r", region, "-p", priority]
    asked += ["--owner", text or random.choice(("desk-1", "desk-2"))]
    asked += ["--partner", text or random.choice(_PARTNERS)]
    asked += [
        "--customer",
        text or "Customer's customer",
        "--tag",
        re.sub(r"[\s,;]", "", text) or "vip",
    ]
    asked += ["--ref", f"{text} {number}" if text else f"00412{number:03}"]
    yield Deed(at, [*asked, "--", text or random.choice(_SUBJECTS)])
    answered = at + timedelta(minutes=random.choice((10, 20, 30, 60, 240, 900, 2000, 5000)))
    if random.random() < 0.15:
        yield Deed(answered, ["close", case])
        return
    yield Deed(answered, ["respond", case])
    if random.random() < 0.5:
        yield Deed(answered + timedelta(hours=1), ["hold", case, "--reason", "waiting for a trace"])
        if random.random() < 0.6:
            yield Deed(answered + timedelta(hours=30), ["followup", case])
            yield Deed(answered + timedelta(hours=31), ["respond", case])
    if random.random() < 0.8:
        ended = answered + timedelta(hours=random.choice((40, 90, 200)))
        yield Deed(ended, [random.choice(("resolve", "close")), case])


def make_store(file: Path, happened: Sequence[Deed]) -> None:
    """Make a store of what happened."""
    common = ["--db", str(file), "--config", str(POLICY), "-q"]
    for deed in happened:
        app = app_with(now=deed.now.isoformat(), environment={"LOGNAME": "desk-1", "TZ": "UTC"})
        command, *rest = deed.arguments
        assert run([command, *common, *rest], app) == 0, deed
