"""The version of the schema that this slt reads and writes, the same in every engine."""

SCHEMA_VERSION = 8

FIRST_WITH_POLICIES = 4
"""A store of an earlier version cannot have a team's policy."""
