#!/usr/bin/env python3
"""Gives hostile files to every reader and looks at how the program takes them. Usage: hostile_files.py PROGRAM

Each kind of content is tried under each extension that could lead to a reader of it, alone and as a source of a study. The program must end by
itself within seconds and a bound of memory, with exit 0, 1 or 3, tell in one line, call no server, show no secret and no control character.
--all tries all of them, otherwise one in thirty, or one in five with MAILLAGE_FULL=1.
"""
import collections
import gzip
import json
import os
import pathlib
import random
import re
import resource
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
import zlib

program = str(pathlib.Path(sys.argv[1]).resolve())
FULL = os.environ.get("MAILLAGE_FULL") == "1"
EVERY = 1 if "--all" in sys.argv else 5 if FULL else 30
SECONDS, MEGABYTES = 60, 1500  # of processor and of memory, under the sanitizers
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\x80-\x9f]")
top = pathlib.Path(tempfile.mkdtemp())
(top / "secret.csv").write_text("code,nom\nSECRET,SECRET\n")

called = []
listener = socket.create_server(("127.0.0.1", 0))
PORT = listener.getsockname()[1]


def listen():
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        called.append(time.monotonic())
        connection.close()


threading.Thread(target=listen, daemon=True).start()

# ---- contents ----

POINT = '{"type":"Feature","properties":{"code":"1"},"geometry":{"type":"Point","coordinates":[2,48]}}'


def collection(features=POINT, more=""):
    return '{"type":"FeatureCollection",%s"features":[%s]}' % (more, features)


def geometry(text):
    return collection('{"type":"Feature","properties":{"code":"1"},"geometry":%s}' % text)


def vrt(source):
    return '<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>%s</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>' % source


def laughs(body):
    entities = "".join('<!ENTITY e%d "%s">' % (i, ("&e%d;" % (i - 1)) * 10 if i else "ha" * 10) for i in range(10))
    return '<?xml version="1.0"?><!DOCTYPE a [%s]>%s' % (entities, body.replace("@", "&e9;"))


def entity(body):
    return '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file://%s/secret.csv"><!ENTITY y SYSTEM "http://127.0.0.1:%d/">]>%s' % (
        top, PORT, body.replace("@", "&x;&y;"))


GML = ('<c:FeatureCollection xmlns:c="http://ogr.maptools.org/" xmlns:gml="http://www.opengis.net/gml"><gml:featureMember><c:x fid="1">'
       "<c:code>@</c:code></c:x></gml:featureMember></c:FeatureCollection>")
KML = ('<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>@</name><Point><coordinates>1,2</coordinates></Point>'
       "</Placemark></Document></kml>")
OSM = '<osm version="0.6"><node id="1" lat="1" lon="1"><tag k="name" v="@"/></node></osm>'
GPX = '<gpx version="1.1"><wpt lat="1" lon="1"><name>@</name></wpt></gpx>'
NAS = '<AX_NutzerbezogeneBestandsdatenaktualisierung_NBA xmlns="http://www.adv-online.de/namespaces/adv/gid/6.0">@</AX_NutzerbezogeneBestandsdatenaktualisierung_NBA>'
ILI = '<TRANSFER xmlns="http://www.interlis.ch/INTERLIS2.3"><DATASECTION>@</DATASECTION></TRANSFER>'
SHEET = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file://%s/secret.csv">]><worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row></sheetData></worksheet>' % top


def zipped(path, members, packed=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", packed) as archive:
        for name, data in members:
            archive.writestr(name, data)


def zip_directory(path, count, packed, unpacked, name):
    """States members of these sizes and holds none."""
    entry = b"PK\1\2" + bytes(16) + struct.pack("<IIH", packed, unpacked, len(name)) + bytes(16) + name
    entries = entry * count
    path.write_bytes(b"PK\3\4" + entries + b"PK\5\6" + bytes(4) + struct.pack("<HHIIH", count, count, len(entries), 4, 0))


def workbook(path, sheet, extra=()):
    zipped(path, [("[Content_Types].xml", '<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument'
                   '.spreadsheetml.sheet.main+xml"/></Types>'),
                  ("xl/workbook.xml", '<workbook><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>'),
                  ("xl/_rels/workbook.xml.rels", '<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
                   'relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'),
                  ("xl/worksheets/sheet1.xml", sheet), *extra])


def database(path, *statements):
    """A GeoPackage with the table t, then what these do to it."""
    db = sqlite3.connect(path)
    db.executescript("""PRAGMA application_id = 1196444487;
      CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT, organization_coordsys_id INTEGER, definition TEXT, description TEXT);
      INSERT INTO gpkg_spatial_ref_sys VALUES ('x', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]', '');
      CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, description TEXT, last_change TEXT DEFAULT '2024-01-01T00:00:00Z', min_x, min_y, max_x, max_y, srs_id);
      CREATE TABLE t (code TEXT); INSERT INTO t VALUES ('01004');
      INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('t', 'attributes', 't');""")
    db.execute("PRAGMA writable_schema = 1")
    for statement in statements:
        db.executescript(statement)
    db.commit()
    db.close()


LISTED = "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('v', 'attributes', 'v')"


def virtual(module):
    return "INSERT INTO sqlite_master VALUES ('table', 'v', 'v', 0, 'CREATE VIRTUAL TABLE v USING %s');" % module + LISTED


def varint(n):
    out = b""
    while n > 127:
        out += bytes([n & 127 | 128])
        n >>= 7
    return out + bytes([n])


def field(number, data):
    return varint(number << 3 | 2) + varint(len(data)) + data


def blob(kind, raw, stated=None, packed=None):
    data = varint(2 << 3) + varint(len(raw) if stated is None else stated) + field(3, packed or zlib.compress(raw))
    head = field(1, kind.encode()) + varint(3 << 3) + varint(len(data))
    return struct.pack(">I", len(head)) + head + data


PBF_HEAD = blob("OSMHeader", field(4, b"OsmSchema-V0.6") + field(4, b"DenseNodes"))


def star(points):
    import math
    at = [(600000 + 9000 * math.cos(6.283185307 * (i * (points // 2) % points) / points),
           6800000 + 9000 * math.sin(6.283185307 * (i * (points // 2) % points) / points)) for i in range(points + 1)]
    return "code;wkt\n1;\"POLYGON((%s))\"\n" % ",".join("%.2f %.2f" % p for p in at)


TABLES = "csv txt tsv csv.gz zip".split()
VECTORS = "geojson json gpkg shp gml kml fgb gpx".split()
XMLS = "gml kml gpx osm xml".split()
SHEETS = "xlsx ods xls".split()
ALL = TABLES + VECTORS + SHEETS + ["osm", "osm.pbf", "parquet", "yaml", "sqlite", "tab", "vrt"]


def text(words):
    return lambda path: path.write_text(words, encoding="utf-8")


def raw(data):
    return lambda path: path.write_bytes(data)


def bomb(path):
    """Three gigabytes of zeros, in three megabytes."""
    packer, block = zlib.compressobj(9, zlib.DEFLATED, 31), bytes(1 << 24)
    with path.open("wb") as out:
        for _ in range(180):
            out.write(packer.compress(block))
        out.write(packer.flush())


noise = random.Random(7).randbytes(65536)
KINDS = [
    # name, extensions, how to make it
    ("empty", ALL, raw(b"")),
    ("noise", ALL, raw(noise)),
    ("zeros", ALL, raw(bytes(1 << 20))),
    ("a pipe", ALL, lambda path: os.mkfifo(path)),
    ("a socket", ["csv", "gpkg", "yaml", "osm.pbf"], lambda path: socket.socket(socket.AF_UNIX).bind(str(path))),
    ("a link to /dev/zero", ALL, lambda path: path.symlink_to("/dev/zero")),
    ("a link to itself", ["csv", "gpkg", "yaml", "osm.pbf", "zip"], lambda path: path.symlink_to(path.name)),
    ("a folder", ["csv", "gpkg", "yaml", "osm.pbf", "shp", "zip", "gdb"], lambda path: path.mkdir()),
    ("VRT of a file", ALL, text(vrt("%s/secret.csv" % top))),
    ("VRT of a server", ["vrt", "geojson", "gpkg", "json", "gml", "shp"], text(vrt("/vsicurl/http://127.0.0.1:%d/a.csv" % PORT))),
    ("VRT of a database", ["vrt", "geojson", "gpkg", "json"], text(vrt("PG:host=127.0.0.1 port=%d" % PORT))),
    ("WFS", ["gml", "xml", "geojson"], text("<OGRWFSDataSource><URL>http://127.0.0.1:%d/wfs</URL></OGRWFSDataSource>" % PORT)),
    ("crs by link", ["geojson", "json"], text(collection(more='"crs":{"type":"link","properties":{"href":"http://127.0.0.1:%d/c","type":"proj4"}},' % PORT))),
    ("crs by address", ["geojson", "json"], text(collection(more='"crs":{"type":"name","properties":{"name":"http://127.0.0.1:%d/c"}},' % PORT))),
    ("crs with grids", ["geojson", "json"], text(collection(more='"crs":{"type":"name","properties":{"name":"+proj=longlat +nadgrids=%s/secret.csv"}},' % top))),
    ("deep lists", ["geojson", "json", "csv", "yaml"], text("[" * 200000)),
    ("deep objects", ["geojson", "json", "yaml"], text('{"a":' * 100000)),
    ("deep coordinates", ["geojson", "json"], text(geometry('{"type":"Polygon","coordinates":%s1%s}' % ("[" * 50000, "]" * 50000)))),
    ("deep geometries", ["geojson", "json"], text(geometry('{"type":"GeometryCollection","geometries":[' * 5000 + "]}" * 5000))),
    ("numbers out of range", ["geojson", "json"], text(geometry('{"type":"Point","coordinates":[1e999,-1e999]}'))),
    ("a text of 20 MB", ["geojson", "csv", "yaml", "osm", "gml"], text('{"a":"' + "x" * 20000000)),
    ("laughs in GML", ["gml", "xml"], text(laughs(GML))),
    ("laughs in KML", ["kml"], text(laughs(KML))),
    ("laughs in OSM", ["osm", "xml"], text(laughs(OSM))),
    ("laughs in GPX", ["gpx"], text(laughs(GPX))),
    ("an entity in GML", ["gml", "xml"], text(entity(GML))),
    ("an entity in KML", ["kml"], text(entity(KML))),
    ("an entity in OSM", ["osm", "xml"], text(entity(OSM))),
    ("an entity in GPX", ["gpx"], text(entity(GPX))),
    ("an entity in NAS", ["xml", "gml"], text(entity(NAS))),
    ("an entity in Interlis", ["xml", "gml"], text(entity(ILI))),
    ("deep XML", XMLS, text("<a>" * 200000)),
    ("an attribute of 20 MB", XMLS, text('<a b="%s"/>' % ("x" * 20000000))),
    ("many attributes", XMLS, text("<a %s/>" % " ".join('a%d="1"' % i for i in range(200000)))),
    ("60,000 members", ["zip", "xlsx", "kmz"], lambda path: zip_directory(path, 60000, 10, 10, b"a.csv")),
    ("3 GB of one member", ["zip", "xlsx", "ods", "kmz"], lambda path: zip_directory(path, 1, 3000000, 3000000000, b"a.geojson")),
    ("a zip of zeros", ["zip"], lambda path: zipped(path, [("a.csv", bytes(300000000))])),
    ("a zip in a zip", ["zip"], lambda path: zipped(path, [("b.zip", noise)])),
    ("a member above", ["zip", "kmz"], lambda path: zipped(path, [("../../secret.csv", "code\n1\n")])),
    ("an absolute member", ["zip"], lambda path: zipped(path, [("/etc/passwd.csv", "code\n1\n")])),
    ("a member with controls", ["zip"], lambda path: zipped(path, [("a\x1b]0;x\x07.csv", "code\n1\n"), ("b\x9b1m.csv", "code\n1\n")])),
    ("a VRT in a zip", ["zip", "kmz"], lambda path: zipped(path, [("a.geojson", vrt("%s/secret.csv" % top)), ("doc.kml", vrt("/etc/passwd"))])),
    ("a cut zip", ["zip", "xlsx", "ods"], lambda path: (zipped(path, [("a.csv", "code\n" + "1\n" * 9999)]), path.write_bytes(path.read_bytes()[:-40]))),
    ("a wrong checksum", ["zip"], lambda path: (zipped(path, [("a.csv", "code\n1\n")], zipfile.ZIP_STORED), path.write_bytes(path.read_bytes().replace(b"code", b"edoc")))),
    ("an entity in a sheet", ["xlsx"], lambda path: workbook(path, SHEET)),
    ("laughs in a sheet", ["xlsx"], lambda path: workbook(path, laughs("<worksheet><sheetData><row><c t='inlineStr'><is><t>@</t></is></c></row></sheetData></worksheet>"))),
    ("a cell far out", ["xlsx"], lambda path: workbook(path, "<worksheet><sheetData><row r='1048576'><c r='XFD1048576'><v>1</v></c></row></sheetData></worksheet>")),
    ("a cell without end", ["xlsx"], lambda path: workbook(path, "<worksheet><sheetData><row r='999999999'><c r='ZZZZZZ1'><v>1</v></c></row></sheetData></worksheet>")),
    ("a million cells far out", ["xlsx"], lambda path: workbook(path, "<worksheet><sheetData>%s</sheetData></worksheet>" % "".join(
        "<row r='%d'><c r='XFD%d'><v>1</v></c></row>" % (i, i) for i in range(1, 3000)))),
    ("shared strings of 60 MB", ["xlsx"], lambda path: workbook(path, "<worksheet/>", [("xl/sharedStrings.xml", "<sst>%s</sst>" % ("<si><t>a</t></si>" * 3500000))])),
    ("a view without end", ["gpkg", "sqlite"], lambda path: database(path, "CREATE VIEW v AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x FROM c) SELECT x AS code FROM c; " + LISTED)),
    ("a view of 800 MB", ["gpkg", "sqlite"], lambda path: database(path, "CREATE VIEW v AS SELECT hex(zeroblob(400000000)) AS code; " + LISTED)),
    ("a view of a file", ["gpkg", "sqlite"], lambda path: database(path, "CREATE VIEW v AS SELECT readfile('%s/secret.csv') AS code; " % top + LISTED)),
    ("a virtual text", ["gpkg", "sqlite"], lambda path: database(path, virtual("VirtualText(''%s/secret.csv'', ''UTF-8'', 1, POINT, DOUBLEQUOTE, '','')" % top))),
    ("a virtual layer", ["gpkg", "sqlite"], lambda path: database(path, virtual("VirtualOGR(''/vsicurl/http://127.0.0.1:%d/x.csv'')" % PORT))),
    ("a virtual shape", ["gpkg", "sqlite"], lambda path: database(path, virtual("VirtualShape(''%s/secret'', ''UTF-8'', 2154)" % top))),
    ("a default that reads", ["gpkg", "sqlite"], lambda path: database(path, "INSERT INTO sqlite_master VALUES ('table', 'v', 'v', 2, 'CREATE TABLE v (code TEXT DEFAULT (readfile(''/etc/passwd'')), x AS (readfile(''/etc/passwd'')))'); " + LISTED)),
    ("a check that reads", ["gpkg", "sqlite"], lambda path: database(path, "INSERT INTO sqlite_master VALUES ('table', 'v', 'v', 2, 'CREATE TABLE v (code TEXT CHECK (load_extension(''/tmp/x'')))'); " + LISTED)),
    ("a stored value without end", ["gpkg", "sqlite"], lambda path: database(path, "CREATE TABLE v (code TEXT, x AS (hex(zeroblob(400000000)))); INSERT INTO v (code) VALUES ('1'); " + LISTED)),
    ("a trigger", ["gpkg", "sqlite"], lambda path: database(path, "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT hex(zeroblob(900000000)); END")),
    ("an index that computes", ["gpkg", "sqlite"], lambda path: database(path, "CREATE INDEX i ON t (hex(zeroblob(1000) || code))")),
    ("a schema of nonsense", ["gpkg", "sqlite"], lambda path: database(path, "INSERT INTO sqlite_master VALUES ('table', 'w', 'w', 99999, 'CREATE TABLE w (x')")),
    ("a cut database", ["gpkg", "sqlite"], lambda path: (database(path), path.write_bytes(path.read_bytes()[:5000]))),
    ("a spoilt database", ["gpkg", "sqlite"], lambda path: (database(path), path.write_bytes(path.read_bytes()[:4096] + noise[:20000]))),
    ("a pipe as journal", ["gpkg", "sqlite"], lambda path: (database(path), os.mkfifo(str(path) + "-journal"))),
    ("a link as journal", ["gpkg", "sqlite"], lambda path: (database(path), pathlib.Path(str(path) + "-wal").symlink_to("/dev/zero"))),
    ("a shape of 2 billion", ["shp"], lambda path: (path.write_bytes(struct.pack(">i20xi", 9994, 2**31 - 1) + struct.pack("<ii", 1000, 5) + bytes(64) + struct.pack(">ii", 1, 2**31 - 1) + struct.pack("<i", 5) + bytes(32) + struct.pack("<ii", 2**31 - 1, 2**31 - 1)),
                                                    path.with_suffix(".shx").write_bytes(struct.pack(">i20xi", 9994, 54) + struct.pack("<ii", 1000, 5) + bytes(64) + struct.pack(">ii", 50, 2**30)))),
    ("a dbf of nonsense", ["dbf"], raw(bytes([3, 1, 1, 1]) + struct.pack("<IHH", 2**32 - 1, 65535, 65535) + bytes(20) + noise[:3000])),
    ("a blob of 2 GB", ["osm.pbf"], raw(PBF_HEAD + struct.pack(">I", 20) + field(1, b"OSMData") + varint(3 << 3) + varint(2**31 - 1))),
    ("a header of 4 GB", ["osm.pbf"], raw(struct.pack(">I", 2**32 - 1) + noise)),
    ("a blob of zeros", ["osm.pbf"], raw(PBF_HEAD + blob("OSMData", bytes(30000000)))),
    ("a blob that says little", ["osm.pbf"], raw(PBF_HEAD + blob("OSMData", bytes(30000000), stated=10))),
    ("a blob that says much", ["osm.pbf"], raw(PBF_HEAD + blob("OSMData", bytes(10), stated=2**31 - 1))),
    ("a block of noise", ["osm.pbf"], raw(PBF_HEAD + b"".join(blob("OSMData", noise[i:i + 3000]) for i in range(0, 60000, 3000)))),
    ("strings without number", ["osm.pbf"], raw(PBF_HEAD + blob("OSMData", field(1, field(1, b"") * 2000000)))),
    ("varints without end", ["osm.pbf"], raw(PBF_HEAD + blob("OSMData", b"\xff" * 100000))),
    ("a cut extract", ["osm.pbf"], raw((PBF_HEAD + blob("OSMData", noise))[:-100])),
    ("a header of FlatGeobuf", ["fgb"], raw(b"fgb\x03fgb\x00" + struct.pack("<I", 2**32 - 1) + noise)),
    ("a Parquet of nonsense", ["parquet"], raw(b"PAR1" + noise + struct.pack("<I", 2**31 - 1) + b"PAR1")),
    ("a quote without end", ["csv", "txt"], text('code,nom\n1,"' + "x\n" * 12000000)),
    ("a row without end", ["csv", "txt"], text("code;nom\n" + ";" * 20000000)),
    ("100,000 columns", ["csv", "txt"], text(",".join("c%d" % i for i in range(100000)) + "\n" + "," * 99999 + "\n")),
    ("the same column 5,000 times", ["csv"], text(",".join(["code"] * 5000) + "\n" + ",".join(["1"] * 5000) + "\n")),
    ("returns alone", ["csv"], text("code,nom\r" + "1,a\r" * 100000)),
    ("UTF-16", ["csv", "yaml", "geojson", "osm"], raw("code,nom\n1,é\n".encode("utf-16"))),
    ("half UTF-8", ["csv", "yaml"], raw(b"code,nom\n1,\xc3\n2,\xff\xfe\n")),
    ("terminal codes", ["csv", "geojson", "yaml", "osm"], text("code\x1b]0;x\x07,no\u009b31mm\n\x1b[2J,\x9b1m\n")),
    ("gzip of 3 GB", ["csv.gz", "geojson.gz", "fgb.gz"], bomb),
    ("gzip in gzip", ["csv.gz"], lambda path: path.write_bytes(gzip.compress(gzip.compress(b"code\n1\n")))),
    ("gzip of a VRT", ["geojson.gz", "csv.gz"], lambda path: path.write_bytes(gzip.compress(vrt("/etc/passwd").encode()))),
    ("a cut gzip", ["csv.gz"], lambda path: path.write_bytes(gzip.compress(noise)[:-9])),
    ("a star", ["csv"], lambda path: path.write_text(star(3001))),
    ("deep WKT", ["csv"], text("code;wkt\n1;" + "GEOMETRYCOLLECTION(" * 30000 + ")" * 30000 + "\n")),
    ("WKB of 4 billion", ["csv"], text("code;wkb\n1;0106000000ffffffff" + "00" * 40 + "\n2;0103000000ffffffffffffffff\n")),
    ("YAML that grows", ["yaml"], text("a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "".join("%s: &%s [%s]\n" % (chr(98 + i), chr(98 + i), ",".join(["*" + chr(97 + i)] * 10)) for i in range(9)))),
    ("YAML that holds itself", ["yaml"], text("a: &a\n  b: *a\n")),
    ("deep YAML", ["yaml"], text("".join(" " * i + "a:\n" for i in range(3000)))),
    ("flow without end", ["yaml"], text("a: " + "{a: " * 100000)),
    ("YAML tags", ["yaml"], text("title: !!python/object/apply:os.system ['touch %s/made']\nsources: !include %s/secret.csv\n" % (top, top))),
    ("YAML of 30 MB", ["yaml"], text("title: x\n" + "# a\n" * 7500000)),
    ("100,000 keys", ["yaml"], text("".join("k%d: 1\n" % i for i in range(100000)))),
    ("a zero in YAML", ["yaml"], raw(b"title: a\0b\n")),
]

# ---- the program ----

tried = collections.Counter()
faults = []
slowest = [0.0, ""]
largest = [0, ""]


def fault(where, words):
    faults.append("%s: %s" % (where, words))
    print(faults[-1], flush=True)


def call(where, *words):
    tried[where.split(": ")[0]] += 1
    called.clear()
    start = time.monotonic()
    process = subprocess.Popen([program, *map(str, words)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               env={**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "C"}, cwd=top,
                               preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS)))
    timer = threading.Timer(6 * SECONDS, process.kill)  # for one that waits
    timer.start()
    out, told = process.communicate()
    timer.cancel()
    took = time.monotonic() - start
    # the largest child so far: what grows beyond the bound is caught, and named when it is the first
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    if took > slowest[0]:
        slowest[:] = [took, where]
    if memory > largest[0]:
        largest[:] = [memory, where]
        if memory > MEGABYTES:
            fault(where, "%d MB" % memory)
    out, told = out.decode("utf-8", "replace"), told.decode("utf-8", "replace")
    if process.returncode not in (0, 1, 3):
        fault(where, "exit %d after %.0f s: %s" % (process.returncode, took, told[-300:]))
    elif process.returncode == 3 and (told.count("\n") != 1 or not told.startswith("maillage: ")):
        fault(where, "not one line: %r" % told[-300:])
    if CONTROL.search(out + told):
        fault(where, "a control character: %r" % CONTROL.search(out + told).group())
    if "SECRET" in out + told or "root:" in out + told:
        fault(where, "the secret is shown")
    if called:
        fault(where, "a server was called")
    if (top / "made").exists():
        fault(where, "a command was run")
    return process.returncode


STUDY = """territory: { all: true }
codes: any
sources:
  communes:
    - { path: %s, columns: { insee_com: code } }
travel: { model: crow }
services: [ { name: gp, acts: 5400 } ]
outputs: { geopackage: out.gpkg }
"""


def clear(folder):
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()


number = 0
folder = top / "in"
folder.mkdir()
for name, extensions, make in KINDS:
    for extension in extensions:
        number += 1
        if number % EVERY:
            continue
        path = folder / ("a." + extension)
        make(path)
        where = "%s: .%s" % (name, extension)
        call(where, "check", path)
        if extension not in ("yaml", "osm", "osm.pbf") and (FULL or number % (2 * EVERY) == 0):
            (folder / "s.yml").write_text(STUDY % json.dumps(path.name))
            call(where + " as a source", "check", folder / "s.yml", "--untrusted")
        clear(folder)
# ---- grids to travel over: each is refused but the last ----


def tiff(columns, rows, tile, kind, bits, cells, corner=(670000, 7060000), cell=(300, 300), epsg=2154):
    """A GeoTIFF of one band in tiles of bytes (kind 1) or numbers (3), compressed; `cells` of each tile, None: none is there."""
    across = -(-columns // tile) * -(-rows // tile)
    packed = b"" if cells is None else zlib.compress(cells)
    doubles = lambda *values: struct.pack("<%dd" % len(values), *values)
    keys = struct.pack("<16H", 1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, epsg)
    values = [(256, 4, 1, columns), (257, 4, 1, rows), (258, 3, 1, bits), (259, 3, 1, 8), (262, 3, 1, 1), (277, 3, 1, 1), (322, 4, 1, tile), (323, 4, 1, tile),
              (324, 4, across, None), (325, 4, across, None), (339, 3, 1, kind)]
    values += [(33550, 12, 3, doubles(*cell, 0)), (33922, 12, 6, doubles(0, 0, 0, *corner, 0)), (34735, 3, 16, keys)] if cell else []
    at = 8 + 2 + 12 * len(values) + 4
    data = packed
    tiles = struct.pack("<%dI" % across, *[at if packed else 0] * across), struct.pack("<%dI" % across, *[len(packed)] * across)
    out = struct.pack("<2sHIH", b"II", 42, 8, len(values))
    for tag, type_, count, value in values:
        if value is None:
            value = tiles[tag - 324] if across > 1 else struct.unpack("<I", tiles[tag - 324])[0]
        if isinstance(value, bytes):
            out, data = out + struct.pack("<HHII", tag, type_, count, at + len(data)), data + value
        else:
            out += struct.pack("<HHII", tag, type_, count, value)
    return out + bytes(4) + data


def asc(columns, rows, cell, body):
    return ("ncols %s\nnrows %s\nxllcorner 670000\nyllcorner 7030000\ncellsize %s\nNODATA_value -9999\n%s" % (columns, rows, cell, body)).encode()


GRIDS = [
    ("of 10^12 cells", "tif", lambda: tiff(1000000, 1000000, 1 << 16, 1, 8, None)),
    ("of cells that are not there", "tif", lambda: tiff(8000, 8000, 1024, 1, 8, None)),
    ("in tiles of a thousand to one", "tif", lambda: tiff(12000, 12000, 4096, 1, 8, bytes([4]) * (1 << 24))),
    ("in a tile larger than memory", "tif", lambda: tiff(100, 100, 1 << 16, 1, 8, bytes(1000))),
    ("without a place", "tif", lambda: tiff(100, 100, 112, 1, 8, bytes([4]) * 12544, cell=None)),
    ("in cells without size", "tif", lambda: tiff(100, 100, 112, 1, 8, bytes([4]) * 12544, cell=(0, 0))),
    ("in cells of no number", "tif", lambda: tiff(100, 100, 112, 1, 8, bytes([4]) * 12544, cell=(float("nan"), 300))),
    ("in cells of all there is", "tif", lambda: tiff(100, 100, 112, 1, 8, bytes([4]) * 12544, corner=(0, 1e300), cell=(1e-300, 1e-300))),
    ("in another system", "tif", lambda: tiff(100, 100, 112, 1, 8, bytes([4]) * 12544, epsg=32631)),
    ("of no number", "tif", lambda: tiff(100, 100, 112, 3, 32, struct.pack("<f", float("nan")) * 12544)),
    ("of infinite speed", "tif", lambda: tiff(100, 100, 112, 3, 32, struct.pack("<f", float("inf")) * 12544)),
    ("of speeds below 0", "tif", lambda: tiff(100, 100, 112, 3, 32, struct.pack("<f", -4) * 12544)),
    ("cut short", "tif", lambda: tiff(100, 100, 112, 1, 8, bytes([4]) * 12544)[:230]),
    ("of 10^18 cells, in words", "asc", lambda: asc(10 ** 9, 10 ** 9, 1, "1 2 3")),
    ("of fewer than no cells", "asc", lambda: asc(-5, 5, 1, "1")),
    ("of words", "asc", lambda: asc(3, 2, 10000, "a b c\nd e f")),
    ("of rows that are not there", "asc", lambda: asc(300, 200, 100, "1 2 3")),
    ("that is sound", "tif", lambda: tiff(100, 100, 112, 1, 8, bytes([4]) * 12544)),
]
(folder / "communes.csv").write_text("insee_com,libelle,x,y,population\n01001,A,675000,7050000,100\n01002,B,680000,7045000,200\n")
(folder / "doctors.csv").write_text("insee_com,quantite\n01001,1\n")
for name, extension, make in GRIDS:
    (folder / ("a." + extension)).write_bytes(make())
    (folder / "s.yml").write_text("territory: { all: true }\nsources:\n  communes: [ { path: communes.csv, crs: \"EPSG:2154\" } ]\n"
                                  "  supply: [ { path: doctors.csv, service: gp } ]\ntravel: { model: raster, grid: a.%s }\n"
                                  "accessibility: [ { service: gp, measure: apl } ]\noutputs: { geopackage: out.gpkg }\n" % extension)
    made = call("a grid %s: .%s" % (name, extension), "run", folder / "s.yml", "-q", "--overwrite")
    if made != (0 if name == "that is sound" else 3):
        fault("a grid " + name, "exit %d" % made)
listener.close()
clear(top)
top.rmdir()
print("%d files, %d kinds, %d calls; the longest %.1f s (%s), the largest %d MB (%s); %d faults" % (
    number // EVERY, len(tried), sum(tried.values()), *slowest, *largest, len(faults)))
sys.exit(1 if faults or not tried else 0)
