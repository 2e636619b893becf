"""The outbox of every engine: what may have to be told, and what was told."""

from datetime import datetime
from typing import Any

import pytest

from slt_cli.domain.clocks import Span
from slt_cli.domain.plan import Target
from slt_cli.store.outbox import (
    TAKEN_BACK,
    Candidate,
    ChannelRun,
    NewEvent,
    NewNotice,
    Notice,
    NoticeKey,
)
from slt_cli.store.sql.content import CHANNEL_COLUMNS, NOTICE_COLUMNS
from tests.store.outboxes import (
    DUE,
    KEY,
    NOW,
    add,
    all_of,
    case_with,
    changing,
    claimed,
    claimed_in,
    happened,
    new,
)
from tests.store.samples import MONDAY, after, escalation, response


def test_the_columns_are_the_fields_of_the_types():
    flat = [
        name
        for field in Notice._fields
        for name in (NoticeKey._fields if field == "key" else (field,))
    ]
    assert [{"case": "case_number"}.get(name, name) for name in flat] == [*NOTICE_COLUMNS]
    assert ("name", *ChannelRun._fields) == CHANNEL_COLUMNS


def test_a_notice_is_read_as_it_was_recorded_and_only_once(store):
    case_with(store)
    later = NewNotice(KEY._replace(moment="75%"), not_before=after(hours=9))
    assert add(store, new(), later, new()) == [
        Notice(1, KEY, "waiting", NOW),
        Notice(2, later.key, "waiting", NOW, next_at=after(hours=9)),
    ]
    assert [notice.number for notice in add(store, later, new(channel="chat"))] == [1, 2, 3]
    assert store.outbox().notice(2) == Notice(2, later.key, "waiting", NOW, next_at=after(hours=9))
    assert store.outbox().notice(4) is None


@pytest.mark.parametrize(
    "field",
    [
        {"case": 2},
        {"kind": "update"},
        {"cycle": 2},
        {"event": 1},
        {"due_at": after(hours=3)},
        {"moment": "75%"},
        {"channel": "chat"},
    ],
    ids=lambda field: next(iter(field)),
)
def test_each_part_of_the_key_makes_it_another_notice(store, field):
    case_with(store)
    case_with(store)
    other = KEY._replace(**field)
    assert len(add(store, new(), new(**field))) == 2
    missing = KEY._replace(channel="nobody")
    assert store.outbox().made([KEY, other, missing]) == {KEY, other}


STANDING = [
    pytest.param(lambda outbox: outbox.drop([1], "answered"), False, id="its reason was gone"),
    pytest.param(
        lambda outbox: outbox.replace(ABOVE, ["due"], "replaced", NOW), False, id="replaced"
    ),
    pytest.param(lambda outbox: outbox.drop([1], TAKEN_BACK), True, id="its event was taken back"),
    pytest.param(lambda outbox: outbox.drop_by("ada", 1, NOW), True, id="a person dropped it"),
    pytest.param(lambda outbox: outbox.drop([1], "drop"), False, id="some other reason"),
    pytest.param(lambda outbox: outbox.sent(claimed_in(outbox), NOW), True, id="sent"),
    pytest.param(lambda outbox: fail(outbox, NOW), True, id="to be tried again"),
    pytest.param(lambda outbox: fail(outbox, None), True, id="given up"),
    pytest.param(lambda outbox: outbox.ran(["desk"], NOW), True, id="waiting"),
]
"""What becomes of a notice, and whether it stands then."""

ABOVE = KEY._replace(moment="1h late")


def fail(outbox, again) -> None:
    outbox.failed(claimed_in(outbox), "dropped by the server", NOW, again)


@pytest.mark.parametrize(("change", "stands"), STANDING)
def test_what_slt_dropped_can_be_made_again(store, change, stands):
    case_with(store, clocks=(clock(),))
    add(store, new())
    with changing(store) as outbox:
        change(outbox)
    (before,) = all_of(store)
    assert store.outbox().made([KEY]) == ({KEY} if stands else set())
    (candidate,) = candidates(store)
    assert candidate.noticed == ({("desk", "due")} if stands else set())

    later = after(hours=3)
    again = Notice(1, KEY, "waiting", later, next_at=after(hours=4))
    made = add(store, NewNotice(KEY, after(hours=4)), new(channel="chat"), now=later)
    assert made[0] == (before if stands else again)
    assert (made[1].number, made[1].key.channel) == (2, "chat")


def test_one_that_is_made_again_goes_into_a_new_message(store):
    case_with(store)
    add(store, new())
    found = claimed(store)
    with changing(store) as outbox:
        outbox.failed(found, "421 Try again later", NOW, NOW)
        outbox.drop([1], "answered")
    add(store, new(), now=NOW)
    assert claimed(store, "m2").message == "m2"


def test_a_person_may_drop_what_slt_dropped_but_not_what_was_sent(store):
    case_with(store)
    add(store, new(), new(channel="chat"))
    with changing(store) as outbox:
        outbox.sent(claimed_in(outbox), NOW)
        outbox.drop([2], "answered")
        outbox.drop_by("ada", 1, NOW)
        outbox.drop_by("ada", 2, NOW)
        outbox.drop([2], "answered")
    told = [(notice.state, notice.last_error) for notice in all_of(store)]
    assert told == [("sent", None), ("dropped", "dropped by ada")]


@pytest.mark.parametrize(("kind", "event"), [("held", 0), ("unowned", 1)])
def test_a_state_whose_notice_was_dropped_is_found_again(store, kind, event):
    case_with(store, holds=(Span(MONDAY),))
    asked, moment = getattr(store.outbox(), kind), f"{kind} 1h"
    state = {"kind": "", "cycle": 0, "event": event, "due_at": MONDAY, "moment": moment}
    add(store, new(**state))
    assert asked(MONDAY, moment, "desk") == []
    with changing(store) as outbox:
        outbox.drop([1], "the case is closed")
    assert asked(MONDAY, moment, "desk") == [1]
    with changing(store) as outbox:
        outbox.drop_by("ada", 1, NOW)
    assert asked(MONDAY, moment, "desk") == []


def test_nothing_is_made_of_nothing(store):
    outbox = store.outbox()
    assert (outbox.made([]), outbox.failing(), outbox.runs()) == (set(), [], {})
    assert (outbox.ready([], NOW), outbox.ready(["desk"], NOW)) == (set(), set())
    assert (outbox.new_events(MONDAY, ["opened"]), outbox.longest_target()) == ([], 0)
    assert list(outbox.candidates(after(weeks=9))) == []
    assert add(store) == []


CANDIDATE = Candidate(
    case=1,
    priority="S1",
    region="usa",
    owner="ada",
    kind="response",
    cycle=1,
    due_at=after(hours=2),
    due_without_holds=DUE,
    target_seconds=3600,
    target_clock="support-hours",
    noticed=frozenset(),
)
"""What the clock of `clock()` is, of a case of ada's."""


def clock(**fields: Any) -> Any:
    return response(after(hours=2), promised_at=DUE, **fields)


def candidates(store, due_before: datetime = NOW) -> list[Candidate]:
    return list(store.outbox().candidates(due_before))


def test_a_running_clock_is_a_candidate_with_what_was_noticed_for_its_due_time(store):
    case_with(store, owner="ada", clocks=(clock(),))
    assert candidates(store) == [CANDIDATE]
    add(
        store,
        new(moment="75%"),
        new(channel="chat"),
        new(moment="1h late", due_at=after(hours=2)),
        new(moment="30m left", cycle=2),
        new(moment="50%", kind="update"),
        new(moment="opened", kind="", cycle=0, event=1),
    )
    noticed = frozenset({("desk", "75%"), ("chat", "due")})
    assert candidates(store) == [CANDIDATE._replace(noticed=noticed)]


@pytest.mark.parametrize(
    ("due_before", "count"),
    [
        pytest.param(after(hours=2, seconds=-1), 0, id="a second before it is due"),
        pytest.param(after(hours=2), 1, id="when it is due"),
        pytest.param(after(weeks=5), 1, id="long after it was due"),
    ],
)
def test_a_clock_is_a_candidate_from_its_due_time_on(store, due_before, count):
    case_with(store, clocks=(clock(),))
    assert len(candidates(store, due_before)) == count


@pytest.mark.parametrize(
    "clocks",
    [
        pytest.param((clock(stopped_at=NOW, verdict="missed"),), id="answered"),
        pytest.param((response(None, promised_at=DUE),), id="paused"),
        pytest.param((clock()._replace(target=None),), id="without a target"),
        pytest.param((), id="without a clock"),
    ],
)
def test_no_other_clock_is_a_candidate(store, clocks):
    case_with(store, clocks=clocks)
    assert candidates(store) == []


def test_every_running_clock_is_one_the_nearest_first(store):
    day = Target(8 * 3600, "support-hours")
    late = escalation(after(minutes=90))
    case_with(store, clocks=(clock()._replace(target=day), late), owner=None)
    case_with(store, priority="S2", region="apac", clocks=(response(DUE),))
    without_owner = CANDIDATE._replace(owner=None)
    assert candidates(store) == [
        without_owner._replace(case=2, priority="S2", region="apac", due_at=DUE),
        without_owner._replace(
            kind="escalation",
            due_at=after(minutes=90),
            due_without_holds=after(minutes=90),
            target_clock="24x7",
        ),
        without_owner._replace(target_seconds=8 * 3600),
    ]
    assert store.outbox().longest_target() == 8 * 3600


def test_the_longest_target_is_that_of_a_running_clock(store):
    stopped = response(DUE, stopped_at=DUE, verdict="met")._replace(target=Target(9999, "24x7"))
    case_with(store, clocks=(stopped, escalation(DUE)))
    assert store.outbox().longest_target() == 3600


def test_events_that_were_recorded_since_are_new(store):
    case_with(store)
    happened(store, 1, "noted", after(hours=2))
    happened(store, 1, "escalated", after(hours=3))
    happened(store, 1, "escalated", after(hours=4))
    asked = store.outbox().new_events

    escalations = [
        NewEvent(1, 3, "escalated", after(hours=3), after(hours=3)),
        NewEvent(1, 4, "escalated", after(hours=4), after(hours=4)),
    ]
    assert asked(after(hours=3), ["escalated"]) == escalations
    assert asked(after(hours=3, seconds=1), ["escalated"]) == escalations[1:]
    assert [event.event for event in asked(MONDAY, ["opened", "escalated"])] == [1, 3, 4]
    assert asked(MONDAY, []) == []
    happened(store, 1, "voided", after(hours=5), status="void")
    assert asked(MONDAY, ["opened", "escalated"]) == []


@pytest.mark.parametrize(
    ("fields", "numbers"),
    [
        pytest.param({}, [1], id="open"),
        pytest.param({"status": "responded"}, [1], id="answered"),
        pytest.param({"status": "resolved"}, [], id="resolved"),
        pytest.param({"status": "closed"}, [], id="closed"),
        pytest.param({"status": "void"}, [], id="void"),
        pytest.param({"owner": "ada"}, [], id="with an owner"),
    ],
)
def test_open_cases_without_an_owner_are_unowned(store, fields, numbers):
    case_with(store, **fields)
    assert store.outbox().unowned(MONDAY, "unowned 15m", "desk") == numbers
    assert store.outbox().unowned(after(seconds=-1), "unowned 15m", "desk") == []


def test_an_unowned_case_is_looked_at_again_after_its_next_event(store):
    case_with(store)
    asked = store.outbox().unowned
    state = {"kind": "", "cycle": 0, "due_at": MONDAY, "moment": "unowned 15m"}
    add(store, new(**state), now=after(hours=2))
    assert asked(MONDAY, "unowned 15m", "desk") == []
    assert asked(MONDAY, "unowned 1h", "desk") == [1]
    assert asked(MONDAY, "unowned 15m", "chat") == [1]
    happened(store, 1, "noted", after(hours=3))
    assert asked(MONDAY, "unowned 15m", "desk") == [1]


def test_cases_on_hold_are_held_until_that_was_noticed_for_this_hold(store):
    before, this = Span(MONDAY, DUE), Span(after(hours=2))
    case_with(store, holds=(before, this))
    case_with(store, holds=(before,))
    case_with(store, holds=(this,), status="void")
    asked = store.outbox().held
    assert asked(after(hours=2, seconds=-1), "held 3d", "desk") == []
    assert asked(after(hours=2), "held 3d", "desk") == [1]
    state = {"kind": "", "cycle": 0, "moment": "held 3d"}
    add(store, new(**state, due_at=MONDAY))
    assert asked(after(hours=2), "held 3d", "desk") == [1]
    add(store, new(**state, due_at=after(hours=2)))
    assert asked(after(hours=2), "held 3d", "desk") == []
    assert asked(after(hours=2), "held 5d", "desk") == [1]
    assert asked(after(hours=2), "held 3d", "chat") == [1]


def test_a_channel_keeps_when_it_was_first_looked_after(store):
    for now, channels in ((NOW, ["desk", "chat"]), (after(hours=3), ["desk"]), (DUE, ["chat"])):
        with changing(store) as outbox:
            outbox.ran(channels, now)
    assert store.outbox().runs() == {
        "chat": ChannelRun(NOW, DUE),
        "desk": ChannelRun(NOW, after(hours=3)),
    }


def test_notices_are_chosen_by_age_and_state(store):
    case_with(store)
    add(store, new(), now=after(hours=2))
    add(store, new(channel="chat"), now=after(hours=3))
    claim = claimed(store, now=after(hours=4))
    with changing(store) as outbox:
        outbox.sent(claim, after(hours=4))

    def numbers(*asked: Any) -> list[int]:
        return [notice.number for notice in store.outbox().notices(*asked)]

    assert numbers() == [1, 2]
    assert numbers(after(hours=3)) == [2]
    assert numbers(None, "sent") == numbers(after(hours=2), "sent") == [1]
    assert numbers(after(hours=3), "sent") == []


@pytest.mark.parametrize(
    ("status", "age", "left"),
    [
        pytest.param("open", 99, ["sent", "dropped", "waiting", "failed"], id="an open case"),
        pytest.param("responded", 99, ["sent", "dropped", "waiting", "failed"], id="answered"),
        pytest.param("resolved", 99, ["waiting"], id="a resolved case"),
        pytest.param("closed", 99, ["waiting"], id="a closed case"),
        pytest.param("void", 99, ["waiting"], id="a void case"),
        pytest.param("closed", 2, ["sent", "dropped", "waiting", "failed"], id="not old enough"),
    ],
)
def test_settled_notices_of_cases_that_have_ended_are_removed(store, status, age, left):
    case_with(store, status=status)
    add(store, *(new(channel=name) for name in ("desk", "chat", "mail", "phone")))
    with changing(store) as outbox:
        outbox.sent(outbox.claim("desk", "m1", NOW), NOW)
        outbox.drop([2], "answered")
        outbox.failed(outbox.claim("phone", "m2", NOW), "gone", NOW, None)

    with changing(store) as outbox:
        outbox.prune(after(hours=age))

    assert [notice.state for notice in all_of(store)] == left
    assert add(store, new(moment="1h late"))[-1].number == 5
