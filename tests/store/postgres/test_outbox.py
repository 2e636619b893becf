"""One statement tells whether `slt notify` has anything to do, and never overlooks anything."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import uuid4

import psycopg2
import pytest

from slt_cli.app import Options
from slt_cli.services.notify import channels_told
from slt_cli.services.quiet_notices import is_quiet
from slt_cli.store.location import location_of
from slt_cli.store.opening import open_upkeep
from slt_cli.store.roles import Member, RoleKind
from tests.apps import app_with
from tests.notices.desk import Desk, notices
from tests.store.engines import SERVER

LENGTHS = """
[plans.partner.targets]
S1 = { response = "1h", clock = "24x7" }
S3 = { response = "%s", clock = "24x7" }
"""
KEPT = timedelta(days=30)


def at(time: str) -> str:
    """Return a time of the Monday on which everything happens, as a command line takes it."""
    return f"2026-11-23T{time}:00+00:00"


def quiet(time: str, kept: timedelta = KEPT) -> bool:
    """Return whether a run at a time takes it that there is nothing to do."""
    with closing(app_with(now=at(time))(Options())) as app:
        return is_quiet(app.store, app.policy, channels_told(app), app.now, app.now - kept)


@pytest.fixture(autouse=True)
def url(new_store: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> str:
    """Let commands use a new store of the server."""
    url = new_store()
    monkeypatch.setenv("SLT_DB", url)
    return url


@pytest.fixture
def desk(home) -> Desk:
    """Return a desk that got nothing yet."""
    return Desk(home / "desk")


@pytest.fixture
def configure(home, desk) -> Callable[..., None]:
    """Return a function that writes the configuration: what the desk is told of, and more."""
    file = home / ".config" / "slt" / "config.toml"
    file.parent.mkdir(parents=True)

    def write(*parts: str, s3: str = "6h") -> None:
        file.write_text("\n".join([LENGTHS % s3, desk.channel("desk"), *parts]))

    return write


@pytest.fixture
def run(slt) -> Callable[[str, str], None]:
    """Return a function that runs a command line at a time."""

    def call(time: str, line: str) -> None:
        result = slt(*line.split(), now=at(time))
        assert (result.code, result.err) == (0, "")

    return call


class Due(NamedTuple):
    """A notice that is due at a time, and not yet at a time just before; what is told then."""

    moments: tuple[str, ...]
    lines: tuple[str, ...]
    before: str
    due: str
    told: str


OPEN = "open -p S1 -r usa x"
CLOCKS_AND_STATES = [
    Due(("75%",), (OPEN,), "09:44", "09:45", "75%"),
    Due(("30m left",), (OPEN,), "09:29", "09:30", "30m left"),
    Due(("due",), (OPEN,), "09:59", "10:00", "due"),
    Due(("1h late",), (OPEN,), "10:59", "11:00", "1h late"),
    Due(
        ("last level late",),
        ("open -p S1 -r europe x", *["escalate 1"] * 3),
        "13:00",
        "13:01",
        "last level late",
    ),
    Due(("held 3h",), (OPEN, "hold 1"), "11:59", "12:00", "held 3h"),
    Due(("unowned 15m", "unowned 5m"), (OPEN,), "09:04", "09:15", "unowned 15m"),
]


@pytest.mark.parametrize("row", CLOCKS_AND_STATES, ids=lambda row: row.told)
def test_a_moment_of_a_clock_or_a_state_is_seen_when_it_is_due(configure, run, desk, row):
    configure(notices(*row.moments))
    for line in row.lines:
        run("09:00", line)
    run(row.before, "notify")
    assert quiet(row.before)
    assert not quiet(row.due)

    run(row.due, "notify")
    assert desk.told == [[f"CASE-1 {row.told}"]]
    assert quiet(row.due)


@pytest.mark.parametrize(
    ("lines", "recorded", "told"),
    [
        pytest.param((OPEN,), "09:01", "CASE-2 opened", id="opened"),
        pytest.param(("escalate 1",), "09:01", "CASE-1 escalated", id="escalated"),
        pytest.param((OPEN,), "08:30", "CASE-2 opened", id="by a clock that is behind"),
    ],
)
def test_an_event_is_seen_by_the_next_run(configure, run, desk, lines, recorded, told):
    configure(notices("opened", "escalated"))
    run("08:00", "open -p S2 -r usa x")
    run("08:05", "notify")
    run("09:00", "notify")
    assert quiet("09:01")
    for line in lines:
        run(recorded, line)
    assert not quiet("09:02")

    run("09:02", "notify")
    assert desk.told == [[told]]
    assert quiet("09:03")


def test_an_event_of_which_nobody_is_told_is_looked_for_once(configure, run):
    configure(notices("opened", priorities=["S2"]))
    run("09:00", "notify")
    run("09:01", OPEN)
    assert not quiet("09:02")

    run("09:02", "notify")
    assert quiet("09:03")


def test_a_run_with_an_event_to_record_is_not_recorded_before(configure, run):
    configure(notices("opened"))
    run("09:00", "notify")
    run("09:01", OPEN)
    assert not quiet("09:02")
    with closing(app_with(now=at("09:02"))(Options())) as app:
        last = app.store.outbox().runs()["desk"].last_at
    assert last == datetime.fromisoformat(at("09:00"))


def test_a_target_longer_than_those_of_the_policy_now_is_not_overlooked(configure, run, desk):
    configure(notices("20%"), s3="60h")
    run("09:00", "open -p S3 -r usa x")
    configure(notices("20%"), s3="1h")
    run("20:59", "notify")
    assert quiet("20:59")
    assert not quiet("21:00")

    run("21:00", "notify")
    assert desk.told == [["CASE-1 20%"]]


def test_each_of_two_channels_is_looked_after(configure, run, home):
    chat = Desk(home / "chat")
    configure(chat.channel("chat"), notices("due"), notices("1h late", to="chat"))
    run("09:00", OPEN)
    run("09:59", "notify")
    assert quiet("09:59")
    assert not quiet("10:00")

    run("10:00", "notify")
    run("10:59", "notify")
    assert quiet("10:59")
    assert not quiet("11:00")


@pytest.mark.parametrize(
    ("last", "now"),
    [
        pytest.param("09:00", "10:01", id="an hour ago and more"),
        pytest.param("09:00", "08:58", id="in what is the future by now"),
        pytest.param(None, "09:00", id="never"),
    ],
)
def test_a_last_run_at_another_time_makes_a_search(configure, run, last, now):
    configure(notices("due"))
    if last:
        run(last, "notify")
        assert quiet(last)
    assert not quiet(now)


def test_a_channel_without_a_run_makes_a_search(configure, run, home):
    configure(notices("due"))
    run("09:00", "notify")
    configure(Desk(home / "chat").channel("chat"), notices("due"), notices("due", to="chat"))
    assert not quiet("09:01")

    run("09:01", "notify")
    assert quiet("09:02")


def test_what_waits_for_another_try_is_seen_when_its_time_has_come(configure, run, desk):
    configure(notices("due"))
    run("09:00", OPEN)
    desk.refuse()
    run("10:00", "notify")
    assert quiet("10:00")
    assert not quiet("10:01")

    desk.accept()
    run("10:01", "notify")
    assert desk.told == [["CASE-1 due"]]
    assert quiet("10:02")


def test_what_a_person_lets_be_sent_again_is_seen(configure, run, desk):
    configure(notices("due"))
    run("09:00", OPEN)
    desk.refuse()
    run("10:00", "notify")
    run("10:00", "outbox --drop 1")
    assert quiet("10:01")

    run("10:01", "outbox --retry 1")
    assert not quiet("10:01")


def test_a_notice_that_is_to_be_removed_makes_a_search(configure, run):
    configure(notices("due"))
    run("09:00", OPEN)
    run("10:00", "notify")
    assert quiet("10:01", kept=timedelta())
    run("10:01", "resolve 1")
    assert quiet("10:01")
    assert not quiet("10:01", kept=timedelta())


@pytest.fixture
def reader(url) -> Iterator[str]:
    """Return the name of a role that may only read the store."""
    name = f"role_{uuid4().hex}"
    with closing(psycopg2.connect(SERVER)) as connection:
        connection.autocommit = True
        connection.cursor().execute(f"CREATE ROLE {name} LOGIN")
        member = Member(name, RoleKind.READER)
        open_upkeep(location_of(url)).grant([member], apply=True)
        yield name
        connection.cursor().execute(f"DROP OWNED BY {name}; DROP ROLE {name}")


def test_a_role_that_may_only_read_is_told_so(configure, run, slt, monkeypatch, url, reader):
    configure(notices("due"))
    run("09:00", "notify")
    assert quiet("09:01")
    monkeypatch.setenv("SLT_DB", url.replace("user=slt", f"user={reader}"))
    assert not quiet("09:01")

    result = slt("notify", now=at("09:01"))
    assert result.code == 5
    assert f"the role {reader} may only read" in result.err
