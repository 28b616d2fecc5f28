"""Tests of what the QGIS plugin does to have an engine: downloads, from a server on this machine, the Linux of Windows, played by a
script; and of the territories it proposes. Without QGIS nor engine."""
import http.server
import importlib
import io
import json
import os
import re
import stat
import sys
import tempfile
import threading
import unittest
import unittest.mock
import zipfile

SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PLUGIN = os.path.join(SOURCE, "integrations", "qgis", "maillage")
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(PLUGIN))
sys.path.insert(0, os.path.join(SOURCE, "packaging"))
catalogue = importlib.import_module("maillage.catalogue")
download = importlib.import_module("maillage.download")
engine = importlib.import_module("maillage.engine")
territories = importlib.import_module("maillage.territories")
words = importlib.import_module("maillage.words")
wsl = importlib.import_module("maillage.wsl")
release = importlib.import_module("release")

EN = words.Words("en")


def archive(names=("maillage/bin/" + download.NAME, "maillage/share/a.txt")):
    bytes_ = io.BytesIO()
    with zipfile.ZipFile(bytes_, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            entry = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            entry.external_attr = (0o100755 if "/bin/" in name else 0o100644) << 16
            file.writestr(entry, b"#!/bin/sh\necho engine\n" + os.urandom(100000))
    return bytes_.getvalue()


class Server(http.server.BaseHTTPRequestHandler):
    """Answers with what `files` holds: bytes, or (bytes, length promised)."""

    files = {}

    def do_GET(self):
        if self.path.startswith("/away"):
            self.send_response(302)
            self.send_header("Location", "http://example.invalid/engine.zip")
            self.end_headers()
            return
        found = self.files.get(self.path)
        if found is None:
            self.send_error(404)
            return
        content, length = found if isinstance(found, tuple) else (found, len(found))
        self.send_response(200)
        self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments):
        pass


class Download(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()
        cls.address = "http://127.0.0.1:%d" % cls.server.server_port

    @classmethod
    def tearDownClass(cls):
        cls.server.shutdown()
        cls.server.server_close()

    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.folder = os.path.join(self.temporary.name, "profil \u00e9", "engine")
        self.addCleanup(self.temporary.cleanup)

    def told(self, content, name="engine.zip"):
        """The release of an archive, as packaging/release.py writes it and the plugin reads it."""
        path = os.path.join(self.temporary.name, name)
        with open(path, "wb") as file:
            file.write(content)
        with open(os.path.join(self.temporary.name, download.RELEASES), "w") as file:
            json.dump({"version": "1.2", "files": {"here": release.describe(path, self.address)}}, file)
        return download.offered(self.temporary.name, "here")

    def refused(self, one, part):
        with self.assertRaisesRegex(catalogue.Problem, part):
            download.fetch(one, self.folder, EN)
        self.assertEqual(os.listdir(self.folder), [])
        self.assertIsNone(download.installed(self.folder))

    def test_the_file_that_was_released_is_unpacked(self):
        content, seen = archive(), []
        Server.files = {"/engine.zip": content}
        one = self.told(content)
        self.assertEqual((one.bytes, download.origin(one)), (len(content), "127.0.0.1"))
        path = download.fetch(one, self.folder, EN, seen.append)
        self.assertEqual(path, os.path.join(self.folder, "1.2", "bin", download.NAME))
        self.assertTrue(os.stat(path).st_mode & stat.S_IXUSR)
        self.assertTrue(os.path.isfile(os.path.join(self.folder, "1.2", "share", "a.txt")))
        self.assertEqual((download.installed(self.folder), seen[-1]), (path, 1.0))
        self.assertEqual(os.listdir(self.folder), ["1.2"])
        self.assertEqual(download.fetch(one, self.folder, EN), path)  # again, over the former one
        self.assertEqual(engine.find("", "/nowhere", {"PATH": "/nowhere"}, download.installed(self.folder)), path)

    def test_another_file_is_refused(self):
        content = archive()
        one = self.told(content)
        Server.files = {"/engine.zip": content[:-1] + bytes([content[-1] ^ 1])}
        self.refused(one, "not the one this plugin was released with")
        Server.files = {"/engine.zip": content + b"more"}
        self.refused(one, "not the one this plugin was released with")

    def test_a_cut_file_is_refused(self):
        content = archive()
        one = self.told(content)
        Server.files = {"/engine.zip": (content[:70000], len(content))}
        self.refused(one, "cut: 70000 bytes of %d|could not be downloaded" % len(content))
        Server.files = {"/engine.zip": content[:70000]}
        self.refused(one, "cut: 70000 bytes of %d" % len(content))

    def test_a_file_that_is_not_there_and_an_unsafe_address_are_refused(self):
        one = self.told(archive())
        Server.files = {}
        self.refused(one, "could not be downloaded: Not Found")
        self.refused(one._replace(address="http://example.invalid/engine.zip"), "not a secure address")
        self.refused(one._replace(address=self.address + "/away"), "could not be downloaded|not a secure address")

    def test_an_archive_that_holds_no_engine_or_leads_out_is_refused(self):
        for content in (archive(["maillage/readme"]), b"not a zip" * 9, archive(["../bin/" + download.NAME])):
            Server.files = {"/engine.zip": content}
            self.refused(self.told(content), "holds no engine")
        self.assertEqual([n for n in os.listdir(os.path.dirname(self.folder)) if n != "engine"], [])

    def test_an_engine_that_is_in_use_stays_whole(self):
        content, rename = archive(), os.rename
        Server.files = {"/engine.zip": content}
        one = self.told(content)
        path = download.fetch(one, self.folder, EN)

        def state():
            with open(path, "rb") as file:
                return os.listdir(self.folder), file.read()

        def held(wanted):
            def move(source, target):
                if wanted(source, target):
                    raise PermissionError(13, "Access is denied")  # as Windows says
                rename(source, target)
            return unittest.mock.patch.object(os, "rename", move)

        before, whole = state(), os.path.join(self.folder, "1.2")
        with held(lambda source, target: source == whole):
            self.assertRaisesRegex(catalogue.Problem, "is in use", download.fetch, one, self.folder, EN)
        self.assertEqual(state(), before)
        with held(lambda source, target: target == whole and ".part" in source):
            self.assertRaisesRegex(catalogue.Problem, "could not be downloaded: Access is denied", download.fetch, one, self.folder, EN)
        self.assertEqual(state(), before)

    def test_a_download_that_is_cancelled_leaves_nothing(self):
        content = archive()
        Server.files = {"/engine.zip": content}
        self.assertIsNone(download.fetch(self.told(content), self.folder, EN, None, lambda: True))
        self.assertEqual(os.listdir(self.folder), [])

    def test_a_plugin_released_without_an_engine_offers_none(self):
        self.assertIsNone(download.offered(self.temporary.name))
        self.assertIsNone(download.offered())


class LinuxOfWindows(unittest.TestCase):
    """wsl.exe is played by a script: it runs the program after -e, with C: in a folder of the test."""

    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.write("wsl.exe", 'echo "$@" >>"%s/calls"; [ "$1" = -d ] && shift 2; [ "$1" = -e ] && shift; '
                   'PATH="%s:$PATH" exec "$@"\n' % (self.temporary.name, self.temporary.name))
        self.environment = {"PATH": self.temporary.name + ":/usr/bin:/bin"}

    def write(self, name, text):
        path = os.path.join(self.temporary.name, name)
        with open(path, "w") as file:
            file.write("#!/bin/sh\n" + text)
        os.chmod(path, stat.S_IRWXU)

    def test_paths_are_translated_both_ways(self):
        pairs = (("C:\\a b\\\u00e9.yaml", "/mnt/c/a b/\u00e9.yaml"), ("d:/x", "/mnt/d/x"), ("\\\\wsl$\\Debian\\home\\x", "/home/x"),
                 ("\\\\wsl.localhost\\Ubuntu-24.04\\srv", "/srv"), ("--dry-run", "--dry-run"), ("246200364", "246200364"),
                 ("C:\\a.gpkg|layername=b", "/mnt/c/a.gpkg|layername=b"), ("emergencies,need", "emergencies,need"))
        for there, here in pairs:
            self.assertEqual(wsl.inside(there), here)
        with self.assertRaises(wsl.Outside):
            wsl.inside("\\\\server\\share\\a")
        self.assertEqual(wsl.outside("/mnt/c/a b/c.gpkg"), "C:\\a b\\c.gpkg")
        self.assertEqual(wsl.outside("/home/x/c.gpkg", "Ubuntu"), "\\\\wsl.localhost\\Ubuntu\\home\\x\\c.gpkg")
        self.assertEqual(wsl.outside("C:\\a"), "C:\\a")
        self.assertEqual(wsl.inside(wsl.outside("/home/x/c.gpkg", "Ubuntu")), "/home/x/c.gpkg")

    def test_the_engine_is_found_there_after_everywhere_else(self):
        self.assertIsNone(engine.find("", "/nowhere", self.environment, windows=True))  # that Linux has no engine
        self.write("sh", 'echo /usr/bin/maillage')  # what "command -v maillage" answers there
        self.assertEqual(engine.find("", "/nowhere", self.environment, windows=True), "wsl:maillage")
        self.assertIsNone(engine.find("", "/nowhere", self.environment, windows=False))
        self.assertEqual(engine.find("", "/nowhere", self.environment, "/fetched", windows=True), "/fetched")
        self.assertIsNone(engine.find("", "/nowhere", {"PATH": "/nowhere"}, windows=True))

    def test_it_runs_there_with_paths_of_there(self):
        self.write("engine-there", 'for a in "$@"; do echo "<$a>"; done; echo "{\\"stage\\":\\"x\\",\\"fraction\\":1}" >&2\n')
        before, seen = os.environ["PATH"], []
        os.environ["PATH"] = self.environment["PATH"]
        try:
            line = engine.command("wsl:Debian:engine-there", ["run", "--", "C:\\donn\u00e9es 1\\s.yaml"])
            done = engine.run(line, "fr", lambda *p: seen.append(p))
        finally:
            os.environ["PATH"] = before
        self.assertEqual(line[:4], ["wsl.exe", "-d", "Debian", "-e"])
        self.assertEqual((done.code, done.output), (0, "<run>\n<-->\n</mnt/c/donn\u00e9es 1/s.yaml>\n"))
        self.assertEqual(seen, [("x", 1)])
        self.assertEqual(wsl.environment({"WSLENV": "A/u"})["WSLENV"], "A/u:LANGUAGE")


class Names(unittest.TestCase):
    known = territories.Territories(os.path.join(SOURCE, "geodata"))

    def test_a_territory_is_found_by_what_is_typed(self):
        for typed, code in (("lens lievin", "246200364"), ("Lens-Li\u00e9vin", "246200364"), ("246200364", "246200364"),
                            ("pas de cal", "62"), ("bretagne", "53"), ("bethune bruay", "200072460")):
            self.assertEqual(self.known.search(typed)[0].code, code, typed)
        self.assertIn(territories.Territory("communes", "62119", "B\u00e9thune"), self.known.search("bethune"))
        self.assertEqual(self.known.search("zzzz"), [])
        self.assertEqual(self.known.search("  "), [])

    def test_a_point_gives_the_group_of_its_commune(self):
        self.assertEqual(self.known.at(2.64, 50.53).code, "200072460")  # B\u00e9thune
        self.assertEqual(self.known.at(2.83, 50.43).code, "246200364")  # Lens
        self.assertIsNone(self.known.at(-30, 45))  # in the ocean

    def test_the_data_stand_beside_the_engine(self):
        with tempfile.TemporaryDirectory() as folder:
            geodata = os.path.join(folder, "share", "maillage", "geodata")
            os.makedirs(os.path.dirname(geodata))
            os.symlink(os.path.join(SOURCE, "geodata"), geodata)
            self.assertEqual(territories.folder_of(os.path.join(os.path.realpath(folder), "bin", "maillage")),
                             os.path.join(os.path.realpath(folder), "share", "maillage", "geodata"))
        self.assertIsNone(territories.folder_of(None))


class Said(unittest.TestCase):
    def test_every_message_is_in_french(self):
        said = set()
        for name in os.listdir(PLUGIN):
            if name.endswith(".py") and name != "words.py":
                with open(os.path.join(PLUGIN, name), encoding="utf-8") as file:
                    text = re.sub(r'"\s*\n\s*"', "", file.read())
                said.update(re.findall(r'\bwords\(\s*"((?:[^"\\]|\\.)*)"', text))
        said = {s.encode().decode("unicode_escape").encode("latin-1").decode("utf-8") for s in said}
        self.assertGreater(len(said), 30)
        self.assertEqual(sorted(s for s in said if s not in words.FRENCH), [])
        for english, french in words.FRENCH.items():
            self.assertEqual(sorted(re.findall(r"{\w+}", english)), sorted(re.findall(r"{\w+}", french)))


if __name__ == "__main__":
    unittest.main()
