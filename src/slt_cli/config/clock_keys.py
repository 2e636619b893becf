"""The keys of clock rules and of the targets in a plan."""

from slt_cli.config import policy_types, value_types
from slt_cli.config.key import REQUIRED, Key
from slt_cli.domain.clock_rules import STARTS, STOPS

CLOCK_KEYS = (
    Key(
        "clocks.*.name",
        value_types.name,
        "",
        "name of the clock, if not its key",
        '"status update"',
    ),
    Key("clocks.*.starts", value_types.choice(*STARTS), REQUIRED, "what starts the clock"),
    Key("clocks.*.stops", value_types.choices(*STOPS), REQUIRED, "what stops the clock"),
    Key(
        "clocks.*.again",
        value_types.flag,
        default=False,
        meaning="whether it starts again after it stopped",
    ),
    Key(
        "clocks.*.pauses",
        value_types.flag,
        default=False,
        meaning="whether it stops counting while the case is on hold",
    ),
)

TARGET_KEYS = (
    Key(
        "plans.*.targets.*.response",
        policy_types.length,
        REQUIRED,
        "target for the first response",
        '"4h"',
    ),
    Key(
        "plans.*.targets.*.clock",
        policy_types.clock,
        "support-hours",
        "the clock that the targets of the priority are counted on",
    ),
    Key(
        "plans.*.targets.*.*",
        policy_types.length_or_false,
        "",
        "target for the clock with this name",
    ),
    *(
        key
        for target in ("response", "*")
        for key in (
            Key(
                f"plans.*.targets.*.{target}.within",
                policy_types.length,
                REQUIRED,
                "length of a target that is written as a table",
                '"4h"',
            ),
            Key(
                f"plans.*.targets.*.{target}.clock",
                policy_types.clock,
                "",
                "the clock that this target is counted on, if not that of the priority",
                '"24x7"',
            ),
        )
    ),
)
