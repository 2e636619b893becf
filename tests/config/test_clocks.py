"""The rules of clocks and their targets are data: those that ship, and those of a user's file."""

from pathlib import Path

import pytest

from slt_cli.config import load_policy, read_layers
from slt_cli.config.files import user_file
from slt_cli.domain.clock_rules import ClockRule
from slt_cli.domain.plan import Target

HOUR = 3600
WHOLE_LIFE = Path(__file__).parents[1] / "data" / "policies" / "whole-life.toml"
S1 = "[plans.partner.targets.S1]\n"

# Key, what starts it, what stops it, whether it starts again, whether it pauses on hold.
SHIPPED = [
    ("response", "opened", ("answer",), False, False),
    ("next", "message", ("answer",), True, False),
    ("update", "answer", ("answer",), True, True),
    ("workaround", "opened", ("marked", "resolved"), False, True),
    ("resolution", "opened", ("resolved",), False, True),
    ("escalation", "escalated", ("answer",), True, False),
]


def test_the_shipped_rules_are_those_of_the_table(policy) -> None:
    assert list(policy.clock_rules.values()) == [ClockRule(row[0], *row) for row in SHIPPED]
    assert list(policy.clock_rules) == [row[0] for row in SHIPPED]


def test_the_shipped_plan_has_targets_for_the_response_alone(policy) -> None:
    targets = policy.plans["partner"].targets

    assert {key: list(by_clock) for key, by_clock in targets.items()} == {
        "S1": ["response"],
        "S2": ["response"],
        "S3": ["response"],
    }


def test_a_milestone_is_data_alone(load) -> None:
    policy = load(
        '[clocks.diagnosis]\nname = "Diagnosis"\nstarts = "opened"\nstops = "marked"\n'
        f'{S1}diagnosis = "3h"\n'
    )

    assert policy.clock_rules["diagnosis"] == ClockRule(
        "diagnosis", "Diagnosis", "opened", ("marked",), again=False, pauses=False
    )
    assert policy.plans["partner"].target("S1", "diagnosis") == Target(3 * HOUR, "support-hours")
    assert policy.plans["partner"].target("S2", "diagnosis") is None


def test_one_line_changes_a_shipped_rule_and_leaves_the_rest_of_it(load) -> None:
    rule = load("[clocks.update]\npauses = false\n").clock_rules["update"]

    assert rule == ClockRule("update", "update", "answer", ("answer",), again=True, pauses=False)


def test_a_clock_that_is_left_out_is_gone(load) -> None:
    assert "next" not in load("[clocks]\nnext = false\n").clock_rules


@pytest.mark.parametrize(
    ("targets", "clock", "target"),
    [
        pytest.param('update = "4h"', "update", Target(4 * HOUR, "support-hours"), id="a length"),
        pytest.param(
            'update = "4h"\nclock = "24x7"',
            "update",
            Target(4 * HOUR, "24x7"),
            id="a length on the clock of the priority",
        ),
        pytest.param(
            'update = { within = "4h" }\nclock = "24x7"',
            "update",
            Target(4 * HOUR, "24x7"),
            id="a table on the clock of the priority",
        ),
        pytest.param(
            'update = { within = "4h", clock = "24x7" }',
            "update",
            Target(4 * HOUR, "24x7"),
            id="a table with a clock of its own",
        ),
        pytest.param(
            'update = { within = "4h", clock = "support-hours" }\nclock = "24x7"',
            "update",
            Target(4 * HOUR, "support-hours"),
            id="its own clock before that of the priority",
        ),
        pytest.param(
            'response = { within = "2h", clock = "24x7" }\nresolution = "20h"',
            "response",
            Target(2 * HOUR, "24x7"),
            id="the response as a table",
        ),
        pytest.param(
            'response = { within = "2h", clock = "24x7" }\nresolution = "20h"',
            "resolution",
            Target(20 * HOUR, "support-hours"),
            id="beside it a length on the clock of the priority",
        ),
        pytest.param("update = false", "update", None, id="no target"),
        pytest.param("unheard-of = false", "unheard-of", None, id="no target for no clock"),
    ],
)
def test_a_target_of_a_clock(load, targets: str, clock: str, target: Target | None) -> None:
    assert load(f"{S1}{targets}\n").plans["partner"].target("S1", clock) == target


def test_a_target_of_a_file_below_can_be_left_out(load) -> None:
    user_file().parent.mkdir(parents=True)
    user_file().write_text(f'{S1}update = "4h"\nresolution = "9h"\n', encoding="utf-8")
    plan = load(f"{S1}update = false\n").plans["partner"]

    assert list(plan.targets["S1"]) == ["response", "resolution"]


def test_targets_come_in_the_order_of_the_clocks(load) -> None:
    plan = load(f'{S1}resolution = "20h"\nupdate = "4h"\nnext = "2h"\n').plans["partner"]

    assert list(plan.targets["S1"]) == ["response", "next", "update", "resolution"]


def test_the_policy_of_a_whole_life_has_every_clock_for_every_priority(policy) -> None:
    whole = load_policy(read_layers(WHOLE_LIFE))
    targets = whole.plans["partner"].targets

    clocks = ["response", "next", "update", "workaround", "resolution", "diagnosis"]
    assert {key: list(by_clock) for key, by_clock in targets.items()} == {
        "S1": clocks,
        "S2": clocks,
        "S3": clocks,
    }
    assert targets["S1"] == {
        "response": Target(1 * HOUR, "support-hours"),
        "next": Target(2 * HOUR, "support-hours"),
        "update": Target(4 * HOUR, "support-hours"),
        "workaround": Target(8 * HOUR, "support-hours"),
        "resolution": Target(20 * HOUR, "support-hours"),
        "diagnosis": Target(3 * HOUR, "24x7"),
    }
    assert {key: by_clock["response"] for key, by_clock in targets.items()} == {
        key: by_clock["response"] for key, by_clock in policy.plans["partner"].targets.items()
    }


def test_the_policy_of_a_whole_life_has_the_shipped_regions_and_rules(policy) -> None:
    whole = load_policy(read_layers(WHOLE_LIFE))

    assert {key: (region.timezone, region.hours) for key, region in whole.regions.items()} == {
        key: (region.timezone, region.hours) for key, region in policy.regions.items()
    }
    assert whole.clock_rules == {
        **policy.clock_rules,
        "diagnosis": ClockRule(
            "diagnosis", "Diagnosis", "opened", ("marked",), again=False, pauses=False
        ),
    }
