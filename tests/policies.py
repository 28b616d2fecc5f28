#!/usr/bin/env python3
"""Computes again what `maillage policy --json` says, from the tables of the study and plain formulas, every choice tried.
Usage: policies.py ANSWER.json STUDY.gpkg   (the policy is named in the answer; `maillage` is on the path)"""
import csv
import itertools
import json
import math
import os
import re
import sqlite3
import subprocess
import sys
import tempfile

faults = []


def check(what, got, want, within=1e-6):
    if got is None or want is None:
        same = got == want
    else:
        same = abs(got - want) <= within * max(1, abs(want))
    if not same:
        faults.append("%s: %r, and %r by hand" % (what, got, want))


def rows(db, query, *values):
    return [dict(r) for r in db.execute(query, values)]


def minutes_to(study, category, whole=None):
    """{(commune, site): minutes}; `whole`: rows of all communes of the study, where those of the territory are not enough"""
    with tempfile.TemporaryDirectory() as folder:
        path, more = os.path.join(folder, "m.csv"), []
        if whole:
            more = ["--from", os.path.join(folder, "from.csv")]
            with open(more[1], "w", encoding="utf-8") as file:
                file.write("code,x,y\n" + "".join("%s,%r,%r\n" % (c["insee_com"], c["x"], c["y"]) for c in whole))
        done = subprocess.run(["maillage", "matrix", study, path, "--to", category, "-q"] + more, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        if done.returncode != 0:
            return {}  # no facility of that category
        with open(path, encoding="utf-8") as file:
            return {(r["origin"], r["destination"]): float(r["minutes"]) for r in csv.DictReader(file) if r["minutes"]}


def groups_by_hand(db, value):
    """Means over communes {(kind, code): (people, mean)}, of studies whose people are counted at the centre of communes."""
    out = {}
    here = rows(db, "SELECT a.*, c.siren_epci FROM acces_commune a JOIN commune c USING (insee_com)")

    def add(kind, code, parts, people=None):
        known = [(w, value[c]) for c, w in parts if value.get(c) is not None]
        total = sum(w for w, _ in known)
        out[kind, code] = (people if people is not None else sum(w for _, w in parts), sum(w * v for w, v in known) / total if total else None)

    add("territory", "", [(r["insee_com"], r["population"]) for r in here])
    for kind, key in ("epci", "siren_epci"), ("area", "espace"), ("commune", "insee_com"):
        for code in {r[key] for r in here if r[key]}:
            add(kind, code, [(r["insee_com"], r["population"]) for r in here if r[key] == code])
    for q in rows(db, "SELECT code_qp, population FROM qpv"):
        parts = rows(db, "SELECT insee_com, part FROM qpv_commune WHERE code_qp = ?", q["code_qp"])
        parts = [(p["insee_com"], p["part"]) for p in parts if p["insee_com"] in {r["insee_com"] for r in here}]
        if parts:
            add("qpv", q["code_qp"], parts, q["population"])
    return out


def check_groups(answer, db, before, after):
    said = {(g["kind"], g["code"]): g for g in answer["groups"]}
    for side, value in ("before", before), ("after", after):
        for key, (people, mean) in groups_by_hand(db, value).items():
            if key not in said:
                faults.append("the group %s is not said" % (key,))
                continue
            check("%s of %s" % (side, key), said[key][side], mean)
            check("people of %s" % (key,), said[key]["people"], people)


def threshold_of(db):
    told = rows(db, "SELECT valeur FROM parametre WHERE etape = 'desert' AND nom = 'seuil_apl'")
    return float(told[0]["valeur"]) if told else 2.5


def counted_doctors(db):
    """GPs of the territory whom the study counts; acts within the bounds of an activity."""
    told = {r["nom"]: r["valeur"] for r in rows(db, "SELECT nom, valeur FROM parametre WHERE etape = 'access'")}
    out = rows(db, "SELECT insee_com, medecins, age, unite, quantite, activite FROM offre JOIN acces_commune USING (insee_com)"
                   " WHERE service = 'gp' AND scenario = 'actuel'")
    out = [d for d in out if told["age_max"] == "aucun" or d["age"] is None or d["age"] <= float(told["age_max"])]
    for d in out:
        if d["unite"] == "actes":
            whole = max(d["activite"] or 0, d["quantite"])
            most = math.inf if told["actes_max"] == "aucune" else float(told["actes_max"])
            d["medecins"] *= min(max(whole, float(told["actes_min"])), most) / whole
    return out


def written_moves(answer):
    """(from or None, to, consultations) of the scenario, in its order."""
    out = []
    for line in open(study_file(answer), encoding="utf-8"):
        said = re.search(r'- \{ commune: "([^"]*)"(?:, to: "([^"]*)")?, acts: ([0-9.]*)', line)
        if said:
            out.append((said[1], said[2], float(said[3])) if said[2] else (None, said[1], float(said[3])))
    return out


def check_moves(answer, moves):
    said = written_moves(answer)
    check("moves", len(said), len(moves))
    for got, want in zip(said, moves):
        if got[:2] != want[:2] or abs(got[2] - want[2]) > 0.0051:
            faults.append("a move is %s, and %s by hand" % (got, want))


def days(answer, db, value, takes=None):
    """Days of solidarity: communes under the threshold, the lowest first, take from the nearest; `takes`: who may, the others giving."""
    threshold, heads = threshold_of(db), {}
    for d in rows(db, "SELECT insee_com, sum(medecins) AS n FROM offre WHERE service = 'gp' AND scenario = 'actuel' GROUP BY insee_com"):
        heads[d["insee_com"]] = d["n"]
    place = {r["insee_com"]: r for r in rows(db, "SELECT a.insee_com, a.apl, a.pop_std, c.x, c.y FROM acces_commune a JOIN commune c USING (insee_com)"
                                                 " WHERE a.apl IS NOT NULL ORDER BY a.insee_com")}
    each = math.prod(float(value[v]) for v in ("days_a_month", "months_a_year", "acts_a_day", "volunteers_pct", "realised_pct")) / 1e4
    room = {c: heads.get(c, 0) * each for c, p in place.items() if p["apl"] >= threshold and (takes is None or c not in takes)}
    available, lack, moves = sum(room.values()), 0, []
    for c in sorted((c for c in place if place[c]["apl"] < threshold and (takes is None or c in takes)), key=lambda c: (place[c]["apl"], c)):
        left = (threshold - place[c]["apl"]) * place[c]["pop_std"]
        lack += left
        far = {g: math.hypot(place[g]["x"] - place[c]["x"], place[g]["y"] - place[c]["y"]) for g in room}
        for g in sorted((g for g in room if far[g] <= 1000 * float(value["reach_km"])), key=lambda g: (far[g], g)):
            amount = min(left, room[g])
            if left < 0.01 or room[g] < 0.01:
                continue
            moves.append((g, c, amount))
            left, room[g] = left - amount, room[g] - amount
    check("lack", answer["figures"]["lack"], lack)
    check("available", answer["figures"]["available"], available)
    check("given", answer["figures"]["given"], sum(m[2] for m in moves))
    check("stated", answer["figures"]["stated"], available * 100 / float(value["realised_pct"]))
    check_moves(answer, moves)


def solidarity(answer, study, db, value):
    del study
    days(answer, db, value)


def juniors(answer, study, db, value):
    """The share of France by persons, then by rising APL as many as can be supervised."""
    del study
    people = rows(db, "SELECT sum(population) AS n FROM acces_commune")[0]["n"]
    left = math.floor(float(value["national"]) * people / float(value["france"]) + 1e-9)
    check("juniors to place", answer["figures"]["to_place"], left)
    heads = {r["insee_com"]: r["n"] for r in rows(db, "SELECT insee_com, sum(medecins) AS n FROM offre WHERE service = 'gp' AND scenario = 'actuel' GROUP BY insee_com")}
    moves, available = [], 0
    for c in rows(db, "SELECT insee_com FROM acces_commune WHERE apl IS NOT NULL ORDER BY apl, insee_com"):
        room = math.floor(heads.get(c["insee_com"], 0) * float(value["juniors_per_supervisor"]) * float(value["supervisors_pct"]) / 100 + 1e-9)
        available += room
        if min(room, left) > 0:
            moves.append((None, c["insee_com"], min(room, left) * float(value["acts_a_junior"])))
            left -= min(room, left)
    check("juniors that could be supervised", answer["figures"]["available"], available)
    check_moves(answer, moves)


def labels(answer, study, db, value):
    """Every set of houses within the budget, and who is within reach of one."""
    far, reach = {}, float(value["minutes"])
    for category in [value["labelled"]] + value["houses"].split():
        far[category] = minutes_to(study, category)
    people = {r["insee_com"]: r["population"] for r in rows(db, "SELECT insee_com, population FROM acces_commune")}

    def reached(category, site):
        return {c for c in people if far[category].get((c, site), 1e9) <= reach}

    now = set().union(*[reached(value["labelled"], s) for _, s in far[value["labelled"]]] or [set()])
    houses = {s: reached(c, s) for c in value["houses"].split() for _, s in far[c]}
    most = int(float(value["budget_eur"]) // float(value["label_eur"]))
    best = max((sum(people[c] for c in now.union(*[houses[s] for s in some]))
                for k in range(min(most, len(houses)) + 1) for some in itertools.combinations(sorted(houses), k)))
    check("people covered before", answer["figures"]["covered_before"], sum(people[c] for c in now))
    check("people covered", answer["figures"]["covered"], best)
    check("proof", answer["figures"]["proved"], 1)
    said = {g["code"]: g for g in answer["groups"] if g["kind"] == "commune"}
    check_groups(answer, db, {c: 100 if c in now else 0 for c in people}, {c: said[c]["after"] for c in people})
    check("people of communes covered", sum(people[c] for c in people if said[c]["after"] == 100), best)


def chance(age, years, limit, structure):
    """Chance that a doctor still works after so many years; `structure` stands for an unknown age."""
    if years == 0:
        return 1
    if age is None:
        return sum(part * chance(a, years, limit, structure) for a, part in structure.items())
    return 1 if age + years <= limit else 0


def regulation(answer, study, db, value):
    del study
    years, limit = int(value["years"]), int(value["retirement_age"]) - 1
    structure = {}
    for band in value["ages"].split():
        ages, number = band.split(":")
        first, last = map(int, ages.split("-"))
        for age in range(first, last + 1):
            structure[age] = structure.get(age, 0) + float(number) / (last - first + 1)
    total = sum(structure.values())
    structure = {a: n / total for a, n in structure.items()}
    place = rows(db, "SELECT a.insee_com, a.population, a.pop_std, a.apl, coalesce(CASE ? WHEN 'tvs' THEN c.tvs WHEN 'epci' THEN c.siren_epci END, a.insee_com) AS area"
                     " FROM acces_commune a JOIN commune c USING (insee_com)", value["mesh"])
    here = {p["insee_com"]: p["area"] for p in place}
    doctors = counted_doctors(db)
    apl = {}
    for area in set(here.values()):
        known = [p for p in place if p["area"] == area and p["apl"] is not None]
        apl[area] = sum(p["apl"] * p["pop_std"] for p in known) / sum(p["pop_std"] for p in known) if known else None
    saturated = {a for a in apl if apl[a] is not None and apl[a] >= float(value["saturated_apl"])}
    check("unknown areas", answer["figures"]["unknown_areas"], sum(a is None for a in apl.values()))
    now = {c: sum(d["medecins"] for d in doctors if d["insee_com"] == c) for c in here}
    wish = {c: now[c] / sum(now.values()) for c in here}
    ends, refused, gave_up, arrived, gone = [], 0, 0, 0, 0
    for regulated in False, True:
        heads, vacant = dict(now), dict.fromkeys(apl, 0)
        for year in range(years):
            left = {c: sum(d["medecins"] * (chance(d["age"], year, limit, structure) - chance(d["age"], year + 1, limit, structure))
                           for d in doctors if d["insee_com"] == c) for c in here}
            come = {c: wish[c] * sum(left.values()) * float(value["arrivals_pct"]) / 100 for c in here}
            turned = 0
            for area in apl:
                inside = [c for c in here if here[c] == area]
                vacant[area] += sum(left[c] for c in inside)
                asked = sum(come[c] for c in inside)
                if regulated and area in saturated and asked > vacant[area]:
                    turned += asked - vacant[area]
                    for c in inside:
                        come[c] *= vacant[area] / asked
                vacant[area] -= sum(come[c] for c in inside)
            unsaturated = sum(wish[c] for c in here if here[c] not in saturated)
            stay = turned * (1 - float(value["give_up_pct"]) / 100) if unsaturated else 0
            for c in here:
                heads[c] += come[c] - left[c]
                if here[c] not in saturated and unsaturated:
                    heads[c] += stay * wish[c] / unsaturated
            if regulated:
                refused, gave_up = refused + turned, gave_up + turned - stay
                arrived, gone = arrived + sum(come.values()) + turned, gone + sum(left.values())
        ends.append(heads)
    check("doctors today", answer["figures"]["doctors"], sum(now.values()))
    for name, want in (("free", sum(ends[0].values())), ("regulated", sum(ends[1].values())), ("departures", gone), ("arrivals", arrived),
                       ("refused", refused), ("gave_up", gave_up), ("saturated_areas", len(saturated))):
        check(name, answer["figures"][name], want)
    check("heads are conserved", sum(ends[1].values()), sum(now.values()) - gone + arrived - gave_up)
    people = {p["insee_com"]: p["population"] for p in place}
    check_groups(answer, db, *[{c: 1e4 * end[c] / people[c] for c in here} for end in ends])


free_installation = regulation


def scores(db, value):
    """{area: (people, score)}, by ranks of the means by people of the criteria that some area knows."""
    place = rows(db, "SELECT a.insee_com, a.population, a.apl, a.t_urgence, r.revenu, i.valeur, coalesce(CASE ? WHEN 'tvs' THEN c.tvs WHEN 'epci' THEN"
                     " c.siren_epci END, a.insee_com) AS area FROM acces_commune a JOIN commune c USING (insee_com) LEFT JOIN revenu r USING (insee_com)"
                     " LEFT JOIN indicateur i ON i.insee_com = a.insee_com AND i.nom = ?", value["mesh"], value["indicator"])
    for p in place:
        ages = rows(db, "SELECT age_min, personnes FROM lieu_age JOIN lieu USING (code) WHERE insee_com = ?", p["insee_com"])
        p["old"] = 100 * sum(a["personnes"] for a in ages if a["age_min"] >= float(value["old_from"])) / sum(a["personnes"] for a in ages) if ages else None
    areas = sorted({p["area"] for p in place})
    people = {a: sum(p["population"] for p in place if p["area"] == a) for a in areas}
    total, weights = dict.fromkeys(areas, 0), 0
    for name, weight, worse in (("apl", "weight_apl", -1), ("t_urgence", "weight_emergency", 1), ("old", "weight_old", 1), ("revenu", "weight_income", -1),
                                ("valeur", "weight_indicator", 1)):
        mean = {}
        for a in areas:
            known = [p for p in place if p["area"] == a and p[name] is not None]
            mean[a] = worse * sum(p[name] * p["population"] for p in known) / sum(p["population"] for p in known) if known else None
        others = [m for m in mean.values() if m is not None]
        if not others or float(value[weight]) == 0:
            continue
        weights += float(value[weight])
        for a in areas:
            if mean[a] is None or total[a] is None:
                total[a] = None
            elif len(others) > 1:
                below, same = sum(m < mean[a] for m in others), sum(m == mean[a] for m in others) - 1
                total[a] += float(value[weight]) * (below + same / 2) / (len(others) - 1)
    score = {a: None if total[a] is None else 100 * total[a] / weights for a in areas}
    return {p["insee_com"]: p["area"] for p in place}, people, score


def check_units(answer, people, score):
    check("areas", len(answer["areas"]), len(score))
    for unit in answer["areas"]:
        check("score of " + unit["code"], unit["score"], score[unit["code"]])
        check("people of " + unit["code"], unit["people"], people[unit["code"]])
    said = [u["score"] for u in answer["areas"] if u["score"] is not None]
    if said != sorted(said, reverse=True):
        faults.append("areas are not ranked by score")


def red_zones(answer, study, db, value):
    del study
    area, people, score = scores(db, value)
    check_units(answer, people, score)
    ranked = sorted((s for s in score.values() if s is not None), reverse=True)
    last = ranked[math.ceil(len(ranked) * float(value["red_pct"]) / 100 - 1e-9) - 1]
    red = {a for a in score if score[a] is not None and score[a] >= last}
    check("red zones", answer["figures"]["red_zones"], len(red))
    check("people in red zones", answer["figures"]["people_in_red_zones"], sum(people[a] for a in red))
    check_groups(answer, db, {c: score[a] for c, a in area.items()}, {c: None if score[a] is None else 100 * (a in red) for c, a in area.items()})
    days(answer, db, value, {c for c, a in area.items() if a in red})


def ceiling(answer, study, db, value):
    del study
    area, people, score = scores(db, value)
    check_units(answer, people, score)
    total, got, limit = sum(people.values()), {"ZIP": 0, "ZAC": 0, "HZ": 0}, {"ZIP": float(value["zip_pct"]), "ZAC": float(value["zac_pct"]), "HZ": 1e9}
    classes, at = {}, ["ZIP", "ZAC", "HZ"]
    for mark in sorted({v for v in score.values() if v is not None}, reverse=True):
        tied = [a for a in score if score[a] == mark]
        some = sum(people[a] for a in tied)
        while got[at[0]] + some > total * limit[at[0]] / 100 + 1e-6:
            at.pop(0)
        got[at[0]] += some
        classes.update({a: at[0] for a in tied})
    check("people in ZIP", answer["figures"]["people_zip"], got["ZIP"])
    check("people in ZAC", answer["figures"]["people_zac"], got["ZAC"])
    now = {r["insee_com"]: None if r["zonage"] is None else 100 * (r["zonage"] == "ZIP") for r in rows(db, "SELECT insee_com, zonage FROM acces_commune")}
    check_groups(answer, db, now, {c: 100 * (classes[a] == "ZIP") if a in classes else None for c, a in area.items()})
    for line in open(study_file(answer), encoding="utf-8"):
        code = line.split('"')[1] if "- {" in line else None
        if code and "class: %s," % classes[code if "{ tvs:" in line else area[code]] not in line:
            faults.append("another class: " + line)


def study_file(answer):
    """The scenario stands beside the answer, under its name."""
    del answer
    return os.path.splitext(sys.argv[1])[0] + ".yaml"


def open_hours(text):
    """Hours of the week, from Monday 0:00, that the simple rules of the tests open throughout."""
    days, out = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"], set()
    for rule in text.split(";"):
        span, times = rule.split()
        first, last = (span.split("-") * 2)[:2]
        start, end = [int(t[:2]) + int(t[3:]) / 60 for t in times.split("-")]
        for day in range(days.index(first), days.index(last) + 1):
            out |= {24 * day + h for h in range(24) if h >= start and h + 1 <= end}
    return out


def unscheduled(answer, study, db, value):
    """The people of the whole study share the slots; those of the territory are counted."""
    every = {r["insee_com"]: r["n"] for r in rows(db, "SELECT insee_com, sum(population) AS n FROM lieu GROUP BY insee_com")}
    people = {r["insee_com"]: r["population"] for r in rows(db, "SELECT insee_com, population FROM acces_commune")}
    sites = rows(db, "SELECT code, horaires, perimetre FROM etablissement WHERE categorie = ?", value["sites"])
    far = minutes_to(study, value["sites"], rows(db, "SELECT insee_com, x, y FROM commune"))
    each = float(value["slots_an_hour"])
    if not set(every) <= {c for c, _ in far}:
        faults.append("minutes are told of %d communes of %d" % (len({c for c, _ in far}), len(every)))
    week = []
    for side in "before", "after":
        when, wanted = {s["code"]: open_hours(s["horaires"] or value["usual_hours"]) for s in sites}, open_hours(value["hours"])
        if side == "after":
            when.update({s["code"]: wanted | when[s["code"]] for s in sites if s["perimetre"]})
        near = {s["code"]: {c for c in every if far.get((c, s["code"]), 1e9) <= float(value["minutes"])} for s in sites}
        ratio = {s: each / sum(every[c] for c in near[s]) if near[s] else 0 for s in near}
        slots, reached = 0, 0
        for hour in range(168):
            now = [s for s in when if hour in when[s]]
            there = set().union(*[near[s] for s in now] or [set()]) & set(people)
            said = answer["hours"][hour]
            check("people at hour %d %s" % (hour, side), said["people_pct_" + side], 100 * sum(people[c] for c in there) / sum(people.values()))
            check("slots at hour %d %s" % (hour, side), said["slots_" + side], sum(ratio[s] * people[c] for s in now for c in near[s] if c in people))
            slots, reached = slots + said["slots_" + side], reached + said["people_pct_" + side] / 168
        tail = "" if side == "after" else "_before"
        check("slots", answer["figures"]["slots" + tail], slots)
        check("people reached", answer["figures"]["reached_pct" + tail], reached)
        week.append({c: sum(1000 * ratio[s] * len(when[s]) for s in when if c in near[s]) for c in people})
    check_groups(answer, db, *week)
    check("slots are conserved", sum(people[c] * week[1][c] for c in people) / 1000, answer["figures"]["slots"])


def cabins(answer, study, db, value):
    """Every set of hosts, for the people under 2.5 or the threshold of deserts."""
    far, reach = {}, float(value["minutes"])
    for to in [value["installed"]] + value["hosts"].split() + ["communes"]:
        far[to] = minutes_to(study, to)
    place = {r["insee_com"]: r for r in rows(db, "SELECT insee_com, population, apl FROM acces_commune")}
    under = threshold_of(db)
    people = {c: p["population"] if p["apl"] is not None and p["apl"] < under else 0 for c, p in place.items()}

    def reached(to, site):
        return {c for c in place if far[to].get((c, site), 1e9) <= reach}

    now = set().union(*[reached(value["installed"], s) for _, s in far[value["installed"]]] or [set()])
    hosts = {s: reached(to, s) for to in value["hosts"].split() for _, s in far[to]}
    hosts.update({s: reached("communes", s) for _, s in far["communes"] if s in place and s not in hosts})
    best = max(sum(people[c] for c in now.union(*[hosts[s] for s in some]))
               for some in itertools.combinations(sorted(hosts), min(int(value["cabins"]), len(hosts))))
    check("people covered before", answer["figures"]["covered_before"], sum(people[c] for c in now))
    check("people covered", answer["figures"]["covered"], best)
    said = {g["code"]: g for g in answer["groups"] if g["kind"] == "commune"}
    check_groups(answer, db, {c: 100 * (c in now) for c in place}, {c: said[c]["after"] for c in place})
    check("people of communes covered", sum(people[c] for c in place if said[c]["after"] == 100), best)


def consultations(answer, study, db, value):
    """Every set of hosts, for the need of those who have no centre near; then half-days in proportion."""
    far, reach = {}, float(value["minutes"])
    for to in [value["installed"]] + value["hosts"].split() + ["communes"]:
        far[to] = minutes_to(study, to)
    people = {r["insee_com"]: r["population"] for r in rows(db, "SELECT insee_com, population FROM acces_commune")}
    rates = {}
    for band in value["rates"].split():
        ages, rate = band.split(":")
        first, last = (int(ages[:-1]), int(ages[:-1]) + 4) if ages.endswith("+") else map(int, ages.split("-"))
        rates.update({a: float(rate) for a in range(first, last + 1)})
    need, unknown = {}, 0
    for c in people:
        bands = rows(db, "SELECT age_min, age_max, personnes FROM lieu_age JOIN lieu USING (code) WHERE insee_com = ?", c)
        of = [[rates[a] for a in rates if b["age_min"] <= a and (b["age_max"] is None or a <= b["age_max"])] for b in bands]
        need[c] = sum(b["personnes"] * sum(r) / len(r) for b, r in zip(bands, of)) if bands else 0
        unknown += 0 if bands else people[c]

    def minutes(to, site):
        return {c: far[to][c, site] for c in people if far[to].get((c, site), 1e9) <= reach}

    now = set().union(*[minutes(value["installed"], s) for _, s in far[value["installed"]]] or [set()])
    hosts = {s: minutes(to, s) for to in value["hosts"].split() for _, s in far[to]}
    stand = {r["code"]: r["insee_com"] for r in rows(db, "SELECT code, insee_com FROM etablissement")}
    taken = {stand[s] for s in hosts} | {stand[s] for _, s in far[value["installed"]]}
    hosts.update({c: minutes("communes", c) for c in people if c not in taken})
    best = max(sum(need[c] for c in now.union(*[hosts[s] for s in some]))
               for k in range(min(int(value["centres"]), len(hosts)) + 1) for some in itertools.combinations(sorted(hosts), k))
    said = answer["figures"]
    check("need", said["need"], sum(need.values()))
    check("need covered before", said["need_covered_before"], sum(need[c] for c in now), 1e-3)
    check("need covered", said["need_covered"], best, 1e-3)
    check("people of unknown age", said["people_of_unknown_age"], unknown)
    place = {r["insee_com"]: r["libelle"] for r in rows(db, "SELECT insee_com, libelle FROM commune")}
    name = {r["libelle"]: r["code"] for r in rows(db, "SELECT code, libelle FROM etablissement")}
    name.update({place[c]: c for c in people})
    chosen = []
    for line in open(study_file(answer), encoding="utf-8"):
        item = re.search(r'name: "([^"]*)".*: (\d+) demi-journées par an, pour un besoin de (\d+) ', line)
        if item:
            chosen.append((name[item[1]], int(item[2]), int(item[3])))
    check("centres", said["centres"], len(chosen))
    check("need within the choice", sum(need[c] for c in now.union(*[hosts[s] for s, _, _ in chosen])), best, 1e-3)
    nearest = {c: min((s for s, _, _ in chosen if c in hosts[s]), key=lambda s: hosts[s][c], default=None) for c in people if c not in now}
    check("people brought", said["people_brought"], sum(people[c] for c in nearest if nearest[c]))
    wanted = [sum(need[c] for c in nearest if nearest[c] == s) for s, _, _ in chosen]
    each, budget = float(value["acts_a_half_day"]), int(value["half_days"])
    days = [math.ceil(w / each - 1e-9) for w in wanted]
    if sum(days) > budget:
        exact = [w / sum(wanted) * budget for w in wanted]
        days = [math.floor(e + 1e-9) for e in exact]
        for k in sorted(range(len(days)), key=lambda k: days[k] - exact[k])[:budget - sum(days)]:
            days[k] += 1
    for (s, got, asked), w, want in zip(chosen, wanted, days):
        check("half-days at " + s, got, want)
        check("need at " + s, asked, round(w), 1)
    check("half-days", said["half_days"], sum(days))
    check("euros", said["spent_eur"], sum(days) * float(value["half_day_eur"]))
    check("consultations", said["consultations"], sum(min(w, d * each) for w, d in zip(wanted, days)))
    check_groups(answer, db, {c: 100 * (c in now) for c in people}, {c: 100 * (c in now or nearest.get(c) is not None) for c in people})


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        answer = json.load(file)
    db = sqlite3.connect(sys.argv[2])
    db.row_factory = sqlite3.Row
    value = {v["name"]: v["value"] for v in answer["values"]}
    globals()[answer["policy"].replace("-", "_")](answer, sys.argv[2], db, value)
    print("\n".join(faults) if faults else "the same by hand")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
