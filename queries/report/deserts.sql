-- Contiguous areas of communes under the APL threshold, the most populated first.
-- Columns: name, space, communes, persons, persons of communes under 2,000 inhabitants, mean APL, consultations a year
-- missing, INSEE codes, outline approximate (oui) or not (empty).
SELECT nom, espace, nb_communes, population, pop_moins_2000, apl, manque, communes,
       CASE approx WHEN 1 THEN 'oui' END AS approx
FROM desert
ORDER BY population DESC, nom;
