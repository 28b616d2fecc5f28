#!/usr/bin/env python3
"""Puts hostile words into every text of a study and looks at what each output makes of them. Usage: hostile_texts.py STUDY_FOLDER PROGRAM

Every file that a command writes is judged by its kind; a kind that is not known here is a fault, so that a new output is looked at. Every
command prints, as text and as JSON: no control character may reach the terminal. Prints a line a kind of output, and a line a fault.
"""
import base64
import collections
import csv
import hashlib
import html.parser
import io
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import xml.etree.ElementTree
import zipfile

study, program = pathlib.Path(sys.argv[1]), str(pathlib.Path(sys.argv[2]).resolve())

# What would be code: in HTML, SVG and XML, attributes, scripts, style sheets, expressions of QGIS; in a spreadsheet; in SQL, Markdown,
# a terminal. @ is the number of the place it stands at.
FAMILIES = {
    "markup": "</script><script>alert(@)</script>\"'><img src=x onerror=alert(@)><svg/onload=alert(@)>]]><!--</style>[% env('HOME') %]&lt;i@",
    "formula": "=HYPERLINK(\"http://evil.example/@\",\"@\")",
    "command": "+cmd|' /C calc'!A@",
    "sql": "x@'); DROP TABLE commune; --\" [% 1 %] | [click@](javascript:alert(@)) ![i](http://evil.example/@) `c` **b** <b>@</b>",
    "control": "a@\x1b]0;x\x07\x9b31m\u009b31m\u202e\x7f",
}
# Longer than any line, and a cut at a byte falls within a letter: nothing is cut, unless a mark says so.
LONG = " Debut@ " + "é’ÎœŸ" * 40 + " fin@."
if os.environ.get("MAILLAGE_FULL") != "1":
    FAMILIES = {"code": FAMILIES["markup"] + FAMILIES["sql"] + FAMILIES["control"], "formula": FAMILIES["formula"] + LONG}
else:
    FAMILIES["long"] = LONG.strip()
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\x80-\x9f]")
TAMED_LITERAL = "[% '[%' %]"
faults = []
seen = collections.Counter()  # kind of output -> files
met = collections.Counter()  # kind of output -> hostile words found in it


class Place:
    """Gives each place of the study its own copy of the words."""

    def __init__(self, words):
        self.words, self.count = words, 0

    def __call__(self):
        self.count += 1
        return self.words.replace("@", str(self.count))


def fault(where, words):
    line = "%s: %s" % (where, words)
    if line not in faults:
        faults.append(line)


# ---- the study ----


def code_of(match):
    """The code of a commune, at most 23 bytes, in a study that takes any."""
    return "=<b>'\"[%%%s%%]&" % match.group(1)


def spoil_table(path, columns, place):
    text = path.read_text(encoding="utf-8")
    separator = ";" if ";" in text.splitlines()[0] else ","
    rows = list(csv.reader(io.StringIO(text), delimiter=separator))
    for row in rows[1:]:
        for at, cell in enumerate(row):
            row[at] = place() if rows[0][at] in columns else re.sub(r"\b010(0[0-9])\b", code_of, cell)
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, delimiter=separator).writerows(rows)


def quoted(text):
    return json.dumps(text, ensure_ascii=True)


def spoil_study(folder, words):
    place = Place(words)
    shutil.copytree(study, folder)
    rows = (folder / "communes.csv").read_text(encoding="utf-8").splitlines()
    rows = [rows[0] + ",lib_epci"] + [row + ",e" for row in rows[1:]]
    (folder / "communes.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    tables = {"communes.csv": ["libelle", "lib_epci"], "qpv.csv": ["lib_qp"], "sites.csv": ["libelle"], "zonage.csv": ["libelle", "millesime"]}
    for path in sorted(folder.glob("*.csv")):
        spoil_table(path, tables.get(path.name, []), place)
    text = (folder / "study.yaml").read_text(encoding="utf-8")
    text = re.sub(r"^title:.*", lambda _: "codes: any\ntitle: " + quoted(place()), text, flags=re.M)
    text = text.replace('vintage: "2025", producer: essai, licence: Licence Ouverte 2.0',
                        "vintage: %s, producer: %s, licence: %s" % tuple(quoted(place()) for _ in range(3)))
    # names of results and of services are words too
    for name in ("antennes", "csipa", "pharmacy"):
        word = quoted(place())
        text = re.sub(r"name: %s\b" % name, lambda _: "name: " + word, text)
        if name == "pharmacy":
            text = re.sub(r"service: pharmacy\b", lambda _: "service: " + word, text)
    (folder / "study.yaml").write_text(text, encoding="utf-8")
    scenario = "kind: scenario\ntitle: %s\nzoning:\n  - { commune: %s, class: ZAC, reason: %s }\n" % (
        quoted(place()), quoted(re.sub("(01)", code_of, "01")), quoted(place()))
    (folder / "scenario.yaml").write_text(scenario, encoding="utf-8")
    return place.count


# ---- what is printed ----


def look_for_cuts(where, data):
    try:
        text = data.decode()
    except UnicodeDecodeError as why:
        fault(where, "a letter cut in two: %r" % data[max(why.start - 60, 0):why.end + 3])
        return
    for start in re.finditer("Debut[0-9]+ [é’ÎœŸ]*", text):
        rest = text[start.end():start.end() + 6]
        if not re.match(r" fin|…| ?\.\.\.", rest):
            fault(where, "a text that is cut: %s ... %s" % (text[max(start.start() - 40, 0):start.start()], text[start.end() - 10:start.end() + 10]))


def call(where, *words):
    done = subprocess.run([program, *map(str, words)], capture_output=True)
    for name, stream in (("stdout", done.stdout), ("stderr", done.stderr)):
        look_for_cuts(where + " on " + name, stream)
        if CONTROL.search(stream.decode("utf-8", "replace")):
            fault(where + " on " + name, repr(CONTROL.search(stream.decode("utf-8", "replace")).group()))
    if done.returncode not in (0, 1):
        fault(where, "exit %d: %s" % (done.returncode, done.stderr.decode("utf-8", "replace")[-300:]))
    seen["terminal"] += 1
    met["terminal"] += done.stdout.count(b"evil") + done.stdout.count(b"alert(")
    if "--json" in words and done.returncode == 0:
        try:
            json.loads(done.stdout)
        except ValueError as why:
            fault(where, "no JSON: %s" % why)


def print_all(family, folder, package):
    study_file = folder / "study.yaml"
    for command in ("info", "access", "catchment", "site", "tour", "relink"):
        call("%s: %s" % (family, command), command, package)
    for command in ("info", "access", "catchment", "site"):
        call("%s: %s --json" % (family, command), command, package, "--json")
    call(family + ": check", "check", study_file)
    call(family + ": check --json", "check", study_file, "--json")
    call(family + ": dry run", "run", study_file, "--dry-run", "--output", package.parent)


# ---- what is written ----


class Page(html.parser.HTMLParser):
    def __init__(self, where):
        super().__init__(convert_charrefs=True)
        self.where, self.scripts, self.inside, self.policy, self.has_form = where, [], None, "", False

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        self.inside = tag if tag in ("script", "style") else None
        if tag == "script":
            self.scripts.append([values.get("type"), ""])
            if "src" in values:
                fault(self.where, "a script from elsewhere")
        if tag == "meta" and values.get("http-equiv") == "Content-Security-Policy":
            self.policy = values["content"]
        # the form to try changes in, which sends nothing anywhere
        own = tag == "form" and sorted(values) == ["aria-label", "id"] and values["id"] == "essai-form" and "form-action 'none'" in self.policy
        if own and self.has_form:
            fault(self.where, "two forms")
        self.has_form |= own
        if tag in ("img", "iframe", "object", "embed", "base", "link", "form") and not own:
            fault(self.where, "an element <%s>" % tag)
        for name, value in attributes:
            if name.startswith("on"):
                fault(self.where, "an attribute %s=%s" % (name, value))
            if name in ("href", "src", "xlink:href") and not re.match(r"(#|https?://|data:image/)", value or ""):
                fault(self.where, "a link to %s" % value)
            if name in ("href", "src", "xlink:href", "style", "id", "class") and "evil" in (value or ""):
                fault(self.where, "%s=%s" % (name, value))

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag):
        self.inside = None

    def handle_data(self, data):
        if self.inside == "script":
            self.scripts[-1][1] += data
        if self.inside == "style" and re.search("alert|evil", data):
            fault(self.where, "words in the style sheet")


def look_at_page(where, data):
    page = Page(where)
    page.feed(data.decode())
    code = [text for kind, text in page.scripts if kind is None]
    for kind, text in page.scripts:
        if kind == "application/json":
            json.loads(text)
        elif kind is not None:
            fault(where, "a script of type %s" % kind)
    if code:
        source = "'sha256-" + base64.b64encode(hashlib.sha256(code[0].encode()).digest()).decode() + "'"
        if len(code) != 1 or not page.policy.startswith("default-src 'none'") or not page.policy.endswith("script-src " + source):
            fault(where, "scripts that the policy does not name")
    elif "script-src" in page.policy and "'none'" not in page.policy:
        fault(where, "a policy for no script")


def look_at_xml(where, data):
    root = xml.etree.ElementTree.fromstring(data)
    for element in root.iter():
        name = element.tag.rsplit("}", 1)[-1].lower()
        if name in ("script", "img", "iframe", "foreignobject", "event-listener", "dde-source"):
            fault(where, "an element <%s>" % name)
        for key, value in element.attrib.items():
            key = key.rsplit("}", 1)[-1]
            if key in ("onload", "onerror", "onclick") or (key == "href" and re.match("javascript|.*evil", value)):
                fault(where, "an attribute %s=%s" % (key, value))
            if key in ("formula", "string-formula"):
                fault(where, "a formula %s" % value)
            # texts of layouts and legends are evaluated by QGIS
            if key in ("labelText", "title", "legendTitle") and "[%" in value.replace(TAMED_LITERAL, "") and element.tag.startswith("Layout"):
                fault(where, "an expression in %s: %s" % (key, value[:80]))
            if key in ("filter", "expression", "sql") and re.search(r"[^']'\); DROP", value):
                fault(where, "a quote that ends a text in %s: %s" % (key, value[:80]))


def look_at_csv(where, data):
    text = data.decode("utf-8-sig")
    separator = ";" if ";" in text.splitlines()[0] else ","
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    for number, row in enumerate(rows):
        if len(row) != len(rows[0]):
            fault(where, "row %d has %d cells, not %d" % (number, len(row), len(rows[0])))
        for cell in row:
            if re.match(r"[=+\-@\t\r]", cell) and not re.fullmatch(r"[-+]?[\d\s.,\u202f]*", cell):
                fault(where, "a formula: %s" % cell[:60])


def look_at_workbook(where, data):
    archive = zipfile.ZipFile(io.BytesIO(data))
    for name in archive.namelist():
        text = archive.read(name)
        root = xml.etree.ElementTree.fromstring(text)
        for element in root.iter():
            tag = element.tag.rsplit("}", 1)[-1]
            # a chart names the cells of a sheet that it draws
            if tag == "f" and not (name.startswith("xl/charts/") and re.fullmatch(r"'[^'\[\]!]+'!\$[A-Z]+\$\d+:\$[A-Z]+\$\d+", element.text)):
                fault(where, "a formula in %s: %s" % (name, element.text))
            if tag == "Relationship" and element.get("TargetMode") == "External":
                fault(where, "a link in %s" % name)
            if tag == "t" and len(element.text or "") > 32767:
                fault(where, "a cell of %d characters" % len(element.text))


def look_at_document(where, data):
    """A text for a word processor: nothing that runs, nothing fetched, no field that is computed."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    for name in archive.namelist():
        if re.search(r"(?i)basic/|scripts/|vbaproject|embeddings/", name):
            fault(where, "a member %s" % name)
        if not name.endswith((".xml", ".rels")):
            continue
        text = archive.read(name)
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            fault(where, "an entity in %s" % name)
        for element in xml.etree.ElementTree.fromstring(text).iter():
            tag = element.tag.rsplit("}", 1)[-1]
            if tag in ("instrText", "fldSimple", "event-listener", "script", "object", "altChunk", "dde-connection"):
                fault(where, "%s in %s" % (tag, name))
            if element.get("TargetMode") == "External":
                fault(where, "a link in %s" % name)


def look_at_markdown(where, data):
    for line in data.decode().splitlines():
        if re.search(r"(?<!\\)<[a-z/!]", line):
            fault(where, "markup: %s" % line[:100])
        if re.search(r"(?<!\\)\]\((javascript|http)", line):
            fault(where, "a link: %s" % line[:100])


def look_at_text(where, data):
    if CONTROL.search(data.decode()):
        fault(where, "a control character")


def look_at_pdf(where, data):
    if not data.startswith(b"%PDF") or re.search(rb"/(JavaScript|JS|OpenAction|Launch|URI)\b", data):
        fault(where, "something that acts")


def look_at_package(where, data):
    with tempfile.NamedTemporaryFile(suffix=".gpkg") as copy:
        copy.write(data)
        copy.flush()
        db = sqlite3.connect(copy.name)
        if db.execute("PRAGMA integrity_check").fetchone()[0] != "ok" or db.execute("SELECT count(*) FROM commune").fetchone()[0] == 0:
            fault(where, "a damaged GeoPackage")
        names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            if "alert" in name or "DROP" in name:
                fault(where, "a table %s" % name)
        for table, column in (("layer_styles", "styleQML"), ("layer_styles", "styleSLD"), ("gpkg_metadata", "metadata")):
            for (text,) in db.execute("SELECT %s FROM %s" % (column, table)) if table in names else []:
                if text:
                    look("%s: %s" % (where, column), ".xml", text.encode())
        for (content,) in db.execute("SELECT content FROM qgis_projects") if "qgis_projects" in names else []:
            content = content.decode() if isinstance(content, bytes) else content
            look("%s: project" % where, ".qgz", bytes.fromhex(content))
        db.close()


def look_at_archive(where, data):
    archive = zipfile.ZipFile(io.BytesIO(data))
    for name in archive.namelist():
        if name.startswith("/") or ".." in name.split("/") or CONTROL.search(name):
            fault(where, "a member %r" % name)
        look(where + ": " + name, pathlib.PurePath(name).suffix, archive.read(name))


def nothing(where, data):
    """Figures and shapes."""


KINDS = {
    ".html": look_at_page, ".svg": look_at_xml, ".fodt": look_at_xml, ".qml": look_at_xml, ".sld": look_at_xml, ".xml": look_at_xml,
    ".qgs": look_at_xml, ".csv": look_at_csv, ".xlsx": look_at_workbook, ".docx": look_at_document, ".odt": look_at_document, ".md": look_at_markdown, ".pdf": look_at_pdf,
    ".txt": look_at_text, ".gpkg": look_at_package, ".qgz": look_at_archive, ".zip": look_at_archive,
    ".geojson": lambda where, data: json.loads(data), ".json": lambda where, data: json.loads(data),
    ".shp": nothing, ".shx": nothing, ".dbf": nothing, ".prj": nothing, ".cpg": nothing, ".fgb": nothing, ".qgd": nothing,
}


def look(where, kind, data):
    if kind not in KINDS:
        fault(where, "a kind of output that nothing is known of")
        return
    seen[kind] += 1
    met[kind] += sum(data.count(word) for word in (b"alert(", b"evil.example", b"cmd|", b"DROP TABLE", b"a1"))
    if kind in (".html", ".svg", ".fodt", ".qml", ".xml", ".qgs", ".csv", ".md", ".txt", ".json", ".geojson"):
        look_for_cuts(where, data)
    try:
        KINDS[kind](where, data)
    except Exception as why:  # whatever does not parse
        fault(where, "%s: %s" % (type(why).__name__, why))


def write_all(family, folder, out):
    package = next(out.glob("*.gpkg"))
    study_file = folder / "study.yaml"
    call(family + ": zoning", "zoning", study_file, "in_force", "scenario.yaml", "--force", "--geopackage", package, "--output", out / "zoning")
    call(family + ": report", "report", package, out / "en.html", "--lang", "en")
    for kind in ("csv", "csv-fr"):
        call(family + ": table " + kind, "table", package, out / kind, "--format", kind)
    for kind in ("shapefile", "geojson", "flatgeobuf"):
        call(family + ": export " + kind, "export", package, out / kind, "--format", kind)
    call(family + ": export gpkg", "export", package, out / "exported.gpkg")
    call(family + ": export zip", "export", package, out / "layers.zip", "--format", "geojson")
    call(family + ": matrix", "matrix", package, out / "matrix.csv", "--from", "communes", "--to", "communes")
    for path in sorted(p for p in out.rglob("*") if p.is_file()):
        where = "%s: %s" % (family, path.relative_to(out))
        if CONTROL.search(str(path.relative_to(out))):
            fault(where, "a control character in a name")
        look(where, path.suffix, path.read_bytes())
    return package


with tempfile.TemporaryDirectory() as top:
    places = 0
    for family, words in FAMILIES.items():
        folder, out = pathlib.Path(top) / family, pathlib.Path(top) / (family + "-out")
        places += spoil_study(folder, words)
        call(family + ": run", "run", folder / "study.yaml", "--output", out)
        if not list(out.glob("*.gpkg")):
            continue
        print_all(family, folder, write_all(family, folder, out))

for kind in sorted(seen):
    print("%-10s %4d looked at, hostile words found in them %d times" % (kind, seen[kind], met[kind]))
for words in faults[:60]:
    print(words)
print("%d texts, %d outputs, %d faults" % (places, sum(seen.values()), len(faults)))
sys.exit(1 if faults or sum(seen.values()) < 100 else 0)
