"""A longer target hides no breach: what counts as retargeted, and at which due time.

The case is an S1 in London, opened on Monday 23 November at 09:00: the answer is due at 10:00, that
to an S2 at 13:00, to an S3 at 15:00.
"""

import pytest

from tests.commands.lives import OPEN, Items, at, instant, live

pytestmark = [
    pytest.mark.every_engine,
    pytest.mark.now("2026-11-24T18:00:00Z"),
]

# What happens on Monday, then the hour of the retargeted due time, and what is met and missed
STORIES = {
    "in time at the due instant": (("10:00 update -p S2", "11:00 respond"), None, 1, 0),
    "late by a minute": (("10:01 update -p S2", "11:00 respond"), 10, 0, 0),
    "late, and back to the old target": (
        ("10:01 update -p S2", "10:02 update -p S1", "11:00 respond"),
        10,
        0,
        1,
    ),
    "late twice, the first one counts": (
        ("10:01 update -p S2", "13:01 update -p S3", "14:00 respond"),
        10,
        0,
        0,
    ),
    "late for the second target alone": (
        ("09:30 update -p S2", "13:01 update -p S3", "14:00 respond"),
        13,
        0,
        0,
    ),
    "the change was taken back": (
        ("10:01 update -p S2", "11:00 undo", "11:30 respond"),
        None,
        0,
        1,
    ),
    "answered before the change, as is known later": (
        ("10:30 update -p S2", "09:50 respond"),
        None,
        1,
        0,
    ),
    "the target went away": (("10:01 update --partner-type referral",), 10, 0, 0),
    "another fact changed": (("10:01 update --partner Acme", "11:00 respond"), None, 0, 1),
    "reopened on a longer target": (
        ("10:30 close", "11:00 update -p S2", "11:30 reopen", "12:00 respond"),
        10,
        0,
        0,
    ),
    "ended in time, reopened on a longer target": (
        ("09:30 close", "11:00 update -p S2", "11:30 reopen", "12:00 respond"),
        None,
        1,
        0,
    ),
    "ended by closing after the change": (("10:01 update -p S2", "11:00 close"), 10, 0, 0),
}


@pytest.mark.parametrize("story", STORIES)
def test_a_target_that_was_changed_when_it_was_late_is_never_met(items: Items, story: str) -> None:
    moments, retargeted_at, met, missed = STORIES[story]
    items(*OPEN, *at("09:00"))
    live(items, *moments)

    (item,) = items("report")
    hours = [hour for hour in range(9, 18) if _retargeted(items, hour)]

    assert hours == ([] if retargeted_at is None else [retargeted_at])
    assert (item["met"], item["missed"], item["unanswered"]) == (met, missed, 0)
    assert item["retargeted"] == len(hours)


def test_recalculating_hides_no_breach(slt, items: Items, home, monkeypatch) -> None:
    config = home / "longer.toml"
    monkeypatch.setenv("SLT_CONFIG", str(config))
    config.write_text("")
    items(*OPEN, *at("09:00"))
    config.write_text('[plans.partner.targets.S1]\nresponse = "4h"\n')
    assert slt("recalc", "--apply", now=instant("10:01")).code == 0
    live(items, "11:00 respond")

    (item,) = items("report")

    assert (item["met"], item["missed"], item["retargeted"]) == (0, 0, 1)
    assert _retargeted(items, 10)


def _retargeted(items: Items, hour: int) -> int:
    """Return how many clocks count as retargeted at an instant: in the second from it on."""
    since, until = f"2026-11-23T{hour:02}:00:00Z", f"2026-11-23T{hour:02}:00:01Z"
    (item,) = items("report", "--since", since, "--until", until)
    return int(item["retargeted"])
