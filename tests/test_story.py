"""Five days of three cases, as one story in plain language."""

import json
import shlex

import pytest

CRON = "escalate --late"
PORTAL = "https://8x8.force.com/partnerxchange"


class Desk:
    """Somebody at a terminal: types a command at a time, and reads what must be there."""

    def __init__(self, slt) -> None:
        self._slt = slt
        self._now = "2026-11-09T00:00:00Z"

    def at(self, day: int, time: str) -> None:
        """Let it be that time (UTC) on a day of November 2026."""
        self._now = f"2026-11-{day:02}T{time}:00Z"

    def types(self, line: str, *facts: str, code: int = 0) -> None:
        """Run a command line, and read these facts in its answer, in this order."""
        result = self._slt(*shlex.split(line), now=self._now)
        said = result.out + result.err
        assert result.code == code, said
        place = 0
        for fact in facts:
            assert fact in said[place:], f"{fact!r} is not, or not here, in\n{said}"
            place = said.index(fact, place) + len(fact)

    def reads_nothing(self, line: str) -> None:
        """Run a command line that must be silent."""
        assert self._slt(*shlex.split(line), now=self._now) == (0, "", "")

    def events(self, case: str) -> list[tuple[str, str]]:
        """Return a case's history as kind and time of each event."""
        (item,) = json.loads(self._slt("show", case, "--json", now=self._now).out)["items"]
        return [(event["kind"], event["at"]) for event in item["events"]]


@pytest.fixture
def desk(slt):
    return Desk(slt)


def test_five_days(desk):
    # Monday 9 November. A customer in Singapore misses recordings; support answers in time.
    desk.at(9, "01:00")
    desk.types(
        'open "Recordings are missing" -p S2 -r apac --partner Example',
        *(
            "CASE-1",
            "Due       Mon 9 Nov 13:00 SGT · 4 h left",
            "APAC, open until Mon 9 Nov 18:00 SGT",
        ),
    )
    desk.at(9, "04:30")
    desk.types("due --soon", *("CASE-1", "S2", "soon", "Mon 9 Nov 13:00 SGT", "30 min"))
    desk.at(9, "05:00")
    desk.types(
        'respond 1 --note "The engineer asks for a log"',
        "response  due Mon 9 Nov 13:00 SGT -> met with <1 min left",
    )

    # In the USA calls drop now and then: a minor issue, until all phones are down.
    desk.at(9, "16:00")
    desk.types(
        'open "Calls drop now and then" -p S3 --ref 00123456',
        *("CASE-2", "Due       Mon 9 Nov 14:00 PST · 6 h left"),
    )
    desk.at(9, "18:00")
    desk.types(
        'update 00123456 -p S1 --subject "All phones are down" --note "It got worse"',
        *("Updated CASE-2: All phones are down", "priority  S3 -> S1"),
        "due Mon 9 Nov 14:00 PST -> late since Mon 9 Nov 09:00 PST, by 1 h",
    )
    desk.types("due --exit-code", *("CASE-2", "S1", "late", "Mon 9 Nov 09:00 PST", "-1 h"), code=11)

    # Every five minutes cron raises what is late: once.
    desk.at(9, "18:05")
    desk.types(f"{CRON} --dry-run", "CASE-2", "to level 1", "Dry run: nothing was recorded")
    desk.types(
        CRON, *("CASE-2", "to level 1", "Mon 9 Nov 14:05 PST", f"Partner Concierge: {PORTAL}")
    )
    desk.reads_nothing(CRON)
    desk.at(9, "18:10")
    desk.reads_nothing(CRON)
    desk.types("escalate 2 --email --level 3 --dry-run", "To: Partner-exec-escalations@8x8.com")

    # The Partner Concierge does not answer within four hours, so it goes to the support managers.
    desk.at(9, "22:05")
    desk.reads_nothing(CRON)
    desk.at(9, "22:10")
    desk.types(
        CRON,
        *("CASE-2", "to level 2", "Tue 10 Nov 05:10 PST"),
        "Support managers: Partner-supportmanagers-escalations@8x8.com",
    )

    # Tuesday. A referral partner in London has no target, and escalates through the portal alone.
    desk.at(10, "09:00")
    desk.types(
        'open "No calls at all" -p S1 -r europe --partner-type referral',
        *("CASE-3", "none: Referral partner has no target", f"go to PartnerXchange: {PORTAL}"),
    )
    desk.types(
        "escalate 3", "answer due Tue 10 Nov 13:00 GMT", f"Contact   PartnerXchange: {PORTAL}"
    )
    desk.types(
        "due --clocks",
        *(*("CASE-2", "S1", "late"), *("CASE-3", "S1", "pending"), *("CASE-2", "S1", "soon")),
    )
    desk.types("due", *("CASE-3", "S1", "pending"), *("CASE-2", "S1", "soon"), "level 2")
    desk.at(10, "12:00")
    desk.types("respond CASE-3", "level 1   due Tue 10 Nov 13:00 GMT -> met with 1 h left")

    # Nor do the support managers answer: the executives are the last to turn to.
    desk.at(10, "13:15")
    desk.types(CRON, "CASE-2", "to level 3", "Executives: Partner-exec-escalations@8x8.com")
    desk.types("escalate 2", "the case is already at the last level, 3", "Executives", code=1)
    desk.at(10, "18:00")
    desk.reads_nothing(CRON)
    desk.types("due --late", *("CASE-2", "S1", "late"), "level 3")

    # Wednesday: an answer at last. It stops every clock, and each of them was missed.
    desk.at(11, "15:00")
    desk.types(
        'respond 2 --note "An engineer works on it"',
        *("Responded CASE-2", "due Mon 9 Nov 09:00 PST -> missed, late by "),
        "level 3   due Tue 10 Nov 09:15 PST -> missed, late by ",
    )
    desk.reads_nothing("due")
    desk.types("update 2 -p S3", "Updated CASE-2", "priority  S1 -> S3")

    # Thursday it is solved; Friday it is back, and no clock starts by itself.
    desk.at(12, "20:00")
    desk.types('close 2 --note "A carrier was exchanged"', "Closed CASE-2: All phones are down")
    desk.at(13, "16:00")
    desk.types('reopen 2 --note "The fault is back"', "Reopened CASE-2: All phones are down")
    desk.reads_nothing("due")
    desk.reads_nothing(CRON)
    desk.at(13, "17:00")
    desk.types('note 2 "It was another phone"')
    for number in (1, 2, 3):
        desk.types(f"close {number}", f"Closed CASE-{number}: ")

    # All is told, in order, and nothing was lost.
    desk.reads_nothing("list")
    desk.types("list --all", "CASE-1", "met", "CASE-2", "missed", "CASE-3", "none")
    desk.reads_nothing("verify")
    desk.reads_nothing("recalc")
    desk.types(
        "show 2",
        *("response  missed  Mon 9 Nov 09:00 PST", "level 1   missed  Mon 9 Nov 14:05 PST"),
        *("level 2   missed  Tue 10 Nov 05:10 PST", "level 3   missed  Tue 10 Nov 09:15 PST"),
        *("Mon 9 Nov 08:00 PST", "opened", "Mon 9 Nov 10:00 PST", "updated", "priority S3 -> S1"),
        *("It got worse", "Mon 9 Nov 10:05 PST", "escalated", "to level 1, answer due"),
        *("Mon 9 Nov 14:10 PST", "to level 2", "level 1 missed, late by 5 min"),
        *("Tue 10 Nov 05:15 PST", "to level 3", "level 2 missed, late by 5 min"),
        *("Wed 11 Nov 07:00 PST", "response missed, late by"),
        *("An engineer works on it", "priority S1 -> S3", "Thu 12 Nov 12:00 PST", "closed"),
        *("Fri 13 Nov 08:00 PST", "reopened", "The fault is back", "Fri 13 Nov 09:00 PST", "noted"),
        *("It was another phone", "closed"),
    )
    assert desk.events("2") == [
        ("opened", "2026-11-09T16:00:00Z"),
        ("updated", "2026-11-09T18:00:00Z"),
        ("escalated", "2026-11-09T18:05:00Z"),
        ("escalated", "2026-11-09T22:10:00Z"),
        ("escalated", "2026-11-10T13:15:00Z"),
        ("responded", "2026-11-11T15:00:00Z"),
        ("updated", "2026-11-11T15:00:00Z"),
        ("closed", "2026-11-12T20:00:00Z"),
        ("reopened", "2026-11-13T16:00:00Z"),
        ("noted", "2026-11-13T17:00:00Z"),
        ("closed", "2026-11-13T17:00:00Z"),
    ]

    # And Monday evening still looks as it looked on Monday evening.
    desk.types("due --at 2026-11-09T18:00:00Z", *("CASE-2", "S1", "late"), "-1 h")
    desk.types("list --at 2026-11-09T18:05:00Z", "CASE-1", "responded", "CASE-2", "pending")
