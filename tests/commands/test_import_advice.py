"""What docs/help-desks.md advises about exports does what it says."""

import pytest

pytestmark = pytest.mark.usefixtures("on_monday")

ZONE = ("--timezone", "UTC")
WITHOUT_ANSWERS = {
    "salesforce": (
        "Case Number,Subject,Account Name,Priority,Status,Date/Time Opened,First answer",
        "451101,The phones are down,Customer A,High,Working,2026-11-18 14:00,{answer}",
    ),
    "servicenow": (
        "number,short_description,company,priority,state,opened_at,First answer",
        "INC0010023,The phones are down,Customer A,1 - Critical,New,2026-11-18 14:00:00,{answer}",
    ),
    "jira": (
        "Issue key,Summary,Priority,Status,Created,First answer",
        "SUP-101,The phones are down,Highest,Open,18/Nov/26 2:00 PM,{answer}",
    ),
}
ZENDESK = (
    "Id,Requester,Subject,Organization,Status,Priority,Created at,Updated at,Solved at,Group\n"
    "35436,One,No calls,Customer A,{status},Urgent,2026-11-18 14:00,{time},{time},{group}\n"
)


@pytest.fixture
def export(write):
    """Return a function that writes the export of a system without first answers."""

    def written(system: str, answer: str = "") -> str:
        header, row = WITHOUT_ANSWERS[system]
        return write(f"{header}\n{row.format(answer=answer)}\n", "tickets.csv")

    return written


@pytest.fixture
def zendesk(write):
    """Return a function that writes an export of Zendesk, whose case is solved at a time."""

    def written(time: str, status: str = "Solved", group: str = "") -> str:
        return write(ZENDESK.format(status=status, time=time, group=group), "tickets.csv")

    return written


def escalates(slt) -> bool:
    """Return whether `escalate --late` would escalate CASE-1, and that it records nothing."""
    done = slt("escalate", "--late", "--dry-run", "-q")
    assert (done.code, done.out) in [(0, ""), (0, "CASE-1\n")]
    return bool(done.out)


@pytest.mark.parametrize("system", WITHOUT_ANSWERS)
def test_a_column_with_the_first_answer_keeps_cases_from_being_escalated(
    slt, items, export, system
):
    assert slt("import", export(system), *ZONE, "-q").out == "CASE-1\n"
    assert escalates(slt)
    answered = export(system, "2026-11-18T14:20:00Z")
    given = ("--map", "First answer=responded_at")
    assert slt("import", answered, *ZONE, *given, "--update", "-q").code == 0
    (case,) = items("list", "--all")
    assert (case["responded_at"], case["verdict"]) == ("2026-11-18T14:20:00Z", "met")
    assert not escalates(slt)


@pytest.mark.parametrize("system", WITHOUT_ANSWERS)
def test_an_answer_that_is_recorded_by_hand_keeps_a_case_from_being_escalated(slt, export, system):
    assert slt("import", export(system), *ZONE, "-q").out == "CASE-1\n"
    assert slt("respond", "1", "--at", "2026-11-18T14:20:00Z").code == 0
    assert not escalates(slt)
    assert "Differ" not in slt("import", export(system), *ZONE, "--update").out


def test_a_case_that_was_resolved_again_differs_until_it_is_reopened(slt, items, zendesk):
    assert slt("import", zendesk("2026-11-18 16:00"), *ZONE, "-q").code == 0
    later = zendesk("2026-11-20 09:00")
    assert "CASE-1 (resolved_at)" in slt("import", later, *ZONE, "--update").out
    assert slt("reopen", "1", "--at", "2026-11-19T10:00:00Z").code == 0
    assert "Differ" not in slt("import", later, *ZONE, "--update").out
    (case,) = items("list", "--all")
    assert (case["status"], case["resolved_at"]) == ("resolved", "2026-11-20T09:00:00Z")


def test_an_organization_is_the_partner_and_only_a_row_changes_the_region(
    slt, items, write, zendesk
):
    def facts() -> tuple[str, str]:
        (case,) = items("list", "--all")
        return case["partner"], case["region"]

    config = write('[defaults]\nregion = "europe"\n', "europe.toml")
    assert slt("import", zendesk("2026-11-18 16:00", "Open"), *ZONE, "-q").code == 0
    assert facts() == ("Customer A", "usa")
    later = zendesk("2026-11-19 16:00", "Open", "Madrid")
    update = ("--update", "--config", config)
    assert slt("import", later, *ZONE, *update, "-q").code == 0
    assert facts() == ("Customer A", "usa")
    mapped = ("--map", "Group=region", "--map-value", "region:Madrid=europe")
    assert slt("import", later, *ZONE, *update, *mapped, "-q").code == 0
    assert facts() == ("Customer A", "europe")
