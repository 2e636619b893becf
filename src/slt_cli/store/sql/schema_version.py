"""The version of the schema that this slt reads and writes, the same for every engine."""

SCHEMA_VERSION = 4
