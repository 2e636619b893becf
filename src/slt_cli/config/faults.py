"""From what a check found to the error that tells it: with the file, the line, and the fix."""

from collections.abc import Iterable

from slt_cli.config.files import Finding, Layers
from slt_cli.config.positions import Place, line_of, positions
from slt_cli.config.shown import dotted
from slt_cli.errors import ConfigError, Fault


def config_error(findings: Iterable[Finding], layers: Layers) -> ConfigError:
    """Return the error that tells all findings, in the order of the files and their lines."""
    places: dict[str, dict[tuple[str, ...], Place]] = {
        str(file): positions(text) for file, text in layers.texts.items()
    }
    ranks = {str(file): rank for rank, file in enumerate(layers.files)}
    faults = []
    for path, problem, fix in findings:
        file = str(layers.origin(path))
        line = line_of(path, places.get(file, {}))
        faults.append(Fault(file, dotted(path), problem, fix, line))
    faults.sort(key=lambda fault: (ranks.get(fault.file, 0), fault.line or 0))
    return ConfigError(faults)
