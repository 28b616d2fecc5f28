"""Random scenarios in the page and in the engine: every commune of both, to 1e-9.

Usage: python3 check_whatif.py MAILLAGE [--rounds N] [--seed N] [--chromium]
The scripts of the page run in node, else in Chromium; scenarios are written as files by the page's own script, and the engine runs
each of them. Straight lines (Bethune), given times, roads and squares (a small territory). Exit 77 when neither is installed.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

TOP = pathlib.Path(__file__).resolve().parents[2]
ASSETS = [TOP / "engine/output/page/assets" / name for name in ("whatif.js", "scenario.js")]
CLOSE = 1e-9

# Called with the data of a study and lists of changes: for each, the file, and figures by commune when the file is read back.
ANSWER = """(data, zoning, lists) => {
  const study = whatif.open(data, zoning);
  return lists.map((changes) => {
    const text = scenario.write(study, changes, 'essai', ['Groupe « a_pied » : 12 y gagnent, 0 y perdent.']), back = scenario.read(study, text);
    const found = [changes, back.changes].map((list) => {
      const result = whatif.compute(study, list), row = {};
      for (const i of study.communes) {
        if (!study.inside[i]) continue;
        const lacks = whatif.lacks(study, result, i), time = (name) => {
          const t = result.times.get(name);
          return !t ? null : Number.isNaN(t.minutes[i]) ? [null, 'over', 'lost'][t.over[i]] : t.minutes[i];
        };
        row[study.code[i]] = [result.access.get('gp')[i], time('gp'), time('pharmacy'), time('emergency'), lacks.apl, lacks.pharmacy, lacks.emergency];
      }
      const groups = {}, found = result.groups.get('gp'), named = found ? [...study.groups.map((g, k) => [g.name || 'autres', found.of[k]]), ['ensemble', found.all]] : [];
      for (const [name, value] of named) groups[name] = Object.fromEntries(study.communes.filter((i) => study.inside[i]).map((i) => [study.code[i], value[i]]));
      const quarters = study.qpv.map((q) => [q.code, named.map(([name, value], k) => [name, whatif.quarter(study, value, q, k < study.groups.length ? study.groups[k].share : null)])]);
      /* of each group that the study names: by commune, times and what it lacks; by neighbourhood, times */
      const SERVICES = ['gp', 'pharmacy', 'emergency'], times = {}, timesOfQuarters = {};
      study.groups.forEach((g, at) => {
        if (!g.name) return;
        times[g.name] = Object.fromEntries(study.communes.filter((i) => study.inside[i]).map((i) => {
          const lacks = whatif.lacks(study, result, i, at);
          return [study.code[i], [...SERVICES.map((name) => {
            const t = whatif.timesOf(result, name, at);
            return !t ? null : Number.isNaN(t.minutes[i]) ? [null, 'over', 'lost'][t.over[i]] : t.minutes[i];
          }), lacks.apl, lacks.pharmacy, lacks.emergency]];
        }));
        timesOfQuarters[g.name] = Object.fromEntries(study.qpv.map((q) => [q.code, SERVICES.map((name) => {
          const t = whatif.timesOf(result, name, at), mean = t ? whatif.quarter(study, t.minutes, q, g.share) : NaN;
          return Number.isNaN(mean) ? null : mean;
        })]));
      });
      return { row, groups, quarters, times, timesOfQuarters, gauges: result.zoning && result.zoning.gauges };
    });
    return { text, refused: back.refused, found };
  });
}"""


def complain(words):
    print("FAIL: " + words)
    sys.exit(1)


def in_node(data, zoning, lists):
    program = "".join(path.read_text().replace("'use strict';", "") for path in ASSETS)
    program += "\nconst [d, z, l] = JSON.parse(require('fs').readFileSync(0, 'utf8'));\nconsole.log(JSON.stringify((" + ANSWER + ")(d, z, l)));"
    done = subprocess.run(["node", "-e", program], input=json.dumps([data, zoning, lists]), capture_output=True, text=True)
    if done.returncode:
        complain("node: " + done.stderr)
    return json.loads(done.stdout)


def in_chromium(page_file):
    """The scripts of a page that was written by the engine, at work in it."""
    from chromium import Chromium

    def answer(data, zoning, lists):
        with Chromium() as page:
            page.open(page_file)
            told = page.run("JSON.stringify((" + ANSWER + ")(" + ", ".join(json.dumps(v) for v in (data, zoning, lists)) + "))")
            if page.complaints:
                complain("console: " + page.complaints[0])
            return json.loads(told)
    return answer


def section(text, *names):
    """A study file without some sections."""
    for name in names:
        text = re.sub(rf"^{name}:.*\n(?:[ \t#-].*\n|\n)*", "", text, flags=re.M)
    return text


def write_roads(path, left, bottom, right, top, n=14):
    """A grid of streets over a box, in OpenStreetMap's XML."""
    with open(path, "w", encoding="utf-8") as out:
        out.write('<osm version="0.6">\n')
        for y in range(n):
            for x in range(n):
                out.write(f'<node id="{y * n + x + 1}" lat="{bottom + (top - bottom) * y / (n - 1):.6f}" '
                          f'lon="{left + (right - left) * x / (n - 1):.6f}" version="1"/>\n')
        for k in range(n):
            for way, ids in ((k + 1, [k * n + i + 1 for i in range(n)]), (n + k + 1, [i * n + k + 1 for i in range(n)])):
                out.write(f'<way id="{way}" version="1">' + "".join(f'<nd ref="{i}"/>' for i in ids)
                          + f'<tag k="highway" v="{("tertiary", "residential")[way % 2]}"/></way>\n')
        out.write("</osm>\n")


def write_squares(path, communes, chosen, each=9):
    """Populated squares around the centre of each commune."""
    rows = []
    for line in communes.read_text().splitlines()[1:]:
        code, *_, lon, lat, _ = re.sub('"[^"]*"', "", line).split(",")
        rows += [f"{code}-{k},{code},{chosen.randint(5, 400)},{float(lon) + chosen.uniform(-.02, .02):.5f},{float(lat) + chosen.uniform(-.015, .015):.5f}"
                 for k in range(each)]
    path.write_text("code,insee_com,population,x,y\n" + "\n".join(rows) + "\n")


def write_bus(folder):
    """A timetable in GTFS: every ten minutes through the communes of the small territory, both ways."""
    folder.mkdir()
    stops = [("A", 50.5, 2.6), ("B", 50.5, 2.66), ("C", 50.5, 2.72), ("D", 50.54, 2.72), ("E", 50.54, 2.66)]
    tables = {"agency": "agency_name,agency_timezone\nBus,Europe/Paris\n", "routes": "route_id,route_type\nL,3\n",
              "stops": "stop_id,stop_lat,stop_lon\n" + "".join(f"{s},{y},{x}\n" for s, y, x in stops),
              "calendar": "service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date\nW,1,1,1,1,1,0,0,20250106,20251219\n",
              "trips": "route_id,service_id,trip_id\nL,W,e\nL,W,w\n",
              "frequencies": "trip_id,start_time,end_time,headway_secs,exact_times\n" + "".join(f"{t},07:00:00,12:00:00,600,1\n" for t in "ew"),
              "stop_times": "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
                            + "".join(f"{trip},07:{3 * k:02d}:00,07:{3 * k:02d}:00,{s},{k}\n"
                                      for trip, order in (("e", "ABCDE"), ("w", "EDCBA")) for k, s in enumerate(order))}
    for name, text in tables.items():
        (folder / f"{name}.txt").write_text(text)


def studies(folder):
    """(name, folder with study.yaml, share of the rounds)"""
    bethune = (TOP / "examples/bethune/study.yaml").read_text()
    bethune = section(bethune, "siting", "tours", "sensitivity", "catchments", "need", "outputs").replace("../../geodata", str(TOP / "geodata"))
    small = section((TOP / "tests/studies/small/study.yaml").read_text(), "siting", "need", "catchments", "outputs")
    crow = re.search("^travel: .*", small, re.M).group(0)
    chosen = random.Random(7)
    codes = ["01001", "01002", "01003", "01004", "01005", "2A004", "01007", "01008"]
    for name, text, share in (("lines", bethune, 0.4), ("times", small, 0.2), ("roads", small, 0.1), ("squares", small, 0.1), ("modes", small, 0.1),
                              ("modes of squares", small, 0.1), ("modes by bus", small, 0.1)):
        at = pathlib.Path(folder, name)
        at.mkdir()
        if name != "lines":
            for file in (TOP / "tests/studies/small").glob("*.csv"):
                shutil.copy(file, at)
            (at / "sites.csv").write_text((at / "sites.csv").read_text().replace("2.661,50.501", "2.662,50.502"))
        if name == "times":
            rows = [f"{a},{b},{chosen.randint(3, 45)}" for a in codes for b in codes + ["010000001"] if a != b and chosen.random() < 0.85]
            (at / "times.csv").write_text("id1,id2,Dist_min\n" + "\n".join(rows) + "\n")
            text = text.replace(crow, "travel: { model: table, path: times.csv }")
        if name == "roads":
            text = text.replace(", acts: 5400", "")  # a head counts less than a full time
            write_roads(at / "roads.osm", 2.58, 50.48, 2.74, 50.6)
            text = text.replace(crow, "travel: { model: road, osm: roads.osm, snap_metres: 3000 }")
        if name.startswith("modes"):  # two groups beside everybody else: a part of each commune, and a tenth everywhere
            (at / "share.csv").write_text("insee_com,valeur\n" + "".join(f"{code},{chosen.choice((0, .1, .25, .6))}\n" for code in codes + ["01009"]))
            text = text.replace("  income:", "  indicators: [ { path: share.csv, indicator: sv } ]\n  income:").replace("services:", "modes:\n"
                "  - { name: a_pied, indicator: sv, travel: { model: crow, terminal_minutes: 0, detour: 1.2, speeds_kmh: [15, 15, 15, 15, 15, 15, 15] } }\n"
                "  - { name: velo, share: 0.1, travel: { model: crow, terminal_minutes: 1, speeds_kmh: [25, 25, 25, 25, 25, 25, 25] } }\nservices:", 1)
        if name == "modes by bus":  # those on foot also take it; longer trips than 15 minutes are not searched for
            write_bus(at / "bus")
            text = re.sub(r"(name: a_pied, indicator: sv, travel: ).*", r"\1{ model: transit, gtfs: [bus], longest_minutes: 15 } }", text)
        if name == "squares":  # on foot: some squares have no trip within the search, and their communes no mean
            text = text.replace(crow, "travel: { model: crow, speeds_kmh: [4, 4, 4, 4, 4, 4, 4] }")
        if name.endswith("squares"):
            write_squares(at / "squares.csv", at / "communes.csv", chosen)
            text = text.replace("sources:", "demand: cells\nsources:\n  cells: [ { path: squares.csv, crs: \"EPSG:4326\" } ]", 1)
        (at / "study.yaml").write_text(text + "outputs: { geopackage: s.gpkg, report: s.html }\n")
        yield name, at, share


def run(maillage, study, output, *more):
    done = subprocess.run([maillage, "run", str(study), "--output", str(output), "--overwrite", "-q", *more],
                          capture_output=True, text=True)
    if done.returncode:
        complain(" ".join(done.args) + ": " + done.stderr)


def read(path, query):
    with sqlite3.connect(path) as db:
        return db.execute(query).fetchall()


def draw(rng, data, zoning):
    """Changes that can be made: what is removed is there, what is closed is open."""
    communes = [i for i, c in enumerate(data["commune"]) if c in (i, -1)]
    gp = data["measures"][0]
    supply, changes, gone = list(gp["supply"]), [], set()
    if gp["years"] and rng.random() < 0.2:
        year = rng.choice(gp["years"])
        for at, there in zip(year["supply"][::2], year["supply"][1::2]):
            supply[at] = there
        changes.append({"kind": "year", "years": year["years"]})
    for _ in range(rng.randint(1, 7)):
        kind, at = rng.choice(("come", "leave", "open", "close", "threshold", "class")), rng.choice(communes)
        if kind == "come":
            doctors = rng.choice((0.5, 1, 2, 3.7))
            supply[at] += doctors * gp["each"][at]
            changes.append({"kind": "supply", "service": "gp", "place": at, "doctors": doctors})
        elif kind == "leave" and any(supply):
            at = rng.choice([i for i, s in enumerate(supply) if s > 0])
            doctors = rng.choice((supply[at] / gp["each"][at], supply[at] / gp["each"][at] * rng.random()))
            supply[at] = max(0, supply[at] - doctors * gp["each"][at])
            changes.append({"kind": "supply", "service": "gp", "place": at, "doctors": -doctors})
        elif kind == "open":
            changes.append({"kind": "open", "service": rng.choice([s["service"] for s in data["services"]]), "place": at})
            supply[at] += gp["each"][at] if changes[-1]["service"] == "gp" else 0
        elif kind == "close":
            service = rng.choice(data["services"])
            site = rng.choice(service["sites"])
            if (service["service"], site["code"]) in gone or service["service"] == "gp":
                continue
            gone.add((service["service"], site["code"]))
            if site["place"] >= 0 and site["code"] == data["code"][site["place"]]:
                changes.append({"kind": "close", "service": service["service"], "place": site["place"]})
            else:
                changes.append({"kind": "close", "service": service["service"], "site": site["code"]})
        elif kind == "threshold":
            name, value = rng.choice((("apl", rng.uniform(2, 5)), ("pharmacy", rng.randint(3, 12)), ("emergency", rng.randint(8, 25))))
            changes = [c for c in changes if c.get("name") != name] + [{"kind": "threshold", "name": name, "value": round(value, 2)}]
        elif kind == "class" and zoning:
            tvs = rng.choice([t for t in zoning["tvs"] if t["persons"] > 0])
            changes.append({"kind": "class", "level": "tvs", "code": tvs["code"], "zone": rng.choice(("ZIP", "ZAC", "HZ"))})
    return changes


def same(mine, its):
    if mine is None or its is None:
        return mine is its
    return abs(mine - its) <= CLOSE * max(1, abs(its))


def compare_communes(answer, path, data, told):
    rows = read(path, "SELECT insee_com, apl, t_gp, t_pharma, t_urgence, desert FROM acces_commune")
    worst, over = 0, 0  # over: times that the page does not know, or only to be beyond the limit
    for both in answer["found"]:
        if len(rows) != len(both["row"]):
            complain(told + ": not the same communes")
        for code, *its, desert in rows:
            mine = both["row"][code]
            for k, value in enumerate(its):
                if mine[k] in ("over", "lost"):
                    over += 1
                    if mine[k] == "over" and value is not None and value <= data["limit"]:
                        complain(f"{told}: {code}, column {k}: beyond {data['limit']} min in the page, {value} in the engine")
                elif not same(mine[k], value):
                    complain(f"{told}: {code}, column {k}: {mine[k]} in the page, {value} in the engine\n{answer['text']}")
                elif value is not None:
                    worst = max(worst, abs(mine[k] - value))
            for bit, lack in enumerate(mine[4:]):
                if lack is not None and lack != bool((desert or 0) & 1 << bit):
                    complain(f"{told}: {code}: desert {desert} in the engine, {mine[4:]} in the page\n{answer['text']}")
    return worst, over


def compare_groups(answer, path, told):
    """Access of each group, of everybody else and of all: communes, then neighbourhoods of the groups that the study names."""
    for both in answer["found"]:
        for group, communes in both["groups"].items():
            its = dict(read(path, f"SELECT a.code, a.valeur FROM acces a JOIN commune c ON c.insee_com = a.code AND c.perimetre = 1 WHERE service = 'gp' AND mesure = 'apl_{group}'"))
            if set(its) != set(communes):
                complain(f"{told}: not the same communes for {group}")
            for code, value in its.items():
                if not same(communes[code], value):
                    complain(f"{told}: {code}, {group}: {communes[code]} in the page, {value} in the engine\n{answer['text']}")
        its = {(code, group): apl for code, group, apl in read(path, "SELECT code, groupe, apl FROM acces_groupe WHERE maille = 'qpv'")}
        its.update({(code, "ensemble"): apl for code, apl in read(path, "SELECT code, apl_ensemble FROM acces_groupe WHERE maille = 'qpv'")})
        mine = {(code, group): value for code, list in both["quarters"] for group, value in list if group != "autres"}
        if both["groups"] and (set(its) != set(mine) or not its):
            complain(f"{told}: not the same neighbourhoods")
        for key in its if both["groups"] else []:
            if not same(mine[key], its[key]):
                complain(f"{told}: {key}: {mine[key]} in the page, {its[key]} in the engine\n{answer['text']}")


def compare_times(answer, path, data, told):
    """Times of each group that the study names, and what it lacks: how many were compared, and how many the page does not know."""
    seen, over = 0, 0
    rows = read(path, "SELECT groupe, maille, code, t_gp, t_pharma, t_urgence, desert FROM acces_groupe")
    for both in answer["found"]:
        if {(g, c) for g, level, c, *_ in rows if level == "commune"} != {(g, c) for g, list in both["times"].items() for c in list}:
            complain(f"{told}: not the same communes of groups")
        for group, level, code, *its, desert in rows:
            mine = (both["times"] if level == "commune" else both["timesOfQuarters"])[group][code]
            for k, value in enumerate(its):
                if mine[k] in ("over", "lost") or (level == "qpv" and mine[k] is None): # a place beyond the limit: so is the mean
                    over += 1
                    if mine[k] == "over" and value is not None and value <= data["limit"]:
                        complain(f"{told}: {group}, {code}, column {k}: beyond {data['limit']} min in the page, {value} in the engine")
                elif not same(mine[k], value):
                    complain(f"{told}: {group}, {level} {code}, column {k}: {mine[k]} in the page, {value} in the engine\n{answer['text']}")
                else:
                    seen += value is not None
            for bit, lack in enumerate(mine[3:]):
                if lack is not None and lack != bool((desert or 0) & 1 << bit):
                    complain(f"{told}: {group}, {code}: desert {desert} in the engine, {mine[3:]} in the page\n{answer['text']}")
    return seen, over


def compare_gauges(answer, maillage, folder, base, at, file, told):
    """`maillage zoning` on a copy of the study of today."""
    copy = at / "zoning.gpkg"
    shutil.copy(base, copy)
    done = subprocess.run([maillage, "zoning", str(folder / "study.yaml"), str(file), "--geopackage", str(copy), "--output", str(at / "z"),
                           "--overwrite", "--force", "-q"], capture_output=True, text=True)
    if done.returncode:
        complain(f"{told}: {done.stderr}\n{answer['text']}")
    for name, persons, share in read(copy, "SELECT jauge, population, part FROM zonage_jauge WHERE cote = 'B'"):
        for both in answer["found"]:
            g = both["gauges"]
            mine = (g["margin"], g["marginPct"]) if name == "marge" else (g["persons"].get(name, 0), g["share"].get(name, 0))
            if name != "connu" and not (same(mine[0], persons) and same(mine[1] if mine[1] is not None else None, share)):
                complain(f"{told}: gauge {name}: {mine} in the page, {persons}, {share} in the engine\n{answer['text']}")


def compare(maillage, folder, base, data, n, changes, answer, told):
    """One scenario in the engine: largest difference, times beyond the limit, whether the gauges were compared."""
    at = folder / f"at{n}"
    at.mkdir()
    file = at / "scenario.yaml"
    file.write_text(answer["text"])
    if answer["refused"]:
        complain(f"{told}: the page does not read lines {answer['refused']} of its own file\n{answer['text']}")
    shutil.copy(base, at / "s.gpkg") # the study that the scenario starts from
    run(maillage, folder / "then.yaml", at, "--scenario", str(file), "--force")
    worst, over = compare_communes(answer, at / "s-scenario.gpkg", data, told)
    compare_groups(answer, at / "s-scenario.gpkg", told)
    timed = compare_times(answer, at / "s-scenario.gpkg", data, told)
    gauges = any(c["kind"] == "class" for c in changes) and not any(c["kind"] == "year" for c in changes)
    if gauges:
        compare_gauges(answer, maillage, folder, base, at, os.path.relpath(file, folder), told)
    shutil.rmtree(at)
    return worst, over, gauges, timed


def check(maillage, name, folder, rounds, answer_of, seed):
    run(maillage, folder / "study.yaml", folder / "now")
    # what is compared are communes and gauges: the page of each scenario is not written
    (folder / "then.yaml").write_text(section((folder / "study.yaml").read_text(), "outputs") + "outputs: { geopackage: s.gpkg }\n")
    base = folder / "now/s.gpkg"
    texts = dict(read(base, "SELECT nom, texte FROM essai"))
    data, zoning = json.loads(texts["donnees"]), json.loads(texts["zonage"]) if "zonage" in texts else None
    if name == "squares" and not read(base, "SELECT 1 FROM acces_commune c JOIN lieu l ON l.insee_com = c.insee_com AND l.nature = 'carreau' JOIN acces a "
                                            "ON a.code = l.code AND a.service = 'emergency' AND a.mesure = 'temps' AND a.valeur > 0 WHERE c.t_urgence IS NULL"):
        complain(f"{name}: no commune has squares with a trip and squares without one")
    rng = random.Random(seed)
    years = [[{"kind": "year", "years": y["years"]}] for y in data["measures"][0]["years"]]
    lists = [[]] + years + [draw(rng, data, zoning) for _ in range(rounds)]
    answers = answer_of(folder / "now/s.html")(data, zoning, lists)
    if len(answers[0]["found"][0]["groups"]) != (4 if name.startswith("modes") else 0):  # two, everybody else, and all
        complain(f"{name}: the page has the groups {list(answers[0]['found'][0]['groups'])}")
    for answer in answers[1:1 + len(years)]:
        if answer["text"].count("\n") != 4 or "outlook: { years: " not in answer["text"]:
            complain(f"{name}: the supply expected some years from now is not one line\n{answer['text'][:300]}")
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        waiting = [pool.submit(compare, maillage, folder, base, data, n, changes, answer, f"{name}, scenario {n}")
                   for n, (changes, answer) in enumerate(zip(lists, answers))]
        try:
            found = [one.result() for one in waiting]
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    worst, over, gauges = max(f[0] for f in found), sum(f[1] for f in found), sum(f[2] for f in found)
    seen, unknown = (sum(f[3][k] for f in found) for k in (0, 1))
    if name.startswith("modes") and seen < 10 * len(lists):
        complain(f"{name}: {seen} times of groups in {len(lists)} scenarios")
    print(f"{name}: {rounds} scenarios, {len(answers[0]['found'][0]['row'])} communes each, largest difference {worst:.1e}; "
          f"{over} times not known, or only to be beyond the limit; {gauges} compared by their gauges too"
          + (f"; {seen} times of groups, {unknown} more not known or beyond the limit" if name.startswith("modes") else ""), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("maillage")
    parser.add_argument("--rounds", type=int, default=200 if os.environ.get("MAILLAGE_FULL") else 10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--chromium", action="store_true", help="in the page itself, even where node is installed")
    options = parser.parse_args()
    sys.path.insert(0, str(TOP / "tests/browser"))
    from chromium import find
    if not (find() if options.chromium else shutil.which("node") or find()):
        print("skip: neither node nor Chromium")
        return 77
    node = shutil.which("node") and not options.chromium
    with tempfile.TemporaryDirectory() as folder:
        for name, at, share in studies(folder):
            check(os.path.abspath(options.maillage), name, at, max(1, round(options.rounds * share)),
                  (lambda page: in_node) if node else in_chromium, options.seed)
    print("PASS" + (" in node" if node else " in Chromium"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
