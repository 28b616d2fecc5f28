"""Where two doctors serve a group of people best, by trying each commune: `modes_access.py STUDY.yaml GROUP THRESHOLD MODEL...` runs the
study without its sites, then with two doctors more in each commune of the territory in turn, and says whether each result
<MODEL>/small.gpkg has the goal before and after, and the access of the group after, of the best of these."""
import csv
import os
import re
import sqlite3
import subprocess
import sys

study, group, threshold, models = sys.argv[1], sys.argv[2], float(sys.argv[3]), sys.argv[4:]
text = re.sub(r"^siting:\n( .*\n)+", "", open(study).read(), flags=re.M)
doctors = list(csv.reader(open("medecins.csv"), delimiter=";"))


def access(name, commune=None):
    """People and access of the group by commune of the territory, with two doctors more in a commune."""
    with open("more.csv", "w") as out:
        csv.writer(out, delimiter=";").writerows(doctors + ([[commune, 2]] if commune else []))
    with open("tried.yaml", "w") as out:
        out.write(text.replace("medecins.csv", "more.csv"))
    subprocess.run(["maillage", "run", "tried.yaml", "-q", "--overwrite", "--output", name], check=True, stdout=subprocess.DEVNULL)
    db = sqlite3.connect(os.path.join(name, "small.gpkg"))
    return {code: row for code, *row in db.execute("SELECT code, population, apl FROM acces_groupe WHERE maille = 'commune' AND groupe = ?", (group,))}


def goal(model, rows):
    """The more the better."""
    people = sum(n for n, _ in rows.values())
    lacks = [(n, max(0, 1 - a / threshold)) for n, a in rows.values()]
    return {"max-min": min(a for n, a in rows.values() if n > 0), "persons-over": sum(n for n, a in rows.values() if a >= threshold * (1 - 1e-6)),
            "fgt1": -sum(n * lack for n, lack in lacks) / people, "fgt2": -sum(n * lack ** 2 for n, lack in lacks) / people}[model]


today = access("tried")
tried = {commune: access("tried", commune) for commune in today}
near = lambda a, b: abs(a - b) <= 1e-9 * max(1, abs(b))
for model in models:
    best = max(tried, key=lambda commune: goal(model, tried[commune]))
    db = sqlite3.connect(os.path.join(model, "small.gpkg"))
    (site,), (before, after) = db.execute("SELECT code FROM site").fetchone(), db.execute("SELECT avant, apres FROM site_bilan").fetchone()
    after_by_place = dict(db.execute("SELECT code, apl FROM affectation"))
    print(model, site, near(abs(goal(model, today)), before), near(abs(goal(model, tried[best])), after), near(goal(model, tried[site]), goal(model, tried[best])),
          all(near(after_by_place[code], a) for code, (_, a) in tried[site].items()), len({round(goal(model, rows), 9) for rows in tried.values()}))
