"""Recomputes the densities that the page of Béthune compares with its département, its region and France.

usage: benchmarks.py GEODATA/FRANCE PAGE.html
"""
import csv
import pathlib
import re
import sys

COUNTS = {"GPs": "gp_2024", "Pharmacies": "pharmacie_2024", "Nurses": "infirmier_2024"}
PLACES = {"Pas-de-Calais": ("insee_dep", "62"), "Hauts-de-France": ("insee_reg", "32"), "France": (None, None)}


def main():
    folder, page = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]).read_text(encoding="utf-8")
    rows = [r for name in ("communes", "villes", "outre-mer", "sans-position") for r in csv.DictReader(open(folder / (name + ".csv"), encoding="utf-8"))]
    said = dict(re.findall(r'<dt>(\w+) for 10,000 inhabitants</dt><dd>(.*?)</dd>', page))
    count = 0
    for label, column in COUNTS.items():
        printed = dict(re.findall(r"<span>(.*?)</span> ([\d.]+)</small>", said[label]))
        for place, (key, code) in PLACES.items():
            of = [r for r in rows if (key is None or r[key] == code) and r["population"] and r[column] and float(r["population"]) > 0]
            density = 1e4 * sum(float(r[column]) for r in of) / sum(float(r["population"]) for r in of)
            if abs(float(printed[place]) - density) > 0.05 + 1e-9:
                sys.exit(f"{label}, {place}: {printed[place]} in the page, {density:.3f} recomputed")
            count += 1
    print(f"{count} densities, all as printed")


main()
