"""`slt completion`: the script with which a shell completes the command line of slt."""

from typing import Annotated

import typer

from slt_cli.errors import UnknownNameError
from slt_cli.offered import COMPLETION_REQUEST
from slt_cli.parameters import app_of

_SCRIPTS = {
    "bash": """\
_slt_completion() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        line=${line%%$'\\t'*}
        COMPREPLY+=("$line")
        [[ $line == *' '* ]] && compopt -o filenames 2>/dev/null
    done < <(slt REQUEST "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -o default -F _slt_completion slt
""",
    "zsh": """\
#compdef slt
_slt_completion() {
    local -a found
    local line
    while IFS= read -r line; do
        found+=("${${line%%$'\\t'*}//:/\\\\:}:${line#*$'\\t'}")
    done < <(slt REQUEST "${(@)words[2,CURRENT]}" 2>/dev/null)
    if (( ${#found} )); then _describe slt found; else _files; fi
}
if [[ ${funcstack[1]} == _slt ]]; then
    _slt_completion "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i }
    compdef _slt_completion slt
fi
""",
    "fish": """\
function __slt_completion
    set -l current (commandline -ct)
    set -l found (slt REQUEST (commandline -opc)[2..-1] "$current" 2>/dev/null)
    if set -q found[1]
        printf '%s\\n' $found
    else
        __fish_complete_path "$current"
    end
end
complete --command slt --no-files --arguments '(__slt_completion)'
""",
}
"""The scripts. Each passes on the words up to the cursor unchanged and evaluates no answer.

Zsh and fish quote what they insert. Bash does so for the names of files, so it takes a word with a
blank for one.

That for zsh starts zsh's own completion if nothing has, and may also be the file `_slt` in a
directory of `fpath`: then zsh runs it as the function of that name.
"""


def _shells(incomplete: str) -> list[str]:
    return [shell for shell in _SCRIPTS if shell.startswith(incomplete)]


def completion_command(
    ctx: typer.Context,
    shell: Annotated[
        str,
        typer.Argument(metavar="SHELL", help="bash, zsh or fish.", autocompletion=_shells),
    ],
) -> None:
    """Print the completion script for a shell.

    It completes commands, options, keys and names from the configuration, the ids of open cases,
    the partners, customers, owners and tags of cases, and files. A name with a sign that a shell
    interprets is not offered.

    \b
    slt completion bash >> ~/.bashrc
    slt completion zsh >> ~/.zshrc
    slt completion fish > ~/.config/fish/completions/slt.fish
    """
    script = _SCRIPTS.get(shell.strip().lower())
    if script is None:
        raise UnknownNameError("shell", shell, _SCRIPTS)
    app_of(ctx).write(script.replace("REQUEST", COMPLETION_REQUEST))
