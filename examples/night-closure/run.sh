#!/usr/bin/env bash
# Writes the two files of illustration, runs the study and checks its figures, recomputed without Maillage, and prints them.
# Usage: run.sh [OUT]      OUT: where the files go, examples/night-closure/out by default; $MAILLAGE is the program, `maillage` by default
set -euo pipefail
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
out=${1:-$here/out}
program=${MAILLAGE:-maillage}
communes=${MAILLAGE_GEODATA:-$here/../../geodata}/france/communes.csv
mkdir -p "$out/out"
cp "$here/study.yaml" "$here/psychiatrie.csv" "$out/"

# Supposed: 5 % of the people of every commune are 80 or over, and a commune of 5,000 inhabitants or more has 15 places in nursing homes
# for 1,000 of them. Replace both by real files, as README.md says.
python3 - "$communes" "$out/out" <<'PYTHON'
import csv, sys
communes, out = sys.argv[1:]
with open(communes, encoding="utf8") as file, open(f"{out}/ages.csv", "w", encoding="utf8") as ages, \
        open(f"{out}/ehpad.csv", "w", encoding="utf8") as places:
    print("insee_com,moins_80,plus_80", file=ages)
    print("insee_com,quantite", file=places)
    for row in csv.DictReader(file):
        persons = int(row["population"] or 0)
        print(row["insee_com"], round(0.95 * persons, 2), round(0.05 * persons, 2), sep=",", file=ages)
        if persons >= 5000:
            print(row["insee_com"], round(persons * 15 / 1000), sep=",", file=places)
PYTHON

"$program" run "$out/study.yaml" --overwrite --quiet
"$here/check.py" "$communes" "$out/out"
