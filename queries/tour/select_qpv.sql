-- Priority neighbourhoods with people, their point and main commune.
-- :groupe  whose people are targeted; NULL: all
-- Columns: code, name, x and y (m), persons, APL (NULL unknown), commune with the greatest part.
SELECT q.code_qp, coalesce(q.libelle, q.code_qp), ST_X(ST_PointOnSurface(q.geom)), ST_Y(ST_PointOnSurface(q.geom)),
       CASE WHEN :groupe IS NULL THEN q.population ELSE g.population END, CASE WHEN :groupe IS NULL THEN q.apl ELSE g.apl END,
       (SELECT c.insee_com FROM qpv_commune c WHERE c.code_qp = q.code_qp ORDER BY c.part DESC, c.insee_com LIMIT 1)
FROM qpv q LEFT JOIN acces_groupe g ON g.maille = 'qpv' AND g.code = q.code_qp AND g.groupe = :groupe
WHERE CASE WHEN :groupe IS NULL THEN q.population ELSE g.population END > 0 AND q.geom IS NOT NULL
ORDER BY q.code_qp;
