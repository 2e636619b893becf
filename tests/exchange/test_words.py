"""Another system's words for a status, a priority, a region or a partner type."""

import pytest

from slt_cli.config.import_profiles import WORD_FIELDS
from slt_cli.errors import SltError, UnknownNameError, UsageError
from slt_cli.exchange.given import READ
from slt_cli.exchange.words import Words, parse_values

PROFILE = {
    "priority": {"urgent": "S1", "1 - critical": "S1", "normal": "S3"},
    "status": {"new": "open", "on-hold": "held"},
}


def own(words: Words, **texts: str) -> dict[str, str]:
    """Return the texts of a row with slt's words, those that are not empty."""
    changed = words.own([texts.get(field, "") for field in READ])
    return {field: text for field, text in zip(READ, changed, strict=True) if text}


@pytest.mark.parametrize(
    ("options", "tables"),
    [
        pytest.param([], {}, id="none"),
        pytest.param(["priority:urgent=S1"], {"priority": {"urgent": "S1"}}, id="a priority"),
        pytest.param(["Priority: Very  HIGH =s1"], {"priority": {"very high": "S1"}}, id="blanks"),
        pytest.param(
            ["status:wartet=HELD", "status:neu=open"],
            {"status": {"wartet": "held", "neu": "open"}},
            id="two for a status",
        ),
        pytest.param(["status:dupe=void"], {"status": {"dupe": "void"}}, id="a void case"),
        pytest.param(["region:emea=Europe"], {"region": {"emea": "europe"}}, id="a region's name"),
        pytest.param(
            ["partner_type:gold=certified"], {"partner_type": {"gold": "certified"}}, id="a type"
        ),
        pytest.param(["priority:a=b:c=S2"], {"priority": {"a=b:c": "S2"}}, id="= and : in a word"),
        pytest.param(["priority:=S2"], {"priority": {"": "S2"}}, id="an empty word"),
        pytest.param(
            ["priority:production down=Production down"],
            {"priority": {"production down": "S1"}},
            id="a priority by its name",
        ),
    ],
)
def test_an_option_says_what_a_word_means(policy, options, tables):
    assert parse_values(options, policy) == tables


@pytest.mark.parametrize(
    ("options", "said"),
    [
        pytest.param(["priority"], "'priority' is not FIELD:WORD=VALUE", id="a field alone"),
        pytest.param(["priority=S1"], "is not FIELD:WORD=VALUE", id="no colon"),
        pytest.param(["priority:urgent"], "is not FIELD:WORD=VALUE", id="no value"),
        pytest.param(
            ["priority:a=S1", "PRIORITY: A =S2"], "names 'priority:A' twice", id="a word twice"
        ),
        pytest.param(["subject:a=b"], "unknown field with words 'subject'", id="another field"),
        pytest.param(["priority:a=S9"], "unknown priority 'S9'", id="an unknown priority"),
        pytest.param(["priority:a="], "nothing after the =", id="no value after ="),
        pytest.param(["region:a=moon"], "unknown region 'moon'", id="an unknown region"),
        pytest.param(["partner_type:a=x"], "unknown partner type 'x'", id="an unknown type"),
        pytest.param(["status:a=opened"], "unknown status 'opened'", id="an unknown status"),
    ],
)
def test_a_value_that_is_not_known_is_a_usage_error(policy, options, said):
    with pytest.raises(SltError) as refused:
        parse_values(options, policy)
    assert isinstance(refused.value, (UsageError, UnknownNameError))
    assert refused.value.exit_code == 2
    assert said in refused.value.message
    assert refused.value.fix


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param({"priority": "urgent"}, {"priority": "S1"}, id="as it is in the profile"),
        pytest.param({"priority": "URGENT"}, {"priority": "S1"}, id="capitals"),
        pytest.param({"priority": " 1  -  Critical "}, {"priority": "S1"}, id="blanks"),
        pytest.param({"priority": "S2"}, {"priority": "S2"}, id="slt's own word"),
        pytest.param({"priority": "blocker"}, {"priority": "blocker"}, id="an unknown word"),
        pytest.param({"priority": ""}, {}, id="no word"),
        pytest.param({"subject": "urgent"}, {"subject": "urgent"}, id="another field"),
        pytest.param(
            {"priority": "Normal", "status": "On-Hold"},
            {"priority": "S3", "status": "held"},
            id="two fields",
        ),
        pytest.param(
            {"priority": "urgent" + " " * 5000}, {"priority": "S1"}, id="a very long spelling"
        ),
    ],
)
def test_a_word_becomes_that_of_slt(policy, texts, expected):
    words = Words(policy, PROFILE, {})
    assert own(words, **texts) == expected
    assert own(words, **texts) == expected  # the second time it is known as it is spelled


def test_an_option_comes_before_the_profile(policy):
    words = Words(policy, PROFILE, {"priority": {"urgent": "S2", "blocker": "S1"}})
    for word, priority in (("Urgent", "S2"), ("Blocker", "S1"), ("normal", "S3")):
        assert own(words, priority=word) == {"priority": priority}


def test_an_empty_text_may_be_given_a_meaning(policy):
    words = Words(policy, {}, {"priority": {"": "S3"}})
    assert own(words) == {"priority": "S3"}
    assert own(words, priority="S1") == {"priority": "S1"}


def test_without_words_the_texts_are_left_as_they_are(policy):
    texts = ["x"] * len(READ)
    assert Words(policy, {}, {}).own(texts) is texts


@pytest.mark.parametrize(
    ("profile", "given", "decides"),
    [
        pytest.param({}, {}, False, id="a file of slt"),
        pytest.param({"priority": {"a": "S1"}}, {}, False, id="words for a priority alone"),
        pytest.param(PROFILE, {}, True, id="a profile"),
        pytest.param({}, {"status": {"neu": "open"}}, True, id="an option"),
    ],
)
def test_the_status_decides_where_its_words_are_mapped(policy, profile, given, decides):
    assert Words(policy, profile, given).decide_status is decides


def test_a_word_for_what_the_configuration_does_not_have_is_unknown(policy):
    words = Words(policy, {"priority": {"urgent": "P1", "high": "S2"}}, {})
    assert own(words, priority="urgent") == {"priority": "urgent"}
    assert own(words, priority="high") == {"priority": "S2"}
    problem = words.problem("priority", "urgent", "unknown priority 'urgent'", "one of: S1")
    assert problem.problem == 'priority "urgent" is not known'


@pytest.mark.parametrize(
    ("field", "word", "option"),
    [
        ("priority", "blocker", "priority:blocker=S1 (or S2, S3)"),
        ("priority", "very high", "'priority:very high=S1' (or S2, S3)"),
        ("priority", "it's $(x)", """'priority:it'"'"'s $(x)=S1' (or S2, S3)"""),
        ("status", "neu", "status:neu=open (or responded, held, resolved, closed, void)"),
    ],
)
def test_a_word_that_is_not_known_is_named_with_its_option(policy, field, word, option):
    problem = Words(policy, PROFILE, {}).problem(field, word, "unknown", "one of")
    assert problem == (
        "",
        f'{field} "{word}" is not known',
        f"say what it is: --map-value {option}",
    )


@pytest.mark.parametrize("field", WORD_FIELDS)
def test_in_a_file_of_slt_the_fix_of_an_unknown_word_names_the_option_last(policy, field):
    problem = Words(policy, {}, {}).problem(field, "x", "unknown 'x'", "one of: a, b")
    assert problem[:2] == (field, "unknown 'x'")
    assert problem.fix.startswith(f"one of: a, b; --map-value {field}:x=")
    assert problem.fix.endswith(" says what it means")


@pytest.mark.parametrize("field", WORD_FIELDS)
def test_the_option_that_an_error_names_is_one_that_is_taken(policy, field):
    fix = Words(policy, {}, {}).problem(field, "x", "unknown 'x'", "y").fix
    option = fix.partition("--map-value ")[2].partition(" ")[0]
    assert list(parse_values([option], policy)[field]) == ["x"]


def test_of_many_words_for_a_value_the_first_are_named(policy):
    words = Words(policy, {"priority": {f"w{number}": "S1" for number in range(100_000)}}, {})
    assert words.meanings("priority").endswith("w18, w19 and 99,980 more=S1")
