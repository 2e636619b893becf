"""The rows of a whole store, as they are copied from one engine to another."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from slt_cli.store.changes import CLOCK_COLUMNS
from slt_cli.store.sql.event_rows import EVENT_COLUMNS
from slt_cli.store.sql.rows import (
    CASE_COLUMNS,
    POLICY_COLUMNS,
    SPAN_COLUMNS,
    TAG_COLUMNS,
    TEXT_COLUMNS,
)

if TYPE_CHECKING:
    from slt_cli.store.protocols import Table

KEY_COLUMNS = ("case_number", "kind", "cycle", "event", "due_at", "moment", "channel")
"""The columns of a notice's key, in the order of its fields."""

NOTICE_COLUMNS = (
    *("number", *KEY_COLUMNS, "state", "created_at", "message", "attempts", "last_error"),
    *("next_at", "leased_until", "failing_since", "sent_at"),
)
"""The columns of `notices`, in the order of a notice's fields: few commands load that type."""

CHANNEL_COLUMNS = ("name", "first_at", "last_at")
"""The columns of `channels`: the key of a channel, and when it was looked after."""

COLUMNS: "Mapping[Table, tuple[str, ...]]" = {
    "counters": ("name", "value"),
    "policies": ("number", *POLICY_COLUMNS),
    "cases": CASE_COLUMNS,
    "clocks": ("case_number", *CLOCK_COLUMNS),
    "holds": ("case_number", *SPAN_COLUMNS),
    "tags": TAG_COLUMNS,
    "texts": TEXT_COLUMNS,
    "events": EVENT_COLUMNS,
    "notices": NOTICE_COLUMNS,
    "channels": CHANNEL_COLUMNS,
}
"""The columns that every engine has. An event's own number is given by the engine."""

SET_COUNTER = "UPDATE counters SET value = ? WHERE name = ?"
