"""Time zones, support hours and exceptions, the support time that they make up, and typed times."""

from typing import Self


class UnreadableTimeError(ValueError):
    """A text that is not read as a time; `instead` has texts that can be typed in its place."""

    def __init__(self, problem: str, *instead: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.instead = instead

    def between(self, before: str, after: str) -> Self:
        """Return the error of a part of a text, with the parts before and after it."""
        whole = (" ".join(filter(None, (before, part, after))) for part in self.instead)
        return type(self)(self.problem, *whole)
