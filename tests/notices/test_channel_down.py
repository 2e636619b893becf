"""A channel that is down for some time: what waits for it arrives, and no other channel waits."""

import json
import socket
from contextlib import ExitStack

import pytest

from tests.delivery.servers import HOST, server_that, web_server
from tests.notices.crowd import outbox
from tests.notices.desk import Desk, notices

pytestmark = pytest.mark.every_engine

ALL_WELL = (0, "", "")
S2 = ("-p", "S2", "-r", "usa", "Recordings are missing")


def at(time: str, day: int = 2) -> str:
    """Return a time on a Monday in Los Angeles, or on a later day."""
    return f"2026-03-{day:02}T{time}-08:00"


def chat(url: str) -> str:
    """Return a channel that is a web server."""
    return f'[channels.chat]\nkind = "webhook"\nurl = "{url}"\n'


def times(first: str, last: str) -> list[str]:
    """Return each time in steps of five minutes, both ends included."""
    minutes = [int(time[:2]) * 60 + int(time[3:]) for time in (first, last)]
    steps = range(minutes[0], minutes[1] + 1, 5)
    return [f"{minute // 60:02}:{minute % 60:02}" for minute in steps]


def test_a_channel_that_is_down_for_two_hours(slt, tmp_path, configure):
    desk, other = Desk(tmp_path / "desk"), Desk(tmp_path / "other")
    rules = notices("due"), notices("due", to="other")
    configure(desk.channel("desk"), other.channel("other"), *rules)
    for opened in ("09:00", "10:00", "11:00"):  # due at 13:00, 14:00 and 15:00
        slt("open", *S2, now=at(opened))
    desk.refuse()
    codes = [slt("notify", now=at(time)).code for time in times("13:00", "14:55")]
    assert codes[:3] == [0, 0, 0]
    assert 1 in codes
    assert desk.messages == []
    assert other.told == [["CASE-1 due"], ["CASE-2 due"]]
    desk.accept()
    for time in times("15:00", "16:00"):
        assert slt("notify", now=at(time)) == ALL_WELL
    assert sorted(desk.told) == [["CASE-1 due"], ["CASE-2 due"], ["CASE-3 due"]]
    assert other.told == [["CASE-1 due"], ["CASE-2 due"], ["CASE-3 due"]]
    assert {each.state for each in outbox()} == {"sent"}


def test_what_is_given_up_is_sent_when_somebody_says_so(slt, desk: Desk, configure):
    configure(desk.channel("desk"), notices("due", "1h late"))
    slt("open", *S2, now=at("09:00"))
    slt("open", *S2, now=at("09:30"))
    desk.refuse()
    assert slt("notify", now=at("13:40")) == ALL_WELL
    assert slt("respond", "2", now=at("13:45")).code == 0
    codes = [
        slt("notify", now=at(f"{hour % 24:02}:41", 2 + hour // 24)).code for hour in range(13, 40)
    ]
    assert codes == [0, 0, *[1] * 24, 0]  # what is an hour late is given up at 14:41
    states = {(each.key.case, each.key.moment): each.state for each in outbox()}
    assert states == {(1, "due"): "dropped", (2, "due"): "dropped", (1, "1h late"): "failed"}
    desk.accept()
    assert slt("notify", now=at("16:00", 3)) == ALL_WELL
    assert desk.told == []
    (failed,) = (each for each in outbox() if each.state == "failed")
    assert slt("outbox", "--retry", failed.id, now=at("16:01", 3)).code == 0
    assert slt("notify", now=at("16:02", 3)) == ALL_WELL
    assert slt("notify", now=at("16:03", 3)) == ALL_WELL
    assert desk.told == [["CASE-1 1h late"]]


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        pytest.param("2", "13:05", id="less than it waits anyhow"),
        pytest.param("5400", "14:30", id="an hour and a half"),
    ],
)
def test_a_server_that_asks_to_be_left_alone(slt, desk: Desk, configure, asked, sent):
    slt("open", *S2, now=at("09:00"))
    others = desk.channel("desk"), notices("due"), notices("due", to="chat")
    with ExitStack() as stack:
        busy = stack.enter_context(web_server(429, {"Retry-After": asked}))
        configure(chat(busy.url), *others)
        assert slt("notify", now=at("13:00")) == ALL_WELL
        site = stack.enter_context(web_server())
        configure(chat(site.url), *others)
        arrived = ""
        for time in times("13:05", "15:00"):
            assert slt("notify", now=at(time)) == ALL_WELL
            arrived = arrived or (time if site.seen else "")
    assert arrived == sent
    assert len(busy.seen) == len(site.seen) == 1
    assert busy.seen[0].headers["Idempotency-Key"] == site.seen[0].headers["Idempotency-Key"]
    assert desk.told == [["CASE-1 due"]]


def test_an_answer_that_is_lost_is_the_same_message_again(slt, configure):
    got: list[bytes] = []

    def takes_and_says_nothing(connection: socket.socket) -> None:
        read = b""
        while not read.endswith(b"}"):
            read += connection.recv(65536)
        got.append(read)

    slt("open", *S2, now=at("09:00"))
    with server_that(takes_and_says_nothing) as port, web_server() as site:
        configure(chat(f"http://{HOST}:{port}/"), notices("due", to="chat"))
        assert slt("notify", now=at("13:00")) == ALL_WELL
        configure(chat(site.url), notices("due", to="chat"))
        for time in times("13:05", "13:30"):
            assert slt("notify", now=at(time)) == ALL_WELL
    (seen,) = site.seen
    (lost,) = got
    head, _, body = lost.partition(b"\r\n\r\n")
    assert f"Idempotency-Key: {seen.headers['Idempotency-Key']}".encode() in head
    told = [[item["moment"] for item in json.loads(each)["items"]] for each in (body, seen.body)]
    assert told == [["due"], ["due"]]
