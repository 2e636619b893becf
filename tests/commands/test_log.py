"""`slt log` tells what was recorded in all cases, as a story."""

import json
import os
import signal
import subprocess
import sys
from datetime import datetime

import pytest

from slt_cli.app import App, Options
from slt_cli.commands.log_follow import follow_log
from slt_cli.output import Format
from slt_cli.output.streams import Terminal
from slt_cli.services.following import PACE_SECONDS
from slt_cli.services.log import LogQuestion
from slt_cli.store.event_filter import EventFilter
from slt_cli.store.filter import Filter

pytestmark = [pytest.mark.every_engine, pytest.mark.now("2026-11-25T16:10:00Z")]

HOSTILE = "[red]x[/red] \x1b[31mred\x1b[0m\nnext \u202e line"


@pytest.fixture(autouse=True)
def shift(slt, monkeypatch) -> None:
    """Record what two people did on a day, one thing the evening before."""

    def did(who: str, at: str, *arguments: str) -> None:
        monkeypatch.setenv("SLT_USER", who)
        result = slt(*arguments, now=f"2026-11-{at}:00Z")
        assert result.code == 0, result.err

    did("ana", "24T09:00", "open", "-p", "S3", "-r", "europe", "A question")
    did("ana", "25T09:00", "open", "-p", "S1", "-r", "europe", "--partner", "Äther", "Down")
    did("Größe", "25T09:35", "respond", "2")
    did("Größe", "25T10:00", "open", "-p", "S1", "-r", "europe", "Calls drop")
    did("ana", "25T15:55", "note", "2", "2nd trace sent", "--at", "2026-11-25T15:40Z")
    did("ana", "25T16:00", "void", "3", "--reason", "twice")


@pytest.mark.parametrize("command", ["log", "list"])
@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param(
            "22:00",
            "note: --since: Wed 25 Nov 22:00 UTC has not come yet: it is 16:10 UTC\n"
            'fix: yesterday evening is --since "yesterday 22:00"\n',
            id="a time of day",
        ),
        pytest.param(
            "tomorrow",
            "note: --since: Thu 26 Nov 00:00 UTC has not come yet: it is Wed 25 Nov 16:10 UTC\n"
            "fix: name a time that has passed with --since\n",
            id="a day",
        ),
        pytest.param("16:10", "", id="now"),
    ],
)
def test_a_start_that_has_not_come_is_noted(slt, command, given, said):
    result = slt(command, "--since", given)
    assert result.code == 0
    assert result.err.removeprefix("slt: ") == said


@pytest.mark.parametrize(
    ("options", "told"),
    [
        pytest.param((), "Still running: 2 late: slt due", id="of all cases, with another"),
        pytest.param(("-p", "S1"), "With these filters: 1 late.", id="of some"),
        pytest.param(
            ("--clock", "escalation"),
            "With these filters: nothing is late or soon due.",
            id="of the level alone",
        ),
    ],
)
def test_an_escalated_case_whose_response_is_late_is_late(slt, options, told):
    slt("open", "-p", "S1", "-r", "europe", "--at", "2026-11-25T14:00:00Z", "Late")
    slt("escalate", "4")
    assert slt("log", *options, on_terminal=True).out.splitlines()[-1].endswith(f". {told}")


def test_a_story_with_what_the_next_shift_starts_with(slt):
    assert slt("log", on_terminal=True, environment={"NO_COLOR": "1"}).out == (
        "When (UTC)   Case    By     Event      What\n"
        f"{'─' * 70}\n"
        "today 09:00  CASE-2  ana    opened     S1, response due today 10:00\n"
        "today 09:35  CASE-2  Größe  responded  response met with 25 min left\n"
        "today 10:00  CASE-3  Größe  opened     S1, response due today 11:00\n"
        "today 15:40  CASE-2  ana    noted      2nd trace sent (recorded 15:55)\n"
        "today 16:00  CASE-3  ana    voided     response cancelled; twice\n"
        "5 events in 2 cases. Still running: 1 late: slt due\n"
    )


def test_a_pipe_has_full_times_and_no_last_line(slt):
    lines = slt("log", "--since", "15:00").out.splitlines()
    assert lines == [
        "When                  Case    By   Event   What",
        "Wed 25 Nov 15:40 GMT  CASE-2  ana  noted   2nd trace sent (recorded 15:55)",
        "Wed 25 Nov 16:00 GMT  CASE-3  ana  voided  response cancelled; twice",
    ]


def test_what_is_late_and_soon_due_is_counted_as_due_counts_it(slt):
    slt("open", "-p", "S1", "-r", "europe", "New", now="2026-11-25T15:15:00Z")
    slt("open", "-p", "S1", "-r", "europe", "Late", now="2026-11-25T14:00:00Z")
    shown = slt("log", "--limit", "1", on_terminal=True).out.splitlines()
    due = slt("due", on_terminal=True).out.splitlines()
    assert shown[-1] == "1 event in 1 case. Still running: 2 late, 1 soon: slt due"
    assert "2 late, 1 soon" in due[-1]


@pytest.mark.parametrize(
    ("options", "events"),
    [
        pytest.param([], [2, 2, 3, 2, 3], id="the last 24 hours"),
        pytest.param(["--since", "yesterday"], [1, 2, 2, 3, 2, 3], id="since a day"),
        pytest.param(["--since", "09:35"], [2, 3, 2, 3], id="since is included"),
        pytest.param(["--until", "09:35"], [2], id="24 hours before; until is not included"),
        pytest.param(["--until", "2026-11-24"], [1], id="until a day, with the whole of it"),
        pytest.param(["--since", "2026-10", "--until", "2026-10"], [], id="a month without any"),
        pytest.param(["--since", "15:50"], [2, 3], id="when it was recorded counts"),
        pytest.param(["--who", "GRÖSSE"], [2, 3], id="by a person, in any case of letters"),
        pytest.param(["--who", "Gr"], [], id="a name is a whole name"),
        pytest.param(["--who", "Me"], [2, 2, 3], id="by me"),
        pytest.param(["--status", "void"], [3, 3], id="of void cases"),
        pytest.param(["--partner", "äTHER"], [2, 2, 2], id="of a partner"),
        pytest.param(["--limit", "2"], [2, 3], id="the newest two"),
        pytest.param(["--limit", "1", "--who", "größe"], [3], id="the newest of a person"),
        pytest.param(["--limit", "0"], [], id="none"),
        pytest.param(
            ["--limit", "9" * 20, "--who", "me"], [2, 2, 3], id="more than can be counted"
        ),
    ],
)
def test_a_span_a_person_and_filters(items, options: list[str], events: list[int]):
    assert [item["case"] for item in items("log", *options)] == [f"CASE-{n}" for n in events]


def test_json_has_the_events_that_show_has(items, slt):
    shown = [event for n in ("2", "3") for event in items("show", n)[0]["events"]]
    logged = items("log")
    assert sorted(logged, key=lambda event: (event["case"], event["id"])) == shown
    lines = slt("log", "-o", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == logged
    assert json.loads(slt("log", "--json").out)["schema"] == "slt.event/1"


def test_quiet_has_each_case_once_in_order(slt):
    assert slt("log", "-q").out == "CASE-2\nCASE-3\n"


def test_what_was_taken_back_is_said(slt):
    slt("undo", "2", "2", "--yes")
    lines = slt("log", "--since", "yesterday").out.splitlines()
    assert lines[3].endswith("responded  taken back: response met with 25 min left")
    assert "event 2: responded" in lines[-1]


def test_nothing_stands_after_taken_back_where_an_event_says_no_more(slt):
    slt("hold", "2", now="2026-11-25T16:01:00Z")
    slt("undo", "2", "--yes", now="2026-11-25T16:05:00Z")
    assert slt("log").out.splitlines()[-2].endswith("held       taken back")


def test_a_followup_says_what_runs_again(slt):
    slt("hold", "2", now="2026-11-25T16:01:00Z")
    slt("followup", "2", now="2026-11-25T16:05:00Z")
    slt("followup", "2", now="2026-11-25T16:06:00Z")
    *_, first, second = slt("log").out.splitlines()
    assert first.endswith("followup   hold ended")
    assert second.endswith("followup   the partner wrote")


def test_nothing_recorded(slt):
    slt("close", "1", now="2026-11-25T16:01:00Z")
    empty = slt("log", "--since", "16:05", on_terminal=True)
    assert empty == (0, "No event matches. Nothing is late or soon due.\n", "")
    assert slt("log", "--since", "16:05") == (0, "", "")


@pytest.mark.sqlite("a database is a store before it is used")
def test_without_a_store_nothing_is_recorded_or_created(slt, tmp_path):
    none = ("--db", str(tmp_path / "none.db"))
    assert slt("log", *none) == (0, "", "")
    assert json.loads(slt("log", "--json", *none).out)["items"] == []
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("form", ["table", "plain", "tsv", "csv", "json", "jsonl"])
def test_hostile_texts_do_nothing_to_a_terminal(slt, monkeypatch, form: str):
    slt("open", "-p", "S1", "Down")
    monkeypatch.setenv("SLT_USER", HOSTILE.replace("\n", " "))
    slt("note", "1", HOSTILE)
    out = slt("log", "-o", form, on_terminal=True, environment={"NO_COLOR": "1"}).out
    assert "\x1b" not in out
    assert "\u202e" not in out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--since", "15:00", "--until", "14:00"], "--until 14:00 is before --since 15:00"),
        (["--since", "nonsense"], "--since"),
        (["--who", ""], "--who is empty"),
        (["--status", "gone"], "unknown status 'gone'"),
        (["--region", "apca"], "unknown region 'apca'"),
        (
            ["--follow", "--until", "14:00"],
            "--follow and --until exclude each other\nfix: leave one out\n",
        ),
        (["--follow", "-q"], "--follow and --quiet exclude each other"),
        (["--follow", "--json"], "--follow and --output json exclude each other"),
        (["--follow", "-o", "csv"], "--follow and --output csv exclude each other"),
        (["--follow", "-o", "tsv"], "--follow and --output tsv exclude each other"),
    ],
)
def test_usage_errors(slt, options: list[str], said: str):
    result = slt("log", *options)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


@pytest.mark.parametrize(
    "options",
    [
        ["--region", "europe"],
        ["-p", "S1"],
        ["--partner", "äther"],
        ["--customer", "GROSSE STRASSE"],
        ["--owner", "me"],
        ["--owner", "none"],
        ["--tag", "vip"],
        ["--text", "2ND trace"],
        ["--clock", "response"],
        ["--owner", "ANA", "--tag", "VIP", "-p", "S3"],
    ],
    ids=" ".join,
)
def test_a_filter_finds_the_events_of_the_cases_that_a_list_has(items, slt, options: list[str]):
    facts = ("--owner", "me", "--customer", "Große Straße", "--tag", "VIP")
    assert slt("update", "1", *facts).code == 0
    every = items("log", "--since", "yesterday")
    cases = {case["id"] for case in items("list", "--all", *options)}
    cases |= {case["id"] for case in items("list", "--status", "void", *options)}
    matching = [event for event in every if event["case"] in cases]
    assert items("log", "--since", "yesterday", *options) == matching != []


def test_another_zone_is_that_of_all_times(slt):
    shown = slt("log", "--limit", "1", "--times", "utc").out.splitlines()[-1]
    assert shown.startswith("Wed 25 Nov 16:00 UTC  CASE-3")


ALL = LogQuestion(EventFilter(), Filter())


def follower(now: str = "2026-11-25T16:10:00Z", form: Format | None = None, *, tty: bool = False):
    """Return an application that follows, at an instant."""
    terminal = Terminal(stdout=tty, stderr=tty)
    return App(Options(output=form), terminal=terminal, clock=lambda: datetime.fromisoformat(now))


def test_following_writes_lines_as_they_come_until_nobody_reads(slt, capsys):
    steps = iter([("note", "2", "first"), None, ("note", "1", "a second one"), ()])
    waited: list[float] = []
    seen: list[str] = []

    def wait(seconds: float) -> bool:
        waited.append(seconds)
        seen.append(capsys.readouterr().out)
        step = next(steps)
        if step:
            written = slt(*step)
            assert written.code == 0
        return step != ()

    app = follower()
    follow_log(app, ALL._replace(events=EventFilter(limit=1)), wait)
    app.close()
    assert seen == [
        (
            "When                  Case    By   Event   What\n"
            "Wed 25 Nov 16:00 GMT  CASE-3  ana  voided  response cancelled; twice\n"
        ),
        "Wed 25 Nov 16:10 GMT  CASE-2  ana  noted   first\n",
        "",
        "Wed 25 Nov 16:10 GMT  CASE-1  ana  noted   a second one\n",
    ]
    assert waited == [PACE_SECONDS] * 4


def test_following_on_a_terminal_has_its_times_without_a_table(capsys):
    app = follower(tty=True)
    follow_log(app, ALL._replace(events=EventFilter(limit=1)), lambda _: False)
    app.close()
    assert capsys.readouterr().out == (
        "When (UTC)   Case    By   Event   What\n"
        "today 16:00  CASE-3  ana  voided  response cancelled; twice\n"
    )


def test_ctrl_c_ends_it_without_an_error(capsys):
    def interrupted(_: float) -> bool:
        raise KeyboardInterrupt

    app = follower(form="jsonl")
    follow_log(app, ALL._replace(events=EventFilter(limit=1)), interrupted)
    app.close()
    assert json.loads(capsys.readouterr().out)["kind"] == "voided"


@pytest.mark.sqlite("a file that is out of reach")
def test_a_store_that_cannot_be_read_is_said_once_and_asked_again(slt, capsys, home):
    file = home / ".local/share/slt/cases.db"
    app = follower()
    steps = iter(["lose", "", "", "find", "end"])
    seen: list[tuple[str, str]] = []

    def wait(_: float) -> bool:
        seen.append(tuple(capsys.readouterr()))
        step = next(steps)
        if step == "lose":
            app.store.close()
            file.rename(file.with_name("elsewhere"))
        if step == "find":
            file.with_name("elsewhere").rename(file)
            assert slt("note", "2", "found").code == 0
        return step != "end"

    follow_log(app, ALL._replace(events=EventFilter(limit=0)), wait)
    app.close()
    (_, said), *quiet = seen[1:]
    assert f"note: there is no store {file} any more; it is asked again every two seconds" in said
    assert "fix: put it back, or end with Ctrl-C and name the store with --db" in said
    assert quiet[:-1] == [("", "")] * 2
    assert quiet[-1][0].endswith("CASE-2  ana  noted  found\n")


def following(*arguments: str) -> subprocess.Popen:
    command = [sys.executable, "-m", "slt_cli", "log", "--follow", "--since", "2026-01-01"]
    return subprocess.Popen([*command, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_an_interrupted_process_ends_with_0():
    with following("-o", "jsonl") as process:
        assert json.loads(process.stdout.readline())["case"] == "CASE-1"
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (0, b"")


def test_a_process_whose_reader_goes_ends_quietly():
    with following() as process:
        assert process.stdout.readline().startswith(b"When")
        process.stdout.close()
        assert process.wait(timeout=30) == 0
        assert process.stderr.read() == b""


def test_a_closed_pipe_ends_a_log_quietly():
    reader, writer = os.pipe()
    os.close(reader)
    line = [sys.executable, "-m", "slt_cli", "log", "--since", "2026-01-01", "-o", "jsonl"]
    done = subprocess.run(line, stdout=writer, stderr=subprocess.PIPE, timeout=60, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


def test_many_events_of_many_cases_keep_their_order(items, slt, tmp_path):
    rows = [
        f"S3,2026-11-0{1 + n % 9}T{n % 24:02}:00:00Z,2026-11-1{n % 9}T{n % 24:02}:00:00Z,case {n}"
        for n in range(700)
    ]
    file = tmp_path / "many.csv"
    file.write_text("priority,opened_at,closed_at,subject\n" + "\n".join(rows))
    assert slt("import", str(file)).code == 0
    events = items("log", "--since", "16:05")
    assert len(events) == 1400
    order = [(e["at"], e["recorded_at"], int(e["case"][5:]), e["id"]) for e in events]
    assert order == sorted(order)


FILTERED = {
    "of one region": (["-r", "europe"], "With these filters: 2 late, 1 soon."),
    "of a partner": (["--partner", "Äther"], "With these filters: nothing is late or soon due."),
    "of a priority": (["-p", "S3"], "With these filters: 1 late."),
    "of a priority without any": (["-p", "S2"], "With these filters: nothing is late or soon due."),
    "of clocks of a kind": (["--clock", "response"], "With these filters: 2 late, 1 soon."),
    "of ended cases": (["--status", "void"], "With these filters: nothing is late or soon due."),
    "of one person": (["--who", "ana"], "Still running: 2 late, 1 soon: slt due"),
    "of a span": (["--since", "15:00"], "Still running: 2 late, 1 soon: slt due"),
}


@pytest.mark.parametrize(("options", "last"), FILTERED.values(), ids=FILTERED)
def test_what_still_runs_is_of_the_cases_that_the_filters_choose(slt, options, last):
    slt("open", "-p", "S1", "-r", "europe", "New", now="2026-11-25T15:15:00Z")
    slt("open", "-p", "S1", "-r", "europe", "Late", now="2026-11-25T14:00:00Z")
    shown = slt("log", *options, on_terminal=True).out.splitlines()[-1]
    assert shown.endswith(last)
    if "filters: " in last and "nothing" not in last:
        due = slt("due", *options, on_terminal=True).out.splitlines()[-1]
        counts = last.removeprefix("With these filters: ").removesuffix(".")
        assert counts in due


@pytest.mark.parametrize("columns", [56, 58, 66, 80])
def test_that_an_event_was_recorded_late_is_not_cut(slt, columns):
    slt("note", "2", "The third trace has no media " * 4, "--at", "2026-11-25T15:41Z")
    shown = slt("log", on_terminal=True, environment={"COLUMNS": str(columns)}).out
    assert "… (recorded 16:10)\n" in shown


def test_that_an_event_was_taken_back_is_seen_before_that_it_was_recorded_late(slt):
    slt("note", "2", "The third trace has no media " * 4, "--at", "2026-11-25T15:41Z")
    slt("undo", "2", "--yes")
    shown = slt("log", on_terminal=True, environment={"COLUMNS": "66"}).out
    assert "taken back: The third" in shown


def test_what_was_recorded_by_a_clock_that_was_ahead_is_last(slt, items):
    ahead = slt("open", "-p", "S1", "One", "-q", now="2027-11-23T12:00:00Z").out.strip()
    slt("open", "-p", "S1", "Two")
    assert items("log")[-1]["case"] == ahead
