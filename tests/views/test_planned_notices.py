"""A dry run of notices: as the screens have it at any width, in a pipe, and for programs."""

import io
import json

import pytest

from slt_cli.output import Look, write
from slt_cli.output.times import Times
from slt_cli.views.planned_notices import PlannedNotice, planned_sheet
from tests.domain.given import moment
from tests.test_schemas import SCHEMAS, strict, validator
from tests.views.noticed import TIMES, calls_fail, case_of, queue_drops, told

SCREEN = Times(TIMES.now, TIMES.reader, on_screen=True)
LAST_RUN = moment("2026-11-25T15:30Z")
AT_80 = """\
Case      Pri  State         Left  Clock     Moment    Channel  Subject
────────────────────────────────────────────────────────────────────────────────
CASE-411  S2   late   -1 h 30 min  response  1 h late  desk     Call queue drop…
CASE-412  S1   soon        55 min  update    75 %      desk     Emergency calls…
CASE-412  S1   soon        55 min  update    75 %      pager    Emergency calls…
3 notices in 2 messages would go out: desk 2, pager 1. Nothing was sent.
Delayed by quiet hours: none. Last run of slt notify: today 16:30 CET
"""
AT_60 = """\
Case      Pri  State         Left  Clock     Moment
─────────────────────────────────────────────────────
CASE-411  S2   late   -1 h 30 min  response  1 h late
CASE-412  S1   soon        55 min  update    75 %
CASE-412  S1   soon        55 min  update    75 %
3 notices in 2 messages would go out: desk 2, pager 1.
Nothing was sent.
Delayed by quiet hours: none. Last run of slt notify: today
16:30 CET
"""
PIPE = """\
Case      Priority  State         Left  Clock     Moment    Channel  Subject
CASE-411  S2        late   -1 h 30 min  response  1 h late  desk     Call queue drops every third call
CASE-412  S1        soon        55 min  update    75 %      desk     Emergency calls fail at two sites
CASE-412  S1        soon        55 min  update    75 %      pager    Emergency calls fail at two sites
"""  # noqa: E501 - a pipe cuts nothing


def three(policy):
    late = told(policy, queue_drops(policy), "1h late", "response")
    soon = told(policy, calls_fail(policy), "75%", "update")
    return [PlannedNotice(*each) for each in ((late, "desk"), (soon, "desk"), (soon, "pager"))]


def written(policy, planned, form="table", times=SCREEN, last_run=LAST_RUN, **look):
    stream = io.StringIO()
    sheet = planned_sheet(policy, planned, times, last_run)
    write(sheet, form, quiet=False, stream=stream, look=Look(**look))
    return stream.getvalue()


@pytest.mark.parametrize(("width", "shown"), [(60, AT_60), (80, AT_80)])
def test_at_each_width_what_matters_least_gives_way(cast, width, shown):
    assert written(cast, three(cast), width=width) == shown


@pytest.mark.parametrize("width", [100, 120])
def test_a_wide_terminal_shows_all_of_a_subject(cast, width):
    _, _, first, *_ = written(cast, three(cast), width=width).splitlines()
    assert first.endswith("desk     Call queue drops every third call")


def test_below_50_columns_each_row_is_a_record(cast):
    first, *_ = written(cast, three(cast), width=49).split("\n\n")
    assert first.splitlines()[:4] == [
        *("Case      CASE-411", "Pri       S2", "State     late", "Left      -1 h 30 min")
    ]


def test_in_a_pipe_there_are_the_rows_alone(cast):
    assert written(cast, three(cast), "plain", TIMES) == PIPE


@pytest.mark.parametrize(
    ("last_run", "told_run"),
    [pytest.param(LAST_RUN, "today 16:30 CET", id="a run"), pytest.param(None, "never", id="none")],
)
def test_without_a_notice_it_says_when_it_ran_last(cast, last_run, told_run):
    sentence = f"No notice would go out. Last run of slt notify: {told_run}\n"
    assert written(cast, [], last_run=last_run) == sentence
    assert written(cast, [], "plain", last_run=last_run) == ""


def test_what_quiet_hours_delay_is_counted_apart(cast):
    until = moment("2026-11-26T06:00Z")
    planned = [each._replace(delayed_until=until) for each in three(cast)[1:]]
    assert written(cast, [*three(cast)[:1], *planned], width=120).splitlines()[-2:] == [
        "1 notice in 1 message would go out: desk 1. Nothing was sent.",
        (
            "Delayed by quiet hours: desk 1 until Thu 07:00 CET, pager 1 until Thu 07:00 CET. "
            "Last run of slt notify: today 16:30 CET"
        ),
    ]
    assert written(cast, planned).splitlines()[-3] == (
        "0 notices in 0 messages would go out. Nothing was sent."
    )


def test_what_is_tried_again_is_not_said_to_wait_for_quiet_hours(cast):
    at = moment("2026-11-25T16:50Z")
    first, *others = three(cast)
    planned = [first._replace(tried_again_at=at), *others]
    assert written(cast, planned, width=120).splitlines()[-3:] == [
        "2 notices in 2 messages would go out: desk 1, pager 1. Nothing was sent.",
        "To be tried again: desk 1 at today 17:50 CET.",
        "Delayed by quiet hours: none. Last run of slt notify: today 16:30 CET",
    ]


def test_json_fits_its_schema(cast):
    event = told(cast, case_of(cast, 414, partner_type="referral"), "opened")
    planned = [*three(cast), PlannedNotice(event, "desk", moment("2026-11-26T06:00Z"))]
    answer = json.loads(written(cast, planned, "json"))
    validator(strict(SCHEMAS["slt.notify/1"])).validate(answer)
    late, *_, delayed = answer["items"]
    fields = ("id", "kind", "state", "moment", "channel", "delayed_until", "tried_again_at")
    assert [late[field] for field in fields] == [
        *("CASE-411", "response", "late", "1h late", "desk", None, None)
    ]
    assert [delayed[field] for field in fields] == [
        *("CASE-414", "response", "none", "opened", "desk", "2026-11-26T06:00:00Z", None)
    ]
