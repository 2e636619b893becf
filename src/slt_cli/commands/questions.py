"""Ask the questions that decide a priority, on a terminal."""

import typer

from slt_cli.domain.classify import Answers, Suggestion, Vocabulary, suggest_from_answers
from slt_cli.domain.classify.answers import SCOPES, Scope, needs_workaround
from slt_cli.errors import did_you_mean

DOWN = "Is a production system or a critical function (calls, menus, agents' login) down?"
IMPAIRED = "Does a major function fail or work badly?"
WHOM = f"For whom ({', '.join(SCOPES)})?"
WORKAROUND = "Is there a workaround that holds?"


def ask_for_priority(vocabulary: Vocabulary) -> Suggestion:
    """Return the priority that the answers give."""
    down = typer.confirm(DOWN, err=True)
    impaired = not down and typer.confirm(IMPAIRED, err=True)
    answers = Answers(down, impaired, _ask_for_whom() if down or impaired else None)
    if needs_workaround(answers):
        answers = answers._replace(workaround=typer.confirm(WORKAROUND, err=True))
    return suggest_from_answers(answers, vocabulary)


def _ask_for_whom() -> Scope:
    while True:
        given = str(typer.prompt(WHOM, err=True)).strip().casefold()
        for scope in SCOPES:
            if given == scope:
                return scope
        typer.echo(f"{did_you_mean(given, SCOPES)}One of: {', '.join(SCOPES)}", err=True)
