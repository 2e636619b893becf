"""Show, change and check the configuration."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from slt_cli.app import App
from slt_cli.config import Layers, load_policy
from slt_cli.config.display import dotted, json_value
from slt_cli.config.edit import has, parse_key, value_at
from slt_cli.config.files import KeyPath, Table, default_file, user_file
from slt_cli.config.hidden_values import hidden
from slt_cli.config.key_tree import key_at
from slt_cli.config.references import path_of_keys
from slt_cli.config.schema import REQUIRED
from slt_cli.errors import StoreError, UnknownNameError, UsageError
from slt_cli.offered import offered
from slt_cli.output import FOR_PEOPLE, Column, Note, Sheet
from slt_cli.parameters import app_of


class UsedPlace(NamedTuple):
    """A file that slt uses, or the store: what for, where it is, and whether it exists."""

    use: str
    path: str
    exists: bool


class Setting(NamedTuple):
    """A configured value and the file that set it."""

    key: str
    value: Any
    origin: Path


def config_path(ctx: typer.Context) -> None:
    """Show which files are read and where cases are kept.

    \b
    slt config path
    slt config path --json
    """
    app = app_of(ctx)
    files = (("defaults", default_file()), ("user", user_file()), ("explicit", app.config_file))
    rows = [UsedPlace(use, str(path), _exists(path)) for use, path in files if path is not None]
    try:
        rows.append(UsedPlace("store", str(app.location), not app.location.is_missing()))
    except StoreError as error:
        app.note(error.message, error.fix)
    app.show(
        Sheet(
            schema="slt.config-path/1",
            as_of=app.now,
            rows=rows,
            item=lambda row: row._asdict(),
            columns=(
                Column("Use", lambda row: row.use),
                Column("Exists", lambda row: "yes" if row.exists else "no"),
                Column("Path", lambda row: row.path, "wrapped"),
            ),
            key=lambda row: row.path,
        )
    )


def config_show(
    ctx: typer.Context,
    origin: Annotated[
        bool, typer.Option("--origin", help="Show which file each value comes from.")
    ] = False,
) -> None:
    """Show every value in force.

    \b
    slt config show --origin
    """
    app = app_of(ctx)
    app.do_without_store()
    load_policy(app.layers)  # a broken file is refused before anything is shown
    app.show(_sheet(app, list(_leaves(app.layers.tables, ())), origin=origin))


def config_get(
    ctx: typer.Context,
    key: Annotated[
        str,
        typer.Argument(
            metavar="KEY",
            help="A dotted key; list entries count from 1.",
            autocompletion=offered("keys"),
        ),
    ],
) -> None:
    """Show one value, or all values of a table.

    A single value is printed alone, a list with one entry per line. With -o json you also see which
    file the value comes from.

    \b
    slt config get regions.usa.hotline
    slt config get escalation.levels.1
    """
    app = app_of(ctx)
    app.do_without_store()
    load_policy(app.layers)  # a broken file is refused before anything is shown
    path = path_of_keys(parse_key(key), app.layers.tables)
    leaves = list(_leaves(_value_in_force(app.layers.tables, path), path))
    is_single = [leaf for leaf, _ in leaves] == [path]
    if not is_single or app.format not in FOR_PEOPLE:
        app.show(_sheet(app, leaves, origin=False))
        return
    value = leaves[0][1]
    lines = value if isinstance(value, list) else [value]
    app.write("".join(f"{_shown(line)}\n" for line in lines))


def _value_in_force(tables: Table, path: KeyPath) -> Any:  # noqa: ANN401 - TOML data
    """Return the value of a key in the files, or its default; raises UsageError if unknown."""
    if has(tables, path):
        return value_at(tables, path)
    depth = max(depth for depth in range(len(path)) if has(tables, path[:depth]))
    above, name = value_at(tables, path[:depth]), dotted(path[:depth])
    if not isinstance(above, dict | list):
        raise UsageError(f"{name} is a value, not a table", f"`slt config get {name}` shows it")
    key = key_at(path) if depth == len(path) - 1 else None
    if key is not None and key.default is not REQUIRED and not key.path.endswith("*"):
        return list(key.default) if isinstance(key.default, tuple) else key.default
    names = above if isinstance(above, dict) else map(str, range(1, len(above) + 1))
    raise UnknownNameError(f"key of {name}" if name else "key", path[depth], names)


def _sheet(app: App, leaves: list[tuple[KeyPath, Any]], *, origin: bool) -> Sheet[Setting]:
    columns: tuple[Column[Setting], ...] = (
        Column("Key", lambda row: row.key),
        Column("Value", lambda row: _shown(row.value), "wrapped"),
    )
    if origin:
        columns += (Column("Origin", lambda row: str(row.origin), "wrapped"),)
    return Sheet(
        schema="slt.config/1",
        as_of=app.now,
        rows=[Setting(dotted(key), value, app.layers.origin(key)) for key, value in leaves],
        item=lambda row: {
            "key": row.key,
            "value": json_value(row.value),
            "origin": str(row.origin),
        },
        columns=columns,
        key=lambda row: row.key,
        notes=tuple(_left_out(app.layers)) if origin else (),
    )


def _left_out(layers: Layers) -> Iterator[Note]:
    if layers.tables.get("inherit") is False:
        origin = layers.origin(("inherit",))
        yield Note("Left out", f"the policy of the files below {origin}: inherit = false")
    for file, tables in layers.left_out.items():
        text = f"{', '.join(tables)} of {file}: the store has the team's policy"
        yield Note("Does not count", text)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # such as a name that is too long, or a directory without permission
        return False


def _leaves(value: Any, key: KeyPath) -> Iterator[tuple[KeyPath, Any]]:  # noqa: ANN401 - TOML data
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, (*key, name))
    elif isinstance(value, list) and any(isinstance(entry, dict) for entry in value):
        for number, entry in enumerate(value, start=1):
            yield from _leaves(entry, (*key, str(number)))
    else:
        yield key, hidden(key, value)


def _shown(value: Any) -> str:  # noqa: ANN401 - TOML data
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(json_value(value))
