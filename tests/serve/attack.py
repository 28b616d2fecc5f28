#!/usr/bin/env python3
"""What a hostile page, a hostile script on the network and a hostile user of a desk may not do. Prints the number of attempts refused.

usage: attack.py PROGRAM"""
import fcntl
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import unittest
import unittest.mock
import urllib.parse

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from desk import Desk, run, study  # noqa: E402

PROGRAM = os.path.abspath(sys.argv.pop(1))
refused = 0


class Attacks(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.desk = Desk(PROGRAM)
        cls.at = study(cls.desk)
        cls.cookie = cls.desk.cookie()
        with open(os.path.join(cls.desk.folder, "..", "secret-of-the-desk.txt"), "w") as file:
            file.write("outside")
        cls.outside = file.name

    @classmethod
    def tearDownClass(cls):
        os.unlink(cls.outside)
        code, said = cls.desk.stop()
        cls.desk.__exit__()
        assert code == 0, (code, said)
        assert cls.desk.token not in said and "maillage_session" not in said, "a secret in the log: " + said

    def refuses(self, answer, *statuses):
        global refused
        self.assertIn(answer.status, statuses, answer.body[:200])
        self.assertNotIn(b"outside", answer.body)
        self.assertIn("default-src 'none'", answer.headers["content-security-policy"])
        refused += 1

    def test_nothing_without_a_session(self):
        described = self.desk.get("/api/openapi.json").json()
        open_ones = 0
        for path, methods in described["paths"].items():
            path = path.replace("{study}", "Essai").replace("{job}", "1").replace("{file}", "study.yaml").replace("{folder}", "x")
            for method, operation in methods.items():
                if operation.get("security") == []:
                    open_ones += 1
                    continue
                self.refuses(self.desk.request(method.upper(), path, headers={"Origin": self.desk.origin}, token=False), 401)
        self.assertEqual(open_ones, 2)  # the texts, and signing in
        for secret in ("", "0" * 64, self.desk.token[:-1], self.desk.token.upper(), self.desk.token + "0"):
            self.refuses(self.desk.get("/api/studies", headers={"Authorization": "Bearer " + secret}), 401)
            self.refuses(self.desk.get("/api/studies", headers={"Cookie": "maillage_session=" + secret}, token=False), 401)
        self.refuses(self.desk.get("/enter/" + "0" * 64, token=False), 401)

    def test_another_site_cannot_ask(self):
        """CSRF: the browser sends the cookie, and says where the request comes from."""
        body = {"name": "Vol", "kind": "epci", "territory": "246200364"}
        for origin in ("http://evil.example", "null", "https://127.0.0.1.evil.example", f"http://127.0.0.1:{self.desk.port + 1}",
                       f"http://evil.example:{self.desk.port}", "file://", ""):
            self.refuses(self.desk.post("/api/studies", body, headers={"Cookie": self.cookie, "Origin": origin}, token=False), 403)
        self.refuses(self.desk.post("/api/studies", body, headers={"Cookie": self.cookie}, token=False), 403)  # no Origin: no browser
        for site in ("cross-site", "same-site"):
            self.refuses(self.desk.post("/api/studies", body, headers={"Cookie": self.cookie, "Origin": self.desk.origin,
                                                                       "Sec-Fetch-Site": site}, token=False), 403)
            self.refuses(self.desk.get("/api/studies", headers={"Cookie": self.cookie, "Sec-Fetch-Site": site}, token=False), 403)
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp"):  # what a form can send
            self.refuses(self.desk.request("POST", "/api/studies", json.dumps(body).encode(), {"Content-Type": kind}), 415)
        self.assertEqual([s["name"] for s in self.desk.get("/api/studies").json()["studies"]], ["Essai"])
        cookie = self.desk.get("/enter/" + self.desk.token, token=False).headers["set-cookie"]
        self.assertIn("HttpOnly", cookie)
        self.assertIn("SameSite=Strict", cookie)

    def test_a_foreign_name_does_not_lead_here(self):
        """DNS rebinding: the name of another site, made to lead to this machine."""
        for host in ("evil.example", f"evil.example:{self.desk.port}", "127.0.0.1", f"127.0.0.1:{self.desk.port + 1}", f"127.0.0.1.:{self.desk.port}",
                     f"localhost.evil:{self.desk.port}", f"127.0.0.1:{self.desk.port}@evil.example", ""):
            self.refuses(self.desk.get("/api/studies", headers={"Host": host}), 421)
            self.refuses(self.desk.get("/", headers={"Host": host}), 421)
        self.assertIn(b"400", self.desk.raw(b"GET / HTTP/1.1\r\n\r\n")[:20])  # no Host at all
        for second in ("evil.example", self.desk.host):
            self.assertIn(b"400", self.desk.raw(f"GET / HTTP/1.1\r\nHost: {self.desk.host}\r\nHost: {second}\r\n\r\n".encode())[:20])
        for host in ("localhost", "LOCALHOST", "[::1]"):
            self.assertEqual(self.desk.get("/", headers={"Host": f"{host}:{self.desk.port}"}).status, 200)

    def test_nothing_outside_the_folder(self):
        names = ["..", ".", "../secret-of-the-desk.txt", "..%2fsecret-of-the-desk.txt", "%2e%2e%2fsecret-of-the-desk.txt", "%2e%2e",
                 "..%5c", "%00", "study.yaml%00.html", "%c0%ae%c0%ae%2f", "/etc/passwd", "%2fetc%2fpasswd", "C:%5c",
                 "%e2%80%ae", ".ssh", "-rf", "~root", "%", "%z1", "a" * 300, "%ff", "con:", "a%0d%0aSet-Cookie:x=y", "%7f", "a%20"]
        for name in names:
            self.refuses(self.desk.get(f"/api/studies/{name}"), 404, 400)
            self.refuses(self.desk.get(f"/api/studies/Essai/files/{name}"), 404, 400)
            self.refuses(self.desk.get(f"/api/studies/Essai/folders/{name}/study.yaml"), 404, 400)
            self.refuses(self.desk.put(f"/api/studies/Essai/files/{name}", b"x"), 404, 400)
            self.refuses(self.desk.get(f"/assets/{name}"), 404, 400)
            self.refuses(self.desk.post("/api/studies", {"name": urllib.parse.unquote(name, errors="replace"), "kind": "epci", "territory": "x"}), 400) \
                if "%ff" not in name and "%c0" not in name and name not in ("%", "%z1") else None
        self.assertEqual(sorted(os.listdir(self.desk.folder)), ["Essai"])

    def test_no_link_is_followed(self):
        folder = os.path.join(self.desk.folder, "Essai")
        for name, to in (("lien.csv", self.outside), ("lien", "/etc"), ("study-lien.yaml", "study.yaml")):
            os.symlink(to, os.path.join(folder, name))
        os.symlink("/etc", os.path.join(self.desk.folder, "Ailleurs"))
        os.mkfifo(os.path.join(folder, "tube.csv"))
        for path in ("Essai/files/lien.csv", "Essai/folders/lien/passwd", "Essai/folders/lien", "Ailleurs", "Ailleurs/files/passwd", "Essai/files/tube.csv",
                     "Essai/files/study-lien.yaml"):
            self.refuses(self.desk.get("/api/studies/" + path), 404)
        self.refuses(self.desk.put("/api/studies/Essai/files/lien.csv", b"x"), 409, 412)
        self.refuses(self.desk.put("/api/studies/Ailleurs/files/x.csv", b"x"), 404)
        for name in ("lien.csv", "tube.csv"):
            self.refuses(self.desk.post("/api/studies/Essai/commands/check", {"arguments": {"STUDY": name}}), 409)
        names = [s["name"] for s in self.desk.get("/api/studies").json()["studies"]]
        self.assertEqual(names, ["Essai"])
        with open(self.outside) as file:
            self.assertEqual(file.read(), "outside")
        for name in ("lien.csv", "lien", "study-lien.yaml", "tube.csv"):
            os.unlink(os.path.join(folder, name))
        os.unlink(os.path.join(self.desk.folder, "Ailleurs"))

    def test_commands_stay_in_the_study(self):
        """What a command line could do and a browser may not."""
        tries = [("run", {"STUDY": "/etc/passwd"}, {}), ("run", {"STUDY": "../x.yaml"}, {}), ("run", {"STUDY": "--help"}, {}), ("run", {"STUDY": "study.yaml"}, {"output": "/tmp"}),
                 ("run", {"STUDY": "study.yaml"}, {"scenario": "../s.yaml"}), ("run", {"STUDY": "study.yaml"}, {"untrusted": False}),
                 ("run", {"STUDY": "study.yaml"}, {"lang": "en"}), ("run", {"STUDY": "study.yaml"}, {"data": "/"}), ("run", {"STUDY": 3}, {}), ("run", {}, {}),
                 ("run", {"STUDY": "study.yaml", "X": "y"}, {}), ("run", {"STUDY": "study.yaml"}, {"threads": -1}), ("run", {"STUDY": "study.yaml"}, {"threads": 1e9}),
                 ("run", {"STUDY": "study.yaml"}, {"threads": 1.5}), ("run", {"STUDY": "study.yaml"}, {"overwrite": "yes"}),
                 ("fetch", {"SETS": "france"}, {"list": "study.yaml"}), ("fetch", {"SETS": "http://169.254.169.254/"}, {}), ("fetch", {}, {"data": "x"}),
                 ("export", {"GEOPACKAGE": "study.yaml", "OUT": "PG:dbname=x"}, {}), ("export", {"GEOPACKAGE": "a.gpkg", "OUT": "PG:dbname=x"}, {}),
                 ("zoning", {"STUDY": "study.yaml", "A": "/etc/passwd"}, {}), ("zoning", {"STUDY": "study.yaml", "A": "../s.yaml"}, {}),
                 ("matrix", {"STUDY": "study.yaml", "OUT": "x.csv"}, {"from": "/etc/passwd"}), ("matrix", {"STUDY": "study.yaml", "OUT": "x.csv"}, {"from": "PG:dbname=x"}),
                 ("table", {"GEOPACKAGE": "study.yaml", "OUT": "x.csv"}, {}), ("report", {"GEOPACKAGE": "absent.gpkg", "PAGE": "x.html"}, {})]
        for command, arguments, options in tries:
            self.refuses(self.desk.post(f"/api/studies/Essai/commands/{command}", {"arguments": arguments, "options": options}), 400, 409)
        for command in ("serve", "help", "--describe", "..", "run%20x", "sh"):
            self.refuses(self.desk.post(f"/api/studies/Essai/commands/{command}", {}), 404, 400)
        # a study that names what is outside is refused by --untrusted, in the command itself
        text = self.desk.get(self.at + "/files/study.yaml").body.decode()
        for away in ("/etc/passwd",) if not os.environ.get("MAILLAGE_FULL") else ("/etc/passwd", "../secret-of-the-desk.txt"):
            self.assertEqual(self.desk.put(f"{self.at}/files/away-{len(away)}.yaml", text.replace("maillage:france/qpv.csv", away).encode()).status, 204)
            job = run(self.desk, self.at, arguments={"STUDY": f"away-{len(away)}.yaml"})
            self.assertEqual(job["code"], 3, job)
            self.assertNotIn("outside\n", job["said"])

    def test_hostile_names_and_bodies(self):
        words = ["<script>alert(1)</script>", "';DROP TABLE commune;--", "$(touch x)", "`id`", "%s%n", "a\nb", "\u202egnp.exe", "", " ", "x" * 5000, "🙂" * 40]
        for word in words:
            for field in ("name", "kind", "territory", "ask") if word in words[:2] else ("name", "kind"):
                body = {"name": "Hostile", "kind": "epci", "territory": "246200364", "ask": "deserts"}
                body[field] = word
                answer = self.desk.post("/api/studies?wait=30", body)
                if answer.status == 200 and field in ("territory", "ask"):  # the command itself refuses, in one line
                    self.assertTrue(answer.json()["code"] in (2, 3) or word in ("", " "), answer.body)
                    subprocess.run(["rm", "-rf", os.path.join(self.desk.folder, "Hostile")], check=True)
                elif answer.status == 200:  # a name is a name: it is made, and shown as it is
                    self.assertIn(word, [s["name"] for s in self.desk.get("/api/studies").json()["studies"]])
                    subprocess.run(["rm", "-rf", os.path.join(self.desk.folder, word)], check=True)
                else:
                    self.refuses(answer, 400, 409)
        for body in (b"", b"[]", b"null", b"{", b'{"a":1}x', b"\xff\xfe", b'{"name":"\\u0000"}', b"[" * 100000, b'{"a":' * 70 + b"1" + b"}" * 70):
            self.refuses(self.desk.request("POST", "/api/studies", body, {"Content-Type": "application/json"}), 400)

    def test_sizes_and_times(self):
        self.refuses(self.desk.request("POST", "/api/studies", b" " * ((1 << 20) + 1), {"Content-Type": "application/json"}), 413)
        self.refuses(self.desk.request("PUT", self.at + "/files/grand.csv", None, {"Content-Length": str(3 << 30), "If-None-Match": "*"}), 413)
        self.assertIn(self.desk.raw(b"GET /" + b"a" * 100000 + b" HTTP/1.1\r\nHost: " + self.desk.host.encode() + b"\r\n\r\n")[9:12], (b"414", b"431", b"413", b"400", b""))
        self.assertIn(self.desk.raw(b"GET / HTTP/1.1\r\nHost: " + self.desk.host.encode() + b"\r\nX: " + b"a" * 100000 + b"\r\n\r\n")[9:12], (b"431", b"413", b"400", b""))
        # a body without a length that grows beyond what is accepted
        link = socket.create_connection(("127.0.0.1", self.desk.port), timeout=20)
        link.sendall((f"POST /api/studies HTTP/1.1\r\nHost: {self.desk.host}\r\nAuthorization: Bearer {self.desk.token}\r\n"
                      "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n").encode())
        with self.assertRaises(OSError):
            for _ in range(200):
                link.sendall(b"10000\r\n" + b"a" * 65536 + b"\r\n")
        link.close()
        self.assertEqual(self.desk.get("/api/studies").status, 200)

    def test_a_request_ends_where_everybody_says(self):
        """Two lengths, or a length and chunks: a proxy may take the rest for a request of somebody else."""
        start = f"POST /api/studies HTTP/1.1\r\nHost: {self.desk.host}\r\nAuthorization: Bearer {self.desk.token}\r\nContent-Type: application/json\r\n"
        rest = f"GET /api/studies HTTP/1.1\r\nHost: {self.desk.host}\r\nAuthorization: Bearer {self.desk.token}\r\n\r\n"
        for headers in ("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
                        "Content-Length: 5\r\nContent-Length: 5\r\n", "Content-Length: -1\r\n", "Content-Length: 99999999999999999999\r\n"):
            said = self.desk.raw((start + headers + "\r\n0\r\n\r\n" + rest).encode())
            self.assertIn(said[9:12], (b"400", b"413"), headers)
            self.assertNotIn(b'"studies"', said, headers)  # what follows is not answered

    def test_saves_that_stop_leave_nothing(self):
        before = sorted(os.listdir(os.path.join(self.desk.folder, "Essai")))
        link = socket.create_connection(("127.0.0.1", self.desk.port), timeout=20)
        link.sendall((f"PUT {self.at}/files/coupe.csv HTTP/1.1\r\nHost: {self.desk.host}\r\nAuthorization: Bearer {self.desk.token}\r\n"
                      "If-None-Match: *\r\nContent-Length: 1000\r\n\r\nabc").encode())
        time.sleep(0.3)
        link.close()
        for _ in range(100):
            if sorted(os.listdir(os.path.join(self.desk.folder, "Essai"))) == before:
                break
            time.sleep(0.05)
        self.assertEqual(sorted(os.listdir(os.path.join(self.desk.folder, "Essai"))), before)

    def test_no_change_is_lost(self):
        at = self.at + "/files/note.txt"
        first = self.desk.put(at, b"un")
        self.assertEqual(first.status, 204)
        self.refuses(self.desk.put(at, b"deux"), 412)  # it is there already
        self.refuses(self.desk.request("PUT", at, b"deux"), 428)  # changed from what?
        second = self.desk.put(at, b"deux", first.headers["etag"])
        self.assertEqual(second.status, 204)
        self.refuses(self.desk.put(at, b"trois", first.headers["etag"]), 412)  # someone has changed it in the meantime
        with open(os.path.join(self.desk.folder, "Essai", "note.txt"), "w") as file:
            file.write("by an editor")
        self.refuses(self.desk.put(at, b"quatre", second.headers["etag"]), 412)
        self.refuses(self.desk.request("DELETE", at, headers={"If-Match": second.headers["etag"]}), 412)
        got = self.desk.get(at)
        self.assertEqual(got.body, b"by an editor")
        # once validated it does not change any more, by whatever way
        self.assertEqual(self.desk.post(at + "/validation", {"version": got.headers["etag"].strip('"')}).status, 204)
        self.refuses(self.desk.put(at, b"cinq", got.headers["etag"]), 409)
        self.refuses(self.desk.request("DELETE", at, headers={"If-Match": got.headers["etag"]}), 409)
        self.refuses(self.desk.post(at + "/validation", {"version": got.headers["etag"].strip('"')}), 409, 412)
        self.assertEqual(self.desk.get(at).body, b"by an editor")
        # nor does what says so, which nobody forges either
        mark = self.desk.get(at + ".valide")
        self.assertIn(b"note.txt", mark.body)
        self.refuses(self.desk.request("DELETE", at + ".valide", headers={"If-Match": mark.headers["etag"]}), 409)
        self.refuses(self.desk.put(at + ".valide", b"by: x", mark.headers["etag"]), 409)
        self.refuses(self.desk.put(self.at + "/files/study.yaml.VALIDE", b"by: x"), 409)
        # nor is it replaced by a study that names it among its outputs
        book = self.desk.put(self.at + "/files/note.xlsx", b"signed")
        self.assertEqual(self.desk.post(self.at + "/files/note.xlsx/validation", {"version": book.headers["etag"].strip('"')}).status, 204)
        named = re.sub(rb"(?m)^outputs:.*\n(?: .*\n)*", b"outputs: { geopackage: note.gpkg, workbook: note.xlsx }\n", self.desk.get(self.at + "/files/study.yaml").body)
        self.assertEqual(self.desk.put(self.at + "/files/replacing.yaml", named).status, 204)
        job = run(self.desk, self.at, arguments={"STUDY": "replacing.yaml"}, options={"overwrite": True})
        self.assertEqual((job["code"], "note.xlsx is validated" in job["said"]), (3, True), job)
        self.assertEqual(self.desk.get(self.at + "/files/note.xlsx").body, b"signed")

    def test_one_holds_a_study(self):
        other = self.desk.cookie()
        as_other = {"headers": {"Cookie": other, "Origin": self.desk.origin}, "token": False}
        self.assertEqual(self.desk.request("PUT", self.at + "/hold", b"").status, 204)
        self.refuses(self.desk.request("PUT", self.at + "/hold", b"", **as_other), 423)
        self.refuses(self.desk.put(self.at + "/files/autre.csv", b"x", **as_other), 423)
        self.refuses(self.desk.post(self.at + "/commands/run", {"arguments": {"STUDY": "study.yaml"}}, **as_other), 423)
        said = self.desk.post(self.at + "/commands/run", {"arguments": {"STUDY": "study.yaml"}}, **as_other).json()["error"]
        self.assertTrue(said.endswith("is working on this study") and not said.startswith(" "), said)
        self.assertEqual(self.desk.request("DELETE", self.at + "/hold").status, 204)
        self.assertEqual(self.desk.put(self.at + "/files/autre.csv", b"x", **as_other).status, 204)

    def test_a_result_is_found_by_the_name_in_the_study_file(self):
        folder = os.path.join(self.desk.folder, "Noms")
        os.mkdir(folder)
        self.addCleanup(shutil.rmtree, folder)
        for said, name in (("'mon étude.gpkg' }", "mon étude.gpkg"), ('"l\'été, #2.gpkg", page: a.html }', "l'été, #2.gpkg"),
                           ("mon étude.gpkg, page: a.html } # le premier", "mon étude.gpkg"), ("l'été.gpkg }", "l'été.gpkg"), ("n#1.gpkg } # un", "n#1.gpkg")):
            with open(os.path.join(folder, "study.yaml"), "w") as file:
                file.write("outputs: { geopackage: " + said + "\n")
            with open(os.path.join(folder, name), "w"):
                pass
            self.assertEqual(self.desk.get("/api/studies/Noms").json()["result"], name)
            self.assertTrue(next(s for s in self.desk.get("/api/studies").json()["studies"] if s["name"] == "Noms")["has_results"])
            os.unlink(os.path.join(folder, name))
            self.assertFalse(next(s for s in self.desk.get("/api/studies").json()["studies"] if s["name"] == "Noms")["has_results"])
        for said in (b"out/a.gpkg", b'"\xff.gpkg"', b"", b"../study.gpkg"):
            with open(os.path.join(folder, "study.yaml"), "wb") as file:
                file.write(b"outputs: { geopackage: " + said + b" }\n")
            self.assertIsNone(self.desk.get("/api/studies/Noms").json()["result"])

    def test_pages_of_studies_have_no_rights(self):
        self.assertEqual(self.desk.put(self.at + "/files/page.html", b"<script>parent.location='/'</script>").status, 204)
        policy = self.desk.get(self.at + "/files/page.html").headers["content-security-policy"]
        self.assertIn("sandbox allow-scripts", policy)
        self.assertIn("form-action 'none'", policy)
        self.assertNotIn("allow-same-origin", policy)
        self.assertIn("default-src 'none'", policy)
        self.assertIn("attachment", self.desk.get(self.at + "/files/study.yaml").headers["content-disposition"])


class Users(unittest.TestCase):
    def test_passwords(self):
        with tempfile.TemporaryDirectory() as folder:
            users, link = os.path.join(folder, "users.txt"), os.path.join(folder, "link.txt")
            beside = users + ".new"  # of the administrator's
            with open(beside, "w") as file:
                file.write("kept")
            for name, word in (("marie", "correct horse"), ("paul", "battery staple"), ("marie", "another one")):
                subprocess.run([PROGRAM, "serve", "--users", users, "--add-user", name], input=word + "\n", text=True, check=True)
            with open(users) as file:
                text = file.read()
            self.assertEqual(os.stat(users).st_mode & 0o777, 0o600)
            self.assertEqual(text.count("$y$"), 2)
            self.assertNotIn("correct", text)
            os.symlink("users.txt", link)
            subprocess.run([PROGRAM, "serve", "--users", link, "--add-user", "paul"], input="battery staple\n", text=True, check=True)
            self.assertTrue(os.path.islink(link))
            with open(beside) as file:
                self.assertEqual(file.read(), "kept")
            self.assertEqual(sorted(os.listdir(folder)), ["link.txt", "users.txt", "users.txt.new"])
            short = subprocess.run([PROGRAM, "serve", "--users", users, "--add-user", "luc"], input="short\n", text=True, capture_output=True)
            self.assertEqual(short.returncode, 2)
            with Desk(PROGRAM, "--users", users, folder=os.path.join(folder, "studies")) as desk:
                self.assertIsNone(desk.token)

                def enter(name, word):
                    return desk.post("/api/session", {"name": name, "password": word}, headers={"Origin": desk.origin})
                for name, word in (("marie", "correct horse"), ("paul", "another one"), ("nobody", "battery staple"), ("marie", ""), ("marie", "x" * 9999)):
                    self.assertEqual(enter(name, word).status, 401)
                came = enter("marie", "another one")
                self.assertEqual(came.status, 204)
                cookie = {"Cookie": came.headers["set-cookie"].split(";")[0], "Origin": desk.origin}
                self.assertEqual(desk.get("/api/session", headers=cookie).json()["user"], "marie")
                self.assertEqual(desk.request("DELETE", "/api/session", headers=cookie).status, 204)
                self.assertEqual(desk.get("/api/session", headers=cookie).status, 401)
                codes = [enter("paul", "wrong password").status for _ in range(7)]
                self.assertEqual(codes[:4], [401] * 4)  # after the one above
                self.assertEqual(codes[-1], 429)
                self.assertEqual(enter("paul", "battery staple").status, 429)  # the right one waits too
            os.chmod(users, 0o644)
            open_file = subprocess.run([PROGRAM, "serve", folder, "--users", users, "--dry-run"], text=True, capture_output=True)
            self.assertEqual(open_file.returncode, 3, open_file.stderr)
            self.assertIn("chmod 600", open_file.stderr)

    def test_a_port_is_one_desk_alone(self):
        """Two desks on a port would have its visitors in turn."""
        with Desk(PROGRAM) as desk, tempfile.TemporaryDirectory() as folder:
            second = subprocess.run([PROGRAM, "serve", folder, "--port", str(desk.port)], text=True, capture_output=True, timeout=60)
            self.assertEqual((second.returncode, second.stdout), (3, ""), second.stderr)
            self.assertIn(str(desk.port), second.stderr)

    def test_only_this_machine_without_users(self):
        for options in (["--listen", "0.0.0.0"], ["--listen", "::"], ["--listen", "0.0.0.0", "--name", "desk.example"]):
            done = subprocess.run([PROGRAM, "serve", *options], text=True, capture_output=True, cwd="/")
            self.assertEqual(done.returncode, 2, done.stderr)


class Languages(unittest.TestCase):
    def test_each_request_is_answered_in_its_language(self):
        """Unless the server was started in one: screens, refusals, the catalogue, what commands say."""
        with unittest.mock.patch.dict(os.environ, {"LANGUAGE": "", "LC_ALL": "C"}), Desk(PROGRAM, lang=None) as desk:
            def said(path, language):
                return desk.get(path, headers={"Accept-Language": language}).json()
            for language, studies, missing in (("en-GB,en;q=0.9,fr;q=0.8", "Studies", "there is no such study"), ("en;q=0.3, fr-FR;q=0.7", "Études", "cette étude n’existe pas"),
                                               ("fr", "Études", "cette étude n’existe pas"), ("de, en;q=0", "Études", None), (None, "Études", None), ("fr;q=2, en;q=0.1", "Studies", None), (";;,q=,-" * 50, "Études", None)):
                self.assertEqual(said("/api/words", language)["Études"], studies, language)
                if missing:
                    self.assertEqual(said("/api/studies/none", language)["error"], missing)
            summaries = [{c["name"]: c["summary"] for c in said("/api/commands", language)["commands"]}["site"] for language in ("fr", "en")]
            self.assertNotEqual(*summaries)
            self.assertTrue(summaries[1].startswith("Print where"))
            self.assertNotEqual(said("/api/openapi.json", "fr")["paths"]["/api/studies/{study}/commands/site"], said("/api/openapi.json", "en")["paths"]["/api/studies/{study}/commands/site"])
            at = study(desk)
            words = []
            for language in ("fr", "en"):
                job = desk.post(f"{at}/commands/site?wait=30", {"arguments": {"STUDY": "study.yaml"}}, headers={"Accept-Language": language}).json()
                self.assertEqual(job["code"], 3)
                words.append(job["said"])
            self.assertTrue("requests no siting" in words[1] and "requests no siting" not in words[0], words)
        with Desk(PROGRAM, lang="fr") as desk:
            self.assertEqual(desk.get("/api/words", headers={"Accept-Language": "en"}).json()["Études"], "Études")


def departs(value, schema, schemas, where="answer"):
    """What departs from the schema, a line each; members that it does not name depart too."""
    if "$ref" in schema:
        return departs(value, schemas[schema["$ref"].rsplit("/", 1)[1]], schemas, where)
    kinds = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float), "null": type(None)}
    types = [schema["type"]] if isinstance(schema.get("type"), str) else schema.get("type", [])
    if types and not any(isinstance(value, kinds[t]) and (t == "boolean" or not isinstance(value, bool)) for t in types):
        return [f"{where}: {value!r:.40} is not {types}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{where}: {value!r} is not one of {schema['enum']}"]
    found = []
    if isinstance(value, dict) and "properties" in schema:
        found += [f"{where}.{k} is missing" for k in schema["required"] if k not in value] + [f"{where}.{k} is not described" for k in value if k not in schema["properties"]]
        found += [line for k, v in value.items() if k in schema["properties"] for line in departs(v, schema["properties"][k], schemas, f"{where}.{k}")]
    elif isinstance(value, dict):
        found += [line for k, v in value.items() for line in departs(v, schema.get("additionalProperties", {}), schemas, f"{where}.{k}")]
    elif isinstance(value, list):
        found += [line for i, v in enumerate(value) for line in departs(v, schema.get("items", {}), schemas, f"{where}[{i}]")]
    return found


class Described(unittest.TestCase):
    def test_answers_are_those_of_the_description(self):
        with Desk(PROGRAM) as desk:
            described = desk.get("/api/openapi.json").json()
            schemas, at, seen = described["components"]["schemas"], study(desk), set()
            os.mkdir(os.path.join(desk.folder, "Essai", "zonage"))

            def held(method, pattern, path, body=None, status=200):
                operation = described["paths"][pattern][method.lower()]["responses"]
                answer = desk.request(method, path, body)
                self.assertEqual(answer.status, status, (path, answer.body[:200]))
                content = operation[str(status) if str(status) in operation else f"{status // 100}XX"].get("content")
                self.assertEqual(content is None, answer.body == b"", (path, answer.body[:200]))
                for kind, media in (content or {}).items():
                    if kind == "application/json":
                        self.assertEqual(departs(answer.json(), media["schema"], schemas), [], path)
                    elif kind != "*/*":
                        self.assertTrue(answer.headers["content-type"].startswith(kind), path)
                seen.add((method.lower(), pattern))
                return answer
            for path in ("/api/words", "/api/session", "/api/openapi.json", "/api/commands", "/api/map", "/api/studies"):
                held("GET", path, path)
            run = "/api/studies/{study}/commands/site"
            job = held("POST", run, f"{at}/commands/site?wait=30", {"arguments": {"STUDY": "study.yaml"}}).json()
            self.assertEqual(job["state"], "ended")
            held("POST", run, f"{at}/commands/site?wait=0", {"arguments": {"STUDY": "study.yaml"}}, 202)
            for path, real in (("/api/studies/{study}", at), ("/api/studies/{study}/folders/{folder}", at + "/folders/zonage"), ("/api/jobs", "/api/jobs"),
                               ("/api/studies/{study}/files/{file}", at + "/files/study.yaml"),
                               *[("/api/jobs/{job}" + end, f"/api/jobs/{job['job']}{end}") for end in ("", "/events", "/words")]):
                held("GET", path, real)
            held("PUT", "/api/studies/{study}/hold", at + "/hold", status=204)
            held("DELETE", "/api/studies/{study}/hold", at + "/hold", status=204)
            held("GET", "/api/studies/{study}", "/api/studies/none", status=404)
            held("POST", "/api/studies", "/api/studies", {"name": "x"}, 400)
            named = {(m, p) for p, methods in described["paths"].items() if "/commands/" not in p for m, o in methods.items()
                     if any("application/json" in r.get("content", {}) for c, r in o["responses"].items() if c[0] == "2")}
            self.assertEqual(named - seen, set())


class Slow(unittest.TestCase):
    def test_slow_senders_are_cut(self):
        """A byte now and then holds no thread for long: headers within 20 seconds, bodies within 30 and a half-minute a MiB."""
        if not os.environ.get("MAILLAGE_FULL"):
            self.skipTest("a minute: in a full run")
        with Desk(PROGRAM) as desk:
            links = []
            for start in (b"GET / HTTP/1.1\r\nHost: x\r\n", f"POST /api/session HTTP/1.1\r\nHost: {desk.host}\r\nOrigin: {desk.origin}\r\n"
                          "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n".encode()):
                link = socket.create_connection(("127.0.0.1", desk.port), timeout=5)
                link.sendall(start)
                links.append(link)
            begin, cut = time.monotonic(), {}
            while len(cut) < 2 and time.monotonic() - begin < 90:
                time.sleep(0.5)
                for i, link in enumerate(links):
                    try:
                        link.sendall(b"a")
                    except OSError:
                        cut.setdefault(i, time.monotonic() - begin)
            self.assertEqual(len(cut), 2)
            self.assertLess(max(cut.values()), 65)


class Aside(unittest.TestCase):
    def test_what_is_made_on_the_side_goes_with_the_server(self):
        """In the temporary folder that was named, however long its name is, folders too."""
        with tempfile.TemporaryDirectory(prefix="maillage-test-") as folder, unittest.mock.patch.dict(os.environ, {"TMPDIR": folder + "/" + "t" * 100}):
            os.mkdir(os.environ["TMPDIR"])
            with Desk(PROGRAM) as desk:
                at = study(desk, ask="zoning")
                self.assertEqual(run(desk, at)["code"], 0)
                job = run(desk, at, "zoning", {"STUDY": "study.yaml", "A": "in_force", "B": "rule"}, {"output": "zonage"}, ["output"])
                self.assertEqual(job["code"], 0, job["said"])
                made = os.listdir(os.environ["TMPDIR"])
                self.assertEqual([name[:14] for name in made], ["maillage-desk-"])
                self.assertEqual(desk.get(f"/api/jobs/{job['job']}/folders/zonage/annexe.fodt").status, 200)
            self.assertEqual(os.listdir(os.environ["TMPDIR"]), [])

    def test_what_a_killed_server_left_is_swept(self):
        """At the next start: old folders of ours that nobody holds. Not a recent one, not one that is held, not a link, nothing of another name."""
        with tempfile.TemporaryDirectory(prefix="maillage-test-") as folder, unittest.mock.patch.dict(os.environ, {"TMPDIR": folder}):
            before = time.time() - 3600
            for name in ("maillage-desk-old001", "maillage-desk-held01", "maillage-desk-recent", "maillage-else"):
                os.makedirs(os.path.join(folder, name, "inner"))
                with open(os.path.join(folder, name, "inner", "a.csv"), "w", encoding="utf-8") as file:
                    file.write("x")
                if name != "maillage-desk-recent":
                    os.utime(os.path.join(folder, name), (before, before))
            os.symlink("maillage-else", os.path.join(folder, "maillage-desk-link01"))
            held = os.open(os.path.join(folder, "maillage-desk-held01", ".lock"), os.O_RDWR | os.O_CREAT)
            fcntl.flock(held, fcntl.LOCK_EX)
            os.utime(os.path.join(folder, "maillage-desk-held01"), (before, before))
            with Desk(PROGRAM, folder=os.path.join(folder, "studies")) as desk:
                self.assertEqual(sorted(os.listdir(folder)), ["maillage-desk-held01", "maillage-desk-link01", "maillage-desk-recent", "maillage-else", "studies"])
                self.assertEqual(os.listdir(os.path.join(folder, "maillage-else", "inner")), ["a.csv"])
                at = study(desk, ask="zoning")
                self.assertEqual(run(desk, at)["code"], 0)
                desk.post(f"{at}/commands/zoning", {"arguments": {"STUDY": "study.yaml"}, "options": {"output": "zonage"}, "scratch": ["output"]})
                desk.process.kill()
                desk.process.communicate()
            os.close(held)
            left = [name for name in os.listdir(folder) if name.startswith("maillage-desk-") and name not in ("maillage-desk-link01", "maillage-desk-recent", "maillage-desk-held01")]
            self.assertEqual(len(left), 1)
            end = time.monotonic() + 60
            while time.monotonic() < end:  # its command may go on for a moment, and holds the folder until it ends
                os.utime(os.path.join(folder, left[0]), (before, before))
                with Desk(PROGRAM, folder=os.path.join(folder, "studies")):
                    if left[0] not in os.listdir(folder):
                        break
                time.sleep(0.2)
            self.assertEqual(sorted(os.listdir(folder)), ["maillage-desk-link01", "maillage-desk-recent", "maillage-else", "studies"])


if __name__ == "__main__":
    done = unittest.main(exit=False, verbosity=1)
    print(f"{refused} attempts refused")
    sys.exit(not done.result.wasSuccessful())
