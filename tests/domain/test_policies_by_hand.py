"""Due times of ten policies of other providers, computed by hand.

The policies lie in tests/data/policies, the arithmetic of each due time in expected.toml there.
Both were written from the rules alone, by somebody who did not know the code.
"""

import tomllib
from functools import cache
from pathlib import Path

import pytest

from slt_cli.domain.policy import Policy
from tests.domain.asking import asked, policy_in
from tests.domain.given import moment

POLICIES = Path(__file__).parents[1] / "data" / "policies"
ASKS = tomllib.loads((POLICIES / "expected.toml").read_text(encoding="utf-8"))["ask"]


@cache
def policy_of(name: str) -> Policy:
    return policy_in((POLICIES / f"{name}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("ask", ASKS, ids=lambda ask: ask["id"])
def test_the_due_time_is_that_computed_by_hand(ask) -> None:
    clock = asked(policy_of(ask["policy"]), ask)

    if not ask["due_utc"]:
        assert clock is None
        return
    assert clock is not None
    assert clock.due_at == moment(ask["due_utc"]) == moment(ask["due_local"])
    if "target_seconds" in ask:
        assert clock.target is not None
        assert clock.target.seconds == ask["target_seconds"]


def test_every_policy_is_asked() -> None:
    assert len({ask["id"] for ask in ASKS}) == len(ASKS) == 95
    assert {ask["policy"]: 0 for ask in ASKS}.keys() == {
        "msp", "saas", "phone", "bdays", "sun", "tiny", "dst", "halfdays", "schedules", "levels"
    }  # fmt: skip
