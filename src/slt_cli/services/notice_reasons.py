"""Whether the reasons of notices still hold, checked just before they are sent."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import ESCALATION, Clock
from slt_cli.domain.events import Event, events_that_count
from slt_cli.domain.moments import moment_of
from slt_cli.domain.notice_moments import EVENT_MOMENTS, NoticeMoment, parse_moment
from slt_cli.domain.notices import moments_of_clocks, unowned_since
from slt_cli.domain.policy import Policy
from slt_cli.store.outbox import TAKEN_BACK, Notice, NoticeKey
from slt_cli.store.protocols import Store
from slt_cli.views.told_notices import ToldNotice


def told_or_dropped(
    store: Store, policy: Policy, notices: Sequence[Notice], now: datetime
) -> tuple[dict[Notice, ToldNotice], dict[str, list[int]]]:
    """Return what the notices tell whose reason still holds, and the others' numbers by why not."""
    numbers = {notice.key.case for notice in notices}
    told: dict[Notice, ToldNotice] = {}
    dropped: dict[str, list[int]] = {}
    with store.reading():
        cases = {case.number: case for case in store.cases_among(numbers, ())}
        of_events = {notice.key.case for notice in notices if not notice.key.kind}
        histories = store.histories(of_events) if of_events else {}
    for notice in notices:
        case = cases.get(notice.key.case)
        if case is None or case.status == "void":
            why = "the case is void"
        else:
            history = histories.get(case.number, [])
            found = _told(policy, notice.key, case, history, now)
            if isinstance(found, ToldNotice):
                told[notice] = found
                continue
            why = found
        dropped.setdefault(why, []).append(notice.number)
    for notice, moment in _replaced(store, policy, told).items():
        del told[notice]
        dropped.setdefault(f"replaced by {moment}", []).append(notice.number)
    return told, dropped


def _replaced(store: Store, policy: Policy, told: Mapping[Notice, ToldNotice]) -> dict[Notice, str]:
    """Return the notices after which one of a later moment was made, and that moment.

    Another host may be slower than this one, or a message may have been on its way meanwhile.
    """
    later = {
        notice: keys
        for notice, (_, clock, moment, *_) in told.items()
        if notice.key.kind and (keys := _later_keys(policy, notice.key, clock, moment))
    }
    made = store.outbox().made({key for keys in later.values() for key in keys}) if later else ()
    found = {notice: [key for key in keys if key in made] for notice, keys in later.items()}
    return {notice: keys[0].moment for notice, keys in found.items() if keys}


def _later_keys(
    policy: Policy, key: NoticeKey, clock: Clock | None, moment: NoticeMoment
) -> list[NoticeKey]:
    """Return the keys of the moments that a clock reaches after one, the last one first."""
    if clock is None or clock.target is None:
        return []
    seconds = clock.target.seconds
    ranked = moments_of_clocks(policy.notices, key.channel, seconds)
    later = [each for each in ranked if each.rank(seconds) > moment.rank(seconds)]
    return [key._replace(moment=str(each)) for each in later]


def _told(
    policy: Policy, key: NoticeKey, case: Case, history: Sequence[Event], now: datetime
) -> ToldNotice | str:
    """Return a notice with its case as it is now, or why it is dropped."""
    if key.kind:
        return _of_clock(policy, key, case, now)
    moment = parse_moment(key.moment)
    if moment.kind in EVENT_MOMENTS:
        event = next((e for e in events_that_count(history) if e.id == key.event), None)
        if event is None:
            return TAKEN_BACK
        raised = _raised_by(case, event)
        standing = None if raised is None else policy.standing(raised, case, now)
        return ToldNotice(case, raised, moment, standing, event.at, event.note)
    if moment.kind == "held":
        if case.held_since != key.due_at:
            return "the hold has ended"
        return ToldNotice(case, None, moment, None, key.due_at)
    event = unowned_since(case, history)
    if event is None:
        return "the case has an owner" if case.owner else f"the case is {case.status}"
    if event.id != key.event:
        return "the case had an owner meanwhile"
    return ToldNotice(case, None, moment, None, event.at)


def _raised_by(case: Case, event: Event) -> Clock | None:
    """Return the clock that an escalation started; None for any other event."""
    level = moment_of(event).level if event.kind == "escalated" else 0
    started = (c for c in case.clocks if c.kind == ESCALATION and c.level == level)
    return next((clock for clock in started if clock.started_at == event.at), None)


def _of_clock(policy: Policy, key: NoticeKey, case: Case, now: datetime) -> ToldNotice | str:
    clock = case.cycle(key.kind, key.cycle)
    if clock is None or clock.target is None:
        return "the clock has no target any more"
    if clock.verdict is not None:
        return f"the clock was stopped: {clock.verdict}"
    if clock.paused:
        return "the case is on hold"
    if (clock.promised_at or clock.due_at) != key.due_at:
        return "the due time is another one now"
    standing = policy.standing(clock, case, now)
    return ToldNotice(case, clock, parse_moment(key.moment), standing, clock.due_at or key.due_at)
