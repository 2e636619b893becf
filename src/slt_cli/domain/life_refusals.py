"""What may not happen to a case: each refusal says why."""

from slt_cli.domain.case import Case
from slt_cli.domain.escalation import require_level
from slt_cli.domain.moments import Moment
from slt_cli.domain.policy import Policy
from slt_cli.errors import RefusedError


def require_possible(case: Case, moment: Moment, policy: Policy) -> None:
    """Raise RefusedError where a moment cannot happen to a case as it is then."""
    match moment.kind:
        case "opened" | "updated" | "noted" | "undone" | "voided" | "redacted":
            return
        case "reopened":
            if case.ended_at is None:
                raise RefusedError("the case is neither resolved nor closed", reason="not closed")
            return
        case "resumed":
            if case.held_since is None and not moment.recorded:
                raise RefusedError("the case is not on hold", reason="not on hold")
            return
        case "escalated":
            if case.ended_at is not None and not (moment.detail and moment.recorded):
                raise _ended(case)
            partner_type = policy.partner_types.get(case.partner_type)
            if partner_type is not None and not _was_possible(case, moment, policy):
                levels, others = policy.levels, policy.has_other_contacts
                require_level(case, levels, partner_type, policy.links, moment.level, others=others)
            return
        case _:
            _require_going_on(case, moment)


def _was_possible(case: Case, moment: Moment, policy: Policy) -> bool:
    """Return whether a recorded raise was possible under the configuration of its time.

    The path may have been another one then: shorter now, or only through a portal.
    """
    if not moment.recorded:
        return False
    same_type = (moment.terms or {}).get("partner_type")
    other_path = same_type == case.partner_type and moment.level > case.level
    return other_path or moment.level > len(policy.levels) > 0


def require_valid(case: Case) -> None:
    """Raise RefusedError where a case is void: nothing more happens to it."""
    if case.status == "void":
        raise RefusedError("the case is void", reason="void")


def _require_going_on(case: Case, moment: Moment) -> None:
    if case.closed_at is not None:
        raise _ended(case)
    holds = moment.kind == "held" or moment.detail == "hold"
    if case.resolved_at is not None and (holds or moment.kind == "resolved"):
        raise _ended(case)
    if moment.kind == "held" and case.held_since is not None:
        already = ("the case is already on hold, since ", case.held_since)
        raise RefusedError(already, reason="on hold")


def _ended(case: Case) -> RefusedError:
    """Return the refusal for a case that was resolved or closed."""
    if case.closed_at is not None:
        return RefusedError(("the case was closed at ", case.closed_at), reason="closed")
    at = case.resolved_at or "an unknown time"
    return RefusedError(("the case was resolved at ", at), reason="resolved")
