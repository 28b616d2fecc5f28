#!/usr/bin/env python3
"""Runs a study in several ways and compares what comes of it, bit for bit. Usage: same_bits.py STUDY_FOLDER PROGRAM [OTHER_PROGRAM...]
"road" as STUDY_FOLDER is the small study by road (tests/faults/town.py).

The ways differ in threads, locale, time zone, umask, folder, and program (another compiler). The program itself sets no locale, but its
library lives in programs that do: a preloaded file sets it. Its locales are made here, so that none need be installed. Without SOURCE_DATE_EPOCH every table but
`duree` holds the same rows; with it the GeoPackage, the page, the workbook, the CSV files and the files of a zoning are the same bytes.
MAILLAGE_FULL=1 tries every way, otherwise those most unlike each other.
"""
import hashlib
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "faults"))
import town  # noqa: E402

study, programs = pathlib.Path(sys.argv[1]), [str(pathlib.Path(p).resolve()) for p in sys.argv[2:]]
FULL = os.environ.get("MAILLAGE_FULL") == "1"
EPOCH = "1700000000"

USUAL = {"threads": 2, "locale": "C.UTF-8", "zone": "UTC", "umask": 0o022, "folder": "a", "program": programs[0]}
WAYS = [
    {},
    {"threads": 1, "locale": "fr_FR.UTF-8", "zone": "Pacific/Noumea", "umask": 0o077, "folder": "elsewhere/b é"},
    {"threads": 8, "locale": "tr_TR.UTF-8", "zone": "America/Cayenne"},
]
if FULL:
    WAYS += [{"threads": n} for n in (1, 3, 8)] + [{"locale": name} for name in ("fr_FR.UTF-8", "tr_TR.UTF-8", "C")]
    WAYS += [{"zone": "Pacific/Noumea"}, {"umask": 0o077}, {"folder": "elsewhere/b é"}] + [{} for _ in range(9)]
WAYS += [{"program": other} for other in programs[1:]]
faults = 0

# Decimal commas as in French, dotted capitals as in Turkish.
LOCALE = r"""comment_char %
escape_char /
LC_CTYPE
upper <U0041>..<U005A>;<U0130>
lower <U0061>..<U007A>;<U0131>
digit <U0030>..<U0039>
xdigit <U0030>..<U0039>;<U0041>..<U0046>;<U0061>..<U0066>
space <U0009>..<U000D>;<U0020>
blank <U0009>;<U0020>
cntrl <U0000>..<U001F>;<U007F>
punct <U0021>..<U002F>;<U003A>..<U0040>;<U005B>..<U0060>;<U007B>..<U007E>
toupper PAIRS
tolower RIAPS
END LC_CTYPE
LC_NUMERIC
decimal_point ","
thousands_sep "<U202F>"
grouping 3;3
END LC_NUMERIC
"""
SHIM = """#include <locale.h>
#include <stdlib.h>
__attribute__((constructor)) static void enter(void)
{
    if (!setlocale(LC_ALL, ""))
        abort();
}
"""


def make_locale(top, name, pairs):
    text = LOCALE.replace("PAIRS", ";".join("(<U%04X>,<U%04X>)" % (ord(a), ord(b)) for a, b in pairs))
    text = text.replace("RIAPS", ";".join("(<U%04X>,<U%04X>)" % (ord(b), ord(a)) for a, b in pairs))
    for part in ("COLLATE", "MONETARY", "TIME", "MESSAGES", "PAPER", "NAME", "ADDRESS", "TELEPHONE", "MEASUREMENT", "IDENTIFICATION"):
        text += 'LC_%s\ncopy "C"\nEND LC_%s\n' % (part, part)
    source = top / (name + ".txt")
    source.write_text(text)
    subprocess.run(["localedef", "-c", "-i", str(source), "-f", "UTF-8", str(top / (name + ".UTF-8"))], stderr=subprocess.DEVNULL)


def make_locales(top):
    plain = [(c, c.upper()) for c in "abcdefghijklmnopqrstuvwxyz"]
    make_locale(top, "fr_FR", plain)
    make_locale(top, "tr_TR", [(a, "\u0130" if a == "i" else b) for a, b in plain] + [("\u0131", "I")])
    (top / "shim.c").write_text(SHIM)
    subprocess.run(["cc", "-shared", "-fPIC", "-o", str(top / "shim.so"), str(top / "shim.c")], check=True)


def fault(words):
    global faults
    faults += 1
    print(words)


def environment(top, way, epoch):
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG")) and k not in ("SOURCE_DATE_EPOCH", "TZ")}
    kept.update(LC_ALL=way["locale"], TZ=way["zone"])
    if way["locale"].endswith("R.UTF-8"):
        # the locale of a process is never freed, and the sanitizers want to be loaded first
        kept.update(LOCPATH=str(top), LD_PRELOAD=str(top / "shim.so"), ASAN_OPTIONS="verify_asan_link_order=0:detect_leaks=0")
    if epoch:
        kept["SOURCE_DATE_EPOCH"] = EPOCH
    return kept


def call(top, way, epoch, *words):
    done = subprocess.run([way["program"], *words, "--lang", "fr"], env=environment(top, way, epoch), umask=way["umask"],
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        sys.exit("%s: exit %d: %s" % (" ".join(words), done.returncode, done.stderr))


def run(top, way, epoch):
    """The folder of what one way of running gives."""
    folder = pathlib.Path(tempfile.mkdtemp(dir=top)) / way["folder"]
    shutil.copytree(study, folder / "in", ignore=shutil.ignore_patterns("out"))
    text = (folder / "in/study.yaml").read_text(encoding="utf-8")
    out = folder / "out"
    call(top, way, epoch, "run", str(folder / "in/study.yaml"), "--output", str(out), "--threads", str(way["threads"]))
    if "\nzoning:" in text:
        packages = list(out.rglob("*.gpkg"))
        call(top, way, epoch, "zoning", str(folder / "in/study.yaml"), "--geopackage", str(packages[0]), "--output", str(folder / "out/zonage"))
    return out


def quote(name):
    return '"' + name.replace('"', '""') + '"'


def tables(path):
    """Of each table of a GeoPackage that is not a log of the run: a checksum of its rows."""
    found = {}
    db = sqlite3.connect("file:%s?mode=ro" % path.resolve().as_uri()[len("file://"):], uri=True)
    names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for name in sorted(names):
        # when a table was written, and what says so
        if name in ("duree", "gpkg_contents", "sqlite_sequence", "gpkg_metadata_reference", "layer_styles", "qgis_projects"):
            continue
        if name.startswith("rtree_"):
            continue
        rows = sorted(repr(row) for row in db.execute("SELECT * FROM " + quote(name)))
        found[name] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
    db.close()
    return found


def compare_tables(want, got, how):
    for name in sorted(set(want) | set(got)):
        if want.get(name) != got.get(name):
            fault("%s: table %s differs: %s, %s" % (how, name, want.get(name), got.get(name)))


def files(out):
    """Of each file but what is kept for the next run: its bytes."""
    kept = (".network", ".hierarchy", ".times")
    return {str(p.relative_to(out)): p for p in sorted(out.rglob("*")) if p.is_file() and p.suffix not in kept}


def explain(want, got):
    """Where two files differ."""
    if want.suffix == ".xlsx":
        a, b = zipfile.ZipFile(want), zipfile.ZipFile(got)
        return [n for n in a.namelist() if n not in b.namelist() or a.read(n) != b.read(n)]
    if want.suffix == ".gpkg":
        a, b = sqlite3.connect(want), sqlite3.connect(got)
        names = [row[0] for row in a.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'rtree_%'")]
        return [n for n in names if list(a.execute("SELECT * FROM " + quote(n))) != list(b.execute("SELECT * FROM " + quote(n)))]
    one, other = want.read_bytes(), got.read_bytes()
    at = next((i for i, (x, y) in enumerate(zip(one, other)) if x != y), min(len(one), len(other)))
    return [at, one[at - 40:at + 40], other[at - 40:at + 40]]


def compare_files(want, got, how):
    if sorted(want) != sorted(got):
        fault("%s: other files: %s, %s" % (how, sorted(want), sorted(got)))
    for name in sorted(set(want) & set(got)):
        if want[name].read_bytes() != got[name].read_bytes():
            fault("%s: %s differs: %s" % (how, name, explain(want[name], got[name])))


with tempfile.TemporaryDirectory() as name:
    top = pathlib.Path(name)
    make_locales(top)
    if sys.argv[1] == "road":
        study = top / "road"
        town.write(study, pathlib.Path(__file__).resolve().parent.parent)
    first_tables = first_files = None
    for number, way in enumerate(WAYS):
        how = str(way) if way else "again"
        still = run(top, {**USUAL, **way}, True)
        got = files(still)
        if number == 0:
            first_files = got
            first_tables = tables(next(still.glob("*.gpkg")))
            if not first_tables or not any(rows for rows, _ in first_tables.values()):
                sys.exit("the study gives no rows")
        compare_files(first_files, got, how)
        if number < 2 or FULL:  # by the clock
            live = run(top, {**USUAL, **way}, False)
            compare_tables(first_tables, tables(next(live.glob("*.gpkg"))), how + ", by the clock")
            for name, path in files(live).items():
                if path.suffix in (".csv", ".html", ".svg", ".md") and path.read_bytes() != first_files[name].read_bytes():
                    fault("%s, by the clock: %s differs: %s" % (how, name, explain(first_files[name], path)))
    print("%d ways, %d files, %d tables: %s" % (len(WAYS), len(first_files), len(first_tables), "%d faults" % faults if faults else "the same"))
sys.exit(1 if faults else 0)
