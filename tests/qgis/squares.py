"""Writes a study whose population is given by made-up 200 m grid squares around the town halls of Pas-de-Calais.

Usage: squares.py TOP FOLDER, where TOP is the top of the source tree; writes FOLDER/squares.csv and FOLDER/study.yaml.
One square in five has fewer than 11 households: secret.
"""
import csv
import os
import sys

from osgeo import osr

STUDY = """title: Carreaux d'essai
territory: { epci: "200072460" }
buffer: 10 km
cog: 2026
demand: cells
sources:
  communes: [ { path: %(top)s/geodata/france/communes.csv, columns: { lon: lon, lat: lat }, vintage: "COG 2026", producer: INSEE,
                licence: Licence Ouverte 2.0 } ]
  cells: [ { dataset: filosofi-cells, path: squares.csv } ]
  supply: [ { path: %(top)s/geodata/france/communes.csv, service: gp, columns: { quantite: gp_2024 }, vintage: BPE 2024,
              producer: INSEE, licence: Licence Ouverte 2.0 } ]
accessibility: [ { service: gp, measure: apl, decay: apl-2015 } ]
deserts: { rules: drees-2017 }
outputs: { geopackage: squares.gpkg, palette: drees, classes: [1, 2.5, 4, 5] }
"""


def to_grid():
    degrees, metres = osr.SpatialReference(), osr.SpatialReference()
    degrees.ImportFromEPSG(4326)
    metres.ImportFromEPSG(3035)
    for system in (degrees, metres):
        system.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return osr.CoordinateTransformation(degrees, metres)


def squares(top):
    turn = to_grid()
    taken = set()
    with open(os.path.join(top, "geodata/france/communes.csv"), encoding="utf-8") as file:
        for commune in csv.DictReader(file):
            if commune["insee_dep"] != "62":
                continue
            x, y, _ = turn.TransformPoint(float(commune["lon"]), float(commune["lat"]))
            for k in range(25):
                corner = (int(x // 200 + k % 5 - 2) * 200, int(y // 200 + k // 5 - 2) * 200)
                if corner not in taken:
                    taken.add(corner)
                    yield corner, commune["insee_com"], k


def main(top, folder):
    with open(os.path.join(folder, "squares.csv"), "w", encoding="utf-8") as file:
        file.write("idcar_200m,i_est_200,lcog_geo,ind,men\n")
        for (east, north), commune, k in squares(top):
            households = 5 if k % 5 == 0 else 20
            file.write("CRS3035RES200mN%dE%d,%d,%s,%d,%d\n" % (north, east, k % 5 == 0, commune, 2 * households, households))
    with open(os.path.join(folder, "study.yaml"), "w", encoding="utf-8") as file:
        file.write(STUDY % {"top": top})


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: squares.py TOP FOLDER")
    main(sys.argv[1], sys.argv[2])
