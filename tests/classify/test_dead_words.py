"""What of the vocabulary can match no word of any text, and that it matches none."""

import tomllib

import pytest

from slt_cli.classify.dead_words import dead_in_choice, dead_in_phrase
from slt_cli.classify.phrases import find_phrases
from slt_cli.classify.vocabulary import Lists, Vocabulary
from slt_cli.classify.words import split_words
from slt_cli.config.files import VOCABULARY_FILE, default_file

VOCABULARY = default_file().with_name(VOCABULARY_FILE)

GROUPS = {"people": ("agent*",)}
NO_WORD = "it has no word"

DEAD = [
    ("a bracket that is not closed", "[open calls", "[open", "its bracket is not closed"),
    ("signs alone", "++ calls", "++", NO_WORD),
    ("two words in brackets", "no [call centre] calls", "call centre", "one word only"),
    ("a contraction in a choice", "can't|no calls", "can't", "one word only"),
    ("signs in a choice", "c++|no calls", "c++", "what is read is c"),
    ("a sign that is read as a word", "%|no calls", "%", "what is read is percent"),
    ("signs alone in a choice", "++|no calls", "++", NO_WORD),
    ("any word in a choice", "_|no calls", "_", NO_WORD),
    ("a beginning of one letter", "c* calls", "c*", "two letters"),
    ("a beginning of one letter in a choice", "c*|no calls", "c*", "two letters"),
    ("a group with something after it", "<people>s calls", "<people>s", "nothing may follow"),
]

ALIVE = [
    ("words", "no calls", "no calls"),
    ("signs beside a word", "c++ calls", "c++ calls"),
    ("a contraction", "can't call", "I can't call"),
    ("a beginning", "ca* calls", "card calls"),
    ("a choice", "cut|dropped off", "dropped off"),
    ("an optional word", "no [more|further] calls", "no further calls"),
    ("any word and a gap", "no _ .. calls [_] here", "no one of all calls here"),
    ("digits", "#|two <people>", "14 agents"),
    ("a group in brackets", "no [<people>] calls", "no agent calls"),
]


def is_found(phrase: str, text: str, **groups: tuple[str, ...]) -> bool:
    words = Vocabulary(Lists({"lost": (phrase,)}, {**GROUPS, **groups}, {"everyday": ()}), {})
    return bool(find_phrases([words.choices(form) for form in split_words(text)], words))


@pytest.mark.parametrize(
    ("phrase", "part", "why"), [pytest.param(*row, id=name) for name, *row in DEAD]
)
def test_what_is_dead_is_named_with_the_reason(phrase, part, why):
    ((found, reason),) = dead_in_phrase(phrase)
    assert found == part
    assert why in reason


@pytest.mark.parametrize(("phrase", "text"), [pytest.param(*row, id=name) for name, *row in ALIVE])
def test_what_is_found_in_a_text_is_not_dead(phrase, text):
    assert is_found(phrase, text)
    assert list(dead_in_phrase(phrase)) == []


@pytest.mark.parametrize(
    ("word", "text"),
    [
        pytest.param("call centre", "the call centre", id="two words"),
        pytest.param("c++", "c++", id="signs"),
        pytest.param("can't", "can't", id="a contraction"),
        pytest.param("c*", "calls", id="a beginning of one letter"),
        pytest.param("%", "5 %", id="a sign"),
        pytest.param("<people>s", "agents", id="a group with something after it"),
    ],
)
def test_what_is_dead_in_a_group_is_not_found(word, text):
    assert [found for found, _ in dead_in_choice([word, "phone"])] == [word]
    assert not is_found("<own>", text, own=(word,))


def test_of_the_words_that_ship_one_is_dead():
    shipped = tomllib.loads(VOCABULARY.read_text(encoding="utf-8"))["classify"]
    phrases = [phrase for some in shipped["phrases"].values() for phrase in some]
    dead = {word for phrase in phrases for word, _ in dead_in_phrase(phrase)}
    assert dead == {"a few"}  # it does no harm, and goes when the weights are fitted again
    assert [dead for group in shipped["groups"].values() for dead in dead_in_choice(group)] == []
