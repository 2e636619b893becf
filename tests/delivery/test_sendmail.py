"""The mail program of the machine takes a message; its exit codes are those of sysexits.h."""

from email import policy
from email.parser import BytesParser

import pytest

from slt_cli.delivery.sendmail import BySendmail
from slt_cli.domain.channels import Mail
from tests.delivery.programs import program
from tests.delivery.samples import MESSAGE, Failure, failure

SHORT = 0.5
MAIL = Mail(("desk@example.com", "lead@example.com"), "slt@example.com")


def by(path, seconds=20.0, places=()):
    return BySendmail(MAIL, {"PATH": f"{path}:/usr/bin:/bin"}, seconds, places)


def test_it_gets_the_mail_and_reads_the_recipients_from_it(tmp_path):
    program(tmp_path, "sendmail", f'echo "$@" >"{tmp_path}/got"; cat >"{tmp_path}/got.eml"')
    assert failure(by(tmp_path)) is None
    assert (tmp_path / "got").read_text() == "-t -i\n"
    content = (tmp_path / "got.eml").read_bytes()
    mail = BytesParser(policy=policy.default).parsebytes(content)
    assert [each.addr_spec for each in mail["To"].addresses] == list(MAIL.to)
    assert (mail["Subject"], mail.get_content()) == (MESSAGE.subject, MESSAGE.text)
    assert mail["Message-ID"] == f"<{MESSAGE.id}@slt.invalid>"
    assert b"\r" not in content


FINAL = [64, 65, 67, 68]
AGAIN = [1, 2, 63, 66, *range(69, 80), 127]


@pytest.mark.parametrize("code", [*FINAL, *AGAIN])
def test_an_exit_code_says_whether_it_is_final(tmp_path, code):
    program(tmp_path, "sendmail", f"cat >/dev/null; echo desk@example.com >&2; exit {code}")
    expected = Failure(f"sendmail ended with exit code {code}", is_final=code in FINAL)
    assert failure(by(tmp_path)) == expected


def test_one_that_hangs_is_killed_and_tried_again(tmp_path):
    program(tmp_path, "sendmail", "sleep 60")
    assert failure(by(tmp_path, SHORT)) == Failure("'sendmail' did not end within 0.5 s")


def test_it_is_found_where_the_path_of_cron_has_it_not(tmp_path):
    place = tmp_path / "sbin"
    place.mkdir()
    program(place, "sendmail", "cat >/dev/null")
    assert failure(by(tmp_path, places=(str(place),))) is None


def test_without_it_a_server_is_needed(tmp_path):
    delivery = BySendmail(MAIL, {"PATH": str(tmp_path)}, places=())
    expected = Failure("there is no program sendmail here: name a server with smtp")
    assert failure(delivery) == expected
