"""`slt escalate --late --notify`: what is late is raised, and people hear of both in one line."""

import json

import pytest

from tests.notices.desk import Desk, notices

pytestmark = pytest.mark.every_engine

OPEN = ("open", "-p", "S2", "-r", "usa", "x")
CRON = ("escalate", "--late", "--notify")


def at(time: str) -> str:
    """Return a time on a Monday in Los Angeles; a case of 9:00 is due at 13:00."""
    return f"2026-11-23T{time}-08:00"


@pytest.fixture(autouse=True)
def _a_late_case(slt, desk: Desk, configure) -> None:
    configure(desk.channel("desk"), notices("due", "escalated"))
    slt("notify", now=at("08:00"))
    slt(*OPEN, now=at("09:00"))
    slt("notify", now=at("09:01"))


def levels(items) -> list[int]:
    return [case["level"] for case in items("list")]


def test_the_next_run_does_nothing_and_says_nothing(slt, items, desk: Desk):
    first = slt(*CRON, "-q", now=at("13:01"))
    told = [["CASE-1 due", "CASE-1 escalated"]]
    assert (first, desk.told) == ((0, "CASE-1\n", ""), told)
    assert slt(*CRON, now=at("13:02")) == (0, "", "")
    assert (levels(items), desk.told) == ([1], told)


def test_json_is_that_of_the_escalation(slt, desk: Desk):
    raised = slt(*CRON, "--json", now=at("13:01"))
    assert [case["id"] for case in json.loads(raised.out)["items"]] == ["CASE-1"]
    assert raised.err == ""
    assert len(desk.told) == 1


def test_a_channel_that_fails_keeps_no_case_from_its_level(slt, items, desk: Desk):
    desk.refuse()
    assert slt(*CRON, "-q", now=at("13:01")) == (0, "CASE-1\n", "")
    assert levels(items) == [1]
    for time in ("13:02", "13:07", "13:22"):
        failed = slt(*CRON, now=at(time))
    assert (failed.code, failed.out) == (1, "")
    assert failed.err.startswith("slt: error: the channel 'desk' has been failing since ")


def test_once_takes_a_key_for_the_escalation_alone(slt, items, desk: Desk):
    for _ in range(2):
        assert slt(*CRON, "--once", "cron-1", now=at("13:01")).code == 0
    assert (levels(items), len(desk.told)) == ([1], 1)


UNSENT = {
    "no notices": (
        "",
        "notices: no notices are configured",
        'add [[notices]] with at = ["75%", "due"] and to = ["desk"], and [channels.desk]',
    ),
    "none of their channels": (
        notices("due"),
        "channels: this machine has none of the channels that notices go to",
        "add one of them as [channels.NAME] to your own file: desk",
    ),
}


@pytest.mark.parametrize(("policy", "problem", "fix"), UNSENT.values(), ids=UNSENT)
def test_what_is_late_is_escalated_where_no_notice_can_be_sent(
    slt, items, desk: Desk, home, configure, policy, problem, fix
):
    (home / "team.toml").write_text(policy or "[defaults]\n")
    assert slt("store", "policy", "set", str(home / "team.toml")).code == 0
    configure("")
    for time, out in (("13:01", "CASE-1\n"), ("13:02", "")):
        ended = slt(*CRON, "-q", now=at(time))
        assert ended == (3, out, f"slt: error: {problem}\nfix: {fix}\n")
    assert (levels(items), desk.told) == ([1], [])
