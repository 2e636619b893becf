"""The notes under the table of docs/commands.md: why a command does not have something."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from slt_cli.cli.suggestions import Harm, harm
from tests.command_names import ALL_COMMANDS

Column = Literal[
    "Dry run", "--at", "Several cases", "--once", "-q", "JSON", "Exit codes", "Completion"
]


class Note(NamedTuple):
    """A note, and the commands that it is for by the column of the table."""

    text: str
    where: Mapping[Column, tuple[str, ...]]


READING = tuple(name for name in ALL_COMMANDS if harm(name) is Harm.READS and name != "export")
POLICY = ("targets", "contacts", "classify", "config show", "config get")
WRITES_CONFIG = ("config set", "config unset", "config init")
MAKES_STORES = ("store init", "store upgrade", "store copy")
SETS_POLICY = ("store policy set", "store policy clear")
TEXTS = ("completion", "help")
ON_ONE = ("note", "update", "undo", "void", "mark", "redact")
UNDONE = (
    *("respond", "followup", "hold", "resume", "note", "resolve", "update", "void", "close"),
    *("reopen", "mark", "take"),
)
ABOUT_CASES = (
    *UNDONE,
    *("open", "escalate", "undo", "redact", "show", "message", "due", "list", "log", "report"),
    "export",
)
NO_CASES = tuple(name for name in ALL_COMMANDS if name not in ABOUT_CASES)

GAPS = (
    Note(
        "It changes nothing, so there is nothing to try first and nothing to repeat.",
        {"Dry run": READING, "--once": READING},
    ),
    Note(
        "`slt due --if-opened TIME --priority P` shows the due times and opens nothing.",
        {"Dry run": ("open",)},
    ),
    Note(
        "It shows what it changed, and `slt undo` takes that back.",
        {"Dry run": UNDONE},
    ),
    Note(
        "It asks before it replaces anything. Without a terminal it is refused, unless `--yes` is "
        "given.",
        {"Dry run": ("restore", "redact")},
    ),
    Note(
        "`--retry` and `--drop` are each about one notice, and one takes back the other until the "
        "notice is sent.",
        {"Dry run": ("outbox",)},
    ),
    Note(
        "It writes a file, and replaces one only with `--force`.",
        {"Dry run": ("export", "backup"), "--once": ("export", "backup")},
    ),
    Note(
        "What it would set is checked first, and with a fault nothing changes. `slt config check "
        "FILE` tries a whole file.",
        {"Dry run": (*WRITES_CONFIG, "store policy set")},
    ),
    Note(
        "It keeps what is there: a store is made or filled only where no cases are yet, and a file "
        "of an older slt is copied before it is upgraded.",
        {"Dry run": MAKES_STORES},
    ),
    Note(
        "Keep the policy first with `slt store policy show > team.toml`: `slt store policy set "
        "team.toml` sets it again.",
        {"Dry run": ("store policy clear",)},
    ),
    Note(
        "The answer does not depend on the time.",
        {"--at": (*POLICY, "config path", "store path", "store policy show", "schema", *TEXTS)},
    ),
    Note("`--since` and `--until` choose the time.", {"--at": ("log", "export")}),
    Note("`--since` chooses the time.", {"--at": ("outbox",)}),
    Note("Each row has its own times.", {"--at": ("import",)}),
    Note("`--years` chooses the time.", {"--at": ("config holidays",)}),
    Note(
        "It compares the due times that are recorded with those of the present configuration.",
        {"--at": ("recalc",)},
    ),
    Note(
        "It works on files, stores or texts as they are now, and cannot be dated back.",
        {
            "--at": (
                *(*WRITES_CONFIG, *MAKES_STORES, *SETS_POLICY, "store grant", "config check"),
                *("doctor", "verify", "backup", "restore", "redact"),
            )
        },
    ),
    Note("It is not about cases that you name.", {"Several cases": NO_CASES}),
    Note("It opens one case. `slt import` opens one for each row.", {"Several cases": ("open",)}),
    Note(
        "It escalates one case, or with `--late` every case that is late.",
        {"Several cases": ("escalate",)},
    ),
    Note(
        "It is about one case. `slt list` and `slt export` show several.",
        {"Several cases": ("show", "message")},
    ),
    Note(
        "What you give with it belongs to one case. In a shell: `for case in 4 7; do slt note "
        "$case Seen; done`.",
        {"Several cases": ON_ONE},
    ),
    Note("Each notice is sent once, however often it runs.", {"--once": ("notify",)}),
    Note(
        "A second run leaves everything as the first left it, or is refused.",
        {
            "--once": (
                *("outbox", "restore", "config holidays", "store grant"),
                *(*WRITES_CONFIG, *MAKES_STORES, *SETS_POLICY),
            )
        },
    ),
    Note(
        "It prints only what is wrong: nothing when all is well.",
        {"-q": ("verify",)},
    ),
    Note(
        "An export has every field of a case. `slt list --all -q` prints only ids, `slt export -o "
        "jsonl` writes lines of `slt.export/1`.",
        {"-q": ("export",), "JSON": ("export",)},
    ),
    Note(
        "It prints a text for a shell or for people, in one form: `-q` and `--json` change "
        "nothing.",
        {"-q": TEXTS, "JSON": TEXTS},
    ),
    Note(
        "It does its work whatever state the configuration and the store are in.",
        {"Exit codes": ("config path", "config init", "store path", "schema", *TEXTS)},
    ),
    Note(
        "It takes no value of its own but those that you write yourself.",
        {
            "Completion": (
                *(*POLICY[:3], "config path", "config show", "config init", "config check"),
                *("doctor", "verify", "backup", "restore", "recalc"),
                *("store path", *MAKES_STORES, *SETS_POLICY, "store policy show"),
            )
        },
    ),
    Note(
        "`--timezone` and `--encoding` take one of hundreds of names, which are not names of the "
        "configuration.",
        {"Completion": ("import",)},
    ),
    Note(
        "`--country` and `--subdivision` take codes that only the extra `holidays` knows.",
        {"Completion": ("config holidays",)},
    ),
    Note(
        "The roles of `--agent` and `--reader` are on the server, and completion does not ask for "
        "them.",
        {"Completion": ("store grant",)},
    ),
)

REMARKS = (
    Note("Only with `--dry-run`.", {"--at": ("notify",)}),
    Note(
        "Only with `--who`: the message has a form of its own.",
        {"-q": ("message",), "JSON": ("message",)},
    ),
    Note(
        "It answers without the store, too, and says so on standard error.",
        {"Exit codes": ("hotline", *POLICY)},
    ),
    Note(
        "What is wrong with the configuration or the store is its answer.",
        {"Exit codes": ("doctor",)},
    ),
)
