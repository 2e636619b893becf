"""Decide by the rules: the worst issue that is present, limited by what the text says about it."""

from typing import NamedTuple

from slt_cli.classify.issues import Issue, find_issues
from slt_cli.classify.signals import CRITICAL, SEVERITIES, Severity
from slt_cli.classify.summary import Summary, is_said_to_work

_WIDE = frozenset({"everyone", "site", "main_number"})
_SHORT_TEXT = 4
"""In clauses."""
_NEAR = 8
"""In clauses."""
_NOT_SETTLED = "the text does not make clear what is broken"


class Ruling(NamedTuple):
    """A severity, the rule that gives it, and its issue; not `firm` if the text leaves doubt."""

    severity: Severity
    rule: str
    issue: Issue | None = None
    firm: bool = True


def decide(summary: Summary) -> Ruling:
    """Return the severity of the worst issue, or if there is none, of what the text asks for."""
    rulings = [_judge(issue, summary) for issue in find_issues(summary)]
    firm = [ruling for ruling in rulings if ruling.firm]
    for severity in SEVERITIES:
        for ruling in firm or rulings:
            if ruling.severity == severity:
                return ruling
    return _judge_without_issue(summary)


def _judge(issue: Issue, summary: Summary) -> Ruling:
    own, function = issue.signals, issue.function
    if function == "minor":
        return Ruling("minor", "it is a minor issue", issue)
    if "one" in own and not own & {*_WIDE, "part"}:
        return Ruling("minor", "one person or device is affected", issue)
    if function in CRITICAL and issue.lost and not _works_elsewhere(issue, summary):
        if _is_partial(issue, summary):
            return Ruling("impaired", "a critical function fails in part or at times", issue)
        firm = _is_certain(issue, summary)
        return Ruling("down", "a critical function is down", issue, firm=firm)
    if function == "major" and issue.lost and "sole" in summary.signals and "part" not in own:
        return Ruling("down", "the one function that the business depends on is down", issue)
    if summary.has_workaround and not summary.signals & {"falls_short", "outside"}:
        return Ruling("minor", "there is a workaround", issue)
    if function is None:
        return Ruling("impaired", "the text does not say what fails", issue, firm=False)
    if function == "major":
        return Ruling("impaired", "a major function fails", issue)
    return Ruling("impaired", "a critical function is impaired", issue)


def _is_certain(issue: Issue, summary: Summary) -> bool:
    """Return whether a loss is stated outright, or is for all, or is all that a short text says."""
    is_short = len(summary.meanings) <= _SHORT_TEXT
    return summary.meanings[issue.clause].states_outage or bool(issue.signals & _WIDE) or is_short


def _works_elsewhere(issue: Issue, summary: Summary) -> bool:
    sentence = summary.meanings[issue.clause].sentence
    near = summary.meanings[max(0, issue.clause - _NEAR) : issue.clause + _NEAR + 1]
    has_major = any(each.sentence == sentence and "major" in each.functions for each in near)
    is_consequence = has_major and "silent" in issue.signals
    return is_said_to_work(summary, issue.function, issue.clause, is_consequence=is_consequence)


def _is_partial(issue: Issue, summary: Summary) -> bool:
    own = issue.signals
    if "recurring" in own or summary.signals >= {"recurring", "over"}:
        return True
    if "number" in own and not own & _WIDE:
        return True
    sentence = summary.meanings[issue.clause].sentence
    others_work = not summary.others_work_in.isdisjoint((sentence - 1, sentence, sentence + 1))
    return "site" not in own and ("part" in own or others_work)


def _judge_without_issue(summary: Summary) -> Ruling:
    signals = summary.signals
    if _has_unread_negation(summary):
        return Ruling("impaired", _NOT_SETTLED, firm=False)
    if "over" in signals:
        return Ruling("minor", "it is over")
    if summary.asks or "request" in signals:
        return Ruling("minor", "it is a question, an order or a request")
    if signals & {"minor", "not_production", "planned", "holds"} or signals > {"harmless"}:
        return Ruling("minor", "nothing in production is said to be broken")
    if "works" in signals or ("major" in signals and not signals & {"negation", *CRITICAL}):
        return Ruling("minor", "nothing is said to be broken", firm=False)
    return Ruling("impaired", _NOT_SETTLED, firm=False)


def _has_unread_negation(summary: Summary) -> bool:
    """Return whether a text about a critical function has a negation that no rule understands."""
    meanings = summary.meanings
    elsewhere = {each.sentence for each in meanings if "not_production" in each.signals}
    critical = {each.sentence for each in meanings if each.functions & set(CRITICAL)}
    return bool(critical) and any(
        "negation" in each.signals
        and each.state is None
        and not each.is_question
        and not each.signals & {"wish", "not_production", "planned", "over"}
        and each.sentence not in elsewhere
        and (not summary.asks or each.sentence in critical)
        for each in meanings
    )
