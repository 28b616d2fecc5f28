#!/usr/bin/env python3
"""Measures France as it ships with Maillage, for the page to set a study beside: writes geodata/france/reperes.csv, people under 2.5
consultations and far from a doctor or a pharmacy by département, region and on the mainland, and reperes-conventions.csv, the parameters
of the run. A study is set beside them where its own parameters are those.

    geodata/measure_france.py MAILLAGE [--check [--in-full-runs]]

Runs `maillage new --france` and `maillage run` in a folder of its own: half a minute. Emergency departments are left out: the list that
ships is incomplete in two regions (departements.csv).
"""
import argparse
import csv
import filecmp
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent / "france"
FILES = ("reperes.csv", "reperes.csvt", "reperes-conventions.csv", "reperes-conventions.csvt")
CONVENTIONS = {"travel": ["modele", "detour", "temps_terminal", "iles", "estuaires", "vitesses", "vitesse_densite_inconnue", "temps_intra_communal"],
               "access": ["medecins_comptes", "poids_age", "k", "actes_par_medecin", "actes_temps_plein", "actes_min", "actes_max", "age_max",
                          "decay", "paliers", "closure", "lieux", "mesure.gp.apl"],
               "desert": ["indicateur", "seuil_apl"]}

# Times are whole deciseconds: a limit of 10 minutes is within.
FAR = "CASE WHEN round({} * 600) > 6000 THEN a.population ELSE 0 END"
KNOWN = "CASE WHEN {} IS NOT NULL THEN a.population ELSE 0 END"
SUMS = f"""SELECT {{0}} AS code, sum(a.population), sum({KNOWN.format('a.apl')}), sum(CASE WHEN a.apl < 2.5 THEN a.population ELSE 0 END),
  sum({KNOWN.format('a.t_gp')}), sum({FAR.format('a.t_gp')}), sum({KNOWN.format('a.t_pharma')}), sum({FAR.format('a.t_pharma')})
FROM acces_commune a JOIN commune c ON c.insee_com = a.insee_com GROUP BY code ORDER BY code"""


def write(path, header, types, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)
    path.with_suffix(".csvt").write_text(",".join(f'"{t}"' for t in types) + "\n")


def measure(study, to):
    names = {"departement": {}, "region": {}}
    for row in csv.DictReader(open(HERE / "departements.csv", encoding="utf-8")):
        names["departement"][row["insee_dep"]] = row["libelle"]
        names["region"][row["insee_reg"]] = row["lib_reg"]
    rows = []
    for level, key in (("departement", "c.insee_dep"), ("region", "c.insee_reg"), ("metropole", "''")):
        for code, *sums in study.execute(SUMS.format(key)):
            rows.append([level, code, names[level][code] if code else "France métropolitaine", *(int(n) for n in sums)])
    write(to / "reperes.csv", ["maille", "code", "libelle", "population", "apl_connue", "sous_seuil", "gp_connu", "loin_gp",
                                  "pharmacie_connue", "loin_pharmacie"], ["String"] * 3 + ["Integer"] * 7, rows)
    kept = [[step, name, study.execute("SELECT valeur FROM parametre WHERE etape = ? AND nom = ?", (step, name)).fetchone()[0]]
            for step, list_of in CONVENTIONS.items() for name in list_of]
    for service in ("gp", "pharmacy"):
        kept.append(["supply", service, study.execute("SELECT sha256 FROM provenance WHERE source LIKE 'supply%' AND note = ?"
                                                      " AND chemin = 'maillage:france/communes.csv'", (service,)).fetchone()[0]])
    write(to / "reperes-conventions.csv", ["etape", "nom", "valeur"], ["String"] * 3, kept)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("maillage")
    parser.add_argument("--check", action="store_true", help="compare with the files that stand there")
    parser.add_argument("--in-full-runs", action="store_true", help="do nothing, with code 77, but where MAILLAGE_FULL is set")
    options = parser.parse_args()
    if options.in_full_runs and not os.environ.get("MAILLAGE_FULL"):
        print("skipped: only in full runs (MAILLAGE_FULL=1)")
        return 77
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        for command in (["new", "france.yaml", "--france", "--ask", "deserts"], ["run", "france.yaml", "--lang", "fr"]):
            subprocess.run([pathlib.Path(options.maillage).resolve(), *command, "-q"], cwd=folder, check=True)
        to = folder if options.check else HERE
        measure(sqlite3.connect(folder / "france.gpkg"), to)
        if options.check:
            differ = [name for name in FILES if not filecmp.cmp(folder / name, HERE / name, shallow=False)]
            if differ:
                sys.exit("differs: " + ", ".join(differ))
    return 0


if __name__ == "__main__":
    sys.exit(main())
