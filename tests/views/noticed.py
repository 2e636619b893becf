"""Notices of the cast of the screens, as values: what messages and their sheets are made from."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from slt_cli.config import load_policy, read_layers
from slt_cli.domain.calendar.instant import Zone
from slt_cli.domain.case import Case
from slt_cli.domain.channels import Channel, Command, Mail, Webhook
from slt_cli.domain.lifecycle import open_case
from slt_cli.domain.notice_moments import parse_moment
from slt_cli.domain.policy import Policy
from slt_cli.output.times import Times
from slt_cli.views.told_notices import ToldNotice
from tests.domain.given import after, moment
from tests.screens.cast import NOW, POLICY, READER

TIMES = Times(datetime.fromisoformat(NOW).astimezone(UTC), Zone(ZoneInfo(READER)))
DESK = Channel("desk", Mail(("desk@example.com",), "slt@example.com"))
CHAT = Channel("chat", Webhook("https://chat.example.com/hook", "slack"))
TEAMS = Channel("teams", Webhook("https://teams.example.com/hook", "teams"))
HOOK = Channel("hook", Webhook("https://hook.example.com/"))
PHONE = Channel("phone", Command(("ring", "desk")))
MESSAGE_ID = "0123456789abcdef0123456789abcdef"


def cast_policy() -> Policy:
    """Return the policy of the cast: five clocks."""
    return load_policy(read_layers(POLICY))


def case_of(
    policy: Policy,
    number: int,
    priority: str = "S2",
    opened_at: str = "2026-11-25T10:40Z",
    *,
    region: str = "europe",
    partner_type: str = "certified",
    **facts: Any,
) -> Case:
    """Return a case of the cast: opened at an instant, with some facts."""
    given = {"subject": "Call queue drops every third call", **facts}
    return open_case(
        policy,
        priority=policy.priority(priority),
        region=policy.region(region),
        partner_type=policy.partner_type(partner_type),
        opened_at=moment(opened_at),
        **given,
    )._replace(number=number)


def queue_drops(policy: Policy, **facts: Any) -> Case:
    """Return CASE-411, whose response is late by 1 h 30 min."""
    given = {"ref": "00412361", "partner": "Customer B", "owner": "desk-2", **facts}
    return case_of(policy, 411, **given)


def calls_fail(policy: Policy, **facts: Any) -> Case:
    """Return CASE-412, whose update is due in 55 min."""
    given = {
        "subject": "Emergency calls fail at two sites",
        "ref": "00412364",
        "partner": "Customer C",
        "owner": "desk-1",
        **facts,
    }
    case = case_of(policy, 412, "S1", "2026-11-25T12:30Z", **given)
    return after(policy, case, "responded", moment("2026-11-25T13:05Z"))


def told(
    policy: Policy,
    case: Case,
    what: str,
    kind: str | None = None,
    *,
    since: str = "2026-11-25T10:40Z",
    note: str | None = None,
    now: datetime = TIMES.now,
) -> ToldNotice:
    """Return the notice of a case at a moment; of a clock, if its kind is given."""
    clock = case.clock(kind) if kind else None
    standing = policy.standing(clock, case, now) if clock else None
    due = clock.due_at if clock else None
    return ToldNotice(case, clock, parse_moment(what), standing, due or moment(since), note)


def both(policy: Policy) -> list[ToldNotice]:
    """Return the two notices of the screens, the one that is worse last."""
    return [
        told(policy, calls_fail(policy), "75%", "update"),
        told(policy, queue_drops(policy), "1h late", "response"),
    ]
