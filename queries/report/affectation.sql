-- Where each demand point goes once the proposed sites stand.
-- Columns: request, demand point, name of its commune, persons, site, minutes, minutes before.
SELECT f.nom, f.code, c.libelle, l.population, f.site, f.minutes, f.avant
FROM affectation f
LEFT JOIN lieu l ON l.code = f.code
LEFT JOIN commune c ON c.insee_com = l.insee_com
ORDER BY f.nom, f.code;
