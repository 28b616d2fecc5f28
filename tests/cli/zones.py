"""On-demand zones of a study: `zones.py STUDY PAGE COMMUNES...` says what the layer zone_tad tells, whether the area of the first zone is that of
these communes together (which do not overlap), and how many zones the map of the page draws."""
import re
import sqlite3
import struct
import sys


def area(blob):
    """Of a multipolygon of a GeoPackage, by the shoelace formula; holes run the other way."""
    at, total = 8 + {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}[blob[3] >> 1 & 7] + 9, 0
    for _ in range(struct.unpack_from("<I", blob, at - 4)[0]):
        rings, at = struct.unpack_from("<I", blob, at + 5)[0], at + 9
        for ring in range(rings):
            n, at = struct.unpack_from("<I", blob, at)[0], at + 4
            xy = struct.unpack_from(f"<{2 * n}d", blob, at)
            at += 16 * n
            total += (1 if ring == 0 else -1) * abs(sum(xy[2 * k] * xy[2 * k + 3] - xy[2 * k + 2] * xy[2 * k + 1] for k in range(n - 1))) / 2
    return total


db = sqlite3.connect(sys.argv[1])
zones = db.execute("SELECT reseau, nom, vers, premier, dernier, attente, vitesse, reservation, trajets, population FROM zone_tad ORDER BY fid").fetchall()
print(*zones, sep="\n")
if len(sys.argv) > 3:
    whole = sum(area(geom) for geom, in db.execute(f"SELECT geom FROM commune WHERE insee_com IN ({','.join('?' * len(sys.argv[3:]))})", sys.argv[3:]))
    print(abs(area(db.execute("SELECT geom FROM zone_tad ORDER BY fid").fetchone()[0]) / whole - 1) < 1e-9)
page = open(sys.argv[2], encoding="utf-8").read()
print(page.count('class="zone" d="M') - page.count('class="zone" d="M2 2h12v12H2z"'), re.findall(r"Transport à la demande\W*: [^<]*|\d+ zones de transport à la demande", page))
