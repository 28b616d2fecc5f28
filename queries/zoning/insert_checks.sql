-- Lists what does not hold together between the sources of the zoning, and between its classes. A list of a region names territories
-- (by the INSEE code of a commune) and neighbourhoods (by their department) that lie elsewhere: no fault of the study.
INSERT INTO zonage_controle (motif, maille, code, detail)
SELECT 'commune dans deux territoires', 'commune', r.code, 'aussi dans ' || coalesce(r.valeur, '?') FROM reject r
  WHERE r.source LIKE 'tvs[%' AND r.motif = 'commune dans deux territoires de vie-santé'
UNION ALL
SELECT 'commune dans deux territoires', 'commune', c.insee_com, c.tvs || ' selon la composition, ' || z.tvs || ' selon le zonage'
  FROM zonage z JOIN commune c ON c.insee_com = z.code WHERE z.maille = 'commune' AND z.tvs <> c.tvs
UNION ALL
SELECT 'ligne écartée', 'source', coalesce(r.code, ''), r.motif || coalesce(' : ' || r.valeur, '') FROM reject r
  WHERE r.source LIKE 'zoning[%' OR (r.source LIKE 'tvs[%' AND r.motif <> 'commune dans deux territoires de vie-santé')
UNION ALL
SELECT 'territoire zoné sans commune dans l''étude', 'tvs', z.code, z.libelle FROM zonage z
  WHERE z.maille = 'tvs' AND z.code NOT IN (SELECT c.tvs FROM commune c WHERE c.tvs IS NOT NULL)
    AND NOT (length(z.code) = 5 AND z.code GLOB '[0-9][0-9AB][0-9][0-9][0-9]')
UNION ALL
SELECT 'quartier zoné sans périmètre dans l''étude', 'qpv', z.code, z.libelle FROM zonage z
  WHERE z.maille = 'qpv' AND NOT EXISTS (SELECT 1 FROM qpv q WHERE q.code_qp = z.code OR substr(q.code_qp, 1, 7) = z.code)
    AND CASE WHEN z.tvs IS NOT NULL THEN z.tvs IN (SELECT c.tvs FROM commune c WHERE c.tvs IS NOT NULL AND c.perimetre = 1)
             ELSE substr(z.code, 3, 3) IN (SELECT substr('0' || c.insee_dep, -3) FROM commune c WHERE c.perimetre = 1) END
UNION ALL
SELECT 'quartier hors de son territoire', 'qpv', q.code_qp,
       'déclaré dans ' || z.tvs || ', il touche ' || (SELECT group_concat(DISTINCT c.tvs) FROM qpv_commune s
         JOIN commune c ON c.insee_com = s.insee_com WHERE s.code_qp = q.code_qp)
  FROM zonage z JOIN qpv q ON q.code_qp = z.code OR substr(q.code_qp, 1, 7) = z.code
  WHERE z.maille = 'qpv' AND z.tvs IS NOT NULL
    AND EXISTS (SELECT 1 FROM qpv_commune s JOIN commune c ON c.insee_com = s.insee_com WHERE s.code_qp = q.code_qp AND c.tvs IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM qpv_commune s JOIN commune c ON c.insee_com = s.insee_com
                    WHERE s.code_qp = q.code_qp AND c.tvs = z.tvs)
UNION ALL
SELECT 'commune sans territoire', 'commune', c.insee_com, c.libelle FROM commune c
  WHERE c.perimetre = 1 AND c.tvs IS NULL AND EXISTS (SELECT 1 FROM commune o WHERE o.perimetre = 1 AND o.tvs IS NOT NULL)
UNION ALL
SELECT 'commune d''une autre classe que son territoire', 'commune', c.insee_com, c.zonage || ', et le territoire ' || z.zonage
  FROM commune c JOIN zonage z ON z.maille = 'tvs' AND z.code = c.tvs WHERE c.perimetre = 1 AND c.zonage <> z.zonage
UNION ALL
SELECT 'communes d''un territoire de plusieurs classes', 'tvs', c.tvs, group_concat(DISTINCT c.zonage)
  FROM commune c WHERE c.tvs IS NOT NULL AND c.perimetre = 1
    AND NOT EXISTS (SELECT 1 FROM zonage z WHERE z.maille = 'tvs' AND z.code = c.tvs)
  GROUP BY c.tvs HAVING count(DISTINCT c.zonage) > 1
UNION ALL
SELECT 'commune sans classe', 'commune', c.insee_com, c.libelle FROM commune c
  WHERE c.perimetre = 1 AND c.zonage IS NULL AND EXISTS (SELECT 1 FROM zonage)
    AND NOT EXISTS (SELECT 1 FROM tvs t WHERE t.code = c.tvs AND t.nature <> 'commune' AND t.zonage IS NULL)
UNION ALL
SELECT 'territoire sans classe', 'tvs', t.code, coalesce(t.libelle, t.code) || ' : ' || t.nb_communes || CASE WHEN t.nb_communes > 1 THEN ' communes' ELSE ' commune' END FROM tvs t
  WHERE t.zonage IS NULL AND t.nature <> 'commune' AND EXISTS (SELECT 1 FROM zonage)
    AND NOT EXISTS (SELECT 1 FROM zonage_controle k WHERE k.code = t.code AND k.detail LIKE '% ; sans classe');
