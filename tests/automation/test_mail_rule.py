"""The mail rule, run by procmail: each provider's answer is recorded once, and no mail is lost."""

import mailbox
import shutil
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.automation.page import recipe

PROCMAIL = shutil.which("procmail")
PERL = [shutil.which("perl") or "/usr/bin/false", "-MEncode", "-e", 'decode("MIME-Header", "")']
pytestmark = [
    pytest.mark.skipif(PROCMAIL is None, reason="procmail is not installed"),
    pytest.mark.skipif(
        subprocess.run(PERL, capture_output=True, check=False).returncode != 0,
        reason="perl is not installed, or not the whole of it",
    ),
    pytest.mark.usefixtures("cases"),
]

SUPPORT = "From: Support <support@provider.example>"
ID = "Message-ID: <1@provider.example>"
SUBJECT = "Subject: Re: The trunk is down [ref:00412355]"
ANSWERED = ("responded", "mail")
NO_ID = "--once: the key is empty"
NO_REFERENCE = "there is no case ''"


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
        pytest.param(
            [SUPPORT, ID, "Subject: =?utf-8?B?UsO8Y2tmcmFnZSBbcmVmOjAwNDEyMzU1XQ==?="],
            id="a subject in base64",
        ),
        pytest.param(
            [SUPPORT, ID, "Subject: =?UTF-8?Q?R=C3=BCckfrage_[ref:004?=\n =?UTF-8?Q?12355=5D?="],
            id="a subject in two parts, each encoded",
        ),
        pytest.param(
            [SUPPORT, ID, "Subject: =?ISO-8859-1?Q?A=F1o?= [ref:00412355]"],
            id="an encoded word before the reference",
        ),
        pytest.param(
            [SUPPORT, ID, "Subject: =?no-such?Q?x?= =?utf-8?B?x?= [ref:00412355] =?"],
            id="words that cannot be decoded",
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
    ],
)
def test_what_is_no_answer_stays_in_the_mailbox_and_nothing_is_recorded(mail, recorded, headers):
    mail.deliver(*headers)
    assert recorded("00412355") == recorded("00412356") == []
    assert len(mail.mails()) == 1
    assert mail.mails("Mail/not-recorded") == []


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        pytest.param(
            [SUPPORT, ID, "Subject: Re: The trunk is down"], NO_REFERENCE, id="no reference"
        ),
        pytest.param([SUPPORT, ID], NO_REFERENCE, id="no subject"),
        pytest.param([SUPPORT, SUBJECT], NO_ID, id="no id of the mail"),
        pytest.param([SUPPORT, "Message-ID: ", SUBJECT], NO_ID, id="an empty id of the mail"),
        pytest.param([SUPPORT, ID, "Subject: [ref:0041235]"], NO_REFERENCE, id="seven digits"),
        pytest.param([SUPPORT, ID, "Subject: [ref:004123556]"], NO_REFERENCE, id="nine digits"),
        pytest.param(
            [SUPPORT, ID, "Subject: [ref:\n 00412355]"], NO_REFERENCE, id="a folded reference"
        ),
        pytest.param(
            [SUPPORT, ID, "Subject: [ref:$(echo 00412355)]"], NO_REFERENCE, id="a command"
        ),
        pytest.param(
            [SUPPORT, ID, "Subject: x", "", SUBJECT], NO_REFERENCE, id="a reference in the body"
        ),
        pytest.param(
            [SUPPORT, ID, "Subject: =?utf-8?B?UsO8Y2tmcmFnZSBbcmVmOjAwNDEyMzU=?="],
            NO_REFERENCE,
            id="seven digits in base64",
        ),
        pytest.param(
            [SUPPORT, ID, "Subject: [ref:00412355]\nSubject: [ref:00412356]"],
            "there is no case '0041235500412356'",
            id="two subjects",
        ),
    ],
)
def test_what_the_provider_writes_and_is_not_recorded_is_kept_twice_with_the_reason(
    mail, recorded, headers, reason
):
    mail.deliver(*headers)
    assert recorded("00412355") == recorded("00412356") == []
    assert len(mail.mails()) == len(mail.mails("Mail/not-recorded")) == 1
    assert reason in mail.log()


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
    assert NO_ID in mail.log()


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


def test_without_what_decodes_a_subject_no_mail_is_lost(mail, recorded):
    rule = mail.rule.read_text()
    assert rule.count("| perl ") == 1
    mail.rule.write_text(rule.replace("| perl ", "| no-such-perl "))
    mail.deliver(SUPPORT, ID, SUBJECT)
    assert recorded("00412355") == []
    assert len(mail.mails()) == len(mail.mails("Mail/not-recorded")) == 1
    assert "no-such-perl" in mail.log()


def test_a_mail_without_an_id_has_not_the_id_of_the_environment(mail, recorded):
    mail.rule.write_text(f"MESSAGE_ID=old\nREF=00412355\n{mail.rule.read_text()}")
    mail.deliver(SUPPORT, SUBJECT)
    mail.deliver(SUPPORT, ID)
    assert recorded("00412355") == []
    assert len(mail.mails("Mail/not-recorded")) == 2


def test_a_large_mail_is_delivered_whole(mail, recorded):
    body = b"0123456789abcde\n" * 65_536
    mail.deliver(SUPPORT, ID, SUBJECT, body=body)
    assert recorded("00412355") == [ANSWERED]
    (kept,) = mail.mails()
    assert kept.endswith(body)
