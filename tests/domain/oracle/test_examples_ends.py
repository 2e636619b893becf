"""Worked examples for the oracle: rules 2.12-2.14, 3.2, 3.3, 3.6. The arithmetic is in comments."""

from datetime import timedelta

from tests.domain.oracle.example_stories import instant, look, refused, row, text
from tests.domain.oracle.life_oracle import recorded_instant

ANSWERED = "Mon 09:00 opened S1; Mon 09:30 answered"  # update: 240 min from 09:30, due 13:30

# --- 2.12, 2.13, 2.14 reopening and the end -------------------------------------------------------


def test_2_12_reopening_continues_what_the_end_ended_without_the_time_between() -> None:
    told = "Mon 09:00 opened S1; Mon 09:20 closed; Mon 10:20 reopened"  # 60 min cut out
    found = look(told, "Mon 10:20")
    assert row(found, "response") == "pending due Mon 11:00 active 20 left 40"
    assert row(found, "resolution") == "pending due Wed 10:00 active 20 left 1180"  # Wed 09:00 + 60
    assert (found.status, found.closed_at) == ("open", None)
    assert (
        row(look(told + "; Mon 10:30 answered", "Tue 09:00"), "response")
        == "met due Mon 11:00 active 30"
    )


def test_2_12_a_missed_clock_runs_on_late() -> None:
    told = "Mon 09:00 opened S1; Mon 11:30 resolved"
    assert row(look(told, "Mon 12:00"), "response") == "missed due Mon 10:00 active 150"
    assert (
        row(look(told + "; Mon 12:00 reopened", "Mon 12:10"), "response")
        == "late due Mon 10:00 active 160 left -100"
    )


def test_2_12_the_time_between_is_cut_out_of_plain_time_too() -> None:
    # 24x7: update from Mon 20:00 due Tue 00:00; resolved Mon 21:00, reopened Tue 09:00: 3 h are
    # left: Tue 12:00
    told = "Mon 19:30 opened S1 london gold; Mon 20:00 answered"
    told += "; Mon 21:00 resolved; Tue 09:00 reopened"
    assert row(look(told, "Tue 09:00"), "update") == "pending due Tue 12:00 active 60 left 180"


def test_2_12_on_an_answered_case_reopening_counts_as_a_message() -> None:
    found = look(ANSWERED + "; Mon 10:00 resolved; Mon 11:00 reopened", "Mon 11:00")
    assert row(found, "next") == "pending due Mon 13:00 active 0 left 120"
    assert (
        row(found, "response") == "met due Mon 10:00 active 30"
    )  # it was answered: it keeps its verdict
    assert row(found, "update") == "pending due Mon 14:30 active 30 left 210"
    assert found.status == "responded"
    # a next that the end ended runs on, and is not started again
    found = look(
        ANSWERED + "; Mon 09:45 followup; Mon 10:00 resolved; Mon 11:00 reopened", "Mon 11:00"
    )
    assert row(found, "next", 1) == "pending due Mon 12:45 active 15 left 105"
    assert row(found, "next", 2) == "none"
    # a workaround that was marked keeps its verdict
    found = look(
        ANSWERED + "; Mon 09:45 marked workaround; Mon 10:00 closed; Mon 11:00 reopened",
        "Mon 11:00",
    )
    assert row(found, "workaround") == "met due Mon 17:00 active 45"


def test_2_12_reopening_is_on_the_present_targets() -> None:
    told = (
        "Mon 09:00 opened S1; Mon 09:20 closed; Mon 09:30 changed priority=S2; Mon 10:20 reopened"
    )
    assert (
        row(look(told, "Mon 09:40"), "response") == "met due Mon 10:00 active 20"
    )  # what stopped stays
    found = look(told, "Mon 10:20")
    assert (
        row(found, "response") == "pending due Mon 12:00 active 20 left 100"
    )  # 09:00 + 120 + 60 cut out
    assert row(found, "workaround") == "cancelled due Mon 18:00 active 20"  # no target any more
    assert refused("Mon 09:00 opened S1; Mon 10:00 reopened") == "the case is open"


def test_2_12_closed_at_the_due_instant_and_reopened_it_is_late() -> None:
    told = "Mon 09:00 opened S1; Mon 10:00 closed; Mon 11:00 reopened"
    assert row(look(told, "Mon 10:30"), "response") == "met due Mon 10:00 active 60"
    assert row(look(told, "Mon 11:00"), "response") == "late due Mon 10:00 active 60 left 0"


def test_2_13_an_answer_dated_before_the_end_stops_what_ran_then() -> None:
    found = look("Mon 09:00 opened S1; Mon 11:00 closed; Mon 09:50 answered", "Mon 12:00")
    assert row(found, "response") == "met due Mon 10:00 active 50"
    assert row(found, "update") == "cancelled due Mon 13:50 active 70"


def test_2_13_a_later_answer_is_recorded_on_a_resolved_case_and_refused_on_a_closed_one() -> None:
    told = ANSWERED + "; Mon 10:00 resolved; Mon 11:00 answered"
    found = look(told, "Mon 12:00")
    assert found.status == "resolved"
    assert row(found, "update", 2) == "none"
    assert (
        refused(ANSWERED + "; Mon 10:00 closed; Mon 10:00 answered") == "answered on a closed case"
    )
    assert (
        refused(ANSWERED + "; Mon 10:00 closed; Mon 11:00 followup") == "followup on a closed case"
    )
    # what that answer answered does not run on after a reopening: the reopening is a new message
    unanswered = "Mon 09:00 opened S1; Mon 09:40 resolved; Mon 09:50 answered; Mon 11:00 reopened"
    found = look(unanswered, "Mon 11:00")
    assert row(found, "response") == "met due Mon 10:00 active 40"
    assert row(found, "next") == "pending due Mon 13:00 active 0 left 120"
    assert text(found.responded_at) == "Mon 09:50"


def test_2_13_a_repeated_answer_is_accepted_and_a_repeated_end_is_not() -> None:
    assert refused(ANSWERED + "; Mon 09:30 answered") == ""
    assert refused(ANSWERED + "; Mon 10:00 resolved; Mon 11:00 resolved") == "already resolved"
    assert refused(ANSWERED + "; Mon 10:00 closed; Mon 11:00 closed") == "closed on a closed case"


def test_2_14_active_time_is_counted_on_the_clocks_own_schedule() -> None:
    # Mon 17:00 to Tue 09:00 is 60 + 60 min of support time, and 16 hours of plain time. The due
    # times: 60 Mon + 600 Tue + 540 Wed = 1200, Wed 17:00; and 24 plain hours, Tue 17:00
    told = "Mon 17:00 opened S1 london {}; Tue 09:00 resolved"
    found = look(told.format("certified"), "Tue 12:00")
    assert row(found, "resolution") == "met due Wed 17:00 active 120"
    found = look(told.format("gold"), "Tue 12:00")
    assert row(found, "resolution") == "met due Tue 17:00 active 960"


# --- 3.2, 3.3, 3.6 instants and late entries ------------------------------------------------------


def test_3_2_which_instants_may_be_recorded() -> None:
    assert refused("Mon 09:00 opened S1; Mon 08:59 answered") == "before the case was opened"
    opened, now, minute = instant("Mon 09:00"), instant("Mon 10:00"), timedelta(minutes=1)
    assert recorded_instant(now, opened, opened) == now
    assert recorded_instant(now, opened, now + minute) == now + minute  # hosts differ
    assert (
        recorded_instant(now, opened, now + 2 * minute)
        == "the newest event is over a minute ahead of now"
    )
    assert recorded_instant(now, opened, now + 2 * minute, at=now) == now
    assert recorded_instant(now, opened, opened, at=now + minute) == "in the future"
    assert recorded_instant(now, opened, opened, at=opened - minute) == "before the case was opened"


def test_3_3_a_late_answer_stops_what_ran_then_and_cancels_the_raise_of_cron() -> None:
    told = "Mon 09:00 opened S1; Mon 10:05 raised 1 response; Mon 09:55 answered"
    found = look(told, "Mon 11:00")
    assert row(found, "response") == "met due Mon 10:00 active 55"
    assert row(found, "escalation", 1) == "cancelled due Mon 14:05 active 0"
    assert found.level == 1
    by_hand = look("Mon 09:00 opened S1; Mon 10:05 raised 1; Mon 09:55 answered", "Mon 11:00")
    assert row(by_hand, "escalation", 1) == "pending due Mon 14:05 active 55 left 185"


def test_3_3_a_raise_of_cron_for_a_level_falls_with_that_level() -> None:
    # level 1 due 14:05, so cron raised level 2; a late answer of 09:55 takes the ground from both,
    # one of 10:30 (after the first raise) stops level 1 in time and takes it from level 2 alone
    told = "Mon 09:00 opened S1; Mon 10:05 raised 1 response; Mon 14:06 raised 2 escalation"
    told += "; Mon {} answered"
    found = look(told.format("09:55"), "Mon 15:00")
    assert (row(found, "escalation", 1)[:9], row(found, "escalation", 2)[:9]) == (
        "cancelled",
        "cancelled",
    )
    found = look(told.format("10:30"), "Mon 15:00")
    assert row(found, "escalation", 1) == "met due Mon 14:05 active 25"
    assert row(found, "escalation", 2)[:9] == "cancelled"
    assert found.level == 2


def test_3_3_late_entries_that_what_happened_since_makes_impossible_are_refused() -> None:
    assert (
        refused(ANSWERED + "; Mon 11:00 answered; Mon 10:00 closed") == "answered on a closed case"
    )
    assert (
        refused(ANSWERED + "; Mon 11:00 raised 1; Mon 10:00 raised 1")
        == "a level at or below the present one"
    )
    assert (
        refused(ANSWERED + "; Mon 11:00 raised 1; Mon 10:00 resolved")
        == "escalate on a resolved case"
    )
    # cron could not know of the resolving: accepted, and its raise is cancelled
    told = "Mon 09:00 opened S1; Mon 10:05 raised 1 response; Mon 09:50 resolved"
    assert row(look(told, "Mon 11:00"), "escalation", 1) == "cancelled due Mon 14:05 active 0"


def test_3_6_as_of_an_instant_only_moments_up_to_it_count() -> None:
    told = "Mon 09:00 opened S1; Mon 09:30 answered; Mon 10:00 closed"
    assert look(told, "Mon 09:29").status == "open"
    assert look(told, "Mon 09:30").status == "responded"
    assert look(told, "Mon 10:00").status == "closed"
