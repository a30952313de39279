"""A headless browser, driven over two pipes: what it shows, and what it asks the network for.

The protocol is https://chromedevtools.github.io/devtools-protocol/, over the file descriptors 3 and
4, so that nothing is needed beside the browser.
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

NAMES: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
VARIABLE: Final = "REPORTCHECK_BROWSER"
"""Names the browser of the tests; where it is set, a browser that does not start is a failure."""

PATIENCE: Final = 60.0
FLAGS: Final = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--remote-debugging-pipe",
)  # fmt: skip


def browser() -> str | None:
    """Return the browser of this machine, or None where there is none."""
    named = os.environ.get(VARIABLE)
    return named or next(filter(None, map(shutil.which, NAMES)), None)


WIRE: Final = """
import fcntl, os, sys
kept = [fcntl.fcntl(int(each), fcntl.F_DUPFD, 10) for each in sys.argv[1:3]]
for wanted, each in zip((3, 4), kept):
    os.dup2(each, wanted)
os.execvp(sys.argv[3], sys.argv[3:])
"""
"""Makes two pipes the descriptors 3 and 4, which the browser reads and writes, and becomes it."""


class Tab:
    """A page that is open in a browser."""

    def __init__(self, process: subprocess.Popen[bytes], to: int, back: int) -> None:
        self._process = process
        self._to, self._back = to, back
        self._held = b""
        self._number = 0
        self._session: str | None = None
        self.asked: list[str] = []
        """Every address that was asked for."""
        self.refused: list[str] = []
        """What the browser itself complained of."""

    def open(self, path: Path) -> None:
        """Open a file and wait until it is there."""
        if self._session is None:
            target = self.do("Target.createTarget", url="about:blank")["targetId"]
            told = self.do("Target.attachToTarget", targetId=target, flatten=True)
            self._session = told["sessionId"]
            for domain in ("Network", "Page", "Runtime", "Log"):
                self.do(f"{domain}.enable")
        self.asked.clear()
        self.do("Page.navigate", url=path.as_uri())
        self._until(lambda told: told.get("method") == "Page.loadEventFired")

    def run(self, script: str) -> Any:  # noqa: ANN401 - whatever the script comes to
        """Return what a script on the page comes to; a promise is waited for."""
        told = self.do("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    def picture(self, path: Path) -> None:
        """Keep a picture of the page as it is seen."""
        path.write_bytes(base64.b64decode(self.do("Page.captureScreenshot")["data"]))

    def printed(self) -> bytes:
        """Return the page as it is printed, as PDF."""
        told = self.do("Page.printToPDF", preferCSSPageSize=True)
        return base64.b64decode(told["data"])

    def do(self, method: str, **parameters: object) -> dict[str, Any]:
        """Ask the browser for something, and return what it answers."""
        self._number += 1
        asked: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session is not None:
            asked["sessionId"] = self._session
        data = json.dumps(asked).encode() + b"\0"
        while data:
            data = data[os.write(self._to, data) :]
        told = self._until(lambda each: each.get("id") == self._number)
        assert "error" not in told, (method, told["error"])
        result: dict[str, Any] = told["result"]
        return result

    def _until(self, wanted: Any) -> dict[str, Any]:  # noqa: ANN401
        end = time.monotonic() + PATIENCE
        while True:
            while b"\0" not in self._held:
                left = end - time.monotonic()
                if left <= 0 or not select.select([self._back], [], [], left)[0]:
                    raise TimeoutError
                data = os.read(self._back, 1 << 16)
                if not data:
                    raise EOFError
                self._held += data
            line, _, self._held = self._held.partition(b"\0")
            told: dict[str, Any] = json.loads(line)
            if told.get("method") == "Network.requestWillBeSent":
                self.asked.append(told["params"]["request"]["url"])
            if told.get("method") == "Log.entryAdded":
                self.refused.append(told["params"]["entry"]["text"])
            if wanted(told):
                return told


@contextmanager
def opened(profile: Path) -> Iterator[Tab]:
    """Start a browser with an empty profile, and end it."""
    name = browser()
    if name is None:
        pytest.skip("there is no browser here")
    to_read, to_write = os.pipe()
    back_read, back_write = os.pipe()

    wires = (str(to_read), str(back_write))
    process = subprocess.Popen(
        [sys.executable, "-c", WIRE, *wires, name, *FLAGS, f"--user-data-dir={profile}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=(to_read, back_write),
    )
    os.close(to_read)
    os.close(back_write)
    tab = Tab(process, to_write, back_read)
    try:
        try:
            tab.do("Browser.getVersion")
        except (TimeoutError, EOFError, BrokenPipeError):
            if os.environ.get(VARIABLE):
                raise
            pytest.skip(f"{name} does not start here")
        yield tab
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
        os.close(to_write)
        os.close(back_read)
