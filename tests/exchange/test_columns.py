"""Columns of other systems become fields by a profile, by --map, or are left out."""

import sys
from types import MappingProxyType

import pytest

from slt_cli.config import read_layers
from slt_cli.config.import_profiles import Profile
from slt_cli.errors import UsageError
from slt_cli.exchange.columns import Columns, parse_map
from slt_cli.exchange.given import READ
from slt_cli.exchange.profiles import profiles_in

OURS = Profile(
    key="ours",
    name="Our desk",
    header=("Number", "Opened on"),
    columns=MappingProxyType(
        {
            "number": "ref",
            "opened on": "opened_at",
            "severity": "priority",
            "changed": "updated_at",
            "last change": "updated_at",
            "team": "",
        }
    ),
    dates=(),
    timezone=None,
    footer=False,
    words=MappingProxyType({}),
)
HEADER = ["Number", "Opened on", "Severity"]


def columns(mapped=None, *profiles, **more):
    """Return what finds the fields, with these profiles to recognise."""
    return Columns(mapped or {}, lambda: {profile.key: profile for profile in profiles}, **more)


def taken(found, header, cells=None):
    """Return what is taken out of a row by field; without cells each has its column's name."""
    texts = found.take_of_header(header)([*(cells or header), ""])
    return {field: text for field, text in zip(READ, texts, strict=True) if text}


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        pytest.param(
            HEADER,
            {"ref": "Number", "opened_at": "Opened on", "priority": "Severity"},
            id="all that it names",
        ),
        pytest.param(
            ["severity", " OPENED   on ", "number"],
            {"ref": "number", "opened_at": " OPENED   on ", "priority": "severity"},
            id="in another order, case and with other blanks",
        ),
        pytest.param(
            [*HEADER, "Owner", "", "Team", "subject", "id"],
            {"ref": "Number", "opened_at": "Opened on", "priority": "Severity"},
            id="what it does not name is left out, slt's own names too",
        ),
    ],
)
def test_a_profile_is_recognised_by_its_header(header, fields):
    found = columns(None, OURS)
    assert taken(found, header) == fields
    assert (found.profile, found.is_recognised) == (OURS, True)


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(["opened_at", "priority", "ref"], id="all are slt's own"),
        pytest.param(["opened_at", "PRIORITY", "Updated_At"], id="those beside the contract too"),
    ],
)
def test_a_file_of_slt_is_not_taken_for_another_systems(header):
    found = columns(None, OURS._replace(header=("opened_at", "priority")))
    taken(found, header)
    assert (found.profile, found.is_recognised) == (None, False)


def test_a_file_that_fits_no_profile_names_what_to_do():
    with pytest.raises(UsageError) as refused:
        taken(columns(None, OURS), ["Number", "Opened at", "Severity"])
    assert refused.value.message == (
        "the columns 'Number', 'Opened at', 'Severity' are not fields of a case"
    )
    assert "--map 'Number='" in refused.value.fix
    assert "--only-mapped" in refused.value.fix


def test_a_file_that_fits_two_profiles_has_to_be_named():
    with pytest.raises(UsageError) as refused:
        taken(columns(None, OURS, OURS._replace(key="theirs", name="Other desk")), HEADER)
    assert refused.value.message == (
        "the columns are those of an Our desk export and of an Other desk export"
    )
    assert refused.value.fix == "say which it is: --from ours or --from theirs"


def test_a_profile_that_is_named_is_not_looked_for():
    theirs = OURS._replace(key="theirs", name="Other desk")
    found = columns(None, OURS, theirs, profile=theirs)
    taken(found, HEADER)
    assert (found.profile, found.is_recognised) == (theirs, False)


def test_a_profile_that_is_named_must_have_the_columns_of_the_file():
    with pytest.raises(UsageError) as refused:
        taken(columns(None, profile=OURS), ["Number", "opened_at", "Severity"])
    assert refused.value.message == "there is no column opened_at"


@pytest.mark.parametrize(
    ("cells", "updated"),
    [
        pytest.param(["1", "2"], "1", id="the first in the order of the profile"),
        pytest.param(["", "2"], "2", id="the second if the first is empty"),
        pytest.param(["  ", "2"], "2", id="the second if the first has only blanks"),
        pytest.param(["1", ""], "1", id="the first alone"),
        pytest.param(["", ""], None, id="neither"),
    ],
)
@pytest.mark.parametrize("turned", [False, True], ids=["in order", "the other order in the file"])
def test_of_several_columns_for_a_field_the_first_that_is_not_empty_counts(cells, updated, turned):
    names = ["Changed", "Last change"]
    if turned:
        names, cells = names[::-1], cells[::-1]
    found = columns(None, OURS)
    row = taken(found, [*HEADER, *names], ["7", "x", "S1", *cells])
    assert row.get("updated_at", "").strip() == (updated or "")
    assert {found.fields[name] for name in names} == {"updated_at"}


@pytest.mark.parametrize(
    ("mapped", "fields"),
    [
        pytest.param(
            {"Owner": "partner"},
            {
                "ref": "Number",
                "opened_at": "Opened on",
                "priority": "Severity",
                "partner": "Owner",
            },
            id="one more column",
        ),
        pytest.param(
            {"owner": "ref"},
            {"ref": "Owner", "opened_at": "Opened on", "priority": "Severity"},
            id="another column for a field of the profile",
        ),
        pytest.param(
            {"Number": "id"},
            {"id": "Number", "opened_at": "Opened on", "priority": "Severity"},
            id="a column of the profile for another field",
        ),
        pytest.param(
            {"NUMBER": ""}, {"opened_at": "Opened on", "priority": "Severity"}, id="left out"
        ),
    ],
)
def test_a_map_comes_before_the_profile(mapped, fields):
    assert taken(columns(mapped, OURS), [*HEADER, "Owner"]) == fields


def test_two_columns_that_map_takes_for_one_field_are_refused():
    with pytest.raises(UsageError) as refused:
        taken(columns({"Owner": "ref", "Team": "ref"}, OURS), [*HEADER, "Owner", "Team"])
    assert refused.value.message == "two columns are ref: 'Owner' and 'Team'"


@pytest.mark.parametrize("profile", [None, OURS])
def test_with_only_mapped_nothing_else_is_read(profile):
    header = ["Opened on", "Severity", "Number", "subject", "x"]
    mapped = {"Opened on": "opened_at", "Severity": "priority", "x": "partner"}
    found = columns(mapped, OURS, profile=profile, only_mapped=True)
    fields = {"opened_at": "Opened on", "priority": "Severity", "partner": "x"}
    assert taken(found, header) == fields | ({"ref": "Number"} if profile else {})
    assert found.profile is profile


def test_with_only_mapped_a_field_of_its_own_name_has_to_be_mapped_too():
    found = columns({"Severity": "priority"}, only_mapped=True)
    with pytest.raises(UsageError) as refused:
        taken(found, ["opened_at", "Severity"])
    assert refused.value.message == "there is no column opened_at"
    assert refused.value.fix == "--map opened_at=opened_at takes the column of that name, too"


def test_every_line_of_json_is_read_by_the_profile_of_the_first():
    found = columns(None, OURS)
    take = found.take_of_line(["Number", "Opened on", "Severity"])
    assert take(["7", "x", "S1", ""])[READ.index("ref")] == "7"
    assert found.profile is OURS
    take = found.take_of_line(["Severity", "Whatever", "Number"])
    assert take(["S1", {"a": 1}, "8", ""])[READ.index("ref")] == "8"


def test_a_later_line_of_json_does_not_change_how_the_first_was_read():
    found = columns(None, OURS)
    found.take_of_line(["opened_at", "priority"])
    with pytest.raises(UsageError, match="'Number', 'Opened on', 'Severity' are not fields"):
        found.take_of_line(HEADER)


def test_the_profiles_are_asked_for_only_if_a_column_is_not_a_field():
    asked = []
    found = Columns({"x": ""}, lambda: asked.append(1) or {})
    found.take_of_header(["opened_at", "priority", "x"])
    assert asked == []


def test_each_shipped_profile_recognises_its_columns_and_no_others():
    profiles = profiles_in(read_layers())
    assert list(profiles) == ["zendesk", "salesforce", "servicenow", "jira", "freshdesk"]
    for profile in profiles.values():
        header = [*dict.fromkeys([*map(str.lower, profile.header), *profile.columns, "more"])]
        found = Columns({}, lambda: profiles)
        fields = taken(found, header)
        assert found.profile == profile
        assert set(fields) == {field for field in profile.columns.values() if field}


def test_twice_as_many_options_take_twice_as_many_calls():
    def calls(many: int) -> int:
        called = 0

        def more(*_: object) -> None:
            nonlocal called
            called += 1

        before = sys.getprofile()
        sys.setprofile(more)
        try:
            parse_map([f"c{number}=" for number in range(many)])
        finally:
            sys.setprofile(before)
        return called

    assert calls(400) < 2.1 * calls(200)
