"""The best two stops of a day of a mobile unit, among communes and priority neighbourhoods, by trying every pair: `tour_qpv.py STUDY REACH DETOUR KMH`.
All travel in straight lines lengthened by DETOUR at KMH, and any two stops fit a day. People of a neighbourhood are counted there, not
with their commune; each once, if a stop is within REACH minutes. Prints the kinds of the stops of the plan, then the people that the best
pair reaches and those that the plan does."""
import itertools
import math
import sqlite3
import struct
import sys

db = sqlite3.connect(sys.argv[1])
reach, detour, kmh = map(float, sys.argv[2:])
point = lambda blob: struct.unpack("<dd", blob[-16:])
lives = db.execute("SELECT code_qp, insee_com, part FROM qpv_commune").fetchall()
quarters = {}  # where they are, how many
for line in open("qpv.csv", encoding="utf-8").read().splitlines()[1:]:
    code, _, x, y, persons, _ = line.split(",")
    quarters[code] = ((float(x), float(y)), float(persons))
people, stops = list(quarters.values()), [at for at, _ in quarters.values()]
for code, persons, geom in db.execute("SELECT l.code, l.population, l.geom FROM lieu l WHERE l.perimetre = 1"):
    apart = sum(quarters[quarter][1] * part for quarter, town, part in lives if town == code)
    people.append((point(geom), persons - apart))
    stops.append(point(geom))
minutes = lambda a, b: round(600 * detour * math.dist(a, b) / 1000 / kmh * 60) / 600
reached = lambda chosen: sum(n for at, n in people if any(minutes(at, stop) <= reach for stop in chosen))
best = max(reached(pair) for pair in itertools.combinations(stops, 2))
told, brought = db.execute("SELECT a_portee, apport FROM tournee_bilan").fetchone()
print(sorted(kind for kind, in db.execute("SELECT nature FROM arret")), round(best, 6), round(told, 6), abs(best - brought) < 1e-6)
