"""The clocks of a row: their targets, when they start, and what stopped them after how long."""

import pytest

from slt_cli.domain.plan import Target
from tests.domain.given import escalation, moment, response
from tests.exchange.reading import DUE, ESCALATED, LATER, OPENED, read


def test_targets_come_from_the_configuration(policy):
    case = read(policy, **ESCALATED, due_at=LATER)
    assert response(case).target == Target(3600, "support-hours")
    assert escalation(case).target == Target(4 * 3600, "support-hours")


def test_the_clocks_start_with_the_opening_and_the_escalation(policy):
    case = read(policy, **ESCALATED)
    assert case.clocks == (response(case), escalation(case))
    assert [(clock.cycle, clock.level, clock.started_at) for clock in case.clocks] == [
        (1, 0, moment(OPENED)),
        (1, 2, moment(ESCALATED["escalated_at"])),
    ]


def test_a_referral_partner_has_the_clock_of_its_level_alone(policy):
    case = read(policy, **ESCALATED, partner_type="referral")
    assert [clock.name for clock in case.clocks] == ["level 2"]


@pytest.mark.parametrize(
    ("texts", "stops"),
    [
        pytest.param({}, [(None, None), (None, None)], id="nothing stopped them"),
        pytest.param(
            {"responded_at": "2026-11-20T16:30:00Z"},
            [("2026-11-20T16:30:00Z", 9000), ("2026-11-20T16:30:00Z", 1800)],
            id="answered after the escalation",
        ),
        pytest.param(
            {"responded_at": DUE, "closed_at": "2026-11-20T16:30:00Z"},
            [(DUE, 3600), ("2026-11-20T16:30:00Z", 1800)],
            id="answered before the escalation, then closed",
        ),
        pytest.param(
            {"responded_at": DUE}, [(DUE, 3600), (None, None)], id="answered before the escalation"
        ),
        pytest.param(
            {"resolved_at": "2026-11-20T16:30:00Z", "closed_at": LATER},
            [("2026-11-20T16:30:00Z", 9000), ("2026-11-20T16:30:00Z", 1800)],
            id="resolved, then closed",
        ),
        pytest.param(
            {"resolved_at": "2026-11-20T16:30:00Z", "responded_at": LATER},
            [("2026-11-20T16:30:00Z", 9000), ("2026-11-20T16:30:00Z", 1800)],
            id="resolved, then answered",
        ),
        pytest.param(
            {"held_since": "2026-11-20T16:30:00Z"},
            [(None, None), (None, None)],
            id="a hold stops neither",
        ),
        pytest.param(
            {"closed_at": "2026-11-23T11:00:00Z"},
            [("2026-11-23T11:00:00Z", 12 * 3600), ("2026-11-23T11:00:00Z", 10 * 3600)],
            id="closed after a weekend: closed hours do not count",
        ),
        pytest.param(
            {"verdict": "missed", "escalation_verdict": "met"},
            [(None, None), (None, None)],
            id="verdicts alone: nobody knows when they were stopped",
        ),
        pytest.param(
            {"verdict": "met", "closed_at": LATER},
            [(LATER, 10800), (LATER, 3600)],
            id="a verdict that the time contradicts",
        ),
    ],
)
def test_a_clock_is_stopped_by_the_answer_or_the_closing_after_so_many_active_seconds(
    policy, texts, stops
):
    case = read(policy, **ESCALATED, **texts)
    assert [(clock.stopped_at, clock.active_seconds) for clock in case.clocks] == [
        (moment(at) if at else None, seconds) for at, seconds in stops
    ]


@pytest.mark.parametrize(
    ("texts", "by"),
    [
        pytest.param({"responded_at": LATER}, "responded", id="answered"),
        pytest.param({"resolved_at": LATER}, "resolved", id="resolved"),
        pytest.param({"closed_at": LATER}, "closed", id="closed"),
        pytest.param({"resolved_at": LATER, "closed_at": LATER}, "resolved", id="resolved first"),
    ],
)
def test_a_clock_knows_what_stopped_it_so_that_reopening_continues_it_or_not(policy, texts, by):
    case = read(policy, level="2", escalated_at=DUE, **texts)
    assert [clock.stopped_by for clock in case.clocks] == [by, by]


@pytest.mark.parametrize(
    ("texts", "verdicts", "at"),
    [
        pytest.param({}, ["cancelled"], OPENED, id="only opened"),
        pytest.param({"verdict": "cancelled"}, ["cancelled"], OPENED, id="as it was exported"),
        pytest.param({"responded_at": LATER}, ["missed"], LATER, id="answered"),
        pytest.param(ESCALATED, ["cancelled", "cancelled"], ESCALATED["escalated_at"], id="raised"),
    ],
)
def test_a_void_row_cancels_what_ran_at_the_latest_time_that_is_known(policy, texts, verdicts, at):
    case = read(policy, status=" Void ", **texts)
    assert (case.status, case.holds) == ("void", ())
    assert [clock.verdict for clock in case.clocks] == verdicts
    assert {clock.stopped_at for clock in case.clocks} == {moment(at)}
    by = "responded" if "responded_at" in texts else "voided"
    assert {clock.stopped_by for clock in case.clocks} == {by}
