"""Worked examples for the independent oracle: rules 4.3-4.5, and what must always hold."""

from tests.domain.oracle.example_stories import P, instant, look, policy, refused, row, story
from tests.domain.oracle.life_oracle import Moment, accepted, late_raise, random_life, simulate

ANSWERED = "Mon 09:00 opened S1; Mon 09:30 answered"  # update: 240 min from 09:30, due 13:30

# --- 4 escalation ---------------------------------------------------------------------------------


def test_4_3_a_new_escalation_ends_the_previous_level() -> None:
    told = "Mon 09:00 opened S1; Mon 09:10 raised 1; Mon {} raised 2"
    assert (
        row(look(told.format("10:00"), "Mon 11:00"), "escalation", 1)
        == "superseded due Mon 13:10 active 50"
    )
    assert (
        row(look(told.format("13:10"), "Mon 14:00"), "escalation", 1)
        == "superseded due Mon 13:10 active 240"
    )
    assert (
        row(look(told.format("13:11"), "Mon 14:00"), "escalation", 1)
        == "missed due Mon 13:10 active 241"
    )


def test_4_4_what_is_refused() -> None:
    start = "Mon 09:00 opened S1; Mon 10:00 raised 2; Mon 11:00 "
    assert (
        refused(start + "raised 2")
        == refused(start + "raised 1")
        == "a level at or below the present one"
    )
    assert refused(start + "raised 4") == "beyond the last level"
    assert (
        refused(ANSWERED + "; Mon 10:00 resolved; Mon 11:00 raised 1")
        == "escalate on a resolved case"
    )
    assert (
        refused(ANSWERED + "; Mon 10:00 closed; Mon 11:00 raised 1") == "escalate on a closed case"
    )


def test_4_5_what_cron_raises() -> None:
    def raised(told: str, now: str) -> str:
        moment = late_raise(P, story(told), instant(now))
        return "" if moment is None else f"{moment.data['level']} for the {moment.data['late_for']}"

    told = "Mon 09:00 opened S1"
    assert raised(told, "Mon 10:00") == ""
    assert raised(told, "Mon 10:01") == "1 for the response"
    assert raised(told + "; Mon 09:30 held", "Mon 10:01") == "1 for the response"  # held cases too
    # once; then the escalation (due 14:01) stands for the response
    told += "; Mon 10:01 raised 1 response"
    assert raised(told, "Mon 14:01") == ""
    assert raised(told, "Mon 14:02") == "2 for the escalation"
    assert (
        raised("Mon 09:00 opened S1; Mon 09:30 raised 3", "Fri 09:00") == ""
    )  # silent at the last level
    assert raised(ANSWERED, "Fri 09:00") == ""  # a late update or resolution raises nothing
    assert raised("Mon 09:00 opened S1 london referral; Mon 09:30 raised 1", "Fri 09:00") == ""


# --- what must always hold ------------------------------------------------------------------------


def test_random_lives_are_lives_and_the_same_for_one_seed() -> None:
    for seed in range(8):
        policy_, moments, nows = random_life(seed)
        kept, refused_ = accepted(policy_, moments)
        assert len(moments) == len(kept) + len(refused_) == 20
        assert (moments, nows) == random_life(seed)[1:]


def test_a_hold_never_moves_a_due_earlier_and_adjoining_holds_are_one() -> None:
    one = ANSWERED + "; Mon 10:00 held; Mon 12:00 resumed"
    two = ANSWERED + "; Mon 10:00 held; Mon 11:00 resumed; Mon 11:00 held; Mon 12:00 resumed"
    assert look(one, "Tue 09:00").clocks == look(two, "Tue 09:00").clocks
    for hour in range(10, 18):
        later = look(f"{ANSWERED}; Mon {hour}:00 held; Mon {hour}:59 resumed", "Mon 19:00").clocks
        for key, clock in look(ANSWERED, "Mon 19:00").clocks.items():
            assert clock.due_at <= later[key].due_at  # type: ignore[operator]


def test_2_8_a_change_that_changes_nothing_restarts_nothing() -> None:
    told = "Mon 09:00 opened S1; Mon 09:30 changed priority=S1"
    found = look(told, "Mon 09:30", policy(on_change="restart"))
    assert row(found, "response") == "pending due Mon 10:00 active 30 left 30"


def test_moments_may_be_made_by_hand() -> None:
    opened = Moment(
        instant("Mon 09:00"),
        "opened",
        {"priority": "S1", "region": "london", "partner_type": "certified"},
    )
    assert simulate(P, [opened], instant("Mon 09:30")) == look("Mon 09:00 opened S1", "Mon 09:30")
