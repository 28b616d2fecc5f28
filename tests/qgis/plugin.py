"""Tests of the QGIS plugin without QGIS: reading the command catalogue, building command lines, running and stopping the engine.

Usage: MAILLAGE=program python3 plugin.py
"""
import importlib
import json
import os
import stat
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = os.path.abspath(os.environ["MAILLAGE"])
SOURCE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(SOURCE, "integrations", "qgis"))
catalogue = importlib.import_module("maillage.catalogue")
engine = importlib.import_module("maillage.engine")
Words = importlib.import_module("maillage.words").Words

DESCRIBED = {
    "name": "draw", "group": "Delivery", "summary": "Draw: all of it", "example": "maillage draw a.gpkg", "writes": True,
    "lists_files": True,
    "arguments": [
        {"name": "STUDY", "type": "file", "required": True, "default": None, "endings": ["yaml", "yml"], "writes": False,
         "help": "the study"},
        {"name": "A", "type": "text", "required": False, "default": "first", "writes": False, "help": "one"},
        {"name": "B", "type": "text", "required": False, "default": "second", "writes": False, "help": "other"},
    ],
    "options": [
        {"name": "--output", "type": "folder", "value": "DIR", "default": "here", "when_absent": None, "writes": True,
         "console": False, "advanced": False, "help": "where it is put: a folder; it may exist"},
        {"name": "--size", "type": "integer", "value": "N", "default": "3", "when_absent": None, "maximum": 9, "writes": False,
         "console": False, "advanced": True, "help": "how big"},
        {"name": "--how", "type": "text", "value": "HOW", "default": "fast", "when_absent": None, "choices": ["fast", "slow"],
         "writes": False, "console": False, "advanced": False, "help": "which way"},
        {"name": "--data", "type": "folder", "value": "DIR", "default": None, "when_absent": "that of the study",
         "writes": False, "console": False, "advanced": False, "help": "data"},
        {"name": "--dry-run", "type": "flag", "value": None, "default": None, "when_absent": None, "writes": False,
         "console": False, "advanced": False, "help": "nothing"},
        {"name": "--progress", "type": "text", "value": "HOW", "default": "auto", "when_absent": None, "writes": False,
         "console": True, "advanced": False, "help": "on stderr"},
    ],
}


def described():
    text = subprocess.run([PROGRAM, "--describe"], stdout=subprocess.PIPE, check=True).stdout
    return json.loads(text)


def script(folder, text):
    path = os.path.join(folder, "maillage")
    with open(path, "w") as file:
        file.write("#!/bin/sh\n" + text)
    os.chmod(path, stat.S_IRWXU)
    return path


class Mapping(unittest.TestCase):
    def setUp(self):
        self.command = catalogue.Command(DESCRIBED)
        self.fields = {f.name: f for f in self.command.fields}

    def test_every_kind_has_its_field(self):
        self.assertEqual({n: f.kind for n, f in self.fields.items()}, {
            "STUDY": "file", "A": "text", "B": "text", "OUTPUT": "new_folder", "SIZE": "integer", "HOW": "choice",
            "DATA": "folder", "DRY_RUN": "flag"})  # --progress is for terminals

    def test_defaults_optional_and_advanced(self):
        self.assertEqual([f.name for f in self.command.fields if not f.optional], ["STUDY", "OUTPUT", "SIZE", "HOW", "DRY_RUN"])
        self.assertEqual([self.fields[n].default for n in ("A", "SIZE", "HOW", "OUTPUT")], ["first", 3, "fast", None])
        self.assertEqual([f.name for f in self.command.fields if f.advanced], ["SIZE"])

    def test_labels_and_filters(self):
        words = Words("fr_FR")
        self.assertEqual(self.fields["DATA"].label(words), "Data (par défaut : that of the study)")
        self.assertEqual(self.fields["OUTPUT"].label(words), "Where it is put")
        self.assertEqual(self.fields["OUTPUT"].explanation(words), "Where it is put: a folder; it may exist")
        self.assertEqual(self.fields["STUDY"].filter(words), "Fichiers (*.yaml *.yml);;Tous les fichiers (*.*)")
        self.assertEqual(self.command.title, "Draw")

    def test_command_lines(self):
        line = self.command.arguments
        before = ["draw", "--progress", "json", "--json"]
        self.assertEqual(line({"STUDY": "s.yaml"}), before + ["--", "s.yaml"])
        self.assertEqual(line({"STUDY": "s.yaml", "B": "x", "SIZE": 0, "DRY_RUN": True, "DATA": ""}),
                         before + ["--size", "0", "--dry-run", "--", "s.yaml", "first", "x"])
        self.assertEqual(line({"STUDY": "-s", "DRY_RUN": False, "HOW": "slow"}), before + ["--how", "slow", "--", "-s"])
        self.assertEqual(line({}), before)

    def test_files_written(self):
        self.assertEqual(self.command.files('{"files": ["a.gpkg", "b"]}', {}), ["a.gpkg", "b"])
        self.assertEqual(self.command.files("no json", {}), [])


class RealCatalogue(unittest.TestCase):
    def setUp(self):
        self.all = catalogue.parse(PROGRAM, json.dumps(described()), Words("en"))

    def test_every_command_has_its_fields_apart(self):
        for command in self.all.commands:
            names = [f.name for f in command.fields] + [catalogue.LOAD, catalogue.TEXT, catalogue.RESULT]
            self.assertEqual(len(names), len(set(names)), command.name)
            self.assertNotIn(command.name, ("engine",))

    def test_every_default_is_a_choice_and_every_label_is_said(self):
        for command in self.all.commands:
            for field in command.fields:
                self.assertTrue(field.label(Words("en")), command.name)
                if field.kind == "choice" and field.default:
                    self.assertIn(field.default, field.choices, command.name)

    def test_what_the_dialogs_give_the_engine_understands(self):
        """Every option of every command, as the plugin passes it, is parsed by the engine, whatever the outcome."""
        sample = {"file": "/no/file", "folder": "/no/folder", "layer": "/no/layer", "new_file": "/no/f", "new_folder": "/no/d",
                  "integer": 1, "text": "x", "flag": True}
        for command in self.all.commands:
            values = {f.name: f.choices[0] if f.choices else sample[f.kind] for f in command.fields}
            done = subprocess.run([PROGRAM] + command.arguments(values), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
            self.assertNotIn(b"--help", done.stderr, command.name)  # the hint of a usage error

    def test_an_engine_of_another_time_is_told(self):
        old, new = described(), described()
        del old["catalogue"]
        new["catalogue"] = catalogue.FORM + 1
        for text, said in ((json.dumps(old), "too old"), (json.dumps(new), "newer"), ("maillage: unknown", "does not answer")):
            with self.assertRaisesRegex(catalogue.Problem, said):
                catalogue.parse("/x/maillage", text, Words("en"))


class Running(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()

    def tearDown(self):
        self.folder.cleanup()

    def test_the_engine_is_found_where_it_is_named_then_beside_then_on_the_path(self):
        path = script(self.folder.name, "")
        self.assertEqual(engine.find("/a/b", None, {}), "/a/b")
        self.assertEqual(engine.find("", None, {engine.VARIABLE: "/c"}), "/c")
        self.assertEqual(engine.find("", self.folder.name, {"PATH": "/bin"}), path)
        self.assertEqual(engine.find("", "/nowhere", {"PATH": self.folder.name}), path)
        self.assertIsNone(engine.find("", "/nowhere", {"PATH": "/nowhere"}))
        with self.assertRaisesRegex(catalogue.Problem, "introuvable"):
            catalogue.read(None, Words("fr"))

    def test_it_is_asked_once(self):
        path = script(self.folder.name, 'echo >>"$0.asked"; exec "%s" "$@"\n' % PROGRAM)
        for _ in range(3):
            catalogue.read(path, Words("en"))
        self.assertEqual(os.path.getsize(path + ".asked"), 1)

    def test_progress_messages_and_the_code_come_through(self):
        path = script(self.folder.name, """echo '{"stage":"load","fraction":0.5}' >&2; echo '{"stage":"x","fraction":null,"message":"X"}' >&2
            echo 'maillage: no supply' >&2; echo out; exit 1\n""")
        seen, lines = [], []
        done = engine.run([path], "en", lambda *p: seen.append(p), lines.append)
        self.assertEqual((done.code, done.output, done.last, done.cancelled), (1, "out\n", "maillage: no supply", False))
        self.assertEqual((seen, lines), ([("load", 0.5), ("X", None)], ["maillage: no supply"]))

    def test_stopping_reaches_the_whole_group_and_what_does_not_hear_is_killed(self):
        path = script(self.folder.name, 'sleep 600 & echo $! >"$0.child"; wait\n')
        done = engine.run([path], is_cancelled=lambda: os.path.exists(path + ".child"))
        self.assertTrue(done.cancelled)
        with open(path + ".child") as file:
            child = int(file.read())
        self.assertFalse(self.lives(child))
        path, engine.STOP_SECONDS = script(self.folder.name, 'trap "" TERM; echo >"$0.ready"; while :; do sleep 0.1; done\n'), 0.5
        self.assertEqual(engine.run([path], is_cancelled=lambda: os.path.exists(path + ".ready")).code, -9)

    @staticmethod
    def lives(process):
        for _ in range(50):
            try:
                os.kill(process, 0)
            except ProcessLookupError:
                return False
            time.sleep(0.1)
        return True

    def test_a_run_that_is_stopped_leaves_nothing(self):
        output, begun = os.path.join(self.folder.name, "out"), []
        done = engine.run([PROGRAM, "run", "--progress", "json", "--output", output, "--",
                           os.path.join(SOURCE, "examples", "bethune", "study.yaml")], "en",
                          lambda *p: begun.append(p), None, lambda: bool(begun))
        self.assertEqual((done.code, done.cancelled), (130, True))
        self.assertRegex(done.last, "cancelled during .*; nothing was changed")
        left = [name for _, folders, names in os.walk(output) for name in names]
        self.assertEqual(left, [])


if __name__ == "__main__":
    unittest.main()
