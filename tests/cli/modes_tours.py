"""The rounds of a unit for people on foot, computed again: `modes_tours.py STUDY.yaml RESULT FOOT.csv GROUP REACH`. FOOT.csv: minutes on foot
between communes. Says who is within reach of a session, each once, and whether the access of the group with the sessions, of communes and of
neighbourhoods, is that of the study run again with as many consultations at their stops."""
import csv
import json
import os
import sqlite3
import subprocess
import sys

study, result, foot, group, reach = *sys.argv[1:5], float(sys.argv[5])
db = sqlite3.connect(os.path.join(result, "small.gpkg"))
stops = [code for code, in db.execute("SELECT code FROM arret")]
minutes = {(row["origin"], row["destination"]): float(row["minutes"]) for row in csv.DictReader(open(foot)) if row["minutes"]}
people = dict(db.execute("SELECT code, population FROM acces_groupe WHERE maille = 'commune' AND groupe = ?", (group,)))
near = sum(n for code, n in people.items() if any(code == stop or minutes.get((code, stop), 1e9) <= reach for stop in stops))
print(sorted(set(stops)), round(near, 6), round(db.execute("SELECT a_portee FROM tournee_bilan").fetchone()[0], 6))
doctors = list(csv.reader(open("medecins.csv"), delimiter=";")) + [[stop, 20 * 46 / 5400] for stop in stops]
with open("more.csv", "w") as out:
    csv.writer(out, delimiter=";").writerows(doctors)
with open("tried.yaml", "w") as out:
    out.write(open(study).read().replace("medecins.csv", "more.csv"))
subprocess.run(["maillage", "run", "tried.yaml", "-q", "--overwrite", "--output", "tried"], check=True, stdout=subprocess.DEVNULL)
wanted = dict(sqlite3.connect("tried/small.gpkg").execute("SELECT code, apl FROM acces_groupe WHERE maille = 'commune'"))
today = dict(db.execute("SELECT code, apl FROM acces_groupe WHERE maille = 'commune'"))
wanted_qpv, today_qpv = (dict(one.execute("SELECT code, apl FROM acces_groupe WHERE maille = 'qpv' AND groupe = ?", (group,)))
                         for one in (sqlite3.connect("tried/small.gpkg"), db))
rows = db.execute("SELECT insee_com, apl_avant, apl_apres FROM tournee_acces").fetchall()
print(len(rows), all(before == today[code] for code, before, _ in rows), max(abs(after - wanted[code]) for code, _, after in rows) < 1e-9,
      any(after > before for _, before, after in rows))
told = json.loads(subprocess.run(["maillage", "tour", os.path.join(result, "small.gpkg"), "--json"], check=True, capture_output=True, text=True).stdout)
persons = dict(db.execute("SELECT code, population FROM acces_groupe WHERE maille = 'qpv' AND groupe = ?", (group,)))
print([(q["code"], q["population"] == persons[q["code"]], abs(q["apl_avant"] - today_qpv[q["code"]]) < 1e-9, abs(q["apl_apres"] - wanted_qpv[q["code"]]) < 1e-9)
       for q in told["tournee_acces_qpv"]])
