"""Writes a town on a grid of streets as the files of a study: town.py FOLDER SIDE."""
import random
import sys

folder, side = sys.argv[1], int(sys.argv[2])
seed = random.Random(5)
step = 0.01
with open(f"{folder}/town.osm", "w") as out:
    out.write('<osm version="0.6">')
    for v in range(side * side):
        out.write(f'<node id="{v + 1}" lon="{step * (v % side):.4f}" lat="{44 + step * (v // side):.4f}"/>')
    way = 0
    for v in range(side * side):
        for to in ([v + 1] if v % side + 1 < side else []) + ([v + side] if v + side < side * side else []):
            way += 1
            kind = seed.choice(["residential", "primary", "tertiary"])
            out.write(f'<way id="{way}"><nd ref="{v + 1}"/><nd ref="{to + 1}"/><tag k="highway" v="{kind}"/></way>')
    out.write("</osm>")
places = side * side // 4
with open(f"{folder}/people.csv", "w") as people, open(f"{folder}/doctors.csv", "w") as doctors:
    people.write("id,lon,lat,population\n")
    doctors.write("id,n\n")
    for i in range(places):
        lon, lat = step * (side - 1) * seed.random(), 44 + step * (side - 1) * seed.random()
        people.write(f"q{i},{lon:.5f},{lat:.5f},{seed.randint(100, 900)}\n")
        if i % 5 == 0:
            doctors.write(f"q{i},{seed.randint(1, 4)}\n")
with open(f"{folder}/study.yaml", "w") as study:
    study.write(
        """title: town
territory: { all: true }
codes: any
crs: "EPSG:2154"
sources:
  communes:
    - { path: people.csv, columns: { insee_com: id, lon: lon, lat: lat, population: population } }
  supply:
    - { path: doctors.csv, service: gp, columns: { insee_com: id, quantite: n } }
travel: { model: road, osm: town.osm, snap_metres: 3000, intra_minutes: 2 }
services:
  - { name: gp, acts: 5400 }
accessibility:
  - { service: gp, measure: apl, decay: apl-2015 }
outputs: { geopackage: town.gpkg }
"""
    )
