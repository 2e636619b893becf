"""The channels that notices go to, and which notices go to which: frozen values."""

from typing import Literal, NamedTuple

from slt_cli.domain.calendar.schedule import Schedule
from slt_cli.domain.notice_moments import NoticeMoment

WebhookFormat = Literal["json", "slack", "teams"]
FORMATS: tuple[WebhookFormat, ...] = ("json", "slack", "teams")


class Secret(NamedTuple):
    """Where a secret is: in an environment variable, or in a file."""

    source: Literal["env", "file"]
    name: str


class SmtpServer(NamedTuple):
    """A mail server. TLS is there from the first byte, or by STARTTLS, or not at all."""

    host: str
    port: int
    tls: Literal["direct", "starttls", "none"]
    user: str = ""
    password: Secret | None = None


class Mail(NamedTuple):
    """Mail to some addresses: by a server, or without one by `sendmail -t`."""

    to: tuple[str, ...]
    sender: str
    smtp: SmtpServer | None = None


class Webhook(NamedTuple):
    """An address that takes JSON. `token` is sent as `Authorization: Bearer`."""

    url: str | Secret
    format: WebhookFormat = "json"
    token: Secret | None = None


class Command(NamedTuple):
    """A program with its arguments, which gets JSON on its standard input."""

    command: tuple[str, ...]


class Channel(NamedTuple):
    """A way to reach people.

    While `quiet` is open, what is not due yet waits, except for `urgent` priorities.
    """

    key: str
    by: Mail | Webhook | Command
    quiet: Schedule | None = None
    urgent: tuple[str, ...] = ()


class NoticeRule(NamedTuple):
    """Which moments of which cases go to which channels: an empty filter takes every one.

    `owners` are names in upper or lower case; `none` stands for cases without an owner.
    """

    moments: tuple[NoticeMoment, ...]
    to: tuple[str, ...]
    clocks: tuple[str, ...] = ()
    priorities: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
