"""A word is found where it is a part of a text, whatever signs it has, in every engine."""

import pytest

from slt_cli.store.filter import Filter
from tests.store.samples import create

LONG = "a" * 10_001
NOT_FOUND_ELSEWHERE = "Nothing of this"


@pytest.mark.parametrize(
    ("subject", "word"),
    [
        pytest.param("All phones are down", "HONE", id="in upper case"),
        pytest.param("Störung in ÄRZTEHAUS", "ärzte", id="letters that ASCII has not"),
        pytest.param("Straße", "STRASSE", id="a letter that is two in upper case"),
        pytest.param("Press * to talk", "*", id="a star"),
        pytest.param("Why? Nobody knows", "y?", id="a question mark"),
        pytest.param("[urgent] phones", "[urg", id="an opening bracket"),
        pytest.param("[urgent] phones", "ent]", id="a closing bracket"),
        pytest.param("100% of calls", "0%", id="a percent sign"),
        pytest.param("user_name", "r_n", id="an underscore"),
        pytest.param("C:\\temp", "c:\\t", id="a backslash"),
        pytest.param(f"{LONG} is long", LONG.upper(), id="10,001 letters"),
        pytest.param("ä" * 10_000, "ä" * 10_000, id="10,000 letters of two bytes"),
    ],
)
@pytest.mark.parametrize("statuses", [(), ("open",)], ids=["all", "open"])
def test_a_part_of_the_subject_is_found(store, subject, word, statuses):
    for text in (NOT_FOUND_ELSEWHERE, subject):
        create(store, subject=text)

    found = store.cases(Filter(words=(word,), statuses=statuses))

    assert [case.number for case in found] == [2]


@pytest.mark.parametrize("signs", ["?", "*", "[a]", "[!z]", "%", "_", "ab*ef", "\\"])
def test_signs_are_no_patterns(store, signs):
    create(store, subject="abcdef")

    assert list(store.cases(Filter(words=(signs,)))) == []


@pytest.mark.parametrize("words", [("one", "three"), ("three", "one"), ("e", "three", "one")])
def test_each_word_must_be_there_in_whatever_order(store, words):
    for subject in ("one two", "two three", "three two one"):
        create(store, subject=subject)

    assert [case.number for case in store.cases(Filter(words=words))] == [3]
