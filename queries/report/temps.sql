-- Times asked for by commune: those that pass a limit because sites are closed first, then the farthest.
-- Columns: words of the request, code and name of the commune, persons, of whom counted, minutes, site, minutes whatever the hours,
-- limit that is passed.
SELECT b.libelle AS demande, t.insee_com, t.libelle, t.population, t.personnes, t.minutes, t.lib_site, t.minutes_sans, t.passe
FROM temps t JOIN (SELECT nom, min(id) AS rang, libelle FROM temps_bilan GROUP BY nom) b ON b.nom = t.nom
ORDER BY b.rang, t.passe IS NULL, t.minutes IS NOT NULL, t.minutes DESC, t.insee_com;
