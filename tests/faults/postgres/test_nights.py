"""`slt notify` whose server is away for a second, a minute or a night, on one host or on two."""

import pytest

from tests.faults.postgres.refusals import refused
from tests.notices.desk import Desk, notices

AWAY = "postgresql:///postgres?host=/no/such/directory"
BEFORE = "2026-11-23T08:59-08:00"
OPENED = "2026-11-23T09:00-08:00"
NIGHT = [f"2026-11-{23 + hour // 24}T{hour % 24:02}:00-08:00" for hour in range(10, 33)]
MORNING = "2026-11-24T09:00-08:00"


@pytest.fixture
def desk(tmp_path, home, team, slt) -> Desk:  # noqa: ARG001 - the store is made first
    """Return a desk that is to be told of moments and events of two cases."""
    desk = Desk(tmp_path / "desk")
    file = home / ".config" / "slt" / "config.toml"
    file.parent.mkdir(parents=True)
    rules = (notices("50%", "due", "1h late", "3h late"), notices("opened"))
    file.write_text("\n".join([desk.channel("desk"), *rules]))
    assert slt("notify", now=BEFORE) == (0, "", "")  # what happens from now on is told
    for _ in range(2):
        assert slt("open", "-p", "S1", "-r", "usa", "-q", "x", now=OPENED).code == 0
    return desk


def is_away(slt, now: str) -> None:
    """Run `slt notify` on a host that does not reach the server: one error, and its fix."""
    said, _ = refused(slt("notify", "--db", AWAY, now=now))
    assert " cannot be reached: " in said


@pytest.mark.parametrize(
    "back", ["2026-11-23T09:00:01-08:00", "2026-11-23T09:01-08:00"], ids=["a second", "a minute"]
)
def test_a_short_time(slt, desk: Desk, back):
    is_away(slt, OPENED)
    for _ in range(2):
        assert slt("notify", now=back) == (0, "", "")
    assert desk.told == [["CASE-1 opened", "CASE-2 opened"]]


def test_a_night(slt, desk: Desk):
    for now in NIGHT:
        is_away(slt, now)
    assert desk.told == []
    for _ in range(2):
        assert slt("notify", now=MORNING) == (0, "", "")
    told = [each for message in desk.told for each in message]
    assert sorted(told) == ["CASE-1 3h late", "CASE-1 opened", "CASE-2 3h late", "CASE-2 opened"]


def test_a_night_in_which_a_case_was_answered(slt, desk: Desk):
    assert slt("respond", "1", "--at", "2026-11-23T09:05-08:00", now=NIGHT[0]).code == 0
    assert slt("resolve", "1", "--at", "2026-11-23T09:06-08:00", now=NIGHT[0]).code == 0
    for now in NIGHT:
        is_away(slt, now)
    assert slt("notify", now=MORNING) == (0, "", "")
    told = [each for message in desk.told for each in message]
    assert sorted(told) == ["CASE-1 opened", "CASE-2 3h late", "CASE-2 opened"]


def test_one_of_two_hosts_is_cut_off(slt, desk: Desk):
    for now in NIGHT:
        is_away(slt, now)
        assert slt("notify", now=now) == (0, "", "")
    seen = [each for message in desk.told for each in message]
    for _ in range(2):  # it is back, and the other one goes on
        assert slt("notify", now=MORNING) == (0, "", "")
    assert [each for message in desk.told for each in message] == seen
    assert len(seen) == len(set(seen))
    assert {"CASE-1 opened", "CASE-2 opened"} < set(seen)
