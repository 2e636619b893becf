"""The keys of `[channels]`, which notices go to, and of `[[notices]]`."""

from slt_cli.config import channel_types, value_types
from slt_cli.config.key import REQUIRED, Key

NOTICE_KEYS = (
    Key(
        "channels.*.kind",
        value_types.choice("mail", "webhook", "command"),
        REQUIRED,
        "how people are reached",
    ),
    Key("channels.*.to", channel_types.mail_addresses, (), "addresses that get the mail"),
    Key(
        "channels.*.from",
        channel_types.mail_address,
        "",
        "address that the mail is from",
        '"slt@example.com"',
    ),
    Key(
        "channels.*.smtp",
        channel_types.smtp,
        "",
        "mail server, if not `sendmail -t`; `smtps://` before it is TLS from the first byte",
    ),
    Key(
        "channels.*.tls",
        value_types.flag,
        default=True,
        meaning="whether the mail server must encrypt",
        own_example="true",
    ),
    Key("channels.*.user", value_types.name, "", "login at the mail server", '"slt"'),
    Key("channels.*.password", channel_types.secret, "", "where the password of the login is"),
    Key("channels.*.url", channel_types.webhook_url, "", "address of the webhook, or where it is"),
    Key(
        "channels.*.format",
        value_types.choice("json", "slack", "teams"),
        "json",
        "form of the webhook's JSON",
    ),
    Key(
        "channels.*.token",
        channel_types.secret,
        "",
        "where the token of the webhook is, if it needs one",
        '"file:/etc/slt/token"',
    ),
    Key(
        "channels.*.command",
        channel_types.command,
        (),
        "program that gets JSON on its standard input, without a shell",
    ),
    Key(
        "channels.*.quiet",
        channel_types.quiet,
        (),
        "hours of each day in which what is not due yet waits",
    ),
    Key(
        "channels.*.timezone",
        value_types.zone,
        "",
        "IANA time zone of its quiet hours, if not that of the default region",
    ),
    Key(
        "channels.*.urgent",
        channel_types.names_or_none,
        "",
        "priorities that wait for no quiet hours, if not only the first; `[]` for none",
        '["S1"]',
    ),
    Key("notices[].at", channel_types.moments, REQUIRED, "the moments, such as `due` or `1h late`"),
    Key("notices[].to", channel_types.names, REQUIRED, "the channels that tell them", '["desk"]'),
    Key(
        "notices[].clocks",
        channel_types.names,
        (),
        "the clocks that it is for, if not all",
        '["response"]',
    ),
    Key(
        "notices[].priorities",
        channel_types.names,
        (),
        "the priorities that it is for, if not all",
        '["S1"]',
    ),
    Key(
        "notices[].regions",
        channel_types.names,
        (),
        "the regions that it is for, if not all",
        '["europe"]',
    ),
    Key(
        "notices[].owners",
        channel_types.owners,
        (),
        "the owners whose cases it is for, if not all; `none` is for cases without an owner",
        '["none"]',
    ),
)
