"""The configuration: shipped defaults, the user's file and `--config`, as one frozen policy."""

from slt_cli.config.build import build_policy
from slt_cli.config.cross_references import check_parts
from slt_cli.config.files import Layers, read_layers
from slt_cli.config.validation import Check
from slt_cli.domain.policy import Policy

__all__ = ["Layers", "load_policy", "read_layers"]


def load_policy(layers: Layers) -> Policy:
    """Return the policy that the merged files describe; raises ConfigError with every fault."""
    check = Check()
    parsed = check.parse(layers.tables)
    if findings := [*check.findings, *check_parts(parsed, layers, check)]:
        from slt_cli.config.located_faults import config_error  # noqa: PLC0415 - only for a fault

        raise config_error(findings, layers)
    return build_policy(parsed)
