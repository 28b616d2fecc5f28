#!/usr/bin/env python3
"""Recomputes the figures of the study from the files that it reads, without Maillage, prints them and fails where they differ.

Usage: check.py COMMUNES OUT      COMMUNES: geodata/france/communes.csv; OUT: where run.sh wrote ages.csv, ehpad.csv and the study
"""
import csv
import pathlib
import sqlite3
import sys

import straight_lines

DETOUR, TERMINAL_MIN, SPEEDS = 1.25, 2, [80, 70, 80, 80, 80, 80, 80, 80]  # defaults of straight lines, by density level
CLOSED = "620003202"
here = pathlib.Path(__file__).resolve().parent


def rows(path):
    with open(path, encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def minutes(a, b, waters):
    """Travel time between two spots (x, y, density level)."""
    return straight_lines.minutes(straight_lines.metres(a, b, waters), DETOUR, TERMINAL_MIN, SPEEDS[a[2]], SPEEDS[b[2]])


def nearest(place, sites, waters):
    return min(minutes(place, site, waters) for site in sites)


def main(communes_path, out):
    out = pathlib.Path(out)
    study = sqlite3.connect(f"file:{out / 'night-closure.gpkg'}?mode=ro", uri=True)
    held = {code for code, in study.execute("SELECT insee_com FROM commune")}  # the territory and what lies around it
    communes = {r["insee_com"]: r for r in rows(communes_path)}
    spots = {code: (*straight_lines.lambert_93(float(r["lon"]), float(r["lat"])), int(r["densite"] or 0))
             for code, r in communes.items() if code in held}
    waters = straight_lines.read_waters(pathlib.Path(communes_path).parents[1] / "rules" / "estuaries.csv", spots.values())
    people = {code: int(communes[code]["population"]) for code in spots if code.startswith("62")}

    def site(row):
        if not row["lon"]:
            return spots[row["insee_com"]]
        return (*straight_lines.lambert_93(float(row["lon"]), float(row["lat"])), int(communes[row["insee_com"]]["densite"] or 0))

    hospitals = {r["id"]: site(r) for r in rows(pathlib.Path(communes_path).parent / "hopitaux.csv")
                 if r["urgences"] == "1" and r["insee_com"] in spots}
    mental = [site(r) for r in rows(here / "psychiatrie.csv")]
    all_night = {c: nearest(spots[c], hospitals.values(), waters) for c in people}
    closed = {c: nearest(spots[c], [s for code, s in hospitals.items() if code != CLOSED], waters) for c in people}
    psychiatry = {c: nearest(spots[c], mental, waters) for c in people}

    want = {}
    for name, times in (("Urgences la nuit", all_night), ("Urgences la nuit, Rang-du-Fliers fermé", closed),
                        ("CMP et hôpital de jour de psychiatrie", psychiatry)):
        for limit in (15, 20, 30):
            want[name, limit] = (sum(people[c] for c in people if times[c] > limit),
                                 sum(people[c] for c in people if times[c] > limit and times is closed
                                     and all_night[c] <= limit))
    old = {r["insee_com"]: float(r["plus_80"]) for r in rows(out / "ages.csv") if r["insee_com"] in held}
    want["Urgences la nuit, Rang-du-Fliers fermé, 80 ans et plus", 30] = (
        sum(old[c] for c in people if closed[c] > 30), sum(old[c] for c in people if closed[c] > 30 >= all_night[c]))

    # Places for 1,000 people of 80 and over: the places of a commune are shared by all of them within 30 minutes of it.
    places = {r["insee_com"]: float(r["quantite"]) for r in rows(out / "ehpad.csv") if r["insee_com"] in held}
    reach = {s: {c for c in old if c == s or minutes(spots[c], spots[s], waters) <= 30} for s in places}
    ratio = {s: 1000 * places[s] / sum(old[c] for c in reach[s]) for s in places}
    share = {c: sum(ratio[s] for s in places if c in reach[s]) for c in people}

    wrong = 0
    for name, limit, *got in study.execute("SELECT libelle, minutes, au_dela, passent FROM temps_bilan ORDER BY id"):
        same = all(abs(x - y) < 0.5 for x, y in zip(got, want[name, int(limit)]))
        wrong += not same
        print(f"{name}, {limit:.0f} min : {got[0]:.0f} au-delà, {got[1]:.0f} à cause des horaires"
              + ("" if same else f" (recalculé : {want[name, int(limit)]})"))
    values = dict(study.execute("SELECT code, valeur FROM acces WHERE service = 'ehpad' AND mesure = '2sfca'"))
    differing = [c for c in people if abs(values[c] - share[c]) > 1e-6 * share[c]]
    wrong += len(differing)
    print(f"Places d'EHPAD (illustration) pour 1 000 personnes de 80 ans et plus : {min(share.values()):.1f} à {max(share.values()):.1f}"
          + "".join(f" ({c} : {values[c]}, recalculé {share[c]})" for c in differing[:3]))
    return wrong


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) > 0)
