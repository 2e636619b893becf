"""Commands that are imported when they are called, each with the global options."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, ClassVar

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command

from slt_cli.app import App
from slt_cli.cli.fixes import with_fix
from slt_cli.errors import SeveralCasesError, SltError, UsageError

Family = Mapping[str, "str | Family"]
Sections = Mapping[str, Family]
"""Commands by section and name: `module:function` in slt_cli.commands, or a family of them.

A family has its help from the module of its first command.
"""

_FILTERS = frozenset(
    (
        *("region", "priority", "partner", "partner_type", "customer", "owner", "status"),
        *("since", "until", "clock"),
    )
)
"""The options that choose cases by what a case has once."""


class Command(TyperCommand):
    """A command that also takes the global options, and makes the application from them."""

    shared: frozenset[str] = frozenset()

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - Typer's own types
        """Read the options and arguments; an error that Typer raises names the command.

        Raises UsageError for a filter that is given twice: each case has only one such fact.
        """
        try:
            self._require_each_filter_once(ctx, args)
            return super().parse_args(ctx, args)
        except typer.TyperException as error:
            if getattr(error, "ctx", ctx) is None:
                error.ctx = ctx  # type: ignore[attr-defined]
            raise

    def _require_each_filter_once(self, ctx: Any, args: list[str]) -> None:  # noqa: ANN401 - as above
        if ctx.resilient_parsing or not any("--text" in param.opts for param in self.params):
            return
        if sum(each.startswith("-") for each in args) <= 1:  # as at most starts
            return
        *_, order = self.make_parser(ctx).parse_args(args=list(args))
        for place, param in enumerate(order):
            if param.name in _FILTERS and param in order[:place]:
                raise UsageError(
                    f"{param.opts[0]} is given twice, and only one can be meant",
                    "leave one out, or run the command for each",
                )

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - Typer's own types
        """Make the application from the global options, and run the command with the others."""
        given = {name: ctx.params.pop(name) for name in self.shared}
        root = ctx.find_root()
        root.params |= {name: value for name, value in given.items() if value}
        ctx.obj = root.obj(root.params)
        ctx.call_on_close(ctx.obj.close)
        ctx.obj.require_local_time()
        try:
            return super().invoke(ctx)
        except (SltError, SeveralCasesError) as error:
            _tell_local_times(error, ctx.obj)
            if isinstance(error, SltError):
                with_fix(error, _named_case(ctx.params))
            raise

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 - Typer's own types
        """Return the help of the command, its examples with names of the configured policy."""
        text: str = explaining().in_words_of_policy(super().get_help(ctx), ctx)
        return text


class CommandFamily(TyperGroup):
    """A group that suggests the nearest name for an unknown command."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 - Typer's own types
        """Return the command with the name in the first argument; raises UnknownNameError."""
        if self.get_command(ctx, args[0]) is None:
            family = ctx.command_path.partition(" ")[2]
            raise explaining().unknown_command(args[0], self.list_commands(ctx), family)
        return super().resolve_command(ctx, args)


class CommandTable(CommandFamily):
    """The root group, which builds a command from the table when it is called."""

    sections: ClassVar[Sections]
    topics = ("commands", "exit-codes")
    """What `slt help` explains beside the commands."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ANN401, ARG002 - Typer's own types
        """Return the names of all commands, in the order of the table."""
        return [name for table in self.sections.values() for name in table]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ANN401, ARG002 - Typer's own types
        """Import, build and return the command with a name; None if there is none."""
        if cmd_name not in self.commands:
            for table in self.sections.values():
                if (target := table.get(cmd_name)) is not None:
                    self.commands[cmd_name] = self._build(cmd_name, target)
        return self.commands.get(cmd_name)

    def get_help(self, ctx: Any) -> str:  # noqa: ANN401 - Typer's own types
        """Return the page with all commands, examples and options, which fits a terminal."""
        text: str = explaining().front_page(self.sections, ctx)
        return text

    def explained(self, ctx: Any, words: Sequence[str]) -> str:  # noqa: ANN401 - Typer's own types
        """Return the help on a command or another topic; raises UnknownNameError."""
        text: str = explaining().explained(self, ctx, words)
        return text

    def _build(self, name: str, target: str | Family) -> Any:  # noqa: ANN401 - Typer's own types
        if isinstance(target, str):
            single = _typer()
            single.command(name, cls=Command)(function_of(target))
            command = get_command(single)
            self._share_options(command)
            return command
        first = next(iter(target.values()))
        assert isinstance(first, str)  # noqa: S101 - for the type alone
        family = _typer()
        module = import_module(function_of(first).__module__)
        family.callback(cls=CommandFamily, help=module.__doc__)(_nothing)
        group = get_command(family)
        assert isinstance(group, TyperGroup)  # noqa: S101 - for the type alone
        group.commands = {inner: self._build(inner, of) for inner, of in target.items()}
        return group

    def _share_options(self, command: Any) -> None:  # noqa: ANN401 - Typer's own types
        shared = [param for param in self.params if param.name not in ("version", "help")]
        command.params.extend(shared)
        command.shared = frozenset(param.name for param in shared)


def _named_case(given: Mapping[str, Any]) -> str:
    """Return what names the case that a command was about; empty if it was not about one."""
    named = given.get("case") or given.get("cases")
    if isinstance(named, (list, tuple)):
        named = named[0] if len(named) == 1 else ""
    return str(named or "").strip()


def explaining() -> Any:  # noqa: ANN401 - a module
    """Return the module that explains commands and what may be meant."""
    from slt_cli.cli import explaining  # noqa: PLC0415 - only for help and mistyped words

    return explaining


def _tell_local_times(error: BaseException, app: App) -> None:
    """Show the instants in the sentence of an error, or of each of several, as local times."""
    if isinstance(error, SeveralCasesError):
        for each in error.errors:
            _tell_local_times(each, app)
    elif isinstance(error, SltError):
        error.message = app.sentence(error.parts)


def _typer() -> typer.Typer:
    return typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


def function_of(path: str) -> Callable[..., Any]:
    """Import and return what a path such as `due:due_command` names."""
    module, _, name = path.partition(":")
    function: Callable[..., Any] = getattr(import_module(f"slt_cli.commands.{module}"), name)
    return function


def _nothing() -> None:
    """Do nothing: a family has no action of its own."""
