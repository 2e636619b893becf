"""Build the channels and the notices from validated tables."""

from typing import Any, Literal

from slt_cli.config.channel_types import smtp_parts
from slt_cli.domain.calendar.schedule import Schedule
from slt_cli.domain.channels import (
    Channel,
    Command,
    Mail,
    NoticeRule,
    Secret,
    SmtpServer,
    Webhook,
)
from slt_cli.domain.policy import Policy

Parsed = dict[str, Any]


def with_notices(policy: Policy, parsed: Parsed) -> Policy:
    """Return a policy with the channels, the notices and the heartbeat in validated tables."""
    return policy._replace(
        channels={key: _channel(key, table, policy) for key, table in parsed["channels"].items()},
        notices=tuple(
            NoticeRule(moments=table["at"], **{name: table[name] for name in table if name != "at"})
            for table in parsed["notices"]
        ),
        heartbeat=_address(parsed["defaults"]["heartbeat"]),
    )


def _channel(key: str, table: Parsed, policy: Policy) -> Channel:
    zone = table["timezone"] or policy.region(None).schedule.zone
    urgent = tuple(policy.priorities)[:1] if table["urgent"] == "" else table["urgent"]
    quiet = Schedule(zone, (table["quiet"],) * 7) if table["quiet"] else None
    return Channel(key, _by(table), quiet, urgent)


def _by(table: Parsed) -> Mail | Webhook | Command:
    match table["kind"]:
        case "mail":
            return Mail(table["to"], table["from"], _server(table))
        case "webhook":
            return Webhook(_address(table["url"]) or "", table["format"], _secret(table["token"]))
        case _:
            return Command(table["command"])


def _server(table: Parsed) -> SmtpServer | None:
    if not table["smtp"]:
        return None
    host, port, is_direct = smtp_parts(table["smtp"])
    tls: Literal["direct", "starttls", "none"] = "direct" if is_direct else "starttls"
    return SmtpServer(
        host, port, tls if table["tls"] else "none", table["user"], _secret(table["password"])
    )


def _address(given: Any) -> str | Secret | None:  # noqa: ANN401 - an address, or where it is
    return Secret(*given) if isinstance(given, tuple) else given or None


def _secret(given: Any) -> Secret | None:  # noqa: ANN401 - where it is, or empty
    return Secret(*given) if given else None
