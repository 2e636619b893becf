"""What `slt doctor` tells a role that sees no tables: in which schemas they may be."""

import pytest

from slt_cli.store.postgres.role_findings import role_findings
from slt_cli.store.postgres.timed import Login


@pytest.mark.parametrize(
    ("hidden", "named"),
    [
        pytest.param([("desk", True)], "schema desk", id="the one that is searched"),
        pytest.param([("desk", True), ("old", False)], "schema desk", id="and another one"),
        pytest.param([("a", False), ("b", False)], "schemas a, b", id="two, none searched"),
        pytest.param(
            [(name, False) for name in "abc"], "schemas a, b, c", id="three, none searched"
        ),
        pytest.param(
            [(name, False) for name in "abcde"], "schemas a, b, c and 2 more", id="more than three"
        ),
    ],
)
def test_the_schemas_that_a_role_may_not_use(hidden, named):
    login = Login("ben", None, may_everything=False, may_read_events=False)
    ((_, state, found, fix),) = role_findings(lambda *_: hidden, login)
    assert state == "problem"
    assert found == f"you are ben, who may not use the {named}, where slt's tables are"
    assert fix.startswith("the owner runs `slt store grant --reader ben --apply`")
