"""`slt classify` suggests a priority with its reasons, and reads standard input only for -."""

import io
import json
import sys

import pytest

DOWN = "All phones are down"


def test_suggests_a_priority_with_reasons(slt):
    result = slt("classify", DOWN)
    assert result.code == 0
    assert result.out.startswith("Priority    S1 Production down\nConfidence  ")
    assert "'All phones are down'" in result.out


def test_json_has_the_fields_of_the_contract(slt):
    document = json.loads(slt("classify", DOWN, "--json").out)
    assert document["schema"] == "slt.classify/1"
    (item,) = document["items"]
    assert list(item) == ["priority", "name", "confidence", "reasons"]
    assert (item["priority"], item["name"]) == ("S1", "Production down")
    assert all(isinstance(reason, str) for reason in item["reasons"])


def test_quiet_prints_the_priority_alone(slt):
    assert slt("classify", "-q", DOWN).out == "S1\n"


def test_a_dash_reads_standard_input(process):
    assert process("classify", "-q", "-", stdin=f"{DOWN}\n") == (0, "S1\n", "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param([], "nothing to classify", id="no text"),
        pytest.param([" "], "the text is empty", id="blank text"),
    ],
)
def test_without_a_text_it_is_a_usage_error(slt, arguments, message):
    result = slt("classify", *arguments)
    assert (result.code, result.out) == (2, "")
    assert message in result.err


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(f"{DOWN}\r\n".encode("utf-16"), id="UTF-16 as Windows writes it"),
        pytest.param(b"\xfe\xff" + DOWN.encode("utf-16-be"), id="UTF-16, the other way round"),
        pytest.param(DOWN.encode("utf-16-le"), id="UTF-16 without a mark"),
        pytest.param(DOWN.encode("utf-16") + b"\x00", id="UTF-16 that is cut off"),
        pytest.param(DOWN.encode("utf-8-sig"), id="UTF-8 with a mark"),
        pytest.param(f"Müller: {DOWN}".encode("cp1252"), id="bytes that are not UTF-8"),
    ],
)
def test_standard_input_may_be_in_another_encoding(slt, monkeypatch, content):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content), "utf-8"))
    assert slt("classify", "-q", "-") == (0, "S1\n", "")


@pytest.mark.parametrize("content", [None, b""], ids=["closed", "empty"])
def test_standard_input_without_a_text_is_a_usage_error(slt, monkeypatch, content):
    stdin = None if content is None else io.TextIOWrapper(io.BytesIO(content))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert slt("classify", "-").code == 2


def test_a_terminal_is_asked(slt, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{DOWN}\n"))
    assert slt("classify", "-q", on_terminal=True).out == "S1\n"


def test_the_text_is_quoted_harmlessly(slt, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")
    for form in ("table", "plain", "json"):
        out = slt("classify", "All [b]phones[/b] are\x1b[31m down", "-o", form).out
        assert "\x1b" not in out
        assert "'are down'" in out
