"""docs/scripting.md: every recipe is run as it stands there, by the programs that it is for."""
