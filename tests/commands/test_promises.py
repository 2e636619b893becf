"""New targets change no due time that was promised, whatever is recorded or taken back later."""

from pathlib import Path

import pytest

from tests.commands.lives import FRIDAY_EVENING, OPEN, at

pytestmark = [
    pytest.mark.every_engine,
    pytest.mark.usefixtures("whole_life"),
    pytest.mark.now(FRIDAY_EVENING),
]

LONGER_LIFE = Path(__file__).parents[1] / "data" / "policies" / "longer-life.toml"

# What is recorded under the old targets, and then under the new ones; what promises nothing new.
LIVES = {
    "a note": (["09:30 respond"], ["10:00 note Seen"]),
    "a note after a late answer": (["11:00 note Seen", "09:30 respond"], ["12:00 note Seen"]),
    "a note after two answers, the first late": (
        ["11:00 respond", "09:30 respond"],
        ["12:00 note Seen"],
    ),
    "a subject after a corrected opening": (
        ["update --opened 2026-11-23T08:55:00Z", "09:30 respond"],
        ["12:00 update --subject New"],
    ),
    "a note that is taken back": (["09:30 respond"], ["10:00 note Seen", "undo"]),
    "an answer that is taken back": (["09:30 respond"], ["10:00 respond", "undo"]),
    "a closing that is taken back": (["09:30 respond"], ["10:00 close", "undo"]),
    "a change that is taken back": (["09:30 respond"], ["10:00 update --region usa", "undo"]),
    "another priority that is taken back": (
        ["09:30 respond"],
        ["10:00 update --priority S3", "undo"],
    ),
    "a correction that is taken back": (
        ["09:30 respond"],
        ["update --opened 2026-11-23T08:30:00Z", "undo"],
    ),
    "a voiding that is taken back": (["09:30 respond"], ["void --reason Twice", "undo"]),
}
# What was recorded under the old targets is taken back under the new ones; the twin never had it.
TAKEN_BACK = {
    "a late note": ("10:00 note Seen", ["09:30 respond"]),
    "an answer before another": ("09:20 respond", ["09:30 respond"]),
    "a message": ("09:20 followup", ["09:30 respond"]),
    "a correction before an answer": ("update --opened 2026-11-23T08:55:00Z", ["09:30 respond"]),
    "a hold before an answer": ("09:20 hold", ["09:30 respond"]),
    "a change before an answer": ("09:20 update --region usa", ["09:30 respond"]),
    "a resolution after a late answer": ("10:00 resolve", ["09:30 respond"]),
}


def run(slt, moment, *where):
    time, verb, *rest = moment.split() if moment[:2].isdigit() else ("", *moment.split())
    result = slt(verb, "1", *rest, *(at(time) if time else ()), *where)
    assert result.code == 0, result


def promised(items, *where):
    (case,) = items("show", "1", *where)
    fields = ("kind", "cycle", "started_at", "due_at", "target", "verdict")
    return [[clock[name] for name in fields] for clock in case["clocks"]]


@pytest.mark.parametrize(("old", "new"), LIVES.values(), ids=LIVES)
def test_a_promise_stays(slt, items, old, new):
    assert slt(*OPEN, *at("09:00")).code == 0
    for moment in old:
        run(slt, moment)
    before = promised(items)
    for moment in new:
        run(slt, moment, "--config", str(LONGER_LIFE))
    kept = [clock for clock in promised(items) if clock in before]
    assert kept == before
    assert slt("verify") == (0, "", "")


@pytest.mark.parametrize(("mistake", "old"), TAKEN_BACK.values(), ids=TAKEN_BACK)
def test_without_a_mistake_the_promises_are_those_of_its_twin(
    slt, items, another_store, mistake, old
):
    twin = another_store()
    for where in ((), twin):
        assert slt(*OPEN, *at("09:00"), *where).code == 0
    run(slt, mistake)
    for moment in old:
        run(slt, moment)
        run(slt, moment, *twin)
    assert slt("undo", "1", "2", "--config", str(LONGER_LIFE)).code == 0
    assert promised(items) == promised(items, *twin)
    assert slt("verify") == (0, "", "")
