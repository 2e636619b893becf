"""A process of one host that runs random commands, and notes what each acknowledged.

It is started with what it is asked for as JSON, and begins at the instant that it reads; at its end
it prints what it noted. What exits with 5 is repeated, as cron would do it, unless nobody can tell
whether it was recorded: that is repeated only with --once.
"""

import json
import os
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

from slt_cli.app import App, Options
from slt_cli.cli.program import run
from slt_cli.domain.policy import Policy
from slt_cli.store.postgres.driver import Session
from slt_cli.store.postgres.store import PostgresStore
from tests.faults.postgres.hosts import NOON
from tests.notices.receivers import RUN

BEGIN = NOON + timedelta(seconds=50)
"""What the clock of the server says when all begin."""

VERBS = {
    "open": 14, "keyed": 4, "referenced": 4, "imported": 2, "respond": 12, "hold": 6, "resume": 5,
    "followup": 6, "note": 12, "update": 10, "escalate": 5, "late": 3, "resolve": 5, "close": 5,
    "reopen": 4, "undo": 4, "void": 2, "take": 4, "notify": 5, "look": 5,
}  # fmt: skip
PRIORITIES, REGIONS = ("S1", "S2", "S3"), ("usa", "europe", "apac")
NEAR = 25  # cases that everybody works on: the newest ones
_POLICIES: list[Policy] = []


class HostApp(App):
    """An application that builds the policy once: the team's does not change in between."""

    @cached_property
    def policy(self) -> Policy:
        """Return the validated configuration, after the store was asked for the team's."""
        if not _POLICIES or self.team_policy is None:
            _POLICIES[:] = [super().policy]
        return _POLICIES[0]


@dataclass
class Noted:
    """A command and what it acknowledged; `unsure` counts the answers that nobody can tell."""

    verb: str
    text: str
    key: str | None
    line: tuple[str, ...] = ()
    code: int = 0
    cases: list[str] = field(default_factory=list)
    refusal: str = ""
    repeats: int = 0
    unsure: int = 0


class Writer:
    """Somebody on a host whose clock is ahead by some seconds."""

    def __init__(self, me: str, seed: int, ahead: float, directory: str) -> None:
        self.me = me
        self.rng = Random(f"{seed} {me}")
        self.ahead = ahead
        self.directory = Path(directory)
        self.noted: list[Noted] = []
        self.failed_runs: list[str] = []
        self.faults: list[str] = []
        self.newest = 1
        self.began = 0.0

    def now(self) -> datetime:
        """Return the instant on this host's clock."""
        passed = timedelta(seconds=time.time() - self.began + self.ahead)
        return (BEGIN + passed).replace(microsecond=0)

    def live(self, began: float, seconds: float) -> None:
        """Run commands for so many seconds from an instant on."""
        self.began = began
        while time.time() < began + seconds:
            verb = self.rng.choices(list(VERBS), list(VERBS.values()))[0]
            key = f"{self.me} {len(self.noted)}" if self.rng.random() < 0.5 else None
            noted = Noted(verb, f"{self.me} did {len(self.noted)}", key)
            noted.line = tuple(self._line(noted))
            self.noted.append(noted)
            self._record(noted, began + seconds + 60)

    def _record(self, noted: Noted, end: float) -> None:
        """Run a command until it is known what became of it."""
        once = ("--once", noted.key) if noted.key and noted.verb not in ("notify", "look") else ()
        while True:
            noted.code, out, err = self._run(*noted.line, "-q", *once)
            lines = err.splitlines()
            if noted.verb != "notify":
                noted.cases += out.split()
            if not _is_well(noted.code, lines):
                self.faults.append(f"{noted} {err}")
            if noted.code != 5:
                break
            noted.unsure += "nobody can tell" in err
            if ("nobody can tell" in err and not once) or time.time() > end:
                break
            noted.repeats += 1
            time.sleep(0.2)
        noted.refusal = lines[0] if lines else ""
        if noted.cases and noted.verb != "late":
            self.newest = max(self.newest, *(int(case[5:]) for case in noted.cases))

    def _run(self, *line: str) -> tuple[int, str, str]:
        patience = self.rng.choice((0.5, 15.0))

        def new_app(options: Options) -> App:
            app = HostApp(options, clock=self.now)
            app.store = PostgresStore(app.location, Session, patience)
            return app

        out, err = StringIO(), StringIO()
        sent_by = os.environ[RUN] = f"{self.me} {self.rng.random()}"
        with redirect_stdout(out), redirect_stderr(err):
            code = run(line, new_app)
        if line[0] == "notify" and code:
            self.failed_runs.append(sent_by)
        return code, out.getvalue(), err.getvalue()

    # --- lines of commands ---

    def _line(self, noted: Noted) -> list[str]:
        match noted.verb:
            case "open":
                return self._open(noted)
            case "keyed":
                noted.key = f"key {self._shared()}"
                return ["open", *self._facts(), f"{noted.key} of {noted.text}"]
            case "referenced":
                return [*self._open(noted), "--ref", f"ref {self._shared()}"]
            case "imported":
                return ["import", str(self._file(noted))]
            case "late":
                return ["escalate", "--late", "--reason", noted.text]
            case "notify":
                return ["notify"]
            case "look":
                return ["list", "--sort", "newest", "--limit", "1"]
            case verb:
                return self._change(verb, noted.text)

    def _change(self, verb: str, text: str) -> list[str]:
        case = str(self.rng.randint(max(1, self.newest - NEAR), self.newest))
        match verb:
            case "note":
                return [verb, case, text, *self._ago()]
            case "undo":
                return [verb, case, "--yes"]
            case "hold":
                return [verb, case, "--reason", text, *self._ago()]
            case "void" | "escalate":
                return [verb, case, "--reason", text]
            case "update":
                return [verb, case, "--customer", text, "--note", text, *self._new_facts()]
            case "respond":
                on_hold = ["--hold"] if self.rng.random() < 0.3 else []
                return [verb, case, "--note", text, *on_hold, *self._ago()]
            case _:
                return [verb, case, "--note", text, *(self._ago() if verb == "followup" else ())]

    def _open(self, noted: Noted) -> list[str]:
        at = ["--at", self._before(40)] if self.rng.random() < 0.5 else []
        return ["open", noted.text, *self._facts(), *at]

    def _facts(self) -> list[str]:
        plan = ["--partner-type", "referral"] if self.rng.random() < 0.1 else []
        return ["-p", self.rng.choice(PRIORITIES), "-r", self.rng.choice(REGIONS), *plan]

    def _new_facts(self) -> list[str]:
        facts = ["-p", self.rng.choice(PRIORITIES)] if self.rng.random() < 0.7 else []
        return [*facts, *(["-r", self.rng.choice(REGIONS)] if self.rng.random() < 0.3 else [])]

    def _shared(self) -> int:
        """Return a number that the other hosts choose, too, at about the same time."""
        return int(time.time() - self.began) * 2 + self.rng.randint(0, 1)

    def _ago(self) -> list[str]:
        return ["--at", self._before(8)] if self.rng.random() < 0.15 else []

    def _before(self, seconds: int) -> str:
        return (self.now() - timedelta(seconds=self.rng.randint(0, seconds))).isoformat()

    def _file(self, noted: Noted) -> Path:
        file = self.directory / f"{noted.text}.csv"
        rows = [
            f"{noted.text} row {row},S3,{self._before(40)},{noted.text}-{row}"
            for row in range(self.rng.randint(1, 4))
        ]
        file.write_text("\n".join(["subject,priority,opened_at,ref", *rows, ""]))
        return file


def _is_well(code: int, said: list[str]) -> bool:
    """Return whether standard error holds an error, and a fix, only where something failed."""
    starts = [line.partition("error: ")[0] for line in said[:1]]
    return code in (0, 1, 5) and starts == ["slt: "] * bool(code) and len(said) <= 2


def main() -> None:
    """Wait for the beginning, write, and print what was noted."""
    asked: dict[str, Any] = json.loads(sys.argv[1])
    seconds = asked.pop("seconds")
    writer = Writer(**asked)
    print("ready", flush=True)  # noqa: T201 - its answer
    writer.live(float(sys.stdin.readline()), seconds)
    noted = [asdict(each) for each in writer.noted]
    print(json.dumps([noted, writer.failed_runs, writer.faults]))  # noqa: T201 - its answer


if __name__ == "__main__":
    main()
