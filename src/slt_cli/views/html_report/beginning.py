"""How the page begins: what it is about, and what it says, in one sentence."""

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from slt_cli.domain.calendar.instant import format_instant
from slt_cli.domain.plan import Objective
from slt_cli.domain.policy import Policy
from slt_cli.output.html.elements import element
from slt_cli.views.html_report.contents import Contents, Division, paragraph
from slt_cli.views.report import shown_values
from slt_cli.views.report_columns import share
from slt_cli.views.report_notes import clocks_of, heading, nothing_decided

_MOST_NAMED = 5
_NO_YEAR = 0
"""No instant is in this year, so all are written with theirs: the page is read later."""


def title(contents: Contents) -> str:
    """Return what the page is about."""
    return heading(contents.form)


def facts(contents: Contents) -> Element:
    """Return the period, the filters, the moment, the zone and the objectives as a list."""
    form = contents.form
    limits = " ".join(_limits(contents)) or "without limits"
    told = (
        ("Period", limits),
        ("Cases", ", ".join(each.removeprefix("--") for each in contents.filters) or "all"),
        ("As of", _instant(contents)),
        ("Dates", f"in {form.zone_name}"),
        ("Plan and objective", "; ".join(_objectives(form.policy)) or "no plan"),
    )
    parts = [part for name, text in told for part in (element("dt", name), element("dd", text))]
    return element("dl", *parts)


def sentence(contents: Contents) -> Element:
    """Return what share was met, and which of the first rows missed the objective."""
    form, figures = contents.form, contents.total.figures
    if not figures.decided:
        return paragraph(nothing_decided(form), "lead")
    clocks = clocks_of(form)
    noun = f"{clocks} was" if figures.decided == 1 else f"{clocks}s were"
    told = f"{figures.met:,} of {figures.decided:,} {noun} met ({share(figures)})"
    if figures.is_reached is not None:
        told += f"; the objective of {figures.objective} was "
        told += "reached" if figures.is_reached else "missed"
    missed = list(_that_missed(contents.divided[0]))
    return paragraph(" ".join([f"{told}.", *_named(missed, figures.objective)]), "lead")


def _that_missed(division: Division) -> Iterator[tuple[str, str]]:
    """Yield what each row is about that missed its objective, with its share.

    Of more than can be named, those with the most misses come first.
    """
    missed = [row for row in division.rows if row.figures.is_reached is False]
    if len(missed) > _MOST_NAMED:
        missed.sort(key=lambda row: -row.figures.missed)
    for row in missed:
        yield ", ".join(shown_values(division.form, row)) or "-", share(row.figures)


def _named(missed: Sequence[tuple[str, str]], of_all: Objective | None) -> Iterator[str]:
    """Yield a sentence on what missed the objective: the first ones, and how many others.

    Without an objective of all of them each has its own.
    """
    if len(missed) == 1:
        ((name, its_share),) = missed
        yield f"{name} missed {'it' if of_all else 'its objective'} ({its_share})."
    elif missed:
        named = [f"{name} ({its_share})" for name, its_share in missed[:_MOST_NAMED]]
        left_out = len(missed) - len(named)
        last = f"{left_out:,} more" if left_out else named.pop()
        what = "it" if of_all else "their objective"
        yield f"{', '.join(named)} and {last} missed {what}."


def _limits(contents: Contents) -> Iterator[str]:
    period, zone = contents.form.period, contents.form.zone
    if period.since is not None:
        yield f"from {format_instant(period.since, zone, _NO_YEAR)}"
    if period.until is not None:
        yield f"until {format_instant(period.until, zone, _NO_YEAR)}"


def _instant(contents: Contents) -> str:
    return format_instant(contents.form.now, contents.form.zone, _NO_YEAR)


def _objectives(policy: Policy) -> Iterator[str]:
    for plan in policy.plans.values():
        yield f"{plan.name}: {plan.objective or 'no objective'}"
