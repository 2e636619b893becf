"""Worked examples for the independent oracle: rules 2.1 and 2.2. The arithmetic is in comments."""

from tests.domain.oracle.example_stories import look, policy, refused, row, text
from tests.domain.oracle.life_oracle import DEFAULT_RULES

# --- 2.1, 2.2 what has a target, and the table of clocks ------------------------------------------


def test_2_1_a_referral_case_has_no_target_but_an_escalation_has() -> None:
    told = "Mon 09:00 opened S1 london referral; Mon 10:00 raised 1"
    found = look(told, "Mon 10:00")
    assert list(found.clocks) == [("escalation", 1, 1)]
    assert row(found, "escalation", 1) == "pending due Mon 14:00 active 0 left 240"  # 10:00 + 4 h
    assert refused(told + "; Mon 11:00 raised 2") == "beyond the last level"
    # without levels: 4 h all the same, through the portal; others cannot be raised
    bare = policy(levels=())
    assert (
        row(look(told, "Mon 10:00", bare), "escalation", 1)
        == "pending due Mon 14:00 active 0 left 240"
    )
    assert refused("Mon 09:00 opened S1; Mon 10:00 raised 1", bare) == "beyond the last level"


def test_2_1_a_portal_case_is_at_its_last_level_whatever_its_number() -> None:
    # level 2 of an S1 has 60 min; as a referral case the target is level 1's 240 min, from the
    # raise
    told = "Mon 09:00 opened S1; Mon 09:30 raised 2; Mon 09:40 changed partner_type=referral"
    assert (
        row(look(told, "Mon 10:00"), "escalation", 2) == "pending due Mon 13:30 active 30 left 210"
    )
    assert refused(told + "; Mon 11:00 raised 3") == "beyond the last level"


def test_2_2_response_is_stopped_by_the_first_answer_and_does_not_start_again() -> None:
    found = look("Mon 09:00 opened S1; Mon 09:30 answered; Mon 11:00 answered", "Mon 12:00")
    assert row(found, "response") == "met due Mon 10:00 active 30"
    assert row(found, "response", 2) == "none"
    assert text(found.responded_at) == "Mon 09:30"


def test_2_2_next_starts_with_each_unanswered_message_after_the_first_answer() -> None:
    told = "Mon 09:00 opened S1; Mon 09:30 answered; Mon 10:00 followup; Mon 11:00 answered"
    told += "; Mon 14:00 followup"
    found = look(told, "Mon 14:30")
    assert row(found, "next", 1) == "met due Mon 12:00 active 60"
    assert row(found, "next", 2) == "pending due Mon 16:00 active 30 left 90"


def test_2_2_update_runs_from_each_answer_to_the_next() -> None:
    found = look("Mon 09:00 opened S1; Mon 09:30 answered; Mon 12:00 answered", "Mon 12:30")
    assert row(found, "update", 1) == "met due Mon 13:30 active 150"
    assert row(found, "update", 2) == "pending due Mon 16:00 active 30 left 210"


def test_2_2_workaround_is_stopped_by_its_mark() -> None:
    # 480 min from Mon 09:00 = 17:00
    told = "Mon 09:00 opened S1; Mon 15:00 marked workaround"
    assert row(look(told, "Tue 09:00"), "workaround") == "met due Mon 17:00 active 360"
    again = told + "; Mon 16:00 marked workaround"  # a second mark changes nothing
    assert row(look(again, "Tue 09:00"), "workaround") == "met due Mon 17:00 active 360"


def test_2_2_workaround_and_resolution_are_met_by_resolving() -> None:
    # resolution: 540 on Monday, 600 on Tuesday, 60 on Wednesday = 1200: Wed 09:00. Resolved Mon
    # 16:00: 420 min
    found = look("Mon 09:00 opened S1; Mon 16:00 resolved", "Thu 09:00")
    assert row(found, "resolution") == "met due Wed 09:00 active 420"
    assert row(found, "workaround") == "met due Mon 17:00 active 420"


def test_2_2_each_level_of_the_escalation_has_a_clock() -> None:
    told = "Mon 09:00 opened S1; Mon 10:00 raised 1; Mon 11:00 answered; Mon 12:00 raised 2"
    found = look(told, "Mon 12:30")
    assert row(found, "escalation", 1) == "met due Mon 14:00 active 60"
    assert (
        row(found, "escalation", 2) == "pending due Mon 13:00 active 30 left 30"
    )  # S1 at level 2: 60 min
    assert found.level == 2


def test_2_2_other_clocks_are_data() -> None:
    # diagnosis: 120 min from 09:00, without 30 min on hold: 11:30; marked 11:00 after 90 min
    told = "Mon 09:00 opened S1; Mon 10:00 held; Mon 10:30 resumed; Mon 11:00 marked diagnosis"
    assert row(look(told, "Mon 12:00"), "diagnosis") == "met due Mon 11:30 active 90"
    assert (
        refused("Mon 09:00 opened S1; Mon 10:00 marked resolution")
        == "no such milestone: resolution"
    )
    # one that starts with an answer and does not start again
    plan = {"starts": "answer", "stops": ("marked",), "again": False, "pauses": True}
    targets = {"certified": {"S1": {"plan": (60, "support-hours")}}}
    odd = policy(rules={**DEFAULT_RULES, "plan": plan}, targets=targets)
    told = "Mon 09:00 opened S1; Mon 10:00 answered; Mon 10:30 answered; Mon 10:50 marked plan"
    told += "; Mon 11:00 answered"
    found = look(told, "Mon 12:00", odd)
    assert row(found, "plan", 1) == "met due Mon 11:00 active 50"
    assert row(found, "plan", 2) == "none"
