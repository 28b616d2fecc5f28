#!/usr/bin/env python3
"""Writes communes.csv and voisines.csv of geodata/pas-de-calais: rows of geodata/france/communes.csv, as they stand there.

    geodata/select_territory.py [--check]

communes.csv has the département, voisines.csv the communes of the neighbouring ones within 35 km of the CABBALR, from town hall to
town hall on the sphere. With --check nothing is written; each file that differs is named, and the exit code is 1.
"""
import csv
import math
import pathlib
import sys

DEPARTMENT, EPCI, WITHIN_KM, EARTH_KM = "62", "200072460", 35, 6371.0088
GEODATA = pathlib.Path(__file__).parent


def distance_km(a, b):
    """Haversine formula."""
    (lon, lat), (other_lon, other_lat) = a, b
    h = (math.sin((other_lat - lat) / 2) ** 2
         + math.cos(lat) * math.cos(other_lat) * math.sin((other_lon - lon) / 2) ** 2)
    return 2 * EARTH_KM * math.asin(math.sqrt(h))


def select():
    lines = (GEODATA / "france" / "communes.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    rows = list(csv.DictReader(lines))
    places = [(math.radians(float(r["lon"])), math.radians(float(r["lat"]))) for r in rows]
    members = [place for row, place in zip(rows, places) if row["siren_epci"] == EPCI]
    chosen = {"communes": [lines[0]], "voisines": [lines[0]]}
    for row, place, line in zip(rows, places, lines[1:]):
        if row["insee_dep"] == DEPARTMENT:
            chosen["communes"].append(line)
        elif any(distance_km(place, member) <= WITHIN_KM for member in members):
            chosen["voisines"].append(line)
    types = (GEODATA / "france" / "communes.csvt").read_text(encoding="utf-8")
    return {f"{name}.csv": "".join(kept) for name, kept in chosen.items()} | {f"{name}.csvt": types for name in chosen}


def main():
    differ = 0
    for name, text in select().items():
        path = GEODATA / "pas-de-calais" / name
        if "--check" not in sys.argv[1:]:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            print("differs:", name)
            differ = 1
    return differ


if __name__ == "__main__":
    sys.exit(main())
