"""The layer acces_groupe of a study, computed again from the points of demand: `modes_groups.py STUDY LONGEST APL PHARMACY EMERGENCY`, with
the longest trip of the group in minutes and the thresholds of deserts. Prints how many rows were compared, by kind of places."""
import collections
import sqlite3
import sys

db = sqlite3.connect(sys.argv[1])
longest, least_apl, *limits = map(float, sys.argv[2:])
rows = lambda query: db.execute(query).fetchall()
access = {(service, measure, code): value for service, measure, code, value in rows("SELECT service, mesure, code, valeur FROM acces")}
shares = {(group, town): part for group, town, part in rows("SELECT groupe, insee_com, part FROM groupe_part")}
off = {code for code, in rows("SELECT code FROM reject WHERE source = 'travel' AND motif = 'aucune route à portée'")}
places = collections.defaultdict(list)
for code, town, quarter, persons, inside in rows("SELECT code, insee_com, code_qp, population, perimetre FROM lieu"):
    if quarter and persons:
        places["qpv", quarter].append((code, town, persons))
    if inside and code == town:
        places["commune", code].append((code, code, 1))
for code, town, persons in rows("SELECT code, insee_com, population FROM lieu WHERE code <> insee_com AND population > 0"):
    if ("commune", town) in places:
        places["commune", town] = [p for p in places["commune", town] if p[0] != town] + [(code, town, persons)]
squared = {quarter for _, quarter in places}
for quarter, town, part in rows("SELECT code_qp, insee_com, part FROM qpv_commune WHERE part > 0"):
    if quarter not in squared:
        places["qpv", quarter].append((town, town, part))
people = {("commune", code): n for code, n in rows("SELECT insee_com, population FROM commune")}
people.update({("qpv", code): n for code, n in rows("SELECT code_qp, population FROM qpv")})


def mean(values, weights):
    """Of those that are known."""
    pairs = [(v, w) for v, w in zip(values, weights) if v is not None]
    return sum(v * w for v, w in pairs) / sum(w for _, w in pairs) if pairs else None


def times(service, group, where, weights):
    """The mean time, and the least that it can be."""
    known = [access.get((service, "temps_" + group, code)) for code, _, _ in where]
    least = [t if t is not None else longest if (service, "temps_" + group, code) in access and town not in off else None
             for t, (code, town, _) in zip(known, where)]
    return [mean(v, weights) if None not in v else None for v in (known, least)]


def far(time, least, limit):
    return time > limit if time is not None else True if least is not None and least >= limit else None


def expected(kind, place, group):
    where = places[kind, place]
    share = [shares[group, town] for _, town, _ in where]
    weights = [n * max(s, 1e-9) for (_, _, n), s in zip(where, share)]
    part = mean(share, [n for _, _, n in where])
    measured = [place if kind == "commune" else code for code, _, _ in where]  # a commune has the mean of its squares already
    apl = mean([access.get(("gp", "apl_" + group, code)) for code in measured], weights)
    both = mean([access.get(("gp", "apl_ensemble", code)) for code in measured], [n for _, _, n in where])
    (gp, gp_min), (ph, ph_min), (em, em_min) = (times(s, group, where, weights) for s in ("gp", "pharmacy", "emergency"))
    lacks = [None if apl is None else apl < least_apl, far(ph, ph_min, limits[0]), far(em, em_min, limits[1])]
    flags = None if not any(lacks) and None in lacks else sum(2 ** k for k, lack in enumerate(lacks) if lack)
    persons = people[kind, place]
    return [100 * part, None if persons is None else part * persons, apl, both, gp, ph, em, gp_min, ph_min, em_min, flags]


def same(a, b):
    return a is None and b is None or a is not None and b is not None and abs(a - b) <= 1e-9 * max(1, abs(b))


seen = collections.Counter()
for kind, code, group, *figures in rows(
    "SELECT maille, code, groupe, part, population, apl, apl_ensemble, t_gp, t_pharma, t_urgence, t_gp_min, t_pharma_min, t_urgence_min, "
    "desert FROM acces_groupe"):
    wanted = expected(kind, code, group)
    if not all(map(same, figures, wanted)):
        print(kind, code, figures, wanted)
    seen[kind, "no trip" if figures[6] is None else ""] += 1
missing = sum(sum(1 for group in {g for g, _ in shares} if not db.execute(
    "SELECT 1 FROM acces_groupe WHERE maille = ? AND code = ? AND groupe = ?", (*place, group)).fetchone()) for place in places)
print(sorted(seen.items()), missing)
