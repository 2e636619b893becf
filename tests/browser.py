"""A page in headless Chromium, asked in the DevTools protocol: no library is needed."""

from base64 import b64decode
from pathlib import Path
from typing import Any, Self

from tests.chromium import Chromium

_A4 = {"paperWidth": 210 / 25.4, "paperHeight": 297 / 25.4}
_PAINTED = "new Promise(seen => requestAnimationFrame(() => requestAnimationFrame(() => seen(1))))"


class Browser:
    """One page in a browser of its own, which ends with the `with` block.

    `console` has what the page says there, and what the browser says of it. A browser that does
    not answer within `seconds` is ended, with TimeoutError.
    """

    def __init__(self, seconds: float = 60) -> None:
        self.console: list[str] = []
        self._requests: list[str] = []
        self._url = ""
        self._is_loaded = False
        self._asked = 0
        self._session: str | None = None
        self._chromium = Chromium(seconds)

    def __enter__(self) -> Self:
        try:
            page = self._ask("Target.createTarget", url="about:blank")
            page = self._ask("Target.attachToTarget", targetId=page["targetId"], flatten=True)
            self._session = page["sessionId"]
            for domain in ("Page", "Runtime", "Network", "Log"):
                self._ask(f"{domain}.enable")
        except BaseException:
            self._chromium.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._chromium.close()

    @property
    def home(self) -> Path:
        """Return the directory of its files, whose name each of its processes was started with."""
        return self._chromium.home

    def resize(self, width: int, height: int = 800) -> None:
        """Give the window a size, in CSS pixels."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self._ask("Emulation.setDeviceMetricsOverride", **size)

    def prefer(self, scheme: str) -> None:
        """Let the reader prefer `light` or `dark`."""
        preferred = {"name": "prefers-color-scheme", "value": scheme}
        self._ask("Emulation.setEmulatedMedia", features=[preferred])

    def open(self, path: Path) -> None:
        """Open a file, and forget what was noted of the page before."""
        self._url, self._is_loaded = path.absolute().as_uri(), False
        self.console.clear()
        self._requests.clear()
        if problem := self._ask("Page.navigate", url=self._url).get("errorText"):
            raise RuntimeError(f"{path}: {problem}")
        while not self._is_loaded:
            self._take()
        self.evaluate(_PAINTED)

    @property
    def requests(self) -> list[str]:
        """Return the address of each request that the page has made, beside that for its file."""
        self.evaluate(_PAINTED)
        return [url for url in self._requests if url != self._url]

    @property
    def overflow(self) -> int:
        """Return by how many pixels the page is wider than the window."""
        wider: int = self.evaluate("document.documentElement.scrollWidth - innerWidth")
        return wider

    def evaluate(self, script: str) -> Any:
        """Return the value of an expression in JavaScript; a promise is waited for."""
        wanted = {"returnByValue": True, "awaitPromise": True}
        answer = self._ask("Runtime.evaluate", expression=script, **wanted)
        if wrong := answer.get("exceptionDetails"):
            raise RuntimeError(f"{script}: {_thrown(wrong)}")
        return answer["result"].get("value")

    def screenshot(self, file: Path) -> None:
        """Write the whole page to a PNG file."""
        size = self._ask("Page.getLayoutMetrics")["cssContentSize"]
        whole = {"captureBeyondViewport": True, "clip": {**size, "scale": 1}}
        file.write_bytes(b64decode(self._ask("Page.captureScreenshot", **whole)["data"]))

    def pdf(self) -> bytes:
        """Return the page as it is printed on A4."""
        return b64decode(self._ask("Page.printToPDF", printBackground=True, **_A4)["data"])

    def accessible(self) -> list[tuple[str, str]]:
        """Return the role and the name of all that a screen reader finds, in order."""
        nodes = {node["nodeId"]: node for node in self._ask("Accessibility.getFullAXTree")["nodes"]}
        found, left = [], [next(iter(nodes))]
        while left:
            node = nodes[left.pop()]
            left += reversed([child for child in node.get("childIds", ()) if child in nodes])
            role = node.get("role", {}).get("value", "")
            if not node["ignored"] and role != "InlineTextBox":
                found.append((role, node.get("name", {}).get("value", "")))
        return found

    def _ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Return what the browser answers to a command; what happens meanwhile is noted."""
        self._asked += 1
        question = {"id": self._asked, "method": method, "params": parameters}
        session = {} if self._session is None else {"sessionId": self._session}
        self._chromium.send(question | session)
        while (answer := self._take()).get("id") != self._asked:
            pass
        if wrong := answer.get("error"):
            raise RuntimeError(f"{method}: {wrong['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    def _take(self) -> dict[str, Any]:
        """Return the next message of the browser, and note what happened if it is an event."""
        message = self._chromium.receive()
        facts = message.get("params", {})
        match message.get("method"):
            case "Page.loadEventFired":
                self._is_loaded = True
            case "Network.requestWillBeSent":
                self._requests.append(facts["request"]["url"])
            case "Log.entryAdded":
                self.console.append(facts["entry"]["text"])
            case "Runtime.consoleAPICalled":
                said = (each.get("value", each.get("description")) for each in facts["args"])
                self.console.append(" ".join(map(str, said)))
            case "Runtime.exceptionThrown":
                self.console.append(_thrown(facts["exceptionDetails"]))
        return message


def _thrown(details: dict[str, Any]) -> str:
    """Return what a script threw: a text, or an error with its stack."""
    thrown = details.get("exception", {})
    return str(thrown.get("description", thrown.get("value", details["text"])))
