"""A small study by road, and every command over it, for the injection of faults."""
import contextlib
import csv
import functools
import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading

SCENARIO = """kind: scenario
title: Essai
force: true
zoning:
  - { commune: "01001", class: ZAC, reason: essai }
"""
CHANGE = """kind: scenario
title: Départs
supply:
  - { commune: "01002", doctors: -2 }
"""
YEARS = """kind: series
title: Suivi
years:
  - { year: 2024, study: small.gpkg }
  - { year: 2026, study: small-departs.gpkg }
"""
TOURS = """tours:
  - { name: bus, depot: "01001", days: 2, population_below: 100000 }
outputs:"""
ROWS, COLUMNS = 12, 14  # junctions of a grid of streets over the six communes


def write_roads(path, communes):
    """A grid of streets that covers the communes, as OpenStreetMap XML."""
    west, east = min(c[0] for c in communes) - 0.01, max(c[0] for c in communes) + 0.01
    south, north = min(c[1] for c in communes) - 0.01, max(c[1] for c in communes) + 0.01
    with open(path, "w") as osm:
        osm.write('<?xml version="1.0"?>\n<osm version="0.6">\n')
        for r in range(ROWS):
            for c in range(COLUMNS):
                lat = south + (north - south) * r / (ROWS - 1)
                lon = west + (east - west) * c / (COLUMNS - 1)
                osm.write(f'<node id="{r * COLUMNS + c + 1}" version="1" lat="{lat:.6f}" lon="{lon:.6f}"/>\n')
        ways = [[r * COLUMNS + c + 1 for c in range(COLUMNS)] for r in range(ROWS)]
        ways += [[r * COLUMNS + c + 1 for r in range(ROWS)] for c in range(COLUMNS)]
        for i, nodes in enumerate(ways):
            refs = "".join(f'<nd ref="{n}"/>' for n in nodes)
            osm.write(f'<way id="{i + 1}" version="1">{refs}<tag k="highway" v="tertiary"/></way>\n')
        osm.write("</osm>\n")


def places_of(folder):
    """Longitude and latitude of the communes of the study."""
    with open(os.path.join(folder, "communes.csv"), encoding="utf-8", newline="") as rows:
        return [(float(row["lon"]), float(row["lat"])) for row in csv.DictReader(rows)]


def changed(text, old, new):
    """The text with other words; those they replace must be there."""
    if old not in text:
        raise ValueError(f"the study does not say {old!r}")
    return text.replace(old, new)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A client that is killed is no matter."""

    def log_message(self, *_):
        pass

    def copyfile(self, source, outputfile):
        with contextlib.suppress(ConnectionError):
            super().copyfile(source, outputfile)


def serve(folder):
    """A server of the folder on the loopback, until the program ends; its port."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def write_downloads(folder):
    """A list of one file, which a server of the folder has: 300 kB, more than one read of a socket."""
    with open(os.path.join(folder, "served.csv"), "w", encoding="utf-8") as file:
        file.write("code;nombre\n" + "".join(f"{i:05d};{i % 7}\n" for i in range(38000)))
    with open(os.path.join(folder, "list.csv"), "w", encoding="utf-8") as file:
        file.write(f"ensemble,jeu,fichier,url\nessai,finess,served.csv,http://127.0.0.1:{serve(folder)}/served.csv\n")


def write_metric(folder):
    """Minutes between every two communes."""
    with open(os.path.join(folder, "communes.csv"), encoding="utf-8", newline="") as rows:
        codes = [row["insee_com"] for row in csv.DictReader(rows)]
    with open(os.path.join(folder, "metric.csv"), "w", encoding="utf-8") as file:
        file.write("id1,id2,Dist_min\n")
        file.writelines(f"{a},{b},{5 + abs(i - j)}\n" for i, a in enumerate(codes) for j, b in enumerate(codes) if a != b)


def write(folder, source):
    """The study and its roads."""
    shutil.copytree(os.path.join(source, "tests/studies/small"), folder)
    write_roads(os.path.join(folder, "roads.osm"), places_of(folder))
    path = os.path.join(folder, "study.yaml")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8") as file:
        text = re.sub("^travel: .*", "travel: { model: road, osm: roads.osm }", text, flags=re.M)
        file.write(changed(text, "outputs:", TOURS))


def write_timetable(folder, source):
    """Two feeds, and the study travelling by them."""
    subprocess.run([sys.executable, os.path.abspath(os.path.join(source, "tests/cli/ride.py")), "make", "."], cwd=folder, check=True)
    with open(os.path.join(folder, "study.yaml"), encoding="utf-8") as file:
        text = file.read()
    with open(os.path.join(folder, "bus.yaml"), "w", encoding="utf-8") as file:
        file.write(changed(text, "{ model: road, osm: roads.osm }", '{ model: transit, gtfs: [bus.zip, train.zip], until: "09:00" }'))


def make(folder, source, program):
    """The study, run once; what every command needs stands in the folder."""
    write(folder, source)
    write_downloads(folder)
    write_metric(folder)
    write_timetable(folder, source)
    os.mkdir(os.path.join(folder, "parts"))
    for name, text in (("s.yaml", SCENARIO), ("departs.yaml", CHANGE), ("suivi.yaml", YEARS)):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
    for words in (["run", "study.yaml", "-q"], COMMANDS["scenario"][0], shard("plan", "--parts", "2"), shard("run", "1/2"),
                  shard("run", "2/2"), shard("merge", "--parts", "2")):
        subprocess.run([program] + words, cwd=folder, check=True, stdout=subprocess.DEVNULL)


def shard(step, *more):
    return ["shard", step, "study.yaml", *more, "--output", "parts", "-q"]


#: name: (arguments, paths the command writes)
COMMANDS = {
    "run": (["run", "study.yaml", "--overwrite", "-q"],
            ["small.gpkg", "small.html", "small.xlsx", "small-csv"]),
    "run-new": (["run", "study.yaml", "--output", "fresh", "-q"], ["fresh"]),
    "scenario": (["run", "study.yaml", "--scenario", "departs.yaml", "--overwrite", "-q"],
                 ["small-departs.gpkg", "small-departs.html", "small-departs.xlsx", "small-csv-departs"]),
    "compare": (["compare", "small.gpkg", "small-departs.gpkg", "--output", "compared", "--overwrite", "-q"], ["compared"]),
    "series": (["series", "suivi.yaml", "--output", "followed", "--overwrite", "-q"], ["followed"]),
    "report": (["report", "small.gpkg", "page.html", "--overwrite"], ["page.html"]),
    "table-xlsx": (["table", "small.gpkg", "book.xlsx", "--overwrite"], ["book.xlsx"]),
    "table-csv": (["table", "small.gpkg", "tables", "--overwrite"], ["tables"]),
    "export-gpkg": (["export", "small.gpkg", "hand.gpkg", "--overwrite"], ["hand.gpkg"]),
    "export-files": (["export", "small.gpkg", "files", "--format", "geojson", "--overwrite"], ["files"]),
    "export-zip": (["export", "small.gpkg", "files.zip", "--overwrite"], ["files.zip"]),
    "zoning": (["zoning", "study.yaml", "s.yaml", "--output", "filed", "--overwrite"], ["filed"]),
    "matrix": (["matrix", "small.gpkg", "times.csv", "--from", "communes", "--to", "csipa", "--overwrite"],
               ["times.csv"]),
    "relink": (["relink", "small.gpkg"], ["small.gpkg"]),
    "new": (["new", "fresh.yaml", "--overwrite"], ["fresh.yaml"]),
    "check": (["check", "study.yaml", "--overwrite"], []),
    "access": (["access", "study.yaml"], []),
    "site": (["site", "study.yaml"], []),
    "catchment": (["catchment", "small.gpkg"], []),
    "info": (["info", "small.gpkg"], []),
    "tour": (["tour", "small.gpkg"], []),
    "calibrate": (["calibrate", "study.yaml", "metric.csv"], []),
    "fetch": (["fetch", "essai", "--list", "list.csv", "--data", "got", "-q"], ["got"]),
    "new-of": (["new", "lens.yaml", "--epci", "246200364", "--overwrite"], ["lens.yaml"]),
    "sheet": (["info", "small.gpkg", "--commune", "01001", "--page", "sheet.pdf", "--overwrite"], ["sheet.pdf"]),
    "calibrate-page": (["calibrate", "study.yaml", "metric.csv", "--page", "times.svg", "--overwrite"], ["times.svg"]),
    "policy": (["policy", "regulation", "small.gpkg", "policy.yaml", "--overwrite"], ["policy.yaml"]),
    "shard-plan": (shard("plan", "--parts", "2"), ["parts"]),
    "shard-run": (shard("run", "1/2"), ["parts"]),
    "shard-merge": (shard("merge", "--parts", "2"), ["parts"]),
    "journey": (["journey", "bus.yaml", "--from", "01001", "--to", "01003", "--depart", "8:00"], []),
    "sources": (["sources"], []),
    "add-user": (["serve", "--users", "users.txt", "--add-user", "marie"], ["users.txt"]),
}
#: what a command reads from its standard input
INPUT = {"add-user": b"correct horse battery\n"}
#: a file kept beside a study that is what the command writes: it is not there yet
WRITES_KEPT = {"shard-plan": "small.points", "shard-run": "small.1-of-2.times", "shard-merge": "small.times"}


def left_out(program):
    """Commands, and options that name what is written, that no command above has. The desk is there by itself (visit.py)."""
    described = json.loads(subprocess.run([program, "--describe"], check=True, capture_output=True).stdout)["commands"]
    words = [arguments for arguments, _ in COMMANDS.values()] + [["serve"]]
    missing = [c["name"] for c in described if not any(w[0] == c["name"] for w in words)]
    return missing + [f"{c['name']} {o['name']}" for c in described for o in c["options"]
                      if o.get("writes") and not any(w[0] == c["name"] and o["name"] in w for w in words)]


#: of a command whose outputs stand there from before: the file that says what comes, and other words in it
OTHER = {"run": ("study.yaml", {"acts: 5400": "acts: 5000", "title: Petit": "title: Autre"}),
         "scenario": ("departs.yaml", {"doctors: -2": "doctors: -1", "title: Départs": "title: Départ"})}


def age(folder, name):
    """Puts something old where the command writes, and changes what a run is about."""
    if name in OTHER:
        path = os.path.join(folder, OTHER[name][0])
        with open(path, encoding="utf-8") as file:
            text = file.read()
        for old, new in OTHER[name][1].items():
            text = changed(text, old, new)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    if name in WRITES_KEPT:
        os.unlink(os.path.join(folder, "parts", WRITES_KEPT[name]))
    for output in COMMANDS[name][1]:
        path = os.path.join(folder, output)
        if os.path.exists(path) or name in ("run-new", "add-user"):
            continue
        if "." not in output:
            os.mkdir(path)
            path = os.path.join(path, "kept.txt")
        with open(path, "wb") as file:
            file.write(b"old\n")
