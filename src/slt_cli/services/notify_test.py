"""Send one message that says it is a test."""

import os
import socket

from slt_cli.app import App
from slt_cli.delivery.message import DeliveryError
from slt_cli.delivery.opening import delivery_of
from slt_cli.domain.channels import Channel
from slt_cli.domain.texts import folded
from slt_cli.errors import SltError, UnknownNameError
from slt_cli.store.repeating import in_transaction
from slt_cli.views.notice_message import test_message


def send_test(app: App, given: str) -> Channel:
    """Send a test to a channel of this machine, and return the channel.

    If the channel takes it, the next run also tries what it did not take before.
    Raises UnknownNameError for another name, StoreError if nothing can be recorded, and SltError if
    the channel does not take it.
    """
    channels = app.policy.channels
    named = {folded(key): channel for key, channel in channels.items()}
    channel = channels.get(given) or named.get(folded(given))
    if channel is None:
        fix = "" if channels else "add [channels.NAME] to your own configuration file"
        raise UnknownNameError("channel", given, channels, fix)
    _require_recording(app)
    message = test_message(channel, os.urandom(16).hex(), app.times(), socket.gethostname())
    try:
        delivery_of(channel, app.environment).send(message)
    except DeliveryError as error:
        raise SltError(
            f"the channel {channel.key!r} did not take the test: {error.reason}",
            f"correct [channels.{channel.key}], or what it leads to, and try again",
        ) from None
    _free(app, channel.key)
    return channel


def _require_recording(app: App) -> None:
    """Raise StoreError where the store takes no changes, such as those of who may only read."""
    _free(app, "")  # no channel has this name


def _free(app: App, channel: str) -> None:
    """Let what a channel did not take before be tried by the next run, if there is a store."""
    if app.store.exists():
        in_transaction(app.store, lambda transaction: transaction.outbox().free(channel))
