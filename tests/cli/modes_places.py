"""What tests/cli/modes.test asks of catchments and sites for a group of people: a study where all walk, one where all are of the
group that walks, one where half of them are."""
import sqlite3


def rows(study, what):
    return sqlite3.connect(study + "/small.gpkg").execute(what).fetchall()


for what in ("SELECT nature, libelle, minutes, population, nb_communes, t_moyen FROM bassin ORDER BY fid",
             "SELECT code, rang, personnes, minutes, gain FROM site ORDER BY rang",
             "SELECT code, site, minutes, avant FROM affectation ORDER BY code",
             "SELECT * FROM temps ORDER BY 1", "SELECT * FROM temps_bilan ORDER BY 1"):
    print(len(rows("own_foot", what)), rows("own_foot", what) == rows("all_foot", what))
for persons in ("SELECT population FROM bassin ORDER BY fid", "SELECT personnes FROM temps ORDER BY 1"):
    print([whole - 2 * half for (whole,), (half,) in zip(rows("all_foot", persons), rows("half_foot", persons))],
          sum(half for half, in rows("half_foot", persons)) > 0)
print(rows("half_foot", "SELECT etape, nom, valeur FROM parametre WHERE nom LIKE '%.groupe' ORDER BY 1"))
print(*[list(rows(study, "SELECT avant, apres FROM site_bilan")[0]) for study in ("half_foot", "all_foot")])
