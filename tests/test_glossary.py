"""docs/glossary.md: its words are used, all states explained, and all refused words listed."""

import re
from typing import get_args

import pytest

from slt_cli.domain.case import STATUSES
from slt_cli.domain.clocks import Verdict
from slt_cli.domain.standing import State
from tests.test_words import COMMANDS, DOCS, GLOSSARY, OF_THE_FIELD, compiled

PAGE = GLOSSARY.read_text(encoding="utf-8")
TERMS = dict(re.findall(r"^- \*\*(.+)\*\*: ((?:.+\n)(?:  .+\n)*)", PAGE, re.MULTILINE))
NOT_USED = re.findall(r"^\| (?!Not |---)(.+) \| (.+) \|$", PAGE, re.MULTILINE)
MOST_SENTENCES = 2


@pytest.fixture(scope="module")
def elsewhere() -> str:
    """Return what help and the other pages say."""
    texts = [file.read_text(encoding="utf-8") for file in DOCS if file.suffix == ".md"]
    texts.remove(PAGE)
    for name, command in COMMANDS.items():
        with command.make_context(name, [], resilient_parsing=True) as ctx:
            texts.append(command.get_help(ctx))
    return " ".join(" ".join(texts).split())


def test_every_entry_is_read():
    assert len(TERMS) == PAGE.count("\n- ") > 50


@pytest.mark.parametrize("term", TERMS)
def test_a_term_is_used_in_help_or_docs(term: str, elsewhere: str):
    assert re.search(rf"\b{term}s?\b", elsewhere, re.IGNORECASE)


@pytest.mark.parametrize("term", TERMS)
def test_a_term_is_explained_in_one_or_two_sentences(term: str):
    sentences = re.split(r"(?<=\.) (?=[A-Z`])", " ".join(TERMS[term].split()))
    assert len(sentences) <= MOST_SENTENCES
    assert all(sentence.endswith(".") for sentence in sentences)


@pytest.mark.parametrize("word", [*STATUSES, *get_args(State), *get_args(Verdict)])
def test_every_status_state_and_verdict_is_explained(word: str):
    assert word in TERMS


def test_every_refused_word_of_the_field_is_listed_with_what_to_write():
    patterns = compiled(OF_THE_FIELD)
    listed = [
        (not_used, instead, [word.instead for word in patterns if patterns[word].search(not_used)])
        for not_used, instead in NOT_USED
    ]
    assert [(not_used, [instead]) for not_used, instead, _ in listed] == [
        (not_used, found) for not_used, _, found in listed
    ]
    assert len(listed) == len(OF_THE_FIELD)


def test_no_refused_word_explains_a_term():
    assert {instead for _, instead in NOT_USED if instead.isalpha()} <= TERMS.keys()
