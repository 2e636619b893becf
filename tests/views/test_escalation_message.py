"""`slt escalate CASE --email` writes the message to send, `--open` opens where it goes."""

from datetime import UTC, datetime
from email import policy as email_policy
from email.parser import Parser
from email.utils import parsedate_to_datetime
from urllib.parse import parse_qs, urlsplit

import pytest
import typer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slt_cli.domain.events import event_between
from slt_cli.views.escalation_message import escalation_message
from tests.domain.given import RECORDING, moment, opened, raised

OPENED = ("--at", "2026-11-13T17:00:00Z")
AT = ("--at", "2026-11-13T18:30:00Z")
PORTAL = "https://8x8.force.com/partnerxchange"
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
        slt("open", "-p", "S1", *OPENED, *options, subject)
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
    mail = message("")
    assert mail["Subject"] == "[CASE-1] S1 Production down (escalation level 2)"


def test_the_body_tells_the_facts_the_targets_and_what_happened(slt):
    slt("open", "-p", "S1", *OPENED, "--partner", "Example", "--ref", "A-7", "All phones are down")
    slt("escalate", "1", "--at", "2026-11-13T18:15:00Z", "--reason", "Nobody called back")
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
        "- Fri 13 Nov 09:00 PST  opened by tester",
        "- Fri 13 Nov 10:15 PST  escalated by tester: Nobody called back",
        "- Fri 13 Nov 15:00 PST  escalated by tester",
    ]


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
    slt("escalate", "1", *AT)
    mails = [parsed(slt("escalate", "1", *AT, "--email").out) for _ in range(2)]
    second, third = mails
    assert second["Message-ID"] != third["Message-ID"]
    assert third["In-Reply-To"] == second["Message-ID"]
    thread = third["References"].split()
    assert thread == [*second["References"].split(), second["Message-ID"]]
    assert len(set(thread)) == len(thread)


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


@pytest.mark.parametrize("field", ["subject", "ref", "partner", "reason"])
def test_a_line_end_in_a_text_adds_no_header_and_no_line(slt, field):
    option = {"ref": ["--ref", INJECTION], "partner": ["--partner", INJECTION]}.get(field, [])
    slt("open", "-p", "S1", *OPENED, *option, INJECTION if field == "subject" else "Down")
    reason = ["--reason", INJECTION] if field == "reason" else []
    mail = parsed(slt("escalate", "1", "--level", "2", *AT, "--email", *reason).out)
    assert mail["Bcc"] is None
    assert len(mail.keys()) == 9
    written = f"{mail['Subject']}\n{mail.get_content()}"
    assert written.count(r"x\r\nBcc: somebody@example.com\n\nA body of its own") >= 1
    assert not [line for line in written.splitlines() if line.startswith(("Bcc", "A body"))]


ANY_TEXT = st.text(st.characters(codec="utf-8"), max_size=200)


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


@pytest.mark.parametrize(
    ("options", "said"),
    [
        pytest.param(
            (),
            "slt: CASE-1 is now at level 2; with --dry-run only the message is printed\n",
            id="recorded",
        ),
        pytest.param(("--dry-run",), "", id="a dry run"),
    ],
)
def test_at_a_terminal_a_note_says_that_the_escalation_is_recorded(slt, options, said):
    slt("open", "-p", "S1", *OPENED, "All phones are down")
    escalation = ("escalate", "1", "--level", "2", *AT, "--email", *options)
    assert slt(*escalation, on_terminal=True).err == said


def test_a_log_is_spared_it(slt):
    slt("open", "-p", "S1", *OPENED, "All phones are down")
    assert slt("escalate", "1", *AT, "--email").err == ""


@pytest.mark.parametrize(
    ("options", "address"),
    [
        pytest.param((), f"Partner Concierge: PartnerXperience portal, {PORTAL}", id="level 1"),
        pytest.param(
            ("--partner-type", "referral"), f"PartnerXchange, {PORTAL}", id="a referral partner"
        ),
    ],
)
def test_for_a_portal_it_prints_the_address_and_what_to_paste(slt, options, address):
    slt("open", "-p", "S1", *OPENED, *options, "All phones are down")
    lines = slt("escalate", "1", *AT, "--email").out.splitlines()
    assert lines[:5] == [
        address,
        "",
        "[CASE-1] S1 Production down: All phones are down (escalation level 1)",
        "",
        "Case:      CASE-1",
    ]
    assert lines[-1] == "- Fri 13 Nov 10:30 PST  escalated by tester"


def test_a_referral_partners_case_is_never_mailed(slt):
    slt("open", "-p", "S1", *OPENED, "--partner-type", "referral", "All phones are down")
    out = slt("escalate", "1", *AT, "--email").out
    assert out.startswith(f"PartnerXchange, {PORTAL}\n")
    assert "@" not in out
    again = slt("escalate", "1", *AT, "--email")
    assert (again.code, again.out, "@" in again.err) == (1, "", False)


@pytest.fixture
def launched(monkeypatch):
    """Return the addresses that were opened; opening succeeds."""
    addresses = []

    def launch(url, *_, **__):
        addresses.append(url)
        return 0

    monkeypatch.setattr(typer, "launch", launch)
    return addresses


def test_open_starts_the_mail_program_with_the_message(slt, launched):
    slt("open", "-p", "S1", *OPENED, "Téléphones & co #1?")
    result = slt("escalate", "1", "--level", "2", *AT, "--open")
    assert (result.code, result.err) == (0, "")
    assert "Contact     Support managers" in result.out
    (url,) = launched
    scheme, _, path, query, fragment = urlsplit(url)
    assert (scheme, path, fragment) == ("mailto", MANAGERS, "")
    assert url.isascii()
    fields = parse_qs(query, strict_parsing=True)
    assert list(fields) == ["subject", "body"]
    assert fields["subject"][0].startswith("[CASE-1] S1 Production down: Téléphones & co #1?")
    assert "Subject:   Téléphones & co #1?\r\n" in fields["body"][0]


@pytest.mark.parametrize("options", [(), ("--partner-type", "referral")], ids=["level 1", "portal"])
def test_open_starts_the_portal(slt, launched, options):
    slt("open", "-p", "S1", *OPENED, *options, "All phones are down")
    assert slt("escalate", "1", *AT, "--open").code == 0
    assert launched == [PORTAL]


def test_open_dials_where_a_level_is_reached_by_phone(slt, launched, home):
    (home / "own.toml").write_text(
        '[[escalation.levels]]\nname = "Desk"\nchannel = "phone"\ncontact = "+1 408 956 6066"\n'
        'response = "1h"\n'
    )
    slt("open", "-p", "S1", *OPENED, "All phones are down")
    assert slt("escalate", "1", *AT, "--open", "--config", str(home / "own.toml")).code == 0
    assert launched == ["tel:+14089566066"]


def test_where_nothing_can_be_opened_it_says_so_and_shows_the_contact(slt, monkeypatch):
    monkeypatch.setattr(typer, "launch", lambda *_, **__: 1)
    slt("open", "-p", "S1", *OPENED, "All phones are down")
    result = slt("escalate", "1", *AT, "--open")
    assert result.code == 0
    assert "nothing could be opened" in result.err
    assert PORTAL in result.out


def test_what_is_refused_opens_nothing(slt, launched):
    slt("open", "-p", "S1", *OPENED, "All phones are down")
    slt("close", "1", *AT)
    assert slt("escalate", "1", *AT, "--open").code == 1
    assert launched == []


def test_without_open_nothing_is_opened(slt, launched):
    slt("open", "-p", "S1", *OPENED, "All phones are down")
    slt("escalate", "1", *AT)
    slt("escalate", "1", *AT, "--email")
    assert launched == []
