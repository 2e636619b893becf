"""`slt config` shows which files are read and every value in force."""

import json

import pytest

from slt_cli.config.files import user_file


@pytest.fixture
def own(home):
    """Return a function that writes a configuration file and returns its path."""

    def write(text: str) -> str:
        file = home / "own.toml"
        file.write_text(text)
        return str(file)

    return write


def test_path_names_every_file_and_whether_it_is_there(items, own):
    file = own("")
    rows = items("config", "path", "--config", file, "--db", "elsewhere.db")
    assert [(row["use"], row["exists"]) for row in rows] == [
        ("defaults", True),
        ("user", False),
        ("explicit", True),
        ("store", False),
    ]
    assert rows[1]["path"] == str(user_file())
    assert [row["path"] for row in rows[2:]] == [file, "elsewhere.db"]


def test_path_without_an_explicit_file(slt):
    lines = slt("config", "path").out.splitlines()
    assert [line.split()[:2] for line in lines] == [
        ["Use", "Exists"],
        ["defaults", "yes"],
        ["user", "no"],
        ["store", "no"],
    ]


def test_path_helps_to_find_a_file_that_is_wrong(slt, own):
    file = own("[regions.usa]\ntimezon = 'UTC'\n")
    result = slt("config", "path", "-q", "--config", file)
    assert file in result.out.splitlines()


def test_show_has_every_value(slt):
    lines = dict(line.split(maxsplit=1) for line in slt("config", "show").out.splitlines())
    assert lines["defaults.region"] == "usa"
    assert lines["partner_types.referral.hotline"] == "false"
    assert lines["partner_types.certified.hotline"] == "true"
    assert lines["regions.europe.aliases"] == "eu, emea, uk"
    assert lines["escalation.levels.3.contact"] == "Partner-exec-escalations@8x8.com"


def test_show_tells_where_each_value_comes_from(slt, items, own):
    file = own('[regions.usa]\nhotline = "+1 212 555 0100"\n')
    origins = {
        row["key"]: (row["value"], row["origin"])
        for row in items("config", "show", "--origin", "--config", file)
    }
    assert origins["regions.usa.hotline"] == ("+1 212 555 0100", file)
    assert origins["regions.usa.timezone"][0] == "America/Los_Angeles"
    assert origins["regions.usa.timezone"][1].endswith("default.toml")
    for line in slt("config", "show", "--origin", "--config", file).out.splitlines():
        assert line.endswith(("Origin", "default.toml", file))


def test_show_writes_dates_as_in_the_file(slt, items, own):
    file = own('[[regions.usa.exceptions]]\ndate = 2026-12-25\nname = "Christmas Day"\n')
    key = "regions.usa.exceptions.1.date"
    values = {row["key"]: row["value"] for row in items("config", "show", "--config", file)}
    assert values[key] == "2026-12-25"
    plain = slt("config", "show", "--config", file).out.splitlines()
    assert [key, "2026-12-25"] in [line.split() for line in plain]


def test_the_explicit_file_lies_over_the_users_own(items, own):
    user_file().parent.mkdir(parents=True)
    user_file().write_text('[defaults]\nregion = "apac"\nwarn = "10m"\n')
    file = own('[defaults]\nregion = "europe"\n')
    values = {row["key"]: row["value"] for row in items("config", "show", "--config", file)}
    assert (values["defaults.region"], values["defaults.warn"]) == ("europe", "10m")


@pytest.mark.parametrize("command", ["config show", "hotline", "list", "due", "targets"])
def test_a_fault_ends_with_3_and_names_file_and_key(slt, own, command):
    file = own("[regions.usa]\ntimezon = 'UTC'\n")
    result = slt(*command.split(), "--config", file)
    assert (result.code, result.out) == (3, "")
    assert result.err.startswith(f"slt: error: {file}:2: regions.usa.timezon: unknown key\n")
    assert "did you mean 'timezone'?" in result.err


def test_every_fault_is_reported_at_once(slt, own):
    file = own('[defaults]\nwarn = "much"\n[regions.usa]\ntimezone = "America/Los_Angelos"\n')
    result = slt("hotline", "--config", file)
    assert result.err.count("slt: error:") == 2
    assert "defaults.warn" in result.err
    assert "did you mean 'America/Los_Angeles'?" in result.err


def test_a_fault_as_json(slt, own):
    file = own('[defaults]\nregion = "moon"\n')
    result = slt("hotline", "--config", file, "--json")
    assert result.out == ""
    error = json.loads(result.err)["error"]
    assert (error["code"], error["exit"]) == ("configuration", 3)
    assert file in error["message"]
    assert "defaults.region" in error["message"]


def test_a_missing_file_ends_with_3(slt, home):
    result = slt("hotline", "--config", str(home / "absent.toml"))
    assert result.code == 3
    assert "absent.toml" in result.err


def test_path_names_a_place_that_cannot_even_be_looked_at(items):
    rows = items("config", "path", "--config", "n" * 300)
    assert rows[2]["exists"] is False
