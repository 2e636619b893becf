"""What the history of `slt show` says about each kind of event, and what the facts say when."""

from pathlib import Path

import pytest

from tests.screens.conftest import Screen


def history(screen: Screen, case: str, **how: str) -> list[str]:
    """Return the lines of a case's history in a pipe, without the heading."""
    return screen("show", case, **how).out.rpartition("\n\n")[2].splitlines()[1:]


def fact(screen: Screen, case: str, label: str) -> str:
    """Return what a case's record says beside a label."""
    lines = screen("show", case).out.splitlines()
    return next(line[10:] for line in lines if line.startswith(f"{label} "))


def test_an_undo_names_the_event_and_the_event_what_took_it_back(screen: Screen) -> None:
    screen("undo", "402", "5", "--yes")
    *_, noted, undone = history(screen, "402")
    assert noted.endswith("2nd trace sent (recorded 07:55; taken back by event 6)")
    assert undone.endswith("undone     desk-1  event 5: noted")


def test_an_answer_says_how_each_clock_ended_that_it_stopped(screen: Screen) -> None:
    screen("respond", "402", "--note", "Try again")
    told = "update met with 15 min left; next met with 3 h 5 min left; Try again"
    assert history(screen, "402")[-1].endswith(f"desk-1  {told}")


def test_an_answer_that_is_late_says_by_how_much(screen: Screen) -> None:
    screen("respond", "409", "--hold")
    assert history(screen, "409")[-1].endswith("response missed, late by 1 h 50 min; on hold")


def test_a_closing_ends_the_hold_and_a_reopening_names_what_is_due_again(screen: Screen) -> None:
    screen("close", "404", "--note", "Gone")
    screen("reopen", "404")
    closed, reopened = history(screen, "404")[-2:]
    assert "update cancelled" in closed
    assert "hold ended after 11 h 30 min of support time; Gone" in closed
    assert "resolution due " in reopened


def test_a_message_without_a_hold_names_the_next_answer(screen: Screen) -> None:
    screen("followup", "412")
    assert history(screen, "412")[-1].endswith(
        "followup   desk-1  the partner wrote; next due Wed 25 Nov 17:10 GMT"
    )


def test_a_change_shows_old_and_new_with_the_due_times_that_moved(screen: Screen) -> None:
    screen("update", "416", "--priority", "S2", "--ref", "00412399")
    assert history(screen, "416")[-1].endswith(
        "ref 00412331 -> 00412399; priority S3 -> S2; "
        "response due Thu 26 Nov 12:30 SGT -> Thu 26 Nov 10:30 SGT; "
        "resolution due Wed 2 Dec 15:30 SGT; workaround due Mon 30 Nov 12:30 SGT"
    )


def test_a_region_and_a_partner_type_are_called_by_their_names(screen: Screen) -> None:
    screen("update", "416", "--region", "usa", "--partner-type", "referral")
    assert "region APAC -> USA" in history(screen, "416")[-1]
    assert "partner type Certified partner -> Referral partner" in history(screen, "416")[-1]


def test_a_second_level_says_how_the_first_ended(screen: Screen) -> None:
    screen("escalate", "410", now="2026-11-26T09:30:00+00:00")
    told = "to level 2, answer due Thu 26 Nov 13:30 GMT; level 1 missed, late by 10 min"
    assert history(screen, "410", now="2026-11-26T09:30:00+00:00")[-1].endswith(told)


def test_a_shared_note_says_so(screen: Screen) -> None:
    screen("note", "402", "For the provider", "--shared")
    assert history(screen, "402")[-1].endswith("noted      desk-1  shared; For the provider")


def test_what_was_recorded_on_another_day_names_the_day(screen: Screen) -> None:
    assert "S3 (recorded Wed 25 Nov 16:00 GMT)" in history(screen, "413")[0]


@pytest.mark.parametrize(
    ("case", "said"),
    [
        pytest.param("404", "none: on hold since Tue 24 Nov 09:40 PST", id="on hold"),
        pytest.param("413", "none: resolved Wed 25 Nov 09:00 GMT", id="resolved"),
        pytest.param("405", "none: closed Tue 24 Nov 11:00 SGT", id="closed"),
        pytest.param("414", "none: Referral partner has no target", id="without a target"),
        pytest.param("410", "level 1, Thu 26 Nov 09:20 GMT · 3 h 10 min left", id="escalated"),
        pytest.param("409", "response, Wed 25 Nov 06:20 PST · late by 1 h 50 min", id="late"),
    ],
)
def test_what_is_due_next_or_why_nothing_is(screen: Screen, case: str, said: str) -> None:
    assert fact(screen, case, "Next due") == said


def test_a_void_case_has_nothing_due(screen: Screen) -> None:
    screen("void", "415", "--reason", "Opened twice")
    assert fact(screen, "415", "Next due") == "none: void"


@pytest.mark.parametrize(
    ("case", "said"),
    [
        pytest.param(
            "402", "not escalated; first level 1, Partner Concierge: slt contacts", id="levels"
        ),
        pytest.param(
            "414", "not escalated; only through PartnerXchange: slt contacts", id="portal"
        ),
        pytest.param(
            "410",
            "level 1 since Wed 25 Nov 15:20 GMT, Partner Concierge: "
            "https://8x8.force.com/partnerxchange",
            id="escalated",
        ),
    ],
)
def test_whom_to_contact(screen: Screen, case: str, said: str) -> None:
    assert fact(screen, case, "Contact") == said


def test_a_level_that_is_reached_by_mail_has_its_address(screen: Screen) -> None:
    screen("escalate", "412", "--level", "2")
    said = "Support managers: Partner-supportmanagers-escalations@8x8.com"
    assert fact(screen, "412", "Contact") == f"level 2 since Wed 25 Nov 16:10 GMT, {said}"


def test_a_target_names_the_priority_it_was_promised_for_if_that_is_another_now(
    screen: Screen,
) -> None:
    screen("update", "413", "--priority", "S1")
    assert "response  met    Wed 25 Nov 11:00 GMT     -  6 h (S3)\n" in screen("show", "413").out
    assert "  4 h\n" in screen("show", "402").out


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        pytest.param("levels = []\n", "nobody: no escalation level is configured", id="no level"),
        pytest.param(
            '[[escalation.levels]]\nname = "Desk"\nchannel = "phone"\ncontact = "+1 202 555 0100"\n'
            'response = "4h"\n',
            "level 3 since Fri 6 Mar 18:00 PST, which is no longer configured: slt contacts",
            id="fewer levels",
        ),
    ],
)
def test_a_level_that_is_no_longer_configured(slt, home: Path, levels: str, said: str) -> None:
    slt("open", "-p", "S1", "--at", "2026-03-06T17:00:00-08:00", "x")
    slt("escalate", "1", "--level", "3", "--at", "2026-03-06T18:00:00-08:00")
    (home / "own.toml").write_text(f"[escalation]\n{levels}", encoding="utf-8")
    shown = slt("show", "1", "--config", str(home / "own.toml")).out
    assert f"Contact   {said}\n" in shown
