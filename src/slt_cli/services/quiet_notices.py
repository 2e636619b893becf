"""Whether a run has nothing to do: asked at once where each question is a journey to a server."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from slt_cli.domain.channels import Channel
from slt_cli.domain.notices import due_before, moments_of
from slt_cli.domain.policy import Policy
from slt_cli.services.notices_due import notices_due
from slt_cli.store.outbox import Look
from slt_cli.store.protocols import Store

_DAY_SECONDS = 24 * 60 * 60


def is_quiet(
    store: Store,
    policy: Policy,
    channels: Mapping[str, Channel],
    now: datetime,
    prune_before: datetime,
) -> bool:
    """Return whether nothing is due for some channels, waits to be sent or is to be removed.

    Then it is recorded that they were looked after now. False where that is not known.
    """
    outbox = store.outbox().look(_look(policy, channels, now, prune_before))
    return outbox is not None and not notices_due(store, policy, channels, now, outbox)


def _look(
    policy: Policy, channels: Mapping[str, Channel], now: datetime, prune_before: datetime
) -> Look:
    moments = moments_of(policy.notices, channels)
    states = [
        (moment.kind, (now - timedelta(seconds=moment.amount), str(moment), channel))
        for channel in channels
        for moment in moments_of(policy.notices, {channel})
    ]
    return Look(
        tuple(channels),
        now,
        prune_before,
        due_before(moments, _longest_target(policy), policy.regions.values(), now),
        tuple(asked for kind, asked in states if kind == "held"),
        tuple(asked for kind, asked in states if kind == "unowned"),
    )


def _longest_target(policy: Policy) -> int:
    """Return the seconds of the longest target, with 24 hours for a business day.

    A case may have a longer one, of a policy before: then its clock is asked for separately.
    """
    of_plans = [
        target
        for plan in policy.plans.values()
        for by_clock in plan.targets.values()
        for target in by_clock.values()
    ]
    of_levels = [level.target_for(key) for level in policy.levels for key in policy.priorities]
    return max(
        (
            each.seconds if each.days is None else each.days.days * _DAY_SECONDS
            for each in (*of_plans, *of_levels)
        ),
        default=0,
    )
