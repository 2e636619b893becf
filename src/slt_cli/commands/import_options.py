"""The options of `slt import` that say how a file is written."""

from typing import Annotated

import typer

from slt_cli.offered import offered

From = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="NAME",
        help="The system that wrote it, such as zendesk; recognised where only one fits.",
        autocompletion=offered("systems"),
    ),
]
Mapped = Annotated[
    list[str] | None,
    typer.Option(
        "--map", metavar="COLUMN=FIELD", help="Take a column as a field; COLUMN= leaves it out."
    ),
]
OnlyMapped = Annotated[
    bool,
    typer.Option("--only-mapped", help="Leave out every column that --map does not name."),
]
MapValue = Annotated[
    list[str] | None,
    typer.Option(
        "--map-value",
        metavar="FIELD:WORD=VALUE",
        help="What a word for status, priority, region or partner_type means.",
    ),
]
DateFormat = Annotated[
    list[str] | None,
    typer.Option(
        "--date-format",
        metavar="FORMAT",
        help="DD/MM/YYYY or MM/DD/YYYY; with a %: strptime's codes.",
    ),
]
TimeZone = Annotated[
    str | None,
    typer.Option(
        "--timezone",
        metavar="ZONE",
        help="Zone of times without an offset: an IANA name, or region for that of each case.",
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        metavar="NAME",
        help="Encoding of the file, if it is not UTF-8, UTF-16 or Windows-1252.",
    ),
]
