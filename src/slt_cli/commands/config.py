"""Show the configuration: which files are read, and their values."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from slt_cli.commands.parameters import app_of
from slt_cli.config.files import KeyPath, default_file, user_file
from slt_cli.output import Column, Flex, Sheet


class ConfigFile(NamedTuple):
    """Hold one file that slt uses, what it is for, and whether it is there."""

    use: str
    path: Path
    exists: bool


class Setting(NamedTuple):
    """Hold one configured value and the file that set it."""

    key: str
    value: Any
    origin: Path


def config_path(ctx: typer.Context) -> None:
    """Show which files are read and where cases are kept."""
    app = app_of(ctx)
    files = [("defaults", default_file()), ("user", user_file())]
    if app.config_file is not None:
        files.append(("explicit", app.config_file))
    files.append(("store", app.store_file))
    app.show(
        Sheet(
            schema="slt.config-path/1",
            as_of=app.now,
            rows=[ConfigFile(use, path, path.exists()) for use, path in files],
            item=lambda row: {"use": row.use, "path": str(row.path), "exists": row.exists},
            columns=(
                Column("Use", lambda row: row.use),
                Column("Exists", lambda row: "yes" if row.exists else "no"),
                Column("Path", lambda row: str(row.path), Flex.WRAPPED),
            ),
            key=lambda row: str(row.path),
        )
    )


def config_show(
    ctx: typer.Context,
    origin: Annotated[
        bool, typer.Option("--origin", help="Show which file each value comes from.")
    ] = False,
) -> None:
    """Show every value in force."""
    app = app_of(ctx)
    policy_is_valid = app.policy  # refuses a broken file before anything is shown
    del policy_is_valid
    rows = [
        Setting(".".join(key), value, app.layers.origin(key))
        for key, value in _leaves(app.layers.tables, ())
    ]
    columns: tuple[Column[Setting], ...] = (
        Column("Key", lambda row: row.key),
        Column("Value", lambda row: _shown(row.value), Flex.WRAPPED),
    )
    if origin:
        columns += (Column("Origin", lambda row: str(row.origin), Flex.WRAPPED),)
    app.show(
        Sheet(
            schema="slt.config/1",
            as_of=app.now,
            rows=rows,
            item=lambda row: {
                "key": row.key,
                "value": _plain(row.value),
                "origin": str(row.origin),
            },
            columns=columns,
            key=lambda row: row.key,
        )
    )


def _leaves(value: Any, key: KeyPath) -> Iterator[tuple[KeyPath, Any]]:  # noqa: ANN401 - TOML data
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, (*key, name))
    elif isinstance(value, list) and any(isinstance(entry, dict) for entry in value):
        for place, entry in enumerate(value, start=1):
            yield from _leaves(entry, (*key, str(place)))
    else:
        yield key, value


def _plain(value: Any) -> Any:  # noqa: ANN401 - TOML data
    return value.isoformat() if hasattr(value, "isoformat") else value


def _shown(value: Any) -> str:  # noqa: ANN401 - TOML data
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(_plain(value))
