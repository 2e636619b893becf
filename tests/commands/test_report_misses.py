"""How late a missed clock was, and what happened last in its case."""

import pytest

from tests.commands.lives import OPEN, Items, at, live

pytestmark = [
    pytest.mark.every_engine,
    pytest.mark.usefixtures("whole_life"),
    pytest.mark.now("2026-11-27T18:00:00Z"),
]


def test_late_by_leaves_out_the_time_on_hold_and_between_an_end_and_a_reopening(items: Items):
    items(*OPEN, *at("08:00"))
    live(items, "08:30 respond", "13:00 hold", "15:00 resume")  # the update was due at 12:30

    (miss,) = items("report", "--misses", "--clock=update", *at("16:00"))
    assert (miss["late_seconds"], miss["answered"]) == (90 * 60, "not yet")  # 30 and 60 minutes

    live(items, "16:00 close", "17:00 reopen", "17:30 respond")
    (miss,) = items("report", "--misses", "--clock=update", *at("18:00"))
    assert (miss["late_seconds"], miss["answered"]) == (120 * 60, "late")


def test_an_opening_that_was_moved_is_not_the_last_event(items: Items):
    items(*OPEN, *at("12:00"))
    items("update", "1", "--opened", "2026-11-23T08:00:00Z", *at("12:30"))
    items("note", "1", "It rings", *at("10:00"))

    for time, last in (("09:30", "opened"), ("11:00", "noted"), ("13:00", "updated")):
        (miss,) = items("report", "--misses", *at(time))
        assert miss["last_event"]["kind"] == last
