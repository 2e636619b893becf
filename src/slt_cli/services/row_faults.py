"""What is wrong with the rows of a file, as errors report it."""

from collections.abc import Iterable, Iterator

from slt_cli.errors import Fault
from slt_cli.exchange.given import Problem

_LONGEST, _START = 1000, 200


def faults_of(file: str, line: int, problems: Iterable[Problem]) -> Iterator[Fault]:
    """Yield the faults of a row, without the middle of very long texts that they quote."""
    for field, what, fix in problems:
        yield Fault(file, field, _shortened(what), _shortened(fix), line)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_START]} .. {text[_START - _LONGEST :]}"
