"""Several cases on one line: a transaction each, and what one refuses does not stop the others."""

import json
import re

import pytest

from tests.commands.lives import FRIDAY_EVENING, OPEN, at

pytestmark = [
    pytest.mark.every_engine,
    pytest.mark.usefixtures("whole_life", "cases"),
    pytest.mark.now(FRIDAY_EVENING),
]

VERBS = ["respond", "followup", "hold", "resume", "resolve", "close", "reopen"]
READY = {"resume": "hold", "reopen": "close"}
"""What a case needs before a verb can be recorded on it."""


@pytest.fixture
def cases(slt):
    for minute in range(3):
        slt(*OPEN, *at(f"09:0{minute}"))


@pytest.fixture
def ready(slt):
    """Return a function that brings cases into the state that a verb needs."""

    def made(verb, *cases):
        if verb in READY:
            assert slt(READY[verb], *cases, *at("10:00")).code == 0

    return made


@pytest.mark.parametrize("verb", VERBS)
def test_each_is_recorded_and_listed(items, ready, verb):
    ready(verb, "1", "2", "3")
    changed = items(verb, "3", "CASE-1", "case-2", *at("11:00"))
    assert [case["id"] for case in changed] == ["CASE-3", "CASE-1", "CASE-2"]
    counts = {len(items("show", number)[0]["events"]) for number in "123"}
    assert counts == {3 if verb in READY else 2}


@pytest.mark.parametrize("verb", VERBS)
def test_what_one_refuses_keeps_no_other_from_its_turn(slt, items, ready, verb):
    ready(verb, "1", "3")
    result = slt(verb, "1", "77", "3", *at("11:00"))
    assert result.code == 4
    blocks = [line for line in result.out.splitlines() if not line.startswith(" ")]
    assert [re.findall(r"CASE-\d+", line) for line in blocks] == [["CASE-1"], ["CASE-3"]]
    assert "error: there is no case CASE-77" in result.err
    for number in "13":
        assert len(items("show", number)[0]["events"]) == (3 if verb in READY else 2)


@pytest.mark.parametrize(
    ("named", "fix"),
    [
        pytest.param(
            ["1", "They called back"],
            "give a text with --note (`slt hold`: --reason); what was recorded stays, and "
            "`slt undo` takes it back",
            id="after a case",
        ),
        pytest.param(["They called back"], "see the cases with: slt list --all", id="alone"),
        pytest.param(["1", "Acme"], "see the cases with: slt list --all", id="one word"),
    ],
)
def test_a_text_in_the_place_of_a_case_is_led_to_its_option(slt, named, fix):
    result = slt("respond", *named, *at("11:00"))
    assert result.code == 4
    assert result.err == f"slt: error: there is no case {named[-1]!r}\nfix: {fix}\n"


@pytest.mark.parametrize("output", ["json", "jsonl", "csv", "table"])
@pytest.mark.parametrize("line", [f"{verb} 77 78" for verb in VERBS] + ["mark 77 workaround"])
def test_where_every_case_refuses_nothing_is_printed(slt, line, output):
    result = slt(*line.split(), "-o", output)
    assert (result.code, result.out) == (4, "")


@pytest.mark.parametrize(
    ("named", "code"),
    [
        pytest.param(["2", "77", "1"], 1, id="refused first"),
        pytest.param(["77", "2", "1"], 4, id="unknown first"),
        pytest.param(["1", "2"], 1, id="the only one refused is the last"),
    ],
)
def test_the_exit_code_is_that_of_the_first_refusal(slt, items, named, code):
    items("close", "2", *at("10:00"))
    result = slt("respond", *named, *at("11:00"))
    assert result.code == code
    assert "CASE-1" in result.out
    told = [line for line in result.err.splitlines() if line.startswith("slt: error: ")]
    firsts = {"2": "2:", "77": "there"}  # there is no case CASE-77
    assert [line.split()[2] for line in told] == [firsts[case] for case in named if case != "1"]


def test_json_has_the_recorded_cases_and_each_error(slt, items):
    items("close", "2", *at("10:00"))
    result = slt("hold", "1", "2", "77", "3", *at("11:00"), "--json")
    assert [case["id"] for case in json.loads(result.out)["items"]] == ["CASE-1", "CASE-3"]
    errors = [json.loads(line)["error"] for line in result.err.splitlines()]
    assert [(error["code"], error["exit"]) for error in errors] == [
        *(("refused", 1), ("no-such-case", 4))
    ]


def test_a_case_that_is_named_twice_has_one_turn(items):
    items("respond", "1", "1", *at("10:00"))
    assert len(items("show", "1")[0]["events"]) == 2


def test_where_all_are_refused_nothing_is_shown(slt):
    result = slt("resume", "1", "2", *at("10:00"))
    assert (result.code, result.out) == (1, "")
    assert result.err.count("the case is not on hold") == 2


def test_quiet_prints_the_ids_that_were_recorded(slt):
    result = slt("respond", "1", "77", "2", *at("10:00"), "-q")
    assert (result.code, result.out) == (4, "CASE-1\nCASE-2\n")


@pytest.mark.parametrize("verb", VERBS)
def test_a_command_without_a_case_is_wrong_usage(slt, verb):
    assert slt(verb).code == 2
