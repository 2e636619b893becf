"""A message: what it says of each case, in mail and chat, the worst first, and nothing empty."""

from datetime import timedelta

import pytest

from slt_cli.domain.calendar.instant import Zone
from slt_cli.output.times import Times
from slt_cli.views import notice_message as messages
from slt_cli.views.told_notices import MOST_IN_FULL
from tests.domain.given import after, moment, raised
from tests.views.noticed import (
    CHAT,
    DESK,
    HOOK,
    MESSAGE_ID,
    PHONE,
    TEAMS,
    TIMES,
    both,
    calls_fail,
    case_of,
    queue_drops,
    told,
)

SUBJECT = "LATE: CASE-411 S2 response, 1 h late: Call queue drops (+1 more)"
MAIL = """\
1 answer is late, 1 is due soon.

CASE-411 · ref 00412361 · S2 · Customer B · Europe
Call queue drops every third call
  response    was due Wed 25 Nov 14:40 GMT (15:40 CET), late by 1 h 30 min
  Hotline     +44 203 953 5407 (Europe, open until Wed 25 Nov 18:00 GMT)
  Contact     not escalated; first level 1, Partner Concierge:
              https://8x8.force.com/partnerxchange
  Owner       desk-2
  Act         slt respond 411    slt escalate 411    slt hold 411

CASE-412 · ref 00412364 · S1 · Customer C · Europe
Emergency calls fail at two sites
  update      due Wed 25 Nov 17:05 GMT (18:05 CET), 55 min left
  Hotline     +44 203 953 5407 (Europe, open until Wed 25 Nov 18:00 GMT)
  Contact     not escalated; first level 1, Partner Concierge:
              https://8x8.force.com/partnerxchange
  Owner       desk-1
  Act         slt respond 412    slt escalate 412    slt hold 412

As of Wed 25 Nov 16:10 GMT (17:10 CET). Left and late are support time.
Sent by slt on desk-host: [[notices]] "1 h late" and "75 %", channel desk.
"""
SLACK = """\
*LATE* CASE-411 · S2 · response late by 1 h 30 min · Customer B
Call queue drops every third call (ref 00412361)
Was due Wed 25 Nov 14:40 GMT (15:40 CET). Owner: desk-2
Call +44 203 953 5407 (open until Wed 25 Nov 18:00 GMT), or `slt escalate 411`

*SOON* CASE-412 · S1 · update due in 55 min · Customer C
Emergency calls fail at two sites (ref 00412364)
Due Wed 25 Nov 17:05 GMT (18:05 CET). Owner: desk-1
Call +44 203 953 5407 (open until Wed 25 Nov 18:00 GMT), or `slt escalate 412`"""


def written(policy, notices, channel=DESK, times=TIMES, host="desk-host"):
    return messages.notice_message(policy, notices, channel, MESSAGE_ID, times, host)


def blocks(message):
    """Return the blocks of a text between its summary and its footer."""
    return message.text.split("\n\n")[1:-1]


def facts(message):
    """Return the facts of the first block by their labels, each on one line."""
    found, label = {}, ""
    for line in blocks(message)[0].splitlines():
        if line.startswith("  "):
            label = line[2:14].strip() or label
            found[label] = " ".join(filter(None, (found.get(label), line[14:])))
    return found


def chat(policy, *notices):
    return written(policy, notices, CHAT).data["text"].splitlines()


# --- The screens ----------------------------------------------------------------------------------


def test_a_mail_is_that_of_the_screens(cast):
    message = written(cast, both(cast))
    assert (message.id, message.at) == (MESSAGE_ID, TIMES.now)
    assert message.subject == SUBJECT
    assert message.text == MAIL
    assert message.data == {}


def test_a_chat_message_is_that_of_the_screens(cast):
    message = written(cast, both(cast), CHAT)
    assert message.data == {"text": SLACK}
    assert (message.subject, message.text) == (
        SUBJECT,
        MAIL.replace("channel desk", "channel chat"),
    )


def test_a_card_has_the_lines_of_a_chat(cast):
    data = written(cast, both(cast), TEAMS).data
    (attachment,) = data["attachments"]
    card = attachment["content"]
    assert (data["type"], attachment["contentType"]) == (
        "message",
        "application/vnd.microsoft.card.adaptive",
    )
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.4")
    lines = ["".join(run["text"] for run in block["inlines"]) for block in card["body"]]
    assert lines == SLACK.replace("*", "").replace("`", "").replace("\n\n", "\n").splitlines()
    assert [block["inlines"][0]["text"] for block in card["body"] if "separator" in block] == [
        "LATE",
        "SOON",
    ]


@pytest.mark.parametrize("channel", [HOOK, PHONE], ids=["a webhook of one's own", "a command"])
def test_a_program_gets_the_fields_of_each_clock_and_its_moment(cast, channel):
    linked = cast._replace(case_link="https://cases.example.com/{ref}")
    message = written(linked, both(cast), channel)
    assert message.data["subject"] == message.subject
    assert message.data["text"] == message.text
    late, soon = message.data["items"]
    assert {field: late[field] for field in ("id", "ref", "kind", "state", "moment", "url")} == {
        "id": "CASE-411",
        "ref": "00412361",
        "kind": "response",
        "state": "late",
        "moment": "1h late",
        "url": "https://cases.example.com/00412361",
    }
    assert (late["remaining_seconds"], late["due_at"]) == (-5400, "2026-11-25T14:40:00Z")
    assert (soon["id"], soon["moment"], soon["owner"]) == ("CASE-412", "75%", "desk-1")


# --- Moments --------------------------------------------------------------------------------------


def last_level(policy):
    case = case_of(policy, 7, opened_at="2026-11-23T10:00Z", owner="desk-1")
    for at in ("2026-11-23T12:20Z", "2026-11-23T13:20Z", "2026-11-23T14:20Z"):
        case = raised(policy, case, moment(at))
    return told(policy, case, "last level late", "escalation")


def escalated(policy):
    case = raised(policy, queue_drops(policy), moment("2026-11-25T15:20Z"))
    return told(policy, case, "escalated", since="2026-11-25T15:20Z", note="no answer")


def held(policy):
    case = after(policy, calls_fail(policy), "held", moment("2026-11-25T15:20Z"))
    return told(policy, case, "held 3d", since="2026-11-25T15:20Z", note="waiting for logs")


def unowned(policy):
    return told(policy, queue_drops(policy, owner=None), "unowned 15m")


def opened(policy):
    return told(policy, queue_drops(policy), "opened")


def pending(policy):
    return told(policy, case_of(policy, 8, opened_at="2026-11-25T15:40Z"), "1%", "response")


@pytest.mark.parametrize(
    ("notice", "subject", "summary", "first_line"),
    [
        pytest.param(
            last_level,
            "LATE: CASE-7 S2 level 3, late at the last level: Call queue drops",
            "1 answer is late.",
            "*LATE* CASE-7 · S2 · level 3 late by 17 h 50 min at the last level",
            id="late at the last level",
        ),
        pytest.param(
            escalated,
            "ESCALATED: CASE-411 S2 level 1, 3 h 10 min left: Call queue drops",
            "1 case was escalated.",
            "*ESCALATED* CASE-411 · S2 · level 1 due in 3 h 10 min · Customer B",
            id="escalated",
        ),
        pytest.param(
            held,
            "HELD: CASE-412 S1, for 3 d: Emergency calls fail at two sites",
            "1 case is on hold.",
            "*HELD* CASE-412 · S1 · for 3 d · Customer C",
            id="held",
        ),
        pytest.param(
            unowned,
            "UNOWNED: CASE-411 S2, for 15 min: Call queue drops every third call",
            "1 case has no owner.",
            "*UNOWNED* CASE-411 · S2 · for 15 min · Customer B",
            id="unowned",
        ),
        pytest.param(
            opened,
            "OPENED: CASE-411 S2 response, late by 1 h 30 min: Call queue drops",
            "1 case was opened.",
            "*OPENED* CASE-411 · S2 · response late by 1 h 30 min · Customer B",
            id="opened",
        ),
        pytest.param(
            pending,
            "SOON: CASE-8 S2 response, 3 h 30 min left: Call queue drops every",
            "1 answer is due soon.",
            "*SOON* CASE-8 · S2 · response due in 3 h 30 min",
            id="a share long before it is due",
        ),
    ],
)
def test_each_moment_has_its_words(cast, notice, subject, summary, first_line):
    message = written(cast, [notice(cast)])
    assert message.subject == subject
    assert message.text.splitlines()[0] == summary
    assert chat(cast, notice(cast))[0] == first_line


@pytest.mark.parametrize(
    ("notice", "label", "text"),
    [
        pytest.param(last_level, "Last level", "there is no level above it", id="last level"),
        pytest.param(
            last_level,
            "Contact",
            "level 3 since Mon 23 Nov 14:20 GMT (15:20 CET), Executives: "
            "Partner-exec-escalations@8x8.com",
            id="the contact of a level",
        ),
        pytest.param(
            last_level, "Act", "slt respond 7    slt hold 7", id="no level to escalate to"
        ),
        pytest.param(
            escalated,
            "Escalated",
            "to level 1, Wed 25 Nov 15:20 GMT (16:20 CET): no answer",
            id="why it was escalated",
        ),
        pytest.param(
            escalated,
            "level 1",
            "due Thu 26 Nov 09:20 GMT (10:20 CET), 3 h 10 min left",
            id="the answer of a level",
        ),
        pytest.param(
            held,
            "On hold",
            "since Wed 25 Nov 15:20 GMT (16:20 CET): waiting for logs",
            id="since when it is held",
        ),
        pytest.param(held, "update", "on hold, 1 h 45 min left", id="a clock that stands still"),
        pytest.param(
            held, "Act", "slt respond 412    slt escalate 412    slt resume 412", id="resume"
        ),
        pytest.param(
            unowned, "No owner", "since Wed 25 Nov 10:40 GMT (11:40 CET)", id="since when unowned"
        ),
        pytest.param(
            unowned, "Act", "slt take 411    slt respond 411    slt escalate 411", id="take"
        ),
        pytest.param(
            opened,
            "response",
            "was due Wed 25 Nov 14:40 GMT (15:40 CET), late by 1 h 30 min",
            id="what is due of a new case",
        ),
    ],
)
def test_a_mail_tells_what_happened_and_what_to_do(cast, notice, label, text):
    assert facts(written(cast, [notice(cast)]))[label] == text


@pytest.mark.parametrize(
    ("notice", "lines"),
    [
        pytest.param(
            escalated,
            [
                "Escalated to level 1, Wed 25 Nov 15:20 GMT (16:20 CET): no answer",
                "Due Thu 26 Nov 09:20 GMT (10:20 CET). Owner: desk-2",
                (
                    "Contact: level 1 since Wed 25 Nov 15:20 GMT (16:20 CET), Partner Concierge: "
                    "https://8x8.force.com/partnerxchange"
                ),
                "Call +44 203 953 5407 (open until Wed 25 Nov 18:00 GMT), or `slt message 411`",
            ],
            id="escalated",
        ),
        pytest.param(
            held,
            [
                "On hold since Wed 25 Nov 15:20 GMT (16:20 CET): waiting for logs",
                "update: on hold, 1 h 45 min left. Owner: desk-1",
                "Call +44 203 953 5407 (open until Wed 25 Nov 18:00 GMT), or `slt resume 412`",
            ],
            id="held",
        ),
        pytest.param(
            unowned,
            [
                "No owner since Wed 25 Nov 10:40 GMT (11:40 CET)",
                "response: was due Wed 25 Nov 14:40 GMT (15:40 CET), late by 1 h 30 min",
                "Call +44 203 953 5407 (open until Wed 25 Nov 18:00 GMT), or `slt take 411`",
            ],
            id="unowned",
        ),
        pytest.param(
            last_level,
            [
                "Was due Tue 24 Nov 08:20 GMT (09:20 CET). Owner: desk-1",
                (
                    "Contact: level 3 since Mon 23 Nov 14:20 GMT (15:20 CET), Executives: "
                    "Partner-exec-escalations@8x8.com"
                ),
                "Call +44 203 953 5407 (open until Wed 25 Nov 18:00 GMT), or `slt respond 7`",
            ],
            id="at the last level",
        ),
    ],
)
def test_a_chat_tells_what_happened_and_whom_to_call(cast, notice, lines):
    assert chat(cast, notice(cast))[2:] == lines


@pytest.mark.parametrize(
    ("kind", "command"),
    [
        pytest.param("response", "slt respond 412", id="an answer"),
        pytest.param("workaround", "slt mark 412 workaround", id="a mark"),
        pytest.param("resolution", "slt resolve 412", id="a resolution"),
    ],
)
def test_the_command_is_what_stops_the_clock(cast, kind, command):
    message = written(cast, [told(cast, calls_fail(cast), "75%", kind)])
    assert facts(message)["Act"].split("    ")[0] == command


def test_a_clock_that_no_answer_stops_is_called_a_clock(cast):
    notices = [told(cast, calls_fail(cast), "1%", kind) for kind in ("workaround", "resolution")]
    assert written(cast, notices).text.splitlines()[0] == "2 clocks are due soon."


# --- Several cases --------------------------------------------------------------------------------


def test_the_worst_case_is_first_then_what_is_due_first(cast):
    late = [
        told(cast, case_of(cast, number, opened_at=at), "due", "response")
        for number, at in ((1, "2026-11-25T09:30Z"), (2, "2026-11-25T08:30Z"))
    ]
    notices = [opened(cast), told(cast, calls_fail(cast), "75%", "update"), *late]
    shown = [block.split()[0] for block in blocks(written(cast, notices))]
    assert shown == ["CASE-2", "CASE-1", "CASE-412", "CASE-411"]
    assert written(cast, notices).subject.endswith(" (+3 more)")


def test_a_more_severe_case_is_first_among_the_late_ones(cast):
    notices = [
        told(cast, case_of(cast, 1, "S3", opened_at="2026-11-24T09:00Z"), "due", "response"),
        told(cast, case_of(cast, 2, "S1", opened_at="2026-11-25T14:00Z"), "due", "response"),
    ]
    assert written(cast, notices).subject.startswith("LATE: CASE-2 S1 response")


def test_an_escalation_comes_before_openings(cast):
    notices = [
        told(cast, case_of(cast, 1, "S1"), "opened", since="2026-11-25T09:00Z"),
        told(cast, queue_drops(cast), "escalated"),
    ]
    message = written(cast, notices)
    assert message.subject.startswith("ESCALATED: CASE-411")
    assert facts(message)["Act"].split("    ")[:2] == ["slt respond 411", "slt message 411"]


@pytest.mark.parametrize(
    ("what", "opened_at", "how"),
    [
        pytest.param("1h late", "2026-11-25T11:00Z", "1 h late", id="by little more"),
        pytest.param("90m late", "2026-11-25T10:20Z", "1 h 30 min late", id="by 1 h 50 min"),
        pytest.param("1h late", "2026-11-23T12:00Z", "20 h late", id="by days"),
    ],
)
def test_a_subject_says_how_late_it_is(cast, what, opened_at, how):
    late = told(cast, case_of(cast, 1, opened_at=opened_at), what, "response")
    assert written(cast, [late]).subject.startswith(f"LATE: CASE-1 S2 response, {how}: ")


def test_a_case_with_several_notices_is_told_once(cast):
    case = calls_fail(cast)
    notices = [
        told(cast, case, "opened", since="2026-11-25T12:30Z"),
        told(cast, case, "1%", "resolution"),
        told(cast, case, "75%", "update"),
    ]
    message = written(cast, notices)
    (block,) = blocks(message)
    assert [line.split()[0] for line in block.splitlines()[2:5]] == [
        *("Opened", "update", "resolution")
    ]
    assert message.subject.startswith("SOON: CASE-412 S1 update, 55 min left: ")
    assert facts(message)["Act"].startswith("slt respond 412    slt resolve 412    ")
    assert chat(cast, *notices)[2:5] == [
        "Opened Wed 25 Nov 12:30 GMT (13:30 CET)",
        "update: due Wed 25 Nov 17:05 GMT (18:05 CET), 55 min left",
        "resolution: due Fri 27 Nov 12:30 GMT (13:30 CET), 16 h 20 min left. Owner: desk-1",
    ]


def late_cases(policy, count):
    case = queue_drops(policy)
    return [
        told(policy, case._replace(number=n + 1000), "1h late", "response") for n in range(count)
    ]


def test_a_program_gets_no_more_items_than_a_server_takes(cast):
    data = written(cast, late_cases(cast, messages.MOST_ITEMS + 3), HOOK).data
    assert (len(data["items"]), data["left_out"]) == (messages.MOST_ITEMS, 3)


def test_twenty_cases_are_told_in_full_and_others_on_a_line_each(cast):
    message = written(cast, late_cases(cast, MOST_IN_FULL + 2))
    *whole, rest = blocks(message)
    assert len(whole) == MOST_IN_FULL
    assert rest.splitlines() == [
        f"LATE: CASE-{number} S2 response, 1 h late: Call queue drops every third call"
        for number in (1020, 1021)
    ]
    assert message.text.startswith("22 answers are late.\n")
    lines = written(cast, late_cases(cast, MOST_IN_FULL + 2), CHAT).data["text"].splitlines()
    assert lines[-2:] == [
        f"*LATE* CASE-{number} · S2 · response late by 1 h 30 min · Customer B"
        for number in (1020, 1021)
    ]


@pytest.mark.parametrize(
    ("others", "command"),
    [
        pytest.param([], "slt due --late", id="all of it late"),
        pytest.param([held], "slt list", id="not all of it late"),
    ],
)
def test_what_no_message_has_room_for_is_counted(cast, others, command):
    notices = [*late_cases(cast, 1000), *(other(cast) for other in others)]
    message = written(cast, notices, TEAMS)
    for text in (message.text, message.data["attachments"][0]["content"]["body"][-1]["inlines"][0]):
        line = text["text"] if isinstance(text, dict) else blocks(message)[-1].splitlines()[-1]
        assert line.startswith("and ")
        assert line.endswith(f" more cases: {command}")


# --- Zones ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opened_at", "region", "due"),
    [
        pytest.param(
            "2026-11-25T15:45Z",
            "usa",
            "due Wed 25 Nov 11:45 PST (20:45 CET), 3 h 35 min left",
            id="the same day",
        ),
        pytest.param(
            "2026-11-25T19:45Z",
            "usa",
            "due Wed 25 Nov 15:45 PST (Thu 26 Nov 00:45 CET), 7 h 35 min left",
            id="another day",
        ),
    ],
)
def test_the_reader_has_the_day_where_it_is_another(cast, opened_at, region, due):
    case = case_of(cast, 1, opened_at=opened_at, region=region)
    assert facts(written(cast, [told(cast, case, "1%", "response")]))["response"] == due


def test_a_reader_of_the_same_zone_has_no_bracket_and_no_time_is_today(cast):
    times = Times(TIMES.now, cast.regions["europe"].zone, on_screen=True)
    message = written(cast, both(cast), times=times)
    assert "was due Wed 25 Nov 14:40 GMT, late" in message.text
    assert "CET" not in message.text
    assert "today" not in message.text


def test_a_message_written_in_another_year_has_the_year(cast):
    times = Times(TIMES.now + timedelta(days=60), TIMES.reader)
    message = written(cast, [opened(cast)], times=times)
    assert facts(message)["Opened"] == "Wed 25 Nov 2026 10:40 GMT (11:40 CET)"


# --- What is not there ----------------------------------------------------------------------------


def test_a_case_without_facts_has_no_empty_label(cast):
    case = case_of(cast, 414, partner_type="referral", subject="")
    notice = told(cast, case, "opened")
    assert case.clocks == ()
    message = written(cast, [notice])
    assert message.subject == "OPENED: CASE-414 S2"
    assert blocks(message)[0].splitlines()[:2] == [
        "CASE-414 · S2 · Europe",
        "  Opened      Wed 25 Nov 10:40 GMT (11:40 CET)",
    ]
    assert message.text.splitlines()[-2] == "As of Wed 25 Nov 16:10 GMT (17:10 CET)."
    assert chat(cast, notice) == [
        "*OPENED* CASE-414 · S2",
        "Opened Wed 25 Nov 10:40 GMT (11:40 CET)",
        "Go to PartnerXchange: https://8x8.force.com/partnerxchange, or `slt escalate 414`",
    ]
    (item,) = written(cast, [notice], HOOK).data["items"]
    assert (item["kind"], item["state"], item["due_at"]) == ("response", "none", None)


def test_a_portal_partner_is_sent_to_the_portal(cast):
    case = case_of(cast, 414, partner_type="referral")
    found = facts(written(cast, [told(cast, case, "opened")]))
    portal = "PartnerXchange: https://8x8.force.com/partnerxchange"
    assert found["Hotline"] == f"none for Referral partner; go to {portal}"
    assert found["Contact"] == f"not escalated; only through {portal}"


def test_where_the_own_hotline_is_closed_the_one_that_is_open_is_named(cast):
    notice = told(cast, case_of(cast, 416, region="apac"), "opened")
    found = facts(written(cast, [notice]))
    assert found["Hotline"].endswith("(APAC, closed until Thu 26 Nov 09:00 SGT)")
    assert found["Open now"] == "+1 408 956 6066 (USA, open until Wed 25 Nov 18:00 PST)"
    assert chat(cast, notice)[-1].startswith("Call +1 408 956 6066 (USA, open until Wed 25 Nov")


def test_at_night_the_own_hotline_is_named_with_its_opening(cast):
    night = Times(moment("2026-11-29T12:00Z"), TIMES.reader)
    notice = told(cast, queue_drops(cast), "opened", now=night.now)
    text = written(cast, [notice], CHAT, night).data["text"]
    assert "Call +44 203 953 5407 (closed until Mon 30 Nov 08:00 GMT), or `slt" in text


def test_without_levels_and_hotlines_there_is_nobody_to_name(cast):
    regions = {key: region._replace(hotline="") for key, region in cast.regions.items()}
    alone = cast._replace(regions=regions, levels=())
    notice = told(alone, queue_drops(alone), "1h late", "response")
    found = facts(written(alone, [notice]))
    assert list(found) == ["response", "Owner", "Act"]
    assert found["Act"] == "slt respond 411    slt hold 411"
    assert chat(alone, notice)[-1] == "`slt respond 411`"


def test_what_is_no_longer_configured_is_left_out(cast):
    bare = cast._replace(regions={}, partner_types={}, priorities={}, clock_rules={})
    case = queue_drops(cast)
    found = facts(written(bare, [told(bare, case, "1h late", "response")]))
    assert found["response"].startswith("was due Wed 25 Nov 14:40 UTC (15:40 CET), late")
    assert list(found) == ["response", "Owner", "Act"]
    notice = told(bare, case, "1h late", "response")
    assert chat(bare, notice)[0] == "*LATE* CASE-411 · S2 · response late · Customer B"


def test_a_level_that_is_no_longer_configured_is_said_to_be_so(cast):
    fewer = cast._replace(levels=cast.levels[:1])
    found = facts(written(fewer, [last_level(cast)]))
    assert found["Contact"].endswith(", which is no longer configured: slt contacts")


def test_an_event_of_a_case_that_has_ended_names_nobody_to_call(cast):
    ended = after(cast, queue_drops(cast), "resolved", moment("2026-11-25T16:00Z"))
    notice = told(cast, ended, "opened")
    assert list(facts(written(cast, [notice]))) == ["Opened", "Owner", "Act"]
    assert chat(cast, notice)[-1] == "`slt show 411`"


def test_an_escalation_that_was_answered_shows_what_runs_now(cast):
    case = raised(cast, queue_drops(cast), moment("2026-11-25T15:20Z"))
    answered = after(cast, case, "responded", moment("2026-11-25T15:30Z"))
    notice = told(cast, answered, "escalated", since="2026-11-25T15:20Z")
    assert list(facts(written(cast, [notice])))[:2] == ["Escalated", "update"]


def test_a_redacted_case_shows_what_is_there(cast):
    hidden = queue_drops(cast)._replace(
        subject="[redacted]", ref="[redacted]", partner="[redacted]", owner="[redacted]"
    )
    message = written(cast, [told(cast, hidden, "1h late", "response")])
    assert blocks(message)[0].splitlines()[:2] == [
        "CASE-411 · ref [redacted] · S2 · [redacted] · Europe",
        "[redacted]",
    ]


# --- A test ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("channel", "said"),
    [
        pytest.param(DESK, lambda data: data == {}, id="mail"),
        pytest.param(CHAT, lambda data: data["text"].startswith("*TEST* slt "), id="Slack"),
        pytest.param(
            TEAMS,
            lambda data: (
                data["attachments"][0]["content"]["body"][0]["inlines"][0]["text"] == "TEST"
            ),
            id="Teams",
        ),
        pytest.param(HOOK, lambda data: data["test"] and data["items"] == [], id="a webhook"),
        pytest.param(PHONE, lambda data: data["test"] and data["items"] == [], id="a command"),
    ],
)
def test_a_test_says_that_it_is_one(channel, said):
    message = messages.test_message(channel, MESSAGE_ID, TIMES, "desk-host")
    assert message.subject == f"TEST: slt reaches the channel {channel.key}"
    assert message.text == (
        "This is a test: no case has a notice, and nobody has to act.\n\n"
        f"Sent by slt on desk-host, Wed 25 Nov 17:10 CET, channel {channel.key}.\n"
    )
    assert said(message.data)


def test_a_reader_in_utc_is_told_so(cast):
    message = written(cast, both(cast), times=Times(TIMES.now, Zone(TIMES.now.tzinfo)))
    assert message.text.splitlines()[-2].startswith("As of Wed 25 Nov 16:10 GMT. ")
