"""`slt escalate` takes a case up a level and says whom to contact, how, and by when."""

import pytest

pytestmark = [pytest.mark.every_engine, pytest.mark.now("2026-03-09T18:00:00Z")]

OPENED = ("--at", "2026-03-06T17:00:00-08:00")
MONDAY = ("--at", "2026-03-09T12:00:00Z")


@pytest.fixture
def case(slt):
    slt("open", "-p", "S1", *OPENED, "All phones are down")


@pytest.mark.parametrize(
    ("arguments", "level", "contact"),
    [
        pytest.param(
            [],
            1,
            "Partner Concierge: https://8x8.force.com/partnerxchange",
            id="the next one is the first",
        ),
        pytest.param(
            ["--level", "2"],
            2,
            "Support managers: Partner-supportmanagers-escalations@8x8.com",
            id="the second",
        ),
        pytest.param(
            ["--level", "3"],
            3,
            "Executives: Partner-exec-escalations@8x8.com",
            id="the last",
        ),
    ],
)
@pytest.mark.usefixtures("case")
def test_names_whom_to_contact_and_by_when(slt, items, arguments, level, contact):
    out = slt("escalate", "1", *MONDAY, *arguments).out
    assert out.startswith(f"Escalated CASE-1 to level {level}: All phones are down\n")
    assert f"  Contact   {contact}\n" in out
    assert f"  level {level}   answer due Mon 9 Mar 09:00 PDT · " in out
    (case,) = items("show", "1")
    assert (case["level"], case["escalated_at"]) == (level, "2026-03-09T12:00:00Z")
    assert case["escalation_due_at"] == "2026-03-09T16:00:00Z"


@pytest.mark.usefixtures("case")
def test_goes_up_one_level_each_time(items):
    levels = [items("escalate", "1", *MONDAY)[0]["level"] for _ in range(3)]
    assert levels == [1, 2, 3]


@pytest.mark.now("2026-11-23T02:00:00Z")
@pytest.mark.usefixtures("case")
def test_names_the_hotline_that_is_open_now(slt):
    out = slt("escalate", "1").out
    assert "  Hotline   +1 408 956 6066 (USA, closed until Mon 23 Nov 05:00 PST)" in out
    assert "  Open now  +61 180 064 8574 (APAC, open until Mon 23 Nov 18:00 SGT)" in out


def test_a_referral_partner_escalates_through_the_portal_alone(slt):
    slt("open", "-p", "S1", *OPENED, "--partner-type", "referral", "All phones are down")
    out = slt("escalate", "1", *MONDAY).out
    assert "  Contact   PartnerXchange: https://8x8.force.com/partnerxchange\n" in out
    assert "e-mail" not in out
    assert "+1 408" not in out


def test_a_referral_partners_portal_is_a_level_of_its_own(slt):
    slt("open", "-p", "S1", *OPENED, "--partner-type", "referral", "All phones are down")
    assert slt("escalate", "1", *MONDAY, "--level", "2") == (
        1,
        "",
        "slt: error: there is no escalation level 2\nfix: levels run from 1 to 1\n",
    )


@pytest.mark.usefixtures("case")
def test_the_reason_is_in_the_history(slt, items):
    slt("escalate", "1", "--reason", "Nobody called back", now="2026-03-09T12:00:00Z")
    event = items("show", "1")[0]["events"][-1]
    assert (event["kind"], event["note"]) == ("escalated", "Nobody called back")
    told = "to level 1, answer due Mon 9 Mar 09:00 PDT; Nobody called back\n"
    assert slt("show", "1").out.endswith(f"tester  {told}")


@pytest.mark.usefixtures("case")
def test_a_dry_run_shows_the_same_and_records_nothing(slt, items):
    before = items("show", "1")
    result = slt("escalate", "1", *MONDAY, "--dry-run")
    assert result.code == 0
    assert result.out.startswith("Would escalate CASE-1 to level 1: All phones are down\n")
    assert "  level 1   answer due Mon 9 Mar 09:00 PDT" in result.out
    assert result.out.endswith("Dry run: nothing was recorded\n")
    assert items("show", "1") == before


@pytest.mark.usefixtures("case")
def test_an_answered_case_can_be_escalated_and_answered_again(items):
    items("respond", "1", "--at", "2026-03-07T02:00:00Z")
    assert items("escalate", "1", *MONDAY)[0]["verdict"] == "met"
    assert [clock["kind"] for clock in items("due")] == ["escalation"]
    items("respond", "1", "--at", "2026-03-09T16:00:00Z")
    stopped = [(clock["kind"], clock["state"]) for clock in items("due", "1")]
    assert stopped == [("response", "met"), ("escalation", "met")]


@pytest.mark.parametrize(
    ("again", "verdict"),
    [
        pytest.param("2026-03-09T16:00:00Z", "superseded", id="exactly when it was due"),
        pytest.param("2026-03-09T16:00:01Z", "missed", id="after it was due"),
    ],
)
@pytest.mark.usefixtures("case")
def test_an_escalation_stops_the_clock_of_the_previous_one(items, again, verdict):
    items("escalate", "1", *MONDAY)
    items("escalate", "1", "--at", again)
    changes = items("show", "1")[0]["events"][-1]["changes"]
    assert changes["escalation_verdict"] == {"old": verdict, "new": None}
    running = [(clock["kind"], clock["level"]) for clock in items("due", "1")]
    assert running == [("response", 0), ("escalation", 2)]
    clocks = [(c["kind"], c["level"], c["state"]) for c in items("show", "1")[0]["clocks"]]
    assert clocks[1:] == [("escalation", 1, verdict), ("escalation", 2, "pending")]


def test_a_referral_partners_case_is_never_escalated_from_the_portal_to_the_portal(slt, items):
    slt("open", "-p", "S1", *OPENED, "--partner-type", "referral", "All phones are down")
    slt("escalate", "1", *MONDAY)
    standing = items("show", "1")
    assert slt("escalate", "1") == (
        1,
        "",
        (
            "slt: error: the case is already at the last level, 1: it is with PartnerXchange, "
            "https://8x8.force.com/partnerxchange since Mon 9 Mar 12:00 UTC, due "
            "Mon 9 Mar 16:00 UTC\n"
            "fix: `slt message 1` writes the message for its level again\n"
        ),
    )
    assert items("show", "1") == standing


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["--late", "1"], "--late does not take a case", id="--late and a case"),
        pytest.param(
            ["--late", "--level", "2"], "--late does not take a case", id="--late and a level"
        ),
        pytest.param(
            ["--late", "--email"], "--late does not take a case", id="--late and a message"
        ),
        pytest.param(["--late", "--open"], "--late does not take a case", id="--late and --open"),
        pytest.param([], "which case?", id="neither a case nor --late"),
        pytest.param(["--dry-run"], "which case?", id="a dry run without a case"),
        pytest.param(["1", "--email", "--json"], "a format of its own", id="a message as JSON"),
        pytest.param(["1", "--email", "-o", "csv"], "a format of its own", id="a message as CSV"),
        pytest.param(["1", "--email", "-q"], "a format of its own", id="a message and --quiet"),
    ],
)
@pytest.mark.usefixtures("case")
def test_usage_errors_escalate_nothing(slt, items, arguments, message):
    standing = items("show", "1")
    result = slt("escalate", *arguments)
    assert (result.code, message in result.err) == (2, True)
    assert items("show", "1") == standing
