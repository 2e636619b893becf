"""`slt contacts`: the escalation path, the hotlines, the portals and other contacts."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, assert_never

import typer

from slt_cli.domain.plan import AROUND_THE_CLOCK, PartnerType, Target
from slt_cli.domain.policy import Policy
from slt_cli.domain.region import Region
from slt_cli.output import Column, Note, Sheet
from slt_cli.parameters import app_of
from slt_cli.views.lengths import describe_clock, describe_length, describe_target
from slt_cli.views.targets import plain_target


class Contact(NamedTuple):
    """One way to reach the provider; only an escalation has what follows after `purpose`.

    `response_seconds` is None where they depend on the priority or on the start of the clock;
    `targets` has the target for each priority.
    """

    kind: str
    name: str
    channel: str
    contact: str | None
    url: str | None
    purpose: str
    level: int | None = None
    response_seconds: int | None = None
    targets: Mapping[str, Target] | None = None


def contacts_command(ctx: typer.Context) -> None:
    """Show the escalation path, hotlines and portals.

    \b
    slt contacts
    slt contacts --json
    """
    app = app_of(ctx)
    app.do_without_store()
    rows = list(_contacts(app.policy))
    app.show(
        Sheet(
            schema="slt.contacts/1",
            as_of=app.now,
            rows=rows,
            item=_item,
            columns=(
                Column("For", lambda row: f"level {row.level}" if row.level else row.kind),
                Column("Name", lambda row: row.name),
                Column("Reach", _reach, "wrapped", least=_longest_address(rows)),
            ),
            key=lambda row: row.contact or row.url or row.name,
            empty="No contact is configured: no escalation level, no hotline and no link.",
            notes=tuple(_who_may(app.policy)),
            always_notes=True,
        )
    )


def _contacts(policy: Policy) -> Iterator[Contact]:
    for level in policy.levels:
        targets = {key: level.target_for(key) for key in policy.priorities}
        same = level.target if isinstance(level.target, Target) else None
        yield Contact(
            kind="escalation",
            name=level.name,
            channel=level.channel,
            contact=level.contact,
            url=level.url or None,
            purpose=f"answer within {_within(same, targets)}",
            level=level.number,
            response_seconds=same.known_seconds if same else None,
            targets=targets,
        )
    callers = [each.name for each in policy.partner_types.values() if each.hotline]
    for region in policy.regions.values():
        if not region.hotline:
            continue
        yield Contact(
            kind="hotline",
            name=region.name,
            channel="phone",
            contact=region.hotline,
            url=None,
            purpose=f"{_listed(callers)}, {_hours(region)}",
        )
    for link in policy.links:
        yield Contact(
            kind="link",
            name=link.name,
            channel="portal" if link.url else "person",
            contact=None,
            url=link.url or None,
            purpose=link.purpose,
        )


def _listed(callers: list[str]) -> str:
    """Return the partner types that may call, in words."""
    return (
        " and ".join(filter(None, (", ".join(callers[:-1]), *callers[-1:])))
        or "for no partner type"
    )


def _who_may(policy: Policy) -> Iterator[Note]:
    for partner_type in policy.partner_types.values():
        path = _escalation_path(partner_type, policy)
        yield Note(partner_type.name, f"escalates {path}. {partner_type.note}".rstrip())


def _hours(region: Region) -> str:
    if region.hotline_hours == AROUND_THE_CLOCK:
        return "around the clock"
    return f"{region.hotline_hours} {region.timezone}"


def _within(same: Target | None, targets: Mapping[str, Target]) -> str:
    if same is not None:
        return describe_target(same)
    clocks = {describe_clock(target) for target in targets.values()}
    if len(clocks) == 1:
        told = [f"{describe_length(target)} for {key}" for key, target in targets.items()]
        return ", ".join([*told, *clocks])
    return ", ".join(f"{describe_target(target)} for {key}" for key, target in targets.items())


def _escalation_path(partner_type: PartnerType, policy: Policy) -> str:
    match partner_type.escalation:
        case "levels":
            return "by these levels" if policy.levels else "to nobody: no level is configured"
        case "portal":
            return "only by their portal"
        case unknown:
            assert_never(unknown)


def _longest_address(rows: Iterable[Contact]) -> int:
    """Return the width that keeps each address on one line, with the comma after it."""
    addresses = (each for row in rows for each in (row.contact, row.url) if each)
    return max((len(word) + 1 for each in addresses for word in each.split()), default=0)


def _reach(row: Contact) -> str:
    return ", ".join(part for part in (row.contact, row.url, row.purpose) if part)


def _item(row: Contact) -> dict[str, Any]:
    return {
        "kind": row.kind,
        "level": row.level,
        "name": row.name,
        "channel": row.channel,
        "contact": row.contact,
        "url": row.url,
        "purpose": row.purpose,
        "response_seconds": row.response_seconds,
        "targets": None
        if row.targets is None
        else [{"priority": key, **plain_target(target)} for key, target in row.targets.items()],
    }
