"""Every key of the configuration: its kind, its default, what it means, and an example.

`*` stands for a name that the user chooses, `[]` for each entry of a list of tables.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from slt_cli.classify.signals import SEVERITIES, SIGNALS
from slt_cli.config import value_types
from slt_cli.config.files import KeyPath
from slt_cli.config.value_types import Kind
from slt_cli.domain.escalation import CHANNELS
from slt_cli.domain.plan import TARGET_CLOCKS

REQUIRED = object()


class Key(NamedTuple):
    """Hold one key: its path, what it takes, its default (REQUIRED if it has none), its meaning.

    `own_example` is a value as TOML writes it, where that of its kind would not do.
    """

    path: str
    kind: Kind
    default: Any
    meaning: str
    own_example: str = ""

    @property
    def example(self) -> str:
        """Return a value that the key takes, as TOML writes it."""
        return self.own_example or self.kind.example


_CLOCK = value_types.choice(*TARGET_CLOCKS)

KEYS = (
    Key(
        "defaults.region",
        value_types.text,
        REQUIRED,
        "region of a case opened without --region",
        '"usa"',
    ),
    Key(
        "defaults.partner_type",
        value_types.text,
        REQUIRED,
        "partner type without --partner-type",
        '"certified"',
    ),
    Key(
        "defaults.warn",
        value_types.warn,
        REQUIRED,
        "what is left of a target when its clock is soon due",
    ),
    Key("defaults.case_prefix", value_types.prefix, REQUIRED, "what case ids begin with"),
    Key(
        "priorities.*.name", value_types.name, REQUIRED, "name of the priority", '"Production down"'
    ),
    Key(
        "priorities.*.definition",
        value_types.text,
        REQUIRED,
        "what makes a case this severe",
        '"A production system is down."',
    ),
    Key("priorities.*.aliases", value_types.names, (), "other words for it", '["urgent"]'),
    Key("plans.*.name", value_types.name, REQUIRED, "name of the plan", '"Partner Support"'),
    Key(
        "plans.*.applies_to",
        value_types.names,
        REQUIRED,
        "the partner types that have it",
        '["certified"]',
    ),
    Key(
        "plans.*.targets.*.response",
        value_types.duration,
        REQUIRED,
        "target for the first response",
        '"4h"',
    ),
    Key("plans.*.targets.*.clock", _CLOCK, "support-hours", "the clock it is counted on"),
    Key(
        "partner_types.*.name",
        value_types.name,
        REQUIRED,
        "name of the partner type",
        '"Gold partner"',
    ),
    Key("partner_types.*.aliases", value_types.names, (), "other words for it", '["gold"]'),
    Key("partner_types.*.hotline", value_types.flag, REQUIRED, "whether such partners may call"),
    Key(
        "partner_types.*.escalation",
        value_types.choice("levels", "portal"),
        REQUIRED,
        "whether they escalate by the levels or only through a portal",
    ),
    Key(
        "partner_types.*.portal",
        value_types.text,
        "",
        "the link that they escalate through",
        '"partnerxchange"',
    ),
    Key(
        "partner_types.*.note", value_types.text, "", "a sentence on what they have", '"May call."'
    ),
    Key("regions.*.name", value_types.name, REQUIRED, "name of the region", '"Europe"'),
    Key("regions.*.aliases", value_types.names, (), "other words for it", '["eu", "emea"]'),
    Key("regions.*.timezone", value_types.zone, REQUIRED, "IANA time zone of its hours"),
    Key(
        "regions.*.timezone_label",
        value_types.text,
        "",
        "abbreviation where the zone has none",
        '"SGT"',
    ),
    Key("regions.*.hotline", value_types.phone, REQUIRED, "telephone number of its hotline"),
    Key("regions.*.hours.*", value_types.hours, REQUIRED, "opening hours of a day or of days"),
    Key("regions.*.exceptions[].date", value_types.day, REQUIRED, "date on which other hours hold"),
    Key(
        "regions.*.exceptions[].name",
        value_types.name,
        REQUIRED,
        "name of the holiday",
        '"Christmas Day"',
    ),
    Key(
        "regions.*.exceptions[].hours",
        value_types.hours,
        (),
        "the hours of that date; none: closed",
    ),
    Key(
        "escalation.levels[].name",
        value_types.name,
        REQUIRED,
        "whom the level is with",
        '"Duty desk"',
    ),
    Key("escalation.levels[].channel", value_types.choice(*CHANNELS), REQUIRED, "how to reach it"),
    Key(
        "escalation.levels[].contact",
        value_types.text,
        REQUIRED,
        "e-mail address, phone number, or a portal's name, as the channel is",
        '"desk@example.com"',
    ),
    Key("escalation.levels[].url", value_types.url, "", "address of a portal"),
    Key(
        "escalation.levels[].response",
        value_types.duration,
        REQUIRED,
        "target for its response",
        '"4h"',
    ),
    Key("escalation.levels[].clock", _CLOCK, "support-hours", "the clock it is counted on"),
    Key(
        "links.*.name",
        value_types.name,
        REQUIRED,
        "name of a portal, a site or a person to ask",
        '"Support Portal"',
    ),
    Key("links.*.url", value_types.url, "", "its address"),
    Key("links.*.purpose", value_types.text, REQUIRED, "what it is for", '"Cases and chat"'),
    *(
        Key(
            f"classify.priorities.{severity}",
            value_types.text,
            REQUIRED,
            f"priority for {severity}",
        )
        for severity in SEVERITIES
    ),
    *(
        Key(f"classify.{table}.{signal}", value_types.texts, (), f"phrases that say: {meaning}")
        for table in ("phrases", "add")
        for signal, meaning in SIGNALS.items()
    ),
    Key("classify.groups.*", value_types.texts, (), "words that a phrase can name as one"),
    Key("classify.spellings.*", value_types.text, REQUIRED, "what a shorthand means"),
    Key("classify.marks.*", value_types.texts, (), "words that frame or join what a text says"),
)

Tree = dict[str, Any]
"""Keys by segment: a Key at a leaf, `*` for chosen names, `[]` for a list's entries."""


def key_tree(table: str = "") -> Tree:
    """Return every key where the tables that may hold it are; of one table alone if it is named."""
    root: Tree = {}
    for key in KEYS:
        if not key.path.startswith(table):
            continue
        *above, leaf = _segments(key.path)
        node = root
        for segment in above:
            node = node.setdefault(segment, {})
        node[leaf] = key
    return root


def key_at(path: KeyPath) -> Key | None:
    """Return the key that a path of names and places in lists stands for; None for a table."""
    node: Key | Tree | None = key_tree()
    for name in path:
        if not isinstance(node, dict):
            return None
        node = node["[]"] if "[]" in node and name.isdecimal() else node.get(name, node.get("*"))
    return node if isinstance(node, Key) else None


def _segments(path: str) -> Iterator[str]:
    for segment in path.split("."):
        yield segment.removesuffix("[]")
        if segment.endswith("[]"):
            yield "[]"
