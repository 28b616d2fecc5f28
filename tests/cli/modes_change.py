"""What two results of groups of people differ by, computed again from their points of demand: `modes_change.py BEFORE AFTER LONGEST APL
PHARMACY EMERGENCY GP`, with the longest trip of the groups in minutes and the thresholds. Prints how many rows of comparaison_groupe of the
second were compared, by kind of places, then who of the first group comes within the minutes to an emergency department, who of them in
neighbourhoods, and of how many people that is not known."""
import collections
import math
import sqlite3
import sys

results, longest = [sqlite3.connect(path) for path in sys.argv[1:3]], float(sys.argv[3])
limits = dict(zip([("gp", "apl"), ("pharmacy", "temps"), ("emergency", "temps"), ("gp", "temps")], map(float, sys.argv[4:])))


class Result:
    def __init__(self, db):
        rows = lambda query: db.execute(query).fetchall()
        self.access = {(service, measure, code): value for service, measure, code, value in rows("SELECT service, mesure, code, valeur FROM acces")}
        self.groups = [group for group, in rows("SELECT DISTINCT groupe FROM groupe_part")] + ["autres", "ensemble"]
        self.share = {(group, town): part for group, town, part in rows("SELECT groupe, insee_com, part FROM groupe_part")}
        for town, in rows("SELECT DISTINCT insee_com FROM groupe_part"):
            self.share["ensemble", town] = 1
            self.share["autres", town] = max(0, 1 - sum(self.share[group, town] for group in self.groups[:-2]))
        squares, towns, quarters = collections.defaultdict(list), [], collections.defaultdict(list)
        for code, town, quarter, persons, inside in rows("SELECT code, insee_com, code_qp, population, perimetre FROM lieu"):
            towns += [code] if inside and code == town else []
            if code != town and persons > 0:
                squares[town].append((code, town, persons))
                quarters[quarter].append((code, town, persons))
        self.places = {("commune", town): (squares[town] or [(town, town, 1)]) for town in towns}
        for quarter, town, part in rows("SELECT code_qp, insee_com, part FROM qpv_commune WHERE part > 0"):
            self.places["qpv", quarter] = quarters[quarter] or self.places.get(("qpv", quarter), []) + [(town, town, part)]
        self.people = {("commune", code): n for code, n in rows("SELECT insee_com, population FROM commune")}
        self.people.update({("qpv", code): n for code, n in rows("SELECT code_qp, population FROM qpv")})

    def measure_of(self, kind, place, group, service, measure):
        """Persons of the group, value, lower bound, whether there is no trip at all."""
        where, name = self.places[kind, place], measure + "_" + group
        weights = [persons * max(self.share[group, town], 1e-9) for _, town, persons in where]
        share = sum(self.share[group, town] * n for _, town, n in where) / sum(n for _, _, n in where)
        persons = None if self.people[kind, place] is None else share * self.people[kind, place]
        mean = lambda values: sum(v * w for v, w in zip(values, weights)) / sum(weights)
        if measure != "temps":
            if kind == "commune":
                return persons, self.access[service, name, place], None, False
            return persons, mean([self.access[service, name, code] for code, _, _ in where]), None, False
        times = [self.access[service, name, code] for code, _, _ in where]
        return persons, None if None in times else mean(times), mean([longest if t is None else t for t in times]), set(times) == {None}


def side(value, least, limit, less):
    """True: on the wrong side; None: not known."""
    if limit is None:
        return None
    if value is None:
        return True if least is not None and least >= limit else None
    return value > limit if less else value < limit


def change(was, now, less):
    (_, a, a_least, a_none), (_, b, b_least, b_none) = was, now
    if a is None and b is None:
        return 0 if a_none and b_none else None
    if a is None:
        return 1 if b <= a_least else None
    if b is None:
        return -1 if a <= b_least else None
    return 0 if math.isclose(a, b, rel_tol=1e-9, abs_tol=0) else 1 if (b < a) == less else -1


before, after = map(Result, results)
fields = ["population", "gagnent", "perdent", "inchanges", "inconnus", "sous_avant", "sous_apres", "indecis", "tombent", "sortent"]
expected, order = {}, collections.Counter()
towns = dict(results[1].execute("SELECT insee_com, siren_epci FROM commune"))
for group in after.groups:
    for service, measure in limits:
        if (service, measure + "_" + group) not in {key[:2] for key in after.access}:
            continue
        limit, less = limits[service, measure], measure == "temps"
        for kind, place in after.places:
            was, now = (r.measure_of(kind, place, group, service, measure) for r in (before, after))
            n, m = now[0], was[0]
            moved = change(was, now, less)
            wrong = [side(x[1], x[2], limit, less) for x in (was, now)]
            counts = [n, n * (moved == 1), n * (moved == -1), n * (moved == 0), n * (moved is None), m * (wrong[0] is True), n * (wrong[1] is True),
                      n * (None in wrong), n * (wrong == [False, True]), n * (wrong == [True, False])]
            expected[group, kind, place, service, measure] = counts + [m, was[1], now[1]]
            for whole in [("territoire", "territoire"), ("epci", towns.get(place))] if kind == "commune" else []:
                total = expected.setdefault((group, *whole, service, measure), [0] * len(counts) + [[]])
                total[:-1] = [a + b for a, b in zip(total, counts)]
                total[-1] += [(m, was[1], n, now[1])] if None not in (was[1], now[1]) else []
for key, total in expected.items():
    if key[1] in ("territoire", "epci"):
        known = total.pop()
        total += [None, *(sum(x[i] * x[i + 1] for x in known) / sum(x[i] for x in known) if sum(x[i] for x in known) else None for i in (0, 2))]

seen, same = set(), lambda a, b: a is None and b is None or None not in (a, b) and math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)
for *key, was, now, change_told, least in results[1].execute(
    "SELECT groupe, maille, code, service, mesure, avant, apres, ecart, seuil FROM comparaison_groupe").fetchall():
    key = tuple(key)
    row = list(results[1].execute("SELECT " + ", ".join(fields) + " FROM comparaison_groupe WHERE groupe = ? AND maille = ? AND code = ? AND service = ? "
                                  "AND mesure = ?", key).fetchone()) + [was, now]
    wanted = expected[key][:10] + expected[key][11:]
    if not all(map(same, row, wanted)) or not same(change_told, None if None in (was, now) else now - was) or least != limits[key[3:]]:
        print(key, row, wanted)
    seen.add(key)
    order[key[1]] += 1
print(sorted(order.items()), len(set(expected) - seen))
whom = after.groups[0]
whole = expected[whom, "territoire", "territoire", "emergency", "temps"]
print([round(whole[i], 1) for i in (5, 6, 9, 7)], [round(sum(x[i] for k, x in expected.items() if k[0] == whom and k[1] == "qpv" and k[3:] == (
    "emergency", "temps")), 1) for i in (5, 6)])
