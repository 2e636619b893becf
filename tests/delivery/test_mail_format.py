"""A mail follows RFC 5322 and 2047: two independent parsers read back what was written."""

from datetime import UTC, datetime
from email import policy as email_policy
from email.parser import BytesParser, Parser

import fast_mail_parser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from slt_cli.delivery.mail_format import mail
from slt_cli.output.text import printable

AT = datetime(2026, 11, 13, 18, 30, tzinfo=UTC)
TO = "Partner-supportmanagers-escalations@8x8.com"
OWN = "<CASE-1.0123abcd.2.691627f0@slt.invalid>"
EARLIER = ("<CASE-1.0123abcd.0@slt.invalid>", "<CASE-1.0123abcd.1.691627e0@slt.invalid>")
HEADERS = {
    *("To", "Subject", "Date", "Message-ID", "In-Reply-To", "References"),
    *("MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
}


def written(subject="Down", body="Case: CASE-1\n", earlier=EARLIER, own=OWN):
    return mail(to=TO, subject=subject, body=body, at=AT, message_id=own, earlier=earlier)


def require_both_read(text, subject, body):
    """Fail unless Python's parser and a parser in Rust read the same subject, address and body."""
    assert text.isascii()
    assert max(map(len, text.split("\n"))) <= 78
    assert "\r" not in text
    read = BytesParser(policy=email_policy.default).parsebytes(text.encode())
    assert (read.defects, set(read.keys()), len(read.keys())) == ([], HEADERS, len(HEADERS))
    assert (read["Subject"], read["To"], read.get_content()) == (subject, TO, body)
    other = fast_mail_parser.parse_email(text)
    assert (other.subject, [each.address for each in other.to]) == (subject, [TO])
    # In a mail a line ends with CR LF; it writes a decoded text so.
    assert [part.replace("\r\n", "\n") for part in other.text_plain] == [body]
    assert set(other.headers) == HEADERS


TEXTS = {
    "words": "All phones are down",
    "a line longer than a header": " ".join(["word"] * 60),
    "2,000 letters with a word of 2,000": "x" * 2000 + " " + "word " * 400 + "end",
    "one word of 2,000": "x" * 2000,
    "one word of 2,000 among others": "all " + "x" * 2000 + " down",
    "2,000 letters that are not ASCII": "ü" * 2000,
    "a long word beside one with an accent": "x" * 75 + " é " + "y" * 75,
    "accents": "Téléphones coupés à Genève" + ", à Bâle" * 20,
    "Chinese": "电话系统已关闭" * 40,
    "emoji": "📞 " * 60 + "👩‍👩‍👧‍👦",
    "right to left": "الهاتف لا يعمل " * 20 + "שלום",
    "combining marks": "e\u0301" * 200,
    "what looks like an encoded word": "=?utf-8?q?Bcc=3A_x?= =?utf-8?b?w6k=?=",
    "what looks like the beginning of one": "=?",
    "blanks side by side": "a  b   c",
    "blanks around it": "  a  ",
    "a blank alone": " ",
    "signs of quoted-printable": "a_b=c?d=20=3D_" * 20,
    "signs for a terminal": "a\x1b[31mb\x7fc\x07",
    "a dot alone": ".",
    "a header": "Bcc: somebody@example.com",
    "quotes and brackets": '"a" <b@example.com>, (c); \\d',
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_any_text_comes_back_from_the_subject(text):
    require_both_read(written(subject=text), text, "Case: CASE-1\n")


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_any_text_comes_back_from_the_body(text):
    body = f"Case: CASE-1\n\n{text}\nFrom {text}\n- {text * 3}\n"
    require_both_read(written(body=body), "Down", body)


@given(
    subject=st.text(st.characters(codec="utf-8"), min_size=1, max_size=300).map(printable),
    lines=st.lists(st.text(st.characters(codec="utf-8"), max_size=300).map(printable), max_size=5),
)
def test_any_printable_text_comes_back(subject, lines):
    body = "\n".join(["Case: CASE-1", *lines]) + "\n"
    require_both_read(written(subject, body), subject, body)


def test_a_plain_mail_is_readable_as_it_is():
    lines = written("All phones are down", "Case: CASE-1\nAll phones are down\n").splitlines()
    assert "Subject: All phones are down" in lines
    assert 'Content-Type: text/plain; charset="us-ascii"' in lines
    assert "Content-Transfer-Encoding: 7bit" in lines
    assert lines[-3:] == ["", "Case: CASE-1", "All phones are down"]


@pytest.mark.parametrize("body", ["é\n", "x" * 79 + "\n", "a \n"], ids=["accent", "long", "blank"])
def test_any_other_body_is_quoted_printable(body):
    lines = written(body=body).splitlines()
    assert 'Content-Type: text/plain; charset="utf-8"' in lines
    assert "Content-Transfer-Encoding: quoted-printable" in lines


@pytest.mark.parametrize("levels", [1, 2, 40])
def test_ids_are_never_encoded_however_many_they_are(levels):
    earlier = [f"<CASE-1.0123abcd.{level}.691627e0@slt.invalid>" for level in range(levels)]
    text = written(earlier=earlier)
    assert max(map(len, text.splitlines())) <= 78
    assert f"\nMessage-ID: {OWN}\n" in text
    assert f"\nIn-Reply-To: {earlier[-1]}\n" in text
    assert "=?" not in text
    read = Parser(policy=email_policy.default).parsestr(text)
    assert read["References"].split() == earlier
    (references,) = fast_mail_parser.parse_email(text).headers["References"]
    assert references.split() == earlier


def test_the_longest_usual_id_is_not_folded():
    """The longest prefix that can be configured, and a hundred million cases."""
    own = f"<{'P' * 20}-100000000.0123abcd.99.691627f0@slt.invalid>"
    assert f"\nMessage-ID: {own}\n" in written(own=own)
    assert f"\nIn-Reply-To: {own}\n" in written(earlier=[own])
