"""Show, set or clear the team's policy, which counts for everyone."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from slt_cli.app import App
from slt_cli.config import load_policy
from slt_cli.config.files import (
    LARGEST_FILE,
    Source,
    default_file,
    parsed,
    read_source,
    read_sources,
)
from slt_cli.config.layers import PERSONAL_TABLES, lay_over
from slt_cli.config.validation import all_loaded
from slt_cli.config.vocabulary import load_vocabulary
from slt_cli.doctor.zones import zone_data_version
from slt_cli.domain.calendar.instant import format_utc
from slt_cli.domain.policy import Policy
from slt_cli.errors import NOTHING_CHANGED, ConfigError, RefusedError
from slt_cli.exchange.profiles import profiles_in
from slt_cli.output import FOR_PEOPLE, Column, Note, Sheet
from slt_cli.output.streams import write_utf_8
from slt_cli.output.text import printable
from slt_cli.parameters import app_of
from slt_cli.services.team_policy import record_policy
from slt_cli.store.team_policy import TeamPolicy

_KEPT = " and ".join(f"[{table}]" for table in PERSONAL_TABLES)


def policy_set(
    ctx: typer.Context,
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A configuration file; - is standard input.")
    ],
) -> None:
    """Set the team's policy.

    Everyone who uses the store then has the same hours and targets: the policy is laid over the
    defaults, and of their own files only [defaults] and [channels] still count. FILE is checked
    first; if it has faults, the exit code is 3 and nothing is changed. Due times stay until
    `slt recalc --apply`.

    \b
    slt store policy set team.toml
    slt store policy show > team.toml
    """
    app = app_of(ctx)
    with _unchanged():
        source = _read(file)
        policy = _checked(source)
    zones = zone_data_version(policy.regions)
    team = TeamPolicy(source.text, app.now, app.who, zones or None)
    record_policy(app, team)
    _show(
        app,
        team,
        f"{source.file} counts for everyone who uses {app.location}; "
        f"of their own files only {_KEPT} still count",
        Note("Due times", "`slt recalc` shows those that it would change"),
    )


def policy_show(ctx: typer.Context) -> None:
    """Show the team's policy as it was set.

    With -o json you also see who set it, when, and with which version of the time zone data. With
    -q you see only when.

    \b
    slt store policy show
    slt store policy show --json
    """
    app = app_of(ctx)
    team = app.team_policy
    if team is None or team.text is None:
        _show_none(app)
    elif app.options.quiet or app.format not in FOR_PEOPLE:
        _show(app, team)
    elif app.terminal.stdout:
        app.write("".join(f"{_shown(line)}\n" for line in team.text.splitlines()))
    else:
        write_utf_8()
        app.write(team.text)


def policy_clear(ctx: typer.Context) -> None:
    """Clear the team's policy.

    Everyone's own configuration counts again.

    \b
    slt store policy clear
    """
    app = app_of(ctx)
    if app.team_policy is None:
        _show_none(app)
        return
    team = TeamPolicy(None, app.now, app.who, None)
    record_policy(app, team)
    _show(
        app,
        team,
        f"cleared: everyone's own configuration counts again in {app.location}",
        Note("Due times", "`slt recalc` shows those that yours would change"),
    )


def _read(file: str) -> Source:
    if file == "-":
        content = b"" if sys.stdin is None else sys.stdin.buffer.read(LARGEST_FILE + 1)
        return parsed(Path("standard input"), content)
    source = read_source(Path(file))
    if source is None:
        raise RefusedError(f"there is no file {file}", "name a configuration file, or -")
    return source


def _checked(source: Source) -> Policy:
    """Return the policy in a file; raises ConfigError with every fault."""
    if not source.tables:
        raise RefusedError(
            f"{source.file} sets nothing, and was not taken as the team's policy",
            "write tables into it; `slt store policy clear` ends the team's policy",
        )
    layers = lay_over([*read_sources(default_file()), source])._replace(is_team=True)
    policy: Policy
    policy, *_ = all_loaded(layers, load_policy, load_vocabulary, profiles_in)
    return policy


@contextmanager
def _unchanged() -> Iterator[None]:
    """Add that nothing was changed to the last of the faults that the block finds."""
    try:
        yield
    except ConfigError as error:
        *others, last = error.faults
        last = last._replace(fix=f"{last.fix}{NOTHING_CHANGED}")
        raise ConfigError([*others, last]) from None


def _show(app: App, team: TeamPolicy, done: str = "", *notes: Note) -> None:
    def item(row: TeamPolicy) -> dict[str, Any]:
        return {
            "text": row.text,
            "set_at": format_utc(row.set_at),
            "set_by": row.who,
            "zones": row.zones,
        }

    app.show(
        Sheet(
            schema="slt.store-policy/1",
            as_of=app.now,
            rows=[team],
            item=item,
            columns=(Column("Team policy", lambda _: done, "wrapped"),),
            key=lambda row: format_utc(row.set_at),
            notes=notes,
            record=True,
        )
    )


def _show_none(app: App) -> None:
    app.show(
        Sheet(
            schema="slt.store-policy/1",
            as_of=app.now,
            rows=(),
            item=dict,
            columns=(),
            key=str,
            empty="The store has no team's policy: everyone's own configuration counts.",
        )
    )


def _shown(line: str) -> str:
    return "\t".join(map(printable, line.split("\t")))
