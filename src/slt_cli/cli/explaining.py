"""What only help and a mistyped command line need: the pages of help, and what may be meant."""

import re
from collections.abc import Iterator, Mapping, Sequence
from textwrap import wrap
from typing import Any

from slt_cli.cli.exit_codes import EXIT_CODES
from slt_cli.cli.policy_words import in_words_of_policy
from slt_cli.cli.suggestions import meant_commands, meant_options
from slt_cli.errors import UnknownNameError, UsageError

_WIDTH = 80
_COLUMN = 12
"""The column of the commands of a section, in front of which is its name."""

_USAGE = """\
Usage: slt [OPTIONS] COMMAND

  When the provider's answer is due, what is late, and whom to escalate to.
"""
_EXAMPLES = {
    'slt open --priority S1 "All phones are down"': "open a case",
    "slt due": "what is due, nearest first",
    "slt due 412 --explain": "why then",
    "slt respond 412": "the provider answered",
    'slt escalate 412 --reason "No answer"': "and see whom to contact",
}
_OPTIONS = """\
Options     -o FORMAT  --json  -q  --at TIME  --times region|local|utc
            --config FILE  --db FILE  --color WHEN  --version  -h

  slt help COMMAND explains one.  slt help exit-codes.  man slt has all of it."""

_LISTED = "`slt help commands` lists them"
_HELP = "Help"
"""The section that the last line of the page stands for."""


def front_page(sections: Mapping[str, Mapping[str, object]], ctx: Any) -> str:  # noqa: ANN401 - Typer's own types
    """Return the page of `slt --help`: the commands by section, examples, then options."""
    lines = [_USAGE]
    for section, table in sections.items():
        if section != _HELP:
            first, *rest = wrap("  ".join(table), _WIDTH - _COLUMN)
            lines += [f"{section:<{_COLUMN}}{first}", *(f"{'':<{_COLUMN}}{row}" for row in rest)]
    return "\n".join([*lines, "", *_examples(ctx), "", _OPTIONS])


def explained(root: Any, ctx: Any, words: Sequence[str]) -> str:  # noqa: ANN401 - Typer's own types
    """Return the help on a topic: a command by its names, or a list; raises UnknownNameError."""
    if list(words) == ["commands"]:
        return "\n".join(_command_list(root, ctx))
    if list(words) == ["exit-codes"]:
        return "\n".join(["Exit codes:", *(f"  {c:<8}{told}" for c, told in EXIT_CODES.items())])
    if words and words[0] in root.topics:
        raise UsageError(f"`{words[0]}` takes nothing after it", f"slt help {words[0]}")
    command, inside = root, ctx
    for place, word in enumerate(words):
        if not hasattr(command, "commands"):
            raise UsageError(f"`{inside.command_path}` has no commands", f"slt help {words[0]}")
        inner = command.get_command(inside, word)
        if inner is None:
            names = [*command.list_commands(inside), *(() if place else root.topics)]
            raise unknown_command(word, names, " ".join(words[:place]))
        inside = inner.make_context(word, [], parent=inside, resilient_parsing=True)
        command = inner
    text: str = inside.get_help()
    return text


def unknown_command(word: str, names: Sequence[str], family: str = "") -> UnknownNameError:
    """Return the error for a word that is not one of the commands of a family, or of slt."""
    meant = _did_you_mean(meant_commands(word, names, family))
    valid = f"One of: {', '.join(names)}" if family else _LISTED
    return UnknownNameError("command", word, names, f"{meant}{valid}")


def near_option(given: str, options: Sequence[str]) -> str:
    """Return "did you mean '--x'? " for the option most like what was given, if there is one."""
    return _did_you_mean(meant_options(given, options))


def _did_you_mean(names: Sequence[str]) -> str:
    return f"did you mean {' or '.join(map(repr, names))}? " if names else ""


def _examples(ctx: Any) -> Iterator[str]:  # noqa: ANN401 - Typer's own types
    """Yield the examples with names of the configured policy, and beside each what it does."""
    typed = in_words_of_policy("\n".join(_EXAMPLES), ctx).split("\n")
    room = _WIDTH - max(map(len, _EXAMPLES.values())) - len("    ")
    column = min(max(map(len, typed)) + 5, room)
    for command, does in zip(typed, _EXAMPLES.values(), strict=True):
        yield f"  {command + '  ':<{column}}{does}"


def _command_list(root: Any, ctx: Any) -> Iterator[str]:  # noqa: ANN401 - Typer's own types
    """Yield a line for each command, by section, with the first sentence of its help."""
    named = {
        section: [each for name in table for each in _commands(name, root.get_command(ctx, name))]
        for section, table in root.sections.items()
    }
    column = max(len(name) for commands in named.values() for name, _ in commands) + 4
    for section, commands in named.items():
        yield f"{section}:"
        for name, does in commands:
            first, *rest = wrap(does, _WIDTH - column - 1)
            yield f"{f'  {name}':<{column}}{first}"
            yield from (f"{'':<{column}}{line}" for line in rest)
        yield ""
    yield "`slt help COMMAND` explains one."


def _commands(name: str, command: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - Typer's own types
    """Yield a command or those of a family, each with the first sentence of its help."""
    for inner, each in getattr(command, "commands", {}).items():
        yield from _commands(f"{name} {inner}", each)
    if not hasattr(command, "commands"):
        text = " ".join((command.help or "").split("\n\n")[0].split())
        yield name, re.split(r"(?<=\.)\s", text)[0]
