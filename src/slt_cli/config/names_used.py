"""Check that every name that is used in the configuration is that of an entry."""

from collections.abc import Iterator, Mapping
from typing import Any

from slt_cli.config.display import dotted, key_part, toml
from slt_cli.config.files import Finding
from slt_cli.config.layers import Layers
from slt_cli.config.needs import NEEDED
from slt_cli.config.references import ENTRIES, Reference, entries_of, references
from slt_cli.errors import did_you_mean

Parsed = Mapping[str, Any]


def check_names(parsed: Parsed, layers: Layers) -> Iterator[Finding]:
    """Yield the names that no entry has.

    If what names an entry is shipped, the fault is where the entry is left out: nobody can change
    the shipped file. A name for a table without any entry is no fault of its own, nor is a channel
    that only others of the team have.
    """
    entries = {table: entries_of(parsed, table) for table in ENTRIES}
    for used in references(parsed):
        known = entries[used.table]
        if known is None or used.name in known or (not known and used.table in NEEDED):
            continue
        if used.table == "channels" and layers.is_team:
            continue
        entry = (used.table, used.name)
        if layers.origin(used.path) == layers.files[0] and entry in layers.origins:
            fix = f"write {_instead(used, parsed, layers)}, or remove this line"
            yield (entry, f"is left out, but {dotted(used.path)} still names it", fix)
            continue
        fix = f"{did_you_mean(used.name, known)}One of: {', '.join(known) or 'none is configured'}"
        if not known:
            header = "[[{}]]" if used.table == "holidays" else "[{}]"
            fix = f"define it under {header.format(dotted(entry))}"
        if used.table == "schedules":
            fix += f", or define [{dotted(entry)}.hours]"
        yield (used.path, f"unknown {ENTRIES[used.table]} {used.name!r}", fix)


def check_named_twice(layers: Layers) -> Iterator[Finding]:
    """Yield the keys of a file that name the same entry as a key before them."""
    for path, other in layers.twice:
        fix = "keep one of the two: a name is the same in upper and lower case, and as an alias"
        yield path, f"is named twice: {key_part(other)} above is the same", fix


def _instead(used: Reference, parsed: Parsed, layers: Layers) -> str:
    """Return what to write, and under which header, so that the name is no longer used."""
    *above, last = used.path
    others = list(entries_of(parsed, used.table))
    if last == "applies_to":
        others = [name for name in others if _may_have_plan(name, parsed, layers)]
        kept = [name for name in parsed["plans"][above[-1]][last] if name in parsed[used.table]]
        if kept or others:
            return f"{last} = {toml([*kept, *others])} under [{dotted(tuple(above))}]"
    elif above[-1:] != ["targets"] and others:
        return f"{key_part(last)} = {toml(others[0])} under [{dotted(tuple(above))}]"
    elif above[-1:] == ["targets"]:
        above.append(last)
    *above, left_out = above
    return f"{key_part(left_out)} = false under [{dotted(tuple(above))}]"


def _may_have_plan(name: str, parsed: Parsed, layers: Layers) -> bool:
    """Return whether a partner type is the user's own and has no plan."""
    plans = parsed.get("plans", {}).values()
    is_own = layers.origin(("partner_types", name)) != layers.files[0]
    return is_own and not any(name in plan.get("applies_to", ()) for plan in plans)
