"""Writes a study of 100 made communes into a folder, with an APL that is published: by a cosine to 22 minutes, a fifth slower than the speed of
the study, at a level a quarter higher. Distances are on the sphere, the two steps of the APL are those of its definition.

Usage: fit.py FOLDER; head.yaml is the study without travel, services and accessibility
"""
import csv
import math
import os
import random
import sys

CUT, FASTER, LEVEL, ACTS = 22, 0.8, 1.25, 5400
TERMINAL, DETOUR, SPEED = 2, 1.3, 50
folder = sys.argv[1]
os.makedirs(folder)
chance = random.Random(7)

communes = []
for n in range(100):
    lon, lat = 2.5 + 0.06 * (n % 10) + chance.uniform(-0.02, 0.02), 50.2 + 0.04 * (n // 10) + chance.uniform(-0.015, 0.015)
    communes.append({"insee_com": f"01{n + 1:03d}", "libelle": f"Lieu {n + 1}", "siren_epci": "200000001", "insee_dep": "01",
                     "population": chance.randrange(300, 6000), "lon": f"{lon:.5f}", "lat": f"{lat:.5f}", "densite": 4})
doctors = {c["insee_com"]: chance.randrange(1, 5) for c in communes if chance.random() < 0.4}


def minutes(a, b):
    ax, ay, bx, by = (math.radians(float(v)) for v in (a["lon"], a["lat"], b["lon"], b["lat"]))
    h = math.sin((by - ay) / 2) ** 2 + math.cos(ay) * math.cos(by) * math.sin((bx - ax) / 2) ** 2
    km = 2 * 6371 * math.asin(math.sqrt(h))
    return TERMINAL + DETOUR * km / (SPEED * FASTER) * 60


def weight(a, b):
    t = minutes(a, b)
    return (1 + math.cos(math.pi * t / CUT)) / 2 if t < CUT else 0


apl = dict.fromkeys((c["insee_com"] for c in communes), 0.0)
for site in communes:
    if site["insee_com"] in doctors:
        reached = {c["insee_com"]: weight(site, c) for c in communes}
        people = sum(reached[c["insee_com"]] * c["population"] for c in communes)
        for code, w in reached.items():
            apl[code] += LEVEL * w * doctors[site["insee_com"]] * ACTS / people


def write(name, header, rows):
    with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(header)
        out.writerows(rows)


write("communes.csv", communes[0], (c.values() for c in communes))
write("doctors.csv", ["insee_com", "nombre"], doctors.items())
write("apl.csv", ["insee_com", "apl"], ((code, f"{value:.6f}") for code, value in apl.items()))
HEAD = """title: Une mesure à retrouver
territory: { epci: "200000001" }
cog: 2025
sources:
  communes:
    - { path: communes.csv }
  supply:
    - { path: doctors.csv, service: gp }
  apl:
    - { path: apl.csv }
outputs: { geopackage: fit.gpkg }
"""
STUDY = f"""travel: {{ model: crow, detour: {DETOUR}, terminal_minutes: {TERMINAL}, speeds_kmh: {[SPEED] * 7} }}
services:
  - {{ name: gp, acts: {ACTS} }}
accessibility:
  - {{ service: gp, measure: apl, decay: apl-2015 }}
"""
for name, text in (("head.yaml", HEAD), ("study.yaml", HEAD + STUDY)):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(text)
