"""A change of the configuration changes nothing of what was recorded, whatever comes next."""

from pathlib import Path

import pytest

from tests.commands.conftest import WHOLE_LIFE

pytestmark = pytest.mark.every_engine

NOW = "2026-11-24T12:00:00Z"
STORED = ("kind", "cycle", "level", "started_at", "due_at", "target", "stopped_at", "verdict")
LIFE = (
    ("08:30", "open -p S1 -r europe x"),
    ("09:00", "update 1 -p S2"),
    ("09:10", "mark 1 diagnosis"),
    ("09:20", "escalate 1"),
    ("10:00", "respond 1"),
    ("11:00", "hold 1"),
    ("12:00", "resume 1"),
    ("13:00", "respond 1"),
    ("15:00", "followup 1"),
)
LATER = {
    "a target that is gone": "[plans.partner.targets.S2]\nresolution = false",
    "lengths": '[plans.partner.targets.S2]\nupdate = "1h"\nresolution = "1h"\nresponse = "9h"',
    "restarted by a change": '[plans.partner]\non_change = "restart"',
    "what stops a clock": '[clocks.diagnosis]\nstops = "resolved"',
    "what pauses a clock": "[clocks.resolution]\npauses = false\n[clocks.next]\npauses = true",
    "what starts again": "[clocks.update]\nagain = false",
    "hours": '[regions.europe.hours]\nmon-fri = "12:00-12:30"',
    "a partner type with a portal alone": (
        '[partner_types.certified]\nescalation = "portal"\nportal = "partnerxchange"'
    ),
    "the region is gone": '[regions]\neurope = false\n[defaults]\nregion = "usa"',
}


@pytest.fixture(autouse=True)
def _life(items, home: Path) -> None:
    """Live a life under the user's own rules."""
    own = home / ".config" / "slt" / "config.toml"
    own.parent.mkdir(parents=True)
    own.write_bytes(WHOLE_LIFE.read_bytes())
    for time, line in LIFE:
        items(*line.split(), now=f"2026-11-23T{time}:00Z")


@pytest.fixture(params=LATER.values(), ids=LATER)
def later(request, home: Path) -> tuple[str, str]:
    """Write the rules of later, and return the option that names them."""
    (home / "later.toml").write_text(request.param)
    return "--config", str(home / "later.toml")


def stored(items, *options: str, now: str = NOW) -> list[tuple[object, ...]]:
    (case,) = items("show", "1", *options, now=now)
    return [tuple(clock[field] for field in STORED) for clock in case["clocks"]]


def test_a_note_under_other_rules_changes_no_clock(slt, items, later):
    before = stored(items)
    items("note", "1", "x", *later, now=NOW)
    assert stored(items) == before
    assert slt("verify") == (0, "", "")


def test_the_past_under_other_rules_is_as_it_was(items, later):
    for time, _ in LIFE:
        at = ("--at", f"2026-11-23T{time}:00Z")
        assert stored(items, *at, *later) == stored(items, *at)


def test_an_answer_under_other_rules_stops_and_starts_its_own_clocks_alone(items, later):
    before = stored(items)
    items("respond", "1", *later, now=NOW)
    after = stored(items)
    kept = [clock for clock in before if clock[-1] or clock[0] in ("workaround", "resolution")]
    assert [clock for clock in after if clock in kept] == kept


def test_undoing_the_last_under_other_rules_restores_what_was(items, later):
    before = stored(items)
    items("resolve", "1", *later, now=NOW)
    items("undo", "1", *later, now=NOW)
    assert stored(items) == before
