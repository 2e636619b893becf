"""What happens to a case between the making of a notice and its sending."""

import json
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from slt_cli.options import Options
from slt_cli.services.notify import notify
from tests.apps import RememberingApp
from tests.notices.crowd import die_while_sending, outbox
from tests.notices.desk import Desk, notices

pytestmark = pytest.mark.every_engine

ALL_WELL = (0, "", "")
S2 = ("-p", "S2", "-r", "usa", "Recordings are missing")
PAUSING = """
[clocks.fix]
starts = "opened"
stops = "resolved"
pauses = true
[plans.partner.targets]
S1 = { response = "1h", fix = "1h" }
S2 = { response = "4h", fix = "4h" }
"""


def at(time: str) -> str:
    """Return a time on a Monday in Los Angeles."""
    return f"2026-03-02T{time}-08:00"


def answering(directory: Path, *arguments: str) -> str:
    """Return a channel that runs slt before it takes a message: its key is the first of all."""
    program = directory / "answer"
    line = [sys.executable, "-m", "slt_cli", *arguments]
    program.write_text(f"#!{sys.executable}\nimport subprocess\nsubprocess.run({line}, check=True)")
    program.chmod(0o755)
    return f'[channels.a]\nkind = "command"\ncommand = [{json.dumps(str(program))}]\n'


def test_a_case_that_is_answered_while_another_message_is_sent(
    slt, tmp_path, desk: Desk, configure, items
):
    answer = answering(tmp_path, "respond", "2", "--at", at("12:30"), "-q")
    rules = notices("due", to="a"), notices("due")
    configure(answer, desk.channel("desk"), *rules)
    for _ in range(3):
        slt("open", *S2, now=at("09:00"))
    assert slt("notify", now=at("13:00")) == ALL_WELL
    assert desk.told == [["CASE-1 due", "CASE-3 due"]]
    dropped = [each for each in items("outbox", now=at("13:00")) if each["state"] == "dropped"]
    assert [(each["case"], each["channel"]) for each in dropped] == [("CASE-2", "desk")]
    assert dropped[0]["last_error"] == "the clock was stopped: met"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        pytest.param(("respond", "1"), [], id="answered"),
        pytest.param(("resolve", "1"), [], id="resolved"),
        pytest.param(("close", "1"), [], id="closed"),
        pytest.param(("void", "1", "--reason", "twice"), [], id="void"),
        pytest.param(("hold", "1", "--at", at("11:59")), ["CASE-1 75%"], id="held"),
        pytest.param(("note", "1", "seen"), ["CASE-1 75%"], id="only noted"),
    ],
)
def test_a_message_that_a_killed_worker_had_claimed(slt, desk, configure, line, told):
    configure(desk.channel("desk"), notices("75%", clocks=["response"]))
    slt("open", *S2, now=at("09:00"))
    slt("open", *S2, now=at("09:00"))
    die_while_sending(at("12:00"))
    assert slt(*line, now=at("12:01")).code == 0
    assert slt("notify", now=at("12:01")) == ALL_WELL
    assert desk.told == []
    assert slt("notify", now=at("12:02")) == ALL_WELL
    assert desk.told == [[*told, "CASE-2 75%"]]


def test_a_clock_that_is_held_meanwhile(slt, desk: Desk, configure):
    configure(PAUSING, desk.channel("desk"), notices("75%", "due", clocks=["fix"]))
    slt("open", *S2, now=at("09:00"))
    die_while_sending(at("12:00"))
    slt("hold", "1", now=at("12:01"))
    for time in ("12:02", "12:30", "13:30"):
        assert slt("notify", now=at(time)) == ALL_WELL
    assert desk.told == []
    assert [each.last_error for each in outbox()] == ["the case is on hold"]
    slt("resume", "1", now=at("13:31"))  # an hour later it is due
    for time in ("13:32", "14:29", "14:30"):
        assert slt("notify", now=at(time)) == ALL_WELL
    assert desk.told == [["CASE-1 75%"], ["CASE-1 due"]]


@pytest.mark.parametrize(
    ("opened", "changed", "runs", "told", "why"),
    [
        pytest.param(
            ("S3", "10:30"),
            ("S2", "10:31"),
            ("10:32", "10:33", "11:00"),
            ["10:32 due", "11:00 1h late"],
            "replaced by due",
            id="raised: it was due at 10:00",
        ),
        pytest.param(
            ("S2", "09:00"),
            ("S3", "09:01"),
            ("09:02", "10:29", "10:30", "10:31"),
            ["10:30 75%"],
            "the due time is another one now",
            id="lowered: it is due at 12:00",
        ),
    ],
)
def test_a_priority_that_changes_meanwhile(
    slt, desk: Desk, configure, opened, changed, runs, told, why
):
    configure(desk.channel("desk"), notices("75%", "due", "1h late"))
    slt("open", "-p", opened[0], "-r", "usa", "x", now=at("06:00"))
    die_while_sending(at(opened[1]))
    slt("update", "1", "--priority", changed[0], now=at(changed[1]))
    found: list[str] = []
    for time in runs:
        assert slt("notify", now=at(time)) == ALL_WELL
        new = desk.messages[len(found) :]
        found += [f"{time} {item['moment']}" for message in new for item in message["items"]]
    assert found == told
    old, *others = outbox()
    assert (old.state, old.last_error) == ("dropped", why)
    assert {each.state for each in others} == {"sent"}


def test_a_case_that_is_redacted_meanwhile(slt, desk: Desk, configure):
    configure(desk.channel("desk"), notices("due"))
    slt("open", *S2, now=at("09:00"))
    die_while_sending(at("13:00"))
    assert slt("redact", "1", "--reason", "asked", "--yes", now=at("13:01")).code == 0
    assert slt("notify", now=at("13:02")) == ALL_WELL
    (message,) = desk.messages
    assert "Recordings" not in json.dumps(message)
    assert [item["moment"] for item in message["items"]] == ["due"]


def test_an_escalation_that_is_taken_back_meanwhile(slt, desk: Desk, configure):
    configure(desk.channel("desk"), notices("escalated"))
    slt("open", *S2, now=at("09:00"))
    slt("notify", now=at("09:01"))
    slt("escalate", "1", now=at("09:02"))
    die_while_sending(at("09:03"))
    slt("undo", "1", now=at("09:04"))
    assert slt("notify", now=at("09:05")) == ALL_WELL
    assert desk.told == []
    assert [each.last_error for each in outbox()] == ["it was taken back"]
    slt("escalate", "1", now=at("09:06"))
    assert slt("notify", now=at("09:06")) == ALL_WELL
    assert desk.told == [["CASE-1 escalated"]]


@pytest.mark.parametrize(
    ("slept", "is_alone", "sent_at"),
    [
        pytest.param(180, False, "13:03:00", id="another worker has sent the message"),
        pytest.param(180, True, "13:03:00", id="nobody else has"),
        pytest.param(91, True, "13:04:00", id="another worker may claim it before it ends"),
        pytest.param(90, True, "13:01:30", id="there is time enough"),
    ],
)
def test_a_worker_that_slept_after_it_claimed(slt, desk: Desk, configure, slept, is_alone, sent_at):
    configure(desk.channel("desk"), notices("due"))
    slt("open", *S2, now=at("09:00"))
    began = datetime.fromisoformat(at("13:00"))
    woken: list[datetime] = []

    def clock() -> datetime:
        if not woken and any(each.leased_until for each in outbox()):
            woken.append(began + timedelta(seconds=slept))
            if not is_alone:
                assert slt("notify", now=woken[0].isoformat()) == ALL_WELL
        return woken[0] if woken else began

    app = RememberingApp(Options(), clock=clock)
    notify(app)
    app.close()
    assert slt("notify", now=at("13:04")) == ALL_WELL
    assert desk.told == [["CASE-1 due"]]
    (sent,) = outbox()
    assert (sent.state, sent.attempts) == ("sent", 1)
    assert sent.sent_at == datetime.fromisoformat(at(sent_at))
