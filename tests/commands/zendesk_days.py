"""Two exports of a Zendesk account, of Monday and of Tuesday, and what happens to each case.

The account and the desk are in London, where these days are in UTC. Times are written `Tue 09:10`.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

DAYS = {"Mon": 23, "Tue": 24, "Wed": 25}
COLUMNS = (
    *("Summation column", "Id", "Requester", "Requester id", "Requester external id"),
    *("Requester email", "Requester domain", "Submitter", "Assignee", "Group", "Subject", "Tags"),
    *("Status", "Priority", "Via", "Ticket type", "Created at", "Updated at", "Assigned at"),
    *("Organization", "Due date", "Initially assigned at", "Solved at", "Resolution time"),
    *("Satisfaction Score", "Reopens", "Replies", "First reply time in minutes"),
)
EVERY_ROW = {
    "Summation column": "1",
    "Requester": "Requester One",
    "Requester id": "20978392",
    "Requester email": "requester@customer.example",
    "Assignee": "Agent One",
    "Group": "Support",
    "Via": "Mail",
    "Ticket type": "Incident",
    "Due date": "2026-12-24 12:00",
    "Satisfaction Score": "Not Offered",
    "Reopens": "0",
    "Replies": "1",
    "Subject": "Fax does not send",
    "Status": "Open",
    "Priority": "Normal",
    "Organization": "Customer A",
    "Created at": "Mon 10:00",
    "Updated at": "Mon 16:00",
}
TIMES = ("Created at", "Updated at", "Solved at")
ANSWERED = "First reply time in minutes"
GONE = None
"""The row of a case that an export does not have."""


class Story(NamedTuple):
    """One case: what each export says, what the desk does on Tuesday, and what has to come of it.

    `monday` are the columns that differ from EVERY_ROW, `tuesday` those that changed since; the
    first answer is written as its time. `desk` are times and command lines without the case.
    `known` and `events` are what the history gets from Monday's export and after it, `fields` what
    the case is in the end, and `left` the fields in which it is reported to differ from Tuesday's.
    """

    name: str
    monday: Mapping[str, str]
    tuesday: Mapping[str, str] | None
    known: tuple[str, ...] = ()
    desk: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    fields: Mapping[str, Any] = {}
    left: str = ""


def moment(text: str) -> datetime:
    """Return the instant that is written as `Tue 09:10`."""
    day, time = text.split()
    return datetime.fromisoformat(f"2026-11-{DAYS[day]}T{time}:00+00:00")


def instant(text: str) -> str:
    """Return `Tue 09:10` as JSON has it."""
    return f"{moment(text):%Y-%m-%dT%H:%M:%SZ}"


def short(written: str) -> str:
    """Return an instant of JSON as `Tue 09:10`."""
    return f"{datetime.fromisoformat(written):%a %H:%M}"


def export(numbered: Iterable[tuple[int, Mapping[str, str]]]) -> str:
    """Return the file with these rows, each with the id of its case."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    for ref, row in numbered:
        writer.writerow({**_cells({**EVERY_ROW, **row}), "Id": str(ref)})
    return text.getvalue()


def _cells(row: Mapping[str, str]) -> dict[str, str]:
    cells = dict(row)
    for column in TIMES:
        if row.get(column):
            cells[column] = f"{moment(row[column]):%Y-%m-%d %H:%M}"
    if row.get(ANSWERED):
        taken = moment(row[ANSWERED]) - moment(row["Created at"])
        cells[ANSWERED] = str(taken // timedelta(minutes=1))
    return cells


STORIES = (
    # --- nobody touches them in slt ---
    Story(
        "answered late",
        {"Created at": "Mon 14:00", "Priority": "Urgent"},
        {ANSWERED: "Tue 09:10", "Updated at": "Tue 09:12"},
        events=("Tue 09:10 responded (imported)",),
        fields={"status": "responded", "responded_at": "Tue 09:10", "verdict": "missed"},
    ),
    Story(
        "answered and solved",
        {"Created at": "Mon 22:00", "Updated at": "Mon 22:00", "Status": "New"},
        {
            "Status": "Solved",
            ANSWERED: "Tue 13:20",
            "Solved at": "Tue 15:00",
            "Updated at": "Tue 15:00",
        },
        events=("Tue 13:20 responded (imported)", "Tue 15:00 resolved (imported)"),
        fields={"status": "resolved", "resolved_at": "Tue 15:00", "verdict": "met"},
    ),
    Story(
        "solved and closed",
        {ANSWERED: "Mon 10:30", "Priority": "High"},
        {"Status": "Closed", "Solved at": "Tue 09:00", "Updated at": "Tue 16:00"},
        known=("Mon 10:30 responded",),
        events=("Tue 09:00 resolved (imported)", "Tue 16:00 closed (imported)"),
        fields={"status": "closed", "resolved_at": "Tue 09:00", "closed_at": "Tue 16:00"},
    ),
    Story(
        "the requester wrote back",
        {ANSWERED: "Mon 10:30", "Status": "Pending", "Updated at": "Mon 11:00"},
        {"Status": "Open", "Updated at": "Tue 09:30"},
        known=("Mon 10:30 responded", "Mon 11:00 held"),
        events=("Tue 09:30 resumed (imported)",),
        fields={"status": "responded", "held_since": None},
    ),
    Story(
        "on hold is the desk's own wait, pending the partner's",
        {ANSWERED: "Mon 10:40", "Status": "On-hold"},
        {"Status": "Pending", "Updated at": "Tue 10:30"},
        known=("Mon 10:40 responded",),
        events=("Tue 10:30 held (imported)",),
        fields={"status": "responded", "held_since": "Tue 10:30"},
    ),
    Story(
        "solved, and open again",
        {ANSWERED: "Mon 10:15", "Status": "Solved", "Solved at": "Mon 12:00"},
        {"Status": "Open", "Updated at": "Tue 11:00", "Reopens": "1"},
        known=("Mon 10:15 responded", "Mon 12:00 resolved"),
        events=("Tue 11:00 reopened (imported)",),
        fields={"status": "responded", "resolved_at": None, "responded_at": "Mon 10:15"},
    ),
    Story(
        "solved, and waiting again",
        {ANSWERED: "Mon 10:15", "Status": "Solved", "Solved at": "Mon 12:00"},
        {"Status": "Pending", "Updated at": "Tue 13:00", "Solved at": "", "Reopens": "1"},
        known=("Mon 10:15 responded", "Mon 12:00 resolved"),
        events=("Tue 13:00 reopened (imported)", "Tue 13:00 held (imported)"),
        fields={"status": "responded", "resolved_at": None, "held_since": "Tue 13:00"},
    ),
    Story(
        "pending without an answer, and solved without one",
        {"Status": "Pending", "Updated at": "Mon 13:00"},
        {"Status": "Solved", "Solved at": "Tue 12:00", "Updated at": "Tue 12:30"},
        known=("Mon 13:00 held",),
        events=("Tue 12:00 resolved (imported)",),
        fields={"status": "resolved", "responded_at": None, "held_since": None},
    ),
    Story(
        "more urgent, and the subject says why",
        {"Created at": "Mon 22:00", "Updated at": "Mon 22:00"},
        {"Priority": "Urgent", "Subject": "All phones are down", "Updated at": "Tue 10:00"},
        events=("Tue 10:00 updated (imported)",),
        fields={"priority": "S1", "subject": "All phones are down", "due_at": "Mon 23:00"},
    ),
    Story(
        "whose it is becomes known",
        {"Organization": ""},
        {"Organization": "Customer K", "Updated at": "Tue 10:05"},
        events=("Tue 10:05 updated (imported)",),
        fields={"partner": "Customer K", "priority": "S3", "status": "open"},
    ),
    Story(
        "closed, and nothing new",
        {ANSWERED: "Mon 10:05", "Status": "Closed", "Solved at": "Mon 11:00"},
        {},
        known=("Mon 10:05 responded", "Mon 11:00 resolved", "Mon 16:00 closed"),
        fields={"status": "closed", "closed_at": "Mon 16:00"},
    ),
    Story(
        "a tag was added",
        {},
        {"Group": "Fax", "Updated at": "Tue 12:00"},
        fields={"status": "open", "responded_at": None},
    ),
    Story("no longer in the export", {"Status": "New"}, GONE, fields={"status": "open"}),
    # --- the desk works on them, too ---
    Story(
        "answered in slt, two minutes before Zendesk says so",
        {"Created at": "Mon 22:00", "Updated at": "Mon 22:00"},
        {ANSWERED: "Tue 09:02", "Updated at": "Tue 09:02"},
        desk=("Tue 09:00 respond",),
        events=("Tue 09:00 responded",),
        fields={"responded_at": "Tue 09:00"},
        left="responded_at",
    ),
    Story(
        "answered in slt, solved in Zendesk",
        {},
        {"Status": "Solved", "Solved at": "Tue 14:00", "Updated at": "Tue 14:00"},
        desk=("Tue 09:00 respond", "Tue 09:05 note 'Sent a new cable'"),
        events=(
            "Tue 09:00 responded",
            "Tue 09:05 noted (Sent a new cable)",
            "Tue 14:00 resolved (imported)",
        ),
        fields={"status": "resolved", "responded_at": "Tue 09:00"},
    ),
    Story(
        "escalated in slt, answered in Zendesk half an hour later",
        {"Priority": "Urgent"},
        {ANSWERED: "Tue 09:30", "Updated at": "Tue 09:30"},
        desk=("Tue 09:00 escalate",),
        events=("Tue 09:00 escalated", "Tue 09:30 responded (imported)"),
        fields={"level": 1, "escalation_verdict": "met", "verdict": "missed"},
    ),
    Story(
        "another priority in slt, later than the one in Zendesk",
        {},
        {"Priority": "High", "Updated at": "Tue 10:00"},
        desk=("Tue 11:00 update --priority S1",),
        events=("Tue 11:00 updated",),
        fields={"priority": "S1"},
        left="priority",
    ),
    Story(
        "another priority in slt, before the one in Zendesk",
        {},
        {"Priority": "High", "Updated at": "Tue 12:00"},
        desk=("Tue 09:00 update --priority S1",),
        events=("Tue 09:00 updated", "Tue 12:00 updated (imported)"),
        fields={"priority": "S2"},
    ),
    Story(
        "void in slt, solved in Zendesk",
        {},
        {"Status": "Solved", "Solved at": "Tue 14:00", "Updated at": "Tue 14:00"},
        desk=("Tue 09:30 void --reason Twice",),
        events=("Tue 09:30 voided (Twice)",),
        fields={"status": "void", "resolved_at": None},
        left="status",
    ),
    Story(
        "on hold in slt, after the last that Zendesk says",
        {},
        {"Group": "Fax", "Updated at": "Tue 09:00"},
        desk=("Tue 10:00 hold",),
        events=("Tue 10:00 held",),
        fields={"held_since": "Tue 10:00"},
    ),
    Story(
        "on hold in slt, going on in Zendesk",
        {},
        {"Group": "Fax", "Updated at": "Tue 14:00"},
        desk=("Tue 10:00 hold",),
        events=("Tue 10:00 held", "Tue 14:00 resumed (imported)"),
        fields={"status": "open", "held_since": None},
    ),
    Story(
        "on hold in slt, answered in Zendesk",
        {},
        {ANSWERED: "Tue 11:00", "Updated at": "Tue 12:00"},
        desk=("Tue 10:00 hold",),
        events=("Tue 10:00 held", "Tue 11:00 responded (imported)"),
        fields={"status": "responded", "held_since": None},
    ),
    Story(
        "going on in slt, still pending in Zendesk",
        {ANSWERED: "Mon 10:20", "Status": "Pending", "Updated at": "Mon 11:00"},
        {},
        known=("Mon 10:20 responded", "Mon 11:00 held"),
        desk=("Tue 09:00 resume",),
        events=("Tue 09:00 resumed",),
        fields={"held_since": None},
    ),
    Story(
        "an answer taken back in slt",
        {},
        {ANSWERED: "Tue 09:00", "Updated at": "Tue 09:00"},
        desk=("Tue 09:00 respond", "Tue 09:20 undo"),
        events=("Tue 09:00 responded", "Tue 09:20 undone"),
        fields={"status": "open", "responded_at": None},
        left="responded_at",
    ),
    Story(
        "resolved in slt, half an hour before Zendesk",
        {ANSWERED: "Mon 10:20"},
        {"Status": "Solved", "Solved at": "Tue 10:30", "Updated at": "Tue 10:30"},
        known=("Mon 10:20 responded",),
        desk=("Tue 10:00 resolve",),
        events=("Tue 10:00 resolved",),
        fields={"resolved_at": "Tue 10:00"},
        left="resolved_at",
    ),
    Story(
        "closed in slt, answered in Zendesk after it",
        {},
        {ANSWERED: "Tue 11:00", "Updated at": "Tue 12:00"},
        desk=("Tue 10:00 close",),
        events=("Tue 10:00 closed", "Tue 12:00 reopened (imported)"),
        fields={"status": "open", "responded_at": None, "closed_at": None},
        left="responded_at",
    ),
    Story(
        "a corrected opening",
        {},
        {"Status": "Solved", "Solved at": "Tue 14:00", "Updated at": "Tue 14:00"},
        desk=("Tue 09:00 update --opened 2026-11-23T09:50:00Z",),
        events=("Tue 09:00 updated", "Tue 14:00 resolved (imported)"),
        fields={"status": "resolved", "opened_at": "Mon 09:50"},
        left="opened_at",
    ),
    Story(
        "a note in slt after the hold in Zendesk",
        {ANSWERED: "Mon 10:20"},
        {"Status": "Pending", "Updated at": "Tue 14:00"},
        known=("Mon 10:20 responded",),
        desk=("Tue 15:00 note 'Waits for the courier'",),
        events=("Tue 15:00 noted (Waits for the courier)", "Tue 14:00 held (imported)"),
        fields={"held_since": "Tue 14:00"},
    ),
    Story(
        "an answer in slt after the hold in Zendesk",
        {ANSWERED: "Mon 10:20"},
        {"Status": "Pending", "Updated at": "Tue 14:00"},
        known=("Mon 10:20 responded",),
        desk=("Tue 15:00 respond",),
        events=("Tue 15:00 responded",),
        fields={"held_since": None},
    ),
)
