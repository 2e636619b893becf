"""Decide by the definitions: the worst matter that is present, as far as the text limits it."""

from typing import NamedTuple

from slt_cli.classify.matters import Matter, find_matters
from slt_cli.classify.signals import CRITICAL, SEVERITIES, Severity
from slt_cli.classify.whole import Whole, is_cleared

_WIDE = frozenset({"everyone", "site", "main_number"})


_SHORT = 4
"""In clauses."""


class Verdict(NamedTuple):
    """Hold a severity, the rule that gives it, the matter it rests on, and whether it is firm."""

    severity: Severity
    rule: str
    matter: Matter | None = None
    firm: bool = True


def decide(whole: Whole) -> Verdict:
    """Return the severity of the worst matter present; without one, what the text asks for."""
    verdicts = [_judge(matter, whole) for matter in find_matters(whole)]
    firm = [verdict for verdict in verdicts if verdict.firm]
    for severity in SEVERITIES:
        for verdict in firm or verdicts:
            if verdict.severity == severity:
                return verdict
    return _without_matter(whole)


def _judge(matter: Matter, whole: Whole) -> Verdict:
    own, function = matter.signals, matter.function
    if function == "minor":
        return Verdict("minor", "it is a minor matter", matter)
    if "one" in own and not own & {*_WIDE, "part"}:
        return Verdict("minor", "one person or device is concerned", matter)
    if function in CRITICAL and matter.lost and not _works_elsewhere(matter, whole):
        if _is_partial(matter, whole):
            return Verdict("impaired", "a critical function fails in part or at times", matter)
        firm = _is_plain(matter, whole)
        return Verdict("down", "a critical function is down", matter, firm=firm)
    if function == "major" and matter.lost and "sole" in whole.signals and "part" not in own:
        return Verdict("down", "what the operation rests on alone is down", matter)
    if whole.holds and not whole.signals & {"falls_short", "outside"}:
        return Verdict("minor", "a workaround holds", matter)
    if function is None:
        return Verdict("impaired", "the text does not say what fails", matter, firm=False)
    if function == "major":
        return Verdict("impaired", "a major function fails", matter)
    return Verdict("impaired", "a critical function is impaired", matter)


def _is_plain(matter: Matter, whole: Whole) -> bool:
    """Tell whether a loss is told in so many words, for all, or in a text that says little else."""
    stated = whole.findings[matter.place].stated
    return stated or bool(matter.signals & _WIDE) or len(whole.findings) <= _SHORT


def _works_elsewhere(matter: Matter, whole: Whole) -> bool:
    sentence = whole.findings[matter.place].sentence
    before = whole.findings[max(0, matter.place - 8) : matter.place + 9]
    feature = any(f.sentence == sentence and "major" in f.functions for f in before)
    consequence = feature and "silent" in matter.signals
    return is_cleared(whole, matter.function, matter.place, consequence=consequence)


def _is_partial(matter: Matter, whole: Whole) -> bool:
    own = matter.signals
    if "recurring" in own or whole.signals >= {"recurring", "over"}:
        return True
    if "number" in own and not own & _WIDE:
        return True
    sentence = whole.findings[matter.place].sentence
    others_work = not whole.others_work.isdisjoint((sentence - 1, sentence, sentence + 1))
    return "site" not in own and ("part" in own or others_work)


def _without_matter(whole: Whole) -> Verdict:
    signals = whole.signals
    if _is_unsettled(whole):
        return Verdict("impaired", "the text does not settle what is broken", firm=False)
    if "over" in signals:
        return Verdict("minor", "it is over")
    if whole.asked or "request" in signals:
        return Verdict("minor", "it is a question, an order or a request")
    if signals & {"minor", "not_production", "planned", "holds"} or signals > {"harmless"}:
        return Verdict("minor", "nothing in production is said to be broken")
    if "works" in signals or ("major" in signals and not signals & {"negation", *CRITICAL}):
        return Verdict("minor", "nothing is said to be broken", firm=False)
    return Verdict("impaired", "the text does not settle what is broken", firm=False)


def _is_unsettled(whole: Whole) -> bool:
    """Tell whether something critical is denied in words that the rules do not understand."""
    elsewhere = {f.sentence for f in whole.findings if "not_production" in f.signals}
    critical = {f.sentence for f in whole.findings if f.functions & set(CRITICAL)}
    return bool(critical) and any(
        "negation" in finding.signals
        and finding.state is None
        and not finding.question
        and not finding.signals & {"wish", "not_production", "planned", "over"}
        and finding.sentence not in elsewhere
        and (not whole.asked or finding.sentence in critical)
        for finding in whole.findings
    )
