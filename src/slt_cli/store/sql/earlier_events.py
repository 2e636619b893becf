"""Events from before schema 3, which changed fields of a case that are clocks now.

A case had two clocks: `due_at`, `target_*` and `verdict` belonged to its response; `level`,
`escalated_at` and `escalation_*` to its latest escalation. Such events stay as they were recorded;
here they become changes of clocks. The step that brings a store to schema 3 uses it too, so it is
never edited. Instants are texts, as they are stored.
"""

from collections.abc import Mapping, Sequence
from typing import Any

Changes = Mapping[str, Sequence[Any]]
"""By field: its value before and its value after."""

ClockRow = dict[str, Any]

RESPONSE_FIELDS = {
    "due_at": "due_at",
    "target_seconds": "target_seconds",
    "target_clock": "target_clock",
    "verdict": "verdict",
}
ESCALATION_FIELDS = {
    "level": "level",
    "escalated_at": "started_at",
    "escalation_due_at": "due_at",
    "escalation_seconds": "target_seconds",
    "escalation_clock": "target_clock",
    "escalation_verdict": "verdict",
}
"""The fields of a case that belonged to a clock, with the columns that they are now."""

FLAT_FIELDS = RESPONSE_FIELDS.keys() | ESCALATION_FIELDS.keys()


class EarlierClocks:
    """The clocks of one case according to the events before schema 3, the oldest first."""

    def __init__(self) -> None:
        self.response: ClockRow | None = None
        self.escalations: list[ClockRow] = []
        self._opened_at = ""

    @property
    def rows(self) -> list[ClockRow]:
        """Return the clocks as rows."""
        return [*([] if self.response is None else [self.response]), *self.escalations]

    def take(self, kind: str, at: str, changes: Changes) -> None:
        """Change the clocks as an event at an instant did."""
        if "opened_at" in changes:
            self._opened_at = changes["opened_at"][1]
        if kind == "escalated" and "level" in changes:
            self._escalate(kind, at, changes)
        else:
            changed = _columns(changes, ESCALATION_FIELDS)
            if changed and self.escalations:
                self.escalations[-1] = _changed(self.escalations[-1], changed, at, kind)
        changed = _columns(changes, RESPONSE_FIELDS)
        if changed:
            self._change_response(changed, at, kind)

    def agree_with(self, case: Mapping[str, Any]) -> None:
        """Set the present clocks to the values in a case's row, which were in force."""
        self._opened_at = case["opened_at"]
        self._change_response({column: case[f] for f, column in RESPONSE_FIELDS.items()}, "")
        present = {column: case[field] for field, column in ESCALATION_FIELDS.items()}
        if not case["level"]:
            self.escalations = []
        elif self.escalations:
            self.escalations[-1] = _changed(self.escalations[-1], present, "")
        else:
            new = {**_row("escalation", 1, 0, ""), **present}
            self.escalations = [new | {"promised_at": new["due_at"]}]

    def _change_response(self, changed: dict[str, Any], at: str, by: str = "") -> None:
        present = self.response or _row("response", 1, 0, self._opened_at)
        at_opening = self.response is None and "due_at" in changed
        after = _changed(present, changed, *(("", "") if at_opening else (at, by)))
        self.response = None if after["due_at"] is after["verdict"] is None else after

    def _escalate(self, kind: str, at: str, changes: Changes) -> None:
        """Start the clock of a level, and stop the one before it with its old verdict."""
        verdict = changes.get("escalation_verdict", (None, None))[0]
        if self.escalations:
            previous = self.escalations[-1]
            if previous["verdict"] is None:
                self.escalations[-1] = _changed(previous, {"verdict": verdict}, at, kind)
        else:
            previous = _row("escalation", 0, 0, at)
        following = {**previous, "stopped_at": None, "verdict": None, "stopped_by": None}
        following |= _columns(changes, ESCALATION_FIELDS) | {"verdict": None}
        following["promised_at"] = following["due_at"]
        self.escalations.append({**following, "cycle": previous["cycle"] + 1})


def _columns(changes: Changes, names: Mapping[str, str]) -> dict[str, Any]:
    return {column: changes[field][1] for field, column in names.items() if field in changes}


def _changed(row: ClockRow, changed: dict[str, Any], at: str, by: str = "") -> ClockRow:
    """Return a clock's row after a change; if it got a verdict, it stopped at that instant."""
    stops = row["verdict"] is None and changed.get("verdict") is not None
    after = {**row, **changed, "promised_at": changed.get("due_at", row["promised_at"])}
    return after | ({"stopped_at": at or None, "stopped_by": by or None} if stops else {})


def _row(kind: str, cycle: int, level: int, started_at: str) -> ClockRow:
    return {
        "kind": kind,
        "cycle": cycle,
        "level": level,
        "started_at": started_at,
        "due_at": None,
        "target_seconds": None,
        "target_clock": None,
        "stopped_at": None,
        "verdict": None,
        "active_seconds": None,
        "promised_at": None,
        "counted_from": None,
        "stopped_by": None,
    }
