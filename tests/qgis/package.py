"""What the plugin repository of QGIS asks of a zip, and what each supported version of QGIS needs of the sources.

Usage: package.py PLUGIN.zip [--published]    --published: the addresses too, which a build for oneself leaves empty
Prints one line a fault. Exit code: 0 none, 1 some.
"""
import ast
import configparser
import os
import re
import sys
import zipfile

REQUIRED = ("name", "qgisMinimumVersion", "description", "about", "version", "author", "email")
ADDRESSES = ("repository", "tracker", "homepage")
MOST_BYTES = 25 * 1000 * 1000
ALLOWED = (".py", ".svg", ".txt", ".json", "LICENSE")
OLDEST_PYTHON = (3, 7)  # of QGIS 3.22 on Windows
QT = re.compile(r"^\s*(?:from|import)\s+(PyQt\d|PySide\d|sip)\b", re.M)
# A value of an enumeration under the name of its class alone, which Qt 6 does not know; Class.Inner(...) is a class within
SHORT_ENUM = re.compile(r"\b(?:Qt|Qgis|Q(?:gs)?[A-Z]\w+)\.[A-Z]\w*(?![\w.(])|\.exec_\(")


def faults_of_metadata(text, published):
    parser = configparser.ConfigParser(interpolation=None)
    parser.read_string(text)
    general = parser["general"]
    for key in REQUIRED + (ADDRESSES if published else ()):
        if not general.get(key, "").strip():
            yield "metadata.txt: %s is missing" % key
    if not re.match(r"^\d+(\.\d+)+$", general.get("version", "")):
        yield "metadata.txt: version is %s" % general.get("version")
    if re.search(r"\bplugin\b", general.get("name", ""), re.I):
        yield "metadata.txt: the name need not say plugin"
    if general.get("qgisMinimumVersion") != "3.22" or general.get("supportsQt6") != "True":
        yield "metadata.txt: other versions of QGIS than 3.22 to 4"


def faults_of_source(name, text):
    try:
        ast.parse(text, name, feature_version=OLDEST_PYTHON)
    except SyntaxError as error:
        yield "%s:%s: not of Python %d.%d: %s" % (name, error.lineno, *OLDEST_PYTHON, error.msg)
    for found in QT.finditer(text):
        yield "%s: imports %s, not qgis.PyQt" % (name, found.group(1))
    for found in SHORT_ENUM.finditer(text):
        yield "%s: %s is not known to Qt 6" % (name, found.group(0))


def faults(path, published):
    if os.path.getsize(path) > MOST_BYTES:
        yield "%s: more than 25 MB" % path
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        roots = {name.split("/")[0] for name in names}
        if len(roots) != 1:
            yield "more than one folder at the top: %s" % sorted(roots)
        root = roots.pop()
        for needed in ("metadata.txt", "__init__.py", "LICENSE", "icon.svg"):
            if "%s/%s" % (root, needed) not in names:
                yield "%s is missing" % needed
        for name in names:
            if not name.endswith(ALLOWED) or "/." in name or "__pycache__" in name or "__MACOSX" in name:
                yield "%s has no place in a plugin" % name
            if archive.read(name)[:4] in (b"\x7fELF", b"MZ\x90\x00", b"\xcf\xfa\xed\xfe"):
                yield "%s is a program" % name
            if name.endswith(".py"):
                yield from faults_of_source(name, archive.read(name).decode("utf-8"))
        yield from faults_of_metadata(archive.read(root + "/metadata.txt").decode("utf-8"), published)


def main(path, *options):
    found = list(faults(path, "--published" in options))
    for fault in found:
        print(fault)
    return 1 if found else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
