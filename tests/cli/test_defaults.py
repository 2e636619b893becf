"""`--times`, `defaults.output` and `defaults.times`, as command lines use them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from slt_cli.cli.root import app_for
from slt_cli.errors import UnknownNameError

AGO = ("--at", "2026-03-06T00:00")
UNASKED = {
    **dict.fromkeys(("output", "config", "db", "color", "times")),
    **dict.fromkeys(("as_json", "quiet", "no_pager"), False),
}


@pytest.fixture
def own(home: Path) -> Path:
    """Return the user's own configuration file; its directory is there."""
    file = home / ".config" / "slt" / "config.toml"
    file.parent.mkdir(parents=True)
    return file


@pytest.fixture
def prefer_json(own: Path) -> None:
    own.write_text('[defaults]\noutput = "json"\n')


@pytest.fixture
def case(slt: Callable[..., object]) -> None:
    slt("open", "-q", "-p", "S1", *AGO, "All phones are down")


@pytest.mark.parametrize("given", ["utc", "UTC", " Utc "])
def test_times_is_read_in_any_letters(given):
    assert app_for({**UNASKED, "times": given}).options.times == "utc"


def test_an_unknown_value_of_times_is_an_error_with_the_list():
    with pytest.raises(UnknownNameError) as caught:
        app_for({**UNASKED, "times": "locale"})
    assert caught.value.message == "unknown value of --times 'locale'"
    assert caught.value.fix == "did you mean 'local'? One of: region, local, utc"


@pytest.mark.parametrize("line", ["list --times mars", "--times mars list", "due --times x"])
def test_every_command_takes_times(slt, line):
    result = slt(*line.split())
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("slt: error: unknown value of --times ")


@pytest.mark.parametrize("line", ["list", "due", "show 1", "hotline", "targets", "contacts"])
@pytest.mark.usefixtures("prefer_json", "case")
def test_the_preferred_format_counts_everywhere(slt, line):
    shown = slt(*line.split())
    assert json.loads(shown.out)["schema"].startswith("slt.")
    assert slt(*line.split(), on_terminal=True).out[:10] == shown.out[:10]


@pytest.mark.parametrize("line", ["config path", "config show", "config check", "store path"])
@pytest.mark.usefixtures("prefer_json")
def test_it_counts_for_what_is_not_about_cases_too(slt, line):
    assert json.loads(slt(*line.split()).out)["schema"].startswith(("slt.config", "slt.store"))


@pytest.mark.usefixtures("prefer_json", "case")
def test_an_option_comes_first(slt):
    assert slt("list", "-q").out == "CASE-1\n"
    assert slt("list", "-o", "jsonl").out.startswith('{"id": "CASE-1"')
    assert slt("list", "-o", "plain").out.startswith("Case ")


@pytest.mark.usefixtures("prefer_json", "case")
def test_it_is_not_about_what_has_a_format_of_its_own(slt):
    slt("escalate", "1")
    assert slt("export").out.startswith("id,ref,")
    assert slt("message", "1").code == 0
    assert slt("due", "--nagios").out.startswith("SLT ")
    assert slt("schema").out.startswith("Name ")
    error = slt("show", "9").err
    assert error.startswith("slt: error: there is no case CASE-9\n")


@pytest.mark.usefixtures("prefer_json")
def test_an_import_lists_its_cases_as_with_json(slt, home):
    file = home / "new.csv"
    file.write_text("priority,opened_at\nS1,2026-03-06T10:00:00Z\n")
    (item,) = json.loads(slt("import", str(file)).out)["items"]
    assert item["id"] == "CASE-1"


@pytest.mark.usefixtures("prefer_json")
def test_a_single_value_is_an_item_as_with_json(slt):
    assert json.loads(slt("config", "get", "defaults.output").out)["items"][0]["value"] == "json"


@pytest.mark.parametrize(
    "text",
    ["[defaults]\noutput = ", '[defaults]\noutput = "jsn"\n', "[defaults]\nregion = 'x'\n"],
    ids=["not TOML", "not a format", "another fault"],
)
@pytest.mark.parametrize("line", ["schema", "config path", "store path", "doctor", "--help"])
def test_what_does_without_a_configuration_answers_with_a_broken_one(slt, own, text, line):
    own.write_text(text)
    result = slt(*line.split())
    assert (result.code, result.err) == (1 if line == "doctor" else 0, "")
    assert result.out


@pytest.mark.usefixtures("case")
def test_a_broken_one_is_reported_as_ever(slt, own):
    own.write_text('[defaults]\noutput = "jsn"\n')
    for line in ("list", "due", "show 1", "config show", "config check", "hotline"):
        result = slt(*line.split())
        assert (result.code, result.out) == (3, "")
        assert result.err == (
            f"slt: error: {own}:2: defaults.output: "
            'must be "table" or "plain" or "tsv" or "csv" or "json" or "jsonl", not "jsn"\n'
            'fix: write output = "json": format of every answer, '
            "if not a table on a terminal and plain text elsewhere\n"
        )


def test_both_are_set_and_unset_as_other_keys_are(slt, own):
    assert slt("config", "set", "defaults.output", "plain").code == 0
    assert slt("config", "set", "defaults.times", "utc").code == 0
    assert own.read_text() == '[defaults]\noutput = "plain"\ntimes = "utc"\n'
    assert slt("config", "get", "defaults.times").out == "utc\n"
    refused = slt("config", "set", "defaults.times", "mars")
    assert (refused.code, "; nothing was changed" in refused.err) == (3, True)
    assert slt("config", "unset", "defaults.output").code == 0
    assert own.read_text() == '[defaults]\ntimes = "utc"\n'


@pytest.mark.usefixtures("case")
def test_the_teams_policy_leaves_them_to_each_user(slt, home, own):
    team = home / "team.toml"
    team.write_text('[defaults]\noutput = "json"\ntimes = "utc"\nme = "all"\nregion = "apac"\n')
    assert slt("store", "policy", "set", str(team)).code == 0
    assert slt("list").out.startswith("Case ")
    own.write_text('[defaults]\noutput = "tsv"\n')
    assert slt("list").out.startswith("CASE-1\t")
    assert "defaults.output\ttsv" in slt("config", "show").out
    assert "defaults.times" not in slt("config", "show").out


def test_events_are_recorded_under_slt_user(slt, items):
    slt("open", "-q", "-p", "S1", *AGO, "x", environment={"SLT_USER": "cron"})
    slt("note", "1", "called", environment={"SLT_USER": "a\x1b[31m\nb"})
    (shown,) = items("show", "1")
    assert [event["who"] for event in shown["events"]] == ["cron", "a\x1b[31m\nb"]
    assert r"a\x1b[31m\nb" in slt("show", "1", "-o", "plain").out
