-- Stops of the first request for rounds, each once, in the order of their first session.
-- Columns: point, name.
SELECT geom, COALESCE(libelle, code)
FROM arret WHERE geom IS NOT NULL AND nom = (SELECT min(nom) FROM tournee_bilan)
GROUP BY code
ORDER BY min(unite * 1000000 + semaine * 10000 + jour * 100 + ordre);
