"""Random lives for the independent oracle (see life_oracle.py).

They are drawn to be nasty: around clock changes and exceptions, with moments at one instant,
exactly at due times, one minute after them, exactly at opening and closing, and recorded late. One
seed always gives the same life.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random

from tests.domain.oracle.life_oracle import Refused, Result, late_raise, simulate
from tests.domain.oracle.life_policies import CLOCK_CHANGES, random_policy
from tests.domain.oracle.life_policy import (
    DAY,
    Moment,
    Policy,
    Region,
    calendar_of,
    to_instant,
    to_minute,
)
from tests.domain.oracle.life_refusals import refusal

MOMENTS = 20
KINDS = {
    "answered": 22, "followup": 16, "held": 9, "resumed": 8, "marked": 8, "raised": 9,
    "late raise": 6, "changed": 13, "resolved": 6, "closed": 4, "reopened": 9,
}  # fmt: skip


def random_life(seed: int) -> tuple[Policy, list[Moment], list[datetime]]:
    """A policy, moments as they are recorded (a few must be refused), and instants to look at."""
    rng = Random(seed)
    zone, change = rng.choice(CLOCK_CHANGES)
    first_day = change - timedelta(days=rng.randint(0, 5))
    policy = random_policy(rng, zone, first_day)
    weights = {kind: weight * rng.choice((0.3, 1, 2)) for kind, weight in KINDS.items()}
    kept = [_opening(rng, policy, first_day)]
    moments = list(kept)
    while len(moments) < MOMENTS:
        moment = _moment(rng, policy, kept, weights)
        if moment is None:
            continue
        if refusal(policy, [*kept, moment]) is None:
            kept.append(moment)
            moments.append(moment)
        elif rng.random() < 0.12:
            moments.append(moment)
    return policy, moments, _nows(rng, policy, kept)


# --- the moments ----------------------------------------------------------------------------------


def _opening(rng: Random, policy: Policy, first_day: date) -> Moment:
    at = to_minute(
        datetime(first_day.year, first_day.month, first_day.day, tzinfo=UTC)
    ) + rng.randrange(DAY)
    region = rng.choice(list(policy.regions))
    if rng.random() < 0.3:
        at = _edge(policy.regions[region], at)
    partner_type = rng.choice(("certified", "certified", "certified", "silver", "referral"))
    data = {
        "priority": rng.choice(policy.priorities),
        "region": region,
        "partner_type": partner_type,
    }
    return Moment(to_instant(at), "opened", data)


def _edge(region: Region, minute: int) -> int:
    """The next minute at which support opens or closes; the same one if none within three days."""
    calendar = calendar_of(region, minute)
    for later in range(minute + 1, minute + 3 * DAY):
        if calendar.is_open(later) != calendar.is_open(later - 1):
            return later
    return minute


def _moment(
    rng: Random, policy: Policy, kept: list[Moment], weights: dict[str, float]
) -> Moment | None:
    """A moment that might be recorded next."""
    kind = rng.choices(list(weights), list(weights.values()))[0]
    if kind != "late raise":
        return Moment(to_instant(_at(rng, policy, kept)), kind, _data(rng, policy, kind))
    newest = max(to_minute(moment.at) for moment in kept)
    late = [
        due + 1
        for due in _dues(policy, kept, newest, "response", "escalation")
        if due < newest + 3 * DAY
    ]
    return late_raise(policy, kept, to_instant(max([newest, *late]))) if late else None


def _data(rng: Random, policy: Policy, kind: str) -> dict[str, object]:
    if kind == "answered":
        return {"hold": rng.random() < 0.3}
    if kind == "marked":
        return {
            "name": rng.choice(
                [name for name, rule in policy.rules.items() if "marked" in rule["stops"]]
            )
        }
    if kind == "raised":
        return {"level": rng.choice((1, 1, 1, 2, 2, 3))}
    if kind == "changed":
        choices: dict[str, Sequence[str]] = {
            "priority": policy.priorities,
            "region": list(policy.regions),
            "partner_type": ("certified", "certified", "silver", "referral"),
        }
        names = rng.sample(list(choices), rng.choice((1, 1, 1, 2)))
        return {name: rng.choice(choices[name]) for name in names}
    return {}


def _at(rng: Random, policy: Policy, kept: list[Moment]) -> int:
    """An instant that is likely to matter; often one that matters to the minute."""
    opened, newest = to_minute(kept[0].at), max(to_minute(moment.at) for moment in kept)
    draw = rng.random()
    if draw < 0.18:
        return newest
    if draw < 0.36:
        dues = [due for due in _dues(policy, kept, newest) if newest <= due <= newest + 3 * DAY]
        return rng.choice(dues) + (0 if rng.random() < 0.7 else 1) if dues else newest
    if draw < 0.5:
        return _edge(policy.regions[rng.choice(list(policy.regions))], newest)
    if draw < 0.68:  # a late entry
        earlier = [to_minute(moment.at) for moment in kept] + [rng.randint(opened, newest)]
        if rng.random() < 0.4:
            earlier += [due for due in _dues(policy, kept, newest) if opened <= due < newest]
        return rng.choice(earlier)
    if draw < 0.69:
        return opened - rng.randint(1, 60)
    return newest + rng.randint(1, rng.choice((3, 20, 60, 240, 600, 2 * DAY)))


def _dues(policy: Policy, kept: list[Moment], now: int, *kinds: str) -> list[int]:
    """The due times that the case has at this minute (of these kinds)."""
    result: Result | Refused = simulate(policy, kept, to_instant(now))
    assert isinstance(result, Result)
    clocks = [
        clock
        for clock in result.clocks.values()
        if not kinds or (clock.kind in kinds and clock.verdict is None)
    ]
    return [to_minute(clock.due_at) for clock in clocks if clock.due_at is not None]


def _nows(rng: Random, policy: Policy, kept: list[Moment]) -> list[datetime]:
    """The middle of the life, its end, some time later, a due time, and a minute after it."""
    opened, newest = to_minute(kept[0].at), max(to_minute(moment.at) for moment in kept)
    nows = [rng.randint(opened, newest), newest, newest + rng.randint(1, 3 * DAY)]
    ahead = [due for due in _dues(policy, kept, newest) if due >= newest]
    if ahead:
        due = rng.choice(ahead)
        nows += [due, due + 1]
    return [to_instant(now) for now in sorted(nows)]
