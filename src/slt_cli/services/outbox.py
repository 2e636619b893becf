"""Read the outbox, and let a notice be sent again, or not at all."""

from datetime import datetime

from slt_cli.app import App
from slt_cli.errors import RefusedError, UsageError
from slt_cli.store.outbox import Notice
from slt_cli.store.protocols import Writing
from slt_cli.store.repeating import in_transaction

_MOST_DIGITS = 15


def notices_since(app: App, since: datetime) -> list[Notice]:
    """Return the notices that were made since an instant, in the order of their numbers."""
    return list(app.store.outbox().notices(since))


def failing_notices(app: App) -> list[Notice]:
    """Return the notices that failed, and those that are tried again."""
    return app.store.outbox().failing()


def retry_notice(app: App, given: str) -> Notice:
    """Let the next run send a notice and its whole message; return it as it is then."""
    notice = _notice(app, given)
    if notice.state == "sent" and notice.sent_at is not None:
        raise RefusedError(
            (f"notice {notice.id} was sent at ", notice.sent_at), "it is not sent twice"
        )

    def work(transaction: Writing) -> None:
        transaction.outbox().retry(notice.number)

    in_transaction(app.store, work)
    return _notice(app, given)


def drop_notice(app: App, given: str) -> Notice:
    """Let a notice not be sent any more; return it as it is then."""
    notice = _notice(app, given)
    if notice.state == "sent" and notice.sent_at is not None:
        raise RefusedError(
            (f"notice {notice.id} was sent at ", notice.sent_at), "what was sent cannot be dropped"
        )

    def work(transaction: Writing) -> None:
        transaction.outbox().drop_by(app.who, notice.number, app.now)

    in_transaction(app.store, work)
    dropped = _notice(app, given)
    if dropped.state != "dropped":
        raise RefusedError(
            f"notice {notice.id} is being sent just now, so it was not dropped",
            "look with `slt outbox` in a few minutes, and drop it if it was not sent",
        )
    return dropped


def _notice(app: App, given: str) -> Notice:
    """Return the notice with an id; raises UsageError for what is no id, or none of a notice."""
    try:
        is_id = len(given) <= _MOST_DIGITS and given.isascii() and given.isalnum()
        number = int(given, 16) if is_id else None
    except ValueError:
        number = None
    if number is None:
        raise UsageError(f"{given!r} is not the id of a notice such as 7c2", "see `slt outbox`")
    notice = app.store.outbox().notice(number)
    if notice is None:
        raise RefusedError(f"there is no notice {given}", "`slt outbox` lists them")
    return notice
