"""What an unknown word may mean: words of other tools lead right, and no slip leads to harm."""

import string
from collections.abc import Iterator

import pytest

from slt_cli.cli.loading import Family
from slt_cli.cli.suggestions import (
    READING,
    REPLACING,
    WORDS,
    Harm,
    harm,
    meant_commands,
    meant_options,
    one_slip,
)
from slt_cli.cli.table import COMMANDS
from tests.command_names import ALL_COMMANDS, FAMILIES

NAMES = [name for table in COMMANDS.values() for name in table]
TOPICS = {"commands", "exit-codes"}


def families(family: Family, above: str = "") -> Iterator[tuple[str, list[str]]]:
    """Yield every family in a family: its name, and the names in it."""
    for name, inner in family.items():
        if not isinstance(inner, str):
            yield above + name, list(inner)
            yield from families(inner, f"{above}{name} ")


GROUPS = {"": NAMES, **dict(found for table in COMMANDS.values() for found in families(table))}


def slips(word: str) -> set[str]:
    """Return every word that one slip makes of a word, by the definition of a slip."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    letters = string.ascii_lowercase
    made = {before + after[1:] for before, after in cuts if after}
    made |= {before + letter + after for before, after in cuts for letter in letters}
    made |= {before + letter + after[1:] for before, after in cuts if after for letter in letters}
    made |= {before + after[1] + after[0] + after[2:] for before, after in cuts if len(after) > 1}
    return made - {word}


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        pytest.param("lsit", ["list"], id="letters swapped"),
        pytest.param("lis", ["list"], id="a letter left out"),
        pytest.param("LIST", ["list"], id="in capitals"),
        pytest.param("listing", ["list"], id="two letters more than a slip"),
        pytest.param("restor", ["restore"], id="a slip of a command that replaces"),
        pytest.param("restored", ["restore"], id="another slip of it"),
        pytest.param("restart", [], id="no slip of it"),
        pytest.param("escallatte", ["escalate"], id="very like a command that records"),
        pytest.param("beyond", [], id="a little like respond"),
        pytest.param("reset", [], id="a little like resume"),
        pytest.param("acks", [], id="a little like backup"),
        pytest.param("ack", ["take"], id="ack"),
        pytest.param("assign", ["take"], id="assign"),
        pytest.param("label", ["update"], id="label"),
        pytest.param("vd", [], id="two slips of it"),
        pytest.param("hoid", ["hold"], id="a slip of hold and of void"),
        pytest.param("reply", ["respond", "followup"], id="two commands"),
        pytest.param("view", ["show"], id="view"),
        pytest.param("history", ["show", "log"], id="history"),
        pytest.param("journal", ["log"], id="journal"),
        pytest.param("activity", ["log"], id="activity"),
        pytest.param("comment", ["note"], id="comment"),
        pytest.param("delete", ["void"], id="delete"),
        pytest.param("pause", ["hold"], id="pause"),
        pytest.param("remind", ["notify"], id="remind"),
        pytest.param("queue", ["outbox"], id="queue"),
        pytest.param("edit", ["update"], id="edit"),
        pytest.param("frobnicate", [], id="nothing"),
        pytest.param("", [], id="an empty word"),
    ],
)
def test_what_a_word_means(word, meant):
    assert meant_commands(word, NAMES) == meant


@pytest.mark.parametrize(
    ("family", "word", "meant"),
    [
        ("config", "ls", ["show"]),
        ("config", "rm", ["unset"]),
        ("config", "gst", ["get"]),
        ("config", "st", ["set"]),
        ("config", "int", ["init"]),
        ("store", "policies", ["policy"]),
        ("store policy", "view", ["show"]),
        ("store policy", "delete", ["clear"]),
        ("store policy", "cleaned", []),
    ],
)
def test_what_a_word_means_in_a_family(family, word, meant):
    assert meant_commands(word, GROUPS[family], family) == meant


def test_resolve_never_means_restore():
    others = [name for name in NAMES if name != "resolve"]
    assert "restore" not in meant_commands("resolve", others)


def test_every_word_of_another_tool_leads_to_commands_that_exist():
    assert set(WORDS) <= {*ALL_COMMANDS, *FAMILIES}
    for name, words in WORDS.items():
        family, _, last = name.rpartition(" ")
        for word in words.split():
            assert word not in GROUPS[family], f"{word} is a command"
            assert last in meant_commands(word, GROUPS[family], family)


def test_no_word_leads_to_more_than_two_commands():
    for family, names in GROUPS.items():
        for word in {word for words in WORDS.values() for word in words.split()}:
            assert len(meant_commands(word, names, family)) <= 2


@pytest.mark.parametrize("family", GROUPS, ids=lambda family: family or "slt")
def test_no_slip_of_a_harmless_command_leads_to_one_that_does_more(family):
    names, before = GROUPS[family], f"{family} " if family else ""
    led: dict[str, list[str]] = {}
    for name in names:
        for slip in slips(name) - set(names):
            if any(slip in WORDS.get(before + each, "").split() for each in names):
                continue  # a word of its own
            worse = [
                each
                for each in meant_commands(slip, names, family)
                if harm(before + each) > harm(before + name)
            ]
            if worse:
                led[f"{name}: {slip}"] = worse
    assert led == {}


@pytest.mark.parametrize("name", NAMES)
def test_a_slip_of_a_command_that_only_reads_leads_to_one_that_only_reads(name):
    if harm(name) is Harm.READS:
        of_their_own = {word for each in NAMES for word in WORDS.get(each, "").split()}
        for slip in slips(name) - set(NAMES) - of_their_own:
            assert {harm(each) for each in meant_commands(slip, NAMES)} == {Harm.READS}


@pytest.mark.parametrize("word", ["list", "at", "o"])
def test_one_slip_is_what_its_definition_says(word):
    made = slips(word)
    assert all(one_slip(slip, word) for slip in made)
    for slip in made:
        for further in slips(slip) - made - {word}:
            assert not one_slip(further, word), further


def test_every_command_named_as_harmless_or_harmful_exists():
    assert (READING | REPLACING) - {*ALL_COMMANDS, *FAMILIES, *TOPICS} == set()
    assert READING.isdisjoint(REPLACING)


@pytest.mark.parametrize(
    ("given", "options", "meant"),
    [
        pytest.param("--prioriti", ["--priority", "--sort"], ["--priority"], id="a slip"),
        pytest.param("--prio", ["--priority", "--sort"], ["--priority"], id="a part"),
        pytest.param("--all", ["--apply"], [], id="never one that applies or forces"),
        pytest.param("--aply", ["--apply"], ["--apply"], id="unless it is one slip"),
        pytest.param("--x", ["--priority"], [], id="nothing near"),
        pytest.param("--by", ["--db", "--who"], ["--who"], id="the heading of its column"),
        pytest.param("--by", ["--db"], ["--db"], id="where nobody is asked for"),
    ],
)
def test_what_an_option_means(given, options, meant):
    assert meant_options(given, options) == meant
