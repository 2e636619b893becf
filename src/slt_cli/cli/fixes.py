"""How to fix what the domain refuses: each fix names the command or the option that does it."""

from collections.abc import Mapping

from slt_cli.errors import Reason, RefusedError, SltError

FIXES: Mapping[Reason, str] = {
    "closed": "`slt reopen CASE` continues it",
    "not closed": "`slt list --status resolved` shows cases that are resolved, "
    "`slt list --status closed` those that are closed",
    "resolved": "`slt reopen CASE` continues it",
    "on hold": "`slt resume CASE` ends the hold",
    "not on hold": "`slt hold CASE` puts it on hold",
    "last level": "`slt hotline` shows who can be called now",
    "no level": "`slt contacts` shows who can be contacted",
    "not at the portal": "`slt escalate CASE` escalates it",
    "not escalated": "`slt hotline` shows whom to call now, `slt escalate CASE` escalates it",
    "at the level": "`slt message CASE` writes the message for its level again",
    "too early": "name a later time with --at",
    "before the opening": "name a later time with --at, or `slt update CASE --opened TIME`",
    "clock is behind": "set the clock (`slt doctor` checks it), or correct the case: "
    "`slt undo CASE`",
    "clock is behind the opening": "set the clock (`slt doctor` checks it), or correct the case: "
    "`slt update CASE --opened TIME`, or `slt void CASE --reason TEXT`",
    "void": "a void case was opened by mistake or twice: go on with the right one, or if the "
    "mistake was to void it, `slt undo CASE` takes that back",
    "no such event": "`slt show CASE` lists its events",
    "an undo": "record it again; `slt show CASE` has what was taken back",
    "the opening": "`slt void CASE --reason TEXT` ends a case that was opened by mistake",
    "not your own": "`slt undo CASE EVENT --yes` takes back what somebody else recorded",
    "opened too late": "`slt update CASE --opened TIME` takes an earlier time",
    "needed by a later event": "`slt undo CASE EVENT` takes that event back first",
    "reference taken": "`slt show` shows that case: go on with it, or name another reference",
}


def with_fix(error: SltError, case: str = "") -> SltError:
    """Return an error with the fix for its reason, where it has none of its own.

    `case` names the case that was given; a name that a shell would not take as a word is left out.
    """
    if isinstance(error, RefusedError) and error.reason is not None and not error.fix:
        named = case if case.replace("-", "").isalnum() else "CASE"
        error.fix = FIXES[error.reason].replace("CASE", named)
    return error
