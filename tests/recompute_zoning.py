#!/usr/bin/env python3
"""Recomputes the numbers of the annex of a zoning, and those of the first page of its study, from the tables, and compares.

Usage: recompute_zoning.py STUDY.gpkg FOLDER RULES [PAGE.html]
FOLDER is what 'maillage zoning' wrote; RULES is geodata/rules. Scenarios that take another rule, other thresholds, ceilings or another
published APL, change the supply commune by commune (of a study in straight lines whose decay has steps or is a cosine), derive the classes or change
them by hand are understood. Prints how many numbers were compared; fails on the first difference.
"""
import csv
import fractions
import html
import math
import os
import re
import sqlite3
import struct
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "examples", "night-closure"))
import straight_lines  # noqa: E402

AIDED = {"ZIP", "ZAC"}


def rows(db, sql):
    return db.execute(sql).fetchall()


def french(text):
    """The number of a cell, None for an unknown one."""
    text = re.sub(r"[\u202f\u00a0 ]", "", text).replace(",", ".")
    return None if text in ("", "n.d.", "-") else float(re.match(r"-?[\d.]+", text).group())


class StraightLines:
    """Access by commune from the points, densities and conventions that a study records: times in straight lines."""

    def __init__(self, db, rules):
        told = dict(rows(db, "SELECT etape || '.' || nom, valeur FROM parametre WHERE etape IN ('travel', 'access')"))
        if told["travel.modele"] != "vol d'oiseau":
            sys.exit("a change of supply is recomputed in straight lines only")
        cosine = re.fullmatch(r"\(1 \+ cos\(π t/([\d,]+)\)\)/2", told["access.paliers"])
        self.cut = french(cosine.group(1)) if cosine else None
        steps = [] if cosine else told["access.paliers"].replace(" min", "").split(" ; ")
        self.steps = [(french(end), float(fractions.Fraction(french(weight)).limit_denominator(100)))  # 0,6667 stands for 2/3
                      for end, weight in (step.split(" : ") for step in steps)]
        self.detour, self.terminal, self.within = (
            float(told["travel." + n]) for n in ("detour", "temps_terminal", "temps_intra_communal"))
        speeds = [float(told["travel.vitesse_densite_inconnue"])] + [float(x) for x in told["travel.vitesses"].split()]
        origin = rows(db, "SELECT origine FROM parametre WHERE etape = 'access' AND nom = 'actes_par_medecin'")[0][0]
        self.acts, self.acts_there, self.place = float(told["access.actes_par_medecin"]), {}, {}
        if origin != "etude":  # else what is known of a department counts
            for line in open(os.path.join(rules, "activity.csv"), encoding="utf-8"):
                if line.startswith("gp,"):
                    self.acts_there[line.split(",")[1]] = float(line.split(",")[2])
        for code, nature, geom, weight, density in rows(db, "SELECT insee_com, nature, geom, pop_std, densite FROM lieu"):
            if nature != "commune":
                sys.exit("a change of supply is not recomputed on squares")
            self.place[code] = self.point(geom) + (weight or 0, speeds[density or 0])
        self.waters = straight_lines.read_waters(os.path.join(rules, "estuaries.csv"), self.place.values())

    @staticmethod
    def point(geom):
        """Easting and northing of a point of a GeoPackage: after its header and envelope, the byte order and the type."""
        return struct.unpack_from("<dd", geom, 8 + (0, 32, 48, 48, 64)[geom[3] >> 1 & 7] + 5)

    def minutes(self, x, y, speed, place):
        """From a point, of the speed of its commune, to a place."""
        far = straight_lines.metres((x, y), self.place[place], self.waters)
        return straight_lines.minutes(far, self.detour, self.terminal, speed, self.place[place][3])

    def weight(self, a, b):
        x, y, _, speed = self.place[a]
        minutes = self.within if a == b else self.minutes(x, y, speed, b)
        if self.cut:
            return (1 + math.cos(math.pi * minutes / self.cut)) / 2 if minutes <= self.cut + 1e-9 else 0
        return next((w for end, w in self.steps if minutes <= end + 1e-9), 0)

    def gained(self, at, acts):
        """What acts more, or fewer, in that commune bring to each commune that reaches them."""
        reach = {c: w for c in self.place for w in (self.weight(c, at),) if w > 0}
        catchment = sum(w * self.place[c][2] for c, w in reach.items())
        return {c: acts / catchment * w for c, w in reach.items()}


class Zoning:
    """Communes, territories and neighbourhoods of a study, and the classes of one of its two zonings."""

    LIMITS = {"sélection nationale": "low", "vivier": "high", "plafond ZIP, %": "zip_most", "plafond ZAC, %": "zac_most"}

    def __init__(self, db, rules, changes=()):
        self.rule = dict(rows(db, "SELECT nom, valeur FROM parametre WHERE etape = 'zoning'"))
        self.low, self.high, self.zip_most, self.zac_most = (
            float(self.rule[n]) if n in self.rule else math.nan for n in ("seuil_zip", "seuil_vivier", "plafond_zip", "plafond_zac"))
        self.supply = []
        for kind, level, code, label, before, after in changes:
            if kind == "offre" and level != "commune":
                sys.exit("the scenario retires doctors by age: not recomputed")
            elif kind == "offre":
                self.supply.append((code, french(after) - french(before)))
            elif kind == "apl":
                self.rule["indicateur"] = after
            elif kind == "seuil":
                setattr(self, self.LIMITS[label], float(after.replace(",", ".")) if after else math.nan)
        self.persons, self.everyone, self.tvs, self.zone, self.inside, self.name, self.region = {}, {}, {}, {}, {}, {}, {}
        for insee, people, inside, tvs, zone, name, label, self.region[insee] in rows(
                db, "SELECT insee_com, coalesce(population, 0), perimetre, tvs, zonage, libelle, lib_tvs, insee_reg FROM commune"):
            self.inside[insee], self.everyone[insee], self.zone[insee] = bool(inside), people, zone or "inconnu"
            self.persons[insee], self.tvs[insee] = people if inside else 0, tvs or insee
            self.name[tvs or insee] = label if tvs else name
        self.gp = dict(rows(db, "SELECT insee_com, sum(CASE unite WHEN 'personnes' THEN quantite WHEN 'etp' THEN quantite ELSE "
                                "quantite / 5400 END) FROM offre WHERE service = 'gp' AND scenario = 'actuel' GROUP BY 1"))
        self.far = rows(db, "SELECT tvs, population FROM tvs_hors_etude")
        self.value = dict(rows(db, self._indicator()))
        self._supply(db, rules)
        self.territories = sorted({self.tvs[c] for c in self.inside if self.inside[c]})
        self.tvs_zone = dict(rows(db, "SELECT code, zonage FROM zonage WHERE maille = 'tvs'"))
        for t in self.territories:
            self.tvs_zone.setdefault(t, self._most(t))
        self.qpv, self.share = {}, []
        for code, zone, people, insee, part in rows(
                db, "SELECT q.code_qp, q.zonage, q.population, s.insee_com, s.part FROM qpv q JOIN qpv_commune s USING (code_qp) "
                    "ORDER BY q.code_qp, s.insee_com"):
            self.qpv[code] = zone if zone in ("ZIP", "ZAC", "ZAR", "ZV", "HZ") else None
            if self.inside.get(insee):
                self.share.append((code, insee, (people or 0) * part))
        self._frames()
        for kind, level, code, label, before, after in changes:
            if kind == "zonage" and level:
                self._change(level, code, after)
            elif kind == "zonage":
                self._derive()

    def _supply(self, db, rules):
        """The change of the computed access is added to the indicator, computed or published."""
        lines, more = StraightLines(db, rules) if self.supply else None, {}
        for code, acts in self.supply:
            self.gp[code] = self.gp.get(code, 0) + acts / lines.acts_there.get(code[:2], lines.acts)
            for c, gain in lines.gained(code, acts).items():
                more[c] = more.get(c, 0) + gain
        for c in more:
            if c in self.value:
                self.value[c] = max(0, self.value[c] + more[c])

    def _indicator(self):
        column = {"APL publiée, tous âges": "apl", "APL publiée, 65 ans et moins": "apl_65"}.get(self.rule["indicateur"])
        if not column:
            return "SELECT code, valeur FROM acces WHERE service = 'gp' AND mesure = 'apl' AND valeur IS NOT NULL"
        return (f"SELECT insee_com, {column} FROM apl_publiee WHERE service = 'gp' AND {column} IS NOT NULL AND millesime = "
                "(SELECT max(millesime) FROM apl_publiee WHERE service = 'gp')")

    def members(self, tvs):
        return [c for c in self.tvs if self.tvs[c] == tvs]

    def _most(self, tvs):
        people = {}
        for c in self.members(tvs):
            people[self.zone[c]] = people.get(self.zone[c], 0) + self.persons[c]
        return max(people, key=people.get)

    def _change(self, level, code, zone):
        if level == "qpv":
            self.qpv[code] = zone
        elif level == "commune":
            self.zone[code] = zone
        else:
            before, self.tvs_zone[code] = self.tvs_zone[code], zone
            for c in self.members(code):
                if self.zone[c] in (before, "inconnu"):
                    self.zone[c] = zone

    def _is_elsewhere(self, tvs):
        """Whether most of its people live in another region than most of those studied."""
        there, here = {}, {}
        for c in self.inside:
            here[self.region[c]] = here.get(self.region[c], 0) + self.persons[c]
            if self.tvs[c] == tvs:
                there[self.region[c]] = there.get(self.region[c], 0) + self.everyone[c]
        return max(there, key=there.get) != max(here, key=here.get)

    def _derive(self):
        """By rising indicator: the national selection is ZIP, the vivier ZIP, then ZAC, up to the ceilings."""
        total, framed = sum(self.persons.values()), not math.isnan(self.low)
        room = {zone: math.inf if math.isnan(most) else most / 100 * total
                for zone, most in (("ZIP", self.zip_most), ("ZAC", self.zac_most))}
        if not framed and math.isnan(self.zip_most):
            sys.exit("a zoning derived by a rule that has neither thresholds nor a ceiling")
        # Above the thresholds, a vivier without a ceiling for ZIP is all ZAC; without thresholds, ZAC needs a ceiling.
        open_to = {"ZIP": not math.isnan(self.zip_most), "ZAC": framed or not math.isnan(self.zac_most)}
        mine = [t for t in self.territories if not self._is_elsewhere(t)]
        for t in sorted(mine, key=lambda t: (not self.known[t] >= 95, self.mean[t] if self.known[t] >= 95 else 0, t)):
            zone = None
            if not self.known[t] >= 95:
                zone = "inconnu"
            elif framed and self.mean[t] <= self.low:
                zone = "ZIP"
                room["ZIP"] -= self.people(t)
            elif framed and self.mean[t] > self.high:
                zone = "HZ"
            for z in ("ZIP", "ZAC") if not zone else ():
                open_to[z] = open_to[z] and self.people(t) <= room[z] + 1e-12 * total
                if open_to[z]:
                    zone, room[z] = z, room[z] - self.people(t)
                    break
            self.tvs_zone[t] = zone or ("ZV" if framed else "HZ")
            for c in self.members(t):
                self.zone[c] = self.tvs_zone[t]

    def _frames(self):
        self.mean, self.known, self.frame = {}, {}, {}
        for t in self.territories:
            members = self.members(t)
            known = [c for c in members if c in self.value]
            far = [p for code, p in self.far if code == t]  # members that the study does not hold
            seen, total = sum(self.everyone[c] for c in known), sum(self.everyone[c] for c in members)
            total = math.nan if None in far else total + sum(far)
            self.known[t] = 100 * seen / total if total else 100 * bool(known)
            self.mean[t] = sum(self.value[c] * self.everyone[c] for c in known) / seen if seen else math.nan
            judged = self.known[t] >= 95 and not math.isnan(self.low)
            self.frame[t] = (None if not judged else "selection" if self.mean[t] <= self.low else
                             "vivier" if self.mean[t] <= self.high else "hors")

    def people(self, tvs):
        return sum(self.persons[c] for c in self.members(tvs))

    def own(self, share):
        return self.qpv[share[0]] or self.zone[share[1]]

    def is_unclassed(self):
        return set(self.classes()) == {"inconnu"}

    def classes(self):
        count = {}
        for c in self.persons:
            count[self.zone[c]] = count.get(self.zone[c], 0) + self.persons[c]
        for s in self.share:
            if self.own(s) != self.zone[s[1]]:
                count[self.zone[s[1]]] -= s[2]
                count[self.own(s)] = count.get(self.own(s), 0) + s[2]
        return count

    def gauges(self):
        total, out = sum(self.persons.values()), {}
        for zone, people in self.classes().items():
            out[zone] = (people, 100 * people / total)
        out["selection"] = 100 * sum(self.people(t) for t in self.territories if self.frame[t] == "selection") / total
        vivier = sum(self.people(t) for t in self.territories if self.frame[t] == "vivier")
        margin = 0
        for c in self.persons:
            if self.frame.get(self.tvs[c]) == "hors" and self.inside[c]:
                apart = sum(s[2] for s in self.share if s[1] == c and self.own(s) != self.zone[c])
                margin += (self.persons[c] - apart) * (self.zone[c] in AIDED)
                margin += sum(s[2] for s in self.share if s[1] == c and self.own(s) != self.zone[c] and self.own(s) in AIDED)
        open_to_all = out.get("inconnu", (0,))[0] > 0
        maybe = any(self.inside[c] and not self.frame[self.tvs[c]] and self.zone[c] in AIDED for c in self.persons) or any(
            not self.frame[self.tvs[s[1]]] and self.own(s) in AIDED for s in self.share)
        for zone in ("ZIP", "ZAC", "ZAR", "ZV", "HZ"):  # a class of nobody, where some may be of any
            if open_to_all and not out.get(zone, (0,))[0]:
                out[zone] = (None, None)
        out["marge"] = (margin, 100 * margin / vivier if vivier else math.nan)
        if margin == 0 and (open_to_all or maybe):
            out["marge"] = (None, None)
        judged = sum(self.people(t) for t in self.territories if self.known[t] >= 95)
        out["indicateur connu"] = (judged, 100 * judged / total)
        return out


def flows(a, b):
    """(before, after): territories, communes, neighbourhoods, persons, GPs."""
    out = {}

    def add(x, y, k, amount):
        out.setdefault((x, y), [0, 0, 0, 0.0, 0.0])[k] += amount

    for t in a.territories:
        add(a.tvs_zone[t], b.tvs_zone[t], 0, 1)
    for c in a.inside:
        if a.inside[c]:
            for k, amount in ((1, 1), (3, a.persons[c]), (4, a.gp.get(c, 0))):
                add(a.zone[c], b.zone[c], k, amount)
    seen = set()
    for s in a.share:
        if a.qpv[s[0]] or b.qpv[s[0]]:
            add(a.zone[s[1]], b.zone[s[1]], 3, -s[2])
            add(a.own(s), b.own(s), 3, s[2])
            add(a.own(s), b.own(s), 2, s[0] not in seen)
            seen.add(s[0])
    return out


def aids(rules):
    """Zones, whether a neighbourhood opens it, and for whom, by label."""
    out = {}
    for line in open(os.path.join(rules, "aides-medecins.yaml"), encoding="utf-8"):
        label = re.search(r'label: "?([^",]+(?:, [^",:]+)*)"?, zones: \[([^\]]*)\]', line)
        if label:
            who = re.search(r"who: (\w+)", line)
            out[label.group(1).strip()] = (set(re.split(r", *", label.group(2))), "qpv: true" in line, who.group(1))
    return out


def gained(a, b, zones, qpv):
    """Persons and GPs where an aid opens, then where it closes; None when nobody's class is known before and after."""
    people, doctors = [0.0, 0.0], [0.0, 0.0]
    compared = False

    def count(total, was, now, amount, anyway=False):
        nonlocal compared
        if "inconnu" in (was, now):
            return
        compared = True
        was, now = was in zones or anyway, now in zones or anyway
        if was != now:
            total[0 if now else 1] += amount

    for c in a.inside:
        if a.inside[c]:
            count(people, a.zone[c], b.zone[c], a.persons[c])
            count(doctors, a.zone[c], b.zone[c], a.gp.get(c, 0))
    for s in a.share:
        count(people, a.zone[s[1]], b.zone[s[1]], -s[2])
        count(people, a.own(s), b.own(s), s[2], qpv)
    return (people, doctors) if compared else ([None, None], [None, None])


class Comparison:
    def __init__(self):
        self.count = 0

    def same(self, what, printed, value, places):
        self.count += 1
        if printed is None and (value is None or math.isnan(value)):
            return
        if printed is None or value is None or abs(printed - value) > 0.5000001 * 10 ** -places:
            sys.exit(f"{what}: printed {printed}, recomputed {value}")


def sections(path):
    """Rows of cells by title; the columns are those of the header."""
    out, title = {}, ""
    for line in open(path, encoding="utf-8"):
        if line.startswith("#"):
            title = line.lstrip("# ").strip()
        elif line.startswith("| ") and not line.startswith("|---"):
            cells = [c.strip() for c in re.split(r"(?<!\\)\|", line.strip())[1:-1]]
            out.setdefault(title, []).append([c.replace("\\", "") for c in cells])
    return {title: lines[1:] for title, lines in out.items()}


def check_annex(to, folder, a, b, rules):
    annex = sections(os.path.join(folder, "annexe.md"))
    for title, lines in annex.items():
        listed = re.match(r"(Territoires|Quartiers prioritaires) en (\w+)$", title)
        for cells in lines if listed else []:
            if listed.group(1) == "Territoires":
                assert b.tvs_zone[cells[0]] == listed.group(2), cells[0]
                to.same(cells[0], french(cells[2]), b.people(cells[0]), 0)
            else:
                own = [s for s in b.share if s[0] == cells[0]]
                assert b.own(own[0]) == listed.group(2), cells[0]
                to.same(cells[0], french(cells[2]), sum(s[2] for s in own) if "inconnue" not in cells[2] else None, 0)
    for side, zoning in (("A", a), ("B", b)):
        gauges = zoning.gauges()
        for cells in annex["Jauges"]:
            if not cells[0].startswith(side + " :"):
                continue
            people, share = gauges.get(cells[1], (0, 0))
            if zoning.is_unclassed() and cells[1] not in ("inconnu", "indicateur connu"):
                sys.exit(f"{side} {cells[1]}: printed, and no class is known")
            to.same(f"{side} {cells[1]}", french(cells[2]), people, 0)
            to.same(f"{side} {cells[1]} %", french(cells[3]), share, 4)
            if cells[1] == "ZIP" and french(cells[4]) is not None:
                to.same(f"{side} minimum", french(cells[4]), gauges["selection"], 4)
    risk = {t for t in b.territories if b.frame[t] == "selection" and b.tvs_zone[t] != "ZIP"}
    listed = annex.get("Territoires sous le seuil et hors ZIP", [])
    if {cells[0] for cells in listed} != risk:
        sys.exit(f"risks: printed {sorted(c[0] for c in listed)}, recomputed {sorted(risk)}")
    for cells in listed:
        to.same(cells[0], french(cells[2]), b.people(cells[0]), 0)
        to.same(cells[0] + " APL", french(cells[3]), b.mean[cells[0]], 3)
    moved = flows(a, b)
    for cells in annex["Qui change de classe"]:
        for k, places in enumerate((0, 0, 0, 0, 1)):
            to.same(" ".join(cells[:2]), french(cells[2 + k]), moved[(cells[0], cells[1])][k], places)
    known = aids(rules)
    for cells in annex.get("Aides gagnées et perdues", []):
        zones, qpv, who = known[cells[0]]
        people, doctors = gained(a, b, zones, qpv)
        for k in range(2):
            to.same(cells[0], french(cells[4 + k]), people[k], 0)
            if who == "all":
                to.same(cells[0] + " GP", french(cells[6 + k]), doctors[k], 1)
    fragments = {cells[2] for cells in annex.get("Contrôles", []) if cells[0].startswith("indicateur connu pour moins")}
    if fragments != {t for t in b.territories if not b.known[t] >= 95}:
        sys.exit(f"fragments: printed {sorted(fragments)}")


def classes_of_map(text):
    """The legend of the map of the APL, a table."""
    start = text.find(" APL, en consultations par an")
    return text[start:text.find("Le trait fort", start)] if start >= 0 else ""


def check_siting(to, db, text, number):
    """People within reach of the sites proposed, and their mean time, from the site that each commune goes to."""
    for name, said in re.findall(r"Pour « ([^»]+) », le calcul propose (.*?)(?=Pour « |Zonage conventionnel)", text):
        within = re.search(number + r" habitants? sont à moins de " + number + " minutes", said)
        mean = re.search(r"le trajet moyen est de " + number + " minutes", said)
        if not within or not mean:
            continue
        trips = rows(db, "SELECT c.population, f.minutes FROM affectation f JOIN acces_commune c ON c.insee_com = f.code "
                         f"WHERE f.nom = '{name}'")
        limit, reached = french(within.group(2)), [t for t in trips if t[1] is not None]
        near = sum(t[0] for t in reached if t[1] <= limit + 1e-9)
        to.same(name + ", within reach", french(within.group(1)), near, 0)
        to.same(name + ", mean time", french(mean.group(1)), sum(t[0] * t[1] for t in reached) / sum(t[0] for t in reached), 1)
        gained = [french(x) for x in re.findall(number + " habitants de plus à moins de", said)]
        if gained and "Il n’y a aucun site aujourd’hui" in said:
            to.same(name + ", gains", sum(gained), near, 0)
        lost = re.search("sans compter " + number, said)
        if lost:
            to.same(name + ", without a way", french(lost.group(1)), sum(t[0] for t in trips if t[1] is None), 0)


def check_compared(to, db, rules, text, number):
    """Professionals for 10,000 inhabitants, from the communes of France that ship with the program."""
    path = os.path.join(os.path.dirname(os.path.abspath(rules)), "france", "communes.csv")
    with open(path, encoding="utf-8") as file:
        france = {r["insee_com"]: r for r in csv.DictReader(line for line in file if not line.startswith("#"))}
    here = [france[r[0]] for r in rows(db, "SELECT insee_com FROM commune WHERE perimetre = 1") if r[0] in france]
    for words, column in (("Généralistes", "gp_2024"), ("Pharmacies", "pharmacie_2024"), ("Infirmiers", "infirmier_2024")):
        printed = re.search(words + r" pour 10\s000 habitants " + number, text)
        if printed and here:
            people = sum(float(r["population"] or 0) for r in here)
            to.same(words + " for 10,000", french(printed.group(1)), 1e4 * sum(float(r[column] or 0) for r in here) / people, 1)


def check_page(to, path, db, a, rules):
    """The findings at the top of the page."""
    page = re.sub(r"<(script|style|svg).*?</\1>", "", open(path, encoding="utf-8").read(), flags=re.S)
    text = re.sub(r"[ \n\t\u00a0]+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)))
    size = text[:text.index(" L’essentiel ")]
    text = text[text.index(" L’essentiel "):]
    text = text[:text.find(" Toutes les communes ")]
    number = r"([\d\u202f]+(?:,\d+)?)"

    def read(pattern):
        return [french(x) for x in re.search(pattern.replace("#", number), text).groups()]

    communes = rows(db, "SELECT population, pop_std, apl, insee_com FROM acces_commune")
    people, known = sum(c[0] or 0 for c in communes), [c for c in communes if c[2] is not None]
    below = [c for c in known if c[2] < 2.5 - 1e-9]
    told = re.search(rf"{number} communes?, {number} habitants", size).groups()
    to.same("communes", french(told[0]), len(communes), 0)
    to.same("population", french(told[1]), people, 0)
    to.same("APL", *read("En moyenne # par an"), sum(c[1] * c[2] for c in known) / sum(c[1] for c in known), 2)
    share, under, count = read("Sous le seuil de 2,5 # % # habitants, dans # commune")
    to.same("under", under, sum(c[0] for c in below), 0)
    to.same("under %", share, 100 * sum(c[0] for c in below) / people, 1)
    to.same("under, communes", count, len(below), 0)
    for column, words in (("apl_publie", "tous âges"), ("apl_publie_65", "65 ans et moins")):
        printed = re.search(number + rf" \({words}\)", text)
        if printed:
            to.same("under, published, " + words, french(printed.group(1)),
                    rows(db, f"SELECT total(population) FROM acces_commune WHERE {column} < 2.5 - 1e-9")[0][0], 0)
    if "Déserts médicaux" in text:
        count, inside = read("Déserts médicaux # zones? d’un seul tenant # habitants? y vi")
        to.same("deserts", count, rows(db, "SELECT count(DISTINCT zone) FROM desert_commune")[0][0], 0)
        to.same("people of deserts", inside, sum(c[0] for c in below), 0)
    lowest = sorted((c[2], name, c[0]) for c, name in zip(communes, (r[0] for r in rows(db, "SELECT libelle FROM acces_commune")))
                    if c[2] is not None)
    each = r"([^ ,()][^,()]*?) \(APL de " + number + " pour " + number + r" habitants?\)"
    for k, (name, value, persons) in enumerate(re.findall(each, text)):
        to.same("lowest APL", french(value), lowest[k][0], 2)
        twins = [c for c in lowest if abs(c[0] - lowest[k][0]) < 5e-3 and (name.endswith(c[1]) or c[1].endswith(name))]
        to.same(name, french(persons), twins[0][2] if twins else None, 0)
    check_siting(to, db, text, number)
    check_compared(to, db, rules, text, number)
    headline = re.search(number + r" habitants? ?, dans " + number + " communes?, ont moins de", text)
    if headline:
        to.same("headline", french(headline.group(1)), sum(c[0] for c in below), 0)
        to.same("headline, communes", french(headline.group(2)), len(below), 0)
    row = rf"(?:de (\d+,\d) à|(?:moins de)) (\d+,\d) {number} {number} \d+,\d %"
    for low, high, count, persons in re.findall(row, classes_of_map(text)):
        inside = [c for c in known if (french(low) if low else -1) - 1e-9 <= c[2] < french(high) - 1e-9]
        to.same("map, communes under " + high, french(count), len(inside), 0)
        to.same("map, people under " + high, french(persons), sum(c[0] for c in inside), 0)
    classes = a.gauges()
    for least, share, zone in re.findall("(au moins )?" + number + " % de la population en (\\w+)", text):
        if bool(least) != (classes.get("inconnu", (0,))[0] > 0):
            sys.exit(f"{zone}: {share} % printed {least or 'exactly'}")
        to.same(zone, french(share), classes[zone][1], 1)


def main():
    study, folder, rules = sys.argv[1:4]
    before = sqlite3.connect(f"file:{study}?mode=ro", uri=True)
    after = sqlite3.connect(f"file:{os.path.join(folder, 'zonage.gpkg')}?mode=ro", uri=True)
    changes = {side: rows(after, f"SELECT nature, maille, code, libelle, avant, apres FROM scenario_changement WHERE cote = '{side}' "
                                 "ORDER BY id") for side in "AB"}
    to = Comparison()
    a, b = Zoning(before, rules, changes["A"]), Zoning(before, rules, changes["B"])
    check_annex(to, folder, a, b, rules)
    for code, apl, known in rows(after, "SELECT code, apl, part_connue FROM tvs"):
        to.same(code + " APL", apl, b.mean[code], 9)
        to.same(code + " known", known, b.known[code], 9)
    if len(sys.argv) > 4:
        check_page(to, sys.argv[4], before, Zoning(before, rules), rules)
    print(f"{to.count} numbers recomputed, all as printed")


if __name__ == "__main__":
    main()
