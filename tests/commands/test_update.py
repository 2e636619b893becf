"""`slt update` changes a case, and says what that does to its due time."""

import pytest

pytestmark = [pytest.mark.every_engine, pytest.mark.now("2026-11-16T00:00:00Z")]

OPENED = ("--at", "2026-11-13T09:00:00-08:00")
AN_HOUR_LATER = "2026-11-13T18:00:00Z"


@pytest.fixture
def case(slt):
    """Open a case on a Friday at 09:00 in the USA: S2, due at 13:00."""
    options = ("--partner", "Example", "--ref", "A-7", *OPENED)
    slt("open", "-p", "S2", *options, "Recordings are missing")


@pytest.mark.parametrize(
    ("option", "value", "field", "new"),
    [
        pytest.param("--priority", "production down", "priority", "S1", id="priority by name"),
        pytest.param("--region", "EMEA", "region", "europe", id="region by alias"),
        pytest.param("--partner", " Another ", "partner", "Another", id="partner"),
        pytest.param("--partner", " ", "partner", None, id="no partner"),
        pytest.param("--partner-type", "Referral", "partner_type", "referral", id="partner type"),
        pytest.param("--subject", "All are", "subject", "All are", id="subject"),
        pytest.param("--ref", " B-8 ", "ref", "B-8", id="reference"),
        pytest.param("--ref", "", "ref", None, id="no reference"),
    ],
)
@pytest.mark.usefixtures("case")
def test_changes_a_field_and_records_old_and_new(items, option, value, field, new):
    (before,) = items("show", "1")
    (after,) = items("update", "1", option, value)
    assert after[field] == new
    event = items("show", "1")[0]["events"][-1]
    assert (event["kind"], event["who"]) == ("updated", "tester")
    assert event["changes"][field] == {"old": before[field], "new": new}


@pytest.mark.parametrize(
    ("change", "due"),
    [
        pytest.param(["-p", "S1"], "2026-11-13T18:00:00Z", id="a shorter target"),
        pytest.param(["-p", "S3"], "2026-11-13T23:00:00Z", id="a longer target"),
        pytest.param(["-r", "europe"], "2026-11-16T11:00:00Z", id="a region that closes sooner"),
        pytest.param(["-r", "apac"], "2026-11-16T05:00:00Z", id="a region that is closed"),
        pytest.param(["-r", "apac", "-p", "S1"], "2026-11-16T02:00:00Z", id="both"),
    ],
)
@pytest.mark.usefixtures("case")
def test_the_due_time_is_counted_again_from_the_opening(items, change, due):
    at = ("--at", "2026-11-14T12:00:00Z")
    assert items("update", "1", *change, *at)[0]["due_at"] == due
    changes = items("show", "1")[0]["events"][-1]["changes"]
    assert changes["due_at"] == {"old": "2026-11-13T21:00:00Z", "new": due}


@pytest.mark.now("2026-11-13T17:30:00Z")
@pytest.mark.usefixtures("case")
def test_both_due_times_are_shown(slt):
    out = slt("update", "1", "-p", "S1").out
    assert out == (
        "Updated CASE-1: Recordings are missing\n"
        "  priority  S2 -> S1\n"
        "  response  due Fri 13 Nov 13:00 PST -> due Fri 13 Nov 10:00 PST · 30 min left\n"
    )


@pytest.mark.now("2026-11-13T17:30:00Z")
@pytest.mark.usefixtures("whole_life")
def test_the_due_time_of_every_clock_that_moved_is_shown(slt):
    slt("open", "-p", "S1", *OPENED)
    slt("respond", "1", "--at", "2026-11-13T17:10:00Z")
    out = slt("update", "1", "-p", "S2").out
    assert "  resolution  due Mon 16 Nov 16:00 PST -> due Wed 18 Nov 10:00 PST · " in out
    assert "  workaround  due Fri 13 Nov 17:00 PST -> due Mon 16 Nov 12:00 PST · " in out
    assert "  update      due Fri 13 Nov 13:10 PST -> due Fri 13 Nov 17:10 PST · " in out
    assert "response" not in out
    gone = slt("update", "1", "--partner-type", "referral").out
    assert "  resolution    due Wed 18 Nov 10:00 PST -> cancelled\n" in gone


@pytest.mark.parametrize(
    ("now", "late"),
    [
        pytest.param("2026-11-13T18:00:00Z", False, id="exactly when it is due"),
        pytest.param("2026-11-13T18:00:01Z", True, id="a second after"),
    ],
)
@pytest.mark.usefixtures("case")
def test_a_new_due_time_that_is_past_says_late_since(slt, now, late):
    out = slt("update", "1", "-p", "S1", now=now).out
    assert ("-> late since Fri 13 Nov 10:00 PST, by 1 min\n" in out) is late


@pytest.mark.parametrize(
    ("ending", "verdict"),
    [
        pytest.param(["respond", "1", "--at", "2026-11-13T21:00:00Z"], "met", id="answered"),
        pytest.param(["respond", "1", "--at", "2026-11-13T21:00:01Z"], "missed", id="too late"),
        pytest.param(["close", "1", "--at", "2026-11-13T21:00:00Z"], "met", id="closed"),
    ],
)
@pytest.mark.parametrize(
    ("change", "plan"),
    [("-p S1", "partner"), ("-r apac", "partner"), ("--partner-type referral", None)],
)
@pytest.mark.usefixtures("case")
def test_a_verdict_and_what_led_to_it_are_kept(items, ending, verdict, change, plan):
    (before,) = items(*ending)
    (after,) = items("update", "1", *change.split())
    frozen = ("due_at", "verdict", "responded_at", "closed_at", "status")
    assert [after[field] for field in frozen] == [before[field] for field in frozen]
    assert (after["verdict"], after["plan"]) == (verdict, plan)
    changed = items("show", "1")[0]["events"][-1]["changes"]
    assert not {"due_at", "target_seconds", "verdict"} & set(changed)


@pytest.mark.usefixtures("case")
def test_a_case_that_is_reopened_gets_the_target_of_what_it_is_then(items):
    items("close", "1", "--at", "2026-11-13T20:00:00Z")
    (closed,) = items("update", "1", "-p", "S1")
    assert (closed["verdict"], closed["due_at"]) == ("met", "2026-11-13T21:00:00Z")
    (after,) = items("reopen", "1", "--at", "2026-11-13T22:00:00Z")
    assert (after["verdict"], after["due_at"]) == (None, "2026-11-13T18:00:00Z")
    (clock,) = items("due")
    assert (clock["state"], clock["target_seconds"]) == ("late", 3600)


@pytest.mark.usefixtures("case")
def test_a_change_after_reopening_counts_again_without_the_closed_time(items):
    items("close", "1", "--at", "2026-11-13T18:00:00Z")
    items("reopen", "1", "--at", "2026-11-13T19:00:00Z")
    (after,) = items("update", "1", "-p", "S3")
    assert (after["verdict"], after["due_at"]) == (None, "2026-11-14T00:00:00Z")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(["-p", "s2"], id="the same priority"),
        pytest.param(["-r", "USA", "--partner-type", "Certified"], id="the same region and type"),
        pytest.param(["--partner", " Example ", "--ref", "A-7"], id="the same partner"),
        pytest.param(["--subject", "Recordings are missing"], id="the same subject"),
    ],
)
@pytest.mark.usefixtures("case")
def test_changing_nothing_records_nothing(slt, items, change):
    standing = items("show", "1")
    result = slt("update", "1", *change)
    assert (result.code, result.err) == (0, "")
    assert result.out == "Nothing to change in CASE-1: Recordings are missing\n"
    assert items("show", "1") == standing


@pytest.mark.usefixtures("case")
def test_the_same_priority_keeps_the_due_time_although_the_target_changed(items, home):
    file = home / "own.toml"
    file.write_text('[plans.partner.targets.S2]\nresponse = "9h"\n')
    (after,) = items("update", "1", "-p", "S2", "--subject", "Other", "--config", str(file))
    assert after["due_at"] == "2026-11-13T21:00:00Z"


@pytest.mark.usefixtures("case")
def test_the_note_is_in_the_history(items):
    items("update", "1", "-p", "S3", "--note", "It was one user")
    assert items("show", "1")[0]["events"][-1]["note"] == "It was one user"


@pytest.mark.usefixtures("case")
def test_the_history_shows_the_change(slt):
    slt("update", "1", "-p", "S1", now="2026-11-13T17:30:00Z")
    told = "priority S2 -> S1; response due Fri 13 Nov 13:00 PST -> Fri 13 Nov 10:00 PST"
    shown = slt("show", "1", now="2026-11-16T00:00:00Z").out
    assert shown.endswith(f"updated  tester  {told}\n")


@pytest.mark.usefixtures("case")
def test_a_change_of_priority_leaves_the_escalation_clock_as_it_is(items):
    (before,) = items("escalate", "1", "--at", AN_HOUR_LATER)
    (after,) = items("update", "1", "-p", "S1")
    assert after["escalation_due_at"] == before["escalation_due_at"]
    assert (after["level"], after["due_at"]) == (1, "2026-11-13T18:00:00Z")


@pytest.mark.usefixtures("case")
@pytest.mark.parametrize("option", ["--customer", "--partner", "--ref"])
def test_none_is_no_name_and_an_empty_one_removes_it(slt, items, option):
    items("update", "1", option, "Acme")
    result = slt("update", "1", option, "None")
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        f'slt: error: {option} None would be recorded as such a name\nfix: {option} "" removes it\n'
    )
    (case,) = items("update", "1", option, "")
    assert case[option.removeprefix("--")] is None


@pytest.mark.parametrize("subject", ["", "  "])
def test_an_empty_subject_is_refused(slt, items, subject):
    before = items("list")
    assert slt("update", "1", "--subject", subject) == (
        2,
        "",
        'slt: error: the subject is empty\nfix: slt update 1 --subject "All phones are down"\n',
    )
    assert items("list") == before
