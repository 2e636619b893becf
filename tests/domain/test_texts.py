"""What no text of a case may contain."""

import pytest

from slt_cli.domain.event_making import event_between
from slt_cli.domain.texts import unstorable
from slt_cli.errors import RefusedError
from tests.domain.given import RECORDING, opened


@pytest.mark.parametrize(
    ("text", "part"),
    [
        pytest.param("", None, id="an empty text"),
        pytest.param("a\x01\x7f\n", None, id="control characters"),
        pytest.param("電話 📞 \uffff", None, id="any script"),
        pytest.param("a\0b", "a NUL character", id="NUL"),
        pytest.param("電\0", "a NUL character", id="NUL in any script"),
        pytest.param("caf\udce9", "bytes that are not UTF-8", id="a byte of another encoding"),
        pytest.param(
            "caf\udc7f",
            "half of a character (a lone surrogate)",
            id="a low surrogate that is no byte",
        ),
        pytest.param("\ud83d", "half of a character (a lone surrogate)", id="a high surrogate"),
        pytest.param(
            "\ud83d\ude00",
            "half of a character (a lone surrogate)",
            id="a pair that was not joined",
        ),
    ],
)
def test_what_cannot_be_stored(text, part):
    assert unstorable(text) == part


@pytest.mark.parametrize("field", ["subject", "ref", "partner"])
def test_no_event_has_such_a_fact(policy, field):
    case = opened(policy)
    with pytest.raises(RefusedError, match="a text contains a NUL character") as caught:
        event_between(case, case._replace(**{field: "a\0b"}), "updated", RECORDING.at, RECORDING)
    assert caught.value.fix


@pytest.mark.parametrize("given", [{"note": "\0"}, {"detail": "\0"}], ids=["note", "detail"])
def test_no_event_says_such_a_thing(policy, given):
    case = opened(policy)
    with pytest.raises(RefusedError, match="a text contains a NUL character"):
        event_between(case, case, "noted", RECORDING.at, RECORDING, **given)


@pytest.mark.parametrize("field", ["who", "command"])
def test_nobody_records_by_such_a_name(policy, field):
    case = opened(policy)
    with pytest.raises(RefusedError, match="a text contains a NUL character"):
        event_between(case, case, "noted", RECORDING.at, RECORDING._replace(**{field: "\0"}), "x")


def test_what_an_older_store_has_of_it_can_be_replaced(policy):
    case = opened(policy)._replace(subject="a\0b", ref="\0")
    event = event_between(case, case._replace(subject="a b"), "updated", RECORDING.at, RECORDING)
    assert event.changes["subject"] == ("a\0b", "a b")
