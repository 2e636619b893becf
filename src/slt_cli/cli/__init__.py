"""The command line: commands, global options, completion, errors and exit codes."""
