"""The record of `open`, the blocks of `escalate`, and whom a case is with."""

import pytest

OPENED = """\
Case      CASE-417
Subject   Emergency calls fail
Partner   Certified partner
Priority  S1 Production down: report it by phone
Region    Europe
Opened    Wed 25 Nov 16:10 GMT
Target    response within 1 h in support hours
Due       Wed 25 Nov 17:10 GMT (today 18:10 CET) · 1 h left
Target    workaround within 8 h in support hours
Due       Thu 26 Nov 14:10 GMT (Thu 15:10 CET) · 8 h left
Target    resolution within 2 business days
Due       Fri 27 Nov 16:10 GMT (Fri 17:10 CET) · 20 h left
Hotline   +44 203 953 5407 (Europe, open until Wed 25 Nov 18:00 GMT)
"""
ESCALATED = """\
Escalated CASE-409 to level 1: All phones are down at the head office
  ref 00412355 · S1 · Customer A · response late by 1 h 50 min
  level 1   answer due Wed 25 Nov 12:10 PST (today 21:10 CET) · 4 h left
  Contact   Partner Concierge: https://8x8.force.com/partnerxchange
  Hotline   +1 408 956 6066 (USA, open until Wed 25 Nov 18:00 PST)
Escalated CASE-411 to level 1: Call queue drops every third call
  ref 00412361 · S2 · Customer B · response late by 1 h 30 min
  level 1   answer due Thu 26 Nov 10:10 GMT (Thu 11:10 CET) · 4 h left
  Contact   Partner Concierge: https://8x8.force.com/partnerxchange
  Hotline   +44 203 953 5407 (Europe, open until Wed 25 Nov 18:00 GMT)
"""
HINT = "2 cases escalated. Write the first message: slt message 409\n"
NEXT_LEVEL = """\
Escalated CASE-410 to level 2: Agents cannot log in to the contact centre
  ref 00412358 · S1 · Customer F · level 1, 3 h 10 min left
  level 1   due Thu 10:20 CET -> superseded
  level 2   answer due Thu 26 Nov 10:10 GMT (Thu 11:10 CET) · 4 h left
  Contact   Support managers: Partner-supportmanagers-escalations@8x8.com
  Hotline   +44 203 953 5407 (Europe, open until Wed 25 Nov 18:00 GMT)
Write the message: slt message 410
"""
WHO = """\
Case      CASE-410 · ref 00412358 · Agents cannot log in to the contact centre
With      level 1 of 3 since Wed 25 Nov 15:20 GMT, answer due
          Thu 26 Nov 09:20 GMT (Thu 10:20 CET) · 3 h 10 min left
Contact   Partner Concierge: https://8x8.force.com/partnerxchange
Next      level 2, Support managers: Partner-supportmanagers-escalations@8x8.com
Hotline   +44 203 953 5407 (Europe, open until Wed 25 Nov 18:00 GMT)
Write it: slt message 410   Open the portal: slt message 410 --open
"""
WHO_IN_A_PIPE = """\
Case      CASE-410 · ref 00412358 · Agents cannot log in to the contact centre
With      level 1 of 3 since Wed 25 Nov 15:20 GMT, answer due Thu 26 Nov 09:20 GMT · 3 h 10 min left
Contact   Partner Concierge: https://8x8.force.com/partnerxchange
Next      level 2, Support managers: Partner-supportmanagers-escalations@8x8.com
Hotline   +44 203 953 5407 (Europe, open until Wed 25 Nov 18:00 GMT)
"""
LATE = ("escalate", "--late", "--reason", "late: escalated by cron")
OPEN = ("open", "--priority", "S1", "--region", "europe", "Emergency calls fail")


def in_a_pipe(text: str) -> str:
    """Return what a pipe shows: no time of the reader."""
    for bracket in (" (today 18:10 CET)", " (Thu 15:10 CET)", " (Fri 17:10 CET)",
                    " (today 21:10 CET)", " (Thu 11:10 CET)"):  # fmt: skip
        text = text.replace(bracket, "")
    return text


def test_open_shows_the_record_of_the_case(screen):
    assert screen(*OPEN, width=80) == (0, OPENED, "")


def test_open_in_a_pipe_has_the_times_of_the_region_alone(screen):
    assert screen(*OPEN) == (0, in_a_pipe(OPENED), "")


def test_open_names_an_open_case_that_says_the_same(screen):
    said = ("open", "-p", "S2", "--partner", "Customer C")
    again = screen(*said, "EMERGENCY calls fail at two sites", width=80)
    hint = "CASE-412 has the same subject and partner: slt show 412"
    assert again.out.splitlines()[-1] == hint
    assert hint not in screen(*said, "Emergency calls fail at two sites").out
    assert "has the same" not in screen(*said, "Something else", width=80).out


def test_escalate_late_shows_a_block_for_each_case(screen):
    assert screen(*LATE, "--dry-run", width=80).out == (
        ESCALATED.replace("Escalated", "Would escalate") + "Dry run: nothing was recorded\n"
    )
    assert screen(*LATE, width=80) == (0, ESCALATED + HINT, "")
    nothing = "No case is late that can be escalated.\n"
    assert screen(*LATE, width=80) == (0, nothing, "")
    assert screen(*LATE) == (0, "", "")


def test_cron_mails_the_blocks_alone(screen):
    assert screen(*LATE) == (0, in_a_pipe(ESCALATED), "")


def test_the_level_that_a_case_has_left_is_superseded(screen):
    assert screen("escalate", "410", width=80) == (0, NEXT_LEVEL, "")


@pytest.mark.parametrize(("width", "shown"), [(80, WHO), (None, WHO_IN_A_PIPE)])
def test_who_shows_whom_a_case_is_with(screen, width, shown):
    assert screen("message", "410", "--who", width=width) == (0, shown, "")


@pytest.mark.parametrize("width", [40, 60])
def test_an_address_is_never_cut(screen, width):
    words = screen("message", "410", "--who", width=width).out.split()
    assert "https://8x8.force.com/partnerxchange" in words
    assert "Partner-supportmanagers-escalations@8x8.com" in words
