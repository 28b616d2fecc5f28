"""What stands in a folder after a command: each output old or new, and whole."""
import hashlib
import os
import re
import sqlite3
import xml.sax
import zipfile

#: what a run keeps beside its outputs, made again when it is not right; what a download has got so far
KEPT = (".network", ".hierarchy", ".times", ".part", ".part.tag")


def files_of(folder):
    """Every file below a folder, by its path in it."""
    found = []
    for top, _, names in os.walk(folder):
        found += [os.path.relpath(os.path.join(top, name), folder) for name in names]
    return sorted(found)


def digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def picture(folder):
    """Digest of every file."""
    return {name: digest(os.path.join(folder, name)) for name in files_of(folder)}


def of_geopackage(path):
    """Rows of each table and bytes of its shapes, once the file is found sound."""
    with open(path, "rb") as file:
        if file.read(15) != b"SQLite format 3":
            raise ValueError("not a GeoPackage")
    base = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        found = base.execute("PRAGMA integrity_check").fetchall()
        if found != [("ok",)]:
            raise ValueError(f"integrity check: {found[:2]}")
        rows = {}
        for (table,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'rtree%'"):
            columns = [c[1] for c in base.execute(f'PRAGMA table_info("{table}")')]
            shapes = "sum(length(geom))" if "geom" in columns else "0"
            if table != "sqlite_sequence":
                rows[table] = base.execute(f'SELECT count(*), {shapes} FROM "{table}"').fetchone()
        return rows
    finally:
        base.close()


def recover(folder):
    """Roll back what a database's journal still holds, as the next program that opens it to write does: where no page
    beyond a limit can be written, it could not be rolled back at once."""
    for name in files_of(folder):
        if name.endswith(".gpkg") and os.path.exists(os.path.join(folder, name + "-journal")):
            base = sqlite3.connect(os.path.join(folder, name))
            base.execute("SELECT count(*) FROM sqlite_master").fetchone()
            base.close()


def of_workbook(path):
    """Cells of each part, each part being whole XML."""
    cells = {}
    with zipfile.ZipFile(path) as book:
        if book.testzip():
            raise ValueError("damaged")
        for name in book.namelist():
            text = book.read(name)
            xml.sax.parseString(text, xml.sax.ContentHandler())
            cells[name] = len(re.findall(rb"<(?:c|si)[ >]", text))
    return cells


def of_text(path):
    """Words without figures, which hold times of day and seconds."""
    with open(path, "rb") as file:
        text = file.read()
    if path.endswith(".html") and not text.rstrip().endswith(b"</html>"):
        raise ValueError("cut")
    return hashlib.sha256(re.sub(rb"[-0-9.,:TZ]+", b"", text)).hexdigest()


def of_archive(path):
    with zipfile.ZipFile(path) as archive:
        if archive.testzip():
            raise ValueError("damaged")
        return sorted(archive.namelist())


def of_pdf(path):
    with open(path, "rb") as file:
        text = file.read()
    if not text.rstrip().endswith(b"%%EOF"):
        raise ValueError("cut")
    return len(re.findall(rb"\bobj\b", text))


def of_users(path):
    """Names and kinds of hashes, whose salt is another each time."""
    with open(path, encoding="utf-8") as file:
        return [line.rsplit("$", 2)[0] for line in file]


READERS = {".gpkg": of_geopackage, ".xlsx": of_workbook, ".zip": of_archive, ".pdf": of_pdf, "users.txt": of_users}


def contents(path):
    name = os.path.basename(path)
    return READERS.get(name if name in READERS else os.path.splitext(path)[1], of_text)(path)


def outputs(folder, names):
    """The files that a command has written, as paths in the folder."""
    found = []
    for name in names:
        path = os.path.join(folder, name)
        found += [os.path.join(name, f) for f in files_of(path)] if os.path.isdir(path) else [name]
    return [f for f in found if os.path.exists(os.path.join(folder, f))]


def problems(folder, before, wanted, must, same=True):
    """What is wrong with the outputs: `before` is the picture of the folder, `wanted` the contents of a run without
    faults, which `same` asks for, `must` "old", "new" or "either"."""
    after = picture(folder)
    new = [f for f in wanted if after.get(f) != before.get(f)]
    wrong = [f"{f} is gone" for f in before if f not in after]
    wrong += [f"{f} is not an output, and changed" for f in before if f not in wanted and f in after
              and after[f] != before[f] and not f.endswith(KEPT)]
    if must == "old" and new:
        wrong.append(f"failed, but {new[:3]} of {len(wanted)} are new")
    if must == "new" and len(new) < len(wanted):
        wrong.append(f"done, but only {len(new)} of {len(wanted)} are new")
    if must == "either" and 0 < len(new) < len(wanted):
        wrong.append(f"mixed: {len(new)} of {len(wanted)} are new")
    for f in new:
        try:
            if contents(os.path.join(folder, f)) != wanted[f] and same:
                wrong.append(f"{f} lacks something")
        except Exception as fault:  # any reader's
            wrong.append(f"{f} is not whole: {fault}")
    return wrong


def left_overs(folder, before, wanted):
    return [f for f in files_of(folder) if f not in before and f not in wanted and not f.endswith(KEPT)]
