"""How a case is shown that was just opened: its facts, its targets, and whom to call."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from slt_cli.domain.case import Case
from slt_cli.domain.changed import Changed, MovedClock
from slt_cli.domain.clocks import RESPONSE, Clock
from slt_cli.domain.policy import Policy
from slt_cli.output import Cell, Line, Note, Sheet, line
from slt_cli.output.times import Times
from slt_cli.views.case import (
    SCHEMA,
    TONES,
    case_item,
    describe_partner,
    describe_priority,
    linked_id,
    no_target,
    priority_to_report,
)
from slt_cli.views.changes import repeated
from slt_cli.views.clock_changes import in_order_of_rules
from slt_cli.views.contact import hotline_lines
from slt_cli.views.lengths import describe_left, describe_target
from slt_cli.views.support_notes import clock_start_note

_FIELDS = {
    *("Case", "Subject", "Partner", "Customer", "Region", "Status", "Owner", "Tags", "Opened"),
    *("Target", "Due"),
}
"""The labels of what JSON has as fields of the case."""


def opened_record(
    policy: Policy,
    opened: Changed,
    times: Times,
    suggested: Iterable[Note] = (),
    twins: Iterable[Case] = (),
) -> Sheet[Case]:
    """Return the sheet that shows a case that was opened, now or before with the same key.

    `suggested` says where its priority is from; `twins` are open cases that say the same.
    """
    case = opened.after
    reported = priority_to_report(policy, case) != describe_priority(policy, case)
    return Sheet(
        schema=SCHEMA,
        as_of=times.now,
        rows=[case],
        item=lambda case: case_item(policy, case),
        columns=(),
        key=lambda case: policy.case_id(case.number),
        lines=lambda case: chain(
            [repeated(policy, case)] if opened.repeated else [],
            _facts(policy, case, times),
            _targets(policy, case, times),
            _notes([*suggested, *clock_start_note(policy, case, times.now)]),
            hotline_lines(policy, case, times.now),
            _twin(policy, [twin for twin in twins if twin.number != case.number]),
        ),
    ).with_answer_notes(without=_FIELDS if reported else {*_FIELDS, "Priority"})


def _facts(policy: Policy, case: Case, times: Times) -> Iterator[Line]:
    ref = f" · ref {case.ref}" if case.ref else ""
    facts = {
        "Subject": case.subject,
        "Partner": describe_partner(policy, case),
        "Customer": case.customer or "",
        "Priority": priority_to_report(policy, case),
        "Region": policy.region_name(case),
        "Status": "" if case.status == "open" else case.status,
        "Owner": case.owner or "",
        "Tags": " ".join(case.tags),
        "Opened": times.of_case(case.opened_at, policy.zone_of(case)),
    }
    yield Line((linked_id(policy, case), Cell(ref)), "Case", indented=False)
    yield from (line(said, label, indented=False) for label, said in facts.items() if said)


def _targets(policy: Policy, case: Case, times: Times) -> Iterator[Line]:
    """Yield each target of a case, and when it is due."""
    started = [MovedClock(clock, None, clock) for clock in case.clocks if not clock.level]
    if case.clock(RESPONSE) is None:
        yield line(no_target(policy, case), "Target", indented=False)
    for clock, _, _ in in_order_of_rules(policy, started):
        if clock.target is not None:
            within = "" if clock.target.days and clock.target.days.at_end else "within "
            target = f"{clock.name} {within}{describe_target(clock.target)}"
            yield line(target, "Target", indented=False)
            yield _due(policy, case, clock, times)


def _due(policy: Policy, case: Case, clock: Clock, times: Times) -> Line:
    standing, zone = policy.standing(clock, case, times.now), policy.zone_of(case)
    left, tone = describe_left(standing), TONES.get(standing.state, "")
    if clock.due_at is None:
        return Line((Cell(left or standing.state, tone),), "Due", indented=False)
    due = Cell(times.of_case(clock.due_at, zone), tone)
    aside = times.bracket(clock.due_at, zone)
    return Line((due,), "Due", aside, tail=f" · {left}" if left else "", indented=False)


def _notes(notes: Iterable[Note]) -> Iterator[Line]:
    return (line(note.text, note.label, indented=False) for note in notes)


def _twin(policy: Policy, twins: Sequence[Case]) -> Iterator[Line]:
    for twin in twins[:1]:
        name = policy.case_id(twin.number)
        said = f"{name} has the same subject and partner: slt show {twin.number}"
        yield line(said, indented=False, hint=True)
