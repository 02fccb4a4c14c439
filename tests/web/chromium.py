"""A headless Chromium, driven over its DevTools pipe with the standard library alone.

https://chromedevtools.github.io/devtools-protocol: commands and events are JSON, each ended by a
zero byte; Chromium reads them from file descriptor 3 and writes them to 4.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import time
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

# A machine that also does other work may be slow; a page that hangs must still end the test.
PATIENCE = 240.0  # seconds


class PageError(AssertionError):
    """The page threw, answered with an error, or did not answer in time."""


class Chromium:
    """One browser with one page; `requests` are the addresses that it asked for."""

    def __init__(self, commands: int, answers: int):
        self._commands, self._answers = commands, answers
        self._unread, self._events = b"", deque[dict[str, Any]]()
        self._last = 0
        self._session: str | None = None
        self.requests: list[str] = []
        self.complaints: list[str] = []

    def attach(self) -> None:
        """Take hold of the page that the browser starts with."""
        pages = self.call("Target.getTargets")["targetInfos"]
        page = next(info["targetId"] for info in pages if info["type"] == "page")
        self._session = self.call("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log", "DOM"):
            self.call(f"{domain}.enable")

    def open(self, address: str) -> None:
        """Load a page and wait until it and its modules are there."""
        answer = self.call("Page.navigate", url=address)
        if "errorText" in answer:
            raise PageError(f"{address}: {answer['errorText']}")
        self._wait_for_event("Page.loadEventFired")

    def evaluate(self, expression: str) -> Any:
        """What a JavaScript expression comes to, waited for when it is a promise."""
        answer = self.call(
            "Runtime.evaluate",
            expression=expression,
            awaitPromise=True,
            returnByValue=True,
            userGesture=True,
        )
        if "exceptionDetails" in answer:
            thrown = answer["exceptionDetails"]
            raise PageError(thrown.get("exception", {}).get("description", thrown["text"]))
        return answer["result"].get("value")

    def wait_for(self, condition: str, patience: float = PATIENCE) -> Any:
        """The first value of a JavaScript expression that counts as true."""
        until = time.monotonic() + patience
        while not (value := self.evaluate(condition)):
            if time.monotonic() > until:
                raise PageError(f"never true: {condition}; the page said {self.complaints}")
            time.sleep(0.1)
        return value

    def choose(self, selector: str, *files: Path) -> None:
        """Choose files in the file input that a CSS selector names."""
        root = self.call("DOM.getDocument")["root"]["nodeId"]
        node = self.call("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.call("DOM.setFileInputFiles", nodeId=node, files=[str(file) for file in files])

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send a command of the protocol and wait for its answer."""
        self._last += 1
        message = {"id": self._last, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._commands, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._last:
                break
        if "error" in answer:
            raise PageError(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def _wait_for_event(self, method: str) -> None:
        while self._events:
            if self._events.popleft()["method"] == method:
                return
        while self._next().get("method") != method:
            pass
        self._events.clear()

    def _next(self) -> dict[str, Any]:
        message = json.loads(self._read())
        if "method" in message:
            self._events.append(message)
            self._note(message["method"], message["params"])
        return message

    def _note(self, method: str, event: dict[str, Any]) -> None:
        if method == "Network.requestWillBeSent":
            self.requests.append(event["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            details = event["exceptionDetails"]
            self.complaints.append(details.get("exception", {}).get("description", ""))
        elif method == "Log.entryAdded":
            self.complaints.append(event["entry"]["text"])
        elif method == "Runtime.consoleAPICalled" and event["type"] in ("error", "warning"):
            self.complaints.append(" ".join(str(a.get("value")) for a in event["args"]))

    def _read(self) -> bytes:
        until = time.monotonic() + PATIENCE
        while b"\0" not in self._unread:
            ready, _, _ = select.select([self._answers], [], [], max(0, until - time.monotonic()))
            part = os.read(self._answers, 1 << 20) if ready else b""
            if not part:
                raise PageError("Chromium is gone" if ready else "Chromium does not answer")
            self._unread += part
        message, _, self._unread = self._unread.partition(b"\0")
        return message


@contextlib.contextmanager
def chromium(program: Path, profile: Path, flags: Sequence[str] = ()) -> Iterator[Chromium]:
    """A running browser; it and all its processes end with the block.

    profile: an empty folder for what it writes.
    """
    down_read, down_write = os.pipe()
    up_read, up_write = os.pipe()
    process = _start(program, profile, flags, down_read, up_write)
    os.close(down_read)
    os.close(up_write)
    try:
        browser = Chromium(down_write, up_read)
        browser.attach()
        yield browser
    finally:
        os.killpg(process, signal.SIGKILL)
        os.waitpid(process, 0)
        os.close(down_write)
        os.close(up_read)


def _start(program: Path, profile: Path, flags: Sequence[str], reads: int, writes: int) -> int:
    # posix_spawn, not subprocess: descriptors 3 and 4 are to be set without a fork, which
    # a process with threads must not do.
    words = [str(program), *FLAGS, f"--user-data-dir={profile}", *flags, "about:blank"]
    environment = {
        "HOME": str(profile),
        "LD_LIBRARY_PATH": str(program.parent / "lib"),
        "FONTCONFIG_FILE": str(program.parent / "fonts.conf"),
    }
    quiet = os.O_WRONLY
    actions = [
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, quiet, 0),
        (os.POSIX_SPAWN_OPEN, 2, str(profile / "stderr.txt"), quiet | os.O_CREAT, 0o600),
        (os.POSIX_SPAWN_DUP2, reads, 3),
        (os.POSIX_SPAWN_DUP2, writes, 4),
    ]
    return os.posix_spawn(program, words, environment, file_actions=actions, setpgroup=0)


FLAGS = (
    "--headless",
    "--remote-debugging-pipe",
    "--no-sandbox",  # as root there is none; the pages are our own
    "--no-zygote",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--mute-audio",
    # Nothing but this machine has a name.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
