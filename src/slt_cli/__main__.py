"""Run `slt` as `python -m slt_cli`."""

from slt_cli.cli import main

main()
