"""The list of the outbox: as the screens have it at any width, in a pipe, and for programs."""

import io
import json

import pytest

from slt_cli.output import Look, write
from slt_cli.output.times import Times
from slt_cli.store.outbox import NOTICE_STATES, Notice, NoticeKey
from slt_cli.views.outbox import failed_sheet, key_text, outbox_sheet
from tests.domain.given import moment
from tests.test_schemas import SCHEMAS, strict, validator
from tests.views.noticed import TIMES

SCREEN = Times(TIMES.now, TIMES.reader, on_screen=True)
LONG = "421 Try again later: the queue of this server is full"
AT_80 = """\
Id   Case      Moment     Channel  State   When (CET)   Tries  Error
────────────────────────────────────────────────────────────────────────────────
7c1  CASE-410  opened     desk     sent    today 14:50      1  -
7c2  CASE-409  due        pager    failed  today 15:20      4  HTTP 410 Gone
7c3  CASE-409  1 h late   desk     sent    today 16:20      1  -
7c4  CASE-410  escalated  desk     retry   today 17:14      3  421 Try again la…
4 messages of the last 7 days: 2 sent, 1 failed, 1 to be tried again.
Try a failed one again: slt outbox --retry 7c2    Drop it: --drop 7c2
"""
AT_100 = """\
Id   Case      Moment     Channel  State   When (CET)   Tries  Error
────────────────────────────────────────────────────────────────────────────────────────────────────
7c1  CASE-410  opened     desk     sent    today 14:50      1  -
7c2  CASE-409  due        pager    failed  today 15:20      4  HTTP 410 Gone
7c3  CASE-409  1 h late   desk     sent    today 16:20      1  -
7c4  CASE-410  escalated  desk     retry   today 17:14      3  421 Try again later: the queue of th…
4 messages of the last 7 days: 2 sent, 1 failed, 1 to be tried again.
Try a failed one again: slt outbox --retry 7c2    Drop it: --drop 7c2
"""
AT_60 = """\
Id   Case      Channel  State   When (CET)   Error
────────────────────────────────────────────────────────────
7c1  CASE-410  desk     sent    today 14:50  -
7c2  CASE-409  pager    failed  today 15:20  HTTP 410 Gone
7c3  CASE-409  desk     sent    today 16:20  -
7c4  CASE-410  desk     retry   today 17:14  421 Try again…
4 messages of the last 7 days: 2 sent, 1 failed, 1 to be
tried again.
Try a failed one again: slt outbox --retry 7c2
Drop it: --drop 7c2
"""
PIPE = f"""\
Id   Case      Moment     Channel  State   When                  Tries  Error
7c1  CASE-410  opened     desk     sent    Wed 25 Nov 14:50 CET      1  -
7c2  CASE-409  due        pager    failed  Wed 25 Nov 15:20 CET      4  HTTP 410 Gone
7c3  CASE-409  1 h late   desk     sent    Wed 25 Nov 16:20 CET      1  -
7c4  CASE-410  escalated  desk     retry   Wed 25 Nov 17:14 CET      3  {LONG}
"""
RECORDS = f"""\
Id        7c2
Case      CASE-409
Moment    due
Channel   pager
State     failed
When      Wed 25 Nov 15:20 CET
Tries     4
Error     HTTP 410 Gone

Id        7c4
Case      CASE-410
Moment    escalated
Channel   desk
State     retry
When      Wed 25 Nov 17:14 CET
Tries     3
Error     {LONG}
"""


def noticed(number, case, what, channel, state, at, **more):
    """Return a notice as recorded, in a message of its own."""
    is_clock = what in ("due", "1h late")
    key = NoticeKey(
        case,
        "response" if is_clock else "",
        1 if is_clock else 0,
        0 if is_clock or what.startswith("held") else 1,
        moment("2026-11-25T14:20Z"),
        what,
        channel,
    )
    given = {"message": f"{number:032x}", **more}
    return Notice(number, key, state, moment(at), **given)


SENT = {"attempts": 1}
OUTBOX = [
    noticed(
        *(0x7C1, 410, "opened", "desk", "sent", "2026-11-25T13:50Z"),
        **SENT,
        sent_at=moment("2026-11-25T13:50:10Z"),
    ),
    noticed(
        *(0x7C2, 409, "due", "pager", "failed", "2026-11-25T14:20Z"),
        attempts=4,
        last_error="HTTP 410 Gone",
        failing_since=moment("2026-11-25T14:20:30Z"),
    ),
    noticed(
        *(0x7C3, 409, "1h late", "desk", "sent", "2026-11-25T15:20Z"),
        **SENT,
        sent_at=moment("2026-11-25T15:20:20Z"),
    ),
    noticed(
        *(0x7C4, 410, "escalated", "desk", "retry", "2026-11-25T15:20Z"),
        attempts=3,
        last_error=LONG,
        failing_since=moment("2026-11-25T15:21Z"),
        next_at=moment("2026-11-25T16:14Z"),
    ),
]
NOT_SENT = [notice for notice in OUTBOX if notice.state in ("failed", "retry")]


def written(sheet, form="table", *, quiet=False, **look):
    stream = io.StringIO()
    write(sheet, form, quiet=quiet, stream=stream, look=Look(**look))
    return stream.getvalue()


@pytest.mark.parametrize(("width", "shown"), [(60, AT_60), (80, AT_80), (100, AT_100)])
def test_at_each_width_what_matters_least_gives_way(cast, width, shown):
    assert written(outbox_sheet(cast, OUTBOX, SCREEN), width=width) == shown


def test_a_wide_terminal_shows_all_of_an_error(cast):
    shown = written(outbox_sheet(cast, OUTBOX, SCREEN), width=120)
    assert shown.splitlines()[5].endswith(f"  3  {LONG}")


def test_below_50_columns_each_row_is_a_record(cast):
    shown = written(outbox_sheet(cast, OUTBOX[:2], SCREEN), width=49)
    first, second, _ = shown.split("\n\n")
    assert first.splitlines()[:3] == [
        "Id          7c1",
        "Case        CASE-410",
        "Moment      opened",
    ]
    assert "State       failed\n" in second


def test_in_a_pipe_there_are_the_rows_alone(cast):
    assert written(outbox_sheet(cast, OUTBOX, TIMES), "plain") == PIPE


def test_what_failed_is_a_record_with_its_whole_error(cast):
    assert written(failed_sheet(cast, NOT_SENT, TIMES), "plain") == RECORDS


def test_on_a_terminal_a_record_says_how_to_try_it_again(cast):
    shown = written(failed_sheet(cast, NOT_SENT, SCREEN), width=80)
    first, second = shown.removesuffix("\n").split("\n\n")
    assert first.splitlines()[-2:] == [
        "Error       HTTP 410 Gone",
        "Try it again: slt outbox --retry 7c2    Drop it: --drop 7c2",
    ]
    assert second.endswith("Try it again: slt outbox --retry 7c4    Drop it: --drop 7c4")


@pytest.mark.parametrize(
    ("sheet", "sentence"),
    [
        pytest.param(outbox_sheet, "The outbox has no notice of the last 7 days.\n", id="all"),
        pytest.param(
            failed_sheet, "No notice failed, and none is to be tried again.\n", id="what failed"
        ),
    ],
)
def test_an_empty_outbox_is_a_sentence_on_a_terminal_and_nothing_in_a_pipe(cast, sheet, sentence):
    assert written(sheet(cast, [], SCREEN)) == sentence
    assert written(sheet(cast, [], TIMES), "plain") == ""


@pytest.mark.parametrize(
    ("notices", "summary"),
    [
        pytest.param(OUTBOX[:1], "1 message of the last 7 days: 1 sent.", id="one"),
        pytest.param(
            [OUTBOX[0], OUTBOX[2]._replace(message=OUTBOX[0].message)],
            "2 notices of the last 7 days: 2 sent.",
            id="two notices in one message",
        ),
        pytest.param(
            [
                OUTBOX[0]._replace(state=state, message=None, sent_at=None)
                for state in ("waiting", "dropped")
            ],
            "2 notices of the last 7 days: 1 waiting, 1 dropped.",
            id="notices without a message",
        ),
    ],
)
def test_the_summary_counts_messages_only_where_each_notice_is_one(cast, notices, summary):
    assert written(outbox_sheet(cast, notices, SCREEN)).splitlines()[-1] == summary


# --- For programs ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "text"),
    [
        pytest.param(
            NoticeKey(411, "response", 1, 0, moment("2026-11-25T14:40Z"), "75%", "desk"),
            "CASE-411/response/1/75%/2026-11-25T14:40:00Z/desk",
            id="a clock",
        ),
        pytest.param(
            NoticeKey(411, "", 0, 1, moment("2026-11-25T10:40Z"), "opened", "desk"),
            "CASE-411/opened/1/desk",
            id="an event",
        ),
        pytest.param(
            NoticeKey(404, "", 0, 0, moment("2026-11-24T17:40Z"), "held 3d", "desk"),
            "CASE-404/held 3d/2026-11-24T17:40:00Z/desk",
            id="a state",
        ),
    ],
)
def test_a_key_is_one_text(cast, key, text):
    assert key_text(cast, key) == text


def test_json_fits_its_schema(cast):
    held = noticed(0x7C5, 404, "held 3d", "desk", "waiting", "2026-11-25T16:00Z", message=None)
    dropped = held._replace(number=0x7C6, state="dropped", last_error="replaced by 1h late")
    notices = [*OUTBOX, held, dropped]
    assert {notice.state for notice in notices} == set(NOTICE_STATES)
    for sheet in (outbox_sheet, failed_sheet):
        answer = json.loads(written(sheet(cast, notices, TIMES), "json"))
        validator(strict(SCHEMAS["slt.outbox/1"])).validate(answer)
    assert answer["items"][1] == {
        "id": "7c2",
        "key": "CASE-409/response/1/due/2026-11-25T14:20:00Z/pager",
        "case": "CASE-409",
        "channel": "pager",
        "moment": "due",
        "due_at": "2026-11-25T14:20:00Z",
        "state": "failed",
        "attempts": 4,
        "last_error": "HTTP 410 Gone",
        "created_at": "2026-11-25T14:20:00Z",
        "sent_at": None,
    }
    assert [item["due_at"] for item in answer["items"] if "held" in item["moment"]] == [None, None]


def test_the_states_of_the_schema_are_those_of_the_store():
    described = SCHEMAS["slt.outbox/1"]["$defs"]["item"]["properties"]["state"]
    assert tuple(described["enum"]) == NOTICE_STATES


def test_quiet_prints_the_ids(cast):
    assert written(outbox_sheet(cast, NOT_SENT, TIMES), quiet=True) == "7c2\n7c4\n"
