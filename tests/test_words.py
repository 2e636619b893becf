"""Plain English: words that help, errors, docstrings and docs do not use, and what they say."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from slt_cli.cli.root import root_command

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "slt_cli"
DOCS = [
    *(ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))),
    *sorted((ROOT / "tests" / "data").rglob("README.md")),
    *sorted((PACKAGE / "schemas").glob("*.json")),
]
GLOSSARY = ROOT / "docs" / "glossary.md"
LISTED = re.compile(r"^\| Not \|.*\n(?:\|.*\n)+", re.MULTILINE)
TOML = sorted((ROOT / "config").glob("*.toml"))
MODULES = sorted(PACKAGE.rglob("*.py"))
SOURCE = [*MODULES, *sorted((ROOT / "benchmarks").glob("*.py"))]
NO_MODULE_NAMES = {"utils", "util", "helpers", "helper", "manager", "common", "misc"}


class Word(NamedTuple):
    """A pattern that is not to be found, what to write instead, and an example of it."""

    pattern: str
    instead: str
    example: str


OF_THE_FIELD = (
    Word(r"overdue", "late", "the overdue cases"),
    Word(r"breach(es|ed|ing)?", "missed (a target), late (a clock)", "the target is breached"),
    Word(r"SLAs?", "target", "the SLA of the case"),
    Word(
        r"rais(e|es|ed|ing),? ((a|the|this|that|each|every|all) )?"
        r"(cases?|levels?|all that|what is late|once|by cron)",
        "escalate",
        "Raise a case, and see whom to contact.",
    ),
)
"""The terms of the field have one word for one meaning; docs/glossary.md lists these."""

WORDS = (
    # Not everyday English.
    Word(r"mend(s|ed|ing)?", "fix, correct", "mend what is bad"),
    Word(r"who(m|so)?ever", "anyone who, the person who", "whoever reads meanwhile"),
    Word(r"(bear|bears|bearing)", "have, with", "copies that bear their instant"),
    Word(r"unasked", "without asking", "laid over a file unasked"),
    Word(r"hardly ever", "rarely", "what hardly ever happens"),
    Word(r"whom [^.,]{1,30} (is|are) with", "the contact", "whom the level is with"),
    # Inversions.
    Word(
        r"(configured|there|known|needed|used|has|is|are) no more(?! than)",
        "no longer",
        "a level that is configured no more",
    ),
    Word(
        r"(?<!there )(is|are|was|names) no (store|file|directory|database|level|case|region|key|"
        r"zone|time|date|formula|number|terminal|copy|format|table|value|name|text|fields?|object)",
        "is not a",
        "the file is no store of slt",
    ),
    Word(r"(ids|memory|message|owner|portal|totals|warnings) alone", "only", "prints ids alone"),
    Word(r"anew", "again", "it is counted anew"),
    Word(r"as of a (case|region)", "as for, because", "as of a region that is not configured"),
    Word(r"at fault", "wrong", "the row as a whole is at fault"),
    Word(r"(becomes?|became) of", "what happens to", "what became of each case"),
    Word(r"in (any|whatever) case of letters", "in upper or lower case", "in any case of letters"),
    Word(r"keeps? no other", "does not stop the others", "one fault keeps no other from its turn"),
    Word(r"lies? (after|ahead|in|on|outside)", "is", "its words lie in a file"),
    Word(r"tak(e|es|en|ing) (it )?up", "opens, starts", "takes it up again"),
    Word(r"whole or not at all", "completely or not at all", "it happens whole or not at all"),
    Word(r"as things stand", "now", "not allowed as things stand"),
    Word(
        r"stands? (after|behind|in(?! for)|on|at|beside|under|there)",
        "is, appears",
        "it stands on a line",
    ),
    Word(r"gives? way", "is left out", "the column that gives way first"),
    # Errors.
    Word(r"gives? no more|given no more", "out of memory", "the system gives no more"),
    Word(r"faults? of slt|of slt itself", "internal error", "a fault of slt itself"),
    Word(r"told (with|as|at once)", "reported with, as", "it is told with its line"),
    Word(r"(is|are) told", "is reported", "what others may read is told"),
    Word(r"tells? (every|all|of)", "report", "it tells every fault at once"),
    Word(r"several could be meant", "more than one matches", "several could be meant; name one"),
    Word(r"no case can hold", "which values are invalid", "case 7 holds what no case can hold"),
    Word(r"no sound|sound (store|file|configuration)", "valid", "a file that is no sound store"),
    # Help.
    Word(r"so (many|much)(?! words)", "at most N, this much", "At most so many."),
    Word(r"asks? about (no|none)", "is not about", "--if-opened asks about no case"),
    Word(r"without being asked", "without asking", "Do it without being asked."),
    Word(r"has all of a case", "has every field of a case", "an export has all of a case"),
    Word(r"(is|are) late, once", "that is late", "Every case whose latest clock is late, once."),
    Word(r"only looks", "changes nothing", "`slt doctor` only looks."),
    *OF_THE_FIELD,
)
AT_THE_START_OF_A_DOCSTRING = (
    Word(r"Hold", "the thing itself: 'One case', 'The options'", "Hold one column."),
    Word(r"Tell", "Return, Print, Report", "Tell when the answer is due."),
    Word(r"Say", "Return, Print, Report", "Say that a request was refused."),
    Word(r"Let go", "Close", "Let go of what was opened."),
    Word(r"Carry", "the thing itself", "Carry one sentence."),
    Word(r"Give", "Return, the thing itself", "Give a command what it asks for."),
)


class Text(NamedTuple):
    """A text that somebody reads, with the number of its first line."""

    line: int
    text: str


def compiled(words: Iterable[Word], start: str = r"\b") -> dict[Word, re.Pattern[str]]:
    """Return the pattern of each word, in upper or lower case, that begins at `start`."""
    return {word: re.compile(rf"{start}(?:{word.pattern})\b", re.IGNORECASE) for word in words}


ANYWHERE = compiled(WORDS)
AT_START = compiled(AT_THE_START_OF_A_DOCSTRING, r"\A")


def found(text: Text, patterns: Mapping[Word, re.Pattern[str]] = ANYWHERE) -> Iterator[str]:
    """Yield each match in a text: its line, the words around it, and what to write instead."""
    lines = [line for line, words in enumerate(text.text.split("\n")) for _ in words.split()]
    plain = " ".join(text.text.split())
    for word, pattern in patterns.items():
        for match in pattern.finditer(plain):
            line = text.line + lines[plain.count(" ", 0, match.start())]
            around = plain[max(0, match.start() - 30) : match.end() + 30]
            yield f"{line}: ...{around}...: write {word.instead!r}"


def commands() -> dict[str, Any]:
    """Return the root and every command of the table, each by its whole name."""
    root = root_command()
    every: dict[str, Any] = {"slt": root}
    with root.make_context("slt", [], resilient_parsing=True) as ctx:
        for name in root.list_commands(ctx):
            every |= with_inner(f"slt {name}", root.get_command(ctx, name))
    return every


def with_inner(name: str, command: Any) -> dict[str, Any]:
    """Return a command and all of its family, each by its whole name."""
    every = {name: command}
    for last, each in getattr(command, "commands", {}).items():
        every |= with_inner(f"{name} {last}", each)
    return every


COMMANDS = commands()


def comments(file: Path) -> Text:
    """Return the comments of a TOML file, with every other line empty."""
    lines = file.read_text(encoding="utf-8").splitlines()
    found = (re.match(r"\s*#+(.*)", line) for line in lines)
    return Text(1, "\n".join(match[1] if match else "" for match in found))


def literals(file: Path) -> list[Text]:
    """Return the string literals of a module that are prose: a code has no blank in it."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [
        Text(node.lineno, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value
    ]


def docstrings(file: Path) -> list[Text]:
    """Return the docstrings of a module."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = [
        node
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, documented) and ast.get_docstring(node, clean=False)
    ]
    return [Text(node.body[0].lineno, str(ast.get_docstring(node, clean=False))) for node in nodes]


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def require_none(where: str, problems: Iterable[str]) -> None:
    """Fail with a line for each problem, if there are any."""
    if lines := [f"{where}:{problem}" for problem in problems]:
        pytest.fail("\n".join(lines), pytrace=False)


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_plain(command: str):
    with COMMANDS[command].make_context(command, [], resilient_parsing=True) as ctx:
        text = Text(1, ctx.get_help())
    require_none(f"{command} --help", found(text))


@pytest.mark.parametrize("file", DOCS, ids=name)
def test_docs_are_plain(file: Path):
    text = file.read_text(encoding="utf-8")
    if file == GLOSSARY:  # its last table lists the words
        text, tables = LISTED.subn("", text)
        assert tables == 1
    require_none(name(file), found(Text(1, text)))


@pytest.mark.parametrize("file", TOML, ids=name)
def test_comments_of_the_configuration_are_plain(file: Path):
    require_none(name(file), found(comments(file)))


@pytest.mark.parametrize("file", SOURCE, ids=name)
def test_errors_and_docstrings_are_plain(file: Path):
    said = [problem for text in literals(file) for problem in found(text)]
    said += [problem for text in docstrings(file) for problem in found(text, AT_START)]
    require_none(name(file), said)


@pytest.mark.parametrize("word", WORDS, ids=lambda word: word.example)
def test_every_word_of_the_list_would_be_found(word: Word):
    (change,) = [each for each in found(Text(7, f"\n{word.example}")) if word.instead in each]
    assert change.startswith("8: ")


@pytest.mark.parametrize("word", AT_THE_START_OF_A_DOCSTRING, ids=lambda word: word.example)
def test_every_first_word_of_the_list_would_be_found(word: Word):
    assert len(list(found(Text(1, word.example), AT_START))) == 1
    assert list(found(Text(1, f"Return x. {word.example}"), AT_START)) == []


@pytest.mark.parametrize(
    "text",
    [
        "at most one row, and no more than two",
        "raises UnknownNameError",
        "a recommendation",
        "whose hotline is open",
        "there is no store",
        "`page` stands for your own program",
        "a case is on hold, and a hold pauses the clocks whose rule has `pauses`",
    ],
)
def test_other_words_are_free(text: str):
    assert list(found(Text(1, text))) == []


def test_no_module_has_a_name_that_says_nothing():
    parts = {part for file in MODULES for part in file.relative_to(PACKAGE).with_suffix("").parts}
    assert parts & NO_MODULE_NAMES == set()
