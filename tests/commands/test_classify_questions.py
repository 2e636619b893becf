"""`slt classify` asks what decides: with --ask, and where a text does not settle it."""

import subprocess
import sys

import pytest
import typer

from slt_cli.commands import classify as questions

UNCLEAR = "The frobnicator feels strange today"


@pytest.fixture
def answer(monkeypatch):
    """Return a function that gives the answers, by question."""

    def put(**answers):
        asked = []

        def reply(question, **_):
            asked.append(question)
            value = answers[NAMES[question]]
            return value.pop(0) if isinstance(value, list) else value

        monkeypatch.setattr(typer, "confirm", reply)
        monkeypatch.setattr(typer, "prompt", reply)
        return asked

    return put


NAMES = {
    questions.DOWN: "down",
    questions.IMPAIRED: "impaired",
    questions.WHOM: "whom",
    questions.WORKAROUND: "workaround",
    "What is wrong": "text",
}


@pytest.mark.parametrize(
    ("answers", "priority", "questions_asked"),
    [
        pytest.param({"down": True, "whom": "everyone"}, "S1", 2, id="down for everyone"),
        pytest.param(
            {"down": True, "whom": "several", "workaround": False}, "S2", 3, id="down for several"
        ),
        pytest.param(
            {"down": True, "whom": "one", "workaround": True}, "S3", 3, id="down for one, way out"
        ),
        pytest.param(
            {"down": False, "impaired": True, "whom": "everyone", "workaround": False},
            "S2",
            4,
            id="a major function",
        ),
        pytest.param(
            {"down": False, "impaired": True, "whom": "everyone", "workaround": True},
            "S3",
            4,
            id="a major function with a workaround",
        ),
        pytest.param({"down": False, "impaired": False}, "S3", 2, id="nothing fails"),
    ],
)
def test_the_answers_decide(slt, answer, answers, priority, questions_asked):
    asked = answer(**answers)
    assert slt("classify", "--ask", "-q", on_terminal=True).out == f"{priority}\n"
    assert len(asked) == questions_asked


def test_an_unknown_answer_is_asked_again(slt, answer):
    answer(down=True, whom=["evryone", "Everyone"])
    result = slt("classify", "--ask", "-q", on_terminal=True)
    assert result.out == "S1\n"
    assert "everyone" in result.err


def test_a_terminal_is_asked_where_the_text_does_not_settle_it(slt, answer):
    asked = answer(down=True, whom="everyone")
    result = slt("classify", UNCLEAR, "-o", "json", on_terminal=True)
    assert '"S1"' in result.out
    assert asked == [questions.DOWN, questions.WHOM]


def test_a_terminal_is_not_asked_where_it_does(slt, answer):
    asked = answer()
    assert slt("classify", "All phones are down", "-q", on_terminal=True).out == "S1\n"
    assert asked == []


def test_a_script_gets_the_more_severe_neighbour(slt):
    result = slt("classify", UNCLEAR, "-o", "json")
    assert '"S2"' in result.out
    assert '"low"' in result.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["--ask"], "--ask needs a terminal", id="no terminal"),
        pytest.param(["--ask", "text"], "--ask takes no text", id="a text"),
    ],
)
def test_asking_where_it_cannot_be_is_a_usage_error(slt, arguments, message):
    result = slt("classify", *arguments)
    assert (result.code, result.out) == (2, "")
    assert message in result.err


def test_no_other_command_loads_the_vocabulary():
    program = (
        "import sys; from slt_cli.cli.program import run; run(['hotline']); "
        "run(['open', '-p', 'S1', 'All phones are down']); "
        "sys.exit(', '.join(name for name in sys.modules if name.startswith('slt_cli.classify')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.stderr.strip() == ""


def test_open_in_a_script_names_the_suggestion(slt):
    result = slt("open", "All phones are down")
    assert result.code == 2
    assert "S1 suggested, high confidence" in result.err


def test_open_takes_what_is_suggested(slt):
    result = slt("open", "--priority", "auto", "All phones are down", "-o", "json")
    assert '"priority": "S1"' in result.out


def test_open_lets_a_terminal_confirm(slt, monkeypatch):
    monkeypatch.setattr(typer, "prompt", lambda *_, default, value_proc, **__: value_proc(default))
    result = slt("open", "All phones are down", "-o", "json", on_terminal=True)
    assert '"priority": "S1"' in result.out
