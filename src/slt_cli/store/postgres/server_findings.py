"""Check a server: how fast it answers, who this is to it, and whose clock is wrong."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from slt_cli.errors import SltError
from slt_cli.finding import Finding, problems
from slt_cli.store.location import Location
from slt_cli.store.postgres.explaining import reported
from slt_cli.store.postgres.role_findings import role_findings
from slt_cli.store.postgres.timed import (
    answered,
    server_clock_finding,
    times_finding,
    use_finding,
)
from slt_cli.store.sql.connection import Read
from slt_cli.store.sql.writers import writer_findings


def server_findings(
    location: Location,
    read: Read,
    connecting: timedelta,
    clock: Callable[[], datetime],
) -> list[Finding]:
    """Return what is found about a server, which took so long to connect to.

    `clock` tells this machine's time. An error is the last finding.
    """
    found: list[Finding] = []
    try:
        with reported(location):
            found.extend(_findings(read, connecting, clock))
    except SltError as error:
        found += problems("server", error)
    return found


def _findings(
    read: Read, connecting: timedelta, clock: Callable[[], datetime]
) -> Iterator[Finding]:
    answer = answered(read, clock)
    yield times_finding(connecting, answer.took)
    yield use_finding(answer)
    yield from role_findings(read, answer.login)
    yield server_clock_finding(answer.ahead)
    if answer.login.may_read_events:
        yield from writer_findings(read, answer.at)
