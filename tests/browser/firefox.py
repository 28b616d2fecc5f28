"""Headless Firefox, driven by WebDriver BiDi over its socket: no other package, no network. The same names as chromium.py.

    with Firefox() as page:
        page.open("/tmp/report.html")
        page.run("document.title")
        page.press("Tab")
"""
import base64
import json
import os
import pathlib
import re
import shutil
import socket
import struct
import subprocess
import tempfile

from page import Page

NAMES = ("firefox-esr", "firefox")
KEYS = {"Enter": "\ue006", "Tab": "\ue004", " ": " ", "ArrowLeft": "\ue012", "ArrowUp": "\ue013", "ArrowRight": "\ue014", "ArrowDown": "\ue015",
        "Escape": "\ue00c", "Delete": "\ue017", "Shift": "\ue008", "Control": "\ue009"}


def find():
    """Path of the browser, or None."""
    return next((path for path in map(shutil.which, NAMES) if path), None)


class Socket:
    """A client of RFC 6455 for texts: frames are masked, those of the server may come in several parts."""

    def __init__(self, port):
        self.wire, self.pending = socket.create_connection(("127.0.0.1", port), timeout=120), b""
        key = base64.b64encode(os.urandom(16)).decode()
        self.wire.sendall((f"GET /session HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                           f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n").encode())
        while b"\r\n\r\n" not in self.pending:
            self.pending += self.wire.recv(4096)
        head, self.pending = self.pending.split(b"\r\n\r\n", 1)
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise RuntimeError("Firefox refuses the connection")

    def send(self, text):
        data, mask = text.encode(), os.urandom(4)
        size = len(data)
        head = bytes([0x81, 0x80 | size]) if size < 126 else b"\x81" + (struct.pack(">BH", 0xFE, size) if size < 1 << 16 else struct.pack(">BQ", 0xFF, size))
        self.wire.sendall(head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(data)))

    def _take(self, count):
        while len(self.pending) < count:
            block = self.wire.recv(1 << 16)
            if not block:
                raise RuntimeError("Firefox has gone")
            self.pending += block
        taken, self.pending = self.pending[:count], self.pending[count:]
        return taken

    def receive(self):
        text = b""
        while True:
            first, second = self._take(2)
            size = second & 127
            if size > 125:
                size = struct.unpack(">H" if size == 126 else ">Q", self._take(2 if size == 126 else 8))[0]
            data = self._take(size)
            if first & 15 < 3:
                text += data
                if first & 128:
                    return text.decode()


class Firefox(Page):
    """One page. `requests` lists the addresses it requested, `complaints` its console and script errors."""
    LOADING = "no such frame|aborted|destroyed|unloaded|null"

    def __init__(self, width=1300, height=900, local=False):
        """`local`: servers of this machine can be reached, and nothing else."""
        self.requests, self.complaints, self.last = [], [], 0
        self.folder = tempfile.mkdtemp()
        pathlib.Path(self.folder, "user.js").write_text('user_pref("network.proxy.type", 1); user_pref("network.proxy.http", "127.0.0.1");'
                                                        'user_pref("network.proxy.http_port", 9); user_pref("network.proxy.ssl", "127.0.0.1");'
                                                        'user_pref("network.proxy.ssl_port", 9); user_pref("remote.active-protocols", 1);\n'
                                                        + ('user_pref("network.proxy.no_proxies_on", "127.0.0.1");\n' if local else ""))
        self.process = subprocess.Popen(
            [find(), "--headless", "--no-remote", "--profile", self.folder, "--remote-debugging-port", "0", f"--width={width}", f"--height={height}",
             "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env={**os.environ, "HOME": self.folder})
        try:
            self.socket = Socket(self._port())
            self.call("session.new", capabilities={})
            self.call("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
            # the first window never has the focus, and its buttons hear no key
            self.context = self.call("browsingContext.create", type="window")["context"]
            self.call("browsingContext.setViewport", context=self.context, viewport={"width": width, "height": height})
        except BaseException:
            self.__exit__()
            raise

    def _port(self):
        """Told on stderr once it listens."""
        for line in self.process.stderr:
            found = re.search(rb"WebDriver BiDi listening on ws://127\.0\.0\.1:(\d+)", line)
            if found:
                return int(found.group(1))
        raise RuntimeError("Firefox does not start")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
        self.process.stderr.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _note(self, message):
        said = message.get("params", {})
        if message.get("method") == "network.beforeRequestSent":
            self.requests.append(said["request"]["url"])
        elif message.get("method") == "log.entryAdded" and said["level"] in ("error", "warn"):
            self.complaints.append(said.get("text") or "")

    def call(self, method, **params):
        self.last += 1
        self.socket.send(json.dumps({"id": self.last, "method": method, "params": params}))
        while True:
            message = json.loads(self.socket.receive())
            if message.get("id") != self.last:
                self._note(message)
            elif message["type"] == "error":
                raise RuntimeError(f"{method}: {message.get('message')}")
            else:
                return message["result"]

    def open(self, path):
        """Opens a file or an address."""
        self.call("browsingContext.navigate", context=self.context, url=self.address(path), wait="complete")

    def run(self, expression):
        """Value of an expression in the page; promises are awaited. What it is passes as JSON."""
        answer = self.call("script.evaluate", target={"context": self.context}, awaitPromise=True,
                           expression=f"Promise.resolve({expression}).then(v => JSON.stringify(v) ?? 'null')")
        if answer["type"] != "success":
            raise RuntimeError(answer["exceptionDetails"]["text"])
        return json.loads(answer["result"]["value"])

    def load(self, script):
        """Runs the text of a script."""
        self.call("script.evaluate", target={"context": self.context}, awaitPromise=False, expression=script + "; 0")

    def press(self, key, times=1, holding=None):
        """Presses a key of KEYS, or a letter, while another key is held or not."""
        value, held = KEYS.get(key, key), [KEYS[holding]] if holding else []
        actions = [{"type": kind, "value": value} for _ in range(times) for kind in ("keyDown", "keyUp")]
        actions = [{"type": "keyDown", "value": each} for each in held] + actions + [{"type": "keyUp", "value": each} for each in held]
        self.call("input.performActions", context=self.context, actions=[{"type": "key", "id": "keys", "actions": actions}])
        if held:
            self.call("input.releaseActions", context=self.context)

    def _mouse(self, actions):
        self.call("input.performActions", context=self.context, actions=[{"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": actions}])

    def click_at(self, x, y):
        self._mouse([{"type": "pointerMove", "x": round(x), "y": round(y)}, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}])

    def drag(self, start, end):
        """Presses the mouse at one place and lets go at another."""
        ways = [{"type": "pointerMove", "x": round(start[0] + (end[0] - start[0]) * k / 8), "y": round(start[1] + (end[1] - start[1]) * k / 8), "duration": 20} for k in range(9)]
        self._mouse([ways[0], {"type": "pointerDown", "button": 0}, *ways[1:], {"type": "pointerUp", "button": 0}])

    def picture(self, path):
        shot = self.call("browsingContext.captureScreenshot", context=self.context)
        pathlib.Path(path).write_bytes(base64.b64decode(shot["data"]))
