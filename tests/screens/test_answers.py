"""Short answers: what was done, then a line for each clock that changed, old -> new."""

import pytest

RESPONDED = """\
Responded CASE-412: Emergency calls fail at two sites
  update      due today 18:05 CET -> met with 55 min left
  update      next one due Thu 11:10 CET · 4 h left
  2 other clocks unchanged: slt show 412
"""
HELD = """\
Held CASE-412: waiting for the call logs
  update      due today 18:05 CET -> held, 55 min left
  workaround  due Thu 11:30 CET -> held, 4 h 20 min left
  resolution  due Fri 13:30 CET -> held, 16 h 20 min left
"""
RESUMED = """\
Resumed CASE-412: on hold for 1 h 30 min
  update      held -> due Thu 09:35 CET (was today 18:05) · 55 min left
  workaround  held -> due Thu 13:00 CET (was Thu 11:30) · 4 h 20 min left
  resolution  held -> due Fri 15:00 CET (was Fri 13:30) · 16 h 20 min left
"""
RESUMED_60 = """\
Resumed CASE-412: on hold for 1 h 30 min
  update      held -> due Thu 09:35 CET · 55 min left
              (was today 18:05)
  workaround  held -> due Thu 13:00 CET · 4 h 20 min left
              (was Thu 11:30)
  resolution  held -> due Fri 15:00 CET · 16 h 20 min left
              (was Fri 13:30)
"""
RESUMED_IN_A_PIPE = """\
Resumed CASE-412: on hold for 1 h 30 min
  update      held -> due Thu 26 Nov 08:35 GMT (was Wed 25 Nov 17:05 GMT) · 55 min left
  workaround  held -> due Thu 26 Nov 12:00 GMT (was Thu 26 Nov 10:30 GMT) · 4 h 20 min left
  resolution  held -> due Fri 27 Nov 14:00 GMT (was Fri 27 Nov 12:30 GMT) · 16 h 20 min left
"""
RESOLVED = """\
Resolved CASE-412: Emergency calls fail at two sites
  update      due today 18:05 CET -> cancelled
  workaround  due Thu 11:30 CET -> met with 4 h 20 min left
  resolution  due Fri 13:30 CET -> met with 16 h 20 min left
"""
RESOLVED_IN_A_PIPE = """\
Resolved CASE-412: Emergency calls fail at two sites
  update      due Wed 25 Nov 17:05 GMT -> cancelled
  workaround  due Thu 26 Nov 10:30 GMT -> met with 4 h 20 min left
  resolution  due Fri 27 Nov 12:30 GMT -> met with 16 h 20 min left
"""
UNDONE = """\
Undid "resolved" of CASE-412 (today 17:10 CET by desk-1)
  update      cancelled -> due today 18:05 CET · 55 min left
  workaround  met -> due Thu 11:30 CET · 4 h 20 min left
  resolution  met -> due Fri 13:30 CET · 16 h 20 min left
"""
SEVERAL = """\
Responded CASE-409: All phones are down at the head office
  response    due today 15:20 CET -> missed, late by 1 h 50 min
  update      due today 21:10 CET · 4 h left
  2 other clocks unchanged: slt show 409
Responded CASE-411: Call queue drops every third call
  response    due today 15:40 CET -> missed, late by 1 h 30 min
  update      due Thu 15:10 CET · 8 h left
  1 other clock unchanged (resolution): slt show 411
"""
CLOSED = """\
Closed CASE-411: Call queue drops every third call
  response    due today 15:40 CET -> missed, late by 1 h 30 min
  resolution  due 2 Dec 11:40 CET -> cancelled
"""
REOPENED = """\
Reopened CASE-413: Hold music is too loud
  next      due Thu 15:10 CET · 8 h left
"""
FOLLOWED_UP = """\
Recorded a message in CASE-412: Emergency calls fail at two sites
  next        due today 18:10 CET · 1 h left
  3 other clocks unchanged: slt show 412
"""
FOLLOWED_UP_TOO_LATE = """\
Recorded a message in CASE-413: Hold music is too loud
  resolved, so no clock starts: slt reopen 413 continues the case
"""
MARKED = """\
Marked workaround of CASE-402: One-way audio on conference calls
  workaround  due Fri 18:45 CET -> met with 14 h 35 min left
  3 other clocks unchanged: slt show 402
"""
NOTED = """\
Noted CASE-402: One-way audio on conference calls
  event 6: 3rd trace sent
"""
VOIDED = """\
Voided CASE-415: Voicemail is not sent by e-mail
  response    due today 20:45 CET -> cancelled
  resolution  due 3 Dec 16:45 CET -> cancelled
  It is only in: slt list --status void   Take it back: slt undo 415
"""
UPDATED = """\
Updated CASE-416: Call recordings arrive late
  region    APAC -> Europe
  partner   Customer E -> none
  response  due Thu 05:30 CET -> late since today 15:00 CET, by 2 h 10 min
"""
UPDATED_BACK = """\
Undid "updated" of CASE-416 (today 17:10 CET by desk-1)
  region    Europe -> APAC
  partner   none -> Customer E
  response  due today 15:00 CET -> due Thu 05:30 CET · 3 h 30 min left
"""
ON_HOLD_AGAIN = """\
Responded CASE-404, on hold: Caller ID shows the wrong number
  update      held -> met with 3 h left
  update      held, 8 h left
  1 other clock unchanged (resolution): slt show 404
"""
UPDATED_ON_HOLD = """\
Updated CASE-404: Caller ID shows the wrong number
  priority    S2 -> S1
  update      held -> late since Tue 17:40 CET, by 1 h (was Tue 21:40)
  resolution  held, 58 h 20 min left -> held, 19 h 20 min left
"""
ONCE_MORE = """\
Recorded before: CASE-412: Emergency calls fail at two sites
  update      due Thu 11:10 CET · 4 h left
  workaround  due Thu 11:30 CET · 4 h 20 min left
  resolution  due Fri 13:30 CET · 16 h 20 min left
"""

HOLD = ("hold", "412", "--reason", "waiting for the call logs")
ANSWERS = {
    "respond": (("respond", "412"), RESPONDED),
    "hold": (HOLD, HELD),
    "resolve": (("resolve", "412"), RESOLVED),
    "close": (("close", "411"), CLOSED),
    "reopen": (("reopen", "413"), REOPENED),
    "followup": (("followup", "412"), FOLLOWED_UP),
    "followup on a resolved case": (("followup", "413"), FOLLOWED_UP_TOO_LATE),
    "mark": (("mark", "402", "workaround"), MARKED),
    "note": (("note", "402", "3rd trace sent"), NOTED),
    "void": (("void", "415", "--reason", "opened twice"), VOIDED),
    "update": (("update", "416", "-r", "europe", "--partner", ""), UPDATED),
    "update on hold": (("update", "404", "-p", "S1"), UPDATED_ON_HOLD),
    "respond --hold while held": (("respond", "404", "--hold"), ON_HOLD_AGAIN),
}


@pytest.mark.parametrize(("line", "shown"), ANSWERS.values(), ids=ANSWERS)
def test_a_verb_answers_with_what_changed(screen, line, shown):
    assert screen(*line, width=80) == (0, shown, "")


@pytest.mark.parametrize("line", [line for line, _ in ANSWERS.values()], ids=ANSWERS)
def test_a_pipe_has_no_hints_and_no_reader(screen, line):
    result = screen(*line)
    assert result.code == 0
    assert ": slt show" not in result.out
    assert "slt list" not in result.out
    assert not {"CET", "today"} & set(result.out.split())


@pytest.mark.parametrize(
    ("width", "shown"), [(80, RESUMED), (100, RESUMED), (60, RESUMED_60), (None, RESUMED_IN_A_PIPE)]
)
def test_the_bracket_gives_way_to_a_line_of_its_own(screen, width, shown):
    assert screen(*HOLD).code == 0
    later = screen("resume", "412", width=width, now="2026-11-25T17:40:00+00:00")
    assert later == (0, shown, "")


def test_a_pipe_has_the_regions_times_in_full(screen):
    assert screen("resolve", "412") == (0, RESOLVED_IN_A_PIPE, "")


def test_undo_shows_the_way_back(screen):
    assert screen("resolve", "412").code == 0
    dry = screen("undo", "412", "--dry-run", width=80)
    would = UNDONE.replace("Undid", "Would undo")
    assert dry == (0, f"{would}Dry run: nothing was recorded\n", "")
    assert screen("undo", "412", width=80) == (0, UNDONE, "")


def test_undo_shows_facts_and_texts_too(screen):
    assert screen("update", "416", "-r", "europe", "--partner", "").code == 0
    assert screen("undo", "416", width=80) == (0, UPDATED_BACK, "")
    assert screen("note", "416", "3rd trace sent").code == 0
    assert screen("undo", "416", width=80).out == (
        'Undid "noted" of CASE-416 (today 17:10 CET by desk-1)\n'
        "  event 4: 3rd trace sent\n"
        "  1 clock unchanged (response): slt show 416\n"
    )


def test_several_cases_are_blocks_and_a_refusal_keeps_none_from_its_turn(screen):
    result = screen("respond", "4", "409", "411", width=80)
    assert (result.code, result.out) == (4, SEVERAL)
    assert result.err.startswith("slt: error: ")


def test_a_second_run_with_the_same_key_says_that_it_was_recorded_before(screen):
    assert screen("respond", "412", "--once", "mail", width=80).out == RESPONDED
    assert screen("respond", "412", "--once", "mail", width=80) == (0, ONCE_MORE, "")


def test_an_update_that_changes_nothing_says_so(screen):
    shown = "Nothing to change in CASE-412: Emergency calls fail at two sites\n"
    assert screen("update", "412", "--priority", "S1", width=80) == (0, shown, "")


def test_a_text_of_a_user_stays_on_its_line(screen):
    result = screen("note", "402", "first\nsecond \x1b[31m", width=80)
    assert result.out.splitlines()[1:] == [r"  event 6: first\nsecond \x1b[31m"]


def test_a_late_clock_is_unchanged_by_a_hold_unless_the_hold_began_before(screen):
    later = "2026-11-25T17:50:00+00:00"
    assert screen("hold", "412", width=80, now=later).out.endswith(
        "  1 other clock unchanged (update): slt show 412\n"
    )
    assert screen("undo", "412", now=later).code == 0
    held = screen("hold", "412", "--at", "2026-11-25T17:30:00Z", width=80, now=later).out
    assert held.startswith("Held CASE-412")
    assert "unchanged" not in held
