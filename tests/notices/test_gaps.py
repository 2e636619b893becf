"""A machine that was off: one message for each channel, and no flood."""

import pytest

from tests.notices.desk import Desk, notices

pytestmark = pytest.mark.every_engine

RULES = """
[plans.partner.targets]
S1 = { response = "1h", resolution = "4h", clock = "24x7" }
"""


def test_a_machine_that_was_off_for_a_day(slt, tmp_path, configure):
    desk, night = Desk(tmp_path / "desk"), Desk(tmp_path / "night")
    everything = ("75%", "30m left", "due", "1h late", "opened", "escalated", "unowned 15m")
    configure(
        RULES,
        desk.channel("desk"),
        night.channel("night"),
        notices(*everything),
        notices("75%", "due", to="night"),
    )
    slt("open", "-p", "S1", "-r", "usa", "before", now="2026-11-23T09:00Z")
    assert slt("notify", now="2026-11-23T09:01Z") == (0, "", "")
    assert desk.told == []
    slt("open", "-p", "S1", "-r", "usa", "meanwhile", now="2026-11-23T10:00Z")
    slt("escalate", "2", now="2026-11-23T10:30Z")
    slt("escalate", "2", now="2026-11-23T11:30Z")
    slt("respond", "2", now="2026-11-23T12:00Z")
    for minute in range(3):
        assert slt("notify", now=f"2026-11-24T09:0{minute}Z") == (0, "", "")

    (message,) = desk.told
    assert sorted(message) == [
        "CASE-1 1h late",
        "CASE-1 1h late",
        "CASE-1 unowned 15m",
        "CASE-2 1h late",
        "CASE-2 escalated",
        "CASE-2 escalated",
        "CASE-2 opened",
        "CASE-2 unowned 15m",
    ]
    assert [sorted(each) for each in night.told] == [
        ["CASE-1 due", "CASE-1 due", "CASE-2 due"],
    ]
