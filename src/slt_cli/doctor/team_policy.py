"""The team's policy in the store: whether anything of the own configuration does not count."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from slt_cli.domain.calendar.instant import format_utc
from slt_cli.finding import Finding
from slt_cli.store.upkeep import Health

_CHECK = "team policy"


def team_policy_findings(
    health: Health, left_out: Mapping[Path, tuple[str, ...]], zones: str
) -> Iterator[Finding]:
    """Yield what is found about the team's policy.

    `left_out` has the tables of each own file that do not count; `zones` is the version of this
    machine's time zone data, empty if it is unknown.
    """
    policy = health.policy
    if not health.is_readable:
        found = "unknown, as the store cannot be read: your own configuration was checked"
        yield Finding(_CHECK, "warning", found, "correct what is wrong with the store first")
        return
    if policy is None:
        yield Finding(_CHECK, "ok", "none: your own configuration counts")
        return
    set_by = f"set by {policy.who} at {format_utc(policy.set_at)}"
    if not left_out:
        yield Finding(_CHECK, "ok", f"{set_by}; nothing of your own files is left out")
    for file, tables in left_out.items():
        found = f"{set_by}, so these tables of {file} do not count: {', '.join(tables)}"
        fix = (
            "`slt store policy show` shows it; move them there with `slt store policy set FILE`, "
            f"or remove them from {file}"
        )
        yield Finding(_CHECK, "warning", found, fix)
    if policy.zones and zones and policy.zones != zones:
        found = f"time zone data {zones} here, {policy.zones} where it was {set_by}"
        fix = "upgrade the older one: due times may differ where clocks change"
        yield Finding("policy zone data", "warning", found, fix)
