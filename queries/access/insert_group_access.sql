-- Access of the people of each group, by commune of the territory and by neighbourhood: means over the squares in it that have people, else
-- over the commune itself or the communes that the neighbourhood lies in, weighted by the people of the group: persons of the place times
-- the share in its commune (at least a tiny one, so that a place without them still has a mean). Measures of a commune are means over its
-- squares already, by standardised persons. The mean time is unknown if that of any place is; its lower bound counts places without a trip
-- at the longest trip that was searched for.
WITH weighed (maille, place, code, mesuree, insee_com, personnes) AS (
  SELECT 'commune', c.insee_com, coalesce(l.code, c.insee_com), c.insee_com, c.insee_com, coalesce(l.population, 1.0)
  FROM commune c LEFT JOIN lieu l ON l.insee_com = c.insee_com AND l.code <> c.insee_com AND l.population > 0 WHERE c.perimetre = 1
  UNION ALL
  SELECT 'qpv', l.code_qp, l.code, l.code, l.insee_com, l.population FROM lieu l WHERE l.code_qp IS NOT NULL AND l.population > 0
  UNION ALL
  SELECT 'qpv', q.code_qp, q.insee_com, q.insee_com, q.insee_com, q.part FROM qpv_commune q
  WHERE q.part > 0 AND q.code_qp NOT IN (SELECT l.code_qp FROM lieu l WHERE l.code_qp IS NOT NULL)
), seen AS (
  SELECT w.maille, w.place, s.groupe, w.personnes AS persons, w.personnes * max(s.part, 1e-9) AS own, s.part, a.valeur AS apl, e.valeur AS apl_ensemble,
         g.valeur AS gp, p.valeur AS pharma, u.valeur AS urgence, coalesce(g.valeur, CASE WHEN g.id IS NOT NULL THEN s.au_moins END) AS gp_min,
         coalesce(p.valeur, CASE WHEN p.id IS NOT NULL THEN s.au_moins END) AS pharma_min,
         coalesce(u.valeur, CASE WHEN u.id IS NOT NULL THEN s.au_moins END) AS urgence_min
  FROM weighed w JOIN groupe_part s ON s.insee_com = w.insee_com
  LEFT JOIN acces a ON a.code = w.mesuree AND a.service = 'gp' AND a.mesure = 'apl_' || s.groupe
  LEFT JOIN acces e ON e.code = w.mesuree AND e.service = 'gp' AND e.mesure = 'apl_ensemble'
  LEFT JOIN acces g ON g.code = w.code AND g.service = 'gp' AND g.mesure = 'temps_' || s.groupe
  LEFT JOIN acces p ON p.code = w.code AND p.service = 'pharmacy' AND p.mesure = 'temps_' || s.groupe
  LEFT JOIN acces u ON u.code = w.code AND u.service = 'emergency' AND u.mesure = 'temps_' || s.groupe
), mean AS (
  SELECT maille, place, groupe, CASE WHEN min(part) = max(part) THEN part ELSE sum(persons * part) / sum(persons) END AS part,
    sum(own * apl) / sum(CASE WHEN apl IS NOT NULL THEN own END) AS apl,
    sum(persons * apl_ensemble) / sum(CASE WHEN apl_ensemble IS NOT NULL THEN persons END) AS apl_ensemble,
    CASE WHEN count(gp) = count(*) THEN sum(own * gp) / sum(own) END AS gp,
    CASE WHEN count(pharma) = count(*) THEN sum(own * pharma) / sum(own) END AS pharma,
    CASE WHEN count(urgence) = count(*) THEN sum(own * urgence) / sum(own) END AS urgence,
    CASE WHEN count(gp_min) = count(*) THEN sum(own * gp_min) / sum(own) END AS gp_min,
    CASE WHEN count(pharma_min) = count(*) THEN sum(own * pharma_min) / sum(own) END AS pharma_min,
    CASE WHEN count(urgence_min) = count(*) THEN sum(own * urgence_min) / sum(own) END AS urgence_min
  FROM seen GROUP BY maille, place, groupe
), place AS (
  SELECT 'commune' AS maille, 'communes' AS nom, c.geom, c.insee_com AS code, c.libelle, c.population, k.t_gp, k.t_pharma, k.t_urgence, c.approx
  FROM commune c JOIN acces_commune k ON k.insee_com = c.insee_com
  UNION ALL
  SELECT 'qpv', 'QPV', q.geom, q.code_qp, q.libelle, q.population, q.t_gp, q.t_pharma, q.t_urgence, q.approx FROM qpv q
)
INSERT INTO acces_groupe (geom, nom, groupe, maille, code, libelle, part, population, apl, apl_ensemble, t_gp, t_pharma, t_urgence,
  t_gp_min, t_pharma_min, t_urgence_min, sans_trajet, t_gp_etude, t_pharma_etude, t_urgence_etude, approx)
SELECT p.geom, m.groupe || ', ' || p.nom, m.groupe, m.maille, p.code, p.libelle, 100 * m.part, m.part * p.population, m.apl, m.apl_ensemble,
  m.gp, m.pharma, m.urgence, m.gp_min, m.pharma_min, m.urgence_min,
  nullif(substr(CASE WHEN m.gp IS NULL AND m.gp_min > 0 THEN ' + médecin généraliste' ELSE '' END
                || CASE WHEN m.pharma IS NULL AND m.pharma_min > 0 THEN ' + pharmacie' ELSE '' END
                || CASE WHEN m.urgence IS NULL AND m.urgence_min > 0 THEN ' + urgences' ELSE '' END, 4), ''), p.t_gp, p.t_pharma, p.t_urgence, p.approx
FROM mean m JOIN place p ON p.maille = m.maille AND p.code = m.place
ORDER BY (SELECT min(id) FROM groupe_part s WHERE s.groupe = m.groupe), m.maille, p.code;
