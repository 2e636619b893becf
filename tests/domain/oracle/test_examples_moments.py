"""Worked examples for the oracle: rules 2.3-2.6, 2.8, 2.9. The arithmetic is in comments."""

from tests.domain.oracle.example_stories import look, policy, row, text

# --- 2.3, 2.4, 2.5 moments and their order --------------------------------------------------------


def test_2_3_an_answer_stops_response_next_update_and_escalation_and_nothing_else() -> None:
    told = "Mon 09:00 opened S1; Mon 09:10 raised 1; Mon 09:30 answered"
    found = look(told, "Mon 09:30")
    states = {kind: clock.state for (kind, cycle, level), clock in found.clocks.items()}
    assert states == {
        "response": "met", "escalation": "met", "update": "pending",
        "workaround": "pending", "resolution": "pending", "diagnosis": "pending",
    }  # fmt: skip


def test_2_4_at_one_instant_moments_count_as_recorded() -> None:
    start = "Mon 09:00 opened S1; Mon 09:30 answered"
    found = look(start + "; Mon 10:00 followup; Mon 10:00 answered", "Mon 11:00")
    assert row(found, "next") == "met due Mon 12:00 active 0"
    found = look(start + "; Mon 10:00 answered; Mon 10:00 followup", "Mon 11:00")
    assert row(found, "next") == "pending due Mon 12:00 active 60 left 60"


def test_2_4_an_answer_with_a_hold_at_the_due_instant_is_in_time() -> None:
    found = look("Mon 09:00 opened S1; Mon 09:30 answered; Mon 13:30 answered hold", "Mon 15:00")
    assert row(found, "update", 1) == "met due Mon 13:30 active 240"  # stopped first,
    assert row(found, "update", 2) == "held due - active 0 left 240"  # then paused, then started


def test_2_4_the_order_of_recording_is_no_matter_for_different_instants() -> None:
    parts = [
        "Mon 09:30 answered",
        "Mon 10:00 followup",
        "Mon 11:00 marked workaround",
        "Mon 12:00 changed priority=S2",
    ]
    one = look("; ".join(["Mon 09:00 opened S1", *parts]), "Tue 12:00")
    other = look("; ".join(["Mon 09:00 opened S1", *reversed(parts)]), "Tue 12:00")
    assert one.clocks == other.clocks


def test_2_5_more_messages_do_not_restart_next_and_silence_never_starts_it() -> None:
    start = "Mon 09:00 opened S1; Mon 09:10 followup; Mon 09:30 answered"
    assert (
        row(look(start, "Mon 15:00"), "next") == "none"
    )  # the message before the first answer is the response's
    found = look(start + "; Mon 10:00 followup; Mon 11:30 followup", "Mon 11:30")
    assert row(found, "next", 1) == "soon due Mon 12:00 active 90 left 30"
    assert row(found, "next", 2) == "none"


# --- 2.6 resolving and closing --------------------------------------------------------------------


def test_2_6_resolving_meets_response_and_escalation_if_nobody_had_answered() -> None:
    found = look("Mon 09:00 opened S1; Mon 09:20 raised 1; Mon 09:40 resolved", "Mon 12:00")
    assert row(found, "response") == "met due Mon 10:00 active 40"
    assert row(found, "escalation", 1) == "met due Mon 13:20 active 20"
    assert found.status == "resolved"
    assert found.responded_at is None
    late = look("Mon 09:00 opened S1; Mon 10:01 resolved", "Mon 12:00")
    assert row(late, "response") == "missed due Mon 10:00 active 61"


def test_2_6_resolving_cancels_next_and_update_in_time_and_misses_them_late() -> None:
    # next is due 13:00, update 13:30
    told = "Mon 09:00 opened S1; Mon 09:30 answered; Mon 11:00 followup"
    found = look(told + "; Mon 13:00 resolved", "Tue 09:00")
    assert row(found, "next") == "cancelled due Mon 13:00 active 120"
    assert row(found, "update") == "cancelled due Mon 13:30 active 210"
    late = look(told + "; Mon 13:31 resolved", "Tue 09:00")
    assert row(late, "next") == "missed due Mon 13:00 active 151"
    assert row(late, "update") == "missed due Mon 13:30 active 241"


def test_2_6_any_other_clock_is_cancelled_in_time_and_missed_late() -> None:
    assert row(
        look("Mon 09:00 opened S1; Mon 11:00 resolved", "Tue 09:00"), "diagnosis"
    ).startswith("cancelled")
    assert row(
        look("Mon 09:00 opened S1; Mon 11:01 resolved", "Tue 09:00"), "diagnosis"
    ).startswith("missed")


def test_2_6_closing_cancels_resolution_and_workaround_in_time() -> None:
    found = look("Mon 09:00 opened S1; Mon 09:20 raised 1; Mon 09:40 closed", "Mon 12:00")
    assert row(found, "response") == "met due Mon 10:00 active 40"
    assert row(found, "escalation", 1) == "met due Mon 13:20 active 20"
    assert row(found, "resolution") == "cancelled due Wed 09:00 active 40"
    assert row(found, "workaround") == "cancelled due Mon 17:00 active 40"
    late = look("Mon 09:00 opened S1; Mon 17:01 closed", "Tue 12:00")
    assert row(late, "workaround") == "missed due Mon 17:00 active 481"


def test_2_6_closing_a_resolved_case_decides_nothing_more() -> None:
    found = look("Mon 09:00 opened S1; Mon 10:00 resolved; Thu 09:00 closed", "Fri 09:00")
    assert row(found, "resolution") == "met due Wed 09:00 active 60"
    assert (found.status, text(found.resolved_at), text(found.closed_at)) == (
        "closed",
        "Mon 10:00",
        "Thu 09:00",
    )


# --- 2.8, 2.9 changes and promises ----------------------------------------------------------------


def test_2_8_a_change_recomputes_from_the_clocks_own_start() -> None:
    found = look("Mon 09:00 opened S1; Mon 09:30 changed priority=S2", "Mon 09:30")
    assert row(found, "response") == "pending due Mon 11:00 active 30 left 90"  # 09:00 + 120
    # Singapore is open 00:00-10:00 UTC: 09:00 + 60 = 10:00, its closing; with 120 it is Tue 00:00 +
    # 60
    told = "Mon 09:00 opened S1; Mon 09:30 changed region=singapore"
    assert row(look(told, "Mon 09:30"), "response") == "pending due Mon 10:00 active 30 left 30"
    told += "; Mon 09:40 changed priority=S2"
    assert row(look(told, "Mon 09:40"), "response") == "pending due Tue 01:00 active 40 left 80"


def test_2_8_what_stopped_stays() -> None:
    found = look(
        "Mon 09:00 opened S2; Mon 10:30 answered; Mon 11:00 changed priority=S1", "Mon 12:00"
    )
    assert (
        row(found, "response") == "met due Mon 11:00 active 90"
    )  # an S1 would have been due at 10:00


def test_2_8_a_clock_whose_target_is_gone_is_cancelled_and_keeps_its_due() -> None:
    found = look("Mon 09:00 opened S1; Mon 10:00 changed priority=S3", "Mon 12:00")
    assert row(found, "resolution") == "cancelled due Wed 09:00 active 60"
    told = "Mon 09:00 opened S1; Mon 10:00 held; Mon 11:00 changed priority=S3"
    assert (
        row(look(told, "Mon 12:00"), "resolution") == "cancelled due - active 60"
    )  # it was paused


def test_2_8_a_clock_that_is_added_starts_where_it_would_have_started() -> None:
    told = (
        "Mon 09:00 opened S2; Mon 09:30 answered; Mon 10:00 answered; Mon 11:00 changed priority=S1"
    )
    found = look(told, "Mon 11:00")
    assert (
        row(found, "update") == "pending due Mon 14:00 active 60 left 180"
    )  # from the last answer
    assert (
        row(found, "workaround") == "pending due Mon 17:00 active 120 left 360"
    )  # from the opening
    marked = told.replace("Mon 10:00 answered", "Mon 10:00 marked workaround")
    assert row(look(marked, "Mon 11:00"), "workaround") == "none"  # its stop has been
    # S1 to S3 and back: the same clock runs on as if nothing had been
    back = "Mon 09:00 opened S1; Mon 09:20 changed partner_type=referral"
    back += "; Mon 09:30 changed partner_type=certified"
    assert row(look(back, "Mon 09:25"), "response") == "cancelled due Mon 10:00 active 20"
    assert row(look(back, "Mon 09:30"), "response") == "pending due Mon 10:00 active 30 left 30"


def test_2_8_the_verdict_follows_the_new_due() -> None:
    told = "Mon 09:00 opened S1; Mon 10:30 changed priority=S2"
    assert row(look(told, "Mon 10:20"), "response") == "late due Mon 10:00 active 80 left -20"
    assert row(look(told, "Mon 10:30"), "response") == "soon due Mon 11:00 active 90 left 30"
    worse = "Mon 09:00 opened S2; Mon 10:30 changed priority=S1"
    assert (
        row(look(worse, "Mon 10:30"), "response") == "late due Mon 10:00 active 90 left -30"
    )  # late since 10:00


def test_2_8_restart_counts_the_new_length_from_the_change() -> None:
    found = look(
        "Mon 09:00 opened S1; Mon 09:30 changed priority=S2",
        "Mon 10:00",
        policy(on_change="restart"),
    )
    assert row(found, "response") == "pending due Mon 11:30 active 60 left 90"  # 09:30 + 120


def test_2_8_the_same_holds_count_after_a_change() -> None:
    # resolution of an S2: 2400 from Mon 09:00, without the hold of 60: 540-60 Mon, 600 Tue, Wed,
    # Thu = 2280: Fri 10:00
    told = "Mon 09:00 opened S1; Mon 10:00 held; Mon 11:00 resumed; Mon 12:00 changed priority=S2"
    assert (
        row(look(told, "Mon 12:00"), "resolution") == "pending due Fri 10:00 active 120 left 2280"
    )


def test_2_9_a_hold_moves_a_promised_due_on_by_the_support_time_that_it_cut_out() -> None:
    # promised Mon 13:30 (from 09:30); two holds before it cut 30 + 45 min of support time: 75 min
    # after 13:30
    told = "Mon 09:00 opened S1; Mon 09:30 answered; Mon 10:00 held; Mon 10:30 resumed"
    told += "; Mon 12:00 held; Mon 12:45 resumed"
    assert row(look(told, "Mon 12:45"), "update") == "pending due Mon 14:45 active 120 left 120"
    # a hold that runs over the promised due, 13:00-15:00, cuts out only its 30 min before it: 30
    # min of active time after the due, and that is after the hold: 15:30
    told = "Mon 09:00 opened S1; Mon 09:30 answered; Mon 13:00 held; Mon 15:00 resumed"
    assert row(look(told, "Mon 15:00"), "update") == "soon due Mon 15:30 active 210 left 30"
