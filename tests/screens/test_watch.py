"""`slt due --watch`: each picture of the screen, and when it is drawn anew."""

import io
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from shutil import copy

import pytest
from rich.console import Console
from rich.screen import Screen as Whole

from slt_cli.app import App, Options
from slt_cli.cli.program import run
from slt_cli.commands.due_watch import PACE_SECONDS, Watched, watch
from slt_cli.domain.standing import Selection
from slt_cli.output.frame import Frame
from slt_cli.output.keyboard import Wake
from slt_cli.output.live import Drawn
from slt_cli.output.streams import Terminal
from slt_cli.output.text import shown_on
from slt_cli.services.due import DueQuestion, clocks_due, one_a_case
from slt_cli.store.filter import Filter
from slt_cli.store.location import location_of
from slt_cli.store.opening import open_store
from slt_cli.views.watch import region_fact
from tests.apps import app_with
from tests.screens.cast import NOW, POLICY, READER

AT = datetime.fromisoformat(NOW)
EVERYTHING = DueQuestion(wanted=Filter(order="due", ranking=("S1", "S2", "S3")))


@pytest.fixture
def file(cast_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the cast's store; the reader is in Madrid."""
    monkeypatch.setenv("TZ", READER)
    time.tzset()
    (tmp_path / "disk").mkdir()
    return copy(cast_file, tmp_path / "disk" / "cases.db")


@pytest.fixture
def app(file: Path) -> Iterator[App]:
    """Return an application for the cast, on a terminal."""
    made = app_with(on_terminal=True, now=NOW)(Options(config=POLICY, db=location_of(file)))
    yield made
    made.close()


def picture(frame: Frame, width: int = 80, height: int = 24, encoding: str = "utf-8") -> str:
    """Return what the screen shows of a frame, without the empty lines at its end."""
    written = io.BytesIO()
    stream = io.TextIOWrapper(written, encoding=encoding)
    console = Console(file=stream, width=width, height=height)
    ascii_only = encoding == "ascii"
    drawn = Drawn(frame, width, height, shown_on(stream), ascii_only=ascii_only)
    console.print(Whole(drawn), end="")
    stream.flush()
    lines = written.getvalue().decode(encoding).split("\n")
    assert len(lines) == height
    assert {len(line) for line in lines} == {width}
    return "\n".join(line.rstrip() for line in lines).rstrip("\n")


def watched(app: App, asked: DueQuestion = EVERYTHING, *, every_clock: bool = False) -> Watched:
    return Watched(app, lambda: asked, every_clock=every_clock)


AT_80 = """\
slt due  Wed 25 Nov 17:10:00 CET               2 late  2 soon  3 pending  1 held
USA 08:10 open to 18:00  Europe 16:10 open to 18:00  APAC 00:10 closed to 09:00

Case      Pri  State      Due (CET)         Left  Clock        Subject
────────────────────────────────────────────────────────────────────────────────
CASE-409  S1   late     today 15:20  -1 h 50 min  response +2  All phones are d…
CASE-411  S2   late     today 15:40  -1 h 30 min  response +1  Call queue drops…
CASE-402  S2   soon     today 17:25       15 min  update +3    One-way audio on…
CASE-412  S1   soon     today 18:05       55 min  update +2    Emergency calls…
CASE-415  S2   pending  today 20:45   3 h 35 min  response +1  Voicemail is not…
CASE-416  S3   pending    Thu 05:30   3 h 30 min  response     Call recordings…
CASE-410  S1   pending    Thu 10:20   3 h 10 min  level 1 +2   Agents cannot lo…
CASE-404  S2   held       since Tue          3 h  update +1    Caller ID shows…"""

AT_60 = """\
slt due  Wed 25 Nov 17:10:00 CET
2 late  2 soon  3 pending  1 held
USA 08:10 open to 18:00  Europe 16:10 open to 18:00
APAC 00:10 closed to 09:00

Case      Pri  State      Due (CET)         Left  Clock
──────────────────────────────────────────────────────────
CASE-409  S1   late     today 15:20  -1 h 50 min  response
CASE-411  S2   late     today 15:40  -1 h 30 min  response
CASE-402  S2   soon     today 17:25       15 min  update
CASE-412  S1   soon     today 18:05       55 min  update
CASE-415  S2   pending  today 20:45   3 h 35 min  response
CASE-416  S3   pending    Thu 05:30   3 h 30 min  response
and 2 more"""

AT_100_IN_ASCII = """\
slt due  Wed 25 Nov 17:10:00 CET                                   2 late  2 soon  3 pending  1 held
USA 08:10 open to 18:00  Europe 16:10 open to 18:00  APAC 00:10 closed to 09:00

Case      Ref       Pri  State      Due (CET)         Left  Clock        Owner   Subject
----------------------------------------------------------------------------------------------------
CASE-409  00412355  S1   late     today 15:20  -1 h 50 min  response +2  -       All phones are do..
CASE-411  00412361  S2   late     today 15:40  -1 h 30 min  response +1  desk-2  Call queue drops..
CASE-402  00412290  S2   soon     today 17:25       15 min  update +3    desk-1  One-way audio on..
CASE-412  00412364  S1   soon     today 18:05       55 min  update +2    desk-1  Emergency calls f..
CASE-415  00412370  S2   pending  today 20:45   3 h 35 min  response +1  -       Voicemail is not..
CASE-416  00412331  S3   pending    Thu 05:30   3 h 30 min  response     desk-3  Call recordings a..
CASE-410  00412358  S1   pending    Thu 10:20   3 h 10 min  level 1 +2   desk-2  Agents cannot log..
CASE-404  00412299  S2   held       since Tue          3 h  update +1    desk-1  Caller ID shows t..
"""

AT_44 = """\
slt due  Wed 25 Nov 17:10:00 CET
2 late  2 soon  3 pending  1 held
USA 08:10 open to 18:00
Europe 16:10 open to 18:00
APAC 00:10 closed to 09:00

Case       CASE-409
Ref        00412355
Pri        S1
State      late
Due (CET)  today 15:20
Left       -1 h 50 min
Clock      response +2
Partner    Customer A
Region     USA
Subject    All phones are down at the head
           office
and 7 more"""

IN_FEW_LINES = """\
slt due  Wed 25 Nov 17:10:00 CET               2 late  2 soon  3 pending  1 held
USA 08:10 open to 18:00  Europe 16:10 open to 18:00  APAC 00:10 closed to 09:00

Case      Pri  State    Due (CET)         Left  Clock        Subject
────────────────────────────────────────────────────────────────────────────────
CASE-409  S1   late   today 15:20  -1 h 50 min  response +2  All phones are dow…
and 7 more"""


@pytest.mark.parametrize(
    ("width", "height", "encoding", "expected"),
    [
        pytest.param(80, 24, "utf-8", AT_80, id="80 columns"),
        pytest.param(80, 13, "utf-8", AT_80, id="just high enough"),
        pytest.param(60, 14, "utf-8", AT_60, id="60 columns"),
        pytest.param(100, 24, "ascii", AT_100_IN_ASCII, id="100 columns in ASCII"),
        pytest.param(44, 24, "utf-8", AT_44, id="records below 50 columns"),
        pytest.param(80, 7, "utf-8", IN_FEW_LINES, id="few lines"),
    ],
)
def test_the_screen(app, width, height, encoding, expected):
    assert picture(watched(app).frame(AT), width, height, encoding) == expected.rstrip("\n")


@pytest.mark.parametrize("height", range(1, 8))
def test_a_window_of_a_few_lines_shows_the_beginning(app, height):
    assert picture(watched(app).frame(AT), 80, height).splitlines()[0] == AT_80.splitlines()[0]


def ids(frame: Frame) -> list[str]:
    return [f"{row.case.number} {row.clock.name} {row.standing.state}" for row in frame.rows]


def test_a_clock_becomes_late_without_being_read_again(app):
    late = watched(app, EVERYTHING._replace(selection=Selection(late=True)))
    before = ids(late.frame(AT))
    after = ids(late.frame(AT + timedelta(minutes=15, seconds=1)))
    assert "402 update late" not in before
    assert after == [*before, "402 update late"]


@pytest.mark.parametrize("every_clock", [False, True])
@pytest.mark.parametrize(
    "selection",
    [
        Selection(),
        Selection(late=True),
        Selection(soon=True, held=True),
        Selection(within=4 * 3600),
        Selection(not_late=True),
    ],
)
def test_they_are_the_rows_that_due_shows_once(app, selection, every_clock):
    asked = EVERYTHING._replace(selection=selection)
    once = clocks_due(app, asked, AT)
    expected = list(once if every_clock else one_a_case(app, once, selection, AT))
    shown = watched(app, asked, every_clock=every_clock).frame(AT).rows
    assert [vars(row) for row in shown] == [vars(row) for row in expected]


@pytest.mark.parametrize(
    ("asked", "every_clock", "expected"),
    [
        pytest.param(
            EVERYTHING._replace(wanted=EVERYTHING.wanted._replace(region="apac")),
            False,
            ["416 response pending"],
            id="a region",
        ),
        pytest.param(
            EVERYTHING._replace(selection=Selection(held=True)),
            False,
            ["404 update held"],
            id="held",
        ),
        pytest.param(
            EVERYTHING._replace(limit=1), False, ["409 response late"], id="a limit of rows"
        ),
        pytest.param(
            EVERYTHING._replace(limit=2, selection=Selection(within=3600)),
            True,
            ["409 response late", "411 response late"],
            id="every clock",
        ),
        pytest.param(
            EVERYTHING._replace(wanted=Filter(order="number", priority="S1")),
            False,
            ["409 response late", "410 level 1 pending", "412 update soon"],
            id="by number",
        ),
    ],
)
def test_the_rows_are_those_of_due(app, asked, every_clock, expected):
    assert ids(watched(app, asked, every_clock=every_clock).frame(AT)) == expected


def test_left_has_seconds_when_it_is_short(app):
    frame = watched(app).frame(AT + timedelta(minutes=11, seconds=15))
    assert "CASE-402  S2   soon     today 17:25   3 min 45 s" in picture(frame)
    frame = watched(app).frame(AT + timedelta(minutes=15, seconds=20))
    assert "CASE-402  S2   late     today 17:25        -20 s" in picture(frame)


def test_what_was_read_is_read_again_only_after_a_change(app, file, slt):
    screen = watched(app)
    screen.frame(AT)
    asked: list[str] = []
    app.store._connection.set_trace_callback(asked.append)
    screen.frame(AT + timedelta(seconds=2))
    assert asked == ["PRAGMA user_version", "PRAGMA data_version"]
    closing = ("close", "409", "--db", str(file), "--config", str(POLICY))
    assert slt(*closing, now="2026-11-25T16:10:03+00:00").code == 0
    assert ids(screen.frame(AT + timedelta(seconds=4)))[0] == "411 response late"


def test_a_store_that_is_lost_leaves_its_rows_and_says_so(app, file):
    screen, away = watched(app), file.parent.with_name("away")
    before = ids(screen.frame(AT))
    file.parent.rename(away)
    lost = screen.frame(AT + timedelta(minutes=2))
    assert ids(lost) == before
    assert picture(lost, 200).splitlines()[2] == (
        f"store cannot be read since 17:12: the store {file} cannot be used: "
        "its directory does not exist"
    )
    assert screen.frame(AT + timedelta(minutes=3)).warning == lost.warning
    lines = picture(lost, 40).splitlines()
    assert (lines[5], lines[8]) == ("store cannot be read since 17:12: the", "")

    away.rename(file.parent)
    back = screen.frame(AT + timedelta(minutes=4))
    assert (back.warning, ids(back)) == ("", before)


@pytest.mark.parametrize(
    ("words", "last"),
    [
        pytest.param(12, "word word word word", id="three lines are shown whole"),
        pytest.param(13, "word word word word…", id="a longer one ends with a sign"),
    ],
)
def test_a_warning_that_has_no_room_is_cut_where_it_can_be_seen(app, words, last):
    frame = watched(app).frame(AT)._replace(facts=(), warning=" ".join(["word"] * words))
    lines = [line for line in picture(frame, 20).splitlines() if line.startswith("word")]
    assert (len(lines), lines[-1]) == (3, last)


def test_a_file_that_is_removed_is_lost_and_not_empty(app, file):
    screen = watched(app)
    before = ids(screen.frame(AT))
    file.unlink()
    lost = screen.frame(AT + timedelta(minutes=2))
    assert ids(lost) == before
    assert lost.warning == f"store cannot be read since 17:12: there is no store {file} any more"


def test_a_file_that_is_emptied_is_lost(app, file):
    screen = watched(app)
    before = ids(screen.frame(AT))
    app.store.close()  # with all that was written in the file itself
    content = file.read_bytes()
    file.write_bytes(b"")
    for minutes in (2, 3):
        lost = screen.frame(AT + timedelta(minutes=minutes))
        assert ids(lost) == before
        assert lost.warning == (
            f"store cannot be read since 17:12: there are no cases in the store {file} any more"
        )
    file.write_bytes(content)
    back = screen.frame(AT + timedelta(minutes=4))
    assert (back.warning, ids(back)) == ("", before)


def test_a_store_that_begins_later_is_shown(app, file):
    full = file.rename(file.with_name("full.db"))
    screen = watched(app)
    empty = screen.frame(AT)
    assert picture(empty).splitlines()[2:] == [
        "",
        'No cases yet. Open one: slt open "All phones are down"',
    ]
    full.rename(file)
    assert len(ids(screen.frame(AT))) == 8


def test_nothing_of_what_is_asked(app):
    late = watched(app, EVERYTHING._replace(wanted=Filter(order="due", partner="Nobody")))
    assert picture(late.frame(AT)).splitlines()[3:] == ["No running clock matches."]


def test_texts_of_others_are_shown_and_not_obeyed(app, file):
    with closing(open_store(location_of(file))) as store, store.writing() as transaction:
        case = transaction.case(409)
        assert case is not None
        transaction._connection.execute(
            "UPDATE cases SET subject = ?, rev = rev + 1 WHERE number = 409", ("a\x1b[2Jb",)
        )
    shown = picture(watched(app).frame(AT))
    assert "\x1b" not in shown
    assert r"a\x1b[2Jb" in shown


@pytest.mark.parametrize(
    ("region", "at", "expected"),
    [
        pytest.param("usa", "2026-11-25T16:10Z", "USA 08:10 open to 18:00", id="open"),
        pytest.param(
            "usa", "2026-11-26T02:00Z", "USA 18:00 closed to Fri 05:00", id="before a holiday"
        ),
        pytest.param("apac", "2026-11-25T16:10Z", "APAC 00:10 closed to 09:00", id="opens today"),
        pytest.param(
            "europe", "2026-11-28T12:00Z", "Europe 12:00 closed to Mon 08:00", id="a weekend"
        ),
    ],
)
def test_a_region(app, region, at, expected):
    assert region_fact(app.policy.regions[region], datetime.fromisoformat(at)) == expected


def test_a_region_without_a_hotline(app):
    region = app.policy.regions["usa"]._replace(hotline="")
    assert region_fact(region, AT) == "USA 08:10 no hotline"


class Recorder:
    """A terminal that remembers what it shows; what a person does is decided before."""

    def __init__(self, wakes: list[Wake]) -> None:
        self.titles: list[str] = []
        self.waits: list[float] = []
        self.opened = self.closed = 0
        self._wakes = iter(wakes)

    @contextmanager
    def __call__(self) -> Iterator["Recorder"]:
        self.opened += 1
        try:
            yield self
        finally:
            self.closed += 1

    def show(self, frame: Frame) -> None:
        self.titles.append(frame.title)

    def wait(self, seconds: float) -> Wake:
        self.waits.append(seconds)
        return next(self._wakes)


def clock_from(start: datetime) -> Callable[[], datetime]:
    """Return a clock that goes on by two seconds whenever it is asked."""
    moments = (start + timedelta(seconds=2 * number) for number in range(1000))
    return lambda: next(moments)


@pytest.mark.parametrize("last", [Wake.QUIT, Wake.STOPPED])
def test_it_draws_at_each_tick_and_resize_until_somebody_leaves(app, last):
    terminal = Recorder([Wake.TICK, Wake.RESIZED, last])
    assert watch(watched(app), clock_from(AT), terminal) is last
    assert [title[-12:] for title in terminal.titles] == [
        "17:10:00 CET",
        "17:10:02 CET",
        "17:10:04 CET",
    ]
    assert terminal.waits == [PACE_SECONDS] * 3
    assert (terminal.opened, terminal.closed) == (1, 1)


def test_ctrl_c_ends_it_with_exit_code_0(file, capsys):
    wakes = iter(range(2))

    def clock() -> datetime:
        if next(wakes, None) is None:
            signal.raise_signal(signal.SIGINT)
        return AT

    environment = {"COLUMNS": "80", "LINES": "13", "TERM": "xterm", "TZ": READER}
    terminal = Terminal(stdin=False, stdout=True, stderr=True)
    app = partial(App, terminal=terminal, clock=clock, environment=environment)
    code = run(["due", "--watch", "--db", str(file), "--config", str(POLICY)], app)
    out, err = capsys.readouterr()
    assert (code, err) == (0, "")
    assert (out.count("\x1b[?1049h"), out.count("\x1b[?1049l")) == (1, 1)
    assert "\x1b[1;31mlate\x1b[0m" in out
    assert out.endswith("\x1b[?25h\x1b[?1049l")


FIX = "fix: `slt due` shows the same once\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["--json"], "--watch and --output json exclude", id="json"),
        pytest.param(["-o", "table"], "--watch and --output table exclude", id="a format"),
        pytest.param(["-q"], "--watch and --quiet exclude", id="quiet"),
        pytest.param(["--at", "9:00"], "--watch and --at exclude", id="at"),
        pytest.param(["--explain"], "--watch and --explain exclude", id="explain"),
        pytest.param(["--exit-code"], "--watch and --exit-code exclude", id="exit code"),
        pytest.param(["--if-opened", "9:00"], "--watch and --if-opened exclude", id="if opened"),
        pytest.param(["--nagios"], "--watch and --nagios exclude", id="nagios"),
        pytest.param(["402"], "--watch and a case exclude", id="a case"),
    ],
)
def test_what_is_shown_once_is_not_watched(screen, arguments, message):
    refused = screen("due", "--watch", *arguments, width=80)
    assert refused.code == (3 if "--nagios" in arguments else 2)
    assert message in refused.out + refused.err


@pytest.mark.parametrize(
    ("width", "environment", "message"),
    [
        pytest.param(None, {}, "--watch needs a terminal", id="a pipe"),
        pytest.param(
            80, {"TERM": "dumb"}, "--watch needs a terminal that can redraw its screen", id="dumb"
        ),
        pytest.param(
            80,
            {"ACCESSIBLE": "1"},
            "--watch redraws its screen, and ACCESSIBLE asks for one that is not redrawn",
            id="a screen reader",
        ),
    ],
)
def test_where_a_screen_cannot_be_redrawn_it_does_not_start(screen, width, environment, message):
    refused = screen("due", "--watch", width=width, **environment)
    assert refused == (2, "", f"slt: error: {message}\n{FIX}")


def test_a_store_that_cannot_be_read_at_the_start_is_an_error(slt, tmp_path):
    (tmp_path / "no.db").write_text("this is no store, but a text of some length" * 99)
    failed = slt("due", "--watch", "--db", str(tmp_path / "no.db"), on_terminal=True)
    assert (failed.code, failed.out) == (5, "")


@pytest.mark.parametrize(
    ("whose", "title", "header"),
    [
        pytest.param("utc", "Wed 25 Nov 16:10:00 UTC", "Due (UTC)", id="UTC"),
        pytest.param("region", "Wed 25 Nov 17:10:00 CET", "Due  ", id="the regions'"),
    ],
)
def test_whose_time_it_is(file, whose, title, header):
    options = Options(config=POLICY, db=location_of(file), times=whose)
    app = app_with(on_terminal=True, now=NOW)(options)
    lines = picture(watched(app).frame(AT), 100).splitlines()
    app.close()
    assert lines[0].startswith(f"slt due  {title} ")
    assert header in lines[3]
