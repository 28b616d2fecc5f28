-- What a reader must know before using the figures: kind, subject, how many.
-- Columns: kind of warning, what it is about (empty: the whole study), count.
SELECT 'approx_commune' AS genre, '' AS sujet, COUNT(*) AS nombre FROM commune WHERE perimetre = 1 AND approx = 1
UNION ALL SELECT 'approx_qpv', '', COUNT(*) FROM qpv WHERE approx = 1
UNION ALL SELECT 'repaired_qpv', '', COUNT(*) FROM qpv WHERE repare = 1
UNION ALL SELECT 'population_unknown', '', COUNT(*) FROM commune WHERE perimetre = 1 AND population IS NULL
UNION ALL SELECT 'apl_unknown', '', COUNT(*) FROM acces_commune WHERE apl IS NULL AND EXISTS (SELECT 1 FROM acces_commune WHERE apl IS NOT NULL)
UNION ALL SELECT 'base_std_' || base_std, '', COUNT(*) FROM lieu WHERE perimetre = 1 AND base_std IN ('donnee', 'population') GROUP BY base_std
UNION ALL SELECT 'secret', '', nombre FROM secret WHERE nom = 'acces_carreau'
UNION ALL SELECT 'imputed', '', imputes FROM secret WHERE nom = 'acces_carreau'
UNION ALL SELECT 'site_at_centre', categorie, COUNT(*) FROM etablissement WHERE perimetre = 1 AND precision = 'commune' GROUP BY categorie
UNION ALL SELECT 'rejected', jeu || ' (' || source || ')', rejetees FROM provenance WHERE rejetees > 0
UNION ALL SELECT 'unserved', nom, ROUND(non_desservis) FROM site_bilan WHERE non_desservis >= 0.5;
