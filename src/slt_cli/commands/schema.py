"""`slt schema`: the JSON Schemas of the output of `--json`."""

import json
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

import slt_cli
from slt_cli.completing import fitting
from slt_cli.errors import UnknownNameError
from slt_cli.offered import Words
from slt_cli.output import Column, Sheet
from slt_cli.parameters import app_of

SCHEMAS = Path(slt_cli.__file__).parent / "schemas"


class Schema(NamedTuple):
    """A JSON Schema, with the name that documents of its kind have in `schema`."""

    name: str
    body: dict[str, Any]


def _complete_names(incomplete: str) -> Words:
    """Return the names of the schemas, each with what it describes."""
    schemas = (_read(file) for file in sorted(SCHEMAS.glob("*.json")))
    return fitting(((schema.name, schema.body["title"]) for schema in schemas), incomplete)


def schema_command(
    ctx: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help="The schema to print, such as slt.due/1.",
            autocompletion=_complete_names,
        ),
    ] = None,
) -> None:
    """List the JSON schemas, or print one.

    \b
    slt schema
    slt schema slt.due/1
    """
    app = app_of(ctx)
    schemas = [_read(file) for file in sorted(SCHEMAS.glob("*.json"))]
    if name is None:
        app.show(
            Sheet(
                schema="slt.schema/1",
                as_of=app.now,
                rows=schemas,
                item=lambda row: {"name": row.name, "title": row.body["title"]},
                columns=(
                    Column("Name", lambda row: row.name),
                    Column("Describes", lambda row: row.body["title"], "wrapped"),
                ),
                key=lambda row: row.name,
            ),
            app.options.output or app.usual_format,  # it answers without a configuration
        )
        return
    for schema in schemas:
        if schema.name == name.strip():
            app.write(json.dumps(schema.body, indent=2) + "\n")
            return
    raise UnknownNameError("schema", name, [schema.name for schema in schemas])


def _read(file: Path) -> Schema:
    """Return the schema in a file: that of `slt.due/1` is in `slt.due-1.json`."""
    name, _, version = file.stem.rpartition("-")
    return Schema(f"{name}/{version}", json.loads(file.read_text(encoding="utf-8")))
