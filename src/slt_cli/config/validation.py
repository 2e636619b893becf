"""Check every key and value: unknown keys, missing ones, and values that do not fit."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from slt_cli.config import value_types
from slt_cli.config.display import brief, dotted, key_part, toml
from slt_cli.config.entry_names import key_named, only_entries
from slt_cli.config.files import Finding, KeyPath, Table
from slt_cli.config.key_tree import ANY_NAME, ANY_TEXT, KeyOrTable, Tree, inner_at, key_tree
from slt_cli.config.layers import NAMED_TABLES, Layers
from slt_cli.config.references import table_referred_to
from slt_cli.config.schema import REQUIRED, Key
from slt_cli.errors import ConfigError, Fault, did_you_mean
from slt_cli.output.text import is_plain_word

_LONGEST_NAME = 60
_NAME_FIX = (
    f"use 1 to {_LONGEST_NAME} letters, digits, and _ - . + between them, which a shell takes "
    "without quotes; `name` may have any characters"
)

_ABOVE = "put it above all tables: it counts for the whole file"
_NONE = "write {} = [], for none at all"


class Validator:
    """Parse the merged tables and collect what is wrong with single values in `findings`.

    A faulty value is left out of the result, so that the rest can still be checked. So is the value
    of each key in `found`, which has faults that are known already.
    """

    def __init__(self, found: Iterable[Finding] = ()) -> None:
        self.findings = list(found)
        self._known = {path for path, *_ in self.findings}
        self._tables: Table = {}
        self._seen = 0
        self._faulty: set[KeyPath] = set()
        self._above_faulty: set[KeyPath] = set()

    def parse(self, tables: Table, table: str = "") -> dict[str, Any]:
        """Return the tables with every value parsed and every default filled in.

        If a table is named, only its keys are checked.
        """
        self._tables = tables
        parsed: dict[str, Any] = self._table(tables, key_tree(table), ())
        return parsed

    def is_valid(self, path: KeyPath) -> bool:
        """Return whether there is no finding at a key, below it, or above it."""
        for found, *_ in self.findings[self._seen :]:
            self._faulty.add(found)
            self._above_faulty.update(found[:end] for end in range(len(found) + 1))
        self._seen = len(self.findings)
        above = (path[:end] for end in range(len(path) + 1))
        return path not in self._above_faulty and self._faulty.isdisjoint(above)

    def _found(self, path: KeyPath, problem: str, fix: str) -> None:
        self.findings.append((path, problem, fix))

    def _table(self, table: Table, tree: Tree, path: KeyPath) -> dict[str, Any]:
        parsed: dict[str, Any] = {}
        for name, value in self._unreported(table, path):
            here, inner = (*path, name), _fitting(inner_at(tree, name), value)
            if inner is None:
                self._unknown(here, tree)
            elif name not in tree and ANY_TEXT not in tree and not _is_name(name):
                self._found(here, "is not a valid name", _NAME_FIX)
            elif isinstance(inner, Key):
                self._value(parsed, value, inner, here)
            elif "[]" in inner:
                self._list(parsed, value, inner["[]"], here)
            elif isinstance(value, dict):
                parsed[name] = self._table(value, inner, here)
            elif not (value is False and path[-1:] == ("targets",)):  # which means no target
                parsed[name] = {}
                self._not_a_table(value, here)
        for name, inner in tree.items():
            if name not in table and name not in (ANY_NAME, ANY_TEXT):
                self._absent(parsed, inner, (*path, name))
        return parsed

    def _unreported(self, table: Table, path: KeyPath) -> Iterator[tuple[str, Any]]:
        return ((name, value) for name, value in table.items() if (*path, name) not in self._known)

    def _absent(
        self, parsed: dict[str, Any], inner: Key | KeyOrTable | Tree, path: KeyPath
    ) -> None:
        name = path[-1]
        if isinstance(inner, KeyOrTable):
            inner = inner.key
        if not isinstance(inner, Key):
            parsed[name] = [] if "[]" in inner else self._table({}, inner, path)
        elif inner.default is REQUIRED:
            example = self._example(inner, path)
            add = "write under [defaults]:" if path[0] == "defaults" else "add"
            self._found(path, "is missing", f"{add} {name} = {example}: {inner.meaning}")
        else:
            parsed[name] = inner.default

    def _value(self, parsed: dict[str, Any], value: Any, key: Key, path: KeyPath) -> None:  # noqa: ANN401
        try:
            parsed[path[-1]] = key.value_type.parse(value)
        except ValueError as error:
            from slt_cli.config.nearest_values import fix_of  # noqa: PLC0415 - only for a fault

            example = self._example(key, path)
            table = table_referred_to(path)
            is_unknown = table and key_named(self._tables.get(table), str(value)) is None
            given = None if is_unknown else value
            fix = f"write {path[-1]} = {fix_of(key.value_type, given, example)}: {key.meaning}"
            self._found(path, str(error), getattr(error, "fix", fix))

    def _example(self, key: Key, path: KeyPath) -> str:
        """Return a value that the key takes, in TOML: the name of an entry where it needs one."""
        table = table_referred_to(path) or ""
        entries = self._tables.get(table)
        if not isinstance(entries, dict) or not entries:
            return key.example
        name = toml(next(iter(only_entries(table, entries)), ""))
        return f"[{name}]" if key.example.startswith("[") else name

    def _list(self, parsed: dict[str, Any], entries: object, tree: Tree, path: KeyPath) -> None:
        if entries is False:
            self._found(path, "must be a list of tables, not false", _NONE.format(path[-1]))
            return
        if not isinstance(entries, list):
            self._misfit(path, f"must be a list of tables, not {brief(entries)}", "[[{}]]")
            return
        tables: list[Any] = []
        for number, entry in enumerate(entries, start=1):
            if isinstance(entry, dict):
                tables.append(self._table(entry, tree, (*path, str(number))))
            else:
                self._misfit(path, f"entry {number} must be a table, not {brief(entry)}", "[[{}]]")
        parsed[path[-1]] = tables

    def _not_a_table(self, value: object, path: KeyPath) -> None:
        if path[-1] == "inherit" and isinstance(value, bool):
            self._found(path, "unknown key", _ABOVE)
        elif value is False and len(path) == 2 and path[0] in NAMED_TABLES:
            fix = "check the name, or remove the line: `false` leaves out an entry of a file below"
            self._found(path, "there is no such entry to leave out", fix)
        elif path[-2:-1] == ("targets",) and path[0] == "plans":
            length = toml(value) if value_types.duration.takes(value) else '"4h"'
            fix = f"write {key_part(path[-1])} = {{ response = {length} }}"
            self._found(path, f"must be a table, not {brief(value)}", fix)
        elif path[-1] == "hours" and len(path) == 3 and value_types.hours.takes(value):
            fix = f"write hours = {{ mon-fri = {toml(value)} }}, or [{dotted(path)}] and its days"
            self._found(path, f"must be a table, not {brief(value)}", fix)
        elif value is False and path == ("escalation",):
            fix = "write escalation = { levels = [] }, for no escalation at all"
            self._found(path, f"must be a table, not {brief(value)}", fix)
        else:
            self._misfit(path, f"must be a table, not {brief(value)}", "[{}]")

    def _misfit(self, path: KeyPath, problem: str, header: str) -> None:
        self._found(path, problem, f"write {header.format(dotted(path))} and its keys below it")

    def _unknown(self, path: KeyPath, tree: Tree) -> None:
        fix = f"{did_you_mean(path[-1], tree)}Keys here: {', '.join(tree)}"
        self._found(path, "unknown key", _ABOVE if path[-1] == "inherit" else fix)


def _fitting(inner: Key | KeyOrTable | Tree | None, value: object) -> Key | Tree | None:
    """Return the key or the table that a value is for, where it may be either."""
    if isinstance(inner, KeyOrTable):
        return inner.tree if isinstance(value, dict) else inner.key
    return inner


def _is_name(name: str) -> bool:
    return 0 < len(name) <= _LONGEST_NAME and is_plain_word(name)


def all_loaded(layers: Layers, *loads: Callable[[Layers], Any]) -> list[Any]:
    """Return what each function loads; raises ConfigError with the faults of all, each once."""
    loaded = []
    faults: dict[Fault, None] = {}
    for load in loads:
        try:
            loaded.append(load(layers))
        except ConfigError as error:
            faults |= dict.fromkeys(error.faults)
    if faults:
        raise ConfigError(list(faults))
    return loaded


def refuse_faults(findings: Sequence[Finding], layers: Layers) -> None:
    """Raise ConfigError with all findings, if there are any."""
    if findings:
        from slt_cli.config.located_faults import config_error  # noqa: PLC0415 - only for a fault

        raise config_error(findings, layers)
