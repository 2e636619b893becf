"""What `.ci/run` leaves to the next commits has its turn: no row is left out for ever."""

import pytest

from tests.shares import _falls_in, _share


class Item:
    def __init__(self, nodeid):
        self.nodeid = nodeid


TESTS = {"test_a": 1, "test_b": 2, "test_c": 11, "test_d": 40}
ITEMS = [Item(f"f.py::{name}[{row}]") for name, rows in TESTS.items() for row in range(rows)]


def names_in(items):
    return {item.nodeid.partition("[")[0] for item in items}


@pytest.mark.parametrize("shares", [1, 4, 12])
def test_the_shares_have_all_rows_and_each_has_every_test(shares):
    found = [_share(ITEMS, f"{number}/{shares}") for number in range(shares)]
    assert set().union(*found) == set(ITEMS)
    assert all(names_in(kept) == names_in(ITEMS) for kept in found)


@pytest.mark.parametrize("shares", [1, 2, 12])
def test_each_row_is_in_one_part(shares):
    for item in ITEMS:
        parts = [_falls_in(item.nodeid, f"{number}/{shares}") for number in range(shares)]
        assert parts.count(True) == 1


@pytest.mark.parametrize("tests", [3, 8], ids=["Python 3.13", "Python 3.12"])
def test_every_row_has_its_turn_among_the_commits(tests):
    seen = set()
    for turn in range(12 * 12):  # as `.ci/run` takes them
        kept = _share(ITEMS, f"{turn // 12 % 12}/12")
        seen |= {
            item
            for item in kept
            if _falls_in(item.nodeid.partition("[")[0], f"{turn % tests}/{tests}")
        }
    assert seen == set(ITEMS)
