"""Every key of the configuration: its value type, its default, its meaning, and an example.

`*` is a name that the user chooses, `**` is any text, `[]` is each entry of a list of tables. A key
whose path begins with that of another key is for the other way to write it, as a table.
"""

from slt_cli.classify.signals import SEVERITIES, SIGNALS
from slt_cli.config import policy_types, value_types
from slt_cli.config.calendar_keys import (
    HOLIDAY_KEYS,
    SCHEDULE_KEYS,
    SHARED_LISTS,
    exception_keys,
)
from slt_cli.config.clock_keys import CLOCK_KEYS, TARGET_KEYS
from slt_cli.config.default_keys import DEFAULT_KEYS
from slt_cli.config.import_keys import IMPORT_KEYS
from slt_cli.config.key import REQUIRED, Key
from slt_cli.config.notice_keys import NOTICE_KEYS
from slt_cli.domain.escalation import CHANNELS
from slt_cli.domain.plan import ON_CHANGE

__all__ = ["KEYS", "REQUIRED", "Key"]

KEYS = (
    Key(
        "inherit",
        value_types.flag,
        default=True,
        meaning="`false` leaves out the policy of the files below: regions, priorities, and so on",
        own_example="false",
    ),
    *DEFAULT_KEYS,
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
    Key("priorities.*.aliases", value_types.names, (), "other names for it", '["urgent"]'),
    Key(
        "priorities.*.channel",
        value_types.choice("phone"),
        "",
        "how such a case is to be reported, if not in any way",
    ),
    *CLOCK_KEYS,
    Key("plans.*.name", value_types.name, REQUIRED, "name of the plan", '"Standard support"'),
    Key(
        "plans.*.applies_to",
        value_types.names,
        REQUIRED,
        "the partner types that have this plan",
        '["customer"]',
    ),
    Key(
        "plans.*.on_change",
        value_types.choice(*ON_CHANGE),
        "keep",
        "whether a changed target counts from the start of the clock or from the change",
    ),
    Key(
        "plans.*.objective",
        policy_types.objective,
        "",
        "share of the clocks that are to be met",
    ),
    *TARGET_KEYS,
    Key(
        "partner_types.*.name",
        value_types.name,
        REQUIRED,
        "name of the partner type",
        '"Gold partner"',
    ),
    Key("partner_types.*.aliases", value_types.names, (), "other names for it", '["gold"]'),
    Key(
        "partner_types.*.hotline",
        value_types.flag,
        default=True,
        meaning="whether these partners may call the hotline",
    ),
    Key(
        "partner_types.*.escalation",
        value_types.choice("levels", "portal"),
        "levels",
        "whether they escalate through the levels or only through a portal",
    ),
    Key(
        "partner_types.*.portal",
        value_types.text,
        "",
        "link of the portal that they escalate through",
        '"portal"',
    ),
    Key(
        "partner_types.*.note",
        value_types.text,
        "",
        "what these partners may do, in a sentence",
        '"May call."',
    ),
    Key("regions.*.name", value_types.name, REQUIRED, "name of the region", '"Main office"'),
    Key("regions.*.aliases", value_types.names, (), "other names for it", '["head office"]'),
    Key("regions.*.timezone", value_types.zone, REQUIRED, "IANA time zone of its opening hours"),
    Key(
        "regions.*.timezone_label",
        value_types.text,
        "",
        "abbreviation to show if the zone has none",
        '"SGT"',
    ),
    Key("regions.*.hotline", policy_types.phone_or_false, "", "telephone number of its hotline"),
    Key(
        "regions.*.hotline_hours",
        policy_types.all_hours,
        "",
        "hours of the hotline, if not those of support: around the clock, or a table of hours",
    ),
    Key(
        "regions.*.hotline_hours.*",
        value_types.hours,
        REQUIRED,
        "hours of the hotline on a day or on several days",
    ),
    SHARED_LISTS,
    Key(
        "regions.*.hours.*",
        value_types.hours,
        REQUIRED,
        "opening hours of a day or of several days",
    ),
    *exception_keys("regions.*.exceptions"),
    *HOLIDAY_KEYS,
    *SCHEDULE_KEYS,
    Key(
        "escalation.levels[].name",
        value_types.name,
        REQUIRED,
        "who is contacted at this level",
        '"Duty desk"',
    ),
    Key(
        "escalation.levels[].channel",
        value_types.choice(*CHANNELS),
        REQUIRED,
        "how to contact them",
    ),
    Key(
        "escalation.levels[].contact",
        value_types.text,
        REQUIRED,
        "e-mail address, phone number or name of a portal, depending on the channel",
        '"desk@example.com"',
    ),
    Key("escalation.levels[].url", value_types.url, "", "address of the portal"),
    Key(
        "escalation.levels[].response",
        policy_types.length,
        REQUIRED,
        "target for their response",
        '"4h"',
    ),
    Key(
        "escalation.levels[].response.*",
        policy_types.length,
        REQUIRED,
        "target for a priority, in a table that names every priority",
        '"4h"',
    ),
    Key(
        "escalation.levels[].response.*.within",
        policy_types.length,
        REQUIRED,
        "length of a target that is written as a table",
        '"4h"',
    ),
    Key(
        "escalation.levels[].response.*.clock",
        policy_types.clock,
        "",
        "the clock that this target is counted on, if not that of the level",
        '"24x7"',
    ),
    Key(
        "escalation.levels[].clock",
        policy_types.clock,
        "support-hours",
        "the clock that the target is counted on",
    ),
    Key(
        "links.case",
        policy_types.case_url,
        "",
        "address of a case in the provider's portal, with `{ref}` in place of its reference",
    ),
    Key(
        "links.*.name",
        value_types.name,
        REQUIRED,
        "name of a portal, a website or a person to ask",
        '"Support Portal"',
    ),
    Key("links.*.url", value_types.url, "", "its address"),
    Key("links.*.purpose", value_types.text, REQUIRED, "what it is for", '"Cases and chat"'),
    *NOTICE_KEYS,
    *IMPORT_KEYS,
    *(
        Key(
            f"classify.priorities.{severity}",
            value_types.text,
            "",
            f"priority of a case that is {severity}; if not set, the {place} one",
        )
        for severity, place in zip(SEVERITIES, ("first", "second", "last"), strict=True)
    ),
    *(
        Key(f"classify.{table}.{signal}", value_types.texts, (), f"phrases that say: {meaning}")
        for table in ("phrases", "add")
        for signal, meaning in SIGNALS.items()
    ),
    Key(
        "classify.groups.*",
        value_types.texts,
        (),
        "words that phrases can use by the name of the group",
    ),
    Key(
        "classify.marks.*",
        value_types.texts,
        (),
        "words that mark the parts of a text, such as headers and footers",
    ),
)
