"""`slt classify` asks a few questions: with --ask, and if the text is not clear."""

import io
import re
import subprocess
import sys

import pytest

from slt_cli.commands import classify as questions

UNCLEAR = "The frobnicator feels strange today"


@pytest.fixture
def typed(monkeypatch):
    """Return a function that gives the lines that are typed, separated by blanks; - is Enter."""

    def give(lines: str) -> None:
        words = ["" if word == "-" else word for word in lines.split()]
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{word}\n" for word in words)))

    return give


@pytest.mark.parametrize(
    ("lines", "priority", "questions_asked"),
    [
        pytest.param("y everyone", "S1", 2, id="down for everyone"),
        pytest.param("yes several n", "S2", 3, id="down for several"),
        pytest.param("Y one y", "S3", 3, id="down for one, way out"),
        pytest.param("n y everyone n", "S2", 4, id="a major function"),
        pytest.param("- y everyone y", "S3", 4, id="a major function with a workaround"),
        pytest.param("- -", "S3", 2, id="nothing fails: Enter is no"),
    ],
)
def test_the_answers_decide(slt, typed, lines, priority, questions_asked):
    typed(lines)
    result = slt("classify", "--ask", "-q", on_terminal=True)
    assert result.out == f"{priority}\n"
    assert result.err.count(": ") == questions_asked


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        pytest.param(
            "y evryone Everyone",
            "Unknown answer 'evryone': did you mean 'everyone'?",
            id="a mistyped one",
        ),
        pytest.param("y - everyone", "One of: everyone, several, one\n", id="an empty one"),
        pytest.param(
            "perhaps y everyone",
            "Answer y for yes or n for no; Enter is no.\n",
            id="neither yes nor no",
        ),
    ],
)
def test_an_unknown_answer_is_asked_again(slt, typed, lines, said):
    typed(lines)
    result = slt("classify", "--ask", "-q", on_terminal=True)
    assert (result.code, result.out) == (0, "S1\n")
    assert said in result.err


def test_every_choice_is_explained_and_no_word_is_broken(slt, typed, monkeypatch):
    typed("y everyone")
    monkeypatch.setenv("COLUMNS", "80")
    assert slt("classify", "--ask", "-q", on_terminal=True).err == (
        "Is a production system or a critical function (calls, menus, agents' login)\n"
        "down? [y/N]:   everyone  everyone, or a whole site\n"
        "  several   several people or devices, not everyone\n"
        "  one       one person or device\n"
        "Who is affected: "
    )


@pytest.mark.parametrize("columns", [30, 40, 60, 80, 200])
def test_questions_fit_the_terminal(slt, typed, monkeypatch, columns):
    typed("n y everyone n")
    monkeypatch.setenv("COLUMNS", str(columns))
    shown = slt("classify", "--ask", "-q", on_terminal=True).err
    for question in (questions.DOWN, questions.IMPAIRED, questions.WHOM, questions.WORKAROUND):
        assert question in " ".join(shown.split())
    lines = re.split(r"\n|(?<=:) ", shown)
    assert max(map(len, lines)) < min(columns, 80)


@pytest.mark.parametrize("lines", ["", "y", "y nobody"])
def test_the_end_of_the_input_ends_the_questions(slt, typed, lines):
    typed(lines)
    result = slt("classify", "--ask", on_terminal=True)
    assert (result.code, result.out) == (130, "")
    assert result.err.endswith(
        "\nslt: error: the question was not answered\n"
        'fix: describe what is wrong: slt classify "All phones are down"\n'
    )


def test_a_missing_text_is_asked_for(slt, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n  \nAll phones are down\n"))
    result = slt("classify", "-q", on_terminal=True)
    again = "Describe it in a sentence, such as: All phones are down\n"
    assert result == (0, "S1\n", f"What is wrong: {again}" * 2 + "What is wrong: ")


def test_questions_follow_a_text_that_is_not_clear(slt, typed):
    typed("y everyone")
    result = slt("classify", UNCLEAR, "-o", "json", on_terminal=True)
    assert '"S1"' in result.out
    assert questions.WHOM in result.err


def test_no_questions_follow_a_clear_text(slt, typed):
    typed("")
    result = slt("classify", "All phones are down", "-q", on_terminal=True)
    assert result == (0, "S1\n", "")


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
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n"))
    result = slt("open", "All phones are down", "-o", "json", on_terminal=True)
    assert '"priority": "S1"' in result.out
