"""`slt open` records a case, promises its due time, and says whom to call."""

import io
import os
import pty
import subprocess
import sys

import pytest

pytestmark = pytest.mark.every_engine

FRIDAY = "2026-03-06T17:00:00-08:00"


@pytest.mark.now("2026-11-23T15:00:00Z")
def test_shows_id_due_time_and_hotline(slt):
    result = slt("open", "--priority", "S1", "All phones are down")
    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines() == [
        "Case      CASE-1",
        "Subject   All phones are down",
        "Partner   Certified partner",
        "Priority  S1 Production down",
        "Region    USA",
        "Opened    Mon 23 Nov 07:00 PST",
        "Target    response within 1 h in support hours",
        "Due       Mon 23 Nov 08:00 PST · 1 h left",
        "Hotline   +1 408 956 6066 (USA, open until Mon 23 Nov 18:00 PST)",
    ]


@pytest.mark.parametrize(
    ("region", "priority", "at", "due"),
    [
        pytest.param(
            "usa", "S2", FRIDAY, "2026-03-09T15:00:00Z", id="over a change to summer time"
        ),
        pytest.param("usa", "S1", FRIDAY, "2026-03-07T02:00:00Z", id="ends exactly at closing"),
        pytest.param("usa", "S1", "2026-03-07T12:00:00Z", "2026-03-09T13:00:00Z", id="on Saturday"),
        pytest.param("eu", "S3", "2026-03-05T14:00:00Z", "2026-03-06T10:00:00Z", id="overnight"),
        pytest.param(
            "Asia",
            "production impaired",
            "2026-03-06T10:00:00Z",
            "2026-03-09T05:00:00Z",
            id="by alias and name, opened exactly at closing",
        ),
    ],
)
def test_promises_the_due_time(items, region, priority, at, due):
    (case,) = items("open", "-r", region, "-p", priority, "--at", at, "All phones are down")
    assert case["due_at"] == due


def test_keeps_what_it_was_given(items):
    options = ("--partner", "Example", "--ref", "0042", "--region", "apac", "--at", FRIDAY)
    items("open", "-p", "S3", *options, "Minor thing")
    (case,) = items("show", "1")
    assert case == {
        "id": "CASE-1",
        "ref": "0042",
        "subject": "Minor thing",
        "partner": "Example",
        "partner_type": "certified",
        "plan": "partner",
        "priority": "S3",
        "region": "apac",
        "status": "open",
        "opened_at": "2026-03-07T01:00:00Z",
        "due_at": "2026-03-09T07:00:00Z",
        "responded_at": None,
        "closed_at": None,
        "verdict": None,
        "level": 0,
        "escalated_at": None,
        "escalation_due_at": None,
        "escalation_verdict": None,
        "resolved_at": None,
        "held_since": None,
        "owner": None,
        "customer": None,
        "tags": [],
        "events": case["events"],
        "clocks": case["clocks"],
    }


def test_says_when_the_clock_starts_outside_support_hours(slt):
    result = slt("open", "-p", "S1", "--at", "2026-03-07T12:00:00-08:00", "All phones are down")
    assert "starts Mon 9 Mar 05:00 PDT: support was closed when the case was opened" in result.out


def test_a_target_around_the_clock_starts_at_once(slt, home):
    file = home / "own.toml"
    file.write_text('[plans.partner.targets.S1]\nresponse = "1h"\nclock = "24x7"\n')
    at = ("--at", "2026-03-07T12:00:00-08:00")
    result = slt("open", "-p", "S1", *at, "--config", str(file), "All phones are down")
    assert (
        "Target    response within 1 h around the clock\nDue       Sat 7 Mar 13:00 PST"
        in result.out
    )
    assert "starts" not in result.out


@pytest.mark.parametrize(
    ("now", "said"),
    [
        pytest.param(
            "2026-11-23T02:00:00Z",
            "Hotline   +1 408 956 6066 (USA, closed until Mon 23 Nov 05:00 PST)\n"
            "Open now  +61 180 064 8574 (APAC, open until Mon 23 Nov 18:00 SGT)\n",
            id="that of another region while its own is closed",
        ),
        pytest.param(
            "2026-11-22T12:00:00Z", "Open now  no hotline of any region\n", id="none on a Sunday"
        ),
    ],
)
def test_names_the_hotline_that_is_open_now(slt, now, said):
    assert said in slt("open", "-p", "S1", "All phones are down", now=now).out


def test_a_referral_partner_has_no_target_and_is_sent_to_the_portal(slt, items):
    arguments = ("--partner-type", "referral", "--at", FRIDAY, "All phones are down")
    (case,) = items("open", "-p", "S1", *arguments)
    assert (case["due_at"], case["plan"], case["verdict"]) == (None, None, None)
    out = slt("open", "-p", "S1", *arguments).out
    assert "none: Referral partner has no target" in out
    assert "PartnerXchange: https://8x8.force.com/partnerxchange" in out
    assert "+1 408" not in out


def test_quiet_prints_the_id_alone(slt):
    assert slt("open", "-p", "S1", "-q", "--at", FRIDAY, "First").out == "CASE-1\n"
    assert slt("-q", "open", "-p", "S1", "--at", FRIDAY, "Second").out == "CASE-2\n"


def test_auto_takes_the_suggestion_and_says_why(slt, items):
    result = slt("open", "--priority", "AUTO", "--at", FRIDAY, "All phones are down")
    assert "Suggested  S1, high confidence" in result.out
    assert items("show", "1")[0]["priority"] == "S1"


def test_a_long_reason_begins_beside_the_suggestion(slt):
    arguments = ("-p", "auto", "--at", FRIDAY, "voicemail kommt mit 2 Std. Verspätung")
    out = slt("open", *arguments, on_terminal=True, environment={"NO_COLOR": "1"}).out
    (line,) = [line for line in out.splitlines() if line.startswith("Suggested")]
    assert line.startswith("Suggested  S2, low confidence: it cannot be judged")


@pytest.mark.parametrize(
    ("answers", "said", "priority"),
    [
        pytest.param("\n", "", "S1", id="Enter takes the suggestion"),
        pytest.param("y\n", "", "S1", id="y takes the suggestion"),
        pytest.param(" YES \n", "", "S1", id="yes takes it too"),
        pytest.param("s3\n", "", "S3", id="another priority"),
        pytest.param("minor issue\n", "", "S3", id="another priority by its name"),
        pytest.param("n\nS2\n", "Then type one of: S1, S2, S3\n", "S2", id="no asks which one"),
        pytest.param(
            "S9\ns2\n",
            "Unknown priority 'S9': One of: S1, S2, S3\n",
            "S2",
            id="an unknown priority is asked for again",
        ),
    ],
)
def test_on_a_terminal_the_answer_decides(slt, items, monkeypatch, answers, said, priority):
    monkeypatch.setattr(sys, "stdin", io.StringIO(answers))
    result = slt("open", "All phones are down", "--at", FRIDAY, on_terminal=True)
    assert result.code == 0
    assert "Suggested: S1, high confidence" in result.err
    assert said in result.err
    assert [case["priority"] for case in items("list")] == [priority]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(("--region", "moon"), "unknown region 'moon'", id="a region"),
        pytest.param(("--partner-type", "gold"), "unknown partner type 'gold'", id="a type"),
        pytest.param(("--at", "2031-01-01T10:00"), "has not come yet", id="a time to come"),
    ],
)
def test_what_is_wrong_is_said_before_a_question(slt, monkeypatch, words, told):
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    result = slt("open", "All phones are down", *words, on_terminal=True)
    assert result.code in (1, 2)
    assert result.err.startswith("slt: error: ")
    assert told in result.err
    assert "Suggested" not in result.err


def test_nothing_is_recorded_where_the_question_is_left_unanswered(slt, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    result = slt("open", "All phones are down", "--at", FRIDAY, on_terminal=True)
    assert (result.code, result.out) == (130, "")
    assert result.err.endswith(
        "Priority [S1]: \n"
        "slt: error: no priority was chosen: nothing was recorded\n"
        "fix: name the priority: --priority S1\n"
    )
    assert slt("list", "--all").out == ""


def test_every_choice_is_explained_and_no_word_is_broken(slt, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n"))
    monkeypatch.setenv("COLUMNS", "80")
    result = slt("open", "All phones are down", "--at", FRIDAY, on_terminal=True)
    suggested, _, rest = result.err.partition("  S1  ")
    assert suggested.startswith("Suggested: S1, high confidence: ")
    assert max(map(len, suggested.splitlines())) < 80
    assert rest.splitlines() == [
        "Production down: A production system or application, or a function the",
        "      business cannot do without, is down.",
        "  S2  Production impaired: A major function fails and keeps people from using",
        "      the whole system; the basics still work.",
        "  S3  Minor issue: Something small gets in the way; there is a workaround, and",
        "      all major functions work.",
        "Enter or y takes S1; or type another one. Ctrl-C opens nothing.",
        "Priority [S1]: ",
    ]


def read_until(terminal: int, words: bytes) -> bytes:
    """Return what a terminal shows up to some words."""
    seen = b""
    while words not in seen:
        chunk = os.read(terminal, 1024)
        assert chunk, f"it ended with {seen!r}"
        seen += chunk
    return seen


def test_a_terminal_is_asked_and_enter_takes_the_suggestion():
    ours, theirs = pty.openpty()
    arguments = [sys.executable, "-m", "slt_cli", "-q", "open", "All phones are down"]
    with subprocess.Popen(arguments, stdin=theirs, stdout=theirs, stderr=theirs) as running:
        os.close(theirs)
        asked = read_until(ours, b"Priority [S1]")
        os.write(ours, b"\n")
        read_until(ours, b"CASE-1")
        assert running.wait(timeout=60) == 0
    os.close(ours)
    assert b"Suggested: S1" in asked


def test_blanks_around_a_reference_or_partner_are_removed(items):
    (case,) = items("open", "-p", "S1", "--at", FRIDAY, "--ref", " ", "--partner", "", "x")
    assert (case["ref"], case["partner"]) == (None, None)
    (case,) = items("open", "-p", "S1", "--at", FRIDAY, "--ref", " 7 ", "--partner", " Example ")
    assert (case["ref"], case["partner"]) == ("7", "Example")
