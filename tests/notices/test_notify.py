"""`slt notify` tells a desk what is due, once, and drops what no longer holds."""

import json
import os
from contextlib import closing

import pytest

from slt_cli.store.location import location_in, own_location
from slt_cli.store.opening import open_store
from tests.domain.given import moment
from tests.notices.desk import Desk, notices

pytestmark = pytest.mark.every_engine

S2 = ("-p", "S2", "-r", "usa", "Recordings are missing")
"""Opened at 9:00 in the USA it is due at 13:00, and 75 % are over at 12:00."""


def at(time: str) -> str:
    """Return a time on a Monday in Los Angeles."""
    return f"2026-11-23T{time}-08:00"


@pytest.fixture
def notify(slt):
    """Return a function that runs `slt notify` and asserts that it says nothing."""

    def run(time: str) -> None:
        assert slt("notify", now=at(time)) == (0, "", "")

    return run


def test_each_moment_is_told_once(slt, notify, desk: Desk, configure):
    configure(desk.channel("desk"), notices("75%", "due", "1h late"))
    slt("open", *S2, now=at("09:00"))
    for time in ("11:59", "12:00", "12:01", "12:59", "13:00", "13:01", "13:59", "14:00", "15:00"):
        notify(time)
    assert desk.told == [["CASE-1 75%"], ["CASE-1 due"], ["CASE-1 1h late"]]


def test_after_a_gap_only_the_last_moment_is_told(slt, notify, desk: Desk, configure):
    configure(desk.channel("desk"), notices("75%", "due", "1h late"))
    slt("open", *S2, now=at("09:00"))
    notify("14:30")
    notify("14:31")
    assert desk.told == [["CASE-1 1h late"]]


def test_several_cases_are_one_message(slt, notify, desk: Desk, configure):
    configure(desk.channel("desk"), notices("due"))
    for _ in range(3):
        slt("open", *S2, now=at("09:00"))
    notify("13:00")
    assert desk.told == [["CASE-1 due", "CASE-2 due", "CASE-3 due"]]


def test_what_is_answered_held_or_void_is_not_told(slt, notify, desk: Desk, configure):
    configure(desk.channel("desk"), notices("due", clocks=["fix"]), PAUSING)
    for _ in range(4):
        slt("open", *S2, now=at("09:00"))
    slt("resolve", "1", now=at("10:00"))
    slt("hold", "2", now=at("10:00"))
    slt("void", "3", "--reason", "twice", now=at("10:00"))
    notify("13:30")
    assert desk.told == [["CASE-4 due"]]


PAUSING = """
[clocks.fix]
starts = "opened"
stops = "resolved"
pauses = true
[plans.partner.targets.S2]
fix = "4h"
"""


def test_a_hold_that_ends_tells_nothing_again(slt, notify, desk: Desk, configure):
    configure(desk.channel("desk"), notices("75%", clocks=["fix"]), PAUSING)
    slt("open", *S2, now=at("09:00"))
    notify("12:00")
    slt("hold", "1", now=at("12:10"))
    slt("resume", "1", now=at("12:40"))
    notify("12:41")
    notify("13:20")
    assert desk.told == [["CASE-1 75%"]]


def test_a_new_due_time_is_told_anew(slt, notify, desk: Desk, configure):
    configure(desk.channel("desk"), notices("75%", "due"))
    slt("open", "-p", "S3", "-r", "usa", "x", now=at("06:00"))  # due at 12:00
    notify("10:30")
    slt("update", "1", "--priority", "S1", now=at("10:31"))  # due at 7:00
    notify("10:32")
    assert desk.told == [["CASE-1 75%"], ["CASE-1 due"]]


def test_events_are_told_once_each_and_none_from_before_the_first_run(
    slt, notify, desk: Desk, configure
):
    configure(desk.channel("desk"), notices("opened", "escalated"))
    slt("open", *S2, now=at("09:00"))
    notify("09:01")
    slt("open", *S2, now=at("09:02"))
    slt("escalate", "2", now=at("09:03"))
    slt("escalate", "2", now=at("09:03"))
    notify("09:04")
    notify("09:05")
    assert [sorted(message) for message in desk.told] == [
        ["CASE-2 escalated", "CASE-2 escalated", "CASE-2 opened"]
    ]


def test_an_escalation_that_was_taken_back_is_not_told(slt, notify, desk: Desk, configure, items):
    configure(desk.channel("desk"), notices("escalated"))
    slt("open", *S2, now=at("09:00"))
    notify("09:01")
    slt("escalate", "1", now=at("09:02"))
    slt("undo", "1", now=at("09:03"))
    notify("09:04")
    assert desk.told == []
    (dropped,) = items("outbox", now=at("09:05"))
    assert (dropped["state"], dropped["last_error"]) == ("dropped", "it was taken back")


def test_imported_history_is_no_news(slt, notify, desk: Desk, configure):
    configure(desk.channel("desk"), notices("opened"))
    slt("open", *S2, now=at("09:00"))
    notify("09:01")
    slt("open", *S2, "--at", "2026-11-20T09:00-08:00", now=at("09:02"))
    notify("09:03")
    assert desk.told == []


def test_a_case_without_an_owner(slt, notify, desk: Desk, configure):
    configure(desk.channel("desk"), notices("unowned 15m"))
    slt("open", *S2, now=at("09:00"))
    notify("09:14")
    notify("09:15")
    slt("note", "1", "seen", now=at("09:16"))
    notify("09:17")
    slt("update", "1", "--owner", "desk-1", now=at("09:20"))
    notify("09:21")
    slt("update", "1", "--owner", "", now=at("09:30"))
    notify("09:44")
    notify("09:45")
    notify("09:46")
    assert desk.told == [["CASE-1 unowned 15m"]] * 2


def test_a_case_that_is_held_for_long(slt, notify, desk: Desk, configure):
    configure(desk.channel("desk"), notices("held 1h", "held 3h"))
    slt("open", *S2, now=at("09:00"))
    slt("respond", "1", "--hold", now=at("09:10"))
    for time in ("10:09", "10:10", "10:11", "14:00", "14:01"):
        notify(time)
    assert desk.told == [["CASE-1 held 1h"], ["CASE-1 held 3h"]]


def test_each_host_tells_its_own_channels_of_a_state(slt, notify, desk: Desk, configure, tmp_path):
    night = Desk(tmp_path / "night")
    rules = notices("unowned 15m", "held 1h"), notices("unowned 15m", "held 1h", to="night")
    hosts = (desk.channel("desk"), night.channel("night"))
    slt("open", *S2, now=at("09:00"))
    slt("open", *S2, "--owner", "desk-1", now=at("09:00"))
    slt("respond", "2", "--hold", now=at("09:00"))
    (tmp_path / "team.toml").write_text("\n".join(rules))
    slt("store", "policy", "set", str(tmp_path / "team.toml"), now=at("09:00"))
    for time in ("09:15", "10:00"):
        for host in hosts:
            configure(host)
            notify(time)
    assert desk.told == night.told == [["CASE-1 unowned 15m"], ["CASE-2 held 1h"]]


def test_quiet_hours_wait_unless_it_is_urgent_or_due(slt, notify, desk: Desk, configure):
    quiet = ('quiet = "11:00-14:00"', 'timezone = "America/Los_Angeles"')
    configure(desk.channel("desk", *quiet), notices("75%", "due", "opened"))
    slt("open", *S2, now=at("09:00"))
    notify("10:00")
    slt("open", "-p", "S1", "-r", "usa", "Down", now=at("11:30"))
    slt("open", "-p", "S2", "-r", "usa", "Slow", now=at("11:40"))
    notify("11:41")
    assert desk.told == [["CASE-2 opened"]]
    notify("12:00")
    assert len(desk.told) == 1
    slt("respond", "2", now=at("12:10"))
    notify("13:00")
    assert desk.told[1:] == [["CASE-1 due"]]
    notify("14:00")
    assert desk.told[2:] == [["CASE-3 opened"]]


def test_a_channel_that_fails_is_tried_again(slt, notify, desk: Desk, configure, items):
    configure(desk.channel("desk"), notices("due"))
    slt("open", *S2, now=at("09:00"))
    desk.refuse()
    for time in ("13:00", "13:01", "13:06"):
        notify(time)
    failed = slt("notify", now=at("13:21"))
    assert (failed.code, failed.out) == (1, "")
    assert failed.err.startswith("slt: error: the channel 'desk' has been failing since ")
    desk.accept()
    notify("13:22")
    assert desk.told == []
    notify("14:21")
    notify("14:22")
    assert desk.told == [["CASE-1 due"]]
    (sent,) = items("outbox", now=at("15:00"))
    assert (sent["state"], sent["attempts"]) == ("sent", 5)


def test_a_channel_has_failed_since_its_first_message_did(slt, notify, desk: Desk, configure):
    configure(desk.channel("desk"), notices("opened"))
    slt("open", *S2, now=at("08:59"))
    notify("09:00")
    desk.refuse()
    slt("open", *S2, now=at("09:01"))
    for time in ("09:01", "09:02", "09:07"):
        notify(time)
    slt("open", *S2, now=at("09:17"))
    notify("09:17")  # only the message that has failed longest is reported, not each new one
    failed = slt("notify", now=at("09:22"))
    assert failed.code == 1
    assert failed.err.startswith(
        "slt: error: the channel 'desk' has been failing since Mon 23 Nov 17:01 UTC"
    )


def test_what_was_dropped_is_not_said_to_be_given_up(slt, notify, desk: Desk, configure, items):
    configure(desk.channel("desk"), notices("due"))
    slt("open", *S2, now=at("09:00"))
    slt("open", *S2, now=at("09:00"))
    desk.refuse()
    for time in ("13:00", "13:01", "13:06"):
        notify(time)
    slt("respond", "1", now=at("13:07"))
    for time in ("13:21", "14:21"):
        assert slt("notify", now=at(time)).code == 1
    failed = slt("notify", now="2026-11-24T13:01-08:00")
    assert failed.err.startswith("slt: error: 1 notice was given up by the channel 'desk'")
    assert "`slt outbox --retry 2`" in failed.err
    states = [(each["id"], each["state"]) for each in items("outbox", now=at("14:00"))]
    assert states == [("1", "dropped"), ("2", "failed")]


def test_a_dry_run_tells_what_is_tried_again_from_what_is_quiet(slt, notify, desk, configure):
    configure(desk.channel("desk"), notices("due"))
    slt("open", *S2, now=at("09:00"))
    desk.refuse()
    notify("13:00")
    shown = slt("notify", "--dry-run", "--json", now=at("13:00"))
    (item,) = json.loads(shown.out)["items"]
    assert (item["delayed_until"], item["tried_again_at"]) == (None, "2026-11-23T21:01:00Z")


def test_what_is_to_be_forgotten_soon_is_told_once_all_the_same(
    slt, notify, desk: Desk, configure, items
):
    configure(desk.channel("desk"), notices("opened"), '[defaults]\nkeep_outbox = "10m"\n')
    slt("open", *S2, now=at("08:59"))
    notify("09:00")
    slt("open", *S2, now=at("09:01"))
    notify("09:02")
    slt("close", "2", now=at("09:03"))
    for time in ("09:30", "10:30", "11:30"):
        notify(time)
    assert desk.told == [["CASE-2 opened"]]
    tomorrow = "2026-11-24T09:30-08:00"
    assert slt("notify", now=tomorrow) == (0, "", "")
    assert items("outbox", now=tomorrow) == []


def test_a_message_is_given_up_after_a_day(slt, desk: Desk, configure, items):
    configure(desk.channel("desk"), notices("due"))
    slt("open", *S2, now=at("09:00"))
    desk.refuse()
    given_up = []
    for hour in range(13, 40):
        now = f"2026-11-{23 + hour // 24}T{hour % 24:02}:30-08:00"
        said = slt("notify", now=now).err.partition("\n")[0]
        if "given up" in said:
            given_up.append(said.partition(": ")[2])
    why = "the command ended with exit code 1"
    assert given_up == [f"error: 1 notice was given up by the channel 'desk': {why}"]
    desk.accept()
    (notice,) = items("outbox", "--failed", now="2026-11-25T09:00-08:00")
    slt("outbox", "--retry", notice["id"], now="2026-11-25T09:00-08:00")
    assert slt("notify", now="2026-11-25T09:01-08:00") == (0, "", "")
    assert desk.told == [["CASE-1 due"]]


@pytest.mark.parametrize("option", ["--retry", "--drop"])
@pytest.mark.parametrize("given", ["\N{ARABIC-INDIC DIGIT ONE}", "-1", "1_0", "f" * 16, ""])
def test_what_is_no_id_of_a_notice_is_refused(slt, option, given):
    refused = slt("outbox", option, given)
    assert (refused.code, refused.out) == (2, "")
    assert "is not the id of a notice such as 7c2" in refused.err


def test_a_dry_run_sends_and_records_nothing(slt, desk: Desk, configure):
    configure(desk.channel("desk"), notices("due"))
    slt("open", *S2, now=at("09:00"))
    shown = slt("notify", "--dry-run", "--json", now=at("13:00"))
    assert shown.code == 0
    (item,) = json.loads(shown.out)["items"]
    assert (item["moment"], item["channel"]) == ("due", "desk")
    assert desk.told == []
    assert slt("outbox", "-q", now=at("13:00")) == (0, "", "")


def test_a_test_message(slt, desk: Desk, configure):
    configure(desk.channel("desk"), notices("due"))
    assert slt("notify", "--test", "desk") == (0, "", "")
    (message,) = desk.messages
    assert message["items"] == []
    assert "test" in message["text"]


def test_escalating_and_telling(slt, desk: Desk, configure):
    configure(desk.channel("desk"), notices("due", "escalated"))
    slt("open", *S2, now=at("09:00"))
    slt("notify", now=at("09:01"))
    told = slt("escalate", "--late", "--notify", now=at("13:01"))
    assert (told.code, told.err) == (0, "")
    assert desk.told == [["CASE-1 due", "CASE-1 escalated"]]


def test_the_doctor_says_what_keeps_notices_from_people(slt, desk: Desk, configure):
    def findings(time: str) -> list[tuple[str, str]]:
        found = json.loads(slt("doctor", "--json", now=at(time)).out)["items"]
        return [(each["state"], each["found"]) for each in found if each["check"] == "notices"]

    configure(desk.channel("desk"), notices("due"))
    slt("open", *S2, now=at("09:00"))
    assert findings("09:01") == [("problem", "slt notify has not run for desk")]
    desk.refuse()
    slt("notify", now=at("13:00"))
    assert [state for state, _ in findings("13:01")] == ["ok"]
    slt("notify", now=at("13:16"))
    ran = ("ok", "slt notify ran for desk at 2026-11-23T21:16:00Z")
    assert findings("13:17") == [ran, ("problem", "the channel desk fails")]


def test_what_waits_for_a_channel_that_was_renamed_is_said(slt, notify, desk: Desk, configure):
    configure(desk.channel("old"), notices("opened", "due", to="old"))
    slt("open", *S2, now=at("08:59"))
    notify("09:00")
    desk.refuse()
    slt("open", *S2, now=at("09:01"))
    notify("09:01")
    configure(desk.channel("new"), notices("due", to="new"))
    notify("09:04")
    assert slt("due", "--nagios", now=at("09:04")).code == 0  # another machine may have it
    notify("09:05")
    said = slt("due", "--nagios", now=at("09:05"))
    assert said.code == 2
    waits = "1 notice waits for old, to which nobody has sent since 2026-11-23T17:01:00Z; "
    assert said.out.startswith(f"SLT CRITICAL - {waits}")
    slt("outbox", "--drop", "1", now=at("09:06"))
    assert slt("due", "--nagios", now=at("09:06")).code == 0


def test_a_channel_is_tested_by_its_name_in_any_case_of_letters(slt, desk: Desk, configure):
    configure(desk.channel("Desk"), notices("due", to="desk"))
    assert slt("notify", "--test", "DESK") == (0, "", "")
    assert len(desk.messages) == 1


@pytest.mark.parametrize("rule", ["still takes it", "no longer takes it"])
def test_a_message_that_was_on_its_way_is_not_sent_after_one_of_a_later_moment(
    slt, notify, desk: Desk, configure, items, rule: str
):
    configure(desk.channel("desk"), notices("75%"), notices("due", owners=["none"]))
    slt("open", *S2, now=at("09:00"))
    desk.refuse()
    notify("12:50")
    location = location_in(os.environ.get("SLT_DB")) or own_location()
    assert location is not None
    with closing(open_store(location)) as store, store.writing() as transaction:
        now = moment(at("12:59"))
        claimed = transaction.outbox().claim("desk", "0" * 32, now)
        assert claimed is not None
    notify("13:00")  # while another host sends 75 %
    with closing(open_store(location)) as store, store.writing() as transaction:
        transaction.outbox().failed(claimed, "no answer", now, None)
        transaction.outbox().retry(claimed.notices[0].number)
    if rule == "no longer takes it":
        slt("update", "1", "--owner", "desk-1", now=at("13:01"))
    desk.accept()
    notify("13:02")
    assert desk.told == [["CASE-1 due"]]
    first, _ = items("outbox", now=at("13:03"))
    assert (first["state"], first["last_error"]) == ("dropped", "replaced by due")


def test_after_a_good_test_the_next_run_tries_what_failed(slt, notify, desk: Desk, configure):
    configure(desk.channel("desk"), notices("due"))
    slt("open", *S2, now=at("09:00"))
    desk.refuse()
    for time in ("13:00", "13:01", "13:06"):
        notify(time)
    assert slt("notify", "--test", "desk", now=at("13:07")).code == 1
    desk.accept()
    notify("13:08")
    assert desk.told == []
    assert slt("notify", "--test", "desk", now=at("13:08")) == (0, "", "")
    notify("13:09")
    assert desk.told == [[], ["CASE-1 due"]]
