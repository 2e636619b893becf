"""Build the error with everything that the checks found: each with its file, line and fix."""

from collections.abc import Sequence
from pathlib import Path

from slt_cli.config.display import dotted
from slt_cli.config.files import Finding, KeyPath, fix_in
from slt_cli.config.hidden_values import without_addresses
from slt_cli.config.layers import Layers
from slt_cli.config.references import names_for_keys, with_keys
from slt_cli.config.toml_positions import Position, line_of, positions
from slt_cli.errors import ConfigError, Fault


def config_error(findings: Sequence[Finding], layers: Layers) -> ConfigError:
    """Return the error with all findings, in the order of the files and their lines."""
    return ConfigError(located(findings, layers))


def located(findings: Sequence[Finding], layers: Layers) -> list[Fault]:
    """Return findings with their files and lines, in the order of these."""
    faulty = {layers.origin(path) for path, _, _ in findings}
    found_at = {file: _positions(file, [path for path, *_ in findings], layers) for file in faulty}
    faults = []
    for path, problem, fix in findings:
        file = layers.origin(path)
        line = line_of(path, found_at[file])
        said, advice = without_addresses(path, problem), without_addresses(path, fix)
        fault = Fault(str(file), dotted(path), said, fix_in(file, advice), line)
        faults.append((layers.files.index(file), line or 0, fault))
    faults.sort(key=lambda ranked: ranked[:2])
    return [fault for _, _, fault in faults]


def _positions(file: Path, paths: Sequence[KeyPath], layers: Layers) -> dict[KeyPath, Position]:
    """Return the positions in a file that some keys need, by the keys that names stand for."""
    names = names_for_keys(layers.tables)
    needed = {path[:end] for path in paths for end in range(len(path) + 1)}
    found = positions(
        layers.texts.get(file, ""),
        lambda table: table in needed or with_keys(table, names) in needed,
    )
    for path, position in [*found.items()]:
        found.setdefault(with_keys(path, names), position)
    return found
