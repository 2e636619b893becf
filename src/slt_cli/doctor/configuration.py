"""The configuration: which files are read, and every fault in them."""

from datetime import datetime
from pathlib import Path

from slt_cli.config import parse_policy, read_layers
from slt_cli.config.validation import all_loaded
from slt_cli.config.vocabulary import load_vocabulary
from slt_cli.config.warnings import config_warnings
from slt_cli.errors import SltError
from slt_cli.exchange.profiles import profiles_in
from slt_cli.finding import Finding, problems


def configuration_findings(explicit: Path | None, team: str | None, now: datetime) -> list[Finding]:
    """Return every fault of the configuration, and what is valid but should be checked.

    `explicit` is the file of --config or SLT_CONFIG, `team` the text of the team's policy.
    """
    try:
        layers = read_layers(explicit, team)
        parsed, *_ = all_loaded(layers, parse_policy, load_vocabulary, profiles_in)
    except SltError as error:
        return problems("configuration", error)
    if found := config_warnings(layers, parsed, now):
        return [Finding("configuration", "warning", str(fault), fault.fix) for fault in found]
    return [Finding("configuration", "ok", f"no fault in {', '.join(map(str, layers.files))}")]
