"""What a change did to the clocks of a case: a line for each that changed, old -> new."""

from collections.abc import Iterable, Iterator

from slt_cli.domain.case import Case
from slt_cli.domain.changed import Changed, MovedClock, changed_clocks
from slt_cli.domain.clocks import Clock, Verdict
from slt_cli.domain.policy import Policy
from slt_cli.domain.standing import Standing
from slt_cli.output import Cell, Line, line
from slt_cli.output.times import Times
from slt_cli.views.case import TONES
from slt_cli.views.lengths import describe_left, describe_outcome

_ARROW = " -> "


def clock_lines(policy: Policy, changed: Changed, times: Times) -> Iterator[Line]:
    """Yield a line for each clock of a case that changed, in the order of the rules."""
    moved = in_order_of_rules(policy, changed_clocks(changed.before, changed.after))
    stopped = {each.clock.kind for each in moved if each.old and each.new and each.new.verdict}
    for clock, old, new in moved:
        begins = "next one due" if old is None and clock.kind in stopped else "due"
        stays_held = old is not None and new is not None and old.paused and new.paused
        was = _before(policy, changed.before, old, times, with_left=stays_held)
        becomes = _after(policy, changed.after, new, times, begins)
        moved_from = _moved_from(policy, changed, old, new, times)
        parts = (Cell(was + _ARROW), *becomes.parts) if was else becomes.parts
        yield becomes._replace(parts=parts, label=clock.name, aside=moved_from)


def running_lines(policy: Policy, case: Case, times: Times) -> Iterator[Line]:
    """Yield a line for each running clock of a case, as it is."""
    running = (MovedClock(clock, None, clock) for clock in case.running_clocks)
    for clock, _, new in in_order_of_rules(policy, running):
        yield _after(policy, case, new, times, "due")._replace(label=clock.name)


def unchanged_hint(policy: Policy, changed: Changed, times: Times) -> Iterator[Line]:
    """Yield which running clock did not change, or how many, nor what is left; how to see them."""
    before, after, now = changed.before, changed.after, times.now
    moves = list(changed_clocks(before, after))
    moved = {new.key for _, _, new in moves if new}
    kept = [
        clock
        for clock in after.running_clocks
        if clock.key not in moved
        and policy.standing(clock, before, now) == policy.standing(clock, after, now)
    ]
    if kept:
        other = " other" if moves else ""
        clocks = f"1{other} clock" if len(kept) == 1 else f"{len(kept)}{other} clocks"
        which = f" ({kept[0].name})" if len(kept) == 1 else ""
        yield line(f"{clocks} unchanged{which}: slt show {after.number}", hint=True)


def in_order_of_rules(policy: Policy, clocks: Iterable[MovedClock]) -> list[MovedClock]:
    """Return clocks in the order of their rules in the configuration, then of their starts."""
    places = {kind: place for place, kind in enumerate(policy.clock_rules)}
    return sorted(
        clocks, key=lambda each: (places.get(each.clock.kind, len(places)), each.clock.order)
    )


def _before(
    policy: Policy, case: Case, clock: Clock | None, times: Times, *, with_left: bool
) -> str:
    """Return what a clock was; `with_left` adds what was left of one without a due time."""
    if clock is None:
        return ""
    if clock.verdict is not None:
        return clock.verdict
    if clock.due_at is None:
        standing = policy.standing(clock, case, times.now)
        return _undue(standing) if with_left else standing.state
    return f"due {times.told(clock.due_at, policy.zone_of(case))}"


def _after(policy: Policy, case: Case, clock: Clock | None, times: Times, begins: str) -> Line:
    """Return what a clock is now; `begins` is said in front of a due time to come."""
    if clock is None:
        return line("none")
    if clock.verdict is not None:
        return _stopped(clock.verdict, policy.left_at_stop(clock, case))
    standing = policy.standing(clock, case, times.now)
    left = describe_left(standing)
    if clock.due_at is None:
        return line(_undue(standing))
    due = times.told(clock.due_at, policy.zone_of(case))
    if standing.state == "late":
        by = f", {left.removeprefix('late ')}" if standing.remaining else ""
        return Line((Cell("late", "late"), Cell(f" since {due}{by}")))
    return line(f"{begins} {due}")._replace(tail=f" · {left}" if left else "")


def _undue(standing: Standing) -> str:
    """Return the state of a clock without a due time, and what is left of it if that is known."""
    told = f", {describe_left(standing)}" if standing.remaining is not None else ""
    return f"{standing.state}{told}"


def _stopped(verdict: Verdict, left: int | None) -> Line:
    """Return how a clock ended, the verdict first and in its colour."""
    told = describe_outcome(verdict, left).removeprefix(verdict)
    return Line((Cell(verdict, TONES.get(verdict, "")), Cell(told)))


def _moved_from(
    policy: Policy, changed: Changed, old: Clock | None, new: Clock | None, times: Times
) -> str:
    """Return in a bracket when a running clock was due, where the line does not say so."""
    if old is None or new is None or new.verdict is not None or new.due_at is None:
        return ""
    was = old.due_at if old.verdict is not None else None
    if old.paused:
        was = policy.due_before_hold(old, changed.before)
    if was in (None, new.due_at):
        return ""
    told, told_now = (
        times.listed(due, policy.zone_of(case), in_sentence=True)
        for due, case in ((was, changed.before), (new.due_at, changed.after))
    )
    return "" if told == told_now else f"(was {told})"
