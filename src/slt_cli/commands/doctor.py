"""`slt doctor`: check everything that slt needs, and say what to do."""

import shutil
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import typer

import slt_cli
from slt_cli.app import App
from slt_cli.doctor.bytecode import bytecode_finding
from slt_cli.doctor.clock import clock_finding
from slt_cli.doctor.configuration import configuration_findings
from slt_cli.doctor.home import home_finding
from slt_cli.doctor.notices import channel_findings
from slt_cli.doctor.team_policy import team_policy_findings
from slt_cli.doctor.terminal import Screen, terminal_findings
from slt_cli.doctor.versions import version_findings
from slt_cli.doctor.zones import zone_data_version, zone_findings
from slt_cli.errors import ConfigError, StoreError
from slt_cli.finding import Finding, problems
from slt_cli.output import Cell, Column, Sheet, Tone
from slt_cli.parameters import app_of
from slt_cli.services.notice_watch import notice_findings
from slt_cli.store.upkeep import Health

_TONES: Mapping[str, Tone] = {"ok": "ok", "warning": "soon", "problem": "late"}


def doctor_command(ctx: typer.Context) -> None:
    """Check everything, and say what to do.

    Checks the home directory, the configuration, the store and where it is, notices, the clock,
    time zones, versions, bytecode and the terminal, and changes nothing. Exits with 1 if there is
    a problem, and with 0 if there are only warnings.

    \b
    slt doctor
    slt doctor -o jsonl | grep problem
    """
    app = app_of(ctx)
    findings = _findings(app)
    app.show(
        Sheet(
            schema="slt.doctor/1",
            as_of=app.now,
            rows=findings,
            item=lambda row: {**row._asdict(), "fix": row.fix or None},
            columns=(
                Column("Check", lambda row: row.check),
                Column("State", lambda row: Cell(row.state, _TONES[row.state])),
                Column("Found", lambda row: row.found, "wrapped"),
                Column("What to do", lambda row: row.fix, "wrapped"),
            ),
            key=lambda row: row.check,
        )
    )
    if any(finding.state == "problem" for finding in findings):
        raise typer.Exit(1)


def _health(app: App) -> Health:
    try:
        return app.upkeep.health(app.exact_clock)
    except StoreError as error:  # no engine is there to ask
        unknown = Finding("engine", "warning", "it is not known what keeps the cases")
        return Health(problems("store", error), unknown, is_readable=False)


def _notices(app: App, health: Health) -> Iterator[Finding]:
    try:
        policy = app.policy
    except ConfigError:  # a finding of its own
        return
    if not policy.notices:
        yield Finding("notices", "ok", "none are configured")
        return
    if health.outbox is None:
        found = "unknown: there is no store yet, or it cannot be asked as it is"
        yield Finding("notices", "warning", found, "see what is said of the store")
    else:
        yield from notice_findings(policy, *health.outbox, app.now, app.now)
    if health.may_send:
        yield from channel_findings(policy.channels, policy.heartbeat, app.environment)


def _findings(app: App) -> list[Finding]:
    health = _health(app)
    app.team_policy = team = health.policy  # the store itself is not opened: that can change it
    try:
        regions, left_out = app.policy.regions, app.layers.left_out
    except ConfigError:  # a finding of its own
        regions, left_out = {}, {}
    own = Path(slt_cli.__file__)
    installed = datetime.fromtimestamp(int(own.stat().st_mtime), UTC)
    width = shutil.get_terminal_size().columns if app.terminal.stdout else None
    screen = Screen(width, (sys.stdout.encoding or "").lower(), app.look.color)
    return [
        home_finding(),
        *configuration_findings(app.config_file, team.text if team else None, app.now),
        *team_policy_findings(health, left_out, zone_data_version(regions)),
        *health.findings,
        *_notices(app, health),
        clock_finding(app.now, health.newest, installed),
        *zone_findings(regions, app.environment.get("TZ", ""), app.now),
        *version_findings(health.engine),
        bytecode_finding(own),
        *terminal_findings(screen, app.environment),
    ]
