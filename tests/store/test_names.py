"""The names in a store, as completion offers them: from an index, each once, in every engine."""

import pytest

from slt_cli.domain.texts import folded
from slt_cli.store.protocols import NamedBy, Store
from tests.store.samples import create

FIELDS: tuple[NamedBy, ...] = ("partner", "customer", "owner")
NAMES = ["beta", "ACME", "Acme", "Acme Telecom", "Ähre", "ÄHRE", "50%_", "電話", None]


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(
    ("beginning", "found"),
    [
        pytest.param("", ["50%_", "ACME", "Acme Telecom", "beta", "Ähre", "電話"], id="all"),
        pytest.param("ac", ["ACME", "Acme Telecom"], id="in any case of letters"),
        pytest.param("äh", ["Ähre"], id="in any script"),
        pytest.param("50%", ["50%_"], id="a sign of a pattern is that sign"),
        pytest.param("acme t", ["Acme Telecom"], id="with a blank"),
        pytest.param("c", [], id="none between two others"),
        pytest.param("龍", [], id="none after the last"),
    ],
)
def test_each_name_once_by_its_beginning(
    store: Store, field: NamedBy, beginning: str, found: list[str]
) -> None:
    for name in NAMES:
        create(store, **{field: name})
    assert list(store.names(field, beginning)) == found


def test_a_store_that_is_not_there_has_none(store: Store) -> None:
    assert [list(store.names(field, "")) for field in FIELDS] == [[], [], []]


def test_there_are_at_most_200(store: Store) -> None:
    names = sorted(f"Partner {number}" for number in range(210))
    for name in names:
        create(store, partner=name)
    assert list(store.names("partner", "P")) == sorted(names, key=folded)[:200]
