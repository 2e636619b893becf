"""The configuration: which files are read, and every fault in them."""

from pathlib import Path

from slt_cli.config import load_policy, read_layers
from slt_cli.config.vocabulary import load_vocabulary
from slt_cli.config.warnings import config_warnings
from slt_cli.errors import SltError
from slt_cli.finding import Finding, problems


def configuration_findings(explicit: Path | None, team: str | None = None) -> list[Finding]:
    """Return every fault of the configuration.

    `explicit` is the file of --config or SLT_CONFIG, `team` the text of the team's policy.
    """
    try:
        layers = read_layers(explicit, team)
        policy = load_policy(layers)
        load_vocabulary(layers)
    except SltError as error:
        return problems("configuration", error)
    if found := config_warnings(policy, layers):
        return [Finding("configuration", "warning", str(fault), fault.fix) for fault in found]
    return [Finding("configuration", "ok", f"no fault in {', '.join(map(str, layers.files))}")]
