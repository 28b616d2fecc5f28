#!/usr/bin/env python3
"""Writes geodata/france from the official files: one row a commune of France, hospitals, priority neighbourhoods.

    geodata/rebuild_france.py --decoupage DIR --outlines FILE --town-halls FILE --density FILE --bpe FILE --doctors FILE
                              --income FILE --hospitals FILE --activities FILE --qpv FILE [--to FOLDER | --check]

The sources, their vintages and the columns are described in geodata/README.md. Needs Python 3 and mod_spatialite. Prints what it
could not place.
"""
import argparse
import csv
import filecmp
import json
import pathlib
import sqlite3
import sys
import tempfile
import unicodedata

LEVELS = ["Grands centres urbains", "Centres urbains intermédiaires", "Petites villes", "Ceintures urbaines",
          "Bourgs ruraux", "Rural à habitat dispersé", "Rural à habitat très dispersé"]
COUNTS = {"gp_2024": "medecin_generaliste", "pharmacie_2024": "pharmacie", "infirmier_2024": "infirmier",
          "structure_2024": "structure_sante"}
COLUMNS = ["insee_com", "libelle", "siren_epci", "lib_epci", "insee_dep", "insee_reg", "population", "lon", "lat", "position",
           "surface_km2", "densite", "bv", "lib_bv", "gp_2020", *COUNTS, "pauvrete_2015", "revenu_2015"]
TYPES = {"population": "Integer", "lon": "Real", "lat": "Real", "surface_km2": "Real", "densite": "Integer", "gp_2020": "Real",
         "gp_2024": "Real", "pharmacie_2024": "Real", "infirmier_2024": "Real", "structure_2024": "Real", "pauvrete_2015": "Real",
         "revenu_2015": "Integer", "maternite": "Integer", "epsg": "Integer"}
TOWNS = {"75056": "751", "13055": "132", "69123": "693"}  # and how the codes of their districts begin
EPSG = {"971": 5490, "972": 5490, "977": 5490, "978": 5490, "973": 2972, "974": 2975, "976": 4471, "975": 4467, "986": 3296,
        "987": 3297, "988": 3163}

# Town halls that no file gives, read off a map to about 100 m.
BY_HAND = {"97501": (-56.3797, 47.1002), "97502": (-56.1742, 46.7789), "97701": (-62.8511, 17.8958), "97801": (-63.0846, 18.0676),
           "13055": (5.36965, 43.29637), "75056": (2.35222, 48.85658), "69123": (4.83571, 45.76760)}

# The middles of the districts of Marseille, to about 500 m: their town halls serve two of them each.
MARSEILLE = [(5.3828, 43.2999), (5.3665, 43.3050), (5.3800, 43.3125), (5.4010, 43.3062), (5.3975, 43.2930), (5.3815, 43.2870),
             (5.3640, 43.2846), (5.3830, 43.2530), (5.4330, 43.2350), (5.4300, 43.2770), (5.4850, 43.2900), (5.4400, 43.3070),
             (5.4350, 43.3450), (5.3940, 43.3430), (5.3650, 43.3580), (5.3150, 43.3620)]
BY_HAND |= {f"{13201 + k}": position for k, position in enumerate(MARSEILLE)}

# Communes of the authorised hospitals whose positions are not given, by their addresses.
HOSPITAL_COMMUNES = {
    "130786742": "13055", "170022065": "17461", "170022826": "17306", "2A0004842": "2A004", "340024314": "34270",
    "400015103": "40001", "410011407": "41269", "570000596": "57463", "590052056": "59122", "590780284": "59350",
    "590797353": "59350", "670018068": "67482", "690054721": "69259", "830100574": "83137", "910026780": "91471",
    "920120011": "92023", "940120017": "94067", "970306833": "97302", "970306841": "97304", "970306858": "97311",
    "970211215": "97209", "970211256": "97209", "970400024": "97411", "970400057": "97416", "970462107": "97411",
    "980500714": "97614", "980500722": "97602", "980500730": "97606", "980500748": "97615"}

# Fewer authorised emergency departments than this for a million people of a region of the mainland: the register leaves some out.
LEAST_EMERGENCIES = 5

# Outlines are simplified: a town hall this near to that of its commune is taken as right.
SLACK_M = 1000


def rows_of(path, separator=",", encoding="utf-8-sig"):
    with open(path, encoding=encoding, newline="") as file:
        yield from csv.DictReader(file, delimiter=separator)


def write(folder, name, columns, rows):
    """A table and, beside it, the types of its columns for QGIS and GDAL."""
    with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
        to = csv.writer(file, lineterminator="\n")
        to.writerow(columns)
        to.writerows([row.get(c, "") for c in columns] for row in rows)
    types = ",".join(f'"{TYPES.get(c, "String")}"' for c in columns)
    (folder / f"{name}.csvt").write_text(types + "\n", encoding="utf-8")


def plain(name):
    """A name without accents, case, marks or articles that files write in different ways."""
    flat = unicodedata.normalize("NFD", name.replace("œ", "oe").replace("Œ", "Oe").lower())
    words = "".join(c if c.isalnum() else " " for c in flat if not unicodedata.combining(c)).split()
    return " ".join("saint" if w == "st" else "sainte" if w == "ste" else w for w in words)


def spatial_database(path):
    """A database in memory beside the file, which is called f."""
    db = sqlite3.connect(":memory:")
    db.enable_load_extension(True)
    db.load_extension("mod_spatialite")
    db.execute("SELECT InitSpatialMetaData(1, 'NONE'), InsertEpsgSrid(4326), InsertEpsgSrid(2154)")
    db.execute("ATTACH ? AS f", (str(path),))
    return db


class Outlines:
    """The outlines of communes: attributes, a point inside, the commune of a position."""

    def __init__(self, path):
        self.db = spatial_database(path)
        self.db.execute("CREATE TABLE c AS SELECT insee, GeomFromGPB(geom) AS g FROM f.communes")
        self.db.execute("CREATE VIRTUAL TABLE box USING rtree(id, x0, x1, y0, y1)")
        self.db.execute("INSERT INTO box SELECT rowid, MbrMinX(g), MbrMaxX(g), MbrMinY(g), MbrMaxY(g) FROM c")
        self.facts = {r[0]: r[1:] for r in self.db.execute("SELECT insee, area_m2, bv2022, lib_bv2022 FROM f.communes")}

    def inside(self, code):
        """A point inside the outline, degrees."""
        return self.db.execute("SELECT ST_X(p), ST_Y(p) FROM (SELECT ST_Transform(ST_PointOnSurface(g), 4326) AS p FROM c "
                               "WHERE insee = ?)", (code,)).fetchone()

    def distance(self, code, lon, lat):
        """From a position to the outline of a commune, metres."""
        return self.db.execute("SELECT ST_Distance(g, ST_Transform(MakePoint(?, ?, 4326), 2154)) FROM c WHERE insee = ?",
                               (lon, lat, code)).fetchone()[0]

    def commune_at(self, lon, lat):
        x, y = self.db.execute("SELECT ST_X(p), ST_Y(p) FROM (SELECT ST_Transform(MakePoint(?, ?, 4326), 2154) AS p)",
                               (lon, lat)).fetchone()
        found = self.db.execute("SELECT insee FROM box JOIN c ON c.rowid = box.id WHERE x0 <= ?1 AND x1 >= ?1 AND y0 <= ?2 AND "
                                "y1 >= ?2 AND ST_Intersects(g, MakePoint(?1, ?2, 2154))", (x, y)).fetchone()
        return found[0] if found else None


class Places:
    """Where the town hall of each commune stands."""

    def __init__(self, town_halls, outlines):
        self.halls = {r["insee"]: r for r in rows_of(town_halls)}
        self.outlines = outlines

    def within(self, code, hall):
        if code not in self.outlines.facts or self.outlines.commune_at(float(hall["lon"]), float(hall["lat"])) == code:
            return True
        metres = self.outlines.distance(code, float(hall["lon"]), float(hall["lat"]))
        if metres <= SLACK_M:
            print(f"town hall {metres:.0f} m outside its outline: {code} {hall['nom']}")
        return metres <= SLACK_M

    def of(self, commune):
        """(lon, lat, position): the town hall under the code of today or an old one, inside the outline where there is one."""
        code = commune["code"]
        if code in BY_HAND:
            return *BY_HAND[code], "approchee"
        old = [self.halls[c] for c in commune.get("anciensCodes", []) if c in self.halls]
        old.sort(key=lambda hall: plain(hall["nom"]) != plain(commune["nom"]))
        halls = ([self.halls[code]] if code in self.halls else []) + old
        for hall in halls:
            if self.within(code, hall):
                return float(hall["lon"]), float(hall["lat"]), "mairie"
        if code in self.outlines.facts:
            return *self.outlines.inside(code), "centre"
        return (float(halls[0]["lon"]), float(halls[0]["lat"]), "mairie") if halls else None


def number(text, digits):
    """A number with at most so many decimals, "" when there is none."""
    return "" if text in ("", None) else f"{float(text):.{digits}f}".rstrip("0").rstrip(".") if digits else str(round(float(text)))


def doctors_2020(path, communes):
    """General practitioners by commune of today: those of the communes that have merged since are added."""
    today = {old: c["code"] for c in communes for old in c.get("anciensCodes", [])}
    known = {c["code"] for c in communes}
    sums = {}
    for row in rows_of(path):
        code = row["codgeo"] if row["codgeo"] in known else today.get(row["codgeo"])
        if code is None:
            print("doctors of 2020 without a commune of today:", row["codgeo"], row["libgeo"], row["nb_medg"])
            continue
        sums[code] = sums.get(code, 0) + int(row["nb_medg"])
    return sums


def groups(path):
    """EPCI of each commune."""
    return {m["code"]: (e["code"], e["nom"]) for e in json.load(open(path, encoding="utf-8")) for m in e["membres"]}


def describe(commune, facts, place):
    """A row of communes.csv and its like."""
    code = commune["code"]
    epci = facts["epci"].get(commune.get("commune", code), ("", ""))
    area, bv, lib_bv = facts["outlines"].facts.get(code, (None, "", ""))
    row = {"insee_com": code, "libelle": commune["nom"], "siren_epci": epci[0], "lib_epci": epci[1],
           "insee_dep": commune["departement"], "insee_reg": commune["region"], "population": commune.get("population", ""),
           "surface_km2": number(area / 1e6, 2) if area else "", "bv": bv, "lib_bv": lib_bv,
           "densite": facts["density"].get(commune.get("commune", code), "")}
    if place:
        row |= {"lon": f"{place[0]:.5f}", "lat": f"{place[1]:.5f}", "position": place[2]}
    income = facts["income"].get(code)
    if income:
        row |= {"pauvrete_2015": number(income["TP6015"], 1), "revenu_2015": number(income["MED15"], 0)}
    return row


def count(row, code, facts):
    """Adds professionals and places of care. A commune that the equipment file does not list, of a département that it covers, has none."""
    listed = facts["bpe"].get(code)
    if listed or row["insee_dep"] in facts["covered"]:
        row |= {ours: listed[theirs] if listed else 0 for ours, theirs in COUNTS.items()}
    row["gp_2020"] = facts["doctors"].get(code, "")
    return row


def share(row, town, people):
    """The counts of a town, shared over its districts by their people: an estimate."""
    part = row["population"] / people
    return row | {c: number(town[c] * part if isinstance(town[c], int) else int(town[c]) * part, 1) for c in ["gp_2020", *COUNTS]}


def part(rows, outlines):
    """Two communes may have one town hall: it stays with the one it stands in."""
    at = {}
    for row in rows:
        at.setdefault((row.get("lon"), row.get("lat")), []).append(row)
    for (lon, lat), together in at.items():
        if lon and len(together) > 1:
            home = outlines.commune_at(float(lon), float(lat))
            for row in together:
                if row["insee_com"] != home:
                    x, y = outlines.inside(row["insee_com"])
                    row |= {"lon": f"{x:.5f}", "lat": f"{y:.5f}", "position": "centre"}


def write_communes(folder, communes, facts, places):
    current = [c for c in communes if c["type"] == "commune-actuelle"]
    rows = [count(describe(c, facts, places.of(c)), c["code"], facts) for c in current]
    part(rows, places.outlines)
    towns = {r["insee_com"]: r for r in rows if r["insee_com"] in TOWNS}
    districts = []
    for c in communes:
        if c["type"] == "arrondissement-municipal":
            town = towns[c["commune"]]
            districts.append(share(describe(c, facts, places.of(c)), town, town["population"]) | {"bv": town["bv"], "lib_bv": town["lib_bv"]})
    overseas = {c["code"] for c in current if c["zone"] != "metro"}
    files = {
        "communes": [r for r in rows if r["insee_com"] not in overseas and r["insee_com"] not in TOWNS],
        "villes": list(towns.values()),
        "arrondissements": districts,
        "outre-mer": [r for r in rows if r["insee_com"] in overseas and "lon" in r],
        "sans-position": [r for r in rows if "lon" not in r],
    }
    for name, chosen in files.items():
        write(folder, name, COLUMNS, sorted(chosen, key=lambda r: r["insee_com"]))
        print(f"{name}: {len(chosen)} rows")
    for r in rows:
        if r.get("position") == "centre":
            print("no town hall known near its outline, a point inside instead:", r["insee_com"], r["libelle"])
    return rows


def write_departments(folder, source, communes, hospitals):
    """Départements and their regions, and whether the register of activities looks complete for the emergencies of the region."""
    regions = {r["code"]: r["nom"] for r in json.load(open(source / "regions.json", encoding="utf-8"))}
    region_of = {c["insee_com"]: c["insee_reg"] for c in communes}
    people, sites = {}, {}
    for c in communes:
        people[c["insee_reg"]] = people.get(c["insee_reg"], 0) + (c["population"] or 0)
    for h in hospitals:
        region = region_of[h["insee_com"]]
        sites[region] = sites.get(region, 0) + h["urgences"]

    def complete(department):
        n, most = sites.get(department["region"], 0), people[department["region"]] / 1e6
        return n >= LEAST_EMERGENCIES * most if department["zone"] == "metro" else n > 0

    for region, n in sorted(sites.items()):
        print(f"emergency departments: {regions[region]}: {n}, {n / people[region] * 1e6:.1f} a million")
    rows = [{"insee_dep": d["code"], "libelle": d["nom"], "insee_reg": d["region"], "lib_reg": regions[d["region"]],
             "epsg": 2154 if d["zone"] == "metro" else EPSG.get(d["code"], ""),
             "urgences": "completes" if complete(d) else "incompletes"}
            for d in json.load(open(source / "departements.json", encoding="utf-8"))]
    columns = ["insee_dep", "libelle", "insee_reg", "lib_reg", "epsg", "urgences"]
    write(folder, "departements", columns, sorted(rows, key=lambda r: r["insee_dep"]))


def authorised(path):
    """Sites by their FINESS number: name, and whether they have an emergency department (14.23) or a maternity (03.01)."""
    sites = {}
    for row in rows_of(path, ";"):
        kind = {("14", "23"): "urgences", ("03", "01"): "maternite"}.get((row["activite"], row["modalite"]))
        if kind:
            sites.setdefault(row["nofinesset"], {"libelle": row["rset"] or row["rsej"], "urgences": 0, "maternite": 0})[kind] = 1
    return sites


def write_hospitals(folder, args, outlines, communes):
    positions = {r["id"].zfill(9): r for r in rows_of(args.hospitals)}
    by_post = {}
    for c in communes:
        for post in c.get("codesPostaux", []) if c["type"] == "commune-actuelle" else []:
            by_post.setdefault(post, []).append(c)
    rows = []
    for number_, site in sorted(authorised(args.activities).items()):
        at = positions.get(number_)
        if not at and number_ not in HOSPITAL_COMMUNES:
            print("authorised, without a position:", number_, site["libelle"], site["urgences"], site["maternite"])
            continue
        row = {"id": number_, **site}
        if at and at["lat"]:
            commune = outlines.commune_at(float(at["lon"]), float(at["lat"])) if number_[:2] != "97" else None
            near = [c["code"] for c in by_post.get(at["postcode"], []) if plain(c["nom"]) in plain(at["city"])]
            row |= {"lon": at["lon"], "lat": at["lat"], "insee_com": commune or (near[0] if near else HOSPITAL_COMMUNES.get(number_, "")),
                    "precision": {"1": "adresse", "2": "approchee", "3": "commune"}[at["geo_qual"]]}
        else:
            row |= {"insee_com": HOSPITAL_COMMUNES.get(number_, ""), "precision": "commune"}
        rows.append(row)
    write(folder, "hopitaux", ["id", "libelle", "insee_com", "lon", "lat", "precision", "urgences", "maternite"], rows)
    print(f"hopitaux: {len(rows)} rows")
    return rows


def write_qpv(folder, path):
    db = spatial_database(path)
    table = db.execute("SELECT table_name FROM f.gpkg_contents").fetchone()[0]
    rows = []
    for code, name, communes, x, y in db.execute(
            f'SELECT code_qp, lib_qp, insee_com, ST_X(p), ST_Y(p) FROM (SELECT *, ST_PointOnSurface(ST_MakeValid(GeomFromGPB(geom))) AS p '
            f'FROM f."{table}") ORDER BY code_qp'):
        rows.append({"code_qp": code, "libelle": name, "insee_com": communes.replace(", ", ";").replace(",", ";"),
                     "lon": f"{x:.5f}", "lat": f"{y:.5f}"})
    write(folder, "qpv", ["code_qp", "libelle", "insee_com", "lon", "lat"], rows)
    print(f"qpv: {len(rows)} rows")


def rebuild(folder, args):
    communes = json.load(open(args.decoupage / "communes.json", encoding="utf-8"))
    outlines = Outlines(args.outlines)
    bpe = {r["code_insee"]: r for r in rows_of(args.bpe)}
    facts = {
        "outlines": outlines,
        "epci": groups(args.decoupage / "epci.json"),
        "density": {r["insee_com"]: LEVELS.index(r["niveau_densite"]) + 1 for r in rows_of(args.density)},
        "bpe": bpe,
        "covered": {code[:3] if code[:2] in ("97", "98") else code[:2] for code in bpe},
        "doctors": doctors_2020(args.doctors, [c for c in communes if c["type"] == "commune-actuelle"]),
        "income": {r["CODGEO"]: r for r in rows_of(args.income, ";")},
    }
    rows = write_communes(folder, communes, facts, Places(args.town_halls, outlines))
    write_departments(folder, args.decoupage, rows, write_hospitals(folder, args, outlines, communes))
    write_qpv(folder, args.qpv)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ["decoupage", "outlines", "town-halls", "density", "bpe", "doctors", "income", "hospitals", "activities", "qpv"]:
        parser.add_argument(f"--{name}", required=True, type=pathlib.Path)
    parser.add_argument("--to", type=pathlib.Path, default=pathlib.Path(__file__).parent / "france")
    parser.add_argument("--check", action="store_true", help="write nothing; compare with the folder, and fail on a difference")
    args = parser.parse_args()
    if not args.check:
        args.to.mkdir(parents=True, exist_ok=True)
        rebuild(args.to, args)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        rebuild(pathlib.Path(folder), args)
        names = sorted(p.name for p in pathlib.Path(folder).iterdir())
        _, differ, missing = filecmp.cmpfiles(folder, args.to, names, shallow=False)
    for name in differ + missing:
        print("differs:", name)
    return 1 if differ + missing else 0


if __name__ == "__main__":
    sys.exit(main())
