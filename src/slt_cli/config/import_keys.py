"""The keys of `[imports]`: profiles of the exports of other systems."""

from slt_cli.config import value_types
from slt_cli.config.key import Key

WORDS_OF_STATUS = ("open", "responded", "held", "resolved", "closed", "void")
"""What a word for the status can mean; `held` waits for the partner."""

IMPORT_KEYS = (
    Key("imports.*.name", value_types.name, "", "name of the system", '"Our desk"'),
    Key(
        "imports.*.header",
        value_types.names,
        (),
        "columns by which a file of it is recognised; if not set, all of its columns",
        '["Number", "Opened"]',
    ),
    Key(
        "imports.*.columns.**",
        value_types.any_text,
        "",
        "the field that a column is, empty for none; of several the first that is not empty counts",
        '"opened_at"',
    ),
    Key(
        "imports.*.dates",
        value_types.texts,
        (),
        "formats of dates beside ISO 8601 and numeric ones: DD/MM/YYYY, or strptime's codes",
        '["%d %b %Y %H:%M"]',
    ),
    Key(
        "imports.*.timezone",
        value_types.zone_or_region,
        "",
        "zone of times without an offset: an IANA name, or `region` for that of each case's region",
        '"Europe/London"',
    ),
    Key(
        "imports.*.footer",
        value_types.flag,
        default=False,
        meaning="whether rows with a single text after an empty line are no cases",
        own_example="true",
    ),
    Key(
        "imports.*.status.**",
        value_types.choice(*WORDS_OF_STATUS),
        "",
        "what a word for the status means",
    ),
    *(
        Key(f"imports.*.{field}.**", value_types.text, "", f"what a word for the {what} means", ex)
        for field, what, ex in (
            ("priority", "priority", '"S1"'),
            ("region", "region", '"europe"'),
            ("partner_type", "partner type", '"certified"'),
        )
    ),
)
