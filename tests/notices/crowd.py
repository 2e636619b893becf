"""Many workers that send the notices of one store, and people who open cases meanwhile."""

import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from slt_cli.app import system_clock
from slt_cli.options import Options
from slt_cli.services.notify import channels_told, record_due
from slt_cli.store.location import location_in, own_location
from slt_cli.store.opening import open_store
from slt_cli.store.outbox import Notice
from slt_cli.store.repeating import in_transaction
from tests.apps import app_with
from tests.conftest import Result
from tests.notices.receivers import Receivers, Told

RULES = """
[[notices]]
at = ["opened", "due"]
to = ["desk", "chat"]
[plans.partner.targets]
S1 = { response = "1h", clock = "24x7" }
"""


class Load(NamedTuple):
    """So many cases, one after the other due within so many seconds."""

    slt: Callable[..., Result]
    cases: int
    seconds: int

    def open_cases(self) -> None:
        """Open them: half of them before they are due, the others about when they are."""
        start = system_clock() + timedelta(seconds=2)
        for number in (*range(0, self.cases, 2), *range(1, self.cases, 2)):
            due = start + timedelta(seconds=number * self.seconds // self.cases)
            opened = (due - timedelta(hours=1)).isoformat()
            line = ("open", "-p", "S1", "-r", "usa", "-q", "--at", opened, f"number {number}")
            assert self.slt(*line).code == 0

    @property
    def notices(self) -> set[Told]:
        """Return every notice that has to arrive."""
        return {
            Told(f"CASE-{number}", moment, channel)
            for number in range(1, self.cases + 1)
            for moment in ("opened", "due")
            for channel in ("desk", "chat")
        }


def crowd(
    workers: int, work: Callable[[int, Path], None], over: Path, meanwhile: Callable[[], None]
) -> None:
    """Let so many workers work until the file `over` is there, and do something meanwhile."""
    with ThreadPoolExecutor(workers) as pool:
        running = [pool.submit(work, worker, over) for worker in range(workers)]
        try:
            meanwhile()
        finally:
            over.touch()
        for each in running:
            each.result()


def outbox() -> list[Notice]:
    """Return every notice in the store that commands use."""
    location = location_in(os.environ.get("SLT_DB")) or own_location()
    assert location is not None
    with closing(open_store(location)) as store:
        return list(store.outbox().notices())


def told(notice: Notice) -> Told:
    """Return a notice of the outbox as it arrives."""
    return Told(f"CASE-{notice.key.case}", notice.key.moment, notice.key.channel)


class Counts(NamedTuple):
    """What became of the notices of a load, for a note to people."""

    sent: int
    twice: int
    lost: int


def counts(load: Load, receivers: Receivers) -> Counts:
    """Count how many notices arrived, arrived more than once, and never arrived."""
    times = Counter(notice for each in receivers.arrivals for notice in each.notices)
    assert times.keys() <= load.notices
    twice = sum(each > 1 for each in times.values())
    return Counts(len(times), twice, len(load.notices - times.keys()))


def die_while_sending(at: str) -> None:
    """Be a worker that is killed when it has claimed what waits for the desk."""
    app = app_with(now=at)(Options())
    record_due(app, channels_told(app), app.now)
    work = lambda writing: writing.outbox().claim("desk", "f" * 32, app.now)  # noqa: E731
    assert in_transaction(app.store, work) is not None
    app.close()
