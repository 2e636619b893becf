"""What a row says of its times beside them: each rule for a status, an update and a length."""

import pytest

from slt_cli.domain.calendar.written_dates import DateFormats
from slt_cli.exchange.given import READ, BadRowError
from slt_cli.exchange.row_reader import Form, RowReader
from slt_cli.exchange.words import Words
from tests.exchange.reading import NOW, PLAIN, read

OPENED, ANSWERED = "2026-11-20T14:00:00Z", "2026-11-20T14:30:00Z"
RESOLVED, UPDATED, CLOSED = "2026-11-20T16:00:00Z", "2026-11-20T17:00:00Z", "2026-11-20T18:00:00Z"
ENDS = {"resolved_at": RESOLVED, "closed_at": CLOSED}
OWN = {word: {word: word} for word in ("open", "held", "resolved", "closed", "void")}


def told(policy, **texts):
    """Return the facts of a case whose status is another system's word, as a profile maps it."""
    words = Words(policy, {"status": {"their word": texts.pop("status", "")}}, {})
    form = Form(lambda _region: lambda naive: naive.astimezone(), DateFormats(), words)
    row = {**PLAIN, **texts, "status": "their word"}
    return facts(RowReader(policy, NOW, form).read([row[field] for field in READ]).case)


def facts(case):
    """Return the status of a case and its times that are given, as a row has them."""
    times = {
        "responded_at": case.responded_at,
        "resolved_at": case.resolved_at,
        "closed_at": case.closed_at,
        "held_since": case.holds[-1].started_at if case.holds else None,
    }
    given = {field: f"{at:%Y-%m-%dT%H:%M:%SZ}" for field, at in times.items() if at is not None}
    return {"status": case.status, **given}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param({"status": "open"}, {"status": "open"}, id="open"),
        pytest.param(
            {"status": "open", **ENDS}, {"status": "open"}, id="open: ends left over do not count"
        ),
        pytest.param(
            {"status": "open", "responded_at": ANSWERED, "held_since": RESOLVED},
            {"status": "responded", "responded_at": ANSWERED},
            id="open and answered; a hold left over does not count",
        ),
        pytest.param(
            {"status": "held", "held_since": RESOLVED, "updated_at": UPDATED},
            {"status": "open", "held_since": RESOLVED},
            id="held, since its own time",
        ),
        pytest.param(
            {"status": "held", "updated_at": UPDATED},
            {"status": "open", "held_since": UPDATED},
            id="held, since the last update",
        ),
        pytest.param(
            {"status": "held"}, {"status": "open", "held_since": OPENED}, id="held, since opened"
        ),
        pytest.param(
            {"status": "held", "responded_at": ANSWERED},
            {"status": "responded", "responded_at": ANSWERED, "held_since": ANSWERED},
            id="held, not before the first answer",
        ),
        pytest.param(
            {"status": "held", "responded_after_minutes": "45", "updated_at": ANSWERED},
            {
                "status": "responded",
                "responded_at": "2026-11-20T14:45:00Z",
                "held_since": "2026-11-20T14:45:00Z",
            },
            id="held, not before an answer that is told by its length",
        ),
        pytest.param(
            {"status": "held", **ENDS, "updated_at": UPDATED},
            {"status": "open", "held_since": UPDATED},
            id="held: ends left over do not count",
        ),
        pytest.param(
            {"status": "resolved", **ENDS, "updated_at": UPDATED},
            {"status": "resolved", "resolved_at": RESOLVED},
            id="resolved at its own time; closed does not count",
        ),
        pytest.param(
            {"status": "resolved", "closed_at": CLOSED, "updated_at": UPDATED},
            {"status": "resolved", "resolved_at": CLOSED},
            id="resolved at the time of closing",
        ),
        pytest.param(
            {"status": "resolved", "updated_at": UPDATED},
            {"status": "resolved", "resolved_at": UPDATED},
            id="resolved at the last update",
        ),
        pytest.param(
            {"status": "closed", **ENDS, "updated_at": UPDATED},
            {"status": "closed", **ENDS},
            id="closed at its own time; the resolving stays",
        ),
        pytest.param(
            {"status": "closed", "resolved_at": RESOLVED, "updated_at": UPDATED},
            {"status": "closed", "resolved_at": RESOLVED, "closed_at": UPDATED},
            id="closed at the last update, after the resolving",
        ),
        pytest.param(
            {"status": "closed", "resolved_at": CLOSED, "updated_at": UPDATED},
            {"status": "closed", "resolved_at": CLOSED, "closed_at": CLOSED},
            id="closed at the resolving, after the last update",
        ),
        pytest.param(
            {"status": "closed", "updated_at": UPDATED},
            {"status": "closed", "closed_at": UPDATED},
            id="closed at the last update alone",
        ),
        pytest.param({"status": "void"}, {"status": "void"}, id="void"),
        pytest.param({"status": "void", **ENDS}, {"status": "void"}, id="void: ends left over"),
        pytest.param(
            {"status": "responded", "responded_at": ANSWERED},
            {"status": "responded", "responded_at": ANSWERED},
            id="responded",
        ),
    ],
)
def test_another_systems_word_decides_and_times_complete_it(policy, texts, expected):
    assert told(policy, **texts) == expected


@pytest.mark.parametrize(
    ("texts", "fix"),
    [
        pytest.param({"status": "resolved"}, "COLUMN=resolved_at", id="resolved"),
        pytest.param({"status": "closed"}, "COLUMN=closed_at", id="closed"),
        pytest.param({"status": "responded"}, "COLUMN=responded_at", id="responded"),
    ],
)
def test_a_status_without_any_time_is_bad_and_names_the_field_to_map(policy, texts, fix):
    with pytest.raises(BadRowError) as bad:
        told(policy, **texts)
    assert bad.value.problems == (
        (
            "status",
            f"the case is {texts['status']}, but its row does not say since when",
            f"add the time, or --map {fix} takes a column as that time",
        ),
    )


def test_an_empty_word_leaves_the_status_to_the_times(policy):
    words = Words(policy, {"status": {"new": "open"}}, {})
    form = Form(lambda _region: lambda naive: naive.astimezone(), DateFormats(), words)
    row = {**PLAIN, **ENDS, "status": ""}
    case = RowReader(policy, NOW, form).read([row[field] for field in READ]).case
    assert facts(case) == {"status": "closed", **ENDS}


def test_the_clocks_of_a_void_case_are_cancelled(policy):
    case = read(policy, status="void")
    assert [clock.verdict for clock in case.clocks] == ["cancelled"]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param(
            {"status": "held", "updated_at": UPDATED},
            {"status": "open", "held_since": UPDATED},
            id="held since the last update",
        ),
        pytest.param(
            {"status": "Held", "held_since": UPDATED, "responded_at": ANSWERED},
            {"status": "responded", "held_since": UPDATED, "responded_at": ANSWERED},
            id="held and answered",
        ),
        pytest.param(
            {"status": "resolved", "updated_at": UPDATED},
            {"status": "resolved", "resolved_at": UPDATED},
            id="resolved at the last update",
        ),
        pytest.param(
            {"status": "closed", "resolved_at": RESOLVED, "updated_at": UPDATED},
            {"status": "closed", "resolved_at": RESOLVED, "closed_at": UPDATED},
            id="closed at the last update",
        ),
        pytest.param({"updated_at": UPDATED}, {"status": "open"}, id="an update alone"),
    ],
)
def test_in_files_of_slt_an_update_and_a_hold_count_in_the_same_way(policy, texts, expected):
    assert facts(read(policy, **texts)) == expected


@pytest.mark.parametrize("status", ["open", "held", "resolved", "responded"])
def test_in_files_of_slt_a_status_must_agree_with_the_times(policy, status):
    with pytest.raises(BadRowError) as bad:
        read(policy, status=status, **ENDS)
    assert [problem.field for problem in bad.value.problems] == ["status"]
    assert "does not agree with the times, which say closed" in bad.value.problems[0].problem


@pytest.mark.parametrize(
    ("field", "text", "at"),
    [
        pytest.param("responded_after_minutes", "22", "14:22:00", id="minutes"),
        pytest.param("responded_after_minutes", " 22 ", "14:22:00", id="blanks around it"),
        pytest.param("responded_after_minutes", "0", "14:00:00", id="none"),
        pytest.param("responded_after_minutes", "0.5", "14:00:30", id="half a minute"),
        pytest.param("responded_after_minutes", "1,5", "14:01:30", id="a decimal comma"),
        pytest.param("responded_after_minutes", "0:22", "14:22:00", id="h:mm"),
        pytest.param("responded_after_minutes", "1:02:03", "15:02:03", id="h:mm:ss"),
        pytest.param("responded_after_hours", "2", "16:00:00", id="hours"),
        pytest.param("responded_after_hours", "0.37", "14:22:12", id="parts of an hour"),
        pytest.param("responded_after_hours", "0.366666667", "14:22:00", id="nine digits"),
        pytest.param("responded_after_hours", "00:22:00", "14:22:00", id="h:mm:ss of hours"),
    ],
)
def test_the_first_answer_may_be_a_length(policy, field, text, at):
    assert facts(read(policy, **{field: text})) == {
        "status": "responded",
        "responded_at": f"2026-11-20T{at}Z",
    }


@pytest.mark.parametrize(
    ("texts", "answered"),
    [
        pytest.param({"responded_at": ANSWERED}, ANSWERED, id="its own time comes first"),
        pytest.param({"resolved_at": "2026-11-20T14:21:40Z"}, "2026-11-20T14:21:40Z", id="rounded"),
        pytest.param({"closed_at": "2026-11-20T14:21:00Z"}, "2026-11-20T14:21:00Z", id="a minute"),
        pytest.param({"resolved_at": "2026-11-20T14:22:00Z"}, "2026-11-20T14:22:00Z", id="equal"),
        pytest.param({"resolved_at": RESOLVED}, "2026-11-20T14:22:00Z", id="well before the end"),
    ],
)
def test_an_answer_that_was_rounded_past_the_end_is_at_the_end(policy, texts, answered):
    case = read(policy, responded_after_minutes="22", **texts)
    assert facts(case)["responded_at"] == answered


def test_an_answer_by_more_than_a_minute_after_the_end_is_out_of_order(policy):
    with pytest.raises(BadRowError) as bad:
        read(policy, responded_after_minutes="22", closed_at="2026-11-20T14:20:59Z")
    assert [problem.field for problem in bad.value.problems] == ["closed_at"]


def test_the_first_of_two_lengths_that_is_given_counts(policy):
    case = read(policy, responded_after_minutes="", responded_after_hours="1")
    assert facts(case)["responded_at"] == "2026-11-20T15:00:00Z"
    case = read(policy, responded_after_minutes="5", responded_after_hours="1")
    assert facts(case)["responded_at"] == "2026-11-20T14:05:00Z"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "soon",
            "-1",
            "1e3",
            "1.",
            ".5",
            "0:5",
            "1:2:3",
            "1 h",
            "½",
            "\uff12\uff12",
            "99999999",
            "nan",
        ),
        *("9999999,9", "999999:00", "7" * 5000),
    ],
)
@pytest.mark.parametrize("field", ["responded_after_minutes", "responded_after_hours"])
def test_what_is_not_a_length_is_bad(policy, field, text):
    with pytest.raises(BadRowError) as bad:
        read(policy, **{field: text})
    (problem,) = bad.value.problems
    assert problem.field == field
    assert "is not a length such as 22, 0.5 or 0:22:00" in problem.problem
    assert problem.fix == "correct it, or leave its column out with --map COLUMN="


def test_an_answer_to_come_is_bad(policy):
    with pytest.raises(BadRowError) as bad:
        read(policy, responded_after_hours="87000")
    assert "has not come yet" in bad.value.problems[0].problem


def test_a_length_without_an_opening_is_not_looked_at(policy):
    with pytest.raises(BadRowError) as bad:
        read(policy, opened_at="", responded_after_minutes="soon")
    assert [problem.field for problem in bad.value.problems] == ["opened_at"]
