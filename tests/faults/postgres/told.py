"""What the writers of three hosts were told, and whether the store and the channels agree."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.faults.postgres.hosts import SHARED, Host
from tests.notices.receivers import Told

Item = dict[str, Any]

CHANGES = {
    "respond": "responded", "hold": "held", "resume": "resumed", "followup": "followup",
    "note": "noted", "update": "updated", "escalate": "escalated", "late": "escalated",
    "resolve": "resolved", "close": "closed", "reopen": "reopened", "void": "voided",
    "take": "updated", "undo": "undone",
}  # fmt: skip
"""What kind of event each command records on a case; its note is the text of the command."""


class Answers:
    """What all writers noted: the answer of each command, and which runs of `notify` failed."""

    def __init__(self, said: Iterable[str]) -> None:
        noted = [json.loads(each) for each in said]
        self.commands: list[Item] = [command for commands, _, _ in noted for command in commands]
        self.failed_runs: set[str] = {run for _, runs, _ in noted for run in runs}
        self.faults: list[str] = [fault for _, _, faults in noted for fault in faults]

    def of(self, *verbs: str) -> list[Item]:
        """Return the commands with one of the verbs."""
        return [each for each in self.commands if each["verb"] in verbs]

    @property
    def numbers(self) -> str:
        """Return how much was done, for a note to people."""
        codes = Counter(each["code"] for each in self.commands)
        repeats, unsure = (
            sum(each[name] for each in self.commands) for name in ("repeats", "unsure")
        )
        failed = len(self.failed_runs)
        return (
            f"{len(self.commands)} commands, {codes[1]} refused, {repeats} repeats, "
            f"{unsure} answers lost, {failed} runs of notify failed"
        )


# --- cases and events -----------------------------------------------------------------------------


def gaps(cases: Sequence[Item]) -> Iterator[str]:
    """Yield where ids are not consecutive: of cases, or of the events of one."""
    wanted = [f"CASE-{number}" for number in range(1, len(cases) + 1)]
    if [case["id"] for case in cases] != wanted:
        yield f"the {len(cases)} cases end with {cases[-1]['id']}"
    for case in cases:
        if [event["id"] for event in case["events"]] != [*range(1, len(case["events"]) + 1)]:
            yield f"{case['id']} has gaps in its events"


def opened_otherwise(answers: Answers, first: str, cases: Sequence[Item]) -> Iterator[str]:
    """Yield each opening that was acknowledged and is not there once, or that nobody asked for."""
    there: dict[str, list[str]] = {}
    for case in cases:
        subject = case["events"][0]["changes"]["subject"]["new"]
        key, _, by = subject.partition(" of ")
        there.setdefault(key if by else subject, []).append(case["id"])
    known = {first: {there[first][0]}}
    maybe: set[str] = set()
    for each in answers.of("open", "referenced", "keyed"):
        name = each["key"] if each["verb"] == "keyed" else each["text"]
        known.setdefault(name, set()).update(each["cases"])
        maybe |= {name} if _is_unknown(each) else set()
    for each in answers.of("imported"):
        for row in Path(each["line"][1]).read_text().splitlines()[1:]:
            name = row.partition(",")[0]
            known[name] = {*there.get(name, ())} & {*each["cases"]}
            maybe |= {name} if _is_unknown(each) else set()
    for name in there.keys() | known.keys():
        found, told = there.get(name, []), known.get(name)
        is_unsure = not told and name in maybe and len(found) < 2
        if not is_unsure and (told is None or sorted(found) != sorted(told)):
            yield f"{name}: {found} are there, acknowledged {told}"
    refs = Counter(case["ref"] for case in cases if case["ref"] and case["status"] != "void")
    yield from (f"{ref} belongs to {count} cases" for ref, count in refs.items() if count > 1)


def changed_otherwise(answers: Answers, cases: Sequence[Item]) -> Iterator[str]:
    """Yield each command that did not record on each case as often as it was acknowledged."""
    there: dict[str, Counter[str]] = {}
    for case in cases:
        for name, _ in {_did(event) for event in case["events"]}:
            there.setdefault(name, Counter())[case["id"]] += 1
    for each in answers.of("take"):  # on a case that was theirs already only the note is recorded
        noted = there.pop(f"{each['text']} noted", Counter())
        there.setdefault(f"{each['text']} updated", Counter()).update(noted)
    asked: dict[str, Counter[str]] = {}
    unsure: Counter[str] = Counter()
    for each in answers.of(*CHANGES):
        me = each["text"].partition(" did ")[0]
        name = f"{me if each['verb'] == 'undo' else each['text']} {CHANGES[each['verb']]}"
        answered = set(each["cases"]) if each["key"] else each["cases"]
        asked.setdefault(name, Counter()).update(answered)
        unsure[name] += each["unsure"] if _is_unknown(each) else 0
    for name, told in asked.items():
        found = there.get(name, Counter())
        if told - found or (found - told).total() > unsure[name]:
            yield f"{name}: {dict(found)}, acknowledged {dict(told)}, unsure {unsure[name]}"
    written = {name for name in there if " did " in name}
    yield from (f"{name}: nobody did this" for name in written - asked.keys())


def _did(event: Item) -> tuple[str, Any]:
    """Return what is counted of an event: it, but one of those that one `undo` recorded."""
    if event["kind"] == "undone":
        return f"{event['who']} undone", event["command"]
    return f"{event['note']} {event['kind']}", event["id"]


def _is_unknown(command: Item) -> bool:
    """Return whether nobody can tell what became of a command in the end."""
    return command["unsure"] > 0 and (not command["key"] or command["code"] == 5)


# --- notices --------------------------------------------------------------------------------------


def sent_otherwise(
    answers: Answers, hosts: Sequence[Host], cases: Sequence[Item], outbox: Sequence[Item]
) -> Iterator[str]:
    """Yield each notice that was lost, or that arrived again although no run of notify failed."""
    arrived = [(run, one) for host in hosts for run, notices in host.arrived for one in notices]
    times = Counter(one for _, one in arrived)
    by_failed = Counter(one for run, one in arrived if run in answers.failed_runs)
    made = Counter(
        Told(each["case"], each["moment"], each["channel"])
        for each in outbox
        if each["state"] != "dropped"
    )
    yield from (f"{each} waits" for each in outbox if each["state"] not in ("sent", "dropped"))
    for case in cases:
        for moment, (least, most) in _expected(case).items():
            for channel in (SHARED, *(host.name for host in hosts)):
                one = Told(case["id"], moment, channel)
                if not least <= made[one] <= most:
                    yield f"{one} was made {made[one]} times, not {least} to {most}"
    for one in made.keys() | times.keys():
        if not made[one] <= times[one] <= made[one] + by_failed[one]:
            yield f"{one} arrived {times[one]} times, not {made[one]}"


def _expected(case: Item) -> dict[str, tuple[int, int]]:
    """Return how often at least and at most a case has to be told of, by moment.

    What was taken back, or void for a while, is told or not: that depends on who came first.
    """
    undone = {event["undoes"] for event in case["events"]}
    raises = {event["id"] for event in case["events"] if event["kind"] == "escalated"}
    is_running = any(
        clock["kind"] == "response" and clock["verdict"] is None for clock in case["clocks"]
    )
    least = {"opened": 1, "escalated": len(raises - undone), "due": int(is_running)}
    most = {"opened": 1, "escalated": len(raises), "due": len(case["events"])}
    was_void = any(event["kind"] == "voided" for event in case["events"])
    return {moment: (0 if was_void else least[moment], most[moment]) for moment in most}
