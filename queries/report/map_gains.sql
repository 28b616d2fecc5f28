-- Minutes that each siting request gains the communes of the territory, for the maps; minutes to the nearest site once the proposed ones
-- are open for the requests where no site stands today. Means by inhabitant over demand points.
-- Columns: code of the commune, number of the request (from 0), minutes gained towards the nearest site (NULL: none was within
-- reach before, and one is) or minutes to it (NULL: none is within reach), 1 for the latter.
WITH demandes AS (SELECT nom, sites_avant, ROW_NUMBER() OVER (ORDER BY id) - 1 AS numero FROM site_bilan)
SELECT l.insee_com AS code, d.numero AS numero,
       CASE WHEN MAX(f.avant IS NULL AND f.minutes IS NOT NULL) = 0
            THEN SUM(MAX(l.population, 1e-9) * (f.avant - f.minutes)) / SUM(CASE WHEN f.avant - f.minutes IS NOT NULL THEN MAX(l.population, 1e-9) END) END,
       0
FROM affectation f JOIN demandes d ON d.nom = f.nom AND d.sites_avant > 0 JOIN lieu l ON l.code = f.code
WHERE f.minutes < f.avant OR (f.avant IS NULL AND f.minutes IS NOT NULL) OR f.avant = f.minutes
GROUP BY l.insee_com, d.numero
HAVING MAX(f.minutes < f.avant OR (f.avant IS NULL AND f.minutes IS NOT NULL)) = 1
UNION ALL
SELECT l.insee_com, d.numero,
       SUM(MAX(l.population, 1e-9) * f.minutes) / SUM(CASE WHEN f.minutes IS NOT NULL THEN MAX(l.population, 1e-9) END), 1
FROM affectation f JOIN demandes d ON d.nom = f.nom AND d.sites_avant = 0 JOIN lieu l ON l.code = f.code
GROUP BY l.insee_com, d.numero
ORDER BY code, numero;
