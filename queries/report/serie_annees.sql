-- The indicators of the territory, one row a year.
-- Columns: year, source of the APL, its vintage where it is published, persons, mean APL, threshold, persons under it, covered, percent covered, unknown, GPs, consultations deployed, those who came and left, since.
SELECT CAST(annee AS TEXT) AS annee, source,
  (SELECT p.valeur FROM parametre p WHERE p.etape = 'series' AND p.nom = annee || '.millesime') AS millesime, population, apl, seuil, sous, couverts, part_couverte, inconnus, nb_gp, consultations, arrivees, departs, CAST(depuis AS TEXT) AS depuis FROM serie_annee ORDER BY annee;
