"""The errors of the domain have facts: the commands and options that help are named in cli/."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import slt_cli.domain
from slt_cli.errors import Reason

DOMAIN = Path(slt_cli.domain.__file__).parent
FILES = {path.relative_to(DOMAIN).as_posix(): path for path in sorted(DOMAIN.rglob("*.py"))}
NAMES_A_COMMAND = re.compile(r"`slt |--[a-z]")


def texts(source: str) -> Iterator[str]:
    """Yield every text in a source, those within f-strings too, but no text that documents."""
    tree = ast.parse(source)
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.value


def naming(source: str) -> list[str]:
    return [text for text in texts(source) if NAMES_A_COMMAND.search(text)]


@pytest.mark.parametrize("name", FILES)
def test_no_text_of_the_domain_names_a_command_or_an_option(name):
    assert naming(FILES[name].read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        pytest.param('raise Refused("no", "`slt list` shows")', 1, id="raised, a command"),
        pytest.param('raise Refused("no", "use --at")', 1, id="raised, an option"),
        pytest.param('raise Refused(f"{at} is late; use --at {at}")', 1, id="in an f-string"),
        pytest.param('fix = "`slt list` shows"\nraise Refused("no", fix)', 1, id="by its name"),
        pytest.param('"""See `slt list --all`."""\nraise Refused("no")', 0, id="documentation"),
        pytest.param('raise Refused("no -- never")', 0, id="a dash"),
    ],
)
def test_a_command_or_an_option_would_be_found(source, found):
    assert len(naming(source)) == found


def test_every_reason_is_given_by_the_domain():
    given = {text for path in FILES.values() for text in texts(path.read_text(encoding="utf-8"))}
    assert set(get_args(Reason)) <= given
