#!/usr/bin/env python3
"""Plays the publishers of geodata/downloads.csv on the loopback interface, for publishers.test. Usage: publishers.py PORT_FILE STATE LOG

Every address https://HOST/PATH of the list is http://127.0.0.1:PORT/HOST/PATH here. A data set of data.gouv.fr gives its resources under
dated paths, the latest neither first nor last, with size and SHA-1; INSEE redirects; every file has a date and answers 304. Each line
"PART WORD" of the file STATE changes what a path with PART does:
  changed   another version, a day later
  old       last changed in January 2020
  page      an error in HTML with status 200
  gone      status 404
  busy      status 503
  renamed   resources of other names
  altered   a SHA-1 that is not that of the file
  cut       the first answer stops after 100 bytes
  empty     no byte
Each request adds a line to LOG: status and path.
"""
import datetime, email.utils, hashlib, http.server, json, os, re, sys

port_file, state_file, log = sys.argv[1:4]
seen = set()
LATELY = datetime.datetime.utcnow().replace(microsecond=0) - datetime.timedelta(days=3)
RESOURCES = {
    "finess-structures-1": ["finess-structures-journalier-20260904.json.gz", "finess-structures-journalier-20260905.json.gz",
                            "finess-structures-mensuel-202608.json.gz"],
    "finess-activites-1": ["finess-activites-journalier-20260905.json.gz", "finess-activites-mensuel-202608.json.gz"],
    "quartiers-prioritaires-de-la-politique-de-la-ville-qpv": ["listeqp2024-cog2024.csv", "qpv-2024-geojson.zip", "qpv-2024-shp.zip"],
    "horaires-sncf": ["Export_OpenData_SNCF_NeTEx.zip", "Export_OpenData_SNCF_GTFS_NewTripId.zip"],
    "horaires-prevus-sur-les-lignes-de-transport-en-commun-dile-de-france-gtfs-datahub": ["IDFM-gtfs.zip", "IDFM-netex.zip"],
    "annuaire-sante-ameli": ["liste-ps-20260831-023046.csv", "liste-ps-20260907-023046.csv", "liste-cds-20260907-043106.csv"],
}


def words(path):
    with open(state_file) as lines:
        return {line.split()[1] for line in lines if line.split()[0] in path}


def content(path):
    version = "2" if "changed" in words(path) else "1"
    return "".join("%s %s %d\n" % (path.rsplit("/", 1)[-1], version, i) for i in range(200)).encode()


def changed(path):
    day = datetime.datetime(2020, 1, 2) if "old" in words(path) else LATELY
    return day + datetime.timedelta(days="changed" in words(path))


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.base = "http://" + self.headers["Host"]
        path, told = self.path, words(self.path)
        if "page" in told:
            self.answer(200, b"<!DOCTYPE html><html><title>Erreur</title><p>Service indisponible</html>")
        elif "gone" in told or "busy" in told:
            self.answer(404 if "gone" in told else 503, b"")
        elif path.startswith("/www.data.gouv.fr/api/1/datasets/"):
            self.catalogue(path.split("/")[5])
        elif path.startswith("/www.insee.fr/"):
            self.answer(302, b"", Location=self.base + "/files.insee.fr/2026/" + path.rsplit("/", 1)[-1])
        else:
            self.file(path, told)

    def catalogue(self, slug):
        resources = []
        for name in RESOURCES[slug]:
            path = "/static.data.gouv.fr/resources/%s/20260905-021625/%s" % (slug, name)
            data, told = content(path), words(path)
            day = changed(path) - datetime.timedelta(days=0 if name == max(RESOURCES[slug]) or "2024" in name else 1)
            resources.append({"id": "cd493959", "title": ("nouveau-" if "renamed" in words(slug) else "") + name.replace("-geojson", " geojson"),
                              "url": self.base + path.replace(name, ("nouveau-" if "renamed" in words(slug) else "") + name),
                              "filesize": len(data), "format": "json.gz", "last_modified": day.isoformat() + ".817000+00:00",
                              "checksum": {"type": "sha1", "value": "0" * 40 if "altered" in told else hashlib.sha1(data).hexdigest()}})
        self.answer(200, json.dumps({"acronym": None, "slug": slug, "description": "{[\"" * 900, "resources": resources}).encode())

    def file(self, path, told):
        data, day = b"" if "empty" in told else content(path), changed(path)
        since = self.headers.get("If-Modified-Since")
        if since and email.utils.parsedate_to_datetime(since).replace(tzinfo=None) >= day:
            self.answer(304, b"")
            return
        match = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        start = int(match.group(1)) if match else 0
        headers = {"Last-Modified": email.utils.format_datetime(day.replace(tzinfo=datetime.timezone.utc), usegmt=True),
                   "ETag": '"%s"' % hashlib.md5(data).hexdigest()}
        if start:
            headers["Content-Range"] = "bytes %d-%d/%d" % (start, len(data) - 1, len(data))
        cut = "cut" in told and path not in seen
        seen.add(path)
        self.answer(206 if start else 200, data[start:], cut, **headers)

    def answer(self, status, data, cut=False, **headers):
        with open(log, "a") as out:
            print(status, self.path, file=out)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data[:100] if cut else data)
        self.close_connection = True

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
with open(port_file + ".new", "w") as out:
    out.write(str(server.server_address[1]))
os.rename(port_file + ".new", port_file)
server.serve_forever()
