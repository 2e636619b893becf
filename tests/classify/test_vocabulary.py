"""The vocabulary is configuration: how phrases match, and how a user's file extends them."""

import re
import tomllib
from collections import Counter

import pytest

from slt_cli.classify.classifier import classify
from slt_cli.classify.phrases import find_phrases
from slt_cli.classify.signals import FUNCTIONS
from slt_cli.classify.vocabulary import Lists, Vocabulary
from slt_cli.classify.words import split_words
from slt_cli.config import load_policy, read_layers
from slt_cli.config.files import VOCABULARY_FILE, weights_file
from slt_cli.config.vocabulary import load_vocabulary
from slt_cli.errors import ConfigError

MATCHES = [
    ("words in a row", "dial tone", "no dial tone here", True),
    ("words apart", "dial tone", "dial the tone", False),
    ("a stem", "phone*", "phones", True),
    ("a choice", "cut|dropped off", "dropped off", True),
    ("an optional word", "no [more] calls", "no calls", True),
    ("an optional word that is there", "no [more] calls", "no more calls", True),
    ("a gap", "no .. calls", "no single inbound calls", True),
    ("too wide a gap", "no .. calls", "no one of us here calls", False),
    ("any word", "one _ phone", "one red phone", True),
    ("a group", "two <people>", "two agents", True),
    ("digits", "# agents", "14 agents", True),
    ("a contraction", "can not log in", "can't log in", True),
]


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [pytest.param(*case, id=name) for name, *case in MATCHES],
)
def test_a_phrase_matches(phrase, text, found):
    lists = Lists({"lost": (phrase,)}, {"people": ("agent*",)}, {"everyday": ()})
    words = Vocabulary(lists, {})
    accepted = [words.choices(form) for form in split_words(text)]
    assert bool(find_phrases(accepted, words)) is found


@pytest.fixture
def loaded(tmp_path):
    def load(text):
        file = tmp_path / "own.toml"
        file.write_text(text, encoding="utf-8")
        return load_vocabulary(read_layers(file))

    return load


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [
        pytest.param("classify = 3\n", "classify", 1, id="the whole"),
        pytest.param("[classify]\nphrases = 3\n", "classify.phrases", 2, id="the phrases"),
        pytest.param("[classify]\nadd = []\n", "classify.add", 2, id="a list"),
    ],
)
def test_what_is_not_a_table_is_refused(loaded, tmp_path, text, key, line):
    with pytest.raises(ConfigError) as refused:
        loaded(text)
    faults = [(fault.file, fault.key, fault.line) for fault in refused.value.faults]
    assert faults == [(str(tmp_path / "own.toml"), key, line)]


def test_words_can_be_added_without_losing_the_others(loaded):
    text = "The frobnicator is broken for all users. Calls work."
    own = loaded('[classify.add]\nmajor = ["frobnicator*"]\n')
    assert "frobnicator" in classify(text, own).reasons[0]
    assert classify(text, own).priority == "S2"
    assert classify("All phones are down", own).priority == "S1"


@pytest.mark.parametrize(
    ("signal", "priority"), [("critical", "S1"), ("major", "S2"), ("minor", "S3")]
)
def test_a_product_word_that_is_added_decides(loaded, signal, priority):
    text = "The frobnicator is broken for everyone"
    suggestion = classify(text, loaded(f'[classify.add]\n{signal} = ["frobnicator*"]\n'))
    assert (suggestion.priority, suggestion.confidence != "low") == (priority, True)
    assert "frobnicator" in suggestion.reasons[0]


def test_a_group_that_names_itself_is_read_once(loaded):
    own = loaded('[classify.groups]\nagent = ["agent*", "<agent>"]\n')
    assert classify("No agent is offered any call.", own).priority == "S1"


def test_a_list_can_be_replaced(loaded):
    own = loaded('[classify.phrases]\nminor = ["frobnicator"]\n')
    assert classify("The frobnicator looks wrong for all users.", own).priority == "S3"


def test_severities_can_have_other_priorities(loaded):
    own = loaded('[classify.priorities]\ndown = "S2"\n')
    assert classify("All phones are down", own).priority == "S2"


@pytest.mark.parametrize(
    ("text", "key", "problem"),
    [
        ('[classify.add]\nmajr = ["x"]', "classify.add.majr", "unknown key"),
        ('[classify.add]\nmajor = "x"', "classify.add.major", "must be a list"),
        ("[classify.weights]\nlost = [1, 2]", "classify.weights", "unknown key"),
    ],
)
def test_a_fault_is_refused_by_every_command(tmp_path, text, key, problem):
    file = tmp_path / "own.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        load_policy(read_layers(file))
    (fault,) = raised.value.faults
    assert (fault.file, fault.key) == (str(file), key)
    assert problem in fault.problem


def test_an_unknown_group_is_refused(loaded, tmp_path):
    with pytest.raises(ConfigError) as raised:
        loaded('[classify.add]\nmajor = ["broken <agnt>"]')
    (fault,) = raised.value.faults
    assert (fault.file, fault.key) == (str(tmp_path / "own.toml"), "classify.add.major")
    assert "unknown group <agnt>" in fault.problem
    assert "agent" in fault.fix


@pytest.fixture(scope="module")
def tables():
    file = weights_file().with_name(VOCABULARY_FILE)
    return tomllib.loads(file.read_text("utf-8"))["classify"]


def test_every_word_of_the_lists_can_be_found(tables):
    phrases = [phrase for some in tables["phrases"].values() for phrase in some]
    choices = {part for phrase in phrases for part in phrase.split() if "|" in part}
    words = {word for choice in choices for word in re.split(r"[|\[\]]", choice)}
    for word in words.union(*tables["groups"].values()):
        if word not in ("", "..", "#", "_") and not word.startswith("<"):
            assert len(split_words(word.removesuffix("*"))) == 1


def test_no_phrase_stands_in_two_lists(tables):
    counted = Counter(
        (signal in FUNCTIONS, phrase)
        for signal, some in tables["phrases"].items()
        for phrase in set(some)
    )
    assert [each for each, count in counted.items() if count > 1] == []
