"""The manual page slt(1), generated from the commands when the package is built."""

from collections.abc import Iterator
from typing import Any

from slt_cli import __version__
from slt_cli.cli.exit_codes import EXIT_CODES
from slt_cli.cli.root import root_command

_TIMES = {
    "17:30, 9am, noon": "today; a day may come before: today, yesterday, tomorrow",
    "fri 14:00": "the next Friday for what asks, the last one for what records",
    "2 Dec 20:45, 2026-12-02 20:45": "a date; a year that is left out is this one",
    "now, -90m, +2h, 2 hours ago": "counted from now",
    "Wed 25 Nov 18:05 CET": "with the zone as slt shows it, UTC or an offset; else local time",
    "2026-11-20T17:30:00-08:00": "ISO 8601",
    "today, fri, 2026-11-24, 2026-10, 2026-W48, last year": "for --since and "
    "--until: the end is included whole, and a weekday is the last one",
}
_ENVIRONMENT = {
    "SLT_CONFIG": "file with settings that override your own configuration; as --config",
    "SLT_DB": "file, or URL of the database, that keeps the cases; as --db",
    "SLT_USER": "name to record events under, and of the owner me; in place of defaults.me and of "
    "your login name",
    "NO_COLOR, FORCE_COLOR": "never or always show colour, unless --color is given",
    "COLUMNS": "width of the terminal",
    "TZ": "your local time",
    "LC_ALL, LC_NUMERIC, LANG": "the first that is set names the locale; `slt export --for excel` "
    "writes a semicolon where it has a decimal comma",
    "PAGER": "pager for a long table on a terminal, by default less with the options in LESS, or "
    "FRX; cat or nothing is no pager",
    "ACCESSIBLE": "if it is set, for a screen reader: records in place of tables, no pager, and no "
    "--watch",
}


def man_page() -> str:
    """Return the manual page in roff."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    root = root_command()
    with root.make_context("slt", [], resilient_parsing=True) as ctx:
        yield f'.TH SLT 1 "" "slt {__version__}" "User Commands"'
        yield from (".SH NAME", f"slt \\- {_escaped(_sentence(root.help))}")
        yield from (".SH SYNOPSIS", ".B slt", "[options] command [arguments]")
        yield from (".SH OPTIONS", "Every command takes these:", *_options(ctx, root))
        yield ".SH COMMANDS"
        for name in root.list_commands(ctx):
            yield from _commands(f"slt {name}", root.get_command(ctx, name), ctx)
    yield ".SH EXIT STATUS"
    for codes, meaning in EXIT_CODES.items():
        yield from (".TP", f".B {_escaped(codes)}", _escaped(meaning))
    yield ".SH TIMES"
    for written, meaning in _TIMES.items():
        yield from (".TP", f".B {_escaped(written)}", _escaped(meaning))
    yield ".SH ENVIRONMENT"
    for variable, meaning in _ENVIRONMENT.items():
        yield from (".TP", f".B {variable}", _escaped(meaning))


def _commands(path: str, command: Any, parent: Any) -> Iterator[str]:  # noqa: ANN401 - Typer's own
    """Yield a command, or those of a family."""
    if not (inner := getattr(command, "commands", None)):
        yield from _command(path, command, parent)
        return
    for name, each in inner.items():
        yield from _commands(f"{path} {name}", each, parent)


def _command(path: str, command: Any, parent: Any) -> Iterator[str]:  # noqa: ANN401 - Typer's own
    with command.make_context(path, [], parent=parent, resilient_parsing=True) as ctx:
        arguments = [p for p in command.params if p.param_type_name == "argument"]
        shown = " ".join(argument.make_metavar(ctx) for argument in arguments)
        yield from (f".SS {_escaped(path)} {_escaped(shown)}".rstrip(),)
        for paragraph in (command.help or "").split("\n\n"):
            if paragraph.startswith("\b"):
                yield from (".PP", ".nf", *map(_escaped, paragraph.splitlines()[1:]), ".fi")
            else:
                yield from (".PP", _escaped(" ".join(paragraph.split())))
        yield from _options(ctx, command, getattr(command, "shared", frozenset()))


def _options(ctx: Any, command: Any, left_out: frozenset[str] = frozenset()) -> Iterator[str]:  # noqa: ANN401 - Typer's own
    for param in command.params:
        record = param.get_help_record(ctx) if param.name not in left_out else None
        if record is not None:
            yield from (".TP", f".B {_escaped(record[0])}", _escaped(record[1]))


def _sentence(help_text: str | None) -> str:
    return (help_text or "").split("\n")[0].rstrip(".")


def _escaped(text: str) -> str:
    """Return a text with everything escaped that roff would interpret."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped
