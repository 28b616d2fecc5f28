#!/usr/bin/env python3
"""What the desk answers when the machine fails it: as a fault of the server's, with the studies whole, and then it goes on.

usage: faults.py PROGRAM"""
import os
import resource
import signal
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from desk import Desk, study  # noqa: E402

PROGRAM = os.path.abspath(sys.argv.pop(1))
MIB = 1 << 20


class Faults(unittest.TestCase):
    def test_a_file_that_cannot_be_kept(self):
        """The rest of the body is read, and the answer is no cut line."""
        with Desk(PROGRAM) as desk:
            at = study(desk)
            resource.prlimit(desk.process.pid, resource.RLIMIT_FSIZE, (MIB, MIB))
            answer = desk.put(at + "/files/large.csv", b"x" * (8 * MIB))
            self.assertEqual((answer.status, "File too large" in answer.body.decode()), (500, True), answer.body)
            self.assertEqual(desk.put(at + "/files/small.csv", b"x" * 1000).status, 204)
            self.assertEqual(sorted(os.listdir(os.path.join(desk.folder, "Essai"))), ["small.csv", "study.yaml"])

    def test_no_descriptors_left(self):
        """A study that cannot be opened is not one that does not exist."""
        with Desk(PROGRAM) as desk:
            at = study(desk)
            used = max(int(fd) for fd in os.listdir(f"/proc/{desk.process.pid}/fd"))
            before = resource.prlimit(desk.process.pid, resource.RLIMIT_NOFILE)
            seen = set()
            for room in (2, 3, 4, 5):
                resource.prlimit(desk.process.pid, resource.RLIMIT_NOFILE, (used + room, before[1]))
                for path in (at, at + "/files/study.yaml", "/api/studies"):
                    answer = desk.get(path)
                    seen.add(answer.status)
                    self.assertIn(answer.status, (200, 500), (path, answer.status, answer.body))
                    if path == "/api/studies" and answer.status == 200:
                        self.assertTrue(answer.json()["studies"][0]["complete"], answer.body)
            self.assertIn(500, seen)
            resource.prlimit(desk.process.pid, resource.RLIMIT_NOFILE, before)
            self.assertEqual(desk.get(at).status, 200)

    def test_a_link_that_cannot_be_printed(self):
        with open("/dev/full", "wb") as full, tempfile.TemporaryDirectory() as folder:
            done = subprocess.run([PROGRAM, "serve", folder, "--lang", "en"], stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
        self.assertEqual((done.returncode, done.stderr), (1, b"maillage: cannot write to standard output\n"))

    def test_a_terminal_that_closes(self):
        with Desk(PROGRAM) as desk:
            desk.process.send_signal(signal.SIGHUP)
            self.assertEqual(desk.process.wait(timeout=60), 0)
        with Desk(PROGRAM) as desk:  # asked once more while it stops
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                desk.process.send_signal(number)
            self.assertEqual(desk.process.wait(timeout=60), 0)
        with Desk(PROGRAM, preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)) as desk:  # nohup
            desk.process.send_signal(signal.SIGHUP)
            self.assertEqual(desk.get("/api/studies").status, 200)


unittest.main()
