"""Bring a message to people by a mail server."""

import base64
from collections.abc import Mapping
from contextlib import suppress
from smtplib import (
    SMTP,
    SMTP_SSL,
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)
from typing import NamedTuple

from slt_cli.delivery.channel_mail import channel_mail
from slt_cli.delivery.message import TIME_LIMIT_SECONDS, DeliveryError, Message
from slt_cli.delivery.network import connection_failure, tls_context
from slt_cli.delivery.secrets import secret_of
from slt_cli.delivery.time_limit import TimeLimit
from slt_cli.domain.channels import Mail, SmtpServer

_LOGINS = {"CRAM-MD5", "PLAIN", "LOGIN"}
_LONGEST_TEXT = 60

Refusals = Mapping[str, tuple[int, bytes]]
"""What the server answered for each recipient that it refused."""


class BySmtp(NamedTuple):
    """A mail server; its certificate and its name are checked."""

    mail: Mail
    server: SmtpServer
    environment: Mapping[str, str]
    seconds: float = TIME_LIMIT_SECONDS

    def send(self, message: Message) -> None:
        """Send a message; raises DeliveryError if the server does not take it.

        If it takes it for some recipients only, those have it, and the error is a final one.
        """
        password = self.server.password
        session = _Session(
            self.mail,
            self.server,
            self.environment,
            secret_of(password, self.environment) if password else "",
        )
        text = channel_mail(self.mail, message)
        limit = TimeLimit[Refusals](self.seconds)
        try:
            refused = limit.run(lambda: session.send(text, limit))
        except SMTPException as error:
            raise session.failure(error) from None
        except (OSError, UnicodeError) as error:
            raise connection_failure(error, self.seconds) from None
        except ValueError:  # what the server asks at a login cannot be decoded
            raise DeliveryError("the answer is not SMTP") from None
        if refused:
            raise session.refusal(refused)


class _Session(NamedTuple):
    """One conversation with a server, with the password for it."""

    mail: Mail
    server: SmtpServer
    environment: Mapping[str, str]
    password: str

    def send(self, text: str, limit: TimeLimit[Refusals]) -> Refusals:
        """Return which recipients were refused although others were not."""
        smtp = self._connected(limit.seconds)
        try:
            if self.server.tls == "starttls":
                self._encrypt(smtp)
            if self.server.user:
                self._log_in(smtp)
            limit.use(smtp.sock)
            refused = smtp.sendmail(self.mail.sender, self.mail.to, text)
            with suppress(OSError):  # it was taken, so its farewell is not waited for
                smtp.putcmd("quit")
        finally:
            smtp.close()
        return refused

    def _connected(self, seconds: float) -> SMTP:
        host, port = self.server.host, self.server.port
        if self.server.tls != "direct":
            return SMTP(host, port, timeout=seconds)
        return SMTP_SSL(host, port, timeout=seconds, context=tls_context(self.environment))

    def _encrypt(self, smtp: SMTP) -> None:
        smtp.ehlo()
        if not smtp.has_extn("starttls"):
            raise DeliveryError("the server offers no encryption (STARTTLS)")
        smtp.starttls(context=tls_context(self.environment))

    def _log_in(self, smtp: SMTP) -> None:
        if not self.server.user.isascii():
            raise DeliveryError("the user of the server has characters other than ASCII")
        smtp.ehlo_or_helo_if_needed()
        if not _LOGINS & set(smtp.esmtp_features.get("auth", "").split()):
            raise DeliveryError("the server offers no login that slt knows")
        smtp.login(self.server.user, self.password)

    def failure(self, error: SMTPException) -> DeliveryError:
        """Return why nobody has the message."""
        match error:
            case SMTPRecipientsRefused():
                return self.refusal(error.recipients)
            case SMTPAuthenticationError():
                return DeliveryError(f"{error.smtp_code} the login was refused")
            case SMTPResponseException():
                is_about_the_mail = isinstance(error, SMTPSenderRefused | SMTPDataError)
                return DeliveryError(
                    self._quoted(error.smtp_code, error.smtp_error),
                    is_final=is_about_the_mail and _is_final(error.smtp_code),
                )
            case _:
                return DeliveryError("the connection was lost")

    def refusal(self, refused: Refusals) -> DeliveryError:
        """Return how many recipients were refused, and the answer for one of them."""
        answers = sorted(refused.values())
        reason = self._quoted(*answers[0])
        some, every = len(refused), len(self.mail.to)
        if some < every:
            return DeliveryError(f"{reason} (for {some} of {every}, others have it)", is_final=True)
        is_final = all(_is_final(code) for code, _ in answers)
        return DeliveryError(
            f"{reason} (for all {every})" if every > 1 else reason, is_final=is_final
        )

    def _quoted(self, code: int, answer: bytes | str) -> str:
        """Return an answer of the server, without addresses; only its code if it has a secret."""
        if code < 0:
            return "the answer is not SMTP"
        text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
        if any(secret in "".join(text.split()) for secret in self._secrets()):
            return str(code)
        hidden = ("@", self.server.host)
        words = ["..." if any(each in word for each in hidden) else word for word in text.split()]
        shown = "".join(each if each.isprintable() else "?" for each in " ".join(words))
        return f"{code} {shown[:_LONGEST_TEXT]}".rstrip()

    def _secrets(self) -> list[str]:
        """Return the password in the forms in which it was sent."""
        if not self.password:
            return []
        plain = f"\0{self.server.user}\0{self.password}"
        coded = [base64.b64encode(each.encode()).decode() for each in (self.password, plain)]
        return ["".join(self.password.split()), *coded]


def _is_final(code: int) -> bool:
    return code >= 500
