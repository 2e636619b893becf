"""Lives of cases that the tests of the past record, as the rules of the domain have them."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import NamedTuple

from slt_cli.domain.promises import reclassify

from slt_cli.domain.case import Case
from slt_cli.domain.escalation import escalate, next_level
from slt_cli.domain.events import event_between
from slt_cli.domain.lifecycle import close, reopen, respond
from slt_cli.domain.policy import Policy
from slt_cli.errors import RefusedError
from slt_cli.store.protocols import Store
from tests.domain.given import FRIDAY_EVENING, opened
from tests.store.samples import recording

KINDS = {
    "respond": "responded",
    "escalate": "escalated",
    "update": "updated",
    "note": "noted",
    "close": "closed",
    "reopen": "reopened",
}
RANKING = ("S1", "S2", "S3")


class Step(NamedTuple):
    """What happens next, after so many minutes, to the case with this place or a new one."""

    action: str
    minutes: int
    place: int
    priority: str
    region: str
    partner_type: str
    partner: str | None


def changed(policy: Policy, case: Case, step: Step, at: datetime) -> Case:
    """Return the case after a step; raises RefusedError where the rules refuse it."""
    match step.action:
        case "escalate":
            its_type = policy.partner_type_of(case)
            level = next_level(case, policy.levels, its_type, policy.links)
            return escalate(case, level, policy.region_of(case).schedule, at)
        case "update":
            its_type = policy.partner_type(step.partner_type)
            priority, region = policy.priority(step.priority), policy.region(step.region)
            return reclassify(case, priority, region, its_type, policy.plan_for(its_type))
        case "note":
            return case
        case "reopen":
            return reopen(case, at)
        case action:
            schedule = policy.region_of(case).schedule
            return {"respond": respond, "close": close}[action](case, at, schedule)


def play(policy: Policy, store: Store, steps: list[Step]) -> Iterator[datetime]:
    """Record each step in a transaction of its own, and yield when it happened."""
    at, count = FRIDAY_EVENING, 0
    for step in steps:
        at += timedelta(minutes=step.minutes)
        with suppress(RefusedError), store.writing() as transaction:
            if step.action == "open" or not count:
                case = opened(
                    policy,
                    step.priority,
                    at,
                    region=step.region,
                    partner_type=step.partner_type,
                    partner=step.partner,
                )
                transaction.create(event_between(None, case, "opened", at, recording()))
                count += 1
            else:
                before = transaction.case(step.place % count + 1)
                case = changed(policy, before, step, at)
                event = event_between(before, case, KINDS[step.action], at, recording(), "x")
                transaction.record(before, event)
        yield at


def record(store: Store, policy: Policy, steps: list[tuple[int, Step]]) -> None:
    """Open a case, then record what happened to it so many minutes later, in the order given."""
    event = event_between(None, opened(policy), "opened", FRIDAY_EVENING, recording())
    with store.writing() as transaction:
        case = transaction.create(event)
        for minutes, step in steps:
            at = FRIDAY_EVENING + timedelta(minutes=minutes)
            then = changed(policy, case, step, at)
            event = event_between(case, then, KINDS[step.action], at, recording())
            case = transaction.record(case, event)
