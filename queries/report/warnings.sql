-- What a reader must know before using the figures: kind, subject, how many.
-- Columns: kind of warning, what it is about (empty: the whole study), count.
WITH seuil (valeur) AS (
  SELECT COALESCE((SELECT CAST(replace(valeur, ',', '.') AS REAL) FROM parametre WHERE etape = 'desert' AND nom = 'seuil_apl'), 2.5)
)
SELECT 'approx_commune' AS genre, '' AS sujet, COUNT(*) AS nombre FROM commune WHERE perimetre = 1 AND approx = 1
UNION ALL SELECT 'approx_qpv', '', COUNT(*) FROM qpv WHERE approx = 1
UNION ALL SELECT 'repaired_qpv', '', COUNT(*) FROM qpv WHERE repare = 1
UNION ALL SELECT 'people_of_qpv_estimated', '', COUNT(*) FROM qpv WHERE population_source IN ('carreaux', 'surface')
UNION ALL SELECT 'people_of_qpv_unknown', '', COUNT(*) FROM qpv WHERE population IS NULL
UNION ALL SELECT 'indicator_in_part', '', COUNT(*) FROM tvs WHERE part_connue < 95
UNION ALL SELECT 'region_unknown', '', COUNT(*) FROM zonage_controle WHERE motif = 'région non trouvée'
UNION ALL SELECT 'population_unknown', '', COUNT(*) FROM commune WHERE perimetre = 1 AND population IS NULL
UNION ALL SELECT 'one_point', COALESCE(c.libelle, c.insee_com), 1 FROM commune c
  WHERE c.perimetre = 1 AND (c.population >= 200000 OR c.insee_com IN ('75056', '69123', '13055'))
    AND EXISTS (SELECT 1 FROM lieu l WHERE l.insee_com = c.insee_com AND l.nature = 'commune')
UNION ALL SELECT 'apl_unknown', '', COUNT(*) FROM acces_commune WHERE apl IS NULL AND EXISTS (SELECT 1 FROM acces_commune WHERE apl IS NOT NULL)
UNION ALL SELECT 'no_trip', CASE a.service WHEN 'gp' THEN 'médecin généraliste' WHEN 'pharmacy' THEN 'pharmacie' WHEN 'emergency' THEN 'urgences'
    ELSE a.service END, ROUND(SUM(l.population)) FROM acces a JOIN lieu l ON l.code = a.code
  WHERE a.mesure = 'temps' AND a.valeur IS NULL AND l.perimetre = 1 AND l.population > 0 GROUP BY a.service
UNION ALL SELECT 'desert_untold', substr(desert_lib, instr(desert_lib, 'inconnu : ') + 10), COUNT(*) FROM acces_commune
  WHERE desert_lib LIKE '%inconnu : %' GROUP BY 2
UNION ALL SELECT 'apl_side', p.titre || CASE WHEN p.millesime = '' THEN '' ELSE ' ' || p.millesime END, COUNT(*) FROM (
    SELECT insee_com, millesime, apl AS valeur, 'APL publiée, tous âges' AS titre FROM apl_publiee WHERE service = 'gp'
    UNION ALL SELECT insee_com, millesime, apl_65, 'APL publiée, 65 ans et moins' FROM apl_publiee WHERE service = 'gp') p
  JOIN acces_commune a ON a.insee_com = p.insee_com
  WHERE (p.valeur < (SELECT valeur FROM seuil)) <> (a.apl < (SELECT valeur FROM seuil)) GROUP BY p.titre, p.millesime
UNION ALL SELECT 'supply_crowded', coalesce(c.libelle, c.insee_com), ROUND(SUM(o.quantite)) FROM offre o
  JOIN commune c ON c.insee_com = o.insee_com WHERE o.service = 'gp' AND o.unite = 'personnes' AND c.population > 0
  GROUP BY c.insee_com, o.service HAVING SUM(o.quantite) >= 10 AND SUM(o.quantite) > 0.005 * c.population
UNION ALL SELECT 'base_std_' || base_std, '', COUNT(*) FROM lieu WHERE perimetre = 1 AND base_std IN ('donnee', 'population') GROUP BY base_std
UNION ALL SELECT 'secret', '', nombre FROM secret WHERE nom = 'acces_carreau'
UNION ALL SELECT 'imputed', '', imputes FROM secret WHERE nom = 'acces_carreau'
UNION ALL SELECT 'site_at_centre', categorie, COUNT(*) FROM etablissement WHERE perimetre = 1 AND precision = 'commune' GROUP BY categorie
UNION ALL SELECT 'rejected', replace(p.chemin, rtrim(p.chemin, replace(p.chemin, '/', '')), '') || coalesce(' (' || (SELECT r.motif FROM reject r WHERE r.source = p.source
    GROUP BY r.motif ORDER BY count(*) DESC, r.motif LIMIT 1) || ')', ''), p.rejetees FROM provenance p WHERE p.rejetees > 0
UNION ALL SELECT 'unserved', nom, ROUND(non_desservis) FROM site_bilan WHERE non_desservis >= 0.5 AND nb_sites + sites_avant > 0
UNION ALL SELECT 'few_per_doctor', s.nom || ', ' || coalesce(s.libelle, s.code), ROUND(s.par_medecin) FROM site s
WHERE s.par_medecin < (SELECT coalesce(max(CAST(p.valeur AS REAL)), 0) FROM parametre p WHERE p.nom = s.nom || '.habitants_par_medecin_min')
UNION ALL SELECT 'many_per_doctor', s.nom || ', ' || coalesce(s.libelle, s.code), ROUND(s.par_medecin) FROM site s
WHERE s.par_medecin > (SELECT min(CAST(p.valeur AS REAL)) FROM parametre p WHERE p.nom = s.nom || '.habitants_par_medecin_max')
UNION ALL SELECT 'one_way', '', CAST(valeur AS REAL) FROM parametre WHERE etape = 'travel' AND nom = 'paires_sens_unique'
UNION ALL SELECT 'half_matrix', '', CAST(valeur AS REAL) FROM parametre WHERE etape = 'travel' AND nom = 'matrice_sens_unique'
UNION ALL SELECT 'no_own_time', '', CAST(valeur AS REAL) FROM parametre WHERE etape = 'travel' AND nom = 'temps_intra_absents'
UNION ALL SELECT 'conflicting_times', '', CAST(valeur AS REAL) FROM parametre WHERE etape = 'travel' AND nom = 'paires_contradictoires'
UNION ALL SELECT 'site_misplaced', '', SUM(CAST(valeur AS REAL)) FROM parametre WHERE etape = 'load' AND nom LIKE 'sources.sites%.hors_commune'
UNION ALL SELECT 'commune_kept', '', CAST(valeur AS REAL) FROM parametre WHERE etape = 'load' AND nom = 'changements.gardees';
