"""A moment recorded on a case, and all that follows from it for the case's clocks."""

from collections.abc import Sequence

from slt_cli.domain.case import Case
from slt_cli.domain.events import changes_between
from slt_cli.domain.life import live
from slt_cli.domain.moments import Moment, in_order, with_terms
from slt_cli.domain.policy import Policy
from slt_cli.errors import Reason, RefusedError


def known(moment: Moment, before: Case, after: Case) -> Moment:
    changes = changes_between(before, after)
    came = changes["clocks"].new if "clocks" in changes else ()
    return moment._replace(
        promises={(c.kind, c.started_at): (c.target, c.promised_at) for c in came if c.target},
        recorded=True,
    )


def recorded_life(base: Case, moments: Sequence[Moment], moment: Moment, policy: Policy) -> Case:
    if moment.at < base.opened_at:
        raise RefusedError("before", reason=Reason.TOO_EARLY)
    before = with_terms(base, moments)
    return live(base, in_order([*before, moment]), policy)
