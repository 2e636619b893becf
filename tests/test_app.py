"""What a command may ask the application for: time, files, cases, a way to show its answer."""

import getpass
import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from freezegun import freeze_time

from slt_cli.app import App, Options
from slt_cli.errors import RefusedError, UsageError
from slt_cli.output import Column, Sheet
from slt_cli.output.streams import Terminal
from slt_cli.store.location import location_of

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
PLAIN = "Thing\nx\n"


@pytest.fixture
def app() -> App:
    return App(Options(), clock=lambda: NOW, environment={})


@pytest.fixture
def in_los_angeles(monkeypatch):
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "America/Los_Angeles")
        time.tzset()
        yield
    time.tzset()


@freeze_time("2026-11-23T10:00:00.999Z")
def test_by_default_now_is_the_time_of_the_machine_to_the_second():
    app = App(Options())
    assert app.at(None) == app.now == NOW
    assert app.recorded_at(None) is None  # the store knows the newest event of the case


@pytest.mark.parametrize(
    ("given", "instant"),
    [
        pytest.param("2026-11-20T17:30:00-08:00", "2026-11-21T01:30:00", id="with an offset"),
        pytest.param("2026-11-20T17:30Z", "2026-11-20T17:30:00", id="in UTC"),
        pytest.param("2026-11-20T17:30", "2026-11-21T01:30:00", id="local time in winter"),
        pytest.param("2026-07-01 12:00", "2026-07-01T19:00:00", id="local time in summer"),
        pytest.param("2026-11-20 0:00", "2026-11-20T08:00:00", id="a local day begins"),
        pytest.param("17:30", "2026-11-24T01:30:00", id="later on the local day"),
        pytest.param("01:05", "2026-11-23T09:05:00", id="earlier on the local day"),
        pytest.param("-90m", "2026-11-23T08:30:00", id="ninety minutes ago"),
        pytest.param("+2h", "2026-11-23T12:00:00", id="in two hours"),
        pytest.param("-1h30m", "2026-11-23T08:30:00", id="an hour and a half ago"),
        pytest.param("-2d", "2026-11-21T10:00:00", id="two days ago"),
        pytest.param(" 2026-11-20T17:30:00.9Z ", "2026-11-20T17:30:00", id="to the second"),
    ],
)
@pytest.mark.usefixtures("in_los_angeles")
def test_a_time_is_read_as_local_unless_it_says(app, given, instant):
    assert app.at(given) == datetime.fromisoformat(f"{instant}+00:00")


@pytest.mark.parametrize(
    "given",
    [
        *("", "yesterday", "24:01", "17:60", "2026-11-20T17:30:60Z", "2026-02-30", "-90", "+2x"),
        *("90m", "--1h", "-99999999h", "0001-01-01", "9999-12-31T23:59:59-12:00"),
    ],
)
def test_what_is_no_time_is_a_usage_error(app, given):
    with pytest.raises(UsageError, match=r"^--at: "):
        app.at(given)


def test_local_time_is_that_of_the_process(process):
    question = ("due", "--if-opened", "2026-11-20T17:30", "-p", "S1", "-o", "tsv")
    lines = [
        process(*question, env={"TZ": zone}).out.split("\t")[7]
        for zone in ("America/Los_Angeles", "Asia/Singapore", "UTC")
    ]
    assert lines == ["2026-11-21T01:30:00Z", "2026-11-20T09:30:00Z", "2026-11-20T17:30:00Z"]


def test_what_is_recorded_has_happened(app):
    assert app.recorded_at("2026-11-23T10:00:00Z") == NOW
    with pytest.raises(
        RefusedError, match="Mon 23 Nov 10:00:01 UTC has not come yet: it is 10:00:00 UTC"
    ):
        app.recorded_at("2026-11-23T10:00:01Z")


@pytest.mark.parametrize(
    ("options", "environment", "file"),
    [
        pytest.param(Options(), {}, None, id="none"),
        pytest.param(Options(), {"SLT_CONFIG": ""}, None, id="empty"),
        pytest.param(Options(), {"SLT_CONFIG": "a.toml"}, "a.toml", id="environment"),
        pytest.param(
            Options(config=Path("b.toml")), {"SLT_CONFIG": "a.toml"}, "b.toml", id="option first"
        ),
    ],
)
def test_the_configuration_file(options, environment, file):
    assert App(options, environment=environment).config_file == (file and Path(file))


@pytest.mark.parametrize(
    ("named", "environment", "shown", "is_own"),
    [
        pytest.param(None, {}, "~/.local/share/slt/cases.db", True, id="nobody named it"),
        pytest.param(None, {"SLT_DB": ""}, "~/.local/share/slt/cases.db", True, id="empty"),
        pytest.param(None, {"SLT_DB": "a.db"}, "a.db", False, id="environment"),
        pytest.param("b.db", {"SLT_DB": "a.db"}, "b.db", False, id="option first"),
        pytest.param("", {"SLT_DB": "a.db"}, ".", False, id="an option without a name"),
        pytest.param(None, {"SLT_DB": "~/a.db"}, "~/a.db", False, id="a tilde in the environment"),
        pytest.param(
            None,
            {"SLT_DB": "~nobody-here/a.db"},
            "~nobody-here/a.db",
            False,
            id="no such home",
        ),
    ],
)
def test_the_location_of_the_store(home, named, environment, shown, is_own):
    app = App(Options(db=None if named is None else location_of(named)), environment=environment)
    assert (str(app.location), app.location.is_own) == (shown.replace("~/", f"{home}/"), is_own)


def test_a_tilde_in_the_option_is_the_home_directory(slt, home):
    assert slt("open", "-q", "-p", "S1", "x", "--db", "~/a.db").code == 0
    assert (home / "a.db").is_file()


def test_without_a_name_the_store_is_the_users_own_and_private(slt, home):
    slt("open", "-p", "S1", "--at", "2026-03-06T00:00", "All phones are down")
    file = home / ".local" / "share" / "slt" / "cases.db"
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.stat().st_mode & 0o077 == 0


def test_events_are_signed_with_the_login_name(app):
    assert app.who == "tester"


@pytest.mark.parametrize(
    ("named", "who"),
    [
        pytest.param("cron", "cron", id="another name"),
        pytest.param(" the night shift ", "the night shift", id="blanks around it"),
        pytest.param("", "tester", id="empty"),
        pytest.param("  ", "tester", id="blank"),
        pytest.param("M\xfcller", "M\xfcller", id="a name that is not ASCII"),
        pytest.param("M\udcfcller", r"M\xfcller", id="a byte that is not UTF-8"),
    ],
)
def test_slt_user_names_who_records(named, who):
    assert App(Options(), environment={"SLT_USER": named}).who == who


def test_the_configuration_names_who_records_where_slt_user_does_not(home):
    own = home / ".config" / "slt" / "config.toml"
    own.parent.mkdir(parents=True)
    own.write_text('[defaults]\nme = "desk-1"\n')
    assert App(Options(), environment={}).who == "desk-1"
    assert App(Options(), environment={"SLT_USER": "desk-2"}).who == "desk-2"


@pytest.mark.parametrize("error", [KeyError, OSError])
def test_somebody_without_a_login_name_signs_with_a_number(app, monkeypatch, error):
    def nobody():
        raise error

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert app.who == f"uid {os.getuid()}"


@pytest.mark.parametrize(
    ("terminal", "interactive"),
    [
        pytest.param(Terminal(stdin=True, stdout=True, stderr=True), True, id="a terminal"),
        pytest.param(Terminal(stdin=True, stderr=True), False, id="output into a pipe"),
        pytest.param(Terminal(stdout=True, stderr=True), False, id="input from a pipe"),
        pytest.param(Terminal(stdin=True, stdout=True), False, id="questions into a file"),
    ],
)
def test_questions_are_asked_on_a_terminal_alone(terminal, interactive):
    assert App(Options(), terminal=terminal).interactive is interactive


@pytest.mark.parametrize(
    ("terminal", "said"),
    [
        pytest.param(Terminal(stderr=True), "slt: a\\nb\n", id="a terminal"),
        pytest.param(Terminal(stdin=True, stdout=True), "", id="a log"),
    ],
)
def test_an_informational_message_is_for_a_terminal_alone(capsys, terminal, said):
    App(Options(), terminal=terminal).inform("a\nb")
    assert capsys.readouterr() == ("", said)


def sheet() -> Sheet[str]:
    thing = Column("Thing", lambda row: row)
    return Sheet(
        "slt.test/1", NOW, ["x"], lambda row: {"thing": row}, (thing,), key=lambda row: row
    )


TABLE = "Thing\n─────\nx\n"


@pytest.mark.parametrize(
    ("options", "on_terminal", "shown"),
    [
        pytest.param(Options(), False, PLAIN, id="plain into a pipe"),
        pytest.param(Options(), True, TABLE, id="a table on a terminal"),
        pytest.param(Options(output="jsonl"), True, '{"thing": "x"}\n', id="as asked"),
        pytest.param(Options(quiet=True), True, "x\n", id="ids alone"),
        pytest.param(Options(no_pager=True), True, TABLE, id="a table without a pager"),
    ],
)
def test_shows_in_the_format_that_fits(capsys, options, on_terminal, shown):
    terminal = Terminal(stdout=on_terminal)
    App(options, terminal=terminal, environment={"NO_COLOR": "1"}).show(sheet())
    assert capsys.readouterr() == (shown, "")


@pytest.fixture
def prefer(home):
    """Return a function that writes the user's own [defaults]."""

    def write(*lines: str) -> None:
        file = home / ".config" / "slt" / "config.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join(["[defaults]", *lines]))

    return write


@pytest.mark.parametrize(
    ("preferred", "options", "on_terminal", "form"),
    [
        pytest.param('output = "json"', Options(), True, "json", id="on a terminal"),
        pytest.param('output = "table"', Options(), False, "table", id="elsewhere"),
        pytest.param('output = "json"', Options(output="csv"), True, "csv", id="an -o"),
        pytest.param('output = "json"', Options(quiet=True), True, "table", id="a -q"),
        pytest.param('output = "jsn"', Options(), True, "table", id="not a format"),
        pytest.param("output = ", Options(), False, "plain", id="a file that is broken"),
        pytest.param("", Options(), False, "plain", id="nothing"),
    ],
)
def test_the_format_of_the_answer(prefer, preferred, options, on_terminal, form):
    prefer(preferred)
    app = App(options, terminal=Terminal(stdout=on_terminal), environment={})
    assert app.format == form
    assert "layers" not in vars(app)
    assert "store" not in vars(app)


@pytest.mark.parametrize(
    "options", [Options(output="csv"), Options(quiet=True)], ids=["an -o", "a -q"]
)
def test_a_format_that_is_asked_for_reads_no_configuration(options):
    app = App(options, environment={})
    assert app.format
    assert "preferences" not in vars(app)


@pytest.mark.parametrize(
    ("preferred", "options", "whose"),
    [
        pytest.param("", Options(), None, id="nobody says"),
        pytest.param('times = "utc"', Options(), "utc", id="the configuration"),
        pytest.param('times = "utc"', Options(times="region"), "region", id="an option first"),
        pytest.param("times = 5", Options(), None, id="not one of them"),
    ],
)
def test_whose_time(prefer, preferred, options, whose):
    prefer(preferred)
    assert App(options, environment={}).whose_time == whose


def test_closing_opens_nothing(app):
    app.close()
    assert "store" not in vars(app)


def test_the_zone_of_reports_is_the_configured_one_else_the_readers(app, tmp_path):
    assert app.report_zone is app.reader_zone
    file = tmp_path / "config.toml"
    file.write_text('[defaults]\nreport_timezone = "Asia/Manila"\n')
    configured = App(Options(config=file), clock=lambda: NOW, environment={"TZ": "Europe/Madrid"})
    assert str(configured.report_zone.info) == "Asia/Manila"


def test_where_tz_is_unknown_reports_are_in_utc_and_a_note_says_so(capsys):
    app = App(Options(), clock=lambda: NOW, environment={"TZ": "Foo/Bar"})
    assert app.report_zone.info is UTC
    assert "TZ is 'Foo/Bar', an unknown time zone: times are UTC" in capsys.readouterr().err


@pytest.mark.parametrize(("is_watched", "seconds"), [(True, 4), (False, 10)])
def test_connecting_takes_less_time_where_a_person_waits(is_watched, seconds):
    terminal = Terminal(stdin=True, stdout=True, stderr=is_watched)
    assert App(Options(), terminal=terminal).waiting.connecting_seconds == seconds
