"""`slt due` shows the running clocks, and when a case would be due."""

import pytest

pytestmark = pytest.mark.every_engine

FRIDAY = "2026-03-06T17:00:00-08:00"
SUNDAY = ("--at", "2026-03-08T12:00:00Z")
CLOCK_FIELDS = [
    "id",
    "subject",
    "priority",
    "region",
    "partner",
    "kind",
    "level",
    "started_at",
    "due_at",
    "state",
    "remaining_seconds",
    "timezone",
    "ref",
    "owner",
    "cycle",
    "target",
    "target_seconds",
    "target_clock",
    "held_since",
    "decides",
]


@pytest.fixture
def cases(slt):
    """Open four cases: on Sunday 1 is late, 2 is soon due, 3 is pending, 4 has no target."""
    slt("open", "-p", "S1", "--at", "2026-03-06T16:30:00-08:00", "--partner", "Example", "First")
    slt("open", "-p", "S2", "--at", "2026-03-06T14:30:00-08:00", "Second")
    slt("open", "-p", "S2", "--at", FRIDAY, "-r", "apac", "Third")
    slt("open", "-p", "S1", "--at", FRIDAY, "--partner-type", "referral", "Fourth")


@pytest.mark.parametrize(
    ("opened", "priority", "region", "due"),
    [
        pytest.param(
            "2026-11-20T17:30:00-08:00",
            "S1",
            "usa",
            "2026-11-23T13:30:00Z",
            id="an hour over a weekend",
        ),
        pytest.param(
            "2026-11-20T17:30:00-08:00",
            "S2",
            "usa",
            "2026-11-23T16:30:00Z",
            id="four hours over a weekend",
        ),
        pytest.param(
            "2026-03-06T17:00:00-08:00",
            "S2",
            "usa",
            "2026-03-09T15:00:00Z",
            id="over a change to summer time",
        ),
        pytest.param(
            "2026-11-23T10:00:00Z", "s3", "EMEA", "2026-11-23T16:00:00Z", id="within a day"
        ),
    ],
)
def test_when_a_case_would_be_due(items, opened, priority, region, due):
    (clock,) = items("due", "--if-opened", opened, "-p", priority, "-r", region)
    assert (clock["id"], clock["subject"], clock["due_at"]) == (None, None, due)


def test_a_case_that_is_not_opened_says_when_its_clock_would_start(slt):
    at = ("--if-opened", "2026-11-21T12:00:00Z", "--at", "2026-11-21T12:00:00Z")
    result = slt("due", *at, "-p", "S1", "-r", "apac")
    assert result.out.splitlines() == [
        (
            "Case  Ref  Priority  State    Due                   Left  Clock     "
            "Owner  Partner  Region  Subject"
        ),
        (
            "-     -    S1        pending  Mon 23 Nov 10:00 SGT   1 h  response  "
            "-      -        APAC    -"
        ),
        "Opened: Sat 21 Nov 20:00 SGT",
        "Clock: starts Mon 23 Nov 09:00 SGT: support was closed when the case was opened",
    ]
    assert slt("list", "--all").out == ""


def test_a_referral_partners_case_would_have_no_target(slt, items):
    question = ("due", "--if-opened", FRIDAY, "-p", "S1", "--partner-type", "referral")
    (clock,) = items(*question)
    assert (clock["due_at"], clock["state"], clock["remaining_seconds"]) == (None, "none", None)
    assert "Target: none: Referral partner has no target\n" in slt(*question).out


@pytest.mark.usefixtures("cases")
def test_running_clocks_are_sorted_by_due_time(slt):
    assert slt("due", *SUNDAY).out.splitlines() == [
        (
            "Case    Ref  Priority  State    Due                     Left  Clock     "
            "Owner  Partner  Region  Subject"
        ),
        (
            "CASE-1  -    S1        late     Fri 6 Mar 17:30 PST  -30 min  response  "
            "-      Example  USA     First"
        ),
        (
            "CASE-3  -    S2        pending  Mon 9 Mar 13:00 SGT      4 h  response  "
            "-      -        APAC    Third"
        ),
        (
            "CASE-2  -    S2        soon     Mon 9 Mar 05:30 PDT   30 min  response  "
            "-      -        USA     Second"
        ),
    ]


@pytest.mark.usefixtures("cases")
def test_json_has_the_fields_of_the_contract(items):
    clocks = items("due", "--at", "2026-03-09T12:10:00Z")
    assert [list(clock) for clock in clocks] == [CLOCK_FIELDS] * 3
    assert list(clocks[0].values()) == [
        *("CASE-1", "First", "S1", "usa", "Example", "response", 0),
        *("2026-03-07T00:30:00Z", "2026-03-07T01:30:00Z", "late", -2400, "America/Los_Angeles"),
        *(None, None, 1, "1h", 3600, "support-hours", None, True),
    ]


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        pytest.param(["--late"], [1], id="late"),
        pytest.param(["--soon"], [2], id="soon"),
        pytest.param(["--late", "--soon"], [1, 2], id="late or soon"),
        pytest.param(["--within", "30m"], [1, 2], id="within half an hour, or late"),
        pytest.param(["--within", "4h"], [1, 3, 2], id="within four hours, or late"),
        pytest.param(["--region", "Asia Pacific"], [3], id="region by alias"),
        pytest.param(["--priority", "s2"], [3, 2], id="priority"),
        pytest.param(["--partner", "EXAMPLE"], [1], id="partner"),
        pytest.param(["--status", "open", "--limit", "1"], [1], id="the first one"),
        pytest.param(["--soon", "--limit", "1"], [2], id="the first one that is soon"),
        pytest.param(["--status", "closed"], [], id="none is closed"),
        pytest.param(["case-2"], [2], id="one case"),
        pytest.param(["2", "--late"], [], id="one case that is not late"),
    ],
)
@pytest.mark.usefixtures("cases")
def test_selection(slt, arguments, ids):
    result = slt("due", "-q", *SUNDAY, *arguments)
    assert result == (0, "".join(f"CASE-{number}\n" for number in ids), "")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param([], 11, id="late and soon"),
        pytest.param(["--soon"], 10, id="soon"),
        pytest.param(["--region", "apac"], 0, id="pending"),
        pytest.param(["--status", "closed"], 0, id="nothing"),
        pytest.param(["4"], 0, id="without a target"),
    ],
)
@pytest.mark.usefixtures("cases")
def test_exit_code(slt, arguments, code):
    with_it, without = ("due", "--exit-code", *SUNDAY, *arguments), ("due", *SUNDAY, *arguments)
    assert slt(*with_it).code == code
    assert slt(*without) == (0, slt(*with_it).out, "")


@pytest.mark.usefixtures("cases")
def test_exactly_at_the_due_time_is_not_late(items):
    (clock,) = items("due", "1", "--at", "2026-03-07T01:30:00Z")
    assert (clock["state"], clock["remaining_seconds"]) == ("soon", 0)


@pytest.mark.usefixtures("cases")
def test_an_escalation_runs_beside_the_response(slt, items):
    slt("escalate", "1", "--at", "2026-03-09T12:00:00Z")
    clocks = items("due", "1", "--at", "2026-03-09T12:30:00Z")
    assert [(clock["kind"], clock["level"], clock["state"]) for clock in clocks] == [
        ("response", 0, "late"),
        ("escalation", 1, "pending"),
    ]
    assert "level 1" in slt("due", "1").out
    assert len(items("due")) == 4


@pytest.mark.usefixtures("cases")
@pytest.mark.parametrize(
    ("line", "told"),
    [
        pytest.param("due", True, id="the level alone is shown"),
        pytest.param("due -r usa", True, id="of the cases chosen"),
        pytest.param("due --clocks", False, id="every clock is shown"),
        pytest.param("due --late", False, id="the response is shown"),
        pytest.param("list", True, id="the list shows the level"),
        pytest.param("list --late", True, id="a case is listed as late by its response"),
        pytest.param("list --clock response", False, id="the list shows the response"),
        pytest.param("", True, id="the first screen"),
    ],
)
def test_a_late_response_beside_a_level_in_time_is_told(slt, line, told):
    slt("escalate", "1", "--at", "2026-03-09T12:00:00Z")
    out = slt(*line.split(), now="2026-03-09T12:30:00Z", on_terminal=True).out
    assert ("1 escalated case has a late response, too: slt due --late\n" in out) == told


@pytest.mark.usefixtures("cases")
def test_a_level_that_is_late_itself_needs_no_word_on_the_response(slt):
    slt("escalate", "1", "--at", "2026-03-09T12:00:00Z")
    assert "too: slt due" not in slt("due", now="2026-03-12T12:30:00Z", on_terminal=True).out


@pytest.mark.usefixtures("cases")
def test_a_stopped_clock_is_shown_if_its_case_is_named(items):
    items("respond", "1", "--at", "2026-03-07T01:30:00Z")
    (clock,) = items("due", "1")
    assert (clock["state"], clock["remaining_seconds"]) == ("met", None)


def test_nothing_running_prints_nothing(slt):
    assert slt("due") == (0, "", "")
    assert slt("due", "--exit-code") == (0, "", "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["--if-opened", FRIDAY], "needs --priority", id="no priority"),
        pytest.param(
            ["--if-opened", FRIDAY, "-p", "S9"], "unknown priority 'S9'", id="unknown priority"
        ),
        pytest.param(["--if-opened", "soon", "-p", "S1"], "--if-opened: 'soon'", id="not a time"),
        pytest.param(
            ["1", "--if-opened", FRIDAY, "-p", "S1"],
            "is not about a case",
            id="a case and --if-opened",
        ),
        pytest.param(
            ["--if-opened", FRIDAY, "--late"], "is not about a case", id="--late and --if-opened"
        ),
        pytest.param(
            ["1", "--partner-type", "referral"],
            "--partner-type chooses cases, but a case is named",
            id="a case and a partner type",
        ),
        pytest.param(["1", "--region", "usa"], "but a case is named", id="a case and a filter"),
        pytest.param(
            ["--within", "soon"], "--within: 'soon' is not a duration", id="not a duration"
        ),
        pytest.param(["--status", "opne"], "did you mean 'open'?", id="unknown status"),
        pytest.param(["--region", "apca"], "did you mean 'apac'?", id="unknown region"),
    ],
)
def test_usage_errors(slt, arguments, message):
    result = slt("due", *arguments)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
