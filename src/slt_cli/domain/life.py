"""The life of a case, moment by moment: its clocks follow from what happened, and from that alone.

At one moment clocks stop first, then pause, then start. Rules without a target for a case run too,
unseen: a change of its priority may give them one.
"""

from collections.abc import Iterable
from typing import Any, assert_never

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import ESCALATION, RESPONSE, Span
from slt_cli.domain.life_clock import ENDS
from slt_cli.domain.life_clocks import LifeClocks
from slt_cli.domain.life_refusals import require_possible
from slt_cli.domain.moments import RECALCULATED, Moment
from slt_cli.domain.policy import Policy


def live(case: Case, moments: Iterable[Moment], policy: Policy) -> Case:
    """Return a case after moments, given in their order; raises RefusedError for an impossible one.

    `case` is the case before them. Promises that the moments carry are kept; new ones are made by
    the policy.
    """
    life = Life(case, policy)
    for moment in moments:
        life.happen(moment)
    return life.finished()


class Life(LifeClocks):
    """A case while moments happen to it."""

    def __init__(self, case: Case, policy: Policy) -> None:
        super().__init__(case, policy)
        self._changed: set[str] = set()

    def happen(self, moment: Moment) -> None:  # noqa: C901 - a case for each kind of moment
        """Let a moment happen; raises RefusedError where it cannot."""
        case = self.finished() if moment.kind == "escalated" else self.case  # its level
        require_possible(case, moment, self.policy)
        match moment.kind:
            case "responded":
                self._answered(moment)
            case "followup":
                self._message(moment)
            case "marked":
                self.stop_by("marked", moment, moment.detail)
            case "held":
                self._hold(moment)
            case "resumed":
                self._end_hold(moment)
            case "escalated":
                self._escalated(moment)
            case "resolved" | "closed":
                self._ended(moment)
            case "reopened":
                self._reopened(moment)
            case "updated":
                self._updated(moment)
            case "opened":
                self.retarget(moment, ())
            case "voided":
                self._voided(moment)
            case "noted" | "undone" | "redacted":
                pass
            case unknown:
                assert_never(unknown)

    def _answered(self, moment: Moment) -> None:
        self.stop_by("answer", moment)
        answered_at = self.case.responded_at or moment.at
        self.case = self.case._replace(responded_at=answered_at)
        if self.case.ended_at is not None:
            return
        self.case = self.case._replace(status="responded")
        if moment.detail != "hold":
            self._end_hold(moment)
        elif self.case.held_since is None:
            self._hold(moment)
        self.start_all("answer", moment)

    def _message(self, moment: Moment) -> None:
        self._end_hold(moment)
        if self.case.responded_at is not None and self.case.ended_at is None:
            self.start_all("message", moment)

    def _hold(self, moment: Moment) -> None:
        self.case = self.case._replace(holds=(*self.case.holds, Span(moment.at)))

    def _end_hold(self, moment: Moment) -> None:
        if self.case.held_since is not None:
            *before, last = self.case.holds
            ended = [last._replace(ended_at=moment.at)] if last.started_at < moment.at else []
            self.case = self.case._replace(holds=(*before, *ended))

    def _escalated(self, moment: Moment) -> None:
        cause = [clock for clock in self.clocks if clock.kind == moment.detail]
        needless = bool(cause) and cause[-1].phase != "running"
        for clock in self.clocks:
            if clock.kind == ESCALATION:
                clock.stop(moment.at, moment.kind, "superseded")
                clock.phase = "over"
        rule = self.policy.clock_rules[ESCALATION]
        clock = self.new(ESCALATION, rule, moment, moment.level)
        self.promise(clock, self.policy.level_target(self.case, moment.level), moment)
        if needless or self.case.ended_at is not None:
            clock.stop(moment.at, moment.kind, "cancelled")
            clock.phase = "over"

    def _ended(self, moment: Moment) -> None:
        """Resolve or close the case; closing a resolved one decides nothing more."""
        if self.case.ended_at is None:
            for clock in self.clocks:
                if clock.phase == "running":
                    solved = moment.kind in clock.rule.stops
                    awaited = clock.kind in (RESPONSE, ESCALATION)
                    clock.stop(moment.at, moment.kind, "met" if solved or awaited else "cancelled")
                    clock.phase = "suspended"
            self._end_hold(moment)
        if moment.kind == "resolved":
            self.case = self.case._replace(status="resolved", resolved_at=moment.at)
        else:
            self.case = self.case._replace(status="closed", closed_at=moment.at)

    def _voided(self, moment: Moment) -> None:
        """Cancel what runs: the case was opened by mistake, even if in the future."""
        for clock in self.clocks:
            if clock.phase == "running":
                at = max(moment.at, clock.started_at)
                clock.stop(at, moment.kind, "cancelled", late="cancelled")
                clock.phase = "over"
        self._end_hold(moment)
        self.case = self.case._replace(status="void")

    def _reopened(self, moment: Moment) -> None:
        """Continue what the end had ended, without the time between; on the present targets."""
        ended_at = self.case.ended_at
        if ended_at is None:
            return
        answered = self.case.responded_at is not None
        between = [Span(ended_at, moment.at)] if ended_at < moment.at else []
        self.case = self.case._replace(
            status="responded" if answered else "open",
            resolved_at=None,
            closed_at=None,
            closed=(*self.case.closed, *between),
        )
        for clock in self.clocks:
            if clock.phase == "suspended":
                clock.phase = "running"
                if clock.stopped_by in ENDS and clock.target is not None:
                    clock.take(clock.target, clock.promised_at)
        self.retarget(moment, self._changed)
        self._changed = set()
        if answered:
            self.start_all("message", moment)

    def _updated(self, moment: Moment) -> None:
        changed: dict[str, Any] = {
            fact: new for fact, new in moment.facts.items() if getattr(self.case, fact) != new
        }
        self.case = self.case._replace(**changed)
        if moment.detail == RECALCULATED:
            self._recalculated(moment)
        elif self.case.ended_at is not None:
            self._changed |= changed.keys()
        elif changed:
            self.retarget(moment, changed.keys())

    def _recalculated(self, moment: Moment) -> None:
        """Promise again what the present configuration gives for the clocks that run.

        A stop before it that was recorded after it stops what it promised, too.
        """
        for clock in self.clocks:
            if clock.phase != "running":
                self.stop_promised(clock, moment)
                continue
            due_at = clock.due() if clock.undecided else None
            target = self.policy.target_of(self.case, clock.kind, clock.level)
            if target is not None:
                self.promise(clock, target, moment)
            else:
                clock.stop(moment.at, moment.kind, "cancelled", late="cancelled")
            clock.remember_missed(due_at, moment.at)
