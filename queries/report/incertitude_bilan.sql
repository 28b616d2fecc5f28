-- How sure the access of the territory is.
-- Columns: what can be said, communes, persons, interval of the persons.
SELECT CASE constat WHEN 'sous' THEN 'sûrement sous le seuil' WHEN 'pres' THEN 'près du seuil' WHEN 'dessus' THEN 'sûrement au-dessus'
                    WHEN 'tous' THEN 'sous le seuil, médiane des tirages' ELSE 'accès inconnu' END AS constat,
       communes, population, bas, haut
FROM incertitude_bilan WHERE communes > 0 OR constat = 'tous' ORDER BY id;
