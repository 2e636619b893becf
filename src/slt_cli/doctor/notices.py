"""Whether notices reach people."""

from collections.abc import Iterator, Sequence

from slt_cli.finding import Finding

_CHECK = "notices"


def notice_findings(troubles: Sequence[str] | None, *, are_wanted: bool) -> Iterator[Finding]:
    """Yield what keeps notices from people; `troubles` is None where the store cannot say it."""
    if not are_wanted:
        yield Finding(_CHECK, "ok", "none are configured")
    elif troubles is None:
        found = "unknown: the store has no case yet, or cannot be asked as it is"
        yield Finding(_CHECK, "warning", found, "see what is said of the store")
    elif not troubles:
        yield Finding(_CHECK, "ok", "slt notify runs, and the channels take what it sends")
    for trouble in troubles or ():
        fix = "let cron run `slt notify`; `slt outbox --failed` shows what was not sent"
        yield Finding(_CHECK, "problem", trouble, fix)
