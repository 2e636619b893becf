"""The configuration: shipped defaults, the user's file and `--config`, as one frozen policy."""

from slt_cli.config.build import build_policy
from slt_cli.config.files import Layers, read_layers
from slt_cli.config.keys import check
from slt_cli.domain.policy import Policy

__all__ = ["Layers", "load_policy", "read_layers"]


def load_policy(layers: Layers) -> Policy:
    """Return the policy that the merged files describe; raises ConfigError with every fault."""
    return build_policy(check(layers), layers)
