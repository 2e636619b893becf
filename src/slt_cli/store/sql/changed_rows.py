"""The rows that a change of a case touches beside its own, as statements with their values."""

from collections.abc import Iterator, Sequence
from typing import Any

from slt_cli.domain.case import Case
from slt_cli.domain.clocks import Span
from slt_cli.store.changes import clock_row, span_row
from slt_cli.store.sql.rows import SPANS, facts_text, tag_rows
from slt_cli.store.sql.statements import (
    DELETE_CLOCK,
    DELETE_SPAN,
    DELETE_TAG,
    INSERT_TAG,
    PUT_CLOCK,
    PUT_FACTS,
    PUT_SPAN,
)

Statement = tuple[str, Sequence[Any]]
"""A statement that changes one row, and its values."""


def changed_rows(before: Case, after: Case) -> Iterator[Statement]:
    """Yield what turns the clocks, spans, tags and texts of a case into those after a change."""
    if before.clocks != after.clocks:
        yield from _clocks(before, after)
    for field in SPANS:
        if getattr(before, field) != getattr(after, field):
            yield from _spans(before, after, field)
    if before.tags != after.tags:
        yield from _tags(before, after)
    if (facts := facts_text(after)) != facts_text(before):
        yield PUT_FACTS, (facts, after.number)


def row_of_span(case: Case, field: str, span: Span) -> tuple[Any, ...]:
    """Return the row of a span of a case in `holds`."""
    return case.number, field, *span_row(span)


def _clocks(before: Case, after: Case) -> Iterator[Statement]:
    kept = {clock.key for clock in after.clocks}
    for clock in before.clocks:
        if clock.key not in kept:
            yield DELETE_CLOCK, (before.number, *clock.key)
    for clock in after.clocks:
        if clock not in before.clocks:
            yield PUT_CLOCK, (after.number, *clock_row(clock))


def _spans(before: Case, after: Case, field: str) -> Iterator[Statement]:
    old, new = getattr(before, field), getattr(after, field)
    starts = {span.started_at for span in new}
    for span in old:
        if span.started_at not in starts:
            yield DELETE_SPAN, row_of_span(before, field, span)[:3]
    for span in new:
        if span not in old:
            yield PUT_SPAN, row_of_span(after, field, span)


def _tags(before: Case, after: Case) -> Iterator[Statement]:
    old, new = set(tag_rows(before)), set(tag_rows(after))
    for row in sorted(old - new):
        yield DELETE_TAG, row
    for row in sorted(new - old):
        yield INSERT_TAG, row
