-- Fills the layer of communes of the territory. The value of a commune stands under its code: that of its centre, or the mean of
-- its squares. GPs are NULL where the study is given none of any commune. Rows that delete_stale_communes has left keep their outline and its
-- place in the index, which cost most; what later stages write in them is emptied. A row of the same figures is left as it is:
-- those stages write it again.
-- :insee_com  that commune alone; NULL: all
INSERT INTO acces_commune (geom, insee_com, libelle, lib_epci, population, pop_std, apl, apl_publie, apl_publie_65,
  apl_difference, nb_gp, t_gp, t_pharma, t_urgence,
  densite, espace, moins_2000, zonage, n_qpv, approx)
SELECT c.geom, c.insee_com, c.libelle, c.lib_epci, c.population, (SELECT sum(l.pop_std) FROM lieu l WHERE l.insee_com = c.insee_com), a.valeur,
  d.apl, d.apl_65, a.valeur - d.apl,
  CASE WHEN EXISTS (SELECT 1 FROM offre o WHERE o.service = 'gp' AND o.scenario = 'actuel')
       THEN coalesce((SELECT sum(o.medecins) FROM offre o WHERE o.service = 'gp' AND o.scenario = 'actuel'
                      AND o.insee_com = c.insee_com), 0) END,
  g.valeur, p.valeur, u.valeur, c.densite, c.espace, c.moins_2000, c.zonage,
  (SELECT count(*) FROM qpv_commune q WHERE q.insee_com = c.insee_com), c.approx
FROM commune c
LEFT JOIN acces a ON a.code = c.insee_com AND a.service = 'gp' AND a.mesure = 'apl'
LEFT JOIN acces g ON g.code = c.insee_com AND g.service = 'gp' AND g.mesure = 'temps'
LEFT JOIN acces p ON p.code = c.insee_com AND p.service = 'pharmacy' AND p.mesure = 'temps'
LEFT JOIN acces u ON u.code = c.insee_com AND u.service = 'emergency' AND u.mesure = 'temps'
LEFT JOIN apl_publiee d ON d.insee_com = c.insee_com AND d.service = 'gp'
  AND d.millesime = (SELECT max(millesime) FROM apl_publiee WHERE service = 'gp')
WHERE c.perimetre = 1 AND c.insee_com BETWEEN coalesce(:insee_com, '') AND coalesce(:insee_com, char(0x10ffff))
ORDER BY c.insee_com
ON CONFLICT (insee_com) DO UPDATE SET libelle = excluded.libelle, lib_epci = excluded.lib_epci, population = excluded.population,
  pop_std = excluded.pop_std, apl = excluded.apl, apl_publie = excluded.apl_publie, apl_publie_65 = excluded.apl_publie_65,
  apl_difference = excluded.apl_difference, nb_gp = excluded.nb_gp, t_gp = excluded.t_gp, t_pharma = excluded.t_pharma,
  t_urgence = excluded.t_urgence, densite = excluded.densite, espace = excluded.espace, moins_2000 = excluded.moins_2000,
  zonage = excluded.zonage, n_qpv = excluded.n_qpv, approx = excluded.approx,
  zonage_regle = NULL, zonage_ecart = NULL, desert = NULL, desert_lib = NULL
WHERE acces_commune.libelle IS NOT excluded.libelle OR acces_commune.lib_epci IS NOT excluded.lib_epci OR acces_commune.population
  IS NOT excluded.population OR acces_commune.pop_std IS NOT excluded.pop_std OR acces_commune.apl IS NOT excluded.apl OR
  acces_commune.apl_publie IS NOT excluded.apl_publie OR acces_commune.apl_publie_65 IS NOT excluded.apl_publie_65 OR
  acces_commune.apl_difference IS NOT excluded.apl_difference OR acces_commune.nb_gp IS NOT excluded.nb_gp OR
  acces_commune.t_gp IS NOT excluded.t_gp OR acces_commune.t_pharma IS NOT excluded.t_pharma OR acces_commune.t_urgence IS NOT
  excluded.t_urgence OR acces_commune.densite IS NOT excluded.densite OR acces_commune.espace IS NOT excluded.espace OR
  acces_commune.moins_2000 IS NOT excluded.moins_2000 OR acces_commune.zonage IS NOT excluded.zonage OR acces_commune.n_qpv IS
  NOT excluded.n_qpv OR acces_commune.approx IS NOT excluded.approx;
