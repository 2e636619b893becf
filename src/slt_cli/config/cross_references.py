"""Check parts of the configuration against each other: names that must exist or be unique."""

from collections.abc import Iterator, Mapping
from typing import Any

from slt_cli.config.calendar_checks import check_calendars
from slt_cli.config.clock_checks import check_clock_rules
from slt_cli.config.contact_formats import is_email, is_phone
from slt_cli.config.files import Finding, KeyPath, Layers
from slt_cli.config.target_checks import check_lengths
from slt_cli.config.validation import Validator
from slt_cli.errors import did_you_mean

Parsed = Mapping[str, Any]

_SINGULAR = {
    "regions": "region",
    "priorities": "priority",
    "clocks": "clock",
    "partner_types": "partner type",
}


def check_references(parsed: Parsed, layers: Layers, validator: Validator) -> Iterator[Finding]:
    """Yield what is wrong between parts, as far as they could be parsed.

    `validator` has the faults of single values: what only follows from one of them is left out.
    """
    yield from _unknown_names(parsed, layers)
    yield from _unusable_portals(parsed)
    for table in _SINGULAR:
        yield from _shared_names(parsed, table)
    yield from check_clock_rules(parsed.get("clocks", {}), validator)
    yield from _plans(parsed, layers, validator)
    yield from check_calendars(parsed, validator)
    yield from check_lengths(parsed)
    yield from _levels(parsed)


def _unknown_names(parsed: Parsed, layers: Layers) -> Iterator[Finding]:
    for path, kind, table, name in _names_used(parsed):
        known = parsed.get(table)
        if known is None or name in known:
            continue
        fix = f"{did_you_mean(name, known)}One of: {', '.join(known) or 'none is configured'}"
        if path[-2:] == ("targets", name) and layers.origin(path) == layers.files[0]:
            fix = f"write `{name} = false` under [plans.{path[1]}.targets] in your own file"
        yield (path, f"unknown {kind} {name!r}", fix)


def _names_used(parsed: Parsed) -> Iterator[tuple[KeyPath, str, str, str]]:
    """Yield each reference to an entry: its path, what it refers to, in which table, the name."""
    defaults = parsed.get("defaults", {})
    for leaf, table in (("region", "regions"), ("partner_type", "partner_types")):
        if leaf in defaults:
            yield ("defaults", leaf), _SINGULAR[table], table, defaults[leaf]
    for key, plan in parsed.get("plans", {}).items():
        for name in plan.get("applies_to", ()):
            yield ("plans", key, "applies_to"), "partner type", "partner_types", name
        for name in plan.get("targets", ()):
            yield ("plans", key, "targets", name), "priority", "priorities", name
    for key, partner_type in parsed.get("partner_types", {}).items():
        if partner_type.get("portal"):
            yield ("partner_types", key, "portal"), "link", "links", partner_type["portal"]
    for severity, name in parsed.get("classify", {}).get("priorities", {}).items():
        yield ("classify", "priorities", severity), "priority", "priorities", name


def _unusable_portals(parsed: Parsed) -> Iterator[Finding]:
    links = parsed.get("links", {})
    for key, partner_type in parsed.get("partner_types", {}).items():
        if partner_type.get("escalation") == "portal" and partner_type.get("portal") == "":
            fix = f'add portal = "{next(iter(links), "a link")}"; one of: {", ".join(links)}'
            path = ("partner_types", key, "escalation")
            yield (path, "needs a portal, but none is named", fix)


def _shared_names(parsed: Parsed, table: str) -> Iterator[Finding]:
    """Yield every key, name or alias that an earlier entry of the same table already has."""
    owners: dict[str, str] = {}
    for key, entry in parsed.get(table, {}).items():
        words: list[tuple[str, KeyPath]] = [(key, ())]
        words += [(entry["name"], ("name",))] if entry.get("name") else []
        words += [(alias, ("aliases",)) for alias in entry.get("aliases", ())]
        for word, leaf in words:
            owner = owners.setdefault(word.strip().casefold(), key)
            if owner != key:
                problem = f"{word!r} already belongs to the {_SINGULAR[table]} {owner!r}"
                fix = "give every entry a key, name and aliases that no other one has"
                yield ((table, key, *leaf), problem, fix)


def _plans(parsed: Parsed, layers: Layers, validator: Validator) -> Iterator[Finding]:
    claimed: dict[str, str] = {}
    for key, plan in parsed.get("plans", {}).items():
        for name in plan.get("applies_to", ()):
            owner = claimed.setdefault(name, key)
            if owner != key:
                problem = f"{name!r} already has the plan {owner!r}"
                fix = f"list {name!r} in only one plan: a partner type has one plan or none"
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
                yield (("priorities", priority), problem, fix)


def _levels(parsed: Parsed) -> Iterator[Finding]:
    path = ("escalation", "levels")
    levels = parsed.get("escalation", {}).get("levels", [])
    for number, level in enumerate(levels, start=1):
        here, contact = (*path, str(number), "contact"), level.get("contact", "")
        if level.get("channel") == "email" and contact and not is_email(contact):
            fix = 'write contact = "desk@example.com": a single address, without a name before it'
            yield (here, f"{contact!r} is not an e-mail address", fix)
        if level.get("channel") == "phone" and contact and not is_phone(contact):
            fix = 'write contact = "+44 20 7946 0000", with the country code'
            yield (here, f"{contact!r} is not a phone number", fix)
