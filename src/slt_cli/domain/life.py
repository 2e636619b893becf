"""The life of a case, moment by moment: its clocks follow from what happened, and from that alone.

At one moment clocks stop first, then pause, then start. Rules without a target for a case run too,
unseen: a change of its priority may give them one.
"""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, assert_never

from slt_cli.domain.case import Case
from slt_cli.domain.clock_rules import ClockRule
from slt_cli.domain.clocks import ESCALATION, RESPONSE, Clock, Span
from slt_cli.domain.life_clock import ENDS, LifeClock, phase_of
from slt_cli.domain.life_refusals import require_possible
from slt_cli.domain.moments import FACTS, RECALCULATED, Moment, Promise
from slt_cli.domain.plan import Target
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


class Life:
    """A case while moments happen to it. `case` has its facts and spans, `clocks` what runs."""

    def __init__(self, case: Case, policy: Policy) -> None:
        self.case = case
        self._policy = policy
        self._changed: set[str] = set()
        self._clocks = [self._known(clock) for clock in case.clocks]
        self._start_unseen()

    def happen(self, moment: Moment) -> None:
        """Let a moment happen; raises RefusedError where it cannot."""
        require_possible(self.finished(), moment, self._policy)
        match moment.kind:
            case "responded":
                self._answered(moment)
            case "followup":
                self._message(moment)
            case "marked":
                self._stop_by("marked", moment, moment.detail)
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
                self._retarget(moment, ())
            case "noted":
                pass
            case unknown:
                assert_never(unknown)

    @property
    def terms(self) -> tuple[str, ...]:
        """Return the facts that targets and hours depend on."""
        return tuple(getattr(self.case, fact) for fact in FACTS)

    def finished(self) -> Case:
        """Return the case with its clocks as values, those that never had a target left out."""
        cycles: dict[str, int] = {}
        clocks = []
        for clock in sorted(self._clocks, key=lambda clock: (clock.started_at, clock.level)):
            if clock.target is not None:
                cycles[clock.kind] = cycles.get(clock.kind, 0) + 1
                clocks.append(clock.clock(cycles[clock.kind]))
        return self.case._replace(clocks=()).with_clocks(clocks)

    # --- Clocks -------------------------------------------------------------------------------------

    def _known(self, clock: Clock) -> LifeClock:
        """Return what a clock of the case is in its life."""
        rule = self._policy.clock_rules.get(clock.kind, ClockRule.unknown(clock.kind))
        return LifeClock(
            kind=clock.kind,
            level=clock.level,
            rule=rule,
            started_at=clock.started_at,
            counted_from=clock.counted_from or clock.started_at,
            spans=self._spans,
            target=clock.target,
            promised_at=clock.promised_at,
            schedule=self._policy.schedule_of(self.case),
            phase=phase_of(clock),
            due_at=clock.due_at,
            stopped_at=clock.stopped_at,
            verdict=clock.verdict,
            active_seconds=clock.active_seconds,
            stopped_by=clock.stopped_by,
        )

    def _start_unseen(self) -> None:
        """Start the rules that begin with the opening and have no clock, where nothing stops them.

        What is known only as values, such as an imported case, does not tell of marks.
        """
        known = {clock.kind for clock in self._clocks}
        for kind, rule in self._policy.clock_rules.items():
            answered = "answer" in rule.stops and self.case.responded_at is not None
            if rule.starts == "opened" and kind not in known and not answered:
                clock = self._new(kind, rule, Moment("opened", self.case.opened_at))
                clock.phase = "suspended" if self.case.ended_at else "running"

    def _spans(self, rule: ClockRule) -> Sequence[Span]:
        if not rule.pauses:
            return self.case.closed
        return sorted((*self.case.holds, *self.case.closed), key=lambda span: span.started_at)

    def _new(self, kind: str, rule: ClockRule, moment: Moment, level: int = 0) -> LifeClock:
        at = moment.at
        clock = LifeClock(kind, level, rule, at, at, self._spans)
        self._clocks.append(clock)
        return clock

    def _start(self, kind: str, moment: Moment) -> None:
        """Start a clock, unless one of its kind runs, or ran and does not start again."""
        rule = self._policy.clock_rules[kind]
        earlier = [clock for clock in self._clocks if clock.kind == kind]
        if any(clock.phase == "running" for clock in earlier) or (earlier and not rule.again):
            return
        clock = self._new(kind, rule, moment)
        target = self._policy.target_of(self.case, kind)
        if target is not None:
            self._promise(clock, target, moment)

    def _start_all(self, word: str, moment: Moment) -> None:
        for kind, rule in self._policy.clock_rules.items():
            if rule.starts == word:
                self._start(kind, moment)

    def _promise(self, clock: LifeClock, target: Target, moment: Moment) -> None:
        """Promise what the moment's event promised, else what the policy does now."""
        schedule = self._policy.schedule_of(self.case)
        kept = self._kept(clock, moment)
        if kept is None:
            clock.promise(target, schedule)
        else:
            clock.schedule = schedule
            clock.take(*kept)

    def _kept(self, clock: LifeClock, moment: Moment) -> Promise | None:
        """Return what a moment promised a clock, if the facts are still the same."""
        same = moment.terms in (None, self.terms)
        return moment.promises.get((clock.kind, clock.started_at)) if same else None

    def _stop_by(self, word: str, moment: Moment, kind: str | None = None) -> None:
        """Stop what an answer or a mark stops; on a resolved case it is no longer continued."""
        for clock in self._clocks:
            if clock.phase != "over" and word in clock.rule.stops and kind in (None, clock.kind):
                clock.stop(moment.at, moment.kind, "met")
                clock.phase = "over"

    # --- Moments ------------------------------------------------------------------------------------

    def _answered(self, moment: Moment) -> None:
        self._stop_by("answer", moment)
        answered_at = self.case.responded_at or moment.at
        self.case = self.case._replace(responded_at=answered_at)
        if self.case.ended_at is not None:
            return
        self.case = self.case._replace(status="responded")
        if moment.detail != "hold":
            self._end_hold(moment)
        elif self.case.held_since is None:
            self._hold(moment)
        self._start_all("answer", moment)

    def _message(self, moment: Moment) -> None:
        self._end_hold(moment)
        if self.case.responded_at is not None and self.case.ended_at is None:
            self._start_all("message", moment)

    def _hold(self, moment: Moment) -> None:
        self.case = self.case._replace(holds=(*self.case.holds, Span(moment.at)))

    def _end_hold(self, moment: Moment) -> None:
        if self.case.held_since is not None:
            *before, last = self.case.holds
            ended = [last._replace(ended_at=moment.at)] if last.started_at < moment.at else []
            self.case = self.case._replace(holds=(*before, *ended))

    def _escalated(self, moment: Moment) -> None:
        cause = [clock for clock in self._clocks if clock.kind == moment.detail]
        needless = bool(cause) and cause[-1].phase != "running"
        for clock in self._clocks:
            if clock.kind == ESCALATION:
                clock.stop(moment.at, moment.kind, "superseded")
                clock.phase = "over"
        rule = self._policy.clock_rules[ESCALATION]
        clock = self._new(ESCALATION, rule, moment, moment.level)
        self._promise(clock, self._policy.level_target(self.case, moment.level), moment)
        if needless or self.case.ended_at is not None:
            clock.stop(moment.at, moment.kind, "cancelled")
            clock.phase = "over"

    def _ended(self, moment: Moment) -> None:
        """Resolve or close the case; closing a resolved one decides nothing more."""
        if self.case.ended_at is None:
            for clock in self._clocks:
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
        for clock in self._clocks:
            if clock.phase == "suspended":
                clock.phase = "running"
                if clock.stopped_by in ENDS and clock.target is not None:
                    clock.take(clock.target, clock.promised_at)
        self._retarget(moment, self._changed)
        self._changed = set()
        if answered:
            self._start_all("message", moment)

    def _updated(self, moment: Moment) -> None:
        changed: dict[str, Any] = {
            fact: new for fact, new in moment.facts.items() if getattr(self.case, fact) != new
        }
        self.case = self.case._replace(**changed)
        if self.case.ended_at is not None:
            self._changed |= changed.keys()
        elif moment.detail == RECALCULATED:
            self._recalculated(moment)
        elif changed:
            self._retarget(moment, changed.keys())

    def _recalculated(self, moment: Moment) -> None:
        """Promise again what the present configuration gives for the clocks that run."""
        for clock in self._clocks:
            target = self._policy.target_of(self.case, clock.kind, clock.level)
            if clock.phase != "running":
                continue
            if target is not None:
                self._promise(clock, target, moment)
            else:
                clock.stop(moment.at, moment.kind, "cancelled", late="cancelled")

    def _retarget(self, moment: Moment, changed: Collection[str]) -> None:
        """Give running clocks the targets that they have now; a due time moves where it must.

        `changed` are the facts that did. What changes neither target nor hours is not counted anew.
        """
        restarts = bool(changed) and self._policy.restarts_on_change(self.case)
        for clock in self._clocks:
            if clock.phase != "running":
                continue
            target = self._policy.target_of(self.case, clock.kind, clock.level)
            if target is None:
                clock.stop(moment.at, moment.kind, "cancelled", late="cancelled")
                continue
            if restarts:
                clock.counted_from = moment.at
            kept = self._kept(clock, moment) is not None
            other = clock.target != target or clock.verdict is not None or "region" in changed
            if kept or restarts or other:
                self._promise(clock, target, moment)
