"""A row becomes the case that it would be had it been kept here: what is absent is computed."""

from typing import Any

import pytest

from slt_cli.exchange.given import COLUMNS, FIELDS, READ, BadRowError
from slt_cli.views.case import case_item
from slt_cli.views.fields import flat_fields
from tests.domain.given import moment
from tests.exchange.reading import DUE, ESCALATED, LATER, OPENED, PLAIN, read


def test_the_columns_are_the_fields_of_the_contract_and_each_is_read(policy):
    assert tuple(case_item(policy, read(policy))) == COLUMNS
    assert sorted(READ) == sorted(FIELDS)


@pytest.mark.parametrize(
    ("texts", "facts"),
    [
        pytest.param(
            {},
            {"region": "usa", "partner_type": "certified", "plan": "partner", "due_at": DUE},
            id="defaults, and the due time that the plan promises",
        ),
        pytest.param(
            {"priority": " production DOWN ", "region": "Asia", "partner_type": "First-Line"},
            {"priority": "S1", "region": "apac", "partner_type": "certified"},
            id="names and aliases in any case of letters",
        ),
        pytest.param({"plan": "Partner Support"}, {"plan": "partner"}, id="a plan by its name"),
        pytest.param({"due_at": LATER}, {"due_at": LATER}, id="a due time given is kept"),
        pytest.param(
            {"due_at": "2030-01-01T00:00Z"},
            {"due_at": "2030-01-01T00:00:00Z"},
            id="a due time ahead",
        ),
        pytest.param(
            {"partner_type": "referral"},
            {"plan": None, "due_at": None, "verdict": None},
            id="a referral partner has no target",
        ),
        pytest.param(
            {"responded_at": DUE}, {"status": "responded", "verdict": "met"}, id="answered in time"
        ),
        pytest.param(
            {"responded_at": LATER},
            {"status": "responded", "verdict": "missed"},
            id="answered late",
        ),
        pytest.param(
            {"closed_at": LATER}, {"status": "closed", "verdict": "missed"}, id="closed unanswered"
        ),
        pytest.param(
            {"resolved_at": DUE, "status": "Resolved"},
            {"status": "resolved", "resolved_at": DUE, "verdict": "met"},
            id="resolved unanswered, in time",
        ),
        pytest.param(
            {"resolved_at": LATER},
            {"status": "resolved", "verdict": "missed", "closed_at": None},
            id="resolved unanswered, late",
        ),
        pytest.param(
            {"responded_at": DUE, "resolved_at": LATER},
            {"status": "resolved", "responded_at": DUE, "verdict": "met"},
            id="answered, then resolved",
        ),
        pytest.param(
            {"resolved_at": DUE, "responded_at": LATER},
            {"status": "resolved", "responded_at": LATER, "verdict": "met"},
            id="answered after it was resolved: that decides nothing",
        ),
        pytest.param(
            {"resolved_at": DUE, "closed_at": LATER},
            {"status": "closed", "resolved_at": DUE, "closed_at": LATER, "verdict": "met"},
            id="resolved, then closed: the closing decides nothing",
        ),
        pytest.param(
            {"held_since": DUE},
            {"status": "open", "held_since": DUE, "due_at": DUE, "verdict": None},
            id="on hold",
        ),
        pytest.param(
            {"responded_at": DUE, "held_since": DUE},
            {"status": "responded", "held_since": DUE, "verdict": "met"},
            id="answered and on hold",
        ),
        pytest.param(
            {"held_since": DUE, "closed_at": LATER},
            {"status": "closed", "held_since": None},
            id="the closing ended a hold",
        ),
        pytest.param(
            {"level": "2", "escalated_at": DUE, "resolved_at": LATER},
            {"escalation_verdict": "met"},
            id="escalated, then resolved",
        ),
        pytest.param(
            {"responded_at": LATER, "verdict": "Met"}, {"verdict": "met"}, id="a verdict is kept"
        ),
        pytest.param({"verdict": "met"}, {"status": "open", "verdict": "met"}, id="reopened"),
        pytest.param(
            {"opened_at": "2026-11-20T06:00:00.9-08:00"}, {"opened_at": OPENED}, id="an offset"
        ),
        pytest.param({"opened_at": "2026-11-20T14:00"}, {"opened_at": OPENED}, id="local time"),
        pytest.param(
            {"opened_at": "2026-11-20"}, {"opened_at": "2026-11-20T00:00:00Z"}, id="a date alone"
        ),
        pytest.param({"ref": " 7 ", "partner": " "}, {"ref": "7", "partner": None}, id="blanks"),
        pytest.param(
            {field: f"\t{text} " for field, text in {**PLAIN, **ESCALATED}.items()},
            {"opened_at": OPENED, "due_at": DUE, "level": 2, "region": "usa", "subject": "\t "},
            id="blanks around everything",
        ),
        pytest.param({"id": "case-7"}, {"number": 7}, id="an id in full"),
        pytest.param({"status": "OPEN"}, {"status": "open"}, id="a status that agrees"),
        pytest.param(
            ESCALATED,
            {"level": 2, "escalation_due_at": "2026-11-20T20:00:00Z", "escalation_verdict": None},
            id="an escalation's due time comes from its level",
        ),
        pytest.param(
            {**ESCALATED, "responded_at": LATER},
            {"escalation_verdict": "met"},
            id="answered after it",
        ),
        pytest.param(
            {**ESCALATED, "responded_at": DUE},
            {"escalation_verdict": None},
            id="answered before it",
        ),
        pytest.param(
            {**ESCALATED, "responded_at": DUE, "closed_at": "2026-11-20T20:00:01Z"},
            {"escalation_verdict": "missed"},
            id="answered before it, closed too late",
        ),
        pytest.param(
            {**ESCALATED, "escalation_due_at": LATER, "escalation_verdict": "missed"},
            {"escalation_due_at": LATER, "escalation_verdict": "missed"},
            id="what is given of an escalation is kept",
        ),
    ],
)
def test_what_a_row_says(policy, texts, facts):
    case = read(policy, **texts)
    wanted: dict[str, Any] = {
        field: moment(value) if field.endswith(("_at", "_since")) and value else value
        for field, value in facts.items()
    }
    told = {"number": case.number, **flat_fields(case)}
    assert {field: told[field] for field in facts} == wanted


def test_what_is_wrong_is_told_without_the_blanks_around_it(policy):
    with pytest.raises(BadRowError) as caught:
        read(policy, opened_at=" ", priority=" S9 ")
    assert [problem.problem for problem in caught.value.problems] == [
        "is missing",
        "unknown priority 'S9'",
    ]


@pytest.mark.parametrize(
    ("texts", "fields", "said"),
    [
        pytest.param({"opened_at": ""}, ["opened_at"], "is missing", id="no opening"),
        pytest.param({"priority": ""}, ["priority"], "is missing", id="no priority"),
        pytest.param({"priority": "S"}, ["priority"], "unknown priority 'S'", id="only a prefix"),
        pytest.param({"region": "apca"}, ["region"], "unknown region", id="unknown region"),
        pytest.param({"partner_type": "x"}, ["partner_type"], "unknown", id="unknown partner type"),
        pytest.param({"plan": "gold"}, ["plan"], "unknown plan 'gold'", id="unknown plan"),
        pytest.param(
            {"partner_type": "referral", "plan": "partner"}, ["plan"], "has no plan", id="no plan"
        ),
        pytest.param(
            {"partner_type": "referral", "due_at": DUE, "verdict": "met"},
            ["due_at", "verdict"],
            "Referral partner has no target",
            id="a due time where nothing is promised",
        ),
        pytest.param({"opened_at": "soon"}, ["opened_at"], "is not a time", id="no time"),
        pytest.param({"opened_at": "-90m"}, ["opened_at"], "is not a time", id="a shift"),
        pytest.param({"opened_at": "12:00"}, ["opened_at"], "is not a time", id="a time of day"),
        pytest.param({"opened_at": "2026-02-30"}, ["opened_at"], "is not a date", id="no such day"),
        pytest.param({"opened_at": "11/12/2026"}, ["opened_at"], "can be", id="in two orders"),
        pytest.param({"opened_at": "1026-11-20"}, ["opened_at"], "outside", id="long ago"),
        pytest.param(
            {"opened_at": "2026-11-23T12:00:01Z"}, ["opened_at"], "has not come yet", id="to come"
        ),
        pytest.param(
            {"responded_at": "2026-11-20T13:59:59Z"},
            ["responded_at"],
            "before opened_at",
            id="early",
        ),
        pytest.param(
            {"responded_at": LATER, "closed_at": DUE},
            ["closed_at"],
            "before responded_at",
            id="order",
        ),
        pytest.param(
            {"due_at": "2026-11-20T13:00Z"}, ["due_at"], "before opened_at", id="due early"
        ),
        pytest.param(
            {"resolved_at": "2026-11-20T13:59:59Z"},
            ["resolved_at"],
            "before opened_at",
            id="resolved before it was opened",
        ),
        pytest.param(
            {"resolved_at": LATER, "closed_at": DUE},
            ["closed_at"],
            "before resolved_at",
            id="closed before it was resolved",
        ),
        pytest.param(
            {"held_since": "2026-11-20T13:59:59Z"},
            ["held_since"],
            "before opened_at",
            id="held before it was opened",
        ),
        pytest.param(
            {"held_since": LATER, "resolved_at": DUE},
            ["resolved_at"],
            "before held_since",
            id="held after it was resolved",
        ),
        pytest.param(
            {"held_since": LATER, "closed_at": DUE},
            ["closed_at"],
            "before held_since",
            id="held after it was closed",
        ),
        pytest.param(
            {"resolved_at": "2026-11-23T12:00:01Z", "held_since": "2026-11-23T12:00:01Z"},
            ["resolved_at", "held_since"],
            "has not come yet",
            id="resolved and held to come",
        ),
        pytest.param(
            {"resolved_at": "soon", "held_since": "then"},
            ["resolved_at", "held_since"],
            "is not a time",
            id="resolved and held at no time",
        ),
        pytest.param(
            {"status": "resolved"}, ["status"], "does not agree", id="resolved, but not when"
        ),
        pytest.param(
            {"status": "responded", "resolved_at": DUE},
            ["status"],
            "which say resolved",
            id="a status that resolving contradicts",
        ),
        pytest.param({"status": "new"}, ["status"], "unknown status 'new'", id="unknown status"),
        pytest.param({"status": "closed"}, ["status"], "does not agree", id="closed, but not when"),
        pytest.param({"verdict": "ok"}, ["verdict"], "unknown verdict 'ok'", id="unknown verdict"),
        pytest.param({"level": "4"}, ["level"], "is not a level", id="beyond the last level"),
        pytest.param({"level": "-1"}, ["level"], "is not a level", id="below the first"),
        pytest.param(
            {"level": "1"}, ["level"], "escalated_at is missing", id="escalated, but not when"
        ),
        pytest.param(
            {"escalated_at": LATER},
            ["escalated_at"],
            "without a level",
            id="escalated, but not where",
        ),
        pytest.param(
            {"escalation_verdict": "met"},
            ["escalation_verdict"],
            "without a level",
            id="never escalated",
        ),
        pytest.param(
            {**ESCALATED, "closed_at": DUE},
            ["closed_at"],
            "before escalated_at",
            id="escalated when closed",
        ),
        pytest.param(
            {**ESCALATED, "escalation_due_at": DUE},
            ["escalation_due_at"],
            "before",
            id="due too early",
        ),
        pytest.param({"id": "7"}, ["id"], "is not an id such as CASE-42", id="digits alone"),
        pytest.param({"id": "INC-7"}, ["id"], "is not an id", id="another system's id"),
        pytest.param({"id": f"CASE-1{'0' * 18}"}, ["id"], "18 digits", id="a number too large"),
        pytest.param({"id": "1" * 19}, ["id"], "is not an id", id="many digits alone"),
        pytest.param(
            {"subject": "\udce9"}, ["subject"], "not UTF-8", id="bytes of another encoding"
        ),
        pytest.param(
            {"ref": "a\0b", "subject": "\0", "partner": "\0"},
            ["ref", "subject", "partner"],
            "contains a NUL character",
            id="NUL",
        ),
        pytest.param({"partner": "\ud800"}, ["partner"], "half of a character", id="a surrogate"),
        pytest.param(
            {"opened_at": "x", "priority": "S9", "region": "x", "level": "9", "id": "1"},
            ["opened_at", "region", "priority", "level", "id"],
            "",
            id="everything at once",
        ),
    ],
)
def test_everything_that_is_wrong_is_told(policy, texts, fields, said):
    with pytest.raises(BadRowError) as caught:
        read(policy, **texts)
    problems = caught.value.problems
    assert [problem.field for problem in problems] == fields
    assert said in problems[0].problem
    assert all(problem.fix for problem in problems)
