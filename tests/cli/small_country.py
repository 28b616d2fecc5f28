"""Writes into a folder the official files that geodata/rebuild_france.py reads, in their published shapes, of a country of six communes.

Usage: small_country.py FOLDER; needs ogr2ogr
"""
import json
import os
import subprocess
import sys

# The town hall of the second is 0.4 km outside, that of the third 5 km; the fourth has it under a former code.
SQUARES = {"01001": (5.0, 46.0), "01002": (5.1, 46.0), "01003": (5.0, 46.1), "01004": (5.1, 46.1)}
TABLES = {
    "halls.csv": "insee,nom,lon,lat,source\n01001,Un,5.05,46.05,IGN\n01002,Deux,5.205,46.05,IGN\n01003,Trois,5.05,46.25,IGN\n"
                 "01999,Quatre,5.15,46.15,IGN\n75101,Paris 1er,2.34,48.86,IGN\n",
    "density.csv": "insee_com,lib_com,niveau_densite\n01001,Un,Petites villes\n01002,Deux,Rural à habitat dispersé\n",
    "bpe.csv": "code_insee,medecin_generaliste,pharmacie,infirmier,structure_sante\n01001,3,1,4,1\n75056,100,50,200,10\n",
    "doctors.csv": "codgeo,libgeo,nb_medg\n01001,Un,2\n01999,Ancienne,5\n75056,Paris,90\n01998,Perdue,1\n",
    "income.csv": "CODGEO;MED15;TP6015\n01001;21000.4;10.5\n",
    "hospitals.csv": "id,hospital_name,lat,lon,geo_qual,postcode,city\n10000024,CH,46.05,5.05,1,01000,Un\n",
    "activities.csv": "nofinesset;rset;rsej;activite;modalite\n010000024;CH UN;EJ;14;23\n010000024;CH UN;EJ;03;01\n"
                      "010000099;LOST;EJ;14;23\n010000024;CH UN;EJ;16;41\n",
}


def commune(code, name, people, **more):
    department = code[:3] if code.startswith("97") else code[:2]
    region = {"01": "84", "75": "11", "975": "975"}[department]
    return {"code": code, "nom": name, "type": "commune-actuelle", "zone": "metro" if department != "975" else "drom",
            "departement": department, "region": region, "population": people, **more}


def layer(path, name, system, features):
    source = path + ".geojson"
    with open(source, "w", encoding="utf-8") as file:
        json.dump({"type": "FeatureCollection", "features": features}, file)
    subprocess.run(["ogr2ogr", "-f", "GPKG", path, source, "-nln", name, "-t_srs", system, "-lco", "GEOMETRY_NAME=geom"], check=True)
    os.remove(source)


def square(properties, lon, lat, side):
    ring = [[lon, lat], [lon + side, lat], [lon + side, lat + side], [lon, lat + side], [lon, lat]]
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def main(folder):
    os.makedirs(folder, exist_ok=True)
    for name, text in TABLES.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
    documents = {
        "communes": [commune("01001", "Un", 1000, codesPostaux=["01000"]), commune("01002", "Deux", 500),
                     commune("01003", "Trois", 300), commune("01004", "Quatre", 200, anciensCodes=["01999"]),
                     commune("75056", "Paris", 2000), commune("97501", "Miquelon-Langlade", 600),
                     commune("75101", "Paris 1er", 500, commune="75056") | {"type": "arrondissement-municipal"}],
        "epci": [{"code": "200000001", "nom": "CC A", "membres": [{"code": "01001"}, {"code": "01002"}]}],
        "regions": [{"code": "84", "nom": "R84"}, {"code": "11", "nom": "R11"}, {"code": "975", "nom": "R975"}],
        "departements": [{"code": "01", "nom": "Ain", "region": "84", "zone": "metro"},
                         {"code": "75", "nom": "Paris", "region": "11", "zone": "metro"},
                         {"code": "975", "nom": "SPM", "region": "975", "zone": "com"}],
    }
    for name, content in documents.items():
        with open(os.path.join(folder, name + ".json"), "w", encoding="utf-8") as file:
            json.dump(content, file)
    layer(os.path.join(folder, "outlines.gpkg"), "communes", "EPSG:2154",
          [square({"insee": code, "area_m2": 86000000.0, "bv2022": code, "lib_bv2022": "BV"}, lon, lat, 0.1)
           for code, (lon, lat) in SQUARES.items()])
    layer(os.path.join(folder, "qpv.gpkg"), "qpv", "EPSG:4326",
          [square({"code_qp": "QN00101M", "lib_qp": "Quartier", "insee_com": "01001, 01002"}, 5.09, 46.04, 0.02)])


if __name__ == "__main__":
    main(sys.argv[1])
