"""A file that may not be read is named with what is wrong and what to do, by every command."""

import pytest

from slt_cli.cli.root import root_command
from tests.command_names import ALL_COMMANDS
from tests.faults.test_disk import bound

READABLE = "make it readable for you, or name another"
PERMISSION = "check the path, and that you have permission to read it"
LINES = {
    "restore": ("restore FILE --yes", 1, "", f"{READABLE} backup; nothing was changed"),
    "import": ("import FILE", 1, "", f"{READABLE} file"),
    "config holidays": (
        "config holidays usa --from FILE --years 2026",
        1,
        "",
        f"{READABLE} file with --from",
    ),
    "config check": ("config check FILE", 3, "the file ", PERMISSION),
    "--config": ("list --config FILE", 3, "the file ", PERMISSION),
    "SLT_CONFIG": ("list", 3, "the file ", PERMISSION),
    "store policy set": (
        "store policy set FILE",
        3,
        "the file ",
        f"{PERMISSION}; nothing was changed",
    ),
}


@pytest.mark.parametrize(("line", "code", "what", "fix"), LINES.values(), ids=LINES)
def test_the_error_says_what_is_wrong_and_what_to_do(
    slt, tmp_path, monkeypatch, line, code, what, fix
):
    assert slt("open", "-p", "S1", "-q", "x").code == 0
    file = tmp_path / "mine"
    file.write_text("opened_at,priority\n")
    file.chmod(0)
    if line == "list":
        monkeypatch.setenv("SLT_CONFIG", str(file))
    done = bound(*line.replace("FILE", str(file)).split())
    assert (done.code, done.out) == (code, "")
    error, said = done.err.splitlines()
    assert error.startswith(f"slt: error: {file}")
    assert error.endswith(f" {what}cannot be read: Permission denied")
    assert said == f"fix: {fix}"


@pytest.mark.parametrize("name", ALL_COMMANDS)
def test_no_file_is_checked_before_slt_can_explain_it(name):
    command = root_command()
    for word in name.split():
        command = command.get_command(None, word)
    files = [param.name for param in command.params if getattr(param.type, "readable", False)]
    assert files == []
