"""Thousands of mutations of the shipped file: each is refused with faults, or it works.

Nonsense that is silently accepted would show in what loads: a due time, a hotline, a target, a
clock or a name that cannot be worked out. So all that loads has to answer for every entry it has.
"""

import random
import re
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from slt_cli.config import load_policy
from slt_cli.config.files import Source, default_file, read_source
from slt_cli.config.layers import lay_over
from slt_cli.domain.clock_rules import STARTS, STOPS
from slt_cli.domain.clocks import RESPONSE, counted_on
from slt_cli.domain.escalation import route
from slt_cli.domain.hotline import hotline_status, open_hotline
from slt_cli.domain.policy import Policy
from slt_cli.errors import ConfigError
from tests.domain.given import opened

pytestmark = pytest.mark.exhaustive

MUTATIONS = 5400
SEED = 20261123
AT = datetime(2026, 11, 23, 12, 34, 56, tzinfo=UTC)
BASE = default_file().read_text(encoding="utf-8")
VALUES = (
    '""', '" "', '"x"', '"24x7"', '"closed"', '"00:00-24:00"', '"24:00-00:00"', '"18:00-18:00"',
    '"22:00-06:00"', '"25:00-26:00"', '"0s"', '"1s"', '"3660d"', '"99999999999999d"', '"-1h"',
    '"100%"', '"0%"', '"Etc/GMT+8"', '"Etc/GMT+99"', '"Europe/Lundon"', '"../../etc/passwd"',
    '"S1"', '"usa"', '"USA"', '"eu"', '"portal"', '"email"', '"phone"', '"levels"', '"\\u0000"',
    "0", "-1", "1e400", "nan", "inf", "true", "false", "2026-12-25", "2026-02-30", "07:32:00",
    "2026-12-25T00:00:00Z", "9999-12-31", "0001-01-01", "[]", "{}", "[[]]", "[{}]", '["a", 1]',
    '["closed"]', '["08:00-12:00", "11:00-13:00"]', "{ a = { b = 1 } }", '["certified"]',
    '"' + "9" * 400 + '"', "9" * 400, '"\\uFEFF"', '"ä\\u0301"',
)  # fmt: skip
KEYS = (
    "region", "name", "hours", "mon", "mon-fri", "sat-mon", "S1", "S4", "usa", "timezone", "a.b",
    '""', '" "', '"a.b"', "response", "clock", "aliases", "date", "hotline", "levels", "portal",
)  # fmt: skip
CHARACTERS = "\"'[]{}=.,#\n\t \\\0\x7f0aZé\u202e-:+"


def changed_value(line: str, chance: random.Random) -> str:
    return re.sub(r"=.*", lambda _: f"= {chance.choice(VALUES)}", line, count=1)


def changed_key(line: str, chance: random.Random) -> str:
    return re.sub(r"^[\w-]+(?= *=)", lambda _: chance.choice(KEYS), line)


def changed_header(line: str, chance: random.Random) -> str:
    header = re.sub(r"[\w-]+(?=\])", lambda _: chance.choice(KEYS), line, count=1)
    return header if chance.random() < 0.7 else f"[{line}]"


def changed_character(line: str, chance: random.Random) -> str:
    at = chance.randrange(len(line) + 1)
    return line[:at] + chance.choice(CHARACTERS) + line[at + chance.randrange(3) :]


def sections() -> list[str]:
    """Return the tables of the shipped text, each with its header, without comments."""
    lines = [line for line in BASE.splitlines() if line and not line.startswith("#")]
    return re.split(r"\n(?=\[)", "\n".join(lines))


def mutated(text: str, chance: random.Random) -> str:
    """Return a text with one to four of its lines changed, moved, doubled or dropped."""
    lines = text.splitlines()
    for _ in range(chance.choice((1, 1, 1, 2, 3, 4))):
        at = chance.randrange(len(lines))
        line = lines[at]
        match chance.randrange(10):
            case 0 | 1 | 2 | 3:
                lines[at] = changed_value(line, chance)
            case 4 | 5:
                lines[at] = changed_key(line, chance)
                lines[at] = changed_header(line, chance) if line.startswith("[") else lines[at]
            case 6:
                lines[at] = changed_character(line, chance)
            case 7:
                del lines[at]
            case 8:
                lines.insert(chance.randrange(len(lines)), line)
            case _:
                other = chance.randrange(len(lines))
                lines[at], lines[other] = lines[other], line
    return "\n".join(lines) + "\n"


def clock_answers(policy: Policy) -> None:
    """Ask every rule of a clock, and every target for one."""
    for rule in policy.clock_rules.values():
        assert rule.name.strip()
        assert rule.starts in STARTS
        assert set(rule.stops) <= set(STOPS)
        assert rule.stops
    for plan in policy.plans.values():
        for targets in plan.targets.values():
            assert "response" in targets
            assert targets.keys() < policy.clock_rules.keys()
            assert all(target.seconds > 0 or target.days for target in targets.values())


def answers(policy: Policy) -> None:
    """Ask everything that a command asks of a policy, for every entry in it."""
    for name in (None, *policy.regions):
        region = policy.region(name)
        assert region.hours
        assert hotline_status(region, AT).describe(AT)
        assert region.hotline == region.hotline.strip()
        assert region.hotline_hours
        open_hotline(region, policy.regions.values(), AT)
        for word in (region.key, region.name, *region.aliases):
            assert policy.region(word) is region
    for kind in policy.partner_types.values():
        plan = policy.plan_for(kind)
        assert [p for p in policy.plans.values() if kind.key in p.applies_to] == [plan] * bool(plan)
        for level in policy.levels:
            assert str(route(level, kind, policy.links)).strip()
        for region in policy.regions.values():
            for priority in policy.priorities.values():
                assert policy.priority(priority.name) is priority
                where = {"region": region.key, "partner_type": kind.key}
                case = opened(policy, priority.key, AT, **where)
                clock = case.clock(RESPONSE)
                assert (clock is not None) == (plan is not None and priority.key in plan.targets)
                if clock is not None:
                    assert clock.due_at is not None
                    assert clock.target is not None
                    assert clock.due_at > AT
                    assert policy.warn.threshold(clock.target) >= 0
                    counted = counted_on(region.schedule, clock.target)
                    assert counted.elapsed(AT, clock.due_at) == clock.target.seconds
            for level in policy.levels:
                assert counted_on(region.schedule, level.target).due(AT, 1) > AT
    assert policy.partner_type(None) in policy.partner_types.values()


def outcome(text: str, below: tuple[Source, ...]) -> str:
    """Load a text and return what came of it: refused as TOML, refused by faults, or it works."""
    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError):
        return "no TOML"
    try:
        policy = load_policy(lay_over([*below, Source(Path("fuzzed.toml"), text, tables)]))
    except ConfigError as error:
        for fault in error.faults:
            assert fault.key
            assert fault.problem
            assert fault.fix
            assert "datetime" not in fault.problem
            assert "{'" not in fault.problem
            assert fault.line is None or 0 < fault.line <= text.count("\n") + 400
        return "refused"
    answers(policy)
    clock_answers(policy)
    return "works"


@pytest.mark.parametrize("overlaid", [False, True], ids=["instead of it", "laid over it"])
def test_whatever_is_mutated_is_refused_with_faults_or_works(overlaid: bool) -> None:
    shipped = read_source(default_file())
    assert shipped is not None
    below = (shipped,) if overlaid else ()
    chance = random.Random(f"{SEED} {overlaid}")
    outcomes = {"no TOML": 0, "refused": 0, "works": 0}
    for _ in range(MUTATIONS // 2):
        parts = [part for part in sections() if not overlaid or chance.random() < 0.4]
        text = mutated("\n".join(parts) or "[defaults]", chance)
        try:
            outcomes[outcome(text, below)] += 1
        except Exception as error:
            error.add_note(text)
            raise

    assert sum(outcomes.values()) == MUTATIONS // 2 >= 2500
    assert min(outcomes.values()) > 100, outcomes


def test_bytes_that_are_anything_are_refused_in_a_sentence(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    file, content = tmp_path / "fuzzed.toml", BASE.encode()
    refused = 0
    for _ in range(400):
        at = chance.randrange(len(content))
        noise = chance.randbytes(chance.randrange(1, 4))
        file.write_bytes(content[:at] + noise + content[at + chance.randrange(9) :])
        try:
            read_source(file)
        except ConfigError as error:
            refused += 1
            (fault,) = error.faults
            assert fault.problem.startswith(("not valid TOML: ", "the file is not UTF-8 text: "))
            assert fault.fix
    assert refused > 200
