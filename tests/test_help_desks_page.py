"""The table of docs/help-desks.md is what the shipped profiles say; its fields are all there."""

import re
from pathlib import Path

import pytest

from slt_cli.config import read_layers
from slt_cli.config.import_keys import WORDS_OF_STATUS
from slt_cli.config.import_profiles import Profile, folded, load_profiles
from slt_cli.exchange.given import COLUMNS, FIELDS, OTHERS, REQUIRED

PAGE = (Path(__file__).parents[1] / "docs" / "help-desks.md").read_text(encoding="utf-8")
HEAD, _, *ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE[PAGE.index("\n## What is read as what\n") :].splitlines()
    if line.startswith("|")
]
TABLE = {row[0].strip("`"): row[1:] for row in ROWS}
WORDS = {"status": [w for w in WORDS_OF_STATUS if w in TABLE], "priority": ["S1", "S2", "S3"]}
PROFILES = load_profiles(read_layers(), FIELDS, REQUIRED)


def cells(row: str, profile: Profile) -> list[str]:
    """Return the columns or words in a cell of the table."""
    cell = TABLE[row][HEAD[1:].index(profile.name)]
    return [folded(each) for each in cell.split(", ")] if cell else []


def test_the_table_has_every_profile():
    assert [profile.name for profile in PROFILES.values()] == HEAD[1:]
    assert TABLE["--from"] == [f"`{key}`" for key in PROFILES]


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_a_column_of_the_table_is_what_its_profile_says(profile: Profile):
    fields = [row for row in TABLE if row in FIELDS]
    assert [folded(column) for column in profile.header] == cells("recognised by", profile)
    assert {field: cells(field, profile) for field in fields} == {
        field: [column for column, taken in profile.columns.items() if taken == field]
        for field in fields
    }
    assert set(profile.columns.values()) <= set(fields)
    for field, values in WORDS.items():
        words = profile.words[field]
        assert {word: value for value in values for word in cells(value, profile)} == words
    assert profile.words.keys() == WORDS.keys()
    assert profile.timezone is None


def test_the_page_names_the_fields_of_a_row_in_their_order():
    own = PAGE[PAGE.index("\n## slt's own files\n") :]
    named = re.findall(r"`(\w+)`", own[: own.index("Only `opened_at`")])
    assert named == [*COLUMNS]
    assert [field for field in OTHERS if f"`{field}`" not in own] == []


def test_only_the_salesforce_report_has_a_footer():
    assert [key for key, profile in PROFILES.items() if profile.footer] == ["salesforce"]
    assert "A Salesforce report ends with an empty line" in PAGE
