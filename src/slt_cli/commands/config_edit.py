"""`slt config set`, `unset` and `init`: write the user's configuration file."""

from contextlib import suppress
from typing import Annotated, Any

import typer

from slt_cli.app import App
from slt_cli.config import load_policy, read_layers
from slt_cli.config.changing import Change, change, create, file_to_change, key_to_change
from slt_cli.config.display import dotted, json_value, toml
from slt_cli.config.edit import parse_key, parse_value, with_value, without_value
from slt_cli.config.empty_starter import REGION, empty_starter
from slt_cli.config.files import default_file, read_sources
from slt_cli.config.hidden_values import hidden
from slt_cli.config.layers import PERSONAL_TABLES, lay_over
from slt_cli.config.starter import nearest_region, starter
from slt_cli.config.validation import all_loaded
from slt_cli.config.vocabulary import load_vocabulary
from slt_cli.config.zone_names import machine_zone
from slt_cli.errors import ConfigError, StoreError
from slt_cli.exchange.profiles import profiles_in
from slt_cli.file_remarks import mode_remark, root_remark
from slt_cli.offered import offered
from slt_cli.output import Column, Note, Sheet
from slt_cli.parameters import app_of

_CHECKS = (profiles_in, load_vocabulary)


def config_set(
    ctx: typer.Context,
    key: Annotated[
        str,
        typer.Argument(
            metavar="KEY",
            help="A dotted key; list entries count from 1.",
            autocompletion=offered("keys"),
        ),
    ],
    value: Annotated[
        str,
        typer.Argument(metavar="VALUE", help="Text, or a list, table or date in TOML."),
    ],
) -> None:
    """Set a value in your own file.

    The file is your own, or the one that --config or SLT_CONFIG names. It changes only if the
    result passes every check; otherwise the exit code is 3. Comments stay where they are; if a
    change cannot keep them, the old text is saved beside the file as .bak.

    \b
    slt config set defaults.warn 30m
    slt config set regions.usa.aliases '["us", "america"]'
    slt config set plans.partner.targets.S1 '{ response = "30m", clock = "24x7" }'
    """
    app = app_of(ctx)
    path = key_to_change(app.config_file, parse_key(key))
    given = parse_value(path, value)
    app.remark(root_remark(file_to_change(app.config_file)))
    done = change(
        app.config_file, path, lambda own, below: with_value(own, below, path, given), *_CHECKS
    )
    _show(app, done, dotted(path), hidden(path, given))


def config_unset(
    ctx: typer.Context,
    key: Annotated[
        str,
        typer.Argument(
            metavar="KEY",
            help="A dotted key; list entries count from 1.",
            autocompletion=offered("own_keys"),
        ),
    ],
) -> None:
    """Remove a value from your own file.

    The default applies again. The file is changed in the same way as by `slt config set`.

    \b
    slt config unset defaults.warn
    """
    app = app_of(ctx)
    path = key_to_change(app.config_file, parse_key(key))
    app.remark(root_remark(file_to_change(app.config_file)))
    done = change(app.config_file, path, lambda own, _: without_value(own, path), *_CHECKS)
    _show(app, done, dotted(path), None)


def config_init(
    ctx: typer.Context,
    empty: Annotated[
        bool, typer.Option("--empty", help="A policy of your own, with nothing of the shipped one.")
    ] = False,
) -> None:
    """Write a first file with comments that explain each setting.

    Its region is suggested by this machine's time zone. An existing file is never changed. With
    --empty the file is a whole policy, in which a few values are yours to fill in.

    \b
    slt config init
    slt config init --empty --config team.toml
    """
    app = app_of(ctx)
    file = file_to_change(app.config_file)
    app.remark(root_remark(file))
    zone = machine_zone(app.environment.get("TZ"))
    if empty:
        create(file, empty_starter(zone, app.now.year))
        note = Note("Fill in", "the values marked FILL IN: `slt config check` lists what is left")
        _show(app, Change(file, changed=True), "defaults.region", REGION, note, written=True)
        return
    policy = load_policy(lay_over(read_sources(default_file())))
    region = nearest_region(policy.regions, zone, app.now.astimezone(app.reader_zone.info))
    shown_zone = zone or app.reader_zone.abbreviation(app.now)
    create(file, starter(region, policy.regions, shown_zone, app.now.year))
    done = Change(file, changed=True)
    _show(app, done, "defaults.region", region.key, *_fault_notes(app), written=True)


def _fault_notes(app: App) -> list[Note]:
    """Return a note if the configuration has faults, whatever file was just written."""
    try:
        all_loaded(read_layers(app.config_file), load_policy, *_CHECKS)
    except ConfigError:
        return [Note("Faults", "the configuration has some: `slt config check` lists them")]
    return []


def _team_notes(app: App, key: str) -> list[Note]:
    """Return a note if a value does not count; none if the store cannot be read."""
    table = parse_key(key)[0]
    with suppress(StoreError):
        if table not in PERSONAL_TABLES and app.team_policy and app.team_policy.text:
            return [Note("Team policy", f"[{table}] counts only there: `slt store policy show`")]
    return []


def _show(
    app: App,
    done: Change,
    key: str,
    value: Any,  # noqa: ANN401
    *others: Note,
    written: bool = False,
) -> None:
    """Show a change of one value, or a file that was written, with the region in it."""
    if done.changed:
        app.remark(mode_remark(done.file, done.mode))
    notes = [*_team_notes(app, key), *others]
    notes += [Note("Unchanged", "the file already has this value")] if not done.changed else []
    if done.backup is not None:
        notes.append(Note("Comments", f"could not be kept; the old text is in {done.backup}"))
    app.show(
        Sheet(
            schema="slt.config-change/1",
            as_of=app.now,
            rows=[done],
            item=lambda row: {
                "file": str(row.file),
                "changed": row.changed,
                "key": key,
                "value": json_value(value),
                "backup": None if row.backup is None else str(row.backup),
            },
            columns=_of_a_file(value) if written else _of_a_value(key, value),
            key=lambda row: str(row.file),
            notes=tuple(notes),
            record=True,
        )
    )


def _of_a_file(region: str) -> tuple[Column[Change], ...]:
    return (
        Column("Written", lambda done: str(done.file), "wrapped"),
        Column("Region", lambda _: f"{region}, for cases opened without --region: defaults.region"),
    )


def _of_a_value(key: str, value: Any) -> tuple[Column[Change], ...]:  # noqa: ANN401
    return (
        Column("Key", lambda _: key),
        Column("Value", lambda _: "not set" if value is None else toml(value), "wrapped"),
        Column("File", lambda done: str(done.file), "wrapped"),
    )
