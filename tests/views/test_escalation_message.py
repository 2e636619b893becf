"""The message for the contact of a case: its headers, its facts, and nothing that stays inside."""

from datetime import UTC, datetime
from email import policy as email_policy
from email.parser import Parser
from email.utils import parsedate_to_datetime
from typing import get_args
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slt_cli.domain.event_making import event_between
from slt_cli.domain.events import EventKind
from slt_cli.domain.moments import SHARED
from slt_cli.views.escalation_message import escalation_message, escalation_url
from tests.domain.given import RECORDING, moment, opened, raised

OPENED = ("--at", "2026-11-13T17:00:00Z")
AT = ("--at", "2026-11-13T18:30:00Z")
MANAGERS = "Partner-supportmanagers-escalations@8x8.com"
EXECUTIVES = "Partner-exec-escalations@8x8.com"
INJECTION = "x\r\nBcc: somebody@example.com\n\nA body of its own"


def parsed(text):
    """Return the message that a mail program reads; a line that is no header is a defect."""
    message = Parser(policy=email_policy.default).parsestr(text)
    assert message.defects == []
    return message


@pytest.fixture
def message(slt):
    """Return a function that opens a case, raises it to a level and returns its message."""

    def write(subject="All phones are down", *options, level=2):
        slt("open", "-p", "S1", *OPENED, *options, *([] if subject is None else [subject]))
        result = slt("escalate", "1", "--level", str(level), *AT, "--email")
        assert (result.code, result.err) == (0, "")
        return parsed(result.out)

    return write


@pytest.mark.parametrize(
    ("level", "address"),
    [pytest.param(2, MANAGERS, id="level 2"), pytest.param(3, EXECUTIVES, id="level 3")],
)
def test_the_headers_say_to_whom_about_what_and_when(message, level, address):
    mail = message(level=level)
    assert mail["To"] == address
    assert mail["Subject"] == (
        f"[CASE-1] S1 Production down: All phones are down (escalation level {level})"
    )
    assert parsedate_to_datetime(mail["Date"]) == datetime(2026, 11, 13, 18, 30, tzinfo=UTC)
    assert set(mail.keys()) == {
        *("To", "Subject", "Date", "Message-ID", "In-Reply-To", "References"),
        *("MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
    }


def test_both_ids_are_in_the_subject(message):
    assert message("Down", "--ref", "00123456")["Subject"].startswith("[CASE-1 / 00123456] S1 ")


def test_without_a_subject_the_subject_is_still_one(message):
    mail = message(None)
    assert mail["Subject"] == "[CASE-1] S1 Production down (escalation level 2)"


def test_the_body_tells_the_facts_the_targets_and_what_happened(slt):
    slt("open", "-p", "S1", *OPENED, "--partner", "Example", "--ref", "A-7", "All phones are down")
    slt("escalate", "1", "--at", "2026-11-13T18:15:00Z", "--reason", "Nobody called back")
    slt("note", "1", "--at", "2026-11-13T18:20:00Z", "--shared", "It began at 09:00")
    mail = parsed(slt("escalate", "1", "--at", "2026-11-13T23:00:00Z", "--email").out)
    lines = mail.get_content().splitlines()
    assert lines.pop(8).startswith("Target response: 1 h, due Fri 13 Nov 10:00 PST")
    assert lines == [
        "Case:      CASE-1",
        "Reference: A-7",
        "Subject:   All phones are down",
        "Partner:   Example",
        "Priority:  S1 Production down",
        "Region:    USA",
        "Opened:    Fri 13 Nov 09:00 PST",
        "",
        "Target level 1: 4 h, due Fri 13 Nov 14:15 PST, missed",
        "Target level 2: 4 h, due Mon 16 Nov 06:00 PST",
        "",
        "What happened:",
        "- Fri 13 Nov 09:00 PST  opened",
        "- Fri 13 Nov 10:15 PST  escalated to level 1: Nobody called back",
        "- Fri 13 Nov 10:20 PST  noted: It began at 09:00",
        "- Fri 13 Nov 15:00 PST  escalated to level 2",
    ]


def test_the_body_of_an_ended_case_says_so(slt):
    slt("open", "-p", "S1", *OPENED, "All phones are down")
    slt("escalate", "1", "--level", "2", *AT)
    slt("resolve", "1", "--at", "2026-11-13T19:00:00Z")
    slt("close", "1", "--at", "2026-11-13T20:00:00Z")
    lines = parsed(slt("message", "1").out).get_content().splitlines()
    assert lines[4:7] == [
        "Opened:    Fri 13 Nov 09:00 PST",
        "Resolved:  Fri 13 Nov 11:00 PST",
        "Closed:    Fri 13 Nov 12:00 PST",
    ]
    assert lines[-1] == "- Fri 13 Nov 12:00 PST  closed"


# --- What stays inside ----------------------------------------------------------------------------


def test_only_reasons_of_escalations_and_shared_notes_are_sent(slt):
    slt("open", "-p", "S1", *OPENED, "All phones are down")
    for minute, line in enumerate(INSIDE, start=1):
        done = slt(*line.split(), "--at", f"2026-11-13T17:{minute:02}:00Z")
        assert done.code == 0, done.err
    slt("escalate", "1", "--level", "2", *AT, "--reason", "reason-for-all")
    slt("note", "1", "note-for-all", "--shared", "--at", "2026-11-13T18:31:00Z")
    body = parsed(slt("message", "1").out).get_content()
    assert "inside" not in body
    assert "tester" not in body
    assert [line.split("  ")[1] for line in body.splitlines() if line.startswith("- ")] == [
        *("opened", "responded", "followup", "held", "resumed", "marked workaround", "resolved"),
        *(
            "reopened",
            "closed",
            "reopened",
            "escalated to level 2: reason-for-all",
            "noted: note-for-all",
        ),
    ]


INSIDE = (
    "respond 1 --note inside-1",
    "followup 1 --note inside-2",
    "note 1 inside-3",
    "hold 1 --reason inside-4",
    "resume 1 --note inside-5",
    "mark 1 workaround --note inside-6",
    "update 1 --priority S2 --note inside-7",
    "resolve 1 --note inside-8",
    "reopen 1 --note inside-9",
    "close 1 --note inside-10",
    "reopen 1 --note inside-11",
)


@pytest.mark.parametrize(("named", "by"), [("true", " by tester"), ("false", "")])
def test_names_are_sent_only_if_the_configuration_says_so(slt, home, named, by):
    own = home / "own.toml"
    own.write_text(f"[defaults]\nnames_in_messages = {named}\n")
    slt("open", "-p", "S1", *OPENED, "All phones are down")
    slt("note", "1", "It stays inside", *OPENED)
    slt("escalate", "1", "--level", "2", *AT, "--reason", "No answer")
    body = parsed(slt("message", "1", "--config", str(own)).out).get_content()
    assert body.endswith(f"escalated to level 2{by}: No answer\n")
    assert f"opened{by}\n" in body
    assert "inside" not in body


SAID = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40).map(
    lambda text: f"inside{text}"
)
NAME = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=10).map(
    lambda text: f"login{text}"
)
KINDS = st.sampled_from(sorted({*get_args(EventKind)} - {"opened", "escalated"}))
MORE = st.lists(st.tuples(KINDS, SAID, NAME, st.sampled_from([None, "hold"])), max_size=8)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(more=MORE, level=st.sampled_from([1, 2]))
def test_nothing_that_was_said_inside_is_in_any_message(policy, more, level):
    case = opened(policy)._replace(number=1)
    at = moment("2026-11-23T13:31Z")
    after = raised(policy, case, at, level=level)
    events = [
        event_between(None, case, "opened", case.opened_at, RECORDING._replace(who="login")),
        *(
            event_between(case, case, kind, at, RECORDING._replace(who=who), said, detail=detail)
            for kind, said, who, detail in more
        ),
        event_between(case, after, "escalated", at, RECORDING, "for all"),
        event_between(after, after, "noted", at, RECORDING, "for everybody", detail=SHARED),
    ]
    text = escalation_message(policy, after, events)
    if level == 2:
        text = f"{parsed(text)['Subject']}\n{parsed(text).get_content()}"
    address = unquote(escalation_url(policy, after, events))
    assert [word for word in ("inside", "login") if word in text + address] == []
    assert f"escalated to level {level}: for all\n" in text
    assert "noted: for everybody\n" in text


# --- The ids --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "late"),
    [
        pytest.param("2026-11-13T18:00:00Z", False, id="raised exactly when it was due"),
        pytest.param("2026-11-13T18:00:01Z", True, id="raised a second after"),
    ],
)
def test_the_body_says_that_the_response_is_late(slt, at, late):
    slt("open", "-p", "S1", *OPENED, "All phones are down")
    mail = parsed(slt("escalate", "1", "--level", "2", "--at", at, "--email").out)
    (target,) = [line for line in mail.get_content().splitlines() if "Target response" in line]
    assert ("late" in target) is late


def test_the_messages_of_a_case_are_one_thread(slt):
    slt("open", "-p", "S1", *OPENED, "All phones are down")
    assert slt("escalate", "1", *AT).code == 0
    mails = [parsed(slt("escalate", "1", *AT, "--email").out) for _ in range(2)]
    second, third = mails
    assert second["Message-ID"] != third["Message-ID"]
    assert third["In-Reply-To"] == second["Message-ID"]
    thread = third["References"].split()
    assert thread == [*second["References"].split(), second["Message-ID"]]
    assert len(set(thread)) == len(thread)


def test_the_id_differs_when_the_level_was_taken_back_and_reached_again(slt):
    slt("open", "-p", "S1", *OPENED, "All phones are down")
    escalation = ("escalate", "1", "--level", "2", *AT, "--email")
    first = parsed(slt(*escalation).out)
    slt("undo", "1")
    second = parsed(slt(*escalation).out)
    assert first["Message-ID"] != second["Message-ID"]
    assert first["References"] == second["References"]


def test_the_id_differs_when_there_is_more_to_say(slt):
    slt("open", "-p", "S1", *OPENED, "All phones are down")
    slt("escalate", "1", "--level", "2", *AT)
    first, again = (slt("message", "1").out for _ in range(2))
    slt("note", "1", "kept inside", *AT)
    assert slt("message", "1").out == again == first
    slt("note", "1", "The carrier confirms it", "--shared", *AT)
    second = parsed(slt("message", "1").out)
    assert second["Message-ID"] != parsed(first)["Message-ID"]
    assert second["In-Reply-To"] == parsed(first)["In-Reply-To"]


def test_a_message_has_the_same_id_each_time_and_another_one_in_another_case(slt):
    for number in ("1", "2"):
        slt("open", "-p", "S1", *OPENED, "All phones are down")
        ids = [
            parsed(slt("escalate", number, "--level", "2", *AT, "--email", *dry).out)["Message-ID"]
            for dry in (["--dry-run"], [])
        ]
        assert ids[0] == ids[1]
        assert f"CASE-{number}." in ids[0]


@pytest.mark.now("2026-11-13T19:00:00Z")
def test_a_dry_run_writes_the_same_message_and_records_nothing(slt, items):
    slt("open", "-p", "S1", *OPENED, "All phones are down")
    standing = items("show", "1", *AT)
    escalation = ("escalate", "1", "--level", "2", *AT, "--email")
    tried = slt(*escalation, "--dry-run")
    assert items("show", "1", *AT) == standing
    assert slt(*escalation) == tried


@pytest.mark.parametrize("field", ["subject", "ref", "partner"])
def test_a_line_end_in_a_text_adds_no_header_and_no_line(slt, field):
    option = {"ref": ["--ref", INJECTION], "partner": ["--partner", INJECTION]}.get(field, [])
    slt("open", "-p", "S1", *OPENED, *option, INJECTION if field == "subject" else "Down")
    mail = parsed(slt("escalate", "1", "--level", "2", *AT, "--email").out)
    assert mail["Bcc"] is None
    assert len(mail.keys()) == 9
    written = f"{mail['Subject']}\n{mail.get_content()}"
    assert written.count(r"x\r\nBcc: somebody@example.com\n\nA body of its own") >= 1
    assert not [line for line in written.splitlines() if line.startswith(("Bcc", "A body"))]


def test_the_lines_of_a_reason_are_indented(slt):
    slt("open", "-p", "S1", *OPENED, "Down")
    line = ("escalate", "1", "--level", "2", *AT, "--email", "--reason", INJECTION)
    mail = parsed(slt(*line).out)
    assert (mail["Bcc"], len(mail.keys())) == (None, 9)
    assert mail.get_content().splitlines()[-4:] == [
        "- Fri 13 Nov 10:30 PST  escalated to level 2: x",
        "  Bcc: somebody@example.com",
        "  ",
        "  A body of its own",
    ]


ANY_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=200)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(subject=ANY_TEXT, ref=ANY_TEXT.filter(str.strip))
def test_any_text_reads_back_as_one_header_line(policy, subject, ref):
    case = opened(policy, ref=ref)._replace(number=1, subject=subject)
    at = moment("2026-11-23T13:31Z")
    after = raised(policy, case, at, level=2)
    events = [
        event_between(None, case, "opened", case.opened_at, RECORDING),
        event_between(case, after, "escalated", at, RECORDING, subject),
    ]
    mail = parsed(escalation_message(policy, after, events))
    assert mail["To"] == MANAGERS
    assert len(mail.keys()) == 9
    assert mail["Subject"].strip().startswith("[CASE-1 / ")
    assert mail["Subject"].endswith(" (escalation level 2)")
    assert mail.get_content().startswith("Case:      CASE-1\nReference: ")


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param("Téléphones coupés à Genève", id="accents"),
        pytest.param("电话系统已关闭", id="Chinese"),
        pytest.param("Téléphones coupés à Genève et à Zürich" + ", à Bâle" * 9, id="many words"),
        pytest.param(" ".join("📞" * 40), id="many words of emoji"),
        pytest.param("ü" * 300, id="one long word"),
        pytest.param(" ".join(["word"] * 60), id="a long line"),
    ],
)
def test_any_script_survives(message, subject):
    mail = message(subject)
    assert mail["Subject"].strip() == f"[CASE-1] S1 Production down: {subject} (escalation level 2)"
    assert f"Subject:   {subject}\n" in mail.get_content()


def test_a_message_is_ascii_where_the_reader_is(process):
    process("open", "-p", "S1", *OPENED, "Téléphones coupés")
    options = ("escalate", "1", "--level", "2", *AT, "--email")
    result = process(*options, env={"PYTHONIOENCODING": "ascii"})
    assert result.code == 0
    mail = parsed(result.out)
    assert "Téléphones coupés" in mail["Subject"]
    assert "Subject:   Téléphones coupés" in mail.get_content()
