"""What tests/cli/modes.test asks of groups of people, in the folder of its studies: none, all and some of the people in
the group sans_voiture, everybody by car, everybody on foot."""
import sqlite3


def rows(study, measure):
    query = "SELECT valeur, demande FROM acces WHERE service = 'gp' AND mesure = ? ORDER BY code"
    return sqlite3.connect(study + "/small.gpkg").execute(query, (measure,)).fetchall()


def apl(study, measure):
    return [value for value, _ in rows(study, measure)]


def whole(measure):
    return sum(value * demand for value, demand in rows("some", measure))


print(apl("none", "apl_ensemble") == apl("none", "apl_autres") == apl("car", "apl") == apl("some", "apl"))
print(apl("all", "apl_ensemble") == apl("all", "apl_sans_voiture") == apl("foot", "apl") != apl("car", "apl"))
print(round(whole("apl_sans_voiture") + whole("apl_autres"), 6), round(whole("apl_ensemble"), 6), round(whole("apl"), 6))
groups = zip(apl("some", "apl_ensemble"), apl("some", "apl_sans_voiture"), apl("some", "apl_autres"))
print(all(abs(both - (0.3 * without + 0.7 * others)) < 1e-9 for both, without, others in groups))
