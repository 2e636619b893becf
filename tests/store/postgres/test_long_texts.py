"""A name that no index of the server takes is refused with a sentence, and nothing is recorded."""

from random import Random
from string import ascii_lowercase

import pytest

LONG = "".join(Random(1).choices(ascii_lowercase, k=4000))  # which cannot be packed


@pytest.mark.parametrize("option", ["--partner", "--customer", "--owner", "--tag", "--ref"])
def test_a_name_too_long_for_an_index(slt, new_store, option):
    store = ("--db", new_store())
    told = slt("open", "-p", "S1", "Phones are down", option, LONG, *store)
    sentence, fix = told.err.splitlines()
    assert (told.code, told.out) == (5, "")
    assert sentence.startswith("slt: error: a name, a tag or a reference is too long for ")
    assert fix == "fix: give a shorter one: up to 400 letters always fit"
    assert slt("open", "-q", "-p", "S1", "Phones are down", option, "ΐ" * 400, *store).code == 0
