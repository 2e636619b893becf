"""The SQL that takes rights back from a role."""

import pytest

from slt_cli.store.postgres.grants import Right
from slt_cli.store.postgres.right_sources import taking_back


@pytest.mark.parametrize(
    ("rights", "grantee", "said"),
    [
        pytest.param(
            [Right("INSERT", "cases"), Right("DELETE", "tags"), Right("INSERT", "tags")],
            "desk",
            'REVOKE INSERT ON cases, tags FROM "desk"; REVOKE DELETE ON tags FROM "desk"',
            id="one statement for each privilege",
        ),
        pytest.param(
            [Right("UPDATE", "events", of_columns=True)],
            "desk",
            'REVOKE UPDATE ON events FROM "desk"',
            id="of columns, which goes with that of the table",
        ),
        pytest.param(
            [Right("DELETE", "tags")],
            'a"; --',
            'REVOKE DELETE ON tags FROM "a""; --"',
            id="a hostile name",
        ),
    ],
)
def test_rights_are_taken_back(rights, grantee, said):
    assert taking_back(rights, grantee) == said
