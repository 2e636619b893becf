"""What is said around a report: what it is about, what was left out and why."""

from collections.abc import Iterator

from slt_cli.domain.calendar.duration import format_duration
from slt_cli.domain.clocks import ESCALATION
from slt_cli.domain.plan import AROUND_THE_CLOCK, Target
from slt_cli.domain.report.figures import Figures
from slt_cli.domain.report.outcomes import Period
from slt_cli.views.case_list import number_of
from slt_cli.views.periods import describe_period
from slt_cli.views.report import ReportForm


def heading(form: ReportForm) -> str:
    """Return what a report is about: `Response clocks decided in Oct 2026, plan Premium`."""
    about = f"{clocks_of(form)}s decided {_period(form)}"
    about = about[:1].upper() + about[1:]
    plans = [plan.name for plan in form.policy.plans.values()]
    return f"{about}, plan {plans[0]}" if len(plans) == 1 else about


def nothing_decided(form: ReportForm) -> str:
    """Return that no clock counts as met or missed, and why if the reason is known."""
    return f"No {clocks_of(form)} was decided {_period(form)}.{_reason(form)}"


def nothing_missed(form: ReportForm) -> str:
    """Return that no clock counts as missed, and why if the reason is known."""
    return f"No {clocks_of(form)} was missed {_period(form)}.{_reason(form)}"


def left_out(figures: Figures) -> Iterator[str]:
    """Yield what was left out of a report and why, and what stood still."""
    counted = (
        (figures.running, "running in time"),
        (figures.superseded, "superseded"),
        (figures.cancelled, "cancelled"),
        (figures.unanswered, "ended without an answer"),
        (figures.void, "void"),
    )
    told = ", ".join(f"{count:,} {word}" for count, word in counted if count)
    if told:
        yield f"Left out: {told}."
    if figures.retargeted == 1:
        yield "1 target was changed when late: that clock does not count as met."
    elif figures.retargeted:
        targets = number_of(figures.retargeted, "target")
        yield f"{targets} were changed when late: those clocks do not count as met."


def stood_still(figures: Figures) -> Iterator[str]:
    """Yield for how long cases stood still in a period."""
    if figures.held_seconds:
        cases = number_of(figures.held_cases or 0, "case")
        yield f"On hold: {format_duration(figures.held_seconds)} in {cases}."
    if figures.closed_seconds:
        yield f"Ended and reopened: {format_duration(figures.closed_seconds)}."


def lengths_are(form: ReportForm) -> str:
    """Return in what kind of time the lengths of the clocks are."""
    plain = any(target.clock == AROUND_THE_CLOCK for target in _targets(form))
    return f"Median and 90 % in support time{', plain time for a 24x7 clock' if plain else ''}."


def _targets(form: ReportForm) -> Iterator[Target]:
    """Yield every target that the clocks of a report may have."""
    for plan in form.policy.plans.values():
        for of_priority in plan.targets.values():
            yield from (each for clock, each in of_priority.items() if form.clock in (None, clock))
    if form.clock in (None, ESCALATION):
        for level in form.policy.levels:
            yield from map(level.target_for, form.policy.priorities)


def dates_are(form: ReportForm) -> str:
    """Return in which zone days, weeks and months begin."""
    has_weeks = "week" in (*form.by, form.trend)
    return f"{'Weeks from Monday, dates' if has_weeks else 'Dates'} in {form.zone_name}."


def dates_of_period(form: ReportForm) -> list[str]:
    """Return in which zone the days of a period begin, if it has a limit."""
    return [] if form.period == Period() else [dates_are(form)]


def _reason(form: ReportForm) -> str:
    """Return why nothing can be in a report: its period is still to come, or there is no target."""
    if form.period.since is not None and form.period.since > form.now:
        return " That is still to come."
    has_target = form.clock in (None, ESCALATION) or next(_targets(form), None) is not None
    return "" if has_target else " No plan has a target for it: see `slt targets`."


def _period(form: ReportForm) -> str:
    return describe_period(form.period, form.zone, form.now)


def clocks_of(form: ReportForm) -> str:
    """Return the noun for the clocks of a report: `response clock`."""
    if form.clock is None:
        return "clock"
    rule = form.policy.clock_rules.get(form.clock)
    return f"{rule.name if rule else form.clock} clock"
