"""Each kind of error owns its exit code and its word; each error its sentence and its fix."""

import re
from pathlib import Path

import pytest

from slt_cli import errors
from slt_cli.errors import (
    BadEventsError,
    BadRowsError,
    ConfigError,
    Fault,
    NoSuchCaseError,
    OutputError,
    RefusedError,
    ScheduleError,
    SltError,
    StoreError,
    UnknownNameError,
    UsageError,
    did_you_mean,
)

FAULT = Fault("a.toml", "defaults.warn", "is missing", "add it")


@pytest.mark.parametrize(
    ("error", "code", "exit_code"),
    [
        pytest.param(SltError("a"), "failed", 1, id="failed"),
        pytest.param(RefusedError("a"), "refused", 1, id="refused"),
        pytest.param(OutputError("a"), "output-failed", 1, id="output failed"),
        pytest.param(ScheduleError("a"), "schedule", 1, id="no answer of the support clock"),
        pytest.param(UsageError("a"), "usage", 2, id="usage"),
        pytest.param(UnknownNameError("region", "a", []), "unknown-name", 2, id="unknown name"),
        pytest.param(ConfigError([FAULT]), "configuration", 3, id="configuration"),
        pytest.param(BadRowsError("a.csv", [FAULT], 1), "bad-rows", 1, id="bad rows"),
        pytest.param(BadEventsError("a.ics", [FAULT], 1), "bad-events", 1, id="bad events"),
        pytest.param(NoSuchCaseError("7"), "no-such-case", 4, id="no such case"),
        pytest.param(StoreError("a"), "store", 5, id="the store"),
    ],
)
def test_codes(error: SltError, code: str, exit_code: int) -> None:
    assert (error.code, error.exit_code) == (code, exit_code)
    assert isinstance(error, SltError)
    assert str(error) == error.message


def test_an_error_has_its_sentence_and_its_fix() -> None:
    error = RefusedError("it is closed", "reopen it")

    assert (error.message, error.fix, str(error)) == ("it is closed", "reopen it", "it is closed")
    assert SltError("it is closed").fix == ""


def test_an_unknown_name_is_told_with_a_suggestion_and_all_valid_ones() -> None:
    error = UnknownNameError("region", "apca", iter(["usa", "europe", "apac"]))

    assert error.message == "unknown region 'apca'"
    assert error.fix == "did you mean 'apac'? One of: usa, europe, apac"


def test_a_configuration_error_tells_every_fault() -> None:
    other = Fault("b.toml", "links", "must be a table", "write [links]")

    error = ConfigError([FAULT, other])

    assert error.message == "a.toml: defaults.warn: is missing\nb.toml: links: must be a table"
    assert error.faults == (FAULT, other)
    assert error.fix == "add it"


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        pytest.param(FAULT, "a.toml: defaults.warn: is missing", id="a key of a file"),
        pytest.param(Fault("a.toml", "", "no TOML", ""), "a.toml: no TOML", id="a whole file"),
        pytest.param(Fault("", "links", "is gone", ""), "links: is gone", id="a key of no file"),
    ],
)
def test_a_fault_is_one_sentence(fault: Fault, sentence: str) -> None:
    assert str(fault) == sentence


def test_no_such_case_names_what_was_given_and_where_to_look() -> None:
    error = NoSuchCaseError("CASE-9", "list them")
    assert (error.message, error.fix) == ("there is no case CASE-9", "list them")
    several = NoSuchCaseError("R-1", "name one", "several cases have it")
    assert (several.message, several.fix) == ("several cases have it", "name one")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        pytest.param(1, "a row of a.csv is bad, nothing was imported", id="one row"),
        pytest.param(2, "2 rows of a.csv are bad, nothing was imported", id="several rows"),
    ],
)
def test_bad_rows_are_counted(rows: int, message: str) -> None:
    error = BadRowsError("a.csv", [FAULT], rows, "correct them")
    assert (error.message, error.fix, error.faults) == (message, "correct them", (FAULT,))


def test_no_error_names_a_command_or_a_flag_of_its_own_accord() -> None:
    source = Path(errors.__file__).read_text(encoding="utf-8")
    assert re.findall(r"`slt\b|\s--[a-z]", source) == []


@pytest.mark.parametrize(
    ("given", "names", "answer"),
    [
        pytest.param("apca", ["usa", "apac"], "did you mean 'apac'? ", id="letters swapped"),
        pytest.param("APCA", ["usa", "Apac"], "did you mean 'Apac'? ", id="in any case of letters"),
        pytest.param("zzz", ["usa", "apac"], "", id="nothing near"),
        pytest.param("apac", [], "", id="nothing at all"),
        pytest.param("", ["usa"], "", id="nothing given"),
        pytest.param("abcabcd", ["abc"], "did you mean 'abc'? ", id="as long as can be"),
        pytest.param("abcabcde", ["abc"], "", id="too long to be like it"),
        pytest.param("a" * 2**24, ["a", "b" * 40], "", id="very long"),
    ],
)
def test_did_you_mean(given: str, names: list[str], answer: str) -> None:
    assert did_you_mean(given, names) == answer
