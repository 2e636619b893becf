"""What all SQL stores share: rows, queries, the transaction, and the version of their schema."""

SCHEMA_VERSION = 8
"""The version that this slt reads and writes, the same in every engine."""

FIRST_WITH_POLICIES = 4
"""A store of an earlier version cannot have a team's policy."""
