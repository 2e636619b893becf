"""Addresses that are secret are shown without their paths, and nothing else is changed."""

import pytest

from slt_cli.config.hidden_values import hidden, without_addresses

URL = ("channels", "chat", "url")
SHOWN = "https://hooks.example.com/..."


@pytest.mark.parametrize(
    ("path", "value", "shown"),
    [
        pytest.param(URL, "https://hooks.example.com/T0/hunter2", SHOWN, id="a path"),
        pytest.param(URL, " https://hooks.example.com/T0", SHOWN, id="a blank before it"),
        pytest.param(URL, "https://hooks.example.com?key=hunter2", SHOWN, id="a query"),
        pytest.param(URL, "https://hooks.example.com#hunter2", SHOWN, id="a fragment"),
        pytest.param(URL, "env:CHAT_URL", "env:CHAT_URL", id="where it is"),
        pytest.param(("defaults", "heartbeat"), "https://a.example/x", "https://a.example/...",
                     id="the heartbeat"),
        pytest.param(("links", "docs", "url"), "https://a.example/x", "https://a.example/x",
                     id="a link"),
        pytest.param(URL[:2], {"url": "https://a.example/x", "kind": "webhook"},
                     {"url": "https://a.example/...", "kind": "webhook"}, id="a channel"),
        pytest.param(URL[:1], {"chat": {"url": "https://a.example/x"}},
                     {"chat": {"url": "https://a.example/..."}}, id="all channels"),
        pytest.param((*URL[:2], "to"), ["a@example.com"], ["a@example.com"], id="a list"),
    ],
)  # fmt: skip
def test_shown(path: tuple[str, ...], value: object, shown: object) -> None:
    assert hidden(path, value) == shown


@pytest.mark.parametrize(
    ("path", "sentence", "shown"),
    [
        (URL, 'not "https://a.example/x y"', 'not "https://... y"'),
        (("channels",), "not ['smtp://slt:hunter2@a.example']", "not ['smtp://...']"),
        (("defaults", "heartbeat"), "https://a.example/x", "https://..."),
        (URL, "write https://, or smtp:// before it", "write https://, or smtp:// before it"),
        (("links", "a", "url"), "https://a.example/x", "https://a.example/x"),
    ],
)
def test_sentences(path: tuple[str, ...], sentence: str, shown: str) -> None:
    assert without_addresses(path, sentence) == shown
