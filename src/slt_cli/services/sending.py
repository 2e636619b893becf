"""Send what waits in the outbox: claim a message, check its reasons, send it, and record that."""

import os
import socket
from collections.abc import Iterable, Mapping
from datetime import timedelta

from slt_cli.app import App
from slt_cli.delivery.message import TIME_LIMIT_SECONDS, DeliveryError
from slt_cli.delivery.opening import call_heartbeat, delivery_of
from slt_cli.domain.channels import Channel
from slt_cli.domain.notices import next_try
from slt_cli.errors import SltError
from slt_cli.services.failures import Failure
from slt_cli.services.notice_reasons import told_or_dropped
from slt_cli.store.outbox import Claimed, Notice
from slt_cli.store.protocols import Writing
from slt_cli.store.repeating import in_transaction
from slt_cli.views.notice_message import notice_message
from slt_cli.views.told_notices import ToldNotice


def send_waiting(app: App, channels: Mapping[str, Channel]) -> list[Failure]:
    """Send what can be sent now, and return what failed: after a failure its channel waits.

    An internal error in one channel does not stop the others.
    """
    failures: list[Failure] = []
    broken: list[Exception] = []
    for key in sorted(app.store.outbox().ready(channels, app.clock())):
        try:
            if failure := _send_all(app, channels[key]):
                failures.append(failure)
        except SltError:
            raise
        except Exception as error:  # noqa: BLE001 - raised again below
            broken.append(error)
    if broken:
        raise broken[0]
    return failures


def call_watch(app: App) -> None:
    """Call the address that watches whether notices run; its own silence is what is noticed."""
    if app.policy.heartbeat is not None:
        try:
            call_heartbeat(app.policy.heartbeat, app.environment)
        except DeliveryError as error:
            app.inform(f"the heartbeat was not taken: {error.reason}")


def _send_all(app: App, channel: Channel) -> Failure | None:
    """Send all messages of a channel until one fails; return that failure."""
    while (claimed := _claim(app, channel.key)) is not None:
        told = _still_told(app, claimed)
        if told and _is_in_time(app, claimed):
            kept = claimed._replace(notices=tuple(told))
            if failure := _send(app, channel, kept, told.values()):
                return failure
    return None


def _is_in_time(app: App, claimed: Claimed) -> bool:
    """Return whether a message is sent before others may claim it: this process may have slept."""
    return app.clock() + timedelta(seconds=TIME_LIMIT_SECONDS) <= claimed.until


def _claim(app: App, channel: str) -> Claimed | None:
    message = os.urandom(16).hex()

    def work(transaction: Writing) -> Claimed | None:
        return transaction.outbox().claim(channel, message, app.clock())

    return in_transaction(app.store, work)


def _still_told(app: App, claimed: Claimed) -> dict[Notice, ToldNotice]:
    """Return the notices whose reason still holds; the others are dropped."""
    told, dropped = told_or_dropped(app.store, app.policy, claimed.notices, app.clock())

    def work(transaction: Writing) -> None:
        for why, numbers in dropped.items():
            transaction.outbox().drop(numbers, why)

    if dropped:
        in_transaction(app.store, work)
    return told


def _send(
    app: App, channel: Channel, claimed: Claimed, told: Iterable[ToldNotice]
) -> Failure | None:
    now = app.clock()
    host = socket.gethostname()
    message = notice_message(app.policy, told, channel, claimed.message, app.times(now), host)
    try:
        delivery_of(channel, app.environment).send(message)
    except DeliveryError as error:
        return _failed(app, claimed, error)

    def work(transaction: Writing) -> None:
        transaction.outbox().sent(claimed, app.clock())

    in_transaction(app.store, work)
    return None


def _failed(app: App, claimed: Claimed, error: DeliveryError) -> Failure:
    now, first = app.clock(), claimed.notices[0]
    since = min([now, *(n.failing_since for n in claimed.notices if n.failing_since)])
    attempts = first.attempts + 1
    again = None if error.is_final else next_try(attempts, since, now, error.retry_after)

    def work(transaction: Writing) -> None:
        transaction.outbox().failed(claimed, error.reason, now, again)

    in_transaction(app.store, work)
    ids = tuple(notice.id for notice in claimed.notices)
    return Failure(first.key.channel, error.reason, since, ids, given_up=again is None)
