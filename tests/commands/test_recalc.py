"""`slt recalc` shows the due times of a changed configuration; --apply records them."""

import pytest

from slt_cli.cli.program import run
from tests.commands.stopping import stopping

pytestmark = [pytest.mark.every_engine, pytest.mark.now("2026-11-14T03:00:00Z")]

OPENED = ("--at", "2026-11-13T17:00:00-08:00")
HOLIDAY = '[[regions.usa.exceptions]]\ndate = 2026-11-16\nname = "A holiday"\n'
LONGER = '[plans.partner.targets.S2]\nresponse = "5h"\n'
OLD, NEW = "2026-11-16T16:00:00Z", "2026-11-17T16:00:00Z"


@pytest.fixture
def case(slt):
    """Open a case an hour before the weekend: S2, due on Monday at 08:00."""
    slt("open", "-p", "S2", *OPENED, "Recordings are missing")


@pytest.fixture
def changed(home, monkeypatch):
    """Return a function that changes the configuration of the commands that follow."""

    def change(text):
        (home / "own.toml").write_text(text)
        monkeypatch.setenv("SLT_CONFIG", str(home / "own.toml"))

    return change


def difference(**fields):
    usual = {"id": "CASE-1", "kind": "response", "level": 0, "due_at": OLD}
    return {**usual, "recalculated_due_at": NEW, **fields}


@pytest.mark.parametrize("apply", [[], ["--apply"]], ids=["shown", "applied"])
@pytest.mark.usefixtures("case")
def test_without_a_change_there_is_nothing_to_show_or_record(slt, items, apply):
    standing = items("show", "1")
    assert slt("recalc", *apply) == (0, "", "")
    assert items("recalc", *apply) == []
    assert items("show", "1") == standing


@pytest.mark.usefixtures("case")
def test_shows_the_promised_and_the_recalculated_due_time(slt, items, changed):
    changed(HOLIDAY)
    assert items("recalc") == [difference()]
    assert slt("recalc").out.splitlines() == [
        "Case    Clock     Promised              Recalculated          Subject",
        "CASE-1  response  Mon 16 Nov 08:00 PST  Tue 17 Nov 08:00 PST  Recordings are missing",
    ]


@pytest.mark.usefixtures("case")
def test_showing_records_nothing(items, changed):
    changed(HOLIDAY)
    standing = items("show", "1")
    items("recalc")
    assert items("show", "1") == standing
    assert standing[0]["due_at"] == OLD


@pytest.mark.usefixtures("case")
def test_applying_records_old_and_new(items, changed):
    changed(HOLIDAY)
    assert items("recalc", "--apply") == [difference()]
    (case,) = items("show", "1")
    event = case["events"][-1]
    assert case["due_at"] == NEW
    assert (event["kind"], event["who"], event["note"]) == ("updated", "tester", "recalculated")
    assert event["changes"] == {"due_at": {"old": OLD, "new": NEW}}


@pytest.mark.usefixtures("case")
def test_applying_twice_changes_nothing_more(items, changed):
    changed(HOLIDAY)
    items("recalc", "--apply")
    standing = items("show", "1")
    assert items("recalc") == []
    assert items("recalc", "--apply") == []
    assert items("show", "1") == standing


@pytest.mark.usefixtures("case")
def test_applying_twice_at_once_records_one_event(slt, items, changed, capsys):
    changed(HOLIDAY)

    def meanwhile():
        assert slt("recalc", "--apply", "-q").out == "CASE-1\n"

    made = stopping(1, "before", meanwhile, "2026-11-14T03:00:00Z")
    assert run(("recalc", "--apply"), made) == 0
    assert (*capsys.readouterr(),) == ("", "")
    assert [event["kind"] for event in items("show", "1")[0]["events"]] == ["opened", "updated"]


@pytest.mark.usefixtures("case")
def test_a_changed_target_is_recorded_with_its_length(items, changed):
    changed(LONGER)
    items("recalc", "--apply")
    changes = items("show", "1")[0]["events"][-1]["changes"]
    assert changes["target_seconds"] == {"old": 14400, "new": 18000}
    assert changes["due_at"] == {"old": OLD, "new": "2026-11-16T17:00:00Z"}


@pytest.mark.parametrize(
    ("ending", "shown"),
    [
        pytest.param([], [0], id="open"),
        pytest.param(["respond"], [], id="answered"),
        pytest.param(["close"], [], id="closed"),
        pytest.param(["close", "reopen"], [0], id="reopened: its clock runs on"),
        pytest.param(["escalate"], [0, 1], id="escalated: both clocks run"),
        pytest.param(["escalate", "respond"], [], id="answered at level 1"),
        pytest.param(["respond", "escalate"], [1], id="answered, then escalated"),
    ],
)
@pytest.mark.usefixtures("case")
def test_only_clocks_that_run_are_recalculated(items, changed, ending, shown):
    for command in ending:
        items(command, "1", *OPENED)
    standing = items("show", "1")
    changed(HOLIDAY)
    assert [row["level"] for row in items("recalc", "--apply")] == shown
    assert (items("show", "1") == standing) is (not shown)


@pytest.mark.usefixtures("case")
def test_an_escalation_is_recalculated_from_its_own_start(items, changed):
    items("escalate", "1", "--at", "2026-11-14T01:30:00Z")
    changed(HOLIDAY)
    escalated = difference(
        kind="escalation",
        level=1,
        due_at="2026-11-16T16:30:00Z",
        recalculated_due_at="2026-11-17T16:30:00Z",
    )
    assert items("recalc", "--apply") == [difference(), escalated]
    assert items("show", "1")[0]["escalation_due_at"] == "2026-11-17T16:30:00Z"


@pytest.mark.usefixtures("case")
def test_a_plan_that_no_longer_applies_removes_the_target(slt, items, changed):
    changed('[plans.partner]\napplies_to = ["referral"]\n')
    assert items("recalc") == [difference(recalculated_due_at=None)]
    assert "none" in slt("recalc", "--apply").out
    (case,) = items("show", "1")
    assert (case["plan"], case["due_at"], case["verdict"]) == (None, OLD, "cancelled")
    assert items("due") == []
    assert items("recalc") == []


@pytest.mark.usefixtures("case")
def test_each_case_is_recalculated_in_its_own_region(slt, items, changed):
    slt("open", "-p", "S2", "-r", "apac", *OPENED, "Second")
    slt("open", "-p", "S2", *OPENED, "--partner-type", "referral", "Third")
    changed(HOLIDAY)
    assert slt("recalc", "-q").out == "CASE-1\n"
    assert items("recalc") == [difference()]


@pytest.mark.usefixtures("case")
def test_quiet_prints_a_case_with_two_changed_clocks_once(slt, changed):
    slt("escalate", "1", *OPENED)
    changed(HOLIDAY)
    assert slt("recalc", "-q").out == "CASE-1\n"


@pytest.mark.usefixtures("case")
def test_a_level_that_is_no_longer_configured_keeps_its_due_time(items, changed):
    items("escalate", "1", "--level", "3", *OPENED)
    changed(
        '[[escalation.levels]]\nname = "Ed"\nchannel = "phone"\ncontact = "112"\nresponse = "1h"\n'
    )
    assert items("recalc") == []


@pytest.mark.usefixtures("case")
def test_on_a_terminal_it_says_how_to_record_what_would_change(slt, changed):
    changed(HOLIDAY)
    *_, counted, told = slt("recalc", on_terminal=True).out.splitlines()
    assert counted == "1 due time would change. Clocks that have stopped stay."
    assert told == "Nothing was recorded: slt recalc --apply"
    assert "Nothing" not in slt("recalc", "--apply", on_terminal=True).out


def test_on_a_terminal_it_says_that_all_is_well(slt):
    said = "Every due time is what the configuration promises.\n"
    assert slt("recalc", on_terminal=True) == (0, said, "")


def test_the_others_are_recalculated_although_a_region_is_no_longer_configured(slt, home):
    (home / "with.toml").write_text(
        '[regions.mars]\nname = "Mars"\ntimezone = "UTC"\nhotline = "+1 555 0100"\n'
        '[regions.mars.hours]\nmon-fri = "08:00-18:00"\n'
    )
    (home / "without.toml").write_text('[regions.apac.hours]\nmon-fri = "10:00-16:00"\n')
    opening = ("open", "-p", "S2", "--at", "2026-03-06T08:30+08:00", "x", "-q", "-r")
    assert slt(*opening, "apac").code == 0
    assert slt(*opening, "mars", "--config", str(home / "with.toml")).code == 0
    assert slt(*opening, "apac").code == 0
    without = ("--config", str(home / "without.toml"))
    told = slt("recalc", "--apply", "-q", *without)
    assert (told.code, told.out) == (3, "CASE-1\nCASE-3\n")
    assert "CASE-2 needs [regions.mars]" in told.err
    again = slt("recalc", "-q", *without)
    assert (again.code, again.out) == (3, "")
    slt("respond", "2", *without)
    assert slt("recalc", *without) == (0, "", "")


@pytest.mark.usefixtures("case")
def test_the_response_comes_before_the_escalation_also_where_it_has_no_target_any_more(
    slt, items, changed
):
    slt("escalate", "1", *OPENED)
    longer = '[[escalation.levels]]\nname = "A"\nchannel = "email"\ncontact = "a@example.com"\n'
    changed(f'[plans.partner.targets]\nS2 = false\n{longer}response = "9h"\n')

    found = items("recalc")

    assert [(each["kind"], each["recalculated_due_at"] is None) for each in found] == [
        ("response", True),
        ("escalation", False),
    ]


@pytest.mark.parametrize(
    ("stop", "verdicts"),
    [
        pytest.param(
            ["mark", "1", "workaround", "--at", "2026-11-14T01:10:00Z"],
            {"workaround": "met", "resolution": None},
            id="marked in time",
        ),
        pytest.param(
            ["mark", "1", "workaround", "--at", "2026-11-14T01:50:00Z"],
            {"workaround": "missed", "resolution": None},
            id="marked late",
        ),
        pytest.param(
            ["resolve", "1", "--at", "2026-11-14T01:25:00Z"],
            {"workaround": "met", "resolution": "met"},
            id="resolved in time",
        ),
        pytest.param(
            ["close", "1", "--at", "2026-11-14T01:40:00Z"],
            {"workaround": "cancelled", "resolution": "missed"},
            id="closed",
        ),
    ],
)
@pytest.mark.usefixtures("case")
def test_what_stopped_a_clock_before_it_was_added_is_recorded_later(
    slt, items, changed, stop, verdicts
):
    changed('[plans.partner.targets.S2]\nworkaround = "45m"\nresolution = "30m"\n')
    slt("recalc", "--apply")
    slt(*stop)
    (case,) = items("show", "1")
    found = {clock["kind"]: clock["verdict"] for clock in case["clocks"]}
    assert {kind: found.get(kind, "gone") for kind in verdicts} == verdicts
    assert slt("verify").code == 0
