"""Headless Chromium, driven over its debugging pipe: no other package, no port, no network.

    with Chromium() as page:
        page.open("/tmp/report.html")
        page.run("document.title")
        page.press("Tab")
"""
import base64
import json
import os
import pathlib
import shutil
import subprocess
import tempfile

from page import Page

NAMES = ("chromium", "chromium-browser", "google-chrome")
KEYS = {"Enter": ("Enter", 13, "\r"), "Tab": ("Tab", 9, ""), " ": ("Space", 32, " "), "ArrowLeft": ("ArrowLeft", 37, ""),
        "ArrowUp": ("ArrowUp", 38, ""), "ArrowRight": ("ArrowRight", 39, ""), "ArrowDown": ("ArrowDown", 40, ""),
        "Escape": ("Escape", 27, ""), "Delete": ("Delete", 46, ""), "+": ("Equal", 187, "+"), "-": ("Minus", 189, "-"), "0": ("Digit0", 48, "0")}


def find():
    """Path of the browser, or None."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


class Chromium(Page):
    """One page. `requests` lists the addresses it requested, `complaints` its console and script errors."""
    LOADING = "navigated|context"

    def __init__(self, width=1300, height=900, local=False):
        """`local`: servers of this machine can be reached by their number, and nothing else."""
        self.requests, self.complaints, self.events, self.last = [], [], [], 0
        self.folder = tempfile.mkdtemp()
        read_by_it, self.ours_out = os.pipe()
        self.ours_in, written_by_it = os.pipe()

        def wire():  # Chromium reads from 3 and writes to 4; duplicated first, since either may be the other
            a, b = os.dup(read_by_it), os.dup(written_by_it)
            os.dup2(a, 3)
            os.dup2(b, 4)

        self.process = subprocess.Popen(
            [find(), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND" + (" , EXCLUDE 127.0.0.1" if local else ""),
             "--remote-debugging-pipe", f"--user-data-dir={self.folder}", f"--window-size={width},{height}", "about:blank"],
            preexec_fn=wire, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(read_by_it)
        os.close(written_by_it)
        self.pending = b""
        target = self._call("Target.createTarget", {"url": "about:blank"}, None)["targetId"]
        self.session = self._call("Target.attachToTarget", {"targetId": target, "flatten": True}, None)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(domain + ".enable")
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        os.close(self.ours_out)
        os.close(self.ours_in)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _message(self):
        while b"\0" not in self.pending:
            block = os.read(self.ours_in, 1 << 20)
            if not block:
                raise RuntimeError("Chromium has gone")
            self.pending += block
        line, self.pending = self.pending.split(b"\0", 1)
        message = json.loads(line)
        self._note(message)
        return message

    def _note(self, message):
        what, said = message.get("method"), message.get("params", {})
        if what == "Network.requestWillBeSent":
            self.requests.append(said["request"]["url"])
        elif what == "Runtime.exceptionThrown":
            details = said["exceptionDetails"]
            self.complaints.append(details.get("exception", {}).get("description") or details["text"])
        elif what == "Runtime.consoleAPICalled" and said["type"] in ("error", "warning", "assert"):
            self.complaints.append(" ".join(str(a.get("value", a.get("description"))) for a in said["args"]))
        elif what == "Log.entryAdded" and said["entry"]["level"] in ("error", "warning"):
            self.complaints.append(said["entry"]["text"])
        if what:
            self.events.append(what)

    def _call(self, method, params, session):
        self.last += 1
        number, request = self.last, {"id": self.last, "method": method, "params": params or {}}
        if session:
            request["sessionId"] = session
        data = json.dumps(request).encode() + b"\0"
        while data:
            data = data[os.write(self.ours_out, data):]
        while True:
            answer = self._message()
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def call(self, method, **params):
        return self._call(method, params, self.session)

    def open(self, path):
        """Opens a file or an address and waits until it is loaded and painted; returns milliseconds to the first paint and to idle."""
        self.events.clear()
        self.call("Page.navigate", url=self.address(path))
        while "Page.loadEventFired" not in self.events:
            self._message()
        rest = self.run("new Promise(r => requestAnimationFrame(() => requestAnimationFrame(() => r(performance.now()))))")
        first = "performance.getEntriesByName('first-contentful-paint')[0]"
        if not self.until("!!" + first, 20):
            raise RuntimeError("nothing is painted")
        return self.run(first + ".startTime"), rest

    def run(self, expression):
        """Value of an expression in the page; promises are awaited."""
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise RuntimeError(details.get("exception", {}).get("description") or details["text"])
        return answer["result"].get("value")

    def load(self, script):
        """Runs the text of a script."""
        self.run(script + "; 0")

    def press(self, key, times=1, holding=None):
        """Presses a key of KEYS, or a letter, while Control or Shift is held or not."""
        code, number, text = KEYS.get(key) or ("", ord(key.upper()) if key.isascii() and key.isalnum() else 0, key)
        common = {"key": key, "code": code, "windowsVirtualKeyCode": number, "modifiers": {"Control": 2, "Shift": 8}.get(holding, 0)}
        text = "" if holding else text
        for _ in range(times):
            self.call("Input.dispatchKeyEvent", type="keyDown", text=text, **common)
            self.call("Input.dispatchKeyEvent", type="keyUp", **common)

    def click_at(self, x, y):
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def drag(self, start, end):
        """Presses the mouse at one place and lets go at another."""
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=start[0], y=start[1])
        self.call("Input.dispatchMouseEvent", type="mousePressed", x=start[0], y=start[1], button="left", clickCount=1)
        for k in range(1, 9):
            self.call("Input.dispatchMouseEvent", type="mouseMoved", x=start[0] + (end[0] - start[0]) * k / 8, y=start[1] + (end[1] - start[1]) * k / 8, button="left", buttons=1)
        self.call("Input.dispatchMouseEvent", type="mouseReleased", x=end[0], y=end[1], button="left", clickCount=1)

    def picture(self, path, whole=False):
        shot = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        pathlib.Path(path).write_bytes(base64.b64decode(shot["data"]))

    def pdf(self, path):
        """Prints a tagged PDF, as --print-to-pdf does."""
        printed = self.call("Page.printToPDF", printBackground=True, generateTaggedPDF=True, preferCSSPageSize=True,
                            displayHeaderFooter=False)
        pathlib.Path(path).write_bytes(base64.b64decode(printed["data"]))
