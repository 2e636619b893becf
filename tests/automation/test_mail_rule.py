"""The mail rule, run by procmail: each provider's answer is recorded once, and no mail is lost."""

import mailbox
import shutil
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.automation.page import recipe

PROCMAIL = shutil.which("procmail")
pytestmark = [
    pytest.mark.skipif(PROCMAIL is None, reason="procmail is not installed"),
    pytest.mark.usefixtures("cases"),
]

SUPPORT = "From: Support <support@provider.example>"
ID = "Message-ID: <1@provider.example>"
SUBJECT = "Subject: Re: The trunk is down [ref:00412355]"
ANSWERED = ("responded", "mail")


class Mailbox:
    """A home with the rule as its `.procmailrc`, to which mails are delivered."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.inbox = home / "inbox"
        self.rule = home / ".procmailrc"
        self.rule.write_text(recipe("procmail", "slt respond"))
        (home / "Mail").mkdir()

    def deliver(self, *headers: str | bytes, body: bytes = b"Dear customer,\n") -> None:
        """Deliver a mail as a mail server does, with little environment; it must be taken."""
        lines = [each if isinstance(each, bytes) else each.encode() for each in headers]
        mail = b"\n".join([*lines, b"", body])
        assert PROCMAIL is not None
        done = subprocess.run(
            [PROCMAIL, "-f", "support@provider.example", f"HOME={self.home}", *self.settings()],
            input=mail,
            env={"TZ": "UTC"},
            capture_output=True,
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stdout) == (0, b""), done.stderr

    def settings(self) -> list[str]:
        """Return where procmail puts mails, and the rule."""
        return [f"DEFAULT={self.inbox}", str(self.rule)]

    def mails(self, file: str = "inbox") -> list[bytes]:
        """Return the mails in a file, without what marks the beginning of each."""
        path = self.home / file
        if not path.exists():
            return []
        with closing(mailbox.mbox(path)) as box:
            return [mail.as_bytes() for mail in box]

    def log(self) -> str:
        """Return what procmail and slt said."""
        return (self.home / "Mail" / "procmail.log").read_text(errors="replace")


@pytest.fixture
def mail(home: Path) -> Mailbox:
    """Return a mailbox with the rule."""
    return Mailbox(home)


def test_an_answer_is_recorded_and_the_mail_stays(mail, recorded):
    mail.deliver(SUPPORT, ID, SUBJECT)
    assert recorded("00412355") == [ANSWERED]
    assert recorded("00412356") == []
    (kept,) = mail.mails()
    assert b"Dear customer," in kept
    assert mail.mails("Mail/not-recorded") == []
    assert "slt: error" not in mail.log()


def test_a_mail_that_is_delivered_twice_is_recorded_once(mail, recorded):
    for _ in range(2):
        mail.deliver(SUPPORT, ID, SUBJECT)
    mail.deliver(SUPPORT, "Message-ID: <2@provider.example>", SUBJECT)
    assert recorded("00412355") == [ANSWERED] * 2
    assert len(mail.mails()) == 3
    assert mail.mails("Mail/not-recorded") == []
    assert "slt: error" not in mail.log()


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param(["From: support@provider.example", ID, SUBJECT], id="an address alone"),
        pytest.param(
            ['From: "Support, at the provider" <SUPPORT@Provider.Example>', ID, SUBJECT],
            id="another case of letters",
        ),
        pytest.param(
            ["From: Support\n\t<support@provider.example>", "Message-ID:\n\t<1@b>", SUBJECT],
            id="folded headers",
        ),
        pytest.param(
            [SUPPORT, ID, "Subject: Re: The trunk\n is down\n  [ref:00412355] and more"],
            id="a folded subject",
        ),
        pytest.param([SUPPORT, ID, f"Subject: {'x' * 50_000} [ref:00412355]"], id="a long subject"),
        pytest.param(
            [SUPPORT, ID, "Subject: [ref:--help] [ref:] [ref:00412355] [ref:00412356]"],
            id="the first that is a reference",
        ),
        pytest.param(
            [SUPPORT, ID, b"Subject: \xc3(\xff [ref:00412355]"], id="a subject that is not UTF-8"
        ),
    ],
)
def test_whatever_else_a_header_has_an_answer_is_one(mail, recorded, headers):
    mail.deliver(*headers)
    assert recorded("00412355") == [ANSWERED]
    assert recorded("00412356") == []
    assert len(mail.mails()) == 1


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param(["From: me@example.com", ID, SUBJECT], id="of somebody else"),
        pytest.param(
            ['From: "support@provider.example" <other@example.com>', ID, SUBJECT],
            id="of somebody with the address as a name",
        ),
        pytest.param(
            ["From: support@provider.example <other@example.com>", ID, SUBJECT],
            id="of somebody with the address before his own",
        ),
        pytest.param(["From: <not-support@provider.example>", ID, SUBJECT], id="a longer address"),
        pytest.param(
            ["From: <support@provider.example.com>", ID, SUBJECT], id="an address of another domain"
        ),
        pytest.param(
            ["From: <support@provider-example>", ID, SUBJECT], id="a domain with another character"
        ),
        pytest.param(
            [SUPPORT, ID, SUBJECT, "Auto-Submitted: auto-replied"], id="an automatic reply"
        ),
        pytest.param([SUPPORT, ID, "Subject: Re: The trunk is down"], id="no reference"),
        pytest.param([SUPPORT, ID], id="no subject"),
        pytest.param([SUPPORT, SUBJECT], id="no id of the mail"),
        pytest.param([SUPPORT, "Message-ID: ", SUBJECT], id="an empty id of the mail"),
        pytest.param([SUPPORT, ID, "Subject: [ref:0041235]"], id="seven digits"),
        pytest.param([SUPPORT, ID, "Subject: [ref:004123556]"], id="nine digits"),
        pytest.param([SUPPORT, ID, "Subject: [ref:\n 00412355]"], id="a folded reference"),
        pytest.param([SUPPORT, ID, "Subject: [ref:$(echo 00412355)]"], id="a command"),
        pytest.param([SUPPORT, ID, "Subject: x", "", SUBJECT], id="a reference in the body"),
    ],
)
def test_what_is_no_answer_stays_in_the_mailbox_and_nothing_is_recorded(mail, recorded, headers):
    mail.deliver(*headers)
    assert recorded("00412355") == recorded("00412356") == []
    assert len(mail.mails()) == 1
    assert mail.mails("Mail/not-recorded") == []


HOSTILE = [
    "$(touch pwned)",
    "`touch pwned`",
    '"; touch pwned; "',
    "'; touch pwned; '",
    "| touch pwned",
    "<a@b>\n & touch pwned",
    "${HOME} $HOME *",
    "--help",
    "--version",
    "-q --json --db=/elsewhere",
    "a\tb  c   d\\",
]


@pytest.mark.parametrize("given", HOSTILE)
def test_an_id_of_a_mail_is_only_a_key(mail, home, recorded, given):
    before = {path.name for path in home.iterdir()}
    for _ in range(2):
        mail.deliver(SUPPORT, f"Message-ID: {given}", SUBJECT)
    assert recorded("00412355") == [ANSWERED]
    assert {path.name for path in home.iterdir()} - before <= {"inbox"}
    assert "pwned" not in {path.name for path in home.rglob("*")}
    assert "slt: error" not in mail.log()


def test_what_a_subject_says_is_never_run(mail, home, recorded):
    given = " ".join(f"{each} [ref:{each}]" for each in HOSTILE)
    mail.deliver(SUPPORT, ID, f"Subject: {given} [ref:00412355]")
    assert recorded("00412355") == [ANSWERED]
    assert "pwned" not in {path.name for path in home.rglob("*")}


def test_an_id_that_is_too_long_for_procmail_is_not_taken_for_another(mail, recorded):
    for number in (1, 2):
        mail.deliver(SUPPORT, f"Message-ID: <{'x' * 10_000}{number}@b>", SUBJECT)
    assert recorded("00412355") == []
    assert len(mail.mails()) == len(mail.mails("Mail/not-recorded")) == 2
    assert "--once: the key is empty" in mail.log()


def test_an_id_that_is_not_text_is_refused_with_the_reason(mail, recorded):
    mail.deliver(SUPPORT, b"Message-ID: <\xff\xfe@b>", SUBJECT)
    assert recorded("00412355") == []
    assert len(mail.mails()) == len(mail.mails("Mail/not-recorded")) == 1
    assert "a text contains bytes that are not UTF-8" in mail.log()


def test_an_unknown_reference_is_kept_twice_with_the_reason(mail, recorded):
    mail.deliver(SUPPORT, ID, "Subject: [ref:99999999]", body=b"From the engineer\n")
    assert recorded("00412355") == []
    for file in ("inbox", "Mail/not-recorded"):
        (kept,) = mail.mails(file)
        assert b"From the engineer" in kept
    assert "there is no case CASE-99999999" in mail.log()
    assert 'Program failure (4) of "slt"' in mail.log()


def test_a_store_that_cannot_be_used_loses_no_mail(mail, home, recorded):
    store = home / ".local" / "share" / "slt" / "cases.db"
    kept = store.read_bytes()
    store.write_bytes(b"no store" * 1000)
    mail.deliver(SUPPORT, ID, SUBJECT)
    store.write_bytes(kept)
    assert len(mail.mails()) == len(mail.mails("Mail/not-recorded")) == 1
    assert 'Program failure (5) of "slt"' in mail.log()
    mail.deliver(SUPPORT, ID, SUBJECT)
    assert recorded("00412355") == [ANSWERED]


def test_without_slt_no_mail_is_lost(mail, directory, recorded):
    (directory / "slt").rename(directory / "moved")
    mail.deliver(SUPPORT, ID, SUBJECT)
    assert recorded("00412355") == []
    assert len(mail.mails()) == len(mail.mails("Mail/not-recorded")) == 1


def test_a_large_mail_is_delivered_whole(mail, recorded):
    body = b"0123456789abcde\n" * 65_536
    mail.deliver(SUPPORT, ID, SUBJECT, body=body)
    assert recorded("00412355") == [ANSWERED]
    (kept,) = mail.mails()
    assert kept.endswith(body)
