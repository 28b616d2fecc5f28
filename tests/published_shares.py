#!/usr/bin/env python3
"""People under 2.5 consultations by département: the shares that ship (geodata/france/reperes.csv, a run with the defaults) beside those
that the DREES publishes for 2024 (tests/golden/apl_departements.csv), on which nothing was chosen. Prints the share of the mainland in
both, and how the départements agree; fails where they agree less than docs/methods/access.md says. Usage: published_shares.py
"""
import csv
import pathlib
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent
LEAST_RANKS, LEAST_WEIGHTED, MOST_GAP = 0.87, 0.91, 0.047


def ranks(values):
    """Ranks from 1; equal values share the mean of theirs."""
    rank = {}
    ordered = sorted(values)
    for value in set(values):
        first = ordered.index(value)
        rank[value] = first + (ordered.count(value) + 1) / 2
    return [rank[v] for v in values]


def correlation(a, b, weight):
    total = sum(weight)
    mean_a, mean_b = (sum(v * w for v, w in zip(x, weight)) / total for x in (a, b))
    products = [(x - mean_a, y - mean_b, w) for x, y, w in zip(a, b, weight)]
    return sum(x * y * w for x, y, w in products) / (sum(x * x * w for x, _, w in products) * sum(y * y * w for _, y, w in products)) ** 0.5


def main():
    ours = {r["code"]: int(r["sous_seuil"]) / int(r["apl_connue"])
            for r in csv.DictReader(open(TOP / "geodata/france/reperes.csv", encoding="utf-8")) if r["maille"] == "departement"}
    rows = [r for r in csv.DictReader(open(TOP / "tests/golden/apl_departements.csv", encoding="utf-8")) if r["departement"] in ours]
    people = [float(r["population"]) for r in rows]
    published = [float(r["sous_2_5"]) / float(r["population"]) for r in rows]
    computed = [ours[r["departement"]] for r in rows]
    total = sum(people)
    found = {
        "ranks": correlation(ranks(computed), ranks(published), [1] * len(rows)),
        "weighted": correlation(computed, published, people),
        "gap": sum(abs(a - b) * w for a, b, w in zip(computed, published, people)) / total,
    }
    print(f"{len(rows)} départements: {100 * sum(a * w for a, w in zip(computed, people)) / total:.1f} % under 2.5, "
          f"published {100 * sum(b * w for b, w in zip(published, people)) / total:.1f} %")
    print(f"Spearman {found['ranks']:.3f}, weighted Pearson {found['weighted']:.3f}, mean gap by people {100 * found['gap']:.1f} points")
    if len(rows) != 96 or found["ranks"] < LEAST_RANKS or found["weighted"] < LEAST_WEIGHTED or found["gap"] > MOST_GAP:
        sys.exit("the shares agree less than docs/methods/access.md says")


if __name__ == "__main__":
    main()
