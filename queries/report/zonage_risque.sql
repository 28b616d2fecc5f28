-- Territories under the threshold and not in ZIP: what could be contested in court.
-- Columns: code, name, persons, indicator, class, departure.
SELECT code, libelle, population, apl, zonage, ecart FROM tvs
WHERE ecart LIKE 'sous le seuil%' ORDER BY apl, code;
