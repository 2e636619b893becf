"""`slt config get`, `set`, `unset`, `init` and `check`, as people and scripts call them."""

import json
import os
import random
import re
import time
import tomllib
from pathlib import Path

import pytest

from slt_cli.config.files import default_file, user_file
from slt_cli.config.schema import KEYS

ANDES = Path(__file__).parents[1] / "data" / "policies" / "andes.toml"


@pytest.fixture
def mine():
    """Return a function that writes the user's own file."""

    def write(text: str) -> None:
        user_file().parent.mkdir(parents=True, exist_ok=True)
        user_file().write_text(text)

    return write


@pytest.mark.parametrize(
    ("key", "out"),
    [
        pytest.param("defaults.region", "usa\n", id="a text"),
        pytest.param("partner_types.referral.hotline", "false\n", id="a flag"),
        pytest.param("regions.europe.aliases", "eu\nemea\nuk\n", id="a list, one a line"),
        pytest.param("escalation.levels.2.response", "4h\n", id="a key of an entry"),
        pytest.param("regions.usa.timezone_label", "\n", id="a default that is nothing"),
        pytest.param("partner_types.referral.aliases", "", id="a default that is an empty list"),
    ],
)
def test_get_prints_a_value_alone(slt, key, out):
    assert slt("config", "get", key) == (0, out, "")


def test_get_shows_all_below_a_table(slt, items):
    names = ("name", "aliases", "timezone", "hotline", "hours.mon-fri")
    rows = items("config", "get", "regions.usa")
    assert [row["key"] for row in rows] == [f"regions.usa.{name}" for name in names]
    lines = slt("config", "get", "regions.usa").out.splitlines()
    assert "regions.usa.hotline +1 408 956 6066" in [" ".join(line.split()) for line in lines]


def test_get_as_json_tells_where_a_value_comes_from(items):
    assert items("config", "get", "defaults.warn") == [
        {"key": "defaults.warn", "value": "25%", "origin": str(default_file())}
    ]


@pytest.mark.parametrize(
    ("key", "problem", "fix"),
    [
        pytest.param("defualts.warn", "unknown key 'defualts'", "mean 'defaults'?", id="top"),
        pytest.param(
            "regions.usb.name", "unknown key of regions 'usb'", "did you mean 'usa'?", id="a region"
        ),
        pytest.param(
            "escalation.levels.9", "unknown key of escalation.levels '9'", "One of: 1, 2, 3", id="9"
        ),
        pytest.param("defaults.warn.x", "defaults.warn is a value", "", id="below a value"),
        pytest.param("", "'' is not a key", "keys are like", id="nothing"),
    ],
)
def test_get_refuses_what_is_no_key(slt, key, problem, fix):
    result = slt("config", "get", key)
    assert (result.code, result.out) == (2, "")
    assert problem in result.err
    assert fix in result.err


@pytest.mark.parametrize("action", [("get",), ("set", "1"), ("unset",)], ids=" ".join)
@pytest.mark.parametrize("parts", [33, 10_000])
def test_a_key_of_many_parts_is_refused(slt, action, parts):
    verb, *value = action
    for key in (".".join("a" * parts), ".".join(["no!"] * parts)):
        result = slt("config", verb, key, *value)
        assert (result.code, result.out) == (2, "")
        assert f"a key has at most 32 parts, this one has {parts}" in result.err
    assert not user_file().exists()


def test_a_value_of_many_lists_is_a_text(slt):
    result = slt("config", "set", "defaults.region", "[" * 400 + "]" * 400)
    assert (result.code, result.out) == (3, "")
    assert "[[[[" in result.err


def test_set_is_in_force_at_once_and_unset_takes_it_back(slt):
    assert slt("config", "set", "defaults.region", "apac").code == 0
    assert slt("config", "get", "defaults.region").out == "apac\n"
    assert slt("config", "unset", "defaults.region").code == 0
    assert slt("config", "get", "defaults.region").out == "usa\n"


def test_set_shows_what_it_did(slt, items):
    assert slt("config", "set", "defaults.warn", "30m").out.splitlines() == [
        "Key       defaults.warn",
        'Value     "30m"',
        f"File      {user_file()}",
    ]
    (row,) = items("config", "set", "defaults.warn", "30m")
    assert row == {
        "file": str(user_file()),
        "changed": False,
        "key": "defaults.warn",
        "value": "30m",
        "backup": None,
    }
    assert "the file already has this value" in slt("config", "set", "defaults.warn", "30m").out


def test_set_in_a_file_that_is_named(slt, home):
    team = home / "team.toml"
    assert slt("config", "set", "defaults.warn", "1h", "--config", str(team)).code == 0
    assert team.read_text() == '[defaults]\nwarn = "1h"\n'
    assert not user_file().exists()


@pytest.mark.parametrize(
    ("key", "value", "problem"),
    [
        pytest.param("defaults.warn", "often", "is not a duration", id="a value that does not fit"),
        pytest.param("defaults.wran", "30m", "defaults.wran: unknown key", id="an unknown key"),
        pytest.param("defaults.region", "moon", "unknown region 'moon'", id="no such region"),
        pytest.param("regions.fiji.name", "Fiji", "regions.fiji.timezone: is missing", id="half"),
        pytest.param("partner_types.referral.hotline", "yes", "must be true or false", id="a flag"),
        pytest.param("regions.usa.aliases", "eu", "must be a list", id="a text for a list"),
    ],
)
def test_set_refuses_what_would_not_validate(slt, mine, key, value, problem):
    mine("# as it was\n")
    result = slt("config", "set", key, value)
    assert (result.code, result.out) == (3, "")
    assert problem in result.err
    assert result.err.endswith("; nothing was changed\n")
    assert user_file().read_text() == "# as it was\n"


def test_a_region_in_one_go(slt):
    table = (
        '{ name = "Fiji", timezone = "Pacific/Fiji", hotline = "+679 330 0000", '
        'hours = { mon-fri = "09:00-17:00" } }'
    )
    assert slt("config", "set", "regions.fiji", table).code == 0
    assert "Fiji" in slt("hotline", "--region", "fiji").out


def test_unset_refuses_what_the_file_does_not_set(slt, mine):
    mine("")
    result = slt("config", "unset", "defaults.warn")
    assert (result.code, result.out) == (1, "")
    assert "defaults.warn is not set in this file" in result.err


def test_lost_comments_are_reported(slt, mine):
    mine('[regions.usa]\naliases = [\n  "us",  # short\n]\n')
    result = slt("config", "set", "regions.usa.aliases", '["us", "yanks"]')
    assert f"could not be kept; the old text is in {user_file()}.bak" in result.out


def test_init_writes_a_first_file_and_never_again(slt, monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert slt("config", "init").code == 0
    text = user_file().read_text()
    assert tomllib.loads(text) == {"defaults": {"region": "apac"}}
    assert "this machine's time zone, Asia/Tokyo" in text
    assert slt("config", "check") == (0, "", "")

    result = slt("config", "init")
    assert (result.code, result.out) == (1, "")
    assert "already exists and was not changed" in result.err
    assert user_file().read_text() == text


def test_init_writes_the_file_that_is_named(slt, home):
    assert slt("config", "init", "--config", str(home / "team.toml")).code == 0
    assert (home / "team.toml").exists()
    assert not user_file().exists()


def test_init_says_that_the_configuration_has_faults(slt, mine, home):
    mine('[defaults]\nwarn = "often"\n')
    result = slt("config", "init", "--config", str(home / "team.toml"))
    assert result.code == 0
    assert "the configuration has some: `slt config check` lists them" in result.out


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("set defaults.warn 30m", id="a value is set"),
        pytest.param("set defaults.times utc", id="a value is the same as before"),
        pytest.param("unset defaults.times", id="a value is removed"),
    ],
)
@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        pytest.param("regions.usa.colour = 1", "unknown key", id="a key"),
        pytest.param("classify.add.major = ['<pagers>']", "unknown group <pagers>", id="a phrase"),
    ],
)
def test_a_file_with_a_fault_is_not_changed(slt, mine, line, fault, problem):
    text = f'{fault}\n[defaults]\ntimes = "utc"\n'
    mine(text)
    result = slt("config", *line.split())
    assert (result.code, result.out) == (3, "")
    assert problem in result.err
    assert "nothing was changed" in result.err
    assert user_file().read_text() == text
    assert problem in slt("config", "check").err


def test_check_is_silent_without_faults(slt, mine):
    mine("")
    assert slt("config", "check") == (0, "", "")
    assert json.loads(slt("config", "check", "--json").out)["items"] == []
    said = slt("config", "check", on_terminal=True).out
    assert said == f"No faults in {default_file()}, {user_file()}.\n"


def test_check_tells_every_fault_with_its_line(slt, mine):
    mine('[defaults]\nwarn = "often"\nregion = "moon"\n')
    result = slt("config", "check")
    assert (result.code, result.out) == (3, "")
    first, _, second, fix = result.err.splitlines()
    assert first.startswith(f"slt: error: {user_file()}:2: defaults.warn: 'often' is not a dur")
    assert second == f"slt: error: {user_file()}:3: defaults.region: unknown region 'moon'"
    assert fix == "fix: One of: usa, europe, apac"


def test_check_as_json_has_each_fault_apart(slt, mine):
    mine('[defaults]\nregion = "moon"\n')
    error = json.loads(slt("config", "check", "--json").err)["error"]
    assert error["faults"] == [
        {
            "file": str(user_file()),
            "key": "defaults.region",
            "problem": "unknown region 'moon'",
            "fix": "One of: usa, europe, apac",
            "line": 2,
        }
    ]


def test_check_of_a_file_is_of_that_file_over_the_defaults_alone(slt, mine, home):
    mine("broken")
    other = home / "other.toml"
    other.write_text('[defaults]\nregion = "apac"\n')
    assert slt("config", "check", str(other)) == (0, "", "")
    other.write_text('[defaults]\nregion = "apca"\n')
    assert slt("config", "check", str(other)).code == 3
    assert "there is no such file" in slt("config", "check", str(home / "absent")).err


@pytest.mark.parametrize(
    "broken", ["[defaults\n", '[defaults]\nwarn = "often"\n'], ids=["no TOML", "a fault"]
)
def test_with_a_broken_file_there_is_still_a_way_to_correct_it(slt, mine, broken):
    mine(broken)
    assert str(user_file()) in slt("config", "path", "-q").out.splitlines()
    assert slt("config", "check").code == 3
    if "often" in broken:
        assert slt("config", "unset", "defaults.warn").code == 0
        assert slt("config", "check").code == 0
    else:
        assert slt("config", "set", "defaults.warn", "1h").code == 3
        assert user_file().read_text() == broken


@pytest.mark.exhaustive
def test_whatever_is_set_or_removed_the_file_stays_sound(slt):
    chance = random.Random(5)
    names = ("usa", "S1", "S4", "partner", "certified", "mon-fri", "a b", '"a.b"', "1", "", "é")
    values = (
        "30m", '"x"', "[]", "[1", "{}", "true", "false", "nan", "2026-12-25", "usa", "", "a\nb = 1",
        '"\\u0000"', "closed", '["08:00-12:00"]', '{ date = 2026-01-01, name = "N" }', '"""', "#",
    )  # fmt: skip
    codes = set()
    for _ in range(250):
        key = chance.choice(KEYS).path.replace("[]", f".{chance.choice('1240x')}")
        while "*" in key:
            key = key.replace("*", chance.choice(names), 1)
        arguments = chance.choice((("set", key, chance.choice(values)), ("unset", key)))
        result = slt("config", arguments[0], "--", *arguments[1:])
        codes.add(result.code)
        assert result.code in (0, 1, 2, 3), (arguments, result.err)
        assert slt("config", "check").code == 0, arguments
    assert codes == {0, 1, 2, 3}


@pytest.mark.parametrize(
    ("key", "value", "rows"),
    [
        pytest.param("update", "4h", {"update": "4h"}, id="a length"),
        pytest.param(
            "update",
            '{ within = "4h", clock = "24x7" }',
            {"update.within": "4h", "update.clock": "24x7"},
            id="a table",
        ),
        pytest.param("update.within", "4h", {"update.within": "4h"}, id="a key of the table"),
        pytest.param(
            "response", '{ within = "2h" }', {"response.within": "2h"}, id="the response as a table"
        ),
    ],
)
def test_a_target_of_a_clock_is_set_shown_and_unset(slt, items, key, value, rows):
    s1 = "plans.partner.targets.S1"
    shipped = {row["key"]: row["value"] for row in items("config", "show")}
    assert slt("config", "set", f"{s1}.{key}", value).code == 0
    shown = {row["key"]: row["value"] for row in items("config", "show")}
    set_now = {name: shown[name] for name in shown if name not in shipped}
    assert set_now == {f"{s1}.{name}": length for name, length in rows.items()}
    assert slt("config", "unset", f"{s1}.{key}").code == 0
    assert {row["key"]: row["value"] for row in items("config", "show")} == shipped


def test_a_clock_is_set_in_one_go_and_has_its_defaults(slt):
    rule = '{ starts = "opened", stops = ["marked", "resolved"] }'
    assert slt("config", "set", "clocks.diagnosis", rule).code == 0
    assert slt("config", "get", "clocks.diagnosis.stops").out == "marked\nresolved\n"
    assert slt("config", "get", "clocks.diagnosis.pauses").out == "false\n"
    assert slt("config", "set", "plans.partner.targets.S1.diagnosis", "3h").code == 0
    result = slt("config", "unset", "clocks.diagnosis")
    assert (result.code, result.out) == (3, "")
    assert "plans.partner.targets.S1.diagnosis: unknown key" in result.err


def test_get_refuses_a_target_that_is_not_set_and_a_key_below_a_length(slt):
    s1 = "plans.partner.targets.S1"
    unset = slt("config", "get", f"{s1}.update")
    assert (unset.code, unset.out) == (2, "")
    assert f"unknown key of {s1} 'update'" in unset.err
    below = slt("config", "get", f"{s1}.response.clock")
    assert (below.code, below.out) == (2, "")
    assert f"{s1}.response is a value, not a table" in below.err


@pytest.mark.parametrize(
    ("key", "value", "shown", "now"),
    [
        pytest.param("defaults.region", "EMEA", "defaults.region", "europe\n", id="a value"),
        pytest.param(
            "plans.partner.applies_to", '["Certified"]', "plans.partner.applies_to", "certified\n",
            id="a list",
        ),
        pytest.param(
            "regions.EMEA.hotline", "+44 20 7946 0000", "regions.europe.hotline",
            "+44 20 7946 0000\n", id="a key",
        ),
        pytest.param(
            "plans.partner.targets.s1.response", "90 min", "plans.partner.targets.S1.response",
            "90 min\n", id="a target",
        ),
    ],
)  # fmt: skip
def test_set_takes_names_as_commands_take_them(slt, items, key, value, shown, now):
    (changed,) = items("config", "set", key, value)
    assert (changed["key"], changed["value"]) == (
        shown,
        json.loads(value) if value[0] == "[" else value,
    )
    assert slt("config", "get", key).out == now


def test_unset_takes_them_too(slt, mine):
    mine('[regions.europe]\nhotline = "+44 20 7946 0000"\n')
    assert slt("config", "unset", "regions.EMEA.hotline").code == 0
    assert user_file().read_text().strip() == ""


def test_init_of_an_empty_policy_is_told_what_to_fill_in(slt):
    result = slt("config", "init", "--empty")
    assert result.code == 0
    assert result.out.splitlines() == [
        f"Written   {user_file()}",
        "Region    main, for cases opened without --region: defaults.region",
        "Fill in   the values marked FILL IN: `slt config check` lists what is left",
    ]
    assert slt("config", "check").code == 3
    text = user_file().read_text()
    user_file().write_text(re.sub(r'= ""(.*# FILL IN, such as (".*"))', r"= \2\1", text))
    assert slt("config", "check") == (0, "", "")
    assert "main" in slt("config", "show", "--origin").out
    assert slt("config", "init", "--empty").code == 1


def test_check_doctor_and_show_agree_on_a_policy_from_nothing(slt, mine):
    mine("inherit = false\n")
    for command in ("check", "show"):
        result = slt("config", command)
        assert (result.code, result.out) == (3, "")
        assert "a policy needs at least one region" in result.err
    doctor = slt("doctor").out
    assert "a policy needs at least one region" in doctor


def test_show_says_which_file_leaves_out_the_others(slt, mine):
    mine(ANDES.read_text(encoding="utf-8"))
    out = slt("config", "show", "--origin").out
    assert f"Left out: the policy of the files below {user_file()}: inherit = false" in out
    assert "usa" not in out


def test_check_warns_with_exit_code_0(slt, items, mine):
    mine('[regions.usa]\nhotline = "4711"\n')
    (warning,) = items("config", "check")
    assert warning["state"] == "warning"
    assert (warning["file"], warning["line"]) == (str(user_file()), 2)
    out = slt("config", "check").out
    assert "4711" in out
    assert f"{user_file()}:2" in out
    assert slt("config", "check", "-q").out == "regions.usa.hotline\n"
    (found,) = [row for row in items("doctor") if row["check"] == "configuration"]
    assert (found["state"], found["fix"]) == ("warning", warning["fix"])


@pytest.mark.parametrize("words", [("set", "defaults.warn", "30m"), ("unset", "defaults.warn")])
def test_what_is_not_a_file_is_never_replaced(slt, home, words):
    pipe = home / "pipe"
    os.mkfifo(pipe)
    writer = os.open(pipe, os.O_RDWR)  # reading would wait for it
    try:
        result = slt("config", *words, "--config", str(pipe))
    finally:
        os.close(writer)
    assert (result.code, result.out) == (1, "")
    assert result.err == (
        f"slt: error: {pipe} is not a file and was not touched\nfix: name another file\n"
    )
    assert pipe.is_fifo()


@pytest.mark.parametrize("tz", ["UTC+24", "UTC-24", "UTC+24:59:59"])
@pytest.mark.parametrize("more", [[], ["--empty"]])
def test_init_goes_without_a_zone_of_which_no_time_can_be_made(slt, monkeypatch, tz, more):
    monkeypatch.setenv("TZ", tz)
    time.tzset()
    result = slt("config", "init", *more)
    assert (result.code, result.err) == (0, "")
    assert user_file().exists()
