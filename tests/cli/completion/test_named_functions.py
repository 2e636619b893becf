"""Each option that offers words names a function that is there."""

import re
from pathlib import Path

import pytest

import slt_cli
from slt_cli import completing

PACKAGE = Path(slt_cli.__file__).parent
NAMES = sorted(
    {
        name
        for file in PACKAGE.rglob("*.py")
        for name in re.findall(
            r"autocompletion=offered\(\"(\w+)\"\)", file.read_text(encoding="utf-8")
        )
    }
)


@pytest.mark.parametrize("name", NAMES)
def test_it_is_there(name):
    assert callable(getattr(completing, f"complete_{name}"))


def test_no_function_is_there_for_nothing():
    found = {name for name in vars(completing) if name.startswith("complete_")}
    assert found == {f"complete_{name}" for name in NAMES}
