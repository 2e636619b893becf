"""The end of the page: what was left out, what the words mean, and how it was computed."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from slt_cli.output.html.elements import element
from slt_cli.views.html_report.contents import Contents, section
from slt_cli.views.report_notes import left_out, lengths_are, stood_still

_WORDS = (
    ("met", "stopped at its due time or before"),
    ("missed", "not stopped at its due time; it counts at that time, even if it still runs"),
    ("share", "met clocks of those met or missed, in whole percent, rounded down"),
    ("objective", "the share that the plan of the cases wants to be met"),
    ("late", "running, and its due time has passed"),
    ("soon", "running, with little of its target left"),
    ("held", "stands still while the case waits for the partner"),
    ("superseded", "an escalation level that was left in time for a higher one"),
    ("cancelled", "ended before its due time without what it waited for"),
    ("ended without an answer", "a response that ended in time only because the case did"),
    ("void", "of a case that was opened by mistake"),
    ("changed when late", "its target became another one after its due time had passed"),
    ("support time", "time in the support hours of the region of a case"),
    ("median, 90 % within", "the time that half of the clocks, or nine of ten, did not exceed"),
)
_COMPUTED = (
    "A clock counts in the period in which it was decided: met at its stop, missed when due.",
    "The start of the period is included, its end is not.",
    "A clock whose target was changed when it was late never counts as met.",
    "Median and 90 % are of clocks that have stopped, by nearest rank.",
    "A past period shows what is known now: a correction changes it.",
)


def meaning(contents: Contents) -> Element:
    """Return what was left out and why, the meaning of the words, and how it was computed."""
    figures = contents.total.figures
    told = [*left_out(figures), *stood_still(figures)] or ["Nothing was left out."]
    words = [part for word, means in _WORDS for part in _defined(word, means)]
    return section(
        "left-out",
        "Left out, words, and how it was computed",
        _listed(told),
        element("h3", "What the words mean"),
        element("dl", *words),
        element("h3", "How it was computed"),
        _listed([*_COMPUTED, lengths_are(contents.form)]),
    )


def _defined(word: str, means: str) -> Iterator[Element]:
    yield element("dt", word)
    yield element("dd", means)


def _listed(sentences: list[str]) -> Element:
    return element("ul", *(element("li", each) for each in sentences))
