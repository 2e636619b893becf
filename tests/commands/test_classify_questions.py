"""`slt classify` asks a few questions: with --ask, and if the text is not clear."""

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


def test_at_a_terminal_questions_follow_a_text_that_is_not_clear(slt, answer):
    asked = answer(down=True, whom="everyone")
    result = slt("classify", UNCLEAR, "-o", "json", on_terminal=True)
    assert '"S1"' in result.out
    assert asked == [questions.DOWN, questions.WHOM]


def test_no_questions_follow_a_clear_text(slt, answer):
    asked = answer()
    assert slt("classify", "All phones are down", "-q", on_terminal=True).out == "S1\n"
    assert asked == []


def test_a_script_never_gets_the_least_severe_priority_for_a_text_that_is_not_clear(slt):
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
def test_questions_that_cannot_be_asked_are_a_usage_error(slt, arguments, message):
    result = slt("classify", *arguments)
    assert (result.code, result.out) == (2, "")
    assert message in result.err


@pytest.mark.parametrize(
    ("line", "loads_it"),
    [
        pytest.param(["hotline"], False, id="hotline"),
        pytest.param(["open", "-p", "S1", "All phones are down"], False, id="open -p"),
        pytest.param(["open", "-p", "auto", "All phones are down"], True, id="open -p auto"),
        pytest.param(["classify", "All phones are down"], True, id="classify"),
    ],
)
@pytest.mark.usefixtures("home")
def test_the_vocabulary_is_loaded_only_to_classify(line, loads_it):
    program = (
        "import sys; from slt_cli.cli.program import run; code = run(sys.argv[1:]); "
        "names = {'slt_cli.config.vocabulary', 'slt_cli.classify.classifier'}; "
        "sys.exit(f'{code} {sorted(names & sys.modules.keys())}')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *line], capture_output=True, text=True, check=False
    )
    loaded = ["slt_cli.classify.classifier", "slt_cli.config.vocabulary"] if loads_it else []
    assert done.stderr.splitlines()[-1] == f"0 {loaded}"


def test_open_in_a_script_names_the_suggestion(slt):
    result = slt("open", "All phones are down")
    assert result.code == 2
    assert "S1 suggested, high confidence" in result.err


def test_open_takes_the_suggestion(slt):
    result = slt("open", "--priority", "auto", "All phones are down", "-o", "json")
    assert '"priority": "S1"' in result.out


def test_open_lets_a_terminal_confirm(slt, monkeypatch):
    monkeypatch.setattr(typer, "prompt", lambda *_, default, value_proc, **__: value_proc(default))
    result = slt("open", "All phones are down", "-o", "json", on_terminal=True)
    assert '"priority": "S1"' in result.out
