"""`slt due --clock`: the clocks of one kind, in a list, of a case, and explained."""

import json

from tests.screens.conftest import Screen


def test_a_list_has_the_cases_whose_clock_of_this_kind_runs(screen: Screen) -> None:
    rows = [line.split()[0] for line in screen("due", "--clock", "Update").out.splitlines()[1:]]
    assert rows == ["CASE-402", "CASE-412", "CASE-404"]


def test_json_has_the_same_clocks(screen: Screen) -> None:
    items = json.loads(screen("due", "--clock", "update", "--json").out)["items"]
    assert [(each["id"], each["kind"]) for each in items] == [
        ("CASE-402", "update"),
        ("CASE-412", "update"),
        ("CASE-404", "update"),
    ]


def test_a_late_clock_behind_a_nearer_one_is_found(screen: Screen) -> None:
    rows = screen("due", "--clock", "response", "--late").out.splitlines()[1:]
    assert [line.split()[0] for line in rows] == ["CASE-409", "CASE-411", "CASE-410"]


def test_a_clock_of_a_case_that_has_stopped_is_shown(screen: Screen) -> None:
    shown = screen("due", "402", "--clock", "response", "--explain", width=80).out
    assert "State     met with 2 h 20 min left\n" in shown
    assert shown.endswith("Other clocks, by --clock: update, next, workaround, resolution\n")


def test_a_case_without_such_a_clock(screen: Screen) -> None:
    assert (
        screen("due", "414", "--clock", "update", width=80).out == "The case has no such clock.\n"
    )
    assert screen("due", "414", "--clock", "update").out == ""


def test_of_a_case_the_clock_of_the_list_is_explained_and_with_clocks_each(screen: Screen) -> None:
    one = screen("due", "402", "--explain").out
    assert [line for line in one.splitlines() if line.startswith("Clock ")] == [
        "Clock     update, 8 h of USA support time from Mon 23 Nov 16:40 PST"
    ]
    each = screen("due", "402", "--explain", "--clocks", width=80).out
    assert each.count("\nClock ") == 4
    assert "Other clocks" not in each


def test_a_hypothetical_case_can_be_asked_for_one_clock(screen: Screen) -> None:
    asked = ("due", "--if-opened", "2026-11-25T19:00:00-08:00", "-p", "S1", "--explain")
    shown = screen(*asked, "--clock", "response").out
    assert shown.splitlines()[:3] == [
        "Clock     response, 1 h of USA support time from Wed 25 Nov 19:00 PST",
        "Due       Fri 27 Nov 06:00 PST",
        "Moved by  support was closed until Fri 27 Nov 05:00 PST; Thanksgiving, Thu 26 Nov",
    ]
    assert "Wed 25 Nov  -      -         -  0 min  after closing\n" in shown


def test_a_hypothetical_case_without_such_a_clock(screen: Screen) -> None:
    asked = ("due", "--if-opened", "2026-11-25T10:00:00-08:00", "-p", "S1", "--clock", "update")
    for more in ((), ("--explain",)):
        shown = screen(*asked, *more, width=80).out
        assert shown.startswith("A new case has no such clock: `slt targets --clocks` says what")


def test_plain_time_is_named_as_what_it_is(slt, home) -> None:
    (home / "own.toml").write_text(
        '[plans.partner.targets.S1]\nresponse = { within = "1h", clock = "24x7" }\n'
        '[plans.partner.targets.S2]\nresponse = { within = "1h", clock = "nights" }\n'
        '[schedules.nights.hours]\nmon-sun = "20:00-24:00"\n',
        encoding="utf-8",
    )
    asked = ("--config", str(home / "own.toml"), "due", "--if-opened", "2026-11-20T21:00:00-08:00")
    plain = slt(*asked, "-p", "S1", "--explain").out
    assert plain.startswith("Clock     response, 1 h around the clock from Fri 20 Nov 21:00 PST\n")
    assert plain.endswith("Times are PST. Adds and Total are plain time.\n")
    named = slt(*asked, "-p", "S2", "--explain").out
    assert named.endswith("Adds and Total are time of the schedule nights.\n")


def test_an_unknown_kind(screen: Screen) -> None:
    result = screen("due", "--clock", "reponse")
    assert (result.code, result.out) == (2, "")
    assert "unknown clock 'reponse'" in result.err
    assert "did you mean 'response'? One of: response, next, update, workaround" in result.err
