"""Every key of the configuration: its kind, whether it must be there, and what it means.

`*` stands for a name that the user chooses, `[]` for each entry of a list of tables.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from slt_cli.config import kinds
from slt_cli.config.files import KeyPath, Layers
from slt_cli.config.kinds import Kind
from slt_cli.domain.escalation import CHANNELS
from slt_cli.domain.plan import CLOCK_KINDS
from slt_cli.domain.signals import SEVERITIES, SIGNALS
from slt_cli.errors import ConfigError, Fault, did_you_mean

REQUIRED = object()


class Key(NamedTuple):
    """Hold one key: its path, what it takes, its default (REQUIRED if it has none), its meaning."""

    path: str
    kind: Kind
    default: Any
    meaning: str


_CLOCK = kinds.choice(*CLOCK_KINDS)

KEYS = (
    Key("defaults.region", kinds.text, REQUIRED, "region of a case opened without --region"),
    Key("defaults.partner_type", kinds.text, REQUIRED, "partner type without --partner-type"),
    Key(
        "defaults.warn", kinds.warn, REQUIRED, "what is left of a target when its clock is soon due"
    ),
    Key("defaults.case_prefix", kinds.prefix, REQUIRED, "what case ids begin with"),
    Key("priorities.*.name", kinds.text, REQUIRED, "name of the priority"),
    Key("priorities.*.definition", kinds.text, REQUIRED, "what makes a case this severe"),
    Key("priorities.*.aliases", kinds.texts, (), "other words for it"),
    Key("plans.*.name", kinds.text, REQUIRED, "name of the plan"),
    Key("plans.*.applies_to", kinds.texts, REQUIRED, "the partner types that have it"),
    Key("plans.*.targets.*.response", kinds.duration, REQUIRED, "target for the first response"),
    Key("plans.*.targets.*.clock", _CLOCK, "support-hours", "the clock it is counted on"),
    Key("partner_types.*.name", kinds.text, REQUIRED, "name of the partner type"),
    Key("partner_types.*.aliases", kinds.texts, (), "other words for it"),
    Key("partner_types.*.hotline", kinds.flag, REQUIRED, "whether such partners may call"),
    Key(
        "partner_types.*.escalation",
        kinds.choice("levels", "portal"),
        REQUIRED,
        "whether they escalate by the levels or only through a portal",
    ),
    Key("partner_types.*.portal", kinds.text, "", "the link that they escalate through"),
    Key("partner_types.*.note", kinds.text, "", "a sentence on what they have"),
    Key("regions.*.name", kinds.text, REQUIRED, "name of the region"),
    Key("regions.*.aliases", kinds.texts, (), "other words for it"),
    Key("regions.*.timezone", kinds.zone, REQUIRED, "IANA time zone of its hours"),
    Key("regions.*.timezone_label", kinds.text, "", "abbreviation where the zone has none"),
    Key("regions.*.hotline", kinds.text, REQUIRED, "telephone number of its hotline"),
    Key("regions.*.hours.*", kinds.hours, REQUIRED, "opening hours of a day or of days"),
    Key("regions.*.exceptions[].date", kinds.day, REQUIRED, "date on which other hours hold"),
    Key("regions.*.exceptions[].name", kinds.text, REQUIRED, "name of the holiday"),
    Key("regions.*.exceptions[].hours", kinds.hours, (), "the hours of that date; none: closed"),
    Key("escalation.levels[].name", kinds.text, REQUIRED, "whom the level is with"),
    Key("escalation.levels[].channel", kinds.choice(*CHANNELS), REQUIRED, "how to reach it"),
    Key("escalation.levels[].contact", kinds.text, REQUIRED, "address, number, or a portal's name"),
    Key("escalation.levels[].url", kinds.text, "", "address of a portal"),
    Key("escalation.levels[].response", kinds.duration, REQUIRED, "target for its response"),
    Key("escalation.levels[].clock", _CLOCK, "support-hours", "the clock it is counted on"),
    Key("links.*.name", kinds.text, REQUIRED, "name of a portal, a site or a person to ask"),
    Key("links.*.url", kinds.text, "", "its address"),
    Key("links.*.purpose", kinds.text, REQUIRED, "what it is for"),
    *(
        Key(f"classify.priorities.{severity}", kinds.text, REQUIRED, f"priority for {severity}")
        for severity in SEVERITIES
    ),
    *(
        Key(f"classify.{table}.{signal}", kinds.texts, (), f"phrases that say: {meaning}")
        for table in ("phrases", "add")
        for signal, meaning in SIGNALS.items()
    ),
    Key("classify.groups.*", kinds.texts, (), "words that a phrase can name as one"),
    Key("classify.spellings.*", kinds.text, REQUIRED, "what a shorthand means"),
    Key("classify.marks.*", kinds.texts, (), "words that frame or join what a text says"),
    Key("classify.weights.*", kinds.weights, (), "how much a feature speaks for each severity"),
)

Tree = dict[str, Any]
"""Keys by segment: a Key at a leaf, `*` for chosen names, `[]` for a list's entries."""


def check(layers: Layers, table: str = "") -> dict[str, Any]:
    """Return the merged tables with every value parsed and every default filled in.

    With the name of a table, the keys of no other one are asked for.

    Raises ConfigError with all faults: unknown keys, missing ones, and values that do not fit.
    """
    faults: list[Fault] = []
    parsed = _check_table(layers.tables, _tree(table), (), layers, faults)
    if faults:
        raise ConfigError(faults)
    return parsed


def _tree(table: str) -> Tree:
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


def _segments(path: str) -> Iterator[str]:
    for segment in path.split("."):
        yield segment.removesuffix("[]")
        if segment.endswith("[]"):
            yield "[]"


def _check_table(
    table: object, tree: Tree, path: KeyPath, layers: Layers, faults: list[Fault]
) -> dict[str, Any]:
    if not isinstance(table, dict):
        faults.append(
            fault(layers, path, f"must be a table, not {table!r}", f"write [{_dots(path)}]")
        )
        return {}
    parsed: dict[str, Any] = {}
    for name, value in table.items():
        here, inner = (*path, name), tree.get(name, tree.get("*"))
        if inner is None:
            fix = f"{did_you_mean(name, tree)}Keys here: {', '.join(tree)}"
            faults.append(fault(layers, here, "unknown key", fix))
        elif isinstance(inner, Key):
            parsed[name] = _check_value(value, inner, here, layers, faults)
        elif "[]" in inner:
            parsed[name] = _check_list(value, inner["[]"], here, layers, faults)
        else:
            parsed[name] = _check_table(value, inner, here, layers, faults)
    for name, inner in tree.items():
        if name not in parsed and name not in table and name != "*":
            parsed[name] = _absent(inner, (*path, name), layers, faults)
    return parsed


def _absent(inner: Key | Tree, path: KeyPath, layers: Layers, faults: list[Fault]) -> Any:  # noqa: ANN401
    if not isinstance(inner, Key):
        return [] if "[]" in inner else _check_table({}, inner, path, layers, faults)
    if inner.default is REQUIRED:
        faults.append(fault(layers, path, "is missing", f"add it: {inner.meaning}"))
    return inner.default


def _check_list(
    entries: object, tree: Tree, path: KeyPath, layers: Layers, faults: list[Fault]
) -> list[dict[str, Any]]:
    if not isinstance(entries, list):
        fix = f"write [[{_dots(path)}]]"
        faults.append(fault(layers, path, f"must be a list of tables, not {entries!r}", fix))
        return []
    return [
        _check_table(entry, tree, (*path, str(place)), layers, faults)
        for place, entry in enumerate(entries, start=1)
    ]


def _check_value(value: Any, key: Key, path: KeyPath, layers: Layers, faults: list[Fault]) -> Any:  # noqa: ANN401
    try:
        return key.kind(value)
    except ValueError as error:
        faults.append(fault(layers, path, str(error), f"{path[-1]}: {key.meaning}"))
        return key.default


def fault(layers: Layers, path: KeyPath, problem: str, fix: str) -> Fault:
    """Return a fault at a key, with the file that set it."""
    return Fault(str(layers.origin(path)), _dots(path), problem, fix)


def _dots(path: KeyPath) -> str:
    return ".".join(path)
