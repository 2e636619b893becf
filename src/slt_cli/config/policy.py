"""Check the merged configuration files, and build the frozen policy from them."""

from typing import Any

from slt_cli.config.build import build_policy
from slt_cli.config.clock_checks import check_targets
from slt_cli.config.cross_references import check_references
from slt_cli.config.files import STORE_POLICY
from slt_cli.config.layers import Layers
from slt_cli.config.names_used import check_named_twice
from slt_cli.config.validation import Validator, refuse_faults
from slt_cli.domain.policy import Policy

_OF_TEAM = "the team's policy: `slt store policy set FILE`"


def load_policy(layers: Layers) -> Policy:
    """Return the policy in the merged files; raises ConfigError with every fault."""
    policy = build_policy(parse_policy(layers))
    return policy._replace(source=_OF_TEAM) if STORE_POLICY in layers.files else policy


def parse_policy(layers: Layers) -> dict[str, Any]:
    """Return the merged tables with every value parsed; raises ConfigError with every fault."""
    validator = Validator(check_targets(layers))
    parsed = validator.parse(layers.tables)
    validator.findings += check_named_twice(layers)
    refuse_faults([*validator.findings, *check_references(parsed, layers, validator)], layers)
    return parsed
