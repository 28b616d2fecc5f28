"""Works at the desk of the program for Windows, under Wine, from this system, as a browser would; then compares the study it ran with what
the program for Linux makes of the same study file.

Usage: desk.py WINDOWS LINUX COMPARE     WINDOWS: a script that runs maillage.exe; LINUX: maillage; COMPARE: compare.py
Exit code: 0 all is as expected, 1 it is not.
"""
import os
import signal
import subprocess
import sys
import tempfile
import urllib.parse

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(TOP, "tests", "serve"))
from desk import Desk, run, study  # noqa: E402

WINDOWS, LINUX, COMPARE = map(os.path.abspath, sys.argv[1:4])
NAME = "Étude d'été"
faults = []


def expect(what, got, wanted):
    if got != wanted:
        faults.append("%s: %r, not %r" % (what, got, wanted))


def leave(desk):
    """As Ctrl-C does; the exit code."""
    desk.process.send_signal(signal.SIGINT)
    said = desk.process.communicate(timeout=120)[1]
    expect("what it says at the end", [line for line in said.splitlines() if "error" in line.lower()], [])
    return desk.process.returncode


def visit(desk, folder):
    page = desk.get("/", headers={"Cookie": desk.cookie()}, token=False)
    expect("the page", (page.status, b"<title>" in page.body), (200, True))
    expect("a stranger", desk.get("/api/studies", token=False).status, 401)
    study(desk, NAME, ask="deserts,zoning")
    at = "/api/studies/" + urllib.parse.quote(NAME)
    job = run(desk, at, seconds=600)
    expect("a run", job["code"], 0)
    expect("its stages are told", len(job["stages"]) > 3, True)
    listed = [each["name"] for each in desk.get("/api/studies").json()["studies"]]
    expect("the studies", listed, [NAME])
    first = desk.put(at + "/files/notes.txt", b"un", headers={"Content-Type": "application/octet-stream"})
    version = first.headers.get("etag")
    expect("a new file", first.status in (200, 201, 204), True)
    again = desk.put(at + "/files/notes.txt", b"deux", version=version, headers={"Content-Type": "application/octet-stream"})
    expect("a change", again.status in (200, 201, 204), True)
    late = desk.put(at + "/files/notes.txt", b"trois", version=version, headers={"Content-Type": "application/octet-stream"})
    expect("a change of what has changed", late.status, 412)
    kept = desk.get(at + "/files/notes.txt")
    expect("what is kept", (kept.status, kept.body), (200, b"deux"))
    begun = desk.post(at + "/commands/run", {"arguments": {"STUDY": "study.yaml"}, "options": {"overwrite": True}, "scratch": []}).json()
    expect("a cancellation", desk.request("DELETE", "/api/jobs/%s" % begun["job"]).status in (200, 202, 204), True)
    ended = desk.get("/api/jobs/%s?wait=30" % begun["job"]).json()
    expect("a command that was cancelled", (ended["state"], ended["code"]), ("ended", 130))
    files = sorted(os.listdir(os.path.join(folder, NAME)))
    expect("what a cancelled command leaves", [name for name in files if name.startswith(".") or ".tmp" in name or ".part" in name], [])
    return files


def compare(folder):
    """The same study file, run by the program for Linux."""
    made = os.path.join(folder, NAME)
    result = [name for name in os.listdir(made) if name.endswith(".gpkg")][0]
    with tempfile.TemporaryDirectory() as aside:
        subprocess.run([LINUX, "run", os.path.join(made, "study.yaml"), "--output", aside, "--quiet", "--lang", "en"], check=True)
        done = subprocess.run([sys.executable, COMPARE, os.path.join(aside, result), os.path.join(made, result)], stdout=subprocess.PIPE,
                              universal_newlines=True)
    if done.returncode != 0:
        faults.append("the study of the desk differs from that of Linux:\n" + done.stdout)


def sign_in(folder):
    users = os.path.join(folder, "users.txt")
    subprocess.run([WINDOWS, "serve", "--users", users, "--add-user", "marie"], input="battery staple\n", text=True, check=True)
    with Desk(WINDOWS, "--users", users, folder=os.path.join(folder, "studies")) as desk:
        def enter(word):
            return desk.post("/api/session", {"name": "marie", "password": word}, headers={"Origin": desk.origin}).status
        expect("a wrong password", enter("correct horse"), 401)
        expect("the right one", enter("battery staple"), 204)
        expect("a port that is taken", subprocess.run([WINDOWS, "serve", folder, "--port", str(desk.port)], stderr=subprocess.DEVNULL,
                                                      stdout=subprocess.DEVNULL, timeout=120).returncode, 3)
        leave(desk)


def main():
    os.environ["SOURCE_DATE_EPOCH"] = "1700000000"
    with tempfile.TemporaryDirectory(prefix="maillage été ") as folder:
        desk = Desk(WINDOWS, folder=folder)
        try:
            files = visit(desk, folder)
            expect("the end", leave(desk), 0)
        finally:
            desk.process.kill()
        expect("results", [name for name in files if name.endswith(".gpkg")] != [], True)
        compare(folder)
    with tempfile.TemporaryDirectory() as folder:
        sign_in(folder)
    print("\n".join(["fault: the desk: " + fault for fault in faults] or ["the desk: as on Linux"]))
    sys.exit(bool(faults))


main()
