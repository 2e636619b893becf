"""The counters of a store, which give numbers to cases, policies and notices: none twice."""

from typing import NamedTuple

from slt_cli.errors import SltError
from slt_cli.finding import Finding
from slt_cli.store.damage import COUNT_ANEW, behind, missing, wrong_counters
from slt_cli.store.filter import Filter
from slt_cli.store.protocols import Store


class _Counter(NamedTuple):
    name: str
    what: str
    value: int | None
    highest: int


def right_counters(store: Store) -> list[tuple[str, int]]:
    """Return the counters of a store, each at least at the highest number in use."""
    return [(each.name, max(each.value or 0, each.highest)) for each in _counters(store)]


def counter_findings(store: Store) -> list[Finding]:
    """Return a finding if a counter is missing, or would give a number twice; else none."""
    try:
        faults = _faults(store)
    except SltError:  # the history reports it
        return []
    return [Finding("counters", "problem", "; ".join(faults), COUNT_ANEW)] if faults else []


def require_counters(store: Store, where: str) -> None:
    """Raise StoreError if a counter is missing, or would give a number twice."""
    if store.exists() and (faults := _faults(store)):
        raise wrong_counters("; ".join(faults), where)


def _faults(store: Store) -> list[str]:
    return [
        missing(what) if value is None else behind(what, value, highest)
        for _, what, value, highest in _counters(store)
        if value is None or value < highest
    ]


def _counters(store: Store) -> list[_Counter]:
    values: dict[str, int] = {str(name): int(value) for name, value in store.content("counters")}
    newest = next(store.cases(Filter(order="newest", limit=1)), None)
    policies, notices = (
        max((number for number, *_ in store.content(table)), default=0)
        for table in ("policies", "notices")
    )
    return [
        _Counter("case", "cases", values.get("case"), newest.number if newest else 0),
        _Counter("policy", "policies", values.get("policy"), policies),
        _Counter("notice", "notices", values.get("notice"), notices),
    ]
