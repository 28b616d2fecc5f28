"""A server of the desk for a test, and requests as a browser or a script sends them.

    with Desk(program) as desk:
        desk.post("/api/studies", {"name": "Lens", "kind": "epci", "territory": "246200364"})
"""
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)


class Desk:
    patience = 60  # seconds that an answer may take

    def __init__(self, program, *options, folder=None, port=0, lang="en", **process):
        """`process`: how to start it, as for subprocess.Popen()."""
        self.program, self.options, self.how = os.path.abspath(program), options, process
        self.own = folder is None
        self.folder = folder or tempfile.mkdtemp(prefix="maillage-test-")
        self.start(port, lang)

    def start(self, port=0, lang="en"):
        """`lang` None: each request in its own language."""
        self.process = subprocess.Popen([self.program, "serve", self.folder, *(["--lang", lang] if lang else []), "--port", str(port), *self.options],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **self.how)
        self.started()
        self.link = self.process.stdout.readline().strip()
        if not self.link:
            words = self.process.communicate()[1]
            raise RuntimeError(words, self.process.returncode)
        self.port = int(self.link.split(":")[2].split("/")[0])
        self.token = self.link.split("/enter/")[1] if "/enter/" in self.link else None
        self.host = f"127.0.0.1:{self.port}"
        self.origin = "http://" + self.host

    def started(self):
        """Called when the process runs, before it has said anything."""

    def stop(self):
        """The exit code, and all that the server said on standard error."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        said = self.process.communicate(timeout=60)[1]
        return self.process.returncode, said

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
        if self.own:
            shutil.rmtree(self.folder, ignore_errors=True)

    def request(self, method, path, body=None, headers=None, token=True):
        """Headers of None are left out; a dictionary or a list becomes a JSON body."""
        sent = {"Host": self.host}
        if token and self.token:
            sent["Authorization"] = "Bearer " + self.token
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
            sent["Content-Type"] = "application/json"
        sent.update(headers or {})
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
        link.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in sent.items():
            if value is not None:
                link.putheader(name, value)
        if body is not None:
            link.putheader("Content-Length", str(len(body)))
        try:
            link.endheaders(body)
        except (BrokenPipeError, ConnectionResetError):
            pass  # a body announced as too large is refused before it comes: the answer is there to be read
        answer = link.getresponse()
        found = Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        link.close()
        return found

    def get(self, path, **more):
        return self.request("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.request("POST", path, {} if body is None else body, **more)

    def put(self, path, body, version=None, **more):
        """Saves a new file, or the one of that version."""
        headers = dict(more.pop("headers", None) or {})
        headers.update({"If-Match": version} if version else {"If-None-Match": "*"})
        return self.request("PUT", path, body, headers, **more)

    def cookie(self):
        """Comes in by the link, as a browser does: the cookie of the session."""
        answer = self.get("/enter/" + self.token, token=False)
        return answer.headers["set-cookie"].split(";")[0]

    def raw(self, data, seconds=10):
        """What the server answers to bytes; b"" when it says nothing in that time or closes the line."""
        link = socket.create_connection(("127.0.0.1", self.port), timeout=seconds)
        try:
            link.sendall(data)
            link.shutdown(socket.SHUT_WR)
            said = b""
            while True:
                block = link.recv(65536)
                if not block:
                    return said
                said += block
        except OSError:
            return b""
        finally:
            link.close()


def study(desk, name="Essai", territory="246200364", kind="epci", ask="deserts,zoning"):
    """A study of a territory of France, not yet run."""
    made = desk.post("/api/studies?wait=30", {"name": name, "kind": kind, "territory": territory, "ask": ask})
    assert made.status == 200 and made.json()["code"] == 0, made.body
    return "/api/studies/" + name


def run(desk, at, command="run", arguments=None, options=None, scratch=(), seconds=120):
    """Runs a command to its end; the job."""
    body = {"arguments": arguments or {"STUDY": "study.yaml"}, "options": options or {}, "scratch": list(scratch)}
    begun = desk.post(f"{at}/commands/{command}?wait=30", body)
    assert begun.status in (200, 202), (begun.status, begun.body)
    job = begun.json()
    for _ in range(seconds // 30 + 1):
        if job["state"] == "ended":
            break
        job = desk.get(f"/api/jobs/{job['job']}?wait=30").json()
    assert job["state"] == "ended", job
    return job
