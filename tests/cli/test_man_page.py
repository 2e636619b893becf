"""The manual page: it names every command, option and exit code, and the wheel carries it."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from slt_cli import __version__
from slt_cli.cli.exit_codes import EXIT_CODES
from slt_cli.cli.man_page import man_page
from slt_cli.cli.root import root_command
from slt_cli.config.prepare import source_of_shipped_tables
from tests.command_names import ALL_COMMANDS

ROOT = Path(__file__).parents[2]
CODES = ("0", "1", "2", "3", "4", "5", "10, 11", "70", "130")
GROFF = shutil.which("groff")


def command_of(name: str) -> Any:
    """Return a command, built from the table."""
    root = root_command()
    with root.make_context("slt", [], resilient_parsing=True) as ctx:
        command, *inner = name.split()
        found = root.get_command(ctx, command)
        for each in inner:
            found = found.commands[each]
        return found


def unescaped(roff: str) -> str:
    return roff.replace("\\&", "").replace("\\-", "-").replace("\\e", "\\")


@pytest.fixture(scope="module")
def page() -> str:
    return unescaped(man_page())


def section(page: str, title: str) -> str:
    """Return what stands under a heading of the page, up to the next one."""
    found = re.search(rf"^\.SH {title}\n(.*?)(?=^\.SH |\Z)", page, re.MULTILINE | re.DOTALL)
    assert found, title
    return found[1]


def command_section(page: str, name: str) -> str:
    """Return what stands under a command."""
    parts = re.split(r"^\.SS ", section(page, "COMMANDS"), flags=re.MULTILINE)[1:]
    (found,) = [part for part in parts if f"{part.splitlines()[0]} ".startswith(f"slt {name} ")]
    return found


def test_it_has_the_sections_of_a_manual_page(page):
    assert page.startswith('.TH SLT 1 "" ')
    assert f'"slt {__version__}"' in page.splitlines()[0]
    headings = re.findall(r"^\.SH (.*)$", page, re.MULTILINE)
    order = ["NAME", "SYNOPSIS", "OPTIONS", "COMMANDS", "EXIT STATUS", "ENVIRONMENT"]
    assert [heading for heading in headings if heading in order] == order
    assert re.match(r"slt - \S", section(page, "NAME"))


def test_it_names_every_command_once(page):
    listed = re.findall(r"^\.SS slt (.*)$", page, re.MULTILINE)
    assert len(listed) == len(ALL_COMMANDS)
    for name in ALL_COMMANDS:
        assert command_section(page, name)


@pytest.mark.parametrize("name", ALL_COMMANDS)
def test_it_names_every_argument_and_option_of_a_command(page, name):
    command, told = command_of(name), command_section(page, name)
    head, *body = told.splitlines()
    common = section(page, "OPTIONS")
    for param in command.params:
        if param.param_type_name == "argument":
            assert str(param.metavar).strip("[]") in head
            continue
        place = common if param.name in command.shared else told
        lines = place.splitlines()
        (entry,) = [line for line in lines if f"{line} ".startswith(f".B {names(param)} ")]
        assert " ".join(param.help.split()) in lines[lines.index(entry) + 1]
    help_lines = [line.strip() for line in command.help.splitlines() if line.strip("\b ")]
    shown = " ".join(" ".join(body).split())
    assert [line for line in help_lines if line not in shown] == []


def names(param: Any) -> str:
    """Return an option's names, the short one first, as help has them."""
    return ", ".join(sorted(param.opts, key=len))


def test_every_command_takes_the_options_at_the_top(page):
    named = ("--output", "--json", "--quiet", "--config", "--db", "--color", "--version")
    for option in (*named, "--times", "--no-pager"):
        assert option in section(page, "OPTIONS")


def test_it_names_every_exit_code(page):
    status = section(page, "EXIT STATUS")
    entries = re.findall(r"^\.TP\n\.B (.*)\n(.+)$", status, re.MULTILINE)
    assert tuple(code for code, _ in entries) == CODES
    assert dict(entries) == EXIT_CODES


def test_it_names_what_is_read_from_the_environment(page):
    told = section(page, "ENVIRONMENT")
    read = {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "TZ", "PAGER", "LESS", "ACCESSIBLE"}
    source = "".join(file.read_text() for file in (ROOT / "src").rglob("*.py"))
    read |= set(re.findall(r'"(SLT_[A-Z]+)"', source))
    assert len(read) > 4
    assert [name for name in sorted(read) if name not in told] == []


def test_examples_stand_as_they_are_typed(page):
    for name in ALL_COMMANDS:
        for line in command_section(page, name).splitlines():
            assert not line.startswith("\b")
    assert ".nf\nslt due\n" in page
    assert man_page().count("\n.nf\n") == man_page().count("\n.fi\n")


def test_no_line_is_a_request_that_is_not_meant():
    known = {".TH", ".SH", ".SS", ".PP", ".TP", ".B", ".nf", ".fi"}
    requests = {line.split()[0] for line in man_page().splitlines() if line[:1] in (".", "'")}
    assert requests <= known
    assert man_page().isascii()


@pytest.mark.skipif(GROFF is None, reason="groff is not installed")
def test_groff_has_nothing_to_say_about_it():
    done = subprocess.run(
        [str(GROFF), "-man", "-ww", "-Tascii", "-P-c"],
        input=man_page(),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stderr == ""
    shown = re.sub(r".\x08", "", done.stdout)
    for name in ALL_COMMANDS:
        assert f"slt {name}" in shown
    assert "--if-opened" in shown  # with hyphens that can be copied


# --- The build ------------------------------------------------------------------------------------


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """Return the build hook's module, with a stand-in for the part of hatchling that it needs."""

    class Interface:
        def __class_getitem__(cls, _: Any) -> type:
            return cls

        def __init__(self, root: str, directory: str) -> None:
            self.root, self.directory = root, directory

    interface = ModuleType("hatchling.builders.hooks.plugin.interface")
    interface.BuildHookInterface = Interface  # type: ignore[attr-defined]
    path = "hatchling"
    monkeypatch.setitem(sys.modules, path, ModuleType(path))
    for part in ("builders", "hooks", "plugin"):
        path = f"{path}.{part}"
        monkeypatch.setitem(sys.modules, path, ModuleType(path))
    monkeypatch.setitem(sys.modules, interface.__name__, interface)
    monkeypatch.setattr(sys, "path", list(sys.path))
    spec = util.spec_from_file_location("hatch_build_under_test", ROOT / "hatch_build.py")
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_wheel_carries_the_page(hook, tmp_path):
    data: dict[str, Any] = {"shared_data": {}, "force_include": {}}
    hook.BuildHook(str(ROOT), str(tmp_path / "dist")).initialize("standard", data)
    ((file, place),) = data["shared_data"].items()
    assert place == "share/man/man1/slt.1"
    assert Path(file).read_text(encoding="utf-8") == man_page()


def test_a_wheel_carries_the_shipped_policy(hook, tmp_path):
    data: dict[str, Any] = {"shared_data": {}, "force_include": {}}
    hook.BuildHook(str(ROOT), str(tmp_path / "dist")).initialize("standard", data)
    ((file, place),) = data["force_include"].items()
    assert place == "slt_cli/config/shipped_tables.py"
    assert Path(file).read_text(encoding="utf-8") == source_of_shipped_tables()


def test_nothing_but_the_wheel_is_left_behind(hook, tmp_path):
    build = hook.BuildHook(str(ROOT), str(tmp_path / "dist"))
    data: dict[str, Any] = {"shared_data": {}, "force_include": {}}
    build.initialize("standard", data)
    (tmp_path / "dist" / "slt.whl").touch()
    build.finalize("standard", data, str(tmp_path / "dist" / "slt.whl"))
    assert [file.name for file in (tmp_path / "dist").iterdir()] == ["slt.whl"]


def test_an_editable_install_goes_without(hook, tmp_path):
    data: dict[str, Any] = {"shared_data": {}, "force_include": {}}
    hook.BuildHook(str(ROOT), str(tmp_path / "dist")).initialize("editable", data)
    assert data == {"shared_data": {}, "force_include": {}}
    assert not (tmp_path / "dist").exists()


def test_the_build_runs_the_hook_and_packs_the_schemas():
    import tomllib

    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wheel = settings["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert "custom" in wheel["hooks"]
    assert wheel["packages"] == ["src/slt_cli"]
    assert "/hatch_build.py" in settings["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]
    needs = [need for need in settings["build-system"]["requires"] if need.startswith("typer")]
    assert needs == [need for need in settings["project"]["dependencies"] if need[:5] == "typer"]
