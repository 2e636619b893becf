"""How to fix what the domain refuses: each fix names the command or the option that does it."""

from slt_cli.errors import Reason, RefusedError, SltError

FIXES = {
    Reason.CLOSED: "`slt reopen CASE` continues it",
    Reason.NOT_CLOSED: "`slt list --status resolved` shows cases that are resolved, "
    "`slt list --status closed` those that are closed",
    Reason.RESOLVED: "`slt reopen CASE` continues it",
    Reason.HELD: "`slt resume CASE` ends the hold",
    Reason.NOT_HELD: "`slt hold CASE` puts it on hold",
    Reason.LAST_LEVEL: "`slt hotline` shows who can be called now",
    Reason.NO_LEVEL: "`slt contacts` shows who can be contacted",
    Reason.NOT_AT_THE_PORTAL: "`slt escalate CASE` escalates it",
    Reason.NOT_ESCALATED: "`slt hotline` shows whom to call now, `slt escalate CASE` escalates it",
    Reason.AT_LEVEL: "`slt message CASE` writes the message for its level again",
    Reason.TOO_EARLY: "name a later time with --at",
    Reason.BEFORE_OPENING: "name a later time with --at, or `slt update CASE --opened TIME`",
    Reason.CLOCK_BEHIND: "set the clock (`slt doctor` checks it), or correct the case: "
    "`slt undo CASE`",
    Reason.OPENED_AHEAD: "set the clock (`slt doctor` checks it), or correct the case: "
    "`slt update CASE --opened TIME`, or `slt void CASE --reason TEXT`",
    Reason.VOID: "a void case was opened by mistake or twice: go on with the right one, or if the "
    "mistake was to void it, `slt undo CASE` takes that back",
    Reason.NO_EVENT: "`slt show CASE` lists its events",
    Reason.UNDO: "record it again; `slt show CASE` has what was taken back",
    Reason.OPENING: "`slt void CASE --reason TEXT` ends a case that was opened by mistake",
    Reason.NOT_OWN: "`slt undo CASE EVENT --yes` takes back what somebody else recorded",
    Reason.OPENED_TOO_LATE: "`slt update CASE --opened TIME` takes an earlier time",
    Reason.NEEDED: "`slt undo CASE EVENT` takes that event back first",
    Reason.REFERENCE_TAKEN: "`slt show` shows that case: go on with it, or name another reference",
}


def with_fix(error: SltError, case: str = "") -> SltError:
    """Return an error with the fix for its reason, where it has none of its own.

    `case` names the case that was given; a name that a shell would not take as a word is left out.
    """
    if isinstance(error, RefusedError) and error.reason is not None and not error.fix:
        named = case if case.replace("-", "").isalnum() else "CASE"
        error.fix = FIXES[error.reason].replace("CASE", named)
    return error
