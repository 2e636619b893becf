"""Record the notices that are due in the outbox, then send what waits there."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from slt_cli.app import App
from slt_cli.domain.channels import Channel
from slt_cli.domain.notices import OLDEST_NEWS, named_channels
from slt_cli.errors import NOTHING_CHANGED, ConfigError, Fault, SeveralCasesError, SltError
from slt_cli.services.due_notice import DueNotice
from slt_cli.services.failures import Failure, lasting_failures
from slt_cli.services.notices_due import notices_due
from slt_cli.services.quiet_notices import is_quiet
from slt_cli.store.protocols import Writing
from slt_cli.store.repeating import in_transaction


def channels_told(app: App) -> dict[str, Channel]:
    """Return the channels of this machine that notices go to.

    Raises ConfigError where there is none: then nobody would ever be told.
    """
    named = named_channels(app.policy.notices)
    channels = {key: channel for key, channel in app.policy.channels.items() if key in named}
    if not app.policy.notices:
        fix = 'add [[notices]] with at = ["75%", "due"] and to = ["desk"], and [channels.desk]'
        raise ConfigError([Fault("", "notices", "no notices are configured", fix)])
    if not channels:
        names = ", ".join(sorted(named))
        fix = f"add one of them as [channels.NAME] to your own file: {names}"
        problem = "this machine has none of the channels that notices go to"
        raise ConfigError([Fault("", "channels", problem, fix)])
    return channels


def record_due(app: App, channels: Mapping[str, Channel], now: datetime) -> list[DueNotice]:
    """Record the notices that are due, and that their channels were looked after; return them."""
    due = notices_due(app.store, app.policy, channels, now)

    def work(transaction: Writing) -> None:
        outbox = transaction.outbox()
        for notice in due:
            if notice.replaces:
                outbox.replace(notice.key, notice.replaces, f"replaced by {notice.moment}", now)
        outbox.add([notice.as_new for notice in due], now)
        outbox.ran(channels, now)
        outbox.prune(_prune_before(app, now))

    in_transaction(app.store, work)
    return due


def _prune_before(app: App, now: datetime) -> datetime:
    kept = timedelta(seconds=app.policy.keep_outbox)
    return now - max(kept, OLDEST_NEWS)  # what is forgotten too early would be made again


def notify(app: App) -> None:
    """Record the notices that are due, and send what waits in the outbox.

    Raises SltError for what needs a person: a channel that has failed for long, or a message that
    was given up.
    """
    channels = channels_told(app)
    app.require_store()
    is_ready = False
    if not is_quiet(app.store, app.policy, channels, app.now, _prune_before(app, app.now)):
        record_due(app, channels, app.now)
        is_ready = bool(app.store.outbox().ready(channels, app.clock()))
    failures: list[Failure] = []
    if app.policy.heartbeat or is_ready:
        from slt_cli.services import sending  # noqa: PLC0415 - mostly nothing waits

        try:
            failures = sending.send_waiting(app, channels)
        except SltError as error:
            _leave_out_nothing_changed(error)  # the notices that are due were recorded
            raise
        if not failures:
            sending.call_watch(app)
    if errors := _for_a_person(app, failures):
        raise errors[0] if len(errors) == 1 else SeveralCasesError(errors)


def escalate_and_notify(app: App, escalate: Callable[[], None]) -> None:
    """Escalate what is late, then send notices, whatever was refused; then raise that.

    After an interruption or an internal error nothing is sent.
    """
    errors: list[BaseException] = []
    recorded = ""
    nothing_changed = False
    for act in (escalate, partial(notify, app)):
        try:
            act()
        except SeveralCasesError as several:
            if not all(isinstance(error, SltError) for error in several.errors):
                raise  # an interruption, or an internal error
            errors += several.errors
            recorded = recorded or several.recorded
        except SltError as error:
            if str(error) in map(str, errors):  # a store that cannot be used is reported once
                nothing_changed = error.fix.endswith(NOTHING_CHANGED)
            else:
                errors.append(error)
    if not nothing_changed:  # each may have recorded something, whatever the other says
        for each in errors:
            _leave_out_nothing_changed(each)
    if errors:
        raise errors[0] if len(errors) == 1 else SeveralCasesError(errors, recorded)


def _leave_out_nothing_changed(error: BaseException) -> None:
    if isinstance(error, SltError):
        error.fix = error.fix.removesuffix(NOTHING_CHANGED)


def _for_a_person(app: App, failures: Sequence[Failure]) -> list[SltError]:
    """Return what is said of the failures for which it is not enough to try again.

    Of a channel that fails for long only the message that has failed longest is reported: new ones
    may come each minute, and `cron` mails what is said.
    """
    if not failures:
        return []
    lasting = lasting_failures(app.store.outbox().failing(), app.clock())
    errors = []
    for failure in failures:
        since = lasting.get(failure.channel)
        if failure.given_up:
            errors.append(_given_up(failure))
        elif since is not None and failure.since <= since:
            errors.append(_failing(failure, since))
    return errors


def _failing(failure: Failure, since: datetime) -> SltError:
    return SltError(
        (f"the channel {failure.channel!r} has been failing since ", since, f": {failure.reason}"),
        f"`slt notify --test {failure.channel}` tries it; `slt outbox` shows what waits for it",
    )


def _given_up(failure: Failure) -> SltError:
    count = len(failure.ids)
    what = "1 notice was" if count == 1 else f"{count} notices were"
    again = f"`slt outbox --retry {failure.ids[0]}`"
    return SltError(
        f"{what} given up by the channel {failure.channel!r}: {failure.reason}",
        f"correct that, then {again} sends it again; `slt outbox --failed` shows all",
    )
