"""What the page of a report shows: the figures and the cases of one moment."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from shlex import quote
from typing import NamedTuple, TypeVar

from slt_cli.app import App
from slt_cli.domain.case import Case
from slt_cli.domain.report.ages import count_ages
from slt_cli.domain.report.rows import By
from slt_cli.domain.standing import Selection
from slt_cli.output.times import Times
from slt_cli.services.due import DueQuestion, clocks_due, one_a_case
from slt_cli.services.report import ReportQuestion, missed, reported
from slt_cli.store.protocols import Reading
from slt_cli.views.case import GOING_ON
from slt_cli.views.clock_rows import ClockRow
from slt_cli.views.html_report.contents import Contents, Division, Listed
from slt_cli.views.report import ReportForm

MOST_ROWS = 1000
"""Rows of a table of cases."""

_USUAL_FIELDS: tuple[By, ...] = ("priority", "region")

Each = TypeVar("Each")


class PageQuestion(NamedTuple):
    """What a page is about: a report, in what form, and the options for its commands.

    `kind` is the kind of clock that was asked for, None where it is the usual one. `filters` are
    the options that choose cases, as typed, `of_cases` those with the time of the report, and
    `of_clocks` these with its period and its kind of clock.
    """

    report: ReportQuestion
    form: ReportForm
    kind: str | None
    filters: Sequence[str]
    of_cases: Sequence[str]
    of_clocks: Sequence[str]


def page_contents(app: App, asked: PageQuestion, times: Times) -> Contents:
    """Return what a page shows, from a store that is read at one moment."""
    now, report = times.now, asked.report
    store = app.store_at(now)
    unit = report.trend or "week"
    whole = reported(store, app.policy, report._replace(by=(), trend=unit), now)
    fields = report.by or _USUAL_FIELDS
    open_cases = list(_open_cases(store, report))
    of_kind = [] if asked.kind is None else [f"--clock {quote(asked.kind)}"]
    return Contents(
        form=asked.form._replace(by=(), trend=unit),
        times=times,
        filters=asked.filters,
        total=whole.total,
        unit=unit,
        divided=[_division(app, store, asked, field) for field in fields],
        by_clock=_division(app, store, _of_kind(asked, asked.kind), "clock"),
        by_partner=_division(app, store, asked, "partner"),
        missed=Listed(
            list(missed(app, store, report._replace(limit=_most(report)), now)),
            whole.total.figures.missed,
            _command("slt report --misses", asked.of_clocks),
        ),
        at_risk=_listed(
            _at_risk(app, asked, now),
            report,
            _command("slt due --late --soon", [*of_kind, *asked.of_cases]),
        ),
        held=_listed(_held(open_cases, now), report, _command("slt list --held", asked.of_cases)),
        ages=count_ages((case.opened_at for case in open_cases), now),
    )


def _division(app: App, store: Reading, asked: PageQuestion, field: By) -> Division:
    by = (field,)
    question = asked.report._replace(by=by, trend=None, limit=None)
    found = reported(store, app.policy, question, asked.form.now)
    shown = found.rows[: asked.report.limit]
    return Division(asked.form._replace(by=by, trend=None), found.rows, found.total, shown)


def _of_kind(asked: PageQuestion, kind: str | None) -> PageQuestion:
    report, form = asked.report._replace(kind=kind), asked.form._replace(clock=kind)
    return asked._replace(report=report, form=form)


def _at_risk(app: App, asked: PageQuestion, now: datetime) -> Iterable[ClockRow]:
    """Return the rows of what is late and soon due, as a list of what is due has them."""
    selection = Selection(late=True, soon=True)
    wanted = asked.report.of_cases._replace(
        order="due", ranking=tuple(app.policy.priorities), limit=None
    )
    question = DueQuestion(None, wanted, selection, None, asked.kind)
    return one_a_case(app, clocks_due(app, question, now), selection, now, asked.kind)


def _open_cases(store: Reading, asked: ReportQuestion) -> Iterable[Case]:
    """Return the cases that go on, of those that the filter takes."""
    wanted = asked.of_cases.statuses or GOING_ON
    statuses = tuple(status for status in GOING_ON if status in wanted)
    if not statuses:
        return ()
    return store.cases(asked.of_cases._replace(statuses=statuses, limit=None))


def _held(cases: Iterable[Case], now: datetime) -> list[Case]:
    """Return the cases that are on hold, the longest first."""
    held = (case for case in cases if case.held_since is not None)
    return sorted(held, key=lambda case: (case.held_since or now, case.number))


def _listed(rows: Iterable[Each], asked: ReportQuestion, command: str) -> Listed[Each]:
    remaining = iter(rows)
    shown = list(islice(remaining, _most(asked)))
    return Listed(shown, len(shown) + sum(1 for _ in remaining), command)


def _most(asked: ReportQuestion) -> int:
    return MOST_ROWS if asked.limit is None else min(asked.limit, MOST_ROWS)


def _command(command: str, options: Sequence[str]) -> str:
    return " ".join([command, *options])
