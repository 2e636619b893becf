"""One cast of cases at one moment: what every screen is a picture of."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

POLICY = Path(__file__).with_name("cast.toml")

NOW = "2026-11-25T16:10:00+00:00"
"""Wed 25 Nov 2026, 17:10 in Madrid, where the reader is."""

READER = "Europe/Madrid"


class Deed(NamedTuple):
    """A command line that somebody ran at an instant."""

    who: str
    now: str
    arguments: Sequence[str]


def _opened(who: str, now: str, where: str, facts: str, at: str = "") -> Deed:
    """Return how a case was opened: where, how severe and whose; subject, partner, reference."""
    (region, priority, owner), (subject, partner, ref) = where.split(), facts.split(" / ")
    asked = ["open", "-p", priority, "-r", region, "--owner", owner]
    asked += ["--partner", partner, "--ref", ref, subject]
    return Deed(who, now, [*asked, "--at", at] if at else asked)


def _later(who: str, at: str, *arguments: str) -> Deed:
    """Return what was recorded at 17:00, after it had happened."""
    return Deed(who, _RECORDED, [*arguments, "--at", at])


_RECORDED = "2026-11-25T16:00:00+00:00"
_FIRST = "2026-11-23T14:00:00+00:00"

LIFE: tuple[Deed, ...] = (
    _opened("desk-2", "2026-11-23T23:00:00+00:00", "usa S2 desk-1",
            "One-way audio on conference calls / Customer A / 00412290"),
    _opened("desk-1", "2026-11-23T23:30:00+00:00", "usa S3 desk-1",
            "Speed dial keys are swapped / Customer B / 00412291"),
    Deed("desk-1", "2026-11-23T23:40:00+00:00", ["close", "403"]),
    _opened("desk-1", "2026-11-24T00:00:00+00:00", "usa S2 desk-1",
            "Caller ID shows the wrong number / Customer D / 00412299"),
    Deed("desk-1", "2026-11-24T00:40:00+00:00", ["respond", "402"]),
    Deed("desk-1", "2026-11-24T01:40:00+00:00", ["respond", "404"]),
    Deed("desk-1", "2026-11-24T01:50:00+00:00", ["mark", "404", "workaround"]),
    Deed("desk-1", "2026-11-24T17:40:00+00:00", ["hold", "404", "--reason", "waiting for numbers"]),
    Deed("desk-1", "2026-11-24T18:30:00+00:00",
         ["hold", "402", "--reason", "waiting for the call logs"]),
    Deed("desk-2", "2026-11-25T15:15:00+00:00", ["followup", "402"]),
    Deed("desk-2", "2026-11-25T15:55:00+00:00",
         ["note", "402", "2nd trace sent", "--at", "2026-11-25T15:40Z"]),
    *(_opened("desk-3", _RECORDED, "apac S3 desk-3",
              f"Tone is missing / Customer E / 0041230{number}",
              "2026-11-24T02:00Z") for number in (5, 6, 7, 8)),
    _later("desk-3", "2026-11-24T03:00Z", "close", "405", "406", "407", "408"),
    _opened("desk-3", _RECORDED, "usa S1 none",
            "All phones are down at the head office / Customer A / 00412355", "2026-11-25T13:20Z"),
    _opened("desk-2", _RECORDED, "europe S1 desk-2",
            "Agents cannot log in to the contact centre / Customer F / 00412358",
            "2026-11-25T13:50Z"),
    _later("cron", "2026-11-25T15:20Z", "escalate", "410", "--reason", "late: escalated by cron"),
    _opened("desk-2", _RECORDED, "europe S2 desk-2",
            "Call queue drops every third call / Customer B / 00412361", "2026-11-25T10:40Z"),
    _later("desk-2", "2026-11-25T10:45Z", "mark", "411", "workaround"),
    _opened("desk-1", _RECORDED, "europe S1 desk-1",
            "Emergency calls fail at two sites / Customer C / 00412364", "2026-11-25T12:30Z"),
    _later("desk-1", "2026-11-25T13:05Z", "respond", "412"),
    _opened("desk-2", _RECORDED, "europe S3 desk-2",
            "Hold music is too loud / Customer A / 00412366", "2026-11-24T15:00Z"),
    _later("desk-2", "2026-11-24T16:00Z", "respond", "413"),
    _later("desk-2", "2026-11-25T09:00Z", "resolve", "413"),
    _later("desk-2", "2026-11-25T15:00Z", "open", "-p", "S2", "-r", "europe",
           "--partner-type", "referral", "Recordings are missing"),
    _opened("desk-1", _RECORDED, "usa S2 none",
            "Voicemail is not sent by e-mail / Customer D / 00412370", "2026-11-25T15:45Z"),
    _later("desk-1", "2026-11-25T15:46Z", "mark", "415", "workaround"),
    _opened("desk-3", _RECORDED, "apac S3 desk-3",
            "Call recordings arrive late / Customer E / 00412331", "2026-11-25T07:30Z"),
)  # fmt: skip
"""What happened, in an order in which each command line is accepted; the first case is 402."""
