"""The profiles of other systems' exports, checked for the fields that a column can be."""

from slt_cli.config.import_profiles import Profile, load_profiles
from slt_cli.config.layers import Layers
from slt_cli.exchange.given import FIELDS, REQUIRED


def profiles_in(layers: Layers) -> dict[str, Profile]:
    """Return the profiles in the files, by their keys; raises ConfigError with every fault."""
    return load_profiles(layers, FIELDS, REQUIRED)
