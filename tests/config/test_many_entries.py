"""A configuration of very many entries costs as much for each as one of few, and not more."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from slt_cli.config import load_policy, read_layers
from slt_cli.config.validation import Validator
from slt_cli.errors import ConfigError

FEW = 40


def regions(number: int, more: str = "") -> str:
    return f"""
[regions.r{number:03}]
name = "Region {number:03}"
aliases = ["other {number:03}"]
timezone = "Europe/Berlin"
hotline = "+44 20 7946 0000"
{more}
hours = {{ mon-fri = "08:00-17:00" }}
"""


def lists(number: int) -> str:
    entry = f'[[holidays.list{number:03}]]\ndate = 2026-12-25\nname = "x"\n'
    return regions(number, f'holidays = ["LIST{number:03}"]') + entry


def plans(number: int) -> str:
    return f"""
[partner_types.t{number:03}]
name = "Type {number:03}"
[plans.p{number:03}]
name = "Plan {number:03}"
applies_to = ["Type {number:03}"]
targets = {{ S1 = "1h", S2 = "2h", S3 = "3h", S4 = "4h" }}
"""


def targets(number: int) -> str:
    return f"""
[priorities.P{number:03}]
name = "Other {number:03}"
definition = "x"
[plans.partner.targets."other {number:03}"]
response = "1h"
"""


def unknown(number: int) -> str:
    return regions(number, "unknown = 1")


def wrong_targets(number: int) -> str:
    return targets(number).replace('"1h"', '"x"')


def steps(text: str, file: Path) -> int:
    """Return how many steps Python makes to read a configuration: no machine changes that."""
    made = 0

    def count(frame: FrameType, event: str, _: object) -> Callable[..., Any]:
        nonlocal made
        frame.f_trace_opcodes = True
        made += event == "opcode"
        return count

    file.write_text(text)
    watching = sys.gettrace()
    sys.settrace(count)
    try:
        load_policy(read_layers(file))
    except ConfigError:
        pass
    finally:
        sys.settrace(watching)
    return made


@pytest.mark.exhaustive
@pytest.mark.parametrize("entry", [regions, lists, plans, targets, unknown, wrong_targets])
def test_each_entry_costs_the_same(tmp_path, entry):
    none, few, twice = (
        steps("".join(map(entry, range(count))), tmp_path / "own.toml")
        for count in (0, FEW, 2 * FEW)
    )
    assert twice - few < 1.1 * (few - none)


def test_a_key_is_valid_unless_a_fault_is_at_it_below_it_or_above_it():
    validator = Validator([(("regions", "usa", "hours"), "is missing", "add it")])

    asked = [(), ("regions",), ("regions", "usa", "hours"), ("regions", "usa", "hours", "mon")]
    assert [validator.is_valid(path) for path in asked] == [False] * 4
    assert validator.is_valid(("regions", "usa", "name"))
    validator.findings.append((("regions", "usa", "name"), "is missing", "add it"))
    assert not validator.is_valid(("regions", "usa", "name"))


def test_only_the_first_faults_in_targets_are_compared_with_every_clock(tmp_path):
    text = "".join(
        f'[clocks.c{number}]\nname = "C"\nstarts = "opened"\nstops = "answer"\n'
        f'[plans.p{number}.targets.S1]\nd{number} = "1h"\n'
        for number in range(FEW)
    )
    (tmp_path / "many.toml").write_text(text)
    with pytest.raises(ConfigError) as refused:
        load_policy(read_layers(tmp_path / "many.toml"))
    unknown = [each for each in refused.value.faults if "no clock of this name" in each.problem]
    assert len(unknown) == FEW
    assert sum("Keys here: " in each.fix for each in unknown) == 20
    assert {each.fix for each in unknown[20:]} == {"use the key of a clock that is configured"}
