"""A visit to the desk, for the injection of faults: it starts, shows a study, saves, runs commands, and is asked to stop."""
import glob
import http.client
import os
import re
import shutil
import signal
import sys
import threading
import time

import state

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "serve"))
from desk import Desk  # noqa: E402

STUDY, NOTE, OLD = "Petit", b"code;nombre\n" + b"01001;1\n" * 30000, b"old\n"
AT = "/api/studies/" + STUDY
PATIENCE_S = 20
#: what stands between the words that a save replaces
TITLE = (b"title: Petit territoire", b"title: Grand territoire")


def prepare(folder, study):
    """The folder that a desk serves, with one study in it."""
    shutil.copytree(study, os.path.join(folder, STUDY))
    with open(os.path.join(folder, STUDY, "book.xlsx"), "wb") as file:
        file.write(OLD)


class Browser:
    """Asks, and keeps what is wrong with the answers: one that is neither as it should be, nor a fault of the server's or a line cut."""

    def __init__(self, desk):
        self.desk, self.wrong, self.saved = desk, [], {}

    def ask(self, good, method, path, *more, **others):
        try:
            answer = self.desk.request(method, path, *more, **others)
        except (OSError, http.client.HTTPException):
            return None  # a line that is cut, or nobody there
        if answer.status in good:
            return answer
        if answer.status < 500:
            self.wrong.append(f"{method} {path}: {answer.status} {answer.body[:120]}")
        return None

    def save(self, name, body, version=None):
        """The version of the file once it is saved."""
        stands = {"If-Match": version} if version else {"If-None-Match": "*"}
        answer = self.ask((204,), "PUT", f"{AT}/files/{name}", body, stands)
        if answer:
            self.saved[name] = body
        return answer and answer.headers["etag"]

    def command(self, name, arguments, **more):
        """The number of a job that has ended well."""
        answer = self.ask((200, 202), "POST", f"{AT}/commands/{name}?wait=30", {"arguments": arguments, **more})
        job = answer.json() if answer else {}
        return job["job"] if job.get("code") == 0 else None

    def look(self):
        for path in ("/", "/assets/desk.js", "/api/words", "/api/session", "/api/commands", "/api/map", "/api/studies", AT,
                     AT + "/files/small.gpkg", AT + "/folders/small-csv"):
            self.ask((200,), "GET", path)

    def change(self):
        self.ask((204,), "PUT", AT + "/hold")
        study = self.ask((200,), "GET", AT + "/files/study.yaml")
        if study:
            self.save("study.yaml", study.body.replace(*TITLE), study.headers["etag"])
        version = self.save("note.csv", NOTE)
        if version and self.ask((204,), "DELETE", AT + "/files/note.csv", None, {"If-Match": version}):
            del self.saved["note.csv"]
        version = self.save("kept.csv", NOTE)
        if version:
            self.ask((204,), "POST", AT + "/files/kept.csv/validation", {"version": version.strip('"')})

    def work(self):
        job = self.command("info", {"GEOPACKAGE": "small.gpkg"})
        if job:
            self.ask((200,), "GET", f"/api/jobs/{job}/output")
            self.ask((200,), "GET", f"/api/jobs/{job}/events")
        job = self.command("table", {"GEOPACKAGE": "small.gpkg", "OUT": "side.xlsx"}, scratch=["OUT"])
        if job:
            self.ask((200,), "GET", f"/api/jobs/{job}/files/side.xlsx")
        if self.command("table", {"GEOPACKAGE": "small.gpkg", "OUT": "book.xlsx"}, options={"overwrite": True}):
            self.saved["book.xlsx"] = None
        self.ask((204,), "DELETE", AT + "/hold")

    def come(self):
        self.look()
        self.change()
        self.work()

    def is_served(self):
        """Whether the desk goes on: a fault meets one request at the most."""
        return any(self.ask((200,), "GET", "/api/studies") for _ in range(2))


class Visited:
    """How a visit went: exit code, standard error, and what is wrong."""

    def __init__(self, code, words, wrong, saved):
        self.returncode, self.stderr, self.wrong, self.saved = code, words.encode(), wrong, saved


def signal_later(desk, number, seconds):
    def send():
        if desk.process.poll() is None:
            desk.process.send_signal(number)
    timer = threading.Timer(seconds, send)
    timer.daemon = True
    timer.start()
    return timer


class Guest(Desk):
    """A desk that may not start, or be stopped by a signal on the way."""

    def __init__(self, program, folder, number=None, after=None, **started):
        self.patience, self.timer = PATIENCE_S, None
        self.number, self.after = number, after
        super().__init__(program, "--quiet", folder=folder, **started)

    def started(self):
        if self.number:
            self.timer = signal_later(self, self.number, self.after)


def visit(program, folder, goes_on=True, number=None, after=0.0, **started):
    """Starts a desk on the folder and visits it; `goes_on`: it must answer after a fault. With a signal: sent so long after the start."""
    try:
        desk = Guest(program, folder, number, after, **started)
    except RuntimeError as failed:
        return Visited(failed.args[1], failed.args[0], [], {})
    browser = Browser(desk)
    browser.come()
    stopped = desk.process.poll() is not None
    if number:
        desk.timer.join()
    elif not stopped and goes_on and not browser.is_served():
        browser.wrong.append("it serves no more")
    try:
        code, words = desk.stop()
    except Exception as late:
        desk.process.kill()
        desk.process.communicate()
        return Visited(-9, "", browser.wrong + [f"it does not end: {late}"], browser.saved)
    if not number and stopped and code == 0:
        browser.wrong.append("it ended before it was asked to")
    return Visited(code, words, browser.wrong, browser.saved)


def opens(program, folder, **started):
    """What is wrong with a desk that is started anew on a folder."""
    with Desk(program, "--quiet", folder=folder, **started) as desk:
        found = desk.get(AT)
        code, words = desk.stop()
    return [f"then: {found.status}, {code} {words}"] if (found.status, code) != (200, 0) else []


def wait_for_orphans(folder):
    """Until no process works in the folder: those that a killed desk has left."""
    top, until = os.path.realpath(folder), time.monotonic() + 60
    while time.monotonic() < until:
        places = []
        for link in glob.glob("/proc/[0-9]*/cwd"):
            try:
                places.append(os.readlink(link))
            except OSError:
                pass  # ended, or another's
        if not any(place == top or place.startswith(top + "/") for place in places):
            return
        time.sleep(0.02)


def may_stand(name, old, wanted):
    """Whether the content of a file is one that the visit leaves."""
    def judge(path):
        with open(path, "rb") as file:
            now = file.read()
        if name == "study.yaml":
            return now in (old, old.replace(*TITLE))
        if name in ("note.csv", "kept.csv"):
            return now == NOTE
        if name == "kept.csv.valide":
            return now.startswith(b'file: "kept.csv"\n') and now.endswith(b"Z\n")
        if name == "book.xlsx":
            return now == OLD or state.contents(path) == wanted
        return now == old
    return judge


def problems(base, folder, saved, wanted, cut=False):
    """What is wrong with the study: each file is old, or new and whole; what was said to be saved is. `wanted`: contents of the workbook;
    `cut`: the desk was killed with the command that writes it, which may leave what the next one clears."""
    wrong, comes = [], ("note.csv", "kept.csv", "kept.csv.valide")
    before, after = set(state.files_of(base)), set(state.files_of(folder))
    wrong += [f"{f} is gone" for f in sorted(before - after)]
    wrong += [f"{f} is left" for f in sorted(after - before)
              if os.path.basename(f) not in comes and not (cut and re.fullmatch(r"book\.xlsx\.(lock|\d+\.part)", os.path.basename(f)))]
    for f in sorted(after):
        old, path = b"", os.path.join(folder, f)
        if f in before:
            with open(os.path.join(base, f), "rb") as file:
                old = file.read()
        try:
            if (f in before or os.path.basename(f) in comes) and not may_stand(os.path.basename(f), old, wanted)(path):
                wrong.append(f"{f} is neither old nor new")
        except Exception as fault:  # any reader's
            wrong.append(f"{f} is not whole: {fault}")
    for name, body in saved.items():
        path = os.path.join(folder, STUDY, name)
        if not os.path.exists(path):
            wrong.append(f"{name} was saved, and is not there")
            continue
        with open(path, "rb") as file:
            now = file.read()
        if now == OLD or (body is not None and now != body):
            wrong.append(f"{name} was saved, and is not")
    return wrong
