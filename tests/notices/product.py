"""The product, driven by the happenings of a scenario in this process, and what it told whom."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from slt_cli.cli.program import run
from slt_cli.store.location import Location
from slt_cli.store.opening import open_store, open_upkeep
from slt_cli.store.outbox import Notice as Recorded
from tests.apps import app_with
from tests.notices.oracle import Notice, Told
from tests.notices.scenario import (
    REGIONS,
    Channel,
    Happening,
    Rule,
    Scenario,
    happenings_of,
    text_of,
    words_of,
)

WHY = {
    "replaced by": "replaced",
    "the clock was stopped": "stopped",
    "the clock has no target any more": "stopped",
    "the case is on hold": "held",
    "the due time is another one now": "moved",
    "the case is void": "void",
    "the hold has ended": "over",
    "the case has an owner": "over",
    "the case had an owner meanwhile": "over",
    "the case is closed": "over",
    "it was taken back": "taken back",
}
"""How the reason of a dropped notice begins, and the word for it in scenarios."""


class Product:
    """A store of its own that lives a scenario; its channels write into a directory."""

    def __init__(self, scenario: Scenario, location: Location, directory: Path) -> None:
        self.scenario, self.location, self.directory = scenario, location, directory
        self.store = open_store(location)
        if not self.store.exists():
            open_upkeep(location).init()
        self.config = directory / "policy.toml"
        self.config.write_text("\n".join(_configuration(scenario, directory)))
        self.told = Told([], [], [])
        self._dropped: set[tuple[int, datetime]] = set()

    def live(self, runs: list[datetime]) -> Told:
        """Record what happened and run `slt notify` at these instants; return what was told."""
        happenings = happenings_of(self.scenario)
        for now in runs:
            while happenings and happenings[0].recorded_at <= now:
                self._record(happenings.pop(0))
            self._notify(now)
        return self.told

    def _run(self, now: datetime, *words: str) -> None:
        chosen = ("--config", str(self.config), "--db", self.location.name)
        code = run((*chosen, *words), app_with(now=now.isoformat(), environment=os.environ))
        assert code == 0, (self.scenario.name, text_of(now), words)

    def _record(self, happening: Happening) -> None:
        at = happening.at.isoformat()
        self._run(happening.recorded_at, *_words_of(happening), "--at", at, "--quiet")

    def _notify(self, now: datetime) -> None:
        before = self._received()
        self._run(now, "notify")
        recorded = list(self.store.outbox().notices())
        sent = [one for one in recorded if one.sent_at == now]
        assert self._received() - before == Counter(
            (one.key.channel, f"CASE-{one.key.case}", one.key.moment) for one in sent
        )
        self.told.sent.extend((now, _notice(one)) for one in sent)
        self.told.made.extend((now, _notice(one)) for one in recorded if one.created_at == now)
        for one in recorded:
            making = one.number, one.created_at
            if one.state == "dropped" and making not in self._dropped:
                self._dropped.add(making)
                self.told.dropped.append((now, _notice(one), _why(one)))

    def _received(self) -> Counter[tuple[str, str, str]]:
        """Return what the channels got so far: channel, case and moment."""
        return Counter(
            (file.stem, item["id"], item["moment"])
            for file in self.directory.glob("*.jsonl")
            for message in file.read_text().splitlines()
            for item in json.loads(message)["items"]
        )


def told_lines(told: Told) -> list[str]:
    """Return what was made, sent and dropped as sorted lines, with the due time of each notice.

    The numbers of events are left out: the oracle counts them in its own way.
    """
    made = [(at, one, "made") for at, one in told.made]
    sent = [(at, one, "sent") for at, one in told.sent]
    dropped = [(at, one, f"dropped: {why}") for at, one, why in told.dropped]
    return sorted(
        f"{at:%Y-%m-%d %H:%M} {one.text} of {one.due:%Y-%m-%d %H:%M} {what}"
        for at, one, what in (*made, *sent, *dropped)
    )


def _notice(recorded: Recorded) -> Notice:
    return Notice(*recorded.key)


def _why(recorded: Recorded) -> str:
    error = recorded.last_error or ""
    (why,) = {word for start, word in WHY.items() if error.startswith(start)}
    return why


def _words_of(happening: Happening) -> tuple[str, ...]:
    case = str(happening.case)
    match happening.what:
        case "opened":
            owner = ("--owner", happening.owner) if happening.owner else ()
            return "open", "-p", happening.value, "-r", happening.region, *owner, "It fails"
        case "changed":
            return "update", case, "--priority", happening.value
        case "taken" | "released":
            return "update", case, "--owner", happening.value
        case "void":
            return "void", case, "--reason", "opened twice"
        case "undone":
            return "undo", case
        case what:
            verbs = {"answered": "respond", "held": "hold", "resumed": "resume"}
            verbs |= {"escalated": "escalate", "closed": "close"}
            return verbs[what], case


def _configuration(scenario: Scenario, directory: Path) -> Iterator[str]:
    night = REGIONS["night"]
    yield f'[regions.night]\nname = "Night"\ntimezone = "{night.zone}"'
    yield "[regions.night.hours]"
    yield from (f'{day.lower()} = "{night.hours}"' for day in night.days.split())
    for priority in ("S1", "S2", "S3"):
        yield f"[plans.partner.targets.{priority}]"
        for target in scenario.targets:
            if minutes := target.minutes(priority):
                clock = "24x7" if target.around_the_clock else "support-hours"
                yield f'{target.clock} = {{ within = "{minutes}m", clock = "{clock}" }}'
    for channel in scenario.channels:
        yield from _channel(channel, directory)
    for rule in scenario.rules:
        yield from _rule(rule)


def _channel(channel: Channel, directory: Path) -> Iterator[str]:
    command = ["tee", "-a", str(directory / f"{channel.key}.jsonl")]
    yield f'[channels.{channel.key}]\nkind = "command"\ncommand = {json.dumps(command)}'
    yield f'timezone = "{channel.timezone}"\nurgent = {json.dumps(words_of(channel.urgent))}'
    if channel.quiet:
        yield f'quiet = "{channel.quiet}"'


def _rule(rule: Rule) -> Iterator[str]:
    yield "[[notices]]"
    for name, listed in rule._asdict().items():
        if words := words_of(listed):
            yield f"{name} = {json.dumps(words)}"
