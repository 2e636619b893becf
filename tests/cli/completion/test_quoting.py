"""Completion inserts only words that no shell interprets, but for blanks, which are quoted."""

import pytest

from slt_cli.config import load_policy, read_layers
from slt_cli.errors import ConfigError
from slt_cli.output.text import is_plain_word
from tests.cli.completion.asking import completed

INTERPRETED = [
    "$(touch injected)",
    "`touch injected`",
    "a;touch injected",
    "a|b",
    "a&b",
    "a>b",
    "a<b",
    "a b",
    "a'b",
    'a"b',
    "a\\b",
    "a*",
    "a?",
    "a[b]",
    "a{b,c}",
    "a!b",
    "~a",
    "#a",
    "a=b",
    "a:b",
    "%a",
    "^a",
    "-a",
    "a\tb",
    "a\nb",
    "a\x1bb",
    "a\u3000b",
]
PLAIN = ["usa", "S1", "north-america", "p1.5", "a_b", "c++", "日本", "हिन्दी", "Größe"]
TABLES = {
    "regions": 'name = "X"\ntimezone = "UTC"\n[regions.KEY.hours]\nmon = "09:00-17:00"',
    "priorities": 'name = "X"\ndefinition = "x"',
    "partner_types": 'name = "X"',
    "plans": 'name = "X"\napplies_to = []',
    "clocks": 'name = "X"\nstarts = "opened"\nstops = "marked"',
    "schedules": '[schedules.KEY.hours]\nmon = "09:00-17:00"',
}


def quoted(key: str) -> str:
    """Return a key in TOML."""
    inner = "".join(f"\\u{ord(letter):04x}" for letter in key)
    return f'"{inner}"'


@pytest.mark.parametrize("word", INTERPRETED)
def test_a_word_that_a_shell_would_interpret_is_not_plain(word):
    assert not is_plain_word(word)


@pytest.mark.parametrize("word", PLAIN)
def test_a_plain_word(word):
    assert is_plain_word(word)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("key", ["$(touch injected)", "a b", "-a", "~root"])
def test_a_configuration_has_no_key_that_a_shell_would_interpret(tmp_path, table, key):
    file = tmp_path / "a.toml"
    file.write_text(f"[{table}.KEY]\n{TABLES[table]}\n".replace("KEY", quoted(key)))
    with pytest.raises(ConfigError, match="is not a valid name") as refused:
        load_policy(read_layers(file))
    assert "which a shell takes without quotes" in refused.value.fix


@pytest.mark.parametrize("key", PLAIN)
def test_a_region_with_a_plain_key_is_offered(home, key):
    text = f"[regions.KEY]\n{TABLES['regions']}\n".replace("KEY", quoted(key))
    (home / "a.toml").write_text(text)
    assert key in completed("slt list --config a.toml --region ")


def test_what_is_read_without_a_check_is_left_out(home):
    lists = "".join(f"[[holidays.{quoted(key)}]]\n" for key in (*INTERPRETED, "us"))
    (home / "a.toml").write_text(lists)
    words = completed("slt config holidays --config a.toml --into ")
    assert not [word for word in words if not all(map(is_plain_word, word.split(" ")))]
    assert "holidays.us" in words
