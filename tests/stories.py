#!/usr/bin/env python3
"""Six stories of planners of Pas-de-Calais, each one scenario file and one command, with what they find computed again here from the places, the supply
and the times alone: nothing of what the program compared is read but the figures to check.

Usage: stories.py MAILLAGE
The year of APL needs the table of the DREES in ../shared/data; it is left out without it.
"""
import csv
import os
import sqlite3
import subprocess
import sys
import tempfile
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
TOP = os.path.dirname(HERE)
sys.path.insert(0, HERE)
from recompute_zoning import StraightLines  # noqa: E402

EXAMPLE = os.path.join(TOP, "examples", "pas-de-calais")
SCENARIOS = os.path.join(EXAMPLE, "scenarios")
program = sys.argv[1]


def run(folder, study, *scenarios):
    """The study and its scenarios in that folder, in one command."""
    command = [program, "run", study, "--output", folder, "-q"]
    if scenarios:
        command += ["--scenario", ",".join(scenarios)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def opened(path):
    return sqlite3.connect(path)


def same(what, ours, theirs, within=1e-9):
    if abs(ours - theirs) > within * max(1, abs(ours)):
        sys.exit(f"{what}: {theirs} in the result, {ours} computed again")


class Access:
    """The APL of every commune, by the floating catchments written out: S_j / SUM_i P_i w_ij, then SUM_j."""

    def __init__(self, db):
        self.lines = StraightLines(db, os.path.join(TOP, "geodata", "rules"))
        self.supply, self.reach, self.catchment = {}, {}, {}
        for code, heads in db.execute("SELECT insee_com, sum(quantite) FROM offre WHERE service = 'gp' AND unite = 'personnes' GROUP BY 1"):
            if heads > 0:
                self.open(code, heads * self.acts(code))
        self.people = dict(db.execute("SELECT insee_com, population FROM acces_commune"))

    def acts(self, code):
        there = self.lines.acts_there
        return there.get(code[:2], self.lines.acts)

    def open(self, code, acts):
        if code not in self.reach:
            self.reach[code] = [(c, w) for c in self.lines.place for w in (self.lines.weight(c, code),) if w > 0]
            self.catchment[code] = sum(w * self.lines.place[c][2] for c, w in self.reach[code])
        self.supply[code] = self.supply.get(code, 0) + acts

    def values(self):
        apl = dict.fromkeys(self.lines.place, 0.0)
        for code, acts in self.supply.items():
            for c, w in self.reach[code]:
                apl[c] += acts / self.catchment[code] * w
        return apl


def check_access(access, after, name):
    """Every commune, who gains, who loses and who passes the threshold."""
    before, now = access["before"], access["now"]
    people = access["people"]
    for code, was, value, change in after.execute("SELECT insee_com, apl_avant, apl, apl_ecart FROM comparaison"):
        same(f"{name}: APL of {code} before", before[code], was)
        same(f"{name}: APL of {code}", now[code], value)
        same(f"{name}: change of {code}", now[code] - before[code], change)
    better = sum(p for c, p in people.items() if now[c] - before[c] > 1e-9 * max(now[c], before[c]))
    worse = sum(p for c, p in people.items() if before[c] - now[c] > 1e-9 * max(now[c], before[c]))
    under = [sum(p for c, p in people.items() if state[c] < 2.5) for state in (before, now)]
    falls = sum(p for c, p in people.items() if now[c] < 2.5 <= before[c])
    leaves = sum(p for c, p in people.items() if before[c] < 2.5 <= now[c])
    found = after.execute("SELECT u.gagnent, u.perdent, s.population_avant, s.population, s.tombent, s.sortent FROM comparaison_unite u "
                          "JOIN comparaison_seuil s ON s.service = u.service AND s.mesure = u.mesure "
                          "WHERE u.maille = 'territoire' AND u.service = 'gp' AND u.mesure = 'apl'").fetchone()
    for what, ours, theirs in zip(("gain", "lose", "under 2.5 before", "under 2.5", "fall", "leave"), (better, worse, *under, falls, leaves), found):
        same(f"{name}: people who {what}", ours, theirs)
    print(f"{name}: {better:.0f} people gain, {worse:.0f} lose; {under[0]:.0f} then {under[1]:.0f} under 2.5 ({falls:.0f} fall, {leaves:.0f} leave)")


def supply_stories(base):
    """Returns the APL of every commune before."""
    db = opened(base)
    access = Access(db)
    before = access.values()
    acts = access.acts("62620")
    for name, code, heads in (("depart-norrent-fontes", "62620", -1), ("arrivees-ligny-les-aire", "62512", 2)):
        access.open(code, heads * acts)
        check_access({"before": before, "now": access.values(), "people": access.people}, opened(f"{base[:-5]}-{name}.gpkg"), name)
        access.open(code, -heads * acts)
    return before


def emergency_story(base):
    """Minutes to the nearest emergency department, by straight lines between all sites and all communes."""
    db, after = opened(base), opened(f"{base[:-5]}-urgences-montreuil.gpkg")
    lines = StraightLines(db, os.path.join(TOP, "geodata", "rules"))

    def nearest(sites):
        found = {}
        for code in people:
            found[code] = min(
                lines.within if commune == code and precise == "commune" else lines.minutes(x, y, lines.place[commune][3], code)
                for x, y, commune, precise in sites)
        return found

    people = dict(db.execute("SELECT insee_com, population FROM acces_commune"))
    sites = [(*StraightLines.point(geom), commune, precise) for geom, commune, precise in after.execute(
        "SELECT geom, insee_com, precision FROM etablissement WHERE categorie = 'urgences'")]
    closed = [(*StraightLines.point(geom), commune, precise) for geom, commune, precise in db.execute(
        "SELECT geom, insee_com, precision FROM etablissement WHERE categorie = 'urgences' AND code = '620003202'")]
    if len(closed) != 1:
        sys.exit("the department of Montreuil is not in the study")
    was, now = nearest(sites + closed), nearest(sites)
    for code, before, value in after.execute("SELECT insee_com, t_urgence_avant, t_urgence FROM comparaison"):
        same(f"minutes from {code} before", was[code], before)
        same(f"minutes from {code}", now[code], value)
    limit, before, beyond, falls = after.execute("SELECT seuil, population_avant, population, tombent FROM comparaison_seuil "
                                                 "WHERE service = 'emergency' AND mesure = 'temps'").fetchone()
    for what, ours, theirs in (("before", sum(p for c, p in people.items() if was[c] > limit), before),
                               ("then", sum(p for c, p in people.items() if now[c] > limit), beyond),
                               ("fall", sum(p for c, p in people.items() if was[c] <= limit < now[c]), falls)):
        same(f"people beyond {limit} minutes {what}", ours, theirs)
    print(f"urgences-montreuil: {before:.0f} then {beyond:.0f} people beyond {limit:.0f} minutes")


def ceiling_story(base, apl):
    """Territories by rising mean APL: those of the national selection, then as many of the vivier as fit under the ceiling of 10 % of the people; the
    first that does not fit closes the class."""
    after = opened(f"{base[:-5]}-plafond.gpkg")
    inside, whole, value = {}, {}, {}
    for code, tvs, persons, here in after.execute("SELECT insee_com, tvs, coalesce(population, 0), perimetre FROM commune"):
        inside[tvs] = inside.get(tvs, 0) + persons * here
        whole[tvs] = whole.get(tvs, 0) + persons
        value[tvs] = value.get(tvs, 0) + persons * apl[code]
    for code, mean in after.execute("SELECT code, apl FROM tvs"):
        same(f"mean APL of {code}", value[code] / whole[code], mean)
    mine = sorted((t for t in inside if inside[t] > 0), key=lambda t: value[t] / whole[t])
    room, is_open, zip_ = 0.1 * sum(inside.values()), True, set()
    for t in mine:
        mean = value[t] / whole[t]
        is_open = is_open and inside[t] <= room
        if mean <= 2.5 or (mean <= 4 and is_open):
            zip_.add(t)
            room -= inside[t]
    chosen = {code for code, in after.execute("SELECT DISTINCT c.tvs FROM comparaison k JOIN commune c ON c.insee_com = k.insee_com WHERE k.zonage = 'ZIP'")}
    others = {code for code, in after.execute("SELECT DISTINCT c.tvs FROM comparaison k JOIN commune c ON c.insee_com = k.insee_com WHERE k.zonage <> 'ZIP'")}
    if chosen != zip_ or chosen & others:
        sys.exit(f"plafond: ZIP is {sorted(chosen)} in the result, {sorted(zip_)} computed again")
    persons, all_ = sum(inside[t] for t in zip_), sum(inside.values())
    share = 100 * persons / all_
    for found, percent in after.execute("SELECT population, part FROM jauge WHERE zonage = 'ZIP'"):
        same("people in ZIP", persons, found)
        same("their share", share, percent)
    print(f"plafond: {len(zip_)} territories in ZIP, {persons:.0f} people, {share:.2f} % of {all_:.0f}")


def year_story(folder):
    """APL of doctors of 65 and under, 2016 against 2018, as published."""
    data = os.environ.get("MAILLAGE_SHARED_DATA", os.path.join(TOP, "..", "shared", "data"))
    table = os.path.join(data, "pasdecalais", "communes_62_indicators.csv")
    if not os.path.exists(table):
        print(f"apl: {table} is not here; the year of APL is not told")
        return
    study = os.path.join(folder, "apl.yaml")
    with open(study, "w", encoding="utf-8") as to:
        to.write(f"title: APL\nterritory: {{ all: true }}\ncog: 2025\nsources:\n  communes:\n    - path: {table}\n"
                 "      columns: { insee_com: insee, libelle: nom, population: pmun, lon: lon, lat: lat }\n  apl:\n")
        for year in (2016, 2018):
            to.write(f"    - {{ path: {table}, vintage: \"{year}\", columns: {{ insee_com: insee, apl: apl_mg{year}, apl_65: apl_mg{year}_65 }} }}\n")
        to.write(f"  supply:\n    - {{ path: {table}, service: gp, columns: {{ insee_com: insee, quantite: bpe24_medecin_generaliste }} }}\n"
                 "travel: { model: crow }\nservices: [ { name: gp } ]\naccessibility: [ { service: gp, measure: apl } ]\n"
                 "deserts: { rules: drees-2017, apl: published-65, vintage: \"2016\" }\noutputs: { geopackage: apl.gpkg }\n")
    scenario = os.path.join(folder, "2018.yaml")
    with open(scenario, "w", encoding="utf-8") as to:
        to.write('kind: scenario\ntitle: APL 2018\nstudy: { deserts: { vintage: "2018" } }\n')
    run(folder, study, scenario)
    with open(table, encoding="utf-8") as source:
        rows = list(csv.DictReader(source))
    under = [sum(float(r["pmun"]) for r in rows if r[f"apl_mg{year}_65"] and float(r[f"apl_mg{year}_65"]) < 2.5) for year in (2016, 2018)]
    found = opened(os.path.join(folder, "apl-2018.gpkg")).execute(
        "SELECT population_avant, population FROM comparaison_seuil WHERE mesure = 'apl_jugee'").fetchone()
    for ours, theirs in zip(under, found):
        same("people under 2.5 by the published APL", ours, theirs)
    print(f"apl: {under[0]:.0f} then {under[1]:.0f} people under 2.5 (APL of 2016 and 2018, doctors of 65 and under)")


def write_feed(path):
    """One line from Lillers to Norrent-Fontes, every hour."""
    trips, times = ["route_id,service_id,trip_id"], ["trip_id,arrival_time,departure_time,stop_id,stop_sequence"]
    for hour in range(6, 20):
        trips.append(f"L,W,t{hour}")
        times += [f"t{hour},{hour:02}:05:00,{hour:02}:05:00,A,1", f"t{hour},{hour:02}:20:00,{hour:02}:20:00,B,2"]
    with zipfile.ZipFile(path, "w") as feed:
        feed.writestr("agency.txt", "agency_name,agency_timezone\nBus,Europe/Paris\n")
        feed.writestr("stops.txt", "stop_id,stop_lat,stop_lon\nA,50.5632,2.4830\nB,50.58559,2.41009\n")
        feed.writestr("routes.txt", "route_id,route_type\nL,3\n")
        feed.writestr("calendar.txt", "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\n"
                                      "W,1,1,1,1,1,0,0,20250106,20251219\n")
        feed.writestr("trips.txt", "\n".join(trips) + "\n")
        feed.writestr("stop_times.txt", "\n".join(times) + "\n")


def bus_story(folder):
    """A vehicle every half an hour, on the hour and the half: at each minute from 8:00 to 9:59, be at the stop a minute before it leaves, then ride."""
    write_feed(os.path.join(folder, "lillers.zip"))
    with open(os.path.join(folder, "communes.csv"), "w", encoding="utf-8") as to, \
            open(os.path.join(TOP, "geodata", "france", "communes.csv"), encoding="utf-8") as source:
        for line in source:
            if line.startswith("insee_com,") or line.split(",")[0] in ("62512", "62620"):
                to.write(line)
    study = os.path.join(folder, "bus.yaml")
    with open(study, "w", encoding="utf-8") as to:
        to.write("title: Bus\nterritory: { all: true }\ncog: 2026\nsources:\n  communes: [ { path: communes.csv } ]\n"
                 "  supply: [ { path: communes.csv, service: gp, columns: { quantite: gp_2020 } } ]\n"
                 "travel: { model: transit, gtfs: [lillers.zip], date: 2025-03-18, from: \"08:00\", until: \"10:00\" }\n"
                 "services: [ { name: gp } ]\naccessibility: [ { service: gp, measure: apl } ]\noutputs: { geopackage: bus.gpkg }\n")
    run(folder, study, os.path.join(SCENARIOS, "ligne-de-bus.yaml"))
    waits = sorted((-(minute + 1)) % 30 + 1 for minute in range(120))
    ours = waits[len(waits) // 2 - 1] + 11
    was, now = opened(os.path.join(folder, "bus-ligne-de-bus.gpkg")).execute(
        "SELECT t_gp_avant, t_gp FROM comparaison WHERE insee_com = '62512'").fetchone()
    if was is not None:
        sys.exit(f"ligne-de-bus: {was} minutes from Ligny-lès-Aire without any vehicle")
    same("minutes from Ligny-lès-Aire by the shuttle", ours, now)
    print(f"ligne-de-bus: from Ligny-lès-Aire to a GP in no time within the search, then in {now:.0f} minutes at half of the departures")


def main():
    with tempfile.TemporaryDirectory(prefix="maillage-stories-") as folder:
        names = ("depart-norrent-fontes", "arrivees-ligny-les-aire", "urgences-montreuil", "plafond")
        run(folder, os.path.join(EXAMPLE, "box.yaml"), *(os.path.join(SCENARIOS, n + ".yaml") for n in names))
        base = os.path.join(folder, "out", "pas-de-calais-embarque.gpkg")
        apl = supply_stories(base)
        emergency_story(base)
        ceiling_story(base, apl)
        year_story(folder)
        bus_story(folder)


if __name__ == "__main__":
    main()
