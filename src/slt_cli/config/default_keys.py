"""The keys of [defaults]: what counts where a command line says nothing."""

from slt_cli.config import channel_types, value_types
from slt_cli.config.key import REQUIRED, Key
from slt_cli.output import FORMATS
from slt_cli.output.times import WHOSE

output_format = value_types.choice(*FORMATS)
whose_time = value_types.choice(*WHOSE)

DEFAULT_KEYS = (
    Key(
        "defaults.region",
        value_types.text,
        REQUIRED,
        "region of a case opened without --region",
        '"main"',
    ),
    Key(
        "defaults.partner_type",
        value_types.text,
        REQUIRED,
        "partner type of a case opened without --partner-type",
        '"customer"',
    ),
    Key(
        "defaults.warn",
        value_types.warn,
        REQUIRED,
        "a clock is soon due when this much of its target is left",
    ),
    Key("defaults.case_prefix", value_types.prefix, REQUIRED, "prefix of case ids"),
    Key(
        "defaults.names_in_messages",
        value_types.flag,
        default=False,
        meaning="whether the messages of `slt message` say who recorded what",
    ),
    Key(
        "defaults.report_timezone",
        value_types.zone,
        "",
        "IANA time zone of days, weeks and months in reports, if not yours",
    ),
    Key(
        "defaults.keep_outbox",
        value_types.duration,
        "30d",
        "how long what was sent stays in the outbox, at least a day",
        '"30d"',
    ),
    Key(
        "defaults.notify_every",
        value_types.duration,
        "1m",
        "how often `slt notify` runs; without it for three times as long, the watch is critical",
        '"1m"',
    ),
    Key(
        "defaults.heartbeat",
        channel_types.heartbeat,
        "",
        "address that is called after each good run of `slt notify`",
    ),
    Key(
        "defaults.output",
        output_format,
        "",
        "format of every answer, if not a table on a terminal and plain text elsewhere",
        '"plain"',
    ),
    Key(
        "defaults.times",
        whose_time,
        "",
        "whose time is shown, if not yours in tables on a terminal and the region's elsewhere",
        '"local"',
    ),
    Key(
        "defaults.me",
        value_types.own_name,
        "",
        "your name where SLT_USER does not give one, if not your login name",
        '"desk-1"',
    ),
)
