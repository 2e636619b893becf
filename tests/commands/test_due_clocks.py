"""`slt due` with more than one clock for a case: rows, filters, explanations, figures."""

import re

import pytest

from tests.commands.lives import FRIDAY_EVENING, OPEN, at, instant, live

pytestmark = [
    pytest.mark.every_engine,
    pytest.mark.usefixtures("whole_life", "cases"),
    pytest.mark.now(FRIDAY_EVENING),
]

NOON = at("12:00")


@pytest.fixture
def cases(slt, items):
    """Open a case that is on hold, with a late `next`, and one that nobody answered."""
    slt(*OPEN, *at("08:00"))
    live(items, "08:30 respond", "09:00 followup", "09:30 mark diagnosis", "10:00 hold")
    slt(*OPEN, *at("11:30"))


def kinds(rows, case="CASE-1"):
    return [(row["kind"], row["state"]) for row in rows if row["id"] == case]


def rows(slt, *options):
    """Return the rows for people: case, state and clock of each."""
    lines = slt("due", *options, *NOON).out.splitlines()[1:]
    return [
        re.match(r"(\S+)  -    S1 +(\S+) .*  (\w+(?: \+\d+)?)  +-  +\S+  +Europe", line).groups()
        for line in lines
    ]


def test_json_has_every_running_clock_the_earliest_first_and_paused_ones_last(items):
    assert [(row["id"], row["kind"]) for row in items("due", *NOON)] == [
        ("CASE-1", "next"),
        ("CASE-2", "response"),
        ("CASE-2", "diagnosis"),
        ("CASE-2", "workaround"),
        ("CASE-2", "resolution"),
        ("CASE-1", "update"),
        ("CASE-1", "workaround"),
        ("CASE-1", "resolution"),
    ]


def test_of_one_case_too_paused_clocks_are_last(items):
    assert kinds(items("due", "1", *NOON)) == [
        *(("next", "late"), ("update", "held"), ("workaround", "held"), ("resolution", "held"))
    ]


def test_exactly_one_clock_of_a_case_decides(items):
    found = items("due", *NOON)
    assert [(row["id"], row["kind"]) for row in found if row["decides"]] == [
        ("CASE-1", "next"),
        ("CASE-2", "response"),
    ]


def test_a_running_escalation_stands_for_the_response(items, slt):
    items("escalate", "2", *at("11:45"))
    (row,) = [row for row in items("due", "2", *NOON) if row["decides"]]
    assert (row["kind"], row["level"]) == ("diagnosis", 0)  # due at 14:30, level 1 at 15:45
    assert rows(slt)[1] == ("CASE-2", "pending", "diagnosis +3")


def test_people_read_a_row_for_a_case_and_how_many_other_clocks_run(slt):
    assert rows(slt) == [("CASE-1", "late", "next +3"), ("CASE-2", "pending", "response +3")]


def test_with_clocks_they_read_a_row_for_every_clock(slt, items):
    every = [(row["id"], row["state"], row["kind"]) for row in items("due", *NOON)]
    assert rows(slt, "--clocks") == every


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        pytest.param(["--held"], [("CASE-1", "held", "update +3")], id="held"),
        pytest.param(["--late"], [("CASE-1", "late", "next +3")], id="late"),
        pytest.param(
            ["--not-late"],
            [("CASE-2", "pending", "response +3"), ("CASE-1", "held", "update +3")],
            id="not late",
        ),
        pytest.param(
            ["--late", "--held", "--clocks"],
            [
                ("CASE-1", "late", "next"),
                ("CASE-1", "held", "update"),
                ("CASE-1", "held", "workaround"),
                ("CASE-1", "held", "resolution"),
            ],
            id="late or held, every clock",
        ),
        pytest.param(
            ["--within", "45m", "--not-late"], [("CASE-2", "pending", "response +3")], id="within"
        ),
        pytest.param(["--within", "10m"], [("CASE-1", "late", "next +3")], id="within has late"),
    ],
)
def test_options_choose_clocks_before_rows_are_merged(slt, options, wanted):
    assert rows(slt, *options) == wanted


def test_held_is_the_paused_clocks_with_the_beginning_of_the_hold(slt, items):
    found = items("due", "--held", *NOON)
    assert [row["kind"] for row in found] == ["update", "workaround", "resolution"]
    assert {row["held_since"] for row in found} == {instant("10:00")}
    assert "since Mon 23 Nov 10:00 GMT" in slt("due", "--held", *NOON).out


def test_each_clock_has_its_target_and_cycle(items):
    (row,) = [row for row in items("due", "2", *NOON) if row["kind"] == "diagnosis"]
    facts = [row[field] for field in ("cycle", "target", "target_seconds", "target_clock")]
    assert facts == [1, "3h", 3 * 3600, "24x7"]


def test_a_case_that_might_be_opened_has_a_line_for_each_target_the_earliest_first(items):
    opened = ("due", "--if-opened", "2026-11-23T09:00", "-p", "S1", "-r", "europe")
    assert [(row["kind"], row["due_at"]) for row in items(*opened)] == [
        ("response", instant("10:00")),
        ("diagnosis", instant("12:00")),
        ("workaround", instant("17:00")),
        ("resolution", instant("09:00", 25)),
    ]


def test_explain_has_rows_for_the_time_on_hold(slt, items):
    live(items, "11:00 resume")
    (row,) = [row for row in items("due", "1", "--explain", *NOON) if row["kind"] == "update"]
    parts = [(line["reason"], line["from"], line["adds_seconds"]) for line in row["ledger"]]
    assert parts == [
        ("counted", instant("08:30"), 90 * 60),
        ("on-hold", instant("10:00"), 0),
        ("counted", instant("11:00"), 150 * 60),
    ]
    assert row["ledger"][-1]["to"] == row["due_at"] == instant("13:30")
    assert row["ledger"][-1]["total_seconds"] == row["target_seconds"]
    text = slt("due", "1", "--explain", "--clock", "update", *NOON).out
    assert re.search(r"Mon 23 Nov  10:00  11:00 +- +\S+ (h|min).*  on hold\n", text)


def test_explain_has_a_row_for_the_time_between_closing_and_reopening(slt, items):
    items("close", "2", *at("11:40"))
    items("reopen", "2", *at("11:50"))
    (row,) = [row for row in items("due", "2", "--explain", *NOON) if row["kind"] == "response"]
    cut = [line for line in row["ledger"] if line["reason"] == "closed-case"]
    assert [(line["from"], line["to"]) for line in cut] == [(instant("11:40"), instant("11:50"))]
    assert row["due_at"] == instant("12:40")
    assert "the case was resolved or closed" in slt("due", "2", "--explain", *NOON).out


def test_nagios_has_figures_for_each_kind_of_clock(slt):
    result = slt("due", "--nagios", *NOON)
    assert result.code == 2
    text, figures = result.out.split(" | ")
    due = "nearest CASE-1 S1 next, due 2026-11-23T11:00:00Z"
    assert text == f"SLT CRITICAL - 1 late, 0 soon, 8 running; {due}"
    late = {name: int(count) for name, count in re.findall(r"late_(\w+)=(\d+);;0", figures)}
    assert late == dict.fromkeys(
        ("diagnosis", "response", "resolution", "update", "workaround"), 0
    ) | {"next": 1}


@pytest.mark.parametrize("form", [["--json"], ["-o", "csv"], ["-q"]], ids=" ".join)
def test_nagios_has_a_format_of_its_own(slt, form):
    result = slt("due", "--nagios", *form, *NOON)
    assert (result.code, result.out) == (3, "SLT UNKNOWN - --nagios has a format of its own\n")


def test_exit_code_is_about_every_clock_shown(slt):
    assert slt("due", "--exit-code", *NOON).code == 11
    assert slt("due", "--exit-code", "--not-late", *NOON).code == 0
    assert slt("due", "--exit-code", "--held", *NOON).code == 0


def test_quiet_prints_each_case_once(slt):
    assert slt("due", "-q", *NOON).out == "CASE-1\nCASE-2\n"


def test_not_late_leaves_out_what_is_late_with_any_other_choice(items):
    assert items("due", "--late", "--not-late", *NOON) == []
