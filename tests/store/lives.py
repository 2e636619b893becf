"""Lives of cases that the tests of the past record, as the rules of the domain have them."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from slt_cli.domain.case import Case
from slt_cli.domain.event_making import event_between
from slt_cli.domain.moments import Moment, detail_of
from slt_cli.domain.policy import Policy
from slt_cli.domain.recording import record as record_moment
from slt_cli.errors import RefusedError
from slt_cli.store.as_of import AsOf
from slt_cli.store.protocols import Store, Writing
from tests.domain.given import FRIDAY_EVENING, opened
from tests.store.samples import recording

KINDS = {
    "respond": "responded",
    "escalate": "escalated",
    "update": "updated",
    "note": "noted",
    "followup": "followup",
    "hold": "held",
    "resume": "resumed",
    "resolve": "resolved",
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


def moment_of(case: Case, step: Step, at: datetime) -> Moment:
    """Return the moment that a step is; an escalation is to the next level."""
    kind: Any = KINDS[step.action]
    if kind == "updated":
        facts = {
            "priority": step.priority,
            "region": step.region,
            "partner_type": step.partner_type,
        }
        return Moment(kind, at, facts=facts)
    return Moment(kind, at, level=case.level + 1 if kind == "escalated" else 0)


def happen(transaction: Writing, policy: Policy, case: Case, step: Step, at: datetime) -> Case:
    """Record a step and return the case; raises RefusedError where the rules refuse it."""
    moment = moment_of(case, step, at)
    later = record_moment(case, transaction.events(case.number), moment, policy)
    detail = detail_of(moment)
    event = event_between(case, later, moment.kind, at, recording(), "x", detail=detail)
    return transaction.record(case, event)


def past_of(policy: Policy, store: Store, at: datetime) -> AsOf:
    """Return the store as it was at an instant."""
    return AsOf(store, at, policy)


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
                happen(transaction, policy, before, step, at)
        yield at


def record(store: Store, policy: Policy, steps: list[tuple[int, Step]]) -> None:
    """Open a case, then record what happened to it so many minutes later, in the order given."""
    event = event_between(None, opened(policy), "opened", FRIDAY_EVENING, recording())
    with store.writing() as transaction:
        case = transaction.create(event)
        for minutes, step in steps:
            at = FRIDAY_EVENING + timedelta(minutes=minutes)
            case = happen(transaction, policy, case, step, at)
