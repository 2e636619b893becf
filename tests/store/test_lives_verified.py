"""A store with cases that were held, resolved, marked and reopened is what its events add up to."""

import pytest

FROM = "2026-11-23T14:"
LIVES = [
    pytest.param([("respond", "10"), ("hold", "20")], id="on hold"),
    pytest.param([("respond", "10"), ("hold", "20"), ("resume", "30")], id="held before"),
    pytest.param([("hold", "20"), ("resolve", "30")], id="resolved while it was on hold"),
    pytest.param([("resolve", "20"), ("close", "30")], id="resolved, then closed"),
    pytest.param(
        [("respond", "10"), ("resolve", "20"), ("reopen", "30"), ("followup", "40")],
        id="resolved and reopened",
    ),
    pytest.param(
        [("escalate", "10"), ("hold", "20"), ("respond", "15"), ("followup", "30")],
        id="with an answer that was entered late",
    ),
    pytest.param(
        [("hold", "10"), ("resume", "40"), ("followup", "20"), ("respond", "50")],
        id="with a message entered late that ended the hold",
    ),
]


@pytest.mark.every_engine
@pytest.mark.now("2026-11-23T15:00:00Z")
@pytest.mark.parametrize("life", LIVES)
def test_a_store_with_this_life_verifies(slt, items, life):
    assert slt("open", "-p", "S1", "-q", "--at", f"{FROM}00:00Z", "Down").code == 0
    for command, minute in life:
        done = slt(command, "1", "--at", f"{FROM}{minute}:00Z")
        assert (done.code, done.err) == (0, "")
    assert slt("verify") == (0, "", "")
    (case,) = items("show", "1")
    assert len(case["events"]) == len(life) + 1
