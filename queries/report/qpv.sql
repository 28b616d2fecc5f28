-- Priority districts (QPV) that touch the territory, from the worst to the best served.
-- Columns: code, name, persons, how they are known (empty: given), names and INSEE codes of its communes, APL, minutes to the nearest GP, pharmacy and emergency service, desert criteria,
-- zoning, outline approximate (oui) or not (empty).
SELECT q.code_qp, q.libelle, q.population,
       CASE q.population_source WHEN 'carreaux' THEN 'estimée (carreaux)' WHEN 'surface' THEN 'estimée (surface)' WHEN 'source' THEN NULL
         ELSE 'inconnue' END AS population_source,
       (WITH RECURSIVE listed (code, rest) AS (
          SELECT '', q.communes || ' '
          UNION ALL SELECT substr(rest, 1, instr(rest, ' ') - 1), substr(rest, instr(rest, ' ') + 1) FROM listed WHERE rest <> '')
        SELECT group_concat(nom, ', ') FROM (SELECT coalesce(c.libelle, c.insee_com) AS nom FROM listed
          JOIN commune c ON c.insee_com = listed.code ORDER BY c.insee_com)) AS noms,
       q.communes, q.apl, q.t_gp, q.t_pharma, q.t_urgence,
       q.desert_lib AS desert,
       CASE q.zonage WHEN 'ELIGIBLE' THEN 'éligible, classe non donnée' ELSE q.zonage END AS zonage, CASE q.approx WHEN 1 THEN 'oui' END AS approx
FROM qpv q
WHERE NOT EXISTS (SELECT 1 FROM qpv_commune p WHERE p.code_qp = q.code_qp)
   OR EXISTS (SELECT 1 FROM qpv_commune p JOIN commune c ON c.insee_com = p.insee_com
              WHERE p.code_qp = q.code_qp AND c.perimetre = 1)
ORDER BY q.apl IS NULL, q.apl, q.code_qp;
