"""The webhook, run by socat and asked over HTTP: what it answers is what was recorded."""

import http.client
import json
import os
import re
import shlex
import shutil
import socket
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.automation.page import PAGE, recipe

MISSING = [name for name in ("bash", "jq", "socat") if shutil.which(name) is None]
pytestmark = [
    pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}"),
    pytest.mark.usefixtures("cases"),
]

PROGRAM = recipe("bash", "codes=")
DELIVERY = {"id": "c0ffee-17", "event": "answered", "ref": "00412355"}
ANSWERED, WROTE = ("responded", "tester"), ("followup", "tester")


class Webhook:
    """The program of the page, on a port that is free."""

    def __init__(self, home: Path, directory: Path) -> None:
        (home / "slt-webhook").write_text(PROGRAM)
        (home / "slt-webhook").chmod(0o755)
        command = recipe("bash", "TCP-LISTEN")
        assert "TCP-LISTEN:8025,bind=127.0.0.1," in command
        socat, *arguments = shlex.split(command.replace(":8025,", ":0,"))
        path = f"{directory}:{os.environ['PATH']}"
        self.process = subprocess.Popen(
            [socat, "-dd", *arguments],
            env={"PATH": path, "HOME": str(home), "LOGNAME": "tester", "TZ": "UTC"},
            cwd=home,
            stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stderr is not None
        self.errors = self.process.stderr
        found = (re.search(r"listening on .* 127\.0\.0\.1:(\d+)", line) for line in self.errors)
        self.port = int(next(match[1] for match in found if match))

    def send(self, body: bytes, method: str = "POST", headers: dict[str, str] | None = None) -> int:
        """Send a request and return the code of its answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, "/", body, headers or {})
            answer = connection.getresponse()
            assert answer.read() == b""
        finally:
            connection.close()
        return answer.status

    def post(self, **fields: Any) -> int:
        """Send a delivery with other fields; None leaves a field out."""
        given = {name: value for name, value in (DELIVERY | fields).items() if value is not None}
        return self.send(json.dumps(given).encode())

    def ended(self) -> str:
        """End it, and return what it and slt said."""
        self.process.terminate()
        told = self.errors.read()
        self.process.wait()
        return told


@pytest.fixture
def webhook(home: Path, directory: Path) -> Iterator[Webhook]:
    """Run the program until the test has ended."""
    running = Webhook(home, directory)
    yield running
    running.ended()
    running.errors.close()


def test_it_has_ten_lines():
    assert len(PROGRAM.splitlines()) == 10


def test_an_answer_and_a_message_of_the_partner_are_recorded(webhook, recorded):
    assert webhook.post() == 200
    assert webhook.post(id="c0ffee-18", event="commented") == 200
    assert recorded("00412355") == [ANSWERED, WROTE]
    assert recorded("00412356") == []
    assert "Responded CASE-1" in webhook.ended()


def test_the_body_that_the_page_shows_is_recorded(webhook, recorded):
    (body,) = re.findall(r"a body such as `(.*?)`", PAGE)
    assert webhook.send(body.encode()) == 200
    assert recorded("00412355") == [ANSWERED]


def test_a_delivery_that_comes_twice_is_recorded_once(webhook, recorded):
    assert [webhook.post() for _ in range(3)] == [200] * 3
    assert recorded("00412355") == [ANSWERED]
    assert webhook.post(id="another") == 200
    assert recorded("00412355") == [ANSWERED] * 2


def test_a_delivery_that_comes_several_times_at_once_is_recorded_once(webhook, recorded):
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: webhook.post(), range(4)))
    assert answers == [200] * 4
    assert recorded("00412355") == [ANSWERED]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"answered 00412355", id="not JSON"),
        pytest.param(b"\x00\xff\xfe" * 100, id="bytes that are no text"),
        pytest.param(json.dumps(DELIVERY).encode("utf-16"), id="UTF-16"),
        pytest.param(json.dumps(DELIVERY).encode()[:-1], id="JSON that was cut"),
        pytest.param(b"x" * 10_000_000, id="10 MB of a letter"),
        pytest.param(b"[" * 10_000_000, id="10 MB of brackets"),
        pytest.param(
            json.dumps({"text": "x" * 10_000_000, **DELIVERY}).encode(), id="10 MB of JSON"
        ),
        *(
            pytest.param(json.dumps(DELIVERY | {field: float("nan")}).encode(), id=f"NaN: {field}")
            for field in ("id", "ref")
        ),
        *(
            pytest.param(json.dumps(value).encode(), id=f"JSON: {value!r}")
            for value in ([], [DELIVERY], {}, "x", 1, None)
        ),
    ],
)
def test_a_body_that_is_no_delivery_is_refused(webhook, recorded, body):
    assert webhook.send(body) == 400
    assert recorded("00412355") == []
    assert webhook.post() == 200
    told = webhook.ended()
    assert f"\nrefused: {len(body)} bytes, at most 65536\n" in told
    assert re.search("^(jq: error|parse error)", told, re.MULTILINE)


def test_of_two_bodies_in_one_the_first_counts(webhook, recorded):
    second = json.dumps(DELIVERY).encode()
    assert webhook.send(b'{"event": "answered", "id": "1"}\n' + second) == 400
    assert recorded("00412355") == []
    assert webhook.send(second + b'{"event": "commented"}') == 200
    assert recorded("00412355") == [ANSWERED]


@pytest.mark.parametrize("number", [0, 7, 412355, 999_999_999_999_999])
def test_an_id_that_is_a_number_is_a_key(webhook, recorded, number):
    assert [webhook.post(id=number) for _ in range(2)] == [200, 200]
    assert webhook.post(id=str(number)) == 200
    assert recorded("00412355") == [ANSWERED]


def test_a_reference_that_is_a_number_names_the_case(slt, webhook, recorded):
    assert slt("open", "-q", "-p", "S1", "--ref", "412355", "The trunk is down").code == 0
    assert webhook.post(ref=412355) == 200
    assert recorded("412355") == [ANSWERED]
    assert recorded("00412355") == []


BAD_TEXTS = [
    pytest.param(None, id="missing"),
    pytest.param("", id="empty"),
    pytest.param("0041 2355", id="with a blank"),
    pytest.param("00412355\n", id="with a newline at the end"),
    pytest.param("\n00412355", id="with a newline before it"),
    pytest.param("a\nrespond b 00412355", id="with a line of its own"),
    pytest.param("00412355\x00", id="with NUL"),
    pytest.param("$(touch pwned)", id="a command with a blank"),
    pytest.param("\N{FULLWIDTH DIGIT ZERO}0412355", id="not ASCII"),
    pytest.param("x" * 201, id="too long"),
    pytest.param(["00412355"], id="a list"),
    pytest.param({"00412355": 1}, id="an object"),
    pytest.param(412355.5, id="a number that is not whole"),
    pytest.param(10**15, id="a number that jq may round"),
    pytest.param(True, id="true"),
]


@pytest.mark.parametrize("field", ["id", "ref"])
@pytest.mark.parametrize("value", BAD_TEXTS)
def test_a_field_that_is_no_word_is_refused(webhook, recorded, home, field, value):
    assert webhook.post(**{field: value}) == 400
    assert recorded("00412355") == []
    assert not list(home.rglob("pwned"))
    assert f"{field} is missing, or no such text or number" in webhook.ended()


@pytest.mark.parametrize(
    "event",
    [None, "", "closed", "respond", "answered\n", ["answered"], {"answered": 1}, 1, "--help"],
    ids=repr,
)
def test_an_event_that_is_not_named_in_it_is_refused(webhook, recorded, event):
    assert webhook.post(event=event) == 400
    assert recorded("00412355") == []
    assert "unknown event" in webhook.ended()


HOSTILE = ['"', "'", "--help", "-q", "--db=/elsewhere", "$(touch${IFS}pwned)", "`id`"]
HOSTILE += ["\\", "*", "a;touch${IFS}pwned", "a|b&c", "${HOME}", "%s%n", "--", "<a@b>"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_word_that_a_shell_or_slt_could_obey_is_only_a_word(webhook, recorded, home, text):
    assert webhook.post(ref=text) == 404
    assert recorded("00412355") == []
    assert [webhook.post(id=text) for _ in range(2)] == [200, 200]
    assert recorded("00412355") == [ANSWERED]
    assert not list(home.rglob("pwned"))
    assert f"there is no case {text!r}" in webhook.ended()


def test_a_case_that_refuses_it_and_one_that_is_not_there(slt, webhook, recorded):
    assert slt("void", "2", "--reason", "Twice").code == 0
    assert webhook.post(ref="00412356") == 409
    assert webhook.post(ref="99999999") == 404
    assert recorded("00412356") == [("voided", "tester")]
    told = webhook.ended()
    assert "slt: error: " in told
    assert "there is no case CASE-99999999" in told


def test_digits_alone_name_the_case_of_that_number(webhook, recorded):
    assert webhook.post(ref="2") == 200
    assert recorded("00412356") == [ANSWERED]


def test_a_store_that_cannot_be_used_is_for_a_later_delivery(webhook, home, recorded):
    store = home / ".local" / "share" / "slt" / "cases.db"
    kept = store.read_bytes()
    store.write_bytes(b"no store" * 1000)
    assert webhook.post() == 503
    store.write_bytes(kept)
    assert webhook.post() == 200
    assert recorded("00412355") == [ANSWERED]


@pytest.mark.parametrize("fault", ["a fault of the configuration", "no slt"])
def test_what_is_wrong_here_is_no_fault_of_the_sender(webhook, home, directory, recorded, fault):
    config = home / ".config" / "slt" / "config.toml"
    config.parent.mkdir(parents=True)
    if fault == "no slt":
        (directory / "slt").rename(directory / "moved")
    else:
        config.write_text("[regoins]\n")
    assert webhook.post() == 500
    config.unlink(missing_ok=True)
    assert recorded("00412355") == []


def test_headers_are_read_in_any_case_and_order_and_whatever_else_they_have(webhook, recorded):
    body = json.dumps(DELIVERY).encode()
    headers = {
        "X-Large": "x" * 60_000,
        "cONTENT-lENGTH": str(len(body)),
        "X-Last": "$(touch pwned)",
    }
    assert webhook.send(body, headers=headers) == 200
    assert recorded("00412355") == [ANSWERED]


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Content-Length": "x"}, id="no number"),
        pytest.param({"Content-Length": "-1"}, id="a negative one"),
        pytest.param({"Content-Length": "999999999"}, id="a very large one"),
        pytest.param({"X": "1\r\nContent-Length: 1\r\nContent-Length: 2"}, id="two of them"),
        pytest.param({"Transfer-Encoding": "chunked"}, id="chunks"),
    ],
)
def test_a_length_that_is_none_is_refused(webhook, recorded, headers):
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    with socket.create_connection(("127.0.0.1", webhook.port), timeout=60) as connection:
        request = f"POST / HTTP/1.1\r\nHost: x\r\n{lines}\r\n{json.dumps(DELIVERY)}"
        connection.sendall(request.encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert recorded("00412355") == []


def test_a_sender_that_ends_its_side_first_gets_its_answer(webhook, recorded):
    body = json.dumps(DELIVERY)
    with socket.create_connection(("127.0.0.1", webhook.port), timeout=60) as connection:
        connection.sendall(f"POST / HTTP/1.1\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(100).startswith(b"HTTP/1.1 200 OK\r\n")
    assert recorded("00412355") == [ANSWERED]


def test_a_request_without_a_body_is_refused(webhook, recorded):
    assert webhook.send(b"", "GET") == 400
    assert recorded("00412355") == []
    assert "\nrefused: 0 bytes, at most 65536\n" in webhook.ended()


def test_a_connection_that_is_closed_early_records_nothing(webhook, recorded):
    for sent in (
        b"",
        b"POST / HTTP/1.1\r\nContent-Le",
        b"POST / HTTP/1.1\r\nContent-Length: 90\r\n\r\n{",
    ):
        with socket.create_connection(("127.0.0.1", webhook.port), timeout=60) as connection:
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            assert connection.recv(100).startswith(b"HTTP/1.1 400 ")
    assert recorded("00412355") == []
