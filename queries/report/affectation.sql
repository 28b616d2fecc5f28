-- Where each demand point goes once the proposed sites stand, and its access.
-- Columns: request, demand point, name of its commune, persons, site, minutes, minutes before, access, access before, sort or
-- reste when it was under the threshold.
SELECT f.nom, f.code, c.libelle, l.population, f.site, f.minutes, f.avant, f.apl, f.apl_avant, f.desert
FROM affectation f
LEFT JOIN lieu l ON l.code = f.code
LEFT JOIN commune c ON c.insee_com = l.insee_com
ORDER BY f.nom, f.code;
