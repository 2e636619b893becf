"""The answer of a redaction: what was replaced, what stays, and where the texts may still be."""

from collections.abc import Iterator

from slt_cli.domain.owners import present_owner
from slt_cli.domain.policy import Policy
from slt_cli.domain.redaction import Redacted
from slt_cli.output import Line, Note, Sheet, line, notes_of
from slt_cli.output.times import Times
from slt_cli.store.upkeep import Remains
from slt_cli.views.case import GOING_ON, SCHEMA, case_item
from slt_cli.views.changes import repeated

_STAYS = (
    "who recorded what and when, priority, region, clocks, milestones, --once keys, the reason, "
    "and of a reference a hash by which imports know it again"
)
_ELSEWHERE = "backups, exports and messages that were made before keep what they have"


def redacted_sheet(
    policy: Policy, done: Redacted, remains: Remains, times: Times
) -> Sheet[Redacted]:
    """Return the sheet for a case whose texts were replaced."""

    def notes(done: Redacted) -> Iterator[Note]:
        yield from notes_of(_lines(policy, done, remains), policy.case_id(done.case.number))
        yield from (Note("Left", text) for text, _ in remains.left)

    return Sheet(
        schema=SCHEMA,
        as_of=times.now,
        rows=[done],
        item=lambda done: case_item(policy, done.case),
        columns=(),
        key=lambda done: policy.case_id(done.case.number),
        lines=lambda done: _lines(policy, done, remains),
        answer_notes=notes,
    )


def _lines(policy: Policy, done: Redacted, remains: Remains) -> Iterator[Line]:
    case = policy.case_id(done.case.number)
    if done.repeated:
        yield repeated(policy, done.case)
    elif not done.texts and not done.events:
        yield line(f"Nothing left to redact in {case}", indented=False)
    else:
        replaced = f"{_counted(done.texts, 'text')} and those of {_counted(done.events, 'event')}"
        yield line(f"Redacted {case}: {replaced}", indented=False)
    if done.case.owner and present_owner(done.case.owner) is None and done.case.status in GOING_ON:
        yield line(f"nobody now: slt take {done.case.number}", "Owner")
    yield line(_STAYS, "Stays")
    for copy in remains.copies:
        yield line(str(copy), "Copy with texts")
    if remains.others:
        yield line(remains.others, "Database")
    yield line(_ELSEWHERE, "Elsewhere")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
