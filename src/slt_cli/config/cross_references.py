"""Check parts of the configuration against each other: names that must exist or be unique."""

from collections.abc import Iterator, Mapping
from typing import Any

from slt_cli.config.calendar_checks import check_calendars
from slt_cli.config.channel_checks import check_channels
from slt_cli.config.clock_checks import check_clock_rules
from slt_cli.config.contact_formats import email_in, is_email, is_phone, phone_in
from slt_cli.config.display import key_part, toml
from slt_cli.config.entry_names import only_entries
from slt_cli.config.files import Finding, KeyPath
from slt_cli.config.layers import Layers
from slt_cli.config.names_used import check_names
from slt_cli.config.needs import check_needs
from slt_cli.config.references import ENTRIES
from slt_cli.config.target_checks import check_lengths
from slt_cli.config.validation import Validator

Parsed = Mapping[str, Any]

_PHONE = "+44 20 7946 0000"


def check_references(parsed: Parsed, layers: Layers, validator: Validator) -> Iterator[Finding]:
    """Yield what is wrong between parts, as far as they could be parsed.

    `validator` has the faults of single values: what only follows from one of them is left out.
    """
    yield from check_needs(parsed, layers)
    yield from check_names(parsed, layers)
    yield from _unusable_portals(parsed)
    for table in ("regions", "priorities", "clocks", "partner_types"):
        yield from _shared_names(parsed, table, layers)
    for table in ("plans", "links", "schedules", "holidays", "channels"):
        yield from _shared_keys(parsed, table)
    yield from check_clock_rules(parsed.get("clocks", {}), validator)
    yield from _plans(parsed, layers, validator)
    yield from check_calendars(parsed, validator)
    yield from check_lengths(parsed, validator)
    yield from _levels(parsed)
    yield from check_channels(parsed, layers, validator)


def _unusable_portals(parsed: Parsed) -> Iterator[Finding]:
    links = only_entries("links", parsed.get("links", {}))
    for key, partner_type in parsed.get("partner_types", {}).items():
        if partner_type.get("escalation") == "portal" and partner_type.get("portal") == "":
            fix = f"add portal = {toml(next(iter(links), ''))}; one of: {', '.join(links)}"
            if not links:
                fix = 'write escalation = "levels", or add the portal under [links]'
            path = ("partner_types", key, "escalation")
            yield (path, "needs a portal, but none is named", fix)


def _shared_names(parsed: Parsed, table: str, layers: Layers) -> Iterator[Finding]:
    """Yield every key, name or alias that two entries of a table have.

    The fault is that of the later one, unless that is shipped and the other is not.
    """
    owners: dict[str, KeyPath] = {}
    for key, entry in parsed.get(table, {}).items():
        words: list[tuple[str, KeyPath]] = [(key, ())]
        words += [(entry["name"], ("name",))] if entry.get("name") else []
        words += [(alias, ("aliases",)) for alias in entry.get("aliases", ())]
        for word, leaf in words:
            path = (table, key, *leaf)
            other = owners.setdefault(word.strip().casefold(), path)
            if other[1] == key:
                continue
            if layers.origin(path) == layers.files[0]:
                path, other = other, path
            problem = f"{word!r} already belongs to the {ENTRIES[table]} {other[1]!r}"
            fix = "give every entry a key, name and aliases that no other one has"
            if len(path) == 2:
                fix = f"write [{table}.{key_part(other[1])}] to change that one, or {fix}"
            yield (path, problem, fix)


def _shared_keys(parsed: Parsed, table: str) -> Iterator[Finding]:
    """Yield every key that is that of another entry in other letters."""
    first: dict[str, str] = {}
    for key in only_entries(table, parsed.get(table, {})):
        if (other := first.setdefault(key.casefold(), key)) != key:
            problem = f"{key!r} already belongs to the {ENTRIES[table]} {other!r}"
            yield (table, key), problem, "give every entry a key that no other one has"


def _plans(parsed: Parsed, layers: Layers, validator: Validator) -> Iterator[Finding]:
    claimed: dict[str, str] = {}
    for key, plan in parsed.get("plans", {}).items():
        for name in plan.get("applies_to", ()):
            owner = claimed.setdefault(name, key)
            if owner != key:
                problem = f"{name!r} already has the plan {owner!r}"
                fix = f"list {name!r} in only one plan: a partner type has one plan or none"
                if layers.origin(("plans", owner, "applies_to")) == layers.files[0]:
                    line = f"{key_part(owner)} = false under [plans]"
                    fix = f"write {line} in your own file, or leave {name!r} out here"
                yield (("plans", key, "applies_to"), problem, fix)
        if not validator.is_valid(("plans", key)):
            continue
        targets = layers.tables["plans"][key].get("targets", {})
        for priority in parsed.get("priorities", {}):
            if priority not in targets:
                fix = (
                    f'write {priority} = {{ response = "4h" }} under [plans.{key}.targets], '
                    f"or {priority} = false for no target"
                )
                problem = f"has no target in the plan {key!r}"
                path: KeyPath = ("priorities", priority)
                if layers.origin(path) == layers.files[0]:
                    path = ("plans", key, "targets")
                    problem = f"has no target for the priority {priority!r}"
                yield path, problem, fix


def _levels(parsed: Parsed) -> Iterator[Finding]:
    path = ("escalation", "levels")
    levels = parsed.get("escalation", {}).get("levels", [])
    for number, level in enumerate(levels, start=1):
        here, contact = (*path, str(number), "contact"), level.get("contact", "")
        channel = level.get("channel")
        is_right = {"email": is_email, "phone": is_phone}.get(channel, bool)
        if contact and not is_right(contact):
            what = "an e-mail address" if channel == "email" else "a phone number"
            yield (here, f"{contact!r} is not {what}", _contact_fix(channel, contact))


def _contact_fix(channel: str, contact: str) -> str:
    """Return the fix for a contact that its channel cannot reach, built from the contact."""
    address, number = email_in(contact), phone_in(contact)
    if channel == "email" and number and not address:
        return f'write channel = "phone", or contact = "desk@example.com"; {number!r} is a number'
    if channel == "email":
        address = address or "desk@example.com"
        return f"write contact = {toml(address)}: a single address, without a name before it"
    if address and not number:
        return f'write channel = "email", or contact = "{_PHONE}", with the country code'
    return f"write contact = {toml(number or _PHONE)}, with the country code"
