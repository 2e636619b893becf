"""New events are given once each, and none is missed: by any clock, after any wait."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from slt_cli.app import App, Options
from slt_cli.domain.event_making import Recording, event_between
from slt_cli.errors import StoreError
from slt_cli.output.streams import Terminal
from slt_cli.services.following import Following
from slt_cli.services.log import LogQuestion
from slt_cli.store.event_filter import EventFilter
from slt_cli.store.filter import Filter
from slt_cli.store.sql.transaction import random_id

pytestmark = pytest.mark.every_engine

START = datetime.fromisoformat("2026-11-25T16:00:00+00:00")
ALL = LogQuestion(EventFilter(START - timedelta(hours=24)), Filter())


class Watch:
    """A clock that a test moves on."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def app(slt, watch: Watch) -> Iterator[App]:
    """Return an application that follows a store with two cases, one of them in APAC."""
    for region in ("usa", "apac"):
        slt("open", "-p", "S1", "-r", region, f"Down in {region}", now=START.isoformat())
    made = App(Options(), terminal=Terminal(), clock=watch)
    yield made
    made.close()


@pytest.fixture
def note(app: App) -> Iterator[Callable[..., None]]:
    """Return a function that records a note on a case, as a host whose clock is off may do."""
    host = App(Options(), terminal=Terminal())

    def record(number: int, text: str, off: timedelta = timedelta(), who: str = "ana") -> None:
        recorded_at = app.clock() + off
        with host.store.writing() as transaction:
            case = transaction.case(number)
            assert case is not None
            recording = Recording(who, recorded_at, random_id())
            event = event_between(case, case, "noted", recorded_at, recording, text)
            transaction.record(case, event)

    yield record
    host.close()


def told(entries) -> list[tuple[int, str]]:
    """Return the case of each entry, with the text of a note or the kind of event."""
    return [(entry.case.number, entry.event.note or entry.event.kind) for entry in entries]


def test_first_comes_what_is_there_then_only_what_is_new(app: App, note):
    following = Following(app, ALL)
    assert told(following.first()) == [(1, "opened"), (2, "opened")]
    assert told(following.news()) == []
    note(2, "one")
    note(1, "two")
    assert told(following.news()) == [(1, "two"), (2, "one")]
    assert told(following.news()) == []


def test_a_store_that_is_not_there_yet_is_followed(slt, watch: Watch, monkeypatch, tmp_path):
    monkeypatch.setenv("SLT_DB", str(tmp_path / "later.db"))
    app = App(Options(), terminal=Terminal(), clock=watch)
    following = Following(app, ALL)
    assert told(following.first()) == []
    slt("open", "-p", "S1", "Down", now=START.isoformat())
    assert told(following.news()) == [(1, "opened")]
    app.close()


@pytest.mark.parametrize("hours", [-23, -2, 2, 50], ids="{} h off".format)
def test_an_event_by_a_clock_that_is_off_comes_once(app: App, note, hours: int):
    following = Following(app, ALL)
    assert len(told(following.first())) == 2
    note(1, "off", timedelta(hours=hours))
    assert told(following.news()) == [(1, "off")]
    note(2, "right")
    assert told(following.news()) == [(2, "right")]


def test_days_pass_and_nothing_is_missed_or_repeated(app: App, watch: Watch, note):
    following = Following(app, ALL)
    list(following.first())
    seen = []
    for day in range(9):
        watch.now += timedelta(hours=17)
        note(1 + day % 2, f"day {day}", timedelta(hours=-20))
        seen += told(following.news())
        seen += told(following.news())
    assert seen == [(1 + day % 2, f"day {day}") for day in range(9)]


def test_what_was_recorded_long_ago_is_not_new(app: App, note):
    following = Following(app, LogQuestion(EventFilter(START), Filter()))
    note(1, "before", timedelta(hours=-3))
    assert told(following.first()) == [(1, "opened"), (2, "opened")]
    note(2, "new")
    assert told(following.news()) == [(2, "new")]


def test_a_case_that_comes_to_match_brings_only_its_new_event(slt, app: App, note):
    following = Following(app, ALL._replace(of_cases=Filter(priority="S2")))
    note(1, "as S1")
    assert told(following.first()) == []
    slt("update", "1", "-p", "S2", now=(START + timedelta(minutes=1)).isoformat())
    assert told(following.news()) == [(1, "updated")]


def test_one_person_is_followed_in_any_case_of_letters(app: App, note):
    following = Following(app, ALL._replace(events=ALL.events._replace(who="Größe")))
    assert told(following.first()) == []
    note(1, "hers", who="ana")
    note(1, "theirs", who="GRÖSSE")
    assert told(following.news()) == [(1, "theirs")]


def test_a_limit_is_for_what_is_there(app: App, note):
    following = Following(app, ALL._replace(events=ALL.events._replace(limit=1)))
    assert told(following.first()) == [(2, "opened")]
    note(1, "one")
    note(1, "two")
    assert told(following.news()) == [(1, "one"), (1, "two")]


def test_as_long_as_nothing_is_recorded_it_asks_one_question(app: App):
    following = Following(app, ALL)
    list(following.first())
    asked: list[str] = []
    ask = app.store.recording_revision
    app.store.recording_revision = lambda since: asked.append("revision") or ask(since)
    app.store.events_recorded = lambda *_: asked.append("events") or iter(())
    assert [told(following.news()) for _ in range(3)] == [[], [], []]
    assert asked == ["revision"] * 3


def test_after_an_error_it_goes_on_where_it_was(app: App, note):
    following = Following(app, ALL)
    list(following.first())
    note(1, "one")
    note(1, "two")
    news = following.news()
    assert told([next(news)]) == [(1, "one")]
    with pytest.raises(StoreError, match="busy"):
        news.throw(StoreError("busy"))
    assert told(following.news()) == [(1, "two")]


@pytest.mark.sqlite("a file that is removed")
def test_a_store_that_is_gone_is_an_error_and_not_a_new_store(app: App, home):
    following = Following(app, ALL)
    list(following.first())
    file = home / ".local/share/slt/cases.db"
    saved = file.read_bytes()
    app.store.close()
    file.unlink()
    with pytest.raises(StoreError, match=r"there is no store .* any more"):
        list(following.news())
    file.write_bytes(saved)
    assert told(following.news()) == []
