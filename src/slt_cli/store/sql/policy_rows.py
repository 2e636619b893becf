"""The team's policies as database rows: the newest counts, one without a text clears the policy."""

from collections.abc import Iterable
from typing import Any

from slt_cli.store.changes import text
from slt_cli.store.damage import damaged
from slt_cli.store.sql.rows import read_instant
from slt_cli.store.team_policy import TeamPolicy

POLICY_COLUMNS = TeamPolicy._fields
POLICIES_SINCE = f"SELECT {', '.join(POLICY_COLUMNS)} FROM policies WHERE set_at >= ?"
NEWEST_POLICY = f"SELECT {', '.join(POLICY_COLUMNS)} FROM policies ORDER BY number DESC LIMIT 1"


def policy_row(policy: TeamPolicy) -> tuple[Any, ...]:
    """Return the values of POLICY_COLUMNS."""
    return policy._replace(set_at=text(policy.set_at))  # type: ignore[arg-type]


def row_policy(rows: Iterable[Any]) -> TeamPolicy | None:
    """Return the policy in the newest row, None without one; raises StoreError if it is damaged."""
    for given in rows:
        policy = TeamPolicy._make(given)
        if not all(isinstance(value, str | None) for value in policy):
            raise damaged("the team's policy has a value that none can have")
        is_set = policy.text is not None
        return policy._replace(set_at=read_instant(str(policy.set_at))) if is_set else None
    return None
