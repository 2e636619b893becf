"""Cases for a spreadsheet: every field of a case, with times that are dates there."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from slt_cli.domain.case import Case
from slt_cli.domain.policy import Policy
from slt_cli.output import Sheet
from slt_cli.output.times import Times
from slt_cli.views.case_list import case_list
from slt_cli.views.fields import flat_values, plain_value


def spreadsheet(policy: Policy, cases: Iterable[Case], times: Times) -> Sheet[Case]:
    """Return the sheet of cases with the fields of the JSON contract, under the same names."""
    sheet = case_list(policy, cases, times)
    return sheet.with_changes(item=lambda case: _item(policy, case, times))


def _item(policy: Policy, case: Case, times: Times) -> dict[str, Any]:
    zone = policy.zone_of(case)
    cells = {
        field: times.in_cell(value, zone) if isinstance(value, datetime) else plain_value(value)
        for field, value in flat_values(case).items()
    }
    return {"id": policy.case_id(case.number), **cells}


def zone_note(times: Times) -> tuple[str, str]:
    """Return the note that says whose the times of a spreadsheet are, and its fix."""
    fix = "without --for excel each time is UTC and says so, which is the export for programs"
    if times.whose == "local":
        whose = f"your local time, {times.reader.abbreviation(times.now)} now"
    else:
        is_utc = times.whose == "utc"
        whose = "UTC" if is_utc else "those of the region of each case"
        fix = f"`slt import` reads them with --timezone {'UTC' if is_utc else 'region'}; {fix}"
    return f"the times for Excel are {whose}: no zone is written beside them", fix
