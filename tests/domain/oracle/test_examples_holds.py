"""Worked examples for the oracle: rules 2.7, 2.10, 2.11. The arithmetic is in comments."""

from tests.domain.oracle.example_stories import look, refused, row, text

ANSWERED = "Mon 09:00 opened S1; Mon 09:30 answered"  # update: 240 min from 09:30, due 13:30

# --- 2.7 hold -------------------------------------------------------------------------------------


def test_2_7_a_paused_clock_has_no_due_and_what_is_left_stands_still() -> None:
    found = look(ANSWERED + "; Mon 10:00 held", "Thu 10:00")
    assert row(found, "update") == "held due - active 30 left 210"
    assert row(found, "resolution") == "held due - active 60 left 1140"
    assert text(found.held_since) == "Mon 10:00"
    assert found.status == "responded"
    # the response, next and the escalation run on
    found = look("Mon 09:00 opened S1; Mon 09:10 raised 1; Mon 09:20 held", "Mon 09:40")
    assert row(found, "response") == "pending due Mon 10:00 active 40 left 20"
    assert row(found, "escalation", 1) == "pending due Mon 13:10 active 30 left 210"


def test_2_7_what_was_late_stays_late() -> None:
    found = look(
        ANSWERED + "; Mon 14:00 held", "Mon 15:00"
    )  # 30 min over; the time on hold is no active time
    assert row(found, "update") == "late due Mon 13:30 active 270 left -30"


def test_2_7_a_hold_that_begins_at_the_due_instant_changes_nothing() -> None:
    assert (
        row(look(ANSWERED + "; Mon 13:30 held", "Mon 13:30"), "update")
        == "soon due Mon 13:30 active 240 left 0"
    )
    assert (
        row(look(ANSWERED + "; Mon 13:30 held", "Mon 13:31"), "update")
        == "late due Mon 13:30 active 240 left 0"
    )
    assert (
        row(look(ANSWERED + "; Mon 13:29 held", "Mon 14:00"), "update")
        == "held due - active 239 left 1"
    )


def test_2_7_what_ends_a_hold() -> None:
    held = ANSWERED + "; Mon 10:00 held; Mon 11:00 "
    assert (
        row(look(held + "resumed", "Mon 11:00"), "update")
        == "pending due Mon 14:30 active 30 left 210"
    )
    found = look(held + "followup", "Mon 11:00")
    assert row(found, "update") == "pending due Mon 14:30 active 30 left 210"
    assert row(found, "next") == "pending due Mon 13:00 active 0 left 120"
    assert found.held_since is None
    assert (
        row(look(held + "answered", "Mon 11:00"), "update", 2)
        == "pending due Mon 15:00 active 0 left 240"
    )
    for ending in ("resolved", "closed"):
        assert look(held + ending, "Mon 12:00").held_since is None
    for other in ("marked diagnosis", "raised 1", "changed region=singapore"):
        assert text(look(held + other, "Mon 12:00").held_since) == "Mon 10:00"


def test_2_7_an_answer_with_hold_continues_the_hold() -> None:
    found = look(ANSWERED + "; Mon 10:00 held; Mon 11:00 answered hold", "Mon 12:00")
    assert text(found.held_since) == "Mon 10:00"
    assert row(found, "update", 2) == "held due - active 0 left 240"


def test_2_7_a_clock_that_stops_while_it_is_paused_keeps_no_due() -> None:
    found = look(ANSWERED + "; Mon 10:00 held; Mon 11:00 answered", "Mon 12:00")
    assert row(found, "update", 1) == "met due - active 30"
    found = look(ANSWERED + "; Mon 10:00 held; Mon 11:00 resolved", "Mon 12:00")
    assert row(found, "resolution") == "met due - active 60"
    assert row(found, "update") == "cancelled due - active 30"


def test_2_7_a_second_or_overlapping_hold_is_refused() -> None:
    assert refused(ANSWERED + "; Mon 10:00 held; Mon 11:00 held") == "already on hold"
    told = (
        ANSWERED + "; Mon 10:00 held; Mon 12:00 resumed; Mon 09:45 held"
    )  # recorded late: it would run into the other
    assert refused(told) == "already on hold"
    assert refused(ANSWERED + "; Mon 10:00 held; Mon 12:00 resumed; Mon 12:00 held") == ""
    assert refused(ANSWERED + "; Mon 10:00 resumed") == "not on hold"
    assert refused(ANSWERED + "; Mon 10:00 resolved; Mon 11:00 held") == "hold on a resolved case"
    assert refused(ANSWERED + "; Mon 10:00 closed; Mon 11:00 held") == "held on a closed case"


def test_2_7_a_hold_recorded_late_ends_at_the_next_moment_that_ends_one() -> None:
    # held from 10:00 as was said only at 13:00; the message of 12:00 had ended it: 120 min cut out
    found = look(ANSWERED + "; Mon 12:00 followup; Mon 10:00 held", "Mon 13:00")
    assert row(found, "update") == "pending due Mon 15:30 active 90 left 150"
    assert found.held_since is None
    # and a late message ends a hold early; the resume that follows has nothing to end
    found = look(ANSWERED + "; Mon 10:00 held; Mon 12:00 resumed; Mon 11:00 followup", "Mon 12:00")
    assert row(found, "update") == "pending due Mon 14:30 active 90 left 150"


# --- 2.10, 2.11 standing and the leading clock ----------------------------------------------------


def test_2_10_soon_is_a_quarter_of_the_target() -> None:
    assert (
        row(look("Mon 09:00 opened S1", "Mon 09:44"), "response")
        == "pending due Mon 10:00 active 44 left 16"
    )
    assert (
        row(look("Mon 09:00 opened S1", "Mon 09:45"), "response")
        == "soon due Mon 10:00 active 45 left 15"
    )


def test_2_11_the_leading_clock() -> None:
    def leads(told: str, now: str) -> str:
        clock = look(told, now).leading()
        return "" if clock is None else f"{clock.kind} {clock.cycle}"

    assert leads("Mon 09:00 opened S1", "Mon 09:00") == "response 1"
    assert (
        leads("Mon 09:00 opened S1; Mon 09:10 raised 1", "Mon 09:10") == "diagnosis 1"
    )  # 11:00; escalation 13:10
    assert (
        leads(ANSWERED + "; Mon 09:40 followup; Mon 09:45 marked diagnosis", "Mon 10:00")
        == "next 1"
    )  # 11:40
    told = ANSWERED + "; Mon 09:40 raised 3; Mon 09:50 held"  # all others are paused
    assert leads(told, "Mon 10:00") == "escalation 1"
    assert leads("Mon 09:00 opened S1 london referral", "Mon 10:00") == ""
