-- Who is more than three minutes from a GP, and which emergency service is nearest.
--   sqlite3 study.gpkg < nearest.sql
.load mod_maillage
SELECT c.libelle, c.population, round(gp.minutes, 1) AS minutes, er.label, round(er.minutes, 1)
FROM commune c, nearest_site(c.x, c.y, 'gp') gp, nearest_site(c.x, c.y, 'urgences') er
WHERE c.perimetre = 1 AND gp.minutes > 3
ORDER BY c.population DESC;

-- On tests/studies/small, by its test:
--> Frévent|2500.0|9.7|Hôpital de Brias|9.5
--> Étrun|1800.0|6.8|Hôpital de Brias|7.1
--> Camblain|716.0|7.0|Hôpital de Brias|6.9
