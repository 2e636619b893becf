"""Replace the texts of a case and of its history, and clean the store of them."""

from slt_cli.app import App
from slt_cli.domain.event_making import event_between, key_command
from slt_cli.domain.redacted_refs import is_trace_of, salt_of, trace_of
from slt_cli.domain.redaction import Redacted, redaction_of
from slt_cli.errors import InterruptionError, NoSuchCaseError
from slt_cli.services.change import cases_with_key, recorded_before
from slt_cli.store.naming import case_to_change
from slt_cli.store.protocols import Writing
from slt_cli.store.repeating import in_transaction
from slt_cli.store.upkeep import Remains


def case_to_redact(app: App, given: str, once: str | None) -> tuple[int, bool]:
    """Return the number of a case, and whether an earlier run with the key has recorded on it.

    A reference that was redacted by that run still names its case. Raises NoSuchCaseError.
    """
    recorded = cases_with_key(app, once)
    try:
        number = app.case_number(given)
    except NoSuchCaseError:
        found = [number for number in recorded if once and _had(app, number, given.strip(), once)]
        if len(found) != 1:
            raise
        (number,) = found
    return number, number in recorded


def _had(app: App, number: int, ref: str, once: str) -> bool:
    """Return whether a case had a reference when it was redacted with a key."""
    events = app.store.events(number)
    redacted = (e for e in events if e.kind == "redacted" and e.command == key_command(once))
    return any(event.detail is not None and is_trace_of(ref, event.detail) for event in redacted)


def require_owner(app: App) -> None:
    """Raise StoreError if the user may not redact in this store."""
    in_transaction(app.store, lambda transaction: transaction.require_owner("redact"))


def redact(app: App, number: int, reason: str, *, once: str | None = None) -> Redacted:
    """Replace all texts of a case and of its events, in one transaction.

    Where nothing is left to replace, nothing is recorded.
    """
    texts = events_changed = 0  # of a run whose answer was lost, too: the next finds no texts

    def work(transaction: Writing) -> Redacted:
        nonlocal texts, events_changed
        transaction.require_owner("redact")
        case = case_to_change(transaction, app.policy, number)
        events = transaction.events(number)
        if (done := recorded_before(app, case, events, once)) is not None:
            return Redacted(case, texts, events_changed, repeated=done.repeated)
        redaction = redaction_of(case, events, reason)
        if redaction is None:
            return Redacted(case)
        after, replaced, texts, events_changed = redaction
        recording = app.recording_with(once)
        salt = salt_of(transaction.redacted_refs(), bytes.fromhex(app.recording.command))
        trace = trace_of(case, events, salt)
        event = event_between(after, after, "redacted", app.now, recording, reason, detail=trace)
        after = transaction.redact(case, after, replaced, event)
        return Redacted(after, texts, events_changed)

    return in_transaction(app.store, work)


def clean(app: App, number: int) -> Remains:
    """Remove what was replaced from the store's own files; return where it may still be."""
    app.store.close()  # so that nothing of this process holds the file
    try:
        return app.upkeep.clean(number)
    except KeyboardInterrupt:
        case = app.policy.case_id(number)
        raise InterruptionError(
            f"interrupted after the texts of {case} were replaced: {app.location} may have them in "
            "free space or in its log",
            "run the same command again, which cleans it",
        ) from None
