"""The options that choose cases, declared once for every command that takes them."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from inspect import Parameter, signature
from typing import Annotated, Any, NamedTuple

import typer

from slt_cli.app import App
from slt_cli.domain.calendar.instant import Zone
from slt_cli.domain.case import STATUSES, Status
from slt_cli.domain.owners import ME, NOBODY
from slt_cli.domain.texts import folded
from slt_cli.errors import UsageError
from slt_cli.offered import offered
from slt_cli.options import word_of
from slt_cli.parameters import (
    Limit,
    Partner,
    PartnerTypeName,
    PriorityName,
    RegionName,
    Since,
    StatusName,
    Until,
    given_text,
    own_name,
)
from slt_cli.store.filter import ORDERS, Filter

_MOST_TAGS = 20  # PostgreSQL plans a question about 100 tags for minutes
_MOST_WORDS = 100  # SQLite refuses a question with a thousand parts


class Filters(NamedTuple):
    """The options that choose cases, as they are given; None or nothing does not restrict."""

    region: RegionName = None
    priority: PriorityName = None
    partner: Partner = None
    partner_type: PartnerTypeName = None
    customer: Annotated[
        str | None,
        typer.Option(
            "--customer",
            metavar="NAME",
            help="Only of this customer: the whole name; --text finds a part of it.",
            autocompletion=offered("customers"),
        ),
    ] = None
    owner: Annotated[
        str | None,
        typer.Option(
            "--owner",
            metavar="NAME",
            help="Only of this owner: a name, me, or none.",
            autocompletion=offered("owners"),
        ),
    ] = None
    tag: Annotated[
        list[str] | None,
        typer.Option(
            "--tag",
            metavar="TAG",
            help="Only with this tag; several: with all of them.",
            autocompletion=offered("tags"),
        ),
    ] = None
    text: Annotated[
        list[str] | None,
        typer.Option(
            "--text",
            metavar="WORDS",
            help="Only where each word is a part of the subject, partner, customer, ref or notes.",
        ),
    ] = None
    since: Since = None
    until: Until = None
    clock: Annotated[
        str | None,
        typer.Option(
            "--clock",
            metavar="KIND",
            help="Only with a clock of this kind, as `slt targets --clocks` lists them.",
            autocompletion=offered("clocks"),
        ),
    ] = None
    status: StatusName = None
    limit: Limit = None

    @property
    def are_given(self) -> bool:
        """Return whether any of them restricts which cases are meant, beside how many."""
        return any(self._replace(limit=None))

    @property
    def first_option(self) -> str:
        """Return the name of the first option that was given."""
        return next(
            f"--{name.replace('_', '-')}" for name, value in self._asdict().items() if value
        )

    def nothing(self, said: str) -> str:
        """Return what is said where nothing matches, and why that may be so."""
        names = self.partner is not None or self.customer is not None
        whole = "Names have to be whole; --text finds parts of them."
        return f"{said} {whole}" if names else said

    def wanted(
        self,
        app: App,
        *,
        statuses: tuple[Status, ...] = (),
        sort: str | None = None,
    ) -> Filter:
        """Return the filter that they give; `statuses` are those wanted without --status.

        Raises UnknownNameError, or UsageError for what can choose no case.
        """
        self._require_no_empty_text()
        policy, owner, given_type = app.policy, given_text(self.owner), self.partner_type
        unowned = owner is not None and folded(owner) == NOBODY
        is_me = owner is not None and folded(owner) == ME
        since, until = span_of(app, self.since, self.until)
        status = None if self.status is None else word_of("status", self.status, STATUSES)
        return Filter(
            region=None if self.region is None else policy.region(self.region).key,
            priority=None if self.priority is None else policy.priority(self.priority).key,
            partner=given_text(self.partner),
            partner_type=None if given_type is None else policy.partner_type(given_type).key,
            customer=given_text(self.customer),
            owner=own_name(app) if is_me else None if unowned else owner,
            unowned=unowned,
            tags=_few("--tag", "tags", map(str.strip, self.tag or ()), _MOST_TAGS),
            words=_few("--text", "words", " ".join(self.text or ()).split(), _MOST_WORDS),
            opened_from=since,
            opened_before=until,
            clock=None if self.clock is None else policy.clock_rule(self.clock).key,
            statuses=statuses if status is None else (status,),
            limit=self.limit,
            order=None if sort is None else word_of("order", sort, ORDERS),
            ranking=tuple(policy.priorities),
        )

    def _require_no_empty_text(self) -> None:
        """Raise UsageError for an empty text: a script whose variable is empty means no case."""
        for option, given in (
            *(("--partner", self.partner), ("--customer", self.customer), ("--owner", self.owner)),
            *(("--tag", tag) for tag in self.tag or ()),
            *(("--text", text) for text in self.text or ()),
        ):
            if given is not None:
                require_text(option, given)


def require_text(option: str, given: str) -> None:
    """Raise UsageError for an option that restricts what is meant, and whose text is empty."""
    if given_text(given) is None:
        raise UsageError(f"{option} is empty, which would mean all", "name one, or leave it out")


def _few(option: str, noun: str, given: Iterable[str], most: int) -> tuple[str, ...]:
    """Return what an option gives, each once; raises UsageError for more than the most."""
    different = {folded(each): each for each in given}
    if len(different) > most:
        raise UsageError(
            f"{option}: {len(different)} different {noun}, and a case has to have all of them",
            f"name at most {most}",
        )
    return tuple(different.values())


Span = tuple[datetime | None, datetime | None]
"""The instant from which on, and the one before which; None where there is no limit."""


def span_of(app: App, since: str | None, until: str | None, zone: Zone | None = None) -> Span:
    """Return the span given with --since and --until; raises UsageError for a reversed one.

    Days, and times without an offset, are those of the zone, else the reader's. A day that ends
    where the span starts is before it; one and the same instant is an empty span. Without a zone a
    start that has not come yet is noted; a report has a sentence of its own.
    """
    if since is None and until is None:
        return None, None
    times = app.given_times if zone is None else app.given_times_in(zone)
    start = None if since is None else times.since(since)
    if since is not None and start is not None and zone is None:
        times.note_to_come("--since", since, start)
    end = None if until is None else times.until(until)
    if start is None or end is None or until is None or end > start:
        return start, end
    if times.since(until) < start:
        raise UsageError(
            f"--until {until} is before --since {since}", "give the earlier time with --since"
        )
    return start, end


Answer = Callable[..., None]
"""A command: a function of its options."""


def takes_filters(*without: str) -> Callable[[Answer], Answer]:
    """Add the options of Filters to a command, but for some; it gets them as `filters`."""
    hints = Filters.__annotations__
    options = [
        Parameter(name, Parameter.KEYWORD_ONLY, default=default, annotation=hints[name])
        for name, default in Filters._field_defaults.items()
        if name not in without
    ]

    def extended(command: Answer) -> Answer:
        @wraps(command)
        def with_filters(**given: Any) -> None:  # noqa: ANN401 - the values of all options
            chosen = {option.name: given.pop(option.name) for option in options}
            command(**given, filters=Filters(**chosen))

        own = signature(command)
        place = list(own.parameters).index("filters")
        by_name = Parameter.KEYWORD_ONLY
        named = [
            each if each.kind is by_name else each.replace(kind=by_name)
            for each in own.parameters.values()
        ]
        parameters = [*named[:place], *options, *named[place + 1 :]]
        with_filters.__signature__ = own.replace(parameters=parameters)  # type: ignore[attr-defined]
        with_filters.__annotations__ = {}  # the signature has them: Typer would take both apart
        return with_filters

    return extended
