-- Where each demand point goes once the proposed sites stand, and its access. A square of fewer than 11 households shows no figure.
-- Columns: request, demand point, name of its commune, persons, site, minutes, minutes before, access, access before, sort or
-- reste when it was under the threshold, 1 for an imputed square.
WITH hidden AS (
  SELECT l.code, 'n.d. (secret)' AS word FROM lieu l WHERE l.nature = 'carreau' AND coalesce(l.menages < 11, l.impute = 1)
)
SELECT f.nom, f.code, c.libelle, coalesce(h.word, l.population) AS population, f.site, coalesce(h.word, f.minutes) AS minutes,
  coalesce(h.word, f.avant) AS avant, coalesce(h.word, f.apl) AS apl, coalesce(h.word, f.apl_avant) AS apl_avant, f.desert,
  nullif(l.impute, 0) AS impute
FROM affectation f
LEFT JOIN lieu l ON l.code = f.code
LEFT JOIN commune c ON c.insee_com = l.insee_com
LEFT JOIN hidden h ON h.code = f.code
ORDER BY f.nom, f.code;
