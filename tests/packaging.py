"""What packages the project for others, as far as it can be read without building: versions, dependencies, recipes, presets.

Usage: python3 tests/packaging.py            unittest's own options
"""
import contextlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# What Debian calls a library, and what conda-forge and Homebrew call it; None: it is part of another, or of the system.
NAMES = {
    "coinor-libcbc-dev": ("coin-or-cbc", "cbc"),
    "libcjson-dev": ("cjson", "cjson"),
    "libcrypt-dev": ("libxcrypt", "libxcrypt"),
    "libcurl4-openssl-dev": ("libcurl", "curl"),
    "libcyaml-dev": ("libcyaml", "libcyaml"),
    "libdeflate-dev": ("libdeflate", "libdeflate"),
    "libgdal-dev": ("libgdal-core", "gdal"),
    "libgeos-dev": ("geos", "geos"),
    "libmicrohttpd-dev": ("libmicrohttpd", "libmicrohttpd"),
    "libproj-dev": ("proj", "proj"),
    "libsqlite3-dev": ("sqlite", "sqlite"),
    "libsqlite3-mod-spatialite": ("libspatialite", "libspatialite"),
    "libxlsxwriter-dev": ("libxlsxwriter", "libxlsxwriter"),
    "libyaml-dev": ("yaml", "libyaml"),
    "uthash-dev": ("uthash", "uthash"),
    "zlib1g-dev": ("zlib", "zlib"),
}
TOOLS = {"cmake", "gcc", "gettext", "ninja-build", "pkg-config"}


def read(name):
    with open(os.path.join(TOP, name), encoding="utf-8") as file:
        return file.read()


def version():
    return re.search(r"project\(maillage VERSION ([0-9.]+)", read("CMakeLists.txt")).group(1)


def build_packages():
    return set(re.search(r'build_packages="([^"]*)"', read("cmake/setup.sh")).group(1).split())


def tools_for_windows():
    script = os.path.join(TOP, "packaging", "windows", "tools.sh")
    return subprocess.run(["bash", "-c", '. "$0" && tools_are_there', script], stderr=subprocess.DEVNULL).returncode == 0


class Versions(unittest.TestCase):
    def test_every_package_is_of_this_version(self):
        self.assertEqual(re.match(r"maillage \(([^)]+)\)", read("debian/changelog")).group(1), version())
        pattern = re.search(r'regex_pattern="(.*?)", from', read("packaging/conda/meta.yaml")).group(1).replace("\\\\", "\\")
        self.assertEqual(re.search(pattern, read("CMakeLists.txt")).group(1), version())

    def test_nothing_else_states_it(self):
        told = subprocess.run(["git", "-C", TOP, "grep", "-lF", version(), "--", "packaging", "integrations", "cmake", "docs/install.md"],
                              stdout=subprocess.PIPE, universal_newlines=True).stdout.split()
        self.assertEqual(told, [])


class Dependencies(unittest.TestCase):
    def test_every_library_has_its_names(self):
        self.assertEqual(build_packages() - TOOLS, set(NAMES))

    def test_debian_asks_for_what_the_build_installs(self):
        control = re.search(r"^Build-Depends:(.*?)^\S", read("debian/control"), re.M | re.S).group(1)
        asked = {re.split(r"[\s(<:]", p.strip())[0] for p in control.split(",")}
        self.assertEqual(build_packages() - {"gcc"} - asked, set())

    def test_conda_and_homebrew_too(self):
        recipe, formula = read("packaging/conda/meta.yaml"), read("packaging/homebrew/maillage.rb.in")
        host = set(re.findall(r"^    - (\S+)", recipe[recipe.index("  host:"):recipe.index("  run:")], re.M))
        needed = set(re.findall(r'(?:depends_on|uses_from_macos) "(\S+)"', formula))
        self.assertEqual({conda for conda, _ in NAMES.values() if conda} - host, set())
        self.assertEqual({brew for _, brew in NAMES.values() if brew} - needed, set())


class Recipes(unittest.TestCase):
    def test_the_conda_recipe_is_rendered(self):
        try:
            import jinja2
            import yaml
        except ImportError:
            self.skipTest("jinja2 and yaml are not installed")
        given = {"load_file_regex": lambda load_file, regex_pattern, from_recipe_dir: re.search(regex_pattern, read(load_file)),
                 "compiler": str, "stdlib": str, "pin_subpackage": lambda name, max_pin: name}
        recipe = yaml.safe_load(jinja2.Template(read("packaging/conda/meta.yaml")).render(**given))
        self.assertEqual((recipe["package"]["name"], recipe["package"]["version"]), ("maillage", version()))
        for name in recipe["about"]["license_file"] + recipe["test"]["source_files"]:
            self.assertTrue(os.path.exists(os.path.join(TOP, name)), name)

    def test_the_formula_is_filled_in(self):
        with tempfile.NamedTemporaryFile() as archive:
            archive.write(b"source")
            archive.flush()
            formula = subprocess.run([os.path.join(TOP, "packaging", "homebrew", "formula.sh"), "https://example.org", "https://example.org/a.tar.gz",
                                      archive.name], stdout=subprocess.PIPE, universal_newlines=True, check=True).stdout
        self.assertNotIn("@", formula)
        self.assertIn('version "%s"' % version(), formula)
        self.assertIn("41cf6794ba4200b839c53531555f0f3998df4cbb01a4d5cb0b94e3ca5e23947d", formula)  # sha256 of "source"
        self.assertEqual(len(re.findall(r"^\s*(?:class|def|test do|on_linux do)\b", formula, re.M)), len(re.findall(r"^\s*end$", formula, re.M)))

    def test_shell_scripts_are_well_formed(self):
        for name in ("packaging/conda/build.sh", "packaging/homebrew/formula.sh", "packaging/linux/tarball.sh", "packaging/twice.sh", "packaging/windows/build.sh",
                     "packaging/windows/commands.sh", "packaging/windows/dependencies.sh", "packaging/windows/folder.sh", "packaging/windows/test.sh", "packaging/windows/tools.sh", "packaging/windows/ways.sh",
                     "packaging/windows/test_layer.sh", "debian/tests/study"):
            self.assertEqual(subprocess.run(["bash", "-n", os.path.join(TOP, name)]).returncode, 0, name)

    def test_the_sources_for_windows_are_pinned(self):
        lines = [line.split() for line in read("packaging/windows/sources.txt").splitlines() if not line.startswith("#")]
        self.assertGreater(len(lines), 10)
        for suite, package, pinned in lines:
            self.assertRegex(pinned, r"^(\d+:)?\d[\w.+~-]*-\d", package)
        script = read("packaging/windows/dependencies.sh")
        for name in re.search(r"for package in \$\{PACKAGES:-(.*?)\}", read("packaging/windows/build.sh"), re.S).group(1).split():
            self.assertIn(name, [package for _, package, _ in lines])
            self.assertIn("build_%s()" % name.replace("-", "_"), script)

    def test_lists_of_sources_are_fetched_once_and_only_to_unpack(self):
        script = """set -euo pipefail
            . "$here/dependencies.sh"
            fetch_lists() { echo lists; apt_sources=(-o none); }
            unpack() { [ -n "$apt_sources" ] && mkdir -p "$work/src/$1" && touch "$work/src/$1/.unpacked" && echo "$work/src/$1"; }
            build() { :; }
            mkdir "$work/log" "$work/stamps"
            once zlib build; once zlib build; once geos build; unset apt_sources; once zlib build"""
        with tempfile.TemporaryDirectory() as folder:
            ran = subprocess.run(["bash", "-c", script], stdout=subprocess.PIPE, universal_newlines=True, check=True,
                                 env=dict(os.environ, here=os.path.join(TOP, "packaging", "windows"), work=folder))
        self.assertEqual([line.split()[:2] for line in ran.stdout.splitlines()], [["==", "zlib"], ["lists"], ["==", "geos"]])

    def test_tools_that_the_build_for_windows_lacks_are_named_first(self):
        with tempfile.TemporaryDirectory() as folder:
            for tool in ("bash", "nice", "dirname", "cmake"):
                os.symlink(shutil.which(tool), os.path.join(folder, tool))
            ran = subprocess.run([os.path.join(TOP, "packaging", "windows", "build.sh"), os.path.join(folder, "out")], stderr=subprocess.PIPE,
                                 universal_newlines=True, env=dict(os.environ, PATH=folder))
            self.assertFalse(os.path.exists(os.path.join(folder, "out")))
        self.assertEqual(ran.returncode, 3)
        lines = ran.stderr.splitlines()
        self.assertIn("ninja is missing: apt-get install ninja-build", lines)
        self.assertIn("x86_64-w64-mingw32-g++-posix is missing: apt-get install g++-mingw-w64-x86-64-posix", lines)
        for line in lines:
            self.assertRegex(line, r"^\S+ is missing: apt-get install \S+$")
            self.assertFalse(line.startswith("cmake "), line)

    @unittest.skipUnless(tools_for_windows(), "a tool of the build for Windows is not installed")
    def test_what_cannot_be_gathered_for_windows_is_not_zipped(self):
        lines = [line.split() for line in read("packaging/windows/sources.txt").splitlines() if not line.startswith("#")]
        with tempfile.TemporaryDirectory() as folder:
            os.mkdir(os.path.join(folder, "stamps"))
            os.makedirs(os.path.join(folder, "prefix", "include"))
            for _, package, pinned in lines:  # as if each library had been built
                open(os.path.join(folder, "stamps", package + "-" + pinned.translate(str.maketrans(":/", "__"))), "w").close()
            with open(os.path.join(folder, "cmake"), "w") as file:
                file.write('#!/bin/sh\n[ "$1" != --install ] || exit 5\n')
            os.chmod(os.path.join(folder, "cmake"), 0o755)
            code = subprocess.run([os.path.join(TOP, "packaging", "windows", "build.sh"), folder], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                  env=dict(os.environ, PATH=folder + os.pathsep + os.environ["PATH"], PACKAGES="")).returncode
            self.assertEqual(code, 5)
            self.assertFalse(os.path.exists(os.path.join(folder, "dist")))

    def test_what_fails_on_windows_is_a_test_that_exists(self):
        for line in read("packaging/windows/not_on_windows.txt").splitlines():
            if not line.startswith("#"):
                name, commands, reason = line.split(" ", 2)
                self.assertTrue(os.path.isfile(os.path.join(TOP, "tests", "cli", name + ".test")), name)
                self.assertGreater(int(commands), 0)
                self.assertGreater(len(reason), 10)

    def test_a_test_fails_on_windows_in_as_many_commands_as_told(self):
        with tempfile.TemporaryDirectory() as folder:
            cli = os.path.join(folder, "tests", "cli")
            os.makedirs(cli)
            shutil.copy(os.path.join(TOP, "tests", "cli", "run.sh"), cli)
            program = os.path.join(folder, "maillage")
            with open(program, "w") as file:
                file.write("#!/bin/sh\necho $1\n")
            os.chmod(program, 0o755)
            right, wrong = "$ maillage 1\n1\n", "$ maillage 1\n2\n"
            for name, commands in (("good", right), ("told", right + wrong), ("mended", right), ("more", wrong + wrong), ("new", wrong), ("none", "")):
                with open(os.path.join(cli, name + ".test"), "w") as file:
                    file.write(commands)
            with open(os.path.join(folder, "not_on_windows.txt"), "w") as file:
                file.write("# why\ntold 1 another system\nmended 1 it was so\nmore 1 one of two\n")
            ran = subprocess.run(["bash", "-euc", '. "$0"; top=$1 here=$1 work=$1 compared=$1; the_commands .',
                                  os.path.join(TOP, "packaging", "windows", "commands.sh"), folder], stdout=subprocess.PIPE, universal_newlines=True)
        self.assertEqual([line.split(", see")[0] for line in ran.stdout.splitlines()], [
            "mended: 0 commands fail, 1 expected to (exit code 0)", "more: 2 commands fail, 1 expected to (exit code 1)",
            "new: 1 commands fail, 0 expected to (exit code 1)", "none: 0 commands fail, 0 expected to (exit code 1)",
            "told: 1: another system", "1 passed, 4 failed, 1 failed as expected"])

    def test_geopackages_are_compared_cell_by_cell(self):
        with tempfile.TemporaryDirectory() as folder:
            paths = [os.path.join(folder, name) for name in ("a", "same", "near", "other", "short")]
            for path, cell in zip(paths, (0.1 + 0.2, 0.1 + 0.2, 0.3, "0.3", None)):
                with contextlib.closing(sqlite3.connect(path)) as db:
                    db.executescript("CREATE TABLE t (x, y TEXT); CREATE TABLE %s (z)" % ("u" if path != paths[4] else "v"))
                    db.executemany("INSERT INTO t VALUES (?, 'a')", [(1.5,), (cell,)][:1 if path == paths[4] else 2])
                    db.commit()

            def told(other):
                ran = subprocess.run([sys.executable, os.path.join(TOP, "packaging", "windows", "compare.py"), paths[0], other],
                                     stdout=subprocess.PIPE, universal_newlines=True)
                return ran.returncode, ran.stdout
            self.assertEqual(told(paths[1]), (0, "2 tables, 0 faults\n"))
            code, words = told(paths[2])
            self.assertEqual(code, 1)
            self.assertIn("t.x: 1 of 2 cells; widest: 1 units of the last place (0.30000000000000004, 0.3)", words)
            self.assertIn("t.x: 1 of 2 cells; widest: not numbers (0.30000000000000004, '0.3')", told(paths[3])[1])
            self.assertIn("not the same tables: ['u', 'v']", told(paths[4])[1])
            self.assertIn("t: 2 rows of 2 columns, 1 of 2", told(paths[4])[1])

    def test_two_builds_are_compared_byte_by_byte(self):
        def told(words):  # what a build installs
            with tempfile.TemporaryDirectory() as folder:
                tools = os.path.join(folder, "tools")
                os.mkdir(tools)
                for tool in ("bash", "sh", "nice", "dirname", "basename", "tar", "mkdir", "rm", "diff", "find", "wc", "cmp"):
                    os.symlink(shutil.which(tool), os.path.join(tools, tool))
                for tool, script in (("git", "exec tar -c -T /dev/null"),  # an empty source, and a build of nothing; no patchelf: no archive
                                     ("cmake", '[ "$1" = --install ] || exit 0; mkdir -p "$DESTDIR/bin"; echo %s > "$DESTDIR/bin/maillage"' % words)):
                    with open(os.path.join(tools, tool), "w") as file:
                        file.write("#!/bin/sh\n%s\n" % script)
                    os.chmod(os.path.join(tools, tool), 0o755)
                ran = subprocess.run([os.path.join(TOP, "packaging", "twice.sh"), os.path.join(folder, "out")], stdout=subprocess.PIPE,
                                     stderr=subprocess.DEVNULL, universal_newlines=True, env=dict(os.environ, PATH=tools))
                return ran.returncode, ran.stdout.splitlines()[-1]
        self.assertEqual(told("words"), (0, "the same bytes twice: 1 files"))
        for words in ("$DESTDIR", "$TZ", "$LC_ALL"):
            code, last = told(words)
            self.assertEqual((code, last[:2]), (1, "> "), words)

    def test_presets_set_options_that_exist(self):
        presets, cmake = json.loads(read("CMakePresets.json")), read("CMakeLists.txt")
        names = {p["name"] for p in presets["configurePresets"]}
        for preset in presets["configurePresets"]:
            for option in preset.get("cacheVariables", {}):
                self.assertTrue(option.startswith("CMAKE_") or "option(%s " % option in cmake, option)
        for preset in presets["buildPresets"] + presets["testPresets"]:
            self.assertIn(preset["configurePreset"], names)

    def test_a_release_is_described(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "a.zip")
            with open(path, "wb") as file:
                file.write(b"source")
            told = json.loads(subprocess.run([sys.executable, os.path.join(TOP, "packaging", "release.py"), "1.0", "https://example.org/x/",
                                              "windows-x86_64=" + path], stdout=subprocess.PIPE, check=True).stdout)
        self.assertEqual(told["files"]["windows-x86_64"], {"address": "https://example.org/x/a.zip", "bytes": 6, "sha256":
                         "41cf6794ba4200b839c53531555f0f3998df4cbb01a4d5cb0b94e3ca5e23947d"})


if __name__ == "__main__":
    unittest.main()
