"""Whether notices reach people, as `slt doctor` says it."""

import pytest

from slt_cli.doctor.notices import notice_findings

ROWS = [
    pytest.param(None, False, [("ok", "none are configured")], id="no notices"),
    pytest.param([], True, [("ok", "slt notify runs")], id="all is well"),
    pytest.param(None, True, [("warning", "unknown")], id="a store that cannot say it"),
    pytest.param(["a", "b"], True, [("problem", "a"), ("problem", "b")], id="two troubles"),
]


@pytest.mark.parametrize(("troubles", "are_wanted", "expected"), ROWS)
def test_each_trouble_is_a_finding(troubles, are_wanted, expected):
    findings = list(notice_findings(troubles, are_wanted=are_wanted))
    assert [finding.state for finding in findings] == [state for state, _ in expected]
    for finding, (state, found) in zip(findings, expected, strict=True):
        assert finding.found.startswith(found)
        assert (finding.fix == "") == (state == "ok")
