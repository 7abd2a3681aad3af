"""A headless Chromium that is spoken to over a pipe: no driver, no port, no package."""

import itertools
import json
import os
import shutil
import subprocess
from contextlib import contextmanager

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
MISSING = "no Chromium on PATH; install it (Debian, Ubuntu: apt-get install chromium)"


def found() -> str | None:
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Page:
    """One open page: evaluates JavaScript in it, and remembers what the browser complained about."""

    def __init__(self, to_browser, from_browser):
        self._to, self._from = to_browser, from_browser
        self._numbers = itertools.count(1)
        self._session = None
        self.complaints = []

    def call(self, method, **params):
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        self._to.write(json.dumps(message).encode() + b"\0")
        self._to.flush()
        while True:
            answer = self._read()
            if answer.get("id") == number:
                assert "error" not in answer, answer
                return answer["result"]
            self._note(answer)

    def open(self, address):
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")
        self.call("Page.navigate", url=address)
        while True:
            event = self._read()
            self._note(event)
            if event.get("method") == "Page.loadEventFired":
                return

    def eval(self, script):
        answer = self.call("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def _note(self, event):
        method, params = event.get("method"), event.get("params", {})
        if method == "Log.entryAdded":
            self.complaints.append(params["entry"]["text"])
        if method == "Runtime.exceptionThrown":
            self.complaints.append(params["exceptionDetails"]["text"])
        if method == "Network.requestWillBeSent" and not params["request"]["url"].startswith(("file:", "about:")):
            self.complaints.append(params["request"]["url"])

    def _read(self):
        data = bytearray()
        while (byte := self._from.read(1)) not in (b"\0", b""):
            data += byte
        assert data, "the browser has ended"
        return json.loads(data)


@contextmanager
def page(address, profile):
    """Open `address` in a browser of its own, whose profile lies in the folder `profile`."""
    in_read, in_write = os.pipe()
    out_read, out_write = os.pipe()
    options = [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe", "--no-first-run",
        f"--user-data-dir={profile}", "--window-size=1280,900",
    ]  # fmt: skip
    # Chromium listens at descriptor 3 and answers at 4
    moved = f'exec "$@" 3<&{in_read} 4>&{out_write}'
    browser = subprocess.Popen(
        ["bash", "-c", moved, "bash", found(), *options], pass_fds=(in_read, out_write), stderr=subprocess.DEVNULL
    )
    os.close(in_read)
    os.close(out_write)
    with os.fdopen(in_write, "wb") as to_browser, os.fdopen(out_read, "rb") as from_browser:
        opened = Page(to_browser, from_browser)
        try:
            opened.open(address)
            yield opened
        finally:
            browser.terminate()
            browser.wait(timeout=20)
