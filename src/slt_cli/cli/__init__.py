"""The command line: its commands, global options, completion, and errors as exit codes."""
