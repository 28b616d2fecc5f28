"""Who of a group on foot is within reach of a session in a commune or a priority neighbourhood, from the points of both, in straight lines
lengthened by DETOUR at KMH: `modes_tours_qpv.py STUDY GROUP REACH DETOUR KMH`. People of a neighbourhood are counted there, not with their
commune. Prints the stops, and the people counted here and told."""
import math
import sqlite3
import struct
import sys

db, group = sqlite3.connect(sys.argv[1]), sys.argv[2]
reach, detour, kmh = map(float, sys.argv[3:])
point = lambda blob: struct.unpack("<dd", blob[-16:])
stops = {code: point(geom) for code, geom in db.execute("SELECT code, geom FROM arret")}
share = dict(db.execute("SELECT insee_com, part FROM groupe_part WHERE groupe = ?", (group,)))
quarters = dict(db.execute("SELECT code_qp, population FROM qpv"))
lives = db.execute("SELECT code_qp, insee_com, part FROM qpv_commune").fetchall()
people = []  # where they are, how many
for code, persons, geom in db.execute("SELECT l.code, l.population, l.geom FROM lieu l WHERE l.perimetre = 1"):
    apart = sum(quarters[quarter] * part for quarter, town, part in lives if town == code)
    people.append((point(geom), share[code] * (persons - apart)))
for quarter, persons in quarters.items():
    people.append((stops[quarter], persons * sum(share[town] * part for q, town, part in lives if q == quarter)))
minutes = lambda a, b: round(600 * detour * math.dist(a, b) / 1000 / kmh * 60) / 600
near = sum(n for at, n in people if any(minutes(at, stop) <= reach for stop in stops.values()))
print(sorted(stops), round(near, 6), round(db.execute("SELECT a_portee FROM tournee_bilan").fetchone()[0], 6))
